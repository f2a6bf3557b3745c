"""Bars over months or years: small enough to be painted by hand, so that the tab needs no chart library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Colour, Space, small_font


@dataclass(frozen=True)
class Bar:
    """One bar: what stands below it, its height, and how the figure is written."""

    below: str
    value: float
    told: str


class TrendChart(QWidget):
    """Bars of one series with their figures above them; a hint where there is nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._bars = "", ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_bars(self, title: str, bars: Sequence[Bar]) -> None:
        """Show these bars under a title."""
        self._title, self._bars = title, tuple(bars)
        told = "，".join(f"{bar.below} {bar.told}" for bar in bars if bar.value)
        self.setAccessibleName(f"{title}：{told or '没有'}")
        self.setToolTip("\n".join(f"{bar.below}　{bar.told}" for bar in bars))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 7 * QFontMetrics(small_font()).height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(small_font())
        line = painter.fontMetrics().height()
        painter.setPen(QColor(Colour.MUTED))
        painter.drawText(QRectF(0, 0, self.width(), line), Qt.AlignmentFlag.AlignLeft, self._title)
        area = QRectF(0, 2 * line + Space.TIGHT, self.width(), self.height() - 3 * line - 2 * Space.TIGHT)
        most = max((bar.value for bar in self._bars), default=0)
        if not self._bars or area.height() < line / 2:
            painter.end()
            return
        step = area.width() / len(self._bars)
        centred = Qt.AlignmentFlag.AlignCenter
        for place, bar in enumerate(self._bars):
            left = step * place
            height = area.height() * bar.value / most if most else 0
            top = area.bottom() - height
            painter.fillRect(QRectF(left + step * 0.2, top, step * 0.6, height), QColor(Colour.SERIES[0]))
            painter.setPen(QColor(Colour.MUTED))
            painter.drawText(QRectF(left, area.bottom() + Space.TIGHT, step, line), centred, bar.below)
            if bar.value:
                painter.setPen(QColor(Colour.TEXT))
                painter.drawText(QRectF(left, top - line, step, line), centred, bar.told)
        painter.setPen(QPen(QColor(Colour.LINE)))
        painter.drawLine(QPointF(0, area.bottom()), QPointF(area.right(), area.bottom()))
        painter.end()
