"""Finding the head of a ledger: the rows that hold the headings, and each column's heading line by line."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from app.rules.ledger.mapping import Column, map_columns, missing
from app.rules.ledger.sheet import Merge, Sheet
from app.rules.ledger.units import heading_unit
from app.rules.ledger.vocabulary import KINDS, Kind, Vocabulary, heading_key
from app.rules.reading import tidy

_SEARCHED = 30
"""How many rows from the top the head is looked for in; ledgers have it in row 1 to 8."""
_DEEPEST = 4
"""How many rows a head has at most (three levels and a line of units)."""
_LONGEST = 40
"""A longer cell is a sentence, not a heading."""

_NUMBERING = re.compile(r"[\d甲乙丙丁戊己庚辛壬癸一二三四五六七八九十()①-⑳=+\-*/÷×]+|栏次|列次")
_FIGURE = re.compile(r"\d{4}[年./-]\d{1,2}([月./-]\d{1,2}日?)?|[\d,]+(\.\d+)?")
_MIN_WEIGHT = 1.9
"""What a head must explain at least: two fields, none required missing."""
_REMEMBERED = 1000.0
_SILENT = 3.0
"""What a kind loses that nothing in the ledger speaks for."""
_PER_ROW = 0.06
"""What a further row of head must at least explain."""
_FILLED_LINE = re.compile(r"(?:单\s*位|填报|时间|日期|电话|联系|制表|审核|负责人|人)[^:：]{0,6}[:：]")


@dataclass(frozen=True)
class Head:
    """The head of a sheet: its first and last row (from 0), each column's heading, where records begin."""

    first: int
    last: int
    paths: Mapping[int, tuple[str, ...]]
    kind: Kind
    columns: tuple[Column, ...]
    score: float

    @property
    def signature(self) -> str:
        """A digest of the headings, by which a mapping is remembered."""
        return signature(self.paths)


