"""Paragraphs and headings as lines of the flow (7.3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.flow import Item
from app.reports.gongwen.lines import Measured, measure, set_line
from app.reports.gongwen.paper import Block, Paragraph
from app.reports.gongwen.profile import Profile
from app.reports.gongwen.table import table_items

LEVEL_ROLES = (Role.FANGSONG, Role.HEI, Role.KAI, Role.FANGSONG, Role.FANGSONG)
"""The face of body text and of headings of level 1 to 4."""

VISIBLE_SPREAD = 0.09
"""White between characters, as a share of their size, that readers of PDF take for blanks when text is copied."""


def block_items(blocks: Iterable[Block], fonts: FontSet, profile: Profile) -> list[Item]:
    """The lines and rows of a text, in order."""
    items: list[Item] = []
    after_table = False
    for block in blocks:
        if isinstance(block, Paragraph):
            items += paragraph_items(block, fonts, profile, after_table)
        else:
            items += table_items(block, fonts, profile)
        after_table = not isinstance(block, Paragraph)
    return items


@lru_cache(maxsize=512)
def paragraph_items(
    paragraph: Paragraph, fonts: FontSet, profile: Profile, after_table: bool = False
) -> tuple[Item, ...]:
    """The lines of a paragraph, the first two characters in; kept, since the papers of a batch share many."""
    role = LEVEL_ROLES[paragraph.level]
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
    lines = measured.broken(width - first_indent, width - rest_indent)
    items = []
    for number, (start, end) in enumerate(lines):
        indent = rest_indent if number else first_indent
        room = width - indent if number < len(lines) - 1 else None
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
