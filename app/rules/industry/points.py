"""The score of a candidate, with every part of it (domain.md §2, default weights of 100 points)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.rules.industry.city import City
from app.rules.industry.knowledge import Knowledge
from app.rules.money import WAN, YI

_NO_DEMAND, _FULL_DEMAND = 1000 * WAN, 100 * YI
"""Verified investment in the anchor's industry that gives nothing, and that gives all points for demand."""

_MOST = 5
"""The highest strength and the highest sensitivity."""


@dataclass(frozen=True)
class Weights:
    """What each part is worth; `gap` falls to nothing over `gap_enterprises` enterprises."""

    strength: int = 30
    demand: int = 20
    leading: int = 20
    gap: int = 15
    gap_enterprises: int = 3
    sensitivity: int = 15
    neighbour: int = -20


@dataclass(frozen=True)
class Parts:
    """The parts of a score, in points."""

    strength: float = 0
    demand: float = 0
    leading: float = 0
    gap: float = 0
    sensitivity: float = 0
    neighbour: float = 0

    @property
    def total(self) -> float:
        """The score, not below 0."""
        summed = sum((self.strength, self.demand, self.leading, self.gap, self.sensitivity, self.neighbour))
        return max(0.0, round(summed, 1))

    def to_json(self) -> dict[str, float]:
        """Return the parts as programs read them."""
        return dict(vars(self))


DEFAULT_WEIGHTS = Weights()


def points(
    knowledge: Knowledge,
    city: City,
    industry: str,
    candidate: str,
    strength: int,
    weights: Weights = DEFAULT_WEIGHTS,
) -> Parts:
    """Return the parts for drawing `candidate` because `industry` is here, joined with `strength` (1–5)."""
    _, fen = city.amounts((industry,))
    known = knowledge.industry(candidate)
    missing = max(0, weights.gap_enterprises - city.enterprises(candidate))
    return Parts(
        strength=_part(weights.strength, strength / _MOST),
        demand=_part(weights.demand, _demand(fen)),
        leading=_part(weights.leading, city.is_leading(candidate)),
        gap=_part(weights.gap, missing / weights.gap_enterprises),
        sensitivity=_part(weights.sensitivity, known.sensitivity / _MOST if known else 0),
        neighbour=_part(weights.neighbour, city.reserved_by(candidate) is not None),
    )


def _part(weight: int, share: float) -> float:
    return round(weight * share, 1)


def _demand(fen: int) -> float:
    """Return the share of the points for demand: logarithmic between 1,000 万元 and 100 亿元."""
    if fen <= _NO_DEMAND:
        return 0.0
    return min(1.0, math.log(fen / _NO_DEMAND) / math.log(_FULL_DEMAND / _NO_DEMAND))
