"""以商招商 (domain.md §5): one after the other, nothing shortened, ended where the project ended, cement told why."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.rules import facts as names
from app.rules.facts import Known, Value
from app.rules.policy.benefits import Brought, ReferralMap, Schedule, Start, YearRate
from app.rules.policy.conditions import State
from app.rules.policy.document import Outcome, Rule
from app.rules.policy.reading import read_condition
from app.rules.policy.referral import BroughtProject, Tie, clause_lines, passed_on

MAP = ReferralMap(
    kind="referral", tax="企业所得税", share="市级留成", map=(Brought(full=3, half=2, gives_full=1, gives_half=1),)
)
FULL = Schedule(kind="schedule", tax="企业所得税", share="市级留成", full=3, half=2, start=Start.PRODUCING)
NEW = BroughtProject(
    name="香精项目",
    signed_on=dt.date(2026, 6, 10),
    supported=True,
    supported_text="日用化工，属于主导产业",
    tie=Tie("香精供应日化", "产业资料"),
    schedule=FULL,
    schedule_clause="第十三条",
    schedule_missing="",
    producing_on=dt.date(2027, 3, 1),
    first_year=2027,
)


TODAY = dt.date(2026, 12, 20)
RULE = Rule(
    when=read_condition(
        {
            "all": [
                {"fact": "本地企业", "is": True},
                {"not": {"fact": "行业代码", "one_of": ["30"]}},
                {"any": [{"fact": "年度税收", "at_least": "9亿元"}, {"fact": "主导产业", "is": True}]},
            ]
        }
    ),
    benefit=MAP,
    bonus=None,
    level="不限",
    overlap=None,
    valid_from=None,
    valid_to=None,
    review=Outcome.IN_FORCE,
    review_paper="审1号",
)
"""The clause on 以商招商, with conditions of its own on the referrer."""
REFERRER = {
    names.LOCAL: Known(value=True, source="企业档案"),
    names.CODES: Known(("268",), "企业的项目"),
    names.LEADING: Known(value=False, source="目录"),
    names.TAX: Known(1_000_000_000_00, "完税证明"),
}


def years(schedule: tuple[YearRate, ...]) -> dict[int, int]:
    return {one.year: one.rate for one in schedule}


def test_three_and_two_give_one_and_one_from_the_year_of_production() -> None:
    (passed,) = passed_on(MAP, [NEW], [])
    assert (passed.state, years(passed.schedule), passed.assumed) == (State.YES, {2027: 100, 2028: 50}, False)


def test_several_follow_one_another_and_never_overlap() -> None:
    later = replace(NEW, name="二", first_year=2028, producing_on=dt.date(2028, 2, 29))
    third = replace(NEW, name="三", first_year=2040)
    found = passed_on(MAP, [later, NEW, third], [])
    assert [years(one.schedule) for one in found] == [
        {2029: 100, 2030: 50},
        {2027: 100, 2028: 50},
        {2040: 100, 2041: 50},
    ]
    assert "顺延自2029年起" in found[0].note


def test_the_referrers_own_running_holiday_is_not_shortened() -> None:
    own = [YearRate(2026, 100), YearRate(2027, 50), YearRate(2028, 50)]
    (passed,) = passed_on(MAP, [NEW], own)
    assert years(passed.schedule) == {2029: 100, 2030: 50}
    assert "本企业自身扶持至2028年" in passed.note


def test_termination_ends_it_from_the_stated_day_and_the_next_moves_up() -> None:
    ended = replace(NEW, terminated_on=dt.date(2027, 9, 30))
    after = replace(NEW, name="二", first_year=2028)
    first, second = passed_on(MAP, [ended, after], [])
    assert (years(first.schedule), first.ended_on) == ({2027: 100}, dt.date(2027, 9, 30))
    assert "自2027-09-30起停止" in first.benefit
    assert years(second.schedule) == {2028: 100, 2029: 50}


def test_terminated_before_production_gives_nothing() -> None:
    dead = replace(NEW, producing_on=None, terminated_on=dt.date(2026, 12, 1))
    (passed,) = passed_on(MAP, [dead], [])
    assert (passed.state, passed.schedule) == (State.NO, ())
    assert "2026-12-01终止" in passed.note


def test_not_signed_yet_could_and_production_is_assumed() -> None:
    (passed,) = passed_on(MAP, [replace(NEW, signed_on=None, producing_on=None)], [])
    assert (passed.state, passed.assumed) == (State.COULD, True)
    assert "尚未投产，假定自2027年起" in passed.note


def test_what_the_brought_project_still_lacks_keeps_it_open() -> None:
    (passed,) = passed_on(MAP, [replace(NEW, schedule_missing="认定投资额还差320万元")], [])
    assert passed.state is State.COULD
    assert "被引荐项目认定投资额还差320万元" in [one.short for one in passed.conditions]


def test_no_tie_no_support_no_schedule_each_is_told() -> None:
    for change, word in (
        ({"tie": None}, "产业关联"),
        ({"supported": False, "supported_text": "食品，不在主导产业目录内"}, "食品"),
        ({"schedule": None}, "没有可以对应"),
    ):
        (passed,) = passed_on(MAP, [replace(NEW, **change)], [])
        assert passed.state is State.NO
        assert word in passed.note


def test_cement_refers_gets_nothing_and_is_told_why() -> None:
    cement = {names.CODES: Known(("3011",), "企业的项目"), names.LOCAL: Known(value=True, source="企业档案")}
    (passed,) = passed_on(MAP, [NEW], [], clause=clause_lines(RULE, cement, TODAY))
    assert (passed.state, passed.schedule) == (State.NO, ())
    assert "实际为3011" in passed.note
    assert "实际为3011" in passed.barred


def test_a_schedule_that_the_map_does_not_name_gives_nothing() -> None:
    small = Schedule(kind="schedule", tax="企业所得税", share="市级留成", full=1, half=1)
    (passed,) = passed_on(MAP, [replace(NEW, schedule=small)], [])
    assert (passed.state, passed.note) == (State.NO, "不享受：对照表没有列入被引荐项目的扶持")


@pytest.mark.parametrize(
    ("known", "state"),
    [
        ({}, State.YES),
        ({names.TAX: 800_000_000_00}, State.COULD),
        ({names.TAX: None}, State.COULD),
        ({names.LOCAL: False}, State.NO),
        ({names.CODES: None}, State.COULD),
        ({names.TAX: None, names.LEADING: True}, State.YES),
    ],
    ids=str,
)
def test_the_clauses_own_conditions_are_asked_of_the_referrer(known: dict[str, Value | None], state: State) -> None:
    changed = {name: None if value is None else Known(value, "") for name, value in known.items()}
    facts = {name: one for name, one in {**REFERRER, **changed}.items() if one is not None}
    (passed,) = passed_on(MAP, [NEW], [], clause=clause_lines(RULE, facts, TODAY))
    assert passed.state is state
    assert bool(passed.barred) is (state is State.NO)


@pytest.mark.parametrize(
    ("change", "state", "word"),
    [
        ({"valid_to": dt.date(2026, 12, 20)}, State.YES, ""),
        ({"valid_to": dt.date(2026, 12, 19)}, State.NO, "不在其内"),
        ({"valid_from": dt.date(2026, 12, 21)}, State.NO, "不在其内"),
        ({"review": Outcome.REPEALED}, State.NO, "已废止"),
        ({"review": Outcome.UNDER_REVIEW}, State.NO, "审查中"),
        ({"review": Outcome.HISTORY}, State.NO, "仅供查考"),
    ],
    ids=str,
)
def test_outside_its_validity_or_without_its_review_nothing_is_passed_on(
    change: dict[str, dt.date | Outcome], state: State, word: str
) -> None:
    (passed,) = passed_on(MAP, [NEW], [], clause=clause_lines(replace(RULE, **change), REFERRER, TODAY))
    assert passed.state is state
    assert word in passed.note
    assert bool(passed.schedule) is (state is State.YES)


def test_granted_years_stand_and_the_others_are_laid_out_around_them() -> None:
    first, second, third = (replace(NEW, name=str(key), key=key, first_year=2027) for key in (1, 2, 3))
    granted = {2: (YearRate(2029, 100), YearRate(2030, 50))}
    found = passed_on(MAP, [first, second, third], [], granted=granted)
    assert [years(one.schedule) for one in found] == [
        {2027: 100, 2028: 50},
        {2029: 100, 2030: 50},
        {2031: 100, 2032: 50},
    ]
    assert "已兑现" in found[1].note
    gone = passed_on(MAP, [replace(third, first_year=2028)], [], granted=granted)
    assert years(gone[0].schedule) == {2031: 100, 2032: 50}
    assert "不重叠" in gone[0].note
