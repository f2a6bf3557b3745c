"""The list of projects as Qt asks for it: an ordered list of ids, and the rows of the pages looked at."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from app.rules.money import format_wan
from app.rules.stages import Stage
from app.services.dossiers.projects import ProjectRow, project_rows
from app.ui.theme import Colour

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PAGE: Final = 50
"""Rows read at once: a screen and a half, in a millisecond or two."""

_PAGES_KEPT: Final = 80

# Plain numbers, as Qt passes them: `data` is called for every cell of every frame, and comparing with the members of
# the enumeration makes a frame six times dearer.
_DISPLAY: Final = Qt.ItemDataRole.DisplayRole.value
_ALIGNMENT: Final = Qt.ItemDataRole.TextAlignmentRole.value
_FOREGROUND: Final = Qt.ItemDataRole.ForegroundRole.value
_TOOL_TIP: Final = Qt.ItemDataRole.ToolTipRole.value

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_HORIZONTAL = Qt.Orientation.Horizontal

_Shown = Callable[[ProjectRow], str]

COLUMNS: Final[tuple[tuple[str, str, _Shown, int], ...]] = (
    ("编号", "code", lambda row: row.code, 98),
    ("项目名称", "name", lambda row: row.name, 206),
    ("企业", "enterprise", lambda row: row.enterprise, 140),
    ("县区", "county", lambda row: row.county, 54),
    ("阶段", "stage", lambda row: row.stage.label if row.verified else f"{row.stage.label}·待认定", 92),
    ("总投资(万元)", "investment", lambda row: _wan(row.investment_fen), 92),
    ("签约日期", "signed", lambda row: row.signed_day.isoformat() if row.signed_day else "", 86),
    ("行业", "industry", lambda row: row.industry, 104),
    ("责任领导", "", lambda row: row.leader, 90),
    ("责任部门", "", lambda row: row.department, 120),
    ("到位资金(万元)", "", lambda row: _wan(row.funds_fen or None), 112),
    ("引荐人", "", lambda row: "、".join(row.referrers), 110),
)
"""Heading, sort key (empty: not sorted by), text of a cell, first width: up to 签约日期 the list's part of 1366 px."""

_SHOWN: Final = tuple(column[2] for column in COLUMNS)
_NUMBERS: Final = frozenset(n for n, column in enumerate(COLUMNS) if "万元" in column[0])
_STAGE: Final = next(n for n, column in enumerate(COLUMNS) if column[1] == "stage")


def _wan(fen: int | None) -> str:
    return "" if fen is None else format_wan(fen)


class ProjectTableModel(QAbstractTableModel):
    """Shows the projects of `set_ids`, in that order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection: sqlite3.Connection | None = None
        self._ids: Sequence[int] | NDArray[np.int64] = ()
        self._count = 0
        self._cells: dict[int, list[tuple[str, ...]]] = {}
        self._pale = QBrush(QColor(Colour.FAINT))
        self._waiting = QBrush(QColor(Colour.AMBER))

    def set_ids(self, connection: sqlite3.Connection, ids: Sequence[int] | NDArray[np.int64]) -> None:
        """Show other projects; rows are read from `connection` as they come into view."""
        self.beginResetModel()
        self._connection, self._ids, self._count = connection, ids, len(ids)
        self._cells.clear()
        self.endResetModel()

    @property
    def ids(self) -> Sequence[int] | NDArray[np.int64]:
        """The ids shown, in order."""
        return self._ids

    def project_at(self, row: int) -> int:
        """Return the id of the project in a row."""
        return int(self._ids[row])

    def row_of(self, project_id: int) -> int:
        """Return the row of a project, or -1 where it is not shown."""
        if isinstance(self._ids, list | tuple):
            try:
                return self._ids.index(project_id)
            except ValueError:
                return -1
        import numpy as np

        places = np.flatnonzero(np.asarray(self._ids) == project_id)
        return int(places[0]) if len(places) else -1

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != _HORIZONTAL:
            return None
        if role == _DISPLAY:
            return COLUMNS[section][0]
        if role == _ALIGNMENT and section in _NUMBERS:
            return _RIGHT
        if role == _TOOL_TIP:
            return "点击排序；右键选择要显示的列" if COLUMNS[section][1] else "右键选择要显示的列"
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY:
            return self._row(index.row())[index.column()]
        if role == _ALIGNMENT:
            return _RIGHT if index.column() in _NUMBERS else None
        if role == _FOREGROUND:
            if index.column() != _STAGE:
                return None
            text = self._row(index.row())[_STAGE]
            if text.endswith("待认定"):
                return self._waiting
            return self._pale if text == Stage.TERMINATED.label else None
        if role == _TOOL_TIP:
            return self._row(index.row())[index.column()] or None
        return None

    def _row(self, number: int) -> tuple[str, ...]:
        page, place = divmod(number, PAGE)
        cells = self._cells.get(page)
        if cells is None:
            cells = self._read(page)
        return cells[place] if place < len(cells) else ("",) * len(COLUMNS)

    def _read(self, page: int) -> list[tuple[str, ...]]:
        if self._connection is None:
            return []
        wanted = [int(key) for key in self._ids[page * PAGE : (page + 1) * PAGE]]
        found = {row.id: tuple(shown(row) for shown in _SHOWN) for row in project_rows(self._connection, wanted)}
        gone = ("", "（已不在档案里）", *("",) * (len(COLUMNS) - 2))
        cells = [found.get(key, gone) for key in wanted]
        if len(self._cells) >= _PAGES_KEPT:
            del self._cells[next(iter(self._cells))]
        self._cells[page] = cells
        return cells
