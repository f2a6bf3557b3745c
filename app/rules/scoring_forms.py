"""How each form of indicator scores, with its working in words (domain.md §3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from app.rules.money import YI
from app.rules.scheme import Completion, Counted, Deduction, Efficacy, Floor, Indicator, Relative, Step

Scored = tuple[Fraction, Fraction, str]
"""Exact points, the most that can be had, and the working up to the equals sign."""


@dataclass(frozen=True)
class Spread:
    """The least and the most of a group (or class) in one indicator, for forms that compare."""

    least: Fraction
    most: Fraction


@dataclass(frozen=True)
class Case:
    """One indicator of one unit, with all that its form may ask for.

    `completion` is actual ÷ target (or the mix), None without a task; `value` what relative forms compare;
    `completions` are those of all indicators; `scale` widens the weight where others were left out.
    """

    indicator: Indicator
    actual: Fraction
    target: Fraction | None
    completion: Fraction | None
    expected: Fraction | None
    value: Fraction | None
    scale: Fraction
    actuals: Mapping[str, Fraction]
    targets: Mapping[str, Fraction]
    completions: Mapping[str, Fraction | None]
    spread: Spread | None

    @property
    def weight(self) -> Fraction:
        """The indicator's weight, widened."""
        return fraction(self.indicator.weight) * self.scale


def score(case: Case) -> Scored:
    """Score one indicator by its form."""
    return FORMS[type(case.indicator.rule)](case)


def _completion(case: Case) -> Scored:
    rule = case.indicator.rule
    assert isinstance(rule, Completion)
    assert case.completion is not None
    weight, completion, told, due = case.weight, case.completion, "", Fraction(1)
    if rule.due and case.expected is not None:
        due = case.expected
        completion = completion / due if due else Fraction(1)
        told = "（按时序）"
    cap = fraction(rule.cap) if rule.cap is not None else None
    task = shown_in(case.indicator, case.target) if case.target is not None else Fraction(0)
    band = rule.band_for(_decimal(task))
    limit = fraction(band.limit) if band.limit is not None else None
    most = weight * (cap or 1) + (limit or 0)
    if rule.threshold is not None and completion < fraction(rule.threshold):
        return Fraction(0), most, f"完成率{percent(completion)}{told}低于{percent(fraction(rule.threshold))}，不得分"
    counted = min(completion, cap) if cap is not None else completion
    capped = f"（封顶{percent(cap)}）" if cap is not None and completion > cap else ""
    working = f"权重{number(weight)} × {percent(counted)}{told}{capped}"
    points = weight * counted
    if completion > 1 and (band.per_percent or band.per_unit):
        extra = (completion - 1) * 100 * fraction(band.per_percent)
        if band.per_unit and case.target is not None:
            over = max(case.actual - case.target * due, Fraction(0))
            extra += int(shown_in(case.indicator, over)) * fraction(band.per_unit)
        extra = min(extra, limit) if limit is not None else extra
        points += extra
        working += f" + 超额加{number(extra)}"
    return points, max(most, points), working


def _step(case: Case) -> Scored:
    rule = case.indicator.rule
    assert isinstance(rule, Step)
    assert case.completion is not None
    most = Fraction(max(rule.steps.values())) * case.scale
    for key, least in rule.only_if.items():
        other = case.completions.get(key)
        if other is None or other < fraction(least):
            told = percent(other) if other is not None else "没有任务"
            return Fraction(0), most, f"前提未满足（{key} {told}，须达{percent(fraction(least))}），不得分"
    reached = [level for level in rule.steps if case.completion >= fraction(level)]
    if not reached:
        least = percent(Fraction(min(rule.steps)))
        return Fraction(0), most, f"完成率{percent(case.completion)}低于最低一档{least}，不得分"
    level = max(reached)
    points = Fraction(rule.steps[level]) * case.scale
    return points, most, f"完成率{percent(case.completion)}，达到{percent(fraction(level))}一档，{number(points)}"


def _floor(case: Case) -> Scored:
    rule = case.indicator.rule
    assert isinstance(rule, Floor)
    less = Fraction(0)
    told = []
    for one in rule.required:
        needed = Fraction(one.at_least) if one.at_least is not None else case.targets.get(one.of)
        if needed is None:
            continue
        missing = max(needed - case.actuals.get(one.of, Fraction(0)), Fraction(0))
        if missing:
            less += missing * fraction(one.less_each) * case.scale
            told.append(f"{number(missing)}个 × {number(fraction(one.less_each) * case.scale)}")
    working = f"{number(case.weight)} − 缺{'、缺'.join(told)}" if told else f"{number(case.weight)}，要求的个数都已达到"
    return max(case.weight - less, Fraction(0)), case.weight, working


