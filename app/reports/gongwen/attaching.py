"""Attachments on pages of their own (7.3.7)."""

from __future__ import annotations

from dataclasses import replace

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.flow import Item
from app.reports.gongwen.flowing import Flow
from app.reports.gongwen.lines import measure, set_line
from app.reports.gongwen.paper import Attachment, Paper, Table
from app.reports.gongwen.profile import Profile
from app.reports.gongwen.table import is_turned
from app.reports.gongwen.text import block_items
from app.reports.gongwen.title import title_lines


def attachment_flow(number: int, attachment: Attachment, paper: Paper, fonts: FontSet) -> Flow:
    """The pages of an attachment; one that consists of tables, of which one is wide, lies sideways as a whole."""
    profile = paper.profile
    tables = [block for block in attachment.blocks if isinstance(block, Table)]
    if len(tables) == len(attachment.blocks) and any(is_turned(table, fonts, profile) for table in tables):
        frame = profile.turned()
        upright = tuple(replace(table, turned=False) for table in tables)
        items, _ = block_items(upright, fonts, frame)
        return Flow([*_heading(number, attachment, paper, fonts, frame), *_below(items, frame)], profile, turned=True)
    items, wide = block_items(attachment.blocks, fonts, profile)
    heading = _heading(number, attachment, paper, fonts, profile)
    return Flow([*heading, *_below(items, profile)], profile, wide=[(at + len(heading), rows) for at, rows in wide])


def _below(items: list[Item], profile: Profile) -> list[Item]:
    return [replace(items[0], before=profile.one_line, back_to_grid=False), *items[1:]] if items else []


def _heading(number: int, attachment: Attachment, paper: Paper, fonts: FontSet, frame: Profile) -> list[Item]:
    """附件 and its number on the first line, the title on the third."""
    figure = str(number) if len(paper.attachments) > 1 else ""
    label = measure("附件" + figure, Role.HEI, fonts, frame.size, frame.pitch)
    items = [Item(frame.size, runs=tuple(set_line(label, 0, len(label.text), 0.0, 0.0)), keep_with_next=True)]
    title = measure(attachment.title, Role.TITLE, fonts, frame.title_size)
    before = 2 * frame.line_pitch - frame.size
    for start, end in title_lines(title, paper.words, frame.area_width):
        left = (frame.area_width - title.width(start, end)) / 2
        runs = tuple(set_line(title, start, end, left, 0.0))
        bookmark = (f"附件{figure} {title.text}", 0) if start == 0 else None
        items.append(Item(frame.title_size, before, runs, keep_with_next=True, bookmark=bookmark))
        before = frame.leading
    return items
