"""The fields of a paper's draft: everything that is printed can be edited; the number comes with 签发."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.rules.audience import labels
from app.rules.errors import Refused
from app.services.papers.content import PaperContent
from app.ui.papers.head_marks import HeadMarks
from app.ui.theme import Space
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.layout import label

TEXT_HINT = (
    "一行一段，段首不用空格。行首写“一、”“（一）”“1.”“（1）”，就按一至四级标题排版；"
    "用 | 隔开的几行排成表格，上面加一行“【柱图】标题／单位”就画成图；"
    "“【附件】名称”一行以下是附件；单独一行“【排名表】”“【进度表】”是通报两张表的位置。"
)
_LINES = {
    "title": "标题",
    "addressees": "主送机关",
    "signature": "落款",
    "note": "附注",
    "copies_to": "抄送",
    "printed_by": "印发机关",
}
"""The fields of one line: names in `PaperContent`, and what they are called."""


class DraftForm(QWidget):
    """Shows a `PaperContent` and gives back the edited one."""

    edited = Signal()
    """The user changed something."""

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self._content: PaperContent | None = None
        self._filling = False
        self.lines = {key: QLineEdit() for key in _LINES}
        self.series = QLineEdit()
        self.series.setAccessibleName("机关代字")
        self.number = label("", "muted", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("正文")
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(220)
        self.day = DayEdit(today)
        self.audience = QComboBox()
        self.audience.addItems(labels())
        self.audience.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.audience.setMinimumContentsLength(6)
        self.audience.setAccessibleName("印发范围")
        self.marks = HeadMarks()
        self._lay_out()
        for line in (*self.lines.values(), self.series):
            line.textEdited.connect(self._tell)
        self.text.textChanged.connect(self._tell)
        self.day.changed.connect(self._tell)
        self.audience.currentIndexChanged.connect(self._tell)
        self.marks.edited.connect(self._tell)
        self.setEnabled(False)

    def show_content(self, content: PaperContent | None, number: str = "", *, fixed_audience: bool = False) -> None:
        """Fill the fields; does not count as editing. `number` is told as the one that comes with 签发."""
        self._content = content
        self.setEnabled(content is not None)
        if content is None:
            return
        self._filling = True
        for key, line in self.lines.items():
            line.setText(getattr(content, key))
            line.setCursorPosition(0)
        self.series.setText(content.series)
        self.series.setEnabled(content.numbering != "none")
        self.number.setText(
            {"own": f"拟编 {number}，签发时才定", "blank": "文号留空", "none": "不编号"}[content.numbering]
        )
        self.text.setPlainText(content.text)
        self.day.set_day(content.day)
        self.audience.setCurrentText(content.audience)
        self.audience.setEnabled(not fixed_audience)
        self.marks.show_content(content)
        self._filling = False

    def content(self) -> PaperContent:
        """Return the paper as it stands in the fields; raise `Refused` where one cannot be printed."""
        assert self._content is not None
        if self.day.reason or (day := self.day.day()) is None:
            raise Refused(f"成文日期：{self.day.reason or '不能为空，请填写，如 2026-07-05。'}")
        texts = {key: line.text().strip() for key, line in self.lines.items()}
        if not texts["title"]:
            raise Refused("标题不能为空，请填写。")
        if self._content.signature and not texts["signature"]:
            raise Refused("落款不能为空，请填写。")
        if self._content.numbering != "none" and not self.series.text().strip():
            raise Refused("文号里的机关代字不能为空，请填写。")
        edited = replace(
            self._content,
            series=self.series.text().strip(),
            text=self.text.toPlainText(),
            day=day,
            audience=self.audience.currentText(),
            **texts,
        )
        return self.marks.into(edited)

    def _lay_out(self) -> None:
        number = QVBoxLayout()
        number.setSpacing(Space.SMALL)
        self.series.setMaximumWidth(140)
        number.addWidget(self.series)
        number.addWidget(self.number)
        form = _form()
        form.addRow("印发范围", self.audience)
        form.addRow("标题", self.lines["title"])
        form.addRow("文号", number)
        form.addRow("主送机关", self.lines["addressees"])
        rest = _form()
        rest.addRow("落款", self.lines["signature"])
        rest.addRow("成文日期", self.day)
        for key in ("note", "copies_to", "printed_by"):
            rest.addRow(_LINES[key], self.lines[key])
        self.marks.add_to(rest)
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


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setSpacing(Space.SMALL)
    return form
