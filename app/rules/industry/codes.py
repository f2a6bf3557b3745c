"""Codes of GB/T 4754: whether a code exists, what it is called, and what an older edition's code has become."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

ANY = "*"
"""Stands for any industry in a rule."""

SAME = "="
"""Stands for the anchor's own industry in a rule (N8, rivals)."""

CURRENT = "2017"
"""The edition that the tables are written in."""

_CODE = re.compile(r"\d{2,4}")


def covers(prefix: str, code: str) -> bool:
    """Tell whether `prefix` covers `code`: 268 covers 2681, `ANY` covers all."""
    return prefix == ANY or code.startswith(prefix)


def split_codes(text: str) -> tuple[str, ...]:
    """Take a list of codes written with '/' apart."""
    return tuple(part for part in (one.strip() for one in text.split("/")) if part)


@dataclass(frozen=True)
class OldCode:
    """A code of an older edition (2002, 2011) and the code of 2017 that took its place, with the reason."""

    edition: str
    code: str
    name: str
    new: str
    note: str


@dataclass(frozen=True)
class Codebook:
    """GB/T 4754-2017 as a table of code → name, with the older codes that are known to have moved."""

    names: Mapping[str, str]
    old: tuple[OldCode, ...] = ()

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        return frozenset(code[:length] for code in self.names for length in range(2, len(code) + 1) if code.isdigit())

    def knows(self, code: str) -> bool:
        """Tell whether a code is one of the standard, or the front of one (a group of one class has none)."""
        return _CODE.fullmatch(code) is not None and code in self._prefixes

    def name(self, code: str) -> str:
        """Return the standard's name of a code; the code itself where there is none."""
        return self.names.get(code) or self.names.get(f"{code}0") or code

    def renewed(self, code: str, edition: str) -> str:
        """Return the code of 2017 for a code of `edition`: 267 of 2002 is 268 of 2017.

        A code that did not move stays; the longest known front decides: 2671 of 2002 becomes 2681.
        """
        known = [old for old in self.old if old.edition == edition and code.startswith(old.code)]
        best = max(known, key=lambda old: len(old.code), default=None)
        return code if best is None else best.new + code[len(best.code) :]

    def edition_of(self, code: str, name: str) -> str:
        """Return the edition from which a code with its name comes: 267 called 日用化工 is of 2002.

        The name need not be the standard's: its first two characters tell. 2017 where nothing speaks against it.
        """
        known = [old for old in self.old if old.code == code]
        if exact := [old.edition for old in known if old.name == name]:
            return exact[0]
        if not name or _alike(self.name(code), name):
            return CURRENT
        return next((old.edition for old in known if _alike(old.name, name)), CURRENT)

    def unknown(self, codes: Iterable[str]) -> list[str]:
        """Return those of `codes` that are neither codes of 2017 nor wildcards."""
        return [code for code in codes if code not in (ANY, SAME) and not self.knows(code)]


def _alike(one: str, other: str) -> bool:
    return one[:2] == other[:2]
