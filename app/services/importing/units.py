"""Finding the unit that a ledger names; a spelling that comes too near to another unit's is put to the user."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from app.rules.names import name_key
from app.rules.reading import Unreadable, clean
from app.rules.unit_names import KnownNames, nearest
from app.services.importing.known import Known
from app.services.importing.plans import Made, Ref, Suspect

GROUP_LABELS = {"leader": "市领导", "department": "市直部门", "county": "县区"}

_TITLES = re.compile(
    r"(?:市委|市政府|市人大|市政协|政协|人大|党组|党工委|管委会|常委会?|常务|一级|二级|副?(?:市长|书记|主席|主任|部长|秘书长|区长|县长|"
    r"局长|巡视员|调研员)|同志|[、，,（）()])+"
)
_BRACKETED = re.compile(r"[（(][^（）()]*[)）]$")
_IN_COUNTY = re.compile(r"^([\u4e00-\u9fff]{1,4}县).{2,}$")
_STEM = re.compile(r"(?:县|区|市|旗)$")
_NO_UNIT = re.compile(
    r"(?:全[市县区省]|(?:市直|全市)?(?:各|有关|相关|多个|若干)(?:有关|相关)?(?:县区|县市区|区县|部门|单位|乡镇|园区|领导).*)"
)
"""What is written where nobody in particular is meant."""
_ARROW = re.compile("[→➔➝⇒]|->|=>")

Assume = Callable[[str, str, str], None]
"""Told of an assumption: field label, text, reason."""


@dataclass
class Doubt:
    """A name that may be another unit's misspelt. `key` is what `choices` answers by; `rows` are (sheet, row)."""

    key: int
    group: str
    label: str
    text: str
    candidate: str
    reason: str
    likeness: float
    skip: bool
    rows: list[tuple[str, int]] = field(default_factory=list)

    def suspect(self) -> Suspect:
        """Return the doubt as the user is shown it, at its first row."""
        sheet, row = self.rows[0]
        more = f"，共{len(self.rows)}行" if len(self.rows) > 1 else ""
        reason = f"{self.label}：{self.reason}{more}"
        return Suspect(
            self.key, row, self.text, None, self.candidate, None, reason, self.likeness, sheet, unit=self.group
        )


class Unclear(Unreadable):
    """A cell that does not name one unit; `label` and `text` say which."""

    def __init__(self, label: str, text: str, reason: str) -> None:
        super().__init__(reason)
        self.label, self.text = label, text


class Doubtful(Unclear):
    """A unit that the user has to decide upon first."""

    def __init__(self, doubt: Doubt) -> None:
        reason = f"疑为“{doubt.candidate}”（{doubt.reason}），请先决定是同一单位还是新单位"
        super().__init__(doubt.label, doubt.text, reason)
        self.doubt = doubt


def without_titles(names: tuple[str, ...]) -> tuple[str, ...]:
    """Drop titles that stand alone between names: 副市长 周明远 names one leader."""
    return tuple(name for name in names if not _TITLES.fullmatch(name)) or names


