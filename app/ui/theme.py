"""The look, in one place: colours, spacing, fonts, and the application of them to Qt."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from app.ui.resources import resource


class Colour:
    """The palette: paper and ink, one calm blue to act with, one official red for the office's own mark."""

    WINDOW: Final = "#f3f5f8"
    SURFACE: Final = "#ffffff"
    SUBTLE: Final = "#e9edf3"
    LINE: Final = "#d3dae4"
    STRONG_LINE: Final = "#a9b4c4"
    TEXT: Final = "#1d2633"
    MUTED: Final = "#5b6777"
    FAINT: Final = "#8b96a5"
    ACCENT: Final = "#1f4e8c"
    ACCENT_HOVER: Final = "#2a61ab"
    ACCENT_SOFT: Final = "#dce7f5"
    RED: Final = "#b3261e"
    RED_SOFT: Final = "#fbe9e7"
    AMBER: Final = "#7a5300"
    AMBER_SOFT: Final = "#fff3cd"
    AMBER_LINE: Final = "#e6c766"
    GREEN: Final = "#2e6b3d"
    GREEN_SOFT: Final = "#e3f1e6"

    SERIES: Final = ("#1f4e8c", "#c0822b", "#2e6b3d", "#8c2f39", "#5b4b8a", "#2b7a8c", "#7a6a4f", "#a3537b")
    """Colours of chart series, told apart in print too."""


class Space:
    """Distances in logical pixels."""

    HAIR: Final = 2
    TIGHT: Final = 4
    SMALL: Final = 8
    MEDIUM: Final = 12
    LARGE: Final = 20
    ROW: Final = 28
    """Height of a table row."""


POINTS: Final = 10.0
"""Size of ordinary text in points."""

FAMILIES: Final = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
)
"""Fonts for Chinese on the screen, the first that the computer has."""


def font(points: float = POINTS, *, bold: bool = False) -> QFont:
    """Return the screen font at a size in points."""
    chosen = QFont()
    chosen.setFamilies(list(FAMILIES))
    chosen.setPointSizeF(points)
    chosen.setBold(bold)
    return chosen


def title_font() -> QFont:
    """The font of a page's title."""
    return font(POINTS + 5, bold=True)


def heading_font() -> QFont:
    """The font of a section's heading."""
    return font(POINTS + 1, bold=True)


def small_font() -> QFont:
    """The font of notes."""
    return font(POINTS - 1)


def palette() -> QPalette:
    """Return the light palette, whatever the desktop prefers: papers are white."""
    role = QPalette.ColorRole
    made = QPalette(QColor(Colour.SUBTLE), QColor(Colour.WINDOW))
    for which, colour in (
        (role.Base, Colour.SURFACE),
        (role.AlternateBase, "#f8f9fb"),
        (role.Button, Colour.SURFACE),
        (role.Text, Colour.TEXT),
        (role.WindowText, Colour.TEXT),
        (role.ButtonText, Colour.TEXT),
        (role.PlaceholderText, Colour.FAINT),
        (role.Highlight, Colour.ACCENT),
        (role.HighlightedText, "#ffffff"),
        (role.Link, Colour.ACCENT),
        (role.ToolTipBase, Colour.SURFACE),
        (role.ToolTipText, Colour.TEXT),
        (role.Mid, Colour.LINE),
        (role.Dark, Colour.STRONG_LINE),
    ):
        made.setColor(which, QColor(colour))
    for which in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(Colour.FAINT))
    made.setColor(QPalette.ColorGroup.Disabled, role.Base, QColor("#f6f7f9"))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(Colour.STRONG_LINE))
    return made


def stylesheet() -> str:
    """Return resources/style/app.qss with the names of colours put in (`@ACCENT` and so on)."""
    text = resource("style", "app.qss").read_text("utf-8")
    names = sorted((name for name in vars(Colour) if name.isupper() and name != "SERIES"), key=len, reverse=True)
    for name in names:
        text = text.replace(f"@{name}", str(getattr(Colour, name)))
    return text


def apply_theme(application: QApplication) -> None:
    """Give the application its style, palette, font and stylesheet."""
    application.setStyle("Fusion")
    application.styleHints().setColorScheme(Qt.ColorScheme.Light)
    application.setPalette(palette())
    application.setFont(font())
    application.setStyleSheet(stylesheet())
