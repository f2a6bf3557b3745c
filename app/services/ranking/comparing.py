"""Comparing rankings: with the period before, between two as-of days, and between two schemes, record by record.

For screens: `changes_of` gives each unit's rank and score beside the period before; `compare_days` what changed in
the records between two days and what it did to each rank; `moves_between` sets any two tables of one group beside
each other; `record_lines` lists what stands behind a ranking and `differences` compares two such lists.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.rules.errors import Refused
from app.rules.money import format_wan
from app.rules.periods import Period
from app.rules.scheme import Scheme
from app.rules.scoring import UnitScore
from app.services.ranking.measuring import contributing
from app.services.ranking.ranking import RankingTable, rank


@dataclass(frozen=True)
class IndicatorMove:
    """How the points of one indicator moved."""

    key: str
    label: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class UnitMove:
    """How one unit moved between two tables; ranks and scores are None where it was not ranked.

    `class_before` is the class it was ranked in before where that is another one than after (B类, 未分类, or 不分类 for
    the whole group): the ranks of two classes are not compared, so `rank_before` is None then.
    """

    unit_id: int
    unit: str
    rank_before: int | None
    rank_after: int | None
    score_before: Decimal | None
    score_after: Decimal | None
    indicators: tuple[IndicatorMove, ...]
    class_before: str = ""

    @property
    def risen(self) -> int | None:
        """Places gained (negative: lost); None where the unit is missing on one side."""
        if self.rank_before is None or self.rank_after is None:
            return None
        return self.rank_before - self.rank_after

    @property
    def why(self) -> str:
        """The indicators that moved, the largest first, in one phrase."""
        moved = [(one.label, (one.after or Decimal(0)) - (one.before or Decimal(0))) for one in self.indicators]
        told = sorted((pair for pair in moved if pair[1]), key=lambda pair: -abs(pair[1]))
        return "，".join(f"{label}{change:+f}分" for label, change in told) or "各项得分未变"


@dataclass(frozen=True, order=True)
class RecordLine:
    """A record behind a ranking: a project in an indicator of a unit, a task, or points by hand.

    `value` tells what it counts: amount and share, the task, the points.
    """

    indicator: str
    unit: str
    record: str
    day: str
    value: str


@dataclass(frozen=True)
class RecordDifference:
    """A record that came, went or changed; `before` or `after` is empty where it was not there."""

    indicator: str
    unit: str
    record: str
    before: str
    after: str

    def __str__(self) -> str:
        what = f"{self.unit}·{self.indicator}·{self.record}"
        if not self.before:
            return f"新增 {what}：{self.after}"
        if not self.after:
            return f"不再计入 {what}：{self.before}"
        return f"改动 {what}：{self.before} → {self.after}"


@dataclass(frozen=True)
class Comparison:
    """Two tables of one group, how each unit moved, and which records differ."""

    before: RankingTable
    after: RankingTable
    moves: tuple[UnitMove, ...]
    records: tuple[RecordDifference, ...]


def changes_of(connection: sqlite3.Connection, table: RankingTable) -> dict[int, UnitMove] | None:
    """Return how each unit moved against the period before, by unit id; None where that cannot be ranked."""
    earlier = table.period.before()
    try:
        before = rank(connection, earlier, table.group, table.as_of, level=table.level)
    except Refused:
        return None
    return {move.unit_id: move for move in moves_between(before, table)}


def compare_days(
    connection: sqlite3.Connection, period: Period, group: str, first: dt.date, second: dt.date, *, level: str = ""
) -> Comparison:
    """Compare a ranking as of two days: what happened or was verified between them, and what it did.

    `level` compares both against another level of targets than the scheme's.
    """
    before, after = (rank(connection, period, group, day, level=level) for day in (first, second))
    records = differences(record_lines(connection, before), record_lines(connection, after))
    return Comparison(before, after, moves_between(before, after), records)


def moves_between(before: RankingTable, after: RankingTable) -> tuple[UnitMove, ...]:
    """Return how each unit moved from one table to another, in the order of the later."""
    earlier = {row.unit_id: row for row in before.rows}
    labels = {one.key: one.label for one in (*before.scheme.indicators, *after.scheme.indicators)}
    later = {row.unit_id for row in after.rows}
    moves = []
    for row in after.rows:
        was = earlier.get(row.unit_id)
        class_before = before.class_of(was) if was else ""
        other = was is not None and was.rank is not None and class_before != after.class_of(row)
        moves.append(_move(was, row, labels, class_before or "不分类" if other else ""))
    gone = [_move(row, None, labels) for row in before.rows if row.unit_id not in later]
    return tuple(moves + gone)


def record_lines(connection: sqlite3.Connection, table: RankingTable) -> tuple[RecordLine, ...]:
    """Return everything that stands behind a ranking: projects per indicator and unit, tasks, points by hand."""
    lines = []
    for row in table.rows:
        for indicator, score in zip(table.scheme.indicators, row.indicators, strict=True):
            label = indicator.label
            if score.target is not None:
                lines.append(RecordLine(label, row.name, "任务", "", f"{score.target}"))
            if indicator.measure.by_hand and score.actual:
                lines.append(RecordLine(label, row.name, "手工录入", "", f"{score.actual}"))
            lines += [
                RecordLine(
                    label,
                    row.name,
                    f"{one.code} {one.name}",
                    one.day.isoformat(),
                    f"{one.day:%Y-%m-%d}，{format_wan(one.amount_fen)}万元，占{one.share_bp / 100:g}%",
                )
                for one in contributing(connection, indicator, table.period, row.unit_id, table.as_of)
            ]
        lines += [RecordLine("手工加减分", row.name, one.reason, "", f"{one.points:+f}分") for one in row.manual]
    return tuple(lines)


def differences(before: Sequence[RecordLine], after: Sequence[RecordLine]) -> tuple[RecordDifference, ...]:
    """Compare two lists of records; a project that arrives twice in one indicator (funds) is told once, together."""
    old, new = _by_record(before), _by_record(after)
    found = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key, ""), new.get(key, "")
        if was != now:
            found.append(RecordDifference(*key, was, now))
    return tuple(found)


def try_scheme(
    connection: sqlite3.Connection, scheme: Scheme, periods: Sequence[Period], group: str, as_of: dt.date
) -> tuple[Comparison, ...]:
    """Rank past periods by a scheme that is not in force beside the one that is: who would rise, who fall, why.

    The records are the same on both sides, so none are listed. Raises as `rank` does.
    """
    if group not in scheme.groups:
        raise Refused(f"考核办法“{scheme.name}”不考核这一组，不能试算。")
    found = []
    for period in periods:
        before = rank(connection, period, group, as_of)
        after = rank(connection, period, group, as_of, scheme)
        found.append(Comparison(before, after, moves_between(before, after), ()))
    return tuple(found)


def _by_record(lines: Sequence[RecordLine]) -> dict[tuple[str, str, str], str]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for line in lines:
        found.setdefault((line.indicator, line.unit, line.record), []).append(line.value)
    return {key: "；".join(sorted(values)) for key, values in found.items()}


def _move(
    before: UnitScore | None, after: UnitScore | None, labels: dict[str, str], class_before: str = ""
) -> UnitMove:
    known = after or before
    assert known is not None
    points = [
        {line.key: line.points for line in one.indicators} | {"": one.manual_points} if one else {}
        for one in (before, after)
    ]
    keys = [*dict.fromkeys([*points[1], *points[0]])]
    return UnitMove(
        known.unit_id,
        known.name,
        before.rank if before and not class_before else None,
        after.rank if after else None,
        before.score if before else None,
        after.score if after else None,
        tuple(
            IndicatorMove(key, labels.get(key, "手工加减分"), points[0].get(key), points[1].get(key)) for key in keys
        ),
        class_before,
    )
