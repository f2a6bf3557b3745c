"""The section 任务: a year, a group and a level on top; the table, splitting, curves, entries and units below."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.rules.scheme import tasked
from app.services.ranking.targets import indicators_of, levels_of, set_targets, targets_table, void_target_change
from app.services.ranking.units_over_time import units_on
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.ranking.choosers import GroupChooser, year_spin
from app.ui.ranking.sheets import Sheet, SheetButtons, sheet_of
from app.ui.targets.by_hand import ByHandView
from app.ui.targets.changes import ChangeBar
from app.ui.targets.curve import CurveView
from app.ui.targets.model import TargetsModel
from app.ui.targets.split import SplitView
from app.ui.targets.units import UnitsView
from app.ui.targets.view import TargetsView
from app.ui.targets.writing import new_targets
from app.ui.theme import Space
from app.ui.widgets.asking import ask_text
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, label
from app.ui.widgets.pages import Pages
from app.ui.widgets.segments import Segments

_VIEWS = ("任务表", "分解", "进度曲线", "手工录入", "单位")
_HINT = "选中一格直接输入；可从 Excel 复制一块粘贴；Delete 取消任务。空格是没有任务，与 0 不同。黄色的有年中调整。"


class TargetsPage(QWidget):
    """Edits the tasks; each edit is one act that 撤销 takes back."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self._stale = True
        self.year, self.groups = year_spin(context.today().year), GroupChooser()
        self.level = QComboBox()
        self.level.addItems(levels_of(context.connection))
        self.level.setAccessibleName("任务层级")
        self.segments = Segments(_VIEWS)
        self.segments.setAccessibleName("任务视图")
        self.changes = ChangeBar(context.today())
        self.strip = Strip("info")
        self.model = TargetsModel()
        self.view = TargetsView(self.model, units=context.named_units)
        self.split, self.curve = SplitView(context, self.model), CurveView(context)
        self.by_hand, self.units = ByHandView(context), UnitsView(context)
        self.papers = SheetButtons(context, self.sheet)
        self.history = label("", "muted", wrap=True)
        self.void = button("作废最近一次调整…")
        self._lay_out()
        self.segments.chosen.connect(self._pages.setCurrentIndex)
        self.segments.chosen.connect(lambda _number: self.strip.tell(""))
        self.year.valueChanged.connect(lambda _year: self.refresh())
        self.groups.currentIndexChanged.connect(lambda _place: self.refresh())
        self.level.currentIndexChanged.connect(lambda _place: self.refresh())
        self.changes.changed.connect(self.refresh)
        self.model.written.connect(self.write)
        self.view.selectionModel().currentChanged.connect(self._cell_chosen)
        self.void.clicked.connect(self.void_change)
        self.units.unit_chosen.connect(context.unit_selected)
        context.data_changed.connect(self._data_changed)

    def refresh(self) -> None:
        """Read the tasks again; the cursor stays."""
        self._stale = False
        year, group, context = self.year.value(), self.groups.group(), self.context
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        day = min(max(self.changes.shown_day() or context.today(), first), last)
        place = self.view.currentIndex()
        self.strip.tell("")
        try:
            every = indicators_of(context.connection, group, year, day)
        except OfficeError as error:
            every = ()
            self.strip.tell(error.message)
        indicators = list(tasked(every))
        rows = targets_table(context.connection, year, day, group)
        units = units_on(context.connection, group, day)
        self.model.writable = context.writable
        self.model.show_targets(units, indicators, [row for row in rows if row.level == self.level.currentText()])
        self.view.empty_text = "这一组还没有单位。请先导入任务分解表或签约台账。" if not units else ""
        self.split.show_for(group, year, self.level.currentText(), indicators)
        self.curve.show_for(year, indicators)
        self.by_hand.show_for(group, year, units, every)
        self.units.show_for(group, units)
        if place.isValid() and place.row() < self.model.rowCount() and place.column() < self.model.columnCount():
            self.view.setCurrentIndex(self.model.index(place.row(), place.column()))
        self._cell_chosen(self.view.currentIndex())

    def write(self, texts: dict[tuple[int, int], str]) -> None:
        """Write cells, all or none of them."""
        context = self.context
        try:
            terms = self.changes.terms()
            rows = new_targets(self.model, texts, self.year.value(), self.level.currentText())
            changed = set_targets(context.office, rows, from_day=terms.from_day, reason=terms.reason, paper=terms.paper)
        except OfficeError as error:
            self.strip.tell(error.message)
            return
        except Exception as error:
            show_error(self, error, "写入任务")
            return
        self.strip.tell("")
        context.status.emit(f"已写入 {changed} 项任务，可以撤销。" if changed else "没有变化。")
        if changed:
            context.data_changed.emit()

    def void_change(self) -> None:
        """Ask for the reason, and take back the latest change of the task under the cursor."""
        index = self.view.currentIndex()
        row = self.model.row_at(index.row(), index.column())
        if row is None or not row.changes:
            return
        reason = ask_text(self, "作废任务调整", f"作废 {row.changes[-1].from_day} 起的调整，理由：")
        if reason is None:
            return
        try:
            void_target_change(self.context.office, row.changes[-1].id, reason)
        except OfficeError as error:
            self.strip.tell(error.message)
            return
        self.context.data_changed.emit()

    def sheet(self) -> Sheet:
        """Return the table shown, for export and paper."""
        title = f"{self.year.value()}年{self.groups.currentText()}{_VIEWS[self.segments.current()]}"
        return sheet_of(self, f"{title}（{self.level.currentText()}）", self.view)

    def export(self) -> None:
        """Ask where to, and write the table shown as an Excel file."""
        self.papers.export()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _data_changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _cell_chosen(self, index: QModelIndex, _before: QModelIndex = QModelIndex()) -> None:
        row = self.model.row_at(index.row(), index.column()) if index.isValid() else None
        self.void.setVisible(row is not None and bool(row.changes))
        self.void.setEnabled(self.context.writable)
        self.history.setText("；".join(self.model.told(row, index.column())) if row is not None else _HINT)
        if index.isValid() and index.row() < len(self.model.units):
            self.context.unit_selected.emit(self.model.units[index.row()].id)

    def _lay_out(self) -> None:
        line = QWidget()
        bar = FlowLayout(line, spacing=Space.SMALL)
        for widget in (self.year, self.groups, self.level, self.segments, self.papers):
            bar.addWidget(widget)
        table = QWidget()
        below = QHBoxLayout()
        below.addWidget(self.history, 1)
        below.addWidget(self.void)
        inside = QVBoxLayout(table)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.SMALL)
        inside.addWidget(self.changes)
        inside.addWidget(self.view, 1)
        inside.addLayout(below)
        self._pages = Pages()
        for page in (table, self.split, self.curve, self.by_hand, self.units):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.MEDIUM, Space.MEDIUM, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(line)
        layout.addWidget(self.strip)
        layout.addWidget(self._pages, 1)
