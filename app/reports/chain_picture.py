"""The picture of the chain as vectors: one PDF page in the fonts of papers, in colour or in black and greys."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal

from app.reports.fonts.embedding import embedded
from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.lines import Measured, measure, set_line
from app.reports.gongwen.page import Colour, Page, Shape
from app.reports.gongwen.painter import characters, paint
from app.reports.gongwen.paper import Paper
from app.reports.gongwen.profile import MM
from app.reports.gongwen.writing import write_whole

Kind = Literal["present", "drawable", "rejected", "reserved"]
Point = tuple[float, float]

LABELS: dict[Kind, str] = {"present": "已有", "drawable": "可招", "rejected": "不宜", "reserved": "邻市已列"}


@dataclass(frozen=True, slots=True)
class PictureNode:
    """An industry: its name, how it stands, its layer and row in the grid, and whether it is a leading one."""

    name: str
    kind: Kind
    layer: float
    row: float
    is_leading: bool = False


@dataclass(frozen=True, slots=True)
class PictureEdge:
    """Goods that flow along points (layer, row) of the grid; strength 1 to 5."""

    points: tuple[Point, ...]
    strength: int = 3
    is_backward: bool = False


@dataclass(frozen=True, slots=True)
class ChainPicture:
    """All that is drawn; `layers` and `rows` tell the size of the grid, `note` stands below the title."""

    title: str
    note: str
    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]
    layers: int
    rows: float

    @property
    def said(self) -> tuple[str, ...]:
        """All that the picture says, for the door of its audience."""
        return self.title, self.note, *(node.name for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Look:
    """Fill, border and text of a kind of node, in CMYK."""

    fill: Colour
    border: Colour
    text: Colour = (0, 0, 0, 1)


_WHITE: Colour = (0, 0, 0, 0)
COLOURS: dict[Kind, Look] = {
    "present": Look((0.78, 0.44, 0, 0.45), (0.78, 0.44, 0, 0.45), _WHITE),
    "drawable": Look((0.07, 0, 0.05, 0.05), (0.57, 0, 0.43, 0.58)),
    "rejected": Look((0.02, 0.01, 0, 0.05), (0, 0, 0, 0.25), (0, 0, 0, 0.5)),
    "reserved": Look((0, 0.05, 0.2, 0), (0, 0.32, 1, 0.52)),
}
GREYS: dict[Kind, Look] = {
    "present": Look((0, 0, 0, 0.75), (0, 0, 0, 0.75), _WHITE),
    "drawable": Look(_WHITE, (0, 0, 0, 1)),
    "rejected": Look((0, 0, 0, 0.06), (0, 0, 0, 0.2), (0, 0, 0, 0.55)),
    "reserved": Look((0, 0, 0, 0.22), (0, 0, 0, 0.7)),
}
LINE: Colour = (0, 0, 0, 0.38)
_LEADING: Colour = (0, 0.83, 0.83, 0.3)
_LEADING_GREY: Colour = (0, 0, 0, 1)

_SHEETS = ((297, 210), (420, 297), (594, 420), (841, 594), (1189, 841))
"""A4 to A0 on their sides, in mm."""
_MARGIN = 12 * MM
_TITLE, _NOTE = 16.0, 9.0
_LEAST_ROW, _LEAST_COLUMN = 11.0, 74.0
"""The smallest grid (points) in which names can be read; a larger sheet is taken before it gets smaller."""
_HOP = 10
"""Straight pieces that stand for the curve between two layers."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the grid lies on the sheet, in points from the upper left corner."""

    width: float
    height: float
    left: float
    top: float
    column: float
    row: float

    @classmethod
    def of(cls, picture: ChainPicture) -> Grid:
        """Return the grid on the smallest sheet that keeps names readable."""
        head = _TITLE + _NOTE * 3
        columns, rows = max(picture.layers, 1), max(picture.rows, 1.0)
        width, height = next(
            (
                (across, down)
                for across, down in ((one * MM, other * MM) for one, other in _SHEETS)
                if (across - 2 * _MARGIN) / columns >= _LEAST_COLUMN
                and (down - 2 * _MARGIN - head) / rows >= _LEAST_ROW
            ),
            (_SHEETS[-1][0] * MM, _SHEETS[-1][1] * MM),
        )
        column, row = (width - 2 * _MARGIN) / columns, (height - 2 * _MARGIN - head) / rows
        return cls(width, height, _MARGIN, _MARGIN + head, min(column, 170.0), min(row, 26.0))

    @property
    def node_width(self) -> float:
        """How wide a node is; the rest of its column is for lines."""
        return self.column * 0.66

    @property
    def node_height(self) -> float:
        """How high a node is."""
        return self.row * 0.8

    def middle(self, layer: float, row: float) -> Point:
        """Return the middle of a place of the grid."""
        return self.left + (layer + 0.5) * self.column, self.top + (row + 0.5) * self.row

    def ways(self, edge: PictureEdge) -> list[tuple[Point, Point]]:
        """Return the pieces of an edge, each from one layer to the next; straight through places passed on the way."""
        half = self.node_width / 2
        places = [self.middle(*point) for point in edge.points]
        pieces: list[tuple[Point, Point]] = []
        for (x0, y0), (x1, y1) in pairwise(places):
            side = half if x1 >= x0 else -half
            if pieces:
                pieces.append((pieces[-1][1], (x0 + side, y0)))
            pieces.append(((x0 + side, y0), (x1 - side, y1)))
        return pieces


