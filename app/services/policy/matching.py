"""What the measures give an enterprise or a project on a day, and what it was granted."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.rules.policy.benefits import Duty
from app.rules.policy.conditions import State
from app.rules.policy.document import Clause, Measures
from app.rules.policy.matching import ClauseMatch, match, worth
from app.rules.policy.referral import Passed
from app.rules.stages import Stage
from app.services.policy.grants import Granted, grants_of
from app.services.policy.policies import version_on, versions
from app.services.policy.policy_facts import Gathered, facts_of
from app.services.policy.referral_benefits import referral_of
from app.services.policy.subjects import Subject


@dataclass(frozen=True)
class ProjectClause:
    """What a clause says, and for which of an enterprise's projects (its name)."""

    match: ClauseMatch
    project_id: int
    project: str


@dataclass(frozen=True)
class Answer:
    """The whole answer for one subject: clause by clause, what was granted, 以商招商, and what it must be told."""

    subject: Subject
    on: dt.date
    measures: Measures
    clauses: tuple[ProjectClause, ...]
    grants: tuple[Granted, ...]
    referral: tuple[Passed, ...]
    told: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Return the answer as the command line prints it for programs."""
        listed = [{**one.match.to_json(), "project": one.project} for one in self.clauses]
        clause = self.measures.referral
        if clause and self.referral:
            listed += [_referral_json(clause, one) for one in self.referral]
        return {
            "subject": self.subject.name,
            "kind": self.subject.kind,
            "on": self.on.isoformat(),
            "version": self.measures.version,
            "title": self.measures.title,
            "clauses": listed,
            "grants": [one.to_json() for one in self.grants],
            "told": list(self.told),
        }


def answer_for(connection: sqlite3.Connection, subject: Subject, on: dt.date) -> Answer:
    """Return what the measures in force on a day give a subject; raise `Refused` where none are in force.

    An enterprise is matched through its projects: for each clause those that it gives or could give something to
    stand, one after the other; where there are none, the one that comes nearest.
    """
    measures = version_on(connection, on)
    gathered = facts_of(connection, subject.projects, on)
    called = _names(connection, subject.projects)
    each = {project: match(measures, known, on) for project, known in gathered.items()}
    grants = grants_of(connection, subject, on)
    clauses = tuple(
        _with_grant(one, grants)
        for place in range(len(next(iter(each.values()), [])))
        for one in _told_of([ProjectClause(found[place], project, called[project]) for project, found in each.items()])
    )
    referral = referral_of(connection, subject, measures, on, grants) if subject.kind == "enterprise" else ()
    ended = _ended(connection, subject.projects, on)
    told = _told(connection, measures, gathered, grants, referral, clauses, ended)
    return Answer(subject, on, measures, clauses, grants, tuple(referral), tuple(told))


def _told_of(found: Sequence[ProjectClause]) -> list[ProjectClause]:
    """Return the projects that are told what a clause says: all that may claim it or could, else the nearest one.

    A duty is told once: it is the same for all.
    """
    hopeful = [
        one
        for one in found
        if not isinstance(one.match.clause.benefit, Duty)
        and (one.match.entitled or (one.match.state is State.COULD and one.match.promised))
    ]
    if hopeful:
        return sorted(hopeful, key=lambda one: not one.match.entitled)
    return [max(found, key=lambda one: (one.match.state, worth(one.match)))]


def _with_grant(one: ProjectClause, grants: Sequence[Granted]) -> ProjectClause:
    for granted in grants:
        if granted.clause == one.match.clause.key and granted.project_id == one.project_id:
            return replace(one, match=replace(one.match, granted_by=granted.paper))
    return one


def _told(
    connection: sqlite3.Connection,
    measures: Measures,
    gathered: Gathered,
    grants: Sequence[Granted],
    referral: Sequence[Passed],
    clauses: Sequence[ProjectClause],
    ended: Mapping[int | None, str],
) -> list[str]:
    """Say what changed for the subject: grants that stand, and clauses of earlier versions that no longer name it."""
    told = [
        f"已按{one.policy}版{one.number}享受{one.benefit}（{one.paper}），办法修订后照旧执行至期满。"
        for one in grants
        if one.policy != measures.version and one.ended_on is None and one.project_id not in ended
    ]
    told += [
        f"已按{one.policy}版{one.number}享受{one.benefit}（{one.paper}）：项目已于{ended[one.project_id]}终止，"
        "此后的年度不再享受。"
        for one in grants
        if one.ended_on is None and one.project_id in ended
    ]
    kept = {(one.project_id, one.clause) for one in grants}
    still = {_matter(one.match) for one in clauses if one.match.state is not State.NO}
    eve = measures.valid_from - dt.timedelta(days=1)
    for earlier in versions(connection):
        if earlier.valid_from >= measures.valid_from:
            continue
        for project, known in gathered.items():
            told += [
                f"{one.clause.title}：原办法（{earlier.version}版{one.clause.number}）列入，现行办法不再列入，"
                "也没有承诺文件，不再享受。"
                for one in match(earlier, known, min(eve, earlier.valid_to or eve))
                if one.state is State.YES and _matter(one) not in still and (project, one.clause.key) not in kept
            ]
    told += [
        f"{one.policy}版{one.number}（{one.paper}）：{one.end_reason}，自{one.ended_on}起停止，此后的年度不再享受。"
        for one in grants
        if one.referred_project_id is not None and one.ended_on is not None
    ]
    barred = {one.barred for one in referral if one.barred}
    told += [f"以商招商：本企业引荐了项目，但不享受引荐扶持：{why}。" for why in sorted(barred)]
    return list(dict.fromkeys(told))


def _ended(connection: sqlite3.Connection, projects: Sequence[int], on: dt.date) -> dict[int | None, str]:
    """Return which of the projects were terminated by a day, and when."""
    marks = ",".join("?" * len(projects))
    return dict(
        connection.execute(
            f"SELECT project_id, min(day) FROM stage_event WHERE project_id IN ({marks}) AND stage = ? AND is_main = 1"
            " AND void_reason IS NULL AND day <= ? GROUP BY project_id",
            [*projects, int(Stage.TERMINATED), on.isoformat()],
        ).fetchall()
    )


def _matter(one: ClauseMatch) -> str:
    overlap = one.clause.rule.overlap if one.clause.rule else None
    return overlap.matter if overlap else one.clause.key


def _names(connection: sqlite3.Connection, projects: Sequence[int]) -> dict[int, str]:
    marks = ",".join("?" * len(projects))
    return dict(connection.execute(f"SELECT id, name FROM project WHERE id IN ({marks})", list(projects)))


def _referral_json(clause: Clause, one: Passed) -> dict[str, object]:
    return {
        "clause": clause.number,
        "key": clause.key,
        "title": clause.title,
        "verdict": one.state.key,
        "conditions": [line.to_json() for line in one.conditions],
        "missing": [line.short for line in one.conditions if line.state is State.COULD],
        "benefit": one.benefit,
        "schedule": [{"year": year.year, "rate": year.rate} for year in one.schedule],
        "note": one.note,
        "project": one.project,
        "ended_on": one.ended_on.isoformat() if one.ended_on else None,
    }
