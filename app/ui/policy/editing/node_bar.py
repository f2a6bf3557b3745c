"""The bar that edits the chosen node of a tree of conditions: its fact, its comparison, its value; or how it joins."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from app.rules.facts import FACTS, Kind
from app.rules.policy.conditions import OPERATORS
from app.rules.policy.reading import FITTING
from app.rules.policy.trees import Branch
from app.ui.policy.editing.texts import ListValue, TextValue, Words
from app.ui.policy.editing.values import ValueEdit, plain_editor
from app.ui.theme import Space
from app.ui.widgets.layout import label

_JOINS = {"all": "同时满足下列各项", "any": "满足下列任一项"}


class NodeBar(QWidget):
    """Shows one node; what the user changes goes into the node at once, told by `edited`."""

    edited = Signal()

    def __init__(self, today: dt.date, words: Words) -> None:
        super().__init__()
        self._today, self._words = today, words
        self._node: Branch | None = None
        self.negated = QCheckBox("非")
        self.negated.setToolTip("不满足时才算（空格键）")
        self.fact, self.operator, self.join = QComboBox(), QComboBox(), QComboBox()
        self.fact.addItems(list(FACTS))
        self.fact.setAccessibleName("事实")
        self.fact.setMaxVisibleItems(24)
        self.operator.setAccessibleName("比较")
        self.join.addItems(list(_JOINS.values()))
        self.join.setAccessibleName("怎样合起来")
        self.value: ValueEdit | None = None
        self._made_for: tuple[str, str] = ("", "")
        self.hint = label("选中上面的一项来修改；“加条件”添一项。", "muted")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(Space.SMALL)
        for widget in (self.hint, self.negated, self.join, self.fact, self.operator):
            self._line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self._line.addStretch(1)
        self.negated.clicked.connect(self._negate)
        self.join.activated.connect(self._rejoin)
        self.fact.activated.connect(self._choose_fact)
        self.operator.activated.connect(self._choose_operator)
        self.show_node(None)

    def show_node(self, node: Branch | None) -> None:
        """Show a node, or a hint where there is none."""
        self._node = node
        group = node is not None and node.is_group
        self.hint.setVisible(node is None)
        self.negated.setVisible(node is not None)
        self.join.setVisible(group)
        for widget in (self.fact, self.operator):
            widget.setVisible(node is not None and not group)
        if node is None or group:
            self._drop_value()
        if node is None:
            return
        self.negated.setChecked(node.nots % 2 == 1)
        if group:
            self.join.setCurrentText(_JOINS[node.word])
            return
        self.fact.setCurrentIndex(self.fact.findText(node.fact))
        known = node.known
        self.operator.clear()
        for operator in FITTING[known.kind] if known else ():
            self.operator.addItem(OPERATORS[operator], operator)
        self.operator.setCurrentIndex(self.operator.findData(node.operator))
        self._show_value(node)

    def focus_value(self) -> None:
        """Put the cursor where one types what is required."""
        group = self._node is not None and self._node.is_group
        (self.value or (self.join if group else self.fact)).setFocus()

    def _show_value(self, node: Branch) -> None:
        made_for = (node.fact, node.operator if node.operator in ("is", "one_of") else "")
        if self.value is None or made_for != self._made_for:
            self._drop_value()
            self.value = self._editor(node)
            self._made_for = made_for
            if self.value is not None:
                self._line.insertWidget(self._line.count() - 1, self.value, 4, Qt.AlignmentFlag.AlignTop)
                self.value.edited.connect(self._value_edited)
        if self.value is not None:
            self.value.show_value(node.value)
            self.value.show()

    def _editor(self, node: Branch) -> ValueEdit | None:
        fact = node.known
        if fact is None:
            return None
        if fact.kind is Kind.CODES:
            return ListValue(self._words.industries, codes=True)
        if fact.kind is Kind.TEXT:
            known = self._words.known.get(fact.name, ())
            return ListValue(dict.fromkeys(known, ""), codes=False) if node.operator == "one_of" else TextValue(known)
        return plain_editor(fact, self._today)

    def _drop_value(self) -> None:
        if self.value is not None:
            self._line.removeWidget(self.value)
            self.value.hide()
            self.value.deleteLater()
            self.value = None

    def _negate(self, checked: bool) -> None:
        if self._node is not None:
            self._node.nots = int(checked)
            self.edited.emit()

    def _rejoin(self, number: int) -> None:
        if self._node is not None:
            self._node.word = list(_JOINS)[number]
            self.edited.emit()

    def _choose_fact(self, _number: int) -> None:
        if self._node is not None:
            self._node.choose_fact(self.fact.currentText())
            self.show_node(self._node)
            self.edited.emit()

    def _choose_operator(self, _number: int) -> None:
        if self._node is not None:
            self._node.choose_operator(str(self.operator.currentData()))
            self.show_node(self._node)
            self.edited.emit()

    def _value_edited(self) -> None:
        if self._node is not None and self.value is not None:
            self._node.value = self.value.value()
            self.edited.emit()
