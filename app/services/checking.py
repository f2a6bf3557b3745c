"""Checks a printed paper (PDF) against the standard for official papers, row by row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.reports.checking.report import CheckReport


def check_paper(source: Path | bytes) -> CheckReport:
    """Return the verdict on each row of GB/T 9704-2012 for a PDF, ours or another's.

    Raises `OfficeError` when the file cannot be read or is no PDF, `Refused` when it holds no text (a scan).
    """
    from app.reports.checking.check import check_pdf

    return check_pdf(source)
