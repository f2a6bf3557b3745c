"""办理: every part of every bonus by where it stands, what comes next and when, with the steps beside it."""

from __future__ import annotations

from contextlib import closing

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.rules.bonus_way import Step
from app.rules.errors import OfficeError
from app.rules.money import in_words
from app.services.policy.bonus_worklist import ClaimLine, worklist
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.policy.bonus_way.claim_bar import ClaimBar
from app.ui.policy.tables import Sorting, policy_table
from app.ui.tasks import run_task
from app.ui.theme import Colour, Space, heading_font
from app.ui.widgets.layout import Strip, button, label

_HEADS = ("状态", "编号", "项目", "阶段", "金额", "下一步", "何时可办", "申请日期")
_WIDTHS = (84, 110, 240, 60, 100, 380, 100, 100)
_ALL, _NOW = "全部状态", "现在可办"
_DOABLE = (Step.OPEN, Step.CLAIMED, Step.READY, Step.APPROVED)
_AMISS = (Step.STALE, Step.RECOVER)


class WorklistView(QWidget):
    """Reads the claims behind the window as of today, and anew whenever something was written."""

    project_asked = Signal(int)
    """Show the bonus of this project."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._lines: list[ClaimLine] = []
        self._shown: list[ClaimLine] = []
        self._asked, self._stale = 0, True
        self.step = QComboBox()
        self.step.addItems([_ALL, _NOW, *Step])
        self.step.setAccessibleName("状态")
        self.text = QLineEdit()
        self.text.setPlaceholderText("项目或编号")
        self.text.setAccessibleName("筛选文字")
        self.text.setClearButtonEnabled(True)
        self.project = button("看这个项目")
        self.fault, self.told = Strip("error"), label("", "muted", wrap=True)
        self.table, self.rows = policy_table(
            context, "bonus-worklist", "奖金办理", _HEADS, _WIDTHS, right=("金额",), empty="没有要办的奖金。"
        )
        self._sorting = Sorting(
            self.table,
            (
                lambda one: one.standing.step,
                lambda one: one.code,
                lambda one: one.project,
                lambda one: (one.stage, one.supplement),
                lambda one: one.amount,
                lambda one: one.standing.next,
                lambda one: str(one.standing.possible_from or "9999"),
                lambda one: str(one.claimed_on or ""),
            ),
            self._show,
        )
        self.title, self.details = label("", wrap=True), label("", wrap=True)
        self.title.setFont(heading_font())
        self.bar = ClaimBar(context)
        line = QHBoxLayout()
        line.addWidget(self.step)
        line.addWidget(self.text, 1)
        line.addWidget(self.project)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(line)
        layout.addWidget(self.fault)
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.title)
        layout.addWidget(self.details)
        layout.addWidget(self.bar)
        self.step.currentIndexChanged.connect(lambda _place: self._show())
        self.text.textChanged.connect(lambda _text: self._show())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_line())
        self.table.activated.connect(self._open)
        self.project.clicked.connect(self._open)
        context.data_changed.connect(self._outdated)
        context.office_opened.connect(self._outdated)

    def refresh(self) -> None:
        """Read the claims again, behind the window."""
        if not self._context.has_office:
            return
        self._stale = False
        self._asked += 1
        asked, office, today = self._asked, self._context.office, self._context.today()

        def work(_progress: object, _cancelled: object) -> list[ClaimLine]:
            with closing(office.read()) as connection:
                return worklist(connection, today)

        def done(found: list[ClaimLine]) -> None:
            if asked == self._asked:
                self.fault.tell("")
                self._lines = found
                self._show()

        def failed(error: BaseException) -> None:
            if isinstance(error, OfficeError):
                self.fault.tell(error.message)
            else:
                show_error(self, error, "奖金办理")

        run_task(self, "读取奖金办理", work, done, failed, quiet=True)

    def chosen(self) -> ClaimLine | None:
        """Return the line that the cursor is on."""
        row = self.table.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _show(self) -> None:
        before = self.chosen()
        step, text = self.step.currentText(), self.text.text().strip()
        self._shown = self._sorting.sorted(
            [
                one
                for one in self._lines
                if (step == _ALL or (one.standing.step in _DOABLE if step == _NOW else one.standing.step == step))
                and (text in one.project or text in one.code)
            ]
        )
        over = (Step.PAID, Step.STOPPED, Step.BLOCKED)
        tones = {row: Colour.MUTED for row, one in enumerate(self._shown) if one.standing.step in over}
        tones |= {row: Colour.RED for row, one in enumerate(self._shown) if one.standing.step in _AMISS}
        self.rows.set_rows([_row(one) for one in self._shown], tones)
        doable = [one for one in self._lines if one.standing.step in _DOABLE]
        money = in_words(sum(one.amount for one in doable))
        wrong = [one for one in self._lines if one.standing.step in _AMISS]
        told = f"；{len(wrong)} 笔认定变了，须重新申请或者追回" if wrong else ""
        self.told.setText(f"截至今天：{len(doable)} 笔现在可办，合计{money}{told}；列出 {len(self._shown)} 笔。")
        same = [
            row
            for row, one in enumerate(self._shown)
            if before and (one.project_id, one.title) == (before.project_id, before.title)
        ]
        if self._shown:
            self.table.select_row(same[0] if same else 0)
        self._show_line()

    def _show_line(self) -> None:
        line = self.chosen()
        self.bar.show_line(line)
        self.project.setEnabled(line is not None)
        self.title.setText(f"{line.project}　{line.title}奖金 {in_words(line.amount)}" if line else "")
        self.details.setText(history(line) if line else "")

    def _open(self) -> None:
        if (line := self.chosen()) is not None:
            self.project_asked.emit(line.project_id)

    def _outdated(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True


def history(line: ClaimLine) -> str:
    """Return how a claim came so far: who did what when, and what each referrer gets."""
    steps = [
        f"{line.claimed_on}申请" if line.claimed_on else f"{line.standing.step}：{line.standing.next}",
        f"{line.checked_on}审核（{line.checked_by}）" if line.checked_on else "",
        f"公示{line.notice_from}至{line.notice_to}" if line.notice_from else "",
        f"{line.approved_on}批准（{line.approved_by}）" if line.approved_on else "",
    ]
    parts = [
        f"{one.referrer}{in_words(one.amount)}"
        + (f"，{one.paid_on}已付（扣税{in_words(one.tax)}，{one.receipt or '未签收'}）" if one.paid_on else "")
        for one in line.parts
    ]
    return "\n".join(filter(None, ("；".join(filter(None, steps)), "；".join(parts))))


def _row(one: ClaimLine) -> tuple[str, ...]:
    first = one.standing.possible_from
    return (
        one.standing.step,
        one.code,
        one.project,
        one.title,
        in_words(one.amount),
        one.standing.next,
        str(first) if first else "",
        str(one.claimed_on or ""),
    )
