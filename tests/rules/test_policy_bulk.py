"""Matching very many subjects at once gives each the answer that it gets alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules import facts as names
from app.rules.facts import FACTS, Known, waiting
from app.rules.policy.bulk import Bulk
from app.rules.policy.conditions import All, AnyOf, Node, Not, State, evaluate
from app.rules.policy.conditions import Test as Comparison
from app.rules.stages import Stage

VALUES: dict[str, st.SearchStrategy[Any]] = {
    names.LEADING: st.booleans(),
    names.INVESTMENT: st.integers(0, 5),
    names.STAGE: st.sampled_from(Stage),
    names.SIGNED_ON: st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 5)),
    names.CODES: st.sampled_from([("268",), ("2681", "30"), ("14",)]),
    names.COUNTY: st.sampled_from(["甲", "乙"]),
    waiting(names.SIGNED_ON): st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 5)),
}
TESTS = st.one_of(
    st.builds(Comparison, st.just(FACTS[names.LEADING]), st.just("is"), st.booleans()),
    st.builds(
        Comparison,
        st.just(FACTS[names.INVESTMENT]),
        st.sampled_from(["at_least", "at_most", "less_than"]),
        st.integers(0, 5),
    ),
    st.builds(Comparison, st.just(FACTS[names.STAGE]), st.just("reached"), st.sampled_from(Stage)),
    st.builds(
        Comparison,
        st.just(FACTS[names.SIGNED_ON]),
        st.sampled_from(["on_or_after", "on_or_before", "before"]),
        VALUES[names.SIGNED_ON],
    ),
    st.builds(Comparison, st.just(FACTS[names.CODES]), st.just("one_of"), st.sampled_from([("268",), ("30", "14")])),
    st.builds(Comparison, st.just(FACTS[names.COUNTY]), st.just("one_of"), st.just(("甲", "丙"))),
)
TREES = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.builds(lambda parts: All(tuple(parts)), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: AnyOf(tuple(parts)), st.lists(inner, min_size=1, max_size=3)),
        st.builds(Not, inner),
    ),
    max_leaves=8,
)
SUBJECTS = st.lists(
    st.fixed_dictionaries({name: st.none() | values for name, values in VALUES.items()}), min_size=1, max_size=12
)


@given(TREES, SUBJECTS, st.booleans(), st.none() | VALUES[names.SIGNED_ON])
def test_together_as_alone(tree: Node, subjects: list[dict[str, Any]], prepared: bool, on: dt.date | None) -> None:
    columns = {name: [one[name] for one in subjects] for name in VALUES}
    alone = [
        evaluate(tree, {name: Known(value, "") for name, value in one.items() if value is not None}, on)
        for one in subjects
    ]
    bulk = Bulk(columns, len(subjects), on)
    if prepared:
        bulk.prepare([tree])
    assert [State(one) for one in bulk.states(tree)] == alone
    assert sum(bulk.counts(tree).values()) == len(subjects)


def test_a_fact_without_a_column_is_unknown_for_all() -> None:
    assert Bulk({}, 3).states(Comparison(FACTS[names.COUNTY], "is", "甲")) == bytes([State.COULD] * 3)


def test_a_deadline_that_passed_without_a_column_is_missed_by_all() -> None:
    signed = Comparison(FACTS[names.SIGNED_ON], "before", dt.date(2026, 10, 1))
    assert Bulk({}, 2, dt.date(2026, 11, 20)).states(signed) == bytes([State.NO] * 2)
    assert Bulk({}, 2, dt.date(2026, 9, 30)).states(Not(signed)) == bytes([State.COULD] * 2)


def test_more_than_256_different_values_are_told_apart() -> None:
    column = list(range(1000))
    states = Bulk({names.INVESTMENT: column}, 1000).states(Comparison(FACTS[names.INVESTMENT], "less_than", 500))
    assert states == bytes([State.YES] * 500 + [State.NO] * 500)


@pytest.mark.parametrize("known", [{}, {names.SIGNED_ON: [None, None, None]}], ids=["no column", "column"])
def test_an_event_on_record_in_time_that_waits_to_be_verified_is_not_missed(known: dict[str, Any]) -> None:
    deadline = dt.date(2026, 10, 1)
    days = [dt.date(2026, 9, 20), dt.date(2026, 10, 20), None]
    signed = Comparison(FACTS[names.SIGNED_ON], "before", deadline)
    bulk = Bulk({**known, waiting(names.SIGNED_ON): days}, 3, dt.date(2026, 11, 20))
    states = [State.COULD, State.NO, State.NO]
    assert bulk.states(signed) == bytes(states)
    facts = [{} if day is None else {waiting(names.SIGNED_ON): Known(day, "")} for day in days]
    assert [evaluate(signed, one, dt.date(2026, 11, 20)) for one in facts] == states
