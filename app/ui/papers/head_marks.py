"""What stands in the head of few papers: copy number, class with its term, urgency, signers, and room for a seal."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLineEdit

from app.rules.papers import CLASSES, URGENCIES
from app.services.papers.content import PaperContent, names_in
from app.ui.theme import Space

_STAR = "★"


class HeadMarks(QObject):
    """The fields in two lines of a form; `edited` tells of every change by the user."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.copy_number, self.term, self.signers = QLineEdit(), QLineEdit(), QLineEdit()
        self.security, self.urgency = QComboBox(), QComboBox()
        self.sealed = QCheckBox("留盖章位置")
        self.security.addItems(["不涉密", *reversed(CLASSES)])
        self.urgency.addItems(["不急", *reversed(URGENCIES)])
        for field, name, hint in (
            (self.copy_number, "份号", "6位数字，如 000001"),
            (self.term, "保密期限", "如 1年、6个月、长期"),
            (self.signers, "签发人", "上行文才写，如 周明远、贺建国"),
        ):
            field.setAccessibleName(name)
            field.setPlaceholderText(hint)
            field.textEdited.connect(self.edited)
        self.security.setAccessibleName("密级")
        self.urgency.setAccessibleName("紧急程度")
        for box in (self.security, self.urgency):
            box.activated.connect(self.edited)
        self.security.currentIndexChanged.connect(lambda place: self.term.setEnabled(place > 0))
        self.sealed.clicked.connect(self.edited)
        self.term.setEnabled(False)

    def add_to(self, form: QFormLayout) -> None:
        """Put the fields into a form."""
        form.addRow("份号", self.copy_number)
        form.addRow("密级和期限", _beside(self.security, self.term))
        form.addRow("紧急程度", _beside(self.urgency, self.sealed))
        form.addRow("签发人", self.signers)

    def show_content(self, content: PaperContent) -> None:
        """Fill the fields; does not count as editing."""
        security, _, term = content.security.partition(_STAR)
        self.copy_number.setText(content.copy_number)
        _choose(self.security, security)
        self.term.setText(term)
        _choose(self.urgency, content.urgency)
        self.signers.setText("、".join(content.signers))
        self.sealed.setChecked(content.sealed)

    def into(self, content: PaperContent) -> PaperContent:
        """Return the paper with what stands in the fields."""
        security = self.security.currentText() if self.security.currentIndex() else ""
        term = self.term.text().strip().removeprefix(_STAR)
        return replace(
            content,
            copy_number=self.copy_number.text().strip(),
            security=f"{security}{_STAR}{term}" if security and term else security,
            urgency=self.urgency.currentText() if self.urgency.currentIndex() else "",
            signers=names_in(self.signers.text()),
            sealed=self.sealed.isChecked(),
        )


def _choose(box: QComboBox, text: str) -> None:
    """Choose an entry; one that is not offered is added, so that it is not lost."""
    if text and box.findText(text) < 0:
        box.addItem(text)
    box.setCurrentIndex(box.findText(text) if text else 0)


def _beside(*widgets: QComboBox | QLineEdit | QCheckBox) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(Space.SMALL)
    for widget in widgets:
        line.addWidget(widget, 1)
    return line
