"""The knowledge of industries that the office works with: the shipped tables, with the office's own rows over them."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.office import Office
from app.rules.errors import OfficeError, Refused
from app.rules.industry.consistency import faults_in
from app.rules.industry.knowledge import Knowledge
from app.rules.industry.tables import HEADS, Fault, Tables, key_of, read_tables
from app.services.office.places import RESOURCES

if TYPE_CHECKING:
    from app.models.change import Change

FOLDER = RESOURCES / "knowledge"
KINDS: Mapping[str, str] = {
    "industry": "行业区位",
    "link": "供应关系",
    "rule": "拉动规则",
    "keyword": "产品词",
    "code": "行业代码",
}
"""The tables that the office may change, and what they are called."""

_FILES = {
    "industry": "industries",
    "link": "links",
    "rule": "rules",
    "keyword": "keywords",
    "code": "gbt4754-2017",
}
_ALSO_CALLED = {"code": "代码", "name": "名称"}
"""Headings under which the table of the standard goes round."""

TableRow = dict[str, str]


@dataclass(frozen=True)
class OwnRow:
    """A row of the office: its table, its key, and its cells by heading; no cells switch the shipped row off."""

    kind: str
    key: str
    cells: TableRow


@dataclass(frozen=True)
class RuleRecord:
    """How often a rule worked here, and how often it did not."""

    worked: int
    failed: int


def knowledge(connection: sqlite3.Connection) -> Knowledge:
    """Return the knowledge in force in this office. Rows of the office that cannot be read are left out."""
    return _read(own_rows(connection))[0]


def shipped_knowledge() -> Knowledge:
    """Return the starting knowledge as it was shipped."""
    return _read(())[0]


def knowledge_with(connection: sqlite3.Connection, rows: Iterable[OwnRow]) -> Knowledge:
    """Return what the knowledge would be with further rows; raises `Refused` naming every fault of theirs."""
    changed = tuple(rows)
    before = own_rows(connection)
    old, _ = _read(before)
    new, unread = _read((*before, *changed))
    keys = {(row.kind, row.key) for row in changed}
    wrong = [fault for fault in unread if (fault.table, fault.key) in keys]
    standing = set(faults_in(old))
    wrong += [fault for fault in faults_in(new) if fault not in standing]
    if wrong:
        raise Refused(_told(wrong))
    return new


def own_rows(connection: sqlite3.Connection) -> tuple[OwnRow, ...]:
    """Return the office's own rows, in the order in which they were entered."""
    return tuple(
        OwnRow(kind, key, json.loads(body) if body else {})
        for kind, key, body in connection.execute(
            "SELECT kind, row_key, body FROM knowledge_row WHERE void_reason IS NULL ORDER BY id"
        )
    )


def table(connection: sqlite3.Connection, kind: str) -> list[TableRow]:
    """Return a table as it is in force, shipped and own rows in one, in the order of the shipped ones."""
    return list(_overlaid(kind, own_rows(connection)).values())


def shipped_table(name: str) -> list[TableRow]:
    """Return a shipped table by its file's name without ending; raises `OfficeError` where it cannot be read."""
    path = FOLDER / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise OfficeError(f"读不到产业资料“{path}”。请重新安装本程序，或把该文件放回原处。") from error


def save_rows(office: Office, rows: Iterable[OwnRow], *, reason: str) -> int:
    """Save rows over the shipped tables and return how many changed something.

    Raises `Refused`, with nothing saved, where a row has an unknown code, an unreadable sentence or condition, or
    contradicts a rule of equal rank.
    """
    from app.models.chain import KnowledgeRow
    from app.services.dossiers.records import valid

    wanted = list(rows)
    with closing(office.read()) as connection:
        wanted = changed_rows(connection, wanted)
        knowledge_with(connection, wanted)
    if not wanted:
        return 0
    with office.change(f"修改产业资料{len(wanted)}条", reason=reason) as change:
        for row in wanted:
            body = json.dumps(row.cells, ensure_ascii=False) if row.cells else ""
            known = valid(change.session, KnowledgeRow, kind=row.kind, row_key=row.key)
            if known:
                known[0].body = body
            else:
                change.session.add(KnowledgeRow(kind=row.kind, row_key=row.key, body=body))
    return len(wanted)


def export_table(connection: sqlite3.Connection, kind: str, path: Path) -> None:
    """Write a table as .xlsx, to be extended in Excel and imported again; codes stay text."""
    from app.reports.xlsx import Column, write_sheet

    heads = HEADS[kind]
    rows = [[row.get(head, "") for head in heads] for row in table(connection, kind)]
    widths = {"理由": 60, "依据": 40, "条件": 26, "须核实": 26, "应改做什么": 26}
    write_sheet(path, KINDS[kind], [Column(head, widths.get(head, 14)) for head in heads], rows, door=None)


