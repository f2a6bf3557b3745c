"""What could still come to hold: growth helps upwards only, negation turns it round, alternatives take the nearest."""

from __future__ import annotations

import datetime as dt

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


SIGNED_BEFORE = {"fact": "签约日期", "before": dt.date(2026, 10, 1)}
SIGNED_UNTIL = {"fact": "签约日期", "on_or_before": dt.date(2026, 10, 1)}
SIGNED_SINCE = {"fact": "签约日期", "on_or_after": dt.date(2026, 10, 1)}


@pytest.mark.parametrize(
    ("raw", "on", "state"),
    [
        (SIGNED_BEFORE, "2026-09-30", State.COULD),
        (SIGNED_BEFORE, "2026-10-01", State.NO),
        (SIGNED_UNTIL, "2026-10-01", State.COULD),
        (SIGNED_UNTIL, "2026-10-02", State.NO),
        (SIGNED_SINCE, "2030-01-01", State.COULD),
        ({"not": SIGNED_SINCE}, "2026-09-30", State.COULD),
        ({"not": SIGNED_SINCE}, "2026-10-01", State.NO),
        ({"not": SIGNED_BEFORE}, "2030-01-01", State.COULD),
        ({"not": SIGNED_UNTIL}, "2030-01-01", State.COULD),
        ({"any": [SIGNED_BEFORE, MORE]}, "2030-01-01", State.COULD),
    ],
    ids=str,
)
def test_an_event_that_has_not_come_may_come_too_late(raw: dict, on: str, state: State) -> None:
    day = dt.date.fromisoformat(on)
    node = read_condition(raw)
    assert evaluate(node, KNOWN, day) is state
    assert (missing(node, KNOWN, day) == []) is (state is not State.COULD)


def test_a_missed_deadline_is_told_as_missed() -> None:
    (line,) = weighed(read_condition(SIGNED_BEFORE), {}, dt.date(2026, 11, 20))
    assert (line.ok, line.state) == (False, State.NO)
    assert "赶不上" in line.short


def test_an_unknown_day_is_told_once_with_all_that_is_asked_of_it() -> None:
    known = {"项目阶段": Known(Stage.LEAD, "档案")}
    dates = [{"fact": "签约日期", "on_or_after": dt.date(2026, 6, 1)}, SIGNED_BEFORE]
    wanted = "不早于2026-06-01、早于2026-10-01"
    alone = read_condition({"all": dates})
    assert missing(alone, known, dt.date(2026, 9, 1)) == [f"签约日期未登记（要求{wanted}）"]
    together = read_condition({"all": [SIGNED, *dates]})
    assert missing(together, known, dt.date(2026, 9, 1)) == ["尚未签约（现为线索）", f"签约日期要求{wanted}"]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (MORE, "认定投资额还差400万元"),
        ({"not": {"fact": "认定投资额", "less_than": "1000万元"}}, "认定投资额还差400万元"),
        ({"not": {"fact": "认定投资额", "at_most": "1000万元"}}, "认定投资额还差400万元以上（要求超过1,000万元）"),
        ({"not": {"fact": "认定投资额", "at_most": "600万元"}}, "认定投资额要求超过600万元，实际为600万元"),
    ],
    ids=str,
)
def test_how_far_it_is_is_told_whichever_way_it_is_put(raw: dict, told: str) -> None:
    assert missing(read_condition(raw), KNOWN) == [told]


def test_a_line_for_programs_holds_no_more_than_was_agreed() -> None:
    (line,) = weighed(read_condition(MORE), KNOWN)
    assert set(line.to_json()) == {"fact", "required", "actual", "ok", "source"}


def test_bounds_that_meet_at_an_allowed_value_are_no_contradiction() -> None:
    exact = {"all": [{"fact": "认定投资额", "at_least": "1亿元"}, {"fact": "认定投资额", "at_most": "1亿元"}]}
    assert contradictions(read_condition(exact)) == []


def test_every_fact_can_be_asked_about() -> None:
    assert all(name == fact.name for name, fact in FACTS.items())
