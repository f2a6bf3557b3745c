"""The register of papers as a table: where each stands, whom it goes to, whether an answer is overdue."""

from __future__ import annotations

import datetime as dt
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from app.rules.audience import SINGLE, narrowest
from app.rules.papers import Status
from app.services.papers.register import PaperRow
from app.ui.theme import Colour
from app.ui.widgets.table import TableView

_HEADS = ("状态", "文号", "标题", "收文单位", "答复", "印发范围", "成文日期")
TITLE_COLUMN: Final = _HEADS.index("标题")
_DISPLAY: Final = Qt.ItemDataRole.DisplayRole.value
_TOOL_TIP: Final = Qt.ItemDataRole.ToolTipRole.value
_FOREGROUND: Final = Qt.ItemDataRole.ForegroundRole.value
_Index = QModelIndex | QPersistentModelIndex


class RecordsModel(QAbstractTableModel):
    """Shows `PaperRow`s as of a day; overdue ones red, withdrawn ones grey."""

    def __init__(self) -> None:
        super().__init__()
        self.papers: tuple[PaperRow, ...] = ()
        self._today = dt.date.min
        self._red, self._amber, self._grey = (
            QBrush(QColor(colour)) for colour in (Colour.RED, Colour.AMBER, Colour.FAINT)
        )

    def show_papers(self, papers: tuple[PaperRow, ...], today: dt.date) -> None:
        """Show other papers."""
        self.beginResetModel()
        self.papers, self._today = papers, today
        self.endResetModel()

    def row_of(self, paper_id: int) -> int | None:
        """Return the row in which a paper stands."""
        return next((row for row, paper in enumerate(self.papers) if paper.id == paper_id), None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.papers)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        paper = self.papers[index.row()]
        if role == _FOREGROUND:
            if paper.status is Status.WITHDRAWN:
                return self._grey
            if paper.due.overdue(self._today):
                return self._red
            return self._amber if paper.due.soon(self._today) else None
        if role not in (_DISPLAY, _TOOL_TIP):
            return None
        return (
            paper.status.value,
            paper.number or "—",
            paper.title,
            paper.recipients,
            paper.due.state(self._today),
            paper.audience,
            paper.day.isoformat(),
        )[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        return _HEADS[section] if orientation is Qt.Orientation.Horizontal and role == _DISPLAY else None


class RecordsTable(TableView):
    """The register on the screen; rows that are copied say how far they may go."""

    def audience_of(self, text: str, rows: list[int]) -> str:
        """Return the narrowest audience of the papers, and of the units that they name.

        A letter to a leader says 收文单位; beside others' letters its line is for nobody else.
        """
        model = self.model()
        assert isinstance(model, RecordsModel)
        papers = {model.papers[row].audience for row in rows}
        alone = len(rows) == 1 and papers == {SINGLE}
        return SINGLE if alone else narrowest([*papers, super().audience_of(text, rows)])
