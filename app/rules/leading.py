"""Comparing candidates for the city's leading industries (domain.md §4): visible weights, and how firm the order is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

from app.rules.errors import Refused
from app.rules.money import WAN, YI, Fen

SWING = Fraction(1, 5)
"""By how much each weight is moved to see whether the choice holds."""

INSENSITIVE = 2.0
"""The sensitivity (of 1 to 5) up to which a preference hardly changes a decision: cement."""

_NOTHING, _FULL = 1000 * WAN, 100 * YI
_LEAST, _MOST = 1, 5


@dataclass(frozen=True)
class LeadingWeights:
    """What each aspect is worth; together 100 by default. Any not negative numbers, not all zero."""

    base: Fraction = Fraction(25)
    completeness: Fraction = Fraction(20)
    sensitivity: Fraction = Fraction(30)
    neighbours: Fraction = Fraction(15)
    momentum: Fraction = Fraction(10)

    def __post_init__(self) -> None:
        values = [getattr(self, one) for one in ASPECTS]
        if min(values) < 0 or sum(values) <= 0:
            raise Refused("权重不能是负数，也不能全是0。")

    def moved(self, aspect: str, factor: Fraction) -> LeadingWeights:
        """Return the weights with one of them multiplied."""
        return LeadingWeights(**{one: getattr(self, one) * (factor if one == aspect else 1) for one in ASPECTS})


ASPECTS = {
    "base": "现有基础",
    "completeness": "链条完整",
    "sensitivity": "政策敏感",
    "neighbours": "邻市错位",
    "momentum": "增长势头",
}
"""The aspects compared and what they are called."""


@dataclass(frozen=True)
class Figures:
    """What is known of one industry here: enterprises and verified investment (分), links of its chain present and
    known, sensitivity to policy (1–5), neighbours that have reserved or pursue it, signings of the last 12 months and
    of the 12 before."""

    name: str
    codes: tuple[str, ...]
    enterprises: int
    fen: Fen
    links_present: int
    links_known: int
    sensitivity: float
    reserved_by: tuple[str, ...]
    pursued_by: tuple[str, ...]
    recent: int
    before: int


@dataclass(frozen=True)
class Scored:
    """A candidate with its shares (0 to 1) per aspect, the points they give and their sum of 100."""

    figures: Figures
    shares: dict[str, Fraction]
    points: dict[str, Fraction]

    @property
    def total(self) -> Fraction:
        """The sum of the points."""
        return sum(self.points.values(), Fraction(0))

    @property
    def warning(self) -> str:
        """What speaks against the choice whatever the points; empty where nothing does."""
        found = []
        if self.figures.sensitivity <= INSENSITIVE:
            found.append("对优惠政策不敏感")
        if self.figures.reserved_by:
            found.append(f"{'、'.join(self.figures.reserved_by)}已按协议保留")
        return "；".join(found)


@dataclass(frozen=True)
class Swing:
    """What the choice would be with one weight moved: who comes in and who falls out."""

    aspect: str
    factor: Fraction
    chosen: tuple[str, ...]
    enters: tuple[str, ...]
    leaves: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether the choice stays the same."""
        return not self.enters and not self.leaves


def compare(candidates: Sequence[Figures], weights: LeadingWeights = LeadingWeights()) -> list[Scored]:
    """Return the candidates with their points, best first; equal ones by name."""
    most = max((one.enterprises for one in candidates), default=0)
    whole = sum(getattr(weights, one) for one in ASPECTS)
    scored = []
    for one in candidates:
        shares = {
            "base": (Fraction(one.enterprises, most or 1) + _invested(one.fen)) / 2,
            "completeness": Fraction(one.links_present, one.links_known) if one.links_known else Fraction(0),
            "sensitivity": _within((Fraction(one.sensitivity) - _LEAST) / (_MOST - _LEAST)),
            "neighbours": Fraction(0) if one.reserved_by else Fraction(1, 2) if one.pursued_by else Fraction(1),
            "momentum": _growth(one.recent, one.before),
        }
        points = {key: share * getattr(weights, key) * 100 / whole for key, share in shares.items()}
        scored.append(Scored(one, shares, points))
    return sorted(scored, key=lambda one: (-one.total, one.figures.name))


def best(scored: Sequence[Scored], count: int) -> tuple[str, ...]:
    """Return the names of the first so many without a warning: what the comparison would choose."""
    return tuple(one.figures.name for one in scored if not one.warning)[:count]


def swings(
    candidates: Sequence[Figures], count: int, weights: LeadingWeights = LeadingWeights(), by: Fraction = SWING
) -> list[Swing]:
    """Return the choice with each weight moved down and up by a share: whether it holds."""
    standing = best(compare(candidates, weights), count)
    found = []
    for field in fields(LeadingWeights):
        for factor in (1 - by, 1 + by):
            chosen = best(compare(candidates, weights.moved(field.name, factor)), count)
            enters = tuple(one for one in chosen if one not in standing)
            leaves = tuple(one for one in standing if one not in chosen)
            found.append(Swing(field.name, factor, chosen, enters, leaves))
    return found


def margin(scored: Sequence[Scored], count: int) -> Fraction | None:
    """Return by how many points the last of the first so many without a warning is ahead; None where all are in."""
    free = [one.total for one in scored if not one.warning]
    return free[count - 1] - free[count] if 0 < count < len(free) else None


def left_out(scored: Sequence[Scored]) -> list[str]:
    """Return, for each candidate with a warning, that it is not proposed and why, however strong it is here."""
    bases = sorted((one.shares["base"] for one in scored), reverse=True)
    return [
        f"{one.figures.name}不列入建议：{one.warning}（敏感度{one.figures.sensitivity:.1f}，"
        f"现有基础列第{bases.index(one.shares['base']) + 1}）"
        for one in scored
        if one.warning
    ]


def read_weights(text: str) -> LeadingWeights:
    """Read “现有基础=30,政策敏感=40”; what is not named keeps its default. Raises `Refused` for anything else."""
    by_label = {label: key for key, label in ASPECTS.items()}
    given: dict[str, Fraction] = {}
    for part in (one.strip() for one in text.replace("，", ",").split(",")):
        if not part:
            continue
        label, _, value = part.partition("=")
        if label not in by_label or not value.replace(".", "", 1).isdecimal():
            raise Refused(f"看不懂权重“{part}”，请写成 现有基础=30，可用：{'、'.join(by_label)}。")
        if by_label[label] in given:
            raise Refused(f"权重“{label}”写了两次，请只留一个。")
        given[by_label[label]] = Fraction(value)
    return LeadingWeights(**given)


def _invested(fen: Fen) -> Fraction:
    """Return the share for investment: logarithmic between 1,000 万元 and 100 亿元."""
    if fen <= _NOTHING:
        return Fraction(0)
    return _within(Fraction(round(math.log(fen / _NOTHING) / math.log(_FULL / _NOTHING), 6)))


def _growth(recent: int, before: int) -> Fraction:
    """Return the share for momentum: nothing where all fell away, half where it stands still, all where it doubled."""
    if not recent and not before:
        return Fraction(0)
    return _within(Fraction(recent, 2 * before)) if before else Fraction(1)


def _within(share: Fraction) -> Fraction:
    return max(Fraction(0), min(Fraction(1), share))
