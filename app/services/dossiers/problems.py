"""What holds a project up (§1): who solves it, by when, and how it was solved."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from app.models.office import Office
from app.rules.errors import Refused


@dataclass(frozen=True)
class ProblemDraft:
    """What a form says of a problem."""

    what: str
    solver: str
    raised_on: dt.date
    due: dt.date | None = None


@dataclass(frozen=True)
class ProblemLine(ProblemDraft):
    """A problem that is kept; `solved_on` and how, once it is out of the way."""

    id: int = 0
    version: int = 0
    solved_on: dt.date | None = None
    solution: str = ""


def problems_of(connection: sqlite3.Connection, project_id: int) -> tuple[ProblemLine, ...]:
    """Return the problems of a project: open ones first, by deadline."""
    rows = connection.execute(
        "SELECT what, solver, raised_on, due, id, version, solved_on, solution FROM problem"
        " WHERE project_id = ? AND void_reason IS NULL ORDER BY solved_on IS NOT NULL, due IS NULL, due, id",
        (project_id,),
    )
    return tuple(
        ProblemLine(what, solver, dt.date.fromisoformat(raised), _day(due), key, version, _day(solved), solution)
        for what, solver, raised, due, key, version, solved, solution in rows
    )


def save_problem(
    office: Office, project_id: int, draft: ProblemDraft, *, problem_id: int | None = None, version: int = 0
) -> int:
    """Record a problem, or save over the one read at `version`; return its id.

    Raises `Refused` without the problem or who solves it, or with a deadline before it was raised.
    """
    from app.models.tables import Problem, Project

    if not draft.what.strip():
        raise Refused("请写明是什么问题。")
    if not draft.solver.strip():
        raise Refused("请写明由谁解决。")
    if draft.due is not None and draft.due < draft.raised_on:
        raise Refused(f"解决时限{draft.due}早于提出时间{draft.raised_on}。")
    with office.change("登记问题" if problem_id is None else "修改问题") as change:
        if problem_id is None:
            problem = Problem(project_id=change.get(Project, project_id).id)
        else:
            problem = change.get(Problem, problem_id, version)
        problem.what, problem.solver = draft.what.strip(), draft.solver.strip()
        problem.raised_on, problem.due = draft.raised_on, draft.due
        change.session.add(problem)
        change.session.flush()
        return problem.id


def solve_problem(office: Office, problem_id: int, version: int, on: dt.date, solution: str) -> None:
    """Note how and when a problem was solved; raises `Refused` without the how, or where it was solved before."""
    from app.models.tables import Problem

    if not solution.strip():
        raise Refused("请写明是怎么解决的。")
    with office.change("问题办结", reason=solution.strip()) as change:
        problem = change.get(Problem, problem_id, version)
        if problem.solved_on is not None:
            raise Refused(f"这个问题已在{problem.solved_on}办结。")
        if on < problem.raised_on:
            raise Refused(f"办结时间{on}早于提出时间{problem.raised_on}。")
        problem.solved_on, problem.solution = on, solution.strip()


def void_problem(office: Office, problem_id: int, version: int, reason: str) -> None:
    """Void a wrong record of a problem with the reason."""
    from app.models.tables import Problem
    from app.services.dossiers.records import voiding_reason

    with office.change("作废问题", reason=reason) as change:
        change.get(Problem, problem_id, version).void_reason = voiding_reason(reason)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
