"""A graph laid out by layers, upstream left and downstream right, with few crossings: pure geometry in grid units."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

N = TypeVar("N", bound=Hashable)

_SWEEPS = 8
"""Passes of ordering by neighbours; more change little on graphs of this size."""


@dataclass(frozen=True)
class Place:
    """Where a node stands: its layer (0 leftmost) and its height in rows from the top, both whole or half rows."""

    layer: int
    row: float


@dataclass(frozen=True)
class Layout(Generic[N]):
    """Places of nodes, and for each edge the points it passes, first and last being its ends' places.

    `backward` holds the edges that run against the flow because the graph goes in a circle there.
    """

    places: Mapping[N, Place]
    routes: Mapping[tuple[N, N], tuple[Place, ...]]
    backward: frozenset[tuple[N, N]]

    @property
    def layers(self) -> int:
        """How many layers there are."""
        return 1 + max((place.layer for place in self.places.values()), default=-1)


def lay_out(nodes: Sequence[N], edges: Iterable[tuple[N, N]]) -> Layout[N]:
    """Lay out a directed graph; edges to unknown nodes or to the same node are left out. The same every time."""
    known = set(nodes)
    wanted = list(dict.fromkeys(edge for edge in edges if edge[0] != edge[1] and known.issuperset(edge)))
    backward = _backward(nodes, wanted)
    forward = {edge: ((edge[1], edge[0]) if edge in backward else edge) for edge in wanted}
    layer = _layers(nodes, forward.values())
    chains = {edge: _chain(layer, edge, *forward[edge]) for edge in wanted}
    order = _ordered(nodes, layer, chains.values())
    rows = {item: number for column in order for number, item in enumerate(column)}
    tallest = max(map(len, order), default=0)
    middle = {number: (tallest - len(column)) / 2 for number, column in enumerate(order)}

    def place(item: _Item) -> Place:
        column = _column(layer, item)
        return Place(column, rows[item] + middle[column])

    routes = {
        edge: tuple(place(item) for item in (reversed(chain) if edge in backward else chain))
        for edge, chain in chains.items()
    }
    return Layout({node: place((node, None)) for node in nodes}, routes, frozenset(backward))


def crossings(layout: Layout[N]) -> int:
    """Count how often edges cross between neighbouring layers."""
    gaps: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for route in layout.routes.values():
        for one, other in itertools.pairwise(route):
            left, right = sorted((one, other), key=lambda place: place.layer)
            gaps[left.layer].append((left.row, right.row))
    return sum(
        (one[0] - other[0]) * (one[1] - other[1]) < 0
        for segments in gaps.values()
        for number, one in enumerate(segments)
        for other in segments[number + 1 :]
    )


_Item = tuple[Hashable, int | None]
"""A node with None, or an edge with the layer that it passes."""


def _backward(nodes: Sequence[N], edges: Sequence[tuple[N, N]]) -> set[tuple[N, N]]:
    """Return the edges that close circles, found by walking depth first without recursion."""
    following: dict[N, list[N]] = defaultdict(list)
    sources = set(nodes)
    for one, other in edges:
        following[one].append(other)
        sources.discard(other)
    found: set[tuple[N, N]] = set()
    on_way: set[N] = set()
    done: set[N] = set()
    for start in (*(node for node in nodes if node in sources), *nodes):
        if start in done:
            continue
        walk = [(start, iter(following[start]))]
        on_way.add(start)
        while walk:
            node, rest = walk[-1]
            following_node = next(rest, None)
            if following_node is None:
                walk.pop()
                on_way.discard(node)
                done.add(node)
            elif following_node in on_way:
                found.add((node, following_node))
            elif following_node not in done:
                on_way.add(following_node)
                walk.append((following_node, iter(following[following_node])))
    return found


def _layers(nodes: Sequence[N], edges: Iterable[tuple[N, N]]) -> dict[N, int]:
    """Put each node right of all that supply it, and sources beside their first buyer, to keep edges short."""
    following: dict[N, list[N]] = defaultdict(list)
    waiting = dict.fromkeys(nodes, 0)
    for one, other in edges:
        following[one].append(other)
        waiting[other] += 1
    layer = dict.fromkeys(nodes, 0)
    ready = [node for node in nodes if not waiting[node]]
    sources = list(ready)
    for node in ready:
        for other in following[node]:
            layer[other] = max(layer[other], layer[node] + 1)
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    for node in sources:
        if following[node]:
            layer[node] = min(layer[other] for other in following[node]) - 1
    return layer


def _chain(layer: Mapping[N, int], edge: tuple[N, N], one: N, other: N) -> tuple[_Item, ...]:
    """Return what a line passes from left to right; its points between belong to `edge` alone."""
    between = ((edge, column) for column in range(layer[one] + 1, layer[other]))
    return ((one, None), *between, (other, None))


def _column(layer: Mapping[N, int], item: _Item) -> int:
    return layer[item[0]] if item[1] is None else item[1]  # type: ignore[index]


def _ordered(nodes: Sequence[N], layer: Mapping[N, int], chains: Iterable[tuple[_Item, ...]]) -> list[list[_Item]]:
    """Order each layer by the middle of its neighbours, sweeping right and left, and keep the best order seen."""
    columns: list[list[_Item]] = [[] for _ in range(1 + max(layer.values(), default=-1))]
    left: dict[_Item, list[_Item]] = defaultdict(list)
    right: dict[_Item, list[_Item]] = defaultdict(list)
    for node in nodes:
        columns[layer[node]].append((node, None))
    for chain in chains:
        for item in chain[1:-1]:
            columns[_column(layer, item)].append(item)
        for one, other in itertools.pairwise(chain):
            right[one].append(other)
            left[other].append(one)
    best, fewest = [list(column) for column in columns], _crossed(columns, right)
    for sweep in range(_SWEEPS):
        rightward = sweep % 2 == 0
        neighbours = left if rightward else right
        for column in columns if rightward else reversed(columns):
            row = {item: number for one in columns for number, item in enumerate(one)}
            column.sort(key=lambda item: _middle(item, neighbours, row))
        crossed = _crossed(columns, right)
        if crossed < fewest:
            best, fewest = [list(column) for column in columns], crossed
    return best


def _middle(item: _Item, neighbours: Mapping[_Item, list[_Item]], row: Mapping[_Item, int]) -> float:
    beside = neighbours.get(item)
    return sum(row[one] for one in beside) / len(beside) if beside else row[item]


def _crossed(columns: Sequence[Sequence[_Item]], right: Mapping[_Item, list[_Item]]) -> int:
    """Count crossings between each two neighbouring layers, by counting inversions with a Fenwick tree."""
    total = 0
    for column, following in itertools.pairwise(columns):
        row = {item: number for number, item in enumerate(following)}
        tree = [0] * (len(following) + 1)
        seen = 0
        for item in column:
            targets = sorted(row[other] for other in right.get(item, ()))
            for target in targets:
                total += seen - _sum(tree, target + 1)
            for target in targets:
                _add(tree, target + 1)
            seen += len(targets)
    return total


def _sum(tree: Sequence[int], place: int) -> int:
    total = 0
    while place > 0:
        total += tree[place]
        place -= place & -place
    return total


def _add(tree: list[int], place: int) -> None:
    while place < len(tree):
        tree[place] += 1
        place += place & -place
