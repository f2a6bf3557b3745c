"""What is typed into the search: words and amounts told apart."""

from __future__ import annotations

import pytest

from app.rules.money import WAN, YI
from app.rules.query import Query, parse_query


@pytest.mark.parametrize(
    ("typed", "least", "most"),
    [
        ("超亿", YI, None),
        ("超亿元", YI, None),
        ("≥1亿", YI, None),
        (">=1.2亿", 12_000 * WAN, None),
        (">5000万", 5000 * WAN + 1, None),
        ("> 5000", 5000 * WAN + 1, None),
        ("５０００万以上", 5000 * WAN, None),
        ("5000万以下", None, 5000 * WAN),
        ("<500万", None, 500 * WAN - 1),
        ("不超过500万", None, 500 * WAN),
        ("1亿-3亿", YI, 3 * YI),
        ("1-3亿", YI, 3 * YI),
        ("5000万至1亿", 5000 * WAN, YI),
        ("5000万 - 1亿", 5000 * WAN, YI),
        ("5000万 以上", 5000 * WAN, None),
        (">1000万 <=2000万", 1000 * WAN + 1, 2000 * WAN),
    ],
)
def test_amounts_are_bounds(typed: str, least: int | None, most: int | None) -> None:
    assert parse_query(typed) == Query((), least, most)


@pytest.mark.parametrize("typed", ["2026-06", "0312-5551234", "超人", "1亿", "ZS2026-00001", "超", "轴承"])
def test_what_is_no_amount_is_a_word(typed: str) -> None:
    assert parse_query(typed) == Query((typed,))


def test_words_and_amounts_go_together() -> None:
    assert parse_query(" 轴承 超亿  定国 ") == Query(("轴承", "定国"), YI)


def test_words_beside_words_stay_apart() -> None:
    assert parse_query("轴承 到期").words == ("轴承", "到期")
