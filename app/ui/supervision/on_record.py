"""登记过的免予督促: all that are on record, each to be ended on a day or voided with its reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.rules.errors import OfficeError, Refused
from app.services.supervision.exemptions import ExemptionRow, end_exemption, void_exemption
from app.ui.context import AppContext
from app.ui.theme import Space
from app.ui.widgets.asking import ask_text
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.layout import Section, Strip, button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

_HEADS = ("单位", "从", "到", "情形", "理由", "佐证")


class OnRecord(QWidget):
    """The exemptions of a group, whether their units lag or not."""

    unit_chosen = Signal(int)
    """The unit of the row that the cursor is on."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._rows: tuple[ExemptionRow, ...] = ()
        self._writable = False
        self.rows = RowsModel(_HEADS)
        self.table = TableView(units=context.named_units)
        self.table.setModel(self.rows)
        self.table.set_widths(110, 96, 96, 80, 240, 120)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setAccessibleName("登记过的免予督促")
        self.table.empty_text = "这一组没有登记过免予督促。"
        self.last = DayEdit(context.today())
        self.last.setAccessibleName("到哪天为止")
        self.end, self.void = button("到这天为止"), button("作废…")
        self.fault = Strip("error")
        bar = QHBoxLayout()
        bar.addWidget(label("选中的，到"))
        bar.addWidget(self.last)
        bar.addWidget(self.end)
        bar.addStretch(1)
        bar.addWidget(self.void)
        section = Section("登记过的免予督促")
        section.body.addWidget(self.table)
        section.body.addWidget(self.fault)
        section.body.addLayout(bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.SMALL, 0, 0)
        layout.addWidget(section)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._row_changed())
        self.end.clicked.connect(self.end_chosen)
        self.void.clicked.connect(self.void_chosen)

    def show_rows(self, rows: tuple[ExemptionRow, ...], *, writable: bool) -> None:
        """Show other exemptions."""
        self._rows, self._writable = rows, writable
        self.rows.set_rows(
            [
                (
                    one.unit,
                    one.from_day.isoformat(),
                    one.to_day.isoformat() if one.to_day else "另行通知",
                    one.kind,
                    one.reason,
                    one.evidence,
                )
                for one in rows
            ]
        )
        self.fault.tell("")
        self._enable()

    def chosen(self) -> ExemptionRow | None:
        """Return the exemption that the cursor is on."""
        index = self.table.currentIndex()
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def end_chosen(self) -> None:
        """Let the exemption chosen hold until the day in the field."""
        one = self.chosen()
        if one is None:
            return
        try:
            if self.last.reason or (day := self.last.day()) is None:
                raise Refused(f"截止日期：{self.last.reason or '请填写到哪天为止，如 2026-07-31。'}")
            end_exemption(self._context.office, one.id, one.version, day)
        except OfficeError as error:
            self.fault.tell(error.message)
            return
        self._written(f"{one.unit}的免予督促到 {day} 为止")

    def void_chosen(self) -> None:
        """Ask for the reason, and take back the exemption chosen."""
        one = self.chosen()
        if one is None:
            return
        reason = ask_text(self, "作废免予督促", f"作废{one.unit}从 {one.from_day} 起的免予督促（{one.reason}），理由：")
        if reason is None:
            return
        try:
            void_exemption(self._context.office, one.id, one.version, reason)
        except OfficeError as error:
            self.fault.tell(error.message)
            return
        self._written(f"{one.unit}的免予督促已作废")

    def _written(self, told: str) -> None:
        self._context.status.emit(f"{told}，可以撤销。")
        self._context.data_changed.emit()

    def _row_changed(self) -> None:
        self._enable()
        one = self.chosen()
        if one is not None:
            self.last.set_day(one.to_day or self._context.today())
            if self.isVisible():
                self.unit_chosen.emit(one.unit_id)

    def _enable(self) -> None:
        for widget in (self.end, self.void, self.last):
            widget.setEnabled(self._writable and self.chosen() is not None)
