"""A paper set by an office's own measures holds against them, and breaks just those rows of the standard."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.reports.checking.check import check_pdf, profile_told
from app.reports.fonts.resolver import FontSet
from app.reports.gongwen.own import OwnProfile, own_profile
from app.reports.gongwen.paper import Paper
from tests.paper.papers import BULLETIN, LETTER
from tests.paper.reading import pdf_bytes
from tests.paper.test_checker import ATTACHED, SEALED, TURNED, UPWARD, broken


def own(**numbers: Any) -> OwnProfile:
    return own_profile({"name": "清沅市", "since": "2026-01-01", **numbers})


@pytest.mark.parametrize(
    "paper, numbers, rows",
    [
        (BULLETIN, {"line_pitch": 28}, "P3"),
        (SEALED, {"line_pitch": 28}, "P3"),
        (LETTER, {"line_pitch": 28}, "P3"),
        (BULLETIN, {"number_place": "middle"}, "P6"),
        (ATTACHED, {"number_place": "middle"}, "P6"),
        (UPWARD, {"figures": "宋体"}, "P4"),
        (LETTER, {"figures": "宋体"}, "P4"),
        (TURNED, {"figures": "宋体", "number_place": "middle"}, "P4 P6"),
        (BULLETIN, {"rule_below_number_mm": 7}, "H5"),
        (BULLETIN, {"line_pitch": 28, "lines": 22}, "P3 P6 I1"),
    ],
)
def test_it_breaks_the_rows_that_differ_and_no_other(
    fonts: FontSet, paper: Paper, numbers: dict[str, Any], rows: str
) -> None:
    profile = own(**numbers)
    pdf = pdf_bytes(replace(paper, profile=profile.profile()), fonts)
    assert broken(check_pdf(pdf)) == rows.split()
    report = check_pdf(pdf, profile.profile())
    assert broken(report) == [], [(row.id, row.page, row.value, row.wanted) for row in report.broken]
    assert report.profile == "清沅市（2026-01-01 起）"


@pytest.mark.parametrize("numbers", [{"number_place": "middle"}, {"figures": "宋体"}])
def test_a_paper_by_the_standard_breaks_the_rows_of_the_office(fonts: FontSet, numbers: dict[str, Any]) -> None:
    report = check_pdf(pdf_bytes(BULLETIN, fonts), own(**numbers).profile())
    assert broken(report) == (["P6"] if "number_place" in numbers else ["P4"])


def test_the_pdf_tells_its_profile_and_the_standards_tells_none(fonts: FontSet) -> None:
    profile = own(line_pitch=28, figures="宋体")
    assert profile_told(pdf_bytes(replace(BULLETIN, profile=profile.profile()), fonts)) == profile
    assert profile_told(pdf_bytes(BULLETIN, fonts)) is None


def test_a_profile_that_makes_no_page_is_not_believed(fonts: FontSet) -> None:
    told = own(line_pitch=28).to_json().replace("28", "2800")
    profile = replace(own(line_pitch=28).profile(), told=told)
    assert profile_told(pdf_bytes(replace(BULLETIN, profile=profile), fonts)) is None
