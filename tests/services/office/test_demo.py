"""The demo office holds the story of domain.md, and its records agree with each other."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.models.office import Office
from app.rules.bonus_way import Step
from app.rules.errors import Cancelled
from app.rules.money import WAN
from app.rules.periods import Period
from app.rules.policy.conditions import State
from app.rules.stages import Stage, contradictions, current
from app.rules.uscc import read_uscc
from app.services.chain.extension_letters import letters_sent
from app.services.chain.extension_tasks import tasks_of, yields
from app.services.office.demo import build_demo, demo_city
from app.services.policy.bonus_lists import recoveries
from app.services.policy.bonus_worklist import worklist
from app.services.policy.bonuses import bonus_of
from app.services.policy.effects import effects
from app.services.policy.neighbours import conflicts, neighbours
from app.services.policy.referral_map import referral_map
from app.services.policy.subjects import find_project
from app.services.ranking.ranking import GROUPS, rank


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with build_demo(tmp_path_factory.mktemp("demo") / "office") as office:
        yield office


@pytest.fixture
def connection(demo: Office) -> Iterator[sqlite3.Connection]:
    connection = demo.read()
    yield connection
    connection.close()


def test_112_were_signed_in_the_first_month_and_9_over_1_yi(connection: sqlite3.Connection) -> None:
    table = rank(connection, Period.parse("2026-06"), "county", demo_city()["today"])
    city = {total.key: total.actual for total in table.city}
    assert (city["signed"], city["over"]) == (112, 9)


def test_the_ten_years_before_grew(connection: sqlite3.Connection) -> None:
    by_year = dict(
        connection.execute(
            "SELECT substr(signed_day, 1, 4), count(*) FROM project WHERE signed_day < '2026-06' GROUP BY 1"
        )
    )
    assert sorted(by_year) == [str(year) for year in range(2016, 2027)]
    first, last = (sum(by_year[str(year)] for year in years) for years in (range(2016, 2019), range(2023, 2026)))
    assert last > 2 * first


def test_every_group_can_be_ranked_in_every_year_in_which_it_has_units(connection: sqlite3.Connection) -> None:
    first_leader = min(leader["from"] for leader in demo_city()["units"]["leader"]).year
    for group in GROUPS:
        for year in range(2016, 2027):
            table = rank(connection, Period.parse(str(year)), group, demo_city()["today"])
            assert bool(table.rows) is (group != "leader" or year >= first_leader)


def test_stage_and_signing_day_of_each_project_follow_from_its_events(connection: sqlite3.Connection) -> None:
    days: dict[int, dict[Stage, dt.date]] = {}
    for project, stage, day in connection.execute(
        "SELECT project_id, stage, day FROM stage_event WHERE is_main = 1 AND void_reason IS NULL"
    ):
        days.setdefault(project, {})[Stage(stage)] = dt.date.fromisoformat(day)
    for project, stage, signed in connection.execute("SELECT id, stage, signed_day FROM project"):
        own = days.get(project, {})
        if own:
            assert stage == current(own)
        assert signed == (own[Stage.SIGNED].isoformat() if Stage.SIGNED in own else None)
        assert contradictions(own) == []


def test_every_code_is_true_and_every_share_whole(connection: sqlite3.Connection) -> None:
    codes = [code for (code,) in connection.execute("SELECT uscc FROM enterprise WHERE uscc <> ''")]
    assert len(codes) > 400
    assert [read_uscc(code) for code in codes] == codes
    shares = connection.execute(
        "SELECT sum(c.share_bp) FROM credit c JOIN unit u ON u.id = c.unit_id GROUP BY c.project_id, u.group_key"
    ).fetchall()
    assert {share for (share,) in shares} == {10_000}


def test_nothing_lies_after_the_demos_own_day(connection: sqlite3.Connection) -> None:
    latest = [
        connection.execute(f"SELECT max(day) FROM {table}").fetchone()[0] for table in ("stage_event", "funds_arrival")
    ]
    latest += [
        connection.execute(f"SELECT max({column}) FROM {table}").fetchone()[0]
        for table, column in (
            ("extension_task", "accepted_on"),
            ("extension_letter", "due_on"),
            ("extension_letter", "answered_on"),
            ("lead_origin", "recorded_on"),
            ("bonus_claim", "notice_from"),
            ("bonus_part", "paid_on"),
            ("policy_grant", "granted_on"),
            ("fact_entry", "day"),
        )
    ]
    assert max(latest) <= demo_city()["today"].isoformat()


def test_it_is_the_same_every_time(demo: Office, tmp_path: Path) -> None:
    def content(office: Office) -> list[tuple[object, ...]]:
        reader = office.read()
        rows: list[tuple[object, ...]] = [
            (task.unit_id, task.origin_project, task.candidate, task.reason, task.letter_id)
            for task in tasks_of(reader)
        ]
        rows += reader.execute(
            "SELECT p.code, p.name, p.stage, p.signed_day, p.investment_fen, e.name, e.uscc FROM project p"
            " JOIN enterprise e ON e.id = p.enterprise_id ORDER BY p.id"
        ).fetchall()
        reader.close()
        return rows

    with build_demo(tmp_path / "office") as again:
        assert content(again) == content(demo)


def test_building_it_can_be_cancelled_and_tells_its_progress(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with pytest.raises(Cancelled):
        build_demo(
            tmp_path / "office",
            progress=lambda done, total: told.append((done, total)),
            cancelled=lambda: len(told) > 1,
        )
    assert told == [(0, 6), (1, 6)]


def test_the_neighbour_copied_the_measures_on_a_condition_and_pursues_two_of_ours(
    connection: sqlite3.Connection,
) -> None:
    (one,) = neighbours(connection, demo_city()["today"])
    assert (one.city, one.copies[0].version) == ("春来市", "2026-06-01")
    assert {found.industry for found in conflicts(connection, demo_city()["today"]) if found.kind == "重叠"} == {
        "机械配件",
        "电子电器",
    }


def test_what_the_measures_did_in_their_first_month(connection: sqlite3.Connection) -> None:
    first = effects(connection, demo_city()["measures_from"], demo_city()["today"]).first_month
    assert (first.signed, first.over, first.rank) == (112, 9, 3)


def test_the_chain_was_extended_and_a_lead_remembers_it(connection: sqlite3.Connection) -> None:
    rows = {row.unit: row for row in yields(connection, Period.parse("2026-07"), demo_city()["today"])}
    assert {unit: (row.letters, row.answers, row.leads, row.signed) for unit, row in rows.items()} == {
        "临沅区": (1, 1, 1, 0),
        "定国县": (1, 0, 0, 0),
    }
    late = [one.unit for one in letters_sent(connection) if one.is_late(demo_city()["today"])]
    assert late == ["定国县"]
    assert [(task.candidate_code, task.leads) for task in tasks_of(connection)] == [
        ("2926", 0),
        ("2319", 0),
        ("2926", 1),
    ]


def test_two_who_agreed_on_halves_get_half_a_million_each_and_cement_gets_nothing(
    connection: sqlite3.Connection,
) -> None:
    today = demo_city()["today"]
    bonus = bonus_of(connection, find_project(connection, "QY2026-00134"), today)
    assert bonus.ledger.total == 100 * WAN
    assert [one.share for one in bonus.referrers] == [5_000, 5_000]
    passed = {one.subject.name: one.brought for one in referral_map(connection, today)}
    (cement,) = passed["连山水泥有限公司"]
    assert cement.passed.state is State.NO
    assert "引荐企业产业" in cement.passed.note


def test_the_demo_shows_every_state_of_a_claim_on_its_way(connection: sqlite3.Connection) -> None:
    steps = {line.standing.step for line in worklist(connection, demo_city()["today"])}
    assert steps == set(Step) - {Step.STOPPED, Step.STALE}


def test_what_was_paid_for_a_project_that_turned_out_false_is_to_be_recovered(connection: sqlite3.Connection) -> None:
    (found,) = recoveries(connection, demo_city()["today"])
    assert (found.code, found.referrer, found.back) == ("QY2026-00078", "何丽", 3_800_00)
    assert "项目不实" in found.reason


def test_a_demo_of_an_earlier_day_knows_nothing_of_later_ones(tmp_path: Path) -> None:
    with build_demo(tmp_path / "office", today=dt.date(2026, 7, 10)) as office:
        reader = office.read()
        assert [one.answered_on for one in letters_sent(reader)] == [None, None]
        assert [task.leads for task in tasks_of(reader)] == [0, 0]
        reader.close()
