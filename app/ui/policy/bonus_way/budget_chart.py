"""The year's bonus money as bars: paid, due and to come beside each other by stage or quarter, the budget as a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.rules.money import WAN, in_words
from app.services.policy.bonus_budget import MoneyLine
from app.ui.theme import Colour, Space, small_font

_PARTS = (
    ("paid", "已付", Colour.SERIES[2]),
    ("due", "应付未付", Colour.SERIES[1]),
    ("forecast", "预计", Colour.SERIES[5]),
)
_CENTRE = Qt.AlignmentFlag.AlignCenter
_WIDEST = 34


class BudgetChart(QWidget):
    """Draws lines of money; the whole year stands first, beside the budget."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[MoneyLine, ...] = ()
        self._budget: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_lines(self, lines: Sequence[MoneyLine], budget: int | None) -> None:
        """Show these lines after their sum; `budget` in 分, None where none was set."""
        whole = MoneyLine(
            "全年",
            sum(one.paid for one in lines),
            sum(one.due for one in lines),
            sum(one.forecast for one in lines),
        )
        self._lines, self._budget = (whole, *lines), budget
        told = "；".join(
            f"{one.name}已付{in_words(one.paid)}、应付未付{in_words(one.due)}、预计{in_words(one.forecast)}"
            for one in self._lines
        )
        self.setAccessibleName(f"预算{in_words(budget) if budget else '未下达'}；{told}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(360, 120)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(small_font())
        line = QFontMetrics(small_font()).height()
        self._legend(painter, line)
        if not self._lines:
            return
        plot = QRectF(0, 2.4 * line, self.width(), self.height() - 4.0 * line)
        amounts = [getattr(one, part) for one in self._lines for part, _, _ in _PARTS]
        most = max([*amounts, self._budget or 0]) or 1
        step = plot.width() / len(self._lines)
        thick = min(step * 0.84 / len(_PARTS), 2 * _WIDEST)
        for place, one in enumerate(self._lines):
            middle = plot.left() + step * (place + 0.5)
            for number, (part, _, colour) in enumerate(_PARTS):
                amount = getattr(one, part)
                left = middle + (number - len(_PARTS) / 2) * thick
                tall = plot.height() * amount / most
                painter.fillRect(QRectF(left, plot.bottom() - tall, thick * 0.86, tall), QColor(colour))
                if amount:
                    painter.setPen(QColor(Colour.TEXT))
                    room = QRectF(left - thick, plot.bottom() - tall - line, thick * 2.86, line)
                    painter.drawText(room, _CENTRE, f"{amount / WAN:,.4g}")
            painter.setPen(QColor(Colour.MUTED))
            painter.drawText(QRectF(middle - step / 2, plot.bottom() + 2, step, line), _CENTRE, one.name)
        painter.setPen(QPen(QColor(Colour.LINE)))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        if self._budget:
            high = plot.bottom() - plot.height() * self._budget / most
            painter.setPen(QPen(QColor(Colour.RED), 1.6, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(plot.left() + step * 0.06, high), QPointF(plot.left() + step * 0.94, high))
        painter.end()

    def _legend(self, painter: QPainter, line: int) -> None:
        left = 0.0
        for _, name, colour in _PARTS:
            painter.fillRect(QRectF(left, line * 0.2, line * 0.7, line * 0.7), QColor(colour))
            left += line
            painter.setPen(QColor(Colour.TEXT))
            painter.drawText(QPointF(left, line * 0.85), name)
            left += painter.fontMetrics().horizontalAdvance(name) + Space.LARGE
        budget = f"预算 {in_words(self._budget)}（红虚线）" if self._budget else "预算未下达"
        painter.setPen(QColor(Colour.RED))
        painter.drawText(QPointF(left, line * 0.85), f"{budget}　单位：万元")
