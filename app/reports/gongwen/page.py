"""Pages as they come out of type-setting: runs of characters and rules with their places, nothing to decide any more.

All measures are points, counted from the upper left corner of the page, downwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from app.reports.fonts.face import Face

Colour = tuple[float, float, float, float]
"""CMYK, 0 to 1."""


class Run(NamedTuple):
    """Characters of one face and size in a row; `y` is their baseline, `spacing` is added after each of them."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    spacing: float = 0.0
    colour: Colour = (0, 0, 0, 1)
    scale: float = 1.0
    """Width as a share of the natural width (narrow red heads)."""

    def moved(self, dx: float, dy: float) -> Run:
        return Run(self.x + dx, self.y + dy, self.text, self.face, self.size, self.spacing, self.colour, self.scale)

    @property
    def width(self) -> float:
        """From the origin of the first character to the end of the last one's cell, white after it included."""
        natural = sum(self.face.advance(char) for char in self.text) * self.size
        return (natural + self.spacing * len(self.text)) * self.scale


class Rule(NamedTuple):
    """A straight line; the coordinates are those of its middle."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    colour: Colour = (0, 0, 0, 1)

    def moved(self, dx: float, dy: float) -> Rule:
        return Rule(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy, self.width, self.colour)


class Shape(NamedTuple):
    """A filled polygon: bars and marks of charts."""

    points: tuple[tuple[float, float], ...]
    colour: Colour

    def moved(self, dx: float, dy: float) -> Shape:
        return Shape(tuple((x + dx, y + dy) for x, y in self.points), self.colour)


class Bookmark(NamedTuple):
    """An entry of the PDF's outline: `level` from 0, `y` the top of what it leads to."""

    title: str
    level: int
    y: float


@dataclass(slots=True)
class Page:
    """One page; `numbered` is False where the standard leaves the number away."""

    number: int
    width: float
    height: float
    numbered: bool = True
    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    spread: list[tuple[int, int]] = field(default_factory=list)
    """Stretches of `runs` (start, end) that are to be copied as one text, however wide they are set."""
    turned: Page | None = None
    """What is set sideways (8): a page as wide as this one is high, whose top lies at this one's left edge."""

    @property
    def text(self) -> str:
        sideways = self.turned.text if self.turned else ""
        return "".join(run.text for run in self.runs) + sideways
