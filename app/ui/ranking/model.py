"""The ranking as a table model: a row per unit, the city's total last, a column per indicator."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app.rules.scoring import UnitScore, hand_points
from app.services.ranking.comparing import UnitMove
from app.services.ranking.ranking import IndicatorHead, RankingTable
from app.ui.ranking.moves import risen_text, score_text
from app.ui.ranking.wording import (
    BY_HAND,
    CELL_HEADS,
    NO_TASK,
    TOTAL,
    Cell,
    brief,
    hand_lines,
    score_cell,
    told,
    total_cell,
)
from app.ui.theme import Colour, font

RANK, UNIT, SCORE, MOVE, CLASS, HAND, FIRST_INDICATOR = range(7)
_IN_ORDER = (CLASS, RANK, UNIT, SCORE, HAND, MOVE)
"""The columns before the indicators as people read them."""
CELL = Qt.ItemDataRole.UserRole
"""The role under which an indicator's `Cell` is had, for the delegate."""

_DISPLAY = Qt.ItemDataRole.DisplayRole
_ALIGN = Qt.ItemDataRole.TextAlignmentRole
_TIP = Qt.ItemDataRole.ToolTipRole
_BACKGROUND = Qt.ItemDataRole.BackgroundRole
_FOREGROUND = Qt.ItemDataRole.ForegroundRole
_FONT = Qt.ItemDataRole.FontRole
_HEADS: tuple[str, ...] = ("名次", "单位", "得分", "较上期", "类别", BY_HAND)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_Index = QModelIndex | QPersistentModelIndex


