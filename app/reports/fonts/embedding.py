"""Puts a font subset into a PDF of reportlab: one Type 0 font of any size, whose text copies out as it was written."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfdoc, pdfmetrics

from app.reports.fonts.face import Face
from app.reports.fonts.subset import Subset, subset

_serial = count(1)


class _FaceName:
    """What reportlab asks of a font's face: a name, and nothing built in."""

    builtIn = 0  # noqa: N815 - reportlab's own name

    def __init__(self, name: str) -> None:
        self.name = name


class EmbeddedFont:
    """A subset in the form in which reportlab puts fonts into a document (its “dynamic font” protocol).

    reportlab's own TTFont cuts a subset per document and per 256 characters and loses the meaning of characters
    beyond U+FFFF. This one is cut once, shared by any number of documents, and numbers its characters with two bytes.
    """

    _dynamicFont = 1  # noqa: N815 - reportlab's own name
    _multiByte = 1  # noqa: N815
    shapable = False

    def __init__(self, cut: Subset, pieces: _Pieces) -> None:
        self.cut = cut
        self.fontName = f"{cut.face.postscript_name}-{next(_serial)}"
        self.face = _FaceName(self.fontName)
        self.hex_of = {char: f"{code:04X}" for char, code in cut.codes.items()}
        """What stands for each character in a hexadecimal string."""
        self._pieces = pieces

    def getSubsetInternalName(self, _subset: int, doc: pdfdoc.PDFDocument) -> str:
        name = doc.fontMapping.get(self.fontName)
        if name is None:
            name = doc.fontMapping[self.fontName] = f"/F{len(doc.fontMapping) + 1}"
            doc.delayedFonts.append(self)
        return name

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:
        """Add the font to `doc`, when it is saved."""
        name = doc.fontMapping[self.fontName][1:]
        pieces = self._pieces
        file = doc.Reference(_WrittenStream(pieces.program, f"/Length1 {self.cut.length}"))
        descriptor = doc.Reference(_Written(pieces.descriptor, file))
        descendant = doc.Reference(_Written(pieces.descendant, descriptor))
        to_unicode = doc.Reference(_WrittenStream(pieces.to_unicode, ""))
        shared: Any = doc.idToObject["BasicFonts"]  # a PDFDictionary, which the stubs do not say
        shared.dict[name] = doc.Reference(_Written(pieces.font, descendant, to_unicode))


class _Written(pdfdoc.PDFObject):
    """An object whose text is ready but for the references in it (%s), which differ from document to document."""

    def __init__(self, text: str, *references: pdfdoc.PDFObjectReference) -> None:
        self.text, self.references = text, references

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        places = tuple(reference.format(document).decode("ascii") for reference in self.references)
        return (self.text % places).encode("ascii")


class _WrittenStream(pdfdoc.PDFObject):
    """A stream that is compressed already."""

    def __init__(self, content: bytes, entries: str) -> None:
        self.content = content
        self.head = f"<</Filter/FlateDecode/Length {len(content)}{entries}>>\nstream\n".encode("ascii")

    def format(self, _document: pdfdoc.PDFDocument) -> bytes:
        return self.head + self.content + b"\nendstream\n"


@lru_cache(maxsize=64)
def _cut(face: Face, chars: frozenset[str]) -> tuple[Subset, _Pieces]:
    """A subset and its objects, kept: letters of one month share the characters of their heads, titles and headings."""
    cut = subset(face, chars)
    return cut, _font_pieces(cut)


@contextmanager
def embedded(characters: dict[Face, set[str]]) -> Iterator[dict[Face, EmbeddedFont]]:
    """Fonts that draw the named characters of each face, known to reportlab while the block lasts."""
    fonts = {face: EmbeddedFont(*_cut(face, frozenset(chars))) for face, chars in characters.items()}
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    try:
        yield fonts
    finally:
        registry: Any = pdfmetrics  # it has no public way to forget a font
        for font in fonts.values():
            registry._fonts.pop(font.fontName, None)
            registry._dynFaceNames.pop(font.fontName, None)


class _Pieces(NamedTuple):
    """The objects of a font, written once for all documents that share the subset."""

    font: str
    descendant: str
    descriptor: str
    program: bytes
    to_unicode: bytes


def _font_pieces(cut: Subset) -> _Pieces:
    """A Type 0 font over a CIDFontType2 (PDF 32000-1, 9.7), its box that of the character bodies."""
    ascent = round(cut.face.ascent * 1000)
    base = f"{_tag(cut)}+{cut.face.postscript_name}"
    font = f"<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/Identity-H/DescendantFonts[%s]/ToUnicode %s>>"
    descendant = (
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{base}/CIDToGIDMap/Identity/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/W[0[{' '.join(map(str, cut.widths))}]]/FontDescriptor %s>>"
    )
    descriptor = (
        f"<</Type/FontDescriptor/FontName/{base}/Flags 4/FontBBox[0 {ascent - 1000} 1000 {ascent}]/ItalicAngle 0"
        f"/Ascent {ascent}/Descent {ascent - 1000}/CapHeight {round(ascent * 0.85)}/StemV 80/FontFile2 %s>>"
    )
    return _Pieces(font, descendant, descriptor, cut.program, zlib.compress(_to_unicode(cut)))


def _to_unicode(cut: Subset) -> bytes:
    """The map from the subset's numbers back to characters, in UTF-16 (PDF 32000-1, 9.10.3)."""
    pairs = [f"<{code:04X}><{char.encode('utf-16-be').hex().upper()}>" for char, code in cut.codes.items()]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def",
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def",
        "1 begincodespacerange<0000><FFFF>endcodespacerange",
    ]
    for start in range(0, len(pairs), 100):
        part = pairs[start : start + 100]
        lines += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    lines.append("endcmap CMapName currentdict/CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")


def _tag(cut: Subset) -> str:
    """The six capitals before a subset's name, the same for the same characters."""
    number = zlib.crc32("".join(cut.codes).encode("utf-8"))
    letters = []
    for _ in range(6):
        number, rest = divmod(number, 26)
        letters.append(chr(65 + rest))
    return "".join(letters)
