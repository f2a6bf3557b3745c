"""Finding and making the records that others refer to: enterprises, persons, codes; and the key they are found by."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import func, select

from app.models.base import Kept
from app.models.tables import Enterprise, OfficeFacts, Person, Project, StageEvent
from app.rules.errors import Refused
from app.rules.names import name_key
from app.rules.pinyin import search_key
from app.rules.stages import Stage, current

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

K = TypeVar("K", bound=Kept)


def valid(session: Session, model: type[K], **equals: object) -> list[K]:
    """Return the records of a table that are not voided and match, in order of id."""
    query = select(model).filter_by(**equals).where(model.void_reason.is_(None)).order_by(model.id)
    return list(session.scalars(query))


def enterprise_for(session: Session, name: str, uscc: str, *, keep: int | None = None) -> Enterprise:
    """Return the enterprise of that code, else of that name; make it where there is none.

    `keep` is the enterprise that a project has now: giving it another name or its code changes that record,
    unless the new name or code is another enterprise's. Raises `Refused` where code and name disagree.
    """
    by_code = valid(session, Enterprise, uscc=uscc) if uscc else []
    if by_code:
        if name_key(by_code[0].name) != name_key(name):
            raise Refused(f"统一社会信用代码 {uscc} 属于“{by_code[0].name}”，与填写的“{name}”不符。请核对名称或代码。")
        return by_code[0]
    for known in valid(session, Enterprise, name=name):
        if known.uscc and uscc and known.uscc != uscc:
            raise Refused(f"“{name}”的统一社会信用代码已登记为 {known.uscc}，与填写的 {uscc} 不同。请核对。")
        if uscc and not known.uscc:
            known.uscc = uscc
        return known
    if keep is not None and _only_once(session, keep):
        own = session.get_one(Enterprise, keep)
        own.name, own.uscc = name, uscc or own.uscc
        return own
    enterprise = Enterprise(name=name, uscc=uscc)
    session.add(enterprise)
    session.flush()
    return enterprise


def person_for(session: Session, name: str) -> Person:
    """Return the person of that name; make one where there is none."""
    known = valid(session, Person, name=name)
    if known:
        return known[0]
    person = Person(name=name)
    session.add(person)
    session.flush()
    return person


def next_code(session: Session, year: int) -> str:
    """Return the next project code of a year, such as ZS2026-00113."""
    word = session.scalars(select(OfficeFacts.project_word)).one()
    prefix = f"{word}{year}-"
    last = session.scalar(select(func.max(Project.code)).where(Project.code.startswith(prefix)))
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:05d}"


def refresh_search(session: Session, project: Project) -> None:
    """Bring the keys by which the project and its enterprise's others are found in line with their names."""
    session.flush()
    enterprise = session.get_one(Enterprise, project.enterprise_id)
    for one in valid(session, Project, enterprise_id=enterprise.id):
        one.search_key = found_by(one, enterprise)


def found_by(project: Project, enterprise: Enterprise) -> str:
    """Return the key by which a project is found: its names, codes and their initials."""
    return search_key(project.name, enterprise.name, enterprise.uscc, project.code)


def follow_stages(session: Session, project: Project) -> dict[Stage, dt.date]:
    """Bring the project's `stage` and `signed_day` in line with its valid main events; return their days."""
    session.flush()
    days = {Stage(event.stage): event.day for event in valid(session, StageEvent, project_id=project.id, is_main=True)}
    project.stage = int(current(days) or Stage.LEAD)
    project.signed_day = days.get(Stage.SIGNED)
    return days


def voiding_reason(reason: str) -> str:
    """Return the reason for voiding, tidied; raise `Refused` where there is none."""
    if not reason.strip():
        raise Refused("作废要写明原因，以后查得到。")
    return reason.strip()


def refuse_terminated(project: Project) -> None:
    """Raise `Refused` for a project that was terminated (退库): it is kept to be read, with its reason."""
    if project.stage == Stage.TERMINATED:
        raise Refused("项目已终止（退库），只供查看。终止有误的，请先作废“终止”这一条，再继续办理。")


def _only_once(session: Session, enterprise: int) -> bool:
    return len(valid(session, Project, enterprise_id=enterprise)) == 1
