"""对比: the same ranking as of two days, what changed in the records between them and what it did to each rank."""

from __future__ import annotations

import datetime as dt
from contextlib import closing

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.rules.audience import Audience, widest_for
from app.rules.errors import OfficeError
from app.services.ranking.comparing import Comparison, RecordDifference, compare_days
from app.services.ranking.ranking import RankingTable
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.ranking.moves import MovesTable, classes_of
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.layout import Strip, button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView, Units

_BEFORE = "比较后，这里列出两个日期之间新增、改动和不再计入的记录。"
_RECORD_HEADS = ("单位", "指标", "记录", "此前", "此后")


class RecordsTable(TableView):
    """The records of one group's units that came, went or changed."""

    def __init__(self, *, units: Units) -> None:
        super().__init__(units=units)
        self.rows = RowsModel(_RECORD_HEADS)
        self.setModel(self.rows)
        self.set_widths(110, 110, 240, 200, 200)
        self.horizontalHeader().setStretchLastSection(True)
        self.setAccessibleName("记录的变化")

    def show_records(self, records: tuple[RecordDifference, ...], group: str | None = None) -> None:
        """Show other differences, of the units of a group."""
        self.widest = Audience.STANDING_COMMITTEE if group is None else widest_for(group)
        self.rows.set_rows(
            [
                (one.unit, one.indicator, one.record, one.before or "（没有）", one.after or "（没有）")
                for one in records
            ]
        )


class ComparePage(QWidget):
    """Chooses the two days and shows the comparison."""

    chosen = Signal(int)
    """The user chose the row of this unit."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._table: RankingTable | None = None
        self.comparison: Comparison | None = None
        today = context.today()
        self.first, self.second = DayEdit(today), DayEdit(today)
        for edit, name in ((self.first, "较早的截至日期"), (self.second, "较晚的截至日期")):
            edit.setAccessibleName(name)
            edit.setMaximumWidth(150)
        self.go = button("比较", primary=True)
        self.strip = Strip("info")
        self.moves = MovesTable(units=context.named_units)
        self.records = RecordsTable(units=context.named_units)
        self.moves.empty_text = "选定两个截至日期，点“比较”。"
        self.records.empty_text = _BEFORE
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        for widget in (label("截至"), self.first, label("与截至"), self.second, self.go):
            bar.addWidget(widget)
        bar.addStretch(1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.moves)
        parts.addWidget(self.records)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(bar)
        layout.addWidget(self.strip)
        layout.addWidget(parts, 1)
        self.go.clicked.connect(self.compare)
        self.moves.unit_chosen.connect(self.chosen)

    def show_table(self, table: RankingTable | None) -> None:
        """Compare another ranking; the days begin with the period's last day and the as-of day."""
        same = table is not None and self._table is not None and table.period == self._table.period
        self._table = table
        if table is None:
            return
        if not same:
            self.first.set_day(min(table.period.last, table.as_of))
            self.second.set_day(table.as_of)
        self._clear("")

    def select_unit(self, unit_id: int | None) -> None:
        """Mark a unit's row."""
        self.moves.select_unit(unit_id)

    def compare(self) -> None:
        """Compare as of the two days, behind the window."""
        table, office = self._table, self._context.office
        reason = self.first.reason or self.second.reason
        if table is None or reason:
            self._clear(reason or "没有可以比较的排名。")
            return
        first, second = self.first.day(), self.second.day()
        if first is None or second is None:
            self._clear("请填写两个截至日期，如 2026-06-30。")
            return

        def work(_progress: object, _cancelled: object) -> Comparison:
            with closing(office.read()) as connection:
                days = min(first, second), max(first, second)
                return compare_days(connection, table.period, table.group, *days, level=table.level)

        def done(found: Comparison) -> None:
            self._show(found, table.group, min(first, second), max(first, second))

        def failed(error: BaseException) -> None:
            if isinstance(error, OfficeError):
                self._clear(error.message)
            else:
                show_error(self, error, "比较排名")

        run_task(self, "比较排名", work, done, failed)

    def _show(self, found: Comparison, group: str, first: dt.date, second: dt.date) -> None:
        self.comparison = found
        self.records.empty_text = "这两个日期之间，记录没有变化。"
        self.moves.show_moves(found.moves, group, classes_of(found.before, found.after))
        self.records.show_records(found.records, group)
        moved = sum(bool(one.risen) for one in found.moves)
        self.strip.tell(
            f"{first}至{second}：{len(found.records)} 条记录有变化，{moved} 个单位名次变动。"
            if found.records
            else f"{first}至{second}：记录没有变化。"
        )

    def _clear(self, message: str) -> None:
        self.comparison = None
        self.records.empty_text = _BEFORE
        self.moves.show_moves(())
        self.records.show_records(())
        self.strip.tell(message)
