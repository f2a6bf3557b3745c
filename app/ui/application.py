"""Starting the window: Qt, the look, the office opened last, and whatever can wait after the first paint."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.ui.context import AppContext
from app.ui.errors import install_hook
from app.ui.main_window import MainWindow
from app.ui.resources import resource
from app.ui.tasks import stop_tasks
from app.ui.theme import apply_theme


def run_window(argv_office: Path | None, today: dt.date | None) -> int:
    """Open the window and return the exit status.

    `argv_office` is the folder named on the command line; without it the office used last is opened, and where
    there is none the start page shows. `today` fixes the day.
    """
    application = make_application()
    install_hook()
    context = AppContext(today)
    window = MainWindow(context)
    window.open_first(argv_office)
    window.show()
    QTimer.singleShot(0, lambda: start_log(application))
    status = application.exec()
    stop_tasks()
    context.set_office(None)
    return status


def make_application() -> QApplication:
    """Return the application with its look and Qt's own words in Chinese."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("zhaoshangtai")
    application.setApplicationDisplayName("招商台")
    application.setWindowIcon(QIcon(str(resource("icons", "zhaoshangtai.png"))))
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    for folder in (QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), str(resource("translations"))):
        if translator.load("qtbase_zh_CN", folder):
            application.installTranslator(translator)
            break
    apply_theme(application)
    return application


def start_log(application: QApplication) -> None:
    """Keep defects in a log file of at most 1 MB in the user's log folder, where that can be written."""
    import logging
    from logging.handlers import RotatingFileHandler

    import platformdirs

    folder = Path(platformdirs.user_log_dir(application.applicationName(), appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "window.log", maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger("zhaoshangtai").addHandler(handler)
