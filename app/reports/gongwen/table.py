"""Tables as rows of the flow: columns as wide as their content asks, cells that turn over, the head on every page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.flow import Item
from app.reports.gongwen.lines import Measured, measure, set_line
from app.reports.gongwen.marks import unsplit_pieces
from app.reports.gongwen.page import Rule, Run
from app.reports.gongwen.paper import Align, Table
from app.reports.gongwen.profile import Profile

_SIDE = 0.3
"""White at both sides of a cell, as a share of the type size."""
_ABOVE = 0.32
"""White above and below the lines of a cell."""
_LINE = 1.3
"""Distance of lines in a cell."""
_HEAD_LINES = 3
"""A head may turn over this often before the type is made smaller for it."""
_LINES_A_ROW = 18
"""A higher row goes on in the next one without a rule between, so that any cell fits on a page."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns of a table at one type size."""

    size: float
    head: list[Measured]
    rows: list[list[Measured]]
    widths: list[float]


def table_items(table: Table, fonts: FontSet, profile: Profile) -> list[Item]:
    """The caption, the head and the rows of `table`, as wide as the type area.

    Raises ValueError when a row has not as many cells as there are columns.
    """
    if any(len(row) != len(table.columns) for row in table.rows):
        raise ValueError("a row has not as many cells as the table has columns")
    grid = _grid(table, fonts, profile)
    head = _row(grid, grid.head, ["center"] * len(grid.widths), profile)
    first_row = Item(height=head[0].height, runs=head[0].runs, rules=head[0].rules, keep_with_next=True)
    items = _captions(table, fonts, profile)
    items.append(replace(first_row, before=profile.leading if not items else profile.size * 0.3))
    aligns: list[Align] = [column.align for column in table.columns]
    for row in grid.rows:
        items += [replace(item, repeated_head=first_row) for item in _row(grid, row, aligns, profile)]
    return items


def _captions(table: Table, fonts: FontSet, profile: Profile) -> list[Item]:
    items = []
    if table.title:
        title = measure([(table.title, Role.HEI)], fonts, profile.size, profile.pitch)
        for start, end in title.broken(profile.area_width):
            left = (profile.area_width - title.width(start, end)) / 2
            runs = tuple(set_line(title, start, end, left, 0.0))
            items.append(Item(profile.size, profile.leading, runs, keep_with_next=True))
    if table.note:
        note = measure([(table.note, Role.FANGSONG)], fonts, profile.table_sizes[1])
        runs = tuple(set_line(note, 0, len(note.text), profile.area_width - note.width(), 0.0))
        items.append(Item(note.size, profile.leading, runs, keep_with_next=True))
    return items


def _grid(table: Table, fonts: FontSet, profile: Profile) -> _Grid:
    """The largest size at which no cell turns over and the heads do so little; else the smallest, with cells turned."""
    weights = [column.weight for column in table.columns]
    for size in profile.table_sizes:
        head = [measure([(column.head, Role.HEI)], fonts, size) for column in table.columns]
        rows = [[measure([(cell, Role.FANGSONG)], fonts, size) for cell in row] for row in table.rows]
        side = 2 * _SIDE * size
        wanted = [
            max([_head_width(cell), *(row[place].width() for row in rows)]) + side
            for place, cell in enumerate(head)
        ]
        spare = profile.area_width - sum(wanted)
        if spare >= 0:
            total = sum(weights)
            widths = [width + spare * weight / total for width, weight in zip(wanted, weights, strict=True)]
            return _Grid(size, head, rows, widths)
    least = [
        max(_widest_piece(cell) for cell in [head[place], *(row[place] for row in rows)]) + side
        for place in range(len(head))
    ]
    return _Grid(size, head, rows, _shared(wanted, least, profile.area_width))


def _head_width(head: Measured) -> float:
    """The least width at which a head takes no more than its lines."""
    low, high = _widest_piece(head), head.width()
    while high - low > 1:
        middle = (low + high) / 2
        if len(head.broken(middle)) <= _HEAD_LINES:
            high = middle
        else:
            low = middle
    return high


def _widest_piece(cell: Measured) -> float:
    return max((cell.width(start, end) for start, end in unsplit_pieces(cell.text)), default=0.0)


def _shared(wanted: list[float], least: list[float], room: float) -> list[float]:
    """Widths that add up to `room`: every column its least, what is left in proportion to what it still wants."""
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    wishes = [wish - floor for wish, floor in zip(wanted, least, strict=True)]
    share = (room - sum(least)) / sum(wishes)
    return [floor + wish * share for floor, wish in zip(least, wishes, strict=True)]


def _row(grid: _Grid, cells: list[Measured], aligns: list[Align], profile: Profile) -> list[Item]:
    """One row; several items only where it is too high for a page."""
    size = grid.size
    broken = [
        cell.broken(width - 2 * _SIDE * size) for cell, width in zip(cells, grid.widths, strict=True)
    ]
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
                free = width - 2 * _SIDE * size - _inked(cell, start, end)
                shift = {"left": 0.0, "center": free / 2, "right": free}[align]
                runs += set_line(cell, start, end, left + _SIDE * size + shift, top + number * _LINE * size)
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


