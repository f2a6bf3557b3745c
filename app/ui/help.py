"""帮助: the manual, the shortcuts, the self-test, and what this program is."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QTextBrowser, QVBoxLayout, QWidget

from app import __version__
from app.rules.audience import Audience
from app.ui.resources import manual_folder
from app.ui.tasks import Progress, run_task
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

MANUAL = "手册.md"


def show_manual(parent: QWidget) -> QDialog:
    """Open the manual beside the window."""
    page = QTextBrowser()
    page.setOpenExternalLinks(False)
    path = manual_folder() / MANUAL
    if path.is_file():
        page.setSearchPaths([str(path.parent)])
        page.setMarkdown(path.read_text("utf-8"))
    else:
        page.setPlainText("使用手册没有随程序安装。请向维护人员索取“手册.md”。")
    return _show(parent, "使用手册", page, 820)


def show_shortcuts(parent: QWidget, shortcuts: list[tuple[str, str, str]]) -> QDialog:
    """List the keys that work in the window."""
    more = [
        ("列表", "查找框到列表", "↓ 或 回车"),
        ("列表", "清空查找", "Esc"),
        ("列表", "打开选中的项目", "回车 或 双击"),
        ("列表", "多选", "Ctrl 或 Shift 加单击"),
    ]
    model = RowsModel(("菜单", "做什么", "按键"))
    model.set_rows([*shortcuts, *more])
    table = TableView(units=tuple, widest=Audience.PUBLIC)
    table.setModel(model)
    table.set_widths(80, 240, 220)
    dialog = _show(parent, "快捷键", table, 580)
    model.setParent(dialog)
    return dialog


def show_about(parent: QWidget) -> QMessageBox:
    """Say what the program is and what it is made with."""
    text = (
        f"招商台 {__version__}\n\n"
        "市招商办的单机程序：招商档案、排名、政策、公文。数据只存在本机的办公文件夹里，不联网。\n\n"
        f"Python {platform.python_version()} · Qt {qVersion()} · {platform.system()} {platform.release()}"
    )
    box = QMessageBox(QMessageBox.Icon.NoIcon, "关于招商台", text, parent=parent)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


def run_self_test(parent: QWidget) -> None:
    """Run the program's own checks in a process of its own, as the command line does, and show what they say."""
    command = _self_test_command()

    def work(_progress: Progress, _cancelled: Callable[[], bool]) -> tuple[int, str]:
        import os
        import subprocess

        environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(command, capture_output=True, timeout=180, check=False, env=environment)
        said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
        return done.returncode, said

    def done(result: tuple[int, str]) -> None:
        status, said = result
        page = QTextBrowser()
        verdict = "自检通过。" if status == 0 else "自检发现问题，请把下面的内容交给维护人员。"
        page.setPlainText(f"{verdict}\n\n{said}")
        _show(parent, "自检", page, 620)

    run_task(parent, "自检", work, done)


def _self_test_command() -> list[str]:
    """Return how to run the command line: its own program in the bundle, since that of the window has no output."""
    here = Path(sys.executable)
    if getattr(sys, "frozen", False):
        return [str(here.with_name(f"zst{here.suffix}")), "self-test"]
    return [str(here), str(Path(__file__).parents[2] / "main.py"), "self-test"]


def _show(parent: QWidget, title: str, content: QWidget, width: int) -> QDialog:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    buttons = QDialogButtonBox()
    buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(content, 1)
    layout.addWidget(buttons)
    room = parent.screen().availableSize()
    dialog.resize(min(width, room.width() - 40), min(640, room.height() - 60))
    dialog.show()
    return dialog
