"""What is typed into the search box: words, and amounts such as 超亿, >5000万, 1亿-3亿."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from app.rules.money import WAN, YI, Fen, read_money
from app.rules.reading import Unreadable

_AMOUNT = r"\d[\d,]*(?:\.\d+)?(?:万|亿|千万|百万)?元?"
_SPACES = re.compile(r"(?<=[<>≥≤=])\s+(?=\d)|(?<=[\d万亿元])\s+(?=以[上下]|[-~—至到]\s*\d)|(?<=[-~—至到])\s+(?=\d)")
_MORE = re.compile(rf"(?P<sign>>=|≥|>|超过|大于|不少于|不低于|超)(?P<amount>{_AMOUNT}|亿元?)(?P<more>以上)?")
_LESS = re.compile(rf"(?P<sign><=|≤|<|不超过|不足|低于|小于|少于)(?P<amount>{_AMOUNT})(?P<less>以下)?")
_RANGE = re.compile(rf"(?P<least>{_AMOUNT})(?:-|~|—|至|到)(?P<most>{_AMOUNT})")
_SIDE = re.compile(rf"(?P<amount>{_AMOUNT})(?P<side>以上|以下)")
_STRICT = (">", "<", "超过", "大于", "不足", "低于", "小于", "少于")


@dataclass(frozen=True)
class Query:
    """Words that must all be found, and the bounds (分, both included) between which the investment must lie."""

    words: tuple[str, ...]
    least_fen: Fen | None = None
    most_fen: Fen | None = None

    @property
    def has_bounds(self) -> bool:
        """True where an amount was asked for."""
        return self.least_fen is not None or self.most_fen is not None


def parse_query(text: str) -> Query:
    """Take apart what was typed.

    `超亿` is at least 1 亿 (domain.md); `>5000万` is more than that; a number without a unit is 万元. A range whose
    numbers carry no unit (2026-06, a phone number) is a word, not an amount.
    """
    words: list[str] = []
    least: Fen | None = None
    most: Fen | None = None
    for word in _SPACES.sub("", unicodedata.normalize("NFKC", text)).split():
        bounds = _bounds(word)
        if bounds is None:
            words.append(word)
            continue
        low, high = bounds
        least = low if least is None else least if low is None else max(least, low)
        most = high if most is None else most if high is None else min(most, high)
    return Query(tuple(words), least, most)


def _bounds(word: str) -> tuple[Fen | None, Fen | None] | None:
    try:
        if match := _MORE.fullmatch(word):
            return _fen(match["amount"]) + (match["sign"] in _STRICT), None
        if match := _LESS.fullmatch(word):
            return None, _fen(match["amount"]) - (match["sign"] in _STRICT)
        if match := _SIDE.fullmatch(word):
            amount = _fen(match["amount"])
            return (amount, None) if match["side"] == "以上" else (None, amount)
        if (match := _RANGE.fullmatch(word)) and re.search("[万亿]", match["most"]):
            unit = re.sub(r"[\d,.]", "", match["most"])
            least = match["least"] if re.search("[万亿]", match["least"]) else match["least"].rstrip("元") + unit
            return _fen(least), _fen(match["most"])
    except Unreadable:
        return None
    return None


def _fen(text: str) -> Fen:
    if text in ("亿", "亿元"):
        return YI
    amount = read_money(text, WAN)
    assert amount is not None
    return amount
