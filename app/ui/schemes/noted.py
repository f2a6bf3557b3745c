"""A field with room for its fault beneath it: shown red and small, gone when there is none."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme import Space, small_font
from app.ui.widgets.layout import label


class Noted(QWidget):
    """Holds one field; `tell` shows what is wrong with it."""

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        self.field = field
        self.note = label("", "red", wrap=True)
        self.note.setFont(small_font())
        self.note.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.HAIR)
        layout.addWidget(field)
        layout.addWidget(self.note)

    def tell(self, text: str) -> None:
        """Show a fault, or none."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
