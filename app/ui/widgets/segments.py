"""A small segmented control: one of a few views, chosen by click, by arrow keys, or by the program."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget


class Segments(QWidget):
    """Shows `titles` beside each other; exactly one is chosen."""

    chosen = Signal(int)
    """Another segment was chosen: its number."""

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for number, title in enumerate(titles):
            segment = QToolButton()
            segment.setText(title)
            segment.setCheckable(True)
            segment.setProperty("segment", True)
            segment.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(segment, number)
            layout.addWidget(segment)
        self._group.button(0).setChecked(True)
        self._group.idToggled.connect(self._toggled)

    def current(self) -> int:
        """Return the number of the chosen segment."""
        return self._group.checkedId()

    def choose(self, number: int) -> None:
        """Choose a segment; tells by `chosen` where it was another."""
        self._group.button(number).setChecked(True)

    def titles(self) -> list[str]:
        """Return what the segments are called."""
        return [segment.text() for segment in self._group.buttons()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        number = (self.current() + step) % len(self._group.buttons())
        self.choose(number)
        self._group.button(number).setFocus()

    def _toggled(self, number: int, checked: bool) -> None:
        if checked:
            self.chosen.emit(number)
