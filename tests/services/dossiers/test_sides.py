"""Dossiers from five sides: totals by share, the city once, trend, and the way down to the projects."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.money import WAN
from app.rules.periods import Period
from app.rules.stages import Stage
from app.services.dossiers.groups import set_industry
from app.services.dossiers.keeping import add_funds, add_stage, set_credit, verify_stage
from app.services.dossiers.projects import project_ids
from app.services.dossiers.sides import SIDES, Side, filter_for, side, trend
from tests.support import TODAY, reading, signed_project, unit_id

JUNE = dt.date(2026, 6, 3)


@pytest.fixture
def projects(office: Office) -> tuple[int, int, int]:
    large = signed_project(office, "轴承", 20_000, JUNE)
    small = signed_project(office, "牙膏", 500, dt.date(2026, 8, 4), county="云河县")
    waiting = signed_project(office, "香皂", 900, dt.date(2025, 9, 1), verified=False)
    set_credit(office, large, "leader", [(unit_id(office, "周明远"), 2500), (unit_id(office, "沈国栋"), 7500)])
    set_credit(office, small, "leader", [(unit_id(office, "周明远"), 10000)])
    started = add_stage(office, large, Stage.STARTED, dt.date(2026, 7, 1))
    verify_stage(office, started, 1, by="李主任", on=TODAY, evidence="施工许可证")
    add_funds(office, large, dt.date(2026, 7, 5), 1000 * WAN)
    set_industry(office, [small], 1)
    return large, small, waiting


def seen(office: Office, by: str, period: Period | None = None, as_of: dt.date = TODAY) -> Side:
    with reading(office) as connection:
        return side(connection, by, as_of, period)


def test_leaders_count_by_share_and_the_city_counts_once(office: Office, projects: tuple[int, int, int]) -> None:
    by_leader = seen(office, "leader")
    rows = {row.name: row.totals for row in by_leader.rows}
    zhou, shen = rows["周明远"], rows["沈国栋"]
    assert (zhou.projects, zhou.signed, zhou.amount_fen) == (2, Fraction(5, 4), 5500 * WAN)
    assert (shen.signed, shen.over, shen.started, shen.funds_fen) == (
        Fraction(3, 4),
        Fraction(3, 4),
        Fraction(3, 4),
        750 * WAN,
    )
    city = by_leader.city
    assert (city.projects, city.signed, city.amount_fen, city.over, city.waiting) == (3, 2, 20_500 * WAN, 1, 1)
    assert [seen(office, by).city for by in SIDES] == [city] * 5


def test_counties_enterprises_and_industries_are_seen_too(office: Office, projects: tuple[int, int, int]) -> None:
    counties = {row.name: row.totals for row in seen(office, "county").rows}
    assert (counties["定国县"].projects, counties["定国县"].signed, counties["定国县"].waiting) == (2, 1, 1)
    assert [row.name for row in seen(office, "enterprise").rows] == ["轴承有限公司", "牙膏有限公司", "香皂有限公司"]
    assert [(row.name, row.totals.projects) for row in seen(office, "industry").rows] == [
        ("日用化工", 1),
        ("（未定）", 2),
    ]
    assert seen(office, "department").rows == ()


def test_a_period_and_a_day_narrow_what_counts(office: Office, projects: tuple[int, int, int]) -> None:
    june = seen(office, "county", Period.parse("2026-06"))
    assert [(row.name, row.totals.signed, row.totals.started) for row in june.rows] == [("定国县", 1, 0)]
    assert seen(office, "county", as_of=dt.date(2026, 7, 1)).city.signed == 1


def test_an_unknown_side_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="leader（市领导）"):
        seen(office, "street")


def test_the_trend_goes_by_month_and_by_year(office: Office, projects: tuple[int, int, int]) -> None:
    zhou = unit_id(office, "周明远")
    with reading(office) as connection:
        months = trend(connection, "leader", zhou, TODAY, count=6)
        years = trend(connection, "leader", None, TODAY, years=True, count=2)
    assert [str(point.period) for point in months] == [f"2026-{month:02d}" for month in range(5, 11)]
    assert [point.signed for point in months] == [0, Fraction(1, 4), 0, 1, 0, 0]
    assert [point.funds_fen for point in months] == [0, 0, 250 * WAN, 0, 0, 0]
    assert [(str(point.period), point.signed, point.amount_fen) for point in years] == [
        ("2025", 0, 0),
        ("2026", 2, 20_500 * WAN),
    ]


def test_every_row_leads_down_to_its_projects(office: Office, projects: tuple[int, int, int]) -> None:
    for by in SIDES:
        for row in seen(office, by).rows:
            if row.id is None:
                continue
            with reading(office) as connection:
                assert len(project_ids(connection, filter_for(by, row.id))) == row.totals.projects


def test_amounts_beyond_one_integer_do_not_burst(office: Office) -> None:
    for number in range(3):
        project = signed_project(office, f"大{number}", 4 * 10**9, JUNE)
        set_credit(office, project, "leader", [(unit_id(office, "周明远"), 10000)])
    assert seen(office, "leader").rows[0].totals.amount_fen == 12 * 10**9 * WAN
