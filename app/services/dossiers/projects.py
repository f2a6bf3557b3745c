"""The list of projects: an ordered list of ids, and the rows of the page that is looked at.

Plain SQL on sqlite3, because 100,000 projects must show at once (docs/decisions/0004).
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.rules.errors import Refused
from app.rules.periods import Period
from app.rules.query import parse_query
from app.rules.stages import Stage


@dataclass(frozen=True)
class ProjectFilter:
    """What to list. Ids of units, industries, enterprises; `period` holds the signing day; empty means all.

    `text` is what is typed into the search (`rules.query`); `unverified` lists what has a stage to be verified;
    `ids` narrows the list to certain projects.
    """

    text: str = ""
    county: int | None = None
    stage: Stage | None = None
    unit: int | None = None
    industry: int | None = None
    period: Period | None = None
    enterprise: int | None = None
    unverified: bool = False
    ids: tuple[int, ...] | None = None


@dataclass(frozen=True)
class ProjectRow:
    """One line of the list. Amounts in 分; `dates` holds the day of each stage reached."""

    id: int
    code: str
    name: str
    enterprise: str
    uscc: str
    industry: str
    investment_fen: int | None
    county: str
    leader: str
    department: str
    stage: Stage
    signed_day: dt.date | None
    dates: dict[Stage, dt.date]
    funds_fen: int
    referrers: tuple[str, ...]
    verified: bool

    def to_json(self) -> dict[str, object]:
        """Return the project as the command line prints it for programs."""
        return {
            "code": self.code,
            "name": self.name,
            "enterprise": self.enterprise,
            "uscc": self.uscc,
            "industry": self.industry,
            "investment_fen": self.investment_fen,
            "county": self.county,
            "leader": self.leader,
            "department": self.department,
            "stage": self.stage.label,
            "dates": {stage.label: day.isoformat() for stage, day in sorted(self.dates.items())},
            "funds_fen": self.funds_fen,
            "referrers": list(self.referrers),
        }


@dataclass(frozen=True)
class Choice:
    """Something to choose from a list: its id and what it is called."""

    id: int
    name: str


@dataclass(frozen=True)
class FilterChoices:
    """What the filters offer: the units of each group, the industries, the years with signings."""

    counties: tuple[Choice, ...]
    leaders: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    industries: tuple[Choice, ...]
    years: tuple[int, ...]


@dataclass(frozen=True)
class Totals:
    """How many projects are listed, and their declared investment in 分."""

    count: int
    investment_fen: int


_SORTS = {
    "code": "p.code",
    "name": "p.name",
    "enterprise": "(SELECT name FROM enterprise WHERE id = p.enterprise_id)",
    "industry": "(SELECT name FROM industry WHERE id = p.industry_id)",
    "investment": "p.investment_fen",
    "county": "(SELECT name FROM unit WHERE id = p.county_id)",
    "stage": "p.stage",
    "signed": "p.signed_day",
}
SORT_KEYS = tuple(_SORTS)

_RECOGNISED = (
    f"coalesce((SELECT r.amount_fen FROM stage_event r WHERE r.project_id = p.id AND r.stage = {int(Stage.SIGNED)}"
    " AND r.is_main = 1 AND r.verified_on IS NOT NULL AND r.void_reason IS NULL), p.investment_fen)"
)

PAGE = 400
"""How many ids go into one SQL statement."""


def project_ids(
    connection: sqlite3.Connection, wanted: ProjectFilter, sort: str = "signed", descending: bool = True
) -> list[int]:
    """Return the ids of the projects wanted, in order; ties by id. `sort` is one of `SORT_KEYS`."""
    where, values = _where(wanted)
    way = "DESC" if descending else "ASC"
    ordered = f"SELECT p.id FROM project p {where} ORDER BY {_SORTS[sort]} {way}, p.id {way}"
    # One row with all ids in it costs a third of a row for each: the window opens on 100,000 of them.
    (ids,) = connection.execute(f"SELECT json_group_array(id) FROM ({ordered})", values).fetchone()
    return json.loads(ids)


def totals(connection: sqlite3.Connection, ids: Sequence[int] | None = None) -> Totals:
    """Return count and declared investment of the given projects, or of all."""
    if ids is None:
        row = connection.execute(
            "SELECT count(*), coalesce(sum(investment_fen), 0) FROM project WHERE void_reason IS NULL"
        ).fetchone()
        return Totals(*row)
    amount = 0
    for page in _pages(ids):
        marks = ",".join("?" * len(page))
        amount += connection.execute(
            f"SELECT coalesce(sum(investment_fen), 0) FROM project WHERE id IN ({marks})", page
        ).fetchone()[0]
    return Totals(len(ids), amount)


def project_rows(connection: sqlite3.Connection, ids: Sequence[int]) -> list[ProjectRow]:
    """Return the rows of `ids`, in their order; an id that is not there is left out."""
    found: dict[int, ProjectRow] = {}
    for page in _pages(ids):
        found.update(_read_page(connection, page))
    return [found[project] for project in ids if project in found]


def filter_choices(connection: sqlite3.Connection) -> FilterChoices:
    """Return what the filters offer."""
    groups: dict[str, list[Choice]] = {"county": [], "leader": [], "department": []}
    for unit, group, name in connection.execute(
        "SELECT id, group_key, name FROM unit WHERE void_reason IS NULL ORDER BY position, id"
    ):
        groups[group].append(Choice(unit, name))
    industries = connection.execute("SELECT id, name FROM industry WHERE void_reason IS NULL ORDER BY id")
    first, last = connection.execute("SELECT min(signed_day), max(signed_day) FROM project").fetchone()
    years = range(int(last[:4]), int(first[:4]) - 1, -1) if first else ()
    return FilterChoices(
        tuple(groups["county"]),
        tuple(groups["leader"]),
        tuple(groups["department"]),
        tuple(Choice(*row) for row in industries),
        tuple(years),
    )


def find_choice(connection: sqlite3.Connection, name: str, group: str | None = None) -> int:
    """Return the id of the unit of that name, past or present; raise `Refused` naming those there are."""
    where, values = ("AND u.group_key = ?", [group]) if group else ("", [])
    row = connection.execute(
        f"SELECT u.id FROM unit u WHERE u.void_reason IS NULL {where} AND (u.name = ? OR EXISTS"
        " (SELECT 1 FROM unit_name n WHERE n.unit_id = u.id AND n.name = ? AND n.void_reason IS NULL))",
        (*values, name, name),
    ).fetchone()
    if row is None:
        known = connection.execute(
            f"SELECT u.name FROM unit u WHERE u.void_reason IS NULL {where} ORDER BY u.position, u.id", values
        )
        raise Refused(f"没有“{name}”这个单位；现有：{'、'.join(one for (one,) in known) or '（还没有）'}。")
    return row[0]


def _pages(ids: Sequence[int]) -> list[list[int]]:
    return [list(ids[start : start + PAGE]) for start in range(0, len(ids), PAGE)]


def _where(wanted: ProjectFilter) -> tuple[str, list[object]]:
    parts, values = ["p.void_reason IS NULL"], list[object]()
    for column, value in (
        ("county_id", wanted.county),
        ("stage", wanted.stage),
        ("industry_id", wanted.industry),
        ("enterprise_id", wanted.enterprise),
    ):
        if value is not None:
            parts.append(f"p.{column} = ?")
            values.append(int(value))
    if wanted.unit is not None:
        parts.append("p.id IN (SELECT project_id FROM credit WHERE unit_id = ? AND void_reason IS NULL)")
        values.append(wanted.unit)
    if wanted.period is not None:
        parts.append("p.signed_day BETWEEN ? AND ?")
        values += [wanted.period.first.isoformat(), wanted.period.last.isoformat()]
    if wanted.ids is not None:
        parts.append("p.id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(wanted.ids))
    if wanted.unverified:
        parts.append(
            "EXISTS (SELECT 1 FROM stage_event s WHERE s.project_id = p.id AND s.verified_on IS NULL AND s.is_main = 1"
            " AND s.void_reason IS NULL)"
        )
    query = parse_query(wanted.text)
    for word in query.words:
        parts.append("instr(p.search_key, ?) > 0")
        values.append(word.lower())
    for sign, bound in ((">=", query.least_fen), ("<=", query.most_fen)):
        if bound is not None:
            parts.append(f"{_RECOGNISED} {sign} ?")
            values.append(bound)
    return "WHERE " + " AND ".join(parts), values


@dataclass
class _Extras:
    """What hangs on a project in other tables, gathered for one page."""

    dates: dict[Stage, dt.date] = field(default_factory=dict)
    verified: bool = True
    units: dict[str, list[str]] = field(default_factory=lambda: {"leader": [], "department": [], "county": []})
    funds: int = 0
    referrers: list[str] = field(default_factory=list)


def _read_page(connection: sqlite3.Connection, ids: list[int]) -> dict[int, ProjectRow]:
    marks = ",".join("?" * len(ids))
    extras = {project: _Extras() for project in ids}
    for project, stage, day, verified in connection.execute(
        f"SELECT project_id, stage, day, verified_on IS NOT NULL FROM stage_event"
        f" WHERE project_id IN ({marks}) AND is_main = 1 AND void_reason IS NULL",
        ids,
    ):
        extras[project].dates[Stage(stage)] = dt.date.fromisoformat(day)
        extras[project].verified &= bool(verified)
    for project, group, name in connection.execute(
        f"SELECT c.project_id, u.group_key, u.name FROM credit c JOIN unit u ON u.id = c.unit_id"
        f" WHERE c.project_id IN ({marks}) AND c.void_reason IS NULL AND c.to_day IS NULL AND c.indicator = ''"
        f" ORDER BY c.id",
        ids,
    ):
        extras[project].units[group].append(name)
    for project, amount in connection.execute(
        f"SELECT project_id, sum(amount_fen) FROM funds_arrival"
        f" WHERE project_id IN ({marks}) AND void_reason IS NULL GROUP BY project_id",
        ids,
    ):
        extras[project].funds = amount
    for project, name in connection.execute(
        f"SELECT r.project_id, coalesce(w.name, e.name) FROM referral r"
        f" LEFT JOIN person w ON w.id = r.person_id LEFT JOIN enterprise e ON e.id = r.enterprise_id"
        f" WHERE r.project_id IN ({marks}) AND r.void_reason IS NULL ORDER BY r.id",
        ids,
    ):
        extras[project].referrers.append(name)
    rows = connection.execute(
        f"SELECT p.id, p.code, p.name, e.name, e.uscc, coalesce(i.name, ''), p.investment_fen, coalesce(u.name, ''),"
        f" p.stage, p.signed_day FROM project p JOIN enterprise e ON e.id = p.enterprise_id"
        f" LEFT JOIN industry i ON i.id = p.industry_id LEFT JOIN unit u ON u.id = p.county_id"
        f" WHERE p.id IN ({marks})",
        ids,
    )
    page = {}
    for project, code, name, enterprise, uscc, industry, investment, county, stage, signed in rows:
        extra = extras[project]
        page[project] = ProjectRow(
            id=project,
            code=code,
            name=name,
            enterprise=enterprise,
            uscc=uscc,
            industry=industry,
            investment_fen=investment,
            county=county,
            leader="、".join(extra.units["leader"]),
            department="、".join(extra.units["department"]),
            stage=Stage(stage),
            signed_day=dt.date.fromisoformat(signed) if signed else None,
            dates=extra.dates,
            funds_fen=extra.funds,
            referrers=tuple(extra.referrers),
            verified=extra.verified,
        )
    return page
