"""Comparing rankings by day and by scheme, publishing them, supposing projects, reading series (domain.md §3)."""

import datetime as dt
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.office import Office
from app.models.tables import Credit, StageEvent
from app.rules.errors import OfficeError, Refused
from app.rules.money import WAN, YI
from app.rules.periods import Period
from app.rules.scheme import Scheme, read_scheme
from app.rules.stages import Stage
from app.services.dossiers.keeping import add_stage, verify_stage
from app.services.papers.bulletins import draft_bulletin, save_bulletin
from app.services.ranking.comparing import changes_of, compare_days, try_scheme
from app.services.ranking.freezing import latest_published, publish, published, read_published, since_published
from app.services.ranking.ranking import rank
from app.services.ranking.schemes import (
    check,
    export_scheme,
    find_scheme,
    save_scheme,
    scheme_from_file,
    schemes,
    void_scheme,
)
from app.services.ranking.series import series
from app.services.ranking.targets import NewTarget, set_targets
from app.services.ranking.units import classify
from app.services.ranking.what_if import Supposed, what_if
from tests.services.ranking.test_ranking import ranked
from tests.support import TODAY, reading, set_target, signed_project, unit_id

JUNE = Period.parse("2026-06")


@pytest.fixture
def tasked(office: Office) -> Office:
    """Both counties have tasks; 定国县 signed two projects in June, 云河县 one."""
    for county in ("定国县", "云河县"):
        set_target(office, county, "signed", 10)
        set_target(office, county, "over", 4)
        set_target(office, county, "amount", 10 * YI)
    signed_project(office, "甲", 500, dt.date(2026, 6, 10))
    signed_project(office, "乙", 500, dt.date(2026, 6, 20))
    signed_project(office, "丙", 500, dt.date(2026, 6, 12), county="云河县")
    return office


def by_count(from_day: str = "2026-06-01", name: str = "只看签约") -> Scheme:
    line = {"key": "amount", "label": "签约额", "measure": "signed_amount", "weight": 100, "rule": {"form": "relative"}}
    return read_scheme({"name": name, "from_day": from_day, "indicators": [line]}, "试验")


def freeze(office: Office, **more: str) -> int:
    return publish(office, JUNE, "county", TODAY, today=TODAY, by="李主任", **more)


def test_two_days_differ_by_the_records_between_them(tasked: Office) -> None:
    with reading(tasked) as connection:
        found = compare_days(connection, JUNE, "county", dt.date(2026, 6, 15), dt.date(2026, 6, 30))
    assert {str(one) for one in found.records if one.indicator == "签约项目"} == {
        "新增 定国县·签约项目·ZS2026-00002 乙：2026-06-20，500万元，占100%"
    }
    move = next(one for one in found.moves if one.unit == "定国县")
    assert (move.rank_before, move.rank_after, move.risen) == (1, 1, 0)
    assert move.why.startswith("签约项目+2.50分")
    assert next(one for one in found.moves if one.unit == "云河县").why == "各项得分未变"


def test_ranks_are_told_beside_the_month_before(tasked: Office) -> None:
    signed_project(tasked, "丁", 12_000, dt.date(2026, 5, 5), county="云河县")
    with reading(tasked) as connection:
        moves = changes_of(connection, rank(connection, JUNE, "county", TODAY))
        assert moves is not None
        assert {move.unit: (move.rank_before, move.rank_after) for move in moves.values()} == {
            "定国县": (2, 1),
            "云河县": (1, 2),
        }
        first = rank(connection, Period.parse("2016-01"), "county", TODAY)
        assert changes_of(connection, first) is None, "no scheme held before"


def test_a_unit_that_changed_class_has_no_rank_before_but_the_class_it_was_in(tasked: Office) -> None:
    january, june = dt.date(2026, 1, 1), dt.date(2026, 6, 1)
    classify(tasked, [unit_id(tasked, "定国县"), unit_id(tasked, "云河县")], "B", from_day=january, reason="年初")
    classify(tasked, [unit_id(tasked, "定国县")], "A", from_day=june, reason="调整")
    with reading(tasked) as connection:
        moves = changes_of(connection, rank(connection, JUNE, "county", TODAY))
        assert moves is not None
    by_name = {one.unit: one for one in moves.values()}
    changed, kept = by_name["定国县"], by_name["云河县"]
    assert (changed.rank_before, changed.rank_after, changed.risen, changed.class_before) == (None, 1, None, "B类")
    assert None not in (changed.score_before, changed.score_after)
    assert (kept.rank_before is None, kept.class_before) == (False, "")


