"""The picture of a chain: upstream left of downstream, every line led around, few crossings, fast enough by count."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from app.rules.industry.layers import Place, crossings, lay_out

EDGES = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=40)


@given(EDGES)
def test_goods_flow_from_left_to_right_except_where_the_chain_is_a_circle(edges: list[tuple[int, int]]) -> None:
    layout = lay_out(range(15), edges)
    for (one, other), route in layout.routes.items():
        assert (route[0], route[-1]) == (layout.places[one], layout.places[other])
        forward = layout.places[one].layer < layout.places[other].layer
        assert forward is ((one, other) not in layout.backward)


@given(EDGES)
def test_a_line_passes_every_layer_on_its_way_once(edges: list[tuple[int, int]]) -> None:
    for route in lay_out(range(15), edges).routes.values():
        assert {abs(one.layer - other.layer) for one, other in itertools.pairwise(route)} == {1}


@given(EDGES)
def test_no_two_things_stand_on_one_place(edges: list[tuple[int, int]]) -> None:
    layout = lay_out(range(15), edges)
    assert len(set(layout.places.values())) == 15
    passing = [place for route in layout.routes.values() for place in route[1:-1]]
    assert len({*layout.places.values(), *passing}) == 15 + len(passing)


@given(EDGES)
def test_without_circles_nothing_runs_backward(edges: list[tuple[int, int]]) -> None:
    downhill = [(min(edge), max(edge)) for edge in edges]
    assert lay_out(range(15), downhill).backward == frozenset()


def test_there_and_back_are_two_lines() -> None:
    layout = lay_out("abc", [("a", "b"), ("b", "c"), ("a", "c"), ("c", "a")])
    there, back = layout.routes["a", "c"], layout.routes["c", "a"]
    assert there[1] != back[1]
    assert layout.backward == {("c", "a")}


def test_two_crossed_lines_are_uncrossed() -> None:
    layout = lay_out("abxy", [("a", "y"), ("b", "x")])
    assert crossings(layout) == 0


def test_crossings_are_counted() -> None:
    both = lay_out("abxy", [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")])
    assert crossings(both) == 1


def test_a_source_stands_beside_its_first_buyer() -> None:
    layout = lay_out("abcd", [("a", "b"), ("b", "c"), ("d", "c")])
    assert [layout.places[node].layer for node in "abcd"] == [0, 1, 2, 1]
    assert layout.layers == 3


def test_what_is_joined_to_nothing_stands_at_the_left() -> None:
    layout = lay_out(["a"], [("a", "a"), ("a", "z")])
    assert layout.routes == {}
    assert layout.places == {"a": Place(0, 0.0)}


def test_no_industries_make_an_empty_picture() -> None:
    assert lay_out([], []).layers == 0
