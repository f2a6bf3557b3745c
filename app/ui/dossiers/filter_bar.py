"""The filters above the list: county, stage, unit, industry, days of signing; and the way back to all."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.rules.periods import Period
from app.rules.stages import Stage
from app.services.dossiers.projects import Choice, FilterChoices, ProjectFilter
from app.ui.theme import Space
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button

if TYPE_CHECKING:
    from app.ui.dossiers.period_edit import PeriodEdit

_OWN = "自选期间"


class FilterBar(QWidget):
    """Emits `changed` whenever another set of projects is wanted."""

    changed = Signal()

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._filling = False
        self.county, self.stage, self.unit, self.industry, self.period = (_Choices(self) for _ in range(5))
        self._own: PeriodEdit | None = None
        self._narrowed = ProjectFilter()
        self.chip = button("")
        self.chip.setToolTip("点一下，不再只看这些")
        self.chip.clicked.connect(lambda: self._narrow("", ProjectFilter()))
        self.chip.hide()
        self.clear_button = button("清除筛选")
        self.clear_button.clicked.connect(self.clear)
        layout = FlowLayout(self, spacing=Space.SMALL)
        for widget in (
            self.county,
            self.stage,
            self.unit,
            self.industry,
            self.period,
            self.chip,
            self.clear_button,
        ):
            layout.addWidget(widget)
        self._layout = layout
        for choices in (self.county, self.stage, self.unit, self.industry, self.period):
            choices.currentIndexChanged.connect(self._chosen)
        self.fill(FilterChoices((), (), (), (), ()))

    @property
    def own_period(self) -> PeriodEdit:
        """The field for a period of one's own, made when it is first asked for."""
        if self._own is None:
            from app.ui.dossiers.period_edit import PeriodEdit

            self._own = PeriodEdit(self)
            self._own.setFixedWidth(160)
            self._own.changed.connect(self._own_typed)
            self._layout.addWidget(self._own)
        return self._own

    def fill(self, choices: FilterChoices) -> None:
        """Offer these choices; what is chosen stays chosen where it is still there."""
        self._filling = True
        self.county.offer("全部县区", _pairs(choices.counties))
        self.stage.offer("全部阶段", [(stage.label, stage) for stage in Stage])
        units: list[tuple[str, object]] = []
        for group, members in (("市领导", choices.leaders), ("部门", choices.departments), ("县区", choices.counties)):
            units += [(f"{unit.name}（{group}）", unit.id) for unit in members]
        self.unit.offer("全部责任主体", units)
        self.industry.offer("全部行业", _pairs(choices.industries))
        today = self._today
        month = Period.months(today.year, today.month, today.year, today.month)
        last = today.replace(day=1) - dt.timedelta(days=1)
        years = [Period.parse(str(year)) for year in choices.years if year != today.year]
        self.period.offer(
            "签约：不限",
            [
                (f"签约：本月（{month.label}）", month),
                (f"签约：上月（{last.year}年{last.month}月）", Period.parse(f"{last:%Y-%m}")),
                (f"签约：本年（{today.year}年）", Period.parse(str(today.year))),
                *((f"签约：{year.label}", year) for year in years),
                (f"签约：{_OWN}…", _OWN),
            ],
        )
        self._filling = False
        self._tell_clear()

    def wanted(self) -> ProjectFilter:
        """Return the filter as it is set, without text."""
        period = self.period.currentData()
        if period == _OWN:
            period = self.own_period.period
        return ProjectFilter(
            county=self.county.currentData(),
            stage=self.stage.currentData(),
            unit=self.unit.currentData(),
            industry=self.industry.currentData(),
            period=period,
            enterprise=self._narrowed.enterprise,
            unverified=self._narrowed.unverified,
            ids=self._narrowed.ids,
        )

    def show_filter(self, wanted: ProjectFilter, told: str = "") -> None:
        """Set the filters to `wanted`; what has no field of its own (an enterprise, some projects) is told so."""
        self._filling = True
        for choices, value in (
            (self.county, wanted.county),
            (self.stage, wanted.stage),
            (self.unit, wanted.unit),
            (self.industry, wanted.industry),
        ):
            choices.setCurrentIndex(max(0, choices.findData(value)) if value is not None else 0)
        place = self.period.findData(wanted.period) if wanted.period else 0
        if wanted.period is not None and place < 0:
            self.own_period.setText(str(wanted.period))
            place = self.period.findData(_OWN)
        self.period.setCurrentIndex(place)
        self._filling = False
        rest = ProjectFilter(enterprise=wanted.enterprise, unverified=wanted.unverified, ids=wanted.ids)
        self._narrow(told or "筛选方案" if rest != ProjectFilter() else "", rest)

    def add(self, widget: QWidget) -> None:
        """Put another widget at the end of the bar."""
        self._layout.addWidget(widget)

    def _narrow(self, told: str, wanted: ProjectFilter) -> None:
        self._narrowed = wanted
        self.chip.setText(f"只看：{told}　×")
        self.chip.setVisible(bool(told))
        self._chosen()

    @property
    def is_set(self) -> bool:
        """True where any filter is set."""
        return self.wanted() != ProjectFilter()

    def clear(self) -> None:
        """Show all projects again."""
        self._filling = True
        for choices in (self.county, self.stage, self.unit, self.industry, self.period):
            choices.setCurrentIndex(0)
        if self._own is not None:
            self._own.clear()
        self._filling = False
        self._narrow("", ProjectFilter())

    def _chosen(self) -> None:
        if self._filling:
            return
        if self.period.currentData() == _OWN:
            self.own_period.show()
            self.own_period.setFocus()
        elif self._own is not None:
            self._own.hide()
        self._tell_clear()
        self.changed.emit()

    def _own_typed(self) -> None:
        if not self.own_period.reason:
            self._tell_clear()
            self.changed.emit()

    def _tell_clear(self) -> None:
        self.clear_button.setVisible(self.is_set or self.period.currentIndex() > 0)


class _Choices(QComboBox):
    """A list of choices with a first entry for all."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxVisibleItems(20)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def offer(self, everything: str, entries: list[tuple[str, object]]) -> None:
        chosen = self.currentData()
        self.blockSignals(True)
        self.clear()
        self.addItem(everything, None)
        for text, value in entries:
            self.addItem(text, value)
        place = next((n for n, (_, value) in enumerate(entries, 1) if value == chosen), 0)
        self.setCurrentIndex(place)
        self.blockSignals(False)
        widest = max((self.fontMetrics().horizontalAdvance(text) for text, _ in entries), default=0)
        self.view().setMinimumWidth(min(widest + 40, 420))


def _pairs(choices: tuple[Choice, ...]) -> list[tuple[str, object]]:
    return [(choice.name, choice.id) for choice in choices]
