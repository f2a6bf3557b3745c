"""Scores and ranks of units by a scoring scheme, each with its working (domain.md §3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.rules.scheme import Completion, Efficacy, Floor, Indicator, Relative, Scheme, Step
from app.rules.scoring_forms import Case, Spread, fraction, number, percent, rounded, score, shown_in, unit_of

__all__ = [
    "IndicatorScore",
    "PointsByHand",
    "UnitFigures",
    "UnitScore",
    "as_json",
    "class_label",
    "hand_points",
    "number",
    "percent",
    "rank_units",
    "rounded",
    "score_unit",
    "shown_in",
    "unit_of",
]


@dataclass(frozen=True)
class PointsByHand:
    """Points given, or taken (negative), by hand, with the reason and the evidence."""

    points: Decimal
    reason: str
    evidence: str = ""


@dataclass(frozen=True)
class UnitFigures:
    """What one unit has done and was to do: actual values and targets by indicator key, money in 分.

    A key that is missing in `targets` is no task, which is not 0. `over` and `amount` order equal scores.
    `class_key` is the sub-group (A/B/C) inside which the unit is ranked.
    """

    unit_id: int
    name: str
    actual: Mapping[str, Fraction]
    targets: Mapping[str, Fraction]
    expected: Mapping[str, Fraction] = field(default_factory=dict)
    over: Fraction = Fraction(0)
    amount: Fraction = Fraction(0)
    class_key: str = ""
    manual: tuple[PointsByHand, ...] = ()


@dataclass(frozen=True)
class IndicatorScore:
    """One indicator of one unit. `actual` and `target` as measured (个 or 分); shares as fractions of 1.

    `points` is None where the indicator was left out for want of a task.
    """

    key: str
    actual: Fraction
    target: Fraction | None
    completion: Fraction | None
    expected: Fraction | None
    points: Decimal | None
    full_points: Decimal
    working: str

    @property
    def ahead(self) -> Fraction | None:
        """超/欠: completion less expected share, as a fraction; negative is behind."""
        if self.completion is None or self.expected is None:
            return None
        return self.completion - self.expected


@dataclass(frozen=True)
class UnitScore:
    """The score of one unit; `score` and `rank` are None where it has no task at all.

    `manual` are the points by hand, which are part of the score (`manual_points`, after the scheme's limit).
    """

    unit_id: int
    name: str
    score: Decimal | None
    rank: int | None
    indicators: tuple[IndicatorScore, ...]
    class_key: str = ""
    manual: tuple[PointsByHand, ...] = ()
    manual_points: Decimal = Decimal(0)


def rank_units(scheme: Scheme, figures: Sequence[UnitFigures]) -> list[UnitScore]:
    """Score every unit and rank them: equal scores share a rank (1, 2, 2, 4), inside their class if they have one.

    The order among equals is projects over 1 亿, then amount, then name; units without any task come last.
    """
    ranked: list[UnitScore] = []
    for members in _classes(scheme, figures):
        spreads = {one.key: _spread(one, members) for one in scheme.indicators if _compares(one)}
        scored = [(unit, score_unit(scheme, unit, spreads)) for unit in members]
        scored.sort(
            key=lambda pair: (
                pair[1].score is None,
                -(pair[1].score or 0),
                -pair[0].over,
                -pair[0].amount,
                pair[0].name,
            )
        )
        placed: list[UnitScore] = []
        for place, (_, unit) in enumerate(scored, start=1):
            if unit.score is None:
                rank = None
            elif placed and placed[-1].score == unit.score:
                rank = placed[-1].rank
            else:
                rank = place
            placed.append(
                UnitScore(
                    unit.unit_id,
                    unit.name,
                    unit.score,
                    rank,
                    unit.indicators,
                    unit.class_key,
                    unit.manual,
                    unit.manual_points,
                )
            )
        ranked += placed
    return ranked


def score_unit(scheme: Scheme, figures: UnitFigures, spreads: Mapping[str, Spread | None] | None = None) -> UnitScore:
    """Score one unit; `spreads` gives the least and most of its class for the forms that compare (alone without).

    An indicator that needs a target leaves the sum of a unit without one, and the remaining weights are scaled to
    the same total. Each indicator's points are rounded half up to the scheme's decimals, and the score is their
    sum with the points by hand, so that anybody can add it up.
    """
    shares = {indicator.key: completion_of(indicator, figures) for indicator in scheme.indicators}
    kept = {one.key for one in scheme.indicators if not one.needs_target or _has_task(one, figures, shares)}
    needing = [one for one in scheme.indicators if one.needs_target and (one.weight or isinstance(one.rule, Step))]
    tasked = not needing or any(one.key in kept for one in needing)
    total = sum(fraction(one.weight) for one in scheme.indicators)
    remaining = sum(fraction(one.weight) for one in scheme.indicators if one.key in kept)
    scale = total / remaining if remaining else Fraction(1)
    step = Decimal(1).scaleb(-scheme.decimals)
    known = spreads or {}

    lines = []
    for indicator in scheme.indicators:
        completion = shares[indicator.key]
        case = Case(
            indicator=indicator,
            actual=figures.actual.get(indicator.key, Fraction(0)),
            target=figures.targets.get(indicator.key),
            completion=completion,
            expected=_expected(indicator, figures),
            value=_compared(indicator, figures),
            scale=scale,
            actuals=figures.actual,
            targets=figures.targets,
            completions=shares,
            spread=known.get(indicator.key) or (_spread(indicator, [figures]) if _compares(indicator) else None),
        )
        if indicator.key not in kept or not tasked:
            points, full, working = None, Decimal(0), "没有下达任务，此项不计，其余各项权重同比放大"
        else:
            exact, most, working = score(case)
            points, full = rounded(exact, step), rounded(most, step)
            working = f"{working} = {points}分"
        lines.append(
            IndicatorScore(
                key=indicator.key,
                actual=case.actual,
                target=case.target,
                completion=completion,
                expected=case.expected,
                points=points,
                full_points=full,
                working=working,
            )
        )
    by_hand = _by_hand(scheme, figures.manual, step)
    score_sum = sum((line.points for line in lines if line.points is not None), by_hand) if tasked else None
    return UnitScore(
        figures.unit_id, figures.name, score_sum, None, tuple(lines), figures.class_key, figures.manual, by_hand
    )


def completion_of(indicator: Indicator, figures: UnitFigures) -> Fraction | None:
    """Actual ÷ target, or the mix of others'; None without a target. A task of 0 is done as it stands: 1."""
    mix = indicator.rule.mix if isinstance(indicator.rule, Completion) else {}
    if not mix:
        task = figures.targets.get(indicator.key)
        return None if task is None else figures.actual.get(indicator.key, Fraction(0)) / task if task else Fraction(1)
    result = Fraction(0)
    for key, share in mix.items():
        target = figures.targets.get(key)
        if target is None:
            return None
        result += fraction(share) * (figures.actual.get(key, Fraction(0)) / target if target else 1)
    return result


def as_json(value: Fraction | Decimal | None) -> Any:
    """Return a number for JSON: whole ones as int, others as float, None as null."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def class_label(key: str) -> str:
    """Return what a class is called: A类; 未分类 for units without one beside others that have one."""
    return f"{key}类" if key else "未分类"


def hand_points(row: UnitScore) -> str:
    """Write the points by hand in a score with their sign (+3.00, -1.50); empty where there are none, or no score."""
    return f"{row.manual_points:+f}" if row.manual and row.score is not None else ""


def _classes(scheme: Scheme, figures: Sequence[UnitFigures]) -> list[list[UnitFigures]]:
    """Return the units of each class, in the order of the classes' names; all together without classes."""
    keys = sorted({unit.class_key for unit in figures}) if scheme.by_class else [None]
    return [[unit for unit in figures if key is None or unit.class_key == key] for key in keys]


def _has_task(indicator: Indicator, figures: UnitFigures, shares: Mapping[str, Fraction | None]) -> bool:
    if isinstance(indicator.rule, Floor):
        return any(one.of in figures.targets for one in indicator.rule.required)
    return shares[indicator.key] is not None


def _expected(indicator: Indicator, figures: UnitFigures) -> Fraction | None:
    """Return the expected share, for a mix by its parts; None where any part has none."""
    if not (isinstance(indicator.rule, Completion) and indicator.rule.mix):
        return figures.expected.get(indicator.key)
    parts = [(share, figures.expected.get(key)) for key, share in indicator.rule.mix.items()]
    if any(expected is None for _, expected in parts):
        return None
    return sum((fraction(share) * expected for share, expected in parts if expected is not None), Fraction(0))


def _compares(indicator: Indicator) -> bool:
    return isinstance(indicator.rule, Relative | Efficacy)


def _compared(indicator: Indicator, figures: UnitFigures) -> Fraction | None:
    """Return the value that relative forms compare: the actual, the completion, or points for other indicators."""
    rule = indicator.rule
    if not isinstance(rule, Relative | Efficacy):
        return None
    if rule.basis == "completion":
        return completion_of(indicator, figures)
    if rule.parts:
        return sum(
            (fraction(points) * figures.actual.get(key, Fraction(0)) for key, points in rule.parts.items()), Fraction(0)
        )
    return figures.actual.get(indicator.key, Fraction(0))


def _spread(indicator: Indicator, members: Sequence[UnitFigures]) -> Spread | None:
    values = [value for unit in members if (value := _compared(indicator, unit)) is not None]
    return Spread(min(values), max(values)) if values else None


def _by_hand(scheme: Scheme, manual: Sequence[PointsByHand], step: Decimal) -> Decimal:
    """Return the points by hand: those given up to the scheme's limit, less those taken."""
    given = sum((one.points for one in manual if one.points > 0), Decimal(0))
    taken = sum((one.points for one in manual if one.points < 0), Decimal(0))
    if scheme.manual_limit is not None:
        given = min(given, scheme.manual_limit)
    return rounded(Fraction(given + taken), step)
