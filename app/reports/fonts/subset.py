"""Cuts out of a face the outlines of the characters that a paper needs."""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from app.reports.fonts.face import Face

_MORE_COMPONENTS, _WORDS, _SCALE, _XY_SCALE, _TWO_BY_TWO = 0x20, 0x01, 0x08, 0x40, 0x80
_HINTING = ("cvt ", "fpgm", "prep")


@dataclass(frozen=True, slots=True)
class Subset:
    """A font program with the characters of `codes`, numbered from 1 in code point order.

    Every character has a number of its own, even where the face draws two with one glyph: a copied text must give
    back what was written. `program` is compressed (zlib), `length` its size before.
    """

    face: Face
    codes: dict[str, int]
    widths: tuple[int, ...]
    program: bytes
    length: int


def subset(face: Face, chars: Iterable[str]) -> Subset:
    """The subset of `face` for `chars`, all of which it must have; the same characters give the same bytes."""
    wanted = sorted(set(chars))
    codes = {char: number for number, char in enumerate(wanted, 1)}
    sources = [0] + [face.glyphs[char] for char in wanted]
    number_of = {source: number for number, source in reversed(list(enumerate(sources)))}

    outlines: list[bytes] = []
    while len(outlines) < len(sources):
        outline = face.outline(sources[len(outlines)])
        if len(outline) >= 10 and outline[:2] >= b"\x80":
            outline = _renumber(outline, number_of, sources)
        outlines.append(outline)

    program = _program(face, sources, outlines)
    widths = tuple(round(face.glyph_advance(source) * 1000 / face.units) for source in sources)
    return Subset(face, codes, widths, zlib.compress(program), len(program))


def _renumber(outline: bytes, number_of: dict[int, int], sources: list[int]) -> bytes:
    """A composite outline with its parts numbered as in the subset; parts not there yet are added to `sources`."""
    result = bytearray(outline)
    place = 10
    while True:
        flags, part = struct.unpack_from(">HH", outline, place)
        if part not in number_of:
            number_of[part] = len(sources)
            sources.append(part)
        struct.pack_into(">H", result, place + 2, number_of[part])
        place += 4 + (4 if flags & _WORDS else 2)
        place += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
        if not flags & _MORE_COMPONENTS:
            return bytes(result)


def _program(face: Face, sources: list[int], outlines: list[bytes]) -> bytes:
    count = len(sources)
    glyf = bytearray()
    loca = [0]
    for outline in outlines:
        glyf += outline
        glyf += b"\0" * (-len(glyf) % 4)
        loca.append(len(glyf))

    hmtx = bytearray()
    for source, outline in zip(sources, outlines, strict=True):
        left = outline[2:4] if len(outline) >= 4 else b"\0\0"
        hmtx += struct.pack(">H", face.glyph_advance(source)) + left

    head = bytearray(face.table("head"))
    struct.pack_into(">I", head, 8, 0)
    struct.pack_into(">h", head, 50, 1)
    hhea = bytearray(face.table("hhea"))
    struct.pack_into(">H", hhea, 34, count)
    maxp = bytearray(face.table("maxp"))
    struct.pack_into(">H", maxp, 4, count)

    tables = {"glyf": bytes(glyf), "head": bytes(head), "hhea": bytes(hhea), "hmtx": bytes(hmtx)}
    tables |= {"loca": struct.pack(f">{count + 1}I", *loca), "maxp": bytes(maxp)}
    tables |= {tag: face.table(tag) for tag in _HINTING if face.has_table(tag)}
    return _file(tables)


def _file(tables: dict[str, bytes]) -> bytes:
    """A TrueType file of `tables`, with its sums (OpenType, “Calculating checksums”)."""
    power = len(tables).bit_length() - 1
    header = struct.pack(
        ">4s4H", b"\x00\x01\x00\x00", len(tables), 16 << power, power, 16 * (len(tables) - (1 << power))
    )
    offset = len(header) + 16 * len(tables)
    directory, body, head_at = bytearray(), bytearray(), 0
    for tag in sorted(tables):
        data = tables[tag]
        if tag == "head":
            head_at = offset + len(body)
        directory += struct.pack(">4sIII", tag.encode(), _sum(data), offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    file = bytearray(header + directory + body)
    struct.pack_into(">I", file, head_at + 8, (0xB1B0AFBA - _sum(bytes(file))) & 0xFFFFFFFF)
    return bytes(file)


def _sum(data: bytes) -> int:
    words = array("I", data + b"\0" * (-len(data) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF
