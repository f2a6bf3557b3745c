"""Whether the knowledge agrees with itself: contradicting rules, locations without a reason, bad sentences."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from app.rules.industry.codes import ANY, SAME
from app.rules.industry.knowledge import Industry, Knowledge, Location, PullRule, Verdict
from app.rules.industry.tables import Fault

_SHORTEST, _LONGEST = 8, 80
_CODE_WORD = re.compile(r"[A-Za-z]|\d{3,}")
_FREIGHT_MARGIN = 1.2


def faults_in(knowledge: Knowledge) -> list[Fault]:
    """Return all that is wrong with the knowledge, each fault with its table, key and reason."""
    return [
        *(fault for industry in knowledge.industries.values() for fault in _unjustified(industry)),
        *_twice(knowledge),
        *(fault for rule in knowledge.rules for fault in _unreadable(rule)),
        *contradictions(knowledge),
    ]


def contradictions(knowledge: Knowledge) -> Iterator[Fault]:
    """Yield rules of equal rank of which one draws and one does not, without an exception to tell them apart."""
    rejecting = [rule for rule in knowledge.rules if rule.verdict is Verdict.REJECT]
    for drawing in knowledge.rules:
        if drawing.verdict is Verdict.REJECT:
            continue
        for against in rejecting:
            if not against.exceptions and _of_equal_rank(drawing, against):
                reason = (
                    f"与规则{against.number}范围相同、结论相反，又没有写例外。请给{against.number}写上例外或改窄一条。"
                )
                yield Fault("rule", drawing.number, reason)


def _of_equal_rank(one: PullRule, other: PullRule) -> bool:
    """Tell whether some pair of industries falls under both rules with equally specific codes."""
    for pair in itertools.product(one.anchors, one.followers, other.anchors, other.followers):
        anchor, follower, other_anchor, other_follower = pair
        if not (_overlap(anchor, other_anchor) and _overlap(follower, other_follower)):
            continue
        industry, candidate = max(anchor, other_anchor, key=len), max(follower, other_follower, key=len)
        if one.rank(industry, candidate) == other.rank(industry, candidate):
            return True
    return False


def _overlap(one: str, other: str) -> bool:
    if ANY in (one, other) or SAME in (one, other):
        return False
    return one.startswith(other) or other.startswith(one)


def _unjustified(industry: Industry) -> Iterator[Fault]:
    """Every location has a reason in words or figures, and the figures agree with it (§2)."""
    index, freight, location = industry.index, industry.freight, industry.location
    if not (industry.reason or index is not None or freight is not None):
        yield Fault("industry", industry.code, "区位没有依据：请填原料指数、运费或依据。")
    if index is not None and not (index > 1 if location is Location.MATERIAL else index < 1):
        yield Fault("industry", industry.code, f"原料指数{index:g}与{location}不符。")
    if freight is not None:
        inward, outward = freight
        derived = (
            Location.MATERIAL
            if inward > _FREIGHT_MARGIN * outward
            else Location.MARKET
            if outward > _FREIGHT_MARGIN * inward
            else None
        )
        if location is not derived:
            yield Fault("industry", industry.code, f"运入{inward:g}、运出{outward:g}与{location}不符。")


def _unreadable(rule: PullRule) -> Iterator[Fault]:
    sentence = rule.sentence
    if not sentence.endswith("。") or not _SHORTEST <= len(sentence) <= _LONGEST:
        yield Fault("rule", rule.number, f"理由要写成一句话，{_SHORTEST}到{_LONGEST}字，以句号结束。")
    if _CODE_WORD.search(sentence):
        yield Fault("rule", rule.number, "理由里不要写代码和编号。")
    draws = rule.verdict is not Verdict.REJECT
    if any(reason.startswith("R") is not draws for reason in rule.reasons) or not rule.reasons:
        yield Fault("rule", rule.number, "理由码与结论不符：宜招、可论证用R码，不宜用N码。")
    if draws and set(rule.anchors) & set(rule.followers) and SAME not in rule.followers and not rule.good:
        yield Fault("rule", rule.number, "行业不能拉来它自己。")


def _twice(knowledge: Knowledge) -> Iterator[Fault]:
    seen: set[str] = set()
    for rule in knowledge.rules:
        if rule.number in seen:
            yield Fault("rule", rule.number, "编号重复。")
        seen.add(rule.number)
    pairs: set[tuple[str, str]] = set()
    for link in knowledge.links:
        pair = (link.supplier, link.buyer)
        if pair in pairs or link.supplier == link.buyer:
            yield Fault("link", "→".join(pair), "同一对行业重复，或供需是同一个行业。")
        pairs.add(pair)
