"""What each column means: its heading looked up among the spellings, else the nearest by likeness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeAlias

from rapidfuzz import fuzz, process

from app.rules.ledger.units import heading_unit
from app.rules.ledger.vocabulary import REQUIRED, UNUSED, Kind, Vocabulary, bare_key, heading_key, path_key
from app.rules.money import Fen

How: TypeAlias = Literal["exact", "likeness", "remembered", "user", "unknown", "duplicate"]
HOW_LABELS: dict[How, str] = {
    "exact": "同义词表",
    "likeness": "相近",
    "remembered": "记住的对应",
    "user": "人工指定",
    "unknown": "未识别",
    "duplicate": "同类列已有",
}
LIKELY = 80.0
"""Likeness (0–100) from which a heading is taken for a spelling it resembles."""

_USER_FIELDS = ("remembered", "user")


@dataclass(frozen=True)
class Column:
    """A column (from 0) with its heading as printed, the field it means, how that was found, and its unit."""

    index: int
    heading: str
    field: str
    how: How
    likeness: float
    unit: Fen | None = None
    foreign: bool = False
    place: int = 0

    @property
    def used(self) -> bool:
        """Whether the column goes into the dossiers."""
        return self.field != UNUSED


def map_columns(
    paths: Mapping[int, tuple[str, ...]],
    kind: Kind,
    vocabulary: Vocabulary,
    *,
    remembered: Mapping[int, str] | None = None,
    told: Mapping[int, str] | None = None,
) -> list[Column]:
    """Say what the columns mean. `paths` holds each column's heading, line by line.

    `told` (by the user now) goes before `remembered` (by the user once), and both before the spellings. Of two
    columns that mean the same, the better spelling is used; the other is kept as a duplicate.
    """
    columns = []
    for index, path in sorted(paths.items()):
        column = replace(_look_up(path, kind, vocabulary), index=index)
        for how, fixed in (("user", told), ("remembered", remembered)):
            if fixed and index in fixed:
                column = replace(column, field=fixed[index], how=how, likeness=100.0)
                break
        columns.append(column)
    return _one_each(columns)


def missing(columns: list[Column], kind: Kind) -> list[str]:
    """Return the required fields of `kind` that no column means."""
    found = {column.field for column in columns}
    return [key for key in REQUIRED[kind] if key not in found]


@lru_cache(maxsize=8192)
def _look_up(path: tuple[str, ...], kind: Kind, vocabulary: Vocabulary) -> Column:
    """Say what a heading means, wherever it stands."""
    unit = heading_unit(path)
    shown = " / ".join(" ".join(line.split()) for line in path)
    column = Column(0, shown, UNUSED, "unknown", 0.0, unit.unit, unit.foreign)
    for key, types in _readings(path, vocabulary):
        if found := vocabulary.exact(kind).get(key):
            field, place = found
            if types and field != UNUSED and vocabulary.by_key[field].type not in types:
                continue
            if unit.foreign and field != UNUSED and vocabulary.by_key[field].type == "money":
                field = UNUSED
            return replace(column, field=field, how="exact", likeness=100.0, place=place)
    return column if unit.foreign else _resemble(column, path, kind, vocabulary)


def _readings(path: tuple[str, ...], vocabulary: Vocabulary) -> list[tuple[str, frozenset[str]]]:
    """Return what to look a heading up by: all lines, then joined, then its last line, then the one above it.

    With the line above comes the types of field that it may mean, since 合计 cannot end a column of names.
    """
    lines = [line for line in path if heading_key(line)]
    if not lines:
        return []
    keys = [heading_key(line) for line in lines]
    anything: frozenset[str] = frozenset()
    readings = [(path_key(lines), anything)]
    readings += [(">".join(keys[start:]), anything) for start in range(1, len(keys) - 1)]
    if len(keys) > 1:
        readings += [("".join(keys[start:]), anything) for start in range(len(keys) - 1)]
    leaf = keys[-1]
    types = vocabulary.generic_types(leaf)
    if len(keys) > 1 and types:
        readings.append((keys[-2], frozenset(types)))
    if not types or len(keys) == 1:
        readings += [(leaf, anything), (bare_key(lines[-1]), anything)]
        readings += [(leaf.removeprefix(word), anything) for word in ("其中", "项目", "企业") if leaf.startswith(word)]
    return [reading for reading in dict.fromkeys(readings) if reading[0]]


def _resemble(column: Column, path: tuple[str, ...], kind: Kind, vocabulary: Vocabulary) -> Column:
    table = vocabulary.exact(kind)
    best = column
    for reading, types in _readings(path, vocabulary):
        if types or len(reading) < 3 or len(reading) > 24:
            continue
        guards = vocabulary.guards_in(reading)
        for key, likeness, _ in process.extract(reading, table.keys(), scorer=fuzz.ratio, score_cutoff=LIKELY, limit=8):
            if likeness > best.likeness and vocabulary.guards_in(key) == guards:
                field, place = table[key]
                best = replace(column, field=field, how="likeness", likeness=round(likeness, 1), place=place + 100)
    return best


def _one_each(columns: list[Column]) -> list[Column]:
    """Keep one column for each field: told or remembered before exact before alike, then the better spelling."""

    def rank(column: Column) -> tuple[bool, float, int, int]:
        return (column.how not in _USER_FIELDS, -column.likeness, column.place, column.index)

    chosen: dict[str, Column] = {}
    for column in sorted(columns, key=rank):
        if column.used:
            chosen.setdefault(column.field, column)
    return [
        column if not column.used or chosen[column.field] is column else replace(column, field=UNUSED, how="duplicate")
        for column in columns
    ]