class Units:
    """Finds units by the names that a ledger gives them. One for each import; `choices` answers its doubts."""

    def __init__(self, known: Known, made: Made, assume: Assume, names: KnownNames, choices: Mapping[int, str]) -> None:
        self._known, self._made, self._assume, self._names, self._choices = known, made, assume, names, choices
        self._found: dict[tuple[str, str], Ref] = {}
        self._doubtful: dict[tuple[str, str], Doubtful] = {}
        self._new: dict[str, dict[str, Ref]] = {"leader": {}, "department": {}, "county": {}}
        self._written: dict[str, Counter[str]] = {group: Counter() for group in self._new}

    @property
    def doubts(self) -> list[Doubt]:
        """What the user has to decide, in the order in which rows named it."""
        return [error.doubt for error in self._doubtful.values() if error.doubt.rows and not error.doubt.skip]

    def expect(self, group: str, name: str) -> None:
        """Count a name that the file writes, so that of two near spellings the rarer one is doubted."""
        self._written[group][clean(name)] += 1

    def find(self, group: str, text: str, label: str) -> Ref:
        """Return the unit that `text` means in a group; a name that nobody knows makes a new unit there.

        Raises `Unclear` where it names none or several, `Doubtful` where it comes too near to another unit's name and
        nobody has decided.
        """
        key = (group, text)
        if (error := self._doubtful.get(key)) is not None:
            raise error
        found = self._found.get(key)
        if found is None:
            try:
                found = self._found[key] = self._find(group, text, label)
            except Doubtful as error:
                self._doubtful[key] = error
                raise
        return found

    def label(self, ref: Ref) -> tuple[str, str]:
        """Return the group and name of a unit."""
        return self._known.unit_groups[ref] if ref > 0 else self._made.units[-ref - 1]

    def _find(self, group: str, text: str, label: str) -> Ref:
        known, name = self._known, clean(text)
        units = {**known.units[group], **self._new[group]}
        if name in units:
            return units[name]
        for source, found in (("别名", known.aliases.get(("unit", name))), ("旧名", known.old_names.get(name))):
            if found is not None and found in known.unit_groups:
                self._assume(label, text, f"按{source}认作“{known.unit_groups[found][1]}”")
                return found
        bare = _BRACKETED.sub("", name) or name
        for spelling in dict.fromkeys((name, bare)):
            if (found := self._alike(group, spelling, units)) is not None:
                self._assume(label, text, f"{self._how(spelling, found)}认作“{self.label(found)[1]}”")
                return found
        if (elsewhere := self._in_other_group(group, name)) is not None:
            other, called = known.unit_groups[elsewhere]
            self._assume(label, text, f"“{called}”是{GROUP_LABELS[other]}，按{GROUP_LABELS[other]}计")
            return elsewhere
        self._check_one(group, bare, units, label, text)
        name = self._new_name(group, bare)
        if name in units:
            self._assume(label, text, f"认作“{name}”")
            return units[name]
        if (decided := self._decided(group, name, text, label, units)) is not None:
            return decided
        self._made.units.append((group, name))
        ref = -len(self._made.units)
        self._new[group][name] = ref
        self._assume(label, text, f"责任主体中没有“{name}”，将新增为{GROUP_LABELS[group]}")
        return ref

    def _check_one(self, group: str, name: str, units: dict[str, Ref], label: str, text: str) -> None:
        """Raise `Unclear` for what is no unit: a word for all or some, a post without a name, several units."""
        if _NO_UNIT.fullmatch(name):
            raise Unclear(label, text, f"“{text}”不是一个责任主体，请写明是哪一个")
        if group == "leader" and _TITLES.fullmatch(name):
            raise Unclear(label, text, f"“{text}”只有职务，没有姓名，请写明姓名")
        within = [known for known in units if len(known) > 1 and known in name]
        apart = [known for known in within if not any(known != other and known in other for other in within)]
        if _ARROW.search(name) or (group != "department" and len(apart) > 1):
            raise Unclear(label, text, f"“{text}”像是写了几个责任主体，请用顿号分开，或分列填写")

    def _decided(self, group: str, name: str, text: str, label: str, units: dict[str, Ref]) -> Ref | None:
        """Return the unit that the user takes a near spelling for; None where there is none or it is a new unit."""
        near = self._near(group, name, units)
        if near is None:
            return None
        candidate, reason = near
        key = -1 - zlib.crc32(f"{group}:{text}".encode())
        answer = self._choices.get(key, "")
        if answer == "new":
            return None
        if answer == "same":
            found = units.get(candidate) or self.find(group, candidate, label)
            self._made.aliases[clean(text)] = found
            self._assume(label, text, f"按您的决定认作“{candidate}”，以后都这样认")
            return found
        likeness = round(fuzz.ratio(name, candidate), 1)
        raise Doubtful(Doubt(key, group, label, text, candidate, reason, likeness, skip=answer == "skip"))

    def _near(self, group: str, name: str, units: dict[str, Ref]) -> tuple[str, str] | None:
        """Return the unit, or the commoner name of the file, that a name comes too near to, and why."""
        person = group == "leader"
        own = self._comparable(group, name)
        others: dict[str, tuple[str, bool]] = {}
        for other, ref in units.items():
            others.setdefault(self._comparable(group, other), (other, ref > 0))
        written = self._written[group]
        for other, count in written.items():
            if count > written[name] and other not in units:
                others.setdefault(self._comparable(group, other), (other, False))
        if group == "department" and self._names.knows(own):
            others = {key: value for key, value in others.items() if not self._names.knows(key)}
        found = nearest(own, ((key, settled) for key, (_, settled) in others.items()), person=person)
        return (others[found[0]][0], found[1]) if found else None

    def _comparable(self, group: str, name: str) -> str:
        return (_TITLES.sub("", name) or name) if group == "leader" else self._stem(name)

    def _new_name(self, group: str, name: str) -> str:
        """Return what a new unit is called: a leader without titles, a county without its city and towns."""
        if group == "leader":
            return _TITLES.sub("", name) or name
        if group == "county":
            city = self._known.city
            if city and name.startswith(city) and len(name) > len(city) + 1:
                name = name.removeprefix(city)
            if (within := _IN_COUNTY.match(name)) is not None:
                return within.group(1)
        return name

    def _alike(self, group: str, name: str, units: dict[str, Ref]) -> Ref | None:
        """Find the only unit that is the same but for the city's name, 市/县/区, a title, width or a short form."""
        if group == "leader":
            bare = _TITLES.sub("", name)
            found = {ref for known, ref in units.items() if known == bare or (len(known) > 1 and known in name)}
        else:
            found = self._with_stem(name, units)
            if group == "county" and not found:
                found = {ref for known, ref in units.items() if len(known) > 1 and known in name}
        return found.pop() if len(found) == 1 else None

    def _in_other_group(self, group: str, name: str) -> Ref | None:
        """Find the unit of another group that a name means: by the name itself, else by its full or short form."""
        others = {of: units for of, units in self._known.units.items() if of != group}
        for units in others.values():
            if name in units:
                return units[name]
        if group == "leader":
            return None
        found = {ref for of, units in others.items() if of != "leader" for ref in self._with_stem(name, units)}
        return found.pop() if len(found) == 1 else None

    def _with_stem(self, name: str, units: dict[str, Ref]) -> set[Ref]:
        stem = self._stem(name)
        return {ref for known, ref in units.items() if stem and self._stem(known) == stem}

    def _how(self, name: str, found: Ref) -> str:
        """Say by what a name was found: its full or short form, or nothing worth telling."""
        own, other = (self._without_city(name_key(one)) for one in (name, self.label(found)[1]))
        return "全称、简称通用，" if own != other and self._names.short(own) == self._names.short(other) else ""

    def _without_city(self, key: str) -> str:
        city = name_key(self._known.city)
        for prefix in filter(None, (city, city.removesuffix("市"), "市")):
            if key.startswith(prefix) and len(key) > len(prefix) + 1:
                return key.removeprefix(prefix)
        return key

    def _stem(self, name: str) -> str:
        key = self._names.short(self._without_city(name_key(name)))
        bare = _STEM.sub("", key)
        return bare if len(bare) >= 2 else key
