"""Below the comparison: how firm it is, what a choice would change, the choices made, and who belongs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from app.rules.leading import ASPECTS, Swing
from app.services.policy.leading import ClauseEffect
from app.services.policy.leading_members import Choice, Member, Which, members
from app.ui.context import AppContext
from app.ui.policy.tables import policy_table
from app.ui.tasks import run_task
from app.ui.theme import Colour, Space
from app.ui.widgets.layout import button, label

_MOST = 500


class SwingsView(QWidget):
    """A row per weight: the swaps with it moved down and up, and whether the choice holds."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.table, self.rows = policy_table(
            context, "leading-swings", "权重稳定性", ("权重", "减 20%", "增 20%", "结论"), (120, 300, 300, 200)
        )
        _only(self, self.table)

    def show_swings(self, swings: Sequence[Swing]) -> None:
        """Show other moves of the weights."""
        rows, red = [], {}
        for n, (key, called) in enumerate(ASPECTS.items()):
            mine = [one for one in swings if one.aspect == key]
            holds = all(one.holds for one in mine)
            rows.append((called, *(_swap(one) for one in mine), "稳" if holds else "不稳"))
            if not holds:
                red[n] = Colour.RED
        self.rows.set_rows(rows if swings else [], red)


class EffectView(QWidget):
    """Clause by clause, how many would be entitled; beside it who would gain and who would lose."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._effect: Sequence[ClauseEffect] = ()
        figures = ("现在", "选定后", "新增", "失去")
        self.told = label("勾选产业后点“试选”：逐条看谁会多得、谁会少得。已经兑现的不受影响。", "muted", wrap=True)
        self.table, self.rows = policy_table(
            context,
            "leading-effect",
            "试选对各条款的影响",
            ("条款", "名称", *figures),
            (90, 240, 60, 70, 60, 60),
            right=figures,
            empty="还没有试选。",
        )
        self.names, self.name_rows = policy_table(
            context,
            "leading-effect-names",
            "多得和少得的项目",
            ("变化", "项目", "企业"),
            (56, 220, 200),
            empty="没有变化的项目。",
        )
        parts = QSplitter()
        parts.addWidget(self.table)
        parts.addWidget(self.names)
        parts.setSizes([720, 520])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TIGHT)
        layout.addWidget(self.told)
        layout.addWidget(parts, 1)
        self.table.selectionModel().currentRowChanged.connect(lambda index, _old: self._show_names(index.row()))

    def show_effect(self, told: str, effect: Sequence[ClauseEffect]) -> None:
        """Show what a choice would change; the first clause that changes is opened."""
        self._effect = effect
        self.told.setText(told)
        self.rows.set_rows(
            [
                (one.clause, one.title, str(one.now), str(one.then), str(len(one.gains)), str(len(one.loses)))
                for one in effect
            ],
            {n: Colour.MUTED for n, one in enumerate(effect) if not one.gains and not one.loses},
        )
        self.name_rows.set_rows([])
        if effect:
            self.table.select_row(next((n for n, one in enumerate(effect) if one.gains or one.loses), 0))

    def _show_names(self, row: int) -> None:
        one = self._effect[row] if 0 <= row < len(self._effect) else None
        rows = []
        if one is not None:
            rows += [("新增", *names) for names in zip(one.gains, one.gainers, strict=True)]
            rows += [("失去", *names) for names in zip(one.loses, one.losers, strict=True)]
        red = {n: Colour.RED for n, (change, *_) in enumerate(rows[:_MOST]) if change == "失去"}
        if len(rows) > _MOST:
            rows = [*rows[:_MOST], ("……", f"另有 {len(rows) - _MOST} 个", "")]
        self.name_rows.set_rows(rows, red)


class ChoicesView(QWidget):
    """The choices made, the latest first."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.table, self.rows = policy_table(
            context,
            "leading-choices",
            "历次选定",
            ("自", "产业", "决定", "理由", "选定时按得分", "登记"),
            (100, 240, 150, 330, 240, 100),
            empty="还没有选定过主导产业。",
        )
        _only(self, self.table)

    def show_choices(self, found: Sequence[Choice]) -> None:
        """Show other choices."""
        self.rows.set_rows(
            [
                (
                    str(one.from_day),
                    one.industries,
                    one.by or "（未登记）",
                    one.reason,
                    "、".join(one.proposed),
                    str(one.chosen_on),
                )
                for one in found
            ]
        )


class MembersView(QWidget):
    """Projects in or out by code, searched and filtered; one of them is judged by hand."""

    judging = Signal(object)
    """The user wants to judge this `Member`."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._stale = True
        self._asked = 0
        self.members: list[Member] = []
        self.search = QLineEdit(placeholderText="项目名称、编号或产业，回车查找")
        self.search.setAccessibleName("查找项目")
        self.search.setClearButtonEnabled(True)
        self.which = QComboBox()
        self.which.addItems(list(Which))
        self.which.setAccessibleName("列出哪些")
        self.told = label("", "muted")
        self.judge = button("个别认定…")
        self.table, self.rows = policy_table(
            context,
            "leading-members",
            "项目归属",
            ("项目编号", "项目", "产业", "签约或所问日期", "按代码", "个别认定", "认定人和理由"),
            (120, 290, 100, 120, 70, 80, 300),
            empty="没有这样的项目。",
        )
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        bar.addWidget(self.search, 1)
        for widget in (self.which, self.told, self.judge):
            bar.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TIGHT)
        layout.addLayout(bar)
        layout.addWidget(self.table, 1)
        self.search.returnPressed.connect(self.refresh)
        self.which.currentIndexChanged.connect(lambda _place: self.refresh())
        self.judge.clicked.connect(self._judge)
        self.table.activated.connect(lambda _index: self._judge())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self._tell()

    def refresh(self) -> None:
        """List the projects again, behind the window."""
        self._stale = False
        context = self._context
        if not context.has_office:
            return
        office, on = context.office, context.today()
        text, which = self.search.text(), Which(self.which.currentText())
        self._asked += 1
        asked = self._asked

        def work(_progress: object, _cancelled: object) -> tuple[list[Member], int]:
            with closing(office.read()) as connection:
                return members(connection, on, text=text, which=which)

        run_task(self, "项目归属", work, lambda found: self._show(*found) if asked == self._asked else None, quiet=True)

    def changed(self) -> None:
        """List again, or when shown next."""
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _show(self, found: list[Member], whole: int) -> None:
        self.members = found
        more = f"，先列 {len(found)} 个，请缩小范围" if whole > len(found) else ""
        self.told.setText(f"共 {whole} 个{more}")
        self.rows.set_rows(
            [
                (
                    one.code,
                    one.name,
                    one.industry or "未归类",
                    str(one.day),
                    _in(one.by_code),
                    "" if one.by_hand is None else _in(one.by_hand),
                    one.judged,
                )
                for one in found
            ],
            {n: Colour.AMBER for n, one in enumerate(found) if one.by_hand is not None},
        )
        self._tell()

    def _tell(self) -> None:
        self.judge.setEnabled(self._context.writable and bool(self.table.selected_rows()))

    def _judge(self) -> None:
        rows = self.table.selected_rows()
        if rows and rows[0] < len(self.members) and self._context.writable:
            self.judging.emit(self.members[rows[0]])


def _in(belongs: bool) -> str:
    return "属于" if belongs else "不属于"


def _swap(one: Swing) -> str:
    return "不变" if one.holds else f"{'、'.join(one.leaves)} 换成 {'、'.join(one.enters)}"


def _only(view: QWidget, table: QWidget) -> None:
    layout = QVBoxLayout(view)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(table)
