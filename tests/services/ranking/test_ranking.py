"""Rankings from verified stages, funds and credit shares, as of any day."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from app.models.office import Office
from app.models.tables import Credit
from app.rules.errors import Refused
from app.rules.money import WAN, YI
from app.rules.periods import Period
from app.rules.scheme import Indicator, read_scheme
from app.rules.stages import Stage
from app.services.dossiers.keeping import add_funds, add_stage, set_credit, verify_stage, void_project
from app.services.ranking.measuring import contributing
from app.services.ranking.ranking import RankingTable, rank
from app.services.ranking.schemes import add_scheme
from tests.support import TODAY, reading, set_target, signed_project, unit_id

JUNE = Period.parse("2026-06")


def ranked(office: Office, period: Period = JUNE, group: str = "county", as_of: dt.date = TODAY) -> RankingTable:
    with reading(office) as connection:
        return rank(connection, period, group, as_of)


def actual(table: RankingTable, unit: str, key: str) -> Fraction:
    (row,) = (row for row in table.rows if row.name == unit)
    return next(line.actual for line in row.indicators if line.key == key)


def city(table: RankingTable, key: str) -> Fraction:
    return next(total.actual for total in table.city if total.key == key)


def test_signed_projects_count_by_the_day_of_signing(office: Office) -> None:
    for name, day in (("甲", dt.date(2026, 5, 31)), ("乙", dt.date(2026, 6, 1)), ("丙", dt.date(2026, 6, 30))):
        signed_project(office, name, 500, day)
    signed_project(office, "丁", 500, dt.date(2026, 7, 1))
    table = ranked(office)
    assert actual(table, "定国县", "signed") == 2
    assert actual(table, "定国县", "amount") == 1000 * WAN
    assert actual(table, "云河县", "signed") == 0


def test_exactly_one_yi_is_over_a_yi_and_a_fen_less_is_not(office: Office) -> None:
    signed_project(office, "甲", 10_000, dt.date(2026, 6, 1))
    signed_project(office, "乙", 9_999, dt.date(2026, 6, 1))
    assert actual(ranked(office), "定国县", "over") == 1


def test_an_unverified_stage_does_not_count(office: Office) -> None:
    signed_project(office, "甲", 500, dt.date(2026, 6, 1), verified=False)
    assert actual(ranked(office), "定国县", "signed") == 0
    assert city(ranked(office), "signed") == 0


def test_figures_are_as_of_a_day(office: Office) -> None:
    signed_project(office, "甲", 500, dt.date(2026, 6, 10), on=dt.date(2026, 7, 5))
    signed_project(office, "乙", 500, dt.date(2026, 6, 20))
    counts = {
        day: actual(ranked(office, as_of=day), "定国县", "signed")
        for day in (dt.date(2026, 6, 15), dt.date(2026, 6, 30), dt.date(2026, 7, 4), dt.date(2026, 7, 5))
    }
    assert list(counts.values()) == [0, 1, 1, 2]


def test_the_recognised_amount_goes_before_the_declared(office: Office) -> None:
    project = signed_project(office, "甲", 12_000, dt.date(2026, 6, 1), verified=False)
    with reading(office) as connection:
        stage, version = connection.execute(
            "SELECT id, version FROM stage_event WHERE project_id = ?", (project,)
        ).fetchone()
    verify_stage(office, stage, version, by="李主任", on=dt.date(2026, 6, 2), evidence="合同", amount_fen=9_000 * WAN)
    table = ranked(office)
    assert (actual(table, "定国县", "amount"), actual(table, "定国县", "over")) == (9_000 * WAN, 0)


def test_shared_credit_is_shared_and_the_city_counts_once(office: Office) -> None:
    project = signed_project(office, "甲", 12_000, dt.date(2026, 6, 1))
    shares = [(unit_id(office, name), share) for name, share in (("周明远", 3334), ("沈国栋", 3333), ("方文博", 3333))]
    set_credit(office, project, "leader", shares)
    table = ranked(office, group="leader")
    assert actual(table, "周明远", "amount") == Fraction(12_000 * WAN * 3334, 10_000)
    assert sum(line.actual for row in table.rows for line in row.indicators if line.key == "signed") == 1
    assert (city(table, "signed"), city(table, "amount")) == (1, 12_000 * WAN)


def test_an_indicators_own_shares_go_before_the_general_ones(office: Office) -> None:
    project = signed_project(office, "甲", 500, dt.date(2026, 6, 1))
    add_funds(office, project, dt.date(2026, 6, 9), 100 * WAN)
    with office.change("专项份额") as change:
        change.session.add(Credit(project_id=project, unit_id=unit_id(office, "云河县"), indicator="funds"))
    table = ranked(office)
    assert (actual(table, "定国县", "funds"), actual(table, "云河县", "funds")) == (0, 100 * WAN)
    assert (actual(table, "定国县", "signed"), actual(table, "云河县", "signed")) == (1, 0)


def test_credit_changed_later_leaves_the_earlier_days_alone(office: Office) -> None:
    project = signed_project(office, "甲", 500, dt.date(2026, 6, 1))
    with office.change("流转") as change:
        old = change.session.query(Credit).filter_by(project_id=project).one()
        old.to_day = dt.date(2026, 6, 30)
        change.session.add(Credit(project_id=project, unit_id=unit_id(office, "云河县"), from_day=dt.date(2026, 7, 1)))
    stage = add_stage(office, project, Stage.STARTED, dt.date(2026, 7, 10))
    verify_stage(office, stage, 1, by="李", on=dt.date(2026, 7, 10), evidence="施工许可")
    year = ranked(office, Period.parse("2026"))
    assert (actual(year, "定国县", "signed"), actual(year, "云河县", "signed")) == (1, 0)
    assert (actual(year, "定国县", "started"), actual(year, "云河县", "started")) == (0, 1)


def test_signed_and_not_started_for_180_days_is_a_fault(office: Office) -> None:
    signed_project(office, "甲", 500, dt.date(2026, 1, 1))
    limit = dt.date(2026, 1, 1) + dt.timedelta(days=180)
    year = Period.parse("2026")
    assert actual(ranked(office, year, as_of=limit), "定国县", "stale") == 0
    assert actual(ranked(office, year, as_of=limit + dt.timedelta(days=1)), "定国县", "stale") == 1


def test_a_signing_that_was_not_verified_by_then_is_no_fault_then(office: Office) -> None:
    signed_project(office, "甲", 500, dt.date(2026, 1, 1), on=dt.date(2026, 9, 1))
    year = Period.parse("2026")
    assert actual(ranked(office, year, as_of=dt.date(2026, 8, 31)), "定国县", "stale") == 0
    assert actual(ranked(office, year, as_of=dt.date(2026, 9, 1)), "定国县", "stale") == 1


def test_a_voided_project_counts_nowhere(office: Office) -> None:
    project = signed_project(office, "甲", 500, dt.date(2026, 6, 1))
    with reading(office) as connection:
        (version,) = connection.execute("SELECT version FROM project WHERE id = ?", (project,)).fetchone()
    void_project(office, project, version, "重复")
    assert city(ranked(office), "signed") == 0


def test_completion_expected_share_and_ahead(office: Office) -> None:
    set_target(office, "定国县", "amount", 2 * YI)
    signed_project(office, "甲", 10_000, dt.date(2026, 6, 1))
    table = ranked(office, Period.parse("2026-01..2026-06"))
    line = next(line for line in table.rows[0].indicators if line.key == "amount")
    assert (line.completion, line.expected, line.ahead) == (Fraction(1, 2), Fraction(1, 2), 0)


def test_a_total_row_is_made_of_targets_and_results_never_of_scores(office: Office) -> None:
    set_target(office, "定国县", "signed", 4)
    set_target(office, "云河县", "signed", 6)
    signed_project(office, "甲", 500, dt.date(2026, 6, 1))
    total = next(one for one in ranked(office).city if one.key == "signed")
    assert (total.actual, total.target, total.completion) == (1, 10, Fraction(1, 10))


def test_a_unit_without_a_task_is_not_a_unit_with_a_task_of_nothing(office: Office) -> None:
    set_target(office, "定国县", "signed", 4)
    data = ranked(office).to_json()
    units = {unit["unit"]: unit for unit in data["units"]}  # pyright: ignore[reportGeneralTypeIssues]
    assert units["云河县"]["rank"] is None
    assert units["定国县"]["rank"] == 1
    assert [line["target"] for line in units["定国县"]["indicators"]][:2] == [4, None]


def test_the_scheme_of_the_time_is_used(office: Office) -> None:
    set_target(office, "定国县", "signed", 10)
    signed_project(office, "甲", 500, dt.date(2026, 6, 1))
    newer = read_scheme(
        {
            "name": "新办法",
            "from_day": "2026-07-01",
            "indicators": [
                {"key": "signed", "label": "签约", "measure": "signed", "weight": 100, "rule": {"form": "completion"}}
            ],
        },
        "试验",
    )
    with office.change("新办法") as change:
        add_scheme(change.session, newer)
    assert ranked(office).scheme.name != "新办法"
    assert ranked(office, Period.parse("2026-07")).scheme.name == "新办法"


def test_what_stands_behind_a_figure_adds_up_to_it(office: Office) -> None:
    for number in range(3):
        signed_project(office, f"项目{number}", 500 * (number + 1), dt.date(2026, 6, 1 + number))
    table = ranked(office)
    amount: Indicator = next(one for one in table.scheme.indicators if one.key == "amount")
    with reading(office) as connection:
        projects = contributing(connection, amount, JUNE, unit_id(office, "定国县"), TODAY)
    assert [one.name for one in projects] == ["项目0", "项目1", "项目2"]
    assert sum(one.amount_fen * one.share_bp for one in projects) == actual(table, "定国县", "amount") * 10_000


@pytest.mark.parametrize(
    ("group", "period", "as_of", "told"),
    [
        ("village", "2026-06", TODAY, "没有“village”这一组"),
        ("county", "2026-11", TODAY, "还没有开始"),
        ("county", "2015-06", TODAY, "没有适用的考核办法"),
    ],
)
def test_what_cannot_be_ranked_is_refused(office: Office, group: str, period: str, as_of: dt.date, told: str) -> None:
    with pytest.raises(Refused, match=told):
        ranked(office, Period.parse(period), group, as_of)


def test_the_same_records_give_the_same_hash_and_others_another(office: Office) -> None:
    first = ranked(office).sha256()
    assert ranked(office).sha256() == first
    signed_project(office, "甲", 500, dt.date(2026, 6, 1))
    assert ranked(office).sha256() != first


def test_a_years_money_may_outgrow_what_one_sum_in_the_database_holds(office: Office) -> None:
    for number in range(12):
        signed_project(office, f"巨额{number}", 10_000 * 10_000_000, dt.date(2026, 6, 1 + number))
    assert actual(ranked(office), "定国县", "amount") == 12 * 10_000_000 * YI
