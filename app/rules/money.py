"""Money: reading amounts as people write them, exactly, to the 分; showing them; sharing them out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from app.rules.reading import Unreadable, is_empty, plain, tidy

Fen: TypeAlias = int
"""Money in 分."""

YUAN: Fen = 100
WAN: Fen = 10_000 * YUAN
YI: Fen = 10_000 * WAN
MOST_FEN: Fen = 1_000_000 * YI
"""A hundred times what a whole country invests in a year: whatever is larger is a slip, and columns hold 64 bits."""

UNITS: dict[str, Fen] = {
    "元": YUAN,
    "千元": 1000 * YUAN,
    "万": WAN,
    "万元": WAN,
    "百万元": 100 * WAN,
    "千万元": 1000 * WAN,
    "亿": YI,
    "亿元": YI,
}
"""The units of money that ledgers are kept in, in 分."""

FOREIGN = re.compile(r"美元|美金|欧元|日元|港元|港币|英镑|韩元|台币|外币|\$|€|£|usd|hkd|eur", re.IGNORECASE)
"""Words of a currency that is not the yuan: a rule of its own, never converted (domain.md)."""

_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+|\d+)(?:\.\d+)?"
_PART = re.compile(rf"({_NUMBER})(亿元|亿|千万元|千万|百万元|百万|万元|万|千元|元)?")
_WHOLE = re.compile(rf"(?:{_NUMBER}(?:亿元|亿|千万元|千万|百万元|百万|万元|万|千元|元)?)+")
_PREFIX = re.compile(r"^(?:人民币|rmb|cny|[¥¥])", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:人民币|\(人民币\)|整)$")
_BRACKETED_UNIT = re.compile(r"\(((?:亿|千万|百万|万|千)?元?(?:人民币)?)\)$")
_VAGUE = re.compile(r"约|左右|上下|以上|以下|不低于|不少于|超过?|近|余|多|至少|预计|拟|暂定|大概|[≈><≥≤]")
_RANGE = re.compile(r"\d[^\d]*(?:-|—|~|～|–|至|到)[^\d]*\d")
_UNSETTLED = re.compile(r"面议|待定|待议|未定|不详|保密|另议|洽谈|商谈|待")


class NoUnit(Unreadable):
    """An amount whose unit nothing names; it can be asked for."""


def read_money(value: object, unit: Fen | None) -> Fen | None:
    """Return the amount of a cell in 分, or None for an empty one.

    `unit` (分) holds where the cell names none. Arithmetic is exact: from the text, or from the 15 digits that a
    spreadsheet keeps of a number. Raises `Unreadable` where the cell is vague (约, 3-5亿, 面议), negative, foreign,
    finer than a 分, or has no unit at all.
    """
    if isinstance(value, bool):
        raise Unreadable(f"“{'是' if value else '否'}”不是金额")
    if isinstance(value, int | float):
        return _in_fen(_decimal(value), unit, plain(value))
    if is_empty(value):
        return None
    if not isinstance(value, str):
        raise Unreadable(f"“{value}”不是金额")
    return _read_text(value, unit)


def _read_text(value: str, unit: Fen | None) -> Fen:
    text = _SUFFIX.sub("", _PREFIX.sub("", _BRACKETED_UNIT.sub(r"\1", tidy(value))))
    shown = value.strip()
    if FOREIGN.search(text):
        raise Unreadable(f"“{shown}”是外币，不折算，请填人民币金额")
    if _UNSETTLED.search(text):
        raise Unreadable(f"“{shown}”不是确定的金额，请填准确数字")
    if _VAGUE.search(text):
        raise Unreadable(f"“{shown}”不是准确的金额，请填准确数字")
    if _RANGE.search(text):
        raise Unreadable(f"“{shown}”是一个范围，请填准确数字")
    if not _WHOLE.fullmatch(text):
        raise Unreadable(f"“{shown}”不是金额，请填数字（如 1200 或 1.2亿元）")
    parts = _PART.findall(text)
    if len(parts) == 1:
        number, word = parts[0]
        return _in_fen(Decimal(number.replace(",", "")), _unit(word) if word else unit, shown)
    return _compound(parts, shown)


def _compound(parts: list[tuple[str, str]], shown: str) -> Fen:
    """Add up 1亿2000万: every part with its unit, each smaller than the one before."""
    units = [_unit(word) if word else 0 for _, word in parts]
    if 0 in units or any(later >= earlier for earlier, later in itertools.pairwise(units)):
        raise Unreadable(f"“{shown}”不是金额，请只填一个数")
    return sum(
        _in_fen(Decimal(number.replace(",", "")), unit, shown) for (number, _), unit in zip(parts, units, strict=True)
    )


def _unit(word: str) -> Fen:
    return UNITS[word] if word in UNITS else UNITS[word + "元"]


def _decimal(value: float) -> Decimal:
    try:
        number = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
    except InvalidOperation:
        raise Unreadable(f"“{value}”不是金额") from None
    if not number.is_finite():
        raise Unreadable(f"“{value}”不是金额")
    return number


def _in_fen(number: Decimal, unit: Fen | None, shown: object) -> Fen:
    if unit is None:
        raise NoUnit(f"“{shown}”没有单位：请说明是元、万元还是亿元")
    if number < 0:
        raise Unreadable(f"“{shown}”是负数，金额不能为负")
    if number.adjusted() > 20:
        raise Unreadable(f"“{shown}”大得不可能是金额")
    fen = number * unit
    if fen != fen.to_integral_value():
        raise Unreadable(f"“{shown}”细到了分以下，请核对小数位和单位")
    return int(fen)


def format_wan(fen: Fen, places: int = 2) -> str:
    """Return the amount in 万元 for people, e.g. “9,999” or “12.5”, rounded half up to `places`."""
    return _format(fen, WAN, places)


def format_yi(fen: Fen, places: int = 4) -> str:
    """Return the amount in 亿元 for people, e.g. “78.9082”, rounded half up to `places`."""
    return _format(fen, YI, places)


def in_words(fen: Fen) -> str:
    """Return the amount with the unit people would use: “1.2亿元” from 1 亿 on, else “9,999万元”."""
    return f"{format_yi(fen)}亿元" if abs(fen) >= YI else f"{format_wan(fen, 6)}万元"


def _format(fen: Fen, unit: Fen, places: int) -> str:
    scale = 10**places
    whole, part = divmod((2 * abs(fen) * scale + unit) // (2 * unit), scale)
    text = f"{whole:,}"
    if places and part:
        text += f".{part:0{places}d}".rstrip("0")
    return f"-{text}" if fen < 0 and (whole or part) else text


def share_out(total: int, weights: Sequence[int]) -> list[int]:
    """Share `total` by `weights` so that the parts add up to it, by largest remainder (first wins a tie).

    Raises `ValueError` where there is nothing to share by.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and not all zero")
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts
