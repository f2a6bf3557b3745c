"""Who really worked at a project (实际经办), and its way between units (首谈, 交办, 流转) with the days (§1)."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from app.models.office import Office
from app.rules.errors import Refused

FIRST, ASSIGNED, PASSED = "首谈", "交办", "流转"
TRANSFERS = (FIRST, ASSIGNED, PASSED)


@dataclass(frozen=True)
class HandlingLine:
    """Somebody's own hand in a project, from a day to a day."""

    id: int
    version: int
    person: str
    unit: str
    work: str
    from_day: dt.date | None
    to_day: dt.date | None


@dataclass(frozen=True)
class TransferLine:
    """One step of the way between units."""

    id: int
    version: int
    kind: str
    day: dt.date
    from_unit: str
    to_unit: str
    paper: str
    note: str


def handling_of(connection: sqlite3.Connection, project_id: int) -> tuple[HandlingLine, ...]:
    """Return who worked at a project."""
    rows = connection.execute(
        "SELECT id, version, person, unit, work, from_day, to_day FROM handling"
        " WHERE project_id = ? AND void_reason IS NULL ORDER BY from_day IS NULL, from_day, id",
        (project_id,),
    )
    return tuple(
        HandlingLine(key, version, person, unit, work, _day(first), _day(last))
        for key, version, person, unit, work, first, last in rows
    )


def transfers_of(connection: sqlite3.Connection, project_id: int) -> tuple[TransferLine, ...]:
    """Return the way of a project between units, from the first talk on."""
    rows = connection.execute(
        "SELECT t.id, t.version, t.kind, t.day, coalesce(f.name, ''), u.name, t.paper, t.note FROM transfer t"
        " JOIN unit u ON u.id = t.to_unit_id LEFT JOIN unit f ON f.id = t.from_unit_id"
        " WHERE t.project_id = ? AND t.void_reason IS NULL ORDER BY t.day, t.id",
        (project_id,),
    )
    return tuple(
        TransferLine(key, version, kind, dt.date.fromisoformat(day), *rest) for key, version, kind, day, *rest in rows
    )


def add_handling(
    office: Office,
    project_id: int,
    person: str,
    *,
    unit: str = "",
    work: str = "",
    from_day: dt.date | None = None,
    to_day: dt.date | None = None,
) -> int:
    """Record who worked at a project and return the id; raises `Refused` without a name or with days run backwards."""
    from app.models.tables import Handling, Project

    if not person.strip():
        raise Refused("请填写经办人。")
    if from_day and to_day and to_day < from_day:
        raise Refused(f"经办的截止时间{to_day}早于开始时间{from_day}。")
    with office.change(f"登记实际经办：{person.strip()}") as change:
        line = Handling(
            project_id=change.get(Project, project_id).id,
            person=person.strip(),
            unit=unit.strip(),
            work=work.strip(),
            from_day=from_day,
            to_day=to_day,
        )
        change.session.add(line)
        change.session.flush()
        return line.id


def add_transfer(
    office: Office,
    project_id: int,
    kind: str,
    day: dt.date,
    to_unit_id: int,
    *,
    from_unit_id: int | None = None,
    paper: str = "",
    note: str = "",
) -> int:
    """Record a step of the way and return its id.

    Without `from_unit_id` the unit that has the project now is taken. Raises `Refused` where a first talk is not the
    first step, a later step has nobody to come from, stays where it is, or goes back in time.
    """
    from app.models.tables import Project, Transfer, Unit
    from app.services.dossiers.records import valid

    if kind not in TRANSFERS:
        raise Refused(f"没有“{kind}”这种流转；可选：{'、'.join(TRANSFERS)}。")
    with office.change(f"登记{kind}") as change:
        change.get(Project, project_id)
        unit = change.get(Unit, to_unit_id)
        way = sorted(valid(change.session, Transfer, project_id=project_id), key=lambda step: (step.day, step.id))
        if kind == FIRST:
            if any(step.kind == FIRST for step in way):
                raise Refused("首谈单位已经登记过；之后换单位请登记“交办”或“流转”。")
            if way and way[0].day < day:
                raise Refused(f"首谈时间{day}晚于已登记的{way[0].kind}{way[0].day}。")
            from_unit_id = None
        else:
            if from_unit_id is None and way:
                from_unit_id = way[-1].to_unit_id
            if from_unit_id is None and kind == PASSED:
                raise Refused("还不知道从哪个单位流转，请先登记首谈或交办。")
            if from_unit_id == to_unit_id:
                raise Refused(f"项目已经在“{unit.name}”了。")
            if way and day < way[-1].day:
                raise Refused(f"{kind}时间{day}早于上一步{way[-1].kind}{way[-1].day}。")
        step = Transfer(
            project_id=project_id,
            kind=kind,
            day=day,
            from_unit_id=from_unit_id,
            to_unit_id=to_unit_id,
            paper=paper.strip(),
            note=note.strip(),
        )
        change.session.add(step)
        change.session.flush()
        return step.id


def void_handling(office: Office, handling_id: int, version: int, reason: str) -> None:
    """Void a wrong record of who worked at a project."""
    from app.models.tables import Handling
    from app.services.dossiers.records import voiding_reason

    with office.change("作废实际经办", reason=reason) as change:
        change.get(Handling, handling_id, version).void_reason = voiding_reason(reason)


def void_transfer(office: Office, transfer_id: int, version: int, reason: str) -> None:
    """Void a wrong step of the way."""
    from app.models.tables import Transfer
    from app.services.dossiers.records import voiding_reason

    with office.change("作废流转", reason=reason) as change:
        change.get(Transfer, transfer_id, version).void_reason = voiding_reason(reason)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
