"""Saved filters: a set of projects that somebody gave a name, to be asked for again."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.periods import Period
from app.rules.stages import Stage
from app.services.dossiers.projects import ProjectFilter


@dataclass(frozen=True)
class SavedFilter:
    """A filter with its name."""

    id: int
    version: int
    name: str
    wanted: ProjectFilter


def saved_filters(connection: sqlite3.Connection) -> list[SavedFilter]:
    """Return the saved filters by name."""
    rows = connection.execute(
        "SELECT id, version, name, body FROM saved_filter WHERE void_reason IS NULL ORDER BY name"
    )
    return [SavedFilter(key, version, name, _read(body)) for key, version, name, body in rows]


def save_filter(office: Office, name: str, wanted: ProjectFilter) -> int:
    """Keep a filter under a name, over the one of that name where there is one; return its id.

    Raises `Refused` without a name or where the filter lists everything.
    """
    from app.models.tables import SavedFilter as Row
    from app.services.dossiers.records import valid

    name = name.strip()
    if not name:
        raise Refused("请给筛选起一个名字。")
    if wanted == ProjectFilter():
        raise Refused("现在没有设任何筛选条件，没有可保存的内容。")
    with office.change(f"保存筛选：{name}") as change:
        known = valid(change.session, Row, name=name)
        row = known[0] if known else Row(name=name)
        row.body = _write(wanted)
        change.session.add(row)
        change.session.flush()
        return row.id


def remove_filter(office: Office, filter_id: int, version: int) -> None:
    """Take a saved filter out of the list."""
    from app.models.tables import SavedFilter as Row

    with office.change("删除筛选") as change:
        change.get(Row, filter_id, version).void_reason = "不再使用"


def _write(wanted: ProjectFilter) -> str:
    values = {key: value for key, value in wanted.__dict__.items() if value not in (None, "", False)}
    if wanted.period is not None:
        values["period"] = str(wanted.period)
    return json.dumps(values, ensure_ascii=False)


def _read(body: str) -> ProjectFilter:
    values = json.loads(body)
    if "period" in values:
        values["period"] = Period.parse(values["period"])
    if "ids" in values:
        values["ids"] = tuple(values["ids"])
    if "stage" in values:
        values["stage"] = Stage(values["stage"])
    return ProjectFilter(**values)
