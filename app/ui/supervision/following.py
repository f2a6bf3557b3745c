"""跟进中: measures that were decided; their papers move them to 送达 and 反馈, a person to 办结; the due ones first."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit

from app.rules.errors import OfficeError, Refused
from app.rules.periods import Period
from app.rules.supervision import NEXT, Status
from app.services.supervision.measure_papers import draft_told
from app.services.supervision.measures_taken import MeasureRow, follow
from app.ui.context import AppContext
from app.ui.supervision.forms import ListView
from app.ui.supervision.papers import needs_paper, paper_of, paper_told, status_told
from app.ui.tasks import run_task
from app.ui.theme import Colour
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.layout import Strip, button, form_layout, label

_HEADS = ("单位", "期间", "措施", "状态", "公文", "决定日期", "期限", "决定人")
_NOT_BY_HAND = (Status.DROPPED,)


class FollowingView(ListView):
    """The open measures of a group."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(_HEADS, (104, 116, 76, 110, 56, 92, 138, 80), units=context.named_units)
        self._context = context
        self._measures: tuple[MeasureRow, ...] = ()
        self.table.setAccessibleName("跟进中的措施")
        self.table.empty_text = "没有在跟进的措施。"
        self.about = label("", wrap=True)
        self.to = QComboBox()
        self.to.setAccessibleName("下一步")
        self.on = DayEdit(context.today())
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("内容或理由")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(90)
        self.fault = Strip("error")
        self.go = button("记录", primary=True)
        self.draft = button("起草公文")
        form = form_layout()
        form.addRow("改为", self.to)
        form.addRow("日期", self.on)
        form.addRow("内容或理由", self.text)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.draft)
        buttons.addWidget(self.go)
        self.form.addWidget(self.about)
        self.form.addWidget(
            label("公文印发、登记答复后，状态自动跟着变。用别的方式办的，在这里记。", "muted", wrap=True)
        )
        self.form.addLayout(form)
        self.form.addWidget(self.fault)
        self.form.addLayout(buttons)
        self.form.addStretch(1)
        self._writable = False
        self.go.clicked.connect(self.follow)
        self.draft.clicked.connect(self.draft_paper)

    def show_measures(self, measures: tuple[MeasureRow, ...], *, writable: bool) -> None:
        """Show other measures; those past their day are red."""
        old = self.measure()
        self._measures, self._writable = measures, writable
        today = self._context.today()
        late = {row: Colour.RED for row, one in enumerate(measures) if one.due_on is not None and one.due_on < today}
        self.rows.set_rows(
            [
                (
                    one.unit,
                    Period.parse(one.period).label,
                    one.kind,
                    status_told(one),
                    one.paper_status,
                    one.decided_on.isoformat(),
                    "" if one.due_on is None else one.due_on.isoformat() + ("（已过）" if row in late else ""),
                    one.decided_by,
                )
                for row, one in enumerate(measures)
            ],
            late,
        )
        self._show_form(None)
        same = [row for row, one in enumerate(measures) if old and one.id == old.id]
        if measures:
            self.table.select_row(same[0] if same else 0)

    def measure(self) -> MeasureRow | None:
        """Return the measure that the cursor is on."""
        row = self.chosen()
        return self._measures[row] if row is not None and row < len(self._measures) else None

    def row_chosen(self, row: int) -> None:
        if row >= len(self._measures):
            return
        measure = self._measures[row]
        self._show_form(measure)
        if self.isVisible():
            self.unit_chosen.emit(measure.unit_id)

    def follow(self) -> None:
        """Record the next step of the measure chosen."""
        measure, context = self.measure(), self._context
        if measure is None:
            return
        try:
            if self.on.reason or (day := self.on.day()) is None:
                raise Refused(f"日期：{self.on.reason or '请填写，如 2026-07-05。'}")
            to = Status(self.to.currentText())
            paper = paper_of(context.connection, measure) if to is Status.SENT else None
            text = self.text.toPlainText()
            follow(
                context.office,
                measure.id,
                measure.version,
                to,
                on=day,
                today=context.today(),
                text=text,
                paper_id=paper,
            )
        except OfficeError as error:
            self.fault.tell(error.message)
            return
        self.text.clear()
        context.status.emit(f"{measure.unit}：{measure.kind}改为“{to}”。")
        context.data_changed.emit()

    def draft_paper(self) -> None:
        """Draft the paper of the measure chosen, of figures as of today."""
        measure, context = self.measure(), self._context
        if measure is None:
            return
        office, today = context.office, context.today()

        def drafted(told: str) -> None:
            context.status.emit(f"{measure.unit}：{told}")
            context.data_changed.emit()

        run_task(
            self,
            f"起草{measure.kind}",
            lambda _progress, _cancelled: draft_told(office, measure.id, measure.kind, as_of=today, today=today),
            drafted,
        )

    def _show_form(self, measure: MeasureRow | None) -> None:
        self.fault.tell("")
        self.to.clear()
        self.on.set_day(self._context.today())
        if measure is not None:
            self.to.addItems([str(one) for one in NEXT[measure.status] if one not in _NOT_BY_HAND])
            answer = f"反馈：{measure.answer}" if measure.answer else ""
            paper = paper_told(self._context.connection, measure)
            by_hand = f"状态是手工登记的，不随公文变动：{measure.by_hand}" if measure.by_hand else ""
            self.about.setText("\n".join(filter(None, (measure.grounds, answer, paper, by_hand))))
        else:
            self.about.setText("")
        for widget in (self.to, self.on, self.text, self.go):
            widget.setEnabled(measure is not None and self._writable)
        needed = measure is not None and needs_paper(self._context.connection, measure)
        self.draft.setEnabled(needed and self._writable)
