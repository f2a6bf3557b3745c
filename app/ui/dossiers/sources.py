"""来源: the rows of imported ledgers that the dossier came from, with their cells as they stood."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.ui.context import AppContext
from app.ui.dossiers.panel import Panel
from app.ui.widgets.layout import label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView


class SourcesPanel(Panel):
    """The rows above, the cells of the chosen one below."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.model = RowsModel(("文件", "导入日期", "工作表", "行"), right=("行",), parent=self)
        self.table = TableView(units=context.named_units, settings=context.settings, key="sources")
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.set_widths(220, 92, 110, 50)
        self.table.empty_text = "这个项目不是从台账导入的。"
        self.table.setMinimumHeight(110)
        self.cells_model = RowsModel(("列", "原文"), parent=self)
        self.cells = TableView(units=context.named_units, settings=context.settings, key="source-cells")
        self.cells.setModel(self.cells_model)
        self.cells.set_widths(48, 380)
        self.cells.setMinimumHeight(140)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_cells())
        self.body.addWidget(self.table, 1)
        self.body.addWidget(label("这一行在台账里原来的样子", "muted"))
        self.body.addWidget(self.cells, 2)

    def refresh(self) -> None:
        if self.dossier is None:
            return
        sources = self.dossier.sources
        self.model.set_rows([(s.file, s.imported_on.isoformat(), s.sheet, str(s.row)) for s in sources])
        if sources:
            self.table.select_row(len(sources) - 1)
        self._show_cells()

    def _show_cells(self) -> None:
        rows = self.table.selected_rows()
        cells = self.dossier.sources[rows[0]].cells if self.dossier and rows else ()
        self.cells_model.set_rows([(_letter(place), text) for place, text in enumerate(cells)])


def _letter(place: int) -> str:
    """Return the letter of a column as spreadsheets count them: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
