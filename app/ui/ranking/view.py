"""The table of a ranking: two lines in each indicator's cell, the total set apart, copying with every figure."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.rules.audience import widest_for
from app.ui.ranking.model import CELL, CLASS, FIRST_INDICATOR, HAND, MOVE, RANK, SCORE, UNIT, RankingModel
from app.ui.ranking.moves import risen_text
from app.ui.ranking.wording import BY_HAND, NO_TASK, Cell
from app.ui.theme import Colour, Space, small_font
from app.ui.widgets.table import TableView, Units

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class IndicatorDelegate(QStyledItemDelegate):
    """Paints 完成／任务 with the points beside it, and below it the completion with 超 or 欠."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        cell = index.data(CELL)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if not isinstance(cell, Cell):
            super().paint(painter, option, index)
            return
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        area = option.rect.adjusted(Space.SMALL, Space.HAIR, -Space.SMALL, -Space.HAIR)
        painter.save()
        self._paint_cell(painter, area, cell, selected, option.font)
        painter.restore()

    @staticmethod
    def _paint_cell(painter: QPainter, area: QRect, cell: Cell, selected: bool, ordinary: QFont) -> None:
        ink = QColor("#ffffff" if selected else Colour.TEXT)
        quiet = QColor("#ffffff" if selected else Colour.MUTED)
        half = area.height() // 2
        top = QRect(area.left(), area.top(), area.width(), half)
        below = QRect(area.left(), area.top() + half, area.width(), half)
        painter.setFont(ordinary)
        painter.setPen(ink)
        has_task = bool(cell.target) and cell.target != NO_TASK
        painter.drawText(top, _LEFT, f"{cell.actual}／{cell.target}" if has_task else cell.actual)
        painter.setPen(quiet)
        painter.setFont(small_font())
        painter.drawText(top, _RIGHT, cell.points and f"{cell.points}分")
        if cell.target == NO_TASK:
            painter.drawText(below, _LEFT, NO_TASK)
            return
        painter.drawText(below, _LEFT, cell.completion)
        if not selected:
            painter.setPen(QColor(Colour.RED if cell.behind else Colour.GREEN))
        painter.drawText(below, _RIGHT, cell.ahead)


class RankingView(TableView):
    """Shows a `RankingModel`; copying takes the whole table where nothing is selected."""

    def __init__(self, model: RankingModel, parent: QWidget | None = None, *, units: Units) -> None:
        super().__init__(parent, units=units)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(IndicatorDelegate(self))
        self.setSelectionMode(self.SelectionMode.ContiguousSelection)
        self.setAlternatingRowColors(False)
        self.setShowGrid(True)
        self.setAccessibleName("排名表")
        line = self.fontMetrics().height()
        self.verticalHeader().setDefaultSectionSize(2 * line + 3 * Space.TIGHT)
        header = self.horizontalHeader()
        header.setMinimumHeight(2 * line + 2 * Space.SMALL)
        header.setSectionsMovable(False)
        header.setStretchLastSection(True)
        self.setSortingEnabled(True)
        model.modelReset.connect(self._fit)

    def copy(self) -> None:
        """Copy the selected rows, or all, with every figure in a column of its own."""
        if not self.selected_rows():
            self.selectAll()
        super().copy()

    def as_text(self, rows: list[int]) -> str:
        return "\n".join("\t".join(line) for line in self._model.as_lines(rows)) + "\n"

    def _fit(self) -> None:
        """Give columns the width that their widest possible text needs; units as long as their names."""
        if self._model.table:
            self.widest = widest_for(self._model.table.group)
        self.sortByColumn(RANK, Qt.SortOrder.AscendingOrder)
        measure = self.fontMetrics().horizontalAdvance
        names = [unit.name for unit in self._model.units]
        self.setColumnWidth(RANK, measure("名次　") + Space.LARGE)
        self.setColumnWidth(UNIT, min(200, max(map(measure, [*names, "全市合计　"])) + Space.LARGE))
        self.setColumnWidth(SCORE, measure("100.00") + Space.LARGE)
        apart = {move.class_before for move in self._model.moves.values() if move.class_before}
        moves = ["↑10　+10.00", *(f"{risen_text(None, None, one)}　+10.00" for one in apart)]
        self.setColumnWidth(MOVE, max(map(measure, moves)) + Space.LARGE)
        self.setColumnWidth(CLASS, measure("未分类") + Space.LARGE)
        self.setColumnWidth(HAND, measure(BY_HAND) + Space.LARGE)
        header, unused = self.horizontalHeader(), self._model.unused()
        for column in (CLASS, HAND):
            self.setColumnHidden(column, column in unused)
        header.moveSection(header.visualIndex(CLASS), 0)
        header.moveSection(header.visualIndex(HAND), header.visualIndex(SCORE) + 1)
        for column in range(FIRST_INDICATOR, self._model.columnCount()):
            cells = [self._model.cell(row, column) for row in range(self._model.rowCount())]
            lines = [
                line
                for cell in cells
                if cell is not None
                for line in (f"{cell.actual}／{cell.target} {cell.points}分", f"{cell.completion} {cell.ahead}")
            ]
            label = self._model.heads[column - FIRST_INDICATOR].label
            self.setColumnWidth(column, max(map(measure, [*lines, label])) + 2 * Space.SMALL)
