"""The page 成效: what happened before and after a measure's first day, described and not proved (domain.md §8)."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QSpinBox, QSplitter, QVBoxLayout, QWidget

from app.rules.audience import goes_to
from app.rules.errors import OfficeError
from app.rules.money import format_yi
from app.services.policy.effects import CAUTION, MONTHS, Effects, effects
from app.services.policy.policies import versions
from app.ui.context import AppContext
from app.ui.errors import shown
from app.ui.policy.effects_chart import MEASURES, EffectsChart
from app.ui.tasks import run_task
from app.ui.theme import Colour, Space
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, label
from app.ui.widgets.pages import Pages
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.segments import Segments
from app.ui.widgets.table import TableView

_TABLES = ("逐月", "往年同月", "分组", "分产业")
_OTHER = "其他日期"


class EffectsPage(QWidget):
    """Chooses the day; the text, the chart and the tables follow."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._stale = True
        self._asked = 0
        self.found: Effects | None = None
        self._begun: list[dt.date] = []
        self.version = QComboBox()
        self.version.setAccessibleName("办法的版本")
        self.first, self.as_of = DayEdit(context.today()), DayEdit(context.today())
        self.as_of.set_day(context.today())
        for edit, called in ((self.first, "施行的第一天"), (self.as_of, "数据截至")):
            edit.setAccessibleName(called)
            edit.setMaximumWidth(140)
        self.months = QSpinBox()
        self.months.setRange(1, 24)
        self.months.setValue(MONTHS)
        self.months.setSuffix(" 个月")
        self.months.setAccessibleName("前后各几个月")
        self.measure = Segments([one.label for one in MEASURES])
        self.measure.setAccessibleName("图上的数")
        self.copy_button, self.picture_button = button("复制表格"), button("保存图…")
        self.print_button = button("打印说明…")
        self.told = label("", wrap=True)
        self.caution = label(CAUTION, "muted", wrap=True)
        self.strip = Strip("error")
        self.chart = EffectsChart()
        self.tables = Segments(_TABLES)
        self.tables.setAccessibleName("表")
        self.models = (
            RowsModel(
                ("月份", "前后", "签约", "超亿元", "金额（亿元）", "全省名次"), ("签约", "超亿元", "金额（亿元）")
            ),
            RowsModel(("往年同月", "签约", "超亿元", "金额（亿元）"), ("签约", "超亿元", "金额（亿元）")),
            *(
                RowsModel((head, "施行前（个）", "施行后（个）", "施行前（亿元）", "施行后（亿元）"), _SPLIT_FIGURES)
                for head in ("分组", "产业")
            ),
        )
        self.views = [
            TableView(units=context.named_units, settings=context.settings, key=f"effects-{n}")
            for n in range(len(_TABLES))
        ]
        self._pages = Pages(120)
        for view, model, called in zip(self.views, self.models, _TABLES, strict=True):
            view.setModel(model)
            view.setAccessibleName(called)
            view.empty_text = "没有可以对照的数。"
            view.set_widths(*([90, 60, 60, 70, 100] if called == "逐月" else [90, 96, 96, 116, 116]))
            view.horizontalHeader().setStretchLastSection(True)
            self._pages.addWidget(view)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Offer the versions there are and count again; the day chosen stays."""
        self._stale = False
        if not self._context.has_office:
            return
        today, chosen = self._context.today(), self.first.text()
        known = [one for one in versions(self._context.connection) if one.valid_from <= today]
        self._begun = [one.valid_from for one in known]
        usual = min((one.valid_from for one in known if one.bonus), default=today)
        self.version.blockSignals(True)
        self.version.clear()
        self.version.addItems([f"{day} 起的办法" for day in self._begun] + [_OTHER])
        self.version.blockSignals(False)
        if not chosen:
            self.first.set_day(usual)
        self._name_version()
        self.count()

    def count(self) -> None:
        """Count around the day that the fields say, behind the window."""
        fault = self.first.reason or self.as_of.reason
        first, as_of = (None, None) if fault else (self.first.day(), self.as_of.day())
        if not self._context.has_office or first is None or as_of is None:
            self.strip.tell(fault or "请填写施行的第一天和数据截至哪天，如 2026-06-01。")
            return
        office, months = self._context.office, self.months.value()
        self._asked += 1
        asked = self._asked

        def work(_progress: object, _cancelled: object) -> Effects:
            with closing(office.read()) as connection:
                return effects(connection, first, as_of, months=months)

        def failed(error: BaseException) -> None:
            if not isinstance(error, OfficeError):
                raise error
            if asked == self._asked:
                self._show(None)
                self.strip.tell(error.message)

        run_task(
            self,
            "对照施行前后",
            work,
            lambda found: self._show(found) if asked == self._asked else None,
            failed,
            quiet=True,
        )

    def copy(self) -> None:
        """Put the table shown on the clipboard, for Excel."""
        view = self.views[self.tables.current()]
        view.selectAll()
        view.copy()
        view.clearSelection()
        self._context.status.emit("表格已复制，可以粘贴到 Excel。")

    def save_chart(self) -> None:
        """Ask where to, and save the chart as PNG or SVG."""
        if self.found is None:
            self._context.status.emit("没有可以保存的图。")
            return
        name = f"{self.found.first_day}施行前后{MEASURES[self.measure.current()].label}.png"
        chosen, _ = QFileDialog.getSaveFileName(self, "保存图", name, "PNG 图片 (*.png);;SVG 矢量图 (*.svg)")
        if chosen:
            self.save_chart_to(Path(chosen))

    def save_chart_to(self, path: Path) -> None:
        """Save the chart as PNG, or as SVG where the name ends so; what it shows and the caution stand below it."""
        from app.ui.ranking.picture import save_picture

        measure = MEASURES[self.measure.current()]
        with shown(self, "保存图"):
            first = self.found.first_day if self.found else ""
            title = f"{first}施行前后各月{measure.label}（{measure.unit}）。{CAUTION}"
            audience = goes_to(self._context.named_units(), [title, path.name])
            save_picture(self.chart.canvas, path, title, audience)
            self._context.status.emit(f"图已保存到 {path}")

    def print_paper(self) -> None:
        """Show the page on paper, to be saved or printed."""
        from app.services.policy.papers.effects import effects_paper
        from app.ui.papers.paper_window import show_paper

        found, today = self.found, self._context.today()
        if found is None:
            self._context.status.emit("没有可以打印的对照。")
            return
        show_paper(self, self._context, lambda connection: effects_paper(connection, found, today=today))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _show(self, found: Effects | None) -> None:
        self.found = found
        self.strip.tell("")
        self.told.setText(described(found) if found else "")
        self._draw()
        rows: list[list[tuple[str, ...]]] = [[], [], [], []]
        if found is not None:
            rows[0] = [
                (
                    f"{one.month}{'（未满）' if one.unfinished else ''}",
                    "施行后" if one.after else "施行前",
                    str(one.signed),
                    str(one.over),
                    format_yi(one.amount, 2),
                    f"第{one.rank}" if one.rank else "未录入",
                )
                for one in found.months
            ]
            rows[1] = [
                (f"{one.year}年", str(one.signed), str(one.over), format_yi(one.amount, 2)) for one in found.same_months
            ]
            rows[2], rows[3] = (
                [
                    (
                        one.name,
                        str(one.before),
                        str(one.after),
                        format_yi(one.amount_before, 2),
                        format_yi(one.amount_after, 2),
                    )
                    for one in lines
                ]
                for lines in (found.by_group, found.by_industry)
            )
        muted = {n: Colour.MUTED for n, one in enumerate(found.months if found else ()) if not one.after}
        for model, lines in zip(self.models, rows, strict=True):
            model.set_rows(lines, muted if model is self.models[0] else None)

    def _draw(self) -> None:
        self.chart.show_effects(self.found, MEASURES[self.measure.current()])

    def _version_chosen(self, place: int) -> None:
        if 0 <= place < len(self._begun):
            self.first.set_day(self._begun[place])
            self.count()
        else:
            self.first.setFocus()
            self.first.selectAll()

    def _day_typed(self) -> None:
        self._name_version()
        if not self.first.reason:
            self.count()

    def _name_version(self) -> None:
        day = None if self.first.reason else self.first.day()
        places: dict[dt.date | None, int] = {one: place for place, one in enumerate(self._begun)}
        self.version.blockSignals(True)
        self.version.setCurrentIndex(places.get(day, len(self._begun)))
        self.version.blockSignals(False)

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _opened(self) -> None:
        self.first.set_day(None)
        self._show(None)
        self._changed()

    def _connect(self) -> None:
        self.version.activated.connect(self._version_chosen)
        self.first.changed.connect(self._day_typed)
        self.as_of.changed.connect(self.count)
        self.months.valueChanged.connect(lambda _value: self.count())
        self.measure.chosen.connect(lambda _place: self._draw())
        self.tables.chosen.connect(self._pages.setCurrentIndex)
        self.copy_button.clicked.connect(self.copy)
        self.picture_button.clicked.connect(self.save_chart)
        self.print_button.clicked.connect(self.print_paper)
        self._context.data_changed.connect(self._changed)
        self._context.office_opened.connect(self._opened)

    def _lay_out(self) -> None:
        fields = QWidget()
        row = FlowLayout(fields, spacing=Space.SMALL)
        for widget in (
            label("自"), self.version, self.first, label("前后各"), self.months, label("数据截至"), self.as_of,
            self.measure, self.copy_button, self.picture_button, self.print_button,
        ):  # fmt: skip
            row.addWidget(widget)
        right = QWidget()
        inside = QVBoxLayout(right)
        inside.setContentsMargins(Space.SMALL, 0, 0, 0)
        inside.setSpacing(Space.SMALL)
        switch = QHBoxLayout()
        switch.addWidget(self.tables)
        switch.addStretch(1)
        inside.addLayout(switch)
        inside.addWidget(self._pages, 1)
        parts = QSplitter()
        parts.addWidget(self.chart)
        parts.addWidget(right)
        parts.setSizes([800, 480])
        parts.setStretchFactor(0, 1)
        parts.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        for widget in (fields, self.strip, self.told):
            layout.addWidget(widget)
        layout.addWidget(parts, 1)
        layout.addWidget(self.caution)


_SPLIT_FIGURES = ("施行前（个）", "施行后（个）", "施行前（亿元）", "施行后（亿元）")


def described(found: Effects) -> str:
    """Return the figures in words: the first month, and the months after beside those before and a year earlier."""
    first = found.first_month
    rank = f"，全省第{first.rank}" if first.rank else ""
    after = [one for one in found.months if one.after]
    before = [one for one in found.months if not one.after]
    told = [
        f"{found.first_day}起施行。第一个月（{first.month}）签约 {first.signed} 个，其中超亿元 {first.over} 个{rank}。",
        f"前 {len(before)} 个月签约 {sum(one.signed for one in before)} 个，"
        f"后 {len(after)} 个月 {sum(one.signed for one in after)} 个"
        + (f"；上年同月 {found.same_months[0].signed} 个。" if found.same_months else "。"),
    ]
    if found.first_day.day > 1:
        told.append(f"{first.month}含施行以前的 {found.first_day.day - 1} 天。")
    told += [f"{one}还没有过完，只到{found.as_of}。" for one in found.unfinished]
    return "".join(told)
