"""Random offices for property tests: units of all groups under any name, and a name typed where one can type."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sqlite3
import tempfile
import weakref
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pypdfium2
from hypothesis import strategies as st
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import decode_text

from app.rules.audience import NamedUnit, Scope, may_name
from app.rules.periods import Period
from app.services.ranking.freezing import publish
from tests.support import TODAY, reading, signed_project, small_office

NAMES = st.builds(
    str.__add__,
    st.sampled_from("甄昶瑄澔燚"),
    st.text(st.sampled_from("茯苓芷蘅晟珺琮"), min_size=1, max_size=3),
)
"""Names of characters that no output uses, so that what is found was put there; two of them in a row make no third."""
BLANKS = st.sampled_from(["", " ", "　", "\u200b", "·", "\n"])
GROUPS = ("county", "department", "leader")
_TYPED_BY = {
    "项目名称": "UPDATE project SET name = name || ? WHERE id = 1",
    "企业名称": "UPDATE enterprise SET name = name || ?",
    "引荐人": "UPDATE person SET name = name || ?",
    "加减分理由": "UPDATE manual_points SET reason = reason || ?",
    "办法名称": "UPDATE scoring_scheme SET body = json_set(body, '$.name', ?)",
    "指标名称": "UPDATE scoring_scheme SET body = json_set(body, '$.indicators[0].label', ?)",
    "城市": "INSERT INTO province_standing (month, city, rank, source) VALUES ('2026-06', ?, 3, '省通报')",
    "来源": "INSERT INTO province_standing (month, city, rank, source) VALUES ('2026-06', '清沅市', 3, ?)",
    "更正说明": "UPDATE ranking SET correction = ?",
    "发布人": "UPDATE ranking SET published_by = ?",
}
PLACES = (*_TYPED_BY, "文件名", "")
"""Where a name may be typed; nowhere last."""


@dataclass(frozen=True)
class Thrown:
    """An office in memory, its units, what the file is to be called, and a name (or two) as somebody types it."""

    connection: sqlite3.Connection
    units: list[NamedUnit]
    stem: str
    typed: str


@cache
def _base() -> sqlite3.Connection:
    """Two signed projects with a referrer, once for all examples."""
    base = sqlite3.connect(":memory:")
    with tempfile.TemporaryDirectory() as folder, small_office(Path(folder) / "office") as office:
        for name, day in (("牙膏项目", dt.date(2026, 6, 3)), ("饮料项目", dt.date(2026, 6, 10))):
            signed_project(office, name, 12_000, day)
        for group in GROUPS:
            publish(office, Period.parse("2026-05"), group, TODAY, today=TODAY, by="测试")
        with reading(office) as connection:
            connection.backup(base)
    for table in ("unit", "credit", "target"):
        base.execute(f"DELETE FROM {table}")
    base.execute("INSERT INTO person (id, name) VALUES (1, '牵线人')")
    base.execute("INSERT INTO referral (project_id, person_id) VALUES (1, 1)")
    base.commit()
    return base


def plain() -> Thrown:
    """Return the office before anybody was thrown into it: what is made for many offices reads it first."""
    return Thrown(_base(), [], "表", "")


@st.composite
def thrown(draw: st.DrawFn, places: Sequence[str] = PLACES) -> Thrown:
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
    if place in _TYPED_BY:
        connection.execute(_TYPED_BY[place], (typed,))
    office = Thrown(connection, units, f"表{typed if place == '文件名' else ''}".replace("\n", ""), typed)
    weakref.finalize(office, connection.close)
    return office


def assert_nobody_named(units: Sequence[NamedUnit], scope: Scope, pieces: Iterable[str]) -> None:
    """Fail where a piece names a unit outside the audience, unless a unit inside bears the same or a longer name."""
    found = leaked(units, scope, pieces)
    assert not found, f"outside the audience {scope.label}: {found}"


def leaked(units: Sequence[NamedUnit], scope: Scope, pieces: Iterable[str]) -> list[str]:
    """Return the names in `pieces` of units outside the audience, unless a unit inside bears the same or a longer."""
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
    """Return what a file is called, and every text in it (`packed_parts`)."""
    return [path.name, *packed_parts(path.read_bytes())]


def packed_parts(data: bytes) -> list[str]:
    """Return every text of every member of a ZIP, whatever sheet, hidden or not, and what members are called.

    JSON is taken apart into its values and keys, XML at its tags; an XML paragraph or cell is given whole as well,
    since a name may be cut into runs.
    """
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace")
            if name.endswith(".json"):
                found += [name, *_values(json.loads(text))]
            else:
                whole = (re.sub(r"<[^>]*>", "", part) for part in re.split(r"</w:p>|</si>|</c>|</row>", text))
                found += [name, *re.split(r'[<>"]', text), *whole]
    return found


def pdf_parts(pdf: bytes) -> list[str]:
    """Return everything that can be read out of a PDF: its pages, and every string of every object.

    Those are its properties, bookmarks, structure and XMP.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        found = ["".join(page.get_textpage().get_text_range() for page in document)]
    objects = PDFDocument(PDFParser(io.BytesIO(pdf)))
    for table in objects.xrefs:
        for number in table.get_objids():
            found += _strings(objects.getobj(number))
    return found + list(_strings(objects.info))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, bytes):
        yield decode_text(value)
    elif isinstance(value, dict):
        yield from (text for inner in value.values() for text in _strings(inner))
    elif isinstance(value, list):
        yield from (text for inner in value for text in _strings(inner))
    elif isinstance(value, PDFStream):
        yield from _strings(value.attrs)
        if "Length1" not in value.attrs:  # no font
            yield value.get_data().decode("utf-8", "replace")


def _values(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (str(key), *_values(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner)
    else:
        yield str(value)
