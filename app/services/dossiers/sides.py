"""Dossiers from five sides (§1): by leader, department, county, enterprise and industry, with totals and trend.

Leaders and departments are counted by their credit share, as in the ranking; counties by where a project lands. The
city's own line counts every project once, whatever the shares say. Only verified stages count.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from app.rules.errors import Refused
from app.rules.money import YI
from app.rules.periods import Period
from app.rules.scoring_forms import number
from app.rules.stages import Stage
from app.services.dossiers.projects import ProjectFilter

By = Literal["leader", "department", "county", "enterprise", "industry"]
SIDES: dict[By, str] = {
    "leader": "市领导",
    "department": "部门",
    "county": "县区",
    "enterprise": "企业",
    "industry": "行业",
}

_WHOLE = 10_000
_SIGNED, _STARTED, _PRODUCING = int(Stage.SIGNED), int(Stage.STARTED), int(Stage.IN_PRODUCTION)


@dataclass(frozen=True)
class Totals:
    """Figures of one side or of the city. Counts are by share; amounts in 分, exact.

    `projects` are all dossiers, whole; `over` are signings of at least 1 亿; `waiting` are dossiers with a stage still
    to be verified; `terminated` those given up.
    """

    projects: int
    signed: Fraction
    amount_fen: Fraction
    over: Fraction
    started: Fraction
    producing: Fraction
    funds_fen: Fraction
    waiting: int
    terminated: int


@dataclass(frozen=True)
class SideRow:
    """One leader, department, county, enterprise or industry; `id` is None for projects that have none."""

    id: int | None
    name: str
    totals: Totals


@dataclass(frozen=True)
class Side:
    """All rows of a side, those with the most projects first, and the city's own totals."""

    by: By
    rows: tuple[SideRow, ...]
    city: Totals

    def to_json(self) -> dict[str, object]:
        """Return the side as the command line prints it for programs."""
        return {
            "by": self.by,
            "rows": [{"name": row.name, **_json(row.totals)} for row in self.rows],
            "city": _json(self.city),
        }


@dataclass(frozen=True)
class TrendPoint:
    """What was signed, started and paid in one month or year."""

    period: Period
    signed: Fraction
    amount_fen: Fraction
    started: Fraction
    funds_fen: Fraction


def side(connection: sqlite3.Connection, by: str, as_of: dt.date, period: Period | None = None) -> Side:
    """Return the dossiers seen from one side.

    With a `period` signings, starts and funds are those of its days; dossiers are those signed in it.
    Raises `Refused` for a side that there is not.
    """
    chosen = _known(by)
    join, key = _joined(chosen)
    first, last = _bounds(period, as_of)
    figures: dict[int | None, dict[str, int]] = {}
    for column, query, values in _queries(join, key, first, last, as_of, period is not None):
        for owner, *amounts in connection.execute(query, values):
            line = figures.setdefault(owner, {})
            line.update(zip(column, amounts, strict=True))
    names = _names(connection, chosen)
    whole = _WHOLE if join else 1
    rows = [
        SideRow(owner, names.get(owner, "（未定）") if owner is not None else "（未定）", _totals(line, whole))
        for owner, line in figures.items()
        if line.get("projects")
    ]
    rows.sort(key=lambda row: (row.id is None, -row.totals.projects, -row.totals.amount_fen, row.name))
    city: dict[str, int] = {}
    for column, query, values in _queries("", "NULL", first, last, as_of, period is not None):
        for _, *amounts in connection.execute(query, values):
            city.update(zip(column, amounts, strict=True))
    return Side(chosen, tuple(rows), _totals(city, 1))


