"""The picture of the chain drawn close: lines that only pass a layer take a narrow lane there, not a whole row."""

from __future__ import annotations

from dataclasses import replace

from app.rules.industry.layers import Place
from app.services.chain.chain_graph import ChainGraph

LANE = 0.3
"""The height of a lane, in rows."""


def closed_up(graph: ChainGraph) -> ChainGraph:
    """Return the same picture with its columns closed up: industries keep a row each, passing lines a lane.

    The order within each layer stays, and columns stay centred on one another.
    """
    industries = {node.place for node in graph.nodes}
    columns: dict[int, list[Place]] = {}
    for place in industries.union(*(edge.route for edge in graph.edges)):
        columns.setdefault(place.layer, []).append(place)
    tallest = 0.0
    middles: dict[Place, float] = {}
    heights: dict[int, float] = {}
    for layer, places in columns.items():
        top = 0.0
        for place in sorted(places, key=lambda one: one.row):
            height = 1.0 if place in industries else LANE
            middles[place] = top + height / 2
            top += height
        heights[layer] = top
        tallest = max(tallest, top)
    moved = {
        place: Place(place.layer, middle + (tallest - heights[place.layer]) / 2 - 0.5)
        for place, middle in middles.items()
    }
    return replace(
        graph,
        nodes=tuple(replace(node, place=moved[node.place]) for node in graph.nodes),
        edges=tuple(replace(edge, route=tuple(moved[place] for place in edge.route)) for edge in graph.edges),
        rows=max(tallest, 1.0),
    )
