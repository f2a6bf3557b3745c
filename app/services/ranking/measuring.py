"""The measures behind a ranking, read from verified stages, funds and credit shares by SQL.

Shares are whole ten-thousandths and amounts whole 分, so that every sum is exact.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.rules.periods import Period
from app.rules.scheme import Indicator, Measure
from app.services.ranking.measured_events import credit_condition, events, stale_by_month
from app.services.ranking.units_over_time import Succession, carried, predecessors, successions

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
    connection: sqlite3.Connection, indicators: Sequence[Indicator], period: Period, as_of: dt.date
) -> list[dict[str, ByUnit]]:
    """Return measures of every unit of all groups for each month (“2026-06”) of a period.

    The indicators differ in the size of project that counts, or in counting projects or money, and in nothing else
    (`alike` says so): one pass over the records serves them all. For `LEADING_SHARE` it is the number of projects
    in leading industries (`signed_alike` gives the whole).
    """
    first = indicators[0]
    begun = [month for month in period.each_month() if month.first <= as_of]
    if first.measure.by_hand:
        return [{str(month): _by_hand(connection, one, month, as_of) for month in begun} for one in indicators]
    sized = first.measure is not Measure.FUNDS
    wide = first.model_copy(update={"at_least_fen": 0, "below_fen": None}) if sized else first
    if first.measure is Measure.STALE:
        query, values = stale_by_month(wide, [min(month.last, as_of).isoformat() for month in begun])
        moment = "e.last"
    else:
        query, values = events(wide, period, as_of)
        moment = "e.day"
    sums = ", ".join(_sum_of(one, sized=sized) for one in indicators)
    found: list[dict[str, ByUnit]] = [{} for _ in indicators]
    for unit, month, *totals in connection.execute(
        f"SELECT c.unit_id, substr({moment}, 1, 7), {sums} FROM ({query}) e"
        f" CROSS JOIN credit c ON c.project_id = e.project_id AND {credit_condition(connection, first)} GROUP BY 1, 2",
        values,
    ):
        for number, by_month in enumerate(found):
            total = _whole(*totals[2 * number : 2 * number + 2])
            if total:
                by_month.setdefault(month, {})[unit] = Fraction(total, SHARES)
    return found


def alike(indicator: Indicator, own_credit: Collection[str]) -> tuple[object, ...]:
    """Return a key that indicators share if one pass over the records can measure them together.

    `own_credit` are the keys of the indicators that some project shares otherwise than the rest.
    """
    own = indicator.key if indicator.measure.by_hand or indicator.key in own_credit else ""
    stage = Measure.SIGNED if indicator.measure is Measure.SIGNED_AMOUNT else indicator.measure
    days = indicator.stale_days if indicator.measure is Measure.STALE else 0
    size = (indicator.at_least_fen, indicator.below_fen) if indicator.measure is Measure.FUNDS else ()
    return (stage, own, size, indicator.origin, indicator.leading_only, days)


def same(indicator: Indicator, own_credit: Collection[str]) -> tuple[object, ...]:
    """Return a key that two indicators share if they measure the same."""
    size = (indicator.at_least_fen, indicator.below_fen)
    return (*alike(indicator, own_credit), indicator.measure, size)


def signed_alike(indicator: Indicator) -> Indicator:
    """Return the indicator of all projects signed, of which a share in leading industries is a part."""
    return indicator.model_copy(update={"measure": Measure.SIGNED, "leading_only": False})


def _summed(connection: sqlite3.Connection, indicator: Indicator, period: Period, group: str, as_of: dt.date) -> ByUnit:
    query, values = events(indicator, period, as_of)
    rows = connection.execute(
        f"SELECT c.unit_id, {_sum_of(indicator, sized=False)} FROM ({query}) e"
        f" CROSS JOIN credit c ON c.project_id = e.project_id AND {credit_condition(connection, indicator)}"
        " JOIN unit u ON u.id = c.unit_id AND u.group_key = ? GROUP BY c.unit_id",
        (*values, group),
    )
    return {unit: Fraction(_whole(large, small), SHARES) for unit, large, small in rows}


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


def _sum_of(indicator: Indicator, *, sized: bool) -> str:
    """Return the SQL of two sums, in 10,000 and in single units: one alone could outgrow 64 bits in a year's money."""
    parts = ("e.amount / 10000", "e.amount % 10000") if indicator.measure.is_money else ("0", "1")
    within = ""
    if sized and indicator.at_least_fen:
        within = f" * (e.amount >= {indicator.at_least_fen})"
    if sized and indicator.below_fen is not None:
        within += f" * (e.amount < {indicator.below_fen})"
    return ", ".join(f"sum({part} * c.share_bp{within})" for part in parts)


def _whole(large: int | None, small: int | None) -> int:
    return (large or 0) * 10_000 + (small or 0)


def ratios(part: ByUnit, whole: ByUnit) -> ByUnit:
    """Return each unit's part of its whole; units without a whole are left out."""
    return {unit: part.get(unit, Fraction(0)) / total for unit, total in whole.items() if total}