def import_table(office: Office, kind: str, path: Path, *, reason: str = "") -> int:
    """Read a table from Excel or CSV and save what differs from the table in force; return how many rows.

    Raises as `read_rows` does, and `Refused` where a row is wrong.
    """
    return save_rows(office, read_rows(kind, path), reason=reason or f"导入“{path.name}”")


def read_rows(kind: str, path: Path) -> list[OwnRow]:
    """Read the rows of a table from Excel or CSV; the headings stand in one of the first rows.

    Raises `OfficeError` where the file cannot be read and `Refused` where a heading is missing.
    """
    from app.services.importing.workbook import read_workbook

    heads = HEADS[kind]
    rows: list[OwnRow] = []
    for sheet in read_workbook(path).sheets:
        lines = [[_text(cell) for cell in line] for line in sheet.rows]
        place = next((number for number, line in enumerate(lines) if set(heads) <= set(_called(line))), None)
        if place is None:
            raise Refused(f"“{path.name}”里没有{KINDS[kind]}表的表头，应有：{'、'.join(heads)}。请用导出的表来填。")
        columns = [_called(lines[place]).index(head) for head in heads]
        for line in lines[place + 1 :]:
            cells = {
                head: line[column] if column < len(line) else "" for head, column in zip(heads, columns, strict=True)
            }
            if any(cells.values()):
                rows.append(OwnRow(kind, key_of(kind, cells), cells))
    return rows


def changed_rows(connection: sqlite3.Connection, rows: Iterable[OwnRow]) -> list[OwnRow]:
    """Return those of the rows that differ from the tables in force."""
    own = own_rows(connection)
    current = {kind: _overlaid(kind, own) for kind in KINDS}
    return [row for row in rows if current[row.kind].get(row.key, {}) != row.cells]


def shipped_rows(kind: str) -> Mapping[str, TableRow]:
    """Return a table as it was shipped, by key."""
    return _shipped()[kind]


def recognised_code(code: str, name: str = "", edition: str = "") -> str:
    """Return the code of GB/T 4754-2017 for a code as a ledger writes it.

    The edition is given, or told by the name that stands beside the code: 267 日用化学产品制造 is of 2002.
    """
    codes = _read(())[0].codes
    return codes.renewed(code, edition or codes.edition_of(code, name))


def record_experience(change: Change, rule: str, *, worked: bool, day: dt.date, note: str, task_id: int | None) -> None:
    """Record on a rule whether it worked here, within a change under way."""
    from app.models.chain import RuleExperience

    change.session.add(RuleExperience(rule=rule, worked=worked, day=day, note=note.strip(), task_id=task_id))


def rule_records(connection: sqlite3.Connection) -> dict[str, RuleRecord]:
    """Return, for each rule that was tried here, how often it worked and how often not."""
    return {
        rule: RuleRecord(worked, failed)
        for rule, worked, failed in connection.execute(
            "SELECT rule, sum(worked), sum(NOT worked) FROM rule_experience WHERE void_reason IS NULL GROUP BY rule"
        )
    }


@cache
def _shipped() -> dict[str, dict[str, TableRow]]:
    """Return the shipped tables that the office may change, by key."""
    return {kind: {key_of(kind, row): row for row in shipped_table(name)} for kind, name in _FILES.items()}


@lru_cache(maxsize=4)
def _standard() -> tuple[list[TableRow], ...]:
    return tuple(shipped_table(name) for name in ("old_codes", "io_sectors", "io_shares_2020"))


def _overlaid(kind: str, own: Iterable[OwnRow]) -> dict[str, TableRow]:
    rows = dict(_shipped()[kind])
    for row in own:
        if row.kind != kind:
            continue
        if row.cells:
            rows[row.key] = row.cells
        else:
            rows.pop(row.key, None)
    return rows


_READ: dict[tuple[tuple[str, str, str], ...], tuple[Knowledge, list[Fault]]] = {}


def _read(own: tuple[OwnRow, ...]) -> tuple[Knowledge, list[Fault]]:
    """Read the tables with the office's rows; the last few readings are remembered."""
    key = tuple((row.kind, row.key, json.dumps(row.cells, ensure_ascii=False)) for row in own)
    if key not in _READ:
        if len(_READ) > 3:
            _READ.clear()
        old_codes, sectors, shares = _standard()
        codes, industries, links, rules = (
            _overlaid(kind, own).values() for kind in ("code", "industry", "link", "rule")
        )
        _READ[key] = read_tables(Tables(codes, industries, links, rules, old_codes, sectors, shares))
    return _READ[key]


def _told(faults: list[Fault]) -> str:
    shown = "；".join(f"{KINDS[fault.table]}“{fault.key}”：{fault.reason.rstrip('。')}" for fault in faults[:5])
    more = f"（另有{len(faults) - 5}处）" if len(faults) > 5 else ""
    return f"没有保存：{shown}{more}。请改正后再试。"


def _called(line: list[str]) -> list[str]:
    return [_ALSO_CALLED.get(cell, cell) for cell in line]


def _text(cell: object) -> str:
    """Return a cell as the table writes it: whole numbers without “.0”."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
