"""Finding the industry of a project: by the product words in its name, else by the industry that it is filed under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.rules.industry.codes import split_codes
from app.rules.names import core

KINDS_OF_WORDS = ("产品", "产业", "典型")
"""A product tells a narrow code, a branch's name only broad ones, unless one industry is typical of the branch."""


@dataclass(frozen=True)
class Found:
    """The codes of a project; `narrow` where a product word told, else the codes of the industry as a whole."""

    codes: tuple[str, ...]
    narrow: bool


class Finder:
    """Finds codes by words; made once from the keyword table and asked for each project."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._products: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._branches: list[tuple[str, tuple[str, ...]]] = []
        self._typical: list[tuple[str, str]] = []
        for row in rows:
            word, codes = row["词"], row["代码"]
            match row["类型"]:
                case "产品":
                    self._products[word[:2]].append((word, codes))
                case "典型":
                    self._typical.append((word, codes))
                case _:
                    self._branches.append((word, split_codes(codes)))
        for words in self._products.values():
            words.sort(key=lambda one: -len(one[0]))
        self._branches.sort(key=lambda one: -len(one[0]))
        self._broad: dict[tuple[str, str], tuple[str, ...]] = {}

    def find(self, name: str, content: str, enterprise: str, industry: str, industry_codes: str) -> Found:
        """Return the codes of a project filed under an industry (its name and its codes, by '/').

        A product word is certain only where its code lies in the industry. The enterprise's own name says little of
        what this project makes: it is looked at last, where nothing else tells.
        """
        broad = self.broad(industry, industry_codes)
        for text in (_without(name, enterprise), _without(content, enterprise), name):
            if text and (code := self._product(text, broad)):
                return Found((code,), narrow=True)
        if not broad:
            own = self._product(enterprise, ())
            return Found((own,) if own else self.broad(name, "") or self.broad(enterprise, ""), narrow=False)
        typical = next((code for word, code in self._typical if word in industry and code.startswith(broad)), None)
        return Found((typical,) if typical else broad, narrow=False)

    def broad(self, industry: str, codes: str) -> tuple[str, ...]:
        """Return the codes of an industry as a whole; where it has none, those of the branch that its name tells."""
        key = industry, codes
        if key not in self._broad:
            named = next((found for word, found in self._branches if word in industry), ())
            self._broad[key] = split_codes(codes) or named
        return self._broad[key]

    def _product(self, text: str, broad: tuple[str, ...]) -> str:
        best, found = 0, ""
        for place in range(len(text) - 1):
            for word, code in self._products.get(text[place : place + 2], ()):
                if len(word) <= best:
                    break
                if text.startswith(word, place) and (not broad or code.startswith(broad)):
                    best, found = len(word), code
                    break
        return found


def _without(text: str, enterprise: str) -> str:
    own = core(enterprise) if enterprise else ""
    return text.replace(own, "") if own else text
