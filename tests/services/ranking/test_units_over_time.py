"""Units renamed, merged and split in the year; credit, stages and counties that change (docs/schemes.md)."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from app.models.office import Office
from app.models.tables import StageEvent, Unit, UnitName
from app.rules.errors import Refused
from app.rules.periods import Period
from app.rules.scheme import Indicator
from app.rules.stages import Stage
from app.services.dossiers.keeping import add_stage, set_credit, verify_stage
from app.services.ranking.by_hand import add_points
from app.services.ranking.measuring import contributing
from app.services.ranking.ranking import RankingTable
from app.services.ranking.targets import NewTarget, set_target
from app.services.ranking.units_over_time import record_succession
from tests.services.ranking.test_ranking import actual, ranked
from tests.support import reading, signed_project, unit_id
from tests.support import set_target as give

JULY = dt.date(2026, 7, 1)
JUNE, AUGUST, YEAR = (Period.parse(text) for text in ("2026-06", "2026-08", "2026"))


def names(table: RankingTable) -> list[str]:
    return sorted(row.name for row in table.rows)


def added(office: Office, name: str, from_day: dt.date | None = None) -> int:
    with office.change("新单位") as change:
        unit = Unit(group_key="county", name=name)
        change.session.add(unit)
        change.session.flush()
        if from_day:
            change.session.add(UnitName(unit_id=unit.id, name=name, from_day=from_day))
        return unit.id


def target(table: RankingTable, unit: str) -> Fraction | None:
    (row,) = (row for row in table.rows if row.name == unit)
    return next(line.target for line in row.indicators if line.key == "signed")


def test_a_renamed_unit_bears_the_name_of_the_day_and_keeps_its_figures(office: Office) -> None:
    unit = unit_id(office, "定国县")
    signed_project(office, "甲", 500, dt.date(2026, 6, 1))
    with office.change("更名") as change:
        change.session.get_one(Unit, unit).name = "定国区"
        change.session.add(UnitName(unit_id=unit, name="定国县", to_day=dt.date(2026, 6, 30)))
        change.session.add(UnitName(unit_id=unit, name="定国区", from_day=JULY))
    assert names(ranked(office, JUNE)) == ["云河县", "定国县"]
    assert names(ranked(office, AUGUST)) == ["云河县", "定国区"]
    assert actual(ranked(office, YEAR), "定国区", "signed") == 1


def test_a_merged_units_year_is_its_successors_and_its_months_before_stay_its_own(office: Office) -> None:
    give(office, "定国县", "signed", 10)
    give(office, "云河县", "signed", 6)
    signed_project(office, "甲", 500, dt.date(2026, 6, 1))
    signed_project(office, "乙", 500, dt.date(2026, 6, 2), county="云河县")
    old, new = unit_id(office, "定国县"), unit_id(office, "云河县")
    record_succession(office, old, [(new, 10_000)], JULY, "区划调整批复")
    before, after = ranked(office, JUNE), ranked(office, YEAR)
    assert names(before) == ["云河县", "定国县"]
    assert (actual(before, "定国县", "signed"), target(before, "定国县")) == (1, 10)
    assert names(after) == ["云河县"]
    assert (actual(after, "云河县", "signed"), target(after, "云河县")) == (2, 16)
    indicator: Indicator = after.scheme.indicators[0]
    with reading(office) as connection:
        behind = contributing(connection, indicator, YEAR, new, dt.date(2026, 10, 8))
    assert [one.name for one in behind] == ["甲", "乙"]


def test_a_split_unit_is_divided_by_the_shares_recorded(office: Office) -> None:
    give(office, "定国县", "signed", 10)
    for number in range(4):
        signed_project(office, f"项目{number}", 500, dt.date(2026, 6, 1 + number))
    east, west = added(office, "定东县", JULY), added(office, "定西县", JULY)
    record_succession(office, unit_id(office, "定国县"), [(east, 7_500), (west, 2_500)], JULY, "区划调整批复")
    assert names(ranked(office, JUNE)) == ["云河县", "定国县"], "the new ones were not there yet"
    year = ranked(office, YEAR)
    assert names(year) == ["云河县", "定东县", "定西县"]
    assert [actual(year, name, "signed") for name in ("定东县", "定西县")] == [3, 1]
    assert [target(year, name) for name in ("定东县", "定西县")] == [Fraction(15, 2), Fraction(5, 2)]
    with reading(office) as connection:
        behind = contributing(connection, year.scheme.indicators[0], YEAR, west, dt.date(2026, 10, 8))
    assert sum(one.share_bp for one in behind) == 10_000


def test_a_unit_that_gives_up_a_part_goes_on_with_the_rest(office: Office) -> None:
    give(office, "定国县", "signed", 10)
    signed_project(office, "甲", 500, dt.date(2026, 6, 1))
    record_succession(office, unit_id(office, "定国县"), [(unit_id(office, "云河县"), 4_000)], JULY, "划出两镇")
    year = ranked(office, YEAR)
    assert [actual(year, name, "signed") for name in ("定国县", "云河县")] == [Fraction(3, 5), Fraction(2, 5)]
    assert [target(year, name) for name in ("定国县", "云河县")] == [6, 4]


def test_a_successors_own_task_from_the_day_on_stands_alone(office: Office) -> None:
    give(office, "定国县", "signed", 10)
    record_succession(office, unit_id(office, "定国县"), [(unit_id(office, "云河县"), 10_000)], JULY, "合并")
    set_target(office, NewTarget(unit_id(office, "云河县"), 2026, "signed", 12), from_day=JULY, reason="合并后重新下达")
    assert target(ranked(office, YEAR), "云河县") == 12


@pytest.mark.parametrize(
    ("into", "reason", "told"),
    [
        ([("云河县", 10_000)], " ", "依据"),
        ([("云河县", 10_001)], "批复", "不超过 100%"),
        ([("市商务局", 10_000)], "批复", "同一组"),
        ([], "批复", "承接份额"),
    ],
)
def test_a_succession_that_makes_no_sense_is_refused(
    office: Office, into: list[tuple[str, int]], reason: str, told: str
) -> None:
    shares = [(unit_id(office, name), share) for name, share in into]
    with pytest.raises(Refused, match=told):
        record_succession(office, unit_id(office, "定国县"), shares, JULY, reason)


def test_nobody_is_ranked_before_they_were_in_office(office: Office) -> None:
    with office.change("到任") as change:
        change.session.add(UnitName(unit_id=unit_id(office, "方文博"), name="方文博", from_day=JULY))
    assert "方文博" not in names(ranked(office, JUNE, "leader"))
    assert "方文博" in names(ranked(office, AUGUST, "leader"))


def test_credit_changed_without_a_day_is_a_correction_and_changes_the_past_too(office: Office) -> None:
    project = signed_project(office, "甲", 500, dt.date(2026, 6, 1))
    set_credit(office, project, "county", [(unit_id(office, "云河县"), 10_000)])
    assert [actual(ranked(office), name, "signed") for name in ("定国县", "云河县")] == [0, 1]


def test_a_project_that_moves_to_another_county_counts_there_from_its_day_on(office: Office) -> None:
    """流转: signed here, started there; a dated share leaves what was done before where it was."""
    project = signed_project(office, "甲", 500, dt.date(2026, 6, 1))
    set_credit(office, project, "county", [(unit_id(office, "云河县"), 10_000)], from_day=JULY, paper="流转单")
    stage = add_stage(office, project, Stage.STARTED, dt.date(2026, 8, 1))
    verify_stage(office, stage, 1, by="李", on=dt.date(2026, 8, 1), evidence="施工许可")
    year = ranked(office, YEAR)
    assert [actual(year, name, "signed") for name in ("定国县", "云河县")] == [1, 0]
    assert [actual(year, name, "started") for name in ("定国县", "云河县")] == [0, 1]
    with pytest.raises(Refused, match="从 2026-07-01 起已经变过"):
        set_credit(office, project, "county", [(unit_id(office, "定国县"), 10_000)], from_day=JULY)
    set_credit(office, project, "county", [(unit_id(office, "云河县"), 10_000)])
    corrected = ranked(office, YEAR)
    assert [actual(corrected, name, "signed") for name in ("定国县", "云河县")] == [0, 1], "without a day: for all days"


def test_a_voided_stage_counts_nowhere_as_of_no_day(office: Office) -> None:
    signed_project(office, "甲", 500, dt.date(2026, 6, 1))
    with office.change("作废") as change:
        change.session.query(StageEvent).one().void_reason = "重复登记"
    assert actual(ranked(office), "定国县", "signed") == 0
    assert actual(ranked(office, as_of=dt.date(2026, 6, 2)), "定国县", "signed") == 0


def test_the_leap_day_belongs_to_february(office: Office) -> None:
    signed_project(office, "甲", 500, dt.date(2024, 2, 29))
    give(office, "定国县", "signed", 12, 2024)
    february = ranked(office, Period.parse("2024-02"), as_of=dt.date(2024, 2, 29))
    assert actual(february, "定国县", "signed") == 1
    row = next(row for row in february.rows if row.name == "定国县")
    assert row.indicators[0].expected == Fraction(1, 12)
    assert actual(ranked(office, Period.parse("2024-02"), as_of=dt.date(2024, 2, 28)), "定国县", "signed") == 0


def test_points_by_hand_follow_the_units(office: Office) -> None:
    give(office, "定国县", "signed", 10)
    give(office, "云河县", "signed", 10)
    add_points(office, unit_id(office, "定国县"), dt.date(2026, 3, 1), Decimal(2), reason="承办推介会")
    record_succession(office, unit_id(office, "定国县"), [(unit_id(office, "云河县"), 2_500)], JULY, "划出两镇")
    assert {row.name: row.manual_points for row in ranked(office, YEAR).rows} == {
        "定国县": Decimal("1.50"),
        "云河县": Decimal("0.50"),
    }
