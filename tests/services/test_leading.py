"""Leading industries and neighbours on an office: figures, a choice with its day, its effect before it is made."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models.office import Office
from app.models.tables import Industry, Project
from app.rules.errors import Refused
from app.services.leading import choose, comparison, effect_of, leading_on
from app.services.neighbours import (
    add_agreement,
    add_pursuit,
    conflicts,
    courted,
    mark_courted,
    neighbours,
    record_copy,
)
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


def test_neighbours_conflicts_and_copies_are_told(city: Office) -> None:
    choose(city, ["日用化工"], from_day=JUNE, by="会议", reason="有基础", today=JUNE)
    add_pursuit(city, "春来市", "洗涤用品", "2681", from_day=JUNE, to_day=dt.date(2026, 8, 31), source="报纸")
    add_agreement(city, "春来市", "水泥建材", "301", from_day=JUNE, to_day=None, mediator="省商务厅")
    record_copy(city, "春来市", day=JUNE, version=JUNE, condition="不做日用化工", mediator="省商务厅")
    with reading(city) as connection:
        (one,) = neighbours(connection, TODAY)
        assert (one.pursues, [line.industry for line in one.reserved]) == ((), ["水泥建材"])
        assert one.copies[0].condition == "不做日用化工"
        assert conflicts(connection, TODAY) == []
        found = conflicts(connection, dt.date(2026, 7, 1))
        assert [one.kind for one in found] == ["重叠", "照抄"]
        assert "不做日用化工" in found[1].text
        cement = next(one for one in comparison(connection, TODAY).scored if one.figures.name == "水泥建材")
        assert cement.figures.reserved_by == ("春来市",)


def test_what_neighbours_do_is_checked(city: Office) -> None:
    with pytest.raises(Refused, match="行业代码“日化”不对"):
        add_pursuit(city, "春来市", "日化", "日化", from_day=JUNE, to_day=None, source="")
    with pytest.raises(Refused, match="早于起始日期"):
        add_agreement(city, "春来市", "日化", "268", from_day=TODAY, to_day=JUNE, mediator="")
    with pytest.raises(Refused, match="约定的条件"):
        record_copy(city, "春来市", day=JUNE, version=JUNE, condition="")


def test_a_target_courted_by_a_neighbour_is_marked(city: Office) -> None:
    mark_courted(city, 1, "春来市", day=JUNE, note="对方给地")
    mark_courted(city, 1, "南浦市", day=TODAY)
    with reading(city) as connection:
        assert courted(connection, JUNE) == {1: "春来市"}
        assert courted(connection, TODAY) == {1: "春来市、南浦市"}
