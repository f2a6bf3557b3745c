"""Ranking: what the units of a group did in a period as of a day, scored by the scheme of that day (domain.md §3)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.rules.errors import Refused
from app.rules.money import YI
from app.rules.periods import Period
from app.rules.scheme import Completion, Indicator, Measure, Scheme
from app.rules.scoring import IndicatorScore, UnitFigures, UnitScore, as_json, rank_units, unit_of
from app.services.measuring import actual_by_unit, city_actual
from app.services.schemes import scheme_for

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
    """A ranking: the units in order, each indicator with its working, and the city's own totals."""

    period: Period
    group: str
    as_of: dt.date
    scheme_id: int
    scheme: Scheme
    rows: tuple[UnitScore, ...]
    city: tuple[CityTotal, ...]

    @property
    def group_label(self) -> str:
        """县区, 市直部门 or 市领导."""
        return GROUPS[self.group]

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
            "units": [
                {
                    "unit": row.name,
                    "rank": row.rank,
                    "score": as_json(row.score),
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
    """Return a measured value (个 or 分) in the unit of its column (个 or 亿元)."""
    return value / YI if head.unit == "亿元" else value


def rank(connection: sqlite3.Connection, period: Period, group: str, as_of: dt.date) -> RankingTable:
    """Rank the units of `group` ("county", "department", "leader") over `period`, as of a day.

    Only stages verified by `as_of` count, by credit share. Tasks are the year's; the expected share is the part of
    the year that the period covers. Raises `Refused` for an unknown group, a period that has not begun, or where
    no scheme holds.
    """
    if group not in GROUPS:
        raise Refused(f"没有“{group}”这一组；可选 county（县区）、department（市直部门）、leader（市领导）。")
    if as_of < period.first:
        raise Refused(f"截至 {as_of} 时，期间 {period} 还没有开始。")
    scheme_id, scheme = scheme_for(connection, group, min(period.last, as_of))
    units = connection.execute(
        "SELECT id, name FROM unit WHERE group_key = ? AND void_reason IS NULL ORDER BY position, id", (group,)
    ).fetchall()
    actual = {one.key: actual_by_unit(connection, one, period, group, as_of) for one in scheme.indicators}
    targets, expected = _targets(connection, scheme, period, group, as_of)
    over, amount = (actual_by_unit(connection, one, period, group, as_of) for one in (_OVER, _AMOUNT))
    figures = [
        UnitFigures(
            unit_id=unit,
            name=name,
            actual={key: values.get(unit, Fraction(0)) for key, values in actual.items()},
            targets=targets.get(unit, {}),
            expected=expected.get(unit, {}),
            over=over.get(unit, Fraction(0)),
            amount=amount.get(unit, Fraction(0)),
        )
        for unit, name in units
    ]
    city = tuple(_city_total(connection, one, period, as_of, figures) for one in scheme.indicators)
    return RankingTable(period, group, as_of, scheme_id, scheme, tuple(rank_units(scheme, figures)), city)


_OVER, _AMOUNT = (
    Indicator(key=key, label=label, measure=measure, at_least_fen=least, rule=Completion())
    for key, label, measure, least in (
        ("over", "亿元以上项目", Measure.SIGNED, YI),
        ("amount", "签约额", Measure.SIGNED_AMOUNT, 0),
    )
)
"""What orders equal scores (§3), whatever the scheme measures."""


def _targets(
    connection: sqlite3.Connection, scheme: Scheme, period: Period, group: str, as_of: dt.date
) -> tuple[dict[int, dict[str, Fraction]], dict[int, dict[str, Fraction]]]:
    """Return the tasks of the period's years, and their expected shares, by unit and indicator."""
    years = period.years
    rows: Sequence[tuple[int, int, str, int]] = connection.execute(
        "SELECT t.unit_id, t.year, t.indicator, t.value FROM target t JOIN unit u ON u.id = t.unit_id"
        " WHERE u.group_key = ? AND t.year BETWEEN ? AND ? AND t.level = ? AND t.void_reason IS NULL",
        (group, years[0], years[-1], scheme.level),
    ).fetchall()
    targets: dict[int, dict[str, Fraction]] = {}
    due: dict[int, dict[str, Fraction]] = {}
    shares = {year: period.share_of_year(year, as_of) for year in years}
    for unit, year, indicator, value in rows:
        task = targets.setdefault(unit, {})
        task[indicator] = task.get(indicator, Fraction(0)) + value
        part = due.setdefault(unit, {})
        part[indicator] = part.get(indicator, Fraction(0)) + value * shares[year]
    expected = {
        unit: {key: part / targets[unit][key] for key, part in parts.items() if targets[unit][key]}
        for unit, parts in due.items()
    }
    return targets, expected


def _city_total(
    connection: sqlite3.Connection,
    indicator: Indicator,
    period: Period,
    as_of: dt.date,
    figures: Sequence[UnitFigures],
) -> CityTotal:
    actual = city_actual(connection, indicator, period, as_of)
    tasks = [
        (unit.targets[indicator.key], unit.expected[indicator.key])
        for unit in figures
        if unit.targets.get(indicator.key)
    ]
    if not tasks:
        return CityTotal(indicator.key, actual, None, None, None)
    target = sum((task for task, _ in tasks), Fraction(0))
    due = sum((task * share for task, share in tasks), Fraction(0))
    return CityTotal(indicator.key, actual, target, actual / target, due / target)