def _counted(case: Case) -> Scored:
    rule = case.indicator.rule
    assert isinstance(rule, Counted)
    items = shown_in(case.indicator, case.actual)
    points = items * fraction(rule.points_each)
    working = f"{number(items)} × 每{unit_of(case.indicator)}{number(fraction(rule.points_each))}"
    if rule.limit is not None and points > fraction(rule.limit):
        return fraction(rule.limit), fraction(rule.limit), f"{working}，封顶{number(fraction(rule.limit))}"
    return points, fraction(rule.limit) if rule.limit is not None else points, working


def _deduction(case: Case) -> Scored:
    rule = case.indicator.rule
    assert isinstance(rule, Deduction)
    items = shown_in(case.indicator, case.actual)
    each = fraction(rule.less_each) * case.scale
    working = f"{number(case.weight)} − {number(items)} × 每{unit_of(case.indicator)}{number(each)}"
    return max(case.weight - items * each, Fraction(0)), case.weight, working


def _relative(case: Case) -> Scored:
    assert case.value is not None
    assert case.spread is not None
    best = case.spread.most
    if best <= 0:
        return Fraction(0), case.weight, "全组都没有实绩，不得分"
    own, most = (_told(case, value) for value in (case.value, best))
    points = max(case.weight * case.value / best, Fraction(0))
    return points, case.weight, f"权重{number(case.weight)} × {own} ÷ 组内最高{most}"


def _efficacy(case: Case) -> Scored:
    rule = case.indicator.rule
    assert isinstance(rule, Efficacy)
    assert case.value is not None
    assert case.spread is not None
    least, most, base = case.spread.least, case.spread.most, fraction(rule.base)
    if most == least:
        return case.weight, case.weight, f"权重{number(case.weight)} × 100%（全组相同）"
    coefficient = base + (100 - base) * (case.value - least) / (most - least)
    own, low, high = (_told(case, value) for value in (case.value, least, most))
    working = (
        f"权重{number(case.weight)} × 功效系数{number(coefficient)}%"
        f"（{number(base)}＋{number(100 - base)}×（{own}−{low}）÷（{high}−{low}））"
    )
    return case.weight * coefficient / 100, case.weight, working


FORMS: dict[type, Callable[[Case], Scored]] = {
    Completion: _completion,
    Step: _step,
    Floor: _floor,
    Counted: _counted,
    Deduction: _deduction,
    Relative: _relative,
    Efficacy: _efficacy,
}
"""How each form of indicator scores."""


def _told(case: Case, value: Fraction) -> str:
    """Write a compared value: a completion as percent, else in the indicator's unit."""
    rule = case.indicator.rule
    if isinstance(rule, Relative | Efficacy) and rule.basis == "completion":
        return percent(value)
    return number(value if isinstance(rule, Relative | Efficacy) and rule.parts else shown_in(case.indicator, value))


def unit_of(indicator: Indicator) -> str:
    """The unit that an indicator is shown in: 个, 亿元 or %."""
    if indicator.measure.is_money:
        return "亿元"
    return "%" if indicator.measure.value == "leading_share" else "个"


def shown_in(indicator: Indicator, value: Fraction) -> Fraction:
    """Return a measured value (个, 分 or a share of 1) in the unit that it is shown in."""
    unit = unit_of(indicator)
    return value / YI if unit == "亿元" else value * 100 if unit == "%" else value


def rounded(value: Fraction, step: Decimal) -> Decimal:
    """Round half up, as people do, to a multiple of `step` (0.01)."""
    over, under = _ratio(step)
    scaled, whole = value.numerator * under, value.denominator * over
    number_of = (2 * abs(scaled) + whole) // (2 * whole)
    return (Decimal(number_of if scaled >= 0 else -number_of) * step).quantize(step)


def percent(share: Fraction) -> str:
    """Write a share as people do: 125.64%."""
    return f"{rounded(share * 100, _CENT)}%"


def number(value: Fraction) -> str:
    """Write a number with at most four decimals and no idle zeros."""
    if value.denominator == 1:
        return str(value.numerator)
    text = f"{rounded(value, _FINE):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=4096)
def fraction(value: Decimal) -> Fraction:
    """Return a number of the scheme as a fraction; the same few are asked for again and again."""
    return Fraction(value)


@lru_cache(maxsize=64)
def _ratio(step: Decimal) -> tuple[int, int]:
    return step.as_integer_ratio()


_CENT, _FINE = Decimal("0.01"), Decimal("0.0001")


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
