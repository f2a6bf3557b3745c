"""One TrueType face: which characters it has, how wide they are, where their ink lies, and its outlines."""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

RESTRICTED, NO_SUBSETTING, BITMAP_ONLY = 0x0002, 0x0100, 0x0200
"""Bits of OS/2.fsType (OpenType, OS/2 table) that forbid what a PDF needs."""

BODY_SAMPLE = "国"
"""A character that fills its square: the middle of its ink is taken as the middle of the face's body."""


class Ink(NamedTuple):
    """Where the ink of a glyph lies, as shares of the em, from its origin on the baseline."""

    left: float
    bottom: float
    right: float
    top: float


class FaceError(Exception):
    """The file is no TrueType font that we can use; the message says why."""


class Face:
    """A face of a TrueType file or collection, read where it lies (the file stays mapped, not loaded)."""

    def __init__(self, path: Path, index: int = 0) -> None:
        """Read the tables of face number `index`; raises `FaceError`, or OSError when the file cannot be read."""
        self.path = path
        self.index = index
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            self._tables = self._directory()
            head = self.table("head")
            self.units: int = struct.unpack_from(">H", head, 18)[0]
            long_offsets = bool(struct.unpack_from(">h", head, 50)[0])
            self.glyph_count: int = struct.unpack_from(">H", self.table("maxp"), 4)[0]
            self._loca = _numbers("I" if long_offsets else "H", self.table("loca"))
            self._loca_unit = 1 if long_offsets else 2
            self._glyf = self._tables["glyf"][0]
            self._metrics_count: int = struct.unpack_from(">H", self.table("hhea"), 34)[0]
            self._hmtx = _numbers("H", self.table("hmtx")[: 4 * self._metrics_count])
            self.embedding_bits: int = struct.unpack_from(">H", self.table("OS/2"), 8)[0]
        except (KeyError, struct.error, ValueError) as error:
            raise FaceError(f"{path.name}: {error}") from error
        self._advances: dict[str, float] = {}
        self._inks: dict[str, Ink | None] = {}

    def _directory(self) -> dict[str, tuple[int, int]]:
        data, start = self._data, 0
        if data[:4] == b"ttcf":
            (count,) = struct.unpack_from(">I", data, 8)
            if self.index >= count:
                raise FaceError(f"{self.path.name}: face {self.index} of {count}")
            (start,) = struct.unpack_from(">I", data, 12 + 4 * self.index)
        if data[start : start + 4] not in (b"\x00\x01\x00\x00", b"true"):
            raise FaceError(f"{self.path.name}: not TrueType outlines")
        (count,) = struct.unpack_from(">H", data, start + 4)
        tables: dict[str, tuple[int, int]] = {}
        for place in range(start + 12, start + 12 + 16 * count, 16):
            tag, _, offset, length = struct.unpack_from(">4sIII", data, place)
            tables[tag.decode("latin-1")] = (offset, length)
        return tables

    def table(self, tag: str) -> bytes:
        """The bytes of a table; KeyError when the face has none."""
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]

    def has_table(self, tag: str) -> bool:
        return tag in self._tables

    @property
    def embeddable(self) -> bool:
        """Whether its maker lets it be embedded as a subset."""
        bits = self.embedding_bits
        return not (bits & (NO_SUBSETTING | BITMAP_ONLY) or bits & 0x000E == RESTRICTED)

    @cached_property
    def family(self) -> str:
        """The family name, in Chinese where the font tells it."""
        found = self._names(1)
        return found.get(0x0804) or found.get(0x0409) or next(iter(found.values()), self.path.stem)

    def _names(self, wanted: int) -> dict[int, str]:
        """What the font calls itself by one kind of name, per language (OpenType, name table)."""
        data = self.table("name")
        count, strings = struct.unpack_from(">HH", data, 2)
        found: dict[int, str] = {}
        for place in range(6, 6 + 12 * count, 12):
            platform, _, language, kind, length, offset = struct.unpack_from(">6H", data, place)
            if platform == 3 and kind == wanted:
                raw = data[strings + offset : strings + offset + length]
                found[language] = raw.decode("utf-16-be", "replace")
        return found

    @cached_property
    def postscript_name(self) -> str:
        """The font's own PostScript name, else its file's, with what PDF takes: letters, digits and hyphens."""
        for name in (*self._names(6).values(), self.path.stem):
            kept = "".join(c for c in name if c.isascii() and (c.isalnum() or c == "-"))
            if kept and kept[0].isalpha():
                return kept
        return f"Font-{self.index}"

    @cached_property
    def glyphs(self) -> dict[str, int]:
        """Character → glyph number, from the widest map that the face has."""
        data = self.table("cmap")
        (count,) = struct.unpack_from(">H", data, 2)
        best: tuple[int, int] | None = None
        for place in range(4, 4 + 8 * count, 8):
            platform, encoding, offset = struct.unpack_from(">HHI", data, place)
            (form,) = struct.unpack_from(">H", data, offset)
            if form in (4, 12) and ((platform == 3 and encoding in (1, 10)) or platform == 0):
                best = max(best or (0, 0), (form, offset))
        if best is None:
            raise FaceError(f"{self.path.name}: no Unicode map")
        form, offset = best
        return _segments_12(data, offset) if form == 12 else _segments_4(data, offset)

    def has(self, char: str) -> bool:
        return char in self.glyphs

    def advance(self, char: str) -> float:
        """How far the pen moves after `char`, as a share of the em."""
        known = self._advances.get(char)
        if known is None:
            known = self._advances[char] = self.glyph_advance(self.glyphs.get(char, 0)) / self.units
        return known

    def glyph_advance(self, glyph: int) -> int:
        return self._hmtx[2 * min(glyph, self._metrics_count - 1)]

    def outline(self, glyph: int) -> bytes:
        """The `glyf` entry of a glyph; empty for one without ink."""
        if glyph + 1 >= len(self._loca):
            return b""
        start, end = self._loca[glyph] * self._loca_unit, self._loca[glyph + 1] * self._loca_unit
        return self._data[self._glyf + start : self._glyf + end]

    def ink(self, text: str) -> Ink | None:
        """The ink of the characters of `text` taken one over the other; None when there is none."""
        if len(text) != 1:
            boxes = [box for box in map(self.ink, text) if box is not None]
            if not boxes:
                return None
            left, bottom, right, top = zip(*boxes, strict=True)
            return Ink(min(left), min(bottom), max(right), max(top))
        if text not in self._inks:
            outline = self.outline(self.glyphs.get(text, 0))
            corners = struct.unpack_from(">4h", outline, 2) if len(outline) >= 10 else None
            self._inks[text] = Ink(*(corner / self.units for corner in corners)) if corners else None
        return self._inks[text]

    @cached_property
    def ascent(self) -> float:
        """Height of the character body above the baseline, as a share of the em; the body is one em high.

        Taken from the ink, since the vertical figures of free fonts are not to be trusted.
        """
        ink = self.ink(BODY_SAMPLE) if self.has(BODY_SAMPLE) else None
        return 0.88 if ink is None else (ink.bottom + ink.top) / 2 + 0.5

    def __repr__(self) -> str:
        return f"Face({self.path.name!r}, {self.index})"


