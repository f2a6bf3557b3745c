"""What is doubtful in a scheme before it is saved: weights, caps, indicators that nobody can reach (domain.md §3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.rules.scheme import Completion, Counted, Deduction, Efficacy, Floor, Indicator, Relative, Scheme, Step
from app.rules.scheme_forms import refers_to


@dataclass(frozen=True)
class Finding:
    """One doubt: `wrong` keeps the scheme from being saved, otherwise it is only said. `key` is the indicator."""

    wrong: bool
    key: str
    text: str


def check_scheme(scheme: Scheme) -> tuple[Finding, ...]:
    """Return what is wrong or doubtful in a scheme that could be read."""
    used = set().union(*(refers_to(one.rule) for one in scheme.indicators))
    labels = {one.key: one.label for one in scheme.indicators}
    findings = [finding for one in scheme.indicators for finding in _check(one, one.key in used)]
    total = sum((one.weight for one in scheme.indicators), Decimal(0))
    if total != 100:
        findings.append(Finding(False, "", f"权重合计 {total.normalize():f}，不是 100"))
    if not any(gives_points(one) for one in scheme.indicators):
        findings.append(Finding(True, "", "没有一项指标能得分"))
    nested = {one.key for one in scheme.indicators if isinstance(one.rule, Completion) and one.rule.mix}
    findings += [
        Finding(True, one.key, f"“{one.label}”引用的“{labels[key]}”本身又是合成指标，算不出来")
        for one in scheme.indicators
        for key in sorted(refers_to(one.rule) & nested)
    ]
    money = {one.key for one in scheme.indicators if one.measure.is_money}
    findings += [
        Finding(True, one.key, f"“{one.label}”按个数引用“{labels[key]}”，而它是金额")
        for one in scheme.indicators
        if isinstance(one.rule, Floor | Relative | Efficacy)
        for key in sorted(refers_to(one.rule) & money)
    ]
    findings += [
        Finding(True, one.key, f"“{one.label}”要用“{labels[one.target_of]}”的任务，两项一项是个数、一项是金额，比不了")
        for one in scheme.indicators
        if one.target_of and (one.key in money) != (one.target_of in money)
    ]
    return tuple(findings)


def gives_points(indicator: Indicator) -> bool:
    """Tell whether an indicator can give any points at all."""
    rule = indicator.rule
    if isinstance(rule, Step):
        return max(rule.steps.values()) > 0
    if isinstance(rule, Completion):
        bands = rule.above_by_task or (rule.band_for(Decimal(0)),)
        above = any((band.per_percent or band.per_unit) and band.limit != 0 for band in bands)
        return indicator.weight > 0 or above
    return isinstance(rule, Counted) or indicator.weight > 0


def _check(indicator: Indicator, used: bool) -> Iterator[Finding]:
    rule, label = indicator.rule, f"“{indicator.label}”"
    if not gives_points(indicator) and not used:
        yield Finding(False, indicator.key, f"{label}权重为 0，也没有别的指标用到它，只显示不计分")
    if isinstance(rule, Completion):
        yield from _check_completion(indicator, rule, label)
    if isinstance(rule, Step) and indicator.weight and max(rule.steps.values()) > indicator.weight:
        yield Finding(False, indicator.key, f"{label}最高一档超过它的权重 {indicator.weight.normalize():f}")
    if isinstance(rule, Step) and not indicator.weight:
        yield Finding(False, indicator.key, f"{label}没有写权重；其他单位缺这项任务时无法按比例放大")
    if isinstance(rule, Step) and min(rule.steps.values()) < 0:
        yield Finding(False, indicator.key, f"{label}有一档是负分，达到那一档反而扣分")
    if isinstance(rule, Step) and not _rises(rule):
        yield Finding(False, indicator.key, f"{label}完成率高的一档得分反而低")
    if indicator.target_of and (not indicator.needs_target or getattr(rule, "mix", None)):
        yield Finding(False, indicator.key, f"{label}这种计分方式不看自己的任务，“用哪项的任务”用不上")
    if isinstance(rule, Counted) and indicator.weight:
        yield Finding(False, indicator.key, f"{label}按个数加分，权重用不上，应为 0")
    if isinstance(rule, Deduction) and rule.less_each > indicator.weight > 0:
        yield Finding(False, indicator.key, f"{label}一次就扣完全部权重")
    if isinstance(rule, Floor | Deduction | Relative | Efficacy) and not indicator.weight and not used:
        yield Finding(True, indicator.key, f"{label}没有权重，得不了分")


def _rises(rule: Step) -> bool:
    points = [rule.steps[level] for level in sorted(rule.steps)]
    return points == sorted(points)


def _check_completion(indicator: Indicator, rule: Completion, label: str) -> Iterator[Finding]:
    if rule.cap is not None and rule.cap < 1:
        yield Finding(False, indicator.key, f"{label}封顶低于 100%，完成任务也拿不满分")
    if rule.threshold is not None and rule.cap is not None and rule.threshold > rule.cap:
        yield Finding(True, indicator.key, f"{label}的门槛高于封顶，永远不得分")
    if not rule.above_by_task and (rule.above_per_percent or rule.above_per_unit) and not rule.above_limit:
        yield Finding(True, indicator.key, f"{label}写了超额加分，但上限为 0，加不到分")
    if rule.above_per_percent and rule.above_per_unit:
        yield Finding(False, indicator.key, f"{label}既按百分点又按个数加分，两样相加")
    if (rule.above_per_unit or any(band.per_unit for band in rule.above_by_task)) and rule.mix:
        yield Finding(True, indicator.key, f"{label}是合成指标，没有自己的任务数，不能按个数加分")