def write_picture_pdf(
    picture: ChainPicture, fonts: FontSet, path: Path, day: date, *, looks: dict[Kind, Look] = COLOURS
) -> None:
    """Write the picture as a PDF of one page, whole or not at all.

    `looks` is `COLOURS`, or `GREYS` for papers, which are black but for their head. Raises `OfficeError` for a
    character that no font has, and where the file cannot be written.
    """
    write_whole(path, picture_pdf(picture, fonts, day, looks=looks))


def picture_pdf(picture: ChainPicture, fonts: FontSet, day: date, *, looks: dict[Kind, Look] = COLOURS) -> bytes:
    """Return the picture as a PDF of one page; raise `OfficeError` for a character that no font has."""
    fonts.check([("链图标题", picture.title), *(("行业名称", node.name) for node in picture.nodes)])
    page = picture_page(picture, fonts, looks)
    data = io.BytesIO()
    with embedded(characters([page])) as subsets:
        paint([page], Paper(picture.title, "", (), day, format="plain"), subsets, data)
    return data.getvalue()


def picture_page(picture: ChainPicture, fonts: FontSet, looks: dict[Kind, Look]) -> Page:
    """Lay the picture out on a page: title, legend, lines, and the industries over them."""
    grid = Grid.of(picture)
    page = Page(1, grid.width, grid.height, numbered=False)
    _write(page, measure(picture.title, Role.HEI, fonts, _TITLE), _MARGIN, _MARGIN)
    _write(page, measure(picture.note, Role.FANGSONG, fonts, _NOTE), _MARGIN, _MARGIN + _TITLE + _NOTE * 0.6)
    _legend(page, fonts, looks, picture)
    for edge in picture.edges:
        page.shapes += _line(grid, edge)
    stripe = _LEADING_GREY if looks is GREYS else _LEADING
    for node in picture.nodes:
        _node(page, grid, node, fonts, looks[node.kind], stripe)
    return page


def _legend(page: Page, fonts: FontSet, looks: dict[Kind, Look], picture: ChainPicture) -> None:
    """What the fills mean, at the right of the title; only kinds that are shown."""
    x, y = page.width - _MARGIN, _MARGIN + _TITLE * 0.2
    shown = {node.kind for node in picture.nodes}
    kinds: list[Kind] = [kind for kind in looks if kind in shown]
    for kind in reversed(kinds):
        told = measure(LABELS[kind], Role.FANGSONG, fonts, _NOTE)
        x -= told.width()
        _write(page, told, x, y)
        x -= _NOTE * 2
        page.shapes += _box(x, y, _NOTE * 1.6, _NOTE, looks[kind])
        x -= _NOTE * 1.5


def _node(page: Page, grid: Grid, node: PictureNode, fonts: FontSet, look: Look, stripe: Colour) -> None:
    x, y = grid.middle(node.layer, node.row)
    width, height = grid.node_width, grid.node_height
    page.shapes += _box(x - width / 2, y - height / 2, width, height, look)
    if node.is_leading:
        page.shapes.append(_rectangle(x - width / 2, y - height / 2, height * 0.16, height, stripe))
    size = min(height * 0.68, 11.0)
    room = width - size * 0.8
    told = measure(node.name, Role.HEI, fonts, size)
    if told.width() > room:
        smaller = max(size * room / told.width(), size * 0.7)
        told = measure(node.name, Role.HEI, fonts, smaller)
        text = node.name
        while told.width() > room and len(text) > 1:
            text = text[:-1]
            told = measure(f"{text}…", Role.HEI, fonts, smaller)
    _write(page, told, x - told.width() / 2, y - told.size / 2, look.text)


def _write(page: Page, told: Measured, x: float, top: float, colour: Colour = (0, 0, 0, 1)) -> None:
    page.runs += [run._replace(colour=colour) for run in set_line(told, 0, len(told.text), x, top)]


def _box(x: float, y: float, width: float, height: float, look: Look) -> list[Shape]:
    edge = 0.6
    return [
        _rectangle(x, y, width, height, look.border),
        _rectangle(x + edge, y + edge, width - 2 * edge, height - 2 * edge, look.fill),
    ]


def _rectangle(x: float, y: float, width: float, height: float, colour: Colour) -> Shape:
    return Shape(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), colour)


def _line(grid: Grid, edge: PictureEdge) -> list[Shape]:
    """The line as a thin polygon along its curve, with an arrow at its end."""
    pieces = grid.ways(edge)
    if not pieces:
        return []
    middle: list[Point] = []
    for (x0, y0), (x1, y1) in pieces:
        steps = 1 if y0 == y1 else _HOP
        for step in range(0 if not middle else 1, steps + 1):
            share = step / steps
            bend = share * share * (3 - 2 * share)
            middle.append((x0 + (x1 - x0) * share, y0 + (y1 - y0) * bend))
    half = 0.14 + 0.07 * edge.strength
    upper: list[Point] = []
    lower: list[Point] = []
    for place, (x, y) in enumerate(middle):
        (ax, ay), (bx, by) = middle[max(0, place - 1)], middle[min(len(middle) - 1, place + 1)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        upper.append((x + nx, y + ny))
        lower.append((x - nx, y - ny))
    x, y = pieces[-1][1]
    back = -3.6 if pieces[-1][1][0] >= pieces[-1][0][0] else 3.6
    arrow = Shape(((x, y), (x + back, y - 1.6), (x + back, y + 1.6)), LINE)
    return [Shape((*upper, *reversed(lower)), LINE), arrow]
