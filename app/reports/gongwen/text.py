"""Paragraphs and headings as lines of the flow (7.3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.chart import chart_items
from app.reports.gongwen.flow import Item
from app.reports.gongwen.lines import Measured, measure, set_line
from app.reports.gongwen.paper import CHAPTER, Block, Chart, Paragraph
from app.reports.gongwen.profile import Profile
from app.reports.gongwen.table import is_turned, table_items

LEVEL_ROLES = (Role.FANGSONG, Role.HEI, Role.KAI, Role.FANGSONG, Role.FANGSONG, Role.HEI, Role.KAI)
"""The face of body text, of headings of level 1 to 4, of chapters and of their sections."""

VISIBLE_SPREAD = 0.09
"""White between characters, as a share of their size, that readers of PDF take for blanks when text is copied."""


def block_items(
    blocks: Iterable[Block], fonts: FontSet, profile: Profile
) -> tuple[list[Item], list[tuple[int, list[Item]]]]:
    """The lines and rows of a text, in order; and apart, each with the number of lines before it, its turned tables."""
    items: list[Item] = []
    turned: list[tuple[int, list[Item]]] = []
    after_table = False
    for block in blocks:
        if isinstance(block, Paragraph):
            items += paragraph_items(block, fonts, profile, after_table)
            after_table = False
        elif isinstance(block, Chart):
            items += chart_items(block, fonts, profile)
            after_table = True
        elif is_turned(block, fonts, profile):
            turned.append((len(items), table_items(block, fonts, profile.turned())))
        else:
            items += table_items(block, fonts, profile)
            after_table = True
    return items, turned


@lru_cache(maxsize=512)
def paragraph_items(
    paragraph: Paragraph, fonts: FontSet, profile: Profile, after_table: bool = False
) -> tuple[Item, ...]:
    """The lines of a paragraph, the first two characters in; kept, since the papers of a batch share many."""
    role = LEVEL_ROLES[paragraph.level]
    if paragraph.level >= CHAPTER:
        return tuple(_centred_heading(paragraph, role, fonts, profile, after_table))
    measured = measure(paragraph.text, Role.FANGSONG if paragraph.lead else role, fonts, profile.size, profile.pitch)
    if paragraph.lead:
        lead = measure(paragraph.lead, role, fonts, profile.size, profile.pitch)
        measured = lead.followed_by(measured)
    lines = text_lines(
        measured,
        profile,
        first_indent=profile.indent * profile.pitch,
        bookmark=(paragraph.lead or paragraph.text, paragraph.level) if paragraph.level else None,
        keep_with_next=bool(paragraph.level) and not paragraph.lead,
        back_to_grid=after_table,
    )
    return tuple(lines)


def _centred_heading(
    paragraph: Paragraph, role: Role, fonts: FontSet, profile: Profile, after_table: bool
) -> list[Item]:
    """第一章 总则 in the middle of the line, kept with its clauses."""
    measured = measure(paragraph.lead + paragraph.text, role, fonts, profile.size, profile.pitch)
    items = []
    for number, (start, end) in enumerate(measured.broken(profile.area_width)):
        left = (profile.area_width - measured.width(start, end)) / 2
        items.append(
            Item(
                profile.size,
                profile.leading,
                tuple(set_line(measured, start, end, left, 0.0)),
                keep_with_next=True,
                begins=number == 0,
                bookmark=(measured.text, paragraph.level - CHAPTER + 1) if number == 0 else None,
                back_to_grid=after_table and number == 0,
            )
        )
    return items


def text_lines(
    measured: Measured,
    profile: Profile,
    first_indent: float = 0.0,
    rest_indent: float = 0.0,
    bookmark: tuple[str, int] | None = None,
    keep_with_next: bool = False,
    back_to_grid: bool = False,
    before: float | None = None,
) -> list[Item]:
    """`measured` in lines as wide as the type area, all but the last spread to its right edge."""
    width = profile.area_width
    lines = measured.squeezed(width - first_indent, width - rest_indent)
    items = []
    for number, (start, end) in enumerate(lines):
        indent = rest_indent if number else first_indent
        last = number == len(lines) - 1
        room = None if last and measured.width(start, end) <= width - indent else width - indent
        runs = tuple(set_line(measured, start, end, indent, 0.0, room))
        items.append(
            Item(
                height=profile.size,
                before=before if before is not None and number == 0 else profile.leading,
                runs=runs,
                spread=any(run.spacing > VISIBLE_SPREAD * run.size for run in runs),
                keep_with_next=keep_with_next,
                begins=number == 0,
                bookmark=bookmark if number == 0 else None,
                back_to_grid=back_to_grid and number == 0,
            )
        )
    return items
