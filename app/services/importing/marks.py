"""What the reader of workbooks does not tell of an .xlsx: rows and columns that are hidden, cells that show an error.

Read from the parts of the file itself, within the child process.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path, PurePosixPath
from typing import IO

from app.rules.ledger.sheet import UNCOMPUTED

_UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, KeyError, ValueError, RuntimeError, EOFError)
"""What reading a damaged or locked archive raises (NotImplementedError is a RuntimeError)."""

_LARGEST = 256 * 1024 * 1024
_INDEX_LARGEST = 4 * 1024 * 1024
_PIECE = 1024 * 1024
_LONGEST_TAG = 64 * 1024
_MOST = 100_000

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]{0,2000}?\bhidden=[\"'](?:1|true)[\"'][^>]{0,2000}>")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]{0,2000}?\bhidden=[\"'](?:1|true)[\"'][^>]{0,2000}>")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b([^>]{0,200}\bt=[\"']e[\"'][^>]{0,200})>(?:(?!</(?:\w+:)?c>).){0,4096}?<(?:\w+:)?v>(#[^<]{1,16})<",
    re.DOTALL,
)
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]{0,400})>\s*<(?:\w+:)?f\b(?:[^>]{0,400}/>|[^>]{0,400}>[^<]{0,8192}</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_GIVES_TEXT = re.compile(rb"\bt=[\"']str[\"']")
"""A formula that was calculated and gave an empty text."""
_NO_RESULT = (b"</f></c>", b"</f><v></v>", b"</f><v/>", b"</f><v />", b"/></c>", b":f></", b":f><")
"""One of these is in every piece that holds a formula without a result: looking for them is cheap."""
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass
class Marks:
    """Marks of one sheet, rows and columns from 0; `errors` holds by row and column what a cell shows for a value."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)


def xlsx_marks(path: Path) -> dict[str, Marks]:
    """Return the marks of each sheet by its name; none of a file that is no .xlsx, or too odd to tell."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: _read(archive, part) for name, part in _parts(archive)}
    except _UNREADABLE:
        return {}


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield name and part of each sheet."""
    book, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if not {book, relations} <= set(archive.namelist()):
        return
    targets = {}
    for match in _RELATION.finditer(_whole(archive, relations)):
        said = _attributes(match.group(1))
        targets[said.get("Id", "")] = said.get("Target", "")
    for match in _SHEET.finditer(_whole(archive, book)):
        said = _attributes(match.group(1))
        target = targets.get(next((value for key, value in said.items() if key.endswith(":id")), ""), "")
        part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if target and part in archive.namelist():
            yield said.get("name", ""), part


def _whole(archive: zipfile.ZipFile, part: str) -> bytes:
    if archive.getinfo(part).file_size > _INDEX_LARGEST:
        raise ValueError(part)
    return archive.read(part)


def _attributes(text: bytes) -> dict[str, str]:
    return {
        key.decode(): unescape((double or single).decode("utf-8", "replace"))
        for key, double, single in _ATTRIBUTE.findall(text)
    }


def _read(archive: zipfile.ZipFile, part: str) -> Marks:
    marks = Marks()
    if archive.getinfo(part).file_size > _LARGEST:
        return marks
    with archive.open(part) as file:
        for piece in _pieces(file):
            _collect(piece, marks)
            if len(marks.rows) + len(marks.columns) + sum(map(len, marks.errors.values())) > _MOST:
                break
    return marks


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the part in pieces that end behind a cell, so that no cell is cut."""
    rest = b""
    while data := file.read(_PIECE):
        data = rest + data
        edge = max(data.rfind(b"</c>"), data.rfind(b":c>"), data.rfind(b"<row") - 4)
        if edge < 0:
            edge = max(len(data) - _LONGEST_TAG, 0) - 4
        yield data[: edge + 4]
        rest = data[edge + 4 :]
    yield rest


def _collect(piece: bytes, marks: Marks) -> None:
    if b"hidden=" in piece:
        for match in _HIDDEN_ROW.finditer(piece):
            number = re.search(rb"\br=[\"'](\d+)[\"']", match.group())
            if number:
                marks.rows.add(int(number.group(1)) - 1)
        for match in _HIDDEN_COLUMN.finditer(piece):
            said = _attributes(match.group())
            first, last = int(said.get("min", 0)), int(said.get("max", 0))
            marks.columns.update(range(first - 1, min(last, first + 300)))
    if b"<v>#" in piece or b":v>#" in piece:
        for match in _ERROR.finditer(piece):
            _mark(marks, match.group(1), match.group(2).decode("utf-8", "replace"))
    if any(sign in piece for sign in _NO_RESULT):
        for match in _FORMULA.finditer(piece):
            if not _GIVES_TEXT.search(match.group(1)):
                _mark(marks, match.group(1), UNCOMPUTED)


def _mark(marks: Marks, attributes: bytes, text: str) -> None:
    place = _PLACE.fullmatch(_attributes(attributes).get("r", ""))
    if place is None:
        return
    column = 0
    for letter in place.group(1):
        column = column * 26 + ord(letter) - 64
    marks.errors.setdefault(int(place.group(2)) - 1, {})[column - 1] = text
