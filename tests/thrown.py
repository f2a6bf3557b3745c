"""Random offices for property tests: units of all groups under any name, and a name typed where one can type."""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from app.rules.audience import Audience, NamedUnit, Scope, may_name
from tests.support import dt, reading, signed_project, small_office

NAMES = st.text(st.sampled_from("甄茯苓芷蘅昶晟珺琮瑄澔燚"), min_size=2, max_size=4)
"""Names of characters that no output uses, so that what is found was put there."""
BLANKS = st.sampled_from(["", " ", "　", "\u200b", "·", "\n"])
GROUPS = ("county", "department", "leader")
_PLACES = {
    "项目名称": "UPDATE project SET name = name || ? WHERE id = 1",
    "企业名称": "UPDATE enterprise SET name = name || ?",
    "引荐人": "UPDATE person SET name = name || ?",
    "加减分理由": "UPDATE manual_points SET reason = reason || ?",
    "办法名称": "UPDATE scoring_scheme SET body = json_set(body, '$.name', ?)",
    "指标名称": "UPDATE scoring_scheme SET body = json_set(body, '$.indicators[0].label', ?)",
}


@dataclass(frozen=True)
class Thrown:
    """An office in memory, its units, and what the file is to be called."""

    connection: sqlite3.Connection
    units: list[NamedUnit]
    stem: str


@cache
def _base() -> sqlite3.Connection:
    """Two signed projects with a referrer, once for all examples."""
    base = sqlite3.connect(":memory:")
    with tempfile.TemporaryDirectory() as folder, small_office(Path(folder) / "office") as office:
        for name, day in (("牙膏项目", dt.date(2026, 6, 3)), ("饮料项目", dt.date(2026, 6, 10))):
            signed_project(office, name, 12_000, day)
        with reading(office) as connection:
            connection.backup(base)
    for table in ("unit", "credit", "target"):
        base.execute(f"DELETE FROM {table}")
    base.execute("INSERT INTO person (id, name) VALUES (1, '牵线人')")
    base.execute("INSERT INTO referral (project_id, person_id) VALUES (1, 1)")
    base.commit()
    return base


@st.composite
def thrown(draw: st.DrawFn, places: Sequence[str] = (*_PLACES, "文件名", "")) -> Thrown:
    """An office with some units of all groups, past names, other spellings, credits, and a name typed somewhere."""
    names = draw(st.lists(NAMES, min_size=6, max_size=12, unique=True))
    more = draw(st.lists(st.sampled_from(GROUPS), min_size=3, max_size=3))
    connection = sqlite3.connect(":memory:")
    _base().backup(connection)
    units = []
    for number, (group, name) in enumerate(zip((*GROUPS, *more), names, strict=False), start=1):
        other = names[5 + number : 6 + number]
        units.append(NamedUnit(number, group, (name, *other)))
        connection.execute("INSERT INTO unit (id, group_key, name) VALUES (?, ?, ?)", (number, group, name))
        if other and number % 2:
            connection.execute("INSERT INTO unit_name (unit_id, name) VALUES (?, ?)", (number, *other))
        elif other:
            connection.execute("INSERT INTO alias VALUES ('unit', ?, ?)", (*other, number))
        connection.execute(
            "INSERT INTO target (unit_id, year, indicator, value) VALUES (?, 2026, 'signed', 12)", (number,)
        )
        connection.execute(
            "INSERT INTO manual_points (unit_id, day, points, reason) VALUES (?, '2026-06-05', '1', '协作')", (number,)
        )
    for unit in units[:3]:
        connection.execute("INSERT INTO credit (project_id, unit_id) VALUES (1, ?)", (unit.unit_id,))
    connection.execute("UPDATE project SET county_id = 1")
    place = draw(st.sampled_from(places))
    typed = draw(BLANKS).join(draw(st.sampled_from(units[draw(st.sampled_from([2, 2, 0, 1]))].names)))
    if place in _PLACES:
        connection.execute(_PLACES[place], (typed,))
    return Thrown(connection, units, f"表{typed if place == '文件名' else ''}".replace("\n", ""))


def leaked(units: list[NamedUnit], audience: Audience, pieces: list[str]) -> list[str]:
    """Return the names in `pieces` of units outside the audience, unless a unit inside bears the same or a longer."""
    scope = Scope(audience)
    inside = [name for unit in units if may_name(scope, unit.unit_id, unit.group) for name in unit.names]
    outside = [name for unit in units if not may_name(scope, unit.unit_id, unit.group) for name in unit.names]
    said = [bones(piece) for piece in pieces]
    return [
        name for name in outside if not any(name in other for other in inside) and any(name in piece for piece in said)
    ]


def bones(text: str) -> str:
    """Return letters, digits and characters alone."""
    return "".join(char for char in text if char.isalnum())


def parts_of(path: Path) -> list[str]:
    """Return every text of every member of a ZIP, whatever sheet, hidden or not, and what members and file are called.

    JSON is taken apart into its values and keys, XML at its tags.
    """
    found = [path.name]
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace")
            found += [name, *(_values(json.loads(text)) if name.endswith(".json") else re.split(r'[<>"]', text))]
    return found


def _values(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (str(key), *_values(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner)
    else:
        yield str(value)
