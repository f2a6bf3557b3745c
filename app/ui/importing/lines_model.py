"""A read-only table over a list of things, each made into a line of text when it comes into view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

T = TypeVar("T")
_DISPLAY = Qt.ItemDataRole.DisplayRole
_TIP = Qt.ItemDataRole.ToolTipRole
_Index = QModelIndex | QPersistentModelIndex


class LinesModel(QAbstractTableModel, Generic[T]):
    """Shows `items` under `heads`; `line_of` makes one into texts. Lines once made are kept."""

    def __init__(self, heads: Sequence[str], line_of: Callable[[T], Sequence[str]]) -> None:
        super().__init__()
        self._heads, self._line_of = tuple(heads), line_of
        self.items: Sequence[T] = ()
        self._lines: dict[int, Sequence[str]] = {}

    def show_items(self, items: Sequence[T]) -> None:
        """Show other things."""
        self.beginResetModel()
        self.items = items
        self._lines.clear()
        self.endResetModel()

    def line(self, row: int) -> Sequence[str]:
        """Return the texts of a row."""
        if row not in self._lines:
            self._lines[row] = self._line_of(self.items[row])
        return self._lines[row]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        if role in (_DISPLAY, _TIP):
            return self.line(index.row())[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        return self._heads[section] if orientation is Qt.Orientation.Horizontal and role == _DISPLAY else None
