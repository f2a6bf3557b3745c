"""A sheet as it was read: its rows of cells, and which cells are merged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TypeAlias

from app.rules.reading import plain

Cell: TypeAlias = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
Row: TypeAlias = list[Cell]


@dataclass(frozen=True)
class Merge:
    """A merged range: rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet. Row 1 of the file is `rows[0]`; a blank row is an empty list; `merges` is None where unknown."""

    name: str
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] | None = None

    def text(self, row: int, column: int) -> str:
        """Return a cell as a person sees it, "" outside the table."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        return plain(self.rows[row][column]).strip()
