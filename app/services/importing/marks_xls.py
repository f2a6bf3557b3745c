"""The marks of an old workbook (.xls, .et): hidden rows and columns, cells that show an error.

Reads the records of BIFF8 inside the compound file ([MS-CFB], [MS-XLS]), within the child process.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from app.services.importing.marks import Marks

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFF9
"""Greater numbers are no sectors but marks: end of chain, free, table."""
_SMALL = 4096
"""A shorter stream lies elsewhere in the file; no workbook with a ledger is that short."""
_BIFF8 = 0x0600

_BOF, _EOF, _SHEET, _FORMULA, _ERROR, _ROW, _COLUMNS = 0x0809, 0x000A, 0x0085, 0x0006, 0x0205, 0x0208, 0x007D
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01


def xls_marks(path: Path) -> dict[str, Marks]:
    """Return the marks of each sheet by its name; none of a file that is no .xls of this form."""
    with path.open("rb") as file:
        if file.read(len(_SIGNATURE)) != _SIGNATURE:
            return {}
    try:
        book = _workbook(path.read_bytes())
        return {name: _read(book, start) for name, start in _sheets(book)}
    except (struct.error, IndexError, ValueError):
        return {}


def _workbook(data: bytes) -> bytes:
    """Return the stream that holds the workbook; raise `ValueError` where there is none."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError(size)
    table = _sector_table(data, size)

    def chain(start: int) -> bytes:
        parts: list[bytes] = []
        while start <= _LAST_SECTOR and len(parts) <= len(table):
            parts.append(data[(start + 1) * size : (start + 2) * size])
            start = table[start]
        return b"".join(parts)

    directory = chain(struct.unpack_from("<I", data, 48)[0])
    for place in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, place + 64)[0]
        name = directory[place : place + max(length - 2, 0)].decode("utf-16-le", "replace")
        start, long = struct.unpack_from("<II", directory, place + 116)
        if name in ("Workbook", "Book") and long >= _SMALL:
            return chain(start)[:long]
    raise ValueError("Workbook")


def _sector_table(data: bytes, size: int) -> list[int]:
    """Return for each sector the one that follows it."""
    entry = size // 4
    places = list(struct.unpack_from("<109I", data, 76))
    following, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // size)):
        if following > _LAST_SECTOR:
            break
        *more, following = struct.unpack_from(f"<{entry}I", data, (following + 1) * size)
        places += more
    table: list[int] = []
    for place in places:
        if place <= _LAST_SECTOR and len(table) <= len(data) // size:
            table += struct.unpack_from(f"<{entry}I", data, (place + 1) * size)
    return table


def _records(book: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and length of the records from `start` to the end of their part."""
    place, depth = start, 0
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        yield kind, place + 4, length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        place += 4 + length


def _sheets(book: bytes) -> Iterator[tuple[str, int]]:
    """Yield name and place of each sheet."""
    for kind, place, _ in _records(book, 0):
        if kind == _BOF and struct.unpack_from("<H", book, place)[0] != _BIFF8:
            return
        if kind == _SHEET:
            start, count, wide = *struct.unpack_from("<I", book, place), book[place + 6], book[place + 7] & 1
            text = book[place + 8 : place + 8 + count * (2 if wide else 1)]
            yield text.decode("utf-16-le" if wide else "latin-1", "replace"), start


def _read(book: bytes, start: int) -> Marks:
    marks = Marks()
    for kind, place, _ in _records(book, start):
        if kind == _ROW:
            if book[place + 12] & _ROW_HIDDEN:
                marks.rows.add(struct.unpack_from("<H", book, place)[0])
        elif kind == _COLUMNS:
            first, last, _, _, options = struct.unpack_from("<5H", book, place)
            if options & _COLUMN_HIDDEN:
                marks.columns.update(range(first, min(last, 255) + 1))
        elif kind in (_ERROR, _FORMULA):
            row, column = struct.unpack_from("<HH", book, place)
            if kind == _ERROR and book[place + 7]:
                marks.errors.setdefault(row, {})[column] = _ERRORS.get(book[place + 6], "#VALUE!")
            elif kind == _FORMULA and book[place + 12 : place + 14] == b"\xff\xff" and book[place + 6] == 2:
                marks.errors.setdefault(row, {})[column] = _ERRORS.get(book[place + 8], "#VALUE!")
    return marks
