"""A small table that is edited line by line, each cell a field of its own; lines can be added and taken out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QToolButton, QVBoxLayout, QWidget

from app.ui.theme import Space, small_font
from app.ui.widgets.layout import button, label


class LinesTable(QWidget):
    """Shows lines of fields under headings; `made` makes the fields of a line."""

    added = Signal()
    removed = Signal(int)

    def __init__(self, headings: Sequence[str], add: str) -> None:
        super().__init__()
        self._headings = tuple(headings)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.SMALL)
        self._grid.setVerticalSpacing(Space.TIGHT)
        self.lines: list[tuple[QWidget, ...]] = []
        self.add_button = button(add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(self._grid)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        for column, heading in enumerate(self._headings):
            shown = label(heading, "muted")
            shown.setFont(small_font())
            self._grid.addWidget(shown, 0, column)
        self._grid.setColumnStretch(len(self._headings) + 1, 1)
        self.add_button.clicked.connect(self.added)

    def show_lines(self, count: int, made: Callable[[int], Sequence[QWidget]]) -> None:
        """Make the lines anew."""
        while self.lines:
            for widget in self.lines.pop():
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        for number in range(count):
            take = QToolButton()
            take.setText("删去")
            take.setAccessibleName(f"删去第{number + 1}行")
            take.clicked.connect(lambda _checked=False, number=number: self.removed.emit(number))
            line = (*made(number), take)
            self.lines.append(line)
            for column, widget in enumerate(line):
                if not widget.accessibleName() and column < len(self._headings):
                    widget.setAccessibleName(f"第{number + 1}行{self._headings[column]}")
                self._grid.addWidget(widget, number + 1, column)

    def focus_line(self, number: int) -> None:
        """Put the cursor into a line."""
        if 0 <= number < len(self.lines):
            self.lines[number][0].setFocus()
