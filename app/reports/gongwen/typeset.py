"""Makes pages of a paper: `typeset` decides where every character stands, without knowing how it is printed."""

from __future__ import annotations

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.cleaning import cleaned
from app.reports.gongwen.closing import attachment_list, signature
from app.reports.gongwen.flow import Item, place
from app.reports.gongwen.head import ink_extent, set_head
from app.reports.gongwen.imprint import imprint
from app.reports.gongwen.lines import measure, set_line
from app.reports.gongwen.page import Bookmark, Page
from app.reports.gongwen.pagination import Division, paginate, place_to_break
from app.reports.gongwen.paper import Attachment, Paper, fields
from app.reports.gongwen.profile import MM, Profile
from app.reports.gongwen.text import block_items, text_lines
from app.reports.gongwen.title import title_lines


def typeset(paper: Paper, fonts: FontSet) -> list[Page]:
    """Set `paper` by its profile. Raises `OfficeError`, before anything else, for a character that no font has."""
    paper = cleaned(paper)
    fonts.check(fields(paper))
    profile = paper.profile
    first = _new_page(profile, 1)
    ink_top = set_head(paper, fonts, first)

    addressees = _addressee_lines(paper, fonts)
    text = block_items(paper.blocks, fonts, profile) + attachment_list(paper, fonts)
    foot = signature(paper, fonts)
    top = ink_top - _ink_offset(paper, fonts) if paper.format != "plain" or paper.title else profile.area_top
    moved = bool(addressees) and not _text_begins_on_first_page(addressees, text, top, profile)
    head = [] if moved else addressees
    mark = imprint(paper, fonts, paper.addressees.rstrip("：:") if moved else "")

    flows = [_Flow([*head, *text], foot, len(head), top, profile)]
    flows += [
        _Flow(_attachment_items(number, attachment, paper, fonts), [], 0, profile.area_top, profile)
        for number, attachment in enumerate(paper.attachments, 1)
        if attachment.blocks
    ]
    for flow in flows:
        flow.divide()
    count = sum(len(flow.division.columns) for flow in flows)
    alone = mark is not None and not flows[-1].make_room(mark, count, paper)

    pages = _assemble(flows, first, profile)
    if mark is not None:
        _set_imprint(mark, pages, alone, paper)
    if paper.format == "letter":
        pages[0].numbered = False
    for page in pages:
        if page.numbered:
            _set_number(page, fonts, profile)
    return pages


class _Flow:
    """Text that runs over pages of its own, with a foot (authority and date) that must not be alone on one."""

    def __init__(self, text: list[Item], foot: list[Item], fixed: int, top: float, profile: Profile) -> None:
        """`fixed` is the number of lines at the beginning that are not text (addressees)."""
        self.text, self.foot, self.fixed, self.top, self.profile = text, foot, fixed, top, profile
        self.division = Division([], [])

    def divide(self, break_at: int | None = None) -> None:
        """Divide into pages; where the foot would open one, lines of text go with it."""
        self.division = self._divided(break_at)
        if not self.foot or break_at is not None:
            return
        pages = self.division.page_of
        with_foot = [at for at in range(self.fixed, len(self.text)) if pages[at] == pages[-1]]
        if pages[-1] and len(with_foot) < self.profile.lines_with_signature:
            place_at = self._break_on(pages[-1] - 1)
            if place_at is not None:
                self.division = self._divided(place_at)

    def _divided(self, break_at: int | None) -> Division:
        profile = self.profile
        return paginate(
            [*self.text, *self.foot],
            self.top,
            profile.area_top,
            profile.area_bottom,
            profile.line_pitch,
            break_at,
        )

    def _break_on(self, page: int) -> int | None:
        """A place on `page` that leaves a line of text there and takes enough of them over."""
        lowest = max(self.division.first_on(page), self.fixed) + 1
        return place_to_break(self.text, lowest, len(self.text) - self.profile.lines_with_signature)

    def make_room(self, mark: Item, count: int, paper: Paper) -> bool:
        """See to it that the imprint fits below the last line of the last (of `count`) pages, an even one of a file.

        Where it does not, lines of text go over to the next page. False where the imprint must stand alone.
        """
        even = paper.format == "file" and self.profile.duplex
        if self._fits(mark) and not (even and count % 2):
            return True
        if (even and count % 2 == 0) or self.profile.imprint_may_stand_alone:
            return False
        before = self.division
        place_at = self._break_on(len(before.columns) - 1) if before.page_of else None
        if place_at is None:
            return False
        self.division = self._divided(place_at)
        if len(self.division.columns) == len(before.columns) + 1 and self._fits(mark):
            return True
        self.division = before
        return False

    def _fits(self, mark: Item) -> bool:
        return self.division.columns[-1].used + mark.before <= self.profile.area_bottom - mark.height


