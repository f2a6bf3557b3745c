"""手工录入: figures that no dossier gives and points given or taken, each with reason and evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.rules.errors import OfficeError, Refused
from app.rules.money import YI, format_yi, read_money
from app.rules.reading import Unreadable
from app.rules.scheme import Indicator
from app.services.ranking.by_hand import ManualEntry, add_figure, add_points, entries, void_entry
from app.services.ranking.units_over_time import ListedUnit
from app.ui.context import AppContext
from app.ui.theme import Space
from app.ui.widgets.asking import ask_text
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

_HEADS = ("日期", "单位", "项目", "数", "理由", "佐证")
_POINTS = "加分或扣分"


class ByHandView(QWidget):
    """The entries of a year and group, and a line for another."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._entries: tuple[ManualEntry, ...] = ()
        self._indicators: dict[str, Indicator] = {}
        self.rows = RowsModel(_HEADS, right=("数",))
        self.table = TableView(units=context.named_units)
        self.table.setModel(self.rows)
        self.table.set_widths(96, 120, 130, 90, 260, 160)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setAccessibleName("手工录入的数和分")
        self.table.empty_text = "这一年没有手工录入的数和分。"
        self.unit, self.what = QComboBox(), QComboBox()
        self.unit.setAccessibleName("单位")
        self.what.setAccessibleName("录入什么")
        self.day = DayEdit(context.today())
        self.day.set_day(context.today())
        self.value, self.reason, self.evidence = QLineEdit(), QLineEdit(), QLineEdit()
        for line, called, wide in (
            (self.value, "数", 90),
            (self.reason, "理由", 240),
            (self.evidence, "佐证", 160),
        ):
            line.setAccessibleName(called)
            line.setFixedWidth(wide)
        self.word = label("分")
        self.save, self.void = button("录入", primary=True), button("作废选中的…")
        self.fault = Strip("error")
        fields = QWidget()
        row = FlowLayout(fields, spacing=Space.SMALL)
        for widget in (
            self.unit, self.what, self.day, self.value, self.word, label("理由"), self.reason, label("佐证"),
            self.evidence, self.save,
        ):  # fmt: skip
            row.addWidget(widget)
        below = QHBoxLayout()
        below.addWidget(label("从所填日期起计入；扣分写负数。", "muted"), 1)
        below.addWidget(self.void)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(fields)
        layout.addWidget(self.fault)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        self.what.currentIndexChanged.connect(lambda _place: self._name_unit())
        self.save.clicked.connect(self.write)
        self.void.clicked.connect(self.void_chosen)

    def show_for(self, group: str, year: int, units: Sequence[ListedUnit], indicators: Sequence[Indicator]) -> None:
        """Show another year or group; `indicators` are all of its scheme."""
        unit, what = self.unit.currentData(), self.what.currentData()
        self._indicators = {one.key: one for one in indicators if one.measure.by_hand}
        self.unit.clear()
        for one in units:
            self.unit.addItem(one.name, one.id)
        self.unit.setCurrentIndex(max(self.unit.findData(unit), 0) if unit is not None else 0)
        self.what.clear()
        self.what.addItem(_POINTS, "")
        for key, indicator in self._indicators.items():
            self.what.addItem(indicator.label, key)
        self.what.setCurrentIndex(max(self.what.findData(what), 0) if what else 0)
        self._entries = entries(self._context.connection, year, group)
        self.rows.set_rows([self._line(one) for one in self._entries])
        self.save.setEnabled(self._context.writable and bool(units))
        self.void.setEnabled(self._context.writable and bool(self._entries))
        self.fault.tell("")

    def write(self) -> None:
        """Write the line as an entry."""
        context, key = self._context, str(self.what.currentData() or "")
        try:
            day, value = self._day(), self._value(key)
            told = {"reason": self.reason.text(), "evidence": self.evidence.text()}
            if key:
                add_figure(context.office, self.unit.currentData(), key, day, value, **told)
            else:
                add_points(context.office, self.unit.currentData(), day, value, **told)
        except OfficeError as error:
            self.fault.tell(error.message)
            return
        for line in (self.value, self.reason, self.evidence):
            line.clear()
        context.status.emit(f"{self.unit.currentText()}：{self.what.currentText()}已录入，可以撤销。")
        context.data_changed.emit()

    def void_chosen(self) -> None:
        """Ask for the reason, and take back the entry under the cursor."""
        index = self.table.currentIndex()
        if not index.isValid() or index.row() >= len(self._entries):
            self.fault.tell("请先在表里选一条。")
            return
        entry = self._entries[index.row()]
        reason = ask_text(self, "作废手工录入", f"作废 {entry.unit} {entry.day} 的录入，理由：")
        if reason is None:
            return
        try:
            void_entry(self._context.office, entry.kind, entry.id, reason)
        except OfficeError as error:
            self.fault.tell(error.message)
            return
        self._context.data_changed.emit()

    def _day(self) -> dt.date:
        if self.day.reason or (day := self.day.day()) is None:
            raise Refused(f"日期：{self.day.reason or '请填写，如 2026-06-30。'}")
        return day

    def _value(self, key: str) -> Decimal:
        text = self.value.text().strip()
        try:
            if key and self._indicators[key].measure.is_money:
                fen = read_money(text, YI)
                if fen is None:
                    raise Refused("请填写数额（亿元）。")
                return Decimal(fen)
            value = Decimal(text)
        except Unreadable as error:
            raise Refused(error.message) from error
        except InvalidOperation:
            raise Refused(f"“{text}”不是数，请填写，如 2 或 -0.5。") from None
        if not value.is_finite():
            raise Refused(f"“{text}”不是数，请填写，如 2 或 -0.5。")
        return value

    def _line(self, one: ManualEntry) -> tuple[str, ...]:
        if one.kind == "points":
            return one.day.isoformat(), one.unit, _POINTS, f"{one.value:+f}分", one.reason, one.evidence
        indicator = self._indicators.get(one.indicator)
        called = indicator.label if indicator else one.indicator
        money = indicator is not None and indicator.measure.is_money
        value = f"{format_yi(int(one.value))}亿元" if money else f"{one.value:f}"
        return one.day.isoformat(), one.unit, called, value, one.reason, one.evidence

    def _name_unit(self) -> None:
        key = str(self.what.currentData() or "")
        self.word.setText("分" if not key else "亿元" if self._indicators[key].measure.is_money else "个")
