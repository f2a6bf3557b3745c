"""Carrying out an import: all that was accepted in one transaction, with its history, or nothing."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable

from app.models.office import Office
from app.rules.errors import Cancelled, Conflict
from app.services.importing.bulk import uncollected
from app.services.importing.known import last_change
from app.services.importing.plans import ImportPlan, ImportResult, PlannedRow
from app.services.importing.writing import Writer

Progress = Callable[[int, int], None]


def apply(
    office: Office,
    plan: ImportPlan,
    *,
    today: dt.date,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Write what `plan` accepted, in one transaction; where nothing changes, nothing is written.

    Raises `Conflict` where the records changed since the plan was made, `Cancelled` once `cancelled()` says so;
    nothing is written then.
    """
    rows = [row for row in plan.rows if row.action in ("add", "update")]
    if not rows:
        return ImportResult(plan, None)
    with uncollected(), office.change(f"导入 {plan.file}", reason=_summary(plan)) as change:
        connection = change.connection.connection.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        if last_change(connection) != change.id or _before(connection, change.id) != plan.seen_change:
            raise Conflict("没有导入：检查之后档案又有改动。请重新检查这个文件，再导入。")
        batch = _record_batch(connection, plan, change.id, today)
        writer = Writer(connection, change.id, plan, batch, today)
        _write(writer, rows, progress, cancelled)
        return ImportResult(plan, change.id)


def _write(
    writer: Writer, rows: list[PlannedRow], progress: Progress | None, cancelled: Callable[[], bool] | None
) -> None:
    total = len(rows)
    for start in range(0, total, Writer.CHUNK):
        if cancelled is not None and cancelled():
            raise Cancelled
        if progress is not None:
            progress(start, total)
        writer.write(rows[start : start + Writer.CHUNK])
    writer.remember_spellings()
    if cancelled is not None and cancelled():
        raise Cancelled
    if progress is not None:
        progress(total, total)


def _before(connection: sqlite3.Connection, change_id: int) -> int:
    """Return the number of the last change before this one."""
    row = connection.execute("SELECT coalesce(max(id), 0) FROM change WHERE id < ?", (change_id,)).fetchone()
    return row[0]


def _record_batch(connection: sqlite3.Connection, plan: ImportPlan, change_id: int, today: dt.date) -> int:
    mapping = {
        reading.sheet.name: {str(column.index): [column.heading, column.field] for column in reading.head.columns}
        for reading in plan.readings
    }
    cursor = connection.execute(
        "INSERT INTO import_batch (change_id, file, sha256, kind, mapping, imported_on) VALUES (?, ?, ?, ?, ?, ?)",
        (change_id, plan.file, plan.sha256, plan.kind, json.dumps(mapping, ensure_ascii=False), today.isoformat()),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _summary(plan: ImportPlan) -> str:
    return f"新增{plan.count('add')}，更新{plan.count('update')}，拒绝{plan.count('refuse') + plan.count('suspect')}"