def test_a_scheme_is_tried_beside_the_present_one(tasked: Office) -> None:
    signed_project(tasked, "丁", 8_000, dt.date(2026, 6, 5), county="云河县")
    with reading(tasked) as connection:
        months = [JUNE, Period.parse("2026-07")]
        tried = try_scheme(connection, by_count(), months, "county", TODAY)
        assert len(schemes(connection)) == 1, "nothing was saved"
        assert [str(one.after.period) for one in tried] == ["2026-06", "2026-07"]
        risen = {move.unit: move for move in tried[0].moves}
        assert (risen["云河县"].score_after, risen["云河县"].rank_after) == (Decimal("100.00"), 1)
        assert "签约额+" in risen["云河县"].why
        with pytest.raises(Refused, match="不考核这一组"):
            only = by_count().model_copy(update={"groups": ("leader",)})
            try_scheme(connection, only, months, "county", TODAY)


def test_a_scheme_is_checked_saved_found_and_taken_back(tasked: Office) -> None:
    key = save_scheme(tasked, by_count())
    with reading(tasked) as connection:
        assert find_scheme(connection, "只看签约").id == key
        assert rank(connection, JUNE, "county", TODAY).scheme.name == "只看签约"
        assert rank(connection, Period.parse("2026-05"), "county", TODAY).scheme.name != "只看签约"
    with pytest.raises(Refused, match="已有从 2026-06-01 起"):
        save_scheme(tasked, by_count(name="又一份"))
    void_scheme(tasked, key, 1, "常委会未通过")
    with reading(tasked) as connection:
        assert rank(connection, JUNE, "county", TODAY).scheme.name != "只看签约"
        with pytest.raises(Refused, match="现有"):
            find_scheme(connection, "只看签约")


def test_what_cannot_be_reached_is_said_before_saving(tasked: Office) -> None:
    fdi = {"key": "fdi", "label": "外资", "measure": "manual", "weight": 100, "rule": {"form": "completion"}}
    share = {"key": "fit", "label": "契合度", "measure": "leading_share", "weight": 0, "rule": {"form": "relative"}}
    scheme = read_scheme({"name": "外资", "from_day": "2026-01-01", "indicators": [fdi, share]}, "试验")
    with reading(tasked) as connection:
        told = [finding.text for finding in check(connection, scheme)]
    assert any("还没有单位有“市下达”的这项任务" in text for text in told)
    assert any("要有主导产业" in text for text in told)
    with pytest.raises(Refused, match="没有权重，得不了分"):
        save_scheme(tasked, scheme)


def test_a_published_ranking_stays_as_it_was(tasked: Office) -> None:
    key = freeze(tasked)
    before = ranked(tasked).to_json()
    with tasked.change("作废") as change:
        change.session.get_one(StageEvent, 1).void_reason = "重复登记"
    with reading(tasked) as connection:
        later = since_published(connection, key)
        assert later.frozen.body == before
    assert not later.unchanged
    assert [str(one) for one in later.records if one.indicator == "签约项目"] == [
        "不再计入 定国县·签约项目·ZS2026-00001 甲：2026-06-10，500万元，占100%"
    ]
    moved = {move.unit: (move.rank_then, move.rank_now) for move in later.moves if move.moved}
    assert moved == {"定国县": (1, 1), "云河县": (2, 1)}, "now they would be equal"


def test_a_correction_is_a_new_version_that_says_what_it_corrects(tasked: Office) -> None:
    first = freeze(tasked)
    with pytest.raises(Refused, match="已发布第1版"):
        freeze(tasked)
    with pytest.raises(Refused, match="完全相同"):
        freeze(tasked, correction="再发一次")
    signed_project(tasked, "丁", 500, dt.date(2026, 6, 25))
    second = freeze(tasked, correction="补记丁项目")
    with reading(tasked) as connection:
        found = published(connection)
        assert [(one.id, one.edition, one.corrects, one.correction, one.latest) for one in found] == [
            (second, 2, 1, "补记丁项目", True),
            (first, 1, None, "", False),
        ]
        latest = latest_published(connection, JUNE, "county")
        assert latest is not None
        assert latest.facts.id == second
        assert since_published(connection, second).unchanged


