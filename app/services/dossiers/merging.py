"""Making one of two records of the same enterprise or project; one change, so that undo parts them again (§1).

Whatever refers to the one goes to the other, in every table that there is; where both say the same, one is voided.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.models.base import Kept
from app.models.office import Office
from app.models.tables import (
    Base,
    Contact,
    Credit,
    Enterprise,
    FundsArrival,
    MergeRecord,
    Project,
    Referral,
    StageEvent,
)
from app.rules.errors import Refused
from app.rules.stages import contradictions
from app.services.dossiers.records import follow_stages, found_by, refresh_search, valid

if TYPE_CHECKING:
    from app.models.change import Change

K = TypeVar("K", bound=Kept)
Kind = Literal["enterprise", "project"]

_FILLED: dict[Kind, tuple[str, ...]] = {
    "enterprise": ("uscc", "note"),
    "project": (
        "industry_id",
        "county_id",
        "investment_fen",
        "contracted_fen",
        "fixed_fen",
        "filed_fen",
        "content",
        "note",
    ),
}
"""What the record that stays takes over where it says nothing itself."""

_MERGED = "合并重复记录"


def merge_enterprises(office: Office, kept_id: int, dropped_id: int, *, reason: str, today: dt.date) -> list[str]:
    """Make `dropped_id` part of `kept_id`; return the projects that now stand twice under the enterprise, by name.

    Raises `Refused` without a reason, for one and the same record, or where both have a USCC and they differ.
    """
    with office.change("合并企业", reason=reason) as change:
        kept, dropped = _both(change, Enterprise, kept_id, dropped_id, reason)
        if kept.uscc and dropped.uscc and kept.uscc != dropped.uscc:
            raise Refused(
                f"两家企业的统一社会信用代码不同（{kept.uscc}、{dropped.uscc}），不是同一家，不能合并。请先核对代码。"
            )
        filling = _void(change, "enterprise", kept, dropped, reason, today)
        kept.is_local = kept.is_local or dropped.is_local
        _fill(kept, filling)
        people = {(one.name, one.phone) for one in valid(change.session, Contact, enterprise_id=kept_id)}
        for one in valid(change.session, Contact, enterprise_id=dropped_id):
            if (one.name, one.phone) in people:
                one.void_reason = _MERGED
        _move_references(change, Enterprise, kept_id, dropped_id)
        projects = valid(change.session, Project, enterprise_id=kept_id)
        for project in projects:
            project.search_key = found_by(project, kept)
        names = [project.name for project in projects]
        return sorted({name for name in names if names.count(name) > 1})


def merge_projects(office: Office, kept_id: int, dropped_id: int, *, reason: str, today: dt.date) -> None:
    """Make `dropped_id` part of `kept_id`: stages, funds, credit and all that hangs on it.

    A stage that both have stays once; the other's day is kept beside it with the code that it came from. The same
    arrival of money is not counted twice. Raises `Refused` as `merge_enterprises` does, and where the days of both
    together run backwards.
    """
    with office.change("合并项目", reason=reason) as change:
        kept, dropped = _both(change, Project, kept_id, dropped_id, reason)
        code = dropped.code
        filling = _void(change, "project", kept, dropped, reason, today)
        _fill(kept, filling)
        _join_stages(change, kept_id, dropped_id, code)
        _join_funds(change, kept_id, dropped_id)
        _join_credit(change, kept_id, dropped_id)
        _move_references(change, Project, kept_id, dropped_id)
        days = follow_stages(change.session, kept)
        if backwards := [fault.reason for fault in contradictions(days) if fault.backwards]:
            raise Refused(f"不能合并：{'；'.join(backwards)}。请先核对两个项目的阶段时间。")
        refresh_search(change.session, kept)


def _both(change: Change, model: type[K], kept_id: int, dropped_id: int, reason: str) -> tuple[K, K]:
    if kept_id == dropped_id:
        raise Refused("请选两条不同的记录。")
    if not reason.strip():
        raise Refused("合并要写明理由，以后查得到。")
    return change.get(model, kept_id), change.get(model, dropped_id)


def _void(change: Change, kind: Kind, kept: Kept, dropped: Kept, reason: str, today: dt.date) -> dict[str, object]:
    """Void the record that goes; return what it said, for the other to be filled from."""
    said = {column: getattr(dropped, column) for column in _FILLED[kind]}
    dropped.void_reason = f"并入“{getattr(kept, 'name', kept.id)}”：{reason.strip()}"
    change.session.add(MergeRecord(kind=kind, kept_id=kept.id, dropped_id=dropped.id, day=today, reason=reason.strip()))
    change.session.flush()
    return said


def _fill(kept: Kept, said: dict[str, object]) -> None:
    for column, value in said.items():
        if getattr(kept, column) in (None, "") and value not in (None, ""):
            setattr(kept, column, value)


def _join_stages(change: Change, kept_id: int, dropped_id: int, code: str) -> None:
    own = {event.stage: event for event in valid(change.session, StageEvent, project_id=kept_id, is_main=True)}
    for event in valid(change.session, StageEvent, project_id=dropped_id, is_main=True):
        same = own.get(event.stage)
        if same is None:
            continue
        if same.day == event.day and (same.verified_on or not event.verified_on):
            event.void_reason = _MERGED
        else:
            event.is_main = False
            event.source = event.source or f"并自 {code}"
    change.session.flush()


def _join_funds(change: Change, kept_id: int, dropped_id: int) -> None:
    known = [(line.day, line.amount_fen) for line in valid(change.session, FundsArrival, project_id=kept_id)]
    for line in valid(change.session, FundsArrival, project_id=dropped_id):
        if (line.day, line.amount_fen) in known:
            known.remove((line.day, line.amount_fen))
            line.void_reason = _MERGED
    change.session.flush()


def _join_credit(change: Change, kept_id: int, dropped_id: int) -> None:
    """Shares of a group are those of the project that stays, where it has any: they add up already."""
    from app.models.tables import Unit

    groups = dict(change.session.execute(select(Unit.id, Unit.group_key)).tuples().all())
    own = {(groups[line.unit_id], line.indicator) for line in valid(change.session, Credit, project_id=kept_id)}
    for line in valid(change.session, Credit, project_id=dropped_id):
        if (groups[line.unit_id], line.indicator) in own:
            line.void_reason = _MERGED
    brought = {(line.person_id, line.enterprise_id) for line in valid(change.session, Referral, project_id=kept_id)}
    for line in valid(change.session, Referral, project_id=dropped_id):
        if (line.person_id, line.enterprise_id) in brought:
            line.void_reason = _MERGED
    change.session.flush()


def _move_references(change: Change, model: type[Kept], kept_id: int, dropped_id: int) -> None:
    """Let every record that refers to the one refer to the other; one that is there already is voided instead."""
    target = model.__tablename__
    for mapper in Base.registry.mappers:
        if not issubclass(mapper.class_, Kept):
            continue
        other = cast("type[Kept]", mapper.class_)
        for column in mapper.local_table.columns:
            if not any(key.column.table.name == target for key in column.foreign_keys):
                continue
            for record in valid(change.session, other, **{column.key: dropped_id}):
                try:
                    with change.session.begin_nested():
                        setattr(record, column.key, kept_id)
                except IntegrityError:
                    change.session.refresh(record)
                    record.void_reason = _MERGED
                    change.session.flush()
