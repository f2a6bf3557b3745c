"""The candidates drawn: five shares each, as a radar or on parallel axes; a click chooses the nearest line."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QGraphicsView, QVBoxLayout, QWidget

from app.rules.leading import ASPECTS, Scored
from app.ui.theme import POINTS, Colour, font

_NEAR = 0.08
"""How far from a line (of the length of an axis) a click still means it."""
_RINGS = (0.25, 0.5, 0.75, 1.0)

Points = list[tuple[float, float]]


class LeadingChart(QWidget):
    """Draws what stands out (`shown`) in colour, the others in grey, the chosen row thick."""

    chosen = Signal(str)
    """The user clicked near the line of this industry."""

    def __init__(self) -> None:
        super().__init__()
        canvas: Any = pg.GraphicsLayoutWidget()  # pyqtgraph makes its methods at run time, so no checker knows them
        canvas.setBackground(Colour.SURFACE)
        self.canvas: QGraphicsView = canvas
        self.setAccessibleName("候选产业比较图")
        self.radar = True
        self.selected = ""
        self.lines: dict[str, Any] = {}
        self._scored: tuple[Scored, ...] = ()
        self._shown: tuple[str, ...] = ()
        self.plot: Any = canvas.addPlot(row=1, col=0)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMouseEnabled(False, False)
        self._legend = pg.LegendItem(
            colCount=4, horSpacing=12, verSpacing=-6, labelTextColor=Colour.TEXT, labelTextSize=f"{POINTS - 1}pt"
        )
        canvas.ci.addItem(self._legend, row=0, col=0)
        canvas.scene().sigMouseClicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(canvas)

    def show_scored(self, scored: Sequence[Scored], shown: Collection[str]) -> None:
        """Draw these candidates; `shown` are the proposed and the chosen, in colour."""
        self._scored = tuple(scored)
        self._shown = tuple(one.figures.name for one in scored if one.figures.name in shown)
        self._draw()

    def set_radar(self, radar: bool) -> None:
        """Draw as a radar, or on parallel axes."""
        self.radar = radar
        self._draw()

    def select(self, name: str) -> None:
        """Let the line of an industry stand out."""
        if name != self.selected:
            self.selected = name
            self._paint()

    def colour_of(self, name: str) -> str:
        """Return the colour of a line."""
        if name in self._shown:
            return Colour.SERIES[self._shown.index(name) % len(Colour.SERIES)]
        return Colour.TEXT if name == self.selected else Colour.STRONG_LINE

    def choose_at(self, place: QPointF) -> None:
        """Choose the industry whose line is nearest to a place of the plot."""
        near = {
            one.figures.name: min(_distance(place, a, b) for a, b in pairwise(points))
            for one in self._scored
            if (points := self._points(one))
        }
        if near and min(near.values()) <= _NEAR:
            self.chosen.emit(min(near, key=lambda name: near[name]))

    def _points(self, one: Scored) -> Points:
        shares = [float(one.shares[key]) for key in ASPECTS]
        if not self.radar:
            return [(float(n), share) for n, share in enumerate(shares)]
        found = [_on_ring(n, share) for n, share in enumerate(shares)]
        return [*found, found[0]]

    def _draw(self) -> None:
        self.plot.clear()
        self._legend.clear()
        self.lines = {}
        self.plot.setVisible(bool(self._scored))
        self.plot.getViewBox().setAspectLocked(self.radar)
        self._draw_radar() if self.radar else self._draw_axes()
        for one in self._scored:
            x, y = (list(axis) for axis in zip(*self._points(one), strict=True))
            line = pg.PlotDataItem(x, y, symbol="o", symbolSize=5, symbolPen=None)
            line.scatter.opts["useCache"] = False  # dots as shapes, so that paper shows no pixels
            self.lines[one.figures.name] = line
            self.plot.addItem(line)
        for name in self._shown:
            self._legend.addItem(pg.ScatterPlotItem(symbol="s", size=12, brush=self.colour_of(name), pen=None), name)
        self._paint()

    def _paint(self) -> None:
        for name, line in self.lines.items():
            colour, mine = self.colour_of(name), name == self.selected
            line.setPen(pg.mkPen(colour, width=4 if mine else 2 if name in self._shown else 1))
            line.setSymbolBrush(colour)
            line.setZValue(10 if mine else 5 if name in self._shown else 1)

    def _draw_radar(self) -> None:
        for side in ("bottom", "left"):
            self.plot.getAxis(side).setStyle(showValues=False)
            self.plot.hideAxis(side)
        self.plot.showGrid(x=False, y=False)
        for ring in _RINGS:
            self._grid([_on_ring(n, ring) for n in range(len(ASPECTS) + 1)])
        for n, called in enumerate(ASPECTS.values()):
            x, y = _on_ring(n, 1.0)
            self._grid([(0.0, 0.0), (x, y)])
            text = pg.TextItem(called, color=Colour.TEXT, anchor=(0.5 - x / 2, 0.5 + y / 2))
            text.setFont(font(POINTS - 1))
            text.setPos(x * 1.04, y * 1.04)
            self.plot.addItem(text, ignoreBounds=True)
        self.plot.setRange(xRange=(-1.25, 1.25), yRange=(-1.0, 1.3), padding=0)

    def _draw_axes(self) -> None:
        for side in ("bottom", "left"):
            axis = self.plot.getAxis(side)
            self.plot.showAxis(side)
            axis.setStyle(showValues=True)
            axis.setTickFont(font(POINTS - 1))
            axis.setTextPen(Colour.TEXT)
            axis.setPen(Colour.STRONG_LINE)
        self.plot.getAxis("bottom").setTicks([list(enumerate(ASPECTS.values()))])
        self.plot.getAxis("left").setTicks([[(ring, f"{ring:.0%}") for ring in (0, *_RINGS)]])
        self.plot.showGrid(x=True, y=True, alpha=0.15)
        self.plot.setRange(xRange=(-0.4, len(ASPECTS) - 0.6), yRange=(-0.04, 1.08), padding=0)

    def _grid(self, points: Points) -> None:
        x, y = (list(axis) for axis in zip(*points, strict=True))
        self.plot.addItem(pg.PlotCurveItem(x, y, pen=pg.mkPen(Colour.LINE, width=1)), ignoreBounds=True)

    def _clicked(self, event: Any) -> None:
        box = self.plot.getViewBox()
        if box.sceneBoundingRect().contains(event.scenePos()):
            self.choose_at(box.mapSceneToView(event.scenePos()))


def _on_ring(number: int, share: float) -> tuple[float, float]:
    """Return the place of a share on the axis of that number, the first upright, the others clockwise."""
    angle = 2 * math.pi * number / len(ASPECTS)
    return share * math.sin(angle), share * math.cos(angle)


def _distance(place: QPointF, one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return how far a place lies from the line between two points."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    whole = dx * dx + dy * dy
    along = ((place.x() - one[0]) * dx + (place.y() - one[1]) * dy) / whole if whole else 0.0
    along = max(0.0, min(1.0, along))
    return math.hypot(place.x() - one[0] - along * dx, place.y() - one[1] - along * dy)
