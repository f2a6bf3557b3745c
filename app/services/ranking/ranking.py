"""Ranking: what the units of a group did in a period as of a day, scored by the scheme of that day (domain.md §3)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from app.rules.errors import Refused
from app.rules.money import YI
from app.rules.periods import Period
from app.rules.scheme import Indicator, Measure, Scheme
from app.rules.scoring import IndicatorScore, UnitFigures, UnitScore, as_json, class_label, rank_units, unit_of
from app.services.ranking.figures import GroupFigures, group_figures
from app.services.ranking.schemes import scheme_for

GROUPS = {"county": "县区", "department": "市直部门", "leader": "市领导"}
"""The three groups, by the name that commands use and by what they are called."""


@dataclass(frozen=True)
class IndicatorHead:
    """The head of a column: what it is called, the unit it is shown in, its weight."""

    key: str
    label: str
    unit: str
    weight: Decimal
    needs_target: bool


@dataclass(frozen=True)
class CityTotal:
    """One indicator over the whole city, each project once; the target is the sum of the group's tasks."""

    key: str
    actual: Fraction
    target: Fraction | None
    completion: Fraction | None
    expected: Fraction | None


@dataclass(frozen=True)
class RankingTable:
    """A ranking: the units in order, each indicator with its working, and the city's own totals.

    `level` is the level of targets where one was asked for that need not be the scheme's.
    """

    period: Period
    group: str
    as_of: dt.date
    scheme_id: int
    scheme: Scheme
    rows: tuple[UnitScore, ...]
    city: tuple[CityTotal, ...]
    level: str = ""

    @property
    def group_label(self) -> str:
        """县区, 市直部门 or 市领导."""
        return GROUPS[self.group]

    @property
    def level_label(self) -> str:
        """（按奋斗目标） where another level was asked for; empty where the scheme's own hold."""
        return f"（按{self.level}）" if self.level else ""

    @property
    def by_class(self) -> bool:
        """Whether ranks are those inside classes (A/B/C), so that each must be shown with its class."""
        return self.scheme.by_class and any(row.class_key for row in self.rows)

    @property
    def has_hand_points(self) -> bool:
        """Whether points by hand (手工加减分) are part of any score."""
        return any(row.manual for row in self.rows)

    def class_of(self, row: UnitScore) -> str:
        """Return the class inside which a unit is ranked (A类, 未分类); empty where all are ranked together."""
        return class_label(row.class_key) if self.by_class else ""

    @property
    def heads(self) -> tuple[IndicatorHead, ...]:
        """The columns, in the order of the scheme."""
        return tuple(
            IndicatorHead(one.key, one.label, unit_of(one), one.weight, one.needs_target)
            for one in self.scheme.indicators
        )

    def to_json(self) -> dict[str, object]:
        """Return the ranking as the command line prints it: amounts in 亿元, shares as fractions of 1."""
        return {
            "period": str(self.period),
            "group": self.group,
            "as_of": self.as_of.isoformat(),
            "scheme": self.scheme.name,
            **({"level": self.level} if self.level else {}),
            "units": [
                {
                    "id": row.unit_id,
                    "unit": row.name,
                    "class": row.class_key,
                    "rank": row.rank,
                    "score": as_json(row.score),
                    "by_hand": [
                        {"points": as_json(one.points), "reason": one.reason, "evidence": one.evidence}
                        for one in row.manual
                    ],
                    "indicators": [
                        self._indicator_json(head, line) for head, line in zip(self.heads, row.indicators, strict=True)
                    ],
                }
                for row in self.rows
            ],
            "city": [
                {
                    "key": total.key,
                    "actual": shown(head, total.actual),
                    "target": shown(head, total.target),
                    "completion": as_json(total.completion),
                    "expected": as_json(total.expected),
                }
                for head, total in zip(self.heads, self.city, strict=True)
            ],
        }

    @staticmethod
    def _indicator_json(head: IndicatorHead, line: IndicatorScore) -> dict[str, object]:
        return {
            "key": head.key,
            "label": head.label,
            "unit": head.unit,
            "actual": shown(head, line.actual),
            "target": shown(head, line.target),
            "completion": as_json(line.completion),
            "expected": as_json(line.expected),
            "points": as_json(line.points),
            "working": line.working,
        }

    def sha256(self) -> str:
        """Return the hash of all figures, by which a published ranking is known."""
        text = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def shown(head: IndicatorHead, value: Fraction | None) -> object:
    """Return a value in the unit of its column, as a JSON number; None stays None."""
    return as_json(None if value is None else in_unit(head, value))


