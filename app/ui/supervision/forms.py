"""What the views of 督促 share: a table that tells its unit, and short forms beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.ui.theme import Space
from app.ui.widgets.layout import scrolled
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView, Units


class ListView(QWidget):
    """A table on the left, a form for the chosen row on the right."""

    unit_chosen = Signal(int)
    """The unit of the row that the cursor is on."""

    def __init__(self, heads: Sequence[str], widths: Sequence[int], right: Sequence[str] = (), *, units: Units) -> None:
        super().__init__()
        self.rows = RowsModel(heads, right)
        self.table = TableView(units=units)
        self.table.setModel(self.rows)
        self.table.set_widths(*widths)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.form_body = QWidget()
        self.form = QVBoxLayout(self.form_body)
        self.form.setContentsMargins(Space.MEDIUM, 0, Space.SMALL, 0)
        self.form.setSpacing(Space.SMALL)
        self.left = QSplitter(Qt.Orientation.Vertical)
        self.left.addWidget(self.table)
        self.left.setChildrenCollapsible(False)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(self.left)
        parts.addWidget(scrolled(self.form_body))
        parts.setSizes([820, 480])
        parts.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)

    def chosen(self) -> int | None:
        """Return the number of the row that the cursor is on."""
        index = self.table.currentIndex()
        return index.row() if index.isValid() else None

    def row_chosen(self, row: int) -> None:
        """Show the form of a row; a list without forms leaves it at that."""

    def _row_changed(self, index: QModelIndex, _before: QModelIndex = QModelIndex()) -> None:
        if index.isValid():
            self.row_chosen(index.row())
