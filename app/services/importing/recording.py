"""Records written in bulk through one open transaction: ids given here, history made of the rows themselves."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias, get_args

from app.rules.reading import plain

Table: TypeAlias = Literal[
    "unit",
    "industry",
    "enterprise",
    "person",
    "project",
    "stage_event",
    "credit",
    "referral",
    "funds_arrival",
    "target",
    "import_row",
]

COLUMNS: dict[Table, tuple[str, ...]] = {
    "unit": ("group_key", "name", "position"),
    "industry": ("name",),
    "enterprise": ("name", "uscc"),
    "person": ("name",),
    "project": (
        "code",
        "name",
        "enterprise_id",
        "industry_id",
        "county_id",
        "investment_fen",
        "contracted_fen",
        "fixed_fen",
        "filed_fen",
        "stage",
        "signed_day",
        "content",
        "note",
        "search_key",
    ),
    "stage_event": (
        "project_id",
        "stage",
        "day",
        "source",
        "is_main",
        "verified_on",
        "verified_by",
        "evidence",
        "source_text",
    ),
    "credit": ("project_id", "unit_id", "share_bp"),
    "referral": ("project_id", "person_id", "enterprise_id"),
    "funds_arrival": ("project_id", "day", "amount_fen", "kind", "source_text"),
    "target": ("unit_id", "year", "indicator", "level", "value"),
    "import_row": ("batch_id", "sheet", "row", "raw", "project_id"),
}
"""What an import says of each record, in the order in which it is handed over; the rest keeps its default."""

_WITHOUT_HISTORY: frozenset[Table] = frozenset({"import_row"})

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=plain).encode
"""Compact JSON; days as text."""


class Recorder:
    """Collects records and writes them at `flush`, parents first, each with its history."""

    def __init__(self, connection: sqlite3.Connection, change_id: int) -> None:
        self.connection, self._change = connection, change_id
        self._next: dict[Table, int] = {
            table: connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0]
            for table in get_args(Table)
        }
        self._lines: dict[Table, list[tuple[Any, ...]]] = {table: [] for table in get_args(Table)}
        self._updates: list[tuple[str, tuple[Any, ...]]] = []
        self._items: list[tuple[int, str, int, str, str]] = []

    def insert(self, table: Table, *values: Any) -> int:
        """Collect a new record and return its id; `values` as in `COLUMNS`."""
        number = self._next[table]
        self._next[table] = number + 1
        self._lines[table].append((number, *values))
        return number

    def next_id(self, table: Table) -> int:
        """Return the id that the next new record of a table will have."""
        return self._next[table]

    def update(self, table: Table, number: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Collect new values for a record that is there, with the old ones for its history."""
        sets = ", ".join(f"{column} = ?" for column in after)
        statement = f"UPDATE {table} SET {sets}, version = version + 1 WHERE id = ?"
        self._updates.append((statement, (*after.values(), number)))
        self._items.append((self._change, table, number, encode(before), encode(after)))

    def flush(self) -> None:
        """Write what was collected."""
        for table, lines in self._lines.items():
            if lines:
                columns = COLUMNS[table]
                marks = ", ?" * len(columns)
                self.connection.executemany(f"INSERT INTO {table} (id, {', '.join(columns)}) VALUES (?{marks})", lines)
                if table not in _WITHOUT_HISTORY:
                    self._record(table, lines[0][0], lines[-1][0])
                lines.clear()
        for statement, values in self._updates:
            self.connection.execute(statement, values)
        self._updates.clear()
        self.connection.executemany(
            "INSERT INTO change_item (change_id, table_name, row_id, before, after) VALUES (?, ?, ?, ?, ?)",
            self._items,
        )
        self._items.clear()

    def _record(self, table: Table, first: int, last: int) -> None:
        """Write the history of new records as SQLite sees them: half the time of building the JSON here."""
        values = ", ".join(f"'{column}', {column}" for column in COLUMNS[table])
        self.connection.execute(
            f"INSERT INTO change_item (change_id, table_name, row_id, after)"
            f" SELECT ?, ?, id, json_object({values}) FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id",
            (self._change, table, first, last),
        )
