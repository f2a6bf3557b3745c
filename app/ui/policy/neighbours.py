"""The page 邻市: what neighbouring cities pursue, agreements, copies, conflicts."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.context import AppContext
from app.ui.theme import Space
from app.ui.widgets.layout import label


class NeighboursPage(QWidget):
    """What neighbouring cities pursue, agreements, copies, conflicts."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.addWidget(label("邻市的产业、协议和冲突。", "muted", wrap=True))
        layout.addStretch(1)
