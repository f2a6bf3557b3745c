"""What may be published and compared: no day to come, no level without tasks, units known by more than their name."""

import datetime as dt

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.money import YI
from app.rules.periods import Period
from app.services.ranking.freezing import publish, since_published
from app.services.ranking.ranking import rank
from app.services.ranking.targets import NewTarget, set_targets
from app.services.ranking.units import rename
from app.services.ranking.what_if import Supposed, what_if
from tests.support import TODAY, reading, set_target, signed_project, unit_id

JUNE = Period.parse("2026-06")


@pytest.fixture
def tasked(office: Office) -> Office:
    """Both counties have tasks and signed a project in June."""
    for county in ("定国县", "云河县"):
        set_target(office, county, "signed", 10)
        signed_project(office, f"{county}的项目", 500, dt.date(2026, 6, 10), county=county)
    return office


def test_no_ranking_of_a_day_to_come_is_published(tasked: Office) -> None:
    with pytest.raises(Refused, match="2026-10-09 还没有到"):
        publish(tasked, JUNE, "county", dt.date(2026, 10, 9), today=TODAY, by="李主任")
    assert publish(tasked, JUNE, "county", TODAY, today=TODAY, by="李主任")


def test_a_level_that_nobody_has_tasks_for_is_refused_with_those_that_exist(tasked: Office) -> None:
    set_targets(tasked, [NewTarget(unit_id(tasked, "定国县"), 2026, "signed", 20, "奋斗目标")])
    said = "2026年县区没有“无此层级”这一层级的任务；有任务的层级：市下达、奋斗目标"
    supposed = [Supposed(unit_id(tasked, "定国县"), YI)]
    with reading(tasked) as connection:
        with pytest.raises(Refused, match=said):
            rank(connection, JUNE, "county", TODAY, level="无此层级")
        with pytest.raises(Refused, match=said):
            what_if(connection, JUNE, "county", TODAY, supposed, level="无此层级")
        with pytest.raises(Refused, match="2025年县区还没有任何层级的任务"):
            rank(connection, Period.parse("2025-06"), "county", TODAY, level="奋斗目标")
        assert rank(connection, JUNE, "county", TODAY, level="奋斗目标").rows[0].name == "定国县"
    with pytest.raises(Refused, match="无此层级"):
        publish(tasked, JUNE, "county", TODAY, today=TODAY, by="李主任", level="无此层级")


def test_a_published_level_whose_tasks_were_taken_back_is_still_compared(tasked: Office) -> None:
    stretched = NewTarget(unit_id(tasked, "定国县"), 2026, "signed", 20, "奋斗目标")
    set_targets(tasked, [stretched])
    key = publish(tasked, JUNE, "county", TODAY, today=TODAY, by="李主任", level="奋斗目标")
    set_targets(tasked, [NewTarget(stretched.unit_id, 2026, "signed", None, "奋斗目标")])
    with reading(tasked) as connection:
        assert not since_published(connection, key).unchanged


def test_a_unit_renamed_since_publication_is_the_same_unit(tasked: Office) -> None:
    key = publish(tasked, JUNE, "county", TODAY, today=TODAY, by="李主任")
    old = unit_id(tasked, "定国县")
    rename(tasked, old, "定国区", from_day=dt.date(2026, 6, 1), reason="撤县设区", today=TODAY)
    with reading(tasked) as connection:
        later = since_published(connection, key)
    assert {one.unit: (one.rank_then, one.rank_now) for one in later.moves} == {"定国区": (1, 1), "云河县": (1, 1)}
    assert len(later.moves) == 2
    assert later.records == ()
    assert later.unchanged, "another name is no other figure"
