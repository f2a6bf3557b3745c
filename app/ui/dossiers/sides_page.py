"""角度: the dossiers by leader, department, county, enterprise or industry, with totals, trend and the way down."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QSplitter, QVBoxLayout, QWidget

from app.rules.audience import Audience, widest_for
from app.rules.money import format_yi
from app.rules.periods import Period
from app.services.dossiers.projects import filter_choices
from app.services.dossiers.sides import SIDES, Side, SideRow, Totals, filter_for, side, trend
from app.ui.context import AppContext
from app.ui.dossiers.record_table import choices
from app.ui.dossiers.trend_chart import Bar, TrendChart
from app.ui.theme import Space
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

if TYPE_CHECKING:
    from app.ui.tasks import Progress

MOST = 500
"""So many rows are shown: of a hundred thousand enterprises those with the most; the rest are found by their name."""

_HEADINGS = (
    ("", 190),
    ("项目", 64),
    ("签约", 72),
    ("金额(亿元)", 96),
    ("超亿", 64),
    ("开工", 64),
    ("投产", 64),
    ("到位(亿元)", 96),
    ("待认定", 64),
    ("终止", 64),
)
_MEASURES = (("签约个数", "signed"), ("签约金额", "amount_fen"), ("开工个数", "started"), ("到位资金", "funds_fen"))


class SidesPage(QWidget):
    """Emits `filter_chosen` with the projects behind a row."""

    filter_chosen = Signal(object, str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._side: Side | None = None
        self._rows: tuple[SideRow, ...] = ()
        self._ticket = 0
        self.by = choices([(f"按{label}", key) for key, label in SIDES.items()])
        self.period = choices([])
        self.name = QLineEdit(clearButtonEnabled=True, placeholderText="只看名称含有……的")
        self.name.setMaximumWidth(180)
        self.measure = choices(_MEASURES)
        self.step = choices([("按月", False), ("按年", True)])
        self.open_button = button("看这些项目")
        self.export_button = button("导出…")
        row = QWidget()
        line = FlowLayout(row, spacing=Space.SMALL)
        for widget in (self.by, self.period, self.name, self.open_button, self.export_button):
            line.addWidget(widget)
        self.table = self._make_table()
        self.chart = TrendChart()
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        choosers = QWidget()
        chosen = FlowLayout(choosers, spacing=Space.SMALL)
        for widget in (self.measure, self.step):
            chosen.addWidget(widget)
        column.addWidget(choosers)
        column.addWidget(self.chart, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(below)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([360, 240])
        self.note = label("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(row)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.note)
        self._draw_soon = QTimer(self, singleShot=True, interval=80)
        self._draw_soon.timeout.connect(self._draw)
        for box in (self.by, self.period):
            box.currentIndexChanged.connect(lambda _index: self.refresh())
        for box in (self.measure, self.step):
            box.currentIndexChanged.connect(lambda _index: self._draw_soon.start())
        self.name.textChanged.connect(lambda _text: self._show())
        self.open_button.clicked.connect(self.open_projects)
        self.export_button.clicked.connect(self.export)

    def refresh(self) -> None:
        """Read the side again, behind the window."""
        from app.ui.tasks import run_task

        if not self._context.has_office:
            return
        self._offer_periods()
        office, today = self._context.office, self._context.today()
        by, period = self.by.currentData(), self.period.currentData()
        self._ticket += 1
        ticket = self._ticket

        def work(_progress: Progress, _cancelled: Callable[[], bool]) -> Side:
            with closing(office.read()) as connection:
                return side(connection, by, today, period)

        def done(found: Side) -> None:
            if ticket == self._ticket:
                self._side = found
                self._show()

        run_task(self, "角度", work, done, quiet=True)

    def open_projects(self) -> None:
        """Show the projects behind the chosen row in the list."""
        row = self._current()
        if row is not None and row.id is not None and self._side is not None:
            period = self.period.currentData()
            self.filter_chosen.emit(filter_for(self._side.by, row.id, period), row.name)

    def export(self) -> None:
        """Write the table that is shown to an .xlsx file."""
        from pathlib import Path

        from PySide6.QtWidgets import QFileDialog

        from app.rules.errors import OfficeError
        from app.services.dossiers.side_sheet import export_side
        from app.ui.errors import show_error

        if self._side is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, "导出", f"招商项目{self.by.currentText()}.xlsx", "Excel 工作簿 (*.xlsx)"
        )
        if not name:
            return
        path = Path(name).with_suffix(".xlsx")
        try:
            period, units = self.period.currentText(), self._context.named_units()
            export_side(self._side, self._matching(), path, period, self._context.today(), units=units)
        except OfficeError as error:
            show_error(self, error, "导出")
            return
        self._context.status.emit(f"已导出：{path}")

    def _make_table(self) -> TableView:
        self.model = RowsModel(
            [heading for heading, _ in _HEADINGS], right=[heading for heading, _ in _HEADINGS[1:]], parent=self
        )
        table = TableView(settings=self._context.settings, key="sides", units=self._context.named_units)
        table.setModel(self.model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.set_widths(*(width for _, width in _HEADINGS))
        table.setMinimumHeight(120)
        table.empty_text = "没有这样的项目。"
        table.activated.connect(lambda _index: self.open_projects())
        table.doubleClicked.connect(lambda _index: self.open_projects())
        table.selectionModel().selectionChanged.connect(lambda *_: self._draw_soon.start())
        return table

    def _offer_periods(self) -> None:
        today = self._context.today()
        years = filter_choices(self._context.connection).years
        entries: list[tuple[str, object]] = [("全部时间", None)]
        month = Period.months(today.year, today.month, today.year, today.month)
        entries += [(f"本月（{month.label}）", month)]
        entries += [(f"{year}年", Period.parse(str(year))) for year in dict.fromkeys((today.year, *years))]
        if self.period.count() != len(entries):
            chosen = self.period.currentData()
            self.period.blockSignals(True)
            self.period.clear()
            for text, period in entries:
                self.period.addItem(text, period)
            self.period.setCurrentIndex(max(0, self.period.findData(chosen)))
            self.period.blockSignals(False)

    def _matching(self) -> tuple[SideRow, ...]:
        part = self.name.text().strip()
        rows = self._side.rows if self._side else ()
        return tuple(row for row in rows if part in row.name)

    def _show(self) -> None:
        if self._side is None:
            return
        matching = self._matching()
        self._rows = matching[:MOST]
        city = SideRow(None, "全市（不重复计算）", self._side.city)
        self.model.set_rows([(row.name, *_figures(row.totals)) for row in (city, *self._rows)])
        grouped = self._side.by in ("leader", "department", "county")
        self.table.widest = widest_for(self._side.by) if grouped else Audience.ALL_OFFICIALS
        notes = ["双击一行看它的项目。"]
        if self._side.by in ("leader", "department"):
            notes.append("个数和金额按份额计。")
        if len(matching) > len(self._rows):
            notes.append(f"只列出前 {MOST} 行，共 {len(matching):,} 行；其余的按名称找。")
        self.note.setText("".join(notes))
        self.table.select_row(0)
        self._draw_soon.start()

    def _current(self) -> SideRow | None:
        rows = self.table.selected_rows()
        return self._rows[rows[0] - 1] if rows and rows[0] else None

    def _draw(self) -> None:
        if self._side is None or not self._context.has_office:
            return
        row = self._current()
        if row is not None and row.id is None:
            self.chart.show_bars(f"{row.name}：没有单独的走势", ())
            return
        years, measure = self.step.currentData(), self.measure.currentData()
        points = trend(
            self._context.connection,
            self._side.by,
            row.id if row else None,
            self._context.today(),
            years=years,
            count=10 if years else 12,
        )
        bars = []
        for point in points:
            value: Fraction = getattr(point, measure)
            below = f"{point.period.first.year}" if years else f"{point.period.first.month}月"
            bars.append(
                Bar(below, float(value), format_yi(round(value)) if measure.endswith("_fen") else _count(value))
            )
        unit = "（亿元）" if measure.endswith("_fen") else "（个）"
        self.chart.show_bars(f"{row.name if row else '全市'}：{self.measure.currentText()}{unit}", bars)


def _figures(totals: Totals) -> tuple[str, ...]:
    return (
        f"{totals.projects:,}",
        _count(totals.signed),
        format_yi(round(totals.amount_fen)),
        _count(totals.over),
        _count(totals.started),
        _count(totals.producing),
        format_yi(round(totals.funds_fen)),
        f"{totals.waiting:,}" if totals.waiting else "",
        f"{totals.terminated:,}" if totals.terminated else "",
    )


def _count(value: Fraction) -> str:
    return f"{float(value):,.2f}".rstrip("0").rstrip(".") if value else ""
