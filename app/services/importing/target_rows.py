"""Planning the rows of a table of targets: each unit's task of the year per indicator; an empty cell is no task."""

from __future__ import annotations

import re
import sqlite3

from app.rules.ledger.lines import LineKind, county_of
from app.rules.ledger.records import Reading, Record, Remark
from app.rules.money import format_yi
from app.rules.names import is_organisation
from app.rules.reading import tidy
from app.services.importing.known import Known
from app.services.importing.plans import Difference, ImportPlan, PlannedRow, TargetWork
from app.services.importing.resolving import Resolver
from app.services.importing.units import GROUP_LABELS, Doubtful, Unclear

LEVEL = "市下达"
INDICATORS = {
    "target_signed": "signed",
    "target_over": "over",
    "target_amount": "amount",
    "target_funds": "funds",
}
"""The column of a target → the indicator it is kept under."""

_GROUPS = (
    ("county", re.compile(r"县|区|乡|镇|园区")),
    ("leader", re.compile(r"领导|市长|书记|常委")),
    ("department", re.compile(r"部门|单位|市直|局|委办")),
)

_TELLING = re.compile(r"县|区|领导|部门|市直")
"""Only such headings tell the group of what stands below them; 责任单位 may be any."""


def group_of(text: str) -> str | None:
    """Return the group that a category or heading names: 市领导, 市直部门, 县区; None for none or several."""
    found = [group for group, words in _GROUPS if words.search(tidy(text))]
    if len(found) == 2 and "department" in found:
        found.remove("department")
    return found[0] if len(found) == 1 else None


def plan_targets(
    plan: ImportPlan, known: Known, resolver: Resolver, connection: sqlite3.Connection, *, year: int
) -> None:
    """Plan every record of the sheets as targets of `year`."""
    held = {
        (unit, indicator): (target, value)
        for target, unit, indicator, value in connection.execute(
            "SELECT id, unit_id, indicator, value FROM target WHERE year = ? AND level = ? AND void_reason IS NULL",
            (year, LEVEL),
        )
    }
    changed = _changed(connection, year)
    seen: dict[tuple[str, str], int] = {}
    for sheet, reading in enumerate(plan.readings):
        name = reading.sheet.name if plan.several else ""
        sections = _sections(reading)
        for record in reading.records:
            row = PlannedRow(sheet, record, "refuse", "、".join(record.values.get("unit", ())))
            plan.rows.append(row)
            group = _group(plan, known, reading, record, sections, name)
            if not record.faults and group:
                _refuse_repeated(record, group, row.name, seen)
            if not record.faults and group:
                _work(row, reading, resolver, group, held, changed, name)
            if record.faults:
                plan.refused.extend(Remark(one.row, one.field, one.value, one.reason, name) for one in record.faults)
    plan.suspects.extend(doubt.suspect() for doubt in resolver.units.doubts)


def _changed(connection: sqlite3.Connection, year: int) -> dict[int, int | None]:
    """Return what the tasks that were changed within the year are now, by target: an import must not rewrite them."""
    return dict(
        connection.execute(
            "SELECT c.target_id, c.value FROM target_change c JOIN target t ON t.id = c.target_id"
            " WHERE t.year = ? AND c.void_reason IS NULL ORDER BY c.from_day, c.id",
            (year,),
        )
    )


def _sections(reading: Reading) -> list[tuple[int, str]]:
    """Return the group lines of a sheet (一、县区), with the row from which each holds."""
    kinds: tuple[LineKind, ...] = ("group",)
    return [
        (row, group) for row, kind, text in reading.skipped if kind in kinds and (group := group_of(text)) is not None
    ]


def _group(
    plan: ImportPlan, known: Known, reading: Reading, record: Record, sections: list[tuple[int, str]], sheet: str
) -> str | None:
    """Return the group that a row's unit belongs to; refuse on `record` where nothing tells."""
    values, readers = record.values, reading.readers
    if "unit" not in values:
        if not record.faults:
            record.refuse("责任单位", "", "责任单位为空，请补填")
        return None
    names = values["unit"]
    if len(names) > 1:
        record.refuse("责任单位", record.text(readers["unit"]), "一行只能有一个责任单位，请分行填写")
        return None
    if text := values.get("group"):
        group = group_of(text)
        if group is None:
            record.refuse(readers["group"].label, text, f"看不懂类别“{text}”，请填市领导、市直部门或县区")
        return group
    before = [group for row, group in sections if row < record.row]
    if before:
        return before[-1]
    holders = [group for group, units in known.units.items() if names[0] in units]
    heading = next(column.heading for column in reading.head.columns if column.field == "unit")
    told = [text for text in (heading, reading.sheet.name) if _TELLING.search(text)]
    if group := holders[0] if len(holders) == 1 else next(filter(None, map(group_of, told)), None):
        return group
    group = "county" if county_of(names[0]) else "department" if is_organisation(names[0]) else None
    group = group or ("leader" if 2 <= len(names[0]) <= 4 else None)
    if group is None:
        record.refuse("责任单位", names[0], "看不出属于市领导、市直部门还是县区，请加一列“类别”")
        return None
    plan.assumed.append(Remark(record.row, "责任单位", names[0], f"没有类别列，按名称归入{GROUP_LABELS[group]}", sheet))
    return group


def _refuse_repeated(record: Record, group: str, name: str, seen: dict[tuple[str, str], int]) -> None:
    if (earlier := seen.get((group, name))) is not None:
        record.refuse("责任单位", name, f"重复：与第{earlier}行是同一单位，只导入前一行")
    seen.setdefault((group, name), record.row)


def _work(
    row: PlannedRow,
    reading: Reading,
    resolver: Resolver,
    group: str,
    held: dict[tuple[int, str], tuple[int, int]],
    changed: dict[int, int | None],
    sheet: str,
) -> None:
    values = row.record.values
    try:
        unit = resolver.units.find(group, values["unit"][0], "责任单位")
    except Unclear as error:
        if isinstance(error, Doubtful):
            error.doubt.rows.append((sheet, row.record.row))
        if isinstance(error, Doubtful) and error.doubt.skip:
            row.action = "skip"
        else:
            row.record.refuse(error.label, error.text, error.message)
        return
    targets: list[TargetWork] = []
    differences: list[Difference] = []
    for key, indicator in INDICATORS.items():
        value = values.get(key)
        if value is None:
            continue
        target, was = held.get((unit, indicator), (None, None))
        if was == value or (target in changed and changed[target] == value):
            continue
        if target in changed:
            reason = "这项任务年中调整过，表里的数与现在的不同；请在任务表里写明从哪天起、为什么"
            row.record.refuse(reading.readers[key].label, row.record.text(reading.readers[key]), reason)
            continue
        targets.append(TargetWork(unit, indicator, value, target, was))
        money = reading.readers[key].type == "money"
        old, new = (("" if one is None else format_yi(one) + "亿元" if money else f"{one}个") for one in (was, value))
        differences.append(Difference(reading.readers[key].label, old, new))
    row.targets, row.differences = targets, differences
    known_before = any((unit, indicator) in held for indicator in INDICATORS.values())
    row.action = "same" if not row.targets else "update" if known_before else "add"
