"""Checking a file of measures before it is entered: read as it would be, with notes on what the office's lists lack."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.rules import facts as names
from app.rules.errors import OfficeError, Refused
from app.rules.policy.conditions import tests
from app.rules.policy.document import Measures, check_versions, read_document
from app.services.policy.policies import own_raws, raw_of, shipped_raws


@dataclass(frozen=True)
class Checked:
    """Measures without a fault, and notes on what people should look at before they enter them."""

    measures: Measures
    notes: tuple[str, ...]


def check_file(source: Path, connection: sqlite3.Connection | None) -> Checked:
    """Return the measures of a YAML file as they would be entered; an amending one is joined to the version it amends.

    That is looked for in the office of `connection`, or without one among the versions that came with the program.
    Raises `OfficeError` with each place that is wrong, or where the file cannot be read.
    """
    raw = raw_of(source)
    known = (own_raws(connection) if connection is not None else []) or shipped_raws()
    others = [one for one in known if one.get("valid_from") != raw.get("valid_from")]
    try:
        measures = read_document(raw, others)
    except Refused as error:
        raise OfficeError(f"管理办法文件“{source}”的内容有误：{error.message}。请改正后重试。") from error
    notes = list(county_notes(connection, measures)) if connection is not None else []
    if len(others) < len(known):
        notes.append(f"已经有自{measures.version}起施行的版本，同一天不能再录入一个。")
    if measures.amends is not None:
        try:
            check_versions([measures, *(read_document(one, others) for one in others)])
        except Refused as error:
            notes.append(error.message)
    return Checked(measures, tuple(notes))


def county_notes(connection: sqlite3.Connection, measures: Measures) -> Iterator[str]:
    """Yield a note for each clause that asks for counties which the office does not have: nobody would be in them."""
    counties = {name for (name,) in connection.execute("SELECT name FROM unit WHERE group_key = 'county'")}
    for clause in measures.clauses:
        asked: dict[str, None] = {}
        for test in tests(clause.rule.when) if clause.rule else ():
            if test.fact.name == names.COUNTY:
                asked.update(dict.fromkeys(map(str, test.value if isinstance(test.value, tuple) else (test.value,))))
        if unknown := [name for name in asked if name not in counties]:
            yield f"{clause.number}写的县区“{'、'.join(unknown)}”不在本办的县区名单里，请核对写法。"
