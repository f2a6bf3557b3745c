"""The measures behind a ranking, read from verified stages, funds and credit shares by SQL.

Shares are whole ten-thousandths and amounts whole 分, so that every sum is exact.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.rules.periods import Period
from app.rules.scheme import Indicator, Measure
from app.services.measured_events import credit_condition, events, stale_by_month
from app.services.units_over_time import Succession, carried, predecessors, successions

SHARES = 10_000
"""Credit is kept in so many parts of the whole."""

ByUnit = dict[int, Fraction]


@dataclass(frozen=True)
class ContributingProject:
    """A project that stands behind a figure: its day, its amount in 分, the unit's share in 1/10,000.

    The share is a fraction where a predecessor's work was divided between units.
    """

    project_id: int
    code: str
    name: str
    day: dt.date
    amount_fen: int
    share_bp: int | Fraction


def actual_by_unit(
    connection: sqlite3.Connection,
    indicator: Indicator,
    period: Period,
    group: str,
    as_of: dt.date,
    moves: Sequence[Succession] = (),
) -> ByUnit:
    """Return the measure of each unit of a group, by credit share: projects, 分 for money, or a share of 1.

    `moves` are the mergers and splits after which a successor answers for its predecessors.
    """
    if indicator.measure.by_hand:
        return carried(_by_hand(connection, indicator, period, as_of), moves)
    part = carried(_summed(connection, indicator, period, group, as_of), moves)
    if indicator.measure is not Measure.LEADING_SHARE:
        return part
    return ratios(part, carried(_summed(connection, signed_alike(indicator), period, group, as_of), moves))


def city_actual(connection: sqlite3.Connection, indicator: Indicator, period: Period, as_of: dt.date) -> Fraction:
    """Return the measure over the whole city, each project once, whatever the shares say.

    A measure by hand is what was entered for the counties, which make up the city.
    """
    if indicator.measure.by_hand:
        rows = _by_hand(connection, indicator, period, as_of, "county")
        return sum(rows.values(), Fraction(0))
    part = _city_sum(connection, indicator, period, as_of)
    if indicator.measure is not Measure.LEADING_SHARE:
        return part
    whole = _city_sum(connection, signed_alike(indicator), period, as_of)
    return part / whole if whole else Fraction(0)


def contributing(
    connection: sqlite3.Connection, indicator: Indicator, period: Period, unit: int, as_of: dt.date
) -> tuple[ContributingProject, ...]:
    """Return the projects behind a unit's figure, in order of day; those of units that it succeeded among them."""
    if indicator.measure.by_hand:
        return ()
    query, values = events(indicator, period, as_of)
    condition = credit_condition(connection, indicator)
    shares = predecessors(successions(connection, min(period.last, as_of)), unit)
    found = []
    for source, part in shares.items():
        rows = connection.execute(
            f"SELECT p.id, p.code, p.name, e.day, e.amount, c.share_bp FROM ({query}) e"
            f" CROSS JOIN credit c ON c.project_id = e.project_id AND {condition}"
            " JOIN project p ON p.id = e.project_id WHERE c.unit_id = ? ORDER BY e.day, p.id",
            (*values, source),
        )
        found += [
            ContributingProject(
                project, code, name, dt.date.fromisoformat(day), amount or 0, share if part == 1 else share * part
            )
            for project, code, name, day, amount, share in rows
        ]
    return tuple(sorted(found, key=lambda one: (one.day, one.project_id)))


def actual_by_month(
    connection: sqlite3.Connection, indicator: Indicator, period: Period, as_of: dt.date
) -> dict[str, ByUnit]:
    """Return the measure of every unit of all groups for each month (“2026-06”) of a period, in one pass.

    For `LEADING_SHARE` it is the number of projects in leading industries (`signed_alike` gives the whole).
    """
    if indicator.measure.by_hand:
        return {
            str(month): _by_hand(connection, indicator, month, as_of)
            for month in period.each_month()
            if month.first <= as_of
        }
    if indicator.measure is Measure.STALE:
        lasts = [min(month.last, as_of).isoformat() for month in period.each_month() if month.first <= as_of]
        query, values = stale_by_month(indicator, lasts)
    else:
        query, values = events(indicator, period, as_of)
    value = "e.amount" if indicator.measure.is_money else "1"
    result: dict[str, ByUnit] = {}
    for unit, month, total in connection.execute(
        f"SELECT c.unit_id, substr(e.day, 1, 7), sum({value} * c.share_bp) FROM ({query}) e"
        f" CROSS JOIN credit c ON c.project_id = e.project_id AND {credit_condition(connection, indicator)}"
        " GROUP BY 1, 2",
        values,
    ):
        result.setdefault(month, {})[unit] = Fraction(total or 0, SHARES)
    return result


def signed_alike(indicator: Indicator) -> Indicator:
    """Return the indicator of all projects signed, of which a share in leading industries is a part."""
    return indicator.model_copy(update={"measure": Measure.SIGNED, "leading_only": False})


def _summed(connection: sqlite3.Connection, indicator: Indicator, period: Period, group: str, as_of: dt.date) -> ByUnit:
    query, values = events(indicator, period, as_of)
    value = "e.amount" if indicator.measure.is_money else "1"
    rows = connection.execute(
        f"SELECT c.unit_id, sum({value} * c.share_bp) FROM ({query}) e"
        f" CROSS JOIN credit c ON c.project_id = e.project_id AND {credit_condition(connection, indicator)}"
        " JOIN unit u ON u.id = c.unit_id AND u.group_key = ? GROUP BY c.unit_id",
        (*values, group),
    )
    return {unit: Fraction(total or 0, SHARES) for unit, total in rows}


def _city_sum(connection: sqlite3.Connection, indicator: Indicator, period: Period, as_of: dt.date) -> Fraction:
    query, values = events(indicator, period, as_of)
    value = "coalesce(sum(e.amount), 0)" if indicator.measure.is_money else "count(*)"
    return Fraction(connection.execute(f"SELECT {value} FROM ({query}) e", values).fetchone()[0])


def _by_hand(
    connection: sqlite3.Connection, indicator: Indicator, period: Period, as_of: dt.date, group: str = ""
) -> ByUnit:
    result: ByUnit = {}
    for unit, value in connection.execute(
        "SELECT m.unit_id, m.value FROM manual_figure m JOIN unit u ON u.id = m.unit_id"
        " WHERE m.indicator = ? AND m.day BETWEEN ? AND ? AND m.void_reason IS NULL AND ? IN ('', u.group_key)",
        (indicator.key, period.first.isoformat(), min(period.last, as_of).isoformat(), group),
    ):
        result[unit] = result.get(unit, Fraction(0)) + Fraction(value)
    return result


def ratios(part: ByUnit, whole: ByUnit) -> ByUnit:
    """Return each unit's part of its whole; units without a whole are left out."""
    return {unit: part.get(unit, Fraction(0)) / total for unit, total in whole.items() if total}
