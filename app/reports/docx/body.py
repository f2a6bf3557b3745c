"""The text in Word: paragraphs, headings, tables, attachments (7.3.3, 7.3.7)."""

from __future__ import annotations

from collections.abc import Iterable

from app.reports.docx.document import word_size
from app.reports.docx.paragraphs import Style, paragraph
from app.reports.docx.tables import chart_table, table_elements
from app.reports.docx.xml import Element, run
from app.reports.fonts.roles import Role
from app.reports.gongwen.paper import CHAPTER, Block, Chart, Paragraph
from app.reports.gongwen.profile import Profile
from app.reports.gongwen.text import LEVEL_ROLES


def block_elements(blocks: Iterable[Block], profile: Profile) -> list[Element]:
    """The blocks in order, upright; turned tables are the caller's."""
    made: list[Element] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            made.append(_paragraph(block, profile))
        elif isinstance(block, Chart):
            made += table_elements(chart_table(block), profile)
        else:
            made += table_elements(block, profile)
    return made


def _paragraph(block: Paragraph, profile: Profile) -> Element:
    size, role = word_size(profile), LEVEL_ROLES[block.level]
    outline = block.level if 1 <= block.level < CHAPTER else block.level - CHAPTER + 1 if block.level else None
    if block.level >= CHAPTER:
        style = Style("center", keep_next=True, outline=outline)
        return paragraph([run(block.lead + block.text, role, size)], style)
    runs = [run(block.text, Role.FANGSONG if block.lead else role, size)]
    if block.lead:
        runs.insert(0, run(block.lead, role, size))
    style = Style(
        first=profile.indent * profile.pitch,
        first_chars=profile.indent,
        keep_next=bool(block.level) and not block.lead,
        outline=outline if not block.lead else None,
    )
    return paragraph(runs, style)
