"""发文清单 of one paper: who receives it, answers due and come, reminders, the printed list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from app.rules.papers import Status
from app.services.papers.content import Recipient
from app.services.papers.dispatch import (
    DispatchRow,
    add_recipient,
    import_holidays,
    record_answer,
    remind,
    remove_recipient,
)
from app.services.papers.drafting import units
from app.services.papers.register import PaperView
from app.ui.context import AppContext
from app.ui.errors import shown
from app.ui.theme import Colour, Space
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView


class DispatchPanel(QWidget):
    """Shows the recipients of a `PaperView`; adds, removes, answers, reminds."""

    list_asked = Signal()
    """The user wants the list as a page to print."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._view: PaperView | None = None
        self.rows: tuple[DispatchRow, ...] = ()
        self.model = RowsModel(("收文单位", "印发", "应答复", "情况", "答复", "催办"))
        self.table = TableView(units=context.named_units)
        self.table.setModel(self.model)
        self.table.set_widths(150, 88, 88, 90, 180, 88)
        self.table.setAccessibleName("发文清单")
        self.table.empty_text = "还没有收文单位。在下面添加，可以是责任主体，也可以是企业、个人。"
        self.to = QComboBox()
        self.to.setEditable(True)
        self.to.setMinimumWidth(150)
        self.to.setAccessibleName("添加收文单位")
        self.days = QSpinBox()
        self.days.setRange(0, 250)
        self.days.setSpecialValueText("不要答复")
        self.days.setSuffix(" 个工作日内答复")
        self.days.setAccessibleName("答复期限")
        self.add, self.remove = button("添加"), button("删去所选")
        self.day = DayEdit(context.today())
        self.day.setMaximumWidth(130)
        self.day.setAccessibleName("答复日期")
        self.text = QLineEdit()
        self.text.setPlaceholderText("答复内容")
        self.text.setMinimumWidth(170)
        self.text.setAccessibleName("答复内容")
        self.answer, self.remind, self.print_list = button("登记答复"), button("催办"), button("打印发文清单")
        self.holidays = button("导入节假日…")
        self.holidays.setToolTip("期限按工作日推算。在这里导入国家公布的新一年节假日安排：每行 日期,休或班,名称")
        self.remind.setToolTip("记下今天催过；不选则催全部未答复的")
        self._lay_out()
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.answer.clicked.connect(self._answer)
        self.remind.clicked.connect(self._remind)
        self.print_list.clicked.connect(self.list_asked)
        self.holidays.clicked.connect(self._import_holidays)

    def show_view(self, view: PaperView | None) -> None:
        """Show the recipients of another paper."""
        self._view = view
        self.rows = view.recipients if view else ()
        today = self._context.today()
        self.model.set_rows(
            [
                (
                    row.recipient,
                    row.sent_on.isoformat() if row.sent_on else "",
                    row.due.due.isoformat()
                    if row.due.due
                    else (f"{row.answer_days}个工作日" if row.answer_days else ""),
                    row.due.state(today),
                    f"{row.due.answered} {row.answer}" if row.due.answered else "",
                    row.reminded_on.isoformat() if row.reminded_on else "",
                )
                for row in self.rows
            ],
            {number: Colour.RED for number, row in enumerate(self.rows) if row.due.overdue(today)},
        )
        status = view.row.status if view else Status.WITHDRAWN
        before, out = status in (Status.DRAFT, Status.REVIEWED, Status.SIGNED), status is Status.ISSUED
        for widget in (self.to, self.days, self.add, self.remove):
            widget.setVisible(before)
        for widget in (self.day, self.text, self.answer, self.remind):
            widget.setVisible(out)
        self.print_list.setEnabled(bool(self.rows))
        if before and view:
            self.to.clear()
            self.to.addItems([one.name for one in units(self._context.connection)])
            self.to.setCurrentText("")
            self.days.setValue(view.content.answer_days or 0 if view.content else 0)
        if out and self.day.day() is None:
            self.day.set_day(today)

    def _lay_out(self) -> None:
        bar = FlowLayout(spacing=Space.SMALL)
        for widget in (
            self.to,
            self.days,
            self.add,
            self.remove,
            self.day,
            self.text,
            self.answer,
            self.remind,
            self.print_list,
            self.holidays,
        ):
            bar.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.SMALL, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.table, 1)
        layout.addLayout(bar)

    def _selected(self) -> list[DispatchRow]:
        return [self.rows[number] for number in self.table.selected_rows() if number < len(self.rows)]

    def _add(self) -> None:
        if self._view is None:
            return
        name, paper = self.to.currentText().strip(), self._view.row.id
        known = {one.name: one for one in units(self._context.connection)}
        recipient = known.get(name) or Recipient(name)
        days = self.days.value() or None
        self._do("添加收文单位", lambda: add_recipient(self._context.office, paper, recipient, days))

    def _remove(self) -> None:
        for row in self._selected():
            self._do("删去收文单位", lambda row=row: remove_recipient(self._context.office, row.id, row.version))

    def _answer(self) -> None:
        rows = self._selected() or (list(self.rows) if len(self.rows) == 1 else [])
        if len(rows) != 1 or self.day.reason or (day := self.day.day()) is None:
            self._context.status.emit("请先选一个收文单位，并填好答复日期。")
            return
        (row,) = rows
        text = self.text.text()

        def record() -> None:
            record_answer(self._context.office, row.id, row.version, day, text)
            self.text.clear()

        self._do("登记答复", record)

    def _remind(self) -> None:
        rows = self._selected() or list(self.rows)
        today = self._context.today()
        self._do("催办", lambda: remind(self._context.office, [row.id for row in rows], today))

    def _import_holidays(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "导入节假日", "", "CSV 文件 (*.csv *.txt)")
        if not chosen:
            return
        with shown(self, "导入节假日"):
            taken = import_holidays(self._context.office, Path(chosen), self._context.today())
            self._context.status.emit(f"已导入 {len(taken)} 天节假日安排。")

    def _do(self, title: str, act: Callable[[], object]) -> None:
        with shown(self, title):
            act()
            self._context.data_changed.emit()