def trend(
    connection: sqlite3.Connection, by: str, owner: int | None, as_of: dt.date, *, years: bool = False, count: int = 12
) -> tuple[TrendPoint, ...]:
    """Return month by month (or year by year) what one side did, the last of `count` being that of `as_of`.

    `owner` is None for the whole city.
    """
    chosen = _known(by)
    join, key = _joined(chosen) if owner is not None else ("", "NULL")
    periods = _last_years(as_of, count) if years else _last_months(as_of, count)
    form = 4 if years else 7
    whole = _WHOLE if join else 1
    found: dict[str, dict[str, int]] = {}
    mine = f" AND {key} = {int(owner)}" if owner is not None else ""
    for columns, query, values in _trend_queries(join, mine, form, periods[0].first, as_of):
        for label, *amounts in connection.execute(query, values):
            found.setdefault(label, {}).update(zip(columns, amounts, strict=True))
    return tuple(
        TrendPoint(
            period,
            *(
                _shared(found.get(period.first.isoformat()[:form], {}), column, whole)
                for column in ("signed", "amount", "started", "funds")
            ),
        )
        for period in periods
    )


def filter_for(by: str, owner: int | None, period: Period | None = None) -> ProjectFilter:
    """Return the filter of the list that shows the projects behind a row: the way down to the dossiers."""
    match _known(by):
        case "county":
            return ProjectFilter(county=owner, period=period)
        case "enterprise":
            return ProjectFilter(enterprise=owner, period=period)
        case "industry":
            return ProjectFilter(industry=owner, period=period)
        case _:
            return ProjectFilter(unit=owner, period=period)


def _known(by: str) -> By:
    for known in get_args(By):
        if by == known:
            return known
    raise Refused(f"没有“{by}”这个角度；可选：{'、'.join(f'{key}（{label}）' for key, label in SIDES.items())}。")


def _joined(by: By) -> tuple[str, str]:
    """Return how a project p is joined to its owners, and their key; `c.share_bp` is there where shares count."""
    if by in ("leader", "department"):
        return (
            (
                " JOIN credit c ON c.project_id = p.id AND c.void_reason IS NULL AND c.indicator = ''"
                f" AND c.to_day IS NULL JOIN unit o ON o.id = c.unit_id AND o.group_key = '{by}'"
            ),
            "c.unit_id",
        )
    return "", {"county": "p.county_id", "enterprise": "p.enterprise_id", "industry": "p.industry_id"}[by]


_Query = tuple[tuple[str, ...], str, list[object]]
"""Names of the figures, the query that gives them after their owner, and its values."""

_COUNTS = "s.day BETWEEN ? AND ? AND s.verified_on <= ? AND s.is_main = 1 AND s.void_reason IS NULL"
_AMOUNT = "coalesce(s.amount_fen, p.investment_fen, 0)"


def _queries(join: str, key: str, first: str, last: str, as_of: dt.date, within: bool) -> list[_Query]:
    only = "AND p.signed_day BETWEEN ? AND ?" if within else ""
    signed_in: list[object] = [first, last] if within else []
    group = f"GROUP BY {key}" if key != "NULL" else ""
    share = _share(join)
    heads = (
        f"SELECT {key}, count(*), sum(p.stage = {int(Stage.TERMINATED)}) FROM project p{join}"
        f" WHERE p.void_reason IS NULL {only} {group}"
    )
    waiting = (
        f"SELECT {key}, count(DISTINCT p.id) FROM {_staged(join)} WHERE s.verified_on IS NULL AND s.is_main = 1"
        f" AND s.void_reason IS NULL AND s.stage >= {_SIGNED} {only} {group}"
    )
    large = f"sum({share} * ({_AMOUNT} >= {YI}))"
    days: list[object] = [first, last]
    known = [*days, as_of.isoformat()]
    return [
        (("projects", "terminated"), heads, signed_in),
        (("waiting",), waiting, signed_in),
        (
            ("signed", "amount", "amount_rest", "over"),
            _reached(join, key, _SIGNED, f"sum({share}), {_money(share, _AMOUNT)}, {large}", group),
            known,
        ),
        (("started",), _reached(join, key, _STARTED, f"sum({share})", group), known),
        (("producing",), _reached(join, key, _PRODUCING, f"sum({share})", group), known),
        (("funds", "funds_rest"), _paid(join, key, "", group), days),
    ]


