"""A side of the dossiers as .xlsx, for the audience that may see those it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from app.reports.xlsx import Cell, Column, write_sheet
from app.rules.audience import Audience, Door, NamedUnit, Scope, goes_to, widest_for
from app.rules.money import WAN
from app.services.dossiers.sides import SIDES, Side, SideRow

_FIGURES = (
    Column("项目", 8, "#,##0"),
    Column("签约", 10, "0.####"),
    Column("签约金额（万元）", 16, "#,##0.00"),
    Column("超亿", 8, "0.####"),
    Column("开工", 8, "0.####"),
    Column("投产", 8, "0.####"),
    Column("到位资金（万元）", 16, "#,##0.00"),
    Column("待认定", 8, "#,##0"),
    Column("终止", 8, "#,##0"),
)


def export_side(
    side: Side, rows: Sequence[SideRow], path: Path, period: str, as_of: dt.date, *, units: Sequence[NamedUnit]
) -> Audience:
    """Write `rows` of a side and the city below them to an .xlsx file; return the audience that it says it is for.

    Leaders are for the standing committee alone, and so is what names one of `units` that is a leader. Raises
    `OfficeError` where the file cannot be written.
    """
    grouped = side.by in ("leader", "department", "county")
    within = widest_for(side.by) if grouped else Audience.ALL_OFFICIALS
    audience = goes_to(units, [path.name, period, *(row.name for row in rows)], within)
    lines = [_line(row) for row in (*rows, SideRow(None, "全市（不重复计算）", side.city))]
    write_sheet(
        path,
        f"招商项目情况（按{SIDES[side.by]}）",
        (Column(SIDES[side.by], 28), *_FIGURES),
        lines,
        door=Door(Scope(audience), units),
        note=f"{period}　截至 {as_of}",
    )
    return audience


def _line(row: SideRow) -> list[Cell]:
    totals = row.totals
    return [
        row.name,
        totals.projects,
        float(totals.signed),
        float(totals.amount_fen / WAN),
        float(totals.over),
        float(totals.started),
        float(totals.producing),
        float(totals.funds_fen / WAN),
        totals.waiting,
        totals.terminated,
    ]
