"""Checks a printed paper (PDF) against the standard for official papers, row by row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.reports.checking.report import CheckReport
    from app.reports.gongwen.own import OwnProfile


def check_paper(source: Path | bytes, profile: OwnProfile | None = None) -> CheckReport:
    """Return the verdict on each row of GB/T 9704-2012 for a PDF, ours or another's.

    It is read against the numbers of `profile`, the standard's where none is given. Raises `OfficeError` when the
    file cannot be read or is no PDF, `Refused` when it holds no text (a scan).
    """
    from app.reports.checking.check import check_pdf

    return check_pdf(source) if profile is None else check_pdf(source, profile.profile())


def carried_profile(source: Path | bytes) -> OwnProfile | None:
    """Return the profile that a PDF says it was set by; None where it is the standard's. Raises as `check_paper`."""
    from app.reports.checking.check import profile_told

    return profile_told(source)
