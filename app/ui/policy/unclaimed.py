"""The page 未兑现: who is entitled to what on a day and has not claimed it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.context import AppContext
from app.ui.theme import Space
from app.ui.widgets.layout import label


class UnclaimedPage(QWidget):
    """Who is entitled to what on a day and has not claimed it."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.addWidget(label("谁够条件、还没有兑现。", "muted", wrap=True))
        layout.addStretch(1)
