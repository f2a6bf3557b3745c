"""Reads a PDF into characters and rules with their places, in millimetres from the upper left corner of the page."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw

from app.reports.fonts.roles import Role
from app.rules.errors import OfficeError
from app.rules.os_faults import in_words

MM = 72 / 25.4
MOST_PAGES = 2_000
_THIN = 3 * 25.4 / 72
"""Filled rectangles no thicker than this (mm) are rules."""
_FACES = (
    (Role.TITLE, r"小标宋|xbs|xiaobiaosong|zhongsong|stzhongs|中宋|(fandolsong|serif\w*)-?bold"),
    (Role.FANGSONG, r"仿宋|fang|stfangso"),
    (Role.KAI, r"楷|kai"),
    (Role.HEI, r"黑|hei|sanssc|sanscjk|notosans|wenquanyi|wqy"),
    (Role.ROMAN, r"times|liberationserif|tinos|dejavuserif"),
    (Role.SONG, r"宋|song|sun|uming|serifsc|serifcjk|notoserif"),
)  # fmt: skip
_ROLES = tuple((role, re.compile(pattern)) for role, pattern in _FACES)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character: its cell (`left` to `right`), the middle of its ink, its ink's edges; `size` in points.

    On a turned page the places are those of the page as it is read: from its own upper left corner.
    """

    text: str
    font: str
    role: Role | None
    size: float
    left: float
    right: float
    middle: float
    ink_top: float
    ink_bottom: float
    colour: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight rule along the page's edges; the places are those of its middle, `width` its thickness."""

    left: float
    top: float
    right: float
    bottom: float
    width: float
    colour: tuple[int, int, int]

    @property
    def length(self) -> float:
        return max(self.right - self.left, self.bottom - self.top)

    @property
    def level(self) -> bool:
        return self.right - self.left > self.bottom - self.top


@dataclass(slots=True)
class RawPage:
    """What is on one page; `turned` are the characters that read upwards or downwards."""

    number: int
    width: float
    height: float
    upright: list[Glyph] = field(default_factory=list)
    turned: list[Glyph] = field(default_factory=list)
    head_left: bool = True
    """Turned characters read upwards, so that the head of their table lies at the left."""
    strokes: list[Stroke] = field(default_factory=list)
    areas: list[tuple[float, float]] = field(default_factory=list)
    """From where to where (top, bottom) filled shapes other than rules reach: charts."""


def read_pages(source: Path | bytes) -> list[RawPage]:
    """Every page of a PDF. Raises `OfficeError` when the file cannot be read, is none, or is locked or endless."""
    name = _name(source)
    document = _opened(source)
    try:
        if len(document) > MOST_PAGES:
            raise OfficeError(f"{name} 有{len(document)}页，超过{MOST_PAGES}页的不检查。请拆开后再试。")
        return [_page(document[place], place + 1) for place in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise OfficeError(f"{name} 有读不出来的页，PDF 可能已损坏。请重新导出后再试。") from error
    finally:
        document.close()


def read_keywords(source: Path | bytes) -> str:
    """The keywords of a PDF; raises `OfficeError` when the file cannot be read or is none."""
    document = _opened(source)
    try:
        return document.get_metadata_value("Keywords")
    finally:
        document.close()


def _name(source: Path | bytes) -> str:
    return f"文件 {source}" if isinstance(source, Path) else "文件"


def _opened(source: Path | bytes) -> pypdfium2.PdfDocument:
    name = _name(source)
    try:
        data = source.read_bytes() if isinstance(source, Path) else source
    except OSError as error:
        raise OfficeError(f"{name} 读不出来：{in_words(error)}") from error
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise OfficeError(
            f"{name} 不是能打开的 PDF（可能已损坏，或设了密码）。请换一个文件，或去掉密码后再试。"
        ) from error


def _page(page: pypdfium2.PdfPage, number: int) -> RawPage:
    page.set_rotation(0)
    width, height = page.get_size()
    result = RawPage(number, width / MM, height / MM)
    left, bottom = (page.get_cropbox() or (0.0, 0.0))[:2]
    _forget_marks(page)
    text = page.get_textpage()
    try:
        ways = {True: 0, False: 0}
        for glyph, way in _glyphs(text, left, bottom, width, height):
            if way is None:
                result.upright.append(glyph)
            else:
                result.turned.append(glyph)
                ways[way] += 1
        result.head_left = ways[True] >= ways[False]
    finally:
        text.close()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        _add_path(item, result, left, bottom, height)
    return result


def _forget_marks(page: pypdfium2.PdfPage) -> None:
    """Take marks with a replacement text off: the reader would put that text in the place of the first piece only."""
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        for place in range(raw.FPDFPageObj_CountMarks(item) - 1, -1, -1):
            raw.FPDFPageObj_RemoveMark(item, raw.FPDFPageObj_GetMark(item, place))


def _glyphs(
    text: pypdfium2.PdfTextPage, left: float, bottom: float, width: float, height: float
) -> Iterator[tuple[Glyph, bool | None]]:
    """Characters; with them None for upright ones, else whether they read upwards (True) or downwards."""
    name, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    names: dict[bytes, tuple[str, Role | None]] = {}
    for place in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, place) or 0xFFFD)
        if char.isspace() or raw.FPDFText_IsGenerated(text, place) == 1:
            continue
        raw.FPDFText_GetCharBox(text, place, x0, x1, y0, y1)
        raw.FPDFText_GetLooseCharBox(text, place, box)
        raw.FPDFText_GetMatrix(text, place, matrix)
        raw.FPDFText_GetFillColor(text, place, red, green, blue, alpha)
        raw.FPDFText_GetFontInfo(text, place, name, 256, flags)
        if name.value not in names:
            names[name.value] = _face(name.value)
        font, role = names[name.value]
        scale = math.hypot(matrix.c, matrix.d)
        size = raw.FPDFText_GetFontSize(text, place) * scale
        ink = (x0.value - left, y0.value - bottom, x1.value - left, y1.value - bottom)
        cell = (box.left - left, box.bottom - bottom, box.right - left, box.top - bottom)
        way = None if abs(matrix.b) <= abs(matrix.a) else matrix.b > 0
        if way is not None:
            ink, cell = _sideways(ink, way, width, height), _sideways(cell, way, width, height)
        across = height if way is None else width
        body = cell[3] - cell[1]
        middle = across - ((cell[1] + cell[3]) / 2 if abs(body - size) < 0.03 * size else (ink[1] + ink[3]) / 2)
        colour = (red.value, green.value, blue.value)
        yield (
            Glyph(
                char, font, role, size, cell[0] / MM, cell[2] / MM, middle / MM,
                (across - ink[3]) / MM, (across - ink[1]) / MM, colour,
            ),
            way,
        )  # fmt: skip


