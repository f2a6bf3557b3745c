"""Reading a tree of conditions from plain data, and refusing what is unknown or contradicts itself, with its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.rules.facts import FACTS, TERMINATED, Fact, Kind, Value
from app.rules.money import read_money
from app.rules.policy.conditions import OPERATORS, All, AnyOf, Node, Not, Test
from app.rules.reading import Unreadable
from app.rules.stages import Stage

_CODE = re.compile("(?!00)[0-9]{2,4}")
SIZED = ("at_least", "at_most", "less_than")
FITTING: Mapping[Kind, tuple[str, ...]] = {
    Kind.MONEY: SIZED,
    Kind.NUMBER: SIZED,
    Kind.DAY: ("on_or_after", "on_or_before", "before"),
    Kind.STAGE: ("reached",),
    Kind.FLAG: ("is",),
    Kind.TEXT: ("is", "one_of"),
    Kind.CODES: ("one_of",),
}
"""The comparisons that fit each kind of fact."""


class Misfit(Exception):
    """What is wrong in a rule, and at which place of it (when.all[2])."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}：{reason}")
        self.place = place
        self.reason = reason


def read_condition(raw: object, place: str = "when") -> Node:
    """Return the tree of plain data; raise `Misfit` at the first thing that cannot be understood.

    A node is {all: [...]}, {any: [...]}, {not: ...} or {fact: 名称, operator: value} with one of `OPERATORS`.
    """
    faults: list[Misfit] = []
    node = _node(raw, place, faults)
    if node is None:
        raise faults[0]
    return node


def condition_faults(raw: object, place: str = "when") -> list[Misfit]:
    """Return all that is wrong in a tree: what cannot be understood, or where all can be, what contradicts itself."""
    faults: list[Misfit] = []
    node = _node(raw, place, faults)
    return faults if node is None else contradictions(node, place)


def contradictions(node: Node, place: str = "when") -> list[Misfit]:
    """Return the places where a tree can never hold, always holds, or says one thing twice."""
    return list(_faults(_placed(node, place), ()))


def _node(raw: object, place: str, faults: list[Misfit]) -> Node | None:
    """Return the tree of plain data, or None with all that is wrong added to `faults`."""
    try:
        kind = _kind(raw, place)
        if kind == "fact":
            return _test(_plain(raw), place)
    except Misfit as misfit:
        faults.append(misfit)
        return None
    inside = _plain(raw)[kind]
    if kind == "not":
        part = _node(inside, f"{place}.not", faults)
        return None if part is None else Not(part)
    if not isinstance(inside, list) or not inside:
        faults.append(Misfit(f"{place}.{kind}", "至少要有一个条件"))
        return None
    read = [_node(part, f"{place}.{kind}[{number}]", faults) for number, part in enumerate(inside, start=1)]
    parts = tuple(part for part in read if part is not None)
    if len(parts) < len(read):
        return None
    return All(parts) if kind == "all" else AnyOf(parts)


def _kind(raw: object, place: str) -> str:
    if not isinstance(raw, dict):
        raise Misfit(place, "应是一个条件（all、any、not 或 fact）")
    kinds = [key for key in ("all", "any", "not", "fact") if key in raw]
    if len(kinds) != 1:
        raise Misfit(place, "应当且只能写 all、any、not、fact 中的一个")
    (kind,) = kinds
    if kind != "fact" and len(raw) > 1:
        raise Misfit(place, f"{kind} 旁边不能再写“{'、'.join(str(key) for key in raw if key != kind)}”")
    return kind


def _plain(raw: object) -> dict[Any, Any]:
    assert isinstance(raw, dict)
    return raw


def _test(raw: dict[Any, Any], place: str) -> Test:
    fact = FACTS.get(raw["fact"]) if isinstance(raw["fact"], str) else None
    if fact is None:
        raise Misfit(place, f"没有“{raw['fact']}”这项事实；可用：{'、'.join(FACTS)}")
    names = [key for key in raw if key != "fact"]
    unknown = [str(key) for key in names if key not in OPERATORS]
    if unknown:
        raise Misfit(place, f"看不懂比较“{'、'.join(unknown)}”；可用：{'、'.join(FITTING[fact.kind])}")
    if len(names) != 1:
        raise Misfit(place, "一个条件写一个比较")
    operator = names[0]
    if operator not in FITTING[fact.kind]:
        raise Misfit(place, f"“{fact.name}”是{fact.kind.value}，不能比较“{OPERATORS[operator]}”")
    return Test(fact, operator, _value(fact, raw[operator], place))


