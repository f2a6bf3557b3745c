"""Reading a sheet under its head: records with what each cell says, and the rows that are none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from app.rules.ledger.cells import Parsed, Reader
from app.rules.ledger.head import Head
from app.rules.ledger.lines import LINE_LABELS, LineKind, classify, county_of, is_plain_record, shown
from app.rules.ledger.months import dated_by
from app.rules.ledger.sheet import Cell, Row, Sheet
from app.rules.ledger.units import sheet_unit
from app.rules.ledger.vocabulary import Vocabulary, heading_key
from app.rules.money import Fen, NoUnit
from app.rules.reading import Unreadable, tidy

SHARED_DOWN = frozenset(
    {
        "county",
        "department",
        "leader",
        "industry",
        "group",
        "enterprise",
        "uscc",
        "referrer",
        "unit",
        "name",
        "signed_on",
    }
)
"""Fields whose merged cell holds for all the rows it covers; an amount over several rows does not."""
_GROUPING = frozenset({"county", "department", "leader", "industry", "group"})


@dataclass(frozen=True)
class Remark:
    """Something to tell about a cell: the row's own number in the sheet (from 1), field label, text, reason."""

    row: int
    field: str
    value: str
    reason: str
    sheet: str = ""


@dataclass(slots=True)
class Record:
    """One record: its row number (from 1), its cells as they stood, what they say, and what cannot be read."""

    row: int
    cells: Row
    values: dict[str, Parsed]
    faults: list[Remark] | None = None

    def refuse(self, label: str, value: str, reason: str) -> None:
        """Note that the row cannot be taken, and why."""
        if self.faults is None:
            self.faults = []
        self.faults.append(Remark(self.row, label, value, reason))

    def text(self, reader: Reader) -> str:
        """Return the original text of a field."""
        return shown(self.cells[reader.index]) if reader.index < len(self.cells) else ""


@dataclass
class Reading:
    """What one sheet says."""

    sheet: Sheet
    head: Head
    readers: dict[str, Reader]
    unit: Fen | None
    records: list[Record] = field(default_factory=list)
    skipped: list[tuple[int, LineKind, str]] = field(default_factory=list)
    assumed: list[Remark] = field(default_factory=list)

    lacks_unit: dict[str, None] = field(default_factory=dict)
    """The labels of columns of money with amounts that no unit holds for."""


def read_records(
    sheet: Sheet,
    head: Head,
    vocabulary: Vocabulary,
    today: dt.date,
    *,
    unit: Fen | None = None,
    counties: Collection[str] = (),
    file: str = "",
) -> Reading:
    """Read every row below the head. `unit` (分) holds for columns where the sheet names none; `counties` are the
    known counties, by which group lines and the sheet's name are told; `file` is the name of the file, which may tell
    the year."""
    above = [cell for cells in sheet.rows[: head.first] for cell in cells if isinstance(cell, str)]
    dated = dated_by([*above, sheet.name, file])
    own = sheet_unit(_around(sheet, head))
    readers = {
        column.field: Reader(column, vocabulary, today, own or unit, dated)
        for column in head.columns
        if column.used and not (column.foreign and vocabulary.by_key[column.field].type == "money")
    }
    reading = Reading(sheet, head, readers, own or unit)
    _fill_merged(sheet, head, readers)
    _read_rows(reading, counties)
    _refuse_unlike(reading)
    reading.assumed += _hidden(reading)
    return reading


def _refuse_unlike(reading: Reading) -> None:
    """Refuse the records whose cells differ under two headings of the same words: nobody says which one holds."""
    columns = reading.head.columns
    for other in columns:
        used = next((one for one in columns if one.used and one.heading == other.heading), None)
        if other.how != "duplicate" or used is None:
            continue
        reader = reading.readers.get(used.field)
        for record in reading.records if reader is not None else ():
            texts = [
                shown(record.cells[index]) if index < len(record.cells) else "" for index in (used.index, other.index)
            ]
            if reader is not None and all(texts) and tidy(texts[0]) != tidy(texts[1]):
                reason = f"两列都叫“{used.heading}”，写的却不一样（{'、'.join(texts)}），请只留一列"
                record.refuse(reader.label, texts[0], reason)


def _hidden(reading: Reading) -> list[Remark]:
    """Return what was read although a person does not see it in the sheet: hidden columns and rows."""
    sheet, line = reading.sheet, reading.head.last + 1
    columns = [reader for reader in reading.readers.values() if reader.index in sheet.hidden_columns]
    return [Remark(line, one.label, "", "这一列在表中是隐藏的，照样读入") for one in columns] + [
        Remark(record.row, "整行", "", "这一行在表中是隐藏的，照样读入")
        for record in reading.records
        if record.row - 1 in sheet.hidden_rows
    ]


