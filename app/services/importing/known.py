"""What the office knows already, read once before an import is examined."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.rules.ledger.twins import Identity, county_key
from app.rules.names import core, name_key
from app.rules.stages import Stage

_PAGE = 500


@dataclass(frozen=True, slots=True)
class KnownProject:
    """A project that is there, with what an import may change."""

    id: int
    code: str
    name: str
    enterprise: int
    industry: int | None
    county: int | None
    investment_fen: int | None
    contracted_fen: int | None
    fixed_fen: int | None
    filed_fen: int | None
    stage: int
    content: str
    note: str


@dataclass
class Details:
    """What hangs on a project: stage events by (stage, source), credits by group, referrals, arrivals of funds."""

    events: dict[tuple[Stage, str], tuple[int, dt.date, bool]] = field(default_factory=dict)
    credits: list[tuple[int, int, str, int]] = field(default_factory=list)
    referrals: set[tuple[str, int]] = field(default_factory=set)
    funds: list[tuple[dt.date, int]] = field(default_factory=list)

    def days(self) -> dict[Stage, dt.date]:
        """Return the day of each stage reached, by its main event."""
        return {stage: day for (stage, _), (_, day, main) in self.events.items() if main}


@dataclass
class Known:
    """The units, industries, enterprises and projects of the office, indexed as ledgers call them."""

    city: str
    seen_change: int
    unit_groups: dict[int, tuple[str, str]] = field(default_factory=dict)
    units: dict[str, dict[str, int]] = field(default_factory=dict)
    old_names: dict[str, int] = field(default_factory=dict)
    aliases: dict[tuple[str, str], int] = field(default_factory=dict)
    industries: dict[str, int] = field(default_factory=dict)
    industry_names: dict[int, str] = field(default_factory=dict)
    enterprises: dict[int, tuple[str, str]] = field(default_factory=dict)
    by_uscc: dict[str, int] = field(default_factory=dict)
    by_firm: dict[str, int] = field(default_factory=dict)
    persons: dict[str, int] = field(default_factory=dict)
    projects: dict[int, KnownProject] = field(default_factory=dict)
    by_code: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    by_core: dict[str, list[int]] = field(default_factory=dict)
    identities: dict[int, Identity] = field(default_factory=dict)

    @property
    def counties(self) -> set[str]:
        """The names of the counties."""
        return set(self.units.get("county", {}))

    def projects_of(self, enterprise: int) -> list[int]:
        """Return the projects of an enterprise."""
        name, _ = self.enterprises[enterprise]
        return [
            project for project in self.by_core.get(core(name), ()) if self.projects[project].enterprise == enterprise
        ]


def last_change(connection: sqlite3.Connection) -> int:
    """Return the number of the last change of the office."""
    return connection.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()[0]


def read_known(connection: sqlite3.Connection) -> Known:
    """Read what rows are compared with."""
    row = connection.execute("SELECT city FROM office_facts").fetchone()
    known = Known(row[0] if row else "", last_change(connection))
    known.units = {"leader": {}, "department": {}, "county": {}}
    for unit, group, name in connection.execute("SELECT id, group_key, name FROM unit WHERE void_reason IS NULL"):
        known.unit_groups[unit] = (group, name)
        known.units[group][name] = unit
    for unit, name in connection.execute("SELECT unit_id, name FROM unit_name WHERE void_reason IS NULL"):
        known.old_names.setdefault(name, unit)
    for kind, text, target in connection.execute("SELECT kind, text, target_id FROM alias"):
        known.aliases[kind, text] = target
    for industry, name in connection.execute("SELECT id, name FROM industry WHERE void_reason IS NULL"):
        known.industries[name] = industry
        known.industry_names[industry] = name
    for person, name in connection.execute("SELECT id, name FROM person WHERE void_reason IS NULL ORDER BY id"):
        known.persons.setdefault(name, person)
    for enterprise, name, uscc in connection.execute(
        "SELECT id, name, uscc FROM enterprise WHERE void_reason IS NULL ORDER BY id"
    ):
        known.enterprises[enterprise] = (name, uscc)
        known.by_firm.setdefault(name_key(name), enterprise)
        if uscc:
            known.by_uscc[uscc] = enterprise
    _read_projects(connection, known)
    return known


def _read_projects(connection: sqlite3.Connection, known: Known) -> None:
    counties: dict[int | None, str] = {unit: county_key(name) for name, unit in known.units["county"].items()}
    for row in connection.execute(
        "SELECT id, code, name, enterprise_id, industry_id, county_id, investment_fen, contracted_fen, fixed_fen,"
        " filed_fen, stage, content, note, signed_day FROM project WHERE void_reason IS NULL ORDER BY id"
    ):
        project, signed = KnownProject(*row[:-1]), row[-1]
        known.projects[project.id] = project
        known.by_code[project.code] = project.id
        enterprise, uscc = known.enterprises.get(project.enterprise, ("", ""))
        identity = Identity(
            name_key(project.name),
            name_key(enterprise),
            core(enterprise),
            uscc,
            project.investment_fen,
            dt.date.fromisoformat(signed) if signed else None,
            counties.get(project.county, ""),
        )
        known.identities[project.id] = identity
        known.by_name.setdefault(identity.name, []).append(project.id)
        known.by_core.setdefault(identity.firm, []).append(project.id)


def read_details(connection: sqlite3.Connection, projects: Iterable[int]) -> dict[int, Details]:
    """Read what hangs on the given projects."""
    ids = list(dict.fromkeys(projects))
    found = {project: Details() for project in ids}
    for start in range(0, len(ids), _PAGE):
        page = ids[start : start + _PAGE]
        marks = ",".join("?" * len(page))
        for project, event, stage, day, source, main in connection.execute(
            f"SELECT project_id, id, stage, day, source, is_main FROM stage_event"
            f" WHERE project_id IN ({marks}) AND void_reason IS NULL",
            page,
        ):
            key = (Stage(stage), "" if main else source)
            found[project].events[key] = (event, dt.date.fromisoformat(day), bool(main))
        for project, credit, unit, group, share in connection.execute(
            f"SELECT c.project_id, c.id, c.unit_id, u.group_key, c.share_bp"
            f" FROM credit c JOIN unit u ON u.id = c.unit_id WHERE c.project_id IN ({marks})"
            f" AND c.void_reason IS NULL AND c.indicator = '' AND c.to_day IS NULL",
            page,
        ):
            found[project].credits.append((credit, unit, group, share))
        for project, person, enterprise in connection.execute(
            f"SELECT project_id, person_id, enterprise_id FROM referral"
            f" WHERE project_id IN ({marks}) AND void_reason IS NULL",
            page,
        ):
            found[project].referrals.add(("person", person) if person else ("enterprise", enterprise))
        for project, day, amount in connection.execute(
            f"SELECT project_id, day, amount_fen FROM funds_arrival"
            f" WHERE project_id IN ({marks}) AND void_reason IS NULL",
            page,
        ):
            found[project].funds.append((dt.date.fromisoformat(day), amount))
    return found
