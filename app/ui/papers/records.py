"""The papers that the office has recorded, the latest first."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.services.papers.register import PaperRow

_HEADS = ("成文日期", "文号", "标题", "印发范围")
_DISPLAY = Qt.ItemDataRole.DisplayRole
_Index = QModelIndex | QPersistentModelIndex


class RecordsModel(QAbstractTableModel):
    """Shows `PaperRow`s."""

    def __init__(self) -> None:
        super().__init__()
        self.papers: tuple[PaperRow, ...] = ()

    def show_papers(self, papers: tuple[PaperRow, ...]) -> None:
        """Show other papers."""
        self.beginResetModel()
        self.papers = papers
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.papers)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        if role not in (_DISPLAY, Qt.ItemDataRole.ToolTipRole):
            return None
        paper = self.papers[index.row()]
        return (paper.day.isoformat(), paper.number or "未编号", paper.title, paper.audience)[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        return _HEADS[section] if orientation is Qt.Orientation.Horizontal and role == _DISPLAY else None
