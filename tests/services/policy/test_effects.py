"""Before and after the measures (domain.md §8): counted as known on the day, described and not proved."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.money import WAN
from app.services.policy.effects import CAUTION, effects
from app.services.ranking.province import Standing, set_standing
from tests.support import TODAY, reading, signed_project

FIRST = dt.date(2026, 6, 1)


@pytest.fixture
def signed(office: Office) -> Office:
    for number, (day, wan) in enumerate(
        [
            (dt.date(2026, 5, 31), 500),
            (dt.date(2026, 6, 1), 10_000),
            (dt.date(2026, 6, 30), 9_999),
            (dt.date(2025, 6, 15), 20_000),
            (dt.date(2024, 6, 15), 300),
        ]
    ):
        signed_project(office, f"项目{number}", wan, day)
    return office


def test_the_turn_is_at_the_first_day_and_exactly_1_yi_counts_as_over(signed: Office) -> None:
    with reading(signed) as connection:
        found = effects(connection, FIRST, dt.date(2026, 6, 30), months=1)
    before, after = found.months
    assert (before.month, before.signed, before.over) == ("2026-05", 1, 0)
    assert (after.month, after.signed, after.over, after.amount) == ("2026-06", 2, 1, 19_999 * WAN)
    assert found.first_month is after


def test_the_same_months_of_earlier_years_stand_beside_it(signed: Office) -> None:
    with reading(signed) as connection:
        found = effects(connection, FIRST, dt.date(2026, 6, 30), months=1, years=2)
    assert [(one.year, one.signed, one.over) for one in found.same_months] == [(2025, 1, 1), (2024, 1, 0)]


def test_only_what_was_verified_by_the_day_counts(office: Office) -> None:
    signed_project(office, "晚认定", 500, dt.date(2026, 6, 10), on=dt.date(2026, 7, 2))
    with reading(office) as connection:
        assert effects(connection, FIRST, dt.date(2026, 7, 1), months=1).first_month.signed == 0
        assert effects(connection, FIRST, dt.date(2026, 7, 2), months=1).first_month.signed == 1


def test_months_to_come_are_left_out_on_both_sides(signed: Office) -> None:
    with reading(signed) as connection:
        found = effects(connection, FIRST, dt.date(2026, 7, 15), months=6)
    assert [one.month for one in found.months] == ["2026-04", "2026-05", "2026-06", "2026-07"]


def test_groups_and_industries_split_the_same_projects(signed: Office) -> None:
    with reading(signed) as connection:
        found = effects(connection, FIRST, dt.date(2026, 6, 30), months=1)
    assert [(one.name, one.before, one.after) for one in found.by_group] == [("县区", 1, 2)]
    assert [(one.name, one.before, one.after) for one in found.by_industry] == [("未归类", 1, 2)]


def test_the_rank_in_the_province_is_of_the_month(signed: Office) -> None:
    set_standing(signed, Standing("2026-06", "清沅市", rank=3), today=TODAY)
    with reading(signed) as connection:
        assert effects(connection, FIRST, dt.date(2026, 6, 30), months=1).first_month.rank == 3


def test_it_says_that_it_proves_nothing_and_refuses_the_future(signed: Office) -> None:
    with reading(signed) as connection:
        assert effects(connection, FIRST, dt.date(2026, 6, 30)).to_json()["caution"] == CAUTION
        with pytest.raises(Refused, match="还没有到"):
            effects(connection, FIRST, dt.date(2026, 5, 31))


def test_each_month_shown_has_its_earlier_years_beside_it(signed: Office) -> None:
    with reading(signed) as connection:
        found = effects(connection, FIRST, dt.date(2026, 6, 30), months=1, years=2)
    assert [(one.month, one.back, one.signed, one.over) for one in found.earlier] == [
        ("2026-05", 1, 0, 0),
        ("2026-06", 1, 1, 1),
        ("2026-05", 2, 0, 0),
        ("2026-06", 2, 1, 0),
    ]


def test_earlier_years_are_summed_over_the_months_after_the_day_alone(signed: Office) -> None:
    signed_project(signed, "前一年五月", 700, dt.date(2025, 5, 15))
    with reading(signed) as connection:
        found = effects(connection, FIRST, dt.date(2026, 6, 30), months=1, years=1)
    assert [(one.month, one.signed) for one in found.earlier] == [("2026-05", 1), ("2026-06", 1)]
    assert [(one.year, one.signed) for one in found.same_months] == [(2025, 1)]
