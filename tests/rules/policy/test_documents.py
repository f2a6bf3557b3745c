"""A whole document: each fault that must be refused, with its place; and versions that may not stand side by side."""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.errors import Refused
from app.rules.policy.document import Measures, check_versions, examine, read_clause, read_document
from app.rules.policy.numbering import chinese, clause_number

CASES = yaml.safe_load((Path(__file__).parents[1] / "policy_cases" / "documents.yaml").read_text(encoding="utf-8"))
SOUND: dict[str, Any] = yaml.safe_load(
    """
title: 办法
valid_from: 2026-01-01
note: ''
chapters:
  - title: 一
    clauses:
      - {title: 总的, text: 总的。}
      - key: tax
        title: 税
        text: 税。
        rule:
          when: {fact: 主导产业, is: true}
          benefit: {kind: schedule, tax: 企业所得税, share: 市级留成, full: 3, half: 2, start: 投产}
          overlap: {matter: 扶持, rule: 就高}
          review: {outcome: 有效, paper: 审1号}
  - title: 二
    clauses:
      - key: equipment
        title: 设备
        text: 设备。
        rule:
          benefit: {kind: subsidy, of: 设备投资, rate: 5%, ceiling: 300万元}
          overlap: {matter: 补助, rule: 就高}
          review: {outcome: 审查中}
      - key: referral
        title: 引荐
        text: 引荐。
        rule:
          benefit: {kind: referral, tax: 税, share: 份, map: [{full: 3, half: 2, gives_full: 1, gives_half: 1}]}
          review: {outcome: 仅供查考}
      - key: bonus
        title: 奖金
        text: 奖金。
        rule:
          bonus: {tiers: [{rate: 3‰, up_to: 1000万元}, {rate: 4‰}], ceiling: 100万元, parts: {签约: 40, 见效: 60}}
"""
)


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    """The sound document with some places changed; None takes a place away."""
    raw = copy.deepcopy(SOUND)
    clauses = [clause for chapter in raw["chapters"] for clause in chapter["clauses"]]
    for path, value in changes.items():
        *way, name = path.split(".")
        inside: Any = clauses[int(way.pop(0)[1]) - 1] if path.startswith("第") else raw
        for step in way:
            inside = inside[step]
        if value is None and name != "valid_from":
            inside.pop(name)
        else:
            inside[name] = value
    return raw


def test_the_document_that_the_cases_start_from_is_sound() -> None:
    measures, faults = examine(SOUND)
    assert faults == ()
    assert measures is not None
    assert len(measures.clauses) == 5


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_fault_is_told_with_its_place(case: list[Any]) -> None:
    _, changes, place, reason = case
    measures, faults = examine(changed(changes))
    assert measures is None
    assert faults[0].place == place
    assert reason in faults[0].reason
    with pytest.raises(Refused, match="："):
        read_document(changed(changes))


def test_all_faults_are_told_in_the_order_of_the_document() -> None:
    raw = changed(
        {
            "title": "",
            "第5条.rule.bonus.parts": {"签约": 1},
            "第2条.rule.when": {"all": [{"fact": "天气"}, {"fact": "认定投资额", "at_least": "很多"}]},
            "第3条.key": "tax",
        }
    )
    places = [one.place for one in examine(raw)[1]]
    assert places == ["title", "第二条 when.all[1]", "第二条 when.all[2]", "第三条 key", "第五条 bonus"]


