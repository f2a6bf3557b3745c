"""Tables of the policy pages: texts in remembered columns, copied with their audience, sorted by their heads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt

from app.ui.context import AppContext
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView


def policy_table(
    context: AppContext,
    key: str,
    name: str,
    heads: Sequence[str],
    widths: Sequence[int],
    *,
    right: Sequence[str] = (),
    empty: str = "",
) -> tuple[TableView, RowsModel]:
    """Return a table with its rows; `name` is its accessible name, `empty` what it says without rows."""
    table = TableView(units=context.named_units, settings=context.settings, key=key)
    rows = RowsModel(heads, right)
    table.setModel(rows)
    table.setAccessibleName(name)
    table.empty_text = empty
    table.set_widths(*widths)
    table.horizontalHeader().setStretchLastSection(True)
    return table, rows


class Sorting:
    """Sorts a list of records by the head that was clicked; the second click turns it round."""

    def __init__(self, table: TableView, keys: Sequence[Callable[[Any], Any]], changed: Callable[[], None]) -> None:
        self._keys = keys
        self._column: int | None = None
        self._descending = False
        self._header = table.horizontalHeader()
        self._header.setSectionsClickable(True)
        self._header.sectionClicked.connect(self._clicked)
        self._changed = changed

    def sorted(self, records: Sequence[Any]) -> list[Any]:
        """Return the records in the chosen order, as they came before any head was clicked."""
        if self._column is None:
            return list(records)
        return sorted(records, key=self._keys[self._column], reverse=self._descending)

    def _clicked(self, column: int) -> None:
        self._descending = column == self._column and not self._descending
        self._column = column
        order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        self._header.setSortIndicatorShown(True)
        self._header.setSortIndicator(column, order)
        self._changed()