def _trend_queries(join: str, mine: str, form: int, first: dt.date, as_of: dt.date) -> list[_Query]:
    share = _share(join)
    days: list[object] = [first.isoformat(), as_of.isoformat()]
    known = [*days, as_of.isoformat()]
    month, paid_in = f"substr(s.day, 1, {form})", f"substr(f.day, 1, {form})"
    rest = f"{mine} GROUP BY 1"
    return [
        (
            ("signed", "amount", "amount_rest"),
            _reached(join, month, _SIGNED, f"sum({share}), {_money(share, _AMOUNT)}", rest),
            known,
        ),
        (("started",), _reached(join, month, _STARTED, f"sum({share})", rest), known),
        (("funds", "funds_rest"), _paid(join, paid_in, mine, "GROUP BY 1"), days),
    ]


def _money(share: str, amount: str) -> str:
    """Return two sums, of the 万分 and of the rest: shares of a hundred thousand large amounts burst one integer."""
    return f"sum({share} * ({amount} / {_WHOLE})), sum({share} * ({amount} % {_WHOLE}))"


def _share(join: str) -> str:
    return "c.share_bp" if join else "1"


def _staged(join: str) -> str:
    return f"stage_event s JOIN project p ON p.id = s.project_id AND p.void_reason IS NULL{join}"


def _reached(join: str, key: str, stage: int, figures: str, rest: str) -> str:
    return f"SELECT {key}, {figures} FROM {_staged(join)} WHERE s.stage = {stage} AND {_COUNTS} {rest}"


def _paid(join: str, key: str, mine: str, rest: str) -> str:
    return (
        f"SELECT {key}, {_money(_share(join), 'f.amount_fen')} FROM funds_arrival f"
        f" JOIN project p ON p.id = f.project_id AND p.void_reason IS NULL{join}"
        f" WHERE f.day BETWEEN ? AND ? AND f.void_reason IS NULL{mine} {rest}"
    )


def _bounds(period: Period | None, as_of: dt.date) -> tuple[str, str]:
    if period is None:
        return "0001-01-01", as_of.isoformat()
    return period.first.isoformat(), min(period.last, as_of).isoformat()


def _names(connection: sqlite3.Connection, by: By) -> dict[int, str]:
    table = by if by in ("enterprise", "industry") else "unit"
    return dict(connection.execute(f"SELECT id, name FROM {table}").fetchall())


def _totals(line: dict[str, int], whole: int) -> Totals:
    return Totals(
        projects=line.get("projects") or 0,
        signed=_shared(line, "signed", whole),
        amount_fen=_shared(line, "amount", whole),
        over=_shared(line, "over", whole),
        started=_shared(line, "started", whole),
        producing=_shared(line, "producing", whole),
        funds_fen=_shared(line, "funds", whole),
        waiting=line.get("waiting") or 0,
        terminated=line.get("terminated") or 0,
    )


def _shared(line: dict[str, int], figure: str, whole: int) -> Fraction:
    """Return a figure of so many shares; amounts come in two parts."""
    value = line.get(figure) or 0
    if f"{figure}_rest" in line:
        value = value * _WHOLE + (line[f"{figure}_rest"] or 0)
    return Fraction(value, whole)


def _last_months(as_of: dt.date, count: int) -> Sequence[Period]:
    months = [divmod(as_of.year * 12 + as_of.month - 1 - back, 12) for back in range(count - 1, -1, -1)]
    return [Period.months(year, month + 1, year, month + 1) for year, month in months]


def _last_years(as_of: dt.date, count: int) -> Sequence[Period]:
    return [Period.months(year, 1, year, 12) for year in range(as_of.year - count + 1, as_of.year + 1)]


def _json(totals: Totals) -> dict[str, object]:
    return {
        "projects": totals.projects,
        "signed": str(number(totals.signed)),
        "amount_fen": round(totals.amount_fen),
        "over": str(number(totals.over)),
        "started": str(number(totals.started)),
        "producing": str(number(totals.producing)),
        "funds_fen": round(totals.funds_fen),
        "waiting": totals.waiting,
        "terminated": totals.terminated,
    }
