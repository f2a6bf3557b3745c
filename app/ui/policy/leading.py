"""The page 主导产业: candidates compared, weights moved, a choice tried and made."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.rules.leading import Figures, best, compare, left_out, margin, swings
from app.services.policy.leading import ClauseEffect, Comparison, candidates, effect_of, leading_on
from app.services.policy.leading_members import Choice, Member, choices
from app.ui.context import AppContext
from app.ui.policy.leading_chart import LeadingChart
from app.ui.policy.leading_form import ChooseForm
from app.ui.policy.leading_parts import ChoicesView, EffectView, MembersView, SwingsView
from app.ui.policy.leading_table import WIDTHS, LeadingModel
from app.ui.policy.leading_weights import WeightsBar
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, label, scrolled
from app.ui.widgets.pages import Pages
from app.ui.widgets.segments import Segments
from app.ui.widgets.table import TableView

PARTS = ("稳不稳", "试选结果", "历次选定", "项目归属")
_LEAST = 400
"""What table, chart and the parts below them take at least (logical pixels): with less, the page scrolls."""
SWINGS, EFFECT, CHOICES, MEMBERS = range(len(PARTS))


@dataclass(frozen=True)
class _Read:
    """What the office knows on the day: figures, what leads, the choices made."""

    figures: list[Figures]
    leading: tuple[str, ...]
    choices: list[Choice]


class LeadingPage(QWidget):
    """The figures are read behind the window; every step of a weight ranks them anew at once."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._stale = True
        self._asked = 0
        self._read: _Read | None = None
        self.compared: Comparison | None = None
        self.day = DayEdit(context.today())
        self.day.set_day(context.today())
        self.day.setAccessibleName("按哪天")
        self.day.setMaximumWidth(140)
        self.weights = WeightsBar()
        self.suppose_button, self.choose_button = button("试选"), button("选定…", primary=True)
        self.suppose_button.setToolTip("勾选的产业若成为主导产业，各条款谁会多得、少得")
        self.print_button = button("打印报告…")
        self.fault, self.told = Strip("error"), Strip("info")
        self.model = LeadingModel()
        self.table = TableView(units=context.named_units, settings=context.settings, key="leading-candidates")
        self.table.setModel(self.model)
        self.table.setAccessibleName("候选产业")
        self.table.empty_text = "还没有产业。导入台账或建档后，这里比较各产业。"
        self.table.set_widths(*WIDTHS)
        self.chart = LeadingChart()
        self.shape = Segments(("雷达图", "平行坐标"))
        self.shape.setAccessibleName("图的样子")
        self.parts = Segments(PARTS)
        self.parts.setAccessibleName("比较之下")
        self.swings, self.effect = SwingsView(context), EffectView(context)
        self.choices, self.members = ChoicesView(context), MembersView(context)
        self._pages = Pages(150)
        for page in (self.swings, self.effect, self.choices, self.members):
            self._pages.addWidget(page)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read the figures again, behind the window; weights and ticks stay."""
        self._stale = False
        on = None if self.day.reason else self.day.day()
        if not self._context.has_office or on is None:
            self.fault.tell(self.day.reason)
            return
        office = self._context.office
        self._asked += 1
        asked = self._asked

        def work(_progress: object, _cancelled: object) -> _Read:
            with closing(office.read()) as connection:
                return _Read(candidates(connection, on), leading_on(connection, on), choices(connection))

        def done(found: _Read) -> None:
            if asked == self._asked:
                self._take(found)

        run_task(self, "比较主导产业", work, done, quiet=True)

    def rank(self) -> None:
        """Rank with the weights as they are now; quick, since the figures are at hand."""
        read, on = self._read, None if self.day.reason else self.day.day()
        if read is None or on is None:
            return
        try:
            weights = self.weights.weights()
        except OfficeError as error:
            self.fault.tell(error.message)
            return
        self.fault.tell("")
        count = self.weights.count.value()
        scored, moved = compare(read.figures, weights), swings(read.figures, count, weights)
        proposed = best(scored, count)
        self.compared = Comparison(on, weights, tuple(scored), read.leading, proposed, tuple(moved))
        stands = {one.figures.name: sum(one.figures.name in each.chosen for each in moved) for one in scored}
        name = self.chart.selected
        self.model.show_scored(scored, read.leading, stands, len(moved))
        self.swings.show_swings(moved)
        self._draw()
        if (row := self.model.row_of(name)) is not None:
            self.table.select_row(row, scroll=False)
        self.told.tell(described(self.compared, count))

    def suppose(self) -> None:
        """Count, behind the window, whom the ticked industries would entitle."""
        on, chosen = None if self.day.reason else self.day.day(), self._ticked()
        if on is None or not chosen:
            self.fault.tell("请先在表里勾选产业，再点“试选”。")
            return
        self.fault.tell("")
        office = self._context.office

        def work(_progress: object, _cancelled: object) -> list[ClauseEffect]:
            with closing(office.read()) as connection:
                return effect_of(connection, chosen, on)

        def done(found: list[ClauseEffect]) -> None:
            gains, loses = ({name for one in found for name in getattr(one, key)} for key in ("gains", "loses"))
            told = f"若{on}以{'、'.join(chosen)}为主导产业：{len(gains)} 个项目有条款新增，{len(loses)} 个有条款失去。"
            self.effect.show_effect(f"{told}只是试算，没有改动任何记录；已经兑现的不受影响。", found)
            self.parts.choose(EFFECT)

        def failed(error: BaseException) -> None:
            if not isinstance(error, OfficeError):
                raise error
            self.fault.tell(error.message)

        run_task(self, "试选主导产业", work, done, failed)

    def form(self) -> ChooseForm | None:
        """Return the form that makes the choice, begun with what is ticked."""
        return ChooseForm(self._context, self, self.compared, self._ticked()) if self.compared else None

    def choose(self) -> None:
        """Ask which industries, from when, by whom and why; and choose them."""
        if (form := self.form()) is not None:
            form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            form.open()

    def judge(self, member: Member) -> None:
        """Ask whether a project belongs, by whom and why; and keep it."""
        from app.ui.policy.match_acts import judge_form

        form = judge_form(self._context, self, member.project_id, member.name, self._context.today())
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.open()

    def print_report(self) -> None:
        """Show the report of this comparison on paper; the ticked industries are those whose choice it weighs."""
        from app.services.policy.papers.leading import leading_report
        from app.ui.papers.paper_window import show_paper

        found, chosen, today = self.compared, self._ticked(), self._context.today()
        if found is None:
            self._context.status.emit("没有可以打印的比较。")
            return
        show_paper(
            self,
            self._context,
            lambda connection: leading_report(connection, found, today=today, suppose=chosen),
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _take(self, read: _Read) -> None:
        first = self._read is None
        self._read = read
        if first and read.leading:
            self.weights.count.blockSignals(True)
            self.weights.count.setValue(len(read.leading))
            self.weights.count.blockSignals(False)
        if first:
            self.model.chosen = set(read.leading)
        self.model.chosen &= {one.name for one in read.figures}
        self.choices.show_choices(read.choices)
        self.choose_button.setEnabled(self._context.writable)
        self.rank()

    def _ticked(self) -> list[str]:
        return [one.figures.name for one in self.model.scored if one.figures.name in self.model.chosen]

    def _draw(self) -> None:
        if self.compared is not None:
            self.chart.show_scored(self.compared.scored, {*self.compared.proposed, *self.model.chosen})

    def _row_changed(self, row: int) -> None:
        if 0 <= row < len(self.model.scored):
            self.chart.select(self.model.scored[row].figures.name)

    def _line_chosen(self, name: str) -> None:
        if (row := self.model.row_of(name)) is not None:
            self.table.select_row(row)

    def _changed(self) -> None:
        self.members.changed()
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _opened(self) -> None:
        self._read = self.compared = None
        self.model.chosen = set()
        self.effect.show_effect("", ())
        self._changed()

    def _connect(self) -> None:
        self.day.changed.connect(self.refresh)
        self.weights.changed.connect(self.rank)
        self.model.ticked.connect(self._draw)
        self.table.selectionModel().currentRowChanged.connect(lambda index, _old: self._row_changed(index.row()))
        self.chart.chosen.connect(self._line_chosen)
        self.shape.chosen.connect(lambda place: self.chart.set_radar(place == 0))
        self.parts.chosen.connect(self._pages.setCurrentIndex)
        self.suppose_button.clicked.connect(self.suppose)
        self.choose_button.clicked.connect(self.choose)
        self.print_button.clicked.connect(self.print_report)
        self.members.judging.connect(self.judge)
        self._context.data_changed.connect(self._changed)
        self._context.office_opened.connect(self._opened)

    def _lay_out(self) -> None:
        bar = QWidget()
        row = FlowLayout(bar, spacing=Space.SMALL)
        for widget in (
            label("按哪天"), self.day, self.suppose_button, self.choose_button, self.print_button, self.parts,
            self.shape,
        ):  # fmt: skip
            row.addWidget(widget)
        above = QSplitter()
        above.addWidget(self.table)
        above.addWidget(self.chart)
        above.setSizes([840, 480])
        above.setStretchFactor(0, 1)
        above.setChildrenCollapsible(False)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(above)
        whole.addWidget(self._pages)
        whole.setSizes([340, 200])
        whole.setStretchFactor(0, 1)
        whole.setChildrenCollapsible(False)
        room = Pages(_LEAST)
        room.addWidget(whole)
        content = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(content))
        layout = QVBoxLayout(content)
        layout.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        for widget in (bar, self.weights, self.fault, self.told):
            layout.addWidget(widget)
        layout.addWidget(room, 1)


def described(found: Comparison, count: int) -> str:
    """Return in words what the comparison would choose, how firm that is and why, and what was left out and why."""
    told = [f"按得分：{'、'.join(found.proposed) or '没有'}。"]
    ahead = margin(found.scored, count)
    gap = f"末位比下一个高 {float(ahead):.1f} 分" if ahead is not None else "没有更多的候选"
    moved = [one for one in found.swings if not one.holds]
    if moved:
        told.append(f"不稳：{gap}，{len(moved)} 次变动会换人，见“稳不稳”。")
    else:
        told.append(f"稳：{gap}，任一权重增减 20% 都不换。")
    if found.leading:
        missing = [name for name in found.leading if name not in found.proposed]
        told.append(f"现行：{'、'.join(found.leading)}" + (f"（{'、'.join(missing)}不在其中）。" if missing else "。"))
    told += [f"{one}。" for one in left_out(found.scored)]
    told.append("选择由会议决定，得分只供参考。")
    return "".join(told)
