"""A sheet as it was read: its rows of cells, and which cells are merged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TypeAlias

from app.rules.reading import plain

Cell: TypeAlias = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
Row: TypeAlias = list[Cell]


UNCOMPUTED = "#公式"
"""Stands in a cell for a formula whose result the file does not hold: what wrote it does not calculate."""


@dataclass(frozen=True)
class Merge:
    """A merged range: rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet. Row 1 of the file is `rows[0]`; a blank row is an empty list; `merges` is None where unknown.

    `hidden_rows` and `hidden_columns` (from 0) are those that a person does not see.
    """

    name: str
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] | None = None
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def text(self, row: int, column: int) -> str:
        """Return a cell as a person sees it, "" outside the table."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        return plain(self.rows[row][column]).strip()
