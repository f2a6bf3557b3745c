"""Long work off the GUI thread, with progress, a cancel that works, and errors shown when it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.rules.errors import Cancelled, OfficeError
from app.ui.errors import log_defect, show_error
from app.ui.theme import Space

T = TypeVar("T")

SHOW_AFTER_MS = 300
"""Work that is done sooner shows no dialog."""

_STEPS = 1000


class Progress:
    """What work calls to say how far it is; callable from any thread. `progress(3, 10, "第3个文件")`."""

    def __init__(self, tell: Callable[[int, str], None]) -> None:
        self._tell = tell

    def __call__(self, done: float, total: float | str = 1, text: str = "") -> None:
        """`done` of `total`, and what is being done; a total of 0 means that nobody knows."""
        if isinstance(total, str):
            total, text = 1, total
        self._tell(round(_STEPS * min(1.0, done / total)) if total else -1, text)


class _Runner(QRunnable):
    def __init__(self, run: Callable[[], None]) -> None:
        super().__init__()
        self._run = run
        self.setAutoDelete(False)

    def run(self) -> None:
        self._run()


class ProgressDialog(QDialog):
    """How far the work is, and 取消. Closing it cancels too."""

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(380)
        self.label = QLabel(f"{title}……")
        self.label.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.buttons = QDialogButtonBox()
        self.cancel_button = self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.cancel_button.clicked.connect(self._ask_cancel)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.MEDIUM)
        for widget in (self.label, self.bar, self.buttons):
            layout.addWidget(widget)

    def show_progress(self, step: int, text: str) -> None:
        """Show thousandths done (below 0: unknown) and what is being done."""
        self.bar.setRange(0, _STEPS if step >= 0 else 0)
        self.bar.setValue(max(step, 0))
        if text:
            self.label.setText(text)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._ask_cancel()
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._ask_cancel()
        else:
            super().keyPressEvent(event)

    def _ask_cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.label.setText("正在取消……")
        self.cancel_asked.emit()


class Task(QObject, Generic[T]):
    """One piece of work under way. Made by `run_task`; it keeps itself alive until it has ended."""

    finished = Signal()
    _told = Signal(int, str)
    _ended = Signal(object, object)

    def __init__(
        self,
        owner: QObject | None,
        title: str,
        work: Callable[[Progress, Callable[[], bool]], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None] | None,
        quiet: bool,
    ) -> None:
        super().__init__()
        self._owner, self._title, self.quiet = owner, title, quiet
        self._window = owner if isinstance(owner, QWidget) else None
        self._work, self._done, self._failed = work, done, failed
        self._cancel = threading.Event()
        self._dialog: ProgressDialog | None = None
        self._last: tuple[int, str] = (-1, "")
        self._told.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)
        self._runner = _Runner(self._run)
        self._timer = QTimer(self, singleShot=True, interval=SHOW_AFTER_MS)
        self._timer.timeout.connect(self._show_dialog)

    def start(self) -> None:
        """Hand the work to the thread pool."""
        _running.add(self)
        if not self.quiet:
            self._timer.start()
        QThreadPool.globalInstance().start(self._runner)

    def cancel(self) -> None:
        """Ask the work to stop; it ends with `Cancelled` once it notices."""
        self._cancel.set()

    def _run(self) -> None:
        result: Any = None
        error: BaseException | None = None
        try:
            result = self._work(Progress(self._told.emit), self._cancel.is_set)
        except BaseException as caught:
            error = caught
        self._ended.emit(result, error)

    def _show_progress(self, step: int, text: str) -> None:
        self._last = (step, text or self._last[1])
        if self._dialog is not None and not self._cancel.is_set():
            self._dialog.show_progress(*self._last)

    def _show_dialog(self) -> None:
        self._dialog = ProgressDialog(self._window, self._title)
        self._dialog.cancel_asked.connect(self.cancel)
        self._dialog.show_progress(*self._last)
        self._dialog.show()

    def _end(self, result: Any, error: BaseException | None) -> None:
        self._timer.stop()
        if self._dialog is not None:
            self._dialog.hide()
            self._dialog.deleteLater()
            self._dialog = None
        _running.discard(self)
        self.finished.emit()
        if self._owner is not None and not isValid(self._owner):
            if error is not None and not isinstance(error, OfficeError):
                log_defect(error)
            return
        if error is None:
            self._done(result)
        elif self._failed is not None:
            self._failed(error)
        elif not isinstance(error, Cancelled):
            show_error(self._window, error, self._title)


_running: set[Task[Any]] = set()


def run_task(
    owner: QObject | None,
    title: str,
    work: Callable[[Progress, Callable[[], bool]], T],
    done: Callable[[T], None],
    failed: Callable[[BaseException], None] | None = None,
    *,
    quiet: bool = False,
) -> Task[T]:
    """Run `work(progress, cancelled)` in another thread, then `done(result)` in the GUI thread.

    `title` is Chinese (“导入台账”). A dialog with 取消 shows after 300 ms, unless `quiet`. Work asks `cancelled()`
    now and then and raises `Cancelled`. Errors go to `failed`, or are shown. Work must open its own connection.
    Where `owner` was deleted meanwhile, nobody waits for the result any more and it is dropped.
    """
    task = Task(owner, title, work, done, failed, quiet)
    task.start()
    return task


def running_tasks() -> list[Task[Any]]:
    """Return the tasks that have not ended yet."""
    return list(_running)


def stop_tasks() -> None:
    """Cancel what is running and wait for it, so that the program ends with nothing half under way."""
    for task in running_tasks():
        task.cancel()
    QThreadPool.globalInstance().waitForDone()
