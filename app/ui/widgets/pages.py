"""A stack of pages that takes the room there is, whatever its pages would like: each scrolls or shrinks inside."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget


class Pages(QStackedWidget):
    """A `QStackedWidget` whose pages do not push the window; below `least` logical pixels the tab scrolls."""

    def __init__(self, least: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(least)

    def hasHeightForWidth(self) -> bool:
        """Flowing rows inside a page would otherwise ask for the page's whole preferred height."""
        return False
