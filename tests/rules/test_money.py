"""Amounts: every spelling that ledgers use, exact to the 分; what is vague is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.money import WAN, YI, YUAN, NoUnit, format_wan, format_yi, in_words, read_money, share_out
from app.rules.reading import Unreadable


@pytest.mark.parametrize(
    "cell, unit, fen",
    [
        (0.9999, YI, 9999 * WAN),
        (" 0.68 ", YI, 6800 * WAN),
        ("0.9999", YI, 9999 * WAN),
        (7.419700000000001, YI, 74197 * WAN),
        (0.1 + 0.2, YI, 3000 * WAN),
        (1200.0, WAN, 1200 * WAN),
        ("1,200", WAN, 1200 * WAN),
        ("１，２００．５", WAN, 1200 * WAN + 5000 * YUAN),
        ("12 000", WAN, 12000 * WAN),
        ("1.2亿元", WAN, 12000 * WAN),
        ("1.2亿", None, 12000 * WAN),
        ("5000万", YI, 5000 * WAN),
        ("人民币5000万元整", None, 5000 * WAN),
        ("￥500", YUAN, 500 * YUAN),
        ("1.2（亿元）", WAN, 12000 * WAN),
        ("1亿2000万元", None, 12000 * WAN),
        ("300千元", None, 30 * WAN),
        (0, WAN, 0),
        ("1.23", YUAN, 123),
    ],
)
def test_an_amount_is_read_to_the_fen(cell: object, unit: int | None, fen: int) -> None:
    assert read_money(cell, unit) == fen


@pytest.mark.parametrize("cell", ["", "  ", None, "-", "/", "无", "——"])
def test_words_for_nothing_are_no_amount(cell: object) -> None:
    assert read_money(cell, WAN) is None


@pytest.mark.parametrize(
    "cell, word",
    [
        ("约3亿", "准确"),
        ("3亿左右", "准确"),
        ("3亿元以上", "准确"),
        ("近2亿", "准确"),
        ("3-5亿", "范围"),
        ("3亿～5亿", "范围"),
        ("面议", "确定"),
        ("待定", "确定"),
        ("-5", "负"),
        (-5.0, "负"),
        ("500万美元", "外币"),
        ("$500", "外币"),
        ("1,2", "不是金额"),
        ("叁亿元", "不是金额"),
        ("2000万1亿", "只填一个"),
        ("0.123456789012345", "分以下"),
        (1 / 3, "分以下"),
        (float("nan"), "不是金额"),
        (True, "不是金额"),
    ],
)
def test_what_is_not_exact_is_refused_with_its_reason(cell: object, word: str) -> None:
    with pytest.raises(Unreadable, match=word):
        read_money(cell, YI)


def test_a_bare_number_without_a_unit_is_asked_for() -> None:
    with pytest.raises(NoUnit, match=r"1200.*单位"):
        read_money(1200.0, None)


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from(["元", "万元", "亿元"]))
def test_what_is_written_with_its_unit_is_read_back(fen: int, word: str) -> None:
    unit = {"元": YUAN, "万元": WAN, "亿元": YI}[word]
    assert read_money(f"{Decimal(fen) / unit:f}{word}", None) == fen


@given(st.integers(min_value=0, max_value=10**11))
def test_a_float_of_a_spreadsheet_is_read_back(fen: int) -> None:
    assert read_money(fen / WAN, WAN) == fen


@given(st.integers(min_value=0, max_value=10**12), st.lists(st.integers(0, 50), min_size=1, max_size=9))
def test_shares_add_up_to_the_whole(total: int, weights: list[int]) -> None:
    if not sum(weights):
        weights = [1, *weights]
    parts = share_out(total, weights)
    assert sum(parts) == total
    assert all(
        abs(part * sum(weights) - total * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True)
    )


def test_the_largest_remainder_gets_what_is_left() -> None:
    assert share_out(10_000, [1, 1, 1]) == [3334, 3333, 3333]
    assert share_out(100, [1, 2, 3]) == [17, 33, 50]
    with pytest.raises(ValueError, match="weights"):
        share_out(5, [0, 0])


def test_amounts_are_shown_as_people_write_them() -> None:
    assert format_yi(789082 * WAN) == "78.9082"
    assert format_wan(9999 * WAN) == "9,999"
    assert format_wan(-125 * WAN // 10) == "-12.5"
    assert format_yi(YI // 20000) == "0.0001"
    assert in_words(12000 * WAN) == "1.2亿元"
    assert in_words(9999 * WAN) == "9,999万元"
