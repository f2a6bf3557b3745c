"""佐证: the papers that prove a stage, as records; a stage that has lost its last one is 待认定 again."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.evidence import PROVES, kind_of
from app.rules.stages import Stage
from app.services.dossiers.records import valid, voiding_reason

if TYPE_CHECKING:
    from app.models.change import Change
    from app.models.tables import StageEvent

_PARTED = re.compile(r"\s*[；;\n]+\s*")


@dataclass(frozen=True)
class EvidenceLine:
    """A paper that proves a stage; `document_id` is the file that was handed in."""

    id: int
    version: int
    stage_event_id: int
    stage: Stage
    kind: str
    title: str
    day: dt.date | None
    document_id: int | None


def evidence_of(connection: sqlite3.Connection, project_id: int) -> tuple[EvidenceLine, ...]:
    """Return the evidence of a project's valid stages, by stage."""
    rows = connection.execute(
        "SELECT v.id, v.version, s.id, s.stage, v.kind, v.title, v.day, v.document_id FROM evidence v"
        " JOIN stage_event s ON s.id = v.stage_event_id AND s.void_reason IS NULL"
        " WHERE v.project_id = ? AND v.void_reason IS NULL ORDER BY s.stage, v.id",
        (project_id,),
    )
    return tuple(
        EvidenceLine(key, version, event, Stage(stage), kind, title, dt.date.fromisoformat(day) if day else None, file)
        for key, version, event, stage, kind, title, day, file in rows
    )


def add_evidence(
    office: Office,
    stage_id: int,
    kind: str,
    title: str,
    *,
    day: dt.date | None = None,
    document_id: int | None = None,
) -> int:
    """Hand in a paper for a stage and return its id; raises `Refused` without a title or for an unknown kind."""
    from app.models.tables import Document, Evidence, StageEvent

    title = title.strip()
    if not title:
        raise Refused("请填写佐证的名称或文号。")
    if kind not in PROVES:
        raise Refused(f"没有“{kind}”这种佐证；可选：{'、'.join(PROVES)}。")
    with office.change(f"登记佐证：{title}") as change:
        event = change.get(StageEvent, stage_id)
        if document_id is not None and change.get(Document, document_id).project_id != event.project_id:
            raise Refused("这份资料属于别的项目，不能作为这个阶段的佐证。")
        line = Evidence(
            project_id=event.project_id,
            stage_event_id=event.id,
            kind=kind,
            title=title,
            day=day,
            document_id=document_id,
        )
        change.session.add(line)
        change.session.flush()
        _tell(change, event)
        return line.id


def void_evidence(office: Office, evidence_id: int, version: int, reason: str) -> None:
    """Void a wrong paper with its reason; the stage goes back to 待认定 where it was the last one."""
    from app.models.tables import Evidence, StageEvent

    with office.change("作废佐证", reason=reason) as change:
        line = change.get(Evidence, evidence_id, version)
        line.void_reason = voiding_reason(reason)
        change.session.flush()
        _tell(change, change.get(StageEvent, line.stage_event_id))


def state_evidence(change: Change, event: StageEvent, text: str) -> None:
    """Let the papers of a stage be those that `text` names, parted by “；”: new ones come, missing ones are voided."""
    from app.models.tables import Evidence

    wanted = list(dict.fromkeys(title for title in _PARTED.split(text.strip()) if title))
    told = "；".join(wanted)
    if event.id is not None and told == event.evidence:
        return
    event.evidence = told
    if not wanted:
        event.verified_on, event.verified_by = None, ""
    change.session.flush()
    for line in valid(change.session, Evidence, stage_event_id=event.id):
        if line.title in wanted:
            wanted.remove(line.title)
        else:
            line.void_reason = "修改佐证"
    change.session.add_all(
        Evidence(project_id=event.project_id, stage_event_id=event.id, kind=kind_of(title), title=title)
        for title in wanted
    )
    change.session.flush()


def has_evidence(change: Change, event: StageEvent) -> bool:
    """Tell whether a stage has any paper to show."""
    from app.models.tables import Evidence

    return bool(event.evidence or valid(change.session, Evidence, stage_event_id=event.id))


def _tell(change: Change, event: StageEvent) -> None:
    """Bring what the stage says of its papers in line with them."""
    from app.models.tables import Evidence

    event.evidence = "；".join(line.title for line in valid(change.session, Evidence, stage_event_id=event.id))
    if not event.evidence:
        event.verified_on, event.verified_by = None, ""
