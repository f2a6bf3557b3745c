"""Writing the planned rows of an import: what is new is made at its first use, what is known is brought up to date."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from json.encoder import encode_basestring as quoted
from typing import Any

from app.rules.ledger.sheet import Cell, Row
from app.rules.pinyin import search_key
from app.rules.stages import Stage
from app.services.importing.plans import ImportPlan, PlannedRow, ProjectWork, Ref, StageWrite, TargetWork
from app.services.importing.recording import COLUMNS, Recorder, Table, encode
from app.services.importing.target_rows import LEVEL

_PROJECT: dict[str, str | None] = dict.fromkeys(COLUMNS["project"]) | {"content": "", "note": ""}
"""The columns of a new project, with what they hold where a ledger says nothing."""
_REFERENCES: dict[str, Table] = {"enterprise_id": "enterprise", "industry_id": "industry", "county_id": "unit"}


class Writer:
    """Writes planned rows through one open transaction. Call `write` with chunks of rows, in order."""

    CHUNK = 20_000

    def __init__(
        self, connection: sqlite3.Connection, change_id: int, plan: ImportPlan, batch: int, today: dt.date
    ) -> None:
        self._connection, self._plan, self._batch = connection, plan, batch
        self._recorder = Recorder(connection, change_id)
        self._refs: dict[tuple[Table, Ref], int] = {}
        self._by = f"导入：{plan.file}"
        self._codes = _Codes(connection, today.year)

    def write(self, rows: Iterable[PlannedRow]) -> None:
        """Write rows and their history."""
        for row in rows:
            project = self._project(row, row.work) if row.work is not None else None
            for target in row.targets:
                self._target(target)
            sheet = self._plan.readings[row.sheet].sheet.name
            self._recorder.insert("import_row", self._batch, sheet, row.record.row, _raw(row.record.cells), project)
        self._recorder.flush()

    def remember_spellings(self) -> None:
        """Keep the spellings of units that the user decided upon; those of new units that nothing made are dropped."""
        for text, ref in self._plan.made.aliases.items():
            unit = ref if ref > 0 else self._refs.get(("unit", ref))
            if unit is not None:
                self._connection.execute("INSERT OR REPLACE INTO alias VALUES ('unit', ?, ?)", (text, unit))

    def _resolve(self, table: Table, ref: Ref) -> int:
        """Return the id behind a reference; what is new is inserted at its first use."""
        if ref > 0:
            return ref
        found = self._refs.get((table, ref))
        if found is None:
            found = self._refs[table, ref] = self._make(table, -ref - 1)
        return found

    def _make(self, table: Table, index: int) -> int:
        made, insert = self._plan.made, self._recorder.insert
        if table == "enterprise":
            return insert(table, *made.enterprises[index])
        if table == "person":
            return insert(table, made.persons[index])
        if table == "unit":
            group, name = made.units[index]
            return self._revived("unit", "group_key = ? AND name = ?", (group, name)) or insert(
                table, group, name, self._recorder.next_id("unit")
            )
        name = made.industries[index]
        return self._revived("industry", "name = ?", (name,)) or insert(table, name)

    def _revived(self, table: Table, where: str, names: tuple[str, ...]) -> int | None:
        """Bring back a record of that name which was voided (an import that was undone), since names are unique."""
        found = self._connection.execute(f"SELECT id, void_reason FROM {table} WHERE {where}", names).fetchone()
        if found is None:
            return None
        self._recorder.update(table, found[0], {"void_reason": found[1]}, {"void_reason": None})
        return found[0]

    def _project(self, row: PlannedRow, work: ProjectWork) -> int:
        after = dict(work.after)
        for column, table in _REFERENCES.items():
            ref = after.get(column)
            if ref is not None and ref < 0:
                after[column] = self._resolve(table, ref)
        if work.project is None:
            project = self._new_project(work, after)
        else:
            project = self._known_project(work, work.project, after)
        if work.uscc_for is not None:
            self._learn_code(work.uscc_for, *work.enterprise_names, project)
        evidence = f"{self._plan.file} 第{row.record.row}行"
        insert = self._recorder.insert
        for stage in work.stages:
            self._stage(project, stage, evidence)
        for credit in work.voided_credits:
            self._recorder.update("credit", credit, {"void_reason": None}, {"void_reason": self._by})
        for unit, share in work.credits:
            insert("credit", project, unit if unit > 0 else self._resolve("unit", unit), share)
        for kind, ref in work.referrals:
            person = self._resolve("person", ref) if kind == "person" else None
            enterprise = self._resolve("enterprise", ref) if kind == "enterprise" else None
            insert("referral", project, person, enterprise)
        for one in work.funds:
            insert("funds_arrival", project, one.day.isoformat(), one.amount, one.kind, one.text)
        return project

    def _new_project(self, work: ProjectWork, after: dict[str, Any]) -> int:
        days = {stage.stage: stage.day for stage in work.stages if stage.is_main}
        after["stage"] = int(max(days, default=Stage.LEAD))
        signed = days.get(Stage.SIGNED)
        after["signed_day"] = signed.isoformat() if signed else None
        if not self._codes.is_free(after.get("code")):
            after["code"] = self._codes.take()
        after["search_key"] = search_key(after["name"], *work.enterprise_names, after["code"])
        return self._recorder.insert("project", *[after.get(column, empty) for column, empty in _PROJECT.items()])

    def _known_project(self, work: ProjectWork, project: int, after: dict[str, Any]) -> int:
        stage, signed, name, code, key = self._connection.execute(
            "SELECT stage, signed_day, name, code, search_key FROM project WHERE id = ?", (project,)
        ).fetchone()
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
            self._recorder.update("project", project, before, after)
        return project

    def _learn_code(self, enterprise: int, name: str, uscc: str, project: int) -> None:
        """Give an enterprise its code, by which all its projects can then be found."""
        self._recorder.update("enterprise", enterprise, {"uscc": ""}, {"uscc": uscc})
        for other, project_name, code, key in self._connection.execute(
            "SELECT id, name, code, search_key FROM project"
            " WHERE enterprise_id = ? AND id <> ? AND void_reason IS NULL",
            (enterprise, project),
        ).fetchall():
            found = search_key(project_name, name, uscc, code)
            self._recorder.update("project", other, {"search_key": key}, {"search_key": found})

    def _stage(self, project: int, write: StageWrite, evidence: str) -> None:
        day = write.day.isoformat()
        if write.event is None:
            self._recorder.insert(
                "stage_event",
                project,
                int(write.stage),
                day,
                write.source,
                1 if write.is_main else 0,
                day,
                self._by,
                evidence,
                write.text,
            )
            return
        after = {
            "day": day,
            "verified_on": day,
            "verified_by": self._by,
            "evidence": evidence,
            "source_text": write.text,
        }
        held = self._connection.execute(
            f"SELECT {', '.join(after)} FROM stage_event WHERE id = ?", (write.event,)
        ).fetchone()
        self._recorder.update("stage_event", write.event, dict(zip(after, held, strict=True)), after)

    def _target(self, work: TargetWork) -> None:
        if work.target is not None:
            self._recorder.update("target", work.target, {"value": work.was}, {"value": work.value})
            return
        unit = self._resolve("unit", work.unit)
        self._recorder.insert("target", unit, self._plan.year, work.indicator, LEVEL, work.value)


class _Codes:
    """Gives out the next project codes of a year: ZS2026-00113. A code once used, be it voided, is not free."""

    def __init__(self, connection: sqlite3.Connection, year: int) -> None:
        self._connection = connection
        word = connection.execute("SELECT project_word FROM office_facts").fetchone()[0]
        self._prefix = f"{word}{year}-"
        last = connection.execute(
            "SELECT max(CAST(substr(code, ?) AS INTEGER)) FROM project WHERE code LIKE ? || '%'",
            (len(self._prefix) + 1, self._prefix),
        ).fetchone()[0]
        self._number = last or 0

    def is_free(self, code: str | None) -> bool:
        """Tell whether a ledger's own code can be kept: nobody has it, and it is none of ours to come."""
        if not code or code.startswith(self._prefix):
            return False
        return self._connection.execute("SELECT 1 FROM project WHERE code = ?", (code,)).fetchone() is None

    def take(self) -> str:
        """Return the next code."""
        self._number += 1
        return f"{self._prefix}{self._number:05d}"


def _raw(cells: Row) -> str:
    """Return the cells of a row as JSON, as they stood: numbers as numbers, days as text."""
    return "[" + ",".join([quoted(cell) if type(cell) is str else _raw_cell(cell) for cell in cells]) + "]"


def _raw_cell(cell: Cell) -> str:
    if type(cell) is float and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return encode(cell)