def _value(fact: Fact, raw: object, place: str) -> Value:
    if fact.kind is not Kind.MONEY and raw in (None, "", []):
        raise Misfit(place, f"“{fact.name}”的要求没有填写")
    match fact.kind:
        case Kind.MONEY:
            try:
                value = read_money(raw, None)
            except Unreadable as error:
                raise Misfit(place, str(error)) from error
            if value is None:
                raise Misfit(place, "金额没有填写")
            return value
        case Kind.NUMBER if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0:
            return raw
        case Kind.DAY:
            return _day(raw, place)
        case Kind.STAGE:
            try:
                return Stage.from_label(str(raw))
            except KeyError:
                raise Misfit(place, f"没有“{raw}”这个阶段") from None
        case Kind.FLAG if isinstance(raw, bool):
            return raw
        case Kind.TEXT if isinstance(raw, str) and raw:
            return raw
        case Kind.TEXT | Kind.CODES if isinstance(raw, list) and raw and all(isinstance(one, str) for one in raw):
            return _listed(fact, raw, place)
    raise Misfit(place, f"“{raw}”不是{fact.kind.value}")


def _listed(fact: Fact, raw: list[str], place: str) -> tuple[str, ...]:
    if not all(one.strip() for one in raw):
        raise Misfit(place, "列表里有空着的一项")
    wrong = [one for one in raw if fact.kind is Kind.CODES and not _CODE.fullmatch(one)]
    if wrong:
        raise Misfit(place, f"“{wrong[0]}”不是行业代码（国民经济行业分类的2至4位数字，不以00开头，如 30、301、3011）")
    return tuple(raw)


def _day(raw: object, place: str) -> dt.date:
    if isinstance(raw, dt.datetime):
        raise Misfit(place, f"“{raw}”应是日期，不带时间")
    if isinstance(raw, dt.date):
        return raw
    try:
        return dt.date.fromisoformat(str(raw))
    except ValueError:
        raise Misfit(place, f"“{raw}”不是日历上的日期，请写成 2026-06-01") from None


_Signed = tuple[Test, bool]
"""A comparison and whether it is negated."""


@dataclass(frozen=True)
class _Leaf:
    """A comparison, whether it is negated, and its place."""

    test: Test
    negated: bool
    place: str

    @property
    def meaning(self) -> tuple[Test, bool]:
        return self.test, self.negated


@dataclass(frozen=True)
class _Group:
    """Parts that must all hold (`every`), or one of them; negation is carried down to the comparisons."""

    every: bool
    parts: tuple[_Leaf | _Group, ...]
    place: str


def _placed(node: Node, place: str, *, negated: bool = False) -> _Leaf | _Group:
    if isinstance(node, Not):
        return _placed(node.part, f"{place}.not", negated=not negated)
    if isinstance(node, Test):
        return _Leaf(node, negated, place)
    inside = f"{place}.all" if isinstance(node, All) else f"{place}.any"
    parts = (_placed(part, f"{inside}[{n}]", negated=negated) for n, part in enumerate(node.parts, start=1))
    return _Group(isinstance(node, All) is not negated, tuple(parts), inside)


def _faults(node: _Leaf | _Group, given: tuple[_Leaf, ...]) -> Iterator[Misfit]:
    """Yield the faults of what must hold beside what is given from outside, then those of each alternative."""
    own: list[_Leaf] = []
    for leaf in _joined(node):
        if any(leaf.meaning == other.meaning for other in own):
            yield Misfit(leaf.place, "同一个条件写了两遍")
        elif clash := _clash(leaf, [*given, *own]):
            yield clash
        own.append(leaf)
    for choice in _choices(node):
        yield from _idle(choice)
        for branch in choice.parts:
            yield from _faults(branch, (*given, *own))


def _joined(node: _Leaf | _Group) -> Iterator[_Leaf]:
    """Yield the comparisons that must all hold."""
    if isinstance(node, _Leaf):
        yield node
    elif node.every:
        for part in node.parts:
            yield from _joined(part)


