"""Conditions over what the city has: read from a table's cell, and weighed against the city."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.rules.errors import Refused
from app.rules.industry.codes import split_codes
from app.rules.money import WAN, YI

_TERM = re.compile(r"(?:([^:：]+)[:：])?\s*([\d/]+)\s*(?:≥|>=)\s*(\d+(?:\.\d+)?)\s*(家|万元|亿元)")
_FORM = "条件写成“用箱大户:14/268≥3家”或“385≥2亿元”，几个条件同时成立用“；”隔开"

Amounts = Callable[[tuple[str, ...]], tuple[int, int]]
"""Tells, for codes, how many enterprises the city has there and their verified investment in 分."""


@dataclass(frozen=True)
class Condition:
    """At least so many enterprises, or so much verified investment (分), in industries of these codes."""

    label: str
    codes: tuple[str, ...]
    least_count: int = 0
    least_fen: int = 0

    @property
    def text(self) -> str:
        """What people read: 用箱大户3家以上."""
        return f"{self.label}{self._least()}以上"

    def weigh(self, amounts: Amounts) -> Weighed:
        """Return whether the condition holds, with what the city has."""
        count, fen = amounts(self.codes)
        holds = count >= self.least_count and fen >= self.least_fen
        has = f"{fen / YI:.2f}亿元" if self.least_fen else f"{count}家"
        return Weighed(self.text, holds, has)

    def _least(self) -> str:
        if not self.least_fen:
            return f"{self.least_count}家"
        if self.least_fen % YI == 0:
            return f"投资{self.least_fen // YI}亿元"
        return f"投资{self.least_fen // WAN}万元"


@dataclass(frozen=True)
class Weighed:
    """A condition in words, whether it holds (None: people must say), and what the city has."""

    text: str
    holds: bool | None
    has: str = ""

    def to_json(self) -> dict[str, object]:
        """Return the condition as programs read it."""
        return {"text": self.text, "holds": self.holds, "has": self.has}


def read_conditions(cell: str, name: Callable[[str], str]) -> tuple[Condition, ...]:
    """Read a cell of conditions, all of which must hold; `name` calls codes without a label by their names.

    Raises `Refused` with the form expected.
    """
    found = []
    for part in re.split(r"[；;]", cell):
        if not part.strip():
            continue
        match = _TERM.fullmatch(part.strip())
        if match is None:
            raise Refused(f"看不懂条件“{part.strip()}”：{_FORM}。")
        label, codes, least, unit = match.groups()
        listed = split_codes(codes)
        label = (label or "、".join(name(code) for code in listed)).strip()
        if unit == "家":
            found.append(Condition(label, listed, least_count=int(float(least))))
        else:
            fen = round(float(least) * (YI if unit == "亿元" else WAN))
            found.append(Condition(label, listed, least_fen=fen))
    return tuple(found)
