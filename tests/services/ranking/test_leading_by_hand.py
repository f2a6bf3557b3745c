"""Projects judged by hand to be of a leading industry or not, in the figures of a ranking (domain.md §4)."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from app.models.office import Office
from app.models.tables import LeadingIndustry, Project
from app.rules.periods import Period
from app.rules.scheme import Completion, Indicator, Measure
from app.services.policy.policy_facts import judge_leading
from app.services.ranking.measuring import actual_by_month, actual_by_unit, city_actual, contributing
from tests.support import TODAY, reading, signed_project, unit_id

JUNE = Period.parse("2026-06")
SHARE = Indicator(key="fit", label="契合度", measure=Measure.LEADING_SHARE, rule=Completion())
ONLY = Indicator(key="only", label="主导产业项目", measure=Measure.SIGNED, leading_only=True, rule=Completion())


@pytest.fixture
def projects(office: Office) -> tuple[int, int]:
    """One project of the leading industry, and one of another, both signed in June."""
    inside = signed_project(office, "牙膏", 500, dt.date(2026, 6, 5))
    outside = signed_project(office, "饼干", 500, dt.date(2026, 6, 6))
    with office.change("主导产业") as change:
        change.session.add(LeadingIndustry(industry_id=1, from_day=dt.date(2026, 1, 1)))
        change.session.get_one(Project, inside).industry_id = 1
        change.session.get_one(Project, outside).industry_id = 2
    return inside, outside


def share(office: Office, as_of: dt.date = TODAY) -> Fraction:
    with reading(office) as connection:
        own = actual_by_unit(connection, SHARE, JUNE, "county", as_of).get(unit_id(office, "定国县"), Fraction(0))
        assert own == city_actual(connection, SHARE, JUNE, as_of)
        return own


def test_a_project_judged_in_counts_from_the_day_of_the_judgement(office: Office, projects: tuple[int, int]) -> None:
    assert share(office) == Fraction(1, 2)
    judge_leading(office, projects[1], leading=True, by="李主任", reason="产品为日化包材", day=dt.date(2026, 7, 10))
    assert share(office) == 1
    assert share(office, dt.date(2026, 7, 9)) == Fraction(1, 2), "as of a day before, it was not judged yet"
    with reading(office) as connection:
        (by_month,) = actual_by_month(connection, [ONLY], JUNE, TODAY)
        behind = contributing(connection, ONLY, JUNE, unit_id(office, "定国县"), TODAY)
    assert by_month["2026-06"] == {unit_id(office, "定国县"): 2}
    assert [one.name for one in behind] == ["牙膏", "饼干"]


def test_a_project_judged_out_counts_no_more_and_a_later_judgement_holds_from_its_day(
    office: Office, projects: tuple[int, int]
) -> None:
    judge_leading(office, projects[0], leading=False, by="李主任", reason="只做贸易", day=dt.date(2026, 7, 10))
    judge_leading(office, projects[0], leading=True, by="李主任", reason="已建生产线", day=dt.date(2026, 9, 1))
    assert share(office, dt.date(2026, 8, 31)) == 0
    assert share(office, dt.date(2026, 9, 1)) == Fraction(1, 2)
    judge_leading(office, projects[0], leading=False, by="王主任", reason="同日更正", day=dt.date(2026, 9, 1))
    assert share(office) == 0
