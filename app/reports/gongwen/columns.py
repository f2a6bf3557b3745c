"""How wide the columns of a table are, and at which type size it is set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.reports.fonts.roles import Role
from app.reports.gongwen.lines import Measured
from app.reports.gongwen.marks import unsplit_pieces
from app.reports.gongwen.paper import Table
from app.reports.gongwen.profile import Profile
from app.rules.errors import Refused

SIDE = 0.3
"""White at both sides of a cell, as a share of the type size."""
_HEAD_LINES = 2
"""Lines of a head (without its unit) before its column is made wider."""
_READABLE = -2
"""Place among the sizes of tables of the smallest that a table stays upright for."""

Measurer = Callable[[str, Role, float], Measured]
"""How wide a text is, in a role's face at a size (points)."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of a table at one type size."""

    size: float
    head: list[Measured]
    rows: list[list[Measured]]
    widths: list[float]


def needs_turning(table: Table, measured: Measurer, profile: Profile) -> bool:
    """Whether `table` needs a landscape page: its figures and words do not fit upright in a readable size (8)."""
    _refuse_too_many(table, profile, max(profile.area_width, profile.area_height))
    if table.turned is not None:
        return table.turned
    size = profile.table_sizes[_READABLE]
    head, rows = _cells(table, measured, size)
    return sum(_least(head, rows, size)) > profile.area_width


def column_grid(table: Table, measured: Measurer, profile: Profile) -> Grid:
    """The largest size at which no cell turns over; else that at which cells take two lines; else the smallest."""
    *larger, smallest = profile.table_sizes
    _refuse_too_many(table, profile, profile.area_width)
    for cell_lines, sizes in ((1, larger), (2, profile.table_sizes)):
        for size in sizes:
            head, rows = _cells(table, measured, size)
            wanted = _wanted(head, rows, size, cell_lines, profile.area_width)
            spare = profile.area_width - sum(wanted)
            if spare >= 0:
                weights = [column.weight for column in table.columns]
                total = sum(weights)
                widths = [width + spare * weight / total for width, weight in zip(wanted, weights, strict=True)]
                return Grid(size, head, rows, widths)
    head, rows = _cells(table, measured, smallest)
    wanted = _wanted(head, rows, smallest, 1, profile.area_width)
    widths = _shared(wanted, _least(head, rows, smallest), profile.area_width)
    if min(widths) < _narrowest(profile):
        raise _too_many(table)
    return Grid(smallest, head, rows, widths)


def _narrowest(profile: Profile) -> float:
    """How wide a column is at least, one character in the smallest type (points)."""
    return (1 + 2 * SIDE) * profile.table_sizes[-1] - 0.01


def _refuse_too_many(table: Table, profile: Profile, room: float) -> None:
    """Refuse what cannot fit however it is set, before anything is measured."""
    if len(table.columns) * _narrowest(profile) > room:
        raise _too_many(table)


def _too_many(table: Table) -> Refused:
    name = table.title or table.columns[0].head
    return Refused(
        f"表格“{name[:30]}”有{len(table.columns)}列，用最小的字号也排不下，文件没有生成。"
        "请减少列数，或者分成几张表后再试。"
    )


def _least(head: list[Measured], rows: list[list[Measured]], size: float) -> list[float]:
    """How wide each column must be so that no figure or word in it is torn."""
    return [
        max(_widest_piece(cell) for cell in [head[place], *(row[place] for row in rows)]) + 2 * SIDE * size
        for place in range(len(head))
    ]


def _cells(table: Table, measured: Measurer, size: float) -> tuple[list[Measured], list[list[Measured]]]:
    head = [measured(column.head, Role.HEI, size) for column in table.columns]
    rows = [[measured(cell, Role.FANGSONG, size) for cell in row] for row in table.rows]
    return head, rows


def _wanted(head: list[Measured], rows: list[list[Measured]], size: float, cell_lines: int, room: float) -> list[float]:
    """How wide each column must be so that its cells take no more than `cell_lines`, and its head few."""
    return [
        max([_head_width(title), *(_least_width(row[place], cell_lines, room) for row in rows)]) + 2 * SIDE * size
        for place, title in enumerate(head)
    ]


def _least_width(cell: Measured, lines: int, room: float = float("inf")) -> float:
    """The least width at which a cell takes no more than `lines`; its whole width where that is more than `room`."""
    high = cell.width()
    if high > lines * room:
        return high
    low = _widest_piece(cell)
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


def head_lines(head: Measured, width: float) -> list[tuple[int, int]]:
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
