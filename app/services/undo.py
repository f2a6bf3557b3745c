"""Taking back an act: its records get the values they had before, unless somebody changed them since."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.models.office import Office
from app.rules.errors import Refused

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.models.base import Kept


@dataclass(frozen=True)
class Act:
    """A change as it is told to people."""

    id: int
    act: str
    at: dt.datetime
    who: str


@dataclass(frozen=True)
class UndoReport:
    """What was taken back: how many records, and which stayed as they are, with the reason."""

    change_id: int
    act: str
    restored: int
    kept: tuple[str, ...]


def last_act(connection: sqlite3.Connection, *, undone: bool = False) -> Act | None:
    """Return the latest act that can be taken back; with `undone`, the latest undo that can be redone.

    An act that was taken back is passed over, as is the founding of the office.
    """
    rows = connection.execute(
        "SELECT c.id, c.act, c.at, c.who, c.undoes FROM change c WHERE c.id > 1"
        " AND NOT EXISTS (SELECT 1 FROM change u WHERE u.undoes = c.id)"
        " AND EXISTS (SELECT 1 FROM change_item i WHERE i.change_id = c.id) ORDER BY c.id DESC"
    )
    for change, act, at, who, undoes in rows:
        is_undo = undoes is not None and not _is_redo(connection, undoes)
        if is_undo == undone:
            return Act(change, act, dt.datetime.fromisoformat(at).astimezone(), who)
        if undone:
            return None
    return None


def undo(office: Office, change_id: int) -> UndoReport:
    """Take back a change as a whole, even after later edits: a record that was changed since stays and is listed.

    Undoing an undo is the redo. Raises `Refused` where the change was taken back already.
    """
    from app.models.tables import Base, Change, ChangeItem, Project, StageEvent
    from app.services.records import follow_stages

    with office.change("撤销", undoes=change_id) as change:
        session = change.session
        done = session.get(Change, change_id)
        if done is None or session.query(Change).filter(Change.undoes == change_id, Change.id != change.id).count():
            raise Refused("这一步已经撤销过了。")
        session.get_one(Change, change.id).act = f"{'重做' if done.undoes else '撤销'}：{_plain(done.act)}"
        models = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
        items = session.query(ChangeItem).filter_by(change_id=change_id).order_by(ChangeItem.id.desc()).all()
        kept: list[str] = []
        projects: set[int] = set()
        restored = 0
        for item in items:
            model = models[item.table_name]
            if not hasattr(model, "void_reason"):
                continue
            record: Kept = session.get_one(model, item.row_id)
            if later := _later_change(session, item.id, item.table_name, item.row_id, change.id):
                kept.append(f"{_name(record)}：之后又被改过（{later}），保持现状")
                continue
            _restore(record, json.loads(item.before) if item.before else None, done.act)
            restored += 1
            if isinstance(record, StageEvent):
                projects.add(record.project_id)
        for project in projects:
            follow_stages(session, session.get_one(Project, project))
        session.flush()
        return UndoReport(change.id, done.act, restored, tuple(kept))


def _is_redo(connection: sqlite3.Connection, undoes: int) -> bool:
    """Tell whether a change that takes back `undoes` takes back an undo."""
    return connection.execute("SELECT undoes FROM change WHERE id = ?", (undoes,)).fetchone()[0] is not None


def _plain(act: str) -> str:
    return act.removeprefix("撤销：").removeprefix("重做：")


def _later_change(session: Session, item: int, table: str, row: int, own: int) -> str | None:
    """Return the latest act that touched the record after `item` and still stands."""
    from sqlalchemy import text

    found = session.execute(
        text(
            "SELECT c.act FROM change_item i JOIN change c ON c.id = i.change_id"
            " WHERE i.table_name = :table AND i.row_id = :row AND i.id > :item AND c.id <> :own"
            " AND i.change_id <> (SELECT change_id FROM change_item WHERE id = :item)"
            " AND NOT EXISTS (SELECT 1 FROM change u WHERE u.undoes = c.id)"
            " AND (c.undoes IS NULL OR EXISTS (SELECT 1 FROM change o WHERE o.id = c.undoes AND o.undoes IS NOT NULL))"
            " ORDER BY i.id DESC LIMIT 1"
        ),
        {"table": table, "row": row, "item": item, "own": own},
    ).first()
    return found[0] if found else None


def _restore(record: Kept, before: dict[str, Any] | None, act: str) -> None:
    """Give a record its earlier values; one that did not exist is voided."""
    if before is None:
        record.void_reason = f"撤销“{_plain(act)}”"
        return
    columns = type(record).__table__.c
    for key, value in before.items():
        if key != "version":
            if value is not None and columns[key].type.python_type is dt.date:
                value = dt.date.fromisoformat(value)
            setattr(record, key, value)


def _name(record: Kept) -> str:
    return str(getattr(record, "name", None) or f"{type(record).__tablename__} {record.id}")
