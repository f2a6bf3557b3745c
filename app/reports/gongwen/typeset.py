"""Makes pages of a paper: `typeset` decides where every character stands, without knowing how it is printed."""

from __future__ import annotations

from dataclasses import replace

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.attaching import attachment_flow
from app.reports.gongwen.cleaning import cleaned
from app.reports.gongwen.closing import attachment_list, signature
from app.reports.gongwen.flow import Item, place
from app.reports.gongwen.flowing import Flow, new_page
from app.reports.gongwen.head import set_head
from app.reports.gongwen.imprint import imprint
from app.reports.gongwen.ink import ink_extent
from app.reports.gongwen.lines import measure, set_line
from app.reports.gongwen.page import Page
from app.reports.gongwen.paper import Paper, fields
from app.reports.gongwen.profile import MM, Profile
from app.reports.gongwen.text import block_items, text_lines


def typeset(paper: Paper, fonts: FontSet) -> list[Page]:
    """Set `paper` by its profile. Raises `OfficeError`, before anything else, for a character that no font has."""
    paper = cleaned(paper)
    fonts.check(fields(paper))
    profile = paper.profile
    fonts = fonts.with_figures(profile.figures)
    first = new_page(profile, 1)
    ink_top = set_head(paper, fonts, first)

    addressees = _addressee_lines(paper, fonts)
    text, wide = block_items(paper.blocks, fonts, profile)
    listed = attachment_list(paper, fonts)
    text += listed
    top = ink_top - _ink_offset(paper, fonts) if paper.format != "plain" or paper.title else profile.area_top
    moved = bool(addressees) and not _text_begins_on_first_page(addressees, text, top, profile)
    head = [] if moved else addressees

    behind_head = [(at + len(head), rows) for at, rows in wide]
    flows = [Flow([*head, *text], profile, top, signature(paper, fonts), len(head), behind_head, listed=len(listed))]
    flows += [
        attachment_flow(number, attachment, paper, fonts)
        for number, attachment in enumerate(paper.attachments, 1)
        if attachment.blocks
    ]
    for flow in flows:
        flow.divide()
    count = sum(flow.pages for flow in flows)
    mark, alone = _imprint_with_room(paper, fonts, paper.addressees if moved else "", flows[-1], count)

    pages: list[Page] = []
    for number, flow in enumerate(flows):
        flow.put_on(pages, None if number else first)
    if mark is not None:
        _set_imprint(mark, pages, alone, paper)
    if paper.format == "letter":
        pages[0].numbered = False
    for page in pages:
        if page.numbered:
            _set_number(page, fonts, profile)
    return pages


def _addressee_lines(paper: Paper, fonts: FontSet) -> list[Item]:
    """The addressees, flush left, with a full-width colon after the last (7.3.2)."""
    if not paper.addressees:
        return []
    text = paper.addressees + "："
    return text_lines(measure(text, Role.FANGSONG, fonts, paper.profile.size, paper.profile.pitch), paper.profile)


def _ink_offset(paper: Paper, fonts: FontSet) -> float:
    """From the top of a line's characters to that of their ink."""
    sample = measure("国", Role.FANGSONG, fonts, paper.profile.size, paper.profile.pitch)
    return ink_extent(sample)[0]


def _text_begins_on_first_page(addressees: list[Item], text: list[Item], top: float, profile: Profile) -> bool:
    lines = len(addressees) + min(1, len(text))
    return top + (lines - 1) * profile.line_pitch + profile.size <= profile.area_bottom


def _imprint_with_room(
    paper: Paper, fonts: FontSet, addressees: str, last: Flow, count: int
) -> tuple[Item | None, bool]:
    """The imprint, and whether it must stand alone: lines of text go with it, closer set where that helps.

    A text of a line or two cannot be divided between two pages: it shares its only page with the imprint, which is
    then the last face of the paper (7.4.1), and the back of the sheet stays empty.
    """
    mark = imprint(paper, fonts, addressees)
    close = imprint(
        replace(paper, profile=replace(paper.profile, imprint_pitch=paper.profile.imprint_closest)), fonts, addressees
    )
    if mark is None or close is None:
        return None, False
    even = paper.format == "file" and paper.profile.duplex
    for one in (mark, close):
        if last.make_room(one, count, even):
            return one, False
    for one in (mark, close):
        if count == 1 and last.has_room_on_one_face(one):
            return one, False
    return mark, True


def _set_imprint(mark: Item, pages: list[Page], alone: bool, paper: Paper) -> None:
    """Put the imprint at the foot of the last page, or of a new one; for a file, an even one (7.4.1, 7.5)."""
    profile = paper.profile
    if alone:
        blank_needed = paper.format == "file" and profile.duplex and len(pages) % 2 == 0
        if blank_needed:
            pages.append(new_page(profile, len(pages) + 1))
        pages.append(new_page(profile, len(pages) + 1))
        if blank_needed:
            pages[-1].numbered = pages[-2].numbered = False
    page = pages[-1]
    place(mark, page, profile.area_left(page.number), profile.area_bottom - mark.height)


def _set_number(page: Page, fonts: FontSet, profile: Profile) -> None:
    """— 1 —, the dashes 7 mm below the type area, one character in from the outer edge (7.5), or in the middle."""
    number = measure(f"— {page.number} —", Role.SONG, fonts, profile.small_size)
    dash = fonts.face_for(Role.SONG, "—").ink("—")
    middle = profile.area_bottom + profile.number_below_area_mm * MM
    face = fonts.face_for(Role.SONG, "—")
    height = (dash.bottom + dash.top) / 2 if dash else 0.4
    top = middle + (height - face.ascent) * profile.small_size
    inwards = profile.number_in_characters * profile.pitch
    left = profile.area_left(page.number) + inwards
    if profile.number_place == "middle":
        left = profile.area_left(page.number) + (profile.area_width - number.width()) / 2
    elif page.number % 2 or not profile.duplex:
        left = profile.area_left(page.number) + profile.area_width - inwards - number.width()
    page.runs += set_line(number, 0, len(number.text), left, top)
