"""Every number of an official paper, as named and dated data; an office may keep its own beside the standard's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.reports.fonts.roles import Role

MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Measures of a paper. Fields ending in `_mm` are millimetres, the others points unless they say otherwise.

    Defaults are GB/T 9704-2012, with GB/T 33476.2-2016 for what it leaves open; the clause stands beside each.
    """

    name: str = "GB/T 9704-2012"
    since: date = date(2012, 7, 1)

    page_width_mm: float = 210  # 5.1
    page_height_mm: float = 297
    top_mm: float = 37  # 5.2.1
    binding_mm: float = 28
    area_width_mm: float = 156
    area_height_mm: float = 225
    duplex: bool = True
    """Even pages keep the binding side on their right."""

    characters: int = 28  # 5.2.3, a line
    line_pitch: float = 29.6
    size: float = 15.75  # 3号
    title_size: float = 22  # 2号
    small_size: float = 14  # 4号: page numbers, imprint

    red: tuple[float, float, float, float] = (0, 0.8, 0.8, 0)  # GB/T 33476.2, 6.2: CMYK
    black: tuple[float, float, float, float] = (0, 0, 0, 1)

    one_line_mm: float = 10.39  # 3.2; distances between elements are counted from ink to ink
    two_lines_mm: float = 20.78

    authority_below_area_top_mm: float = 35  # 7.2.4
    authority_tallest_mm: float = 22
    authority_widest_mm: float = 15
    authority_narrowest: float = 0.62
    """Long names are set narrow, down to this share of their height, before they turn over."""
    rule_below_number_mm: float = 4  # 7.2.7
    red_rule: float = 2

    indent: int = 2  # characters, 7.3.3
    signature_indent: int = 2  # 7.3.5.2
    sealed_indent: int = 4  # 7.3.5.1
    seal_mm: float = 42
    seal_top_mm: float = 7.8
    """From the text to the top of the seal: less than one line."""
    seal_drop_mm: float = 5
    """How far the middle of authority and date lies below the middle of the seal."""
    lines_with_signature: int = 2
    """Lines of text that go with a signature or an imprint which falls on a page of its own."""
    imprint_may_stand_alone: bool = False

    number_below_area_mm: float = 7  # 7.5: the dash of the page number
    number_in_characters: int = 1
    number_place: Literal["outer", "middle"] = "outer"
    """Outwards as the standard asks, or in the middle of the type area, as some offices keep it."""

    figures: Role = Role.FANGSONG  # 5.2.2
    """The face of figures and Latin letters where the text is 仿宋."""

    imprint_rule_mm: float = 0.35  # 7.4.1: first and last
    imprint_inner_rule_mm: float = 0.25
    imprint_pitch: float = 28
    imprint_closest: float = 22
    """The standard sets no line pitch for the imprint: so close its lines go where it would stand alone otherwise."""

    letter_authority_top_mm: float = 30  # 10.1, from the edge of the page
    letter_rule_width_mm: float = 170
    letter_rule_gap_mm: float = 4
    letter_bottom_rule_mm: float = 20
    letter_thick_rule: float = 2.25
    letter_thin_rule: float = 0.75
    letter_number_gap_mm: float = 4.85  # 7/8 of a 3号 character

    table_sizes: tuple[float, ...] = (14, 12, 10.5, 9, 7.5)  # 4号, 小4, 5号, 小5, 6号
    table_rule: float = 0.5

    told: str = ""
    """An office's own profile as its file says it, to be told in the PDF; empty for the standard."""

    @property
    def area_width(self) -> float:
        return self.area_width_mm * MM

    @property
    def area_top(self) -> float:
        return self.top_mm * MM

    @property
    def area_bottom(self) -> float:
        return (self.top_mm + self.area_height_mm) * MM

    @property
    def pitch(self) -> float:
        """Width of one character of the text (一字)."""
        return self.area_width / self.characters

    @property
    def lines(self) -> int:
        """Lines of text that a page holds."""
        return int((self.area_height - self.size + 0.5) / self.line_pitch) + 1

    @property
    def leading(self) -> float:
        """White between two lines of text."""
        return self.line_pitch - self.size

    @property
    def one_line(self) -> float:
        return self.one_line_mm * MM

    @property
    def two_lines(self) -> float:
        return self.two_lines_mm * MM

    def turned(self) -> Profile:
        """The measures of a landscape page (8): the type area lies on its side, its upper edge at 0."""
        characters = round(self.area_height / self.pitch)
        return replace(
            self,
            top_mm=0,
            area_width_mm=self.area_height_mm,
            area_height_mm=self.area_width_mm,
            characters=characters,
        )

    @property
    def area_height(self) -> float:
        return self.area_height_mm * MM

    def area_left(self, page: int) -> float:
        """Left edge of the type area on page number `page` (5.2.1: even pages are bound on their right)."""
        if self.duplex and page % 2 == 0:
            return (self.page_width_mm - self.binding_mm - self.area_width_mm) * MM
        return self.binding_mm * MM


STANDARD = Profile()
"""The national standard, in force since 1 July 2012."""
