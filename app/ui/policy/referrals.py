"""The page 以商招商: who brought whom, and what each gets for it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.context import AppContext
from app.ui.theme import Space
from app.ui.widgets.layout import label


class ReferralsPage(QWidget):
    """Who brought whom, and what each gets for it."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.addWidget(label("哪家企业引荐了哪些项目，各得什么。", "muted", wrap=True))
        layout.addStretch(1)
