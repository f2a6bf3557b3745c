"""Defects of the program met on the command line: the trace goes to a log file, one line to the user."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app import __version__
from app.rules.os_faults import in_words
from app.services.office.places import APPLICATION

LOG = "command.log"


def told_defect(error: BaseException) -> str:
    """Write a defect with its trace to the log and return the sentence that tells it, with the log's path."""
    what = " ".join(f"{type(error).__name__} {error}".split())
    try:
        return f"程序出错：{what}（错误报告写在 {_write(error)}，请交给维护人员）"
    except OSError as trouble:
        return f"程序出错：{what}（错误报告没有写成：{in_words(trouble)}）"


def _write(error: BaseException) -> Path:
    """Append to the log of at most 1 MB in the user's log folder; return its path, raise `OSError` if it cannot."""
    from platformdirs import user_log_path

    path = user_log_path(APPLICATION, appauthor=False) / LOG
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    trace = (type(error), error, error.__traceback__)
    try:
        handler.emit(logging.LogRecord(APPLICATION, logging.ERROR, __file__, 0, "招商台 %s", (__version__,), trace))
    finally:
        handler.close()
    return path
