"""单位: the units of a group on a day with their classes; what becomes of them is recorded here, from a day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit

from app.rules.errors import OfficeError, Refused
from app.services.ranking.ranking import GROUPS
from app.services.ranking.units import UnitEvent, add_unit, appoint, classify, past, rename, void_event
from app.services.ranking.units_over_time import ListedUnit, read_shares, record_succession
from app.ui.context import AppContext
from app.ui.supervision.forms import ListView
from app.ui.widgets.asking import ask_text
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.layout import Section, Strip, button, form_layout, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

CLASSIFY, RENAME, MERGE, ADD, APPOINT = "改分类", "更名", "合并或拆分", "新增单位", "登记任职"
_NO_CLASS = "不分类"
_HINTS = {
    CLASSIFY: "从那天起在新的一类里排名，以前的月份仍在原来的一类。可以同时选几个单位。",
    RENAME: "数据不断；那天以前的排名和公文仍用旧名。",
    MERGE: "从那天起由承接单位对全年负责，以前的月份仍排原单位。份额不满100%的，余下的留在原单位。",
    ADD: "写了日期的，从那天起参加排名；不写则一直参加。",
    APPOINT: "到任不满三个月，免予督促。原来的职务到前一天为止。",
}
_HELD = {CLASSIFY: "分类", RENAME: "新名称", MERGE: "由谁承接", ADD: "名称", APPOINT: "职务"}
_TOLD = {MERGE: "如 甲区=60，乙区=40；只写一个单位就是全部", APPOINT: "如 副市长"}


class UnitsView(ListView):
    """The units on the left with the past of the one chosen below; the form of an act on the right."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(("单位", "分类"), (220, 80), units=context.named_units)
        self._context = context
        self._group = ""
        self.units: tuple[ListedUnit, ...] = ()
        self._past: tuple[UnitEvent, ...] = ()
        self.table.setAccessibleName("责任主体")
        self.table.empty_text = "这一组还没有单位。右边选“新增单位”，或导入任务分解表、签约台账。"
        self.events = RowsModel(("从哪天起", "内容", "依据"))
        self.history = TableView(units=context.named_units)
        self.history.setModel(self.events)
        self.history.set_widths(96, 260, 200)
        self.history.horizontalHeader().setStretchLastSection(True)
        self.history.setAccessibleName("单位的经过")
        self.history.empty_text = "没有登记过更名、分类、合并拆分或任职。"
        self.void = button("作废选中的…")
        self.section = Section("经过")
        self.section.add_action(self.void)
        self.section.body.addWidget(self.history)
        self.act, self.classes = QComboBox(), QComboBox()
        self.act.addItems(list(_HINTS))
        self.act.setAccessibleName("办什么")
        self.classes.addItems(("A", "B", "C", _NO_CLASS))
        self.classes.setAccessibleName("分类")
        self.text, self.reason = QLineEdit(), QLineEdit()
        self.reason.setPlaceholderText("文件名称或文号")
        self.day = DayEdit(context.today())
        self.fault = Strip("error")
        self.go = button("登记", primary=True)
        self.hint = label("", "muted", wrap=True)
        self.fields = form_layout()
        self.about, self.held = label("", wrap=True), label("名称")
        self.fields.addRow("办什么", self.act)
        self.fields.addRow("", self.hint)
        self.fields.addRow("单位", self.about)
        self.fields.addRow("分类", self.classes)
        self.fields.addRow(self.held, self.text)
        self.fields.addRow("从", self.day)
        self.fields.addRow("依据", self.reason)
        self.day.setAccessibleName("从哪天起")
        self.reason.setAccessibleName("依据")
        self._lay_out()
        self.act.currentTextChanged.connect(lambda _text: self._show_fields())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._name_chosen())
        self.go.clicked.connect(self.write)
        self.void.clicked.connect(self.void_chosen)
        self._show_fields()

    def show_for(self, group: str, units: Sequence[ListedUnit]) -> None:
        """Show the units of another group or day; the one chosen stays chosen where it is still there."""
        old = self.chosen_unit()
        self._group, self.units = group, tuple(units)
        self.rows.set_rows([(one.name, f"{one.class_key}类" if one.class_key else "") for one in units])
        self.go.setEnabled(self._context.writable)
        same = [row for row, one in enumerate(units) if old is not None and one.id == old.id]
        if units:
            self.table.select_row(same[0] if same else 0)
        else:
            self._show_past(None)

    def chosen_unit(self) -> ListedUnit | None:
        """Return the unit that the cursor is on."""
        row = self.chosen()
        return self.units[row] if row is not None and row < len(self.units) else None

    def row_chosen(self, row: int) -> None:
        if row < len(self.units):
            self._show_past(self.units[row])
            if self.isVisible():
                self.unit_chosen.emit(self.units[row].id)

    def write(self) -> None:
        """Record what is in the form."""
        act, context = self.act.currentText(), self._context
        try:
            told = self._write(act)
        except OfficeError as error:
            self.fault.tell(error.message)
            return
        self.fault.tell("")
        self.text.clear()
        self.reason.clear()
        context.status.emit(f"{told}，可以撤销。")
        context.data_changed.emit()

    def void_chosen(self) -> None:
        """Ask for the reason, and take back the line of the past under the cursor."""
        index = self.history.currentIndex()
        if not index.isValid() or index.row() >= len(self._past):
            self.fault.tell("请先在“经过”里选一条。")
            return
        event = self._past[index.row()]
        reason = ask_text(self, "作废这一条", f"作废“{event.told}”，理由：")
        if reason is None:
            return
        try:
            void_event(self._context.office, event.kind, event.id, reason)
        except OfficeError as error:
            self.fault.tell(error.message)
            return
        self._context.data_changed.emit()

    def _write(self, act: str) -> str:
        office, text, reason = self._context.office, self.text.text(), self.reason.text()
        if self.day.reason:
            raise Refused(f"日期：{self.day.reason}")
        day = self.day.day()
        if act == ADD:
            add_unit(office, self._group, text, from_day=day)
            return f"{GROUPS[self._group]}新增{text.strip()}"
        day, unit = self._needed(day), self.chosen_unit()
        if unit is None:
            raise Refused("请先在左边选一个单位。")
        if act == CLASSIFY:
            key = self.classes.currentText()
            chosen = [self.units[row].id for row in self.table.selected_rows()]
            count = classify(office, chosen, "" if key == _NO_CLASS else key, from_day=day, reason=reason)
            return f"{count} 个单位从 {day} 起{'不分类' if key == _NO_CLASS else f'归{key}类'}"
        if act == RENAME:
            rename(office, unit.id, text, from_day=day, reason=reason, today=self._context.today())
            return f"{unit.name}从 {day} 起叫{text.strip()}"
        if act == MERGE:
            if not text.strip():
                raise Refused("请写由谁承接，如 甲区=60，乙区=40。")
            shares = read_shares(self._context.connection, text, self._group)
            record_succession(office, unit.id, shares, day, reason)
            return f"{unit.name}从 {day} 起由{text.strip()}承接"
        appoint(office, unit.id, text, from_day=day)
        return f"{unit.name}从 {day} 起任{text.strip()}"

    @staticmethod
    def _needed(day: dt.date | None) -> dt.date:
        if day is None:
            raise Refused("请填写从哪天起，如 2026-07-01。")
        return day

    def _show_past(self, unit: ListedUnit | None) -> None:
        self._past = past(self._context.connection, unit.id) if unit else ()
        self.events.set_rows(
            [("起初" if one.day is None else one.day.isoformat(), one.told, one.reason) for one in self._past]
        )
        self.section.heading.setText(f"经过　{unit.name}" if unit else "经过")
        self.void.setEnabled(bool(self._past) and self._context.writable)

    def _name_chosen(self) -> None:
        names = [self.units[row].name for row in self.table.selected_rows() if row < len(self.units)]
        if self.act.currentText() != CLASSIFY:
            one = self.chosen_unit()
            names = [one.name] if one else []
        self.about.setText("、".join(names) or "请在左边选。")

    def _show_fields(self) -> None:
        act = self.act.currentText()
        self.fault.tell("")
        self.hint.setText(_HINTS[act])
        self.fields.setRowVisible(self.about, act != ADD)
        self.fields.setRowVisible(self.classes, act == CLASSIFY)
        self.fields.setRowVisible(self.text, act != CLASSIFY)
        self.fields.setRowVisible(self.reason, act not in (ADD, APPOINT))
        self.text.setPlaceholderText(_TOLD.get(act, ""))
        self.text.setAccessibleName(_HELD[act])
        self.held.setText(_HELD[act])
        self._name_chosen()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        self.form.addLayout(self.fields)
        self.form.addWidget(self.fault)
        self.form.addLayout(buttons)
        self.form.addStretch(1)
        self.left.addWidget(self.section)
        self.left.setSizes([260, 180])
