"""A verdict in one plain sentence: which industries, which way, which fact, which rule, which conditions."""

from __future__ import annotations

from collections.abc import Iterable

from app.rules.industry.conditions import Weighed
from app.rules.industry.knowledge import Industry, Knowledge, Link, Location, PullRule, Relation, Verdict

_DRAW = {Verdict.RECOMMEND: "宜招{}", Verdict.POSSIBLE: "可论证招引{}", Verdict.REJECT: "不宜据此招{}"}
_MATCH = {**_DRAW, Verdict.RECOMMEND: "宜与已有的{}配套对接", Verdict.POSSIBLE: "可论证与已有的{}配套对接"}


def fact(knowledge: Knowledge, industry: str, candidate: str, relation: Relation, good: str) -> str:
    """Say which way the goods flow: 纸箱包装向方便食品供应纸箱."""
    here, there = knowledge.name(industry), knowledge.name(candidate)
    match relation:
        case Relation.SUPPLIES:
            return f"{there}向{here}供应{good}"
        case Relation.BUYS:
            return f"{there}从{here}购进{good}"
        case Relation.BYPRODUCT:
            return f"{there}消化{here}的{good}"
        case Relation.SHARED:
            return f"{there}与{here}共用{good}"


def by_rule(
    knowledge: Knowledge,
    industry: str,
    candidate: str,
    rule: PullRule,
    weighed: Iterable[Weighed],
    exceptions: Iterable[Weighed],
    others: Iterable[str],
    *,
    here: bool,
) -> str:
    """Return the words of a verdict by rule; `others` are clauses on rules that do not apply.

    Where the candidate is `here` already the opening says to match instead of to draw (配套对接).
    """
    there = knowledge.name(candidate)
    clauses = [
        f"{_opening(rule.verdict, there, here)}：{_flow(knowledge, industry, candidate, rule)}{_bare(rule.sentence)}"
    ]
    clauses += [f"条件“{one.text}”{'已满足' if one.holds else '未满足'}（现有{one.has}）" for one in weighed]
    clauses += [f"例外“{one.text}”不成立（现有{one.has}）" for one in exceptions if not one.holds]
    if rule.premise:
        clauses.append(f"前提是{_bare(rule.premise)}（须核实）")
    clauses += others
    return "；".join(clauses) + f"（规则{rule.number}）。"


def by_location(
    knowledge: Knowledge,
    industry: str,
    candidate: str,
    link: Link,
    relation: Relation,
    verdict: Verdict,
    *,
    here: bool,
) -> str:
    """Return the words of a verdict derived from the candidate's location, without the closing stop."""
    there, known = knowledge.name(candidate), knowledge.industry(candidate)
    flow = fact(knowledge, industry, candidate, relation, link.good)
    location = known.location if known else None
    if known is None:
        why = f"但资料里没有{there}的区位特点，没有理由说它会跟来"
    elif location is Location.MARKET and relation is Relation.SUPPLIES:
        why = f"而{there}是{_located(known)}，要贴着用户建厂"
    elif location is Location.MARKET:
        why = f"但{there}是{_located(known)}，跟着自己的买主走，不跟着供货的走"
    elif location is Location.MATERIAL and relation is Relation.SUPPLIES:
        why = f"但{there}是{_located(known)}，跟着自己的原料走，不跟着用户走"
    elif location is Location.MATERIAL and link.main:
        why = f"{link.good}正是它的主要原料，而{there}是{_located(known)}，要靠近原料建厂"
    elif location is Location.MATERIAL:
        why = f"但{link.good}不是它的主要原料，{there}是{_located(known)}，跟着别的原料走"
    elif verdict is Verdict.POSSIBLE:
        why = f"{there}是{_located(known)}，运费不决定去留，但往来紧密，容易聚在一起"
    elif location is Location.POWER:
        why = f"但{there}是{_located(known)}，哪里电便宜去哪里"
    else:
        why = f"但{there}是{_located(known)}，往来又不够紧密，不会为此搬来"
    return f"{_opening(verdict, there, here)}：{flow}，{why}"


def without_link(knowledge: Knowledge, industry: str, candidate: str, silent: PullRule | None) -> str:
    """Return the words where no link joins the two; `silent` is a rule that would, were its conditions met."""
    opening = f"不宜据此招{knowledge.name(candidate)}"
    if silent is None:
        return f"{opening}：两个行业之间没有供货、副产或共用的往来"
    return f"{opening}：{_flow(knowledge, industry, candidate, silent)}但眼下条件不够"


def unmet(rule: PullRule, weighed: Iterable[Weighed]) -> str:
    """Return the clause on a rule that would speak if its conditions held."""
    missing = "、".join(f"“{one.text}”（现有{one.has}）" for one in weighed if not one.holds)
    return f"规则{rule.number}要求的{missing}尚未满足"


def excepted(rule: PullRule, weighed: Iterable[Weighed]) -> str:
    """Return the clause on a rule that an exception puts aside."""
    holding = "、".join(f"“{one.text}”（现有{one.has}）" for one in weighed if one.holds)
    return f"规则{rule.number}本说不宜，因例外{holding}成立而不适用"


def _opening(verdict: Verdict, there: str, here: bool) -> str:
    return (_MATCH if here else _DRAW)[verdict].format(there)


def _flow(knowledge: Knowledge, industry: str, candidate: str, rule: PullRule) -> str:
    """Say the flow before the rule's sentence, where the rule names a good."""
    return f"{fact(knowledge, industry, candidate, rule.relation, rule.good)}，" if rule.good else ""


def _located(industry: Industry) -> str:
    word = "自由布局" if industry.location is Location.FREE else industry.location
    return f"{word}（{located_because(industry)}）"


def located_because(industry: Industry) -> str:
    """Say why an industry settles where it does: its index, its freight, or the reason in words."""
    if industry.reason:
        return _bare(industry.reason)
    if industry.index is not None:
        return f"原料指数{industry.index:g}"
    if industry.freight is not None:
        return f"每吨产品运入费{industry.freight[0]:g}元、运出费{industry.freight[1]:g}元"
    return "未注明"


def _bare(text: str) -> str:
    return text.rstrip("。；， ")
