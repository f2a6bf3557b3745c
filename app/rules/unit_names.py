"""Names of units: which full and short names mean one body, and which spellings come too near to be another's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.rules.names import name_key
from app.rules.syllables import readings

_APART = frozenset("东南西北中上下前后左右内外大小新老旧一二三四五六七八九十甲乙丙丁")
"""Where two names differ by these alone they are meant to differ: 东城区 and 西城区 are two counties."""

_SHORTENED = (("委员会", "委"), ("办公室", "办"))
"""Endings that any department may shorten."""


@dataclass(frozen=True)
class KnownNames:
    """The full and short names that are known: `departments` and `zones` hold a body each, the short name first."""

    departments: Sequence[Sequence[str]] = ()
    zones: Sequence[Sequence[str]] = ()
    _bodies: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _endings: list[tuple[str, str]] = field(default_factory=list, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for names in self.departments:
            self._bodies.update((name_key(name), name_key(names[0])) for name in names)
        found = [(name_key(name), name_key(names[0])) for names in self.zones for name in names]
        self._endings.extend(sorted(found, key=lambda pair: -len(pair[0])))

    def knows(self, key: str) -> bool:
        """Tell whether a name (a key without 市 and the city) is that of a department in the list."""
        return key in self._bodies

    def short(self, key: str) -> str:
        """Return the short form of a name, by which the full and short names of one body are equal."""
        if (body := self._bodies.get(key)) is not None:
            return body
        for ending, short in self._endings:
            if key.endswith(ending):
                return key.removesuffix(ending) + short
        for ending, short in _SHORTENED:
            if key.endswith(ending) and len(key) > len(ending) + 1:
                return key.removesuffix(ending) + short
        return key


def too_near(one: str, other: str, *, person: bool = False, settled: bool = False) -> str | None:
    """Say why two different names may be one name misspelt, or None where they may not.

    A character of the same sound; in names of three and more any one character, or two that changed places; in names
    of four and more one too few or too many. A `person` of another surname is another person, unless the surname
    sounds the same. Names of two characters are near by any one character too where one of them is `settled`
    (a unit of the office, whose names rarely change) and no person's.
    """
    if len(one) == len(other):
        places = [index for index, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
        if len(places) == 1:
            return _one_character(one, other, places[0], person=person, settled=settled)
        if len(places) == 2 and len(one) >= 3 and places[1] - places[0] == 1 and sorted(one) == sorted(other):
            return "两个字换了位置"
        return None
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) != 1 or len(long) < 4:
        return None
    extra = next((index for index in range(len(long)) if long[:index] + long[index + 1 :] == short), None)
    return None if extra is None or _apart(long[extra]) else "多一个字或少一个字"


def _one_character(one: str, other: str, place: int, *, person: bool, settled: bool) -> str | None:
    left, right = one[place], other[place]
    if _apart(left) and _apart(right):
        return None
    if not _same_sound(left, right):
        if person:
            return "只差一个字" if len(one) >= 3 and place > 0 else None
        return "只差一个字" if len(one) >= 3 or (settled and len(one) == 2) else None
    return "只差一个同音字" if len(one) >= 2 else None


def nearest(name: str, others: Iterable[tuple[str, bool]], *, person: bool) -> tuple[str, str] | None:
    """Return the first of `others` (name, settled) that comes too near to `name`, and why; a same sound goes first."""
    found = [
        (other, reason)
        for other, settled in others
        if other != name and (reason := too_near(name, other, person=person, settled=settled)) is not None
    ]
    return min(found, key=lambda pair: "同音" not in pair[1], default=None)


def _apart(character: str) -> bool:
    return character in _APART or character.isdigit() or character.isascii()


def _same_sound(left: str, right: str) -> bool:
    return not set(readings(left)).isdisjoint(readings(right))
