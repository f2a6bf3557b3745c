"""What flows down the type area: lines of text and rows of tables, before they are put on pages."""

from __future__ import annotations

from dataclasses import dataclass

from app.reports.gongwen.page import Page, Rule, Run, Shape


@dataclass(frozen=True, slots=True)
class Item:
    """One line, or one row of a table. Runs and rules are placed from the type area's left edge and the item's top.

    `before` is the white between it and what goes before, dropped at the top of a page.
    """

    height: float
    before: float = 0.0
    runs: tuple[Run, ...] = ()
    rules: tuple[Rule, ...] = ()
    shapes: tuple[Shape, ...] = ()
    keep_with_next: bool = False
    begins: bool = False
    """Is the first line of a paragraph."""
    bookmark: tuple[str, int] | None = None
    repeated_head: Item | None = None
    """What is set again above this item where it opens a page: the head of its table."""
    spread: bool = False
    """Its characters stand wide apart: a copy of the text must not show that."""
    back_to_grid: bool = False
    """Stands on the next line of the page's grid: the text after a table."""


def place(item: Item, page: Page, left: float, top: float) -> None:
    """Put `item` on `page`, its top at `top` and the type area's left edge at `left`."""
    if item.spread:
        page.spread.append((len(page.runs), len(page.runs) + len(item.runs)))
    page.runs += [run.moved(left, top) for run in item.runs]
    page.shapes += [shape.moved(left, top) for shape in item.shapes]
    page.rules += [rule.moved(left, top) for rule in item.rules]
