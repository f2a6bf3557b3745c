"""进度曲线: the share of a year's task that is due by the end of each month, typed and seen beside month ÷ 12."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.rules.scheme import Indicator
from app.rules.targets import WHOLE, Curve
from app.services.ranking.targets import curve_of, set_curve
from app.ui.context import AppContext
from app.ui.targets.values import unit_word
from app.ui.theme import POINTS, Colour, Space, font
from app.ui.widgets.layout import Strip, button, label

EVEN = tuple(round(month * 100 / 12, 2) for month in range(1, 13))


class CurveView(QWidget):
    """Twelve percentages in a row, the curve below."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._year = 0
        self.indicator = QComboBox()
        self.indicator.setAccessibleName("曲线的指标")
        self.save, self.even = button("保存曲线", primary=True), button("改回按月均衡")
        self.strip = Strip("info")
        self.cells = QTableWidget(1, 12)
        self.cells.setHorizontalHeaderLabels([f"{month}月" for month in range(1, 13)])
        self.cells.setVerticalHeaderLabels(["累计%"])
        self.cells.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.cells.setFixedHeight(2 * Space.ROW + Space.MEDIUM)
        self.cells.setAccessibleName("各月累计百分比")
        plot: Any = pg.PlotWidget(background=Colour.SURFACE)
        self.plot = plot
        item = plot.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(False, False)
        for side in ("bottom", "left"):
            item.getAxis(side).setTickFont(font(POINTS - 1))
            item.getAxis(side).setTextPen(Colour.TEXT)
        item.getAxis("bottom").setTicks([[(month, f"{month}月") for month in range(1, 13)]])
        item.getAxis("left").setTicks([[(share, f"{share}%") for share in range(0, 101, 25)]])
        item.setRange(xRange=(0.5, 12.5), yRange=(0, 104), padding=0)
        item.showGrid(x=False, y=True, alpha=0.15)
        self._even_line = plot.plot(
            range(1, 13), EVEN, pen=pg.mkPen(Colour.FAINT, width=1, style=pg.QtCore.Qt.PenStyle.DashLine)
        )
        self._line = plot.plot([], [], pen=pg.mkPen(Colour.ACCENT, width=3), symbol="o", symbolBrush=Colour.ACCENT)
        bar = QHBoxLayout()
        for widget in (self.indicator, label("到每月底应完成全年任务的累计百分比；虚线为按月均衡", "muted")):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.even)
        bar.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(bar)
        layout.addWidget(self.strip)
        layout.addWidget(self.cells)
        layout.addWidget(plot, 1)
        self.indicator.currentIndexChanged.connect(lambda _place: self._load())
        self.cells.cellChanged.connect(lambda *_: self._draw())
        self.save.clicked.connect(self.save_curve)
        self.even.clicked.connect(self.back_to_even)

    def show_for(self, year: int, indicators: Sequence[Indicator]) -> None:
        """Show the curves of another year or scheme."""
        chosen, self._year = self.indicator.currentData(), year
        self.indicator.blockSignals(True)
        self.indicator.clear()
        for one in indicators:
            self.indicator.addItem(f"{one.label}（{unit_word(one)}）", one.key)
        self.indicator.setCurrentIndex(max(self.indicator.findData(chosen), 0) if chosen else 0)
        self.indicator.blockSignals(False)
        self._load()

    def texts(self) -> list[str]:
        """Return the twelve cells."""
        return [item.text() if (item := self.cells.item(0, month)) else "" for month in range(12)]

    def save_curve(self) -> None:
        """Keep the curve as typed."""
        try:
            curve = Curve.parse(",".join(self.texts()))
            set_curve(self._context.office, self._year, self.indicator.currentData(), curve)
        except OfficeError as error:
            self.strip.tell(error.message)
            return
        self._context.status.emit("进度曲线已保存，可以撤销。")
        self._context.data_changed.emit()

    def back_to_even(self) -> None:
        """Go back to month ÷ 12."""
        try:
            set_curve(self._context.office, self._year, self.indicator.currentData(), None)
        except OfficeError as error:
            self.strip.tell(error.message)
            return
        self._context.status.emit("已改回按月均衡。")
        self._context.data_changed.emit()

    def _load(self) -> None:
        key = self.indicator.currentData()
        usable = key is not None and self._context.writable
        for widget in (self.save, self.even, self.cells):
            widget.setEnabled(usable)
        curve = curve_of(self._context.connection, self._year, key) if key is not None else None
        shares = [share * 100 / WHOLE for share in curve.shares] if curve else EVEN
        self.cells.blockSignals(True)
        for month, share in enumerate(shares):
            self.cells.setItem(0, month, QTableWidgetItem(f"{share:.2f}".rstrip("0").rstrip(".")))
        self.cells.blockSignals(False)
        self.strip.tell("" if curve else "现在按月均衡（月份÷12）。改动后点“保存曲线”。")
        self._draw()

    def _draw(self) -> None:
        values: list[float] = []
        for text in self.texts():
            try:
                values.append(float(text.strip().removesuffix("%")))
            except ValueError:
                values.append(float("nan"))
        self._line.setData(list(range(1, 13)), values, connect="finite")
