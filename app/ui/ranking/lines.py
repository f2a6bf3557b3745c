"""走势: the rank of every unit over months as lines; the chosen unit stands out, a click chooses the nearest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QGraphicsView, QVBoxLayout, QWidget

from app.services.series import SeriesPoint
from app.ui.theme import POINTS, Colour, Space, font

_NAMED = 16
"""With more units than these, only the first, the last and the chosen bear their names."""


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
        self._lines: dict[int, Any] = {}
        self._names: dict[int, Any] = {}
        self._last: dict[int, float] = {}
        canvas.scene().sigMouseClicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(canvas)

    def show_points(self, points: Sequence[SeriesPoint]) -> None:
        """Draw other months, from the first in which somebody was ranked; elsewhere who was not leaves a gap."""
        begun = next((n for n, point in enumerate(points) if any(row.rank for row in point.rows)), len(points))
        points = points[begun:]
        self.plot.clear()
        self._lines.clear()
        self._names.clear()
        self.months = [f"{point.period.last.year}年{point.period.last.month}月" for point in points]
        self.units = {row.unit_id: row.name for point in points for row in point.rows}
        self.ranks = {unit: np.full(len(points), np.nan) for unit in self.units}
        for place, point in enumerate(points):
            for row in point.rows:
                if row.rank is not None:
                    self.ranks[row.unit_id][place] = row.rank
        for unit, ranks in self.ranks.items():
            line = pg.PlotDataItem(np.arange(len(points)), ranks, connect="finite", symbol="o", symbolPen=None)
            self._lines[unit] = line
            self.plot.addItem(line)
        self._add_names()
        self._set_axes(points)
        self._paint_lines()

    def select_unit(self, unit_id: int | None) -> None:
        """Let the line of a unit stand out."""
        if unit_id != self.selected:
            self.selected = unit_id
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

    def named(self) -> set[int]:
        """Return the units whose names are shown beside their lines."""
        return {unit for unit, text in self._names.items() if text.isVisible()}

    def _add_names(self) -> None:
        taken: set[float] = set()
        for unit, ranks in sorted(self.ranks.items(), key=lambda pair: np.nan_to_num(pair[1][-1], nan=1e9)):
            known = np.flatnonzero(np.isfinite(ranks))
            if not known.size:
                continue
            month, rank = int(known[-1]), float(ranks[known[-1]])
            text = pg.TextItem(self.units[unit], color=Colour.MUTED, anchor=(0, 0.5))
            text.setFont(font(POINTS - 1))
            place = rank
            while place in taken:
                place += 0.5
            taken.add(place)
            text.setPos(month + 0.12, place)
            self.plot.addItem(text, ignoreBounds=True)
            self._names[unit] = text
            self._last[unit] = rank

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
        self.plot.getAxis("left").setTicks([[(place, f"第{place}") for place in places]])
        self.plot.getViewBox().invertY(True)
        self.plot.showGrid(x=False, y=True, alpha=0.12)
        room = max(1.2, len(points) * 0.14)
        self.plot.setRange(xRange=(-0.3, len(points) - 1 + room), yRange=(0.4, most + 0.6), padding=0)

    def _paint_lines(self) -> None:
        many = len(self._lines) > _NAMED
        for number, (unit, line) in enumerate(self._lines.items()):
            chosen = unit == self.selected
            plain = Colour.SERIES[number % len(Colour.SERIES)]
            colour = plain if self.selected is None else Colour.ACCENT if chosen else Colour.LINE
            line.setPen(pg.mkPen(colour, width=3 if chosen else 1))
            line.setSymbolBrush(colour)
            line.setSymbolSize(8 if chosen else 4)
            line.setZValue(10 if chosen else 1)
            if (text := self._names.get(unit)) is not None:
                ends = self._last[unit] <= 3
                text.setVisible(chosen or not many or ends)
                text.setColor(Colour.ACCENT if chosen else Colour.MUTED)

    def _clicked(self, event: Any) -> None:
        box = self.plot.getViewBox()
        if box.sceneBoundingRect().contains(event.scenePos()):
            self.choose_at(box.mapSceneToView(event.scenePos()))
