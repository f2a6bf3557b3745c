"""The rows of a ledger that were not taken in, as .xlsx, to be sent back to those who filled it in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.reports.xlsx import Column, write_sheet
from app.rules.audience import Door, NamedUnit
from app.services.importing.plans import ImportPlan

_COLUMNS = (Column("工作表", 14), Column("行", 8), Column("栏目", 18), Column("原文", 30), Column("原因", 60))


def export_refusals(plan: ImportPlan, path: Path, *, units: Sequence[NamedUnit]) -> None:
    """Write what a dry run refused, row by row with the reason; raises `OfficeError` where it cannot be written.

    It states how far it may go: no further than those of `units` may whom the ledger names.
    """
    rows = [(one.sheet, one.row, one.field, one.value, one.reason) for one in plan.refused]
    title = f"{plan.path.stem}：拒收清单"
    door = Door.of_widest(units, [path.name, title, *(str(cell) for row in rows for cell in row)])
    write_sheet(path, title, _COLUMNS, rows, door=door, note=f"共 {len(rows)} 条，请改正后重新报送")
