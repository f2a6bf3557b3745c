"""The fields of a bulletin's draft: everything that is printed can be edited, the audience follows the ranking."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from app.rules.errors import Refused
from app.services.bulletins import TABLE_MARK, BulletinDraft
from app.ui.theme import Space
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.layout import label

TEXT_HINT = (
    "一行一段，段首不用空格。行首写“一、”“（一）”“1.”“（1）”，就按一至四级标题排版；"
    f"单独一行“{TABLE_MARK}”是排名表的位置，删去这一行就不印表。"
)
_LINES = {
    "title": "标题",
    "addressees": "主送机关",
    "signature": "落款",
    "note": "附注",
    "copies_to": "抄送",
    "printed_by": "印发机关",
}
"""The fields of one line: names in `BulletinDraft`, and what they are called."""

_REQUIRED = ("title", "signature")


class DraftForm(QWidget):
    """Shows a `BulletinDraft` and gives back the edited one."""

    edited = Signal()
    """The user changed something."""

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self._draft: BulletinDraft | None = None
        self._filling = False
        self.lines = {key: QLineEdit() for key in _LINES}
        self.number_word = QLineEdit()
        self.number_word.setAccessibleName("机关代字")
        self.year, self.number = QSpinBox(), QSpinBox()
        self.year.setRange(1949, 2199)
        self.number.setRange(1, 9999)
        self.year.setAccessibleName("文号年份")
        self.number.setAccessibleName("文号序号")
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("正文")
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(220)
        self.day = DayEdit(today)
        self.audience = label("", "accent")
        self._lay_out()
        for line in (*self.lines.values(), self.number_word):
            line.textEdited.connect(self._tell)
        for spin in (self.year, self.number):
            spin.valueChanged.connect(self._tell)
        self.text.textChanged.connect(self._tell)
        self.day.changed.connect(self._tell)
        self.setEnabled(False)

    def show_draft(self, draft: BulletinDraft | None) -> None:
        """Fill the fields; does not count as editing."""
        self._draft = draft
        self.setEnabled(draft is not None)
        if draft is None:
            return
        self._filling = True
        for key, line in self.lines.items():
            line.setText(getattr(draft, key))
            line.setCursorPosition(0)
        self.number_word.setText(draft.number_word)
        self.year.setValue(draft.year)
        self.number.setValue(draft.number)
        self.text.setPlainText(draft.text)
        self.day.set_day(draft.day)
        self.audience.setText(draft.audience.label)
        self._filling = False

    def draft(self) -> BulletinDraft:
        """Return the draft as it stands in the fields; raise `Refused` where one cannot be printed."""
        assert self._draft is not None
        if self.day.reason or (day := self.day.day()) is None:
            raise Refused(f"成文日期：{self.day.reason or '不能为空，请填写，如 2026-07-05。'}")
        texts = {key: line.text().strip() for key, line in self.lines.items()}
        for key in _REQUIRED:
            if not texts[key]:
                raise Refused(f"{_LINES[key]}不能为空，请填写。")
        if not self.number_word.text().strip():
            raise Refused("文号里的机关代字不能为空，请填写。")
        return replace(
            self._draft,
            number_word=self.number_word.text().strip(),
            year=self.year.value(),
            number=self.number.value(),
            text=self.text.toPlainText(),
            day=day,
            **texts,
        )

    def _lay_out(self) -> None:
        number = QHBoxLayout()
        number.setSpacing(Space.TIGHT)
        number.addWidget(self.number_word, 1)
        for widget in (label("〔"), self.year, label("〕"), self.number, label("号")):
            number.addWidget(widget)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setSpacing(Space.SMALL)
        form.addRow("印发范围", self.audience)
        form.addRow("标题", self.lines["title"])
        form.addRow("文号", number)
        form.addRow("主送机关", self.lines["addressees"])
        rest = QFormLayout()
        rest.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        rest.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rest.setSpacing(Space.SMALL)
        rest.addRow("落款", self.lines["signature"])
        rest.addRow("成文日期", self.day)
        for key in ("note", "copies_to", "printed_by"):
            rest.addRow(_LINES[key], self.lines[key])
        for key, line in self.lines.items():
            line.setAccessibleName(_LINES[key])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.SMALL, Space.SMALL, Space.SMALL, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(form)
        layout.addWidget(label("正文"))
        layout.addWidget(self.text, 1)
        layout.addWidget(label(TEXT_HINT, "muted", wrap=True))
        layout.addLayout(rest)

    def _tell(self, *_: object) -> None:
        if not self._filling:
            self.edited.emit()
