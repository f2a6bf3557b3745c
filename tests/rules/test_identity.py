"""Identity numbers: checked by GB 11643, and never shown whole."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.identity import check_character, masked, read_id_number
from app.rules.reading import Unreadable

EXAMPLE = "11010519491231002X"
"""The example of GB 11643 itself."""


@pytest.mark.parametrize(
    "typed", [EXAMPLE, EXAMPLE.lower(), f" {EXAMPLE[:6]} {EXAMPLE[6:]} ", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert read_id_number(typed) == EXAMPLE


def test_none_is_none() -> None:
    assert read_id_number("  ") == ""


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (EXAMPLE[:-1], "现有17位"),
        ("1101051949123100A2", "应为18位"),
        ("110105194913310025", "出生日期"),
        ("110105194912310021", "末位校验"),
    ],
)
def test_a_wrong_number_is_told_without_repeating_it(typed: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason) as told:
        read_id_number(typed)
    assert typed not in str(told.value)


@given(st.integers(100000, 999999), st.dates(), st.integers(0, 999), st.integers(0, 5), st.integers(1, 9))
def test_one_digit_wrong_is_always_seen(region: int, born: dt.date, order: int, place: int, off: int) -> None:
    first17 = f"{region}{born.isoformat().replace('-', '')}{order:03d}"
    right = first17 + check_character(first17)
    assert read_id_number(right) == right
    wrong = f"{right[:place]}{(int(right[place]) + off) % 10}{right[place + 1 :]}"
    with pytest.raises(Unreadable):
        read_id_number(wrong)


@given(st.text("0123456789X", max_size=20))
def test_a_masked_number_keeps_its_length_and_at_most_five_characters(number: str) -> None:
    shown = masked(number)
    assert len(shown) == len(number)
    assert sum(one != "*" for one in shown) <= 5
    assert len(number) < 6 or "*" in shown
