"""A change: one transaction, its history written with it, or nothing at all."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import NullPool

from app.models.base import Base, Kept
from app.models.faults import in_chinese, is_world
from app.models.history import Change as ChangeRow
from app.models.history import ChangeItem
from app.rules.errors import Conflict, Refused

K = TypeVar("K", bound=Kept)

_UNRECORDED = (ChangeRow, ChangeItem)


def make_engine(database: Path) -> Engine:
    """Make the engine on an existing database, with the guarantees of architecture.md.

    Transactions begin with BEGIN IMMEDIATE (DDL included), foreign keys hold, and a commit survives a power cut:
    rollback journal with synchronous=EXTRA. A missing file is an error, never an empty database.
    """

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{database.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=5
        )
        for pragma in (
            "journal_mode = DELETE",
            "synchronous = EXTRA",
            "foreign_keys = ON",
            "cache_size = -65536",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


class Change:
    """One act under way: `session` for forms, `connection` for bulk work, both in the same transaction."""

    def __init__(self, session: Session, change_id: int) -> None:
        self.session = session
        self.id = change_id

    @property
    def connection(self) -> Connection:
        """The Core connection of this transaction."""
        return self.session.connection()

    def record(self, items: Iterable[tuple[str, int, dict[str, Any] | None, dict[str, Any] | None]]) -> None:
        """Write history for records changed in bulk: (table, row id, values before, values after)."""
        rows = [(self.id, table, row, _json(before), _json(after)) for table, row, before, after in items]
        if rows:
            self.connection.exec_driver_sql(
                "INSERT INTO change_item (change_id, table_name, row_id, before, after) VALUES (?, ?, ?, ?, ?)",
                rows,
            )

    def get(self, model: type[K], row_id: int, version: int | None = None) -> K:
        """Load a record to edit; raise `Conflict` where it has moved on from `version`, `Refused` where it is gone."""
        record = self.session.get(model, row_id)
        if record is None or record.void_reason is not None:
            raise Refused("这条记录已经不在了（可能刚被作废）。请刷新后再看。")
        if version is not None and record.version != version:
            raise Conflict("没有保存：这条记录刚被别人改过。请刷新后再改，您填写的内容仍在窗口里。")
        return record


@contextmanager
def transaction(
    engine: Engine, who: str, act: str, reason: str, operation_id: str | None, undoes: int | None
) -> Iterator[Change]:
    """Run one change; see `Office.change`."""
    try:
        with Session(engine, autoflush=True) as session, session.begin():
            row = ChangeRow(
                at=dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
                who=who,
                act=act,
                reason=reason,
                operation_id=operation_id or uuid.uuid4().hex,
                undoes=undoes,
            )
            session.add(row)
            try:
                session.flush()
            except IntegrityError as error:
                raise Refused(f"“{act}”已经做过了，没有重复执行。") from error
            change = Change(session, row.id)
            event.listen(session, "after_flush", lambda session, _context: _write_history(change, session))
            yield change
    except StaleDataError as error:
        raise Conflict(f"“{act}”没有保存：同一条记录刚被别人改过。请刷新后再改。") from error
    except DBAPIError as error:
        if error.orig is not None and is_world(error.orig):
            raise in_chinese(error.orig, f"“{act}”") from error
        raise


def _write_history(change: Change, session: Session) -> None:
    """Record what a flush wrote, from what the session still knows of it."""
    items: list[tuple[str, int, dict[str, Any] | None, dict[str, Any] | None]] = [
        (record.__tablename__, record.id, None, _values(record))
        for record in session.new
        if not isinstance(record, _UNRECORDED) and hasattr(record, "id")
    ]
    for record in session.dirty:
        if isinstance(record, _UNRECORDED) or not session.is_modified(record):
            continue
        before, after = {}, {}
        for attribute in inspect(record).attrs:
            history = attribute.history
            if history.has_changes():
                before[attribute.key] = history.deleted[0] if history.deleted else None
                after[attribute.key] = attribute.value
        items.append((record.__tablename__, record.id, before, after))
    change.record(items)


def _values(record: Base) -> dict[str, Any]:
    return {column.key: getattr(record, column.key) for column in inspect(type(record)).column_attrs}


def _json(values: dict[str, Any] | None) -> str | None:
    if values is None:
        return None
    return json.dumps(values, ensure_ascii=False, default=lambda value: value.isoformat(), separators=(",", ":"))
