"""A tree of conditions under revision: branches that can be added, turned, wrapped and moved, and their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.rules.facts import FACTS, TERMINATED, Fact, Kind
from app.rules.policy.conditions import OPERATORS
from app.rules.policy.reading import FITTING

Word = str
"""all, any or fact."""

_STEP = re.compile(r"(all|any)\[(\d+)\]")


@dataclass(eq=False)
class Branch:
    """One node: a group (`all`, `any`) with its parts, or a comparison (`fact`); `nots` counts what negates it."""

    word: Word
    parts: list[Branch] = field(default_factory=list)
    fact: str = ""
    operator: str = ""
    value: object = None
    nots: int = 0
    parent: Branch | None = None

    @property
    def is_group(self) -> bool:
        """Tell whether the node joins others."""
        return self.word != "fact"

    @property
    def known(self) -> Fact | None:
        """The fact that a comparison is about, None where there is no such fact."""
        return FACTS.get(self.fact)

    def place(self) -> str:
        """Return where the node stands: when.all[2].any[1]."""
        if self.parent is None:
            return "when" + ".not" * self.nots
        number = self.parent.parts.index(self) + 1
        return f"{self.parent.place()}.{self.parent.word}[{number}]" + ".not" * self.nots

    def plain(self) -> dict[str, Any]:
        """Return the node as YAML holds it."""
        made: dict[str, Any]
        if self.is_group:
            made = {self.word: [part.plain() for part in self.parts]}
        else:
            made = {"fact": self.fact, **({self.operator: self.value} if self.operator else {})}
        for _ in range(self.nots):
            made = {"not": made}
        return made

    def walk(self) -> Iterator[Branch]:
        """Yield the node and all below it, in order."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def add(self, part: Branch, number: int | None = None) -> None:
        """Put a node into a group, at its end or at a place."""
        part.parent = self
        self.parts.insert(len(self.parts) if number is None else number, part)

    def choose_fact(self, name: str) -> None:
        """Ask about another fact; comparison and value stay where they fit it."""
        before, self.fact = self.known, name
        fact = self.known
        if fact is None or (before and before.kind is fact.kind):
            return
        self.operator = FITTING[fact.kind][0]
        self.value = first_value(fact, self.operator)

    def choose_operator(self, operator: str) -> None:
        """Compare otherwise; a list stays a list only where one is wanted."""
        self.operator = operator
        if operator == "one_of" and not isinstance(self.value, list):
            self.value = [self.value] if isinstance(self.value, str) and self.value else []
        elif operator == "is" and isinstance(self.value, list):
            self.value = next(iter(self.value), "")


def branch_of(raw: object, parent: Branch | None = None) -> Branch:
    """Return the tree of plain data; what cannot be understood becomes a comparison without a fact."""
    nots = 0
    while isinstance(raw, Mapping) and set(raw) == {"not"}:
        raw, nots = raw["not"], nots + 1
    if isinstance(raw, Mapping):
        for word in ("all", "any"):
            if set(raw) == {word} and isinstance(raw[word], list):
                made = Branch(word, nots=nots, parent=parent)
                made.parts = [branch_of(part, made) for part in raw[word]]
                return made
        names = [key for key in raw if key != "fact"]
        if isinstance(raw.get("fact"), str) and len(names) <= 1:
            operator = str(names[0]) if names else ""
            return Branch("fact", [], raw["fact"], operator, raw[operator] if operator else None, nots, parent)
    return Branch("fact", nots=nots, parent=parent)


def new_test(name: str = "认定投资额") -> Branch:
    """Return a comparison to begin with."""
    made = Branch("fact")
    made.choose_fact(name)
    return made


def first_value(fact: Fact, operator: str) -> object:
    """Return the value that a new comparison begins with; one that must be filled in is empty."""
    match fact.kind:
        case Kind.FLAG:
            return fact.name != TERMINATED
        case Kind.STAGE:
            return "签约"
        case Kind.NUMBER:
            return 0
        case Kind.CODES:
            return []
        case Kind.DAY:
            return None
        case _:
            return [] if operator == "one_of" else ""


def found_at(root: Branch, path: str) -> Branch | None:
    """Return the node that a place means, the nearest above it where it names a part of a node; None for others."""
    if not path.startswith("when"):
        return None
    node = root
    for word, number in _STEP.findall(path):
        if node.word != word or not 0 < int(number) <= len(node.parts):
            return node
        node = node.parts[int(number) - 1]
    return node


def add_beside(root: Branch | None, chosen: Branch | None, new: Branch) -> Branch:
    """Put a new node into the chosen group or after the chosen comparison, and return the root.

    A root that is a comparison is first put into a group of its own.
    """
    if root is None:
        return new
    chosen = chosen or root
    if chosen.is_group:
        chosen.add(new)
        return root
    if chosen.parent is None:
        root = wrapped(root, chosen, "all")
        root.add(new)
        return root
    chosen.parent.add(new, chosen.parent.parts.index(chosen) + 1)
    return root


def wrapped(root: Branch, chosen: Branch, word: Word) -> Branch:
    """Put the chosen node into a group of its own, and return the root."""
    group, above = Branch(word), chosen.parent
    if above is None:
        group.add(chosen)
        return group
    number = above.parts.index(chosen)
    above.parts.pop(number)
    group.add(chosen)
    above.add(group, number)
    return root


def removed(root: Branch, chosen: Branch) -> Branch | None:
    """Take the chosen node out, with groups that it leaves empty, and return the root, None where nothing is left."""
    above = chosen.parent
    if above is None:
        return None
    above.parts.remove(chosen)
    return root if above.parts else removed(root, above)


def moved(chosen: Branch, step: int) -> bool:
    """Move a node among its neighbours by -1 or 1; return whether there was room."""
    above = chosen.parent
    if above is None:
        return False
    number = above.parts.index(chosen)
    if not 0 <= number + step < len(above.parts):
        return False
    above.parts.insert(number + step, above.parts.pop(number))
    return True


def in_words(node: Branch) -> str:
    """Return one line of the tree as it stands, finished or not: 认定投资额 不低于 1亿元."""
    head = "非　" if node.nots % 2 else ""
    if node.is_group:
        return head + ("同时满足" if node.word == "all" else "满足任一")
    if not node.fact:
        return head + "（还没有选事实）"
    return f"{head}{node.fact} {OPERATORS.get(node.operator, '？')} {shown(node.value)}"


def shown(value: object) -> str:
    """Return a value as plain data holds it, for people; “？” where it is still missing."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(one) for one in value) or "？"
    return str(value) if value not in (None, "") else "？"
