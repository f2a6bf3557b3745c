"""Who belongs to the leading industries on a day: by code of the signing day, or by hand; and the choices made."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from app.models.office import Office
from app.models.tables import Industry, LeadingIndustry, Project
from app.rules import facts as names
from app.rules.leading import LeadingWeights
from app.services.policy.leading import choose, comparison
from app.services.policy.leading_members import Which, choices, members
from app.services.policy.policy_facts import facts_of, judge_leading
from tests.support import reading, signed_project

JUNE, TODAY = dt.date(2026, 6, 1), dt.date(2026, 9, 1)


@pytest.fixture
def city(office: Office) -> Office:
    """Household chemicals led from June to July; three of their projects, one of food."""
    with office.change("主导产业") as change:
        change.session.add(LeadingIndustry(industry_id=1, from_day=JUNE, to_day=dt.date(2026, 7, 31)))
    for name, industry, day, verified in (
        ("早签", 1, dt.date(2026, 5, 31), True),
        ("正签", 1, dt.date(2026, 7, 31), True),
        ("未认", 1, dt.date(2026, 7, 1), False),
        ("饮料", 2, dt.date(2026, 7, 1), True),
    ):
        project = signed_project(office, f"{name}项目", 2000, day, verified=verified)
        with office.change("归类") as change:
            change.get(Project, project).industry_id = industry
    return office


def test_the_day_of_the_verified_signing_decides_and_facts_agree(city: Office) -> None:
    with reading(city) as connection:
        for on in (dt.date(2026, 7, 15), TODAY):
            found, whole = members(connection, on)
            facts = facts_of(connection, [one.project_id for one in found], on)
            assert whole == 4
            assert {one.name: one.belongs for one in found} == {
                one.name: facts[one.project_id][names.LEADING].value for one in found
            }
    assert {one.name: one.belongs for one in found} == {
        "早签项目": False,
        "正签项目": True,
        "未认项目": False,
        "饮料项目": False,
    }


def test_the_latest_judgement_by_hand_goes_before_the_code(city: Office) -> None:
    judge_leading(city, 4, leading=True, by="王主任", reason="做洗涤灌装", day=JUNE)
    judge_leading(city, 4, leading=False, by="李主任", reason="已停", day=TODAY)
    with reading(city) as connection:
        before, _ = members(connection, dt.date(2026, 8, 31), which=Which.BY_HAND)
        after, _ = members(connection, TODAY, which=Which.BY_HAND)
        assert [(one.by_code, one.belongs, one.judged) for one in before] == [
            (False, True, "王主任2026-06-01：做洗涤灌装")
        ]
        assert [one.belongs for one in after] == [False]
        inside, _ = members(connection, dt.date(2026, 8, 31), which=Which.INSIDE)
        assert [one.name for one in inside] == ["饮料项目", "正签项目"]
        assert members(connection, TODAY, which=Which.OUTSIDE)[1] == 3


def test_projects_are_searched_and_the_list_is_limited(city: Office) -> None:
    with reading(city) as connection:
        assert [one.name for one in members(connection, TODAY, text="饮料")[0]] == ["饮料项目"]
        assert members(connection, TODAY, text="食品")[1] == 1
        found, whole = members(connection, TODAY, most=2)
        assert (len(found), whole) == (2, 4)
        assert members(connection, TODAY, text="没有") == ([], 0)


def test_choices_are_listed_with_the_comparison_looked_at(city: Office) -> None:
    with city.change("水泥") as change:
        change.session.add(Industry(name="水泥建材", codes="301"))
    with reading(city) as connection:
        compared = comparison(connection, TODAY, weights=LeadingWeights().moved("base", Fraction(2)), count=1)
    choose(city, ["食品"], from_day=TODAY, by="市委常委会", reason="集中", today=TODAY, compared=compared)
    with reading(city) as connection:
        latest, entered = choices(connection)
    assert (latest.industries, latest.by, latest.proposed) == ("食品", "市委常委会", compared.proposed)
    assert (entered.from_day, entered.industries, entered.by) == (JUNE, "日用化工", "")
