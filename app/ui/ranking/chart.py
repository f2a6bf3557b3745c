"""The chart of a ranking: a bar per unit, stacked of its indicators' points; a click chooses unit and indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsView, QVBoxLayout, QWidget

from app.services.ranking.ranking import RankingTable
from app.ui.ranking.wording import BY_HAND, caption, placed_name
from app.ui.theme import POINTS, Colour, Space, font

_THICK = 0.68
_UPRIGHT_WIDTH = 64
"""Logical pixels that a unit needs for an upright bar; with less, bars lie and names stand on the y axis."""
_ROW = 22
"""Logical pixels of a lying bar's row, below which names would touch."""


@dataclass(frozen=True)
class Bar:
    """One piece of one bar: whose, of which indicator (place in the scheme), from which score to which.

    Points by hand stand behind the last indicator. Points below 0 go the other way from 0.
    """

    unit: int
    indicator: int
    start: float
    points: float


def bars_of(table: RankingTable) -> list[Bar]:
    """Return the pieces of all bars; an indicator that is left out of a unit's sum has none."""
    bars = []
    for row, unit in enumerate(table.rows):
        given = [*(line.points for line in unit.indicators), unit.manual_points if unit.score is not None else None]
        up = down = 0.0
        for number, points in enumerate(given):
            if points:
                bars.append(Bar(row, number, up if points > 0 else down, float(points)))
                up, down = up + max(float(points), 0), down + min(float(points), 0)
    return bars


