"""The candidates as a table: a box to choose each, its score part by part, and the figures behind every part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont

from app.rules.leading import ASPECTS, Scored
from app.rules.money import format_yi
from app.ui.theme import Colour, font

HEADS: Final = (
    "产业", "得分", *ASPECTS.values(), "稳定", "企业", "投资（亿元）", "链条", "敏感度", "邻市", "近12月", "前12月",
    "提示",
)  # fmt: skip
WIDTHS: Final = (150, 50, 66, 66, 66, 66, 66, 50, 46, 92, 56, 58, 110, 58, 58, 220)
TIPS: Final = {
    "稳定": "各权重分别减、增 20%，共十次，有几次仍列入建议",
    "链条": "与它有供应关系的行业，本市已有几个 / 一共几个",
    "敏感度": "优惠政策能影响投资决定的程度，1 至 5；2 及以下为不敏感",
    "近12月": "最近 12 个月认定的签约项目",
    "前12月": "再前 12 个月认定的签约项目",
}
_DISPLAY: Final = Qt.ItemDataRole.DisplayRole.value
_CHECK: Final = Qt.ItemDataRole.CheckStateRole.value
_ALIGN: Final = Qt.ItemDataRole.TextAlignmentRole.value
_FOREGROUND: Final = Qt.ItemDataRole.ForegroundRole.value
_TIP: Final = Qt.ItemDataRole.ToolTipRole.value
_FONT: Final = Qt.ItemDataRole.FontRole.value
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT_COLUMNS = (0, HEADS.index("邻市"), HEADS.index("提示"))


class LeadingModel(QAbstractTableModel):
    """Rows of `Scored`; ticking a row supposes that the industry is chosen."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scored: tuple[Scored, ...] = ()
        self.chosen: set[str] = set()
        self._leading: frozenset[str] = frozenset()
        self._stands: dict[str, int] = {}
        self._rows: list[tuple[str, ...]] = []
        self._bold: QFont = font(bold=True)

    def show_scored(self, scored: Sequence[Scored], leading: Sequence[str], stands: dict[str, int], moves: int) -> None:
        """Show candidates in this order; `stands` counts in how many of the `moves` each stays proposed."""
        self.beginResetModel()
        self.scored, self._leading, self._stands = tuple(scored), frozenset(leading), stands
        self._rows = [_cells(one, one.figures.name in self._leading, stands, moves) for one in scored]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return HEADS[section]
        if role == _TIP:
            return TIPS.get(HEADS[section])
        return _RIGHT if role == _ALIGN and section not in _LEFT_COLUMNS else None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _DISPLAY) -> Any:
        row, column = index.row(), index.column()
        one = self.scored[row]
        if role in (_DISPLAY, _TIP):
            return self._rows[row][column]
        if role == _CHECK and column == 0:
            return Qt.CheckState.Checked if one.figures.name in self.chosen else Qt.CheckState.Unchecked
        if role == _ALIGN and column not in _LEFT_COLUMNS:
            return _RIGHT
        if role == _FOREGROUND and one.warning:
            return QBrush(QColor(Colour.AMBER))
        if role == _FONT and column <= 1 and one.figures.name in self._leading:
            return self._bold
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        box = Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | box

    def setData(self, index: QModelIndex | QPersistentModelIndex, value: Any, role: int = _DISPLAY) -> bool:
        if role != _CHECK or index.column() != 0:
            return False
        name = self.scored[index.row()].figures.name
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self.chosen.add(name)
        else:
            self.chosen.discard(name)
        self.dataChanged.emit(index, index, [_CHECK])
        self.ticked.emit()
        return True

    def row_of(self, name: str) -> int | None:
        """Return the row of an industry."""
        return next((row for row, one in enumerate(self.scored) if one.figures.name == name), None)


def _cells(one: Scored, leading: bool, stands: dict[str, int], moves: int) -> tuple[str, ...]:
    figures = one.figures
    beside = [f"{city}保留" for city in figures.reserved_by] + [f"{city}主攻" for city in figures.pursued_by]
    return (
        f"{figures.name}（现行）" if leading else figures.name,
        f"{float(one.total):.1f}",
        *(f"{float(one.points[key]):.1f}" for key in ASPECTS),
        f"{stands.get(figures.name, 0)}/{moves}",
        str(figures.enterprises),
        format_yi(figures.fen, 2),
        f"{figures.links_present}/{figures.links_known}",
        f"{figures.sensitivity:.1f}",
        "、".join(beside),
        str(figures.recent),
        str(figures.before),
        one.warning,
    )
