"""Choosing what is ranked: group, period and as-of day; shared by the ranking and by the papers made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from app.rules.errors import Refused
from app.rules.periods import Period
from app.services.ranking.ranking import GROUPS
from app.ui.theme import Space
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.layout import label

_MODES = ("月份", "全年", "区间")


@dataclass(frozen=True)
class Choice:
    """What is ranked: a group over a period, as of a day; against another level of targets where one is named."""

    group: str
    period: Period
    as_of: dt.date
    level: str = ""


class GroupChooser(QComboBox):
    """Chooses 县区, 市直部门 or 市领导."""

    def __init__(self) -> None:
        super().__init__()
        for key, called in GROUPS.items():
            self.addItem(called, key)
        self.setAccessibleName("组别")

    def group(self) -> str:
        """Return the key of the group chosen."""
        return self.currentData()

    def set_group(self, group: str) -> None:
        """Choose a group by its key."""
        self.setCurrentIndex(self.findData(group))


class PeriodChooser(QWidget):
    """Chooses a month, a year or a range of months; tells of each change by `changed`."""

    changed = Signal()

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self.mode = QComboBox()
        self.mode.addItems(_MODES)
        self.mode.setAccessibleName("期间类型")
        self.year, self.month = year_spin(today.year), month_combo(today.month)
        self.last_year, self.last_month = year_spin(today.year), month_combo(today.month)
        self._until = QLabel("至")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TIGHT)
        for widget in (self.mode, self.year, self.month, self._until, self.last_year, self.last_month):
            layout.addWidget(widget)
        for combo in (self.mode, self.month, self.last_month):
            combo.currentIndexChanged.connect(self._follow)
        for spin in (self.year, self.last_year):
            spin.valueChanged.connect(self._follow)
        self._show_parts()

    def period(self) -> Period:
        """Return the period chosen; a range given backwards is read forwards."""
        year, month = self.year.value(), self.month.currentIndex() + 1
        mode = self.mode.currentText()
        if mode == "全年":
            return Period.months(year, 1, year, 12)
        if mode == "月份":
            return Period.months(year, month, year, month)
        last_year, last_month = self.last_year.value(), self.last_month.currentIndex() + 1
        try:
            return Period.months(year, month, last_year, last_month)
        except Refused:
            return Period.months(last_year, last_month, year, month)

    def set_period(self, period: Period) -> None:
        """Show `period`; tells of one change at most."""
        if period == self.period():
            return
        with QSignalBlocker(self):
            self.year.setValue(period.first.year)
            self.month.setCurrentIndex(period.first.month - 1)
            self.last_year.setValue(period.last.year)
            self.last_month.setCurrentIndex(period.last.month - 1)
            months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
            whole_year = months == 12 and period.first.month == 1
            self.mode.setCurrentText("全年" if whole_year else "月份" if months == 1 else "区间")
        self.changed.emit()

    def _follow(self) -> None:
        self._show_parts()
        self.changed.emit()

    def _show_parts(self) -> None:
        mode = self.mode.currentText()
        self.month.setVisible(mode != "全年")
        for widget in (self._until, self.last_year, self.last_month):
            widget.setVisible(mode == "区间")


class RankingChooser(QWidget):
    """Group, period and as-of day in one row; `changed` tells of each change by the user."""

    changed = Signal()

    def __init__(self, today: dt.date, period: Period | None = None, levels: Sequence[str] = ()) -> None:
        """Begin with the counties, `period` (else the month of `today`), as of `today`; offer `levels` of targets."""
        super().__init__()
        self._today = today
        self.groups, self.periods = GroupChooser(), PeriodChooser(today)
        self.as_of = DayEdit(today)
        self.as_of.set_day(today)
        self.as_of.setMaximumWidth(140)
        self.as_of.setAccessibleName("截至日期")
        self.as_of.setToolTip("只计到这一天为止认定的进展")
        if period is not None:
            self.periods.set_period(period)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        for widget in (self.groups, self.periods, label("截至"), self.as_of):
            layout.addWidget(widget)
        self.levels = QComboBox()
        self.levels.addItem("按办法的层级", "")
        for level in levels:
            self.levels.addItem(f"按{level}", level)
        self.levels.setAccessibleName("任务层级")
        self.levels.setToolTip("按哪一层级的任务计分；“按办法的层级”是考核办法里写的")
        if levels:
            layout.addWidget(self.levels)
        self.levels.currentIndexChanged.connect(self.changed)
        self.groups.currentIndexChanged.connect(self.changed)
        self.periods.changed.connect(self.changed)
        self.as_of.changed.connect(self.changed)

    def choice(self) -> Choice:
        """Return what is chosen; an empty day is today. Raises `Refused` where the day cannot be read."""
        if self.as_of.reason:
            raise Refused(f"截至日期：{self.as_of.reason}")
        day = self.as_of.day() or self._today
        return Choice(self.groups.group(), self.periods.period(), day, self.levels.currentData())

    def set_choice(self, choice: Choice) -> None:
        """Show a choice without telling."""
        with QSignalBlocker(self):
            self.groups.set_group(choice.group)
            self.periods.set_period(choice.period)
            self.as_of.set_day(choice.as_of)
            self.levels.setCurrentIndex(max(self.levels.findData(choice.level), 0))


def year_spin(year: int) -> QSpinBox:
    """Return a field for a year."""
    spin = QSpinBox()
    spin.setRange(1990, 2100)
    spin.setValue(year)
    spin.setSuffix("年")
    spin.setAccessibleName("年份")
    return spin


def month_combo(month: int) -> QComboBox:
    """Return a choice of the twelve months."""
    combo = QComboBox()
    combo.addItems([f"{number}月" for number in range(1, 13)])
    combo.setCurrentIndex(month - 1)
    combo.setMaxVisibleItems(12)
    combo.setAccessibleName("月份")
    return combo
