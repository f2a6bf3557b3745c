"""Amounts that cannot be right: a unit taken wrongly shows in figures ten thousand times too large or small."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from app.rules.money import WAN, YI, Fen, in_words

LARGEST_PROJECT: Fen = 2000 * YI
SMALLEST_PROJECT: Fen = 1 * WAN
_USUAL_LARGEST: Fen = 150 * YI
_USUAL_SMALLEST: Fen = 10 * WAN
_ENOUGH = 4


def implausible_investment(fen: Fen) -> str | None:
    """Return why an investment (分) cannot be right, or None. 0 and less than 1 万元 are no investment."""
    if fen == 0:
        return "总投资为 0，请填实际金额"
    if fen < SMALLEST_PROJECT:
        return f"总投资只有{in_words(fen)}，疑为单位有误，请核对是元、万元还是亿元"
    if fen > LARGEST_PROJECT:
        return f"总投资高达{in_words(fen)}，疑为单位有误，请核对是元、万元还是亿元"
    return None


def implausible_column(amounts: Sequence[Fen]) -> str | None:
    """Return why the investments of a whole column cannot be in the unit they were read in, or None."""
    if len(amounts) < _ENOUGH:
        return None
    middle = int(statistics.median(amounts))
    if middle > _USUAL_LARGEST or middle < _USUAL_SMALLEST:
        return f"整列总投资的中位数为{in_words(middle)}，疑为单位有误，请指明单位（元、万元、亿元）后再导入"
    return None
