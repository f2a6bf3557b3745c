"""Tasks on a day, curves of expected progress, and sharing out a city's task."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.errors import Refused
from app.rules.periods import Period
from app.rules.targets import ChangedTask, Curve, split_task, task_on

SPRING = Curve.parse("0,5,20,30,40,50,60,70,80,90,95,100")
LATE = dt.date(2099, 12, 31)


@pytest.mark.parametrize(
    ("period", "as_of", "share"),
    [
        ("2026", LATE, Fraction(1)),
        ("2026-01..2026-06", LATE, Fraction(1, 2)),
        ("2026-01", LATE, Fraction(0)),
        ("2026-03", LATE, Fraction(15, 100)),
        ("2026", dt.date(2026, 10, 8), Fraction(9, 10)),
        ("2025", LATE, Fraction(0)),
    ],
)
def test_a_curve_says_what_is_due(period: str, as_of: dt.date, share: Fraction) -> None:
    assert SPRING.due(Period.parse(period), 2026, as_of) == share


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("10,20,100", "12 个月"),
        ("5,4,20,30,40,50,60,70,80,90,95,100", "不能小于前一个月"),
        ("5,10,20,30,40,50,60,70,80,90,95,99", "必须是 100%"),
        ("a,5,20,30,40,50,60,70,80,90,95,100", "看不懂"),
        ("0.001,5,20,30,40,50,60,70,80,90,95,100", "两位小数"),
    ],
)
def test_what_is_no_curve_is_refused(text: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        Curve.parse(text)


def test_what_held_then_is_used_for_then() -> None:
    changes = [ChangedTask(dt.date(2026, 9, 1), None), ChangedTask(dt.date(2026, 7, 1), 12)]
    days = [dt.date(2026, month, 15) for month in (1, 6, 7, 9)]
    assert [task_on(10, None, changes, day) for day in days] == [10, 10, 12, None]
    assert task_on(10, dt.date(2026, 4, 1), (), dt.date(2026, 3, 31)) is None


def test_of_two_changes_from_one_day_the_later_recorded_decides() -> None:
    day = dt.date(2026, 7, 1)
    assert task_on(10, None, [ChangedTask(day, 12), ChangedTask(day, 14)], day) == 14


@given(st.integers(0, 10**6), st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any))
def test_a_split_adds_up_and_is_off_by_less_than_one(total: int, weights: list[int]) -> None:
    parts = split_task(total, weights, len(weights))
    assert sum(parts) == total
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))


def test_an_equal_split_gives_the_odd_ones_to_the_first() -> None:
    assert split_task(10, None, 4) == [3, 3, 2, 2]


@pytest.mark.parametrize(("total", "weights", "count"), [(-1, None, 3), (5, [0, 0], 2), (5, None, 0)])
def test_what_cannot_be_shared_out_is_refused(total: int, weights: list[int] | None, count: int) -> None:
    with pytest.raises(Refused):
        split_task(total, weights, count)
