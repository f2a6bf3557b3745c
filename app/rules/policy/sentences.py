"""A rule read aloud: its tree of conditions, what it gives, and its bounds as one Chinese sentence."""

from __future__ import annotations

from collections.abc import Callable

from app.rules.bonus import BonusRule
from app.rules.facts import Kind, in_text
from app.rules.money import in_words
from app.rules.policy.conditions import All, Node, Not, Test
from app.rules.policy.document import Outcome, Rule

Named = Callable[[str], str]
"""The name of an industry by its code, the code itself where nobody knows it."""


def condition_sentence(node: Node, named: Named = str) -> str:
    """Return what a tree asks for: 属于主导产业，并且认定投资额不低于1,000万元; empty where it asks for nothing."""
    return _said(node, named, negated=False, inside=False)


def rule_sentence(rule: Rule, named: Named = str) -> str:
    """Return the whole rule: who, what, in which measure, how it meets others, from when to when, how reviewed."""
    wanted = condition_sentence(rule.when, named)
    who = f"凡{wanted}的" if wanted else "凡属本办法范围的"
    parts = [f"{who}，{_given(rule)}"]
    if rule.overlap:
        how = "只享受最优的一条" if rule.overlap.rule == "就高" else "可以和其他条款同时享受"
        parts.append(f"在“{rule.overlap.matter}”事项中{how}")
    if rule.valid_from or rule.valid_to:
        since = f"自{rule.valid_from}起" if rule.valid_from else ""
        until = f"至{rule.valid_to}止（含当日）" if rule.valid_to else ""
        parts.append(f"本条{since}{until}有效")
    if rule.benefit and rule.benefit.kind != "duty":
        paper = f"（{rule.review_paper}）" if rule.review_paper else ""
        promise = "" if rule.review is Outcome.IN_FORCE else "，只供核对，不得对外承诺"
        parts.append(f"公平竞争审查结论为“{rule.review.value}”{paper}{promise}")
    return "；".join(parts) + "。"


def _given(rule: Rule) -> str:
    level = {"全额": "按全额", "较低": "按较低标准"}.get(rule.level, "")
    benefit, bonus = rule.benefit, rule.bonus
    if benefit is not None:
        verb = {"duty": "应当", "referral": "作为引荐企业："}.get(benefit.kind, "享受")
        return f"{level}{verb}{benefit.text}"
    if bonus is None:
        return "没有规定扶持"
    return _bonus(bonus)


def _bonus(bonus: BonusRule) -> str:
    below, tiers = 0, []
    for tier in bonus.tiers:
        rate = f"{(tier.rate * 1000).normalize():f}‰"
        if tier.up_to is None:
            span = f"{in_words(below)}以上部分" if below else "按认定投资额的"
        else:
            span = f"{in_words(below)}至{in_words(tier.up_to)}部分" if below else f"{in_words(tier.up_to)}以下部分"
        tiers.append(f"{span}{rate}")
        below = tier.up_to or 0
    stages = "、".join(f"{stage.label}{part}%" for stage, part in bonus.parts.items())
    late = f"签约后{bonus.days_after}日内" if bonus.days_after else "签约前"
    said = [f"引荐人在{late}登记的，得奖金：{'，'.join(tiers)}，最高{in_words(bonus.ceiling)}"]
    said.append(f"按{stages}分次兑现，兑现前公示{bonus.notice_days}日")
    said.append(f"{'、'.join(bonus.payees)}可以得奖金")
    if bonus.excluded:
        said.append(f"{'、'.join(bonus.excluded)}不予奖励")
    if bonus.warned:
        said.append(f"{'、'.join(bonus.warned)}须第二人复核")
    return "；".join(said)


def _said(node: Node, named: Named, *, negated: bool, inside: bool) -> str:
    """Negation is carried down (De Morgan), so that no sentence says 并非既不……又不……."""
    if isinstance(node, Not):
        return _said(node.part, named, negated=not negated, inside=inside)
    if isinstance(node, Test):
        return _comparison(node, named, negated)
    every = isinstance(node, All) is not negated
    alone = len(node.parts) == 1
    said = [_said(part, named, negated=negated, inside=inside or not alone) for part in node.parts]
    if not said:
        return ""
    if not every:
        joined = "或者".join(said)
    elif inside or alone:
        joined = "且".join(said)
    else:
        joined = f"{'，'.join(said[:-1])}，并且{said[-1]}"
    return f"（{joined}）" if inside and not alone else joined


def _comparison(test: Test, named: Named, negated: bool) -> str:
    name, value = test.fact.name, test.value
    if test.fact.kind is Kind.FLAG:
        yes = bool(value) is not negated
        if name == "主导产业":
            return "属于主导产业" if yes else "不属于主导产业"
        if name.startswith("已"):
            return name if yes else f"未{name[1:]}"
        return f"{'是' if yes else '不是'}{name}"
    if test.fact.kind is Kind.CODES and isinstance(value, tuple):
        return f"行业{'不属于' if negated else '属于'}{'、'.join(named(code) for code in value)}"
    if test.fact.kind is Kind.STAGE:
        return f"{'尚未' if negated else '已经'}{in_text(test.fact, value)}"
    return f"{name}{test.required(negated)}"
