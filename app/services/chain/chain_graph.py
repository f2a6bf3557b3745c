"""The city's industries as a graph by layers: present, missing but drawable, rejected, reserved by neighbours."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from app.rules.industry.knowledge import Relation, Verdict
from app.rules.industry.layers import Place, lay_out
from app.rules.linkage import DERIVED, Extension
from app.services.chain.chain_facts import Chain, load_chain


class State(StrEnum):
    """How an industry stands in the city; the value is what people read."""

    PRESENT = "已有"
    DRAWABLE = "可招"
    REJECTED = "不宜"
    RESERVED = "邻市已列"


@dataclass(frozen=True)
class GraphNode:
    """An industry in the picture. `fen` is its verified investment in 分, `score` the best of its candidates.

    `reason` says why it is drawable or rejected; `reserved_by` names the neighbour; `projects` are those present.
    """

    code: str
    name: str
    state: State
    place: Place
    enterprises: int
    fen: int
    score: float
    reason: str
    reserved_by: str
    is_leading: bool
    projects: tuple[int, ...]


@dataclass(frozen=True)
class GraphEdge:
    """Goods that flow from one industry to another, with the points that the line passes; `rule` where one speaks."""

    source: str
    target: str
    good: str
    strength: int
    relation: Relation
    rule: str
    route: tuple[Place, ...]
    is_backward: bool


@dataclass(frozen=True)
class ChainGraph:
    """The picture of the chain on a day: nodes and edges on a grid of layers (columns) and rows."""

    on: dt.date
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    layers: int
    rows: float


def chain_graph(
    connection: sqlite3.Connection, on: dt.date, *, industry: str = "", include_rejected: bool = True
) -> ChainGraph:
    """Return the picture of the chain as of a day; `industry` (a prefix) keeps that industry and what joins it."""
    return graph_of(load_chain(connection, on), industry=industry, include_rejected=include_rejected)


def graph_of(chain: Chain, *, industry: str = "", include_rejected: bool = True) -> ChainGraph:
    """Return the picture of a loaded chain; see `chain_graph`."""
    present = _present(chain)
    best = _best(chain, tuple(present))
    shown = [code for code in present if chain.city.enterprises(code)]
    shown += [
        code
        for code, one in best.items()
        if code not in present and (include_rejected or one.judgement.verdict is not Verdict.REJECT)
    ]
    flows = _flows(chain, shown, best)
    if industry:
        near = {end for pair in flows for end in pair if any(one.startswith(industry) for one in pair)}
        shown = [code for code in shown if code in near or code.startswith(industry)]
    layout = lay_out(shown, flows)
    nodes = tuple(_node(chain, code, present.get(code, ()), best.get(code), layout.places[code]) for code in shown)
    edges = tuple(
        GraphEdge(*pair, *flows[pair], route, pair in layout.backward) for pair, route in layout.routes.items()
    )
    rows = 1 + max((place.row for route in layout.routes.values() for place in route), default=0.0)
    rows = max(rows, 1 + max((node.place.row for node in nodes), default=0.0))
    return ChainGraph(chain.on, nodes, edges, layout.layers, rows)


def _present(chain: Chain) -> dict[str, tuple[int, ...]]:
    """Return the industries here with their projects; a project of several broad codes stands under each."""
    found: dict[str, list[int]] = {}
    for origin in chain.origins:
        for code in origin.codes:
            found.setdefault(code, []).append(origin.project_id)
    return {code: tuple(found[code]) for code in sorted(found)}


def _best(chain: Chain, present: tuple[str, ...]) -> dict[str, Extension]:
    """Return the best verdict on each candidate over all industries here."""
    found: dict[str, Extension] = {}
    for code in present:
        for one in chain.extensions((code,)):
            candidate, judged = one.judgement.candidate, one.judgement
            if not judged.strength or candidate == code:
                continue
            known = found.get(candidate)
            if known is None or _rank(one) > _rank(known):
                found[candidate] = one
    return dict(sorted(found.items()))


def _rank(extension: Extension) -> tuple[int, float, bool]:
    order = (Verdict.REJECT, Verdict.POSSIBLE, Verdict.RECOMMEND)
    return order.index(extension.judgement.verdict), extension.score, extension.judgement.rule != DERIVED


_Flow = tuple[str, int, Relation, str]


def _flows(chain: Chain, shown: list[str], best: dict[str, Extension]) -> dict[tuple[str, str], _Flow]:
    """Return the flows among the industries shown: supply links, and by-products and shared work that rules tell."""
    known = set(shown)
    flows: dict[tuple[str, str], _Flow] = {}
    for code in shown:
        for link in chain.knowledge.supplying(code):
            if link.supplier in known and link.supplier != code:
                flows[link.supplier, code] = link.good, link.strength, Relation.SUPPLIES, ""
    for code, one in best.items():
        judged = one.judgement
        if code not in known or judged.industry not in known or judged.verdict is Verdict.REJECT:
            continue
        away = judged.relation in (Relation.BUYS, Relation.BYPRODUCT)
        pair = (judged.industry, code) if away else (code, judged.industry)
        rule = "" if judged.rule == DERIVED else judged.rule
        good, strength, relation, _ = flows.get(pair, (judged.good, judged.strength, judged.relation, ""))
        flows[pair] = good, strength, relation, rule
    return flows


def _node(chain: Chain, code: str, projects: tuple[int, ...], best: Extension | None, place: Place) -> GraphNode:
    enterprises, fen = chain.city.amounts((code,))
    reservation = chain.city.reserved_by(code)
    rejected = best is not None and best.judgement.verdict is Verdict.REJECT
    if projects:
        state = State.PRESENT
    elif reservation is not None:
        state = State.RESERVED
    else:
        state = State.REJECTED if rejected else State.DRAWABLE
    subject = f"本市有{chain.knowledge.name(best.judgement.industry)}" if best else ""
    return GraphNode(
        code,
        chain.knowledge.name(code),
        state,
        place,
        enterprises,
        fen,
        best.score if best else 0.0,
        best.judgement.reason(subject) if best else "",
        reservation.city if reservation else "",
        chain.city.is_leading(code),
        projects,
    )
