"""Faces and subsets: read by us, compared with what fontTools reads."""

from __future__ import annotations

import io
import shutil
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from app.reports.fonts.face import Face, FaceError
from app.reports.fonts.resolver import FontSet, resolve
from app.reports.fonts.roles import CANDIDATES, Role
from app.reports.fonts.subset import subset


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return resolve()


def opened(face: Face) -> Any:  # fontTools makes the fields of its tables at run time
    return TTFont(face.path, fontNumber=face.index, lazy=True)


@pytest.mark.parametrize("role", list(CANDIDATES))
def test_characters_and_widths_are_those_that_fonttools_reads(fonts: FontSet, role: Role) -> None:
    face = fonts.face(role)
    with opened(face) as peer:
        cmap, units = peer.getBestCmap(), peer["head"].unitsPerEm
        order = peer.getReverseGlyphMap()
        for char in "中国喆，—“1A%𠮷":
            name = cmap.get(ord(char))
            assert face.has(char) == (name is not None)
            if name is not None:
                assert face.glyphs[char] == order[name]
                assert face.advance(char) == peer["hmtx"][name][0] / units


def test_the_body_of_a_face_encloses_its_ink(fonts: FontSet) -> None:
    for role in CANDIDATES:
        face = fonts.face(role)
        ink = face.ink("国")
        assert ink is not None
        assert face.ascent - 1 < ink.bottom < ink.top < face.ascent
        assert (ink.top + ink.bottom) / 2 == pytest.approx(face.ascent - 0.5)


def test_ink_of_several_characters_is_taken_together(fonts: FontSet) -> None:
    face = fonts.face(Role.FANGSONG)
    one, two = face.ink("一"), face.ink("口")
    both = face.ink("一口")
    assert one is not None
    assert two is not None
    assert both is not None
    assert (both.top, both.bottom) == (max(one.top, two.top), min(one.bottom, two.bottom))
    assert face.ink(" ") is None


@pytest.mark.parametrize("role", list(CANDIDATES))
def test_a_subset_draws_the_same_outlines(fonts: FontSet, role: Role) -> None:
    face = fonts.face(role)
    chars = [char for char in "招商引资é，Å1%℃国" if face.has(char)]
    cut = subset(face, chars)
    program = zlib.decompress(cut.program)
    assert len(program) == cut.length
    with TTFont(io.BytesIO(program), checkChecksums=2) as small, opened(face) as whole:
        names, cmap = small.getGlyphOrder(), whole.getBestCmap()
        for char in chars:
            ours = small["glyf"][names[cut.codes[char]]].getCoordinates(small["glyf"])[0]
            theirs = whole["glyf"][cmap[ord(char)]].getCoordinates(whole["glyf"])[0]
            assert list(ours) == list(theirs)
            assert small["hmtx"][names[cut.codes[char]]][0] == whole["hmtx"][cmap[ord(char)]][0]


def test_the_same_characters_give_the_same_subset(fonts: FontSet) -> None:
    face = fonts.face(Role.SONG)
    assert subset(face, "招商").program == subset(face, "商招商").program


def test_two_characters_with_one_glyph_keep_numbers_of_their_own(fonts: FontSet) -> None:
    face = Face(fonts.face(Role.SONG).path)
    face.glyphs["\u2f00"] = face.glyphs["一"]
    cut = subset(face, "一\u2f00")
    assert sorted(cut.codes.values()) == [1, 2]
    assert len(cut.widths) == 3


def test_a_file_that_is_no_truetype_font_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "simsun.ttf"
    path.write_bytes(b"OTTO" + bytes(200))
    with pytest.raises(FaceError):
        Face(path)
    path.write_bytes(b"\x00\x01\x00\x00" + bytes(200))
    with pytest.raises(FaceError):
        Face(path)


@pytest.mark.parametrize(
    "bits, allowed", [(0x0000, True), (0x0004, True), (0x0008, True), (0x0002, False), (0x0100, False), (0x0200, False)]
)
def test_embedding_bits_are_respected(fonts: FontSet, tmp_path: Path, bits: int, allowed: bool) -> None:
    face = with_bits(fonts.face(Role.FANGSONG), tmp_path, bits)
    assert face.embeddable == allowed


def with_bits(face: Face, folder: Path, bits: int) -> Face:
    """A copy of a font with other embedding bits."""
    path = folder / "copy.ttf"
    shutil.copy(face.path, path)
    data = bytearray(path.read_bytes())
    count = struct.unpack_from(">H", data, 4)[0]
    for place in range(12, 12 + 16 * count, 16):
        if data[place : place + 4] == b"OS/2":
            struct.pack_into(">H", data, struct.unpack_from(">I", data, place + 8)[0] + 8, bits)
    path.write_bytes(data)
    return Face(path)
