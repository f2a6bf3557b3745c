"""What a template asks for: to whom the paper goes, and its own lines, each with an example."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from app.services.papers.content import Recipient
from app.services.papers.templates import Input
from app.ui.theme import Space


class InputsBox(QWidget):
    """The recipient and the lines of one template; `changed` tells of every edit by the user."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.to = QComboBox()
        self.to.setEditable(True)
        self.to.setAccessibleName("收文")
        self.to.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self.to.lineEdit()
        assert line is not None
        line.setPlaceholderText("选责任主体，或直接写企业、个人的名字")
        self.lines: dict[str, QLineEdit] = {}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(Space.SMALL, Space.SMALL, Space.SMALL, 0)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        self._form.setSpacing(Space.TIGHT)
        self._form.addRow("收文", self.to)
        line.textEdited.connect(self.changed)
        self.to.activated.connect(self.changed)

    def show_units(self, units: tuple[Recipient, ...]) -> None:
        """Offer other units; what was typed stays."""
        typed = self.to.currentText()
        self.to.clear()
        self.to.addItems([one.name for one in units])
        self.to.setCurrentText(typed)

    def ask(self, inputs: tuple[Input, ...]) -> None:
        """Ask for other lines."""
        while self._form.rowCount() > 1:
            self._form.removeRow(1)
        self.lines = {}
        for one in inputs:
            line = QLineEdit()
            if one.standing:
                line.setText(one.example)
            elif one.example:
                line.setPlaceholderText(f"如：{one.example}")
            line.setAccessibleName(one.name)
            line.textEdited.connect(self.changed)
            self.lines[one.name] = line
            self._form.addRow(one.name, line)

    def values(self) -> dict[str, str]:
        """Return what was filled in; what is empty is left out."""
        return {name: line.text().strip() for name, line in self.lines.items() if line.text().strip()}
