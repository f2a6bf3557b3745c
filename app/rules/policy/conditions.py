"""Conditions as a tree of all, any and not over named facts, and their answer: holds, could still hold, does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeAlias

from app.rules.facts import STAGE, Fact, Facts, Kind, Value, in_text, waiting
from app.rules.stages import Stage

OPERATORS = {
    "at_least": "不低于",
    "at_most": "不超过",
    "less_than": "低于",
    "is": "为",
    "one_of": "属于",
    "on_or_after": "不早于",
    "on_or_before": "不晚于",
    "before": "早于",
    "reached": "达到",
}
"""The comparisons that a condition may make, as a paper says them."""

_NEGATED = {
    "at_least": "低于",
    "at_most": "超过",
    "less_than": "不低于",
    "is": "不为",
    "one_of": "不属于",
    "on_or_after": "早于",
    "on_or_before": "晚于",
    "before": "不早于",
    "reached": "未达到",
}

UPWARDS = ("at_least", "reached")
"""The comparisons that growth can satisfy."""


class State(IntEnum):
    """The answer of a condition or a clause; the order is the one in which all takes the least, any the most."""

    NO = 0
    COULD = 1
    YES = 2

    @property
    def key(self) -> str:
        """The word for programs."""
        return ("not_applicable", "could", "applies")[self]

    @property
    def label(self) -> str:
        """The word for people."""
        return ("不适用", "可争取", "适用")[self]


@dataclass(frozen=True)
class Test:
    """One comparison of a fact with a required value."""

    fact: Fact
    operator: str
    value: Value

    def holds(self, actual: Any) -> bool:
        """Tell whether a known value satisfies the comparison; codes match by prefix (268 covers 2681)."""
        wanted: Any = self.value
        match self.operator:
            case "at_least" | "on_or_after" | "reached":
                return actual >= wanted
            case "at_most" | "on_or_before":
                return actual <= wanted
            case "less_than" | "before":
                return actual < wanted
            case "is":
                return actual == wanted
            case _ if self.fact.kind is Kind.CODES:
                return any(code.startswith(wanted) for code in actual)
            case _:
                return actual in wanted

    def can_change(self, negated: bool) -> bool:
        """Tell whether a subject that fails the comparison may still come to satisfy it."""
        return self.fact.grows and (self.operator in UPWARDS) is not negated

    def is_past(self, negated: bool, on: dt.date | None) -> bool:
        """Tell whether an event that has not come by a day comes too late for the comparison.

        On the last day of `on_or_before` the event may still come; without a day (`on` is None) nothing is too late.
        """
        if on is None or not isinstance(self.value, dt.date):
            return False
        match self.operator:
            case "before":
                return not negated and self.value <= on
            case "on_or_before":
                return not negated and self.value < on
            case "on_or_after":
                return negated and self.value <= on
            case _:
                return False

    def required(self, negated: bool) -> str:
        """Return what is required, in words: 不低于1,000万元."""
        if self.operator == "is" and isinstance(self.value, bool):
            return "是" if self.value is not negated else "否"
        return f"{(_NEGATED if negated else OPERATORS)[self.operator]}{in_text(self.fact, self.value)}"


@dataclass(frozen=True)
class All:
    """Holds where every part holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class AnyOf:
    """Holds where some part holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    """Holds where its part does not."""

    part: Node


Node: TypeAlias = Test | All | AnyOf | Not


@dataclass(frozen=True)
class Weighed:
    """One comparison with its outcome; `ok` is None where the fact is unknown, `short` says what is missing."""

    fact: str
    required: str
    actual: str
    ok: bool | None
    state: State
    source: str
    short: str = ""

    def to_json(self) -> dict[str, object]:
        """Return the line as the command line prints it for programs."""
        return {
            "fact": self.fact,
            "required": self.required,
            "actual": self.actual,
            "ok": self.ok,
            "source": self.source,
        }


def evaluate(node: Node, facts: Facts, on: dt.date | None = None, *, negated: bool = False) -> State:
    """Return the answer of a tree on a day: negation is carried down to the comparisons (De Morgan).

    An event that is not known by `on` can no longer come before that day, unless it is on record and only waits to
    be verified (`facts.waiting`); None leaves every day open.
    """
    if isinstance(node, Not):
        return evaluate(node.part, facts, on, negated=not negated)
    if isinstance(node, Test):
        return _state(node, facts, on, negated)
    states = (evaluate(part, facts, on, negated=negated) for part in node.parts)
    if isinstance(node, All) is not negated:
        return min(states, default=State.YES)
    return max(states, default=State.NO)


def weighed(node: Node, facts: Facts, on: dt.date | None = None, *, negated: bool = False) -> Iterator[Weighed]:
    """Yield every comparison of a tree with its outcome, in order."""
    if isinstance(node, Not):
        yield from weighed(node.part, facts, on, negated=not negated)
    elif isinstance(node, Test):
        yield _weigh(node, facts, on, negated)
    else:
        for part in node.parts:
            yield from weighed(part, facts, on, negated=negated)


def missing(node: Node, facts: Facts, on: dt.date | None = None) -> list[str]:
    """Return what a subject lacks to satisfy a tree that could still hold; of alternatives the nearest one.

    A fact that is not known is told once with all that is asked of it, and an event that has not come with its stage.
    """
    return _told(_lacking(node, facts, on, negated=False))


def _lacking(node: Node, facts: Facts, on: dt.date | None, *, negated: bool) -> list[Weighed]:
    if evaluate(node, facts, on, negated=negated) is not State.COULD:
        return []
    if isinstance(node, Not):
        return _lacking(node.part, facts, on, negated=not negated)
    if isinstance(node, Test):
        return [_weigh(node, facts, on, negated)]
    each = [_lacking(part, facts, on, negated=negated) for part in node.parts]
    if isinstance(node, All) is not negated:
        return [line for lines in each for line in lines]
    return min((lines for lines in each if lines), key=lambda lines: len(_told(lines)))


def _told(lines: Sequence[Weighed]) -> list[str]:
    unknown: dict[str, list[str]] = {}
    for line in lines:
        if line.ok is None:
            unknown.setdefault(line.fact, []).append(line.required)
    staged = {f"{line.required.removeprefix(OPERATORS['reached'])}日期" for line in lines if line.fact == STAGE}
    told: list[str] = []
    for line in lines:
        asked = "、".join(dict.fromkeys(unknown.get(line.fact, [])))
        if line.ok is not None:
            told.append(line.short)
        elif line.fact in staged:
            told.append(f"{line.fact}要求{asked}")
        else:
            told.append(_unknown(line.fact, asked))
    return list(dict.fromkeys(told))


def tests(node: Node) -> Iterator[Test]:
    """Yield the comparisons of a tree."""
    if isinstance(node, Test):
        yield node
    elif isinstance(node, Not):
        yield from tests(node.part)
    else:
        for part in node.parts:
            yield from tests(part)


def _state(test: Test, facts: Facts, on: dt.date | None, negated: bool) -> State:
    known = facts.get(test.fact.name)
    if known is None:
        filed = facts.get(waiting(test.fact.name))
        in_time = filed is not None and test.holds(filed.value) is not negated
        return State.NO if test.is_past(negated, on) and not in_time else State.COULD
    if test.holds(known.value) is not negated:
        return State.YES
    return State.COULD if test.can_change(negated) else State.NO


def _weigh(test: Test, facts: Facts, on: dt.date | None, negated: bool) -> Weighed:
    name, required, state = test.fact.name, test.required(negated), _state(test, facts, on, negated)
    known = facts.get(name)
    if known is None:
        short = (
            _unknown(name, required) if state is State.COULD else f"{name}要求{required}，截至{on}还没有，已经赶不上"
        )
        return Weighed(name, required, "未登记", None if state is State.COULD else False, state, "", short)
    actual = in_text(test.fact, known.value)
    short = "" if state is State.YES else _short(test, known.value, required, actual, negated)
    return Weighed(name, required, actual, state is State.YES, state, known.source, short)


def _unknown(name: str, required: str) -> str:
    return f"{name}未登记（要求{required}）"


def _short(test: Test, actual: Value, required: str, shown: str, negated: bool) -> str:
    """Say how far it is: 设备投资还差320万元; 尚未投产（现为签约）."""
    if type(actual) is int and type(test.value) is int and test.can_change(negated):
        lacking = test.value - actual
        if test.operator != "at_most":
            return f"{test.fact.name}还差{in_text(test.fact, lacking)}"
        if lacking:
            return f"{test.fact.name}还差{in_text(test.fact, lacking)}以上（要求{required}）"
    if isinstance(test.value, Stage) and test.operator == "reached" and not negated:
        return f"尚未{test.value.label}（现为{shown}）"
    return f"{test.fact.name}要求{required}，实际为{shown}"
