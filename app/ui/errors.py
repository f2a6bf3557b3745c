"""Telling errors: the world's in plain Chinese, ours with a report to save; the window lives on after both."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app import __version__
from app.rules.errors import Cancelled, OfficeError
from app.rules.os_faults import in_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox


LOG = "zhaoshangtai"
"""The name of the log that defects go to."""

_UNNAMED = "没有完成"
"""The title where nobody said what was tried."""


def show_error(parent: QWidget | None, error: BaseException, title: str = _UNNAMED) -> QMessageBox | None:
    """Show `error` to the user without blocking; return the box, or None for `Cancelled`, which needs none.

    `title` says what was tried (“保存项目”). A defect is logged with its trace and can be saved as a report.
    """
    from PySide6.QtWidgets import QMessageBox

    if isinstance(error, Cancelled):
        return None
    if not isinstance(error, OfficeError):
        from app.services.office.faults import world_fault

        error = world_fault(error, title if title != _UNNAMED else "读写办公数据") or error
    if isinstance(error, OfficeError):
        return _open(QMessageBox(QMessageBox.Icon.Warning, title, error.message, parent=parent))
    log_defect(error)
    box = QMessageBox(
        QMessageBox.Icon.Critical,
        "程序出错",
        "程序里有一处错误，刚才的操作没有完成，数据没有改动，可以继续使用。\n请把错误报告存下来，交给维护人员。",
        parent=parent,
    )
    report = report_of(error)
    box.setDetailedText(report)
    save = box.addButton("保存错误报告…", QMessageBox.ButtonRole.ActionRole)
    save.clicked.connect(lambda: save_report(parent, report))
    return _open(box)


@contextmanager
def shown(parent: QWidget | None, title: str = _UNNAMED) -> Iterator[None]:
    """Run a block and show whatever it raises."""
    try:
        yield
    except Exception as error:
        show_error(parent, error, title)


def log_defect(error: BaseException) -> None:
    """Write a defect and its trace to the log."""
    import logging

    logging.getLogger(LOG).error("defect", exc_info=error)


def report_of(error: BaseException) -> str:
    """Return the text of an error report: versions and trace, nothing of the office's data files."""
    import platform
    import traceback

    trace = "".join(traceback.format_exception(error))
    return f"招商台 {__version__}\nPython {sys.version}\n{platform.platform()}\n\n{trace}"


def save_report(parent: QWidget | None, report: str) -> Path | None:
    """Ask where to, and write the report; return the path, or None where the user thought better of it."""
    from PySide6.QtWidgets import QFileDialog

    name, _ = QFileDialog.getSaveFileName(parent, "保存错误报告", "招商台错误报告.txt", "文本文件 (*.txt)")
    if not name:
        return None
    try:
        Path(name).write_text(report, encoding="utf-8")
    except OSError as error:
        show_error(parent, OfficeError(f"错误报告没有写成：{in_words(error)}请换一个文件夹。"), "保存错误报告")
        return None
    return Path(name)


def install_hook() -> None:
    """Show what nobody caught, instead of ending the program."""

    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
            return
        show_error(QApplication.activeWindow(), error)

    sys.excepthook = hook


def _open(box: QMessageBox) -> QMessageBox:
    from PySide6.QtWidgets import QMessageBox

    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box
