"""可解除: open measures of units that no longer lag, to be relieved by a person."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit

from app.rules.errors import OfficeError
from app.rules.periods import Period
from app.rules.supervision import Status
from app.services.supervision.measures_taken import follow
from app.services.supervision.worklist import Recovered
from app.ui.context import AppContext
from app.ui.supervision.forms import ListView
from app.ui.widgets.layout import Strip, button, label

_HEADS = ("单位", "措施期间", "措施", "状态", "依据")


class ReliefView(ListView):
    """The recovered units of a group."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(_HEADS, (120, 116, 80, 80, 300), units=context.named_units)
        self._context = context
        self._found: tuple[Recovered, ...] = ()
        self.table.setAccessibleName("可解除的措施")
        self.table.empty_text = "没有可以解除的措施。"
        self.grounds = QPlainTextEdit()
        self.grounds.setAccessibleName("解除的依据")
        self.grounds.setTabChangesFocus(True)
        self.grounds.setFixedHeight(100)
        self.fault = Strip("error")
        self.go = button("解除", primary=True)
        self._writable = False
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        self.form.addWidget(label("解除的依据"))
        self.form.addWidget(self.grounds)
        self.form.addWidget(self.fault)
        self.form.addLayout(buttons)
        self.form.addStretch(1)
        self.go.clicked.connect(self.relieve)

    def show_recovered(self, found: tuple[Recovered, ...], *, writable: bool) -> None:
        """Show other units."""
        self._found, self._writable = found, writable
        self.rows.set_rows(
            [
                (
                    one.measure.unit,
                    Period.parse(one.measure.period).label,
                    one.measure.kind,
                    str(one.measure.status),
                    one.grounds,
                )
                for one in found
            ]
        )
        self.grounds.clear()
        self.fault.tell("")
        self.go.setEnabled(False)
        if found:
            self.table.select_row(0)

    def row_chosen(self, row: int) -> None:
        if row < len(self._found):
            self.grounds.setPlainText(self._found[row].grounds)
            self.go.setEnabled(self._writable)
            if self.isVisible():
                self.unit_chosen.emit(self._found[row].measure.unit_id)

    def relieve(self) -> None:
        """Relieve the unit chosen, on the grounds as they stand in the field."""
        row, context = self.chosen(), self._context
        if row is None or row >= len(self._found):
            return
        measure = self._found[row].measure
        try:
            text = self.grounds.toPlainText()
            today = context.today()
            follow(context.office, measure.id, measure.version, Status.RELIEVED, on=today, today=today, text=text)
        except OfficeError as error:
            self.fault.tell(error.message)
            return
        context.status.emit(f"{measure.unit}：{measure.kind}已解除。")
        context.data_changed.emit()
