"""A small office for tests: two counties, two departments, three leaders, a scheme, and ways to add projects."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.models.office import Office
from app.models.tables import Industry, Target, Unit
from app.rules.money import WAN
from app.rules.stages import Stage
from app.services.dossiers.keeping import ProjectDraft, add_project, add_stage, verify_stage
from app.services.office.offices import new_office

TODAY = dt.date(2026, 10, 8)
UNITS = {
    "定国县": "county",
    "云河县": "county",
    "市工信局": "department",
    "市商务局": "department",
    "周明远": "leader",
    "沈国栋": "leader",
    "方文博": "leader",
}


def small_office(folder: Path) -> Office:
    """Make the office with its units (ids in the order of `UNITS`) and two industries."""
    office = new_office(folder, "清沅市", "", "清招办", today=TODAY, who="测试")
    with office.change("建立责任主体") as change:
        change.session.add_all(Unit(group_key=group, name=name) for name, group in UNITS.items())
        change.session.add_all([Industry(name="日用化工", codes="268"), Industry(name="食品", codes="14")])
    return office


@contextmanager
def reading(office: Office) -> Iterator[sqlite3.Connection]:
    """Give a reading connection and close it."""
    connection = office.read()
    try:
        yield connection
    finally:
        connection.close()


def unit_id(office: Office, name: str) -> int:
    """Return the id of a unit."""
    with reading(office) as connection:
        return connection.execute("SELECT id FROM unit WHERE name = ?", (name,)).fetchone()[0]


def signed_project(
    office: Office,
    name: str,
    wan: int,
    day: dt.date,
    *,
    county: str = "定国县",
    verified: bool = True,
    on: dt.date | None = None,
) -> int:
    """Add a project of `wan` 万元 signed on `day`, verified the same day (or `on`) unless told otherwise."""
    draft = ProjectDraft(name, f"{name}有限公司", county_id=unit_id(office, county), investment_fen=wan * WAN)
    project = add_project(office, draft, today=TODAY)
    stage = add_stage(office, project, Stage.SIGNED, day, evidence="投资合同")
    if verified:
        verify_stage(office, stage, 1, by="李主任", on=on or day, evidence="投资合同")
    return project


def set_target(office: Office, unit: str, indicator: str, value: int, year: int = 2026) -> None:
    """Give a unit a task; money in 分."""
    with office.change("下达任务") as change:
        change.session.add(Target(unit_id=unit_id(office, unit), year=year, indicator=indicator, value=value))
