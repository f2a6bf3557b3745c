"""The facts of projects as of a day, gathered from the dossiers for matching; each says where it comes from."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable
from functools import lru_cache

from app.models.office import Office
from app.rules import facts as names
from app.rules.errors import Refused
from app.rules.facts import ENTERED, FACTS, Kind, Known, waiting
from app.rules.industry.finding import Finder
from app.rules.money import in_words
from app.rules.policy.matching import project_facts
from app.rules.stages import Stage
from app.services.chain.knowledge import table

Gathered = dict[int, dict[str, Known]]

_DAY_OF = {
    Stage.SIGNED: names.SIGNED_ON,
    Stage.STARTED: names.STARTED_ON,
    Stage.IN_PRODUCTION: names.PRODUCING_ON,
}
_DOSSIER = "项目档案"
_ENTRIES = "政策事实登记"


def facts_of(connection: sqlite3.Connection, projects: Iterable[int], on: dt.date) -> Gathered:
    """Return the facts of projects as of a day, by project and name. Money in 分.

    Only verified stages count; the day of one that is on record and waits to be verified stands apart
    (`facts.waiting`).
    """
    ids = json.dumps(list(projects))
    gathered = _heads(connection, ids)
    _stages(connection, ids, on, gathered)
    _leading(connection, ids, on, gathered)
    _funds(connection, ids, on, gathered)
    _entries(connection, ids, on, gathered)
    return {project: project_facts(known) for project, known in gathered.items()}


def record_fact(office: Office, project_id: int, fact: str, value: int, *, day: dt.date, source: str) -> int:
    """Record a fact of a project that its dossier does not hold, and return the entry's id.

    `value` is in 分 for money. Raises `Refused` for a fact that is not entered by hand, a value below zero, a year
    that cannot be, a least amount above the most, or an entry without its paper.
    """
    from app.models.tables import FactEntry, Project

    if fact not in ENTERED:
        raise Refused(f"“{fact}”不用在这里登记；可以登记的有：{'、'.join(ENTERED)}。其余事实取自项目档案。")
    if value < 0:
        raise Refused(f"{fact}不能是负数。")
    if not source.strip():
        raise Refused(f"登记{fact}要写明依据，如设备发票、纳税证明的名称或文号。")
    _refuse_year(fact, value, day)
    with office.change(f"登记{fact}") as change:
        change.get(Project, project_id)
        if fact in _RANGE:
            rows = change.session.query(FactEntry).filter_by(project_id=project_id, void_reason=None)
            known = [(one.day, one.fact, one.value) for one in rows.order_by(FactEntry.day, FactEntry.id)]
            _refuse_turned(known, fact, value, day)
        entry = FactEntry(project_id=project_id, fact=fact, value=value, day=day, source=source.strip())
        change.session.add(entry)
        change.session.flush()
        return entry.id


def _refuse_year(fact: str, value: int, day: dt.date) -> None:
    """Raise `Refused` for a first year of profit that has not begun, or a year of production that is over."""
    if fact == names.PROFIT_YEAR and not _OLDEST <= value <= day.year:
        raise Refused(f"首个盈利年度{value}年不合情理：应在{_OLDEST}年至登记之日的{day.year}年之间。")
    if fact == names.EXPECTED_YEAR and not day.year <= value <= day.year + _AHEAD:
        raise Refused(
            f"预计投产年度{value}年不合情理：应在登记之日的{day.year}年至{day.year + _AHEAD}年之间；"
            "已经投产的，请登记投产阶段。"
        )


def _refuse_turned(known: list[tuple[dt.date, str, int]], fact: str, value: int, day: dt.date) -> None:
    """Raise `Refused` where from a day on the least of the expected tax would be above the most, now or later."""
    entries = sorted([*known, (day, fact, value)], key=lambda one: one[0])
    held: dict[str, int] = {}
    for place, (when, name, amount) in enumerate(entries):
        held[name] = amount
        is_last = place + 1 == len(entries) or entries[place + 1][0] > when
        low, high = held.get(names.TAX_LOW), held.get(names.TAX_HIGH)
        if when >= day and is_last and low is not None and high is not None and low > high:
            raise Refused(
                f"{names.TAX_LOW}{in_words(low)}高于{names.TAX_HIGH}{in_words(high)}（{when}起）。"
                "请核对；两项都要改的，调高时先登记上限，调低时先登记下限。"
            )


_RANGE = (names.TAX_LOW, names.TAX_HIGH)
_OLDEST, _AHEAD = 1949, 50
"""Years beyond which nobody tells of a profit or a production."""


def judge_leading(office: Office, project_id: int, *, leading: bool, by: str, reason: str, day: dt.date) -> None:
    """Judge by hand whether a project is of a leading industry from a day on, with name and reason (§4).

    An earlier judgement holds for the days before; one of the same day is replaced.
    """
    from app.models.tables import LeadingJudgement, Project
    from app.services.dossiers.records import valid

    if not by.strip() or not reason.strip():
        raise Refused("个别认定主导产业要写明认定人和理由。")
    with office.change("认定是否主导产业", reason=reason) as change:
        change.get(Project, project_id)
        for earlier in valid(change.session, LeadingJudgement, project_id=project_id, day=day):
            earlier.void_reason = "重新认定"
        change.session.flush()
        change.session.add(
            LeadingJudgement(project_id=project_id, leading=leading, by=by.strip(), reason=reason.strip(), day=day)
        )


def _heads(connection: sqlite3.Connection, ids: str) -> Gathered:
    finder = finder_of(connection)
    gathered: Gathered = {}
    for key, name, content, enterprise, local, industry, codes, county, kind, invested, fixed in connection.execute(
        "SELECT p.id, p.name, p.content, e.name, e.is_local, coalesce(i.name, ''), coalesce(i.codes, ''),"
        " coalesce(u.name, ''), p.kind, p.investment_fen, p.fixed_fen FROM json_each(?) j"
        " CROSS JOIN project p ON p.id = j.value JOIN enterprise e ON e.id = p.enterprise_id"
        " LEFT JOIN industry i ON i.id = p.industry_id LEFT JOIN unit u ON u.id = p.county_id"
        " WHERE p.void_reason IS NULL",
        (ids,),
    ):
        known: dict[str, Known] = {
            names.LOCAL: Known(bool(local), "企业档案"),
            names.KIND: Known(kind, _DOSSIER),
            names.TERMINATED: Known(value=False, source=_DOSSIER),
            names.STAGE: Known(Stage.LEAD, _DOSSIER),
            names.FUNDS: Known(0, "到位资金台账"),
        }
        if industry:
            known[names.INDUSTRY] = Known(industry, _DOSSIER)
        found = finder.find(name, content, enterprise, industry, codes)
        if found.codes:
            known[names.CODES] = Known(found.codes, "产品名称" if found.narrow else "所属产业")
        if county:
            known[names.COUNTY] = Known(county, _DOSSIER)
        if invested:
            known[names.INVESTMENT] = Known(invested, f"{_DOSSIER}（申报）")
        if fixed:
            known[names.FIXED] = Known(fixed, _DOSSIER)
        gathered[key] = known
    return gathered


def _stages(connection: sqlite3.Connection, ids: str, on: dt.date, gathered: Gathered) -> None:
    day = on.isoformat()
    for project, number, when, verified, amount in connection.execute(
        "SELECT s.project_id, s.stage, s.day, CASE WHEN s.verified_on <= ? THEN s.verified_on END, s.amount_fen"
        " FROM json_each(?) j CROSS JOIN stage_event s ON s.project_id = j.value"
        " WHERE s.is_main = 1 AND s.void_reason IS NULL AND s.day <= ? ORDER BY s.project_id, s.stage",
        (day, ids, day),
    ):
        known, stage = gathered.get(project), Stage(number)
        if known is None:
            continue
        if stage is Stage.TERMINATED:
            known[names.TERMINATED] = Known(value=True, source=f"{when}终止")
            continue
        if verified is None:
            if stage in _DAY_OF:
                known[waiting(_DAY_OF[stage])] = Known(dt.date.fromisoformat(when), f"{_DOSSIER}（待认定）")
            continue
        source = f"{stage.label}认定（{verified}）"
        known[names.STAGE] = Known(stage, source)
        if stage in _DAY_OF:
            known[_DAY_OF[stage]] = Known(dt.date.fromisoformat(when), source)
        if amount:
            known[names.INVESTMENT] = Known(amount, source)


def _leading(connection: sqlite3.Connection, ids: str, on: dt.date, gathered: Gathered) -> None:
    """A project is in or out by its industry on the day of its signing (before it: on the day asked), or by hand."""
    periods: dict[str, list[tuple[str, str]]] = {}
    for name, first, last in connection.execute(
        "SELECT i.name, l.from_day, coalesce(l.to_day, '9999-12-31') FROM leading_industry l"
        " JOIN industry i ON i.id = l.industry_id WHERE l.void_reason IS NULL"
    ):
        periods.setdefault(name, []).append((first, last))
    for known in gathered.values():
        industry = known.get(names.INDUSTRY)
        if industry is None or not periods:
            continue
        signed = known.get(names.SIGNED_ON)
        day = str(signed.value if signed else on)
        leading = any(first <= day <= last for first, last in periods.get(str(industry.value), ()))
        known[names.LEADING] = Known(leading, f"{day}有效的主导产业目录（{industry.value}）")
    for project, leading, by, day in connection.execute(
        "SELECT l.project_id, l.leading, l.by, l.day FROM json_each(?) j CROSS JOIN leading_judgement l"
        " ON l.project_id = j.value WHERE l.void_reason IS NULL AND l.day <= ? ORDER BY l.day",
        (ids, on.isoformat()),
    ):
        if project in gathered:
            gathered[project][names.LEADING] = Known(bool(leading), f"{by}{day}个别认定")


def _funds(connection: sqlite3.Connection, ids: str, on: dt.date, gathered: Gathered) -> None:
    for project, amount in connection.execute(
        "SELECT f.project_id, sum(f.amount_fen) FROM json_each(?) j"
        " CROSS JOIN funds_arrival f ON f.project_id = j.value"
        " WHERE f.void_reason IS NULL AND f.day <= ? GROUP BY f.project_id",
        (ids, on.isoformat()),
    ):
        if project in gathered:
            gathered[project][names.FUNDS] = Known(amount, "到位资金台账")


def _entries(connection: sqlite3.Connection, ids: str, on: dt.date, gathered: Gathered) -> None:
    """The newest entry of a fact holds; of one day the last one."""
    for project, fact, value, source in connection.execute(
        "SELECT f.project_id, f.fact, f.value, f.source FROM json_each(?) j CROSS JOIN fact_entry f"
        " ON f.project_id = j.value WHERE f.void_reason IS NULL AND f.day <= ? ORDER BY f.day, f.id",
        (ids, on.isoformat()),
    ):
        if project in gathered and fact in FACTS and FACTS[fact].kind in (Kind.MONEY, Kind.NUMBER):
            gathered[project][fact] = Known(value, source or _ENTRIES)


def finder_of(connection: sqlite3.Connection) -> Finder:
    """Return the finder of industries by words, made anew only where the table of words changed."""
    rows = table(connection, "keyword")
    return _finder(tuple(tuple(row.items()) for row in rows))


@lru_cache(maxsize=2)
def _finder(rows: tuple[tuple[tuple[str, str], ...], ...]) -> Finder:
    return Finder(dict(row) for row in rows)
