"""What a pack tells of classes, points by hand, renamed units and periods that have not begun."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from app.models.office import Office
from app.rules.audience import Audience
from app.rules.errors import Refused
from app.rules.meeting_pack import MeetingPack, pack_from_json, pack_to_json
from app.rules.periods import Period
from app.services.meeting.meeting_content import meeting_content
from app.services.meeting.packing import pack
from app.services.ranking.freezing import publish
from app.services.ranking.province import Standing, set_standing
from app.services.ranking.units import classify, rename
from tests.classed_office import JUNE, by_hand, classed
from tests.support import TODAY, reading, set_target, signed_project, unit_id


def content(office: Office, audience: Audience = Audience.ALL_OFFICIALS) -> MeetingPack:
    with reading(office) as connection:
        made = meeting_content(connection, JUNE, audience, ("county",), as_of=TODAY, today=TODAY)
    return pack_from_json(pack_to_json(made))


@pytest.mark.parametrize("frozen", [False, True])
def test_a_pack_knows_the_classes_and_the_points_by_hand(office: Office, frozen: bool) -> None:
    by_hand(classed(office), {"东湖区": "3"})
    if frozen:
        publish(office, JUNE, "county", TODAY, today=TODAY, by="测试")
    group = content(office).groups[0]
    assert (group.by_class, group.classes, group.decimals) == (True, ("A", "B"), 2)
    assert [unit.name for unit in group.of_class("B")] == ["东湖区", "临沅区"]
    assert [unit.hand_points for unit in group.units] == [None, None, 3.0, None]
    assert group.months[-1].classes["东湖区"] == "B"


def test_a_pack_of_units_ranked_together_tells_no_classes(office: Office) -> None:
    set_target(office, "定国县", "signed", 12)
    group = content(office).groups[0]
    assert (group.by_class, group.classes) == (False, ("",))
    assert group.of_class("") == group.units


@pytest.mark.parametrize("frozen", [False, True])
def test_a_renamed_unit_keeps_its_months_and_its_rank_of_the_month_before(office: Office, frozen: bool) -> None:
    for name in ("定国县", "云河县"):
        set_target(office, name, "signed", 12)
    signed_project(office, "饮料项目", 12_000, dt.date(2026, 5, 10))
    unit = unit_id(office, "定国县")
    rename(office, unit, "定国区", from_day=dt.date(2026, 6, 1), reason="撤县设区", today=TODAY)
    if frozen:
        publish(office, JUNE, "county", TODAY, today=TODAY, by="测试")
    group = content(office).groups[0]
    ours = next(one for one in group.units if one.name == "定国区")
    assert ours.rank_before == 1
    assert [month.ranks["定国区"] for month in group.months if month.period in ("2026-05", "2026-06")] == [1, 1]
    assert all("定国县" not in month.ranks for month in group.months)


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.ALL_OFFICIALS])
def test_a_month_that_has_not_begun_is_refused_and_not_told_by_an_earlier_one(
    office: Office, tmp_path: Path, audience: Audience
) -> None:
    set_standing(office, Standing("2026-10", "清沅市", 3, signed=112), today=TODAY)
    path = tmp_path / "会议.zsp"
    with reading(office) as connection, pytest.raises(Refused, match="还没有开始"):
        pack(connection, Period.parse("2027-06"), audience, path, as_of=TODAY, today=TODAY)
    assert not path.exists()


def test_a_reason_of_points_that_names_a_leader_is_stopped_at_the_door(office: Office, tmp_path: Path) -> None:
    classed(office)
    with office.change("加分") as change:
        change.connection.exec_driver_sql(
            "INSERT INTO manual_points (unit_id, day, points, reason, evidence, version)"
            " VALUES (?, '2026-06-09', '3', '周明远副市长批示', '', 1)",
            (unit_id(office, "东湖区"),),
        )
    with reading(office) as connection, pytest.raises(Refused, match="周明远"):
        pack(connection, JUNE, Audience.ALL_OFFICIALS, tmp_path / "会议.zsp", as_of=TODAY, today=TODAY)


def test_a_unit_that_came_from_another_class_is_not_compared_with_its_rank_there(office: Office) -> None:
    classed(office)
    signed_project(office, "五月项目", 5_000, dt.date(2026, 5, 6), county="东湖区")
    classify(office, [unit_id(office, "东湖区")], "A", from_day=dt.date(2026, 6, 1), reason="市委办文件")
    county = content(office).groups[0]
    moved, stayed = (next(unit for unit in county.units if unit.name == name) for name in ("东湖区", "定国县"))
    assert (moved.rank_before, moved.class_before) == (None, "B类")
    assert (stayed.rank_before is not None, stayed.class_before) == (True, "")