def _choices(node: _Leaf | _Group) -> Iterator[_Group]:
    if isinstance(node, _Leaf):
        return
    if not node.every:
        yield node
        return
    for part in node.parts:
        yield from _choices(part)


def _idle(choice: _Group) -> Iterator[Misfit]:
    """Yield what is wrong between alternatives: together they leave nothing out, or one stands twice."""
    single = [part for part in choice.parts if isinstance(part, _Leaf)]
    for number, leaf in enumerate(single):
        for other in single[:number]:
            if leaf.meaning == other.meaning:
                yield Misfit(leaf.place, "同一个条件写了两遍")
    for name in dict.fromkeys(leaf.test.fact.name for leaf in single):
        opposite = [(leaf.test, not leaf.negated) for leaf in single if leaf.test.fact.name == name]
        if _impossible(opposite) and not any(_impossible([one]) for one in opposite):
            yield Misfit(choice.place, f"关于“{name}”的几个分支合起来什么情况都包括了，条件总是成立")


def _clash(leaf: _Leaf, others: list[_Leaf]) -> Misfit | None:
    """Return what makes a comparison impossible beside others of its fact, which are possible together."""
    alike = [one.meaning for one in others if one.test.fact.name == leaf.test.fact.name]
    found = [*alike, leaf.meaning]
    if not _impossible(found) or (alike and _impossible(alike)):
        return None
    wanted = "、".join(test.required(negated) for test, negated in found)
    if not alike:
        return Misfit(leaf.place, f"“{leaf.test.fact.name}”{wanted}，永远不能成立")
    return Misfit(leaf.place, f"“{leaf.test.fact.name}”的要求互相矛盾（{wanted}），永远不能同时满足")


def _impossible(found: Sequence[_Signed]) -> bool:
    """Tell whether comparisons of one fact can never hold together, or one alone never can."""
    kind = found[0][0].fact.kind
    if any(_is_never(test, negated) for test, negated in found):
        return True
    if kind in (Kind.TEXT, Kind.FLAG):
        return _no_choice_left(found)
    return _no_code_left(found) if kind is Kind.CODES else _empty_range(found)


def _is_never(test: Test, negated: bool) -> bool:
    """Tell what no subject of a grant ever satisfies: below zero, terminated (nobody gets anything then)."""
    if test.fact.name == TERMINATED:
        return bool(test.value) is not negated
    if test.fact.kind in (Kind.MONEY, Kind.NUMBER) and test.value == 0:
        return test.operator == "less_than" if not negated else test.operator == "at_least"
    if test.fact.kind is Kind.STAGE:
        return test.value is Stage.TERMINATED and not negated
    return False


def _empty_range(found: Sequence[_Signed]) -> bool:
    """Bounds as (value, excluded); empty where the least is above the most or both meet at an excluded one."""
    least: list[tuple[Any, bool]] = []
    most: list[tuple[Any, bool]] = []
    for test, negated in found:
        if test.operator in ("at_least", "on_or_after", "reached"):
            (most if negated else least).append((test.value, negated))
        elif test.operator in ("at_most", "on_or_before"):
            (least if negated else most).append((test.value, negated))
        else:
            (least if negated else most).append((test.value, not negated))
    return any(
        low > high or (low == high and (low_excluded or high_excluded))
        for low, low_excluded in least
        for high, high_excluded in most
    )


def _no_choice_left(found: Sequence[_Signed]) -> bool:
    def values(test: Test) -> set[object]:
        return set(test.value) if isinstance(test.value, tuple) else {test.value}

    wanted = [values(test) for test, negated in found if not negated]
    refused = set[object]().union(*(values(test) for test, negated in found if negated))
    if wanted:
        return not set.intersection(*wanted) - refused
    return refused >= {True, False}


def _no_code_left(found: Sequence[_Signed]) -> bool:
    refused = tuple(code for test, negated in found if negated and isinstance(test.value, tuple) for code in test.value)
    wanted = [test.value for test, negated in found if not negated and isinstance(test.value, tuple)]
    return bool(refused) and any(all(code.startswith(refused) for code in codes) for codes in wanted)
