"""The picture of the city's chain: what is here, what could be drawn, what not, what a neighbour reserved."""

from __future__ import annotations

import pytest

from app.models.office import Office
from app.rules.industry.knowledge import Relation
from app.services.chain.chain_graph import ChainGraph, State, chain_graph
from tests.services.chain_office import JUNE, settled
from tests.support import TODAY, reading


@pytest.fixture
def chain(office: Office) -> Office:
    settled(office, "白塔方便食品项目", "食品", enterprise="白塔食品有限公司")
    settled(office, "沅江包装纸项目", "造纸", "22", enterprise="沅江纸业有限公司")
    return office


def picture(office: Office, *, industry: str = "", include_rejected: bool = True) -> ChainGraph:
    with reading(office) as connection:
        return chain_graph(connection, TODAY, industry=industry, include_rejected=include_rejected)


def states(graph: ChainGraph) -> dict[str, State]:
    return {node.code: node.state for node in graph.nodes}


def test_each_industry_stands_as_it_is(chain: Office) -> None:
    found = states(picture(chain))
    assert (found["1439"], found["2221"]) == (State.PRESENT, State.PRESENT)
    assert found["2231"] is State.DRAWABLE  # the food factory draws it, though the paper mill does not
    assert found["3531"] is State.REJECTED


def test_one_industry_that_draws_outweighs_another_that_does_not(office: Office) -> None:
    settled(office, "沅江包装纸项目", "造纸", "22")
    assert states(picture(office))["2319"] is State.REJECTED
    settled(office, "云河牙膏项目", "日用化工")
    assert states(picture(office))["2319"] is State.DRAWABLE


def test_what_a_mill_gives_off_flows_from_it(chain: Office) -> None:
    edges = {(edge.source, edge.target): edge for edge in picture(chain).edges}
    assert edges["2221", "7723"].relation is Relation.BYPRODUCT
    assert ("7723", "2221") not in edges


def test_what_a_neighbour_reserved_is_marked(chain: Office) -> None:
    from app.models.tables import NeighbourReservation

    with chain.change("邻市") as change:
        change.session.add(NeighbourReservation(city="春来市", industry="包装", codes="223", from_day=JUNE))
    node = next(node for node in picture(chain).nodes if node.code == "2231")
    assert (node.state, node.reserved_by) == (State.RESERVED, "春来市")


def test_lines_follow_the_goods_upstream_left(chain: Office) -> None:
    graph = picture(chain)
    places = {node.code: node.place for node in graph.nodes}
    edge = next(edge for edge in graph.edges if (edge.source, edge.target) == ("2221", "2231"))
    assert edge.relation is Relation.SUPPLIES
    assert places["2221"].layer < places["2231"].layer < places["1439"].layer
    assert (edge.route[0], edge.route[-1]) == (places["2221"], places["2231"])
    assert all(0 <= node.place.layer < graph.layers and 0 <= node.place.row < graph.rows for node in graph.nodes)


def test_a_node_leads_to_its_projects_and_says_why(chain: Office) -> None:
    nodes = {node.code: node for node in picture(chain).nodes}
    assert len(nodes["1439"].projects) == 1
    assert nodes["1439"].enterprises == 1
    assert "包装厂要贴着装箱的人走" in nodes["2231"].reason
    assert nodes["2231"].projects == ()


def test_the_picture_can_leave_out_rejections_and_keep_one_industry(chain: Office) -> None:
    assert State.REJECTED not in states(picture(chain, include_rejected=False)).values()
    near = picture(chain, industry="14")
    assert set(states(near)) < set(states(picture(chain)))
    joined = {edge.source for edge in near.edges} | {edge.target for edge in near.edges}
    assert {"1439", "2231"} <= joined


def test_an_empty_office_has_an_empty_picture(office: Office) -> None:
    graph = picture(office)
    assert (graph.nodes, graph.edges, graph.layers) == ((), (), 0)
