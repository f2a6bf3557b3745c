"""The conditions of a rule as a tree: groups of all or any, comparisons, negation; edited by buttons and keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.rules.policy.faults import Fault
from app.rules.policy.trees import (
    Branch,
    add_beside,
    branch_of,
    found_at,
    in_words,
    moved,
    new_test,
    removed,
    wrapped,
)
from app.ui.policy.editing.node_bar import NodeBar
from app.ui.policy.editing.texts import Words
from app.ui.theme import Colour, Space, font
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button

_NODE = Qt.ItemDataRole.UserRole
_NOTHING = "没有条件：凡属本办法范围的都适用。点“加条件”开始。"


class ConditionTree(QWidget):
    """Edits `when` of a rule; `plain` gives it as YAML holds it, None where nothing is asked for."""

    edited = Signal()

    def __init__(self, today: dt.date, words: Words) -> None:
        super().__init__()
        self.root: Branch | None = None
        self._items: dict[Branch, QTreeWidgetItem] = {}
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("条件树")
        self.tree.setMinimumHeight(110)
        self.tree.installEventFilter(self)
        self.add_button, self.group_button = button("加条件"), button("加一组")
        self.wrap_button, self.not_button = button("套成一组"), button("取非")
        self.remove_button, self.up_button, self.down_button = button("删去"), button("上移"), button("下移")
        for made, tip in (
            (self.add_button, "在选中的组里、或选中的条件后面加一个条件（Insert）"),
            (self.group_button, "加一组“满足任一”的条件（Shift+Insert）"),
            (self.wrap_button, "把选中的一项放进一个新的组里（Ctrl+G）"),
            (self.not_button, "满足变不满足（空格）"),
            (self.remove_button, "删去选中的一项（Delete）"),
            (self.up_button, "Alt+↑"),
            (self.down_button, "Alt+↓"),
        ):
            made.setToolTip(tip)
        self.bar = NodeBar(today, words)
        line = QWidget()
        buttons = FlowLayout(line, spacing=Space.TIGHT)
        for made in self._buttons():
            buttons.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(line)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.bar)
        self._connect()

    def show_when(self, raw: object) -> None:
        """Show the conditions of a rule, finished or not."""
        self.root = None if raw is None else branch_of(raw)
        self._rebuild(self.root)

    def plain(self) -> dict[str, Any] | None:
        """Return the conditions as YAML holds them."""
        return self.root.plain() if self.root else None

    def chosen(self) -> Branch | None:
        """Return the node that the cursor is on."""
        item = self.tree.currentItem()
        node = item.data(0, _NODE) if item else None
        return node if isinstance(node, Branch) else None

    def go_to(self, path: str) -> bool:
        """Choose the node at a place (when.all[2].any[1]); return whether there is one."""
        node = found_at(self.root, path) if self.root else None
        if node is None:
            return False
        self.tree.setCurrentItem(self._items[node])
        self.bar.focus_value()
        return True

    def mark(self, faults: Iterable[Fault]) -> None:
        """Show in red the nodes that have faults, with the reason on hovering."""
        reasons: dict[Branch, str] = {}
        for fault in faults:
            if self.root and (node := found_at(self.root, fault.path)):
                reasons[node] = fault.reason
        for node, item in self._items.items():
            item.setForeground(0, QBrush(QColor(Colour.RED if node in reasons else Colour.TEXT)))
            item.setToolTip(0, reasons.get(node, ""))

    def add_test(self) -> None:
        """Add a condition in the chosen group or after the chosen condition."""
        self._add(new_test())

    def add_group(self) -> None:
        """Add a group of alternatives, with a first one in it."""
        group = Branch("any")
        group.add(new_test())
        self._add(group)

    def wrap(self) -> None:
        """Put the chosen node into a group of its own."""
        if self.root and (node := self.chosen()):
            self.root = wrapped(self.root, node, "any" if node.parent and node.parent.word == "all" else "all")
            self._changed(node)

    def negate(self) -> None:
        """Turn the chosen node into its opposite, and back."""
        if node := self.chosen():
            node.nots = 0 if node.nots % 2 else 1
            self._changed(node)

    def remove(self) -> None:
        """Take the chosen node out."""
        if self.root and (node := self.chosen()):
            beside = node.parent
            number = beside.parts.index(node) if beside else 0
            self.root = removed(self.root, node)
            left = beside.parts[min(number, len(beside.parts) - 1)] if beside and beside.parts else self.root
            self._changed(left)

    def shift(self, step: int) -> None:
        """Move the chosen node among its neighbours."""
        node = self.chosen()
        if node and moved(node, step):
            self._changed(node)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.tree and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            act = self._act_of(event)
            if act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def _act_of(self, event: QKeyEvent) -> Any:
        key, held = Qt.Key(event.key()), event.modifiers()
        if key == Qt.Key.Key_Insert:
            return self.add_group if held & Qt.KeyboardModifier.ShiftModifier else self.add_test
        if held & Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return lambda: self.shift(-1 if key == Qt.Key.Key_Up else 1)
        if held & Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_G:
            return self.wrap
        acts = {
            Qt.Key.Key_Delete: self.remove,
            Qt.Key.Key_Space: self.negate,
            Qt.Key.Key_Return: self.bar.focus_value,
            Qt.Key.Key_Enter: self.bar.focus_value,
        }
        return acts.get(key)

    def _add(self, new: Branch) -> None:
        self.root = add_beside(self.root, self.chosen(), new)
        self._changed(new)
        self.bar.focus_value() if not new.is_group else None

    def _changed(self, chosen: Branch | None) -> None:
        self._rebuild(chosen)
        self.edited.emit()

    def _rebuild(self, chosen: Branch | None) -> None:
        self.tree.blockSignals(True)
        self.tree.clear()
        self._items.clear()
        if self.root is None:
            item = QTreeWidgetItem(self.tree, [_NOTHING])
            item.setForeground(0, QBrush(QColor(Colour.MUTED)))
        else:
            self._put(self.root, None)
            self.tree.expandAll()
            if chosen is not None:
                self.tree.setCurrentItem(self._items[chosen])
        self.tree.blockSignals(False)
        self._node_chosen()

    def _put(self, node: Branch, above: QTreeWidgetItem | None) -> None:
        item = QTreeWidgetItem([in_words(node)])
        item.setData(0, _NODE, node)
        item.setSizeHint(0, QSize(0, Space.ROW - 2))
        item.setFont(0, font(bold=node.is_group))
        self._items[node] = item
        if above is None:
            self.tree.addTopLevelItem(item)
        else:
            above.addChild(item)
        for part in node.parts:
            self._put(part, item)

    def _node_chosen(self) -> None:
        node = self.chosen()
        self.bar.show_node(node)
        number = node.parent.parts.index(node) if node and node.parent else 0
        last = len(node.parent.parts) - 1 if node and node.parent else 0
        for made in (self.wrap_button, self.not_button, self.remove_button):
            made.setEnabled(node is not None)
        self.up_button.setEnabled(number > 0)
        self.down_button.setEnabled(number < last)

    def _bar_edited(self) -> None:
        node = self.chosen()
        if node is not None:
            self._items[node].setText(0, in_words(node))
        self.edited.emit()

    def _buttons(self) -> tuple[QWidget, ...]:
        return (
            self.add_button,
            self.group_button,
            self.wrap_button,
            self.not_button,
            self.remove_button,
            self.up_button,
            self.down_button,
        )

    def _connect(self) -> None:
        self.tree.currentItemChanged.connect(lambda *_: self._node_chosen())
        self.bar.edited.connect(self._bar_edited)
        self.add_button.clicked.connect(self.add_test)
        self.group_button.clicked.connect(self.add_group)
        self.wrap_button.clicked.connect(self.wrap)
        self.not_button.clicked.connect(self.negate)
        self.remove_button.clicked.connect(self.remove)
        self.up_button.clicked.connect(lambda: self.shift(-1))
        self.down_button.clicked.connect(lambda: self.shift(1))
