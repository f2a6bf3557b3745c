"""Suspicions over all dossiers (§1), each with its reason; nobody acts upon them but a human."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from app.rules.clocks import Clock
from app.rules.names import core, name_key
from app.rules.stages import Stage
from app.rules.suspicions import far_amounts
from app.services.dossiers.clocks import clock_days

MOST = 300
"""So many of each kind are shown."""

AGAIN_WITHIN = 3 * 365
"""Days after a termination in which another signing of the enterprise in the same industry looks like the same one."""


@dataclass(frozen=True)
class Suspicion:
    """Something that looks wrong about a project; `others` are the projects that it is seen against."""

    kind: str
    project_id: int
    code: str
    project: str
    reason: str
    others: tuple[int, ...] = ()


def suspicions(connection: sqlite3.Connection, today: dt.date) -> list[Suspicion]:
    """Return what looks wrong, kind by kind, at most `MOST` of each."""
    kinds = (_two_counties(connection), _signed_again(connection), _far(connection), _unproven(connection, today))
    return [one for found in kinds for one in found[:MOST]]


def _two_counties(connection: sqlite3.Connection) -> list[Suspicion]:
    """One USCC with projects in two counties: perhaps one investment that two report."""
    rows = connection.execute(
        "SELECT e.uscc, p.id, p.code, p.name, u.name FROM project p JOIN enterprise e ON e.id = p.enterprise_id"
        " JOIN unit u ON u.id = p.county_id WHERE p.void_reason IS NULL AND e.uscc <> '' AND e.uscc IN"
        " (SELECT e2.uscc FROM project p2 JOIN enterprise e2 ON e2.id = p2.enterprise_id WHERE p2.void_reason IS NULL"
        " AND p2.county_id IS NOT NULL AND e2.uscc <> '' GROUP BY e2.uscc HAVING count(DISTINCT p2.county_id) > 1)"
        " ORDER BY e.uscc, p.id"
    ).fetchall()
    by_code: dict[str, list[tuple[int, str, str, str]]] = {}
    for uscc, *project in rows:
        by_code.setdefault(uscc, []).append((project[0], project[1], project[2], project[3]))
    found = []
    for uscc, projects in by_code.items():
        places = "、".join(f"{county}（{code}）" for _, code, _, county in projects)
        first, *rest = projects
        reason = f"同一统一社会信用代码 {uscc} 在两个以上县区都有项目：{places}，请核对是否同一投资重复上报"
        found.append(
            Suspicion("同码多县", first[0], first[1], first[2], reason, tuple(project for project, *_ in rest))
        )
    return found


def _signed_again(connection: sqlite3.Connection) -> list[Suspicion]:
    """A project like a terminated one: the same enterprise again, soon and in the same industry, or by name."""
    ended = connection.execute(
        "SELECT p.id, p.code, p.name, p.industry_id, e.name, t.day FROM project p"
        " JOIN enterprise e ON e.id = p.enterprise_id JOIN stage_event t ON t.project_id = p.id"
        f" AND t.stage = {int(Stage.TERMINATED)} AND t.is_main = 1 AND t.void_reason IS NULL"
        " WHERE p.void_reason IS NULL"
    ).fetchall()
    if not ended:
        return []
    by_firm: dict[str, list[tuple[int, str, str, int | None, dt.date]]] = {}
    for project, code, name, industry, firm, day in ended:
        by_firm.setdefault(core(firm), []).append((project, code, name, industry, dt.date.fromisoformat(day)))
    found = []
    for project, code, name, industry, firm, text in connection.execute(
        "SELECT p.id, p.code, p.name, p.industry_id, e.name, p.signed_day FROM project p"
        " JOIN enterprise e ON e.id = p.enterprise_id"
        f" WHERE p.void_reason IS NULL AND p.signed_day IS NOT NULL AND p.stage <> {int(Stage.TERMINATED)}"
        " AND p.signed_day >= (SELECT min(day) FROM stage_event WHERE stage = ? AND void_reason IS NULL)"
        " ORDER BY p.signed_day DESC, p.id",
        (int(Stage.TERMINATED),),
    ):
        signed = dt.date.fromisoformat(text)
        for other, other_code, other_name, other_industry, ended_on in by_firm.get(core(firm), ()):
            soon = (signed - ended_on).days <= AGAIN_WITHIN and industry is not None and industry == other_industry
            if signed >= ended_on and (soon or name_key(name) == name_key(other_name)):
                reason = (
                    f"{signed}签约，而同一企业的“{other_name}”（{other_code}）已在{ended_on}终止，"
                    "请核对是否终止后换名重签"
                )
                found.append(Suspicion("终止后重签", project, code, name, reason, (other,)))
                break
    return found


def _far(connection: sqlite3.Connection) -> list[Suspicion]:
    """An investment far from those of its industry."""
    rows = connection.execute(
        "SELECT p.industry_id, i.name, p.id, p.code, p.name, p.investment_fen FROM project p"
        " JOIN industry i ON i.id = p.industry_id WHERE p.void_reason IS NULL AND p.investment_fen IS NOT NULL"
    ).fetchall()
    amounts: dict[int, dict[int, int]] = {}
    heads: dict[int, tuple[str, str, str]] = {}
    for industry, label, project, code, name, fen in rows:
        amounts.setdefault(industry, {})[project] = fen
        heads[project] = (label, code, name)
    found = []
    for known in amounts.values():
        for one in far_amounts(known):
            label, code, name = heads[one.key]
            found.append((abs(one.z), Suspicion("金额异常", one.key, code, name, one.reason(label))))
    return [one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].project_id))]


def _unproven(connection: sqlite3.Connection, today: dt.date) -> list[Suspicion]:
    """A stage without any paper, longer than its clock allows."""
    days = clock_days(connection, today)[Clock.EVIDENCE]
    rows = connection.execute(
        "SELECT p.id, p.code, p.name, s.stage, s.day FROM stage_event s JOIN project p ON p.id = s.project_id"
        " WHERE s.is_main = 1 AND s.void_reason IS NULL AND p.void_reason IS NULL AND s.verified_on IS NULL"
        " AND s.evidence = '' AND s.stage >= ? AND s.day < ? AND NOT EXISTS (SELECT 1 FROM evidence v"
        f" WHERE v.stage_event_id = s.id AND v.void_reason IS NULL) ORDER BY s.day, s.id LIMIT {MOST}",
        (int(Stage.SIGNED), (today - dt.timedelta(days=days)).isoformat()),
    )
    found = []
    for project, code, name, stage, text in rows:
        day = dt.date.fromisoformat(text)
        late = (today - day).days
        reason = f"{day}登记{Stage(stage).label}，已 {late} 天没有任何佐证（时限 {days} 天），阶段仍待认定、不计数"
        found.append(Suspicion("佐证逾期", project, code, name, reason))
    return found
