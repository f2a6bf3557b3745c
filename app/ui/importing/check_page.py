"""Step 3: the dry run. What will be added, changed, refused or assumed, and the suspects to decide."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QHeaderView, QSplitter, QTabWidget, QVBoxLayout, QWidget

from app.rules.ledger.records import Remark
from app.services.importing.plans import Action, PlannedRow
from app.ui.importing.job import ImportJob
from app.ui.importing.lines_model import LinesModel
from app.ui.importing.row_panel import RowPanel
from app.ui.importing.suspects_table import SuspectsTable
from app.ui.importing.wording import REMARK_HEADS, changes_of, content_of, counts, place, remark_line
from app.ui.tasks import run_task
from app.ui.theme import Space, heading_font
from app.ui.widgets.layout import Strip, button, label
from app.ui.widgets.table import TableView, Units

_ROW_TABS: tuple[tuple[Action, str, str], ...] = (
    ("add", "新增", "内容"),
    ("update", "更新", "改动"),
    ("same", "无变化", "内容"),
)
_REMARK_TABS = (("refused", "拒收"), ("assumed", "假定"), ("skipped", "不是数据的行"))
_EMPTY = {
    "add": "没有要新增的。",
    "update": "没有要更新的。",
    "same": "没有和档案一致的行。",
    "refused": "没有拒收的行。",
    "assumed": "没有替你作过假定。",
    "skipped": "没有合计、签名之类的行。",
}


class CheckPage(QWidget):
    """Shows the dry run of a job."""

    decided = Signal()
    """A suspect was decided: the dry run does not follow it yet."""

    def __init__(self, units: Units) -> None:
        super().__init__()
        self._units = units
        self.job: ImportJob | None = None
        self._by_row: dict[tuple[str, int], PlannedRow] = {}
        self.counts = label("")
        self.counts.setFont(heading_font())
        self.waiting = Strip("warning")
        self.tabs = QTabWidget()
        self.models: dict[str, LinesModel[Any]] = {}
        self.views: dict[str, TableView] = {}
        self.panel = RowPanel(units)
        self.copy_button, self.export_button = button("复制拒收清单"), button("导出拒收清单…")
        for action, title, head in _ROW_TABS:
            line = self._change_line if action == "update" else self._content_line
            self._add_table(action, title, ("行", "名称", head), line)
        for key, title in _REMARK_TABS:
            self._add_table(key, title, REMARK_HEADS, remark_line)
        self.suspects = SuspectsTable(units)
        self.tabs.addTab(self.suspects, "疑似重复")
        self._lay_out()
        self.suspects.decided.connect(self._tell_waiting)
        self.suspects.decided.connect(self.decided)
        self.suspects.row_chosen.connect(self._show_place)
        self.tabs.currentChanged.connect(self._tab_changed)
        self.copy_button.clicked.connect(self.copy_refused)
        self.export_button.clicked.connect(self.export_refused)

    def show_job(self, job: ImportJob) -> None:
        """Show a job's dry run, at the tab that needs the user first."""
        assert job.plan is not None
        self.job, plan = job, job.plan
        self._by_row = {(plan.sheet_name(row), row.record.row): row for row in plan.rows}
        self.counts.setText(counts(plan))
        items: dict[str, Sequence[object]] = {
            action: [row for row in plan.rows if row.action == action] for action, _, _ in _ROW_TABS
        }
        items |= {"refused": plan.refused, "assumed": plan.assumed, "skipped": plan.skipped}
        for position, (key, shown) in enumerate(items.items()):
            self.models[key].show_items(shown)
            self.tabs.setTabText(position, f"{self._titles[key]} {len(shown)}")
        self.suspects.show_job(job)
        self.tabs.setTabText(len(items), f"疑似重复 {len(plan.suspects)}")
        self.panel.clear()
        keys = list(items)
        first = next((key for key in ("refused", "add", "update", "same") if items[key]), "add")
        self.tabs.setCurrentIndex(len(items) if plan.suspects else keys.index(first))
        self._tab_changed()
        for widget in (self.copy_button, self.export_button):
            widget.setEnabled(bool(plan.refused))
        self._tell_waiting()

    def copy_refused(self) -> None:
        """Put all refusals on the clipboard."""
        view = self.views["refused"]
        view.selectAll()
        view.copy()

    def export_refused(self) -> None:
        """Ask where to, and write the refusals as an Excel file."""
        plan = self.job.plan if self.job else None
        if plan is None:
            return
        name = f"{plan.path.stem}-拒收清单.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self, "导出拒收清单", name, "Excel 工作簿 (*.xlsx)")
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix else path.with_name(f"{path.name}.xlsx")
        from app.services.importing.refusals import export_refusals

        units = self._units()
        run_task(
            self,
            "导出拒收清单",
            lambda _progress, _cancelled: export_refusals(plan, path, units=units),
            lambda _done: None,
        )

    def _add_table(self, key: str, title: str, heads: Sequence[str], line: Any) -> None:
        self._titles = {**getattr(self, "_titles", {}), key: title}
        model: LinesModel[Any] = LinesModel(heads, line)
        view = TableView(units=self._units)
        view.setModel(model)
        view.set_widths(*((56, 260, 400) if len(heads) == 3 else (56, 130, 200, 400)))
        view.horizontalHeader().setSectionResizeMode(len(heads) - 1, QHeaderView.ResizeMode.Stretch)
        view.setAccessibleName(title)
        view.empty_text = _EMPTY[key]
        view.selectionModel().currentChanged.connect(lambda index, _before: self._row_chosen(key, index))
        self.models[key], self.views[key] = model, view
        self.tabs.addTab(view, title)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.counts, 1)
        head.addWidget(self.copy_button)
        head.addWidget(self.export_button)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.tabs)
        splitter.addWidget(self.panel)
        splitter.setSizes([330, 190])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(head)
        layout.addWidget(self.waiting)
        layout.addWidget(splitter, 1)

    def _content_line(self, row: PlannedRow) -> tuple[str, ...]:
        assert self.job is not None
        assert self.job.plan is not None
        return self._place(row), row.name, content_of(self.job.plan, row)

    def _change_line(self, row: PlannedRow) -> tuple[str, ...]:
        return self._place(row), row.name, changes_of(row)

    def _place(self, row: PlannedRow) -> str:
        assert self.job is not None
        assert self.job.plan is not None
        return place(row.record.row, self.job.plan.sheet_name(row))

    def _row_chosen(self, key: str, index: QModelIndex) -> None:
        if not index.isValid():
            return
        chosen = self.models[key].items[index.row()]
        if isinstance(chosen, Remark):
            self._show_place(chosen.row, chosen.sheet)
        elif self.job is not None and self.job.plan is not None:
            self.panel.show_row(self.job.plan, chosen)

    def _show_place(self, number: int, sheet: str) -> None:
        """Show the record of a row number; a line that is none (合计) has nothing to show."""
        row = self._by_row.get((sheet, number))
        if row is None or self.job is None or self.job.plan is None:
            self.panel.clear()
        else:
            self.panel.show_row(self.job.plan, row)

    def _tab_changed(self, *_: object) -> None:
        """Show the row that is current in the table come to."""
        view = self.tabs.currentWidget()
        if isinstance(view, SuspectsTable):
            view = view.view
        if isinstance(view, TableView) and view.model().rowCount():
            row = max(view.currentIndex().row(), 0)
            view.selectionModel().clear()
            view.select_row(row)
        else:
            self.panel.clear()

    def _tell_waiting(self) -> None:
        waiting = self.job.undecided if self.job else 0
        told = f"有 {waiting} 处疑似和已有的项目或单位重复，请在“疑似重复”里逐个决定；没有决定的行这次不导入。"
        self.waiting.tell(told if waiting else "")
