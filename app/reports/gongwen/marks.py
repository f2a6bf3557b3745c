"""Which characters take a cell of their own, and which pieces of a text a line must not split (GB/T 15834)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NO_START = frozenset("，。、；：？！）》〉】』」〕］｝”’％%‰℃°·～－/／,.;:?!)]}~")
"""What never begins a line: closing and pausing marks, signs that follow their number, links."""

NO_END = frozenset("（《〈【『「〔［｛“‘￥¥$＄([{/／～~")
"""What never ends a line: opening marks, signs that go before their number."""

OPENING = frozenset("（《〈【『「〔［｛“‘")
"""Marks whose ink stands in the right half of their cell."""

CLOSING = frozenset("，。、；：？！）》〉】』」〕］｝”’")
"""Marks whose ink stands in the left half of their cell."""

_CELLS = frozenset("“”‘’—…·×÷±℃‰°→←↑↓■□▲△●○★☆※")
"""Characters that Unicode leaves undecided and that Chinese print sets in a cell."""

_UNIT = (
    "(?:个?百分点|(?:百|千|万|十万|百万|千万|亿|万亿)?"
    "(?:美元|欧元|港元|日元|人民币|平方公里|平方千米|平方米|立方米|公顷|公里|千米|千瓦时|千瓦|千克|公斤|吨|"
    "周年|周岁|年度|季度|小时|分钟|个月|工作日|元|米|亩|户|人|家|个|项|件|台|套|辆|次|倍|位|名|年|月|日|时|分|秒|天|"
    "号|条|款|章|节|页|届|期|批|类|级|宗|座|处|周|岁|县|区|市|强|大)|百|千|万亿|万|亿|[%％‰℃°])"
)
_NUMBER = rf"\d+(?:[.,:：/]\d+)*(?:[A-Za-z²³]+)?{_UNIT}?"
_PLAIN = "[\u4e00-\u7b2b\u7b2d-\u9fff]"
"""A 汉字 other than 第, which a number may follow: the quick way for most of a text."""
_UNSPLIT = re.compile(
    rf"{_PLAIN}|〔\d+〕(?:\d+号)?"
    rf"|第?[+\-−±￥¥$≥≤<>＋－]*{_NUMBER}(?:(?:—(?!—)|[–\-－～~]){_NUMBER})*"
    rf"|[A-Za-z](?:[A-Za-z0-9'&_@.\-/]*[A-Za-z0-9])?(?:(?<=\d){_UNIT})?"
    r"|—+|…+|\s+|.",
    re.DOTALL,
)


@lru_cache(maxsize=4096)
def takes_cell(char: str) -> bool:
    """Whether `char` stands in a cell of its own (汉字 and Chinese marks), not at its natural width."""
    return char in _CELLS or unicodedata.east_asian_width(char) in ("W", "F")


def unsplit_pieces(text: str) -> list[tuple[int, int]]:
    """The pieces (start, end) that together make up `text` and that no line may split.

    A number stays with its sign and unit, —— and …… stay whole, a closing mark stays with what it closes and an opening
    one with what it opens; white space stays with what goes before it.
    """
    pieces: list[tuple[int, int]] = []
    start, before = 0, ""
    for match in _UNSPLIT.finditer(text):
        at, end = match.span()
        first, blank = text[at], text[at].isspace()
        if at and (first in NO_START or blank or before in NO_END):
            pieces[-1] = (start, end)
        else:
            start = at
            pieces.append((at, end))
        if not blank:
            before = text[end - 1]
    return pieces
