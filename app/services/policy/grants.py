"""What was granted under a version of the measures: recorded with its paper, it stands when they change (§5)."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.models.office import Office
from app.rules.acts import refuse_ahead
from app.rules.errors import Refused
from app.rules.policy.benefits import YearRate
from app.rules.policy.matching import match
from app.rules.stages import Stage
from app.services.policy.policies import version_on
from app.services.policy.policy_facts import facts_of
from app.services.policy.subjects import Subject

if TYPE_CHECKING:
    from app.models.change import Change


@dataclass(frozen=True)
class Granted:
    """A benefit granted by a paper; `policy` is the version it rests on, `number` the clause as printed then.

    `row_version` is the record's counter, for ending it.
    """

    id: int
    project_id: int | None
    referred_project_id: int | None
    policy: str
    clause: str
    number: str
    benefit: str
    schedule: tuple[YearRate, ...]
    paper: str
    granted_on: dt.date
    ended_on: dt.date | None
    end_reason: str
    row_version: int

    def to_json(self) -> dict[str, object]:
        """Return the grant as the command line prints it for programs."""
        return {
            "grant": self.id,
            "version": self.policy,
            "clause": self.number,
            "key": self.clause,
            "benefit": self.benefit,
            "schedule": [{"year": one.year, "rate": one.rate} for one in self.schedule],
            "paper": self.paper,
            "granted_on": self.granted_on.isoformat(),
            "ended_on": self.ended_on.isoformat() if self.ended_on else None,
            "end_reason": self.end_reason,
        }


_EVENT = (
    "(SELECT min(s.day) FROM stage_event s WHERE s.project_id = g.referred_project_id AND s.is_main = 1"
    " AND s.void_reason IS NULL AND s.stage = ? AND s.day <= ? AND (s.verified_on <= ? OR s.stage = ?))"
)
"""The day of a stage of the project that was brought; a termination counts at once, other stages once verified."""


def _event(stage: Stage, on: dt.date) -> tuple[int, str, str, int]:
    return int(stage), on.isoformat(), on.isoformat(), int(Stage.TERMINATED)


def grants_of(
    connection: sqlite3.Connection, subject: Subject, on: dt.date, *, later: bool = False
) -> tuple[Granted, ...]:
    """Return what a subject was granted by a day, in order of granting; years after an end are cut off.

    With `later`, what was granted after that day is among them: whoever grants anew must know of it.

    What was granted for bringing a project ends on the day on which that project was terminated (domain.md §5); where
    it never started production, no year of it was earned.
    """
    granted_by = dt.date.max.isoformat() if later else on.isoformat()
    column = "g.enterprise_id" if subject.kind == "enterprise" else "g.project_id"
    return tuple(
        _granted(row, on)
        for row in connection.execute(
            "SELECT g.id, g.project_id, g.referred_project_id, g.policy, g.clause, g.body, g.paper, g.granted_on,"
            f" g.ended_on, g.end_reason, g.version, p.name, {_EVENT}, {_EVENT} FROM policy_grant g"
            f" LEFT JOIN project p ON p.id = g.referred_project_id WHERE {column} = ? AND g.void_reason IS NULL"
            " AND g.granted_on <= ? ORDER BY g.granted_on, g.id",
            (*_event(Stage.TERMINATED, on), *_event(Stage.IN_PRODUCTION, on), subject.id, granted_by),
        )
    )


def grant(office: Office, project_id: int, clause_key: str, *, paper: str, on: dt.date, today: dt.date) -> int:
    """Grant a project what a clause gives it on a day, and return the grant's id.

    The benefit is kept as it is now: schedule and first year stand when the measures change. Raises `Refused` where
    the project is not entitled, has been granted it already, no paper is named, or the day is yet to come.
    """
    from app.models.tables import PolicyGrant, Project

    if not paper.strip():
        raise Refused("兑现扶持要写明文号（批复、合同或告知书）。")
    refuse_ahead("兑现", on, today)
    with closing(office.read()) as connection:
        measures = version_on(connection, on)
        known = facts_of(connection, [project_id], on).get(project_id, {})
    found = next((one for one in match(measures, known, on) if one.clause.key == clause_key), None)
    if found is None:
        raise Refused(f"{measures.version}版办法没有代号为“{clause_key}”的扶持条款。")
    if not found.entitled:
        lacking = [*found.missing, *(line.short for line in found.conditions if line.ok is False)]
        why = "；".join(dict.fromkeys(lacking)) or found.note or "这一条规定义务，没有可以兑现的扶持"
        raise Refused(f"不能兑现{found.clause.number}：{why}。")
    with office.change(f"兑现{found.clause.number}", reason=paper.strip()) as change:
        project = change.get(Project, project_id)
        _refuse_twice(change, project_id, clause_key)
        body = {
            "number": found.clause.number,
            "benefit": found.benefit,
            "schedule": [[one.year, one.rate] for one in found.schedule],
        }
        row = PolicyGrant(
            enterprise_id=project.enterprise_id,
            project_id=project_id,
            policy=measures.valid_from,
            clause=clause_key,
            body=json.dumps(body, ensure_ascii=False),
            first_year=found.first.year if found.first else None,
            paper=paper.strip(),
            granted_on=on,
        )
        change.session.add(row)
        change.session.flush()
        return row.id


def end_grant(office: Office, grant_id: int, version: int, *, on: dt.date, reason: str) -> None:
    """End a grant from a stated day, with its reason (a project that moved away, a false statement)."""
    from app.models.tables import PolicyGrant

    if not reason.strip():
        raise Refused("停止扶持要写明原因。")
    with office.change("停止扶持", reason=reason) as change:
        row = change.get(PolicyGrant, grant_id, version)
        if row.ended_on is not None:
            raise Refused(f"这项扶持已自{row.ended_on}起停止。")
        if on < row.granted_on:
            raise Refused(f"停止日期{on}早于兑现日期{row.granted_on}。")
        row.ended_on, row.end_reason = on, reason.strip()


def grant_version(connection: sqlite3.Connection, grant_id: int) -> int:
    """Return the version counter of a grant that stands; raise `Refused` where there is none or it was ended."""
    row = connection.execute(
        "SELECT version, ended_on FROM policy_grant WHERE id = ? AND void_reason IS NULL", (grant_id,)
    ).fetchone()
    if row is None:
        raise Refused(f"没有第{grant_id}号兑现。号码见 match 的“已兑现”。")
    if row[1]:
        raise Refused(f"第{grant_id}号兑现已自{row[1]}起停止。")
    return row[0]


def _refuse_twice(change: Change, project_id: int, clause_key: str) -> None:
    from app.models.tables import PolicyGrant
    from app.services.dossiers.records import valid

    for earlier in valid(change.session, PolicyGrant, project_id=project_id, clause=clause_key):
        if earlier.ended_on is None:
            raise Refused(f"这个项目已按{earlier.paper}享受这一条，不能重复兑现。")


def _granted(row: tuple[Any, ...], on: dt.date) -> Granted:
    key, project, referred, policy, clause, body, paper, granted_on, ended, reason, version, *brought = row
    name, terminated, producing = brought
    data = json.loads(body)
    end = dt.date.fromisoformat(ended) if ended and ended <= on.isoformat() else None
    over = dt.date.fromisoformat(terminated) if terminated else None
    never = over is not None and producing is None
    if over is not None and (end is None or over < end):
        end, reason = over, f"被引荐的{name}{over}终止"
    schedule = tuple(
        YearRate(year, rate) for year, rate in data["schedule"] if not never and (end is None or year <= end.year)
    )
    return Granted(
        key,
        project,
        referred,
        policy,
        clause,
        data["number"],
        data["benefit"],
        schedule,
        paper,
        dt.date.fromisoformat(granted_on),
        end,
        reason if end else "",
        version,
    )
