"""全省位次: the city's rank by month as a line, the cities of a month, the gap to the next place, and entering them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.rules.money import format_yi
from app.services.ranking.province import Standing, gap, import_standings, months, standings, trend
from app.ui.context import AppContext
from app.ui.ranking.printing import Paint, paint_tables, paint_view
from app.ui.ranking.sheets import Sheet, SheetButtons
from app.ui.ranking.standing_form import StandingForm
from app.ui.tasks import run_task
from app.ui.theme import POINTS, Colour, Space, font
from app.ui.widgets.layout import Strip, button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

_HEADS = ("名次", "城市", "得分", "签约项目", "亿元以上", "签约额（亿元）", "来源")


class ProvincePage(QWidget):
    """Shows what is known of the province and takes more of it."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self._stale = True
        self._cities: tuple[Standing, ...] = ()
        self.trend: tuple[Standing, ...] = ()
        self.month = QComboBox()
        self.month.setAccessibleName("月份")
        self.month.setMinimumWidth(110)
        self.import_button = button("导入表格…")
        self.strip = Strip("info")
        self.rows = RowsModel(_HEADS, right=("得分", "签约项目", "亿元以上", "签约额（亿元）"))
        self.table = TableView(units=context.named_units)
        self.table.setModel(self.rows)
        self.table.set_widths(56, 110, 70, 80, 80, 110, 120)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setAccessibleName("全省各市")
        self.table.empty_text = "还没有这个月的全省排名。在下面逐市录入，或导入省里发的表格。"
        self.form = StandingForm(context)
        self.papers = SheetButtons(context, self.sheet)
        plot: Any = pg.PlotWidget(background=Colour.SURFACE)
        self.plot = plot
        self._item: Any = plot.getPlotItem()
        self._item.setMenuEnabled(False)
        self._item.hideButtons()
        self._item.setMouseEnabled(False, False)
        self._item.getViewBox().invertY(True)
        plot.setAccessibleName("全省位次走势")
        self._lay_out()
        self.month.currentIndexChanged.connect(lambda _place: self._show_month())
        self.table.selectionModel().currentRowChanged.connect(lambda index, _old: self._city_chosen(index.row()))
        self.import_button.clicked.connect(self.import_file)
        context.data_changed.connect(self._data_changed)

    def refresh(self) -> None:
        """Read everything again; the month stays."""
        self._stale = False
        connection, chosen = self.context.connection, self.month.currentText()
        self.trend = trend(connection)
        self.month.blockSignals(True)
        self.month.clear()
        self.month.addItems(list(months(connection)))
        self.month.setCurrentIndex(max(self.month.findText(chosen), 0))
        self.month.blockSignals(False)
        self.import_button.setEnabled(self.context.writable)
        self._draw()
        self._show_month()

    def sheet(self) -> Sheet:
        """Return what is shown, for export and paper: the cities of the month, and the months of the city below."""
        return Sheet(f"{self.month.currentText()}全省招商引资位次", self.table, self._paint())

    def export(self) -> None:
        """Ask where to, and write the cities shown as an Excel file."""
        self.papers.export()

    def _paint(self) -> Paint:
        def paint(painter: QPainter, area: QRectF, another: Callable[[], QRectF]) -> None:
            paint_tables([self.table])(painter, area, another)
            paint_view(self.plot)(painter, another(), another)

        return paint

    def import_file(self) -> None:
        """Ask for a table of cities and take it over, behind the window."""
        kinds = "表格 (*.xlsx *.xls *.et *.ods *.csv)"
        chosen, _ = QFileDialog.getOpenFileName(self, "导入全省排名", "", kinds)
        if not chosen:
            return
        path, office, today = Path(chosen), self.context.office, self.context.today()
        found = re.search(r"(20\d{2})\D?(0[1-9]|1[0-2]|[1-9])(?!\d)", path.stem)
        month = f"{found[1]}-{int(found[2]):02d}" if found else self.form.month.text()

        def done(count: int) -> None:
            self.context.status.emit(f"已导入 {count} 行全省排名，可以撤销。")
            self.context.data_changed.emit()

        run_task(
            self,
            "导入全省排名",
            lambda _progress, _cancelled: import_standings(office, path, month, today=today),
            done,
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _data_changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _show_month(self) -> None:
        month, own = self.month.currentText(), self.context.names.city
        self._cities = standings(self.context.connection, month) if month else ()
        mine = {row: Colour.ACCENT for row, one in enumerate(self._cities) if one.city == own}
        self.rows.set_rows([_line(one) for one in self._cities], mine)
        self.form.show_standing(None, month)
        if not month:
            self.strip.tell("还没有录入过全省排名。")
            return
        try:
            self.strip.tell(gap(self.context.connection, month).sentence)
        except OfficeError as error:
            self.strip.tell(error.message)

    def _city_chosen(self, row: int) -> None:
        if 0 <= row < len(self._cities):
            self.form.show_standing(self._cities[row], self.month.currentText())

    def _draw(self) -> None:
        self._item.clear()
        known = [(place, one.rank) for place, one in enumerate(self.trend) if one.rank is not None]
        if not known:
            return
        places, ranks = [place for place, _ in known], [rank for _, rank in known]
        pen = pg.mkPen(Colour.ACCENT, width=3)
        self._item.plot(places, ranks, pen=pen, symbol="o", symbolSize=9, symbolBrush=Colour.ACCENT)
        for place, rank in known:
            text = pg.TextItem(f"第{rank}", color=Colour.TEXT, anchor=(0.5, 1.4))
            text.setFont(font(POINTS - 1))
            text.setPos(place, rank)
            self._item.addItem(text, ignoreBounds=True)
        for side in ("bottom", "left"):
            axis = self._item.getAxis(side)
            axis.setTickFont(font(POINTS - 1))
            axis.setTextPen(Colour.TEXT)
            axis.setPen(Colour.STRONG_LINE)
        step = max(1, len(self.trend) // 8)
        ticks = [(n, one.month) for n, one in enumerate(self.trend) if n % step == 0]
        self._item.getAxis("bottom").setTicks([ticks])
        worst = max(ranks)
        self._item.getAxis("left").setTicks([[(rank, str(rank)) for rank in range(1, worst + 2)]])
        self._item.showGrid(x=False, y=True, alpha=0.12)
        self._item.setRange(xRange=(-0.5, len(self.trend) - 0.5), yRange=(0, worst + 1), padding=0)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self.month)
        bar.addWidget(self.strip, 1)
        bar.addWidget(self.import_button)
        bar.addWidget(self.papers)
        right = QWidget()
        inside = QVBoxLayout(right)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(label("本市各月在全省的位次", "muted"))
        inside.addWidget(self.plot, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(self.table)
        parts.addWidget(right)
        parts.setSizes([720, 620])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.MEDIUM, Space.MEDIUM, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(bar)
        layout.addWidget(parts, 1)
        layout.addWidget(self.form)


def _line(one: Standing) -> tuple[str, ...]:
    return (
        "" if one.rank is None else str(one.rank),
        one.city,
        "" if one.score is None else f"{one.score:f}",
        "" if one.signed is None else str(one.signed),
        "" if one.over is None else str(one.over),
        "" if one.amount_fen is None else format_yi(one.amount_fen),
        one.source,
    )
