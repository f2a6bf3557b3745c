"""The dry run of an import: what a file says and what taking it in would do; nothing is written."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from app.models.office import Office
from app.rules.days import Day
from app.rules.errors import Cancelled, Refused
from app.rules.ledger.head import Head, Memory, find_head, guess_head
from app.rules.ledger.mapping import map_columns
from app.rules.ledger.months import first_month, first_year, month_in
from app.rules.ledger.records import Remark, read_records, skipped_lines
from app.rules.ledger.sheet import Sheet
from app.rules.ledger.tables import split_tables
from app.rules.ledger.vocabulary import KIND_LABELS, REQUIRED, UNUSED, Kind, Vocabulary
from app.rules.money import UNITS, Fen
from app.services.importing.bulk import uncollected
from app.services.importing.known import Known, read_details, read_known
from app.services.importing.limits import DEFAULT_LIMITS, Limits
from app.services.importing.matching import Matcher
from app.services.importing.memory import read_memory
from app.services.importing.plans import ImportPlan
from app.services.importing.project_rows import ProjectPlanner
from app.services.importing.resolving import Resolver
from app.services.importing.target_rows import plan_targets
from app.services.importing.words import load_vocabulary
from app.services.importing.workbook import Workbook, read_workbook

Progress = Callable[[int, int], None]
_STEP = 1000


def examine(
    office: Office,
    path: Path | str,
    *,
    today: dt.date,
    kind: Kind | None = None,
    mapping: Mapping[int, str] | None = None,
    month: dt.date | str | None = None,
    year: int | None = None,
    unit: str | None = None,
    choices: Mapping[int, str] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> ImportPlan:
    """Read a ledger and say what importing it would do.

    `kind` where the headings leave it open; `mapping` corrects columns (from 0) → field key or "unused"; `month` of
    a progress report (any day of it, or 2026-09) and `year` of targets where the file names none; `unit`
    (元, 万元, 亿元) for amounts without one; `choices` answers suspects by key: "new", "skip" or what is its `same`.
    Raises `OfficeError` where the file cannot be read, `Refused` where it is no ledger that is known, `Cancelled`.
    """
    with uncollected():
        return _examine(
            office,
            Path(path),
            today,
            kind,
            mapping,
            _month(month),
            year,
            unit,
            choices or {},
            progress,
            cancelled,
            limits,
        )


def _examine(
    office: Office,
    path: Path,
    today: dt.date,
    kind: Kind | None,
    mapping: Mapping[int, str] | None,
    month: dt.date | None,
    year: int | None,
    unit: str | None,
    choices: Mapping[int, str],
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
    limits: Limits,
) -> ImportPlan:
    vocabulary = load_vocabulary()
    money_unit = _unit(unit)
    workbook = read_workbook(path, limits=limits, cancelled=cancelled)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    with closing(office.read()) as connection:
        known = read_known(connection)
        heads, passed = _find_heads(workbook, vocabulary, kind, mapping, read_memory(connection))
        if not heads:
            raise Refused(_no_head(path, workbook, vocabulary, kind))
        chosen = heads[0][1].kind
        passed += [
            (sheet.name, f"第{head.first + 1}行起是{KIND_LABELS[head.kind]}，请另外导入（指明种类）")
            for sheet, head in heads
            if head.kind != chosen
        ]
        readings = [
            read_records(sheet, head, vocabulary, today, unit=money_unit, counties=known.counties, file=path.stem)
            for sheet, head in heads
            if head.kind == chosen
        ]
        plan = ImportPlan(path, sha256, chosen, vocabulary, readings, known.seen_change, passed_sheets=passed)
        for reading in readings:
            name = reading.sheet.name if plan.several else ""
            plan.skipped += [replace(remark, sheet=name) for remark in skipped_lines(reading)]
            plan.assumed += [replace(remark, sheet=name) for remark in reading.assumed]
            if reading.lacks_unit:
                plan.asks.append(f"“{'”“'.join(reading.lacks_unit)}”没有写单位：是元、万元还是亿元？")
        if chosen == "targets":
            plan.year = year or first_year(plan.texts()) or (first_month(plan.texts()) or today).year
            if not (year or first_year(plan.texts())):
                plan.assumed.append(Remark(1, "年度", "", f"表中没有写年度，按{plan.year}年"))
            resolver = Resolver(known, plan.made, _assume_at(plan), choices)
            plan_targets(plan, known, resolver, connection, year=plan.year)
        else:
            plan.month = _report_month(plan, month, today)
            _plan_projects(plan, known, connection, today, choices, bool(unit), progress, cancelled)
    return plan


def _plan_projects(
    plan: ImportPlan,
    known: Known,
    connection: sqlite3.Connection,
    today: dt.date,
    choices: Mapping[int, str],
    unit_told: bool,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    total = sum(len(reading.records) for reading in plan.readings)
    planner = ProjectPlanner(plan, known, Matcher(known, total), today=today, choices=choices)
    if unit_told:
        planner.trust_unit()
    matches = [[planner.match(record) for record in reading.records] for reading in plan.readings]
    wanted = [match.project for of_sheet in matches for _, match in of_sheet if match.project is not None]
    wanted += [int(choice[5:]) for choice in choices.values() if choice.startswith("same:")]
    planner.expect_units()
    planner.details = read_details(connection, wanted)
    done = 0
    for sheet, reading in enumerate(plan.readings):
        planner.prepare(reading)
        for record, (identity, match) in zip(reading.records, matches[sheet], strict=True):
            if done % _STEP == 0:
                _report(progress, cancelled, done, total)
            planner.plan_row(sheet, reading, record, identity, match)
            done += 1
    planner.tell_doubts()
    _report(progress, cancelled, done, total)


def _report(progress: Progress | None, cancelled: Callable[[], bool] | None, done: int, total: int) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled
    if progress is not None:
        progress(done, total)


def _find_heads(
    workbook: Workbook, vocabulary: Vocabulary, kind: Kind | None, told: Mapping[int, str] | None, memory: Memory
) -> tuple[list[tuple[Sheet, Head]], list[tuple[str, str]]]:
    """Return the sheets with a head, the first first; and those passed over. `told` holds for heads like the first."""
    heads: list[tuple[Sheet, Head]] = []
    passed = list(workbook.passed)
    if told:
        wrong = [field for field in told.values() if field != UNUSED and field not in vocabulary.by_key]
        if wrong:
            raise Refused(f"没有“{'、'.join(wrong)}”这样的字段。可用的字段：{'、'.join(vocabulary.by_key)}。")
    tables = [table for sheet in workbook.sheets for table in split_tables(sheet, vocabulary)]
    for sheet in tables:
        head = find_head(sheet, vocabulary, kind, memory)
        if head is None and kind and told and not heads:
            head = guess_head(sheet, kind, vocabulary)
        if head is None:
            passed.append((sheet.name, "没有认得出的表头" if any(sheet.rows) else "空的工作表"))
            continue
        if told and (not heads or head.signature == heads[0][1].signature):
            remembered = memory.get((head.kind, head.signature))
            columns = map_columns(head.paths, head.kind, vocabulary, remembered=remembered, told=told)
            head = replace(head, columns=tuple(columns))
        heads.append((sheet, head))
    return heads, passed


def _no_head(path: Path, workbook: Workbook, vocabulary: Vocabulary, kind: Kind | None) -> str:
    """Say what was seen and what is expected."""
    seen = []
    for sheet in workbook.sheets:
        for row in range(min(10, len(sheet.rows))):
            texts = [text for column in range(len(sheet.rows[row])) if (text := sheet.text(row, column))]
            if len(texts) >= 2:
                shown = "、".join(" ".join(text.split())[:12] for text in texts[:8])
                seen.append(f"第{row + 1}行：{shown}")
                break
    if not seen:
        reasons = "；".join(f"{name}：{reason}" for name, reason in workbook.passed)
        return f"“{path.name}”里没有数据{f'（{reasons}）' if reasons else ''}。请核对文件。"
    kinds = (kind,) if kind else tuple(REQUIRED)
    expected = "；".join(
        f"{KIND_LABELS[one]}要有{'、'.join(vocabulary.label(key) for key in REQUIRED[one])}" for one in kinds
    )
    return (
        f"认不出“{path.name}”是哪种台账。看到的是：{'；'.join(seen[:3])}。需要的表头：{expected}。"
        "请核对表头，或指明种类和各列的含义后再导入。"
    )


def _report_month(plan: ImportPlan, month: dt.date | None, today: dt.date) -> dt.date | None:
    """Return the month whose funds a file reports: as told, as the file says, else of its latest stage day."""
    has_funds = any(key.startswith("funds_") for reading in plan.readings for key in reading.readers)
    found = month or first_month(plan.texts())
    if found or not has_funds:
        return found.replace(day=1) if found else None
    days = [
        value.day
        for reading in plan.readings
        for record in reading.records
        for value in record.values.values()
        if isinstance(value, Day) and value.day <= today
    ]
    latest = max(days, default=today)
    source = f"表内最晚的日期{latest}" if days else f"今天（{today}）"
    plan.assumed.append(
        Remark(1, "报告月份", "", f"表中没有写月份，按{source}定为{latest.year}年{latest.month}月（到位资金记在该月）")
    )
    return latest.replace(day=1)


def _month(month: dt.date | str | None) -> dt.date | None:
    if not isinstance(month, str):
        return month
    if (found := month_in(month)) is None:
        raise Refused(f"看不懂月份“{month}”，请写成 2026-09 的样子。")
    return found


def _unit(unit: str | None) -> Fen | None:
    if unit is None:
        return None
    if unit not in UNITS:
        raise Refused(f"没有“{unit}”这个金额单位，请用 元、万元 或 亿元。")
    return UNITS[unit]


def _assume_at(plan: ImportPlan) -> Callable[[str, str, str], None]:
    """Return what lists an assumption at the row that is planned now."""

    def assume(label: str, value: str, reason: str) -> None:
        row = plan.rows[-1]
        plan.assumed.append(Remark(row.record.row, label, value, reason, plan.sheet_name(row)))

    return assume
