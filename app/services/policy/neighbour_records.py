"""The records on neighbouring cities: entered, corrected, ended, voided; each act with its history and undo."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.industry.codes import split_codes

if TYPE_CHECKING:
    from app.models.tables import CourtedTarget, MeasuresCopy, NeighbourIndustry, NeighbourReservation


class Kind(StrEnum):
    """What is kept of a neighbour; the value is what people call it."""

    PURSUIT = "主攻产业"
    AGREEMENT = "分工协议"
    COPY = "照抄办法"
    COURTED = "同争项目"


@dataclass(frozen=True)
class IndustryDraft:
    """An industry that a city pursues, or has by an agreement; `told` is the source, or who mediated."""

    city: str
    industry: str
    codes: str
    from_day: dt.date
    to_day: dt.date | None = None
    told: str = ""


@dataclass(frozen=True)
class IndustryLine(IndustryDraft):
    """A pursuit or an agreement that is kept."""

    id: int = 0
    version: int = 0

    def state(self, on: dt.date) -> str:
        """Return whether it holds on a day, as people say it."""
        if self.from_day > on:
            return "未开始"
        return "已结束" if self.to_day is not None and self.to_day < on else "有效"


@dataclass(frozen=True)
class CopyDraft:
    """Our measures copied by a city: when, which version (its first day), on which condition, who mediated."""

    city: str
    day: dt.date
    policy: dt.date
    condition: str
    mediator: str = ""


@dataclass(frozen=True)
class CopyLine(CopyDraft):
    """A copy that is kept."""

    id: int = 0
    version: int = 0


@dataclass(frozen=True)
class CourtedDraft:
    """A project whose investor a city courts too, as known from a day on."""

    project_id: int
    city: str
    day: dt.date
    note: str = ""


@dataclass(frozen=True)
class CourtedLine(CourtedDraft):
    """A mark that is kept, with the project's code and name."""

    id: int = 0
    version: int = 0
    code: str = ""
    name: str = ""

    @property
    def words(self) -> str:
        """The mark in one sentence, as a dossier tells it."""
        return f"{self.city}也在争取（{self.day}{f'，{self.note}' if self.note else ''}）"


def industry_lines(connection: sqlite3.Connection, kind: Kind) -> tuple[IndustryLine, ...]:
    """Return the pursuits or the agreements, past and coming ones too, by city and day."""
    table, told = _TABLES[kind], "source" if kind is Kind.PURSUIT else "mediator"
    rows = connection.execute(
        f"SELECT city, industry, codes, from_day, to_day, {told}, id, version FROM {table} WHERE void_reason IS NULL"
        " ORDER BY city, from_day, id"
    )
    return tuple(
        IndustryLine(city, industry, codes, dt.date.fromisoformat(first), _day(last), *rest)
        for city, industry, codes, first, last, *rest in rows
    )


def copy_lines(connection: sqlite3.Connection) -> tuple[CopyLine, ...]:
    """Return the copies of our measures, by city and day."""
    rows = connection.execute(
        "SELECT city, day, policy, condition, mediator, id, version FROM measures_copy WHERE void_reason IS NULL"
        " ORDER BY city, day, id"
    )
    return tuple(
        CopyLine(city, dt.date.fromisoformat(day), dt.date.fromisoformat(policy), *rest)
        for city, day, policy, *rest in rows
    )


def courted_lines(connection: sqlite3.Connection, project_id: int | None = None) -> tuple[CourtedLine, ...]:
    """Return the marked projects (or those of one), by city and day."""
    rows = connection.execute(
        "SELECT c.project_id, c.city, c.day, c.note, c.id, c.version, p.code, p.name FROM courted_target c"
        " JOIN project p ON p.id = c.project_id WHERE c.void_reason IS NULL AND p.void_reason IS NULL"
        " AND (:project IS NULL OR c.project_id = :project) ORDER BY c.city, c.day, c.id",
        {"project": project_id},
    )
    return tuple(CourtedLine(project, city, dt.date.fromisoformat(day), *rest) for project, city, day, *rest in rows)


def save_industry(
    office: Office, kind: Kind, draft: IndustryDraft, *, key: int | None = None, version: int | None = None
) -> int:
    """Record a pursuit or an agreement, or save over the one read at `version`; return its id.

    An agreement counts in the scores of §2 and §4. Raises `Refused` without city, industry or codes, and where the
    last day is before the first.
    """
    _check(draft)
    with office.change(f"{'登记' if key is None else '修改'}{draft.city.strip()}的{kind}") as change:
        model = _model(kind)
        row = model() if key is None else change.get(model, key, version)
        row.city, row.industry, row.codes = draft.city.strip(), draft.industry.strip(), draft.codes.strip()
        row.from_day, row.to_day = draft.from_day, draft.to_day
        setattr(row, "source" if kind is Kind.PURSUIT else "mediator", draft.told.strip())
        change.session.add(row)
        change.session.flush()
        return row.id


