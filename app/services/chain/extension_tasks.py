"""From idea to project: accepted candidates become tasks, go into letters, are answered, and lead to projects."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.industry.knowledge import Verdict
from app.rules.periods import Period
from app.services.chain.extending import Candidate, TargetJudgement
from app.services.chain.extension_letters import LETTERS
from app.services.chain.knowledge import record_experience

if TYPE_CHECKING:
    from app.models.change import Change


@dataclass(frozen=True)
class Task:
    """An accepted candidate of a unit: what to look for, because of which project; and what became of it."""

    id: int
    version: int
    unit_id: int
    origin_project_id: int
    origin_project: str
    candidate_code: str
    candidate: str
    good: str
    rule: str
    verdict: str
    reason: str
    accepted_on: dt.date
    letter_id: int | None
    leads: int


@dataclass(frozen=True)
class YieldRow:
    """What the letters of a unit sent in a month yielded; `invested_fen` is the leads' verified investment in 分."""

    unit_id: int
    unit: str
    month: str
    letters: int
    answers: int
    leads: int
    signed: int
    invested_fen: int


def accept_candidate(
    office: Office, unit_id: int, candidate: Candidate, *, on: dt.date, by: str, override: str = ""
) -> int:
    """Make a candidate the task of a recruiting unit and return the task's id.

    A candidate that the knowledge rejects needs `override`, why it is pursued all the same; it is kept with the
    task. Raises `Refused` without it, or where the unit has that task already.
    """
    from app.models.tables import ExtensionTask, Unit
    from app.services.dossiers.records import valid

    judged, origin = candidate.judgement, candidate.origin
    reason = candidate.reason
    if judged.verdict is Verdict.REJECT:
        if not override.strip():
            raise Refused(f"不能作为延伸任务：{reason}如确要去谈，请写明理由。")
        reason = f"{reason}仍要去谈的理由：{override.strip()}"
    with office.change(f"确定延伸任务：{candidate.candidate_name}", reason=reason) as change:
        unit = change.get(Unit, unit_id)
        key = {"unit_id": unit_id, "origin_project_id": origin.project_id, "candidate_code": judged.candidate}
        if valid(change.session, ExtensionTask, **key):
            raise Refused(f"{unit.name}已有这项延伸任务：{origin.name}→{candidate.candidate_name}。")
        task = ExtensionTask(
            **key,
            origin_code=judged.industry,
            candidate=candidate.candidate_name,
            good=judged.good,
            rule=judged.rule,
            verdict=judged.verdict.value,
            reason=reason,
            accepted_on=on,
            accepted_by=by.strip(),
        )
        change.session.add(task)
        change.session.flush()
        return task.id


def void_task(office: Office, task_id: int, version: int, reason: str) -> None:
    """Take a task back with its reason."""
    from app.models.tables import ExtensionTask

    with office.change("撤销延伸任务", reason=_reason(reason)) as change:
        change.get(ExtensionTask, task_id, version).void_reason = _reason(reason)


def record_letter(
    office: Office, unit_id: int, period: Period, *, sent_on: dt.date, due_on: dt.date | None, paper_id: int | None
) -> int:
    """Record that a unit's letter on a period was sent, with the unit's tasks not yet in one; return the letter's id.

    Raises `Refused` where the unit had its letter on that period already.
    """
    with office.change("发出产业延伸提醒函") as change:
        return put_letter(change, unit_id, period, sent_on=sent_on, due_on=due_on, paper_id=paper_id)


def put_letter(
    change: Change, unit_id: int, period: Period, *, sent_on: dt.date, due_on: dt.date | None, paper_id: int | None
) -> int:
    """Do what `record_letter` does inside an act under way, such as the issuing of the paper itself."""
    from app.models.tables import ExtensionLetter, ExtensionTask, Unit
    from app.services.dossiers.records import valid

    if due_on is not None and due_on < sent_on:
        raise Refused(f"回复期限{due_on}早于发出的日子{sent_on}。")
    unit = change.get(Unit, unit_id)
    if valid(change.session, ExtensionLetter, unit_id=unit_id, period=str(period)):
        raise Refused(f"{unit.name}{period.label}的产业延伸提醒函已经发过。")
    letter = ExtensionLetter(unit_id=unit_id, period=str(period), sent_on=sent_on, due_on=due_on, paper_id=paper_id)
    change.session.add(letter)
    change.session.flush()
    for task in valid(change.session, ExtensionTask, unit_id=unit_id, letter_id=None):
        if task.accepted_on <= sent_on:
            task.letter_id = letter.id
    return letter.id


def record_answer(office: Office, letter_id: int, *, on: dt.date, answer: str) -> None:
    """Record a unit's answer to its letter, and with it in the dispatch list of the letter's paper.

    A later one takes the earlier one's place, which stays in the history.
    """
    from app.models.tables import Dispatch, ExtensionLetter
    from app.services.dossiers.records import valid

    if not answer.strip():
        raise Refused("请写明回复的内容。")
    with office.change("登记延伸提醒函的回复") as change:
        letter = change.get(ExtensionLetter, letter_id)
        if on < letter.sent_on:
            raise Refused(f"回复的日子{on}早于发函的日子{letter.sent_on}。")
        letter.answered_on, letter.answer = on, answer.strip()
        if letter.paper_id is not None:
            for row in valid(change.session, Dispatch, paper_id=letter.paper_id, unit_id=letter.unit_id):
                row.answered_on, row.answer = on, answer.strip()


