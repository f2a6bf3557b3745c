"""What a cell of each type of column says: one reader per column, which remembers the spellings it has read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from app.rules.days import Dated, read_day
from app.rules.ledger.mapping import Column
from app.rules.ledger.shares import names_and_shares
from app.rules.ledger.sheet import UNCOMPUTED, Cell
from app.rules.ledger.vocabulary import Vocabulary
from app.rules.money import Fen, read_money
from app.rules.names import split_list
from app.rules.reading import Unreadable, clean, is_empty, plain, tidy
from app.rules.stages import Stage
from app.rules.uscc import read_uscc

Parsed: TypeAlias = Any
"""What a reader returns: 分, Day, Stage, text, names, a count; None for an empty cell. Any, since columns differ."""

_PROSE = 9
"""A stage cell longer than this is an account of progress, not a stage word."""


_NOT_SETTLED = frozenset({"待定", "待明确", "未定", "待确定", "未明确", "未确定"})
"""What offices write for a unit that nobody has named yet."""

_ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
"""What a spreadsheet shows where a formula has no value."""

_LONGEST_EMPTY = 6
"""No word for an empty cell is longer."""


@dataclass(frozen=True)
class Prose:
    """A stage cell that tells at length instead of naming a stage; kept as text."""

    text: str


class Reader:
    """Reads the cells of one column. Calling it returns what a cell says, or raises `Unreadable` with the reason."""

    def __init__(
        self, column: Column, vocabulary: Vocabulary, today: dt.date, unit: Fen | None, dated: Dated = Dated()
    ) -> None:
        words = vocabulary.by_key[column.field]
        self.index, self.key, self.label, self.type = column.index, column.field, words.label, words.type
        self.unit = column.unit if column.unit is not None else unit
        self._unique = self.type in ("name", "uscc", "text")
        self._read = self._reader(vocabulary, today, dated)
        self._seen: dict[Cell, tuple[Parsed, Unreadable | None]] = {}

    def __call__(self, cell: Cell) -> Parsed:
        """Return what the cell says, from memory where the same spelling was read before."""
        if isinstance(cell, str) and cell.startswith("#"):
            _refuse_errors(cell)
        if cell is True or cell is False or self._unique:
            return self._read(cell)
        known = self._seen.get(cell)
        if known is None:
            try:
                known = (self._read(cell), None)
            except Unreadable as error:
                known = (None, error)
            self._seen[cell] = known
        if known[1] is not None:
            raise known[1]
        return known[0]

    def _reader(self, vocabulary: Vocabulary, today: dt.date, dated: Dated) -> Callable[[Cell], Parsed]:
        unit = self.unit
        readers: dict[str, Callable[[Cell], Parsed]] = {
            "text": read_text,
            "name": read_text,
            "category": read_text,
            "uscc": lambda cell: read_uscc(cell) or None,
            "money": lambda cell: read_money(cell, unit),
            "day": lambda cell: read_day(cell, today, dated),
            "stage": lambda cell: read_stage(cell, vocabulary),
            "unit": read_units,
            "people": lambda cell: None if is_empty(cell) else tuple(split_list(plain(cell))) or None,
            "count": read_count,
        }
        return readers[self.type]


def _refuse_errors(cell: str) -> None:
    text = cell.strip().upper()
    if text == UNCOMPUTED:
        raise Unreadable("这一格是公式，文件里没有它的结果。请在 Excel 或 WPS 中打开，保存一次再导入")
    if text in _ERRORS:
        raise Unreadable(f"这一格显示的是错误值{text}，请在表中改正公式后再导入")


def read_text(cell: Cell) -> str | None:
    """Return the text of a cell, tidied for keeping; None for an empty one."""
    if isinstance(cell, str) and len(cell) > _LONGEST_EMPTY and cell.isprintable() and " " not in cell:
        return cell
    return None if is_empty(cell) else clean(plain(cell))


def read_units(cell: Cell) -> tuple[str, ...] | None:
    """Return the units that a cell names, with the shares written behind them; None where it names none yet."""
    if is_empty(cell):
        return None
    names = tuple(name for name in split_list(plain(cell)) if tidy(name).strip("()") not in _NOT_SETTLED)
    names_and_shares(names)
    return names or None


def read_stage(cell: Cell, vocabulary: Vocabulary) -> Stage | Prose | None:
    """Return the stage that a cell names, `Prose` for a longer account, None for an empty cell."""
    if is_empty(cell):
        return None
    text = plain(cell)
    if (stage := vocabulary.stage(text)) is not None:
        return stage
    if len(tidy(text)) >= _PROSE or re.search(r"[，,。；;]", text):
        return Prose(clean(text))
    raise Unreadable(f"看不懂进度“{text.strip()}”，请填在谈、签约、开工、在建、竣工、投产等")


def read_count(cell: Cell) -> int | None:
    """Return the number of projects in a cell (12, "12个"), None for an empty one; raise `Unreadable` otherwise."""
    if is_empty(cell):
        return None
    text = tidy(plain(cell))
    match = re.fullmatch(r"(\d{1,6})(?:\.0+)?(?:个|家|项)?", text)
    if match is None:
        raise Unreadable(f"“{text}”不是个数，请填整数")
    return int(match.group(1))
