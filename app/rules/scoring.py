"""Scores and ranks of units by a scoring scheme, each with its working (domain.md §3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from app.rules.money import YI
from app.rules.scheme import Completion, Counted, Deduction, Indicator, Scheme, Step


@dataclass(frozen=True)
class UnitFigures:
    """What one unit has done and was to do: actual values and targets by indicator key, money in 分.

    A key that is missing in `targets` is no task, which is not 0. `over` and `amount` order equal scores.
    """

    unit_id: int
    name: str
    actual: Mapping[str, Fraction]
    targets: Mapping[str, Fraction]
    expected: Mapping[str, Fraction] = field(default_factory=dict)
    over: Fraction = Fraction(0)
    amount: Fraction = Fraction(0)


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
    """The score of one unit; `score` and `rank` are None where it has no task at all."""

    unit_id: int
    name: str
    score: Decimal | None
    rank: int | None
    indicators: tuple[IndicatorScore, ...]


def rank_units(scheme: Scheme, figures: Sequence[UnitFigures]) -> list[UnitScore]:
    """Score every unit and rank them: equal scores share a rank (1, 2, 2, 4).

    The order among equals is projects over 1 亿, then amount, then name; units without any task come last.
    """
    scored = [(unit, score_unit(scheme, unit)) for unit in figures]
    scored.sort(
        key=lambda pair: (
            pair[1].score is None,
            -(pair[1].score or 0),
            -pair[0].over,
            -pair[0].amount,
            pair[0].name,
        )
    )
    ranked: list[UnitScore] = []
    for place, (_, unit) in enumerate(scored, start=1):
        if unit.score is None:
            rank = None
        elif ranked and ranked[-1].score == unit.score:
            rank = ranked[-1].rank
        else:
            rank = place
        ranked.append(UnitScore(unit.unit_id, unit.name, unit.score, rank, unit.indicators))
    return ranked


def score_unit(scheme: Scheme, figures: UnitFigures) -> UnitScore:
    """Score one unit.

    An indicator that needs a target leaves the sum of a unit without one, and the remaining weights are scaled to
    the same total. Each indicator's points are rounded half up to the scheme's decimals, and the score is their
    sum, so that anybody can add it up.
    """
    shares = {indicator.key: _completion(indicator, figures) for indicator in scheme.indicators}
    kept = [one for one in scheme.indicators if not one.needs_target or shares[one.key] is not None]
    tasked = any(one.needs_target for one in kept) or not any(one.needs_target for one in scheme.indicators)
    total = sum(Fraction(one.weight) for one in scheme.indicators)
    remaining = sum(Fraction(one.weight) for one in kept)
    scale = total / remaining if remaining else Fraction(1)
    step = Decimal(1).scaleb(-scheme.decimals)

    lines = []
    for indicator in scheme.indicators:
        actual = figures.actual.get(indicator.key, Fraction(0))
        completion = shares[indicator.key]
        if indicator not in kept or not tasked:
            points, full, working = None, Decimal(0), "没有下达任务，此项不计，其余各项权重同比放大"
        else:
            exact, most, working = FORMS[type(indicator.rule)](indicator, actual, completion, scale)
            points, full = rounded(exact, step), rounded(most, step)
            working = f"{working} = {points}分"
        lines.append(
            IndicatorScore(
                key=indicator.key,
                actual=actual,
                target=figures.targets.get(indicator.key),
                completion=completion,
                expected=figures.expected.get(indicator.key),
                points=points,
                full_points=full,
                working=working,
            )
        )
    score = sum((line.points for line in lines if line.points is not None), Decimal(0)) if tasked else None
    return UnitScore(figures.unit_id, figures.name, score, None, tuple(lines))


def rounded(value: Fraction, step: Decimal) -> Decimal:
    """Round half up, as people do, to a multiple of `step` (0.01)."""
    scaled = value / Fraction(step)
    whole = (abs(scaled) * 2 + 1) // 2
    return (Decimal(int(whole) if scaled >= 0 else -int(whole)) * step).quantize(step, rounding=ROUND_HALF_UP)


def _completion(indicator: Indicator, figures: UnitFigures) -> Fraction | None:
    """Actual ÷ target, or the mix of others'; None without a target (or with a target of 0)."""
    mix = indicator.rule.mix if isinstance(indicator.rule, Completion) else {}
    parts = mix or {indicator.key: Decimal(1)}
    result = Fraction(0)
    for key, share in parts.items():
        target = figures.targets.get(key)
        if not target:
            return None
        result += Fraction(share) * figures.actual.get(key, Fraction(0)) / target
    return result


