"""A form whose fields write into plain data: each field knows its name in the data and can be gone to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from app.ui.policy.editing.values import ValueEdit
from app.ui.theme import Space
from app.ui.widgets.layout import label

Plain = dict[str, Any]
WIDE = 460
"""Fields of one line are no wider, so that they are read at a glance."""


class FieldsForm(QWidget):
    """Shows plain data field by field; a change is written into the data at once and told by `edited`."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.data: Plain = {}
        self.fields: dict[str, QWidget] = {}
        self._show: dict[str, Callable[[Any], None]] = {}
        self._usual: dict[str, object] = {}
        self.rows = QFormLayout()
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setHorizontalSpacing(Space.MEDIUM)
        self.rows.setVerticalSpacing(Space.SMALL)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self.rows)
        layout.addStretch(1)

    def show_data(self, data: Plain) -> None:
        """Show plain data; the form writes into this very dictionary."""
        self.data = data
        for name, show in self._show.items():
            show(data.get(name, self._usual.get(name)))

    def put(self, name: str, value: object) -> None:
        """Write a field; empty ones and None are left out."""
        if value is None or value in ("", [], ()):
            self.data.pop(name, None)
        else:
            self.data[name] = value
        self.edited.emit()

    def go_to(self, path: str) -> bool:
        """Put the cursor into the field that a place means; return whether there is one."""
        name = path.partition(".")[0].partition("[")[0]
        field = self.fields.get(name)
        if field is not None:
            field.setFocus()
        return field is not None

    def add_text(self, name: str, caption: str, hint: str = "") -> QLineEdit:
        """Add a line of text."""
        line = QLineEdit()
        line.setPlaceholderText(hint)
        line.setMaximumWidth(WIDE)
        line.textEdited.connect(lambda text: self.put(name, text.strip()))
        self._add(name, caption, line, lambda value: (line.setText(str(value or "")), line.setCursorPosition(0)))
        return line

    def add_words(self, name: str, caption: str, hint: str = "") -> QPlainTextEdit:
        """Add a few lines of text."""
        words = QPlainTextEdit()
        words.setPlaceholderText(hint)
        words.setTabChangesFocus(True)
        words.setMaximumHeight(110)

        def changed() -> None:
            if words.toPlainText() != str(self.data.get(name, "")):
                self.put(name, words.toPlainText())

        words.textChanged.connect(changed)
        self._add(name, caption, words, lambda value: words.setPlainText(str(value or "")))
        return words

    def add_choice(self, name: str, caption: str, choices: Mapping[str, object], usual: object) -> QComboBox:
        """Add a choice under labels; the usual one need not stand in the data."""
        box = QComboBox()
        box.addItems(list(choices))
        box.setMaximumWidth(WIDE)
        box.activated.connect(lambda number: self.put(name, list(choices.values())[number]))
        places = {str(value): number for number, value in enumerate(choices.values())}
        self._usual[name] = usual
        self._add(name, caption, box, lambda value: box.setCurrentIndex(places.get(str(value), -1)))
        return box

    def add_number(self, name: str, caption: str, most: int, unit: str, usual: int = 0) -> QSpinBox:
        """Add a whole number from 0 on."""
        spin = QSpinBox()
        spin.setRange(0, most)
        spin.setSuffix(f" {unit}")
        spin.setMaximumWidth(140)
        spin.valueChanged.connect(lambda value: self.put(name, value))
        self._usual[name] = usual

        def show(value: object) -> None:
            spin.blockSignals(True)
            spin.setValue(value if isinstance(value, int) else 0)
            spin.blockSignals(False)

        self._add(name, caption, spin, show)
        return spin

    def add_value(self, name: str, caption: str, editor: ValueEdit) -> ValueEdit:
        """Add an editor of a value (money, a day)."""
        editor.setMaximumWidth(260)
        editor.edited.connect(lambda: self.put(name, editor.value()))
        self._add(name, caption, editor, editor.show_value)
        return editor

    def _add(self, name: str, caption: str, field: QWidget, show: Callable[[Any], object]) -> None:
        field.setAccessibleName(caption)
        self.fields[name] = field
        self._show[name] = lambda value: void(show(value))
        shown = label(caption, "muted")
        shown.setBuddy(field)
        self.rows.addRow(shown, field)


def void(_result: object) -> None:
    """Take what a call gave and give nothing."""
