"""Rows of characters, and the sheets that hold them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from app.reports.checking.glyphs import Glyph, RawPage, Stroke
from app.reports.fonts.roles import Role

PT = 25.4 / 72
"""Millimetres in a point."""


@dataclass(slots=True)
class Row:
    """Characters on one line; places in mm, `size` in points, the body being one size high about the middle."""

    page: int
    glyphs: list[Glyph]
    text: str = ""
    size: float = 0.0
    middle: float = 0.0

    def __post_init__(self) -> None:
        self.glyphs.sort(key=lambda glyph: glyph.left)
        self.text = "".join(glyph.text for glyph in self.glyphs)
        self.size = median(glyph.size for glyph in self.glyphs)
        self.middle = median(glyph.middle for glyph in self.glyphs)

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        return self.glyphs[-1].right

    @property
    def top(self) -> float:
        return self.middle - self.size * PT / 2

    @property
    def bottom(self) -> float:
        return self.middle + self.size * PT / 2

    @property
    def ink_top(self) -> float:
        return min(glyph.ink_top for glyph in self.glyphs)

    @property
    def ink_bottom(self) -> float:
        return max(glyph.ink_bottom for glyph in self.glyphs)

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def role(self) -> Role | None:
        """The face of most of its 汉字, or of most characters where it has none."""
        chinese = [glyph.role for glyph in self.glyphs if "\u4e00" <= glyph.text <= "\u9fff"]
        return Counter(chinese or [glyph.role for glyph in self.glyphs]).most_common(1)[0][0]

    @property
    def font(self) -> str:
        return Counter(glyph.font for glyph in self.glyphs).most_common(1)[0][0]


@dataclass(slots=True)
class Sheet:
    """A page with its rows; `text_rows` are those of the flow, without tables, charts, imprint and number."""

    raw: RawPage
    rows: list[Row]
    turned: list[Row]
    left: float = 0.0
    """The left edge of the type area, as the text shows it."""
    number_row: Row | None = None
    imprint: list[Row] = field(default_factory=list)
    imprint_rules: list[Stroke] = field(default_factory=list)
    tables: list[tuple[float, float]] = field(default_factory=list)
    charts: list[tuple[float, float]] = field(default_factory=list)
    text_rows: list[Row] = field(default_factory=list)

    @property
    def page(self) -> int:
        return self.raw.number

    @property
    def sideways(self) -> bool:
        """Has a turned table, or is itself wider than high."""
        return len(self.turned) > len(self.rows) or self.raw.width > self.raw.height

    @property
    def blank(self) -> bool:
        return not self.rows and not self.turned


def rows_of(glyphs: list[Glyph], page: int) -> list[Row]:
    """Characters of like height together, from the top."""
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.middle):
        if groups and glyph.middle - groups[-1][0].middle < 1.3:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return [Row(page, group) for group in _underlined(groups)]


def _underlined(groups: list[list[Glyph]]) -> list[list[Glyph]]:
    """Put blanks to be filled in (＿), whose ink lies low, on the row that they stand in."""
    found: list[list[Glyph]] = []
    for group in groups:
        low = all(glyph.text in "＿_" for glyph in group)
        if low and found and group[0].middle - found[-1][0].middle < group[0].size * PT:
            found[-1] += group
        else:
            found.append(group)
    return found
