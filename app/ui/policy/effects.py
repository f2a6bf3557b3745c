"""The page 成效: what happened before and after a measure's first day."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.context import AppContext
from app.ui.theme import Space
from app.ui.widgets.layout import label


class EffectsPage(QWidget):
    """What happened before and after a measure's first day."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.addWidget(label("办法施行前后的变化。", "muted", wrap=True))
        layout.addStretch(1)
