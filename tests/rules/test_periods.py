"""Periods as commands write them, and the share of a year's task that is due in them."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.errors import Refused
from app.rules.periods import Period

LATE = dt.date(2099, 12, 31)


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2026-06", dt.date(2026, 6, 1), dt.date(2026, 6, 30), "2026年6月"),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29), "2024年2月"),
        ("2026", dt.date(2026, 1, 1), dt.date(2026, 12, 31), "2026年"),
        ("2026-01..2026-06", dt.date(2026, 1, 1), dt.date(2026, 6, 30), "2026年1—6月"),
        ("2025-11..2026-02", dt.date(2025, 11, 1), dt.date(2026, 2, 28), "2025年11月—2026年2月"),
    ],
)
def test_periods_are_read(text: str, first: dt.date, last: dt.date, label: str) -> None:
    period = Period.parse(text)
    assert (period.first, period.last, period.label, str(period)) == (first, last, label, text)


@pytest.mark.parametrize("text", ["", "六月", "2026-13", "2026-00", "2026-06..2026-01", "26-06", "2026-6-1"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        Period.parse(text)


@pytest.mark.parametrize(
    ("period", "year", "as_of", "share"),
    [
        ("2026", 2026, dt.date(2026, 10, 8), Fraction(10, 12)),
        ("2026", 2026, dt.date(2026, 1, 1), Fraction(1, 12)),
        ("2026", 2026, LATE, Fraction(1)),
        ("2026-06", 2026, LATE, Fraction(1, 12)),
        ("2026-01..2026-06", 2026, LATE, Fraction(1, 2)),
        ("2025-11..2026-02", 2025, LATE, Fraction(2, 12)),
        ("2025-11..2026-02", 2026, dt.date(2026, 1, 31), Fraction(1, 12)),
        ("2025-11..2026-02", 2026, dt.date(2025, 12, 31), Fraction(0)),
        ("2026", 2025, LATE, Fraction(0)),
    ],
)
def test_the_expected_share_is_months_over_twelve(period: str, year: int, as_of: dt.date, share: Fraction) -> None:
    assert Period.parse(period).share_of_year(year, as_of) == share


@given(st.integers(2000, 2090), st.integers(1, 12), st.integers(0, 40))
def test_a_period_reads_back_as_it_is_written(year: int, month: int, more: int) -> None:
    last = year * 12 + month - 1 + more
    period = Period.months(year, month, last // 12, last % 12 + 1)
    assert Period.parse(str(period)) == period
    assert sum(period.share_of_year(one, LATE) for one in period.years) == Fraction(more + 1, 12)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2026-06", "2026-05"),
        ("2026-01", "2025-12"),
        ("2026", "2025"),
        ("2026-01..2026-06", "2026-01..2026-05"),
        ("2026-04..2026-06", "2026-01..2026-03"),
        ("2024-03", "2024-02"),
    ],
)
def test_the_period_before(period: str, before: str) -> None:
    assert str(Period.parse(period).before()) == before


@pytest.mark.parametrize(
    ("period", "as_of", "earlier"),
    [
        ("2026-06", LATE, "2026-05"),
        ("2026-01", LATE, None),
        ("2026-01..2026-06", LATE, "2026-01..2026-05"),
        ("2026-01..2026-02", LATE, "2026-01"),
        ("2026", dt.date(2026, 10, 8), "2026-01..2026-09"),
        ("2026", dt.date(2026, 1, 8), None),
    ],
)
def test_a_month_earlier_stays_in_the_year(period: str, as_of: dt.date, earlier: str | None) -> None:
    found = Period.parse(period).a_month_earlier(as_of)
    assert (None if found is None else str(found)) == earlier


def test_the_months_of_a_period() -> None:
    assert [str(month) for month in Period.parse("2025-11..2026-02").each_month()] == [
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]