def in_unit(head: IndicatorHead, value: Fraction) -> Fraction:
    """Return a measured value (个, 分 or a share of 1) in the unit of its column (个, 亿元 or %)."""
    return value / YI if head.unit == "亿元" else value * 100 if head.unit == "%" else value


def rank(
    connection: sqlite3.Connection,
    period: Period,
    group: str,
    as_of: dt.date,
    scheme: Scheme | None = None,
    *,
    level: str = "",
) -> RankingTable:
    """Rank the units of `group` ("county", "department", "leader") over `period`, as of a day.

    Only stages verified by `as_of` count, by credit share. Tasks are those of the period's last day; the expected
    share is what the period covers of the year's curve. `scheme` tries another scheme than the one in force (its
    id is then 0); `level` scores against another level of targets than its own.

    Raises `Refused` for an unknown group, a period that has not begun, where no scheme holds, or for a level that
    nobody of the group has tasks for.
    """
    check_level(connection, period, group, level)
    return rank_again(connection, period, group, as_of, scheme, level=level)


def rank_again(
    connection: sqlite3.Connection,
    period: Period,
    group: str,
    as_of: dt.date,
    scheme: Scheme | None = None,
    *,
    level: str = "",
) -> RankingTable:
    """Rank as `rank` does, at a level whose tasks may have been taken back since it was ranked and published."""
    scheme_id, found = scheme_of(connection, period, group, as_of, scheme)
    used = found.at_level(level)
    figures = group_figures(connection, used, period, group, as_of)
    return replace(table_of(scheme_id, used, period, group, as_of, figures), level=level)


def scheme_of(
    connection: sqlite3.Connection, period: Period, group: str, as_of: dt.date, tried: Scheme | None = None
) -> tuple[int, Scheme]:
    """Return the scheme that a ranking uses, with its id (0 for one that is only tried); raises as `rank` does."""
    if group not in GROUPS:
        raise Refused(f"没有“{group}”这一组；可选 county（县区）、department（市直部门）、leader（市领导）。")
    if as_of < period.first:
        raise Refused(f"截至 {as_of} 时，期间 {period} 还没有开始。")
    return (0, tried) if tried is not None else scheme_for(connection, group, min(period.last, as_of))


def check_level(connection: sqlite3.Connection, period: Period, group: str, level: str) -> None:
    """Refuse a level of targets that nobody of a group has tasks for in the period's year; empty is the scheme's."""
    if not level or group not in GROUPS:
        return
    found = connection.execute(
        "SELECT DISTINCT t.level FROM target t JOIN unit u ON u.id = t.unit_id"
        " WHERE t.year = ? AND u.group_key = ? AND t.void_reason IS NULL ORDER BY t.id",
        (period.last.year, group),
    )
    known = [one for (one,) in found]
    if level in known:
        return
    inside = f"{period.last.year}年{GROUPS[group]}"
    if not known:
        raise Refused(f"{inside}还没有任何层级的任务，不能按“{level}”排名。请先在“任务”里下达。")
    raise Refused(f"{inside}没有“{level}”这一层级的任务；有任务的层级：{'、'.join(known)}。")


def table_of(
    scheme_id: int, scheme: Scheme, period: Period, group: str, as_of: dt.date, figures: GroupFigures
) -> RankingTable:
    """Score and rank figures that were read before."""
    city = tuple(_city_total(one, figures.city[one.key], figures.units) for one in scheme.indicators)
    rows = tuple(rank_units(scheme, figures.units))
    return RankingTable(period, group, as_of, scheme_id, scheme, rows, city)


def _city_total(indicator: Indicator, actual: Fraction, units: Sequence[UnitFigures]) -> CityTotal:
    """Return the total row of an indicator, from targets and results; a total of tasks means nothing for a share."""
    tasks = [
        (unit.targets[indicator.key], unit.expected.get(indicator.key, Fraction(0)))
        for unit in units
        if unit.targets.get(indicator.key)
    ]
    if not tasks or indicator.measure is Measure.LEADING_SHARE:
        return CityTotal(indicator.key, actual, None, None, None)
    target = sum((task for task, _ in tasks), Fraction(0))
    due = sum((task * share for task, share in tasks), Fraction(0))
    return CityTotal(indicator.key, actual, target, actual / target, due / target)
