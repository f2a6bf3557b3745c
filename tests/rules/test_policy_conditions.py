"""What could still come to hold: growth helps upwards only, negation turns it round, alternatives take the nearest."""

from __future__ import annotations

import pytest

from app.rules.facts import FACTS, Known
from app.rules.policy.bulk import Bulk
from app.rules.policy.conditions import All, Not, State, evaluate, missing, weighed
from app.rules.policy.reading import contradictions, read_condition
from app.rules.stages import Stage

KNOWN = {
    "认定投资额": Known(6_000_000_00, "档案"),
    "项目阶段": Known(Stage.SIGNED, "档案"),
    "主导产业": Known(value=False, source="目录"),
}
ENOUGH = {"fact": "认定投资额", "at_least": "500万元"}
MORE = {"fact": "认定投资额", "at_least": "1000万元"}
SMALL = {"fact": "认定投资额", "less_than": "500万元"}
STARTED = {"fact": "项目阶段", "reached": "开工"}
SIGNED = {"fact": "项目阶段", "reached": "签约"}
LEADING = {"fact": "主导产业", "is": True}
UNKNOWN = {"fact": "设备投资", "at_least": "1万元"}


@pytest.mark.parametrize(
    ("raw", "state"),
    [
        (ENOUGH, State.YES),
        (MORE, State.COULD),
        (SMALL, State.NO),
        ({"not": ENOUGH}, State.NO),
        ({"not": MORE}, State.YES),
        ({"not": SMALL}, State.YES),
        ({"not": {"fact": "认定投资额", "less_than": "1000万元"}}, State.COULD),
        ({"not": STARTED}, State.YES),
        ({"not": SIGNED}, State.NO),
        (UNKNOWN, State.COULD),
        ({"not": UNKNOWN}, State.COULD),
        ({"all": [ENOUGH, MORE]}, State.COULD),
        ({"all": [MORE, LEADING]}, State.NO),
        ({"any": [LEADING, MORE]}, State.COULD),
        ({"any": [LEADING, ENOUGH]}, State.YES),
        ({"not": {"any": [LEADING, ENOUGH]}}, State.NO),
        ({"not": {"all": [LEADING, ENOUGH]}}, State.YES),
        ({"not": {"not": MORE}}, State.COULD),
    ],
    ids=str,
)
def test_state(raw: dict, state: State) -> None:
    assert evaluate(read_condition(raw), KNOWN) is state


def test_a_rule_that_asks_for_nothing_holds_for_all() -> None:
    assert evaluate(All(()), KNOWN) is State.YES
    assert evaluate(Not(All(())), KNOWN) is State.NO
    assert Bulk({}, 2).states(All(())) == bytes([State.YES, State.YES])


def test_of_alternatives_the_nearest_is_told() -> None:
    tree = read_condition({"any": [{"all": [MORE, STARTED]}, UNKNOWN]})
    assert missing(tree, KNOWN) == ["设备投资未登记（要求不低于1万元）"]


def test_a_negated_line_says_what_is_required_really() -> None:
    (line,) = weighed(read_condition({"not": ENOUGH}), KNOWN)
    assert (line.required, line.actual, line.ok) == ("低于500万元", "600万元", False)


def test_bounds_that_meet_at_an_allowed_value_are_no_contradiction() -> None:
    exact = {"all": [{"fact": "认定投资额", "at_least": "1亿元"}, {"fact": "认定投资额", "at_most": "1亿元"}]}
    assert contradictions(read_condition(exact)) == []


def test_every_fact_can_be_asked_about() -> None:
    assert all(name == fact.name for name, fact in FACTS.items())
