"""The picture drawn close: lines that pass take lanes, and nothing stands on anything else."""

from __future__ import annotations

import itertools

from app.models.office import Office
from app.services.chain.chain_graph import ChainGraph, chain_graph
from app.services.chain.chain_lanes import LANE, closed_up
from tests.services.chain_office import settled
from tests.support import TODAY, reading


def picture(office: Office) -> ChainGraph:
    settled(office, "白塔方便食品项目", "食品")
    settled(office, "沅江包装纸项目", "造纸", "22")
    settled(office, "云河牙膏项目", "日用化工")
    with reading(office) as connection:
        return chain_graph(connection, TODAY)


def test_industries_keep_a_row_and_passing_lines_a_lane(office: Office) -> None:
    wide = picture(office)
    close = closed_up(wide)
    assert close.rows < wide.rows
    nodes = {node.place for node in close.nodes}
    columns: dict[int, list[tuple[float, float]]] = {}
    for place in nodes.union(*(edge.route for edge in close.edges)):
        columns.setdefault(place.layer, []).append((place.row, 0.5 if place in nodes else LANE / 2))
    for column in columns.values():
        for (one, half), (other, other_half) in itertools.pairwise(sorted(column)):
            assert other - one > half + other_half - 1e-9


def test_the_order_of_each_layer_stays_and_lines_end_at_their_industries(office: Office) -> None:
    wide = picture(office)
    close = closed_up(wide)
    place = {node.code: node.place for node in close.nodes}
    for layer in range(wide.layers):
        before = [node.code for node in sorted(wide.nodes, key=lambda one: one.place.row) if node.place.layer == layer]
        assert before == sorted(before, key=lambda code: place[code].row)
    assert all((edge.route[0], edge.route[-1]) == (place[edge.source], place[edge.target]) for edge in close.edges)


def test_no_picture_stays_none(office: Office) -> None:
    with reading(office) as connection:
        assert closed_up(chain_graph(connection, TODAY)).nodes == ()
