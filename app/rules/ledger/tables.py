"""Several tables on one sheet, below or beside one another: each is read as a sheet of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from app.rules.ledger.sheet import Merge, Row, Sheet
from app.rules.ledger.vocabulary import KINDS, Vocabulary, heading_key
from app.rules.reading import plain

_TITLE_ROWS = 5
"""So many rows above its headings a table's title may take."""

RIGHT = "右表"
"""What a table at the right of another is called behind the sheet's name."""


def split_tables(sheet: Sheet, vocabulary: Vocabulary) -> list[Sheet]:
    """Return the tables of a sheet as sheets that keep its row numbers and columns; most sheets hold one.

    A row of headings that differ from those before begins another table; headings said twice in one row begin one at
    the right. Headings that repeat on each page do not.
    """
    heads = list(_head_rows(sheet, vocabulary))
    cuts: list[int] = []
    for (above, before), (row, keys) in itertools.pairwise(heads):
        if keys != before and row - above > 1:
            cuts.append(_beginning(sheet, row, above + 1))
    edges = [0, *cuts, len(sheet.rows)]
    parts = [_rows_of(sheet, top, end) for top, end in itertools.pairwise(edges)] if cuts else [sheet]
    return [table for part in parts for table in _beside(part, vocabulary)]


def _head_rows(sheet: Sheet, vocabulary: Vocabulary) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the rows that name columns: a project's or unit's, and another one."""
    words = _naming(vocabulary)
    known = set().union(*(vocabulary.exact(kind) for kind in KINDS))
    for number, row in enumerate(sheet.rows):
        if words.isdisjoint(row):
            continue
        keys = tuple(heading_key(plain(cell)) for cell in row if cell not in (None, ""))
        if len(keys) >= 3 and sum(key in known for key in keys) * 2 > len(keys):
            yield number, keys


def _naming(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the headings of columns that name what a record is about."""
    return frozenset(word for key in ("name", "unit") for word in vocabulary.by_key[key].headings if len(word) >= 3)


def _beginning(sheet: Sheet, row: int, least: int) -> int:
    """Return where the table begins whose headings are in `row`: with its title, if it has one."""
    top = row
    while top > least and row - top < _TITLE_ROWS:
        filled = [cell for cell in sheet.rows[top - 1] if cell not in (None, "")]
        if len(filled) > 2 or any(not isinstance(cell, str) for cell in filled):
            break
        top -= 1
        if not filled:
            break
    return top


def _rows_of(sheet: Sheet, top: int, end: int) -> Sheet:
    merges = sheet.merges and [merge for merge in sheet.merges if top <= merge.top < end]
    rows: list[Row] = [[] for _ in range(top)]
    return Sheet(sheet.name, rows + sheet.rows[top:end], merges, sheet.hidden_rows, sheet.hidden_columns)


def _beside(sheet: Sheet, vocabulary: Vocabulary) -> list[Sheet]:
    """Split a sheet where its headings begin again in the same row."""
    words = _naming(vocabulary)
    for row, _ in _head_rows(sheet, vocabulary):
        texts = [sheet.text(row, column) for column in range(len(sheet.rows[row]))]
        edge = _second(texts, [column for column, text in enumerate(texts) if text in words])
        if edge is None:
            return [sheet]
        left = _columns_of(sheet, 0, edge, sheet.name)
        right = _columns_of(sheet, edge, max(map(len, sheet.rows)), f"{sheet.name}（{RIGHT}）" if sheet.name else RIGHT)
        return [left, *_beside(right, vocabulary)]
    return [sheet]


def _second(texts: Sequence[str], names: Sequence[int]) -> int | None:
    """Return the column where headings begin to be said again, the name and the one behind it at least."""
    for second in names[1:]:
        first = names[0]
        one, other = texts[first : first + 2], texts[second : second + 2]
        if one != other or len(one) < 2 or not one[1]:
            continue
        while first > 0 and texts[first - 1] and texts[first - 1] == texts[second - 1]:
            first, second = first - 1, second - 1
        return second
    return None


def _columns_of(sheet: Sheet, left: int, right: int, name: str) -> Sheet:
    """Return the columns from `left` to before `right`; titles at the left stay, since they are for both."""
    rows: list[Row] = []
    for cells in sheet.rows:
        filled = [cell for cell in cells if cell not in (None, "")]
        if len(filled) <= 2 and all(isinstance(cell, str) for cell in filled):
            rows.append(list(cells))
        else:
            kept: Row = [*[""] * left, *cells[left:right]]
            rows.append(kept if any(cell not in (None, "") for cell in kept) else [])
    merges = sheet.merges and [
        Merge(merge.top, merge.left, merge.bottom, min(merge.right, right - 1))
        for merge in sheet.merges
        if left <= merge.left < right
    ]
    return Sheet(name, rows, merges, sheet.hidden_rows, sheet.hidden_columns)
