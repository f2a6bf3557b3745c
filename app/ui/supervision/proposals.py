"""本期建议: who lags and what is proposed, with the grounds; a person takes it or not, and a draft paper is made."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit

from app.rules.errors import OfficeError, Refused
from app.rules.scoring import percent
from app.services.supervision.measure_papers import draft_told
from app.services.supervision.measures_taken import decide
from app.services.supervision.worklist import Proposal, Worklist
from app.ui.context import AppContext
from app.ui.ranking.choosers import Choice
from app.ui.supervision.forms import ListView
from app.ui.tasks import run_task
from app.ui.theme import Colour
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.layout import Strip, button, form_layout, label

_HEADS = ("单位", "名次", "得分", "完成率", "时序应达", "连续", "建议措施", "决定")
_NOTHING = "这一期没有需要督促的单位。"


class ProposalsView(ListView):
    """The proposals of one group and period."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(
            _HEADS, (120, 60, 70, 80, 80, 64, 90, 80), right=("得分", "完成率", "时序应达"), units=context.named_units
        )
        self._context = context
        self._choice: Choice | None = None
        self._work: Worklist | None = None
        self._writable = False
        self.table.setAccessibleName("督促建议")
        self.about = label("选一个单位，看建议的依据。", "muted", wrap=True)
        self.grounds = QPlainTextEdit()
        self.grounds.setAccessibleName("依据")
        self.grounds.setTabChangesFocus(True)
        self.grounds.setFixedHeight(100)
        self.by, self.reason = QLineEdit(), QLineEdit()
        self.by.setPlaceholderText("由哪位同志决定")
        self.reason.setPlaceholderText("不采用时必填")
        self.due = DayEdit(context.today())
        self.fault = Strip("error")
        self.take, self.drop = button("采用", primary=True), button("不采用")
        form = form_layout()
        form.addRow("决定人", self.by)
        form.addRow("说明或理由", self.reason)
        form.addRow("反馈期限", self.due)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.drop)
        buttons.addWidget(self.take)
        for widget in (self.about, self.grounds):
            self.form.addWidget(widget)
        self.form.addLayout(form)
        self.form.addWidget(self.fault)
        self.form.addLayout(buttons)
        self.form.addStretch(1)
        self.take.clicked.connect(lambda: self.decide(take=True))
        self.drop.clicked.connect(lambda: self.decide(take=False))
        self.clear()

    def show_work(self, choice: Choice, work: Worklist, *, writable: bool) -> None:
        """Show another worklist; the row chosen stays where its unit is still there."""
        old = self.proposal()
        self._choice, self._work, self._writable = choice, work, writable
        self.table.empty_text = _NOTHING
        done = {row: Colour.MUTED for row, one in enumerate(work.proposals) if one.measure_id is not None}
        self.rows.set_rows([_line(one) for one in work.proposals], done)
        same = [row for row, one in enumerate(work.proposals) if old and one.unit_id == old.unit_id]
        if work.proposals:
            self.table.select_row(same[0] if same else 0)
        else:
            self._show_form(None)

    def clear(self) -> None:
        """Show nothing."""
        self._work = None
        self.rows.set_rows([])
        self._show_form(None)

    def proposal(self) -> Proposal | None:
        """Return the proposal that the cursor is on."""
        row = self.chosen()
        return self._work.proposals[row] if self._work and row is not None and row < len(self._work.proposals) else None

    def row_chosen(self, row: int) -> None:
        if self._work is not None and row < len(self._work.proposals):
            proposal = self._work.proposals[row]
            self._show_form(proposal)
            self.unit_chosen.emit(proposal.unit_id)

    def decide(self, *, take: bool) -> None:
        """Record the decision; the paper of a measure that was taken is drafted at once."""
        proposal, choice, context = self.proposal(), self._choice, self._context
        if proposal is None or choice is None:
            return
        try:
            if self.due.reason:
                raise Refused(f"反馈期限：{self.due.reason}")
            measure = decide(
                context.office,
                proposal,
                choice.period,
                by=self.by.text(),
                on=context.today(),
                take=take,
                decision=self.reason.text(),
                due_on=self.due.day(),
                text=self.grounds.toPlainText(),
            )
        except OfficeError as error:
            self.fault.tell(error.message)
            return
        self.fault.tell("")
        self.reason.clear()
        told = f"{proposal.unit}：{'采用' if take else '不采用'}{proposal.measure}，已记录。"
        if take:
            told += f"{proposal.spoken_by}。"
            office, as_of, today = context.office, choice.as_of, context.today()
            run_task(
                self,
                f"起草{proposal.measure}",
                lambda _progress, _cancelled: draft_told(office, measure, proposal.measure, as_of=as_of, today=today),
                lambda drafted: self._drafted(told + drafted),
            )
        context.status.emit(told)
        context.data_changed.emit()

    def _drafted(self, told: str) -> None:
        self._context.status.emit(told)
        self._context.data_changed.emit()

    def _show_form(self, proposal: Proposal | None) -> None:
        self.fault.tell("")
        self.grounds.setPlainText(proposal.grounds if proposal else "")
        open_ = proposal is not None and proposal.measure_id is None and self._writable
        for widget in (self.grounds, self.by, self.reason, self.due, self.take, self.drop):
            widget.setEnabled(open_)
        if proposal is None:
            self.about.setText("选一个单位，看建议的依据。")
            return
        decided = "　已经决定，见“跟进中”和督促历史。" if proposal.measure_id is not None else ""
        self.about.setText(
            f"{proposal.unit}　建议：{proposal.measure}（{proposal.spoken_by}）。"
            f"可说及的范围：{proposal.audience.label}。{decided}"
        )


def _line(one: Proposal) -> tuple[str, ...]:
    unit, progress = one.lag.unit, one.lag.progress
    return (
        one.unit,
        str(unit.rank or ""),
        str(unit.score or ""),
        percent(progress.completion),
        percent(progress.expected),
        f"{one.months_running}个月",
        one.measure,
        "待决定" if one.measure_id is None else "已决定",
    )
