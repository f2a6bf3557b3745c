"""An office with a chain: a food factory, a paper mill and a packaging works, signed and verified."""

from __future__ import annotations

import datetime as dt

from app.models.office import Office
from app.rules.money import WAN
from app.rules.stages import Stage
from app.services.dossiers.keeping import ProjectDraft, add_project, add_stage, verify_stage
from tests.support import TODAY, reading, unit_id

JUNE = dt.date(2026, 6, 8)


def industry_id(office: Office, name: str, codes: str = "") -> int:
    """Return the id of an industry, made with its codes where the office does not know it."""
    from app.models.tables import Industry

    with reading(office) as connection:
        row = connection.execute("SELECT id FROM industry WHERE name = ?", (name,)).fetchone()
    if row:
        return row[0]
    with office.change("新增产业") as change:
        industry = Industry(name=name, codes=codes)
        change.session.add(industry)
        change.session.flush()
        return industry.id


def settled(
    office: Office,
    name: str,
    industry: str,
    codes: str = "",
    *,
    enterprise: str = "",
    wan: int = 5000,
    day: dt.date = JUNE,
    verified_on: dt.date | None = JUNE,
    county: str = "定国县",
    content: str = "",
) -> int:
    """Add a project of `wan` 万元 signed on `day` and return its id; without `verified_on` it is not verified."""
    draft = ProjectDraft(
        name,
        enterprise or f"{name}有限公司",
        industry_id=industry_id(office, industry, codes),
        county_id=unit_id(office, county),
        investment_fen=wan * WAN,
        content=content,
    )
    project = add_project(office, draft, today=TODAY)
    stage = add_stage(office, project, Stage.SIGNED, day, evidence="投资合同")
    if verified_on:
        verify_stage(office, stage, 1, by="李主任", on=verified_on, evidence="投资合同")
    return project
