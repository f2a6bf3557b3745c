"""Working days: weekdays, the state's holidays, weekends worked instead; unknown years are told."""

from __future__ import annotations

import datetime as dt

import pytest

from app.rules.errors import Refused
from app.rules.workdays import Holiday, WorkCalendar, read_holidays

TODAY = dt.date(2026, 9, 1)
CALENDAR = WorkCalendar(
    {dt.date(2026, 10, day): True for day in range(1, 8)} | {dt.date(2026, 10, 10): False}, frozenset({2026})
)


@pytest.mark.parametrize(
    ("sent", "days", "due"),
    [
        (dt.date(2026, 9, 21), 5, dt.date(2026, 9, 28)),  # a Monday: five weekdays on
        (dt.date(2026, 9, 29), 2, dt.date(2026, 10, 8)),  # over the national holiday
        (dt.date(2026, 10, 8), 2, dt.date(2026, 10, 10)),  # a Saturday that is worked
        (dt.date(2026, 10, 3), 1, dt.date(2026, 10, 8)),  # sent on a holiday
    ],
)
def test_due_days(sent: dt.date, days: int, due: dt.date) -> None:
    assert CALENDAR.due(sent, days) == due


def test_a_year_that_is_not_arranged_yet_is_told_and_not_guessed() -> None:
    with pytest.raises(Refused, match="2027年的节假日"):
        CALENDAR.due(dt.date(2026, 12, 30), 5)


@pytest.mark.parametrize("days", [0, -1, 251])
def test_senseless_terms_are_refused(days: int) -> None:
    with pytest.raises(Refused, match="1至250"):
        CALENDAR.due(TODAY, days)


def test_a_file_makes_a_year_known_and_overrides_days() -> None:
    holidays = read_holidays("日期,类型,名称\n2027-01-01,休,元旦\n2027.1.2，班，\n2026-10-10,休,调整\n", TODAY)
    assert holidays == (
        Holiday(dt.date(2026, 10, 10), True, "调整"),
        Holiday(dt.date(2027, 1, 1), True, "元旦"),
        Holiday(dt.date(2027, 1, 2), False, ""),
    )
    calendar = CALENDAR.updated(holidays)
    assert calendar.is_workday(dt.date(2027, 1, 2))
    assert not calendar.is_workday(dt.date(2027, 1, 1))
    assert not calendar.is_workday(dt.date(2026, 10, 10))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2027-01-01,休\n2027-02-30,休", "第2行.*不是日历上的日期"),
        ("2027-01-01", "第1行.*第二栏"),
        ("2027-01-01,休\n2027-01-01,班", "第2行.*写了两次"),
        ("日期,类型\n", "没有一行日期"),
        (",休", "第1行.*没有日期"),
    ],
)
def test_wrong_lines_are_told_by_number(text: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        read_holidays(text, TODAY)
