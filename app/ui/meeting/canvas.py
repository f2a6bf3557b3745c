"""What slides are drawn on: 1600 × 900 units whatever the screen, a light and a dark look, text that always fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.ui.theme import FAMILIES, Colour

WIDE: Final = 1600.0
HIGH: Final = 900.0
MARGIN: Final = 80.0

Align = Literal["left", "centre", "right"]
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "centre": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
_SMALLEST = 0.6
"""Text shrinks to so much of its size before it is cut."""


@dataclass(frozen=True)
class Look:
    """The colours of a presentation."""

    paper: str
    ink: str
    quiet: str
    accent: str
    good: str
    bad: str
    line: str
    band: str
    series: tuple[str, ...]


LIGHT: Final = Look(
    "#ffffff", Colour.TEXT, Colour.MUTED, Colour.ACCENT, Colour.GREEN, Colour.RED, Colour.LINE, "#f3f5f8", Colour.SERIES
)
DARK: Final = Look(
    "#10161f", "#f2f5f9", "#a9b4c4", "#7fb0f0", "#7fce93", "#ff8a80", "#3a4656", "#1a2330",
    ("#6fa5ec", "#e0a84c", "#78c48a", "#e58a93", "#a797e0", "#6fc3d6", "#c2b08c", "#dd9abc"),
)  # fmt: skip


class Canvas:
    """Draws in units of the slide; the painter is scaled already."""

    def __init__(self, painter: QPainter, look: Look) -> None:
        self.look = look
        self._painter = painter

    def text(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        text: str,
        size: float,
        *,
        colour: str = "",
        bold: bool = False,
        align: Align = "left",
        wrap: bool = False,
    ) -> None:
        """Write in a box, centred from top to bottom; a line that is too long shrinks and is cut at last."""
        if not text:
            return
        font, shown = _font(size, bold), text
        if not wrap:
            font, shown = _fit(text, size, bold, width)
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour or self.look.ink))
        up_down = Qt.AlignmentFlag.AlignTop if wrap else Qt.AlignmentFlag.AlignVCenter
        flags = int(_ALIGN[align] | up_down) | (int(Qt.TextFlag.TextWordWrap) if wrap else 0)
        self._painter.drawText(QRectF(x, y, width, height), flags, shown)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        self._painter.fillRect(QRectF(x, y, width, height), QColor(colour))

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float = 2) -> None:
        """Draw a line through points."""
        pen = QPen(QColor(colour), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._painter.setPen(pen)
        self._painter.drawPolyline([QPointF(*point) for point in points])


def _font(size: float, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(max(1, round(size)))
    font.setBold(bold)
    return font


def _fit(text: str, size: float, bold: bool, width: float) -> tuple[QFont, str]:
    font = _font(size, bold)
    wide = QFontMetricsF(font).horizontalAdvance(text)
    if wide <= width:
        return font, text
    font = _font(max(size * width / wide, size * _SMALLEST), bold)
    return font, QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
