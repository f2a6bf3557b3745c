"""What letters yielded, drawn: the way from letters to signed projects, and the months beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.rules.money import format_yi
from app.services.chain.extension_tasks import YieldRow
from app.ui.theme import Colour, Space, small_font

STEPS = (
    ("letters", "发函", Colour.SERIES[0]),
    ("answers", "回复", Colour.SERIES[5]),
    ("leads", "线索", Colour.SERIES[1]),
    ("signed", "签约", Colour.SERIES[2]),
)
_OF = {"answers": "letters", "signed": "leads"}
"""Of what a step is a share: one letter may bring several leads."""
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


class YieldChart(QWidget):
    """Draws the sums of the rows on the left and the months on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sums = dict.fromkeys((field for field, _, _ in STEPS), 0)
        self._fen = 0
        self._months: dict[str, dict[str, int]] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_rows(self, rows: Sequence[YieldRow]) -> None:
        """Show these rows, summed."""
        self._fen = sum(row.invested_fen for row in rows)
        self._sums = {field: sum(getattr(row, field) for row in rows) for field, _, _ in STEPS}
        self._months = {}
        for row in sorted(rows, key=lambda one: one.month):
            month = self._months.setdefault(row.month, dict.fromkeys(self._sums, 0))
            for field in month:
                month[field] += getattr(row, field)
        told = "，".join(f"{name} {self._sums[field]}" for field, name, _ in STEPS)
        self.setAccessibleName(f"{told}，签约投资 {format_yi(self._fen)} 亿元")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, 9 * self._line())

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 7 * self._line())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._months:
            return
        painter = QPainter(self)
        painter.setFont(small_font())
        share = min(0.45, 420 / max(self.width(), 1))
        self._funnel(painter, QRectF(0, 0, self.width() * share - Space.LARGE, self.height()))
        left = self.width() * share + Space.LARGE
        self._columns(painter, QRectF(left, 0, self.width() - left, self.height()))
        painter.end()

    def _funnel(self, painter: QPainter, area: QRectF) -> None:
        line = self._line() + Space.TIGHT
        names = painter.fontMetrics().horizontalAdvance("签约投资") + Space.SMALL
        figures = painter.fontMetrics().horizontalAdvance("9,999（100%）") + Space.SMALL
        room = max(area.width() - names - figures, 20)
        most = max(self._sums.values(), default=0) or 1
        for place, (field, name, colour) in enumerate(STEPS):
            value, top = self._sums[field], area.top() + place * line
            painter.setPen(QColor(Colour.MUTED))
            painter.drawText(QRectF(area.left(), top, names, line), _MIDDLE, name)
            length = room * value / most
            painter.fillRect(QRectF(area.left() + names, top + line * 0.2, length, line * 0.6), QColor(colour))
            whole = self._sums.get(_OF.get(field, ""), 0)
            rate = f"（{value / whole:.0%}）" if whole else ""
            painter.setPen(QColor(Colour.TEXT))
            told = QRectF(area.left() + names + length + Space.SMALL, top, figures, line)
            painter.drawText(told, _MIDDLE, f"{value:,}{rate}")
        painter.setPen(QColor(Colour.TEXT))
        below = QRectF(area.left(), area.top() + len(STEPS) * line, area.width(), line)
        painter.drawText(below, _MIDDLE, f"签约投资　{format_yi(self._fen)} 亿元")

    def _columns(self, painter: QPainter, area: QRectF) -> None:
        line = self._line()
        plot = QRectF(area.left(), area.top() + line, area.width(), area.height() - 2.4 * line)
        most = max((value for month in self._months.values() for value in month.values()), default=0) or 1
        step = plot.width() / len(self._months)
        thick = min(step * 0.8 / len(STEPS), 26)
        for place, (month, values) in enumerate(self._months.items()):
            middle = plot.left() + step * (place + 0.5)
            left = middle - thick * len(STEPS) / 2
            for number, (field, _, colour) in enumerate(STEPS):
                height = plot.height() * values[field] / most
                bar = QRectF(left + number * thick, plot.bottom() - height, thick * 0.86, height)
                painter.fillRect(bar, QColor(colour))
                if values[field] and thick >= 12:
                    painter.setPen(QColor(Colour.MUTED))
                    painter.drawText(
                        QRectF(bar.left() - 6, bar.top() - line, thick + 12, line), _CENTRE, f"{values[field]}"
                    )
            painter.setPen(QColor(Colour.MUTED))
            told = f"{int(month[5:])}月"
            painter.drawText(QRectF(middle - step / 2, plot.bottom() + 2, step, line), _CENTRE, told)
        painter.setPen(QPen(QColor(Colour.LINE)))
        painter.drawLine(QPointF(plot.left(), plot.bottom()), QPointF(plot.right(), plot.bottom()))

    def _line(self) -> int:
        return QFontMetrics(small_font()).height()
