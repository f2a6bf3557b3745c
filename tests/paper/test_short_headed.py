"""Short texts that begin with a heading: two lines go with a signature, and an imprint shares their only page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.checking.check import check_pdf
from app.reports.fonts.resolver import FontSet
from app.reports.gongwen.paper import Paper, Paragraph
from app.reports.gongwen.typeset import typeset
from tests.paper.papers import BULLETIN
from tests.paper.reading import pdf_bytes
from tests.paper.test_checker import SEALED, broken

HEADINGS = (Paragraph("一、总体情况", 1), Paragraph("（一）进展情况", 2))


@pytest.mark.parametrize("headings", [1, 2])
@pytest.mark.parametrize("lines", range(1, 7))
@pytest.mark.parametrize("paper", [SEALED, BULLETIN, replace(BULLETIN, addressees="")], ids=("sealed", "plain", "open"))
def test_every_row_holds(fonts: FontSet, paper: Paper, headings: int, lines: int) -> None:
    text = Paragraph("全市招商引资工作" * 3 * lines + "全市有关情况。")
    short = replace(paper, blocks=(*HEADINGS[:headings], text))
    report = check_pdf(pdf_bytes(short, fonts))
    assert broken(report) == [], [(row.id, row.page, row.value, row.wanted) for row in report.broken]


def test_a_sealed_text_of_a_heading_and_two_lines_sends_both_lines_with_the_signature(fonts: FontSet) -> None:
    text = Paragraph("各县区各项工作扎实推进。" * 4)
    first, second = typeset(replace(SEALED, blocks=(HEADINGS[0], text)), fonts)
    assert "一、总体情况" in first.text
    assert "各县区各项工作" not in first.text
    assert second.text.count("各县区各项工作") == 4