class RankingModel(QAbstractTableModel):
    """Shows one `RankingTable`; sorting reorders the units, never the total."""

    def __init__(self) -> None:
        super().__init__()
        self.table: RankingTable | None = None
        self.heads: tuple[IndicatorHead, ...] = ()
        self.units: list[UnitScore] = []
        self.moves: dict[int, UnitMove] = {}
        self._total_look: dict[int, object] = {_BACKGROUND: QColor(Colour.SUBTLE), _FONT: font(bold=True)}

    def show_table(self, table: RankingTable | None, moves: dict[int, UnitMove] | None = None) -> None:
        """Show another ranking, in its own order; `moves` are those against the period before, by unit."""
        self.beginResetModel()
        self.table = table
        self.heads = table.heads if table else ()
        self.units = list(table.rows) if table else []
        self.moves = moves or {}
        self.endResetModel()

    def unit_at(self, row: int) -> UnitScore | None:
        """Return the unit of a row, None for the total."""
        return self.units[row] if 0 <= row < len(self.units) else None

    def row_of(self, unit_id: int) -> int:
        """Return the row of a unit, or -1."""
        return next((row for row, unit in enumerate(self.units) if unit.unit_id == unit_id), -1)

    def key_at(self, column: int) -> str | None:
        """Return the key of the indicator that a column shows, None for the other columns."""
        number = column - FIRST_INDICATOR
        return self.heads[number].key if 0 <= number < len(self.heads) else None

    def unused(self) -> set[int]:
        """Return the columns with nothing to show: the class without classes, points by hand where there are none."""
        table = self.table
        used = {CLASS: table is not None and table.by_class, HAND: table is not None and table.has_hand_points}
        return {column for column, needed in used.items() if not needed}

    def column_of(self, key: str | None) -> int:
        """Return the column of an indicator, or that of the score."""
        return next((FIRST_INDICATOR + n for n, head in enumerate(self.heads) if head.key == key), SCORE)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self.table is None else len(self.units) + 1

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else FIRST_INDICATOR + len(self.heads)

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == CELL:
            return self.cell(row, column)
        if role == _DISPLAY:
            return self._text(row, column)
        if role == _ALIGN:
            return _CENTRE if column in (RANK, MOVE, CLASS) else _RIGHT if column in (SCORE, HAND) else None
        if role == _TIP:
            return self._tip(row, column)
        if role == _FOREGROUND and column == MOVE:
            return self._move_colour(row)
        if row == len(self.units):
            return self._total_look.get(role)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        number = section - FIRST_INDICATOR
        if role == _DISPLAY:
            if number < 0:
                return _HEADS[section]
            head = self.heads[number]
            weight = f"权重{brief(head.weight)}" if head.weight else "加分项"
            return f"{head.label}\n{head.unit}　{weight}"
        if role == _ALIGN and number < 0:
            return _CENTRE
        if role == _TIP and number >= 0:
            return "单击排序。每格左边为完成／任务，下面为完成率和对序时进度的超欠，右边为得分。"
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; the order of the ranking itself decides among equals."""
        if self.table is None or column < 0:
            return
        self.layoutAboutToBeChanged.emit()
        self.units = list(self.table.rows)
        if column != RANK:
            self.units.sort(key=lambda unit: self._sort_key(unit, column), reverse=order is _DESCENDING)
        elif order is _DESCENDING:
            self.units.reverse()
        self.layoutChanged.emit()

    def cell(self, row: int, column: int) -> Cell | None:
        """Return what an indicator's cell shows."""
        number = column - FIRST_INDICATOR
        if self.table is None or not 0 <= number < len(self.heads):
            return None
        unit = self.unit_at(row)
        if unit is None:
            return total_cell(self.heads[number], self.table.city[number])
        return score_cell(self.heads[number], unit.indicators[number])

    def as_lines(self, rows: list[int]) -> list[list[str]]:
        """Return rows with their two head lines, each indicator taken apart into a column per figure."""
        first = [column for column in _IN_ORDER if column not in self.unused()]
        top, below = [""] * len(first), [_HEADS[column] for column in first]
        for head in self.heads:
            top += [f"{head.label}（{head.unit}）", "", "", "", ""]
            below += CELL_HEADS
        lines = [top, below]
        for row in rows:
            line = [self._text(row, column) for column in first]
            for number in range(len(self.heads)):
                cell = self.cell(row, FIRST_INDICATOR + number)
                line += cell.parts() if cell else ()
            lines.append(line)
        return lines

    def _text(self, row: int, column: int) -> str:
        unit = self.unit_at(row)
        if column == RANK:
            return "" if unit is None or unit.rank is None else str(unit.rank)
        if column == UNIT:
            return TOTAL if unit is None else unit.name
        if column == SCORE:
            return "—" if unit is None else NO_TASK if unit.score is None else str(unit.score)
        if column == MOVE:
            return self._move_text(unit)
        if column == CLASS:
            return "" if unit is None or self.table is None else self.table.class_of(unit)
        if column == HAND:
            return "" if unit is None else hand_points(unit)
        cell = self.cell(row, column)
        if cell is None:
            return ""
        first = f"{cell.actual}／{cell.target}" if cell.target else cell.actual
        parts = (first, cell.completion, cell.ahead, cell.points and f"{cell.points}分")
        return " ".join(part for part in parts if part)

    def _move_text(self, unit: UnitScore | None) -> str:
        move = self.moves.get(unit.unit_id) if unit else None
        if move is None:
            return "—"
        places = risen_text(move.rank_before, move.rank_after, move.class_before)
        points = score_text(move.score_before, move.score_after)
        return f"{places}　{points}" if points else places

    def _move_colour(self, row: int) -> QColor | None:
        unit = self.unit_at(row)
        risen = self.moves[unit.unit_id].risen if unit and unit.unit_id in self.moves else None
        return QColor(Colour.GREEN if risen > 0 else Colour.RED) if risen else None

    def _tip(self, row: int, column: int) -> str | None:
        unit, cell = self.unit_at(row), self.cell(row, column)
        if column == MOVE and unit is not None and (move := self.moves.get(unit.unit_id)):
            return f"与上期相比：{move.why}"
        if column == HAND and unit is not None:
            return "\n".join(hand_lines(unit)) or None
        if cell is None:
            return "由全市项目重新计算，每个项目只计一次，不是各单位相加。" if unit is None else None
        number = column - FIRST_INDICATOR
        said = f"{self.heads[number].label}：{told(self.heads[number], cell)}"
        return said if unit is None else f"{unit.name}　{said}\n{unit.indicators[number].working}"

    def _sort_key(self, unit: UnitScore, column: int) -> tuple[bool, Fraction | str]:
        if column == UNIT:
            return False, unit.name
        if column == SCORE:
            return unit.score is not None, Fraction(unit.score or 0)
        if column == MOVE:
            risen = self.moves[unit.unit_id].risen if unit.unit_id in self.moves else None
            return risen is not None, Fraction(risen or 0)
        if column == CLASS:
            return False, unit.class_key
        if column == HAND:
            return bool(unit.manual), Fraction(unit.manual_points)
        line = unit.indicators[column - FIRST_INDICATOR]
        value = line.completion if self.heads[column - FIRST_INDICATOR].needs_target else line.actual
        return value is not None, value if value is not None else Fraction(0)


_DESCENDING = Qt.SortOrder.DescendingOrder
