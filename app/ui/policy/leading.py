"""The page 主导产业: candidates compared, weights moved, a choice tried and made."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.context import AppContext
from app.ui.theme import Space
from app.ui.widgets.layout import label


class LeadingPage(QWidget):
    """Candidates compared, weights moved, a choice tried and made."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.addWidget(label("比较各产业，试算并选定主导产业。", "muted", wrap=True))
        layout.addStretch(1)
