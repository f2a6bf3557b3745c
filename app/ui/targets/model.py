"""The tasks of a year as a table model: unit × indicator, edited in place; writing is left to who listens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from app.rules.scheme import Indicator
from app.services.ranking.targets import TargetRow
from app.services.ranking.units_over_time import ListedUnit
from app.ui.targets.values import unit_word, write_task
from app.ui.theme import Colour, font

_DISPLAY: Final = Qt.ItemDataRole.DisplayRole.value
_EDIT: Final = Qt.ItemDataRole.EditRole.value
_ALIGN: Final = Qt.ItemDataRole.TextAlignmentRole.value
_BACKGROUND: Final = Qt.ItemDataRole.BackgroundRole.value
_FONT: Final = Qt.ItemDataRole.FontRole.value
_TIP: Final = Qt.ItemDataRole.ToolTipRole.value
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_Index = QModelIndex | QPersistentModelIndex

Cell = tuple[int, int]
"""Row and column."""


class TargetsModel(QAbstractTableModel):
    """Shows the tasks as they hold on a day; the last row is their sum."""

    written = Signal(object)
    """The user wants these cells to hold these texts: {(row, column): text}; as a `dict` Qt would lose its keys."""

    def __init__(self) -> None:
        super().__init__()
        self.units: Sequence[ListedUnit] = ()
        self.indicators: Sequence[Indicator] = ()
        self.writable = False
        self._rows: dict[tuple[int, str], TargetRow] = {}

    def show_targets(
        self, units: Sequence[ListedUnit], indicators: Sequence[Indicator], rows: Sequence[TargetRow]
    ) -> None:
        """Show another year, group or level."""
        self.beginResetModel()
        self.units, self.indicators = units, indicators
        self._rows = {(row.unit_id, row.indicator): row for row in rows}
        self.endResetModel()

    def row_at(self, row: int, column: int) -> TargetRow | None:
        """Return the task of a cell, None where there is none or it is the sum."""
        if not (0 <= row < len(self.units) and 0 <= column < len(self.indicators)):
            return None
        return self._rows.get((self.units[row].id, self.indicators[column].key))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or not self.units else len(self.units) + 1

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.indicators)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        editable = self.writable and index.row() < len(self.units)
        return usual | Qt.ItemFlag.ItemIsEditable if editable else usual

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        row, column = index.row(), index.column()
        if role in (_DISPLAY, _EDIT):
            return self._text(row, column)
        if role == _ALIGN:
            return _RIGHT
        found = self.row_at(row, column)
        if role == _BACKGROUND:
            if row == len(self.units):
                return QColor(Colour.SUBTLE)
            return QColor(Colour.AMBER_SOFT) if found is not None and found.changes else None
        if role == _FONT and row == len(self.units):
            return font(bold=True)
        if role == _TIP and found is not None and found.changes:
            return "\n".join(self.told(found, column))
        return None

    def setData(self, index: _Index, value: object, role: int = _EDIT) -> bool:
        if role != _EDIT or str(value) == self._text(index.row(), index.column()):
            return False
        self.written.emit({(index.row(), index.column()): str(value)})
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if role != _DISPLAY:
            return None
        if orientation is Qt.Orientation.Horizontal:
            one = self.indicators[section]
            return f"{one.label}\n（{unit_word(one)}）"
        return self.units[section].name if section < len(self.units) else "合计"

    def told(self, row: TargetRow, column: int) -> list[str]:
        """Return the history of a task in lines: what was first given, and each change with its reason."""
        indicator = self.indicators[column]
        lines = [f"年初下达 {write_task(row.base, indicator)}{unit_word(indicator)}"]
        for one in row.changes:
            value = "取消" if one.value is None else f"{write_task(one.value, indicator)}{unit_word(indicator)}"
            paper = f"（{one.paper}）" if one.paper else ""
            lines.append(f"{one.from_day}起 {value}：{one.reason}{paper}")
        return lines

    def _text(self, row: int, column: int) -> str:
        indicator = self.indicators[column]
        if row < len(self.units):
            found = self.row_at(row, column)
            return "" if found is None else write_task(found.value, indicator)
        values = [one.value for n in range(row) if (one := self.row_at(n, column)) and one.value is not None]
        return write_task(sum(values), indicator) if values else ""
