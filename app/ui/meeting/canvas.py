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
_SMALLEST, _LEAST = 0.6, 0.4
"""A line shrinks to so much of its size before it is broken into several, and those to so much before text is cut."""


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


@dataclass(frozen=True)
class Placed:
    """A text as it will stand: its font, how it is laid out, what is left of it, and the room that it takes."""

    font: QFont
    flags: int
    text: str
    room: QRectF


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
        """Write in a box, centred from top to bottom; what does not fit shrinks, then breaks, and is cut at last.

        With `wrap` it stands at the top of the box, in as many lines as it needs.
        """
        if not text:
            return
        placed = self.placed(x, y, width, height, text, size, bold=bold, align=align, wrap=wrap)
        self._painter.setFont(placed.font)
        self._painter.setPen(QColor(colour or self.look.ink))
        self._painter.drawText(QRectF(x, y, width, height), placed.flags, placed.text)

    @staticmethod
    def placed(
        x: float,
        y: float,
        width: float,
        height: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        align: Align = "left",
        wrap: bool = False,
    ) -> Placed:
        """Return how `text` writes this."""
        box = QRectF(x, y, width, height)
        aligned = int(_ALIGN[align])
        one_line = aligned | int(Qt.AlignmentFlag.AlignVCenter)
        lines = aligned | int(Qt.AlignmentFlag.AlignTop if wrap else Qt.AlignmentFlag.AlignVCenter)
        lines |= int(Qt.TextFlag.TextWrapAnywhere)
        tries = [(lines, share) for share in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, _LEAST)]
        if not wrap:
            wide = QFontMetricsF(_font(size, bold)).horizontalAdvance(text)
            share = min(1.0, (width - 1) / wide) if wide else 1.0
            tries = [(one_line, share)] if share >= _SMALLEST else [one for one in tries if one[1] <= _SMALLEST]
        font = _font(size, bold)
        for flags, share in tries:
            font = _font(size * share, bold)
            room = QFontMetricsF(font).boundingRect(box, flags, text)
            if flags == one_line or (room.height() <= height and room.width() <= width):
                return Placed(font, flags, text, room)
        cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
        return Placed(font, one_line, cut, QFontMetricsF(font).boundingRect(box, one_line, cut))

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
    font.setPixelSize(max(1, int(size)))
    font.setBold(bold)
    return font