def save_copy(office: Office, draft: CopyDraft, *, key: int | None = None, version: int | None = None) -> int:
    """Record that a city copied our measures, or save over such a record; return its id.

    Raises `Refused` without city or condition, and for a version of the measures that there is not.
    """
    from app.models.tables import MeasuresCopy
    from app.services.policy.policies import versions

    if not draft.city.strip() or not draft.condition.strip():
        raise Refused("登记照抄办法的城市，要写明城市和约定的条件。")
    with closing(office.read()) as connection:
        known = [one.version for one in versions(connection)]
    if draft.policy.isoformat() not in known:
        raise Refused(f"没有自{draft.policy}起施行的版本；现有：{'、'.join(known)}。")
    act = f"{'登记' if key is None else '修改'}{draft.city.strip()}照抄办法"
    with office.change(act, reason=draft.condition.strip()) as change:
        row = MeasuresCopy() if key is None else change.get(MeasuresCopy, key, version)
        row.city, row.day, row.policy = draft.city.strip(), draft.day, draft.policy
        row.condition, row.mediator = draft.condition.strip(), draft.mediator.strip()
        change.session.add(row)
        change.session.flush()
        return row.id


def save_courted(office: Office, draft: CourtedDraft, *, key: int | None = None, version: int | None = None) -> int:
    """Mark a project whose investor a city courts too, or save over such a mark; return its id.

    Raises `Refused` without a city, and where the project bears the mark of that city already.
    """
    from app.models.tables import CourtedTarget, Project
    from app.services.dossiers.records import valid

    city = draft.city.strip()
    if not city:
        raise Refused("标明邻市争取要写城市。")
    with office.change(f"标明{city}也在争取") as change:
        change.get(Project, draft.project_id)
        if any(one.id != key for one in valid(change.session, CourtedTarget, project_id=draft.project_id, city=city)):
            raise Refused(f"这个项目已经标明{city}也在争取；情况有变化请修改那一条。")
        row = CourtedTarget() if key is None else change.get(CourtedTarget, key, version)
        row.project_id, row.city, row.day, row.note = draft.project_id, city, draft.day, draft.note.strip()
        change.session.add(row)
        change.session.flush()
        return row.id


def end_industry(office: Office, kind: Kind, key: int, last: dt.date, *, version: int | None = None) -> None:
    """Let a pursuit or an agreement end on a day; raises `Refused` where that lies before its first day."""
    if kind not in (Kind.PURSUIT, Kind.AGREEMENT):
        raise Refused(f"{kind}没有截止日期；登记错了的请作废。")
    with office.change(f"{kind}到{last}止") as change:
        row = change.get(_model(kind), key, version)
        if last < row.from_day:
            raise Refused(f"截止日期{last}早于起始日期{row.from_day}。")
        row.to_day = last


def void_record(office: Office, kind: Kind, key: int, reason: str, *, version: int | None = None) -> None:
    """Void a wrong record with the reason; a project's mark is taken away the same way."""
    from app.services.dossiers.records import voiding_reason

    with office.change(f"作废{kind}", reason=reason) as change:
        change.get(_any_model(kind), key, version).void_reason = voiding_reason(reason)


_TABLES = {Kind.PURSUIT: "neighbour_industry", Kind.AGREEMENT: "neighbour_reservation"}


def _model(kind: Kind) -> type[NeighbourIndustry] | type[NeighbourReservation]:
    from app.models.tables import NeighbourIndustry, NeighbourReservation

    return NeighbourIndustry if kind is Kind.PURSUIT else NeighbourReservation


def _any_model(
    kind: Kind,
) -> type[NeighbourIndustry] | type[NeighbourReservation] | type[MeasuresCopy] | type[CourtedTarget]:
    from app.models.tables import CourtedTarget, MeasuresCopy

    return {Kind.COPY: MeasuresCopy, Kind.COURTED: CourtedTarget}.get(kind) or _model(kind)


def _check(draft: IndustryDraft) -> None:
    if not draft.city.strip() or not draft.industry.strip():
        raise Refused("要写明城市和产业。")
    wrong = [one for one in split_codes(draft.codes) if not (one.isdecimal() and 2 <= len(one) <= 4)]
    if wrong or not split_codes(draft.codes):
        raise Refused(f"行业代码“{draft.codes}”不对：请写国民经济行业分类的2至4位代码，几个之间用/隔开。")
    if draft.to_day is not None and draft.to_day < draft.from_day:
        raise Refused(f"截止日期{draft.to_day}早于起始日期{draft.from_day}。")


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
