"""The chart of 成效: a bar per month, earlier years muted beside it, a line at the day from which the measures hold."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsView, QVBoxLayout, QWidget

from app.rules.money import YI
from app.services.policy.effects import EarlierMonth, Effects, MonthFigures
from app.ui.theme import POINTS, Colour, font

_ROOM = 0.84
"""Of a month's width, what its bars take."""
_MUTED: Final = (Colour.STRONG_LINE, Colour.LINE, Colour.SUBTLE)
"""Colours of the earlier years, the nearest the darkest."""


@dataclass(frozen=True)
class Measure:
    """What the bars count: its name, the unit, and its figure of a month."""

    label: str
    unit: str
    key: str

    def of(self, one: MonthFigures | EarlierMonth) -> float:
        """Return the figure of a month (亿元 for money)."""
        value = getattr(one, self.key)
        return value / YI if self.key == "amount" else float(value)


MEASURES: Final = (
    Measure("签约项目", "个", "signed"),
    Measure("超亿元项目", "个", "over"),
    Measure("签约金额", "亿元", "amount"),
)


class EffectsChart(QWidget):
    """Draws `Effects` by one measure."""

    def __init__(self) -> None:
        super().__init__()
        canvas: Any = pg.GraphicsLayoutWidget()  # pyqtgraph makes its methods at run time, so no checker knows them
        canvas.setBackground(Colour.SURFACE)
        self.canvas: QGraphicsView = canvas
        self.setAccessibleName("施行前后逐月签约")
        self.found: Effects | None = None
        self.plot: Any = canvas.addPlot(row=1, col=0)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMouseEnabled(False, False)
        self._legend = pg.LegendItem(colCount=6, labelTextColor=Colour.TEXT, labelTextSize=f"{POINTS - 1}pt")
        canvas.ci.addItem(self._legend, row=0, col=0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(canvas)

    def show_effects(self, found: Effects | None, measure: Measure = MEASURES[0]) -> None:
        """Draw other figures, or another measure of them."""
        self.found = found
        self.plot.clear()
        self._legend.clear()
        self.plot.setVisible(found is not None)
        if found is None:
            return
        years = sorted({one.back for one in found.earlier}, reverse=True)
        thick = _ROOM / (len(years) + 2)
        left = -_ROOM / 2
        for place, back in enumerate(years):
            mine = [measure.of(one) for one in found.earlier if one.back == back]
            colour = _MUTED[min(back - 1, len(_MUTED) - 1)]
            self._bars([left + (place + 0.5) * thick + n for n in range(len(mine))], mine, thick, colour)
            self._legend.addItem(_swatch(colour), "上年同月" if back == 1 else f"前{back}年同月")
        own = left + (len(years) + 1) * thick
        for after, colour, called in ((False, Colour.SERIES[5], "施行前"), (True, Colour.ACCENT, "施行后")):
            months = [(n, one) for n, one in enumerate(found.months) if one.after is after]
            self._bars([own + n for n, _ in months], [measure.of(one) for _, one in months], thick * 2, colour)
            self._legend.addItem(_swatch(colour), called)
        most = max([measure.of(one) for one in (*found.months, *found.earlier)], default=0) or 1
        for n, one in enumerate(found.months):
            value = measure.of(one)
            self._word(f"{value:.2f}" if measure.key == "amount" else f"{value:.0f}", own + n, value, (0.5, 1))
        self._mark(found, most, measure)

    def _bars(self, places: list[float], heights: list[float], thick: float, colour: str) -> None:
        if places:
            pen = pg.mkPen(Colour.SURFACE)
            self.plot.addItem(pg.BarGraphItem(x=places, height=heights, width=thick, brush=colour, pen=pen))

    def _word(self, text: str, x: float, y: float, anchor: tuple[float, float], colour: str = Colour.TEXT) -> None:
        item = pg.TextItem(text, color=colour, anchor=anchor)
        item.setFont(font(POINTS - 1.5))
        item.setPos(x, y)
        self.plot.addItem(item, ignoreBounds=True)

    def _mark(self, found: Effects, most: float, measure: Measure) -> None:
        """Draw the line at the first day, the axes and the ranks in the province below the months."""
        at = line_place(found)
        pen = pg.mkPen(Colour.RED, width=2, style=Qt.PenStyle.DashLine)
        self.plot.addItem(pg.InfiniteLine(at, angle=90, pen=pen), ignoreBounds=True)
        self._word(f"{found.first_day} 起施行", at, most * 1.24, (1.04, 0), Colour.RED)
        for side in ("bottom", "left"):
            axis = self.plot.getAxis(side)
            axis.setTickFont(font(POINTS - 1))
            axis.setTextPen(Colour.TEXT)
            axis.setPen(Colour.STRONG_LINE)
        ticks = [(n, _tick(one, first=n == 0)) for n, one in enumerate(found.months)]
        self.plot.getAxis("bottom").setTicks([ticks])
        self.plot.getAxis("bottom").setHeight(60)
        self.plot.getAxis("left").setLabel(f"{measure.label}（{measure.unit}；“第”为全省位次）", color=Colour.MUTED)
        self.plot.showGrid(x=False, y=True, alpha=0.12)
        self.plot.setRange(xRange=(-0.6, len(found.months) - 0.4), yRange=(0, most * 1.26), padding=0)


def line_place(found: Effects) -> float:
    """Return where the first day lies on the axis of months: at the left edge of its month, and inside it later on."""
    first: dt.date = found.first_day
    place = next(n for n, one in enumerate(found.months) if one.after)
    return place - 0.5 + (first.day - 1) / calendar.monthrange(first.year, first.month)[1]


def _tick(one: MonthFigures, *, first: bool) -> str:
    """Return 6月, below it the rank in the province where it is known, below that the year where one begins."""
    year, _, month = one.month.partition("-")
    lines = [
        f"{int(month)}月{'（未满）' if one.unfinished else ''}",
        f"第{one.rank}" if one.rank else "",
        f"{year}年" if first or month == "01" else "",
    ]
    return "\n".join(lines)


def _swatch(colour: str) -> Any:
    return pg.ScatterPlotItem(symbol="s", size=12, brush=colour, pen=None)
