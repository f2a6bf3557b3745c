"""任务: the candidates that units were given, taken back, led to projects, and judged by whether they worked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.services.chain.candidate_decisions import recruiting_units
from app.services.chain.extension_letters import lead_of_code
from app.services.chain.extension_tasks import Task, link_lead, record_outcome, tasks_of, void_task
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.theme import Space
from app.ui.widgets.asking import ask, ask_text
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

_HEADINGS = ("单位", "寻找", "因为", "货物", "列任务", "已发函", "线索", "理由")
_NOTHING = "还没有延伸任务。在“延伸候选”里选一个候选，点“列为任务”。"


class TasksView(QWidget):
    """Lists the tasks of all units, newest first."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._tasks: list[Task] = []
        self.model = RowsModel(_HEADINGS, right=("线索",), parent=self)
        self.table = TableView(units=context.named_units, settings=context.settings, key="chain-tasks")
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.set_widths(130, 140, 220, 110, 96, 64, 56, 420)
        self.table.empty_text = _NOTHING
        self.lead_button, self.outcome_button = button("登记线索…"), button("记录成效…")
        self.void_button, self.open_button = button("撤销任务…"), button("打开档案")
        self._buttons = (self.lead_button, self.outcome_button, self.void_button, self.open_button)
        line = QWidget()
        bar = FlowLayout(line, spacing=Space.SMALL)
        for widget in self._buttons:
            bar.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(line)
        layout.addWidget(self.table, 1)
        layout.addWidget(label("双击打开引起这项任务的项目。线索登记后，它的签约和投资计入成效。", "muted", wrap=True))
        self.lead_button.clicked.connect(self.link)
        self.outcome_button.clicked.connect(self.judge)
        self.void_button.clicked.connect(self.void)
        self.open_button.clicked.connect(self.open_dossier)
        self.table.activated.connect(lambda _index: self.open_dossier())
        self.table.doubleClicked.connect(lambda _index: self.open_dossier())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())

    def refresh(self) -> None:
        """Read the tasks again."""
        connection = self._context.connection
        names = {unit.id: unit.name for unit in recruiting_units(connection, 0)}
        self._tasks = tasks_of(connection)
        self.model.set_rows(
            [
                (
                    names.get(task.unit_id, ""),
                    task.candidate,
                    task.origin_project,
                    task.good,
                    task.accepted_on.isoformat(),
                    "是" if task.letter_id else "",
                    f"{task.leads}" if task.leads else "",
                    task.reason,
                )
                for task in self._tasks
            ]
        )
        if self._tasks:
            self.table.select_row(0)
        self._enable()

    def current(self) -> Task | None:
        """Return the task under the cursor."""
        rows = self.table.selected_rows()
        return self._tasks[rows[0]] if rows and rows[0] < len(self._tasks) else None

    def link(self) -> None:
        """Ask which project came of the task, and record it."""
        if (task := self.current()) is None:
            return
        text = ask_text(self, "登记线索", f"由“{task.candidate}”这项任务来的项目，填编号或全名：")
        if text:
            office, today = self._context.office, self._context.today()
            project = self._try("登记线索", lambda: lead_of_code(self._context.connection, text))
            if project is not None:
                self._act("登记线索", lambda: link_lead(office, project, task.id, on=today), "已登记线索来源")

    def judge(self) -> None:
        """Ask whether the rule behind the task worked here, and why."""
        if (task := self.current()) is None:
            return
        answer = ask(self, "记录成效", f"“{task.candidate}”（依据 {task.rule}）在本市成不成？", ("成", "不成", "取消"))
        if answer == "取消":
            return
        note = ask_text(self, "记录成效", "为什么，一句话：")
        if note is not None:
            office, today, worked = self._context.office, self._context.today(), answer == "成"
            act: Callable[[], object] = lambda: record_outcome(office, task.id, worked=worked, on=today, note=note)  # noqa: E731
            self._act("记录成效", act, "已记录成效")

    def void(self) -> None:
        """Ask for the reason, and take the task back."""
        if (task := self.current()) is None:
            return
        reason = ask_text(self, "撤销任务", f"不再要求去找“{task.candidate}”，理由：")
        if reason is not None:
            office = self._context.office
            self._act("撤销任务", lambda: void_task(office, task.id, task.version, reason), "已撤销任务")

    def open_dossier(self) -> None:
        """Open the project because of which the task was given."""
        if task := self.current():
            self._context.project_requested.emit(task.origin_project_id)

    def _act(self, title: str, act: Callable[[], object], told: str) -> None:
        try:
            act()
        except OfficeError as error:
            show_error(self, error, title)
            return
        self._context.data_changed.emit()
        self._context.status.emit(f"{told}（Ctrl+Z 可撤销）")

    def _try(self, title: str, find: Callable[[], int]) -> int | None:
        try:
            return find()
        except OfficeError as error:
            show_error(self, error, title)
            return None

    def _enable(self) -> None:
        there = self.current() is not None
        for one in self._buttons:
            one.setEnabled(there and (self._context.writable or one is self.open_button))
