"""Step 2: how a file is read: its kind, what each column means, and what the file itself leaves open."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.rules.ledger.mapping import HOW_LABELS, Column
from app.rules.ledger.vocabulary import KIND_LABELS, REQUIRED, UNUSED
from app.ui.importing.job import ImportJob
from app.ui.importing.wording import reports_funds, samples_of
from app.ui.ranking.choosers import month_combo, year_spin
from app.ui.theme import Space
from app.ui.widgets.layout import Strip, label

_HEADS = ("列", "表头", "读作", "依据", "样例值")
_UNITS = ("元", "万元", "亿元")
_READ_AS = 2


class MappingPage(QWidget):
    """Shows how one file is read, and takes corrections into its job."""

    kind_changed = Signal()
    """The kind was corrected: everything is to be read anew."""
    answered = Signal()
    """An answer was changed: the dry run does not follow it yet."""

    def __init__(self) -> None:
        super().__init__()
        self.job: ImportJob | None = None
        self.kind = QComboBox()
        self.kind.setAccessibleName("台账种类")
        for key, called in KIND_LABELS.items():
            self.kind.addItem(called, key)
        self.month_label, self.month_year, self.month = label("报告月份"), year_spin(2026), month_combo(1)
        self.year_label, self.year = label("任务年度"), year_spin(2026)
        self.unit_label, self.unit = label("金额单位"), QComboBox()
        self.unit.addItem("请选择", None)
        for unit in _UNITS:
            self.unit.addItem(unit, unit)
        self.unit.setAccessibleName("金额单位")
        self.asks, self.lacks = Strip("warning"), Strip("error")
        self.passed = label("", "muted", wrap=True)
        self.table = QTableWidget(0, len(_HEADS))
        self.table.setHorizontalHeaderLabels(_HEADS)
        self.table.setAccessibleName("表头对应")
        self.remember = QCheckBox("记住这种表头的对应，下次自动采用")
        self.remember.setChecked(True)
        self._lay_out()
        self.kind.activated.connect(self._kind_chosen)
        self.month_year.valueChanged.connect(self._month_chosen)
        self.month.activated.connect(self._month_chosen)
        self.year.valueChanged.connect(self._year_chosen)
        self.unit.activated.connect(self._unit_chosen)
        self.remember.toggled.connect(self._remember_toggled)

    def show_job(self, job: ImportJob) -> None:
        """Show how a job's file was read; without a plan only the kind can be told."""
        self.job = job
        plan = job.plan
        widgets = (self.kind, self.month_year, self.month, self.year, self.unit, self.remember)
        blockers = [QSignalBlocker(widget) for widget in widgets]
        self.remember.setChecked(job.remember or not job.mapping)
        kind = plan.kind if plan else job.kind
        self.kind.setCurrentIndex(self.kind.findData(kind) if kind else -1)
        month = plan.month if plan and reports_funds(plan) else None
        year = plan.year if plan else None
        if month is not None:
            self.month_year.setValue(month.year)
            self.month.setCurrentIndex(month.month - 1)
        if year is not None:
            self.year.setValue(year)
        self.unit.setCurrentIndex(max(self.unit.findData(job.unit), 0))
        for widget in (self.month_label, self.month_year, self.month):
            widget.setVisible(month is not None)
        for widget in (self.year_label, self.year):
            widget.setVisible(year is not None)
        for widget in (self.unit_label, self.unit):
            widget.setVisible(bool(plan and plan.asks) or job.unit is not None)
        for blocker in blockers:
            blocker.unblock()
        self.asks.tell("\n".join(plan.asks) if plan else "")
        self.passed.setText(_passed(job))
        self.passed.setVisible(bool(self.passed.text()))
        self._fill_table()
        self._tell_lacking()

    def combo(self, column: int) -> QComboBox:
        """Return the choice of what the n-th row of the table is read as."""
        widget = self.table.cellWidget(column, _READ_AS)
        assert isinstance(widget, QComboBox)
        return widget

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(Space.SMALL)
        for widget in (label("种类"), self.kind, self.month_label, self.month_year, self.month):
            top.addWidget(widget)
        for widget in (self.year_label, self.year, self.unit_label, self.unit):
            top.addWidget(widget)
        top.addStretch(1)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 3 * Space.TIGHT + Space.HAIR)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setWordWrap(False)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate((44, 220, 190, 110)):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(top)
        for strip in (self.asks, self.lacks):
            layout.addWidget(strip)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.passed)
        layout.addWidget(self.remember)

    def _fill_table(self) -> None:
        job = self.job
        plan = job.plan if job else None
        columns = plan.columns if plan else ()
        self.table.setRowCount(len(columns))
        for row, column in enumerate(columns):
            how = HOW_LABELS[column.how]
            told = f"{how} {column.likeness:g}" if column.how == "likeness" else how
            texts = (_letter(column.index), column.heading, "", told, samples_of(plan, column.index) if plan else "")
            for place, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, place, item)
            self.table.setCellWidget(row, _READ_AS, self._fields(column))

    def _fields(self, column: Column) -> QComboBox:
        assert self.job is not None
        assert self.job.plan is not None
        plan = self.job.plan
        combo = QComboBox()
        combo.setAccessibleName(f"第{_letter(column.index)}列读作")
        combo.addItem("不导入", UNUSED)
        for words in plan.vocabulary.fields:
            if plan.kind in words.kinds:
                combo.addItem(words.label, words.key)
        combo.setCurrentIndex(max(combo.findData(self.job.mapping.get(column.index, column.field)), 0))
        combo.setMaxVisibleItems(16)
        combo.activated.connect(lambda _place: self._field_chosen(column.index, combo.currentData()))
        return combo

    def _field_chosen(self, column: int, field: str) -> None:
        """Take a correction; a field that another column meant moves here."""
        assert self.job is not None
        assert self.job.plan is not None
        if field != UNUSED:
            for row, other in enumerate(self.job.plan.columns):
                combo = self.combo(row)
                if other.index != column and combo.currentData() == field:
                    combo.setCurrentIndex(0)
                    self.job.mapping[other.index] = UNUSED
        self.job.mapping[column] = field
        self.job.remember = self.remember.isChecked()
        self._tell_lacking()
        self._answer()

    def _kind_chosen(self) -> None:
        assert self.job is not None
        if self.kind.currentData() != (self.job.plan.kind if self.job.plan else self.job.kind):
            self.job.kind = self.kind.currentData()
            self.job.guess_head = self.job.plan is None
            self.job.mapping.clear()
            self.job.choices.clear()
            self.job.dirty = True
            self.kind_changed.emit()

    def _month_chosen(self) -> None:
        assert self.job is not None
        self.job.month = dt.date(self.month_year.value(), self.month.currentIndex() + 1, 1)
        self._answer()

    def _year_chosen(self) -> None:
        assert self.job is not None
        self.job.year = self.year.value()
        self._answer()

    def _unit_chosen(self) -> None:
        assert self.job is not None
        self.job.unit = self.unit.currentData()
        self._answer()

    def _remember_toggled(self, remember: bool) -> None:
        if self.job is not None:
            self.job.remember = remember

    def _answer(self) -> None:
        assert self.job is not None
        self.job.dirty = True
        self.answered.emit()

    def _tell_lacking(self) -> None:
        """Say which required fields no column means, as the choices stand."""
        plan = self.job.plan if self.job else None
        if plan is None:
            self.lacks.tell("")
            return
        chosen = {self.combo(row).currentData() for row in range(self.table.rowCount())}
        lacking = [plan.vocabulary.label(key) for key in REQUIRED[plan.kind] if key not in chosen]
        told = f"没有一列读作“{'”“'.join(lacking)}”，每一行都会因此拒收。请在“读作”里指定。" if lacking else ""
        self.lacks.tell(told)


def _passed(job: ImportJob) -> str:
    passed = job.plan.passed_sheets if job.plan else []
    return "；".join(f"工作表“{name}”没有导入：{reason}" for name, reason in passed)


def _letter(index: int) -> str:
    """Return a column as Excel calls it: A, B, … AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
