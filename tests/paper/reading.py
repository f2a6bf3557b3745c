"""Reads a PDF back: characters with font, size and place, rules, the ink itself; in millimetres from the top left."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property

import pdfplumber
import pypdfium2

from app.reports.fonts.resolver import FontSet
from app.reports.gongwen.paper import Paper
from app.reports.gongwen.writing import write_pdf

MM = 72 / 25.4


@dataclass(frozen=True)
class Char:
    """A character as a PDF reader sees it; left, top, right, bottom (mm) are those of its body."""

    text: str
    font: str
    size: float
    left: float
    top: float
    right: float
    bottom: float
    colour: tuple[float, ...]


@dataclass(frozen=True)
class Line:
    """A straight line; left to right or top to bottom (mm), `width` in mm too."""

    left: float
    top: float
    right: float
    bottom: float
    width: float
    colour: tuple[float, ...]


@dataclass(frozen=True)
class Box:
    """Where ink lies (mm)."""

    left: float
    top: float
    right: float
    bottom: float


class Sheet:
    """One page of a PDF."""

    def __init__(self, data: bytes, page: int) -> None:
        self._data, self._page = data, page

    @cached_property
    def _plumbed(self) -> tuple[list[Char], list[Line], tuple[float, float]]:
        with pdfplumber.open(io.BytesIO(self._data)) as pdf:
            page = pdf.pages[self._page]
            chars = [
                Char(
                    c["text"], c["fontname"].split("+")[1], c["size"],
                    c["x0"] / MM, c["top"] / MM, c["x1"] / MM, c["bottom"] / MM, tuple(c["non_stroking_color"]),
                )
                for c in page.chars
            ]  # fmt: skip
            lines = [
                Line(
                    r["x0"] / MM, r["top"] / MM, r["x1"] / MM, r["bottom"] / MM,
                    r["linewidth"] / MM, tuple(r["stroking_color"]),
                )
                for r in page.lines
            ]  # fmt: skip
            return chars, lines, (float(page.width) / MM, float(page.height) / MM)

    @property
    def chars(self) -> list[Char]:
        return self._plumbed[0]

    @property
    def lines(self) -> list[Line]:
        return self._plumbed[1]

    @property
    def size(self) -> tuple[float, float]:
        return self._plumbed[2]

    @cached_property
    def text(self) -> str:
        """The text as it is copied out, without line breaks."""
        document = pypdfium2.PdfDocument(self._data)
        return document[self._page].get_textpage().get_text_range().replace("\r\n", "")

    def rows(self) -> list[list[Char]]:
        """Characters of one height together, from the top, each row from the left."""
        rows: list[list[Char]] = []
        for char in sorted(self.chars, key=lambda c: (round((c.top + c.bottom) / 2, 1), c.left)):
            middle = (char.top + char.bottom) / 2
            if rows and abs(middle - (rows[-1][0].top + rows[-1][0].bottom) / 2) < 1:
                rows[-1].append(char)
            else:
                rows.append([char])
        return [sorted(row, key=lambda c: c.left) for row in rows]

    def row(self, beginning: str) -> list[Char]:
        """The row of characters whose text begins so."""
        return next(row for row in self.rows() if written(row).startswith(beginning))

    def ink(self, text: str) -> Box:
        """Where the ink of `text` lies, which stands on one line of the page."""
        page = pypdfium2.PdfDocument(self._data)[self._page]
        found = page.get_textpage()
        start, count = found.search(text).get_next() or (0, 0)
        assert count == len(text), f"{text} is not on the page"
        boxes = [found.get_charbox(start + place) for place in range(count)]
        height = page.get_height()
        return Box(
            min(box[0] for box in boxes) / MM,
            (height - max(box[3] for box in boxes)) / MM,
            max(box[2] for box in boxes) / MM,
            (height - min(box[1] for box in boxes)) / MM,
        )


def written(chars: list[Char]) -> str:
    return "".join(char.text for char in chars)


def printed(paper: Paper, fonts: FontSet) -> list[Sheet]:
    """The pages of `paper`, written as PDF and opened again."""
    data = pdf_bytes(paper, fonts)
    return [Sheet(data, page) for page in range(len(pypdfium2.PdfDocument(data)))]


def pdf_bytes(paper: Paper, fonts: FontSet) -> bytes:
    target = io.BytesIO()
    write_pdf(paper, fonts, target)
    return target.getvalue()
