"""How candidates are told on the screen: short words for table cells, lines for the detail."""

from __future__ import annotations

from typing import Final

from app.rules.industry.knowledge import Relation, Verdict
from app.rules.industry.points import Parts, Weights
from app.rules.linkage import DERIVED
from app.services.chain.chain_candidates import ListedCandidate
from app.services.chain.extending import Candidate
from app.ui.theme import Colour

RELATIONS: Final = {
    Relation.SUPPLIES: "上游供应",
    Relation.BUYS: "下游采购",
    Relation.BYPRODUCT: "利用副产",
    Relation.SHARED: "共用配套",
}
VERDICT_COLOURS: Final = {
    Verdict.RECOMMEND: Colour.GREEN,
    Verdict.POSSIBLE: Colour.AMBER,
    Verdict.REJECT: Colour.RED,
}
PARTS: Final = (
    ("strength", "联系强度", Colour.SERIES[0]),
    ("demand", "本地需求", Colour.SERIES[5]),
    ("leading", "主导产业", Colour.SERIES[4]),
    ("gap", "本地缺口", Colour.SERIES[1]),
    ("sensitivity", "政策敏感", Colour.SERIES[2]),
)
"""The parts of a score: field (of the weights too), name, colour. The neighbour's deduction stands apart."""

NEIGHBOUR: Final = "邻市已列"


def origin_of(one: ListedCandidate) -> str:
    """Return who is here: the enterprise, and how many others of its industry."""
    others = f"等{one.others + 1}家" if one.others else ""
    return f"{one.candidate.origin.enterprise}{others}"


def industry_of(candidate: Candidate, names: dict[str, str]) -> str:
    """Return the industry that draws, with the way where it is several steps."""
    path = candidate.extension.path
    return "→".join([candidate.origin_name, *(names.get(code, code) for code in path[1:])])


def conditions_of(candidate: Candidate) -> str:
    """Return the conditions in short: ✓ how many hold, ✗ fail, ？ people must check."""
    told = [one.holds for one in candidate.judgement.conditions]
    parts = (("✓", told.count(True)), ("✗", told.count(False)), ("？", told.count(None)))
    return " ".join(f"{mark}{count}" for mark, count in parts if count)


def basis_of(candidate: Candidate) -> str:
    """Return what the verdict rests on."""
    rule = candidate.judgement.rule
    return "按区位推断" if rule == DERIVED else f"规则 {rule}"


def parts_text(parts: Parts, weights: Weights) -> str:
    """Return the score's parts in one line, each with what it is worth at most."""
    told = [f"{name} {getattr(parts, field):g}/{getattr(weights, field)}" for field, name, _ in PARTS]
    if parts.neighbour:
        told.append(f"{NEIGHBOUR} {parts.neighbour:g}")
    return "，".join(told)
