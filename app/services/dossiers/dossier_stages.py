"""The stages of a project: recording, correcting, verifying (认定) and voiding them; each act one transaction."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.evidence import same_person, why_not_independent
from app.rules.stages import Stage, contradictions
from app.services.dossiers.evidence import has_evidence, state_evidence
from app.services.dossiers.records import follow_stages, refuse_terminated, valid, voiding_reason

if TYPE_CHECKING:
    from app.models.change import Change
    from app.models.tables import Project, StageEvent


def add_stage(
    office: Office,
    project_id: int,
    stage: Stage,
    day: dt.date,
    *,
    source: str = "",
    is_main: bool = True,
    amount_fen: int | None = None,
    evidence: str = "",
) -> int:
    """Record the day on which a project reached a stage, not yet verified (待认定), and return the line's id.

    `evidence` names the papers that prove it, parted by “；”. Raises `Refused` where the stage is dated already, the
    days would contradict each other (§1), or a termination gives no reason.
    """
    from app.models.tables import Project, StageEvent

    with office.change(f"登记{stage.label}") as change:
        project = change.get(Project, project_id)
        refuse_terminated(project)
        if stage is Stage.TERMINATED and not evidence.strip():
            raise Refused("终止（退库）要写明原因或退库说明。")
        if is_main and valid(change.session, StageEvent, project_id=project_id, stage=int(stage), is_main=True):
            raise Refused(
                f"{stage.label}时间已经登记过。要改请修改原来的一条；别的部门认定的时间请注明来源、不作为主时间。"
            )
        event = StageEvent(
            project_id=project_id,
            stage=int(stage),
            day=day,
            source=source.strip(),
            is_main=is_main,
            amount_fen=_amount(amount_fen),
        )
        change.session.add(event)
        state_evidence(change, event, evidence)
        _follow(change, project, check=stage)
        return event.id


def edit_stage(
    office: Office, stage_id: int, version: int, *, day: dt.date, amount_fen: int | None, evidence: str
) -> None:
    """Correct a stage's day, recognised amount or evidence; a verified one must be verified anew."""
    from app.models.tables import Project, StageEvent

    with office.change("修改阶段") as change:
        event = change.get(StageEvent, stage_id, version)
        if (event.day, event.amount_fen) != (day, amount_fen):
            event.verified_on, event.verified_by = None, ""
        event.day, event.amount_fen = day, _amount(amount_fen)
        state_evidence(change, event, evidence)
        _follow(change, change.get(Project, event.project_id), check=Stage(event.stage))


def verify_stage(
    office: Office,
    stage_id: int,
    version: int,
    *,
    by: str,
    on: dt.date,
    evidence: str,
    amount_fen: int | None = None,
    second: str = "",
    second_reason: str = "",
) -> None:
    """Verify a stage (认定): from `on` it counts, with the recognised amount where it differs from the declared.

    Who brought the project or recorded the stage does not verify it, unless a `second` person gives the reason.
    Raises `Refused` then, without a name or evidence, or where `on` is before the stage's own day.
    """
    from app.models.tables import StageEvent

    with office.change("认定阶段", reason=evidence.strip()) as change:
        event = change.get(StageEvent, stage_id, version)
        if not by.strip():
            raise Refused("认定要写明认定人。")
        if not (evidence.strip() or has_evidence(change, event)):
            raise Refused("认定要有佐证：请填写合同、备案证、施工许可、验收或纳税证明等的名称或文号。")
        if on < event.day:
            raise Refused(f"认定时间{on}早于{Stage(event.stage).label}时间{event.day}。")
        _check_verifier(change, event, by, on, second, second_reason)
        event.verified_by, event.verified_on = by.strip(), on
        if amount_fen is not None:
            event.amount_fen = _amount(amount_fen)
        if evidence.strip() and evidence.strip() not in event.evidence:
            state_evidence(change, event, f"{event.evidence}；{evidence}")


def void_stage(office: Office, stage_id: int, version: int, reason: str) -> None:
    """Void a wrong stage with its reason."""
    from app.models.tables import Project, StageEvent

    with office.change("作废阶段", reason=reason) as change:
        event = change.get(StageEvent, stage_id, version)
        event.void_reason = voiding_reason(reason)
        change.session.flush()
        _follow(change, change.get(Project, event.project_id), check=None)


def _check_verifier(change: Change, event: StageEvent, by: str, on: dt.date, second: str, second_reason: str) -> None:
    """Refuse a verifier who brought the project or recorded the stage, unless a second person gives the reason."""
    from app.models.tables import VerificationWaiver

    recruiters, recorders = _recruiters(change, event.project_id), _recorders(change, event.id)
    why = why_not_independent(by, recruiters, recorders)
    if not why:
        return
    if not second.strip() or not second_reason.strip():
        raise Refused(f"{why}，不能由本人认定。请换一个人认定；确实只能如此，须另有一人具名并写明理由。")
    if same_person(second, by) or why_not_independent(second, recruiters, recorders):
        raise Refused(f"具名说明理由的“{second.strip()}”也是招商责任人、登记人或认定人本人，请换一个人。")
    change.session.add(
        VerificationWaiver(
            project_id=event.project_id,
            stage_event_id=event.id,
            verifier=by.strip(),
            second=second.strip(),
            reason=second_reason.strip(),
            day=on,
        )
    )


def _recruiters(change: Change, project_id: int) -> list[str]:
    """Return the names of all who brought the project: credited units and leaders, who worked at it, who referred."""
    rows = change.connection.exec_driver_sql(
        "SELECT u.name FROM credit c JOIN unit u ON u.id = c.unit_id WHERE c.project_id = ? AND c.void_reason IS NULL"
        " UNION SELECT person FROM handling WHERE project_id = ? AND void_reason IS NULL"
        " UNION SELECT w.name FROM referral r JOIN person w ON w.id = r.person_id"
        " WHERE r.project_id = ? AND r.void_reason IS NULL",
        (project_id, project_id, project_id),
    )
    return [name for (name,) in rows]


def _recorders(change: Change, stage_id: int) -> list[str]:
    """Return who entered the stage or changed its day since."""
    rows = change.connection.exec_driver_sql(
        "SELECT DISTINCT c.who FROM change_item i JOIN change c ON c.id = i.change_id"
        " WHERE i.table_name = 'stage_event' AND i.row_id = ? AND (i.before IS NULL"
        " OR (json_extract(i.before, '$.day') IS NOT NULL AND c.undoes IS NULL))",
        (stage_id,),
    )
    return [who for (who,) in rows]


def _amount(amount_fen: int | None) -> int | None:
    if amount_fen is not None and amount_fen <= 0:
        raise Refused("认定金额要大于 0；与申报金额相同就留空。")
    return amount_fen


def _follow(change: Change, project: Project, check: Stage | None) -> None:
    """Bring the project in line with its events; refuse days that run backwards once `check` was changed."""
    days = follow_stages(change.session, project)
    if check is not None and (backwards := [fault.reason for fault in contradictions(days) if fault.backwards]):
        raise Refused("；".join(backwards) + "。请核对后再登记。")