def _sideways(
    box: tuple[float, float, float, float], upwards: bool, width: float, height: float
) -> tuple[float, float, float, float]:
    """A box (left, bottom, right, top) as it lies when the page is turned so that its text can be read."""
    left, bottom, right, top = box
    return (bottom, width - right, top, width - left) if upwards else (height - top, left, height - bottom, right)


def _face(name: bytes) -> tuple[str, Role | None]:
    """A font's name without the subset's tag, and the role that it tells."""
    try:
        decoded = name.decode("utf-8")
    except UnicodeDecodeError:
        decoded = name.decode("gb18030", "replace")
    font = re.sub(r"^[A-Z]{6}\+", "", decoded)
    known = font.lower().replace(" ", "")
    return font, next((role for role, pattern in _ROLES if pattern.search(known)), None)


def _add_path(item: pypdfium2.PdfObject, page: RawPage, left: float, bottom: float, height: float) -> None:
    """The rules of a path: its straight strokes, and its filled boxes that are as thin as a rule."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    colour = _colour(item, bool(stroke.value))
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(item, width)
    thick = width.value * math.hypot(matrix.c, matrix.d) / MM
    for points in _outlines(item, matrix):
        places = [((x - left) / MM, (height - y + bottom) / MM) for x, y in points]
        xs, ys = [x for x, _ in places], [y for _, y in places]
        box = (min(xs), min(ys), max(xs), max(ys))
        if stroke.value:
            for (xa, ya), (xb, yb) in pairwise(places):
                if min(abs(xa - xb), abs(ya - yb)) < 0.05:
                    page.strokes.append(Stroke(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb), thick, colour))
                else:
                    page.areas.append((min(ya, yb), max(ya, yb)))
        elif fill.value and min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            page.strokes.append(_thin_box(box, colour))
        elif fill.value and min(colour) < 250:
            page.areas.append((box[1], box[3]))


def _thin_box(box: tuple[float, float, float, float], colour: tuple[int, int, int]) -> Stroke:
    left, top, right, bottom = box
    if right - left >= bottom - top:
        middle = (top + bottom) / 2
        return Stroke(left, middle, right, middle, bottom - top, colour)
    middle = (left + right) / 2
    return Stroke(middle, top, middle, bottom, right - left, colour)


def _outlines(item: pypdfium2.PdfObject, matrix: raw.FS_MATRIX) -> Iterator[list[tuple[float, float]]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for place in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, place)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _colour(item: pypdfium2.PdfObject, stroke: bool) -> tuple[int, int, int]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    ask = raw.FPDFPageObj_GetStrokeColor if stroke else raw.FPDFPageObj_GetFillColor
    ask(item, red, green, blue, alpha)
    return red.value, green.value, blue.value


def is_red(colour: tuple[int, int, int]) -> bool:
    red, green, blue = colour
    return red >= 150 and max(green, blue) <= 130


def is_black(colour: tuple[int, int, int]) -> bool:
    return max(colour) <= 90 and max(colour) - min(colour) <= 40
