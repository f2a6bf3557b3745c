"""A small table of texts: a few hundred rows at most, set as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

_DISPLAY: Final = Qt.ItemDataRole.DisplayRole.value
_ALIGNMENT: Final = Qt.ItemDataRole.TextAlignmentRole.value
_FOREGROUND: Final = Qt.ItemDataRole.ForegroundRole.value
_TOOL_TIP: Final = Qt.ItemDataRole.ToolTipRole.value
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowsModel(QAbstractTableModel):
    """Rows of texts under fixed headings; columns named in `right` hold figures."""

    def __init__(self, headings: Sequence[str], right: Sequence[str] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._right = frozenset(n for n, heading in enumerate(headings) if heading in right)
        self._rows: list[tuple[str, ...]] = []
        self._colours: dict[int, QBrush] = {}

    def set_rows(self, rows: Sequence[Sequence[str]], colours: dict[int, str] | None = None) -> None:
        """Show these rows; `colours` gives some of them, by number, a colour of text."""
        self.beginResetModel()
        self._rows = [tuple(row) for row in rows]
        self._colours = {row: QBrush(QColor(colour)) for row, colour in (colours or {}).items()}
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return self._headings[section]
        return _RIGHT if role == _ALIGNMENT and section in self._right else None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _DISPLAY) -> Any:
        if role in (_DISPLAY, _TOOL_TIP):
            return self._rows[index.row()][index.column()]
        if role == _ALIGNMENT and index.column() in self._right:
            return _RIGHT
        if role == _FOREGROUND:
            return self._colours.get(index.row())
        return None
