"""The table in which tasks are typed: a block of cells goes in from Excel and out again, Delete takes tasks away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from app.ui.targets.model import Cell, TargetsModel
from app.ui.widgets.table import TableView, Units

_SIDE = Qt.Orientation.Vertical
_TOP = Qt.Orientation.Horizontal


class TargetsView(TableView):
    """Shows a `TargetsModel`."""

    def __init__(self, model: TargetsModel, parent: QWidget | None = None, *, units: Units) -> None:
        super().__init__(parent, units=units)
        self._model = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            trigger.DoubleClicked | trigger.SelectedClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed
        )
        self.setAlternatingRowColors(False)
        self.setShowGrid(True)
        self.setAccessibleName("任务表")
        self.verticalHeader().show()
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(96)
        head.setSectionsMovable(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)

    def copy(self) -> None:
        """Put the selected cells on the clipboard as Excel takes them; one cell alone is the whole table with heads.

        Cells are bare figures, so that they can be pasted back; the whole table names units and states its audience.
        """
        cells = self.selectedIndexes()
        model = self._model
        if len(cells) > 1:
            rows = sorted({one.row() for one in cells})
            columns = sorted({one.column() for one in cells})
            lines = [[str(model.index(row, column).data() or "") for column in columns] for row in rows]
            text = _as_text(lines)
        else:
            columns = range(model.columnCount())
            lines = [["", *(str(model.headerData(column, _TOP)).replace("\n", "") for column in columns)]]
            lines += [
                [str(model.headerData(row, _SIDE)), *(str(model.index(row, column).data() or "") for column in columns)]
                for row in range(model.rowCount())
            ]
            text = self.marked(_as_text(lines), list(range(model.rowCount())))
        QGuiApplication.clipboard().setText(text)

    def paste(self) -> None:
        """Write the block on the clipboard from the current cell on; one value fills all the selected cells."""
        block = block_of(QGuiApplication.clipboard().text())
        chosen = [(one.row(), one.column()) for one in self.selectedIndexes()]
        if not block or not chosen or not self._model.writable:
            return
        top, left = min(row for row, _ in chosen), min(column for _, column in chosen)
        if len(block) == 1 and len(block[0]) == 1:
            texts: dict[Cell, str] = dict.fromkeys(chosen, block[0][0])
        else:
            texts = {
                (top + row, left + column): text for row, line in enumerate(block) for column, text in enumerate(line)
            }
        self._model.written.emit(texts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._model.writable:
            self._model.written.emit({(one.row(), one.column()): "" for one in self.selectedIndexes()})
        else:
            super().keyPressEvent(event)


def _as_text(lines: list[list[str]]) -> str:
    return "\n".join("\t".join(line) for line in lines) + "\n"


def block_of(text: str) -> list[list[str]]:
    """Return the cells of a text as Excel puts it on the clipboard; empty lines at its end are none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    return [line.split("\t") for line in lines] if text.strip("\r\n") else []
