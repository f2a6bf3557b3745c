"""What the office decided on candidates: made a task of a unit, or turned down with a reason."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from app.models.office import Office
from app.rules.errors import Refused
from app.services.chain.extending import Candidate


@dataclass(frozen=True)
class Decision:
    """A decision on a candidate of a project; `declined` holds the reason where it was turned down or taken back."""

    unit: str
    day: dt.date
    declined: str

    @property
    def label(self) -> str:
        """What a table shows."""
        return "未采纳" if self.declined else f"任务：{self.unit}"

    @property
    def text(self) -> str:
        """The decision in a sentence."""
        if self.declined:
            return f"{self.day}未采纳（{self.unit}）：{self.declined}"
        return f"{self.day}列为{self.unit}的延伸任务"


@dataclass(frozen=True)
class RecruitingUnit:
    """A unit that may be given a task; `recruited` where it brought the project in."""

    id: int
    name: str
    recruited: bool


def recruiting_units(connection: sqlite3.Connection, project_id: int) -> list[RecruitingUnit]:
    """Return all units, those that brought the project in first."""
    rows = connection.execute(
        "SELECT u.id, u.name, EXISTS (SELECT 1 FROM credit c WHERE c.unit_id = u.id AND c.project_id = ?"
        " AND c.void_reason IS NULL) FROM unit u WHERE u.void_reason IS NULL"
        " ORDER BY 3 DESC, u.group_key, u.position, u.id",
        (project_id,),
    )
    return [RecruitingUnit(key, name, bool(recruited)) for key, name, recruited in rows]


def decline_candidate(office: Office, unit_id: int, candidate: Candidate, *, on: dt.date, by: str, reason: str) -> None:
    """Record that a candidate is not pursued, and why; it is kept as a task of the unit that was voided at once.

    Raises `Refused` without a reason, or where the unit has the task: that is taken back instead.
    """
    from app.models.tables import ExtensionTask, Unit
    from app.services.dossiers.records import valid

    if not reason.strip():
        raise Refused("请写明不采纳的理由。")
    judged, origin = candidate.judgement, candidate.origin
    with office.change(f"不采纳延伸方向：{candidate.candidate_name}", reason=reason.strip()) as change:
        unit = change.get(Unit, unit_id)
        key = {"unit_id": unit_id, "origin_project_id": origin.project_id, "candidate_code": judged.candidate}
        if valid(change.session, ExtensionTask, **key):
            raise Refused(f"{unit.name}已把“{candidate.candidate_name}”列为任务；不再去谈，请到“任务”里撤销。")
        change.session.add(
            ExtensionTask(
                **key,
                origin_code=judged.industry,
                candidate=candidate.candidate_name,
                good=judged.good,
                rule=judged.rule,
                verdict=judged.verdict.value,
                reason=candidate.reason,
                accepted_on=on,
                accepted_by=by.strip(),
                void_reason=reason.strip(),
            )
        )


def decisions(connection: sqlite3.Connection) -> dict[tuple[int, str], Decision]:
    """Return the latest decision by project and candidate's code; a task that stands outweighs one turned down."""
    found: dict[tuple[int, str], Decision] = {}
    for project, code, unit, day, declined in connection.execute(
        "SELECT t.origin_project_id, t.candidate_code, u.name, t.accepted_on, t.void_reason FROM extension_task t"
        " JOIN unit u ON u.id = t.unit_id"
        # what an undo took away was never decided: it marks its rows so
        " WHERE t.void_reason IS NULL OR t.void_reason NOT LIKE '撤销“%'"
        " ORDER BY t.void_reason IS NULL, t.id"
    ):
        found[project, code] = Decision(unit, dt.date.fromisoformat(day), declined or "")
    return found