def link_lead(office: Office, project_id: int, task_id: int, *, on: dt.date) -> None:
    """Record that a project came of a task; a project has one origin. Raises `Refused` where it has one already."""
    from app.models.tables import ExtensionTask, LeadOrigin, Project
    from app.services.dossiers.records import valid

    with office.change("登记线索来源") as change:
        task, project = change.get(ExtensionTask, task_id), change.get(Project, project_id)
        if task.origin_project_id == project.id:
            raise Refused("项目不能由它自己延伸而来。")
        if valid(change.session, LeadOrigin, project_id=project_id):
            raise Refused(f"“{project.name}”的来源已经登记过。")
        change.session.add(LeadOrigin(project_id=project_id, task_id=task_id, recorded_on=on))


def record_outcome(office: Office, task_id: int, *, worked: bool, on: dt.date, note: str) -> None:
    """Record on the rule behind a task whether it worked here, with the reason."""
    from app.models.tables import ExtensionTask

    with office.change("记录规则成效", reason=note) as change:
        task = change.get(ExtensionTask, task_id)
        record_experience(change, task.rule, worked=worked, day=on, note=_reason(note), task_id=task_id)


def record_override(
    office: Office, project_id: int, judgement: TargetJudgement, reason: str, *, by: str, on: dt.date
) -> None:
    """Record why somebody pursues a target that the knowledge rejects; raises `Refused` without a reason."""
    from app.models.tables import Project, TargetOverride

    if not reason.strip():
        raise Refused(f"这个目标不宜：{judgement.reason}仍要去谈，请写明理由。")
    with office.change("不宜的目标仍去谈", reason=reason.strip()) as change:
        change.get(Project, project_id)
        change.session.add(
            TargetOverride(
                project_id=project_id,
                code=judgement.code,
                rule=judgement.rule,
                rejection=judgement.reason,
                reason=reason.strip(),
                day=on,
                by=by.strip(),
            )
        )


def tasks_of(connection: sqlite3.Connection, unit_id: int | None = None) -> list[Task]:
    """Return the tasks of a unit, or of all, newest first."""
    where, values = ("AND t.unit_id = ?", [unit_id]) if unit_id is not None else ("", [])
    rows = connection.execute(
        "SELECT t.id, t.version, t.unit_id, t.origin_project_id, p.name, t.candidate_code, t.candidate, t.good, t.rule,"
        " t.verdict, t.reason, t.accepted_on, t.letter_id, (SELECT count(*) FROM lead_origin o"
        " WHERE o.task_id = t.id AND o.void_reason IS NULL) FROM extension_task t"
        f" JOIN project p ON p.id = t.origin_project_id WHERE t.void_reason IS NULL {where}"
        " ORDER BY t.accepted_on DESC, t.id DESC",
        values,
    )
    return [_task(*row) for row in rows]


def _task(*row: Any) -> Task:
    """Make a task of its row; sqlite3 gives the columns no types."""
    values = list(row)
    values[11] = dt.date.fromisoformat(values[11])
    return Task(*values)


_LEADS = """
SELECT t.unit_id, substr(coalesce(l.sent_on, t.accepted_on), 1, 7), o.project_id,
  EXISTS (SELECT 1 FROM stage_event s WHERE s.project_id = o.project_id AND s.stage BETWEEN 3 AND 7 AND s.is_main = 1
    AND s.void_reason IS NULL AND s.day <= :on AND s.verified_on <= :on),
  coalesce((SELECT s.amount_fen FROM stage_event s WHERE s.project_id = o.project_id AND s.stage BETWEEN 3 AND 7
    AND s.is_main = 1 AND s.void_reason IS NULL AND s.day <= :on AND s.verified_on <= :on AND s.amount_fen IS NOT NULL
    ORDER BY s.stage DESC LIMIT 1), p.investment_fen, 0)
FROM lead_origin o JOIN extension_task t ON t.id = o.task_id JOIN project p ON p.id = o.project_id
LEFT JOIN extension_letter l ON l.id = t.letter_id AND l.void_reason IS NULL
WHERE o.void_reason IS NULL AND t.void_reason IS NULL AND p.void_reason IS NULL AND o.recorded_on <= :on
"""


def yields(connection: sqlite3.Connection, period: Period, on: dt.date) -> list[YieldRow]:
    """Return what the letters sent in a period yielded as of a day, per unit and month of sending.

    A task that was in no letter counts in the month in which it was accepted.
    """
    figures: dict[tuple[int, str], list[int]] = {}

    def add(unit: int, month: str, values: Sequence[int]) -> None:
        if f"{period.first:%Y-%m}" <= month <= f"{period.last:%Y-%m}":
            sums = figures.setdefault((unit, month), [0, 0, 0, 0, 0])
            figures[unit, month] = [one + other for one, other in zip(sums, values, strict=True)]

    day = on.isoformat()
    for unit, month, answered in connection.execute(
        f"SELECT unit_id, substr(sent_on, 1, 7), coalesce(answered_on <= ?, 0) FROM {LETTERS} WHERE sent_on <= ?",
        (day, day),
    ):
        add(unit, month, (1, answered, 0, 0, 0))
    for unit, month, _, signed, fen in connection.execute(_LEADS, {"on": day}):
        add(unit, month, (0, 0, 1, signed, fen if signed else 0))
    units = {
        key: (place, name)
        for place, (key, name) in enumerate(
            connection.execute("SELECT id, name FROM unit ORDER BY group_key, position, id")
        )
    }
    ordered = sorted(figures, key=lambda one: (units[one[0]][0], one[1]))
    return [YieldRow(unit, units[unit][1], month, *figures[unit, month]) for unit, month in ordered]


def _reason(text: str) -> str:
    if not text.strip():
        raise Refused("请写明理由。")
    return text.strip()
