"""预算: the year's bonus budget against what was paid, is due and may come, by stage and by quarter; setting it."""

from __future__ import annotations

from contextlib import closing

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from app.rules.errors import OfficeError, Refused
from app.rules.money import in_words
from app.services.policy.bonus_budget import BudgetDetail, budget_detail
from app.services.policy.bonus_lists import set_budget
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.policy.act_dialog import ActDialog
from app.ui.policy.bonus_way.budget_chart import BudgetChart
from app.ui.policy.tables import policy_table
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.edits import MoneyEdit
from app.ui.widgets.layout import Strip, button, label
from app.ui.widgets.segments import Segments


class BudgetView(QWidget):
    """Reads a year's budget behind the window, as of today."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.detail: BudgetDetail | None = None
        self.dialog: ActDialog | None = None
        self._asked, self._stale = 0, True
        self.year = QSpinBox()
        self.year.setRange(2000, 2100)
        self.year.setValue(context.today().year)
        self.year.setSuffix(" 年")
        self.year.setAccessibleName("年度")
        self.by = Segments(("按阶段", "按季度"))
        self.by.setAccessibleName("怎样分")
        self.set_button, self.print_button = button("下达预算…"), button("打印…")
        self.short, self.told = Strip("warning"), label("", wrap=True)
        self.chart = BudgetChart()
        self.table, self.rows = policy_table(
            context,
            "bonus-budget",
            "预算对照",
            ("项", "已付", "应付未付", "以后预计"),
            (140, 160, 160, 160),
            right=("已付", "应付未付", "以后预计"),
        )
        self.table.horizontalHeader().setStretchLastSection(False)
        line = QHBoxLayout()
        for one in (self.year, self.by, self.set_button, self.print_button):
            line.addWidget(one)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(line)
        layout.addWidget(self.told)
        layout.addWidget(self.short)
        layout.addWidget(self.chart, 3)
        layout.addWidget(self.table, 2)
        note = "已付、应付截至今天；预计按各项目都走到见效计算，各阶段何时到尚不可知，不分季度。"
        layout.addWidget(label(note, "muted", wrap=True))
        self.year.valueChanged.connect(lambda _year: self.refresh())
        self.by.chosen.connect(lambda _place: self._show())
        self.set_button.clicked.connect(self.set_budget)
        self.print_button.clicked.connect(self.show_paper)
        context.data_changed.connect(self._outdated)
        context.office_opened.connect(self._outdated)

    def refresh(self) -> None:
        """Read the year's budget again, behind the window."""
        if not self._context.has_office:
            return
        self._stale = False
        self._asked += 1
        asked, office, year, today = self._asked, self._context.office, self.year.value(), self._context.today()

        def work(_progress: object, _cancelled: object) -> BudgetDetail:
            with closing(office.read()) as connection:
                return budget_detail(connection, year, today)

        def done(found: BudgetDetail) -> None:
            if asked == self._asked:
                self.detail = found
                self._show()

        def failed(error: BaseException) -> None:
            if isinstance(error, OfficeError):
                self.short.tell(error.message)
            else:
                show_error(self, error, "奖金预算")

        run_task(self, "读取奖金预算", work, done, failed, quiet=True)

    def set_budget(self) -> None:
        """Open the form that sets the budget of the year shown."""
        context, year = self._context, self.year.value()
        form = ActDialog(context, self, "下达奖金预算", f"{year}年度；再次下达即为调整，原数留在历史里。", "下达")
        amount = MoneyEdit()
        form.add("金额", amount)
        paper = form.line("文号", "预算文件的文号")

        def act() -> str:
            if amount.reason:
                raise Refused(f"金额：{amount.reason}")
            set_budget(context.office, year, amount.fen() or 0, paper=paper.text())
            return f"已下达{year}年奖金预算{in_words(amount.fen() or 0)}"

        form.act = act
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = form
        form.open()

    def show_paper(self) -> None:
        """Open the budget as a paper."""
        from app.services.policy.papers.payments import budget_paper
        from app.ui.papers.paper_window import show_paper

        year, today = self.year.value(), self._context.today()
        show_paper(self, self._context, lambda connection: budget_paper(connection, year, today, today=today))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _show(self) -> None:
        if (detail := self.detail) is None:
            return
        year = detail.year
        budget = in_words(year.budget) if year.budget is not None else "未下达"
        self.told.setText(
            f"{year.year}年预算{budget}；已付{in_words(year.paid)}，应付未付{in_words(year.due)}，"
            f"以后各阶段预计最多还要{in_words(year.forecast)}。"
            + (
                f"另有{in_words(year.blocked)}受阻（引荐人登记、分配或者身份的问题），不计入应付。"
                if year.blocked
                else ""
            )
        )
        self.short.tell(f"预算不够付已到期的奖金，还差{in_words(year.short)}。" if year.short else "")
        self.set_button.setEnabled(self._context.writable)
        lines = detail.quarters if self.by.current() else detail.stages
        self.chart.show_lines(lines, year.budget)
        rows = [(one.name, in_words(one.paid), in_words(one.due), in_words(one.forecast)) for one in lines]
        rows.append(("合计", in_words(year.paid), in_words(year.due), in_words(sum(one.forecast for one in lines))))
        self.rows.set_rows(rows)

    def _outdated(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True
