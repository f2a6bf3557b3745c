"""The candidates of a city, a unit, an enterprise or a project in one list: an industry is told once in each."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from app.rules.names import name_key
from app.services.chain.chain_facts import Chain, Origin
from app.services.chain.extending import Candidate, candidates_of_origin

MOST_PROJECTS_AHEAD = 60
"""So many industries are followed several steps; more would list ways that nobody reads."""


@dataclass(frozen=True)
class ListedCandidate:
    """A candidate, and how many further enterprises of the same industry speak for it or against it."""

    candidate: Candidate
    others: int


def projects_of_unit(connection: sqlite3.Connection, unit_id: int) -> frozenset[int]:
    """Return the ids of the projects that a unit is credited with."""
    rows = connection.execute(
        "SELECT DISTINCT project_id FROM credit WHERE unit_id = ? AND void_reason IS NULL", (unit_id,)
    )
    return frozenset(row[0] for row in rows)


def listed_candidates(
    chain: Chain,
    *,
    projects: Collection[int] | None = None,
    text: str = "",
    project_id: int | None = None,
    steps: int = 1,
) -> list[ListedCandidate]:
    """Return the candidates of the projects asked for, best first, rejections last.

    `projects` and `text` (part of a project's or an enterprise's name) narrow the projects, `project_id` picks one.
    Each industry speaks once, by its largest project. With more than `MOST_PROJECTS_AHEAD` industries one step only
    is looked ahead.
    """
    key = name_key(text)
    groups: dict[tuple[str, ...], list[Origin]] = {}
    for origin in chain.origins:
        if project_id is not None and origin.project_id != project_id:
            continue
        if projects is not None and origin.project_id not in projects:
            continue
        if key and key not in name_key(origin.enterprise) and key not in name_key(origin.name):
            continue
        groups.setdefault(origin.codes, []).append(origin)
    ahead = steps if len(groups) <= MOST_PROJECTS_AHEAD else 1
    found: list[ListedCandidate] = []
    for origins in groups.values():
        first = max(origins, key=lambda one: (one.fen, -one.project_id))
        others = len({one.enterprise_id for one in origins}) - 1
        found += [ListedCandidate(one, others) for one in candidates_of_origin(chain, first, steps=ahead)]
    return sorted(found, key=_order)


def _order(one: ListedCandidate) -> tuple[int, bool, float]:
    extension = one.candidate.extension
    return extension.step, extension.judgement.verdict.value == "reject", -extension.score
