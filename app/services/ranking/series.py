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

from app.rules.periods import Period
from app.rules.scheme import Indicator, Measure, Scheme
from app.rules.scoring import UnitFigures, UnitScore, rank_units
from app.services.ranking.due_tasks import Tasks, read_tasks
from app.services.ranking.figures import AMOUNT, OVER, points_by_hand
from app.services.ranking.measured_events import own_credit
from app.services.ranking.measuring import ByUnit, actual_by_month, alike, ratios, same, signed_alike
from app.services.ranking.ranking import GROUPS
from app.services.ranking.schemes import SchemeVersion, schemes
from app.services.ranking.units_over_time import carried, successions, units_on


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
    level: str = "",
) -> tuple[SeriesPoint, ...]:
    """Rank each month of a period that has begun by `as_of`, for each group; the same figures as `rank` gives.

    `cumulative` ranks January to the month instead of the month; `level` scores against another level of targets.
    Months without a scheme in force are left out.
    """
    begun = [month for month in months.each_month() if month.first <= as_of]
    if not begun:
        return ()
    start = dt.date(begun[0].first.year, 1, 1) if cumulative else begun[0].first
    span = Period(start, begun[-1].last)
    reading = _Reading(connection, span, as_of, level)
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

    def __init__(self, connection: sqlite3.Connection, span: Period, as_of: dt.date, level: str) -> None:
        self._connection = connection
        self._span = span
        self._as_of = as_of
        self._level = level
        self._own = own_credit(connection)
        self._known = schemes(connection)
        self._measures: dict[object, dict[str, ByUnit]] = {}
        self._sums: dict[tuple[object, tuple[str, ...]], ByUnit] = {}
        self._keys: dict[int, dict[str, tuple[object, ...]]] = {}
        self._tasks: dict[tuple[object, str], Tasks] = {}
        self._manual = bool(connection.execute("SELECT EXISTS (SELECT 1 FROM manual_points)").fetchone()[0])
        self._moves = successions(connection, dt.date.max)

    def point(self, period: Period, group: str) -> SeriesPoint | None:
        """Return one group in one period; None where no scheme held."""
        day = min(period.last, self._as_of)
        held = next((one for one in self._known if _holds(one, group, day)), None)
        if held is None:
            return None
        scheme = held.scheme.at_level(self._level)
        keys = self._measured(held)
        moves = [move for move in self._moves if move.day <= day]
        months = _months(period, self._as_of)

        def values_of(key: str, measure: Measure) -> ByUnit:
            if measure is Measure.LEADING_SHARE:
                part, whole = (self._sum(keys[one], months) for one in (key, f"{key} whole"))
                return ratios(carried(part, moves), carried(whole, moves))
            last = months[-1:] if measure is Measure.STALE else months
            return carried(self._sum(keys[key], last), moves)

        actual = {one.key: values_of(one.key, one.measure) for one in scheme.indicators}
        over, amount = values_of(" over", OVER.measure), values_of(" amount", AMOUNT.measure)
        targets, expected = self._tasks_of(scheme, group).due(period, self._as_of, moves)
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

    def _measured(self, held: SchemeVersion) -> dict[str, tuple[object, ...]]:
        """Read what a scheme measures, indicators that are alike in one pass; return the key of each measure.

        The order of equals is measured under “ over” and “ amount”, the whole of a share under “… whole”.
        """
        if held.id not in self._keys:
            indicators = {one.key: one for one in held.scheme.indicators} | {" over": OVER, " amount": AMOUNT}
            for one in held.scheme.indicators:
                if one.measure is Measure.LEADING_SHARE:
                    indicators[f"{one.key} whole"] = signed_alike(one)
            self._keys[held.id] = {name: same(one, self._own) for name, one in indicators.items()}
            together: dict[object, dict[object, Indicator]] = {}
            for one in indicators.values():
                if (key := same(one, self._own)) not in self._measures:
                    together.setdefault(alike(one, self._own), {})[key] = one
            for wanted in together.values():
                read = actual_by_month(self._connection, list(wanted.values()), self._span, self._as_of)
                self._measures.update(zip(wanted, read, strict=True))
        return self._keys[held.id]

    def _sum(self, key: object, months: tuple[str, ...]) -> ByUnit:
        """Return a measure over some months, by unit of all groups; what is known up to the month before is used."""
        latest = self._measures[key].get(months[-1], {})
        if len(months) == 1:
            return latest
        if (key, months) not in self._sums:
            total = dict(self._sum(key, months[:-1]))
            for unit, value in latest.items():
                total[unit] = total.get(unit, Fraction(0)) + value
            self._sums[key, months] = total
        return self._sums[key, months]

    def _tasks_of(self, scheme: Scheme, group: str) -> Tasks:
        key = (scheme.tasks_asked, group)
        if key not in self._tasks:
            self._tasks[key] = read_tasks(self._connection, scheme, self._span.years, group)
        return self._tasks[key]


def _holds(version: SchemeVersion, group: str, day: dt.date) -> bool:
    """Tell whether a scheme ranks a group on a day (the versions are in order, the latest first)."""
    ended = version.to_day is not None and version.to_day < day
    return version.scheme.from_day <= day and not ended and group in version.scheme.groups


def _months(period: Period, as_of: dt.date) -> tuple[str, ...]:
    """Return the months of a period that have begun, as “2026-06”."""
    last = dt.date(as_of.year, as_of.month, calendar.monthrange(as_of.year, as_of.month)[1])
    return tuple(f"{month.first:%Y-%m}" for month in period.each_month() if month.last <= last)
