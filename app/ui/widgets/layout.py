"""The building blocks of a page: cards, sections with a heading, strips with a warning, labels of one tone."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme import Space, heading_font

Tone = Literal["", "muted", "accent", "red"]


class Card(QFrame):
    """A white sheet with a thin line around; `body` is its layout."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        self.body.setSpacing(Space.SMALL)


class Section(QWidget):
    """A heading with room for buttons beside it, and what stands under it; `body` is its layout."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = label(title)
        self.heading.setFont(heading_font())
        self._head = QHBoxLayout()
        self._head.addWidget(self.heading, 1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(Space.SMALL)
        self.body.addLayout(self._head)

    def add_action(self, widget: QWidget) -> None:
        """Put a button beside the heading."""
        self._head.addWidget(widget)


class Strip(QLabel):
    """A line across the page that warns (yellow), refuses (red) or tells (blue); hidden while it has no text."""

    def __init__(self, kind: Literal["warning", "error", "info"] = "warning", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("strip", kind)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hide()

    def tell(self, text: str) -> None:
        """Show `text`, or hide the strip where it is empty."""
        self.setText(text)
        self.setVisible(bool(text))


class Elided(QLabel):
    """One line that is cut in its middle with “…” where room is short, and shown whole on hovering."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show `text`, as much of it as there is room for."""
        self._whole = text
        self.setToolTip(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, max(self.width(), 40)))


def label(text: str = "", tone: Tone = "", *, wrap: bool = False) -> QLabel:
    """Return a plain-text label that can be selected by mouse."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if tone:
        made.setProperty("tone", tone)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return made


def button(text: str, *, primary: bool = False) -> QPushButton:
    """Return a push button; `primary` marks the one that the page is about."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    if primary:
        made.setProperty("primary", True)
    return made


def scrolled(widget: QWidget) -> QScrollArea:
    """Return `widget` in an area that scrolls rather than cuts on small screens."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(widget)
    widget.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area


def form_layout() -> QFormLayout:
    """Return an empty form in the house's spacing."""
    form = QFormLayout()
    form.setSpacing(Space.SMALL)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