def _around(sheet: Sheet, head: Head) -> list[str]:
    """Return the lines outside the table that may name its unit: above the head, the sheet's name, notes below."""
    lines = [sheet.name]
    for row in range(head.first):
        lines += [str(cell) for cell in sheet.rows[row] if isinstance(cell, str)]
    for cells in sheet.rows[max(head.last + 1, len(sheet.rows) - 8) :]:
        texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
        if len(texts) <= 2 and len(texts) == len([cell for cell in cells if cell not in (None, "")]):
            lines += texts
    return lines


def _fill_merged(sheet: Sheet, head: Head, readers: dict[str, Reader]) -> None:
    """Repeat a cell merged over several rows in each of them, where it holds for each."""
    columns = {reader.index for key, reader in readers.items() if key in SHARED_DOWN}
    for merge in sheet.merges or ():
        if merge.top <= head.last or merge.bottom == merge.top or merge.left != merge.right:
            continue
        if merge.left in columns and merge.top < len(sheet.rows) and merge.left < len(sheet.rows[merge.top]):
            value = sheet.rows[merge.top][merge.left]
            for cells in sheet.rows[merge.top + 1 : merge.bottom + 1]:
                if any(cell not in (None, "") for cell in cells) and merge.left < len(cells):
                    cells[merge.left] = value


def _read_rows(reading: Reading, counties: Collection[str]) -> None:
    sheet, head, readers = reading.sheet, reading.head, reading.readers
    name_key = "unit" if head.kind == "targets" else "name"
    name_column = readers[name_key].index if name_key in readers else 0
    key_columns = [reader.index for key, reader in readers.items() if key not in _GROUPING and reader.type != "text"]
    telling = [reader.index for reader in readers.values() if reader.type in ("name", "uscc", "day", "stage")]
    lines = [line for path in head.paths.values() for line in path]
    headings = {heading_key(line) for line in lines} | {tidy(line) for line in lines}
    carried = {key: readers[key].index for key in _GROUPING if key in readers and readers[key].index < name_column}
    last_seen: dict[str, Cell] = {}
    section = county_of(sheet.name, counties) if "county" not in readers and head.kind != "targets" else None
    section_from = f"工作表“{sheet.name}”"
    told: set[str] = set()
    dated_columns = [reader for reader in readers.values() if reader.type == "day"]
    plain_rows = [(reader.key, reader.index, reader) for reader in readers.values()]
    for number, cells in enumerate(sheet.rows[head.last + 1 :], start=head.last + 2):
        if not cells:
            continue
        if is_plain_record(cells, telling, name_column) and str(cells[name_column]).strip() not in headings:
            kind: LineKind = "record"
        else:
            kind = classify(cells, key_columns, name_column, headings)
        if kind != "record":
            if kind != "blank":
                text = next((shown(cell) for cell in cells if cell not in (None, "")), "")
                reading.skipped.append((number, kind, text))
                if kind == "group" and (county := county_of(text, counties)):
                    section, section_from = county, f"分组行“{text}”"
                if kind in ("total", "group"):
                    last_seen.clear()
            continue
        for key, index in carried.items():
            value = cells[index] if index < len(cells) else ""
            if value not in (None, ""):
                last_seen[key] = value
            elif key in last_seen and index < len(cells):
                cells[index] = last_seen[key]
                if key not in told:
                    told.add(key)
                    reading.assumed.append(
                        Remark(number, readers[key].label, shown(last_seen[key]), "空格按上一行的内容补齐")
                    )
        record = _read_row(number, cells, plain_rows, reading.lacks_unit)
        reading.assumed += _assumed_days(record, dated_columns)
        if section and not record.values.get("county") and head.kind != "targets":
            record.values["county"] = (section,)
            if section_from not in told:
                told.add(section_from)
                reading.assumed.append(Remark(number, "落地县区", section, f"没有落地县区，按{section_from}"))
        reading.records.append(record)


def _assumed_days(record: Record, readers: Iterable[Reader]) -> list[Remark]:
    """Return what was assumed of the days of a record: the year that the title names."""
    return [
        Remark(record.row, reader.label, record.text(reader), day.assumed)
        for reader in readers
        if (day := record.values.get(reader.key)) is not None and day.assumed
    ]


def _read_row(
    number: int, cells: Row, readers: Iterable[tuple[str, int, Reader]], lacks_unit: dict[str, None]
) -> Record:
    values: dict[str, Parsed] = {}
    record = Record(number, cells, values)
    width = len(cells)
    for key, index, reader in readers:
        if index < width:
            cell = cells[index]
            if cell == "" or cell is None:
                continue
            try:
                value = reader(cell)
            except Unreadable as error:
                record.refuse(reader.label, shown(cell), error.message)
                if isinstance(error, NoUnit):
                    lacks_unit[reader.label] = None
                continue
            if value is not None:
                values[key] = value
    return record


def skipped_lines(reading: Reading) -> list[Remark]:
    """Return the rows that are no records, each with what it was taken for."""
    return [Remark(row, LINE_LABELS[kind], text, f"{LINE_LABELS[kind]}，不导入") for row, kind, text in reading.skipped]
