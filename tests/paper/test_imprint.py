"""GB/T 9704-2012, 7.4 and 7.5: the imprint at the foot of the last, even page (rows I0 to I3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.fonts.resolver import FontSet
from app.reports.gongwen.paper import Paragraph
from tests.paper.papers import BULLETIN, OFFICE
from tests.paper.reading import Sheet, printed, written

ONE = 156 / 28
LEFT = 26  # of an even page


def imprint_rules(sheet: Sheet) -> list[tuple[float, float, float, float]]:
    """Top, thickness, left and right of the rules as wide as the type area."""
    found = [line for line in sheet.lines if line.right - line.left > 150]
    return sorted((line.top, line.width, line.left, line.right) for line in found)


def test_the_imprint_closes_the_last_and_even_page(bulletin: list[Sheet]) -> None:
    assert len(bulletin) % 2 == 0
    rules = imprint_rules(bulletin[-1])
    assert [round(width, 2) for _, width, _, _ in rules] == [0.35, 0.25, 0.35]
    top, width, left, right = rules[-1]
    assert top + width / 2 == pytest.approx(262, abs=0.5)
    assert (left, right) == pytest.approx((LEFT, LEFT + 156), abs=0.5)


def test_copies_turn_over_below_their_first_name_and_end_with_a_stop(bulletin: list[Sheet]) -> None:
    rows = bulletin[-1].rows()
    at = next(place for place, row in enumerate(rows) if written(row).startswith("抄送："))
    first, second = rows[at], rows[at + 1]
    assert {round(char.size) for char in first + second} == {14}
    assert first[0].left == pytest.approx(LEFT + ONE, abs=0.5)
    assert first[-1].right <= LEFT + 156 - ONE + 0.5
    assert second[0].left == pytest.approx(first[3].left, abs=0.1)
    assert written(second).endswith("。")


def test_printing_stands_above_the_last_rule_one_character_in_on_both_sides(bulletin: list[Sheet]) -> None:
    row = next(row for row in bulletin[-1].rows() if written(row).endswith("印发"))
    assert written(row) == f"{OFFICE}2026年7月3日印发"
    assert {round(char.size) for char in row} == {14}
    assert row[0].left == pytest.approx(LEFT + ONE, abs=0.5)
    assert row[-1].right == pytest.approx(LEFT + 156 - ONE, abs=0.5)
    rules = imprint_rules(bulletin[-1])
    assert rules[-2][0] < row[0].top
    assert row[0].bottom < rules[-1][0]


def test_without_copies_the_imprint_has_two_rules(fonts: FontSet) -> None:
    sheets = printed(replace(BULLETIN, copies_to=""), fonts)
    assert [round(width, 2) for _, width, _, _ in imprint_rules(sheets[-1])] == [0.35, 0.35]


def test_a_blank_page_before_the_imprint_leaves_both_without_number(fonts: FontSet) -> None:
    paper = next(
        paper
        for lines in range(20, 50)
        if len(sheets := printed(paper := replace(BULLETIN, blocks=(Paragraph("全" * 28 * lines),)), fonts)) == 4
        and not sheets[2].chars
    )
    sheets = printed(paper, fonts)
    assert "抄送：" in sheets[3].text
    assert [any(written(row).startswith("— ") for row in sheet.rows()) for sheet in sheets] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("text", ["甲" * 20, "甲" * 50])
@pytest.mark.parametrize("copies", ["", "市委办公室", BULLETIN.copies_to])
def test_a_text_of_a_line_or_two_shares_its_only_face_with_the_imprint(fonts: FontSet, text: str, copies: str) -> None:
    (sheet,) = printed(replace(BULLETIN, blocks=(Paragraph(text),), copies_to=copies), fonts)
    top, width, _, _ = imprint_rules(sheet)[-1]
    assert top + width / 2 == pytest.approx(262, abs=0.5)
    day = next(row for row in sheet.rows() if written(row) == "2026年7月3日")
    _red, first, *_ = imprint_rules(sheet)
    assert max(char.bottom for char in day) < first[0] - 3


def test_three_lines_are_divided_and_two_go_with_the_imprint(fonts: FontSet) -> None:
    first, second = printed(replace(BULLETIN, blocks=(Paragraph("甲" * 80),)), fonts)
    assert "甲" in first.text
    assert second.text.count("甲") > 28
    assert len(imprint_rules(first)) == 1, "the red one"


def test_where_seal_and_imprint_do_not_go_on_one_face_the_imprint_is_on_the_back(fonts: FontSet) -> None:
    front, back = printed(replace(BULLETIN, blocks=(Paragraph("甲" * 50),), sealed=True), fonts)
    assert "2026年7月3日" in front.text
    assert "甲" not in back.text
