"""A tree of conditions under revision: what goes in comes out, and every node knows its place."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.facts import FACTS, Fact, Kind
from app.rules.policy.conditions import OPERATORS
from app.rules.policy.reading import FITTING, condition_faults, read_condition
from app.rules.policy.trees import (
    Branch,
    add_beside,
    branch_of,
    first_value,
    found_at,
    in_words,
    moved,
    new_test,
    removed,
    wrapped,
)

DEEP: dict[str, Any] = {
    "all": [
        {"fact": "主导产业", "is": True},
        {"not": {"any": [{"fact": "县区", "one_of": ["甲", "乙"]}, {"not": {"fact": "本地企业", "is": True}}]}},
        {"fact": "认定投资额", "at_least": "1亿元"},
    ]
}


def value_of(fact: Fact, operator: str) -> st.SearchStrategy[Any]:
    match fact.kind:
        case Kind.MONEY:
            return st.integers(1, 10**12).map(lambda fen: f"{fen}元")
        case Kind.NUMBER:
            return st.integers(0, 10**6)
        case Kind.DAY:
            return st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
        case Kind.STAGE:
            return st.sampled_from(["线索", "签约", "投产", "见效"])
        case Kind.FLAG:
            return st.booleans()
        case Kind.CODES:
            return st.lists(st.from_regex("(0[1-9]|[1-9][0-9])[0-9]{0,2}", fullmatch=True), min_size=1, max_size=3)
        case _ if operator == "one_of":
            return st.lists(st.sampled_from(["食品", "包装", "造纸"]), min_size=1, max_size=3)
        case _:
            return st.sampled_from(["食品", "包装"])


@st.composite
def comparisons(draw: st.DrawFn) -> dict[str, Any]:
    fact = draw(st.sampled_from(list(FACTS.values())))
    operator = draw(st.sampled_from(FITTING[fact.kind]))
    return {"fact": fact.name, operator: draw(value_of(fact, operator))}


CONDITIONS = st.recursive(
    comparisons(),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=12,
)


@given(CONDITIONS)
def test_a_tree_that_is_not_touched_comes_out_as_it_went_in(raw: dict[str, Any]) -> None:
    branch = branch_of(raw)
    assert branch.plain() == raw
    assert read_condition(branch.plain()) == read_condition(raw)


@given(CONDITIONS)
def test_every_node_is_found_at_its_own_place(raw: dict[str, Any]) -> None:
    root = branch_of(raw)
    assert all(found_at(root, node.place()) is node for node in root.walk())


@given(CONDITIONS)
def test_every_contradiction_is_told_at_a_node_of_the_tree(raw: dict[str, Any]) -> None:
    root = branch_of(raw)
    places = {node.place() for node in root.walk()}
    assert all(one.place.removesuffix(".all").removesuffix(".any") in places for one in condition_faults(raw))


def test_places_count_from_one_and_name_the_negation() -> None:
    root = branch_of(DEEP)
    inner = root.parts[1].parts[1]
    assert inner.place() == "when.all[2].not.any[2].not"
    assert found_at(root, "when.all[2].not.any[2]") is inner
    assert found_at(root, "when.all[9]") is root
    assert found_at(root, "benefit.full") is None


def test_conditions_are_added_where_the_cursor_is() -> None:
    root = branch_of(DEEP)
    root = add_beside(root, root.parts[0], Branch("fact", fact="县区", operator="is", value="丙"))
    assert [part.fact for part in root.parts] == ["主导产业", "县区", "", "认定投资额"]
    root = add_beside(root, root.parts[2], new_test("设备投资"))
    assert root.parts[2].parts[-1].plain() == {"fact": "设备投资", "at_least": ""}


def test_the_first_condition_beside_a_single_one_makes_a_group() -> None:
    alone = branch_of({"fact": "项目阶段", "reached": "签约"})
    root = add_beside(alone, alone, new_test())
    assert root.plain() == {"all": [{"fact": "项目阶段", "reached": "签约"}, {"fact": "认定投资额", "at_least": ""}]}
    assert add_beside(None, None, alone) is alone


def test_wrapping_moving_and_removing_keep_the_rest() -> None:
    root = branch_of(DEEP)
    second = root.parts[1]
    assert wrapped(root, second, "any") is root
    assert root.parts[1].parts == [second]
    assert second.place() == "when.all[2].any[1].not"
    assert moved(root.parts[2], -1)
    assert not moved(root.parts[0], -1)
    assert [part.word for part in root.parts] == ["fact", "fact", "any"]
    assert removed(root, second) is root
    assert [part.fact for part in root.parts] == ["主导产业", "认定投资额"]
    alone = branch_of({"any": [{"fact": "主导产业", "is": True}]})
    assert removed(alone, alone.parts[0]) is None


def test_another_fact_of_the_same_kind_keeps_comparison_and_value() -> None:
    node = branch_of({"fact": "认定投资额", "at_most": "1亿元"})
    node.choose_fact("设备投资")
    assert node.plain() == {"fact": "设备投资", "at_most": "1亿元"}
    node.choose_fact("主导产业")
    assert node.plain() == {"fact": "主导产业", "is": True}


def test_one_text_becomes_a_list_and_back() -> None:
    node = branch_of({"fact": "县区", "is": "甲"})
    node.choose_operator("one_of")
    assert node.plain() == {"fact": "县区", "one_of": ["甲"]}
    node.choose_operator("is")
    assert node.plain() == {"fact": "县区", "is": "甲"}


@pytest.mark.parametrize(
    "raw", ["不是条件", {"all": "x"}, {"fact": 3}, {"fact": "县区", "is": "甲", "one_of": ["乙"]}, None]
)
def test_what_cannot_be_understood_is_shown_as_a_condition_to_fill_in(raw: object) -> None:
    node = branch_of(raw)
    assert (node.word, node.fact, in_words(node)) == ("fact", "", "（还没有选事实）")


def test_a_new_condition_is_wrong_until_it_is_filled_in_or_right_at_once() -> None:
    wrong = {
        fact.name
        for fact in FACTS.values()
        if condition_faults({"fact": fact.name, FITTING[fact.kind][0]: first_value(fact, FITTING[fact.kind][0])})
    }
    assert wrong == {fact.name for fact in FACTS.values() if fact.kind in (Kind.MONEY, Kind.DAY, Kind.TEXT, Kind.CODES)}


def test_every_comparison_is_said_in_chinese() -> None:
    for fact in FACTS.values():
        for operator in FITTING[fact.kind]:
            assert OPERATORS[operator] in in_words(Branch("fact", fact=fact.name, operator=operator, value="甲"))
