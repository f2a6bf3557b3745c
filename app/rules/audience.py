"""印发范围: who may see a paper, and the one door through which every name in a paper must pass (domain.md §3)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from typing import Protocol, TypeVar

from app.rules.errors import Refused
from app.rules.traditional import SIMPLIFIED

SINGLE = "收文单位"
"""What papers call the audience of single recipients."""


class Audience(IntEnum):
    """The audiences from the narrowest; each is part of the next."""

    STANDING_COMMITTEE = 1
    CITY_LEADERS = 2
    ALL_OFFICIALS = 3
    PUBLIC = 4

    @property
    def label(self) -> str:
        """What papers call it."""
        return {1: "市委常委会", 2: "市级领导", 3: "全市领导干部大会", 4: "公开"}[self]


@dataclass(frozen=True)
class Scope:
    """The audience of one paper: an audience, or (where `audience` is None) single recipients.

    `recipients` are the ids of the units that receive the paper; a letter to somebody who is no unit has none.
    """

    audience: Audience | None
    recipients: frozenset[int] = frozenset()

    @property
    def label(self) -> str:
        """What papers call it."""
        return SINGLE if self.audience is None else self.audience.label

    @classmethod
    def read(cls, label: str, recipients: Iterable[int] = ()) -> Scope:
        """Return the scope of a label; an unknown one is `Refused` (the door fails closed)."""
        if label == SINGLE:
            return cls(None, frozenset(recipients))
        for audience in Audience:
            if audience.label == label:
                return cls(audience)
        raise Refused(f"不认得印发范围“{label}”，不能成文。请从下列范围中选：{'、'.join(labels())}。")


@dataclass(frozen=True)
class NamedUnit:
    """A unit with every name it may be known by: the present one, past ones, other spellings."""

    unit_id: int
    group: str
    names: tuple[str, ...] = field(default=())


class InGroup(Protocol):
    """What can be let through or kept out: it is about one unit of a group."""

    @property
    def unit_id(self) -> int: ...

    @property
    def group(self) -> str: ...


T = TypeVar("T", bound=InGroup)
_POSTS = ("书记", "副书记", "市长", "副市长", "主席", "副主席", "主任", "副主任", "常委", "部长", "秘书长", "同志")
"""What a leader is called by behind the given name alone: 明远书记."""
_LONG_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "东方")
_NO_LETTER = re.compile(r"[\W_]+")


def labels() -> tuple[str, ...]:
    """Return what the audiences are called, from the narrowest; single recipients last."""
    return (*(audience.label for audience in Audience), SINGLE)


def narrowest(of: Iterable[str]) -> str:
    """Return the label of the narrowest of several audiences: what holds all of their papers may go no further.

    Single recipients stand between 常委会 and 市级领导, since a leader may be one. Raises `Refused` for none at all,
    or an unknown one.
    """
    order = (Audience.STANDING_COMMITTEE.label, SINGLE, *(one.label for one in list(Audience)[1:]))
    wanted = {Scope.read(label).label for label in of}
    for label in order:
        if label in wanted:
            return label
    raise Refused("没有印发范围，不能成文。")


_WIDEST = {
    "leader": Audience.STANDING_COMMITTEE,
    "department": Audience.ALL_OFFICIALS,
    "county": Audience.ALL_OFFICIALS,
}


def widest_for(group: str) -> Audience:
    """Return the widest audience that may see the ranks of a group; fails closed for one that is not known."""
    try:
        return _WIDEST[group]
    except KeyError:
        raise Refused(f"“{group}”没有规定印发范围，不能成文。") from None


def may_name(scope: Scope, unit_id: int, group: str) -> bool:
    """Tell whether a paper of `scope` may contain a line about the unit.

    An audience may see units whose own audience is at least as wide. A single recipient may see a line about
    itself, and about units that all officials may see.
    """
    widest = widest_for(group)
    if scope.audience is not None:
        return widest >= scope.audience
    return unit_id in scope.recipients or widest >= Audience.ALL_OFFICIALS


def permitted(scope: Scope, lines: Iterable[T]) -> tuple[T, ...]:
    """Return those lines that a paper of `scope` may contain, in their order."""
    return tuple(line for line in lines if may_name(scope, line.unit_id, line.group))


def found_names(scope: Scope, units: Iterable[NamedUnit], text: str) -> tuple[str, ...]:
    """Return the names in `text` of units that a paper of `scope` must not name, in the order of `units`.

    A name is found whatever width, case, blanks or invisible characters it is written with, in traditional
    characters too; so is the given name of a leader before a post (明远书记). Better one refused too many than one
    let through.
    """
    packed = _packed(text)
    return tuple(
        told
        for unit in units
        if not may_name(scope, unit.unit_id, unit.group)
        for name in unit.names
        if (told := _found(name, unit.group, packed))
    )


def _found(name: str, group: str, packed: str) -> str:
    """Return a name as it stands in a packed text, given name and post where it is a leader's; empty where it is not.

    Given names of one character are left out: 明书记 is said of many.
    """
    key = _key(name)
    if key and key in packed:
        return name
    given = key[2:] if key.startswith(_LONG_SURNAMES) else key[1:]
    if group == "leader" and len(given) == 2 and given in packed:
        return next((given + post for post in _POSTS if given + post in packed), "")
    return ""


def goes_to(units: Sequence[NamedUnit], texts: Iterable[str], within: Audience = Audience.ALL_OFFICIALS) -> Audience:
    """Return the widest audience to which texts may go together, at most `within`: what is copied or drawn states it.

    Where they name a unit of a narrower audience, they go no further than that unit may.
    """
    whole = "\n".join(texts)
    wider = (audience for audience in sorted(Audience, reverse=True) if audience <= within)
    return next((one for one in wider if not found_names(Scope(one), units, whole)), Audience.STANDING_COMMITTEE)


def refuse_narrower(scope: Scope, units: Sequence[NamedUnit], texts: Iterable[tuple[str, str]]) -> None:
    """Let texts pass, or raise `Refused` that lists each forbidden name with the place where it stands.

    `texts` are (what the user calls the place, the text); all that leaves the program goes through here.
    """
    hidden = [unit for unit in units if not may_name(scope, unit.unit_id, unit.group)]
    found: dict[str, list[str]] = {}
    for place, text in texts:
        for name in found_names(scope, hidden, text):
            places = found.setdefault(name, [])
            if place not in places:
                places.append(place)
    if found:
        told = "；".join(f"“{name}”（{'、'.join(places[:3])}）" for name, places in found.items())
        raise Refused(f"印发范围是“{scope.label}”，不能出现这些名字：{told}。请删去，或改用更小的印发范围。")


class Door:
    """The door of one audience: what is written row by row passes it, or is `Refused`."""

    def __init__(self, scope: Scope, units: Iterable[NamedUnit]) -> None:
        """`units` are all of the office's (`named_units`); those that the audience may see are not looked for."""
        self.label = scope.label
        self._scope = scope
        self._hidden = [unit for unit in units if not may_name(scope, unit.unit_id, unit.group)]

    @classmethod
    def of_widest(
        cls, units: Sequence[NamedUnit], texts: Iterable[str], within: Audience = Audience.ALL_OFFICIALS
    ) -> Door:
        """Return the door of the widest audience to which all that will be written may go (`goes_to`)."""
        return cls(Scope(goes_to(units, texts, within)), units)

    def let(self, place: str, *texts: str) -> None:
        """Let texts pass that stand at one place, or raise `Refused` that tells it."""
        if self._hidden:
            refuse_narrower(self._scope, self._hidden, [(place, "\n".join(texts))])


def _packed(text: str) -> str:
    """Return `text` as letters, digits and simplified characters alone, in one width and case."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text)).translate(SIMPLIFIED).casefold()


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """Return a name as `_packed` does; the same names are looked for in every row of a ledger."""
    return _packed(name)
