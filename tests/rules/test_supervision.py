"""Who lags, for how long, by which pattern, and what the office may propose to whom (domain.md §3)."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from app.rules.audience import Audience
from app.rules.errors import Refused
from app.rules.scoring import UnitScore, rank_units
from app.rules.supervision import (
    FORBIDDEN,
    Lag,
    Progress,
    Reached,
    Status,
    Step,
    audience_for,
    check_move,
    check_words,
    grounds,
    kind_of_paper,
    lagging,
    months_later,
    newly_appointed,
    pattern,
    progress_of,
    spoken_by,
    step_for,
)
from tests.rules.test_scoring import completion, scheme, unit

HALF = Fraction(1, 2)
ONE = scheme(completion(100))


def names(done: dict[str, int], target: int | None = 100) -> list[str]:
    rows = rank_units(ONE, [unit(name, k0=(value, target, HALF)) for name, value in done.items()])
    return [lag.unit.name for lag in lagging(ONE, rows)]


def test_a_unit_lags_only_if_it_is_in_the_last_three_and_behind() -> None:
    assert names({"甲": 90, "乙": 80, "己": 70, "丙": 44, "丁": 20, "戊": 10}) == ["丙", "丁", "戊"]
    assert names({"甲": 90, "乙": 80, "丙": 70, "丁": 60, "戊": 10}) == ["戊"]
    assert names({"甲": 40, "乙": 30, "己": 25, "丙": 20, "丁": 10, "戊": 5}) == ["丙", "丁", "戊"], (
        "behind, but not all last"
    )


def test_in_a_small_group_the_last_are_of_its_lower_half_and_never_the_first() -> None:
    assert names({"甲": 44, "乙": 43, "丙": 42, "丁": 41, "戊": 40}) == ["丁", "戊"]
    assert names({"甲": 30, "乙": 20, "丙": 10}) == ["丙"]
    assert names({"甲": 20, "乙": 10}) == ["乙"]
    assert names({"甲": 20, "乙": 20, "丙": 10}) == ["丙"], "two firsts, one below"
    assert names({"甲": 0, "乙": 0}) == ["乙", "甲"], "nobody ranks below anybody"


@pytest.mark.parametrize(("done", "lags"), [(45, False), (44, True), (50, False)])
def test_five_points_behind_are_not_yet_more_than_five(done: int, lags: bool) -> None:
    assert bool(names({"甲": 100, "乙": 100, "丙": 100, "丁": done})) is lags


def test_equals_are_treated_alike() -> None:
    assert names({"甲": 90, "乙": 20, "丙": 20, "丁": 20, "戊": 10}) == ["丁", "丙", "乙", "戊"]


def test_the_last_three_are_of_the_class() -> None:
    from dataclasses import replace

    units = [
        replace(unit(f"{class_key}{number}", k0=(10 * number, 100, HALF)), class_key=class_key)
        for class_key in "AB"
        for number in range(6)
    ]
    assert [lag.unit.name for lag in lagging(ONE, rank_units(ONE, units))] == ["A2", "A1", "A0", "B2", "B1", "B0"]


def test_a_unit_without_a_class_among_classes_is_said_to_be_unclassed() -> None:
    from dataclasses import replace

    classed = [
        replace(unit(f"{class_key}{number}", k0=(10 * number, 100, HALF)), class_key=class_key)
        for class_key in ("A", "")
        for number in range(3)
    ]
    lags = lagging(ONE, rank_units(ONE, classed))
    told = {lag.unit.name: grounds("2026年6月", "county", lag, 1, None) for lag in lags}
    assert told["A0"].startswith("A02026年6月在3个A类县区中列第3位")
    assert told["0"].startswith("02026年6月在3个未分类县区中列第3位")


def test_where_the_scheme_does_not_rank_by_class_the_last_are_of_the_whole_group() -> None:
    from dataclasses import replace

    together = ONE.model_copy(update={"by_class": False})
    classed = [
        replace(unit(f"{class_key}{number}", k0=(start + number, 100, HALF)), class_key=class_key)
        for class_key, start in (("A", 30), ("B", 10), ("", 20))
        for number in range(3)
    ]
    lags = lagging(together, rank_units(together, classed))
    assert [lag.unit.name for lag in lags] == ["B2", "B1", "B0"]
    told = grounds("2026年6月", "county", lags[-1], 1, None)
    assert told.startswith("B02026年6月在9个县区中列第9位")


def test_a_unit_without_a_task_cannot_lag() -> None:
    assert names({"甲": 1, "乙": 0}, None) == []


def test_progress_is_weighted_over_the_indicators_with_a_task() -> None:
    three = scheme(completion(30), completion(10), completion(60))
    (row,) = rank_units(three, [unit(k0=(10, 10, HALF), k1=(0, 10, Fraction(1, 4)), k2=(5, None, HALF))])
    assert progress_of(three, row) == Progress(Fraction(3, 4), (30 * HALF + 10 * Fraction(1, 4)) / 40)


def test_a_task_of_nothing_makes_nobody_late() -> None:
    (row,) = rank_units(ONE, [unit(k0=(0, 0))])
    assert progress_of(ONE, row) is None


@pytest.mark.parametrize(
    ("signed", "started", "funds", "named"),
    [(0, 0, 0, "没有签约项目"), (3, 0, 0, "有签约、无开工"), (3, 1, 0, "有开工、无到位资金"), (3, 1, 5, None)],
)
def test_laggards_are_named_by_pattern(signed: int, started: int, funds: int, named: str | None) -> None:
    assert pattern(Reached(Fraction(signed), Fraction(started), Fraction(funds))) == named


def test_the_ladder_has_three_steps() -> None:
    assert [step_for(months) for months in (1, 2, 3, 9)] == [Step.REMIND, Step.CIRCULATE, Step.TALK, Step.TALK]


def test_no_paper_of_the_office_goes_to_those_above_it() -> None:
    assert [kind_of_paper("county", step) for step in Step] == ["提醒函", "通报", "约谈"]
    assert [kind_of_paper("leader", step) for step in Step] == ["呈阅件", "口头通报", "口头通报"]
    assert all("市委主要负责同志" in spoken_by("leader", step) for step in Step)


def test_the_audience_follows_from_whom_the_measure_names() -> None:
    assert audience_for("leader") is Audience.STANDING_COMMITTEE
    assert audience_for("county") is audience_for("department") is Audience.ALL_OFFICIALS


def test_nothing_here_speaks_of_discipline() -> None:
    row = UnitScore(1, "定国县", Decimal("43.21"), 7, ())
    lag = Lag(row, Progress(Fraction(1, 5), HALF), 7)
    for group in ("county", "department", "leader"):
        for step in Step:
            text = grounds("2026年6月", group, lag, 2, "有签约、无开工") + kind_of_paper(group, step)
            assert not any(word in text + spoken_by(group, step) for word in FORBIDDEN)
    for word in FORBIDDEN:
        with pytest.raises(Refused, match=word):
            check_words(f"给予{word}")


def test_the_grounds_are_one_sentence_with_its_figures() -> None:
    row = UnitScore(1, "定国县", Decimal("43.21"), 7, ())
    told = grounds("2026年1—6月", "county", Lag(row, Progress(Fraction(1, 5), HALF), 7), 2, "有签约、无开工")
    assert told == (
        "定国县2026年1—6月在7个县区中列第7位（得分43.21），各项任务加权完成率20.00%，时序应达50.00%，"
        "欠30.00个百分点，有签约、无开工，连续2个月落后。"
    )


@pytest.mark.parametrize(
    ("appointed", "day", "new"),
    [
        (dt.date(2026, 5, 20), dt.date(2026, 8, 19), True),
        (dt.date(2026, 5, 20), dt.date(2026, 8, 20), False),
        (dt.date(2023, 11, 30), dt.date(2024, 2, 28), True),
        (dt.date(2023, 11, 30), dt.date(2024, 2, 29), False),
        (dt.date(2022, 11, 30), dt.date(2023, 2, 28), False),
        (dt.date(2026, 5, 20), dt.date(2026, 5, 19), False),
        (None, dt.date(2026, 5, 19), False),
    ],
)
def test_three_months_run_from_day_to_day_leap_years_too(appointed: dt.date | None, day: dt.date, new: bool) -> None:
    assert newly_appointed(appointed, day) is new


def test_the_last_of_february_is_a_day_like_any_other() -> None:
    assert months_later(dt.date(2024, 2, 29), 12) == dt.date(2025, 2, 28)
    assert months_later(dt.date(2024, 2, 29), 48) == dt.date(2028, 2, 29)


def test_a_measure_goes_only_where_it_may() -> None:
    check_move(Status.DECIDED, Status.SENT)
    with pytest.raises(Refused, match="已经了结"):
        check_move(Status.DONE, Status.SENT)
    with pytest.raises(Refused, match="已送达、不采取"):
        check_move(Status.DECIDED, Status.ANSWERED)