def test_the_first_publication_corrects_nothing(tasked: Office) -> None:
    with pytest.raises(Refused, match="还没有发布过"):
        freeze(tasked, correction="更正")


def test_figures_changed_outside_the_program_are_noticed(tasked: Office) -> None:
    key = freeze(tasked)
    connection = sqlite3.connect(tasked.database)
    connection.execute("UPDATE ranking SET body = replace(body, '定国县', '云河县')")
    connection.commit()
    connection.close()
    with reading(tasked) as connection, pytest.raises(OfficeError, match="校验码不符"):
        read_published(connection, key)


def test_one_more_project_of_one_point_two_yi(tasked: Office) -> None:
    with reading(tasked) as connection:
        supposed = [Supposed(unit_id(tasked, "云河县"), 12_000 * WAN)]
        found = what_if(connection, JUNE, "county", TODAY, supposed)
        assert rank(connection, JUNE, "county", TODAY) == found.before, "nothing was written"
    signed_project(tasked, "真", 12_000, dt.date(2026, 6, 30), county="云河县")
    assert [(row.name, row.rank, row.score) for row in found.after.rows] == [
        (row.name, row.rank, row.score) for row in ranked(tasked).rows
    ], "as if it had been signed"
    assert found.after.city == ranked(tasked).city
    assert {move.unit: move.risen for move in found.moves} == {"云河县": 1, "定国县": -1}


def test_supposing_a_start_and_funds_adds_to_those_indicators(tasked: Office) -> None:
    set_target(tasked, "云河县", "funds", 10 * YI)
    with reading(tasked) as connection:
        one = Supposed(unit_id(tasked, "云河县"), 5_000 * WAN, 2, (Stage.STARTED,), funds_fen=YI)
        after = what_if(connection, JUNE, "county", TODAY, [one]).after
    row = next(row for row in after.rows if row.name == "云河县")
    found = {line.key: line.actual for line in row.indicators}
    assert (found["signed"], found["over"], found["started"], found["funds"]) == (1, 0, 2, 2 * YI)


def test_a_small_project_supposed_is_none_over_a_yi(tasked: Office) -> None:
    with reading(tasked) as connection:
        after = what_if(connection, JUNE, "county", TODAY, [Supposed(unit_id(tasked, "云河县"), YI - 1)]).after
    row = next(row for row in after.rows if row.name == "云河县")
    found = {line.key: line.actual for line in row.indicators}
    assert (found["signed"], found["over"]) == (2, 0)


@pytest.mark.parametrize(("unit", "amount"), [("市商务局", YI), ("云河县", 0)])
def test_a_supposition_that_makes_no_sense_is_refused(tasked: Office, unit: str, amount: int) -> None:
    with reading(tasked) as connection, pytest.raises(Refused, match="假设的"):
        what_if(connection, JUNE, "county", TODAY, [Supposed(unit_id(tasked, unit), amount)])


@pytest.mark.parametrize("cumulative", [False, True])
def test_a_series_gives_what_each_ranking_gives(tasked: Office, cumulative: bool) -> None:
    signed_project(tasked, "丁", 12_000, dt.date(2026, 1, 1), county="云河县")
    stage = add_stage(tasked, 1, Stage.STARTED, dt.date(2026, 7, 3))
    verify_stage(tasked, stage, 1, by="李", on=dt.date(2026, 7, 3), evidence="施工许可")
    old = signed_project(tasked, "戊", 500, dt.date(2025, 9, 1))
    with tasked.change("流转") as change:
        for credit in change.session.query(Credit).filter_by(project_id=old):
            credit.to_day = dt.date(2026, 1, 31)
        change.session.add(Credit(project_id=old, unit_id=unit_id(tasked, "云河县"), from_day=dt.date(2026, 2, 1)))
    save_scheme(tasked, by_count("2026-09-01"))
    months = Period.parse("2025-12..2026-12")
    with reading(tasked) as connection:
        found = series(connection, months, TODAY, cumulative=cumulative)
        assert len(found) == 11 * 3, "to October, three groups"
        for point in found:
            table = rank(connection, point.period, point.group, TODAY)
            assert point.rows == table.rows, (point.period, point.group)
            assert point.scheme == table.scheme
        stale = {line.actual for point in found for row in point.rows for line in row.indicators if line.key == "stale"}
        assert 1 in stale, "the old project was overdue in some month"


