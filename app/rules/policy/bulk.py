"""Matching clauses against very many subjects at once: facts as columns, answers as rows of bytes in whole numbers.

A byte per subject is 1 or 0; and, or over whole columns are single operations on integers, so that 40 clauses over
100,000 projects take a fraction of what one by one would (docs/measures.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.rules.facts import Value, waiting
from app.rules.policy.conditions import All, Node, Not, State, Test, tests

Columns = Mapping[str, Sequence[Value | None]]
"""The values of each fact, one per subject, None where unknown; a fact that is missing is unknown for all."""


@dataclass
class Bulk:
    """Many subjects on a day (`on`, None for any); comparisons that several clauses share are made once."""

    columns: Columns
    count: int
    on: dt.date | None = None
    _known: dict[tuple[Test, bool], tuple[int, int]] = field(default_factory=dict, repr=False)
    _kinds: dict[str, _Kinds] = field(default_factory=dict, repr=False)

    def prepare(self, nodes: Iterable[Node]) -> None:
        """Look at all comparisons of some trees beforehand, so that each column is gone through once."""
        asked: dict[str, dict[Test, None]] = {}
        for node in nodes:
            for test in tests(node):
                asked.setdefault(test.fact.name, {})[test] = None
        for name, found in asked.items():
            column = self.columns.get(name)
            kinds = None if column is None else _Kinds.of(column, list(found))
            if kinds is not None:
                self._kinds[name] = kinds

    def states(self, node: Node) -> bytes:
        """Return the answer for each subject, one byte each (`State`)."""
        yes, could = self._weigh(node, negated=False)
        # yes is within could, so that their sum is 2, 1 or 0 in every byte
        return (yes + could).to_bytes(self.count, "big")

    def counts(self, node: Node) -> dict[State, int]:
        """Return how many subjects have each answer."""
        states = self.states(node)
        return {state: states.count(state) for state in State}

    def _weigh(self, node: Node, *, negated: bool) -> tuple[int, int]:
        """Return who satisfies a tree, and who does or still could."""
        if isinstance(node, Not):
            return self._weigh(node.part, negated=not negated)
        if isinstance(node, Test):
            if (node, negated) not in self._known:
                self._known[node, negated] = self._compare(node, negated)
            return self._known[node, negated]
        is_all = isinstance(node, All) is not negated
        everyone = int.from_bytes(b"\x01" * self.count, "big")
        yes, could = (everyone, everyone) if is_all else (0, 0)
        for part in node.parts:
            one, other = self._weigh(part, negated=negated)
            yes, could = (yes & one, could & other) if is_all else (yes | one, could | other)
        return yes, could

    def _compare(self, test: Test, negated: bool) -> tuple[int, int]:
        column: Sequence[Any] | None = self.columns.get(test.fact.name)
        past = test.is_past(negated, self.on)
        if column is None:
            return 0, self._in_time(test, negated) if past else int.from_bytes(b"\x01" * self.count, "big")
        if test.can_change(negated):
            yes = self._satisfied(test, negated=negated, unknown=False)
            return yes, int.from_bytes(b"\x01" * self.count, "big")
        yes = self._satisfied(test, negated=negated, unknown=False)
        could = self._satisfied(test, negated=negated, unknown=True)
        return yes, could & (yes | self._in_time(test, negated)) if past else could

    def _in_time(self, test: Test, negated: bool) -> int:
        """Return for whom an event that waits to be verified satisfies a comparison."""
        filed = self.columns.get(waiting(test.fact.name))
        kinds = None if filed is None else _Kinds.of(filed, [test])
        if kinds is None:
            return 0
        return int.from_bytes(kinds.places.translate(kinds.answers(test, negated=negated, unknown=False)), "big")

    def _satisfied(self, test: Test, *, negated: bool, unknown: bool) -> int:
        """Return who satisfies a comparison; `unknown` says what a subject without the fact counts as."""
        kinds = self._kinds.get(test.fact.name)
        if kinds is None or test not in kinds.order:
            kinds = _Kinds.of(self.columns[test.fact.name], [test])
        if kinds is None:
            raise AssertionError("one comparison tells three kinds apart at most")
        answers = kinds.answers(test, negated=negated, unknown=unknown)
        return int.from_bytes(kinds.places.translate(answers), "big")


@dataclass(frozen=True)
class _Kinds:
    """A column as kinds of subjects: all whose values satisfy the same comparisons are of one kind, one byte each."""

    order: Mapping[Test, int]
    vectors: tuple[int | None, ...]
    places: bytes

    @classmethod
    def of(cls, column: Sequence[Any], asked: Sequence[Test]) -> _Kinds | None:
        """Tell apart what the comparisons tell apart, each different value compared once; None for too many kinds."""
        numbers: dict[int | None, int] = {}
        place: dict[Any, int] = {}
        for value in dict.fromkeys(column):
            vector = None if value is None else sum(test.holds(value) << bit for bit, test in enumerate(asked))
            place[value] = numbers.setdefault(vector, len(numbers))
        if len(numbers) > _BYTE:
            return None
        return cls({test: bit for bit, test in enumerate(asked)}, tuple(numbers), bytes(map(place.__getitem__, column)))

    def answers(self, test: Test, *, negated: bool, unknown: bool) -> bytes:
        """Return the answer of each kind, as a table for `bytes.translate`."""
        bit = self.order[test]
        found = (unknown if one is None else bool(one >> bit & 1) is not negated for one in self.vectors)
        return bytes(found).ljust(_BYTE, b"\0")


_BYTE = 256
