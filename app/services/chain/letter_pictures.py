"""附图: what a letter on extending the chain proposes, as a picture: brought, to be drawn, not to be chased."""

from __future__ import annotations

import datetime as dt

from app.reports.chain_picture import ChainPicture, Kind, PictureEdge, PictureNode
from app.rules.industry.knowledge import Relation, Verdict
from app.services.chain.extending import Candidate, LetterDraft

_UPSTREAM, _BROUGHT, _DOWNSTREAM = 0, 1, 2
"""The layers: suppliers and shared services on the left, what was brought in the middle, buyers on the right."""


def letter_picture(letter: LetterDraft, on: dt.date) -> ChainPicture:
    """Return the picture of a letter: industries alone, no unit and no enterprise, so that it may lie by any copy."""
    proposed = [one for project in letter.projects for one in (*project.directions, *project.avoid)]
    brought = {one.judgement.industry: one.origin_name for one in proposed}
    best: dict[str, Candidate] = {}
    for one in proposed:
        code = one.judgement.candidate
        if code not in brought and (code not in best or _promise(one) > _promise(best[code])):
            best[code] = one
    places: dict[str, tuple[int, int]] = {code: (_BROUGHT, row) for row, code in enumerate(brought)}
    nodes = [PictureNode(brought[code], "present", *place) for code, place in places.items()]
    filled = {_UPSTREAM: 0, _DOWNSTREAM: 0}
    for code, one in best.items():
        layer = _layer(one)
        places[code] = layer, filled[layer]
        filled[layer] += 1
        nodes.append(PictureNode(one.candidate_name, _kind(one), *places[code]))
    pairs = {(one.judgement.industry, one.judgement.candidate): one for one in proposed if _is_drawn(one, places)}
    edges = [_edge(places[here], places[there], one) for (here, there), one in pairs.items()]
    day = f"{on.year}年{on.month}月{on.day}日"
    return ChainPicture(
        "围绕已引进项目延伸产业链示意图",
        f"截至{day}，中间为已引进项目的产业，左为上游、右为下游，线越粗联系越强。",
        tuple(nodes),
        tuple(edges),
        3,
        float(max(len(brought), *filled.values(), 1)),
    )


def _promise(one: Candidate) -> tuple[bool, float]:
    return one.judgement.verdict is not Verdict.REJECT, one.extension.score


def _layer(one: Candidate) -> int:
    return _DOWNSTREAM if one.judgement.relation in (Relation.BUYS, Relation.BYPRODUCT) else _UPSTREAM


def _kind(one: Candidate) -> Kind:
    if one.judgement.verdict is Verdict.REJECT:
        return "rejected"
    return "reserved" if one.extension.parts.neighbour else "drawable"


def _is_drawn(one: Candidate, places: dict[str, tuple[int, int]]) -> bool:
    """Tell whether a line is drawn: to what may be drawn, and is not in the middle itself."""
    return one.judgement.verdict is not Verdict.REJECT and places[one.judgement.candidate][0] != _BROUGHT


def _edge(here: tuple[int, int], there: tuple[int, int], one: Candidate) -> PictureEdge:
    ends = (here, there) if there[0] > here[0] else (there, here)
    return PictureEdge(ends, one.judgement.strength or 1)
