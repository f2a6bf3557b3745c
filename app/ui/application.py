"""Starting the window: Qt, the look, the office opened last, and whatever can wait after the first paint."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    import datetime as dt

_NO_SCREEN = ("offscreen", "minimal")
"""Platforms of Qt on which nobody would see a box, nor close it."""

SETTLED_MS = 1000
"""So long after the first paint comes what can wait."""


def run_window(argv_office: Path | None, today: dt.date | None, pack: Path | None = None) -> int:
    """Open the window and return the exit status.

    `argv_office` is the folder named on the command line; without it the office used last is opened, and where
    there is none the start page shows. `today` fixes the day. `pack` is a meeting pack to be shown at once; the
    window then opens no office of its own accord. A pack that cannot be read is told, on the screen too where there
    is one, and ends the program with status 1.
    """
    if pack is not None and (fault := _fault_of(pack)):
        return _end_without_pack(fault)
    # Collecting garbage among the thousands of objects that imports make costs a tenth of the time to the first paint.
    gc.disable()
    from app.ui.context import AppContext
    from app.ui.errors import install_hook
    from app.ui.main_window import MainWindow
    from app.ui.tasks import stop_tasks

    application = make_application()
    install_hook()
    context = AppContext(today)
    window = MainWindow(context)
    window.open_first(argv_office, usual=pack is None)
    window.show()
    if pack is not None:
        QTimer.singleShot(0, lambda: window.present_meeting(pack))
    QTimer.singleShot(SETTLED_MS, lambda: _settle(application))
    status = application.exec()
    stop_tasks()
    context.set_office(None)
    return status


def _fault_of(pack: Path) -> str:
    """Return why a meeting pack cannot be read; empty where it can (a locked one waits for its password)."""
    from app.rules.errors import OfficeError
    from app.services.meeting.packing import needs_password, open_pack

    try:
        if not needs_password(pack):
            open_pack(pack)
    except OfficeError as error:
        return error.message
    return ""


def _end_without_pack(fault: str) -> int:
    """Tell why the meeting does not begin, wait until it was read where there is a screen, and return the status."""
    from PySide6.QtWidgets import QMessageBox

    if sys.stderr is not None:
        sys.stderr.write(f"{fault}\n")
    make_application()
    if QApplication.platformName() not in _NO_SCREEN:
        QMessageBox(QMessageBox.Icon.Warning, "打开会议包", fault).exec()
    return 1


def make_application_unseen() -> QApplication:
    """Make the application for what is drawn without a window; where Linux has no screen it needs none."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return make_application()


def make_application() -> QApplication:
    """Return the application with its look and Qt's own words in Chinese."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
    from PySide6.QtGui import QIcon

    from app.ui.resources import resource
    from app.ui.theme import apply_theme

    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("zhaoshangtai")
    application.setApplicationDisplayName("招商台")
    application.setWindowIcon(QIcon(str(resource("icons", "zhaoshangtai.png"))))
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    apply_theme(application)
    return application


def _settle(application: QApplication) -> None:
    """Do what can wait: collect garbage again, keep a log, and import what the first save will need."""
    from app.ui.tasks import run_task

    gc.enable()
    gc.freeze()
    start_log(application.applicationName())
    run_task(None, "准备", lambda _progress, _cancelled: _import_tables(), lambda _done: None, quiet=True)


def _import_tables() -> None:
    for name in ("app.services.dossiers.keeping", "app.services.office.undo"):
        import_module(name)


def start_log(name: str) -> None:
    """Keep defects in a log file of at most 1 MB in the user's log folder, where that can be written."""
    import logging
    from logging.handlers import RotatingFileHandler

    import platformdirs

    from app.ui.errors import LOG

    folder = Path(platformdirs.user_log_dir(name, appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "window.log", maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger(LOG).addHandler(handler)
