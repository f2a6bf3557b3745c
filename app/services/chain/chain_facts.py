"""What a city has on a day: who is here in which industry, which industries lead, what neighbours reserved."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.rules.industry.city import City, Group, Reservation
from app.rules.industry.codes import split_codes
from app.rules.industry.finding import Finder
from app.rules.industry.knowledge import Knowledge
from app.rules.industry.points import DEFAULT_WEIGHTS, Weights
from app.rules.linkage import Extension, extend, order
from app.rules.stages import Stage
from app.services.chain.candidate_weights import weights_on
from app.services.chain.knowledge import knowledge, table


@dataclass(frozen=True, slots=True)
class Origin:
    """A project that may draw others: signed or further, verified, not terminated; `fen` is its investment."""

    project_id: int
    code: str
    name: str
    enterprise_id: int
    enterprise: str
    signed_day: dt.date | None
    codes: tuple[str, ...]
    narrow: bool
    fen: int


@dataclass
class Chain:
    """The city's projects and the knowledge, loaded once; an industry is judged once for all its projects."""

    knowledge: Knowledge
    city: City
    origins: tuple[Origin, ...]
    finder: Finder
    on: dt.date
    weights: Weights = DEFAULT_WEIGHTS
    _judged: dict[tuple[tuple[str, ...], int], tuple[Extension, ...]] = field(default_factory=dict, repr=False)

    def extensions(self, codes: tuple[str, ...], steps: int = 1) -> tuple[Extension, ...]:
        """Return what industries with these codes draw, best first; of several codes the better verdict is kept."""
        key = codes, steps
        if key not in self._judged:
            best: dict[tuple[str, ...], Extension] = {}
            for code in codes:
                for one in extend(self.knowledge, self.city, code, steps=steps, weights=self.weights):
                    way = (*one.path[1:], one.judgement.candidate)
                    if way not in best or one.score > best[way].score:
                        best[way] = one
            self._judged[key] = tuple(sorted(best.values(), key=order))
        return self._judged[key]

    def of_all(self) -> dict[int, tuple[Extension, ...]]:
        """Return what every project draws, by its id."""
        return {origin.project_id: self.extensions(origin.codes) for origin in self.origins}


_ORIGINS = """
SELECT p.id, p.code, p.name, p.content, p.enterprise_id, e.name, p.industry_id, p.signed_day,
  coalesce((SELECT s.amount_fen FROM stage_event s WHERE s.project_id = p.id AND s.stage BETWEEN 3 AND 7
    AND s.is_main = 1 AND s.void_reason IS NULL AND s.amount_fen IS NOT NULL AND s.day <= :on AND s.verified_on <= :on
    ORDER BY s.stage DESC LIMIT 1), p.investment_fen, 0)
FROM project p JOIN enterprise e ON e.id = p.enterprise_id
WHERE p.void_reason IS NULL
  AND EXISTS (SELECT 1 FROM stage_event s WHERE s.project_id = p.id AND s.stage BETWEEN 3 AND 7
    AND s.is_main = 1 AND s.void_reason IS NULL AND s.day <= :on AND s.verified_on <= :on)
  AND NOT EXISTS (SELECT 1 FROM stage_event t WHERE t.project_id = p.id AND t.stage = :terminated
    AND t.is_main = 1 AND t.void_reason IS NULL AND t.day <= :on)
ORDER BY p.id
"""


def load_chain(connection: sqlite3.Connection, on: dt.date) -> Chain:
    """Load the city as of a day with the knowledge in force."""
    finder, known = Finder(table(connection, "keyword")), knowledge(connection)
    industries: dict[int | None, tuple[str, str]] = {None: ("", "")}
    industries.update(
        (key, (name, _renewed(known, name, codes)))
        for key, name, codes in connection.execute("SELECT id, name, codes FROM industry")
    )
    origins = []
    rows = connection.execute(_ORIGINS, {"on": on.isoformat(), "terminated": int(Stage.TERMINATED)})
    for project, code, name, content, enterprise_id, enterprise, industry, signed, fen in rows:
        found = finder.find(name, content, enterprise, *industries[industry])
        day = dt.date.fromisoformat(signed) if signed else None
        origins.append(Origin(project, code, name, enterprise_id, enterprise, day, found.codes, found.narrow, fen))
    city = City(_groups(origins), _leading(connection, known, finder, on), reservations(connection, on))
    return Chain(known, city, tuple(origins), finder, on, weights_on(connection, on))


def reservations(connection: sqlite3.Connection, on: dt.date) -> tuple[Reservation, ...]:
    """Return the industries that neighbours have reserved on a day."""
    return tuple(
        Reservation(city, industry, split_codes(codes))
        for city, industry, codes in connection.execute(
            "SELECT city, industry, codes FROM neighbour_reservation WHERE void_reason IS NULL"
            " AND from_day <= ? AND (to_day IS NULL OR to_day >= ?) ORDER BY id",
            (on.isoformat(), on.isoformat()),
        )
    )


def _leading(connection: sqlite3.Connection, known: Knowledge, finder: Finder, on: dt.date) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT i.name, i.codes FROM leading_industry l JOIN industry i ON i.id = l.industry_id"
        " WHERE l.void_reason IS NULL AND l.from_day <= ? AND (l.to_day IS NULL OR l.to_day >= ?) ORDER BY l.id",
        (on.isoformat(), on.isoformat()),
    )
    return tuple(code for name, codes in rows for code in finder.broad(name, _renewed(known, name, codes)))


def _renewed(known: Knowledge, name: str, codes: str) -> str:
    """Return an industry's codes by today's edition: an old ledger's 267 beside 日用化工 is 268 now."""
    return "/".join(known.codes.renewed(code, known.codes.edition_of(code, name)) for code in split_codes(codes))


def _groups(origins: Iterable[Origin]) -> list[Group]:
    enterprises: dict[tuple[str, ...], set[int]] = defaultdict(set)
    amounts: dict[tuple[str, ...], int] = defaultdict(int)
    for origin in origins:
        enterprises[origin.codes].add(origin.enterprise_id)
        amounts[origin.codes] += origin.fen
    return [Group(codes, frozenset(ids), amounts[codes]) for codes, ids in enterprises.items()]
