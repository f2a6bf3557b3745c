"""Holds a PDF against every row of the standard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.reports.checking import body_rows, head_rows, imprint_rows, page_rows
from app.reports.checking.glyphs import read_keywords, read_pages
from app.reports.checking.layout import Layout
from app.reports.checking.measures import Findings
from app.reports.checking.report import CheckedRow, CheckReport, Verdict
from app.reports.checking.requirements import REQUIREMENTS
from app.reports.gongwen.own import OwnProfile, from_json
from app.reports.gongwen.painter import PROFILE_TOLD
from app.reports.gongwen.profile import STANDARD, Profile
from app.rules.errors import Refused

_MODULES = {"P": page_rows, "H": head_rows, "B": body_rows, "I": imprint_rows, "L": head_rows}
_ELSEWHERE = {"B1": head_rows, "B2": head_rows, "L6": imprint_rows}


def check_pdf(source: Path | bytes, profile: Profile = STANDARD) -> CheckReport:
    """The verdict on every row. Raises `OfficeError` for what is no readable PDF, `Refused` for one without text."""
    layout = Layout(read_pages(source), profile)
    if all(sheet.blank for sheet in layout.sheets):
        raise Refused("这份 PDF 里没有文字（可能是扫描件或图片），没法检查。请用导出的 PDF，不要用扫描件。")
    rows = []
    for row_id, clause, requirement in REQUIREMENTS:
        findings = _check(row_id)(layout)
        if findings is None:
            rows.append(CheckedRow(row_id, clause, requirement, Verdict.NOT_APPLICABLE))
        elif not findings:
            rows.append(CheckedRow(row_id, clause, requirement, Verdict.HELD))
        else:
            first = findings[0]
            rows.append(
                CheckedRow(
                    row_id,
                    clause,
                    requirement,
                    Verdict.BROKEN,
                    first.page,
                    first.value,
                    first.wanted,
                    len(findings) - 1,
                )
            )
    return CheckReport(f"{profile.name}（{profile.since.isoformat()} 起）", layout.format, tuple(rows))


def profile_told(source: Path | bytes) -> OwnProfile | None:
    """The profile that a PDF says it was set by; None for the standard, or where what it says makes no page.

    Raises `OfficeError` as `check_pdf` does.
    """
    keywords = read_keywords(source)
    if not keywords.startswith(PROFILE_TOLD):
        return None
    try:
        return from_json(keywords.removeprefix(PROFILE_TOLD))
    except Refused:
        return None


def _check(row_id: str) -> Callable[[Layout], Findings]:
    module = _ELSEWHERE.get(row_id, _MODULES[row_id[0]])
    return getattr(module, row_id.lower())
