"""One dossier (招商档案) as it is looked at: everything known of a project, with its history and its sources."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import dataclass

from app.rules.errors import Refused
from app.rules.stages import Stage, contradictions
from app.services.dossiers.dossier_history import HistoryLine, history_of


@dataclass(frozen=True)
class StageLine:
    """A day on which a stage was reached, by one source."""

    id: int
    version: int
    stage: Stage
    day: dt.date
    source: str
    is_main: bool
    amount_fen: int | None
    verified_on: dt.date | None
    verified_by: str
    evidence: str
    source_text: str


@dataclass(frozen=True)
class FundsLine:
    """Money that arrived."""

    id: int
    version: int
    day: dt.date
    amount_fen: int
    kind: str
    origin: str
    voucher: str


@dataclass(frozen=True)
class CreditLine:
    """A unit's share, in 1/10,000."""

    id: int
    version: int
    group_key: str
    unit_id: int
    unit: str
    share_bp: int
    indicator: str
    from_day: dt.date | None
    to_day: dt.date | None
    paper: str


@dataclass(frozen=True)
class ReferralLine:
    """A person or an enterprise that brought the project."""

    id: int
    name: str
    is_enterprise: bool
    share_bp: int | None


@dataclass(frozen=True)
class SourceLine:
    """A row of an imported ledger that this dossier came from, with its cells as they stood."""

    file: str
    imported_on: dt.date
    sheet: str
    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Dossier:
    """All of one project. Amounts in 分."""

    id: int
    version: int
    code: str
    name: str
    enterprise_id: int
    enterprise: str
    uscc: str
    industry_id: int | None
    industry: str
    county_id: int | None
    county: str
    kind: str
    investment_fen: int | None
    contracted_fen: int | None
    fixed_fen: int | None
    filed_fen: int | None
    stage: Stage
    content: str
    note: str
    void_reason: str | None
    stages: tuple[StageLine, ...]
    funds: tuple[FundsLine, ...]
    credits: tuple[CreditLine, ...]
    referrals: tuple[ReferralLine, ...]
    history: tuple[HistoryLine, ...]
    sources: tuple[SourceLine, ...]

    @property
    def funds_fen(self) -> int:
        """All that has arrived, in 分."""
        return sum(line.amount_fen for line in self.funds)

    @property
    def contradictions(self) -> tuple[str, ...]:
        """What in the stages cannot be right, in Chinese (§1)."""
        days = {line.stage: line.day for line in self.stages if line.is_main}
        return tuple(fault.reason for fault in contradictions(days))


_HEAD = (
    "id",
    "version",
    "code",
    "name",
    "enterprise_id",
    "enterprise",
    "uscc",
    "industry_id",
    "industry",
    "county_id",
    "county",
    "kind",
    "investment_fen",
    "contracted_fen",
    "fixed_fen",
    "filed_fen",
    "stage",
    "content",
    "note",
    "void_reason",
)
"""The fields of a dossier's head, in the order of the query."""


def load_dossier(connection: sqlite3.Connection, project_id: int) -> Dossier:
    """Return the dossier of a project; raise `Refused` where there is none."""
    row = connection.execute(
        "SELECT p.id, p.version, p.code, p.name, e.id, e.name, e.uscc, i.id, coalesce(i.name, ''),"
        " u.id, coalesce(u.name, ''), p.kind, p.investment_fen, p.contracted_fen, p.fixed_fen, p.filed_fen,"
        " p.stage, p.content, p.note, p.void_reason FROM project p JOIN enterprise e ON e.id = p.enterprise_id"
        " LEFT JOIN industry i ON i.id = p.industry_id LEFT JOIN unit u ON u.id = p.county_id WHERE p.id = ?",
        (project_id,),
    ).fetchone()
    if row is None:
        raise Refused("这个项目不在档案里了，请刷新列表。")
    head = dict(zip(_HEAD, row, strict=True))
    return Dossier(
        **{**head, "stage": Stage(head["stage"])},
        stages=_stages(connection, project_id),
        funds=_funds(connection, project_id),
        credits=_credits(connection, project_id),
        referrals=_referrals(connection, project_id),
        history=history_of(connection, project_id),
        sources=_sources(connection, project_id),
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _stages(connection: sqlite3.Connection, project: int) -> tuple[StageLine, ...]:
    rows = connection.execute(
        "SELECT id, version, stage, day, source, is_main, amount_fen, verified_on, verified_by, evidence, source_text"
        " FROM stage_event WHERE project_id = ? AND void_reason IS NULL ORDER BY stage, day, id",
        (project,),
    )
    return tuple(
        StageLine(
            key, version, Stage(stage), dt.date.fromisoformat(day), source, bool(main), amount, _day(verified), *rest
        )
        for key, version, stage, day, source, main, amount, verified, *rest in rows
    )


def _funds(connection: sqlite3.Connection, project: int) -> tuple[FundsLine, ...]:
    rows = connection.execute(
        "SELECT id, version, day, amount_fen, kind, origin, voucher FROM funds_arrival"
        " WHERE project_id = ? AND void_reason IS NULL ORDER BY day, id",
        (project,),
    )
    return tuple(FundsLine(key, version, dt.date.fromisoformat(day), *rest) for key, version, day, *rest in rows)


def _credits(connection: sqlite3.Connection, project: int) -> tuple[CreditLine, ...]:
    rows = connection.execute(
        "SELECT c.id, c.version, u.group_key, u.id, u.name, c.share_bp, c.indicator, c.from_day, c.to_day, c.paper"
        " FROM credit c JOIN unit u ON u.id = c.unit_id WHERE c.project_id = ? AND c.void_reason IS NULL"
        " ORDER BY u.group_key, c.id",
        (project,),
    )
    return tuple(
        CreditLine(key, version, group, unit, name, share, indicator, _day(first), _day(last), paper)
        for key, version, group, unit, name, share, indicator, first, last, paper in rows
    )


def _referrals(connection: sqlite3.Connection, project: int) -> tuple[ReferralLine, ...]:
    rows = connection.execute(
        "SELECT r.id, coalesce(w.name, e.name), r.enterprise_id IS NOT NULL, r.share_bp FROM referral r"
        " LEFT JOIN person w ON w.id = r.person_id LEFT JOIN enterprise e ON e.id = r.enterprise_id"
        " WHERE r.project_id = ? AND r.void_reason IS NULL ORDER BY r.id",
        (project,),
    )
    return tuple(ReferralLine(key, name, bool(firm), share) for key, name, firm, share in rows)


def _sources(connection: sqlite3.Connection, project: int) -> tuple[SourceLine, ...]:
    rows = connection.execute(
        "WITH RECURSIVE own (id) AS (VALUES (?) UNION SELECT m.dropped_id FROM merge_record m JOIN own ON own.id ="
        " m.kept_id WHERE m.kind = 'project' AND m.void_reason IS NULL)"
        " SELECT b.file, b.imported_on, r.sheet, r.row, r.raw FROM own JOIN import_row r ON r.project_id = own.id"
        " JOIN import_batch b ON b.id = r.batch_id ORDER BY r.id",
        (project,),
    )
    return tuple(
        SourceLine(file, dt.date.fromisoformat(day), sheet, row, tuple(map(str, json.loads(raw))))
        for file, day, sheet, row, raw in rows
    )
