"""Ledgers made for tests: sheets written as rows, in every format; and what came of importing them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from app.models.office import Office
from app.rules.stages import Stage
from app.services.dossiers.projects import ProjectFilter, ProjectRow, project_ids, project_rows
from app.services.importing import apply, examine
from app.services.importing.plans import ImportPlan
from tests.support import TODAY, reading

SAMPLES = Path(__file__).parents[2] / "data" / "ledgers"
EXPECTED: dict[str, Any] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
SIGNED = ("项目名称", "投资方", "总投资（万元）", "签约时间", "责任领导", "牵头单位", "落地县区")

Rows = Sequence[Sequence[Any]]


def workbook(path: Path, *sheets: tuple[str, Rows] | tuple[str, Rows, Sequence[str]]) -> Path:
    """Write an .xlsx of sheets: name, rows, merged ranges (A1:B2)."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows, *merges in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for merge in merges[0] if merges else ():
            sheet.merge_cells(merge)
    book.save(path)
    return path


def signed_ledger(path: Path, *rows: Sequence[Any], headings: Sequence[str] = SIGNED, title: str = "签约台账") -> Path:
    """Write a plain signed ledger: title, head in row 2, records from row 3."""
    return workbook(path, ("台账", [[title], headings, *rows]))


def record(name: str, amount: Any = 1200, day: Any = "2026-06-03", **other: str) -> tuple[Any, ...]:
    """Return a row of `signed_ledger` of 甲… made by 甲…有限公司, for 定国县."""
    firm = other.get("firm", f"{name}有限公司")
    units = (other.get("leader", "周明远"), other.get("department", "市商务局"), other.get("county", "定国县"))
    return (name, firm, amount, day, *units)


def take_in(office: Office, path: Path, **how: Any) -> dict[str, Any]:
    """Examine and apply; return the result as JSON."""
    return apply(office, examine(office, path, today=TODAY, **how), today=TODAY).to_json()


def projects(office: Office) -> dict[str, ProjectRow]:
    """Return all projects by name."""
    with reading(office) as connection:
        rows = project_rows(connection, project_ids(connection, ProjectFilter()))
    return {row.name: row for row in rows}


def funds(office: Office, name: str) -> list[tuple[str, int, str]]:
    """Return the arrivals of a project in order: day, 万元, kind."""
    with reading(office) as connection:
        rows = connection.execute(
            "SELECT f.day, f.amount_fen / 1000000, f.kind FROM funds_arrival f JOIN project p ON p.id = f.project_id"
            " WHERE p.name = ? AND f.void_reason IS NULL ORDER BY f.day, f.id",
            (name,),
        )
        return rows.fetchall()


def counts(result: dict[str, Any]) -> tuple[int, int, int, int]:
    """Return how many rows were added, updated, unchanged, refused."""
    return result["added"], result["updated"], result["unchanged"], len({line["row"] for line in result["refused"]})


def reasons(found: dict[str, Any] | ImportPlan) -> dict[int, str]:
    """Return the refusals by row, joined."""
    lines = (found if isinstance(found, dict) else found.to_json())["refused"]
    joined: dict[int, str] = {}
    for line in lines:
        joined[line["row"]] = joined.get(line["row"], "") + f"{line['field']}：{line['reason']}；"
    return joined


def assumptions(result: dict[str, Any]) -> str:
    """Return all assumptions as one text."""
    return "\n".join(f"{line['row']} {line['field']} {line['value']} {line['reason']}" for line in result["assumed"])


def dates(project: ProjectRow) -> dict[str, str]:
    """Return the days of a project's stages, but for the signing."""
    return {stage.label: day.isoformat() for stage, day in project.dates.items() if stage is not Stage.SIGNED}


def day(text: str) -> dt.date:
    """Return a day from its ISO form."""
    return dt.date.fromisoformat(text)
