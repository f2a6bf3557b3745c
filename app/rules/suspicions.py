"""Suspicions: what looks wrong in the dossiers, said with its reason and never acted upon (domain.md §1)."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.rules.money import in_words

FAR = 3.5
"""A robust z beyond which an amount is far from its industry's (the usual bound of Iglewicz and Hoaglin)."""

LEAST_KNOWN = 8
"""So many amounts an industry needs before one of them can be called far from the others."""

_TO_SIGMA = 1.4826
"""Makes the median deviation of a normal distribution equal its standard deviation."""

_NARROWEST = 0.1
"""Least spread (of log10) assumed: where nearly all amounts are equal, a fifth more is not yet far."""


@dataclass(frozen=True)
class FarAmount:
    """An amount far from its industry's: its robust z on the log amount, and the industry's median in 分."""

    key: int
    amount_fen: int
    z: float
    median_fen: int
    count: int

    def reason(self, industry: str) -> str:
        """Say in one sentence how far the amount is from what, and how many amounts that rests on."""
        way = "远高于" if self.z > 0 else "远低于"
        times = self.amount_fen / self.median_fen if self.z > 0 else self.median_fen / self.amount_fen
        side = "倍" if self.z > 0 else "分之一"
        return (
            f"投资额{in_words(self.amount_fen)}{way}{industry}的一般水平：同行业 {self.count} 个项目的中位数是"
            f"{in_words(self.median_fen)}，约为其 {times:,.0f} {side}（稳健 z 值 {self.z:+.1f}，"
            f"超过 ±{FAR:g} 即提示）"
        )


def far_amounts(amounts: Mapping[int, int]) -> list[FarAmount]:
    """Return the amounts (分, by key) of one industry that are far from the others, the farthest first.

    Robust z on the logarithm: (log x − median) ÷ (1.4826 × median absolute deviation). An industry with fewer than
    `LEAST_KNOWN` amounts gives none.
    """
    known = {key: math.log10(amount) for key, amount in amounts.items() if amount > 0}
    if len(known) < LEAST_KNOWN:
        return []
    middle, spread = _middle_and_spread(list(known.values()))
    found = [
        FarAmount(key, amounts[key], (value - middle) / spread, round(10**middle), len(known))
        for key, value in known.items()
        if abs(value - middle) > FAR * spread
    ]
    return sorted(found, key=lambda one: (-abs(one.z), one.key))


def _middle_and_spread(values: Sequence[float]) -> tuple[float, float]:
    middle = statistics.median(values)
    deviation = statistics.median([abs(value - middle) for value in values])
    return middle, max(_TO_SIGMA * deviation, _NARROWEST)
