"""免予督促: who lags and is not pressed, and why; 不可抗力 is recorded here."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit

from app.rules.errors import OfficeError, Refused
from app.services.ranking.units_over_time import ListedUnit
from app.services.supervision.exemptions import ExemptionRow, add_exemption
from app.services.supervision.worklist import Exempted
from app.ui.context import AppContext
from app.ui.supervision.forms import ListView
from app.ui.supervision.on_record import OnRecord
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.layout import Strip, button, form_layout, label

_HEADS = ("单位", "理由")


class ExemptionsView(ListView):
    """The exempted of a period on the left, the form for another on the right."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(_HEADS, (140, 400), units=context.named_units)
        self._context = context
        self._exempt: tuple[Exempted, ...] = ()
        self.table.setAccessibleName("免予督促的单位")
        self.table.empty_text = "这一期落后的单位里没有免予督促的。"
        self.unit, self.reason, self.evidence = QComboBox(), QLineEdit(), QLineEdit()
        self.unit.setAccessibleName("单位")
        self.first, self.last = DayEdit(context.today()), DayEdit(context.today())
        self.last.setPlaceholderText("不填为另行通知")
        self.fault = Strip("error")
        self.go = button("登记", primary=True)
        form = form_layout()
        form.addRow("单位", self.unit)
        form.addRow("从", self.first)
        form.addRow("到", self.last)
        form.addRow("理由", self.reason)
        form.addRow("佐证", self.evidence)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        self.form.addWidget(label("登记不可抗力等情形（到任不满三个月的不必登记，自动免予）", "muted", wrap=True))
        self.form.addLayout(form)
        self.form.addWidget(self.fault)
        self.form.addLayout(buttons)
        self.form.addStretch(1)
        self.on_record = OnRecord(context)
        self.left.addWidget(self.on_record)
        self.left.setSizes([150, 260])
        self.on_record.unit_chosen.connect(self.unit_chosen)
        self.go.clicked.connect(self.add)

    def show_exempt(
        self,
        exempt: tuple[Exempted, ...],
        on_record: tuple[ExemptionRow, ...],
        units: tuple[ListedUnit, ...],
        *,
        writable: bool,
    ) -> None:
        """Show who is exempt in a period, all that is on record, and the units to choose from."""
        self.on_record.show_rows(on_record, writable=writable)
        self._exempt = exempt
        self.rows.set_rows([(one.unit, one.reason) for one in exempt])
        chosen = self.unit.currentData()
        self.unit.clear()
        for unit in units:
            self.unit.addItem(unit.name, unit.id)
        self.unit.setCurrentIndex(max(self.unit.findData(chosen), 0) if chosen is not None else 0)
        self.go.setEnabled(writable)

    def row_chosen(self, row: int) -> None:
        if row < len(self._exempt):
            self.unit_chosen.emit(self._exempt[row].unit_id)

    def add(self) -> None:
        """Record the exemption in the form."""
        context = self._context
        try:
            if reason := self.first.reason or self.last.reason:
                raise Refused(reason)
            if (first := self.first.day()) is None:
                raise Refused("请填写从哪天起免予督促。")
            add_exemption(
                context.office,
                self.unit.currentData(),
                first,
                self.last.day(),
                reason=self.reason.text(),
                evidence=self.evidence.text(),
            )
        except OfficeError as error:
            self.fault.tell(error.message)
            return
        self.fault.tell("")
        self.reason.clear()
        self.evidence.clear()
        context.status.emit(f"{self.unit.currentText()}：免予督促已登记。")
        context.data_changed.emit()
