"""One row of a ledger: what stood in each cell beside what was read from it, and what that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from app.ui.importing.lines_model import LinesModel
from app.ui.importing.wording import ReadCell, cells_of
from app.ui.theme import Space
from app.ui.widgets.layout import label
from app.ui.widgets.table import TableView, Units

if TYPE_CHECKING:
    from app.services.importing.plans import Difference, ImportPlan, PlannedRow


class RowPanel(QWidget):
    """Shows one planned row."""

    def __init__(self, units: Units) -> None:
        super().__init__()
        self.title = label("选中一行，看它的原文和读出来的值。", "muted")
        self.cells: LinesModel[ReadCell] = LinesModel(
            ("栏目", "原文", "读作"), lambda cell: (cell.label, cell.original, cell.value or "读不出")
        )
        self.changes: LinesModel[Difference] = LinesModel(
            ("改动", "原值", "新值"), lambda one: (one.label, one.old or "（空）", one.new)
        )
        tables = QHBoxLayout()
        tables.setSpacing(Space.SMALL)
        self.views = []
        for model, name in ((self.cells, "原文与读作"), (self.changes, "改动")):
            view = TableView(units=units)
            view.setModel(model)
            view.set_widths(120)
            for column in (1, 2):
                view.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            view.setAccessibleName(name)
            self.views.append(view)
            tables.addWidget(view, 1)
        self.views[1].empty_text = "这一行没有改动已有的数据。"
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TIGHT)
        layout.addWidget(self.title)
        layout.addLayout(tables, 1)

    def clear(self) -> None:
        """Show no row."""
        self.title.setText("选中一行，看它的原文和读出来的值。")
        self.cells.show_items(())
        self.changes.show_items(())
        self.views[1].hide()

    def show_row(self, plan: ImportPlan, row: PlannedRow) -> None:
        """Show a row of a plan."""
        sheet = plan.sheet_name(row)
        self.title.setText(f"{sheet + '　' if sheet else ''}第{row.record.row}行　{row.name}")
        self.cells.show_items(cells_of(plan, row))
        self.changes.show_items(row.differences)
        self.views[1].setVisible(bool(row.differences))
