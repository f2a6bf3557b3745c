"""Finding the industries, enterprises and persons that a ledger names, and its units; what is new is made, and told."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import fuzz

from app.rules.ledger.twins import Identity
from app.rules.names import core, is_organisation, name_key, person_name
from app.rules.reading import Unreadable
from app.services.importing.known import Known
from app.services.importing.plans import Made, Ref
from app.services.importing.units import Assume, Units
from app.services.importing.words import load_unit_names


class Resolver:
    """Finds records by the names that a ledger gives them. One for each import."""

    def __init__(self, known: Known, made: Made, assume: Assume, choices: Mapping[int, str]) -> None:
        self._known, self._made, self._assume = known, made, assume
        self.units = Units(known, made, assume, load_unit_names(), choices)
        self._industries: dict[str, Ref] = {}
        self._persons: dict[str, tuple[str, Ref]] = {}
        self._new_by_uscc: dict[str, Ref] = {}
        self._new_by_firm: dict[str, Ref] = {}

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
