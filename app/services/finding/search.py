"""Search over all projects as one types: a few milliseconds at 100,000, whatever is typed.

Words, pinyin (牙膏: yagao, yg), codes, amounts (超亿, 1亿-3亿), traditional characters; where nothing matches, what
sounds or looks alike.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from app.rules.pinyin import folded
from app.rules.query import Query, parse_query
from app.rules.stages import Stage
from app.services.finding.text_index import TextIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_LIKENESS = 66
"""Percent of likeness (rapidfuzz) from which a name is proposed for what was typed."""

MOST_ALIKE = 50
_SLICE = 4000


class SearchIndex:
    """The search keys and recognised investments of all projects."""

    def __init__(self, ids: NDArray[np.int64], keys: list[str], amounts: NDArray[np.int64] | None = None) -> None:
        """`amounts` is the investment in 分 of each project, below 0 where it is not known."""
        self._ids = ids
        self._keys = keys
        self._amounts = np.full(len(ids), -1, dtype=np.int64) if amounts is None else amounts
        self._texts = TextIndex(keys)
        self._size = int(ids.max()) + 1 if len(ids) else 1

    @classmethod
    def load(cls, connection: sqlite3.Connection) -> SearchIndex:
        """Read the keys of all valid projects; the investment is the one recognised at signing, else declared."""
        rows = connection.execute(
            "SELECT id, search_key, coalesce(investment_fen, -1) FROM project WHERE void_reason IS NULL ORDER BY id"
        ).fetchall()
        ids = np.array([row[0] for row in rows], dtype=np.int64)
        amounts = np.array([row[2] for row in rows], dtype=np.int64)
        recognised = connection.execute(
            "SELECT project_id, amount_fen FROM stage_event WHERE stage = ? AND verified_on IS NOT NULL"
            " AND amount_fen IS NOT NULL AND is_main = 1 AND void_reason IS NULL",
            (int(Stage.SIGNED),),
        ).fetchall()
        if recognised and len(ids):
            projects = np.array([row[0] for row in recognised], dtype=np.int64)
            places = np.minimum(np.searchsorted(ids, projects), len(ids) - 1)
            known = ids[places] == projects
            amounts[places[known]] = np.array([row[1] for row in recognised], dtype=np.int64)[known]
        index = cls(ids, [row[1] for row in rows], amounts)
        index._texts.find("yi")  # the table of syllables is read here, behind the window, not at the first key
        return index

    def match(self, text: str) -> NDArray[np.bool_]:
        """Return for each project id whether it holds every word of `text` and lies within its amounts."""
        query = parse_query(text)
        found = self._within(query)
        for word in query.words:
            found &= self._marked(self._texts.find(folded(word)))
        return found

    def select(self, ids: NDArray[np.int64], text: str) -> NDArray[np.int64]:
        """Return those of `ids` that match, in their order."""
        return self._chosen(ids, self.match(text)) if text.strip() else ids

    def select_alike(
        self, ids: NDArray[np.int64], text: str, cancelled: Callable[[], bool] | None = None
    ) -> NDArray[np.int64]:
        """Return those of `ids` whose names sound or look like what was typed, the likeliest first.

        For when nothing matches exactly; it takes a fraction of a second at 100,000.
        """
        query = parse_query(text)
        words = [folded(word) for word in query.words]
        if not words:
            return ids[:0]
        within = self._chosen(ids, self._within(query))
        sounding = np.ones(self._size, dtype=bool)
        for word in words:
            sounding &= self._marked(np.concatenate([self._texts.find(word), self._texts.find_alike(word)]))
        if len(heard := self._chosen(within, sounding)):
            return heard
        return self._looking_alike(within, "".join(words), cancelled)

    def _looking_alike(
        self, ids: NDArray[np.int64], word: str, cancelled: Callable[[], bool] | None
    ) -> NDArray[np.int64]:
        if len(word) < 3:
            return ids[:0]
        from rapidfuzz import fuzz, process

        likely: list[tuple[float, int]] = []
        for start in range(0, len(self._keys), _SLICE):
            if cancelled is not None and cancelled():
                return ids[:0]
            part = self._keys[start : start + _SLICE]
            scored = process.extract(
                word, part, scorer=fuzz.partial_ratio, score_cutoff=LEAST_LIKENESS, limit=MOST_ALIKE
            )
            likely += [(score, start + place) for _, score, place in scored]
        likely.sort(key=lambda one: (-one[0], one[1]))
        wanted = np.zeros(self._size, dtype=bool)
        wanted[ids] = True
        return np.array(
            [key for _, place in likely if wanted[key := int(self._ids[place])]][:MOST_ALIKE], dtype=np.int64
        )

    def _within(self, query: Query) -> NDArray[np.bool_]:
        found = np.ones(self._size, dtype=bool)
        if query.has_bounds:
            good = self._amounts >= max(query.least_fen or 0, 0)
            if query.most_fen is not None:
                good &= self._amounts <= query.most_fen
            found[:] = False
            found[self._ids[good]] = True
        return found

    def _marked(self, records: NDArray[np.int64]) -> NDArray[np.bool_]:
        hits = np.zeros(self._size, dtype=bool)
        hits[self._ids[records]] = True
        return hits

    def _chosen(self, ids: NDArray[np.int64], found: NDArray[np.bool_]) -> NDArray[np.int64]:
        known = ids[ids < self._size]
        return known[found[known]]


def search_projects(connection: sqlite3.Connection, ids: list[int], text: str) -> tuple[list[int], bool]:
    """Return those of `ids` that are found by `text`, and whether they are only alike, since none matched."""
    index = SearchIndex.load(connection)
    among = np.array(ids, dtype=np.int64)
    found = index.select(among, text)
    if len(found) or not text.strip():
        return found.tolist(), False
    return index.select_alike(among, text).tolist(), True
