"""Step 1: which files; chosen in a dialogue or dropped here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.ui.theme import Colour, Space
from app.ui.widgets.layout import button, label

ENDINGS = (".xlsx", ".xls", ".xlsm", ".ods", ".et", ".csv", ".txt")
"""What ledgers are kept in: Excel, WPS, LibreOffice, text."""

_HINT = (
    "可以一次选几个文件：签约项目台账、项目进展月报、在谈项目表、目标任务分解表。"
    "先导入任务表和签约台账，再导入进展月报，月报才找得到它说的项目。\n"
    "导入前会先试算，逐行说明将新增、更新、拒收什么；确认以前不改动任何数据。"
)
_PATH = Qt.ItemDataRole.UserRole


class FilesPage(QWidget):
    """A list of files to add to, drop on and remove from."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.list = QListWidget()
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName("要导入的文件")
        self.empty = label("把台账文件拖到这里，或点“选择文件”。", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setStyleSheet(
            f"background: {Colour.SURFACE}; border: 2px dashed {Colour.STRONG_LINE}; border-radius: 6px;"
        )
        self.add_button, self.remove_button = button("选择文件…"), button("移除")
        side = QVBoxLayout()
        side.addWidget(self.add_button)
        side.addWidget(self.remove_button)
        side.addStretch(1)
        middle = QHBoxLayout()
        middle.addWidget(self.list, 1)
        middle.addWidget(self.empty, 1)
        middle.addLayout(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(label(_HINT, "muted", wrap=True))
        layout.addLayout(middle, 1)
        self.add_button.clicked.connect(self.choose)
        self.remove_button.clicked.connect(self.remove_selected)
        QShortcut(QKeySequence.StandardKey.Delete, self.list, self.remove_selected)
        self._show()

    def paths(self) -> list[Path]:
        """Return the files, in order."""
        return [self.list.item(row).data(_PATH) for row in range(self.list.count())]

    def add(self, paths: Iterable[Path]) -> None:
        """Add files that are not there yet."""
        known = set(self.paths())
        for path in paths:
            if path not in known:
                item = QListWidgetItem(f"{path.name}　　{path.parent}")
                item.setData(_PATH, path)
                item.setToolTip(str(path))
                self.list.addItem(item)
                known.add(path)
        self._show()

    def choose(self) -> None:
        """Ask for files."""
        kinds = f"台账 ({' '.join(f'*{ending}' for ending in ENDINGS)});;所有文件 (*)"
        names, _ = QFileDialog.getOpenFileNames(self, "选择台账", "", kinds)
        self.add(map(Path, names))

    def remove_selected(self) -> None:
        """Take the selected files off the list (not off the disk)."""
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self._show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add(dropped(event))
        event.acceptProposedAction()

    def _show(self) -> None:
        some = self.list.count() > 0
        self.list.setVisible(some)
        self.empty.setVisible(not some)
        self.remove_button.setEnabled(some)
        self.changed.emit()


def dropped(event: QDropEvent) -> list[Path]:
    """Return the files that are dragged, those of other programs' making left out."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
