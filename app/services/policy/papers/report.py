"""What reports and lists share: a paper without head and number that states how far it may go."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence

from app.models.office import read_names
from app.reports.marked import PlainTable
from app.rules.audience import Audience, goes_to
from app.services.papers.content import PaperContent
from app.services.papers.door import named_units

Tables = tuple[tuple[str, PlainTable], ...]


def report(
    connection: sqlite3.Connection,
    *,
    kind: str,
    title: str,
    lines: Sequence[str],
    today: dt.date,
    tables: Tables = (),
    within: Audience = Audience.ALL_OFFICIALS,
    words: tuple[str, ...] = (),
) -> PaperContent:
    """Return a report of the office; `lines` are its paragraphs, `tables` those that they place, by mark.

    The audience is the widest that may see all whom the report names, at most `within`.
    """
    names = read_names(connection)
    cells = (
        cell for _, table in tables for row in (table.heads, *table.rows, (table.title, table.note)) for cell in row
    )
    audience = goes_to(named_units(connection), [title, *lines, *cells], within)
    return PaperContent(
        kind=kind,
        title=title,
        authority=names.authority,
        text="\n".join(lines),
        day=today,
        audience=audience.label,
        numbering="none",
        format="plain",
        tables=tables,
        signature=names.authority,
        words=(names.city, *words),
    )


def listed(names: Sequence[str], most: int) -> str:
    """Return names joined by 、, the first so many and how many there are."""
    shown = "、".join(names[:most])
    return f"{shown}等{len(names)}个" if len(names) > most else shown


def charted(mark: str, title: str, unit: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a chart (docs/templates.md): its mark, title and unit, then heads and figures by |."""
    table = [heads, *rows]
    return [f"{mark}{title}／{unit}", *(f"| {' | '.join(cell.replace('|', '｜') for cell in row)} |" for row in table)]
