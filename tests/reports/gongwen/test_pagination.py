"""Pages of a flow of lines: where they break, and what goes over together."""

from __future__ import annotations

from dataclasses import replace

from app.reports.gongwen.flow import Item
from app.reports.gongwen.pagination import Division, paginate, place_to_break

LINE = Item(height=10, before=5)
HEADING = replace(LINE, keep_with_next=True)


def divided(items: list[Item], *breaks: int) -> Division:
    """On pages of four lines, the first of two."""
    return paginate(items, first_top=30, top=0, bottom=55, pitch=15, breaks=breaks)


def test_lines_fill_the_first_page_and_the_next() -> None:
    division = divided([LINE] * 8)
    assert division.page_of == [0, 0, 1, 1, 1, 1, 2, 2]
    assert [y for y, _ in division.columns[1].lines] == [0, 15, 30, 45]


def test_headings_go_with_what_follows() -> None:
    assert divided([LINE, HEADING, LINE]).page_of == [0, 1, 1]
    assert divided([LINE, LINE, HEADING, HEADING, LINE, LINE, LINE, LINE]).page_of == [0, 0, 1, 1, 1, 1, 2, 2]
    assert divided([LINE, *[LINE] * 3, HEADING, HEADING, LINE]).page_of == [0, 0, 1, 1, 2, 2, 2]


def test_a_page_may_be_opened_early() -> None:
    assert divided([LINE] * 3, 1).page_of == [0, 1, 1]


def test_a_table_head_is_set_again() -> None:
    head = Item(height=10)
    division = divided([head, *[Item(height=10, repeated_head=head)] * 5])
    assert division.columns[1].lines[0] == (0, head)
    assert division.page_of == [0, 0, 1, 1, 1, 1]


def test_an_item_higher_than_a_page_is_not_lost() -> None:
    division = divided([LINE, Item(height=99), LINE])
    assert division.page_of == [0, 1, 2]


def test_text_after_a_table_returns_to_the_grid() -> None:
    division = paginate([LINE, Item(height=22), replace(LINE, back_to_grid=True)], 0, 0, 100, 15)
    assert division.columns[0].lines[-1][0] == 45


def test_the_best_place_to_break_is_the_head_of_a_paragraph() -> None:
    start = replace(LINE, begins=True)
    assert place_to_break([LINE, start, LINE, LINE, LINE], 1, 3) == 1
    assert place_to_break([LINE] * 5, 1, 3) == 3
    assert place_to_break([LINE, HEADING, start, LINE], 1, 2) == 1
    assert place_to_break([LINE, LINE], 1, 0) is None
