"""Leading industries on an office: figures, a choice with its day, its effect before it is made."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models.office import Office
from app.models.tables import Industry, Project
from app.rules.errors import Refused
from app.services.policy.leading import choose, comparison, effect_of, leading_on
from tests.support import reading, signed_project

JUNE, TODAY = dt.date(2026, 6, 1), dt.date(2026, 9, 1)


@pytest.fixture
def city(office: Office) -> Office:
    """Two projects of household chemicals, one of food, one of cement."""
    with office.change("水泥") as change:
        change.session.add(Industry(name="水泥建材", codes="301"))
    for name, wan, industry in (("洗涤", 2000, 1), ("牙膏", 6000, 1), ("饮料", 8000, 2), ("水泥", 50_000, 3)):
        project = signed_project(office, f"{name}项目", wan, dt.date(2026, 6, 10))
        with office.change("归类") as change:
            change.get(Project, project).industry_id = industry
    return office


def test_the_figures_are_those_of_the_day(city: Office) -> None:
    with reading(city) as connection:
        found = {one.figures.name: one for one in comparison(connection, TODAY).scored}
        before = {one.figures.name: one for one in comparison(connection, JUNE).scored}
    assert (found["日用化工"].figures.enterprises, found["日用化工"].figures.recent) == (2, 2)
    assert before["日用化工"].figures.enterprises == 0
    assert found["水泥建材"].warning == "对优惠政策不敏感"


def test_a_choice_holds_from_its_day_and_the_old_one_to_its_eve(city: Office) -> None:
    choose(city, ["日用化工", "食品"], from_day=JUNE, by="市委常委会", reason="有基础", today=JUNE)
    choose(city, ["日用化工"], from_day=TODAY, by="市委常委会", reason="集中", today=TODAY)
    with reading(city) as connection:
        assert leading_on(connection, dt.date(2026, 5, 31)) == ()
        assert leading_on(connection, dt.date(2026, 8, 31)) == ("日用化工", "食品")
        assert leading_on(connection, TODAY) == ("日用化工",)
        kept = connection.execute("SELECT industries, by, body FROM leading_choice ORDER BY from_day").fetchall()
    assert [row[:2] for row in kept] == [("日用化工、食品", "市委常委会"), ("日用化工", "市委常委会")]
    assert "candidates" in kept[1][2]


def test_a_choice_needs_name_reason_and_known_industries_and_goes_forward(city: Office) -> None:
    with pytest.raises(Refused, match="决定人"):
        choose(city, ["食品"], from_day=JUNE, by="", reason="有基础", today=JUNE)
    with pytest.raises(Refused, match="没有“航天”这个产业"):
        choose(city, ["航天"], from_day=JUNE, by="会议", reason="远大", today=JUNE)
    with pytest.raises(Refused, match="至少要选一个"):
        choose(city, [], from_day=JUNE, by="会议", reason="无", today=JUNE)
    choose(city, ["食品"], from_day=TODAY, by="会议", reason="有基础", today=TODAY)
    with pytest.raises(Refused, match="更晚的一天"):
        choose(city, ["日用化工"], from_day=JUNE, by="会议", reason="反悔", today=TODAY)


def test_cement_may_be_chosen_but_the_warning_stands_beside_it(city: Office) -> None:
    assert choose(city, ["水泥建材"], from_day=TODAY, by="会议", reason="有矿", today=TODAY) == (
        "水泥建材：对优惠政策不敏感",
    )


def test_who_would_gain_and_lose_is_told_before_the_choice(city: Office) -> None:
    choose(city, ["食品"], from_day=JUNE, by="会议", reason="有基础", today=JUNE)
    with reading(city) as connection:
        tax = next(one for one in effect_of(connection, ["日用化工"], TODAY) if one.clause == "第十三条")
    assert (tax.now, tax.then, tax.gains, tax.loses) == (1, 2, ("洗涤项目", "牙膏项目"), ("饮料项目",))
    with reading(city) as connection:
        names = dict(
            connection.execute("SELECT p.name, e.name FROM project p JOIN enterprise e ON e.id = p.enterprise_id")
        )
    assert (tax.gainers, tax.losers) == (tuple(names[one] for one in tax.gains), (names["饮料项目"],))
