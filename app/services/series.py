"""Series for charts: scores and ranks of every unit over months, all groups in one pass over the records.

For screens: `series` gives the rows of each month, single or from January on; 60 months × 40 units take one query
per indicator. A month is ranked by the scheme that held at its end, as of one day for all.
"""

from __future__ import annotations

import calendar
import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.rules.errors import Refused
from app.rules.periods import Period
from app.rules.scheme import Indicator, Measure, Scheme
from app.rules.scoring import UnitFigures, UnitScore, rank_units
from app.services.due_tasks import Tasks, read_tasks
from app.services.figures import AMOUNT, OVER, points_by_hand, same_measure
from app.services.measuring import ByUnit, actual_by_month, ratios, signed_alike
from app.services.ranking import GROUPS
from app.services.schemes import scheme_for
from app.services.units_over_time import carried, successions, units_on


@dataclass(frozen=True)
class SeriesPoint:
    """A group in one month (or from January to it): its units as ranked."""

    period: Period
    group: str
    scheme: Scheme
    rows: tuple[UnitScore, ...]


def series(
    connection: sqlite3.Connection,
    months: Period,
    as_of: dt.date,
    groups: Sequence[str] = tuple(GROUPS),
    *,
    cumulative: bool = False,
) -> tuple[SeriesPoint, ...]:
    """Rank each month of a period that has begun by `as_of`, for each group; the same figures as `rank` gives.

    `cumulative` ranks January to the month instead of the month. Months without a scheme in force are left out.
    """
    begun = [month for month in months.each_month() if month.first <= as_of]
    if not begun:
        return ()
    start = dt.date(begun[0].first.year, 1, 1) if cumulative else begun[0].first
    span = Period(start, begun[-1].last)
    reading = _Reading(connection, span, as_of)
    points = []
    for month in begun:
        period = Period.months(month.first.year, 1, month.last.year, month.last.month) if cumulative else month
        for group in groups:
            point = reading.point(period, group)
            if point is not None:
                points.append(point)
    return tuple(points)


class _Reading:
    """The records of a span, each measure read once whatever the scheme and group that asks for it."""

    def __init__(self, connection: sqlite3.Connection, span: Period, as_of: dt.date) -> None:
        self._connection = connection
        self._span = span
        self._as_of = as_of
        self._measures: dict[object, dict[str, ByUnit]] = {}
        self._keys: dict[str, tuple[object, ...]] = {}
        self._tasks: dict[str, Tasks] = {}
        self._schemes: dict[tuple[str, dt.date], Scheme | None] = {}
        self._manual = bool(connection.execute("SELECT EXISTS (SELECT 1 FROM manual_points)").fetchone()[0])
        self._moves = successions(connection, dt.date.max)

    def point(self, period: Period, group: str) -> SeriesPoint | None:
        """Return one group in one period; None where no scheme held."""
        day = min(period.last, self._as_of)
        scheme = self._scheme(group, day)
        if scheme is None:
            return None
        moves = [move for move in self._moves if move.day <= day]
        months = _months(period, self._as_of)

        def measured(indicator: Indicator) -> ByUnit:
            if indicator.measure is Measure.LEADING_SHARE:
                part, whole = (self._sum(one, months) for one in (indicator, signed_alike(indicator)))
                return ratios(carried(part, moves), carried(whole, moves))
            last = months[-1:] if indicator.measure is Measure.STALE else months
            return carried(self._sum(indicator, last), moves)

        actual = {one.key: measured(one) for one in scheme.indicators}
        over, amount = measured(OVER), measured(AMOUNT)
        if scheme.level not in self._tasks:
            self._tasks[scheme.level] = read_tasks(self._connection, scheme.level, self._span.years)
        targets, expected = self._tasks[scheme.level].due(period, self._as_of, moves)
        manual = points_by_hand(self._connection, period, self._as_of, moves) if self._manual else {}
        nothing = Fraction(0)
        figures = [
            UnitFigures(
                unit.id,
                unit.name,
                {key: values.get(unit.id, nothing) for key, values in actual.items()},
                targets.get(unit.id, {}),
                expected.get(unit.id, {}),
                over.get(unit.id, nothing),
                amount.get(unit.id, nothing),
                unit.class_key,
                tuple(manual.get(unit.id, ())),
            )
            for unit in units_on(self._connection, group, day)
        ]
        return SeriesPoint(period, group, scheme, tuple(rank_units(scheme, figures)))

    def _sum(self, indicator: Indicator, months: Sequence[str]) -> ByUnit:
        """Return an indicator over some months, by unit of all groups."""
        name = indicator.model_dump_json()
        if name not in self._keys:
            self._keys[name] = same_measure(self._connection, indicator)
        key = self._keys[name]
        if key not in self._measures:
            self._measures[key] = actual_by_month(self._connection, indicator, self._span, self._as_of)
        by_month = self._measures[key]
        if len(months) == 1:
            return by_month.get(months[0], {})
        total: ByUnit = {}
        for month in months:
            for unit, value in by_month.get(month, {}).items():
                total[unit] = total.get(unit, Fraction(0)) + value
        return total

    def _scheme(self, group: str, day: dt.date) -> Scheme | None:
        if (group, day) not in self._schemes:
            try:
                self._schemes[group, day] = scheme_for(self._connection, group, day)[1]
            except Refused:
                self._schemes[group, day] = None
        return self._schemes[group, day]


def _months(period: Period, as_of: dt.date) -> list[str]:
    """Return the months of a period that have begun, as “2026-06”."""
    last = dt.date(as_of.year, as_of.month, calendar.monthrange(as_of.year, as_of.month)[1])
    return [f"{month.first:%Y-%m}" for month in period.each_month() if month.last <= last]
