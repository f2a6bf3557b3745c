"""The section 督促: proposals of the period, measures under way, relief, exemptions, and the history of a unit."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.rules.errors import OfficeError, Refused
from app.rules.periods import Period
from app.services.ranking.ranking import GROUPS
from app.services.ranking.units_over_time import ListedUnit, units_on
from app.services.supervision.exemptions import ExemptionRow, exemptions
from app.services.supervision.measures_taken import MeasureRow, history, open_measures
from app.services.supervision.worklist import Recovered, Worklist, recovered, worklist
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.ranking.choosers import Choice, RankingChooser
from app.ui.ranking.latest import latest_month
from app.ui.ranking.sheets import Sheet, SheetButtons, sheet_of
from app.ui.supervision.exemptions import ExemptionsView
from app.ui.supervision.following import FollowingView
from app.ui.supervision.papers import status_told
from app.ui.supervision.proposals import ProposalsView
from app.ui.supervision.relief import ReliefView
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Section, Strip
from app.ui.widgets.pages import Pages
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.segments import Segments
from app.ui.widgets.table import TableView

_VIEWS = ("本期建议", "跟进中", "可解除", "免予督促")
_HISTORY = ("期间", "措施", "状态", "公文", "决定人", "决定日期", "连续月数", "反馈或了结")


@dataclass(frozen=True)
class Found:
    """All that the section shows of a group and period."""

    work: Worklist
    open: tuple[MeasureRow, ...]
    relief: tuple[Recovered, ...]
    exemptions: tuple[ExemptionRow, ...]
    units: tuple[ListedUnit, ...]


class SupervisionPage(QWidget):
    """Reads the worklist behind the window, and anew whenever something was written."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self._asked, self._stale = 0, True
        self._unit: int | None = None
        self._names: dict[int, str] = {}
        self.chooser = RankingChooser(context.today(), latest_month(context.connection))
        self.segments = Segments(_VIEWS)
        self.segments.setAccessibleName("督促视图")
        self.papers = SheetButtons(context, self.sheet)
        self.strip = Strip("info")
        self.proposals, self.following = ProposalsView(context), FollowingView(context)
        self.relief, self.exemptions = ReliefView(context), ExemptionsView(context)
        self.history = RowsModel(_HISTORY)
        self.history_view = TableView(units=context.named_units)
        self.history_view.setModel(self.history)
        self.history_view.set_widths(120, 80, 110, 60, 90, 96, 80, 300)
        self.history_view.horizontalHeader().setStretchLastSection(True)
        self.history_view.setAccessibleName("督促历史")
        self.history_view.empty_text = "选一个单位，看对它采取过的措施。"
        self.history_section = Section("督促历史")
        self.history_section.body.addWidget(self.history_view)
        self._lay_out()
        self.chooser.changed.connect(self.refresh)
        context.data_changed.connect(self._data_changed)
        context.unit_selected.connect(self.show_history)

    def refresh(self) -> None:
        """Read everything again, behind the window."""
        try:
            wanted = self.chooser.choice()
        except Refused as error:
            self._refuse(error.message)
            return
        self._stale = False
        self._asked += 1
        asked, office = self._asked, self.context.office

        def work(_progress: object, _cancelled: object) -> Found:
            with closing(office.read()) as connection:
                day = min(wanted.period.last, wanted.as_of)
                return Found(
                    worklist(connection, wanted.period, wanted.group, wanted.as_of),
                    open_measures(connection, wanted.group),
                    recovered(connection, wanted.period, wanted.group, wanted.as_of),
                    exemptions(connection, wanted.group),
                    tuple(units_on(connection, wanted.group, day)),
                )

        def done(found: Found) -> None:
            if asked == self._asked:
                self._show(wanted, found)

        def failed(error: BaseException) -> None:
            if asked == self._asked:
                if isinstance(error, OfficeError):
                    self._refuse(error.message)
                else:
                    show_error(self, error, "督促")

        run_task(self, "读取督促事项", work, done, failed, quiet=True)

    def sheet(self) -> Sheet:
        """Return the list shown, for export and paper."""
        view = (self.proposals, self.following, self.relief, self.exemptions)[self.segments.current()]
        try:
            wanted = self.chooser.choice()
            title = f"{wanted.period.label}{GROUPS[wanted.group]}督促"
        except Refused:
            title = "督促"
        return sheet_of(view, f"{title}：{_VIEWS[self.segments.current()]}", view.table)

    def export(self) -> None:
        """Ask where to, and write the list shown as an Excel file."""
        self.papers.export()

    def show_history(self, unit_id: int) -> None:
        """Show what was done about a unit."""
        self._unit = unit_id
        rows = history(self.context.connection, unit_id)
        self.history.set_rows(
            [
                (
                    Period.parse(row.period).label,
                    row.kind,
                    status_told(row),
                    row.paper_status,
                    row.decided_by,
                    row.decided_on.isoformat(),
                    f"{row.months_running}个月",
                    row.closing or row.answer or row.decision,
                )
                for row in rows
            ]
        )
        name = rows[0].unit if rows else self._names.get(unit_id, "这个单位")
        self.history_section.heading.setText(f"督促历史　{name}")
        self.history_view.empty_text = f"对{name}还没有采取过措施。"

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _show(self, wanted: Choice, found: Found) -> None:
        writable = self.context.writable
        self._names = {unit.id: unit.name for unit in found.units}
        self.proposals.show_work(wanted, found.work, writable=writable)
        self.following.show_measures(found.open, writable=writable)
        self.relief.show_recovered(found.relief, writable=writable)
        self.exemptions.show_exempt(found.work.exempt, found.exemptions, found.units, writable=writable)
        waiting = sum(one.measure_id is None for one in found.work.proposals)
        self.strip.tell(
            f"{wanted.period.label}：建议 {len(found.work.proposals)} 项，待决定 {waiting} 项；"
            f"跟进中 {len(found.open)} 项，可解除 {len(found.relief)} 项，免予督促 {len(found.work.exempt)} 个单位。"
        )
        if self._unit is not None:
            self.show_history(self._unit)

    def _refuse(self, message: str) -> None:
        self.strip.tell(message)
        self.proposals.clear()

    def _data_changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _lay_out(self) -> None:
        line = QWidget()
        bar = FlowLayout(line, spacing=Space.SMALL)
        bar.addWidget(self.chooser)
        bar.addWidget(self.segments)
        bar.addWidget(self.papers)
        pages = Pages()
        for view in (self.proposals, self.following, self.relief, self.exemptions):
            pages.addWidget(view)
            view.unit_chosen.connect(self.context.unit_selected)
        self.segments.chosen.connect(pages.setCurrentIndex)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(pages)
        parts.addWidget(self.history_section)
        parts.setSizes([420, 130])
        parts.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.MEDIUM, Space.MEDIUM, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(line)
        layout.addWidget(self.strip)
        layout.addWidget(parts, 1)
