"""How a change is taken back row by row: what later acts touched stays, the rest gets its earlier values."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.models.tables import Base
from app.rules.stages import Stage

if TYPE_CHECKING:
    from app.models.change import Change

Values = dict[str, Any]

_STANDS = (
    "NOT EXISTS (SELECT 1 FROM change u WHERE u.undoes = c.id) AND (c.undoes IS NULL OR EXISTS"
    " (SELECT 1 FROM change o WHERE o.id = c.undoes AND o.undoes IS NOT NULL))"
)
"""True of acts that neither were taken back nor take something back."""

_SHARED = ("enterprise", "person", "industry", "unit")
"""Records that others refer to: one that came with the act stays while something else needs it."""

_FACTS = "office_facts"
"""What the office is called: one row, which is never void and has no version."""

_REPEATED = ("version", "search_key")
"""Columns that follow others; a later change of them alone is nobody's edit."""


@dataclass(frozen=True)
class _Item:
    """One row of a change, as its history has it; `later` is what standing acts changed in it since."""

    table: str
    row: int
    before: Values | None
    later: tuple[tuple[str, frozenset[str]], ...]


class Undoing:
    """Takes one change back inside another; `kept` tells what was left alone, in Chinese."""

    def __init__(self, change: Change, done: int, reason: str) -> None:
        connection = change.connection.connection.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        self._change, self._connection, self._done, self._reason = change, connection, done, reason
        self._tables = {
            table.name: table
            for table in Base.metadata.sorted_tables
            if "void_reason" in table.c or table.name == _FACTS
        }
        self.kept: list[str] = []

    def run(self) -> int:
        """Take the change back and return how many records got earlier values."""
        items = self._items()
        worked_on = self._worked_on(items)
        shared: list[_Item] = []
        restored = 0
        touched: set[int] = set()
        for item in items:
            project = self._project_of(item)
            if item.before is None and project in worked_on:
                continue
            if item.before is None and item.table in _SHARED:
                shared.append(item)
                continue
            done = self._restore(item)
            restored += done
            if done and item.table == "stage_event" and project is not None:
                touched.add(project)
        for item in shared:
            if not self._is_needed(item):
                restored += self._restore(item)
        self._follow_stages(touched)
        for project, acts in worked_on.items():
            self.kept.append(f"{self._name('project', project)}：之后又被改过（{acts}），保持现状")
        return restored

    def _items(self) -> list[_Item]:
        """Return the rows of the change, the last first, with what was changed in them since."""
        later: dict[tuple[str, int], list[tuple[str, frozenset[str]]]] = {}
        for table, row, act, before in self._connection.execute(
            "SELECT j.table_name, j.row_id, c.act, j.before FROM change_item i"
            " JOIN change_item j ON j.table_name = i.table_name AND j.row_id = i.row_id AND j.id > i.id"
            " JOIN change c ON c.id = j.change_id"
            f" WHERE i.change_id = ? AND j.change_id NOT IN (?, ?) AND {_STANDS} ORDER BY j.id DESC",
            (self._done, self._done, self._change.id),
        ):
            fields = frozenset(json.loads(before) if before else ()).difference(_REPEATED)
            if fields:
                later.setdefault((table, row), []).append((act, fields))
        return [
            _Item(table, row, json.loads(before) if before else None, tuple(later.get((table, row), ())))
            for table, row, before in self._connection.execute(
                "SELECT table_name, row_id, before FROM change_item WHERE change_id = ? ORDER BY id DESC", (self._done,)
            )
            if table in self._tables
        ]

    def _worked_on(self, items: list[_Item]) -> dict[int, str]:
        """Return the projects that came with the change and were worked on since, with the latest act."""
        came = {item.row for item in items if item.table == "project" and item.before is None}
        if not came:
            return {}
        found: dict[int, str] = {}
        for item in items:
            project = self._project_of(item)
            if item.later and project in came:
                found.setdefault(project, item.later[0][0])
        for name, table in self._tables.items():
            if "project_id" not in table.c or name == "project":
                continue
            for project, act in self._connection.execute(
                f"SELECT t.project_id, c.act FROM change_item i JOIN change c ON c.id = i.change_id"
                f" JOIN {name} t ON t.id = i.row_id AND t.void_reason IS NULL"
                f" WHERE i.table_name = ? AND i.change_id > ? AND i.change_id <> ? AND i.before IS NULL AND {_STANDS}",
                (name, self._done, self._change.id),
            ):
                if project in came:
                    found.setdefault(project, act)
        return found

    def _project_of(self, item: _Item) -> int | None:
        if item.table == "project":
            return item.row
        if "project_id" not in self._tables[item.table].c:
            return None
        row = self._connection.execute(f"SELECT project_id FROM {item.table} WHERE id = ?", (item.row,)).fetchone()
        return row[0] if row else None

    def _restore(self, item: _Item) -> int:
        """Give a row its earlier values, or void one that came with the change; return 1 where something changed."""
        taken = frozenset[str]().union(*(fields for _, fields in item.later))
        if item.before is None:
            if item.later:
                self._keep(item)
                return 0
            wanted: Values = {"void_reason": self._reason}
        else:
            if taken.intersection(item.before):
                self._keep(item)
            wanted = {
                key: value for key, value in item.before.items() if key not in taken and key not in ("version", "id")
            }
        return self._write(item.table, item.row, wanted)

    def _write(self, table: str, row: int, wanted: Values) -> int:
        columns = list(wanted)
        if not columns:
            return 0
        counted = ["version"] if "version" in self._tables[table].c else []
        now = self._connection.execute(
            f"SELECT {', '.join([*columns, *counted])} FROM {table} WHERE id = ?", (row,)
        ).fetchone()
        current = dict(zip([*columns, *counted], now, strict=True))
        news = {key: value for key, value in wanted.items() if current[key] != value}
        if not news:
            return 0
        news |= {key: current[key] + 1 for key in counted}
        assigned = ", ".join(f"{key} = ?" for key in news)
        self._connection.execute(f"UPDATE {table} SET {assigned} WHERE id = ?", (*news.values(), row))
        self._change.record([(table, row, {key: current[key] for key in news}, news)])
        return 1

    def _keep(self, item: _Item) -> None:
        self.kept.append(f"{self._name(item.table, item.row)}：之后又被改过（{item.later[0][0]}），保持现状")

    def _is_needed(self, item: _Item) -> bool:
        """Tell whether a valid record still refers to this one, which came with the change."""
        return any(
            self._connection.execute(
                f"SELECT 1 FROM {name} WHERE {column.name} = ? AND void_reason IS NULL LIMIT 1", (item.row,)
            ).fetchone()
            for name, table in self._tables.items()
            for column in table.c
            for key in column.foreign_keys
            if key.column.table.name == item.table
        )

    def _follow_stages(self, projects: Iterable[int]) -> None:
        """Bring projects that hold in line with the stages that are left."""
        for project in projects:
            if self._connection.execute("SELECT void_reason FROM project WHERE id = ?", (project,)).fetchone()[0]:
                continue
            days: dict[int, str] = dict(
                self._connection.execute(
                    "SELECT stage, day FROM stage_event WHERE project_id = ? AND is_main = 1 AND void_reason IS NULL",
                    (project,),
                ).fetchall()
            )
            stage = max(days, default=int(Stage.LEAD))
            self._write("project", project, {"stage": stage, "signed_day": days.get(int(Stage.SIGNED))})

    def _name(self, table: str, row: int) -> str:
        columns = self._tables[table].c
        if "name" in columns:
            return str(self._connection.execute(f"SELECT name FROM {table} WHERE id = ?", (row,)).fetchone()[0])
        project = (
            self._connection.execute(
                f"SELECT p.name FROM {table} t JOIN project p ON p.id = t.project_id WHERE t.id = ?", (row,)
            ).fetchone()
            if "project_id" in columns
            else None
        )
        return f"{project[0]}的{_TOLD.get(table, '记录')}" if project else f"{_TOLD.get(table, '记录')} {row}"


_TOLD = {
    "stage_event": "阶段",
    "funds_arrival": "到位资金",
    "credit": "招商责任",
    "referral": "引荐",
    "visit": "走访记录",
    "problem": "问题",
    "document": "资料",
    "evidence": "佐证",
    "target": "任务",
}