_Scored = tuple[Fraction, Fraction, str]
"""Exact points, the most that can be had, and the working up to the equals sign."""


def _score_completion(indicator: Indicator, _actual: Fraction, completion: Fraction | None, scale: Fraction) -> _Scored:
    rule = indicator.rule
    assert isinstance(rule, Completion)
    assert completion is not None
    weight = Fraction(indicator.weight) * scale
    cap = Fraction(rule.cap) if rule.cap is not None else None
    most = weight * (cap or 1) + Fraction(rule.above_limit)
    if rule.threshold is not None and completion < Fraction(rule.threshold):
        return Fraction(0), most, f"完成率{percent(completion)}低于{percent(Fraction(rule.threshold))}，不得分"
    counted = min(completion, cap) if cap is not None else completion
    capped = f"（封顶{percent(cap)}）" if cap is not None and completion > cap else ""
    working = f"权重{number(weight)} × {percent(counted)}{capped}"
    points = weight * counted
    if rule.above_per_percent and completion > 1:
        extra = min((completion - 1) * 100 * Fraction(rule.above_per_percent), Fraction(rule.above_limit))
        points += extra
        working += f" + 超额加{number(extra)}"
    return points, most, working


def _score_step(indicator: Indicator, _actual: Fraction, completion: Fraction | None, scale: Fraction) -> _Scored:
    rule = indicator.rule
    assert isinstance(rule, Step)
    assert completion is not None
    most = Fraction(max(rule.steps.values())) * scale
    reached = [level for level in rule.steps if completion >= Fraction(level)]
    if not reached:
        return Fraction(0), most, f"完成率{percent(completion)}低于最低一档{percent(Fraction(min(rule.steps)))}，不得分"
    level = max(reached)
    points = Fraction(rule.steps[level]) * scale
    return points, most, f"完成率{percent(completion)}，达到{percent(Fraction(level))}一档，{number(points)}"


def _score_counted(indicator: Indicator, actual: Fraction, _completion: Fraction | None, _scale: Fraction) -> _Scored:
    rule = indicator.rule
    assert isinstance(rule, Counted)
    items = actual / YI if indicator.measure.is_money else actual
    points = items * Fraction(rule.points_each)
    working = f"{number(items)} × 每{unit_of(indicator)}{number(Fraction(rule.points_each))}"
    if rule.limit is not None and points > Fraction(rule.limit):
        return Fraction(rule.limit), Fraction(rule.limit), f"{working}，封顶{number(Fraction(rule.limit))}"
    return points, Fraction(rule.limit) if rule.limit is not None else points, working


def _score_deduction(indicator: Indicator, actual: Fraction, _completion: Fraction | None, scale: Fraction) -> _Scored:
    rule = indicator.rule
    assert isinstance(rule, Deduction)
    weight = Fraction(indicator.weight) * scale
    items = actual / YI if indicator.measure.is_money else actual
    less = items * Fraction(rule.less_each) * scale
    each = number(Fraction(rule.less_each) * scale)
    return max(weight - less, Fraction(0)), weight, f"{number(weight)} − {number(items)} × 每{unit_of(indicator)}{each}"


FORMS: dict[type, Callable[[Indicator, Fraction, Fraction | None, Fraction], _Scored]] = {
    Completion: _score_completion,
    Step: _score_step,
    Counted: _score_counted,
    Deduction: _score_deduction,
}
"""How each form of indicator scores."""


def unit_of(indicator: Indicator) -> str:
    """The unit that an indicator is shown in: 个 or 亿元."""
    return "亿元" if indicator.measure.is_money else "个"


def percent(share: Fraction) -> str:
    """Write a share as people do: 125.64%."""
    return f"{rounded(share * 100, Decimal('0.01'))}%"


def number(value: Fraction) -> str:
    """Write a number with at most four decimals and no idle zeros."""
    text = f"{rounded(value, Decimal('0.0001')):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_json(value: Fraction | Decimal | None) -> Any:
    """Return a number for JSON: whole ones as int, others as float, None as null."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
