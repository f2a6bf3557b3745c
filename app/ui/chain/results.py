"""任务与成效: what letters yielded per unit and month, the tasks given to units, and the letters with their answers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QVBoxLayout, QWidget

from app.rules.money import format_yi
from app.rules.periods import Period
from app.services.chain.extension_tasks import YieldRow, yields
from app.services.ranking.units_over_time import units_on
from app.ui.chain.letters_view import LettersView
from app.ui.chain.tasks_view import TasksView
from app.ui.chain.yield_chart import YieldChart
from app.ui.context import AppContext
from app.ui.errors import shown
from app.ui.ranking.choosers import GroupChooser, year_spin
from app.ui.theme import Space
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button, label
from app.ui.widgets.pages import Pages
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.segments import Segments
from app.ui.widgets.table import TableView

_VIEWS = ("成效", "任务", "函件与回复")
_HEADINGS = ("单位", "月份", "发函", "回复", "线索", "签约", "签约投资(亿元)")
_NOTHING = "这一年还没有产业延伸提醒函，也没有由延伸任务来的线索。在“延伸候选”里列任务，在“公文起草”里发函。"
_NOTE = "按发函的月份计；没有随函下达的任务按列任务的月份计。签约以认定为准。"


class ResultsPage(QWidget):
    """The year's yield of one group of units, with the tasks and letters behind it."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._stale = True
        self._rows: list[YieldRow] = []
        self.views = Segments(_VIEWS)
        self.views.setAccessibleName("成效视图")
        self.year, self.groups = year_spin(context.today().year), GroupChooser()
        self.export_button = button("导出…")
        self.model = RowsModel(_HEADINGS, right=_HEADINGS[2:], parent=self)
        self.table = TableView(units=context.named_units, settings=context.settings, key="chain-yields")
        self.table.setModel(self.model)
        self.table.set_widths(180, 90, 70, 70, 70, 70, 130)
        self.table.setMinimumHeight(110)
        self.table.empty_text = _NOTHING
        self.chart = YieldChart()
        self.tasks, self.letters = TasksView(context), LettersView(context)
        self._pages = Pages()
        self._lay_out()
        self.views.chosen.connect(self._choose)
        self.year.valueChanged.connect(lambda _year: self.refresh())
        self.groups.currentIndexChanged.connect(lambda _place: self.refresh())
        self.export_button.clicked.connect(self.export)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell_unit())
        context.data_changed.connect(self._data_changed)

    def refresh(self) -> None:
        """Read the yield, the tasks and the letters again."""
        context = self._context
        if not context.has_office:
            return
        self._stale = False
        group = self.groups.group()
        wanted = {unit.id for unit in units_on(context.connection, group, context.today())}
        found = yields(context.connection, Period.parse(str(self.year.value())), context.today())
        self._rows = [row for row in found if row.unit_id in wanted]
        lines = [_texts(row) for row in self._rows]
        if len(lines) > 1:
            lines.append(_texts(_total(self._rows)))
        self.model.set_rows(lines)
        self.chart.show_rows(self._rows)
        self.chart.setVisible(bool(self._rows))
        self.tasks.refresh()
        self.letters.refresh()

    def export(self) -> None:
        """Write the yield to an .xlsx file."""
        if not self._rows:
            self._context.status.emit("没有可以导出的成效。")
            return
        name, _ = QFileDialog.getSaveFileName(self, "导出成效", "产业延伸成效.xlsx", "Excel 工作簿 (*.xlsx)")
        if not name:
            return
        from app.services.chain.chain_export import export_yields

        path = Path(name).with_suffix(".xlsx")
        with shown(self, "导出成效"):
            context = self._context
            export_yields(self._rows, self.groups.group(), path, context.today(), units=context.named_units())
            self._context.status.emit(f"已导出：{path}")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _choose(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        for widget in (self.year, self.groups, self.export_button):
            widget.setVisible(number == 0)

    def _tell_unit(self) -> None:
        rows = self.table.selected_rows()
        if rows and rows[0] < len(self._rows):
            self._context.unit_selected.emit(self._rows[rows[0]].unit_id)

    def _data_changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _lay_out(self) -> None:
        line = QWidget()
        bar = FlowLayout(line, spacing=Space.SMALL)
        for widget in (self.views, self.year, self.groups, self.export_button):
            bar.addWidget(widget)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.chart)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        column.addWidget(splitter, 1)
        column.addWidget(label(_NOTE, "muted", wrap=True))
        for page in (inside, self.tasks, self.letters):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(line)
        layout.addWidget(self._pages, 1)


def _texts(row: YieldRow) -> tuple[str, ...]:
    invested = format_yi(row.invested_fen) if row.invested_fen else ""
    counts = (row.letters, row.answers, row.leads, row.signed)
    return row.unit, row.month, *(f"{count}" if count else "" for count in counts), invested


def _total(rows: list[YieldRow]) -> YieldRow:
    return YieldRow(
        unit_id=0,
        unit="合计",
        month="",
        letters=sum(row.letters for row in rows),
        answers=sum(row.answers for row in rows),
        leads=sum(row.leads for row in rows),
        signed=sum(row.signed for row in rows),
        invested_fen=sum(row.invested_fen for row in rows),
    )