def signature(paths: Mapping[int, tuple[str, ...]]) -> str:
    """Return the digest of headings and their places."""
    text = "\n".join(f"{index}:{'>'.join(heading_key(line) for line in path)}" for index, path in sorted(paths.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


Memory: TypeAlias = Mapping[tuple[Kind, str], Mapping[int, str]]
"""The mappings that people confirmed: by kind and signature of the head, column → field."""


def find_head(
    sheet: Sheet, vocabulary: Vocabulary, kind: Kind | None = None, memory: Memory | None = None
) -> Head | None:
    """Return the head that explains most columns, with the kind of ledger it belongs to; None where there is none.

    `kind` restricts the search to one kind. Of heads that explain the same, the one with fewer rows is taken. A
    head that is in `memory` is known at once, and mapped as remembered.
    """
    hints = _hints(sheet, vocabulary)
    best: Head | None = None
    for first in _first_rows(sheet, _SEARCHED):
        if not _may_be_heading(sheet, first) or len(_distinct(sheet, first)) < 2 or _cuts_a_merge(sheet, first):
            continue
        for last in range(first, min(first + _DEEPEST, len(sheet.rows))):
            if last > first and not _may_be_heading(sheet, last):
                break
            if _cuts_a_merge(sheet, last + 1):
                continue
            paths = _paths(sheet, first, last)
            for candidate in (kind,) if kind else KINDS:
                remembered = memory.get((candidate, signature(paths))) if memory else None
                columns = map_columns(paths, candidate, vocabulary, remembered=remembered)
                weight = _REMEMBERED if remembered else _score(columns, candidate, vocabulary)
                weight -= _PER_ROW * (last - first)
                if not (kind or remembered or _speaks_for(columns, candidate, hints, vocabulary)):
                    weight -= _SILENT
                score = weight + hints.get(candidate, 0.0)
                if weight >= _MIN_WEIGHT and (best is None or score > best.score):
                    best = Head(first, last, paths, candidate, tuple(columns), score)
    return best and _with_trailing_lines(sheet, best)


def _speaks_for(columns: list[Column], kind: Kind, hints: Mapping[Kind, float], vocabulary: Vocabulary) -> bool:
    """Tell whether a signing day makes a ledger a signed one; and whether anything makes it one of leads.

    A list of projects without either may be of any kind: nothing may be guessed of its stage.
    """
    if kind == "signed":
        return any(column.field == "signed_on" for column in columns)
    if kind == "leads":
        return "leads" in hints or _lead_headings(columns, vocabulary) > 0
    return True


def _lead_headings(columns: list[Column], vocabulary: Vocabulary) -> int:
    return sum(any(word in column.heading for word in vocabulary.lead_headings) for column in columns)


def guess_head(sheet: Sheet, kind: Kind, vocabulary: Vocabulary) -> Head | None:
    """Return the first row that could be a head of at least three columns, for a user who maps it by hand."""
    for row in _first_rows(sheet, _SEARCHED):
        if _may_be_heading(sheet, row) and len(_distinct(sheet, row)) >= 3:
            paths = _paths(sheet, row, row)
            return Head(row, row, paths, kind, tuple(map_columns(paths, kind, vocabulary)), 0.0)
    return None


def _score(columns: list[Column], kind: Kind, vocabulary: Vocabulary) -> float:
    """Weigh what a head explains: fields above all, known headings a little, missing fields against it."""
    total = 0.0
    for column in columns:
        if column.used:
            total += 1.0 if column.how == "exact" else 0.6
        elif column.how in ("exact", "duplicate"):
            total += 0.3
    keys = {column.field for column in columns if column.used}
    total -= 1.2 * len(missing(columns, kind))
    if kind == "targets":
        figures = sum(key.startswith("target_") for key in keys)
        return total + figures if figures else 0.0
    if "name" not in keys:
        return min(total, 1.0)
    if kind == "progress":
        telling = keys & {
            "stage",
            "started_on",
            "completed_on",
            "produced_on",
            "funds_month",
            "funds_total",
            "funds_year",
        }
        if not telling:
            return 0.0
        return total + (0.5 if "funds_month" in keys else 0.0) - (0.6 if telling == {"stage"} else 0.0)
    if kind == "leads":
        if "signed_on" in keys:
            return 0.0
        return total + min(0.9, 0.3 * _lead_headings(columns, vocabulary))
    return total


def _hints(sheet: Sheet, vocabulary: Vocabulary) -> dict[Kind, float]:
    """Return how much the lines above the table and the sheet's name speak for each kind."""
    lines = [tidy(sheet.name)]
    for row in _first_rows(sheet, 6):
        texts = _distinct(sheet, row)
        if len(texts) <= 3:
            lines += [tidy(text) for text in texts]
    hints: dict[Kind, float] = {}
    for kind, words in vocabulary.kind_words.items():
        if any(word in line for word in words for line in lines):
            hints[kind] = 1.0
    return hints


def _first_rows(sheet: Sheet, count: int) -> range:
    """Return the first rows of a table, which may begin far down on its sheet."""
    top = next((number for number, row in enumerate(sheet.rows) if row), 0)
    return range(top, min(top + count, len(sheet.rows)))


def _may_be_heading(sheet: Sheet, row: int) -> bool:
    """Tell whether a row could belong to a head: short texts, no days, no amounts."""
    cells = [cell for cell in sheet.rows[row] if cell not in (None, "")]
    if not cells:
        return False
    for cell in cells:
        if isinstance(cell, dt.date | dt.time | dt.timedelta | bool):
            return False
        if isinstance(cell, str) and (
            len(tidy(cell)) > _LONGEST or _FIGURE.fullmatch(tidy(cell)) or _FILLED_LINE.match(cell.strip("（( "))
        ):
            return False
    numbers = sum(isinstance(cell, int | float) for cell in cells)
    return numbers == 0


def _cuts_a_merge(sheet: Sheet, row: int) -> bool:
    """Tell whether a head that begins or ends above `row` would cut a vertically merged cell in two."""
    return any(merge.top < row <= merge.bottom for merge in sheet.merges or ())


def _distinct(sheet: Sheet, row: int) -> list[str]:
    return list(dict.fromkeys(text for column in range(len(sheet.rows[row])) if (text := sheet.text(row, column))))


def _paths(sheet: Sheet, first: int, last: int) -> dict[int, tuple[str, ...]]:
    """Join the lines of the head into each column's heading, merged cells spread over what they cover."""
    width = max(len(sheet.rows[row]) for row in range(first, last + 1))
    grid = [[sheet.text(row, column) for column in range(width)] for row in range(first, last + 1)]
    merges = [merge for merge in sheet.merges or () if merge.top <= last and merge.bottom >= first]
    for merge in merges:
        _spread(grid, merge, first, last, width, sheet)
    if not merges:
        _spread_by_blanks(grid)
    paths: dict[int, tuple[str, ...]] = {}
    for column in range(width):
        lines: list[str] = []
        for line in grid:
            if line[column] and (not lines or tidy(lines[-1]) != tidy(line[column])):
                lines.append(line[column])
        if lines:
            paths[column] = tuple(lines)
    return paths


def _spread(grid: list[list[str]], merge: Merge, first: int, last: int, width: int, sheet: Sheet) -> None:
    text = sheet.text(merge.top, merge.left)
    for row in range(max(merge.top, first), min(merge.bottom, last) + 1):
        for column in range(merge.left, min(merge.right + 1, width)):
            grid[row - first][column] = text


def _spread_by_blanks(grid: list[list[str]]) -> None:
    """Without merges (CSV, ODS) a blank right of a heading is part of it if the line below is filled."""
    for upper, lower in itertools.pairwise(grid):
        for column in range(1, len(upper)):
            if not upper[column] and lower[column] and lower[column - 1] and upper[column - 1]:
                upper[column] = upper[column - 1]


def _with_trailing_lines(sheet: Sheet, head: Head) -> Head:
    """Take lines of units (万元) or of column numbers (1 2 3, 甲 乙) below the headings into the head."""
    last = head.last
    units: dict[int, str] = {}
    while last + 1 < len(sheet.rows):
        texts = {c: text for c in range(len(sheet.rows[last + 1])) if (text := sheet.text(last + 1, c))}
        numbering = len(texts) >= 3 and all(_NUMBERING.fullmatch(tidy(text)) for text in texts.values())
        of_units = bool(texts) and all(not heading_key(text) for text in texts.values())
        if not (of_units or (numbering and _counts_up(list(texts.values())))):
            break
        if of_units:
            units.update(texts)
        last += 1
    if last == head.last:
        return head
    paths = {index: (*path, units[index]) if index in units else path for index, path in head.paths.items()}
    columns = tuple(_with_unit(column, units.get(column.index, "")) for column in head.columns)
    return replace(head, last=last, paths=paths, columns=columns)


def _counts_up(texts: list[str]) -> bool:
    """Tell a line of column numbers: no number but 1, 2, 3 … in order (letters 甲 乙 aside)."""
    numbers = [int(digits) for text in texts if (digits := re.sub(r"\D.*", "", tidy(text)))]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 3 if numbers else True


def _with_unit(column: Column, text: str) -> Column:
    unit = heading_unit((text,))
    return replace(column, unit=unit.unit or column.unit, foreign=unit.foreign or column.foreign)