class RankingChart(QWidget):
    """Draws a `RankingTable`; bars stand where there is room for the names, else they lie."""

    chosen = Signal(int, object)
    """The user clicked a bar: the unit's id, and the key of the indicator (None beside the pieces)."""

    def __init__(self) -> None:
        super().__init__()
        canvas: Any = pg.GraphicsLayoutWidget()  # pyqtgraph makes its methods at run time, so no checker knows them
        canvas.setBackground(Colour.SURFACE)
        self.canvas: QGraphicsView = canvas
        self.setAccessibleName("排名图")
        self.table: RankingTable | None = None
        self.upright = True
        self.bars: list[Bar] = []
        self.selected: int | None = None
        self._mark: QGraphicsRectItem | None = None
        self._title = canvas.addLabel("", row=0, col=0, color=Colour.TEXT, size=f"{POINTS}pt", bold=True)
        self.plot: Any = canvas.addPlot(row=2, col=0)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMouseEnabled(False, False)
        self._legend = pg.LegendItem(colCount=3, labelTextColor=Colour.TEXT, labelTextSize=f"{POINTS - 1}pt")
        canvas.ci.addItem(self._legend, row=1, col=0)
        canvas.scene().sigMouseClicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(canvas)

    def show_table(self, table: RankingTable | None) -> None:
        """Draw another ranking."""
        self.table = table
        self.bars = bars_of(table) if table else []
        self.upright = self._has_room()
        self._draw()

    def select_unit(self, unit_id: int | None) -> None:
        """Mark the bar of a unit."""
        self.selected = unit_id
        self._place_mark()

    def names(self) -> list[str]:
        """Return the units in the order drawn, with their rank."""
        return [placed_name(self.table, unit) for unit in self.table.rows] if self.table else []

    def said(self) -> list[str]:
        """Return all that the chart says: its title, the indicators and the units."""
        return [caption(self.table) if self.table else "", *self._labels(), *self.names()]

    def _labels(self) -> list[str]:
        """Return what the pieces are called: the indicators, and points by hand where there are any."""
        if self.table is None:
            return []
        more = [BY_HAND] if self.table.has_hand_points else []
        return [*(head.label for head in self.table.heads), *more]

    def ends(self, row: int) -> tuple[float, float]:
        """Return from where to where the bar of a unit goes; one without points is at 0."""
        mine = [end for bar in self.bars if bar.unit == row for end in (bar.start, bar.start + bar.points)]
        return min(mine, default=0.0), max(mine, default=0.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.table is not None and self._has_room() != self.upright:
            self.upright = not self.upright
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.table is not None:
            self._draw()

    def _has_room(self) -> bool:
        return self.table is None or self.width() >= _UPRIGHT_WIDTH * (len(self.table.rows) + 1)

    def _draw(self) -> None:
        self.plot.clear()
        self._legend.clear()
        self._mark = None
        self._title.setText(caption(self.table) if self.table else "")
        table = self.table
        self.plot.setVisible(table is not None)
        if table is None:
            self.setMinimumHeight(0)
            return
        for number, label in enumerate(self._labels()):
            colour = Colour.SERIES[number % len(Colour.SERIES)] if number < len(table.heads) else Colour.MUTED
            pieces = [bar for bar in self.bars if bar.indicator == number]
            self._legend.addItem(_Swatch(colour), label)
            if pieces:
                self.plot.addItem(self._pieces(pieces, colour))
        self._label_scores(table)
        self._set_axes(table)
        self.setMinimumHeight(0 if self.upright else _ROW * len(table.rows) + 5 * _ROW)
        self._add_mark()
        self._place_mark()

    def _pieces(self, bars: Sequence[Bar], colour: str) -> pg.BarGraphItem:
        places = [bar.unit for bar in bars]
        starts, points = [bar.start for bar in bars], [bar.points for bar in bars]
        look = {"brush": colour, "pen": pg.mkPen(Colour.SURFACE)}
        if self.upright:
            return pg.BarGraphItem(x=places, width=_THICK, y0=starts, height=points, **look)
        return pg.BarGraphItem(y=places, height=_THICK, x0=starts, width=points, **look)

    def _label_scores(self, table: RankingTable) -> None:
        for place, unit in enumerate(table.rows):
            text = pg.TextItem(
                "无任务" if unit.score is None else str(unit.score),
                color=Colour.TEXT,
                anchor=(0.5, 1) if self.upright else (0, 0.5),
            )
            text.setFont(font(POINTS - 1.5))
            end = self.ends(place)[1]
            text.setPos(*((place, end) if self.upright else (end, place)))
            self.plot.addItem(text, ignoreBounds=True)

    def _set_axes(self, table: RankingTable) -> None:
        names = self.names()
        ends = [self.ends(place) for place in range(len(table.rows))]
        most = max((end for _, end in ends), default=0.0) or 1.0
        least = min((start for start, _ in ends), default=0.0)
        for side in ("bottom", "left"):
            axis = self.plot.getAxis(side)
            axis.setTickFont(font(POINTS - 1))
            axis.setTextPen(Colour.TEXT)
            axis.setPen(Colour.STRONG_LINE)
            axis.setTicks(None)
            axis.setZValue(-1)
            axis.setStyle(tickLength=-Space.TIGHT)
        units = self.plot.getAxis("bottom" if self.upright else "left")
        units.setStyle(tickLength=0)
        lines = 2 if table.by_class else 1
        self.plot.getAxis("bottom").setHeight(
            lines * QFontMetricsF(font(POINTS - 1)).lineSpacing() + 2 * Space.SMALL if self.upright else None
        )
        below = [f"{unit.name}\n{table.class_of(unit)}".strip() for unit in table.rows]
        units.setTicks([list(enumerate(below if self.upright else names))])
        self._part_classes(table)
        self.plot.showGrid(x=not self.upright, y=self.upright, alpha=0.15)
        self.plot.getViewBox().invertY(not self.upright)
        across, along = (-0.6, len(names) - 0.4), (least * 1.16, most * 1.16)
        self.plot.setRange(
            xRange=across if self.upright else along, yRange=along if self.upright else across, padding=0
        )

    def _part_classes(self, table: RankingTable) -> None:
        """Draw a line between the units of two classes, and one at 0 where bars go below it."""
        pen = pg.mkPen(Colour.STRONG_LINE, width=1)
        classes = [table.class_of(unit) for unit in table.rows]
        for place, (one, following) in enumerate(pairwise(classes)):
            if one != following:
                self.plot.addItem(pg.InfiniteLine(place + 0.5, 90 if self.upright else 0, pen=pen))
        if any(bar.points < 0 for bar in self.bars):
            self.plot.addItem(pg.InfiniteLine(0, 0 if self.upright else 90, pen=pen))

    def _add_mark(self) -> None:
        """Add the frame of the chosen unit, once: adding and removing it would lay the whole plot out again."""
        self._mark = QGraphicsRectItem()
        self._mark.setPen(pg.mkPen(Colour.TEXT, width=2))
        self._mark.setZValue(5)
        self.plot.addItem(self._mark, ignoreBounds=True)

    def _place_mark(self) -> None:
        rows = self.table.rows if self.table else ()
        place = next((number for number, unit in enumerate(rows) if unit.unit_id == self.selected), None)
        if self._mark is None:
            return
        self._mark.setVisible(place is not None)
        if place is not None:
            start, end = self.ends(place)
            long = max(end - start, 0.5)
            thick = _THICK + 0.16
            box = (place - thick / 2, start, thick, long) if self.upright else (start, place - thick / 2, long, thick)
            self._mark.setRect(QRectF(*box))

    def _clicked(self, event: Any) -> None:
        place = event.scenePos()
        if self.plot.getViewBox().sceneBoundingRect().contains(place):
            self.choose_at(self.plot.getViewBox().mapSceneToView(place))

    def choose_at(self, place: QPointF) -> None:
        """Choose what is drawn at a place given in score and number of unit."""
        across, along = (place.x(), place.y()) if self.upright else (place.y(), place.x())
        row = round(across)
        if self.table is None or not 0 <= row < len(self.table.rows):
            return
        mine = (bar for bar in self.bars if bar.unit == row)
        hit = next((bar for bar in mine if 0 <= (along - bar.start) / bar.points <= 1), None)
        heads = self.table.heads
        key = heads[hit.indicator].key if hit and hit.indicator < len(heads) else None
        self.chosen.emit(self.table.rows[row].unit_id, key)


class _Swatch(pg.ItemSample):
    """A filled square in the legend."""

    def __init__(self, colour: str) -> None:
        self._colour = colour
        super().__init__(pg.PlotDataItem())

    def paint(self, p: QPainter, *_: object) -> None:
        p.fillRect(QRectF(Space.TIGHT, Space.TIGHT, Space.MEDIUM, Space.MEDIUM), pg.mkBrush(self._colour))

    def mouseClickEvent(self, event: object) -> None:
        """Hide nothing: a bar without one of its pieces would show a wrong score."""
