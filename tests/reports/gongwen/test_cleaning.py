"""What the office pastes into a paper, and what of it is printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.gongwen.cleaning import clean, cleaned
from app.reports.gongwen.paper import Paragraph
from tests.paper.papers import BULLETIN


@pytest.mark.parametrize(
    "raw, printed",
    [
        ("招商引资", "招商引资"),
        ("\u3000\u3000招商\t引资\n", "招商 引资"),
        ("招\u200b商\ufeff", "招商"),
        ("葛\U000e0100城", "葛城"),
        ("a  b ", "a b"),
        ("“A”——……（1）", "“A”——……（1）"),
        ("", ""),
    ],
)
def test_white_space_becomes_single_blanks_and_invisible_characters_go(raw: str, printed: str) -> None:
    assert clean(raw) == printed


def test_a_long_strange_text_is_cleaned_at_once() -> None:
    assert clean("招" * 5000 + "\u0100") == "招" * 5000 + "\u0100"


def test_a_line_break_in_a_paragraph_makes_two_of_it() -> None:
    paper = cleaned(replace(BULLETIN, blocks=(Paragraph("甲。\n乙。\r\n\n丙。", 2, lead="（一）"),)))
    assert paper.blocks == (Paragraph("甲。", 2, "（一）"), Paragraph("乙。"), Paragraph("丙。"))
