"""Visits and talks (§1): what was said, and the next step with its day, until it is taken."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from app.models.office import Office
from app.rules.errors import Refused

KINDS = ("拜访", "来访", "洽谈", "考察", "电话", "会议", "其他")


@dataclass(frozen=True)
class VisitDraft:
    """What a form says of a visit: our people, theirs, what was said, what comes next and when."""

    day: dt.date
    kind: str = "拜访"
    ours: str = ""
    theirs: str = ""
    summary: str = ""
    next_step: str = ""
    next_day: dt.date | None = None


@dataclass(frozen=True)
class VisitLine(VisitDraft):
    """A visit that is kept; `next_done_on` once its next step was taken."""

    id: int = 0
    version: int = 0
    next_done_on: dt.date | None = None


def visits_of(connection: sqlite3.Connection, project_id: int) -> tuple[VisitLine, ...]:
    """Return the visits of a project, the latest first."""
    rows = connection.execute(
        "SELECT day, kind, ours, theirs, summary, next_step, next_day, id, version, next_done_on FROM visit"
        " WHERE project_id = ? AND void_reason IS NULL ORDER BY day DESC, id DESC",
        (project_id,),
    )
    return tuple(
        VisitLine(dt.date.fromisoformat(day), kind, ours, theirs, said, step, _day(then), key, version, _day(done))
        for day, kind, ours, theirs, said, step, then, key, version, done in rows
    )


def save_visit(
    office: Office, project_id: int, draft: VisitDraft, *, visit_id: int | None = None, version: int = 0
) -> int:
    """Record a visit, or save over the one read at `version`; return its id.

    Raises `Refused` where nothing is said of it, or the next step is before the visit or has no day.
    """
    from app.models.tables import Project, Visit

    if not draft.summary.strip():
        raise Refused("请写下谈了什么。")
    if draft.next_step.strip() and draft.next_day is None:
        raise Refused("下一步要有时间，到时才会提醒。")
    if draft.next_day is not None and not draft.next_step.strip():
        raise Refused("请写明下一步做什么。")
    if draft.next_day is not None and draft.next_day < draft.day:
        raise Refused(f"下一步的时间{draft.next_day}早于这次走访{draft.day}。")
    with office.change(f"{'登记' if visit_id is None else '修改'}{draft.kind}") as change:
        if visit_id is None:
            visit = Visit(project_id=change.get(Project, project_id).id)
        else:
            visit = change.get(Visit, visit_id, version)
        visit.day, visit.kind, visit.next_day = draft.day, draft.kind, draft.next_day
        visit.ours, visit.theirs, visit.summary, visit.next_step = (
            text.strip() for text in (draft.ours, draft.theirs, draft.summary, draft.next_step)
        )
        change.session.add(visit)
        change.session.flush()
        return visit.id


def finish_next_step(office: Office, visit_id: int, version: int, on: dt.date) -> None:
    """Note that the next step of a visit was taken; raises `Refused` where there is none, or it was taken."""
    from app.models.tables import Visit

    with office.change("完成下一步") as change:
        visit = change.get(Visit, visit_id, version)
        if visit.next_day is None:
            raise Refused("这次走访没有登记下一步。")
        if visit.next_done_on is not None:
            raise Refused(f"这一步已在{visit.next_done_on}完成。")
        visit.next_done_on = on


def void_visit(office: Office, visit_id: int, version: int, reason: str) -> None:
    """Void a wrong record of a visit with the reason."""
    from app.models.tables import Visit
    from app.services.dossiers.records import voiding_reason

    with office.change("作废走访记录", reason=reason) as change:
        change.get(Visit, visit_id, version).void_reason = voiding_reason(reason)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
