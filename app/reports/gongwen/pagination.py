"""Divides a flow of lines into pages, with nothing that belongs together torn apart."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from app.reports.gongwen.flow import Item

_SLACK = 0.5
"""Points by which the last line may pass the lower edge: sums of pitches do not come out even."""
_PARAGRAPH_SEARCH = 8
"""A break at the head of a paragraph is preferred if it takes at most this many lines over."""


@dataclass(slots=True)
class Column:
    """The lines of one page, each with its distance from the page's top; `used` is where the last one ends."""

    top: float
    lines: list[tuple[float, Item]] = field(default_factory=list)
    used: float = 0.0


@dataclass(frozen=True, slots=True)
class Division:
    """Pages of a flow, and on which of them (from 0) each item stands."""

    columns: list[Column]
    page_of: list[int]

    def first_on(self, page: int) -> int:
        """The first item of a page."""
        return self.page_of.index(page)


def paginate(
    items: Sequence[Item], first_top: float, top: float, bottom: float, pitch: float, breaks: Collection[int] = ()
) -> Division:
    """Put `items` on pages: the first begins at `first_top`, the others at `top`; none passes `bottom` (points).

    A heading goes with what follows it; a table's head is set again on every page. The items `breaks` open pages.
    """
    columns = [Column(first_top, used=first_top)]
    page_of: list[int] = []
    while len(page_of) < len(items):
        at, column = len(page_of), columns[-1]
        item = items[at]
        opens = bool(at in breaks and column.lines)
        if not opens and _put(item, column, bottom, pitch):
            page_of.append(len(columns) - 1)
            continue
        if not opens and not column.lines and column.top <= top:
            _force(item, column)
            page_of.append(len(columns) - 1)
        elif not opens:
            while len(column.lines) > 1 and at and items[at - 1].keep_with_next:
                column.used = column.lines[-2][0] + column.lines[-2][1].height
                column.lines.pop()
                page_of.pop()
                at -= 1
        columns.append(Column(top, used=top))
    if len(columns) > 1 and not columns[-1].lines:
        columns.pop()
    return Division(columns, page_of)


def _put(item: Item, column: Column, bottom: float, pitch: float) -> bool:
    """Set `item` below what the column holds; False where it does not fit any more."""
    head = item.repeated_head if not column.lines else None
    if head is not None:
        y = column.top + head.height
    else:
        y = column.used + item.before if column.lines else column.top
    if item.back_to_grid and column.lines:
        y = column.top + math.ceil((y - column.top) / pitch - 0.01) * pitch
    if y + item.height > bottom + _SLACK:
        return False
    if head is not None:
        column.lines.append((column.top, head))
    column.lines.append((y, item))
    column.used = y + item.height
    return True


def _force(item: Item, column: Column) -> None:
    """An item higher than a page stands alone on one: nothing is ever left out."""
    column.lines.append((column.top, item))
    column.used = column.top + item.height


def place_to_break(items: Sequence[Item], lowest: int, highest: int) -> int | None:
    """The item between `lowest` and `highest` (both allowed) that may best open a page; None where there is none.

    The latest beginning of a paragraph, if one is near `highest`, else the latest line; never one that a heading
    announces.
    """
    allowed = [at for at in range(max(lowest, 1), min(highest, len(items) - 1) + 1) if not items[at - 1].keep_with_next]
    beginnings = [at for at in allowed if items[at].begins and at >= highest - _PARAGRAPH_SEARCH]
    if beginnings:
        return beginnings[-1]
    return allowed[-1] if allowed else None