@pytest.mark.parametrize("whole", [None, [], {}, {"chapters": 3}, {"chapters": [3]}, {"chapters": [{"clauses": [3]}]}])
def test_what_is_no_document_is_told_and_does_not_break(whole: Any) -> None:
    measures, faults = examine(whole)
    assert measures is None
    assert all(fault.reason for fault in faults)
    assert faults


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.floats(),
    st.dates(),
    st.sampled_from(["", "tax", "第一条", "第二条", "NaN%", "签约", "主导产业", "有效", "schedule", "1万元", "30"]),
)
HEAD_WORDS = ["title", "valid_from", "valid_to", "note", "chapters", "clauses", "changes", "key", "clause", "text"]
RULE_WORDS = ["rule", "when", "all", "any", "not", "fact", "is", "at_least", "one_of", "benefit", "kind", "rate", "of"]
MORE_WORDS = ["ceiling", "map", "bonus", "tiers", "parts", "review", "outcome", "paper", "overlap", "matter"]
WORDS = st.sampled_from([*HEAD_WORDS, *RULE_WORDS, *MORE_WORDS])
NESTED = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=5), max_leaves=12
)
WHOLE = st.dictionaries(WORDS, NESTED, max_size=6)
CHANGE = st.fixed_dictionaries({}, optional={"key": NESTED, "clause": NESTED, "rule": NESTED, "text": NESTED})
CHAPTER = st.fixed_dictionaries({"title": LEAVES, "clauses": NESTED})
AMENDING = st.fixed_dictionaries(
    {"amends": st.sampled_from([SOUND["valid_from"], dt.date(2000, 1, 1), "x", [1]])},
    optional={
        "changes": st.lists(CHANGE, max_size=2) | NESTED,
        "chapters": st.lists(CHAPTER, max_size=2) | NESTED,
        "title": NESTED,
        "valid_from": NESTED,
    },
)


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in nested data, each with all the steps that lead to it."""
    steps: list[Any] = []
    if isinstance(value, dict):
        steps = list(value)
    elif isinstance(value, list):
        steps = list(range(len(value)))
    return [*([way] if way else []), *(found for step in steps for found in places(value[step], (*way, step)))]


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, Any]:
    """The sound document with something else at one of its places."""
    raw = copy.deepcopy(SOUND)
    *way, last = draw(st.sampled_from(places(raw)))
    inside: Any = raw
    for step in way:
        inside = inside[step]
    inside[last] = draw(NESTED)
    return raw


@settings(max_examples=300)
@given(st.one_of(WHOLE, AMENDING, spoilt()))
def test_whatever_is_entered_is_refused_and_never_breaks(raw: dict[str, Any]) -> None:
    with contextlib.suppress(Refused):
        read_document(raw, [SOUND])


@pytest.mark.parametrize(
    "change",
    [
        {"chapters": [{"title": "a", "clauses": 5}]},
        {"chapters": [{"title": "a", "clauses": {"第一条": 1}}]},
        {"chapters": [3]},
        {"changes": [{"key": ["a"]}]},
        {"changes": [{"clause": ["a"]}]},
        {"changes": [{"clause": {}, "key": {}}]},
        {"changes": 7},
    ],
    ids=str,
)
def test_an_amendment_of_a_wrong_shape_is_refused(change: dict[str, Any]) -> None:
    head = {"amends": SOUND["valid_from"], "title": "修订", "valid_from": dt.date(2027, 1, 1)}
    with pytest.raises(Refused):
        read_document({**head, **change}, [SOUND])


def test_one_clause_is_read_by_itself() -> None:
    clause = SOUND["chapters"][0]["clauses"][1]
    found = read_clause(clause)
    assert found is not None
    assert found.rule is not None
    assert read_clause({**clause, "title": ""}) is None
    assert read_clause({**clause, "key": ""}) is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (234, "二百三十四"),
    ],
)
def test_numbers_of_clauses_in_chinese(number: int, words: str) -> None:
    assert chinese(number) == words
    assert clause_number(number) == f"第{words}条"


def version(day: str, amends: str = "") -> Measures:
    return Measures("办法", dt.date.fromisoformat(day), "", (), None, dt.date.fromisoformat(amends) if amends else None)


def test_versions_that_follow_one_another_may_stand() -> None:
    check_versions([version("2026-10-01", "2026-06-01"), version("2026-06-01"), version("2027-01-01", "2026-10-01")])


@pytest.mark.parametrize(
    ("versions", "told"),
    [
        ([version("2026-06-01"), version("2026-06-01")], "两个版本都自2026-06-01起"),
        ([version("2026-06-01"), version("2026-05-31", "2026-06-01")], "要晚于被修订的2026-06-01版"),
        ([version("2026-06-01"), version("2026-06-01", "2026-06-01")], "两个版本都自"),
        ([version("2026-06-01"), version("2026-08-01"), version("2026-10-01", "2026-06-01")], "还有2026-08-01版"),
        (
            [version("2026-06-01"), version("2026-10-01", "2026-06-01"), version("2027-01-01", "2026-06-01")],
            "请改为修订2026-10-01版",
        ),
    ],
)
def test_versions_that_overlap_or_precede_wrongly_are_refused(versions: list[Measures], told: str) -> None:
    with pytest.raises(Refused, match=told):
        check_versions(versions)
