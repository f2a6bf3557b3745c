"""进度: each unit's completion as a bar against 序时进度, all tasks together or one indicator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QComboBox, QGraphicsRectItem, QGraphicsView, QHBoxLayout, QVBoxLayout, QWidget

from app.rules.scoring import percent
from app.rules.supervision import progress_of
from app.services.ranking.ranking import RankingTable
from app.ui.ranking.wording import ahead_text
from app.ui.theme import POINTS, Colour, Space, font
from app.ui.widgets.layout import label

_THICK = 0.62
_ROW, _TALL = 24, 44
"""Logical pixels that a unit needs, and takes at most."""
_MOST = 2.0
"""Bars end at 200 %, so that one unit far ahead does not flatten the others; the figure tells the rest."""


@dataclass(frozen=True)
class Line:
    """One unit's completion and expected share of 1."""

    unit_id: int
    name: str
    completion: float
    expected: float
    told: str
    class_label: str = ""

    @property
    def label(self) -> str:
        """The unit, with its class where units are ranked by class."""
        return f"{self.class_label}　{self.name}" if self.class_label else self.name

    @property
    def behind(self) -> bool:
        """Whether less than expected was reached."""
        return self.completion < self.expected


def lines_of(table: RankingTable, key: str | None) -> list[Line]:
    """Return the units that have the task, class by class, the best completion first.

    `key` None is all tasks by weight.
    """
    found = []
    for row in table.rows:
        if key is None:
            progress = progress_of(table.scheme, row)
            pair = (progress.completion, progress.expected) if progress else (None, None)
        else:
            line = next(one for one in row.indicators if one.key == key)
            pair = (line.completion, line.expected)
        completion, expected = pair
        if completion is None or expected is None:
            continue
        told = f"{percent(completion)}　{ahead_text(completion - expected)}"
        found.append(Line(row.unit_id, row.name, float(completion), float(expected), told, table.class_of(row)))
    order = {label: place for place, label in enumerate(dict.fromkeys(table.class_of(row) for row in table.rows))}
    return sorted(found, key=lambda one: (order[one.class_label], -one.completion, one.name))


