"""The one search box beyond projects: enterprises, people, units, papers, documents and offers by what is typed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from app.rules.pinyin import folded
from app.rules.query import parse_query
from app.services.finding.text_index import TextIndex

MOST = 8
"""So many hits of each kind are shown."""

KINDS = {
    "enterprise": "企业",
    "person": "引荐人",
    "contact": "企业联系人",
    "unit": "责任主体",
    "paper": "公文",
    "document": "资料",
    "offer": "推介项目",
}

_QUERIES = {
    "enterprise": "SELECT id, name, uscc FROM enterprise WHERE void_reason IS NULL",
    "person": "SELECT id, name, identity FROM person WHERE void_reason IS NULL",
    "contact": (
        "SELECT c.id, c.name, e.name || ' ' || c.post || ' ' || c.phone FROM contact c"
        " JOIN enterprise e ON e.id = c.enterprise_id WHERE c.void_reason IS NULL"
    ),
    "unit": "SELECT id, name, '' FROM unit WHERE void_reason IS NULL",
    "paper": "SELECT id, title, kind || ' ' || day FROM paper WHERE void_reason IS NULL",
    "document": (
        "SELECT d.id, d.name, p.name FROM document d JOIN project p ON p.id = d.project_id AND p.void_reason IS NULL"
        " WHERE d.void_reason IS NULL"
    ),
    "offer": "SELECT id, name, site FROM offer WHERE void_reason IS NULL",
}

_BEHIND = {
    "enterprise": "SELECT id FROM project WHERE enterprise_id = ? AND void_reason IS NULL ORDER BY id",
    "person": (
        "SELECT p.id FROM referral r JOIN project p ON p.id = r.project_id AND p.void_reason IS NULL"
        " WHERE r.person_id = ? AND r.void_reason IS NULL ORDER BY p.id"
    ),
    "contact": (
        "SELECT p.id FROM contact c JOIN project p ON p.enterprise_id = c.enterprise_id AND p.void_reason IS NULL"
        " WHERE c.id = ? ORDER BY p.id"
    ),
    "unit": (
        "SELECT DISTINCT p.id FROM credit c JOIN project p ON p.id = c.project_id AND p.void_reason IS NULL"
        " WHERE c.unit_id = ? AND c.void_reason IS NULL ORDER BY p.id"
    ),
    "document": (
        "SELECT p.id FROM document d JOIN project p ON p.id = d.project_id AND p.void_reason IS NULL WHERE d.id = ?"
    ),
}


@dataclass(frozen=True)
class Hit:
    """Something that was found: what it is, its name, and a word more about it."""

    kind: str
    id: int
    name: str
    detail: str

    def to_json(self) -> dict[str, object]:
        """Return the hit for programs."""
        return {"kind": self.kind, "label": KINDS[self.kind], "name": self.name, "detail": self.detail}


class EverywhereIndex:
    """All that can be found beside projects."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        """`hits` come kind by kind."""
        self._hits = hits
        self._spans: list[tuple[int, int]] = []
        for _kind, places in groupby(range(len(hits)), key=lambda place: hits[place].kind):
            of_kind = list(places)
            self._spans.append((of_kind[0], of_kind[-1] + 1))
        self._texts = TextIndex([f"{folded(hit.name)}\n{folded(hit.detail)}" for hit in hits])

    @classmethod
    def load(cls, connection: sqlite3.Connection) -> EverywhereIndex:
        """Read the names of everything."""
        return cls(
            [Hit(kind, *row) for kind, query in _QUERIES.items() for row in connection.execute(f"{query} ORDER BY 1")]
        )

    def find(self, text: str) -> list[Hit]:
        """Return what holds every word of `text`, at most `MOST` of each kind; amounts find nothing here."""
        query = parse_query(text)
        if query.has_bounds or not query.words or not self._hits:
            return []
        found = np.ones(len(self._hits), dtype=bool)
        for word in map(folded, query.words):
            if len(word) < 2:
                return []
            here = np.zeros(len(self._hits), dtype=bool)
            here[self._texts.find(word)] = True
            if not here.any():
                here[self._texts.find_initials(word)] = True
            found &= here
        return [
            self._hits[begin + int(place)]
            for begin, end in self._spans
            for place in np.flatnonzero(found[begin:end])[:MOST]
        ]


def projects_behind(connection: sqlite3.Connection, hit: Hit) -> list[int]:
    """Return the projects that a hit leads to; none for papers and offers."""
    if hit.kind not in _BEHIND:
        return []
    return [project for (project,) in connection.execute(_BEHIND[hit.kind], (hit.id,))]
