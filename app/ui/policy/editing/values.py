"""Editors of one required value, by the kind of fact: money with its unit, a number, a day, a stage, yes or no."""

from __future__ import annotations

import datetime as dt
import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from app.rules.facts import Fact, Kind
from app.rules.money import format_wan, read_money
from app.rules.reading import Unreadable
from app.rules.stages import Stage
from app.ui.theme import Space
from app.ui.widgets.edits import DayEdit

MONEY_UNITS = ("万元", "亿元", "元")
MOST = 999_999_999
_WITH_UNIT = re.compile(r"\s*([\d.,]*)\s*(万元|亿元|元)\s*")
_ENDS_IN_UNIT = re.compile(r".*[元亿万]\s*")


class ValueEdit(QWidget):
    """Holds a value as YAML does; `edited` tells that the user changed it."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(Space.TIGHT)

    def value(self) -> object:
        """Return the value as YAML holds it."""
        raise NotImplementedError

    def show_value(self, raw: object) -> None:
        """Show a value as YAML holds it, readable or not."""
        raise NotImplementedError


class MoneyValue(ValueEdit):
    """An amount and its unit; “1.2亿元” may be typed as a whole too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.amount, self.unit = QLineEdit(), QComboBox()
        self.amount.setAccessibleName("金额")
        self.amount.setPlaceholderText("如 1000")
        self.amount.setMinimumWidth(110)
        self.unit.addItems(list(MONEY_UNITS))
        self.unit.setAccessibleName("单位")
        self.line.addWidget(self.amount, 1)
        self.line.addWidget(self.unit)
        self.setFocusProxy(self.amount)
        self.amount.textEdited.connect(lambda _text: self.edited.emit())
        self.unit.activated.connect(lambda _number: self.edited.emit())

    def value(self) -> str:
        text = self.amount.text().strip()
        return text if not text or _ENDS_IN_UNIT.fullmatch(text) else f"{text}{self.unit.currentText()}"

    def show_value(self, raw: object) -> None:
        text = "" if raw is None else str(raw)
        found = _WITH_UNIT.fullmatch(text)
        if not found and text:
            try:
                text = f"{format_wan(read_money(text, None) or 0, 6)}万元"
                found = _WITH_UNIT.fullmatch(text)
            except Unreadable:
                found = None
        self.amount.setText(found[1] if found else text)
        self.unit.setCurrentText(found[2] if found else MONEY_UNITS[0])


class NumberValue(ValueEdit):
    """A whole number with the unit of its fact."""

    def __init__(self, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spin = QSpinBox()
        self.spin.setRange(0, MOST)
        self.spin.setSuffix(f" {unit}" if unit else "")
        self.spin.setAccessibleName("数")
        self.spin.setMinimumWidth(110)
        self.line.addWidget(self.spin)
        self.line.addStretch(1)
        self.setFocusProxy(self.spin)
        self.spin.valueChanged.connect(lambda _value: self.edited.emit())

    def value(self) -> int:
        return self.spin.value()

    def show_value(self, raw: object) -> None:
        self.spin.blockSignals(True)
        self.spin.setValue(raw if isinstance(raw, int) and 0 <= raw <= MOST else 0)
        self.spin.blockSignals(False)


class DayValue(ValueEdit):
    """A day, typed or picked; text that is none is kept as it is and told as a fault."""

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = DayEdit(today)
        self.day.setAccessibleName("日期")
        self.line.addWidget(self.day)
        self.line.addStretch(1)
        self.setFocusProxy(self.day)
        self.day.changed.connect(self.edited)

    def value(self) -> object:
        if self.day.reason:
            return self.day.text().strip()
        return self.day.day()

    def show_value(self, raw: object) -> None:
        if isinstance(raw, dt.date):
            self.day.set_day(raw)
        else:
            self.day.setText("" if raw is None else str(raw))


class ChoiceValue(ValueEdit):
    """One of a few values under their labels."""

    def __init__(self, choices: dict[str, object], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self.box = QComboBox()
        self.box.addItems(list(choices))
        self.box.setAccessibleName(name)
        self.line.addWidget(self.box)
        self.line.addStretch(1)
        self.setFocusProxy(self.box)
        self.box.activated.connect(lambda _number: self.edited.emit())

    def value(self) -> object:
        return self._choices.get(self.box.currentText())

    def show_value(self, raw: object) -> None:
        labels = [label for label, value in self._choices.items() if value == raw]
        self.box.setCurrentIndex(self.box.findText(labels[0]) if labels else -1)


def stage_value() -> ChoiceValue:
    """Return the editor of a stage."""
    return ChoiceValue({stage.label: stage.label for stage in Stage if stage is not Stage.TERMINATED}, "阶段")


def flag_value() -> ChoiceValue:
    """Return the editor of yes or no."""
    return ChoiceValue({"是": True, "否": False}, "是否")


def plain_editor(fact: Fact, today: dt.date) -> ValueEdit | None:
    """Return the editor of a fact's value, None for texts and codes, which know their words (`texts`)."""
    match fact.kind:
        case Kind.MONEY:
            return MoneyValue()
        case Kind.NUMBER:
            return NumberValue(fact.unit)
        case Kind.DAY:
            return DayValue(today)
        case Kind.STAGE:
            return stage_value()
        case Kind.FLAG:
            return flag_value()
        case _:
            return None
