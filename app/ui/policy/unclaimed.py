"""The page 未兑现: who is entitled to what on a day and has not claimed it, over all projects at once."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from app.rules.errors import Cancelled, OfficeError
from app.services.policy.subjects import Subject
from app.services.policy.unclaimed import Unclaimed, unclaimed, write_unclaimed
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.policy.act_dialog import ActDialog
from app.ui.policy.match_acts import estimate_words, grant_form
from app.ui.policy.tables import Sorting, policy_table
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, label

_HEADS = ("编号", "项目", "企业", "县区", "条款", "可享受", "估算（不作承诺）")
_WIDTHS = (110, 230, 190, 72, 80, 330, 190)
_ALL_CLAUSES, _ALL_COUNTIES = "全部条款", "全部县区"


class UnclaimedPage(QWidget):
    """Matches all projects behind the window; filters, sorts, exports; a double click asks for 核对."""

    match_asked = Signal(object, str, object)
    """Show this project (`Subject`) with the clause of that key, as of a day, on the page 核对."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._found: list[Unclaimed] = []
        self._shown: list[Unclaimed] = []
        self._on: dt.date = context.today()
        self._asked, self._stale = 0, True
        self.dialog: ActDialog | None = None
        self.day = DayEdit(context.today())
        self.day.set_day(context.today())
        self.day.setAccessibleName("按哪天")
        self.day.setMaximumWidth(150)
        self.clause, self.county = QComboBox(), QComboBox()
        self.clause.setAccessibleName("条款")
        self.county.setAccessibleName("县区")
        for box in (self.clause, self.county):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMinimumWidth(120)
        self.text = QLineEdit()
        self.text.setPlaceholderText("项目、企业或编号")
        self.text.setAccessibleName("筛选文字")
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(180)
        self.again = button("重新核对")
        self.open_button, self.grant_button = button("核对…"), button("兑现…")
        self.export_button = button("导出…")
        self.told, self.fault = label("", "muted", wrap=True), Strip("error")
        self.table, self.rows = policy_table(
            context, "policy-unclaimed", "够条件未兑现的项目", _HEADS, _WIDTHS, right=(_HEADS[-1],)
        )
        self._sorting = Sorting(
            self.table,
            (
                lambda one: one.code,
                lambda one: one.project,
                lambda one: one.enterprise,
                lambda one: one.county,
                _place,
                lambda one: one.match.benefit,
                lambda one: one.match.estimate.high if one.match.estimate else -1,
            ),
            self._show,
        )
        self._lay_out()
        self._connect()

    def focus_search(self) -> None:
        """Put the cursor into the filter."""
        self.text.setFocus()
        self.text.selectAll()

    def refresh(self) -> None:
        """Match all projects again, behind the window."""
        if not self._context.has_office:
            return
        if self.day.reason or (on := self.day.day()) is None:
            self.fault.tell(f"按哪天：{self.day.reason or '请填写，如 2026-07-05'}")
            return
        self._stale = False
        self._asked += 1
        asked, office = self._asked, self._context.office
        self.table.empty_text = "正在核对全部项目……"
        self.table.viewport().update()

        def done(found: list[Unclaimed]) -> None:
            if asked == self._asked:
                self._take(found, on)

        def failed(error: BaseException) -> None:
            if asked != self._asked:
                return
            self._take([], on)
            if isinstance(error, Cancelled):
                self._stale = True
                self.table.empty_text = "已取消。点“重新核对”再来一次。"
            elif isinstance(error, OfficeError):
                self.fault.tell(error.message)
            else:
                show_error(self, error, "核对全部项目")

        def work(progress: object, cancelled: object) -> list[Unclaimed]:
            with closing(office.read()) as connection:
                return unclaimed(connection, on, progress=progress, cancelled=cancelled)  # type: ignore[arg-type]

        run_task(self, "核对全部项目", work, done, failed)

    def chosen(self) -> Unclaimed | None:
        """Return the line that the cursor is on."""
        row = self.table.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def export(self) -> None:
        """Write the lines shown as .xlsx."""
        kinds = "Excel 工作簿 (*.xlsx)"
        name, _ = QFileDialog.getSaveFileName(self, "导出未兑现清单", f"够条件未兑现清单{self._on}.xlsx", kinds)
        if not name:
            return
        shown, on, units, path = list(self._shown), self._on, self._context.named_units(), Path(name)
        path = path if path.suffix else path.with_suffix(".xlsx")
        run_task(
            self,
            "导出未兑现清单",
            lambda _progress, _cancelled: write_unclaimed(path, shown, on, units=units),
            lambda _none: self._context.status.emit(f"已导出 {len(shown)} 条：{path}"),
        )

    def grant(self) -> None:
        """Open the form that grants the line chosen."""
        if (one := self.chosen()) is None:
            return
        about = f"{one.project}\n{one.match.clause.number}　{one.told}"
        self.dialog = grant_form(self._context, self, one.project_id, about, self._on, one.match.clause.key)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _take(self, found: list[Unclaimed], on: dt.date) -> None:
        self._found, self._on = found, on
        self.fault.tell("")
        self.table.empty_text = "没有够条件而未兑现的项目。"
        clauses = dict.fromkeys(one.match.clause.number for one in sorted(found, key=_place))
        for box, first, names in (
            (self.clause, _ALL_CLAUSES, list(clauses)),
            (self.county, _ALL_COUNTIES, sorted({one.county for one in found if one.county})),
        ):
            before = box.currentText()
            box.blockSignals(True)
            box.clear()
            box.addItems([first, *names])
            box.setCurrentText(before)
            box.blockSignals(False)
        self._show()

    def _show(self) -> None:
        clause, county, text = self.clause.currentText(), self.county.currentText(), self.text.text().strip()
        chosen = [
            one
            for one in self._found
            if clause in (_ALL_CLAUSES, one.match.clause.number)
            and county in (_ALL_COUNTIES, one.county)
            and (not text or any(text in word for word in (one.code, one.project, one.enterprise)))
        ]
        self._shown = self._sorting.sorted(chosen)
        self.rows.set_rows([_row(one) for one in self._shown])
        projects = len({one.project_id for one in self._shown})
        estimates = [one.match.estimate for one in self._shown if one.match.estimate]
        worth = ""
        if estimates:
            total = estimate_words(sum(one.low for one in estimates), sum(one.high for one in estimates))
            worth = f"，其中 {len(estimates)} 条可估算，合计{total}（估算，不作承诺）"
        self.told.setText(f"截至{self._on}：{projects} 个项目、{len(self._shown)} 条够条件未兑现{worth}。")
        self.export_button.setEnabled(bool(self._shown))
        if self._shown:
            self.table.select_row(0)
        self._enable()

    def _enable(self) -> None:
        chosen = self.chosen() is not None
        self.open_button.setEnabled(chosen)
        self.grant_button.setEnabled(chosen and self._context.writable)

    def _opened(self) -> None:
        if (one := self.chosen()) is not None:
            subject = Subject("project", one.project_id, one.project, one.code, (one.project_id,))
            self.match_asked.emit(subject, one.match.clause.key, self._on)

    def _outdated(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _connect(self) -> None:
        self.clause.currentIndexChanged.connect(lambda _place: self._show())
        self.county.currentIndexChanged.connect(lambda _place: self._show())
        self.text.textChanged.connect(lambda _text: self._show())
        self.day.returnPressed.connect(self.refresh)
        self.day.changed.connect(lambda: None if self.day.hasFocus() else self.refresh())
        self.again.clicked.connect(self.refresh)
        self.export_button.clicked.connect(self.export)
        self.open_button.clicked.connect(self._opened)
        self.grant_button.clicked.connect(self.grant)
        self.table.activated.connect(self._opened)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._enable())
        self._context.data_changed.connect(self._outdated)
        self._context.office_opened.connect(self._outdated)

    def _lay_out(self) -> None:
        line = QWidget()
        bar = FlowLayout(line, spacing=Space.SMALL)
        for widget in (
            label("按哪天", "muted"),
            self.day,
            self.again,
            self.clause,
            self.county,
            self.text,
            self.open_button,
            self.grant_button,
            self.export_button,
        ):
            bar.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(line)
        layout.addWidget(self.fault)
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)
        layout.addWidget(
            label("双击一行到“核对”看它的全部条件；Ctrl+C 复制选中的行，可贴入 Excel。", "muted", wrap=True)
        )


def _place(one: Unclaimed) -> tuple[str, ...]:
    return (one.match.clause.chapter, one.match.clause.number, one.code)


def _row(one: Unclaimed) -> tuple[str, ...]:
    estimate = one.match.estimate
    worth = estimate_words(estimate.low, estimate.high) if estimate else ""
    return one.code, one.project, one.enterprise, one.county, one.match.clause.number, one.told, worth