def _numbers(code: str, data: bytes) -> array[int]:
    numbers = array(code)
    numbers.frombytes(data[: len(data) - len(data) % numbers.itemsize])
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _segments_4(data: bytes, offset: int) -> dict[str, int]:
    length, _, twice = struct.unpack_from(">HHH", data, offset + 2)
    words = _numbers("H", data[offset : offset + length])
    count = twice // 2
    ends, starts = words[7 : 7 + count], words[8 + count : 8 + 2 * count]
    deltas, ranges = words[8 + 2 * count : 8 + 3 * count], words[8 + 3 * count : 8 + 4 * count]
    glyphs: dict[str, int] = {}
    for segment in range(count):
        start, end, delta, skip = starts[segment], ends[segment], deltas[segment], ranges[segment]
        base = 8 + 3 * count + segment + skip // 2 - start
        for code in range(start, min(end, 0xFFFE) + 1):
            if skip == 0:
                glyph = (code + delta) & 0xFFFF
            else:
                place = base + code
                glyph = words[place] if place < len(words) else 0
                glyph = (glyph + delta) & 0xFFFF if glyph else 0
            if glyph and not 0xD800 <= code <= 0xDFFF:
                glyphs[chr(code)] = glyph
    return glyphs


def _segments_12(data: bytes, offset: int) -> dict[str, int]:
    (count,) = struct.unpack_from(">I", data, offset + 12)
    groups = _numbers("I", data[offset + 16 : offset + 16 + 12 * count])
    glyphs: dict[str, int] = {}
    for place in range(0, 3 * count, 3):
        start, end, glyph = groups[place : place + 3]
        for code in range(start, min(end, 0x10FFFF) + 1):
            number = glyph + code - start
            if number and not 0xD800 <= code <= 0xDFFF:
                glyphs[chr(code)] = number
    return glyphs
