"""Two versions of the measures beside each other: what was changed, added, taken out or moved, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.rules.policy.document import Clause, Measures
from app.rules.policy.sentences import Named, rule_sentence

Kind = Literal["新增", "删去", "修改", "移动"]


@dataclass(frozen=True)
class Part:
    """One thing that differs: 标题, 正文, 规则, 章 …, as it was and as it is; empty where there was or is none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class ClauseChange:
    """What happened to one clause; `before` and `after` are its numbers, empty where it was or is not there."""

    kind: Kind
    title: str
    before: str
    after: str
    parts: tuple[Part, ...]

    def to_json(self) -> dict[str, object]:
        """Return the change as the command line prints it for programs."""
        return {
            "kind": self.kind,
            "title": self.title,
            "before": self.before,
            "after": self.after,
            "parts": [{"name": one.name, "before": one.before, "after": one.after} for one in self.parts],
        }


@dataclass(frozen=True)
class Difference:
    """All that differs between two versions: the head, then the clauses in the order of the newer one."""

    head: tuple[Part, ...]
    clauses: tuple[ClauseChange, ...]

    @property
    def summary(self) -> str:
        """How many of each kind, in a few words."""
        kinds = [one.kind for one in self.clauses]
        told = [f"{kind} {kinds.count(kind)} 条" for kind in ("修改", "新增", "删去", "移动") if kind in kinds]
        return "，".join(told) or ("条款没有变化" if self.head else "没有变化")


def compare(old: Measures, new: Measures, named: Named = str) -> Difference:
    """Return what differs. A clause is found again by its key, else by its title, else by its very text."""
    pairs = _paired(old.clauses, new.clauses)
    order = _kept_in_order([(old.clauses.index(one), number) for number, (one, _) in enumerate(pairs) if one])
    found: list[ClauseChange] = []
    gone = [one for one in old.clauses if all(one is not before for before, _ in pairs)]
    for number, (before, after) in enumerate(pairs):
        if before is None:
            found.append(ClauseChange("新增", after.title, "", after.number, _whole(after, named, new=True)))
            continue
        parts = tuple(_parts(before, after, named))
        if parts:
            found.append(ClauseChange("修改", after.title, before.number, after.number, parts))
        elif number not in order:
            found.append(ClauseChange("移动", after.title, before.number, after.number, ()))
    found += [ClauseChange("删去", one.title, one.number, "", _whole(one, named, new=False)) for one in gone]
    return Difference(tuple(_head(old, new)), tuple(found))


def _paired(old: Sequence[Clause], new: Sequence[Clause]) -> list[tuple[Clause | None, Clause]]:
    left = list(old)
    found: dict[int, Clause] = {}
    for same in (
        lambda one, other: bool(one.key) and one.key == other.key,
        lambda one, other: one.title == other.title and one.chapter == other.chapter,
        lambda one, other: one.title == other.title,
        lambda one, other: one.text == other.text,
    ):
        for number, after in enumerate(new):
            before = next((one for one in left if number not in found and same(one, after)), None)
            if before is not None:
                found[number] = before
                left.remove(before)
    return [(found.get(number), after) for number, after in enumerate(new)]


def _kept_in_order(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Return those of the new places whose clauses still follow one another: the longest run that rises."""
    runs: list[list[tuple[int, int]]] = []
    for before, after in pairs:
        best = max((run for run in runs if run[-1][0] < before), key=len, default=[])
        runs.append([*best, (before, after)])
    return {after for _, after in max(runs, key=len, default=[])}


def _parts(before: Clause, after: Clause, named: Named) -> Iterator[Part]:
    for name, one, other in (
        ("章", before.chapter, after.chapter),
        ("标题", before.title, after.title),
        ("正文", before.text, after.text),
    ):
        if one != other:
            yield Part(name, one, other)
    if before.rule != after.rule:
        yield Part("规则", _rule(before, named), _rule(after, named))
    if before.key != after.key:
        yield Part("代号", before.key, after.key)


def _whole(clause: Clause, named: Named, *, new: bool) -> tuple[Part, ...]:
    texts = [("正文", clause.text), ("规则", _rule(clause, named))]
    return tuple(Part(name, "" if new else text, text if new else "") for name, text in texts if text)


def _rule(clause: Clause, named: Named) -> str:
    return rule_sentence(clause.rule, named) if clause.rule else ""


def _head(old: Measures, new: Measures) -> Iterator[Part]:
    for name, one, other in (
        ("名称", old.title, new.title),
        ("施行日期", old.version, new.version),
        ("失效日期", str(old.valid_to or ""), str(new.valid_to or "")),
        ("说明", old.note, new.note),
    ):
        if one != other:
            yield Part(name, one, other)
