"""GB/T 9704-2012, 10.1: the letter format (rows L1 to L6)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.fonts.resolver import FontSet
from tests.paper.papers import LETTER, OFFICE, TEXT
from tests.paper.reading import Sheet, printed, written

RED = (0, 0.8, 0.8, 0)


@pytest.fixture(scope="module")
def letter(fonts: FontSet) -> list[Sheet]:
    return printed(LETTER, fonts)


def red_rules(sheet: Sheet) -> list[tuple[float, float]]:
    """Place and thickness of the red rules, from the top."""
    rules = [line for line in sheet.lines if line.colour == RED]
    assert all((line.left, line.right) == pytest.approx((20, 190), abs=0.1) for line in rules)
    return sorted((line.top, line.width) for line in rules)


def test_the_authority_stands_30_mm_below_the_edge_of_the_page_without_the_word_file(letter: list[Sheet]) -> None:
    ink = letter[0].ink(OFFICE)
    assert ink.top == pytest.approx(30, abs=0.3)
    assert (ink.left + ink.right) / 2 == pytest.approx(106, abs=1)
    assert "文件" not in letter[0].text


def test_double_rules_thick_outside_frame_the_page(letter: list[Sheet]) -> None:
    (first, thick), (second, thin), (third, thin_too), (fourth, thick_too) = red_rules(letter[0])
    assert thick == thick_too > thin == thin_too
    assert first - thick / 2 - letter[0].ink(OFFICE).bottom == pytest.approx(4, abs=0.3)
    assert 297 - fourth - thick / 2 == pytest.approx(20, abs=0.5)
    assert first < second < third < fourth


def test_the_number_is_flush_right_under_the_first_rule(letter: list[Sheet]) -> None:
    row = letter[0].row("清招办函〔")
    assert row[-1].right == pytest.approx(184, abs=0.5)
    rules = red_rules(letter[0])
    assert letter[0].ink("清招办函〔2026〕12号").top - rules[1][0] == pytest.approx(4.85, abs=0.5)


def test_the_title_stands_two_lines_below_the_number(letter: list[Sheet]) -> None:
    gap = letter[0].ink(LETTER.title).top - letter[0].ink("清招办函〔2026〕12号").bottom
    assert gap == pytest.approx(20.78, abs=0.5)


def test_the_first_page_has_no_number_and_the_second_has(fonts: FontSet, letter: list[Sheet]) -> None:
    assert not any(written(row).startswith("— ") for row in letter[0].rows())
    longer = printed(replace(LETTER, blocks=TEXT), fonts)
    assert written(longer[1].row("— ")) == "— 2 —"
    assert not [line for line in longer[1].lines if line.colour == RED]


def test_only_copies_stand_at_the_very_foot_without_rules(letter: list[Sheet]) -> None:
    row = letter[-1].row("抄送：")
    assert written(row) == "抄送：市委办公室。"
    assert row[0].bottom == pytest.approx(262, abs=0.5)
    assert "印发" not in letter[-1].text
    assert all(line.colour == RED for line in letter[-1].lines)
