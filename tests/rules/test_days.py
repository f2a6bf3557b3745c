"""Days: every spelling that ledgers use; what could mean something else is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.days import EARLIEST, Day, month_end, read_day, year_after
from app.rules.reading import Unreadable

TODAY = dt.date(2026, 10, 8)
JUNE_3 = dt.date(2026, 6, 3)


@pytest.mark.parametrize(
    "cell",
    [
        "2026.6.3", "2026/6/3", "2026-6-3", "2026-06-03", "2026年6月3日", "2026年6月3号", "20260603", "26.6.3",
        "２０２６．６．３", "２０２６年６月３日", "2026 年 6 月 3 日", "2026.6.3.",
        "2026-06-03 00:00:00", "2026/6/3 8:30",
        "2026年6月3日10:30", "2026-06-03T10:20:30", "二〇二六年六月三日",
        "46176", 46176, 46176.0, 46176.5, 20260603, 20260603.0,
        dt.date(2026, 6, 3), dt.datetime.combine(JUNE_3, dt.time(23, 59)), "2026、6、3",
        "2026.6.3（线上签约）", "2026年6月3日（星期三）",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_spelling(cell: object) -> None:
    assert read_day(cell, TODAY) == Day(JUNE_3)


@pytest.mark.parametrize("cell", ["", None, "-", "/", "无", "未开工", "尚未竣工"])
def test_words_for_nothing_are_no_day(cell: object) -> None:
    assert read_day(cell, TODAY) is None


@pytest.mark.parametrize(
    "cell, word",
    [
        ("2026年6月", "只有年月"),
        ("2026.10", "只有年月"),
        ("202606", "只有年月"),
        (2026.6, "只有年月"),
        (2024.1, "1月或10月"),
        ("2026.13.45", "日历"),
        ("20260631", "日历"),
        ("2026-2-30", "日历"),
        ("2026年13月", "日历"),
        ("6月3日", "没有年份"),
        ("计划6月", "计划"),
        ("已开工", "不是日期"),
        ("2024年上半年", "不是日期"),
        (7.0, "不是日期"),
        (float("nan"), "不是日期"),
        (True, "不是日期"),
        ("1926.1.1", "1990"),
        ("2027.10.9", "晚一年以上"),
        (dt.date(2126, 6, 3), "晚一年以上"),
    ],
)
def test_what_is_no_certain_day_is_refused_with_its_reason(cell: object, word: str) -> None:
    with pytest.raises(Unreadable, match=word):
        read_day(cell, TODAY)


def test_a_day_within_a_year_from_now_is_marked() -> None:
    assert read_day("2027.10.8", TODAY) == Day(dt.date(2027, 10, 8), future=True)


@given(
    st.dates(EARLIEST, TODAY),
    st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]),
)
def test_a_day_is_read_back_from_any_spelling(day: dt.date, form: str) -> None:
    assert read_day(day.strftime(form), TODAY) == Day(day)


@given(st.dates(dt.date(TODAY.year - 10, 1, 1), TODAY))
def test_a_year_of_two_digits_is_one_of_the_last_ten(day: dt.date) -> None:
    assert read_day(day.strftime("%y.%m.%d"), TODAY) == Day(day)


@pytest.mark.parametrize("cell", ["99.6.12", "70-1-1", "15.6.12", "28年6月3日", "05/3/1"])
def test_a_year_of_two_digits_that_could_be_another_is_refused(cell: str) -> None:
    with pytest.raises(Unreadable, match="四位年份"):
        read_day(cell, TODAY)


@given(st.dates(EARLIEST, TODAY))
def test_a_day_is_read_back_from_its_serial(day: dt.date) -> None:
    assert read_day(float((day - dt.date(1899, 12, 30)).days), TODAY) == Day(day)


def test_month_ends_and_anniversaries() -> None:
    assert month_end(dt.date(2024, 2, 5)) == dt.date(2024, 2, 29)
    assert year_after(dt.date(2024, 2, 29)) == dt.date(2025, 2, 28)
