"""Puts a font subset into a PDF of reportlab: one Type 0 font of any size, whose text copies out as it was written."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

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
    """A subset in the form that reportlab's text objects draw with (its “dynamic font” protocol).

    reportlab's own TTFont cuts a subset per document and per 256 characters and loses the meaning of characters
    beyond U+FFFF. This one is cut once, shared by any number of documents, and numbers its characters with two bytes.
    """

    _dynamicFont = 1  # noqa: N815 - reportlab's own name
    _multiByte = 1  # noqa: N815
    shapable = False

    def __init__(self, cut: Subset) -> None:
        self.cut = cut
        self.fontName = f"{cut.face.postscript_name}-{next(_serial)}"
        self.face = _FaceName(self.fontName)
        self.bytes_of = {char: code.to_bytes(2, "big") for char, code in cut.codes.items()}
        self._pieces = _font_pieces(cut)

    def splitString(self, text: str, _doc: pdfdoc.PDFDocument, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: ARG002
        codes = self.bytes_of
        return [(0, b"".join([codes[char] for char in text]))]

    def stringWidth(self, text: str, size: float, encoding: str = "utf-8") -> float:  # noqa: ARG002
        """Width of `text` in points at `size`."""
        return sum(map(self.cut.face.advance, text)) * size

    def getSubsetInternalName(self, _subset: int, doc: pdfdoc.PDFDocument) -> str:
        name = doc.fontMapping.get(self.fontName)
        if name is None:
            name = doc.fontMapping[self.fontName] = f"/F{len(doc.fontMapping) + 1}"
            doc.delayedFonts.append(self)
        return name

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:
        """Add the font to `doc`, when it is saved."""
        name = doc.fontMapping[self.fontName][1:]
        descriptor, widths, program, to_unicode = self._pieces
        base = _tag(self.cut) + "+" + self.cut.face.postscript_name
        file = _stream(program, {"Length1": self.cut.length})
        descriptor = pdfdoc.PDFDictionary(descriptor | {"FontFile2": doc.Reference(file)})
        descriptor["FontName"] = pdfdoc.PDFName(base)
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(base),
                "CIDSystemInfo": "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
                "CIDToGIDMap": pdfdoc.PDFName("Identity"),
                "DW": 1000,
                "W": widths,
                "FontDescriptor": doc.Reference(descriptor),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(base),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant)]),
                "ToUnicode": doc.Reference(_stream(to_unicode, {})),
            }
        )
        shared: Any = doc.idToObject["BasicFonts"]  # a PDFDictionary, which the stubs do not say
        shared.dict[name] = doc.Reference(font)


@contextmanager
def embedded(characters: dict[Face, set[str]]) -> Iterator[dict[Face, EmbeddedFont]]:
    """Fonts that draw the named characters of each face, known to reportlab while the block lasts."""
    fonts = {face: EmbeddedFont(subset(face, chars)) for face, chars in characters.items()}
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    try:
        yield fonts
    finally:
        registry: Any = pdfmetrics  # it has no public way to forget a font
        for font in fonts.values():
            registry._fonts.pop(font.fontName, None)
            registry._dynFaceNames.pop(font.fontName, None)


def _font_pieces(cut: Subset) -> tuple[dict[str, object], str, bytes, bytes]:
    """Descriptor, widths, program and ToUnicode map, written once for all documents that share the subset."""
    face = cut.face
    ascent = round(face.ascent * 1000)
    descriptor = {
        "Type": pdfdoc.PDFName("FontDescriptor"),
        "Flags": 4,
        "FontBBox": f"[0 {ascent - 1000} 1000 {ascent}]",
        "ItalicAngle": 0,
        "Ascent": ascent,
        "Descent": ascent - 1000,
        "CapHeight": round(ascent * 0.85),
        "StemV": 80,
    }
    widths = "[0[" + " ".join(map(str, cut.widths)) + "]]"
    return descriptor, widths, cut.program, zlib.compress(_to_unicode(cut))


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


def _stream(compressed: bytes, entries: dict[str, object]) -> pdfdoc.PDFStream:
    dictionary = pdfdoc.PDFDictionary(entries | {"Filter": pdfdoc.PDFName("FlateDecode")})
    return pdfdoc.PDFStream(dictionary, compressed)
