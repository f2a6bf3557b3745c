"""Acts on many projects at once: one change each, so that one undo takes all of it back."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.models.office import Office
from app.rules.errors import Refused
from app.services.dossiers.projects import PAGE

if TYPE_CHECKING:
    from app.models.change import Change


def set_industry(office: Office, ids: Sequence[int], industry_id: int | None) -> int:
    """Give projects an industry (or none); return how many changed. Raises `Refused` for an industry not there."""
    from app.models.tables import Industry

    with office.change(f"批量设置行业（{len(ids)} 个项目）") as change:
        if industry_id is not None:
            change.get(Industry, industry_id)
        return _set(change, ids, "industry_id", lambda _old: industry_id)


def add_note(office: Office, ids: Sequence[int], text: str) -> int:
    """Add a line to the notes of projects; return how many changed. Raises `Refused` without a text."""
    text = text.strip()
    if not text:
        raise Refused("请填写要添加的备注。")
    with office.change(f"批量添加备注（{len(ids)} 个项目）") as change:
        return _set(change, ids, "note", lambda old: f"{old}\n{text}" if old else text)


def _set(change: Change, ids: Sequence[int], column: str, value: Any) -> int:
    """Set one column of valid projects, with history; `value` makes the new value of the old."""
    connection = change.connection.connection.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    changed = 0
    for start in range(0, len(ids), PAGE):
        page = [int(one) for one in ids[start : start + PAGE]]
        marks = ",".join("?" * len(page))
        rows = connection.execute(
            f"SELECT id, version, {column} FROM project WHERE id IN ({marks}) AND void_reason IS NULL", page
        ).fetchall()
        news = [(key, version, old, new) for key, version, old in rows if (new := value(old)) != old]
        connection.executemany(
            f"UPDATE project SET {column} = ?, version = version + 1 WHERE id = ?",
            [(new, key) for key, _, _, new in news],
        )
        change.record(
            ("project", key, {column: old, "version": version}, {column: new, "version": version + 1})
            for key, version, old, new in news
        )
        changed += len(news)
    if not changed:
        raise Refused("选中的项目没有需要改动的。")
    return changed
