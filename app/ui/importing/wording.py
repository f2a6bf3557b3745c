"""What an import shows in words: values as they were read, a row's cells, its changes, the list of refusals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.rules.days import Day
from app.rules.ledger.cells import Prose
from app.rules.ledger.lines import shown
from app.rules.money import in_words
from app.rules.stages import Stage

if TYPE_CHECKING:
    from app.rules.ledger.records import Remark
    from app.services.importing.plans import ImportPlan, PlannedRow

REMARK_HEADS = ("行", "栏目", "原文", "原因")
SAMPLES = 3
"""How many values of a column are shown beside its heading."""


@dataclass(frozen=True)
class ReadCell:
    """A cell of a row: what its column means, what stood there, what was read from it."""

    label: str
    original: str
    value: str


def reports_funds(plan: ImportPlan) -> bool:
    """Tell whether a ledger has columns of funds: then the month that it reports matters."""
    return any(key.startswith("funds_") for reading in plan.readings for key in reading.readers)


def as_read(value: object, kind: str) -> str:
    """Return a value as it was read from a cell; `kind` is the type of its column (money is kept in 分)."""
    if value is None:
        return ""
    if isinstance(value, Day):
        return value.day.isoformat()
    if isinstance(value, Stage):
        return value.label
    if isinstance(value, Prose):
        return f"{value.text}（作为进展文字）"
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    if kind == "money" and isinstance(value, int):
        return in_words(value)
    return str(value)


def cells_of(plan: ImportPlan, row: PlannedRow) -> list[ReadCell]:
    """Return the cells of a row that are taken in, in the sheet's order; one that cannot be read has no value."""
    readers = sorted(plan.readings[row.sheet].readers.items(), key=lambda pair: pair[1].index)
    return [
        ReadCell(reader.label, original, as_read(row.record.values.get(key), reader.type))
        for key, reader in readers
        if (original := row.record.text(reader)) or key in row.record.values
    ]


def samples_of(plan: ImportPlan, column: int) -> str:
    """Return the first values of a column, for recognising it."""
    found: list[str] = []
    for record in plan.readings[0].records:
        text = shown(record.cells[column]) if column < len(record.cells) else ""
        if text and text not in found:
            found.append(text)
        if len(found) == SAMPLES:
            break
    return "；".join(found)


def changes_of(row: PlannedRow) -> str:
    """Return what a row changes, in one line: 总投资：5,000万元 → 8,000万元."""
    return "；".join(
        f"{one.label}：{one.old} → {one.new}" if one.old else f"{one.label}：{one.new}" for one in row.differences
    )


def content_of(plan: ImportPlan, row: PlannedRow) -> str:
    """Return what a new row brings, in one line."""
    if row.differences:
        return changes_of(row)
    name = "unit" if plan.kind == "targets" else "name"
    readers = plan.readings[row.sheet].readers
    skipped = readers[name].label if name in readers else ""
    return "；".join(
        f"{cell.label}：{cell.value}" for cell in cells_of(plan, row) if cell.value and cell.label != skipped
    )


def place(row: int, sheet: str) -> str:
    """Return where something stands: 12, or 表二 第12行 where a file has several sheets."""
    return f"{sheet} 第{row}行" if sheet else str(row)


def remark_line(remark: Remark) -> tuple[str, ...]:
    """Return a remark under `REMARK_HEADS`."""
    return place(remark.row, remark.sheet), remark.field, remark.value, remark.reason


def counts(plan: ImportPlan) -> str:
    """Return the result of a dry run in one line."""
    refused = len({(one.sheet, one.row) for one in plan.refused})
    told = [
        f"共 {len(plan.rows)} 行",
        f"新增 {plan.count('add')}",
        f"更新 {plan.count('update')}",
        f"无变化 {plan.count('same')}",
        f"拒收 {refused}",
    ]
    if plan.suspects:
        told.append(f"疑似重复待定 {len(plan.suspects)}")
    if skipped := plan.count("skip"):
        told.append(f"按选择跳过 {skipped}")
    return "，".join(told)
