"""Editors of texts and of lists of texts or codes: known ones are found by typing a part of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from app.ui.policy.editing.values import ValueEdit
from app.ui.theme import Space, small_font
from app.ui.widgets.layout import label

_BETWEEN = re.compile(r"[、，,；;\s/]+")


@dataclass(frozen=True)
class Words:
    """What the office knows: industries by code, and the texts that each fact has in the dossiers."""

    industries: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Sequence[str]] = field(default_factory=dict)


class TextValue(ValueEdit):
    """One text, with those that the dossiers have on offer."""

    def __init__(self, known: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLineEdit()
        self.text.setAccessibleName("文字")
        self.text.setPlaceholderText(f"如 {known[0]}" if known else "")
        self.text.setCompleter(_completer(known, self))
        self.line.addWidget(self.text, 1)
        self.setFocusProxy(self.text)
        self.text.textEdited.connect(lambda _text: self.edited.emit())
        self.text.completer().activated.connect(lambda _text: self.edited.emit())

    def value(self) -> str:
        return self.text.text().strip()

    def show_value(self, raw: object) -> None:
        self.text.setText("" if raw is None else str(raw))


class ListValue(ValueEdit):
    """A list typed with 、 between its items; what is found by name is added to it, codes are read out beneath."""

    def __init__(self, offered: Mapping[str, str], *, codes: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered, self._codes = offered, codes
        self.items, self.finder = QLineEdit(), QLineEdit()
        self.items.setAccessibleName("列表")
        self.items.setPlaceholderText("用、隔开" + ("，如 30、701" if codes else ""))
        self.finder.setAccessibleName("查找后加入")
        self.finder.setPlaceholderText("按名称查找行业，选中加入" if codes else "查找，选中加入")
        entries = [f"{key}　{name}" if codes else key for key, name in offered.items()]
        completer = _completer(entries, self)
        self.finder.setCompleter(completer)
        self.names = label("", "muted", wrap=True)
        self.names.setFont(small_font())
        column = QWidget()
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.HAIR)
        inside.addWidget(self.items)
        inside.addWidget(self.finder)
        inside.addWidget(self.names)
        self.line.addWidget(column, 1)
        self.setFocusProxy(self.items)
        self.names.setVisible(codes)
        self.finder.setVisible(bool(offered))
        self.items.textEdited.connect(self._typed)
        completer.activated.connect(self.add, Qt.ConnectionType.QueuedConnection)

    def value(self) -> list[str]:
        return [one for one in _BETWEEN.split(self.items.text().strip()) if one]

    def show_value(self, raw: object) -> None:
        listed = raw if isinstance(raw, list | tuple) else [raw] if raw else []
        self.items.setText("、".join(str(one) for one in listed))
        self._name()

    def add(self, entry: str) -> None:
        """Add what was found to the list, once."""
        key = entry.partition("　")[0] if self._codes else entry
        self.finder.clear()
        if key and key not in self.value():
            self.items.setText("、".join([*self.value(), key]))
            self._typed()

    def _typed(self) -> None:
        self._name()
        self.edited.emit()

    def _name(self) -> None:
        if self._codes:
            named = [f"{code} {self._offered.get(code, '（没有这个代码）')}" for code in self.value()]
            self.names.setText("；".join(named))


def _completer(entries: Sequence[str], parent: QWidget) -> QCompleter:
    made = QCompleter(parent)
    made.setModel(QStringListModel(list(entries), made))
    made.setFilterMode(Qt.MatchFlag.MatchContains)
    made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    made.setMaxVisibleItems(12)
    return made
