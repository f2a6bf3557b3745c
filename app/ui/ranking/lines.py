"""走势: the rank of every unit over months as lines; the chosen unit stands out, a click chooses the nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QComboBox, QGraphicsView, QVBoxLayout, QWidget

from app.rules.scoring import class_label
from app.services.ranking.series import SeriesPoint
from app.ui.theme import POINTS, Colour, Space, font

_NAMED = 16
"""With more units than these, only the first three and the chosen bear their names."""
_DOTTED = 500
"""With more ranks than these, lines bear no dots."""


def classes_of(points: Sequence[SeriesPoint]) -> list[str]:
    """Return the classes that have ranks of their own in any month, those of the last month first; none without."""
    ranked = [point for point in reversed(points) if point.scheme.by_class]
    if not any(row.class_key for point in ranked for row in point.rows):
        return []
    return list(dict.fromkeys(row.class_key for point in ranked for row in point.rows if row.rank is not None))


def _of_class(points: Sequence[SeriesPoint], key: str | None) -> Sequence[SeriesPoint]:
    """Return the months with the units that were ranked in a class then; all as they are where `key` is None."""
    if key is None:
        return points
    return [
        replace(point, rows=tuple(row for row in point.rows if point.scheme.by_class and row.class_key == key))
        for point in points
    ]


def _class_of(points: Sequence[SeriesPoint], unit_id: int) -> str | None:
    """Return the class of a unit in the last month that ranks it."""
    found = (row.class_key for point in reversed(points) for row in point.rows if row.unit_id == unit_id)
    return next(found, None)


class RankLines(QWidget):
    """Draws the months of one group, first place on top."""

    chosen = Signal(int)
    """The user clicked near the line of this unit."""

    def __init__(self) -> None:
        super().__init__()
        canvas: Any = pg.PlotWidget(background=Colour.SURFACE)
        self.canvas: QGraphicsView = canvas
        self.plot: Any = canvas.getPlotItem()
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMouseEnabled(False, False)
        self.setAccessibleName("名次走势图")
        self.selected: int | None = None
        self.months: list[str] = []
        self.units: dict[int, str] = {}
        self.ranks: dict[int, np.ndarray] = {}
        self._series = [pg.PlotCurveItem(connect="finite") for _ in Colour.SERIES]
        # dots are not cached, which makes shapes of them: paper shows no pixels
        self._dots = [pg.ScatterPlotItem(size=5, pen=None, useCache=False) for _ in Colour.SERIES]
        self._chosen = pg.PlotDataItem(connect="finite", symbol="o", symbolSize=8, symbolPen=None, useCache=False)
        self._names: list[Any] = []
        self._named: list[int] = []
        self._points: tuple[SeriesPoint, ...] = ()
        self.choice = QComboBox()
        self.choice.setAccessibleName("走势的类别")
        self.choice.hide()
        self._chosen.setZValue(10)
        for item in (*self._series, *self._dots, self._chosen):
            self.plot.addItem(item)
        canvas.scene().sigMouseClicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(canvas)
        self.choice.currentIndexChanged.connect(lambda _place: self._draw())

    def show_points(self, points: Sequence[SeriesPoint]) -> None:
        """Draw other months, from the first in which somebody was ranked; elsewhere who was not leaves a gap.

        Where units are ranked by class, the ranks of one class are drawn, which `choice` chooses: those of all would
        cover each other.
        """
        self._points = tuple(points)
        key = self.choice.currentData()
        classes = classes_of(points)
        with QSignalBlocker(self.choice):
            self.choice.clear()
            for one in classes:
                self.choice.addItem(class_label(one), one)
            self.choice.setCurrentIndex(max(self.choice.findData(key), 0) if key is not None else 0)
        self.choice.setVisible(len(classes) > 1)
        self._draw()

    def _draw(self) -> None:
        points = _of_class(self._points, self.choice.currentData())
        # paper shows the plot without the choice above it
        self.plot.setTitle(self.choice.currentText() or None, color=Colour.TEXT, size=f"{POINTS}pt")
        begun = next((n for n, point in enumerate(points) if any(row.rank for row in point.rows)), len(points))
        points = points[begun:]
        self.months = [f"{point.period.last.year}年{point.period.last.month}月" for point in points]
        self.units = {row.unit_id: row.name for point in points for row in point.rows}
        self.ranks = {unit: np.full(len(points), np.nan) for unit in self.units}
        for place, point in enumerate(points):
            for row in point.rows:
                if row.rank is not None:
                    self.ranks[row.unit_id][place] = row.rank
        months = np.arange(len(points) + 1, dtype=float)
        for number, (curve, dots) in enumerate(zip(self._series, self._dots, strict=True)):
            mine = [np.append(ranks, np.nan) for ranks in list(self.ranks.values())[number :: len(Colour.SERIES)]]
            x, y = np.tile(months, len(mine)), np.concatenate(mine) if mine else np.empty(0)
            curve.setData(x, y)
            shown = np.isfinite(y) if len(points) * len(self.units) <= _DOTTED else np.zeros(len(y), dtype=bool)
            dots.setData(x[shown], y[shown])
        self._set_axes(points)
        self._paint_lines()

    def said(self) -> list[str]:
        """Return all that the chart says: units and months."""
        return [self.choice.currentText(), *self.units.values(), *self.months]

    def select_unit(self, unit_id: int | None) -> None:
        """Let the line of a unit stand out."""
        if unit_id == self.selected:
            return
        self.selected = unit_id
        place = self.choice.findData(_class_of(self._points, unit_id)) if unit_id is not None else -1
        if place >= 0 and place != self.choice.currentIndex():
            self.choice.setCurrentIndex(place)
        else:
            self._paint_lines()

    def choose_at(self, place: QPointF) -> None:
        """Choose the unit whose line is nearest to a place given in months and ranks."""
        month = round(place.x())
        if not 0 <= month < len(self.months):
            return
        near = {unit: abs(float(ranks[month]) - place.y()) for unit, ranks in self.ranks.items()}
        near = {unit: distance for unit, distance in near.items() if distance <= 0.75}
        if near:
            self.chosen.emit(min(near, key=lambda unit: near[unit]))

    def named(self) -> list[int]:
        """Return the units whose names are shown beside their lines."""
        return list(self._named)

    def _place_names(self) -> None:
        """Write the names beside the ends of the lines; equals are moved apart."""
        ends = {unit: np.flatnonzero(np.isfinite(ranks)) for unit, ranks in self.ranks.items()}
        last = {
            unit: (int(known[-1]), float(self.ranks[unit][known[-1]])) for unit, known in ends.items() if known.size
        }
        few = len(self.units) <= _NAMED
        self._named = [unit for unit in last if few or unit == self.selected or last[unit][1] <= 3]
        self._named.sort(key=lambda unit: last[unit][1])
        while len(self._names) < len(self._named):
            text = pg.TextItem(anchor=(0, 0.5))
            text.setFont(font(POINTS - 1))
            self._names.append(text)
            self.plot.addItem(text, ignoreBounds=True)
        taken: set[float] = set()
        for number, text in enumerate(self._names):
            text.setVisible(number < len(self._named))
            if number < len(self._named):
                unit = self._named[number]
                month, place = last[unit]
                while place in taken:
                    place += 0.5
                taken.add(place)
                text.setText(self.units[unit], color=Colour.ACCENT if unit == self.selected else Colour.MUTED)
                text.setPos(month + 0.12, place)

    def _set_axes(self, points: Sequence[SeriesPoint]) -> None:
        for side in ("bottom", "left"):
            axis = self.plot.getAxis(side)
            axis.setTickFont(font(POINTS - 1))
            axis.setTextPen(Colour.TEXT)
            axis.setPen(Colour.STRONG_LINE)
            axis.setStyle(tickLength=-Space.TIGHT)
        step = max(1, len(points) // 8)
        shown = [
            (
                place,
                point.period.label if place == 0 or point.period.last.month == 1 else f"{point.period.last.month}月",
            )
            for place, point in enumerate(points)
            if place % step == 0
        ]
        self.plot.getAxis("bottom").setTicks([shown])
        most = max((float(np.nanmax(r)) for r in self.ranks.values() if np.isfinite(r).any()), default=1.0)
        places = range(1, int(most) + 1, max(1, int(most) // 10))
        self.plot.getAxis("left").setWidth(QFontMetricsF(font(POINTS - 1)).horizontalAdvance("第100") + Space.SMALL)
        self.plot.getAxis("left").setTicks([[(place, f"第{place}") for place in places]])
        self.plot.getViewBox().invertY(True)
        self.plot.showGrid(x=False, y=True, alpha=0.12)
        room = max(1.2, len(points) * 0.14)
        self.plot.setRange(xRange=(-0.3, len(points) - 1 + room), yRange=(0.4, most + 0.6), padding=0)

    def _paint_lines(self) -> None:
        quiet = self.selected in self.ranks
        for number, (curve, dots) in enumerate(zip(self._series, self._dots, strict=True)):
            colour = Colour.LINE if quiet else Colour.SERIES[number]
            curve.setPen(pg.mkPen(colour, width=1))
            dots.setBrush(colour)
        ranks = self.ranks.get(self.selected) if self.selected is not None else None
        if ranks is None:
            self._chosen.setData([], [])
        else:
            self._chosen.setData(np.arange(len(ranks)), ranks)
            self._chosen.setPen(pg.mkPen(Colour.ACCENT, width=3))
            self._chosen.setSymbolBrush(Colour.ACCENT)
        self._place_names()

    def _clicked(self, event: Any) -> None:
        box = self.plot.getViewBox()
        if box.sceneBoundingRect().contains(event.scenePos()):
            self.choose_at(box.mapSceneToView(event.scenePos()))
