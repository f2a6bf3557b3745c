"""The cases of tests/rules/policy_cases: tables that a lawyer can read, each row decided by the shipped measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.rules import facts as names
from app.rules.bonus import identity_fault, registration_fault
from app.rules.facts import FACTS, Kind, Known, Value
from app.rules.money import YUAN, read_money
from app.rules.policy.benefits import Schedule, Start, by_year, first_year
from app.rules.policy.document import Measures, in_force, read_document
from app.rules.policy.matching import match
from app.rules.policy.reading import Misfit, contradictions, read_condition
from app.rules.stages import Stage
from app.services.policy.policies import shipped

CASES = Path(__file__).parent / "policy_cases"
LEAST = 120
_TABLES = ("contradictions", "documents", "validity", "schedules")
ON = {"2019-01-01": dt.date(2026, 5, 31), "2026-06-01": dt.date(2026, 9, 30), "2026-10-01": dt.date(2027, 6, 1)}


def load(name: str) -> Any:
    return yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))


def version(day: dt.date) -> Measures:
    return next(one for one in shipped() if one.valid_from == day)


def known(name: str, cell: Any) -> Value:
    match FACTS[name].kind:
        case Kind.MONEY:
            return read_money(cell, None) or 0
        case Kind.STAGE:
            return Stage.from_label(cell)
        case Kind.FLAG:
            return {"是": True, "否": False}[cell]
        case Kind.CODES:
            return (cell,)
        case _:
            return cell


def facts_of(cells: dict[str, Any]) -> dict[str, Known]:
    return {name: Known(known(name, cell), "判例") for name, cell in cells.items() if cell != ""}


def clause_cases() -> Iterator[Any]:
    for sheet in load("clauses"):
        for row in sheet["判例"]:
            cells = dict(zip(sheet["表头"], row, strict=True))
            yield pytest.param(sheet["版本"], sheet["条款"], cells, id=f"{sheet['版本']}-{sheet['条款']}-{row[0]}")


@pytest.mark.parametrize("first,key,cells", clause_cases())
def test_clause(first: dt.date, key: str, cells: dict[str, Any]) -> None:
    facts = facts_of({name: cell for name, cell in cells.items() if name in FACTS})
    found = {one.clause.key: one for one in match(version(first), facts, ON[str(first)])}[key]
    assert found.state.label == cells["结论"]
    assert "；".join(found.missing) == cells["还差"]


@pytest.mark.parametrize("case", load("contradictions"), ids=lambda case: case[0])
def test_contradiction(case: list[Any]) -> None:
    _, condition, place, reason = case
    try:
        faults = contradictions(read_condition(condition))
    except Misfit as misfit:
        faults = [misfit]
    assert [one.place for one in faults] == [place]
    assert reason in faults[0].reason


@pytest.mark.parametrize("case", load("schedules"), ids=lambda case: case[0])
def test_schedule(case: list[Any]) -> None:
    _, full, half, start, cells, on, assumed, wanted = case
    schedule = Schedule(
        kind="schedule", tax="企业所得税", share="市级留成部分", full=full, half=half, start=Start(start)
    )
    first = first_year(schedule.start, facts_of(cells), on)
    assert first.assumed is (assumed == "是")
    assert {one.year: one.rate for one in by_year(schedule.rates, first.year)} == wanted


@pytest.mark.parametrize("case", load("bonus")["totals"], ids=lambda case: case[0])
def test_bonus_total(case: list[Any]) -> None:
    _, invested, yuan = case
    found = version(dt.date(2026, 6, 1)).bonus
    assert found is not None
    assert found[1].total(read_money(invested, None) or 0) == round(yuan * YUAN)


@pytest.mark.parametrize("case", load("bonus")["registration"], ids=lambda case: case[0])
def test_registration(case: list[Any]) -> None:
    _, signed, registered, days, wanted = case
    found = version(dt.date(2026, 6, 1)).bonus
    assert found is not None
    rule = found[1].model_copy(update={"days_after": days})
    assert (registration_fault(rule, registered or None, signed) == "") is (wanted == "是")


@pytest.mark.parametrize("case", load("bonus")["identities"], ids=str)
def test_identity(case: list[Any]) -> None:
    first, identity, wanted = case
    found = version(first).bonus
    assert found is not None
    words, excluded = identity_fault(found[1], identity)
    assert ("排除" if excluded else "提示" if words else "无") == wanted


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        ("2018-12-31", None),
        ("2019-01-01", "2019-01-01"),
        ("2026-05-31", "2019-01-01"),
        ("2026-06-01", "2026-06-01"),
        ("2026-09-30", "2026-06-01"),
        ("2026-10-01", "2026-10-01"),
        ("2032-02-29", "2026-10-01"),
    ],
)
def test_the_version_of_the_day_is_chosen(day: str, wanted: str | None) -> None:
    found = in_force(shipped(), dt.date.fromisoformat(day))
    assert (found.version if found else None) == wanted


def test_there_are_enough_cases() -> None:
    bonus = load("bonus")
    count = len(list(clause_cases())) + sum(len(load(name)) for name in _TABLES)
    assert count + sum(map(len, bonus.values())) >= LEAST


def test_of_two_clauses_of_one_matter_the_better_is_enjoyed() -> None:
    clauses = [_clause("a", 1, 1), _clause("b", 2, 0), _clause("c", 3, 2, "审查中")]
    raw = {
        "title": "办法",
        "valid_from": dt.date(2026, 1, 1),
        "note": "",
        "chapters": [{"title": "章", "clauses": clauses}],
    }
    facts = facts_of({names.LEADING: "是", names.TERMINATED: "否"})
    found = {one.clause.key: one for one in match(read_document(raw), facts, dt.date(2026, 2, 1))}
    assert (found["a"].entitled, found["b"].entitled, found["c"].entitled) == (False, True, False)
    assert found["a"].yields_to == "第二条"
    assert "不得对外承诺" in found["c"].note


def test_of_two_clauses_worth_the_same_the_higher_level_is_enjoyed() -> None:
    lower, higher = _clause("a", 1, 1), _clause("b", 1, 1)
    lower["rule"]["level"], higher["rule"]["level"] = "较低", "全额"
    raw = {
        "title": "办法",
        "valid_from": dt.date(2026, 1, 1),
        "note": "",
        "chapters": [{"title": "章", "clauses": [lower, higher]}],
    }
    facts = facts_of({names.LEADING: "是", names.TERMINATED: "否"})
    found = {one.clause.key: one for one in match(read_document(raw), facts, dt.date(2026, 2, 1))}
    assert (found["a"].entitled, found["b"].entitled) == (False, True)


def _clause(key: str, full: int, half: int, outcome: str = "有效") -> dict[str, Any]:
    benefit = {"kind": "schedule", "tax": "企业所得税", "share": "市级留成", "full": full, "half": half}
    rule = {
        "when": {"fact": "主导产业", "is": True},
        "benefit": benefit,
        "overlap": {"matter": "税收", "rule": "就高"},
        "review": {"outcome": outcome, "paper": "审〔2026〕1号"},
    }
    return {"key": key, "title": key, "text": key, "rule": rule}
