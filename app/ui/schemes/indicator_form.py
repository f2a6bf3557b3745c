"""The form of one indicator: what it measures, its weight and limits, and the fields of the form it scores by."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from app.rules.errors import Refused
from app.ui.schemes.levels import level_combo
from app.ui.schemes.noted import Noted
from app.ui.schemes.reading import Plain, read_field, read_number, write_field, write_number
from app.ui.schemes.words import BASES, EMPTY_IS_NONE, FIELDS, FIRST_RULE, FORMS, MEASURES, FormField
from app.ui.theme import Space
from app.ui.widgets.edits import MoneyEdit


class IndicatorForm(QWidget):
    """Edits the plain values of an indicator; `plain` gives them back, faults stand beside their fields."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._filling = False
        self._labels: Mapping[str, str] = {}
        self.name, self.key, self.weight, self.origin = (QLineEdit() for _ in range(4))
        self.measure, self.form, self.target_of = QComboBox(), QComboBox(), QComboBox()
        self.level = level_combo("同办法")
        for combo, words in ((self.measure, MEASURES), (self.form, FORMS)):
            for key, called in words.items():
                combo.addItem(called, key)
        self.at_least, self.below = MoneyEdit(), MoneyEdit()
        self.leading = QCheckBox("只计主导产业的项目")
        self.stale = QSpinBox()
        self.stale.setRange(1, 3650)
        self.stale.setSuffix(" 天")
        self.origin.setPlaceholderText("如 省外；不填则不分来源")
        self.notes: dict[str, Noted] = {}
        self.fields: dict[str, QWidget] = {}
        self._rule = QWidget()
        self._rule_form = QFormLayout(self._rule)
        self._rule_form.setContentsMargins(0, 0, 0, 0)
        top = QFormLayout()
        rows = (
            ("名称", "label", self.name), ("代号", "key", self.key),
            ("衡量", "measure", self.measure), ("权重", "weight", self.weight),
            ("投资额不低于", "at_least_fen", self.at_least), ("投资额低于", "below_fen", self.below),
            ("资金来源", "origin", self.origin), ("超期天数", "stale_days", self.stale),
            ("", "leading_only", self.leading), ("任务层级", "level", self.level),
            ("用哪项的任务", "target_of", self.target_of),
            ("计分形式", "form", self.form),
        )  # fmt: skip
        for called, name, field in rows:
            self.notes[name] = Noted(field)
            field.setAccessibleName(called or "只计主导产业")
            top.addRow(called, self.notes[name])
        for form in (top, self._rule_form):
            form.setSpacing(Space.SMALL)
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self._rule)
        self._top = top
        for line in (self.name, self.key, self.weight, self.origin, self.at_least, self.below):
            line.textEdited.connect(self._tell)
        self.measure.currentIndexChanged.connect(self._measure_changed)
        self.stale.valueChanged.connect(self._tell)
        self.leading.toggled.connect(self._tell)
        self.level.currentTextChanged.connect(self._tell)
        self.form.currentIndexChanged.connect(self._form_changed)
        self.target_of.currentIndexChanged.connect(self._tell)

    def show_indicator(self, plain: Plain, labels: Mapping[str, str]) -> None:
        """Fill the form; `labels` names the indicators of the scheme by key."""
        self._filling, self._labels = True, labels
        self.name.setText(str(plain.get("label", "")))
        self.key.setText(str(plain.get("key", "")))
        self.weight.setText(write_number(plain.get("weight", 0)))
        self.origin.setText(str(plain.get("origin", "")))
        self.measure.setCurrentIndex(self.measure.findData(str(plain.get("measure", "signed"))))
        self.at_least.set_fen(plain.get("at_least_fen") or None)
        self.below.set_fen(plain.get("below_fen"))
        self.stale.setValue(int(plain.get("stale_days", 180)))
        self.leading.setChecked(bool(plain.get("leading_only", False)))
        self.level.setCurrentText(str(plain.get("level", "")) or self.level.itemText(0))
        self._offer_tasks(str(plain.get("key", "")), str(plain.get("target_of", "")))
        rule = plain.get("rule", FIRST_RULE["completion"])
        self.form.setCurrentIndex(self.form.findData(rule["form"]))
        self._show_rule(rule)
        self._show_parts()
        self._filling = False

    def plain(self) -> tuple[Plain, dict[str, str]]:
        """Return the plain values, and the faults by field; a field with a fault is left out."""
        faults: dict[str, str] = {}
        found: Plain = {"key": self.key.text().strip(), "label": self.name.text().strip()}
        found["measure"] = self.measure.currentData()
        found["weight"] = self._read("weight", lambda: read_number(self.weight.text()), faults) or Decimal(0)
        for name, edit in (("at_least_fen", self.at_least), ("below_fen", self.below)):
            if edit.reason:
                faults[name] = edit.reason
            elif (fen := edit.fen()) is not None:
                found[name] = fen
        if self.origin.text().strip():
            found["origin"] = self.origin.text().strip()
        if found["measure"] == "stale":
            found["stale_days"] = self.stale.value()
        if self.leading.isChecked():
            found["leading_only"] = True
        level = self.level.currentText().strip()
        if level and level != self.level.itemText(0):
            found["level"] = level
        if self.target_of.currentData():
            found["target_of"] = self.target_of.currentData()
        found["rule"] = self._rule_plain(faults)
        return found, faults

    def tell(self, faults: Mapping[str, str]) -> None:
        """Show faults beside their fields."""
        for name, note in self.notes.items():
            note.tell(faults.get(name, ""))

    def _rule_plain(self, faults: dict[str, str]) -> Plain:
        form = str(self.form.currentData())
        rule: Plain = {"form": form}
        names = {called: key for key, called in self._labels.items()} | {key: key for key in self._labels}
        for field in FIELDS[form]:
            widget = self.fields[field.name]
            if isinstance(widget, QCheckBox):
                rule[field.name] = widget.isChecked()
            elif isinstance(widget, QComboBox):
                rule[field.name] = widget.currentData()
            elif isinstance(widget, QLineEdit):
                text = widget.text()
                value = self._read(field.name, lambda f=field, t=text: read_field(f, t, names), faults)
                if value is not None or (field.name in EMPTY_IS_NONE and field.name not in faults):
                    rule[field.name] = value
        return rule

    def _offer_tasks(self, own: str, chosen: str) -> None:
        """Offer the tasks of the other indicators beside its own; one that is gone stays, so that it can be seen."""
        self.target_of.clear()
        self.target_of.addItem("本项自己的任务", "")
        for key, called in {**self._labels, **({chosen: chosen} if chosen not in self._labels else {})}.items():
            if key and key != own:
                self.target_of.addItem(called, key)
        self.target_of.setCurrentIndex(max(self.target_of.findData(chosen), 0))

    @staticmethod
    def _read(name: str, read: Any, faults: dict[str, str]) -> Any:
        try:
            return read()
        except Refused as error:
            faults[name] = error.message
            return None

    def _show_rule(self, rule: Mapping[str, Any]) -> None:
        while self._rule_form.rowCount():
            self._rule_form.removeRow(0)
        for name in self.fields:
            self.notes.pop(name, None)
        self.fields.clear()
        for field in FIELDS[str(rule["form"])]:
            widget = self._widget(field, rule)
            widget.setAccessibleName(field.label)
            self.fields[field.name] = widget
            self.notes[field.name] = Noted(widget)
            self._rule_form.addRow("" if field.kind == "flag" else field.label, self.notes[field.name])

    def _widget(self, field: FormField, rule: Mapping[str, Any]) -> QWidget:
        if field.kind == "flag":
            box = QCheckBox(field.label)
            box.setChecked(bool(rule.get(field.name, False)))
            box.toggled.connect(self._tell)
            return box
        if field.kind == "basis":
            combo = QComboBox()
            for key, called in BASES.items():
                combo.addItem(called, key)
            combo.setCurrentIndex(combo.findData(rule.get(field.name, "actual")))
            combo.currentIndexChanged.connect(self._tell)
            return combo
        usual = {"cap": 1, "base": 60}.get(field.name)
        line = QLineEdit(write_field(field, rule.get(field.name, usual), self._labels))
        line.setPlaceholderText(field.hint)
        line.setToolTip(field.hint)
        line.setCursorPosition(0)
        line.textEdited.connect(self._tell)
        return line

    def _form_changed(self) -> None:
        if not self._filling:
            self._show_rule(FIRST_RULE[str(self.form.currentData())])
            self._tell()

    def _measure_changed(self) -> None:
        self._show_parts()
        self._tell()

    def _show_parts(self) -> None:
        """Show only the limits that the measure knows."""
        measure = self.measure.currentData()
        self._top.setRowVisible(self.notes["stale_days"], measure == "stale")
        self._top.setRowVisible(self.notes["origin"], measure == "funds")
        by_hand = measure in ("tax", "manual")
        for name in ("at_least_fen", "below_fen", "leading_only"):
            self._top.setRowVisible(self.notes[name], not by_hand)

    def _tell(self, *_: object) -> None:
        if not self._filling:
            self.edited.emit()
