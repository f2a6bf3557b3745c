"""GB/T 9704-2012, 5 and 7.5: paper, type area, grid, type, page numbers (rows P1 to P6)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.marks import CLOSING
from tests.paper.papers import full_pages
from tests.paper.reading import Sheet, printed, written

AREA_TOP, AREA_BOTTOM, AREA_WIDTH = 37, 262, 156
BLACK = (0, 0, 0, 1)


def left_edge(page: int) -> float:
    return 28 if page % 2 else 26


@pytest.fixture(scope="module")
def text_pages(fonts: FontSet) -> list[Sheet]:
    """The second and third are full of text."""
    return printed(full_pages(3), fonts)


def test_every_page_is_a4(bulletin: list[Sheet]) -> None:
    for sheet in bulletin:
        assert sheet.size == pytest.approx((210, 297), abs=1)


def test_nothing_but_the_page_number_leaves_the_type_area(bulletin: list[Sheet]) -> None:
    for page, sheet in enumerate(bulletin, 1):
        for char in sheet.chars:
            assert char.left >= left_edge(page) - 0.5
            empty = (char.right - char.left) / 2 if char.text in CLOSING else 0
            assert char.right - empty <= left_edge(page) + AREA_WIDTH + 0.5
            assert char.top >= AREA_TOP - 0.5
            if char not in sheet.row("— "):
                assert char.bottom <= AREA_BOTTOM + 0.5


def test_a_page_of_text_holds_22_lines_that_fill_the_type_area(text_pages: list[Sheet]) -> None:
    for sheet in text_pages[1:3]:
        rows = [row for row in sheet.rows() if row[0].top < AREA_BOTTOM]
        assert len(rows) == 22
        assert rows[0][0].top == pytest.approx(AREA_TOP, abs=0.5)
        assert rows[-1][0].bottom == pytest.approx(AREA_BOTTOM, abs=0.5)
        for above, below in pairwise(rows):
            assert (below[0].top - above[0].top) == pytest.approx(10.446, abs=0.1)


def test_a_line_of_characters_holds_28_of_them(text_pages: list[Sheet]) -> None:
    full = [
        row
        for page, sheet in enumerate(text_pages, 1)
        for row in sheet.rows()
        if len(row) == 28 and row[0].left < left_edge(page) + 1 and not any(c.text.isascii() for c in row)
    ]
    assert full
    for row in full:
        pitches = [after.left - before.left for before, after in pairwise(row)]
        assert pitches == pytest.approx([AREA_WIDTH / 28] * 27, abs=0.01)


def test_lines_that_go_on_end_at_the_right_edge(text_pages: list[Sheet]) -> None:
    for page, sheet in enumerate(text_pages[1:3], 2):
        rows = [row for row in sheet.rows() if row[0].top < AREA_BOTTOM]
        for above, below in pairwise(rows):
            if below[0].left < left_edge(page) + 1:
                assert above[-1].right == pytest.approx(left_edge(page) + AREA_WIDTH, abs=0.5)


def test_even_pages_keep_the_binding_side(text_pages: list[Sheet]) -> None:
    for page, sheet in enumerate(text_pages[1:3], 2):
        assert min(char.left for char in sheet.chars) == pytest.approx(left_edge(page), abs=0.5)


def test_text_is_fangsong_of_size_3(bulletin: list[Sheet], fonts: FontSet) -> None:
    row = bulletin[0].row("2026年6月，")
    assert {char.font for char in row} == {fonts.face(Role.FANGSONG).postscript_name}
    assert all(15.25 <= char.size <= 16.5 for char in row)


def test_everything_is_black_but_the_red_parts(bulletin: list[Sheet]) -> None:
    red = written([char for sheet in bulletin for char in sheet.chars if char.colour != BLACK])
    assert red == "清沅市招商引资工作领导小组办公室文件"
    red_lines = [line for sheet in bulletin for line in sheet.lines if line.colour != BLACK]
    assert len(red_lines) == 1


def test_page_numbers_stand_outside_with_dashes_7_mm_below_the_type_area(bulletin: list[Sheet], fonts: FontSet) -> None:
    for page, sheet in enumerate(bulletin, 1):
        row = sheet.row("— ")
        assert written(row) == f"— {page} —"
        assert {char.font for char in row} == {fonts.face(Role.SONG).postscript_name}
        assert {round(char.size, 1) for char in row} == {14}
        one = AREA_WIDTH / 28
        if page % 2:
            assert row[-1].right == pytest.approx(28 + AREA_WIDTH - one, abs=0.5)
        else:
            assert row[0].left == pytest.approx(26 + one, abs=0.5)


def test_the_dash_of_the_page_number_lies_7_mm_below(text_pages: list[Sheet]) -> None:
    sheet = text_pages[1]
    dash = sheet.ink("— 2 —")
    assert (dash.top + dash.bottom) / 2 == pytest.approx(269, abs=1)
