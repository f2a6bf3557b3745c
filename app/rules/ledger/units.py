"""The unit of money that a ledger names: in the heading, or once for the sheet in its corner or title."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from app.rules.money import FOREIGN, UNITS, Fen
from app.rules.reading import tidy

_WORD = "千万元|百万元|亿元|万元|千元|元|亿|万"
_BRACKETED = re.compile(rf"[(\[【](?:[^()\[\]【】]*?)({_WORD})(?:人民币)?[)\]】]")
_ONE = rf"(?:人民币|万美元|亿美元|美元|{_WORD}|[个家户项人亩%])"
_CORNER = re.compile(rf"单\s*位\s*(?:均?为|是|[:])*\s*({_ONE}(?:[、,/和及]?{_ONE})*)(?![\u4e00-\u9fff])")
_IN_TITLE = re.compile(rf"[(\[【](?:单位[:：]?)?({_WORD})[)\]】]")


@dataclass(frozen=True)
class HeadingUnit:
    """The unit in a heading: an amount in 分, or foreign money."""

    unit: Fen | None
    foreign: bool = False


def heading_unit(path: list[str] | tuple[str, ...]) -> HeadingUnit:
    """Return the unit named in a heading; of several lines the lowest that names one holds."""
    for line in reversed(path):
        text = tidy(line)
        if FOREIGN.search(text):
            return HeadingUnit(None, foreign=True)
        if match := _BRACKETED.search(text):
            return HeadingUnit(UNITS[match.group(1)])
        if match := re.search(rf"[\s,，:：/_]({_WORD})\s*$", line.strip()) or re.fullmatch(rf"({_WORD})", text):
            return HeadingUnit(UNITS[match.group(1)])
    return HeadingUnit(None)


def sheet_unit(lines: list[str]) -> Fen | None:
    """Return the unit that the lines around a table give for all of it (单位：万元), or None.

    Two different units of yuan for the same table say nothing: None.
    """
    found: set[Fen] = set()
    for line in lines:
        text = unicodedata.normalize("NFKC", line)
        for match in _CORNER.finditer(text):
            words = re.sub("[万亿]?美元|人民币", "、", match.group(1))
            found.update(UNITS[word] for word in re.findall(_WORD, words))
        if not found and (titled := _IN_TITLE.search(tidy(line))):
            found.add(UNITS[titled.group(1)])
    return found.pop() if len(found) == 1 else None
