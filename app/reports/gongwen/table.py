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
from app.rules.errors import Refused

_SIDE = 0.3
"""White at both sides of a cell, as a share of the type size."""
_ABOVE = 0.42
"""White above and below the lines of a cell."""
_LINE = 1.3
"""Distance of lines in a cell."""
_HEAD_LINES = 2
"""Lines of a head (without its unit) before its column is made wider."""
_READABLE = -2
"""Place among the sizes of tables of the smallest that a table stays upright for."""
_LINES_A_ROW = 18
"""A higher row goes on in the next one without a rule between, so that any cell fits on a page."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns of a table at one type size."""

    size: float
    head: list[Measured]
    rows: list[list[Measured]]
    widths: list[float]


def is_turned(table: Table, fonts: FontSet, profile: Profile) -> bool:
    """Whether `table` needs a landscape page: its figures and words do not fit upright in a readable size (8)."""
    if table.turned is not None:
        return table.turned
    size = profile.table_sizes[_READABLE]
    head, rows = _measured(table, fonts, size)
    return sum(_least(head, rows, size)) > profile.area_width


def table_items(table: Table, fonts: FontSet, profile: Profile) -> list[Item]:
    """The caption, the head and the rows of `table`, as wide as the type area."""
    grid = _grid(table, fonts, profile)
    inside = [width - 2 * _SIDE * grid.size for width in grid.widths]
    head_lines = [_head_lines(cell, width) for cell, width in zip(grid.head, inside, strict=True)]
    head = _row(grid, grid.head, head_lines, ["center"] * len(grid.widths), profile)
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
        runs = tuple(set_line(note, 0, len(note.text), profile.area_width - note.width(), 0.0))
        items.append(Item(note.size, profile.leading, runs, keep_with_next=True))
    return items


def _grid(table: Table, fonts: FontSet, profile: Profile) -> _Grid:
    """The largest size at which no cell turns over; else that at which cells take two lines; else the smallest."""
    *larger, smallest = profile.table_sizes
    for cell_lines, sizes in ((1, larger), (2, profile.table_sizes)):
        for size in sizes:
            head, rows = _measured(table, fonts, size)
            wanted = _wanted(head, rows, size, cell_lines)
            spare = profile.area_width - sum(wanted)
            if spare >= 0:
                weights = [column.weight for column in table.columns]
                total = sum(weights)
                widths = [width + spare * weight / total for width, weight in zip(wanted, weights, strict=True)]
                return _Grid(size, head, rows, widths)
    head, rows = _measured(table, fonts, smallest)
    wanted = _wanted(head, rows, smallest, 1)
    widths = _shared(wanted, _least(head, rows, smallest), profile.area_width)
    if min(widths) < (1 + 2 * _SIDE) * smallest - 0.01:
        raise Refused(
            f"表格“{table.title or table.columns[0].head}”有{len(table.columns)}列，"
            "用最小的字号也排不下，文件没有生成。请减少列数，或者分成几张表后再试。"
        )
    return _Grid(smallest, head, rows, widths)


def _least(head: list[Measured], rows: list[list[Measured]], size: float) -> list[float]:
    """How wide each column must be so that no figure or word in it is torn."""
    return [
        max(_widest_piece(cell) for cell in [head[place], *(row[place] for row in rows)]) + 2 * _SIDE * size
        for place in range(len(head))
    ]


def _measured(table: Table, fonts: FontSet, size: float) -> tuple[list[Measured], list[list[Measured]]]:
    head = [measure(column.head, Role.HEI, fonts, size) for column in table.columns]
    rows = [[measure(cell, Role.FANGSONG, fonts, size) for cell in row] for row in table.rows]
    return head, rows


def _wanted(head: list[Measured], rows: list[list[Measured]], size: float, cell_lines: int) -> list[float]:
    """How wide each column must be so that its cells take no more than `cell_lines`, and its head few."""
    return [
        max([_head_width(title), *(_least_width(row[place], cell_lines) for row in rows)]) + 2 * _SIDE * size
        for place, title in enumerate(head)
    ]


def _least_width(cell: Measured, lines: int) -> float:
    """The least width at which a cell takes no more than `lines`."""
    low, high = _widest_piece(cell), cell.width()
    while lines > 1 and high - low > 0.5:
        middle = (low + high) / 2
        if len(cell.broken(middle)) <= lines:
            high = middle
        else:
            low = middle
    return high


def _head_parts(head: Measured) -> list[Measured]:
    """A head, and what stands in brackets at its end (mostly a unit), which goes on lines of its own."""
    at = head.text.rfind("（")
    return [head.part(0, at), head.part(at, len(head.text))] if at > 0 else [head]


def _head_width(head: Measured) -> float:
    """The least width at which the parts of a head turn over no more than once, and a unit not at all."""
    name, *unit = _head_parts(head)
    return max([_least_width(name, _HEAD_LINES), *(part.width() for part in unit)])


def _head_lines(head: Measured, width: float) -> list[tuple[int, int]]:
    """The lines of a head, each part of it in lines of like length."""
    if head.width() <= width:
        return [(0, len(head.text))]
    lines, offset = [], 0
    for part in _head_parts(head):
        count = len(part.broken(width))
        even = part.broken(min(width, _least_width(part, count) + 0.5))
        lines += [(start + offset, end + offset) for start, end in even]
        offset += len(part.text)
    return lines


def _widest_piece(cell: Measured) -> float:
    return max((cell.width(start, end) for start, end in unsplit_pieces(cell.text)), default=0.0)


def _shared(wanted: list[float], least: list[float], room: float) -> list[float]:
    """Widths that add up to `room`: every column its least, what is left in proportion to what it still wants."""
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    wishes = [wish - floor for wish, floor in zip(wanted, least, strict=True)]
    share = (room - sum(least)) / sum(wishes)
    return [floor + wish * share for floor, wish in zip(least, wishes, strict=True)]


def _row(
    grid: _Grid, cells: list[Measured], broken: list[list[tuple[int, int]]], aligns: list[Align], profile: Profile
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
