"""Tables as rows of the flow: columns as wide as their content asks, cells that turn over, the head on every page."""

from __future__ import annotations

from dataclasses import replace

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.columns import SIDE, Grid, Measurer, column_grid, head_lines, needs_turning
from app.reports.gongwen.flow import Item
from app.reports.gongwen.lines import Measured, measure, set_line
from app.reports.gongwen.page import Rule, Run
from app.reports.gongwen.paper import Align, Table
from app.reports.gongwen.profile import Profile

_ABOVE = 0.42
"""White above and below the lines of a cell."""
_LINE = 1.3
"""Distance of lines in a cell."""
_LINES_A_ROW = 18
"""A higher row goes on in the next one without a rule between, so that any cell fits on a page."""


def is_turned(table: Table, fonts: FontSet, profile: Profile) -> bool:
    """Whether `table` needs a landscape page (8)."""
    return needs_turning(table, _measurer(fonts), profile)


def _measurer(fonts: FontSet) -> Measurer:
    return lambda text, role, size: measure(text, role, fonts, size)


def table_items(table: Table, fonts: FontSet, profile: Profile) -> list[Item]:
    """The caption, the head and the rows of `table`, as wide as the type area."""
    grid = column_grid(table, _measurer(fonts), profile)
    inside = [width - 2 * SIDE * grid.size for width in grid.widths]
    broken = [head_lines(cell, width) for cell, width in zip(grid.head, inside, strict=True)]
    head = _row(grid, grid.head, broken, ["center"] * len(grid.widths), profile)
    first_row = Item(height=head[0].height, runs=head[0].runs, rules=head[0].rules, keep_with_next=True)
    items = _captions(table, fonts, profile)
    items.append(replace(first_row, before=profile.leading if not items else profile.size * 0.3))
    aligns: list[Align] = [column.align for column in table.columns]
    for row in grid.rows:
        lines = [cell.broken(width) for cell, width in zip(row, inside, strict=True)]
        items += [replace(item, repeated_head=first_row) for item in _row(grid, row, lines, aligns, profile)]
    return items


def _captions(table: Table, fonts: FontSet, profile: Profile) -> list[Item]:
    items = []
    if table.title:
        title = measure(table.title, Role.HEI, fonts, profile.size, profile.pitch)
        for start, end in title.broken(profile.area_width):
            left = (profile.area_width - title.width(start, end)) / 2
            runs = tuple(set_line(title, start, end, left, 0.0))
            items.append(Item(profile.size, profile.leading, runs, keep_with_next=True))
    if table.note:
        note = measure(table.note, Role.FANGSONG, fonts, profile.table_sizes[1])
        for start, end in note.broken(profile.area_width):
            left = profile.area_width - note.width(start, end)
            runs = tuple(set_line(note, start, end, left, 0.0))
            items.append(Item(note.size, profile.leading, runs, keep_with_next=True))
    return items


def _row(
    grid: Grid, cells: list[Measured], broken: list[list[tuple[int, int]]], aligns: list[Align], profile: Profile
) -> list[Item]:
    """One row, its cells broken into lines; several items only where it is too high for a page."""
    size = grid.size
    highest = max(1, *(len(lines) for lines in broken))
    items = []
    for first in range(0, highest, _LINES_A_ROW):
        count = min(_LINES_A_ROW, highest - first)
        height = ((count - 1) * _LINE + 1 + 2 * _ABOVE) * size
        runs: list[Run] = []
        left = 0.0
        for cell, lines, width, align in zip(cells, broken, grid.widths, aligns, strict=True):
            part = lines[first : first + count]
            top = (height - ((len(part) - 1) * _LINE + 1) * size) / 2
            for number, (start, end) in enumerate(part):
                free = width - 2 * SIDE * size - _inked(cell, start, end)
                shift = {"left": 0.0, "center": free / 2, "right": free}[align]
                runs += set_line(cell, start, end, left + SIDE * size + shift, top + number * _LINE * size)
            left += width
        rules = _frame(grid.widths, height, profile, top=first == 0, bottom=first + count == highest)
        items.append(Item(height=height, runs=tuple(runs), rules=rules))
    return items


def _inked(cell: Measured, start: int, end: int) -> float:
    while end > start and cell.text[end - 1].isspace():
        end -= 1
    return cell.width(start, end)


def _frame(widths: list[float], height: float, profile: Profile, top: bool, bottom: bool) -> tuple[Rule, ...]:
    weight, colour = profile.table_rule, profile.black
    right = sum(widths)
    rules = [Rule(0, y, right, y, weight, colour) for y, drawn in ((0.0, top), (height, bottom)) if drawn]
    edges = [sum(widths[:place]) for place in range(len(widths) + 1)]
    rules += [Rule(x, 0, x, height, weight, colour) for x in edges]
    return tuple(rules)
