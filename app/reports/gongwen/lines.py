"""Sets one line: characters into cells, figures at their natural width, spread to the right edge where asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from app.reports.fonts.face import Face
from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.breaking import TOLERANCE, Squeeze, break_lines
from app.reports.gongwen.marks import CLOSING, OPENING, takes_cell
from app.reports.gongwen.page import Colour, Run

BLACK: Colour = (0, 0, 0, 1)
LOOSEST = 0.12
"""A line that would be spread by more than this share of the type size has its marks squeezed instead, if it can."""
WIDEST_SPREAD = 0.6
"""A line is spread by at most this share of the type size between two characters; else it stays ragged."""


class Measured(NamedTuple):
    """A text with the face and the width (points) of each of its characters, and how each is set (`_kind`)."""

    text: str
    faces: tuple[Face, ...]
    widths: tuple[float, ...]
    size: float
    kinds: str = ""

    def width(self, start: int = 0, end: int | None = None) -> float:
        return sum(self.widths[start:end])

    def part(self, start: int, end: int) -> Measured:
        return Measured(
            self.text[start:end], self.faces[start:end], self.widths[start:end], self.size, self.kinds[start:end]
        )

    def followed_by(self, other: Measured) -> Measured:
        return Measured(
            self.text + other.text,
            self.faces + other.faces,
            self.widths + other.widths,
            self.size,
            self.kinds + other.kinds,
        )

    def broken(self, first: float, rest: float | None = None) -> list[tuple[int, int]]:
        return break_lines(self.text, self.widths, first, first if rest is None else rest)

    def squeezed(self, first: float, rest: float) -> list[tuple[int, int]]:
        """Lines of running text, whose closing marks may give up to half of their cells."""
        return break_lines(self.text, self.widths, first, rest, Squeeze(self.gives(), LOOSEST * self.size))

    def gives(self, start: int = 0, end: int | None = None) -> list[float]:
        """By how much each character may be narrowed: the empty half of a closing mark's cell."""
        part = slice(start, end)
        return [
            width / 2 if char in CLOSING and width >= self.size else 0.0
            for char, width in zip(self.text[part], self.widths[part], strict=True)
        ]


@lru_cache(maxsize=1024)
def measure(text: str, role: Role, fonts: FontSet, size: float, pitch: float | None = None) -> Measured:
    """Measure `text` in its role; `pitch` is the width of a cell, `size` if not given (points)."""
    known = _known_characters(role, fonts, size, size if pitch is None else pitch)
    found = [known[char] for char in text]
    return Measured(
        text,
        tuple([one[0] for one in found]),
        tuple([one[1] for one in found]),
        size,
        "".join([one[2] for one in found]),
    )


@lru_cache(maxsize=64)
def _known_characters(role: Role, fonts: FontSet, size: float, cell: float) -> _Characters:
    return _Characters(role, fonts, size, cell)


class _Characters(dict[str, tuple[Face, float, str]]):
    """Face, width and kind of each character that was asked for, at one size."""

    def __init__(self, role: Role, fonts: FontSet, size: float, cell: float) -> None:
        super().__init__()
        self._role, self._fonts, self._size, self._cell = role, fonts, size, cell

    def __missing__(self, char: str) -> tuple[Face, float, str]:
        face = self._fonts.face_for(self._role, char)
        width = self._cell if takes_cell(char) else face.advance(char) * self._size
        found = self[char] = (face, width, _kind(char, face))
        return found


def set_line(
    measured: Measured,
    start: int,
    end: int,
    x: float,
    top: float,
    justified: float | None = None,
    colour: Colour = BLACK,
) -> list[Run]:
    """The runs of characters `start` to `end`, their bodies' upper edge at `top`, from `x` on.

    With `justified` (points) the last character's cell ends there: what is missing is shared out between characters,
    never inside a figure, —— or ……; what is too much comes off the closing marks. White space at the end is left out.
    """
    while end > start and measured.text[end - 1].isspace():
        end -= 1
    over = 0.0 if justified is None else measured.width(start, end) - justified
    if over > TOLERANCE:
        return _set_squeezed(measured, start, end, x, top, over, colour)
    groups = list(_groups(measured, start, end))
    spread = 0.0
    if justified is not None and groups:
        gaps = sum(after - at if kind == CELL else 1 for at, after, kind in groups) - 1
        missing = justified - measured.width(start, end)
        if gaps > 0 and TOLERANCE < missing <= gaps * WIDEST_SPREAD * measured.size:
            spread = missing / gaps

    runs = []
    size = measured.size
    for at, after, kind in groups:
        face, text, width = measured.faces[at], measured.text[at:after], measured.widths[at]
        y = top + face.ascent * size
        if kind == NARROW:
            white = width - face.advance(text) * size
            share = 1 if text in OPENING else 0 if text in CLOSING else 0.5
            runs.append(Run(x + white * share, y, text, face, size, 0.0, colour))
            x += width + spread
        elif kind == NATURAL:
            runs.append(Run(x, y, text, face, size, 0.0, colour))
            x += measured.width(at, after) + spread
        elif kind == CELL:
            runs.append(Run(x, y, text, face, size, width - size + spread, colour))
            x += (after - at) * (width + spread)
        else:
            runs.append(Run(x, y, text, face, size, width - size, colour))
            x += (after - at) * width + spread
    return runs


def _set_squeezed(
    measured: Measured, start: int, end: int, x: float, top: float, over: float, colour: Colour
) -> list[Run]:
    """A line that is `over` points too wide, its closing marks narrowed alike."""
    gives = measured.gives(start, end)
    share = min(1.0, over / sum(gives)) if any(gives) else 0.0
    runs: list[Run] = []
    begun = start
    for at in [place for place in range(start, end) if gives[place - start]] + [end]:
        if at > begun:
            runs += set_line(measured, begun, at, x, top, colour=colour)
            x += measured.width(begun, at)
        if at < end:
            (mark,) = set_line(measured, at, at + 1, x, top, colour=colour)
            less = gives[at - start] * share
            runs.append(mark._replace(spacing=mark.spacing - less))
            x += measured.widths[at] - less
        begun = at + 1
    return runs


def _groups(measured: Measured, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Stretches (start, end, kind) of one face and kind; a narrow mark is alone in its cell."""
    faces, kinds = measured.faces, measured.kinds
    at = start
    while at < end:
        kind, face = kinds[at], faces[at]
        after = at + 1
        if kind != NARROW:
            while after < end and kinds[after] == kind and faces[after] is face:
                after += 1
        yield at, after, kind
        at = after


CELL, NATURAL, NARROW = "c", "n", "m"


def _kind(char: str, face: Face) -> str:
    """How a character is set: in a cell, at its natural width, as a narrow mark in a cell, or itself for — and …."""
    if not takes_cell(char):
        return NATURAL
    if abs(face.advance(char) - 1) > 0.005:
        return NARROW
    return char if char in "—…" else CELL


def centred(measured: Measured, left: float, width: float, top: float, colour: Colour = BLACK) -> list[Run]:
    """The whole text on one line in the middle of a measure."""
    return set_line(measured, 0, len(measured.text), left + (width - measured.width()) / 2, top, colour=colour)
