"""The import wizard: files, headings, dry run, import; one file after the other, since each builds on the last."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.rules.errors import Cancelled, OfficeError
from app.services.importing.plans import ImportPlan, ImportResult
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.importing.check_page import CheckPage
from app.ui.importing.files_page import FilesPage
from app.ui.importing.job import ImportJob
from app.ui.importing.mapping_page import MappingPage
from app.ui.importing.result_page import ResultPage
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.layout import Strip, button, label, scrolled

FILES, MAPPING, CHECK, RESULT = range(4)
FRAME = QSize(16, 40)
"""Room for the window's own frame and title, which the screen must hold too, in logical pixels."""

_SIZE = QSize(1040, 640)
_STEPS = ("1 选择文件", "2 核对表头", "3 试算结果", "4 完成")


class ImportWizard(QDialog):
    """Imports ledgers into the open office; closes at any time without having written what was not confirmed."""

    def __init__(self, context: AppContext, parent: QWidget | None = None, paths: Sequence[Path] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入台账")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = self.screen().availableSize() - FRAME
        self.resize(_SIZE.boundedTo(room))
        self.context = context
        self.jobs: list[ImportJob] = []
        self.busy = False
        self.steps = label("")
        self.steps.setTextFormat(Qt.TextFormat.RichText)
        self.job_list = QListWidget()
        self.job_list.setMaximumWidth(220)
        self.job_list.setAccessibleName("文件")
        self.files, self.mapping = FilesPage(), MappingPage()
        self.check, self.outcome = CheckPage(context.named_units), ResultPage()
        self.pages = QStackedWidget()
        for page in (self.files, self.mapping, self.check, self.outcome):
            self.pages.addWidget(scrolled(page))
        self.fault = Strip("error")
        self.back, self.on, self.leave = button("上一步"), button("下一步", primary=True), button("关闭")
        self._lay_out()
        self._connect()
        self.files.add(paths)
        self._show(FILES)
        if paths:
            self.go_on()

    @property
    def page(self) -> int:
        """The step that is shown."""
        return self.pages.currentIndex()

    @property
    def job(self) -> ImportJob | None:
        """The file that is worked on."""
        row = self.job_list.currentRow()
        return self.jobs[row] if 0 <= row < len(self.jobs) else None

    def go_on(self) -> None:
        """Do what the step calls for: the button at the right, and Enter."""
        job = self.job
        if self.page == FILES:
            self._take_files()
        elif job is None:
            return
        elif job.result is not None or job.error:
            self._next_job()
        elif job.dirty or job.plan is None:
            self._examine(job, CHECK)
        elif self.page == MAPPING:
            self._show(CHECK)
        else:
            self._apply(job)

    def go_back(self) -> None:
        """Go back a step."""
        if self.page == RESULT:
            self._show(CHECK)
        elif self.page > FILES:
            self._show(self.page - 1)

    def reject(self) -> None:
        """Close; while a file is read or written, only its own 取消 ends that."""
        if not self.busy:
            super().reject()

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(Space.MEDIUM)
        middle.addWidget(self.job_list)
        middle.addWidget(self.pages, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.back)
        bottom.addStretch(1)
        bottom.addWidget(self.on)
        bottom.addWidget(self.leave)
        self.on.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(self.steps)
        layout.addWidget(self.fault)
        layout.addLayout(middle, 1)
        layout.addLayout(bottom)

    def _connect(self) -> None:
        self.back.clicked.connect(self.go_back)
        self.on.clicked.connect(self.go_on)
        self.leave.clicked.connect(self.reject)
        self.files.changed.connect(self._label_buttons)
        self.job_list.currentRowChanged.connect(self._job_chosen)
        self.mapping.kind_changed.connect(self._kind_changed)
        self.mapping.answered.connect(self._label_buttons)
        self.check.decided.connect(self._label_buttons)

    def _take_files(self) -> None:
        """Make jobs of the files listed, keeping those begun already, and go to the first that waits."""
        known = {job.path: job for job in self.jobs}
        self.jobs = [known.get(path) or ImportJob(path) for path in self.files.paths()]
        self.job_list.blockSignals(True)
        self.job_list.clear()
        self.job_list.addItems([job.path.name for job in self.jobs])
        self.job_list.setCurrentRow(-1)
        self.job_list.blockSignals(False)
        self._next_job()

    def _next_job(self) -> None:
        """Go to the next file that is not imported yet; close where there is none."""
        start = self.job_list.currentRow()
        order = [*range(start + 1, len(self.jobs)), *range(max(start + 1, 0))]
        following = next((row for row in order if self.jobs[row].result is None and not self.jobs[row].error), None)
        if following is None:
            self.accept()
        else:
            self.job_list.setCurrentRow(following)

    def _job_chosen(self, _row: int) -> None:
        job = self.job
        if job is None:
            return
        if job.result is not None:
            self._show(RESULT)
        elif job.plan is None and not job.error:
            self._examine(job, MAPPING)
        else:
            self._show(MAPPING)

    def _kind_changed(self) -> None:
        if self.job is not None:
            self._examine(self.job, MAPPING)

    def _examine(self, job: ImportJob, then: int) -> None:
        """Read a file and plan it by the answers given; show step `then` of it."""
        office, today = self.context.office, self.context.today()

        def done(plan: ImportPlan) -> None:
            job.plan, job.error, job.dirty = plan, "", False
            keys = {suspect.key for suspect in plan.suspects}
            job.choices = {key: answer for key, answer in job.choices.items() if key not in keys}
            self._end_work(job, then)

        def failed(error: BaseException) -> None:
            if isinstance(error, OfficeError) and not isinstance(error, Cancelled):
                job.error, job.plan = error.message, None
            else:
                show_error(self, error, "读取台账")
            self._end_work(job, MAPPING)

        self._begin_work()
        run_task(
            self,
            f"正在读取“{job.path.name}”",
            lambda progress, cancelled: job.examine(office, today, progress, cancelled),
            done,
            failed,
        )

    def _apply(self, job: ImportJob) -> None:
        """Write what the dry run accepted."""
        office, today = self.context.office, self.context.today()

        def done(result: ImportResult) -> None:
            job.result = result
            if result.change_id is not None:
                self.context.status.emit(f"已导入“{job.path.name}”。")
                self.context.data_changed.emit()
            for other in self.jobs:
                if other.result is None and other.plan is not None:
                    other.dirty = True
            self._end_work(job, RESULT)

        def failed(error: BaseException) -> None:
            show_error(self, error, "导入台账")
            job.dirty = job.dirty or not isinstance(error, Cancelled)
            self._end_work(job, CHECK)

        self._begin_work()
        run_task(
            self,
            f"正在导入“{job.path.name}”",
            lambda progress, cancelled: job.apply(office, today, progress, cancelled),
            done,
            failed,
        )

    def _begin_work(self) -> None:
        self.busy = True
        self._label_buttons()

    def _end_work(self, job: ImportJob, then: int) -> None:
        self.busy = False
        self._name_jobs()
        if job is self.job:
            self._show(then)
        self._label_buttons()

    def _show(self, page: int) -> None:
        """Show a step of the current job."""
        job = self.job
        self.fault.tell(job.error if job is not None and page != FILES else "")
        if job is not None and page == MAPPING:
            self.mapping.show_job(job)
        elif job is not None and page == CHECK:
            self.check.show_job(job)
        elif job is not None and page == RESULT:
            self.outcome.show_job(job)
        self.pages.setCurrentIndex(page)
        self.job_list.setVisible(page != FILES and len(self.jobs) > 1)
        self.steps.setText(
            "　›　".join(f"<b>{step}</b>" if number == page else step for number, step in enumerate(_STEPS))
        )
        self._name_jobs()
        self._label_buttons()

    def _name_jobs(self) -> None:
        for row, job in enumerate(self.jobs):
            item = self.job_list.item(row)
            item.setText(f"{job.path.name}\n　{job.state}")
            item.setToolTip(str(job.path))

    def _label_buttons(self) -> None:
        """Let the button at the right say what it will do."""
        job, page = self.job, self.page
        text, usable = "下一步", True
        if page == FILES:
            usable = bool(self.files.paths())
        elif job is None:
            usable = False
        elif job.result is not None or job.error:
            waiting = any(one.result is None and not one.error for one in self.jobs if one is not job)
            text = "下一个文件" if waiting else "完成"
        elif page == MAPPING:
            text = "试算"
        elif job.dirty:
            text = "重新试算"
        elif job.plan is not None:
            writes = job.plan.count("add") + job.plan.count("update")
            text = f"导入（写入 {writes} 行）" if writes else "确认（没有要写入的行）"
            usable = self.context.writable
        self.on.setText(text)
        self.on.setEnabled(usable and not self.busy)
        self.back.setEnabled(page != FILES and not self.busy)
        self.job_list.setEnabled(not self.busy)
