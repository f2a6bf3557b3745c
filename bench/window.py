"""The window: how soon the table of 100,000 projects can be used, scrolling it, and searching it as one types."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.big_office import PROJECTS, TODAY, big_office
from bench.harness import Row, percentile

FRAME_MS = 16.0

_SAY = "print('painted', flush=True); QTimer.singleShot(0, QApplication.quit)"

BARE = f"""
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        {_SAY}

application = QApplication([])
window = Window()
window.resize(1280, 760)
window.show()
application.exec()
"""

OURS = f"""
import sys
import datetime as dt
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.ui.application import run_window
from app.ui.widgets.table import TableView

painted = TableView.paintEvent

def paint(table, event):
    painted(table, event)
    if table.model().rowCount():
        {_SAY}

TableView.paintEvent = paint
run_window(Path(sys.argv[1]), dt.date.fromisoformat(sys.argv[2]))
"""

WORDS = (
    "昆山",
    "包装纸",
    "有限公司",
    "年产15万件",
    "cqdf",
    "jxpj",
    "zs2026",
    "重庆东方饮料",
    "910000000000012",
    "金泰 轴承",
    "zhoucheng",
    "重慶東方",
    "超亿 轴承",
)
"""What the office types: names, parts of names, initials, codes, two words, pinyin, traditional, an amount."""


def measure(quick: bool = False) -> list[Row]:
    """Return the figures; `quick` uses a small office and few runs."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    projects = PROJECTS // 50 if quick else PROJECTS
    office = big_office(projects)
    bare, ours = _starts(office, 3 if quick else 9)
    scroll, keys = _inside(office, 60 if quick else 600)
    size = f"{projects:,} projects"
    sixty = f"{FRAME_MS:g} ms, 60 frames a second"
    return [
        Row(f"window to first usable table, {size}", ours, bare, "a bare QMainWindow", "ms", 3.0),
        Row(f"scrolling, p95 of a frame, {size}", percentile(scroll, 0.95), FRAME_MS, sixty, "ms", 1.0),
        Row(f"search keystroke, p99, {size}", percentile(keys, 0.99), FRAME_MS, sixty, "ms", 1.0),
    ]


def _starts(office: Path, runs: int) -> tuple[float, float]:
    """Return the median ms from spawn to paint of a bare window and of ours, measured in turns."""
    bare: list[float] = []
    ours: list[float] = []
    with tempfile.TemporaryDirectory() as settings:
        _start(BARE, settings)
        _start(OURS, settings, str(office), TODAY.isoformat())
        for _ in range(runs):
            bare.append(_start(BARE, settings))
            ours.append(_start(OURS, settings, str(office), TODAY.isoformat()))
    return statistics.median(bare), statistics.median(ours)


def _start(code: str, settings: str, *arguments: str) -> float:
    """Start a program and return the ms until it says that it has painted."""
    environment = {**os.environ, "XDG_CONFIG_HOME": settings, "APPDATA": settings, "LOCALAPPDATA": settings}
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        env=environment,
        cwd=Path(__file__).parents[1],
    ) as process:
        said = process.stdout.readline() if process.stdout else b""
        took = time.perf_counter() - begun
        process.wait(timeout=60)
    if said.strip() != b"painted":
        raise RuntimeError(f"the window did not paint: {said!r}")
    return took * 1000


def _inside(office: Path, frames: int) -> tuple[list[float], list[float]]:
    """Return the ms of each frame of scrolling and of each keystroke in the search, in a window of our own."""
    from app.services.office.offices import open_office
    from app.ui.application import make_application
    from app.ui.context import AppContext
    from app.ui.main_window import MainWindow
    from app.ui.settings import Settings
    from app.ui.tasks import stop_tasks

    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        context = AppContext(TODAY, Settings(Path(folder) / "window.ini"))
        window = MainWindow(context)
        context.set_office(open_office(office, who="bench", today=TODAY))
        window.resize(1366, 705)
        window.show()
        projects = window.tabs.dossiers.list
        deadline = time.monotonic() + 30
        while projects.index.index is None:
            if time.monotonic() > deadline:
                raise RuntimeError("the search index was not built in 30 s")
            application.processEvents()
        table = projects.table
        bar = table.verticalScrollBar()
        step = max(3, (bar.maximum() - 3 * frames) // frames)
        scroll = []
        for frame in range(frames):
            begun = time.perf_counter()
            bar.setValue(bar.value() + (3 if frame % 4 else step))
            table.viewport().repaint()
            scroll.append((time.perf_counter() - begun) * 1000)
        keys = []
        for word in WORDS:
            for length in range(len(word) + 1):
                begun = time.perf_counter()
                projects.search.setText(word[:length])
                table.viewport().repaint()
                keys.append((time.perf_counter() - begun) * 1000)
                application.processEvents()
        window.close()
        stop_tasks()
        context.set_office(None)
    return scroll, keys
