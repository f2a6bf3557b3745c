"""One dossier (招商档案) as it is looked at: everything known of a project, with its history and its sources."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import dataclass

from app.rules.errors import Refused
from app.rules.stages import Stage, contradictions


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
class HistoryLine:
    """One field that changed, or one record that came: who, when, in which act, before and after."""

    change_id: int
    at: dt.datetime
    who: str
    act: str
    reason: str
    what: str
    before: str
    after: str


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

_LABELS = {
    "name": "名称",
    "enterprise_id": "企业",
    "industry_id": "行业",
    "county_id": "落地县区",
    "kind": "性质",
    "investment_fen": "总投资",
    "contracted_fen": "合同引资",
    "fixed_fen": "固定资产投资",
    "filed_fen": "备案金额",
    "content": "建设内容",
    "note": "备注",
    "stage": "阶段",
    "signed_day": "签约时间",
    "day": "时间",
    "amount_fen": "金额",
    "evidence": "佐证",
    "verified_on": "认定时间",
    "verified_by": "认定人",
    "void_reason": "作废原因",
    "share_bp": "份额",
    "unit_id": "责任主体",
    "to_day": "截止时间",
    "person_id": "引荐人",
    "uscc": "统一社会信用代码",
    "source": "来源",
    "is_main": "主时间",
    "origin": "资金来源",
    "voucher": "凭证",
    "paper": "依据",
    "from_day": "起始时间",
}
_TABLES = {
    "project": "项目",
    "stage_event": "阶段",
    "funds_arrival": "到位资金",
    "credit": "招商责任",
    "referral": "引荐",
}
_SHOWN_NEW = {
    "project": ("name", "investment_fen"),
    "stage_event": ("stage", "day"),
    "funds_arrival": ("day", "amount_fen"),
    "credit": ("unit_id", "share_bp"),
    "referral": ("person_id", "enterprise_id"),
}


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
        history=_history(connection, project_id),
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
        "SELECT b.file, b.imported_on, r.sheet, r.row, r.raw FROM import_row r JOIN import_batch b ON b.id = r.batch_id"
        " WHERE r.project_id = ? ORDER BY r.id",
        (project,),
    )
    return tuple(
        SourceLine(file, dt.date.fromisoformat(day), sheet, row, tuple(map(str, json.loads(raw))))
        for file, day, sheet, row, raw in rows
    )


def _history(connection: sqlite3.Connection, project: int) -> tuple[HistoryLine, ...]:
    """Return what happened to the project and to what hangs on it, the latest first."""
    parts = ["SELECT id, 'project' AS t FROM project WHERE id = :p"]
    parts += [f"SELECT id, '{table}' FROM {table} WHERE project_id = :p" for table in _TABLES if table != "project"]
    rows = connection.execute(
        f"WITH own AS ({' UNION ALL '.join(parts)}) SELECT c.id, c.at, c.who, c.act, c.reason, i.table_name,"
        " i.before, i.after FROM own JOIN change_item i ON i.table_name = own.t AND i.row_id = own.id"
        " JOIN change c ON c.id = i.change_id ORDER BY c.id DESC, i.id",
        {"p": project},
    ).fetchall()
    names = _Names(connection)
    lines = []
    for change, at, who, act, reason, table, before_text, after_text in rows:
        before = json.loads(before_text) if before_text else None
        after = json.loads(after_text) if after_text else {}
        moment = dt.datetime.fromisoformat(at).astimezone()
        if before is None:
            told = "，".join(names.told(key, after[key]) for key in _SHOWN_NEW[table] if after.get(key) is not None)
            lines.append(HistoryLine(change, moment, who, act, reason, f"新增{_TABLES[table]}", "", told))
            continue
        lines.extend(
            HistoryLine(
                change,
                moment,
                who,
                act,
                reason,
                f"{_TABLES[table]}·{_LABELS[key]}",
                names.told(key, before[key]),
                names.told(key, after.get(key)),
            )
            for key in before
            if key in _LABELS
        )
    return tuple(lines)


class _Names:
    """Tells kept values as people read them: amounts in 万元, ids by name."""

    _TABLE_OF: dict[str, str] = {  # noqa: RUF012
        "enterprise_id": "enterprise",
        "industry_id": "industry",
        "county_id": "unit",
        "unit_id": "unit",
        "person_id": "person",
    }

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def told(self, key: str, value: object) -> str:
        if value is None or value == "":
            return "（空）"
        if key.endswith("_fen"):
            return f"{int(str(value)) / 1_000_000:,.6f}".rstrip("0").rstrip(".") + "万元"
        if key == "stage":
            return Stage(int(str(value))).label
        if key == "share_bp":
            return f"{int(str(value)) / 100:g}%"
        if key == "is_main":
            return "是" if value else "否"
        if table := self._TABLE_OF.get(key):
            row = self._connection.execute(f"SELECT name FROM {table} WHERE id = ?", (value,)).fetchone()
            return row[0] if row else f"编号{value}"
        return str(value)
