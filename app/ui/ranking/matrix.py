"""矩阵: unit × indicator in colour, from far behind (red) to well ahead (green), like a map of the group."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QVBoxLayout, QWidget

from app.rules.audience import widest_for
from app.rules.scoring import IndicatorScore, percent
from app.services.ranking.ranking import RankingTable
from app.ui.ranking.wording import NO_TASK, ahead_text, brief, placed_name
from app.ui.theme import Colour
from app.ui.widgets.layout import label
from app.ui.widgets.table import TableView, Units

_DISPLAY: Final = Qt.ItemDataRole.DisplayRole.value
_BACKGROUND: Final = Qt.ItemDataRole.BackgroundRole.value
_FOREGROUND: Final = Qt.ItemDataRole.ForegroundRole.value
_ALIGN: Final = Qt.ItemDataRole.TextAlignmentRole.value
_TIP: Final = Qt.ItemDataRole.ToolTipRole.value
_CENTRE = Qt.AlignmentFlag.AlignCenter
_Index = QModelIndex | QPersistentModelIndex

STEPS: Final = ("#c0504d", "#e39a94", "#f6dcd8", "#e3f1e6", "#a9d1b0", "#5d9e6c")
"""Far behind, behind, a little behind, a little ahead, ahead, well ahead."""
_BOUNDS = (-0.25, -0.10, 0.0, 0.10, 0.25)


def step_of(line: IndicatorScore, *, extra: bool = False) -> int | None:
    """Return the step of colour: by 超/欠 where there is a task, else by points ÷ full points; None for no task.

    An `extra` indicator (加分项) is green where it gave points and never red.
    """
    if line.ahead is not None:
        return sum(float(line.ahead) >= bound for bound in _BOUNDS)
    if extra:
        return 4 if line.points else None
    if line.points is None or not line.full_points:
        return None
    return min(5, int(float(line.points / line.full_points) * 6))


class MatrixModel(QAbstractTableModel):
    """A row per unit in the order of the ranking, a column per indicator."""

    def __init__(self) -> None:
        super().__init__()
        self.table: RankingTable | None = None
        self._brushes = [QColor(colour) for colour in STEPS]

    def show_table(self, table: RankingTable | None) -> None:
        """Show another ranking."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self.table is None else len(self.table.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self.table is None else len(self.table.heads)

    def line(self, index: _Index) -> IndicatorScore:
        """Return the indicator of a cell."""
        assert self.table is not None
        return self.table.rows[index.row()].indicators[index.column()]

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        line = self.line(index)
        extra = self.table is not None and not self.table.heads[index.column()].weight
        if role == _DISPLAY:
            if line.completion is not None:
                return f"{percent(line.completion)}　{ahead_text(line.ahead)}"
            return NO_TASK if line.points is None else f"{brief(line.points)}分"
        if role == _BACKGROUND:
            step = step_of(line, extra=extra)
            return None if step is None else self._brushes[step]
        if role == _FOREGROUND:
            step = step_of(line, extra=extra)
            return QColor(Colour.FAINT if step is None else "#ffffff" if step in (0, 5) else Colour.TEXT)
        if role == _ALIGN:
            return _CENTRE
        return line.working if role == _TIP else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if self.table is None or role != _DISPLAY:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self.table.heads[section].label
        return placed_name(self.table, self.table.rows[section])


class Matrix(QWidget):
    """The matrix with its legend."""

    chosen = Signal(int, object)
    """The user chose a cell: the unit's id and the key of the indicator."""

    def __init__(self, *, units: Units) -> None:
        super().__init__()
        self.model = MatrixModel()
        self.view = TableView(units=units)
        self.view.setModel(self.model)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.view.setAlternatingRowColors(False)
        self.view.setShowGrid(True)
        self.view.setAccessibleName("单位与指标矩阵")
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.view.horizontalHeader().setMinimumSectionSize(110)
        self.view.horizontalHeader().setDefaultAlignment(_CENTRE)
        self.view.verticalHeader().show()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            label(
                "颜色：对序时进度的超欠，由红（欠25个百分点以上）到绿（超25个百分点以上）；没有任务的不着色。",
                "muted",
                wrap=True,
            )
        )
        layout.addWidget(self.view, 1)
        self._selecting = False
        self.view.selectionModel().currentChanged.connect(self._cell_chosen)

    def show_table(self, table: RankingTable | None) -> None:
        """Show another ranking."""
        self.model.show_table(table)
        if table:
            self.view.widest = widest_for(table.group)

    def select_unit(self, unit_id: int | None) -> None:
        """Go to the row of a unit, in the column where the cursor is."""
        rows = self.model.table.rows if self.model.table else ()
        row = next((number for number, one in enumerate(rows) if one.unit_id == unit_id), None)
        current = self.view.currentIndex()
        if row is None or (current.isValid() and current.row() == row):
            return
        self._selecting = True
        self.view.setCurrentIndex(self.model.index(row, max(current.column(), 0)))
        self._selecting = False

    def _cell_chosen(self, index: QModelIndex, _before: QModelIndex = QModelIndex()) -> None:
        if index.isValid() and not self._selecting and self.model.table is not None:
            table = self.model.table
            self.chosen.emit(table.rows[index.row()].unit_id, table.heads[index.column()].key)
