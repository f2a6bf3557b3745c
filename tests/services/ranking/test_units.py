"""责任主体 kept by the office: classes from a day on, other names, new units, posts (docs/schemes.md)."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.periods import Period
from app.services.office.undo import last_act, undo
from app.services.ranking.ranking import RankingTable
from app.services.ranking.series import series
from app.services.ranking.units import add_unit, appoint, classify, listed, past, rename, void_event
from app.services.supervision.exemptions import exemption_of
from tests.services.ranking.test_ranking import ranked
from tests.support import TODAY, reading, set_target, signed_project, unit_id

JULY = dt.date(2026, 7, 1)
JUNE, AUGUST = (Period.parse(text) for text in ("2026-06", "2026-08"))


def classes(table: RankingTable) -> dict[str, tuple[str, int | None]]:
    return {row.name: (row.class_key, row.rank) for row in table.rows}


def tasked(office: Office) -> tuple[int, int]:
    for name in ("定国县", "云河县"):
        set_target(office, name, "signed", 12)
    for month in (6, 8):
        signed_project(office, f"项目{month}", 500, dt.date(2026, month, 5))
    return unit_id(office, "定国县"), unit_id(office, "云河县")


def test_a_unit_moved_to_class_a_in_july_is_ranked_in_b_before_and_in_a_after(office: Office) -> None:
    first, second = tasked(office)
    classify(office, [first, second], "B", from_day=dt.date(2026, 1, 1), reason="分类方案")
    june_then = ranked(office, JUNE).to_json()
    classify(office, [second], "a", from_day=JULY, reason="清政办〔2026〕9号")
    assert classes(ranked(office, AUGUST)) == {"定国县": ("B", 1), "云河县": ("A", 1)}
    assert classes(ranked(office, JUNE)) == {"定国县": ("B", 1), "云河县": ("B", 2)}
    assert ranked(office, JUNE).to_json() == june_then, "a past month gives the same result today as then"
    half = ranked(office, Period.parse("2026-01..2026-08"))
    assert classes(half)["云河县"] == ("A", 1), "a period that ends later is ranked in the class of its last day"
    as_of_june = ranked(office, Period.parse("2026"), as_of=dt.date(2026, 6, 30))
    assert classes(as_of_june)["云河县"][0] == "B"


def test_the_months_of_a_chart_use_the_class_of_each_month(office: Office) -> None:
    _, second = tasked(office)
    classify(office, [second], "A", from_day=JULY, reason="分类方案")
    with reading(office) as connection:
        points = series(connection, Period.parse("2026-06..2026-08"), TODAY, ("county",))
    told = [next(row.class_key for row in point.rows if row.unit_id == second) for point in points]
    assert told == ["", "A", "A"]


def test_a_class_of_the_same_day_is_replaced_a_wrong_one_taken_back_and_all_is_undone(office: Office) -> None:
    first, _ = tasked(office)
    classify(office, [first], "A", from_day=JULY, reason="方案")
    with pytest.raises(Refused, match="本来就是A类"):
        classify(office, [first], "A", from_day=JULY, reason="方案")
    classify(office, [first], "C", from_day=JULY, reason="更正方案")
    with reading(office) as connection:
        (event,) = past(connection, first)
    assert (event.told, event.day, event.reason) == ("C类", JULY, "更正方案")
    with reading(office) as connection:
        act = last_act(connection)
    assert act is not None
    undo(office, act.id)
    assert classes(ranked(office, AUGUST))["定国县"][0] == "A"
    with reading(office) as connection:
        (event,) = past(connection, first)
    void_event(office, event.kind, event.id, "方案未通过")
    assert classes(ranked(office, AUGUST))["定国县"][0] == ""


@pytest.mark.parametrize(("key", "reason", "told"), [("AA", "方案", "一个字母"), ("A", " ", "写明依据")])
def test_a_class_is_one_letter_and_has_its_reason(office: Office, key: str, reason: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        classify(office, [unit_id(office, "定国县")], key, from_day=JULY, reason=reason)


def test_a_renamed_unit_keeps_its_old_name_for_the_days_before(office: Office) -> None:
    unit = unit_id(office, "定国县")
    rename(office, unit, "定国区", from_day=JULY, reason="国函", today=TODAY)
    with reading(office) as connection:
        before, after = (listed(connection, "county", day) for day in (dt.date(2026, 6, 30), JULY))
    assert [one.name for one in before] == ["定国县", "云河县"]
    assert [one.name for one in after] == ["定国区", "云河县"]
    with pytest.raises(Refused, match="在那以后"):
        rename(office, unit, "定国市", from_day=JULY, reason="国函", today=TODAY)
    with pytest.raises(Refused, match="已经有"):
        rename(office, unit, "云河县", from_day=TODAY, reason="国函", today=TODAY)
    with pytest.raises(Refused, match="还没有到"):
        rename(office, unit, "定国市", from_day=dt.date(2027, 1, 1), reason="国函", today=TODAY)


def test_a_new_unit_is_there_from_its_day_on(office: Office) -> None:
    add_unit(office, "county", "高新区", from_day=JULY, class_key="a")
    with reading(office) as connection:
        assert "高新区" not in [one.name for one in listed(connection, "county", dt.date(2026, 6, 30))]
        new = next(one for one in listed(connection, "county", JULY) if one.name == "高新区")
    assert new.class_key == "A"
    with pytest.raises(Refused, match="已经有"):
        add_unit(office, "county", "高新区")


def test_a_leader_newly_appointed_is_exempt_and_the_post_before_ends(office: Office) -> None:
    leader = unit_id(office, "周明远")
    appoint(office, leader, "市委常委", from_day=dt.date(2024, 3, 1))
    appoint(office, leader, "市委副书记", from_day=JULY)
    with reading(office) as connection:
        assert [one.told for one in past(connection, leader)] == ["任市委常委（至2026-06-30）", "任市委副书记"]
        assert exemption_of(connection, leader, dt.date(2026, 8, 31)) == "2026-07-01起任市委副书记，到任不满3个月"
        assert exemption_of(connection, leader, dt.date(2026, 10, 1)) is None
    with pytest.raises(Refused, match="不是市领导"):
        appoint(office, unit_id(office, "定国县"), "县长", from_day=JULY)