class ProgressChart(QWidget):
    """Draws completion against the expected share."""

    chosen = Signal(int, object)
    """The user clicked a unit's bar: its id and the key of the indicator (None: all together)."""

    def __init__(self) -> None:
        super().__init__()
        self.choice = QComboBox()
        self.choice.setAccessibleName("进度指标")
        canvas: Any = pg.PlotWidget(background=Colour.SURFACE)
        self.canvas: QGraphicsView = canvas
        self.setAccessibleName("进度图")
        self.plot: Any = canvas.getPlotItem()
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMouseEnabled(False, False)
        self.lines: list[Line] = []
        self.selected: int | None = None
        self._table: RankingTable | None = None
        self._mark: QGraphicsRectItem | None = None
        top = QHBoxLayout()
        top.addWidget(self.choice)
        top.addWidget(label("条：完成率；竖线：序时应达；红色为欠进度", "muted"))
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(canvas, 1)
        layout.addStretch()
        self.choice.currentIndexChanged.connect(lambda _place: self._draw())
        canvas.scene().sigMouseClicked.connect(self._clicked)

    def show_table(self, table: RankingTable | None) -> None:
        """Draw another ranking; the indicator chosen stays where it is still there."""
        key = self.choice.currentData()
        self._table = table
        self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.addItem("全部任务（按权重加权）", None)
        for head in table.heads if table else ():
            if head.needs_target:
                self.choice.addItem(head.label, head.key)
        self.choice.setCurrentIndex(max(self.choice.findData(key), 0) if key else 0)
        self.choice.blockSignals(False)
        self._draw()

    def said(self) -> list[str]:
        """Return all that the chart says."""
        return [f"{line.label}　{line.told}" for line in self.lines]

    def select_unit(self, unit_id: int | None) -> None:
        """Mark a unit's bar."""
        self.selected = unit_id
        self._place_mark()

    def choose_at(self, place: QPointF) -> None:
        """Choose the unit drawn at a place given in shares and numbers of rows."""
        row = round(place.y())
        if 0 <= row < len(self.lines):
            self.chosen.emit(self.lines[row].unit_id, self.choice.currentData())

    def _draw(self) -> None:
        self.plot.clear()
        self.lines = lines_of(self._table, self.choice.currentData()) if self._table else []
        for behind in (False, True):
            rows = [row for row, line in enumerate(self.lines) if line.behind is behind]
            if rows:
                widths = [min(self.lines[row].completion, _MOST) for row in rows]
                brush = Colour.RED if behind else Colour.GREEN
                bars = pg.BarGraphItem(x0=[0.0] * len(rows), y=rows, height=_THICK, width=widths, brush=brush, pen=None)
                self.plot.addItem(bars)
        for row, line in enumerate(self.lines):
            due = min(line.expected, _MOST)
            self.plot.addItem(
                pg.PlotCurveItem([due, due], [row - 0.45, row + 0.45], pen=pg.mkPen(Colour.TEXT, width=2))
            )
            text = pg.TextItem(line.told, color=Colour.TEXT, anchor=(0, 0.5))
            text.setFont(font(POINTS - 1))
            text.setPos(max(min(line.completion, _MOST), due) + 0.02, row)
            self.plot.addItem(text, ignoreBounds=True)
        self._set_axes()
        self._add_mark()
        self._place_mark()

    def _set_axes(self) -> None:
        for side in ("bottom", "left"):
            axis = self.plot.getAxis(side)
            axis.setTickFont(font(POINTS - 1))
            axis.setTextPen(Colour.TEXT)
            axis.setPen(Colour.STRONG_LINE)
            axis.setStyle(tickLength=-Space.TIGHT if side == "bottom" else 0)
        measure = QFontMetricsF(font(POINTS - 1)).horizontalAdvance
        self.plot.getAxis("left").setWidth(max((measure(line.label) for line in self.lines), default=0) + Space.LARGE)
        self.plot.getAxis("left").setTicks([[(row, line.label) for row, line in enumerate(self.lines)]])
        most = max((min(max(line.completion, line.expected), _MOST) for line in self.lines), default=1.0)
        step = 0.25 if most > 0.6 else 0.1 if most > 0.2 else 0.05
        ticks = [(number * step, f"{number * step:.0%}") for number in range(round(_MOST / step) + 1)]
        self.plot.getAxis("bottom").setTicks([ticks])
        self.plot.showGrid(x=True, y=False, alpha=0.12)
        self.plot.getViewBox().invertY(True)
        rows = max(len(self.lines), 1)
        self.plot.setRange(xRange=(0, most * 1.25), yRange=(-0.6, rows - 0.4), padding=0)
        self.canvas.setMinimumHeight(_ROW * (rows + 2))
        self.canvas.setMaximumHeight(_TALL * (rows + 2))

    def _add_mark(self) -> None:
        """Add the frame of the chosen unit, once: adding and removing it would lay the whole plot out again."""
        self._mark = QGraphicsRectItem()
        self._mark.setPen(pg.mkPen(Colour.TEXT, width=2))
        self.plot.addItem(self._mark, ignoreBounds=True)

    def _place_mark(self) -> None:
        row = next((number for number, line in enumerate(self.lines) if line.unit_id == self.selected), None)
        if self._mark is None:
            return
        self._mark.setVisible(row is not None)
        if row is not None:
            wide = max(min(self.lines[row].completion, _MOST), 0.004)
            self._mark.setRect(QRectF(0, row - _THICK / 2 - 0.06, wide, _THICK + 0.12))

    def _clicked(self, event: Any) -> None:
        box = self.plot.getViewBox()
        if box.sceneBoundingRect().contains(event.scenePos()):
            self.choose_at(box.mapSceneToView(event.scenePos()))
