"""The picture of the chain: a frame of panning and of zooming with 150 industries and 400 flows."""

from __future__ import annotations

import datetime as dt
import os
import random
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from bench.harness import Row, percentile

if TYPE_CHECKING:
    from app.services.chain.chain_graph import ChainGraph

NODES, EDGES = 150, 400
FRAME_MS = 33.0
"""30 frames a second: what the eye takes for motion."""


def measure(quick: bool = False) -> list[Row]:
    """Return the figures; `quick` paints few frames."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    pan, zoom = _frames(20 if quick else 200)
    size = f"{NODES} industries, {EDGES} flows"
    thirty = f"{FRAME_MS:g} ms, 30 frames a second"
    return [
        Row(f"chain, panning, p95 of a frame, {size}", percentile(pan, 0.95), FRAME_MS, thirty, "ms", 1.0),
        Row(f"chain, zooming, p95 of a frame, {size}", percentile(zoom, 0.95), FRAME_MS, thirty, "ms", 1.0),
    ]


def _frames(frames: int) -> tuple[list[float], list[float]]:
    """Return the ms of each frame of dragging across the picture, and of turning the wheel in and out."""
    from app.ui.application import make_application
    from app.ui.chain.picture_view import PictureView
    from app.ui.chain.scene import ChainScene

    application = make_application()
    view = PictureView()
    view.resize(1366, 600)
    view.show_scene(ChainScene(picture()))
    view.show()
    application.processEvents()
    across, down = view.horizontalScrollBar(), view.verticalScrollBar()
    pan, zoom = [], []
    for frame in range(frames):
        begun = time.perf_counter()
        across.setValue(across.minimum() + frame * 37 % max(1, across.maximum() - across.minimum()))
        down.setValue(down.minimum() + frame * 23 % max(1, down.maximum() - down.minimum()))
        view.viewport().repaint()
        pan.append((time.perf_counter() - begun) * 1000)
    for frame in range(frames):
        begun = time.perf_counter()
        view.zoom(1.15 if frame // 10 % 2 else 1 / 1.15)
        view.viewport().repaint()
        zoom.append((time.perf_counter() - begun) * 1000)
    view.close()
    return pan, zoom


def picture() -> ChainGraph:
    """Return a made-up city's chain of that size: each industry supplies some of those after it."""
    from app.rules.industry.knowledge import Relation
    from app.rules.industry.layers import Place, lay_out
    from app.services.chain.chain_graph import ChainGraph, GraphEdge, GraphNode, State
    from app.services.chain.chain_lanes import closed_up

    chance = random.Random(7)
    codes = [f"{number:04}" for number in range(NODES)]
    flows: dict[tuple[str, str], int] = {}
    while len(flows) < EDGES:
        one = chance.randrange(NODES - 1)
        other = min(NODES - 1, one + 1 + int(chance.expovariate(1 / 18)))
        flows[codes[one], codes[other]] = chance.randint(1, 5)
    layout = lay_out(codes, flows)
    blank = GraphNode("", "", State.PRESENT, Place(0, 0), 3, 10**10, 60.0, "", "", False, (1,))
    states = list(State)
    nodes = tuple(
        replace(blank, code=code, name=f"行业{code}制造", state=states[number % 4], place=layout.places[code])
        for number, code in enumerate(codes)
    )
    edges = tuple(
        GraphEdge(*pair, "配件", flows[pair], Relation.SUPPLIES, "", route, pair in layout.backward)
        for pair, route in layout.routes.items()
    )
    rows = 1 + max(place.row for edge in edges for place in edge.route)
    return closed_up(ChainGraph(dt.date(2026, 6, 30), nodes, edges, layout.layers, rows))
