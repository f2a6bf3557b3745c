"""Writing the rows of an import in bulk, with ids given here, so that history can be written along with the records."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring as quoted
from typing import Any, Literal, TypeAlias, get_args

from app.rules.ledger.sheet import Cell, Row
from app.rules.pinyin import search_key
from app.rules.reading import plain
from app.rules.stages import Stage
from app.services.importing.plans import ImportPlan, PlannedRow, ProjectWork, Ref, StageWrite
from app.services.importing.target_rows import LEVEL

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

_PROJECT: dict[str, str | None] = {
    "code": None,
    "name": None,
    "enterprise_id": None,
    "industry_id": None,
    "county_id": None,
    "investment_fen": None,
    "contracted_fen": None,
    "fixed_fen": None,
    "filed_fen": None,
    "stage": None,
    "signed_day": None,
    "content": "",
    "note": "",
    "search_key": "",
}
"""The columns of a new project, with what they hold where a ledger says nothing."""
_REFERENCES: dict[str, Table] = {"enterprise_id": "enterprise", "industry_id": "industry", "county_id": "unit"}
_INSERTS: dict[Table, str] = {
    "unit": "INSERT INTO unit (id, group_key, name, position) VALUES (?, ?, ?, ?)",
    "industry": "INSERT INTO industry (id, name) VALUES (?, ?)",
    "enterprise": "INSERT INTO enterprise (id, name, uscc) VALUES (?, ?, ?)",
    "person": "INSERT INTO person (id, name) VALUES (?, ?)",
    "project": f"INSERT INTO project (id, {', '.join(_PROJECT)}) VALUES (?{', ?' * len(_PROJECT)})",
    "stage_event": (
        "INSERT INTO stage_event (id, project_id, stage, day, source, is_main, verified_on, verified_by, evidence,"
        " source_text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ),
    "credit": "INSERT INTO credit (id, project_id, unit_id, share_bp) VALUES (?, ?, ?, ?)",
    "referral": "INSERT INTO referral (id, project_id, person_id, enterprise_id) VALUES (?, ?, ?, ?)",
    "funds_arrival": (
        "INSERT INTO funds_arrival (id, project_id, day, amount_fen, kind, source_text) VALUES (?, ?, ?, ?, ?, ?)"
    ),
    "target": "INSERT INTO target (id, unit_id, year, indicator, level, value) VALUES (?, ?, ?, ?, ?, ?)",
    "import_row": "INSERT INTO import_row (id, batch_id, sheet, row, raw, project_id) VALUES (?, ?, ?, ?, ?, ?)",
}
_ITEM = "INSERT INTO change_item (change_id, table_name, row_id, before, after) VALUES (?, ?, ?, ?, ?)"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=plain).encode


class Writer:
    """Writes planned rows through one open transaction. Call `write` with chunks of rows, in order."""

    CHUNK = 5000

    def __init__(
        self, connection: sqlite3.Connection, change_id: int, plan: ImportPlan, batch: int, today: dt.date
    ) -> None:
        self._connection, self._change, self._plan, self._batch = connection, change_id, plan, batch
        self._next: dict[Table, int] = {
            table: connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0]
            for table in get_args(Table)
        }
        self._lines: dict[Table, list[tuple[Any, ...]]] = {table: [] for table in get_args(Table)}
        self._items: list[tuple[int, str, int, str | None, str | None]] = []
        self._updates: list[tuple[str, tuple[Any, ...]]] = []
        self._refs: dict[tuple[Table, Ref], int] = {}
        self._by = f"导入：{plan.file}"
        self._by_quoted = quoted(self._by)
        self._codes = _Codes(connection, today.year)

    def write(self, rows: Iterable[PlannedRow]) -> None:
        """Write rows and their history."""
        for row in rows:
            project = None
            if row.work is not None:
                project = self._project(row, row.work)
            for target in row.targets:
                self._target(target.unit, target.indicator, target.value, target.target, target.was)
            raw = _raw(row.record.cells)
            sheet = self._plan.readings[row.sheet].sheet.name
            self._lines["import_row"].append(
                (self._take("import_row"), self._batch, sheet, row.record.row, raw, project)
            )
        self._flush()

    def _flush(self) -> None:
        for table, lines in self._lines.items():
            if lines:
                self._connection.executemany(_INSERTS[table], lines)
                lines.clear()
        for statement, values in self._updates:
            self._connection.execute(statement, values)
        self._updates.clear()
        self._connection.executemany(_ITEM, self._items)
        self._items.clear()

    def _take(self, table: Table) -> int:
        number = self._next[table]
        self._next[table] = number + 1
        return number

    def _insert(self, table: Table, values: tuple[Any, ...], after: str) -> int:
        number = self._next[table]
        self._next[table] = number + 1
        self._lines[table].append((number, *values))
        self._items.append((self._change, table, number, None, after))
        return number

    def _update(self, table: Table, number: int, before: Mapping[str, Any], after: dict[str, Any]) -> None:
        sets = ", ".join(f"{column} = ?" for column in after)
        self._updates.append(
            (f"UPDATE {table} SET {sets}, version = version + 1 WHERE id = ?", (*after.values(), number))
        )
        self._items.append((self._change, table, number, _encode(before), _encode(after)))

    def _resolve(self, table: Table, ref: Ref) -> int:
        """Return the id behind a reference; what is new is inserted at its first use."""
        if ref > 0:
            return ref
        found = self._refs.get((table, ref))
        if found is None:
            found = self._refs[table, ref] = self._make(table, -ref - 1)
        return found

    def _make(self, table: Table, index: int) -> int:
        made = self._plan.made
        if table == "enterprise":
            name, uscc = made.enterprises[index]
            return self._insert(table, (name, uscc), f'{{"name":{quoted(name)},"uscc":"{uscc}"}}')
        if table == "unit":
            group, name = made.units[index]
            position = self._next["unit"]
            after = {"group_key": group, "name": name, "position": position}
            return self._insert(table, (group, name, position), _encode(after))
        name = made.industries[index] if table == "industry" else made.persons[index]
        return self._insert(table, (name,), _encode({"name": name}))

    def _project(self, row: PlannedRow, work: ProjectWork) -> int:
        if work.uscc_for is not None:
            uscc = work.enterprise_names[1]
            self._update("enterprise", work.uscc_for, {"uscc": ""}, {"uscc": uscc})
        after = dict(work.after)
        for column, table in _REFERENCES.items():
            ref = after.get(column)
            if ref is not None and ref < 0:
                after[column] = self._resolve(table, ref)
        project = (
            self._new_project(work, after) if work.project is None else self._known_project(work, work.project, after)
        )
        evidence = f"{self._plan.file} 第{row.record.row}行"
        for stage in work.stages:
            self._stage(project, stage, evidence)
        for credit in work.voided_credits:
            reason = self._by
            self._update("credit", credit, {"void_reason": None}, {"void_reason": reason})
        for unit, share in work.credits:
            ref = self._resolve("unit", unit)
            after = f'{{"project_id":{project},"unit_id":{ref},"share_bp":{share}}}'
            self._insert("credit", (project, ref, share), after)
        for kind, ref in work.referrals:
            self._referral(project, kind, ref)
        for one in work.funds:
            day = one.day.isoformat()
            after = (
                f'{{"project_id":{project},"day":"{day}","amount_fen":{one.amount},"kind":"{one.kind}",'
                f'"source_text":{quoted(one.text)}}}'
            )
            self._insert("funds_arrival", (project, day, one.amount, one.kind, one.text), after)
        return project

    def _new_project(self, work: ProjectWork, after: dict[str, Any]) -> int:
        days = {stage.stage: stage.day for stage in work.stages if stage.is_main}
        after["stage"] = int(max(days, default=Stage.LEAD))
        signed = days.get(Stage.SIGNED)
        after["signed_day"] = signed.isoformat() if signed else None
        if "code" not in after:
            after["code"] = self._codes.take()
        name, uscc = work.enterprise_names
        after["search_key"] = search_key(after["name"], name, uscc, after["code"])
        values = tuple([after.get(column, default) for column, default in _PROJECT.items()])
        return self._insert("project", values, _encode(after))

    def _known_project(self, work: ProjectWork, project: int, after: dict[str, Any]) -> int:
        held = self._connection.execute(
            "SELECT stage, signed_day, name, code, search_key FROM project WHERE id = ?", (project,)
        ).fetchone()
        stage, signed, name, code, key = held
        before = dict(work.before or {})
        for write in work.stages:
            if write.is_main and write.stage > stage:
                before.setdefault("stage", stage)
                after["stage"] = max(int(write.stage), after.get("stage", 0))
            if write.is_main and write.stage is Stage.SIGNED and write.day.isoformat() != signed:
                before["signed_day"], after["signed_day"] = signed, write.day.isoformat()
        if "enterprise_id" in after or work.uscc_for is not None:
            found = search_key(name, *work.enterprise_names, code)
            if found != key:
                before["search_key"], after["search_key"] = key, found
        if after:
            self._update("project", project, before, after)
        return project

    def _stage(self, project: int, write: StageWrite, evidence: str) -> None:
        day = write.day.isoformat()
        if write.event is not None:
            assert write.was is not None
            before = {"day": write.was.isoformat()}
            after = {
                "day": day,
                "verified_on": day,
                "verified_by": self._by,
                "evidence": evidence,
                "source_text": write.text,
            }
            held = self._connection.execute(
                "SELECT verified_on, verified_by, evidence, source_text FROM stage_event WHERE id = ?", (write.event,)
            ).fetchone()
            before.update(zip(list(after)[1:], held, strict=True))
            self._update("stage_event", write.event, before, after)
            return
        main = 1 if write.is_main else 0
        after_text = (
            f'{{"project_id":{project},"stage":{int(write.stage)},"day":"{day}","source":{quoted(write.source)},'
            f'"is_main":{"true" if main else "false"},"verified_on":"{day}","verified_by":{self._by_quoted},'
            f'"evidence":{quoted(evidence)},"source_text":{quoted(write.text)}}}'
        )
        values = (project, int(write.stage), day, write.source, main, day, self._by, evidence, write.text)
        self._insert("stage_event", values, after_text)

    def _referral(self, project: int, kind: str, ref: Ref) -> None:
        person = self._resolve("person", ref) if kind == "person" else None
        enterprise = self._resolve("enterprise", ref) if kind == "enterprise" else None
        after = {"project_id": project, "person_id": person, "enterprise_id": enterprise}
        self._insert("referral", (project, person, enterprise), _encode(after))

    def _target(self, unit: Ref, indicator: str, value: int, target: int | None, was: int | None) -> None:
        ref = self._resolve("unit", unit)
        if target is not None:
            self._update("target", target, {"value": was}, {"value": value})
            return
        values = (ref, self._plan.year, indicator, LEVEL, value)
        after = dict(zip(("unit_id", "year", "indicator", "level", "value"), values, strict=True))
        self._insert("target", values, _encode(after))


class _Codes:
    """Gives out the next project codes of a year: ZS2026-00113."""

    def __init__(self, connection: sqlite3.Connection, year: int) -> None:
        word = connection.execute("SELECT project_word FROM office_facts").fetchone()[0]
        self._prefix = f"{word}{year}-"
        last = connection.execute(
            "SELECT max(CAST(substr(code, ?) AS INTEGER)) FROM project WHERE code LIKE ? || '%'",
            (len(self._prefix) + 1, self._prefix),
        ).fetchone()[0]
        self._number = last or 0

    def take(self) -> str:
        self._number += 1
        return f"{self._prefix}{self._number:05d}"


def _raw(cells: Row) -> str:
    """Return the cells of a row as JSON, as they stood: numbers as numbers, days as text."""
    return "[" + ",".join([quoted(cell) if type(cell) is str else _raw_cell(cell) for cell in cells]) + "]"


def _raw_cell(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return _encode(cell)