def _new_page(profile: Profile, number: int) -> Page:
    return Page(number, profile.page_width_mm * MM, profile.page_height_mm * MM)


def _addressee_lines(paper: Paper, fonts: FontSet) -> list[Item]:
    """The addressees, flush left, with a full-width colon after the last (7.3.2)."""
    if not paper.addressees:
        return []
    text = paper.addressees.rstrip("：:") + "："
    return text_lines(measure(text, Role.FANGSONG, fonts, paper.profile.size, paper.profile.pitch), paper.profile)


def _ink_offset(paper: Paper, fonts: FontSet) -> float:
    """From the top of a line's characters to that of their ink."""
    sample = measure("国", Role.FANGSONG, fonts, paper.profile.size, paper.profile.pitch)
    return ink_extent(sample)[0]


def _text_begins_on_first_page(addressees: list[Item], text: list[Item], top: float, profile: Profile) -> bool:
    lines = len(addressees) + min(1, len(text))
    return top + (lines - 1) * profile.line_pitch + profile.size <= profile.area_bottom


def _attachment_items(number: int, attachment: Attachment, paper: Paper, fonts: FontSet) -> list[Item]:
    """附件 and its number on the first line, the title on the third, then the blocks (7.3.7)."""
    profile = paper.profile
    figure = str(number) if len(paper.attachments) > 1 else ""
    label = measure("附件" + figure, Role.HEI, fonts, profile.size, profile.pitch)
    items = [Item(profile.size, runs=tuple(set_line(label, 0, len(label.text), 0.0, 0.0)), keep_with_next=True)]
    title = measure(attachment.title, Role.TITLE, fonts, profile.title_size)
    before = 2 * profile.line_pitch - profile.size
    for start, end in title_lines(title, paper.words, profile.area_width):
        left = (profile.area_width - title.width(start, end)) / 2
        runs = tuple(set_line(title, start, end, left, 0.0))
        bookmark = (f"附件{figure} {title.text}", 0) if start == 0 else None
        items.append(Item(profile.title_size, before, runs, keep_with_next=True, bookmark=bookmark))
        before = profile.leading
    blocks = block_items(attachment.blocks, fonts, profile)
    if blocks:
        opening = blocks[0]
        blocks[0] = Item(
            opening.height,
            profile.one_line,
            opening.runs,
            opening.rules,
            opening.keep_with_next,
            opening.begins,
            opening.bookmark,
            opening.repeated_head,
        )
    return items + blocks


def _assemble(flows: list[_Flow], first: Page, profile: Profile) -> list[Page]:
    pages: list[Page] = []
    for flow in flows:
        for column in flow.division.columns:
            page = _new_page(profile, len(pages) + 1) if pages else first
            pages.append(page)
            left = profile.area_left(page.number)
            for y, item in column.lines:
                place(item, page, left, y)
                if item.bookmark:
                    page.bookmarks.append(Bookmark(*item.bookmark, y))
    return pages


def _set_imprint(mark: Item, pages: list[Page], alone: bool, paper: Paper) -> None:
    """Put the imprint at the foot of the last page, or of a new one; for a file, an even one (7.4.1, 7.5)."""
    profile = paper.profile
    if alone:
        blank_needed = paper.format == "file" and profile.duplex and len(pages) % 2 == 0
        if blank_needed:
            pages.append(_new_page(profile, len(pages) + 1))
        pages.append(_new_page(profile, len(pages) + 1))
        if blank_needed:
            pages[-1].numbered = pages[-2].numbered = False
    page = pages[-1]
    place(mark, page, profile.area_left(page.number), profile.area_bottom - mark.height)


def _set_number(page: Page, fonts: FontSet, profile: Profile) -> None:
    """— 1 —, the dashes 7 mm below the type area, one character in from the outer edge (7.5)."""
    number = measure(f"— {page.number} —", Role.SONG, fonts, profile.small_size)
    dash = fonts.face_for(Role.SONG, "—").ink("—")
    middle = profile.area_bottom + profile.number_below_area_mm * MM
    face = fonts.face_for(Role.SONG, "—")
    height = (dash.bottom + dash.top) / 2 if dash else 0.4
    top = middle + (height - face.ascent) * profile.small_size
    inwards = profile.number_in_characters * profile.pitch
    left = profile.area_left(page.number) + inwards
    if page.number % 2 or not profile.duplex:
        left = profile.area_left(page.number) + profile.area_width - inwards - number.width()
    page.runs += set_line(number, 0, len(number.text), left, top)
