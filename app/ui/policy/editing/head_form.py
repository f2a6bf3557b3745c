"""The forms of the head of a document and of a chapter."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.rules.policy.document import Outcome
from app.rules.policy.drafts import Draft, DraftChapter
from app.ui.policy.editing.values import DayValue
from app.ui.theme import Space, heading_font
from app.ui.widgets.layout import button, label


class HeadForm(QWidget):
    """Edits title, paper number, days and note of a draft."""

    edited = Signal()

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self._draft: Draft | None = None
        self.told = label("", "muted", wrap=True)
        self.title, self.paper = QLineEdit(), QLineEdit()
        self.title.setPlaceholderText("如 招商引资管理办法")
        self.paper.setPlaceholderText("如 清政发〔2026〕30号")
        self.paper.setMaximumWidth(320)
        self.valid_from, self.valid_to = DayValue(today), DayValue(today)
        self.outcome, self.review_paper = QComboBox(), QLineEdit()
        self.outcome.addItems([one.value for one in Outcome])
        self.review_paper.setPlaceholderText("审查文号，如 清市监竞审〔2026〕11号")
        self.review_paper.setFixedWidth(290)
        self.review_all = button("用于所有给予扶持的条款")
        self.reviews = label("", "muted", wrap=True)
        review = QWidget()
        line = QHBoxLayout(review)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.SMALL)
        for widget in (self.outcome, self.review_paper, self.review_all):
            line.addWidget(widget)
        line.addStretch(1)
        self.outcome.setAccessibleName("公平竞争审查结论")
        self.review_paper.setAccessibleName("公平竞争审查文号")
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setMaximumHeight(120)
        self.note.setPlaceholderText("这份文件的说明，如本次修订了什么；显示在条款页的标题下面")
        form = QFormLayout()
        form.setHorizontalSpacing(Space.MEDIUM)
        form.setVerticalSpacing(Space.SMALL)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields = (
            ("名称", self.title),
            ("文号", self.paper),
            ("施行日期", self.valid_from),
            ("失效日期", self.valid_to),
            ("说明", self.note),
            ("公平竞争审查", review),
        )
        for caption, field in fields:
            field.setAccessibleName(caption)
            shown = label(caption, "muted")
            shown.setBuddy(field)
            form.addRow(shown, field)
        form.addRow("", self.reviews)
        head = label("文件头")
        head.setFont(heading_font())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, 0, 0, 0)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(head)
        layout.addWidget(self.told)
        layout.addLayout(form)
        layout.addStretch(1)
        self.title.textEdited.connect(lambda text: self._put("title", text.strip()))
        self.paper.textEdited.connect(lambda text: self._put("paper", text.strip()))
        self.valid_from.edited.connect(lambda: self._put("valid_from", self.valid_from.value()))
        self.valid_to.edited.connect(lambda: self._put("valid_to", self.valid_to.value()))
        self.note.textChanged.connect(self._note_changed)
        self.review_all.clicked.connect(self._review_all)

    def show_draft(self, draft: Draft) -> None:
        """Show the head of a draft."""
        self._draft = draft
        self.title.setText(draft.title)
        self.paper.setText(draft.paper)
        self.valid_from.show_value(draft.valid_from)
        self.valid_to.show_value(draft.valid_to)
        self.note.setPlainText(draft.note)
        if draft.amends:
            told = f"修订{draft.amends}起施行的版本：只记下改动的条款，其余各条不变。已兑现的扶持照旧执行到期满。"
        else:
            told = "单独成文的办法：自施行之日起代替以前的版本。已兑现的扶持照旧执行到期满。"
        self.told.setText(told)
        self._count_reviews()

    def go_to(self, path: str) -> None:
        """Put the cursor into the field that a place means."""
        fields: dict[str, QWidget] = {
            "title": self.title,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "note": self.note,
        }
        fields.get(path, self.paper).setFocus()

    def _review_all(self) -> None:
        if self._draft is not None:
            self._draft.review_all(self.outcome.currentText(), self.review_paper.text().strip())
            self._count_reviews()
            self.edited.emit()

    def _count_reviews(self) -> None:
        """Say how many clauses have which outcome; each can have its own (审查与期限)."""
        clauses = self._draft.reviewed() if self._draft else []
        found = [str(((one.rule or {}).get("review") or {}).get("outcome", "还没有写")) for one in clauses]
        told = "，".join(f"{outcome} {found.count(outcome)} 条" for outcome in dict.fromkeys(found))
        self.reviews.setText(
            f"现在：{told}。每一条也可以在“审查与期限”里单独写。" if told else "还没有给予扶持的条款。"
        )

    def _note_changed(self) -> None:
        if self._draft is not None and self.note.toPlainText() != self._draft.note:
            self._put("note", self.note.toPlainText())

    def _put(self, name: str, value: object) -> None:
        if self._draft is not None:
            setattr(self._draft, name, value)
            self.edited.emit()


class ChapterForm(QWidget):
    """Edits the title of a chapter."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chapter: DraftChapter | None = None
        self.number, self.told = label(""), label("", "muted", wrap=True)
        self.number.setFont(heading_font())
        self.title = QLineEdit()
        self.title.setPlaceholderText("章的标题，如 扶持政策")
        self.title.setAccessibleName("章的标题")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, 0, 0, 0)
        layout.setSpacing(Space.MEDIUM)
        for widget in (self.number, self.title, self.told):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.title.textEdited.connect(self._put)

    def show_chapter(self, chapter: DraftChapter, number: str) -> None:
        """Show a chapter with its number as printed."""
        self._chapter = chapter
        self.number.setText(number)
        self.title.setText(chapter.title)
        self.told.setText(f"本章 {len(chapter.clauses)} 条。左边“加条”在本章末尾添一条。")

    def _put(self, text: str) -> None:
        if self._chapter is not None:
            self._chapter.title = text.strip()
            self.edited.emit()