def test_a_series_leaves_out_months_without_a_scheme(tasked: Office) -> None:
    with reading(tasked) as connection:
        found = series(connection, Period.parse("2015-11..2016-02"), TODAY, ("county",))
        assert [str(point.period) for point in found] == ["2016-01", "2016-02"]
        assert series(connection, Period.parse("2027"), TODAY) == ()


def test_a_ranking_that_a_bulletin_froze_becomes_the_published_one(tasked: Office, tmp_path: Path) -> None:
    with reading(tasked) as connection:
        bulletin = draft_bulletin(tasked, connection, JUNE, "county", TODAY, TODAY)
    save_bulletin(tasked, bulletin, tmp_path / "通报.pdf")
    with reading(tasked) as connection:
        assert published(connection) == (), "a bulletin publishes no ranking by itself"
    key = freeze(tasked)
    with reading(tasked) as connection:
        assert connection.execute("SELECT count(*), max(id) FROM ranking").fetchone() == (1, key)
        assert connection.execute("SELECT ranking_id FROM paper").fetchone() == (key,)


def test_a_scheme_that_cannot_be_written_is_told_in_chinese(tmp_path: Path) -> None:
    export_scheme(by_count(), tmp_path / "办法.yaml")
    assert scheme_from_file(tmp_path / "办法.yaml") == by_count()
    with pytest.raises(OfficeError, match="写入"):
        export_scheme(by_count(), tmp_path)


def test_an_indicator_may_score_against_a_level_of_its_own(tasked: Office) -> None:
    stretched = [NewTarget(unit_id(tasked, "定国县"), 2026, "signed", 100, "奋斗目标")]
    set_targets(tasked, stretched)
    form = {"form": "completion"}
    line = {"key": "signed", "label": "签约", "measure": "signed", "weight": 100, "level": "奋斗目标", "rule": form}
    plain = {"name": "冲刺", "from_day": "2026-06-01", "indicators": [line]}
    save_scheme(tasked, read_scheme(plain, "试验"))
    table = ranked(tasked)
    assert {row.name: row.indicators[0].target for row in table.rows} == {"定国县": 100, "云河县": None}
    with reading(tasked) as connection:
        (point,) = series(connection, JUNE, TODAY, ("county",))
        usual = rank(connection, JUNE, "county", TODAY, level="市下达")
        told = check(connection, read_scheme(plain | {"from_day": "2026-07-01"}, "试验"))
    assert point.rows == table.rows
    assert all(row.indicators[0].target not in (None, 100) for row in usual.rows)
    assert not any("还没有单位有" in one.text for one in told)


def test_both_sides_of_a_comparison_and_a_publication_keep_the_level_asked_for(tasked: Office) -> None:
    set_targets(tasked, [NewTarget(unit_id(tasked, "定国县"), 2026, "signed", 100, "奋斗目标")])
    with reading(tasked) as connection:
        found = compare_days(connection, JUNE, "county", dt.date(2026, 6, 15), TODAY, level="奋斗目标")
    assert all(row.indicators[0].target == 100 for table in (found.before, found.after) for row in table.rows[:1])
    usual, own = freeze(tasked), freeze(tasked, level="奋斗目标")
    with reading(tasked) as connection:
        assert [(one.id, one.level, one.edition, one.latest) for one in published(connection)] == [
            (usual, "", 1, True),
            (own, "奋斗目标", 1, True),
        ]
        assert since_published(connection, own).unchanged
        latest = latest_published(connection, JUNE, "county", "奋斗目标")
    assert latest is not None
    assert (latest.facts.id, latest.body["level"]) == (own, "奋斗目标")
