"""Conditions as a tree of all, any and not over named facts, and their answer: holds, could still hold, does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeAlias

from app.rules.facts import Fact, Facts, Kind, Value, in_text
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
            "short": self.short,
        }


def evaluate(node: Node, facts: Facts, *, negated: bool = False) -> State:
    """Return the answer of a tree: negation is carried down to the comparisons (De Morgan)."""
    if isinstance(node, Not):
        return evaluate(node.part, facts, negated=not negated)
    if isinstance(node, Test):
        return _state(node, facts, negated)
    states = (evaluate(part, facts, negated=negated) for part in node.parts)
    if isinstance(node, All) is not negated:
        return min(states, default=State.YES)
    return max(states, default=State.NO)


def weighed(node: Node, facts: Facts, *, negated: bool = False) -> Iterator[Weighed]:
    """Yield every comparison of a tree with its outcome, in order."""
    if isinstance(node, Not):
        yield from weighed(node.part, facts, negated=not negated)
    elif isinstance(node, Test):
        yield _weigh(node, facts, negated)
    else:
        for part in node.parts:
            yield from weighed(part, facts, negated=negated)


def missing(node: Node, facts: Facts, *, negated: bool = False) -> list[str]:
    """Return what a subject lacks to satisfy a tree that could still hold; of alternatives the nearest one."""
    if evaluate(node, facts, negated=negated) is not State.COULD:
        return []
    if isinstance(node, Not):
        return missing(node.part, facts, negated=not negated)
    if isinstance(node, Test):
        return [_weigh(node, facts, negated).short]
    each = [missing(part, facts, negated=negated) for part in node.parts]
    if isinstance(node, All) is not negated:
        return [text for texts in each for text in texts]
    return min((texts for texts in each if texts), key=len)


def tests(node: Node) -> Iterator[Test]:
    """Yield the comparisons of a tree."""
    if isinstance(node, Test):
        yield node
    elif isinstance(node, Not):
        yield from tests(node.part)
    else:
        for part in node.parts:
            yield from tests(part)


def _state(test: Test, facts: Facts, negated: bool) -> State:
    known = facts.get(test.fact.name)
    if known is None:
        return State.COULD
    if test.holds(known.value) is not negated:
        return State.YES
    return State.COULD if test.can_change(negated) else State.NO


def _weigh(test: Test, facts: Facts, negated: bool) -> Weighed:
    name, required = test.fact.name, test.required(negated)
    known = facts.get(name)
    if known is None:
        return Weighed(name, required, "未登记", None, State.COULD, "", f"{name}未登记（要求{required}）")
    actual, state = in_text(test.fact, known.value), _state(test, facts, negated)
    short = "" if state is State.YES else _short(test, known.value, required, actual)
    return Weighed(name, required, actual, state is State.YES, state, known.source, short)


def _short(test: Test, actual: Value, required: str, shown: str) -> str:
    """Say how far it is: 设备投资还差320万元; 尚未投产（现为签约）."""
    if test.operator == "at_least" and type(actual) is int and type(test.value) is int and actual < test.value:
        return f"{test.fact.name}还差{in_text(test.fact, test.value - actual)}"
    if isinstance(test.value, Stage) and test.operator == "reached":
        return f"尚未{test.value.label}（现为{shown}）"
    return f"{test.fact.name}要求{required}，实际为{shown}"
