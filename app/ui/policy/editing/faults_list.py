"""The list of what is still wrong in a draft, each with its place; a click or Enter leads there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.rules.policy.faults import Fault
from app.ui.theme import Space
from app.ui.widgets.layout import label

MOST_HEIGHT = 92
_FAULT = Qt.ItemDataRole.UserRole


class _List(QListWidget):
    """A list whose Enter key chooses, as a click does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem():
            self.itemClicked.emit(self.currentItem())
        else:
            super().keyPressEvent(event)


class FaultsList(QWidget):
    """Shows faults; `chosen` tells which one the user wants to mend."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.head = label("", "muted")
        self.list = _List()
        self.list.setAccessibleName("要改的地方")
        self.list.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TIGHT)
        layout.addWidget(self.head)
        layout.addWidget(self.list)
        self.list.itemClicked.connect(lambda item: self.chosen.emit(item.data(_FAULT)))

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Show the faults, or that there are none."""
        self.list.clear()
        self.list.setVisible(bool(faults))
        if faults:
            self.head.setText(f"检查：{len(faults)} 处要改，改完才能保存。点一处就到那里（F8 逐处看）。")
        else:
            self.head.setText("检查：没有问题，可以保存。")
        for fault in faults:
            item = QListWidgetItem(_line(fault))
            item.setData(_FAULT, fault)
            item.setToolTip(fault.text)
            self.list.addItem(item)
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        self.list.setFixedHeight(min(rows + 2 * self.list.frameWidth() + 2, MOST_HEIGHT))

    def next(self) -> None:
        """Go to the next fault, from the last one to the first."""
        if count := self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + 1) % count)
            self.chosen.emit(self.list.currentItem().data(_FAULT))


def _line(fault: Fault) -> str:
    if not fault.number:
        return f"文件头 {fault.called or fault.path}：{fault.reason}"
    called = f"（{fault.called}）" if fault.called else ""
    return f"{fault.place}{called}：{fault.reason}"
