"""Finding the units, industries, enterprises and persons that a ledger names; what is new is made, and told."""

from __future__ import annotations

import re
from collections.abc import Callable

from rapidfuzz import fuzz

from app.rules.ledger.twins import Identity
from app.rules.names import core, is_organisation, name_key, person_name
from app.rules.reading import Unreadable, clean
from app.services.importing.known import Known
from app.services.importing.plans import Made, Ref

GROUP_LABELS = {"leader": "市领导", "department": "市直部门", "county": "县区"}

_TITLES = re.compile(
    r"(?:市委|市政府|市人大|市政协|政协|人大|党组|党工委|管委会|常委会?|常务|一级|二级|副?(?:市长|书记|主席|主任|部长|秘书长|区长|县长|"
    r"局长|巡视员|调研员)|同志|[、，,（）()])+"
)
_BRACKETED = re.compile(r"[（(][^（）()]*[)）]$")
_IN_COUNTY = re.compile(r"^([\u4e00-\u9fff]{1,4}县).{2,}$")
_STEM = re.compile(r"(?:县|区|市|旗)$")

Assume = Callable[[str, str, str], None]
"""Told of an assumption: field label, text, reason."""


class Resolver:
    """Finds records by the names that a ledger gives them. One for each import."""

    def __init__(self, known: Known, made: Made, assume: Assume) -> None:
        self._known, self._made, self._assume = known, made, assume
        self._units: dict[tuple[str, str], Ref] = {}
        self._industries: dict[str, Ref] = {}
        self._persons: dict[str, tuple[str, Ref]] = {}
        self._new_units: dict[str, dict[str, Ref]] = {"leader": {}, "department": {}, "county": {}}
        self._new_by_uscc: dict[str, Ref] = {}
        self._new_by_firm: dict[str, Ref] = {}

    def unit(self, group: str, text: str, label: str) -> Ref:
        """Return the unit that `text` means in a group; a name that nobody knows makes a new unit there."""
        found = self._units.get((group, text))
        if found is None:
            found = self._units[group, text] = self._find_unit(group, text, label)
        return found

    @staticmethod
    def without_titles(names: tuple[str, ...]) -> tuple[str, ...]:
        """Drop titles that stand alone between names: 副市长 周明远 names one leader."""
        return tuple(name for name in names if not _TITLES.fullmatch(name)) or names

    def unit_label(self, ref: Ref) -> tuple[str, str]:
        """Return the group and name of a unit."""
        return self._known.unit_groups[ref] if ref > 0 else self._made.units[-ref - 1]

    def _find_unit(self, group: str, text: str, label: str) -> Ref:
        known, name = self._known, clean(text)
        units = {**known.units[group], **self._new_units[group]}
        if name in units:
            return units[name]
        for source, found in (("别名", known.aliases.get(("unit", name))), ("旧名", known.old_names.get(name))):
            if found is not None and found in known.unit_groups:
                self._assume(label, text, f"按{source}认作“{known.unit_groups[found][1]}”")
                return found
        bare = _BRACKETED.sub("", name) or name
        for spelling in dict.fromkeys((name, bare)):
            if (found := self._by_stem(group, spelling, units)) is not None:
                self._assume(label, text, f"认作“{self.unit_label(found)[1]}”")
                return found
        for other in known.units:
            if other != group and name in known.units[other]:
                self._assume(label, text, f"“{name}”是{GROUP_LABELS[other]}，按{GROUP_LABELS[other]}计")
                return known.units[other][name]
        name = self._new_name(group, bare)
        if name in units:
            return units[name]
        self._made.units.append((group, name))
        ref = -len(self._made.units)
        self._new_units[group][name] = ref
        self._assume(label, text, f"责任主体中没有“{name}”，将新增为{GROUP_LABELS[group]}")
        return ref

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

    def _by_stem(self, group: str, name: str, units: dict[str, Ref]) -> Ref | None:
        """Find the only unit that is the same but for the city's name, 市/县/区, a title or width."""
        if group == "leader":
            bare = _TITLES.sub("", name)
            found = {ref for known, ref in units.items() if known == bare or (len(known) > 1 and known in name)}
        else:
            stem = self._stem(name)
            found = {ref for known, ref in units.items() if stem and self._stem(known) == stem}
            if group == "county" and not found:
                found = {ref for known, ref in units.items() if len(known) > 1 and known in name}
        return found.pop() if len(found) == 1 else None

    def _stem(self, name: str) -> str:
        key = name_key(name)
        city = name_key(self._known.city)
        for prefix in filter(None, (city, city.removesuffix("市") + "市" if city else "", "市")):
            if key.startswith(prefix) and len(key) > len(prefix) + 1:
                key = key.removeprefix(prefix)
                break
        bare = _STEM.sub("", key)
        return bare if len(bare) >= 2 else key

    def industry(self, text: str, label: str) -> Ref:
        """Return the industry of that name or alias; one that nobody knows is made."""
        found = self._industries.get(text)
        if found is None:
            found = self._industries[text] = self._find_industry(text, label)
        return found

    def industry_name(self, ref: Ref | None) -> str:
        """Return the name of an industry."""
        if ref is None:
            return ""
        return self._known.industry_names.get(ref, "") if ref > 0 else self._made.industries[-ref - 1]

    def _find_industry(self, text: str, label: str) -> Ref:
        if text in self._known.industries:
            return self._known.industries[text]
        found = self._known.aliases.get(("industry", text))
        if found is None:
            key = name_key(text)
            same = [known for name, known in self._known.industries.items() if name_key(name) == key]
            found = same[0] if len(same) == 1 else None
        if found is not None and found in self._known.industry_names:
            self._assume(label, text, f"认作“{self._known.industry_names[found]}”")
            return found
        self._made.industries.append(text)
        self._assume(label, text, f"行业中没有“{text}”，将新增")
        return -len(self._made.industries)

    def referrer(self, text: str) -> tuple[str, Ref]:
        """Return who a referrer is, as ("person" or "enterprise", ref); one that nobody knows is made."""
        found = self._persons.get(text)
        if found is None:
            found = self._persons[text] = self._find_referrer(text)
        return found

    def _find_referrer(self, text: str) -> tuple[str, Ref]:
        if (firm := self._known.by_firm.get(name_key(text))) is not None:
            return "enterprise", firm
        if is_organisation(text):
            return "enterprise", self.enterprise(Identity.of("", text, "", None), text)[0]
        name = person_name(text)
        if name in self._known.persons:
            return "person", self._known.persons[name]
        if name in self._made.persons:
            return "person", -self._made.persons.index(name) - 1
        self._made.persons.append(name)
        return "person", -len(self._made.persons)

    def enterprise(self, identity: Identity, name: str, held: Ref | None = None) -> tuple[Ref, bool]:
        """Return the enterprise of a row, and whether its code is new to a record that had none.

        `held` is the enterprise that the row's project has, if its name differs in the legal form at most.

        Raises `Unreadable` where the code belongs to an enterprise of quite another name, or the enterprise has
        another code.
        """
        known, uscc, firm = self._known, identity.uscc, identity.enterprise
        if uscc:
            ref = known.by_uscc.get(uscc)
            if ref is None:
                ref = self._new_by_uscc.get(uscc)
            if ref is not None:
                self._check_name(ref, name, uscc)
                return ref, False
        ref = held or known.by_firm.get(firm)
        if ref is None:
            ref = self._new_by_firm.get(firm)
        if ref is not None:
            held_name, own = self._enterprise_data(ref)
            if held and name_key(held_name) != firm:
                self._assume("投资方", name, f"认作档案中的“{held_name}”")
            if uscc and own and own != uscc:
                raise Unreadable(f"“{name}”的统一社会信用代码已登记为{own}，与表中的{uscc}不同")
            if uscc and not own:
                self._learn_code(ref, uscc)
                return ref, ref > 0
            return ref, False
        self._made.enterprises.append((name, uscc))
        ref = -len(self._made.enterprises)
        self._new_by_firm[firm] = ref
        if uscc:
            self._new_by_uscc[uscc] = ref
        return ref, False

    def enterprise_names(self, ref: Ref) -> tuple[str, str]:
        """Return the name and code of an enterprise."""
        return self._enterprise_data(ref)

    def _enterprise_data(self, ref: Ref) -> tuple[str, str]:
        return self._known.enterprises[ref] if ref > 0 else self._made.enterprises[-ref - 1]

    def _learn_code(self, ref: Ref, uscc: str) -> None:
        if ref < 0:
            self._made.enterprises[-ref - 1] = (self._made.enterprises[-ref - 1][0], uscc)
            self._new_by_uscc[uscc] = ref
        else:
            self._known.enterprises[ref] = (self._known.enterprises[ref][0], uscc)
            self._known.by_uscc[uscc] = ref

    def _check_name(self, ref: Ref, name: str, uscc: str) -> None:
        own = self._enterprise_data(ref)[0]
        if own == name or name_key(own) == name_key(name):
            return
        if core(own) == core(name) or fuzz.ratio(name_key(own), name_key(name)) >= 80.0:
            self._assume("投资方", name, f"统一社会信用代码相同，认作“{own}”")
            return
        raise Unreadable(f"统一社会信用代码{uscc}属于“{own}”，与“{name}”不符")
