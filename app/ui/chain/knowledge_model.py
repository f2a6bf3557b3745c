"""A table of knowledge with changes not saved yet over it: edited in place, added to, switched off, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from app.rules.industry.tables import HEADS, key_of
from app.services.chain.knowledge import OwnRow, TableRow
from app.ui.theme import Colour, font

_DISPLAY: Final = Qt.ItemDataRole.DisplayRole.value
_EDIT: Final = Qt.ItemDataRole.EditRole.value
_BACKGROUND: Final = Qt.ItemDataRole.BackgroundRole.value
_FOREGROUND: Final = Qt.ItemDataRole.ForegroundRole.value
_FONT: Final = Qt.ItemDataRole.FontRole.value
_TIP: Final = Qt.ItemDataRole.ToolTipRole.value
_Index = QModelIndex | QPersistentModelIndex


@dataclass
class Line:
    """One line: its cells as they stand, as they were read (None: new), and whether it is switched off.

    `own` marks a line of the office; the others were shipped.
    """

    cells: TableRow
    read: TableRow | None
    off: bool
    read_off: bool
    own: bool

    @property
    def is_changed(self) -> bool:
        """True where saving would change something."""
        return self.off != self.read_off or (not self.off and self.cells != self.read)


class KnowledgeModel(QAbstractTableModel):
    """Shows the lines of one table that hold the text searched for."""

    edited = Signal()
    """What is not saved yet has changed."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = "industry"
        self.heads: Sequence[str] = HEADS["industry"]
        self.writable = False
        self._lines: list[Line] = []
        self._shown: list[int] = []
        self._text = ""
        self._steps: list[list[tuple[Line, TableRow, bool] | None]] = []

    def show_table(self, kind: str, rows: Sequence[TableRow], own: set[str], off: Mapping[str, TableRow]) -> None:
        """Show a table: its rows in force, the keys of those that are the office's, and the rows switched off."""
        self.beginResetModel()
        self.kind, self.heads = kind, HEADS[kind]
        self._lines = [Line(dict(row), dict(row), False, False, key_of(kind, row) in own) for row in rows]
        self._lines += [Line(dict(row), dict(row), True, True, False) for row in off.values()]
        self._steps.clear()
        self._find()
        self.endResetModel()
        self.edited.emit()

    def search(self, text: str) -> None:
        """Show only lines in which each word of `text` occurs."""
        self.beginResetModel()
        self._text = text
        self._find()
        self.endResetModel()

    def changes(self) -> list[OwnRow]:
        """Return what is to be saved, as rows over the shipped tables."""
        found: list[OwnRow] = []
        for line in self._lines:
            if not line.is_changed:
                continue
            key = key_of(self.kind, line.cells)
            before = key_of(self.kind, line.read) if line.read else key
            if before != key and not line.read_off:
                found.append(OwnRow(self.kind, before, {}))
            if not (line.off and line.read is None):
                found.append(OwnRow(self.kind, key, {} if line.off else dict(line.cells)))
        return found

    def repeated_key(self) -> str:
        """Return the key of two lines that are one and the same; empty where there are none."""
        seen: set[str] = set()
        for line in self._lines:
            key = key_of(self.kind, line.cells)
            if not line.off and key in seen:
                return key
            if not line.off:
                seen.add(key)
        return ""

    def line(self, row: int) -> Line | None:
        """Return what a row shows."""
        return self._lines[self._shown[row]] if 0 <= row < len(self._shown) else None

    def row_of_key(self, key: str) -> int | None:
        """Return the row that shows the line with a key, or None."""
        return next((row for row in range(len(self._shown)) if self.key(row) == key), None)

    def key(self, row: int) -> str:
        """Return the key of a row."""
        line = self.line(row)
        return key_of(self.kind, line.cells) if line else ""

    def add(self) -> int:
        """Add an empty line on top and return its row."""
        line = Line(dict.fromkeys(self.heads, ""), None, False, False, True)
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._lines.append(line)
        self._shown.insert(0, len(self._lines) - 1)
        self.endInsertRows()
        self._steps.append([None])
        self.edited.emit()
        return 0

    def switch(self, rows: Sequence[int], *, off: bool) -> None:
        """Switch lines off, or on again; one step to take back."""
        lines = [line for row in rows if (line := self.line(row)) and line.off != off]
        if lines:
            self._steps.append([(line, dict(line.cells), line.off) for line in lines])
            for line in lines:
                line.off = off
            self._told()

    def can_take_back(self) -> bool:
        """True where something not saved can be taken back."""
        return bool(self._steps)

    def take_back(self) -> None:
        """Take back the latest change that is not saved."""
        if not self._steps:
            return
        self.beginResetModel()
        for step in self._steps.pop():
            if step is None:
                self._lines.pop()
                continue
            line, cells, off = step
            line.cells, line.off = cells, off
        self._find()
        self.endResetModel()
        self.edited.emit()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        return self.heads[section] if role == _DISPLAY and orientation is Qt.Orientation.Horizontal else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        line = self.line(index.row())
        editable = self.writable and line is not None and not line.off
        return usual | Qt.ItemFlag.ItemIsEditable if editable else usual

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        line = self._lines[self._shown[index.row()]]
        head = self.heads[index.column()]
        if role in (_DISPLAY, _EDIT):
            return line.cells.get(head, "")
        if role == _BACKGROUND:
            changed = line.read is None or line.cells.get(head) != line.read.get(head) or line.off != line.read_off
            return QColor(Colour.AMBER_SOFT) if changed else None
        if role == _FOREGROUND:
            return QColor(Colour.FAINT) if line.off else None
        if role == _FONT:
            return _struck() if line.off else font(bold=True) if line.own and index.column() == 0 else None
        if role == _TIP:
            whose = "本单位的" if line.own else "随程序提供的"
            return f"{line.cells.get(head, '')}\n（{whose}{'，已停用' if line.off else ''}）".strip()
        return None

    def setData(self, index: _Index, value: object, role: int = _EDIT) -> bool:
        line, head = self.line(index.row()), self.heads[index.column()]
        text = str(value).strip()
        if role != _EDIT or line is None or not self.writable or line.cells.get(head, "") == text:
            return False
        self._steps.append([(line, dict(line.cells), line.off)])
        line.cells[head] = text
        self._told()
        return True

    def _told(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(self.heads) - 1))
        self.edited.emit()

    def _find(self) -> None:
        words = self._text.split()
        self._shown = [
            number
            for number, line in enumerate(self._lines)
            if line.read is None or all(any(word in cell for cell in line.cells.values()) for word in words)
        ]
        self._shown.sort(key=lambda number: self._lines[number].read is not None)


def _struck() -> QFont:
    made = font()
    made.setStrikeOut(True)
    return made
