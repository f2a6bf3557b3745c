"""The measures behind a ranking, read from verified stages, funds and credit shares by SQL.

Shares are whole ten-thousandths and amounts whole 分, so that every sum is exact.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.rules.periods import Period
from app.rules.scheme import Indicator, Measure
from app.rules.stages import Stage

SHARES = 10_000
"""Credit is kept in so many parts of the whole."""

_STAGE_OF: Mapping[Measure, Stage] = {
    Measure.SIGNED: Stage.SIGNED,
    Measure.SIGNED_AMOUNT: Stage.SIGNED,
    Measure.STARTED: Stage.STARTED,
    Measure.COMPLETED: Stage.COMPLETED,
    Measure.IN_PRODUCTION: Stage.IN_PRODUCTION,
    Measure.YIELDING: Stage.YIELDING,
}


@dataclass(frozen=True)
class ContributingProject:
    """A project that stands behind a figure: its day, its amount in 分, the unit's share in 1/10,000."""

    project_id: int
    code: str
    name: str
    day: dt.date
    amount_fen: int
    share_bp: int


def actual_by_unit(
    connection: sqlite3.Connection, indicator: Indicator, period: Period, group: str, as_of: dt.date
) -> dict[int, Fraction]:
    """Return the measure of each unit of a group, by credit share: projects, or 分 for money."""
    events, values = _events(indicator, period, as_of)
    value = "e.amount" if indicator.measure.is_money else "1"
    rows = connection.execute(
        f"SELECT c.unit_id, sum({value} * c.share_bp) FROM ({events}) e"
        f" CROSS JOIN credit c ON c.project_id = e.project_id AND {_credit(connection, indicator)}"
        " JOIN unit u ON u.id = c.unit_id AND u.group_key = ? GROUP BY c.unit_id",
        (*values, group),
    )
    return {unit: Fraction(total, SHARES) for unit, total in rows}


def city_actual(connection: sqlite3.Connection, indicator: Indicator, period: Period, as_of: dt.date) -> Fraction:
    """Return the measure over the whole city, each project once, whatever the shares say."""
    events, values = _events(indicator, period, as_of)
    value = "coalesce(sum(e.amount), 0)" if indicator.measure.is_money else "count(*)"
    return Fraction(connection.execute(f"SELECT {value} FROM ({events}) e", values).fetchone()[0])


def contributing(
    connection: sqlite3.Connection, indicator: Indicator, period: Period, unit: int, as_of: dt.date
) -> tuple[ContributingProject, ...]:
    """Return the projects behind a unit's figure, in order of day."""
    events, values = _events(indicator, period, as_of)
    rows = connection.execute(
        f"SELECT p.id, p.code, p.name, e.day, e.amount, c.share_bp FROM ({events}) e"
        f" CROSS JOIN credit c ON c.project_id = e.project_id AND {_credit(connection, indicator)}"
        " JOIN project p ON p.id = e.project_id WHERE c.unit_id = ? ORDER BY e.day, p.id",
        (*values, unit),
    )
    return tuple(
        ContributingProject(project, code, name, dt.date.fromisoformat(day), amount or 0, share)
        for project, code, name, day, amount, share in rows
    )


def _events(indicator: Indicator, period: Period, as_of: dt.date) -> tuple[str, list[object]]:
    """Return the query for what is counted: project_id, day, amount (recognised, else declared)."""
    first, last = period.first.isoformat(), min(period.last, as_of).isoformat()
    if indicator.measure is Measure.FUNDS:
        return (
            (
                "SELECT f.project_id, f.day, f.amount_fen AS amount FROM funds_arrival f"
                " JOIN project p ON p.id = f.project_id AND p.void_reason IS NULL"
                " WHERE f.day BETWEEN ? AND ? AND f.void_reason IS NULL"
            ),
            [first, last],
        )
    if indicator.measure is Measure.STALE:
        return _stale(indicator, last)
    least = " AND coalesce(s.amount_fen, p.investment_fen) >= ?" if indicator.at_least_fen else ""
    values: list[object] = [int(_STAGE_OF[indicator.measure]), first, last, as_of.isoformat()]
    if indicator.at_least_fen:
        values.append(indicator.at_least_fen)
    return (
        (
            "SELECT s.project_id, s.day, coalesce(s.amount_fen, p.investment_fen) AS amount FROM stage_event s"
            " JOIN project p ON p.id = s.project_id AND p.void_reason IS NULL"
            " WHERE s.stage = ? AND s.day BETWEEN ? AND ? AND s.verified_on <= ?"
            f" AND s.is_main = 1 AND s.void_reason IS NULL{least}"
        ),
        values,
    )


def _stale(indicator: Indicator, last: str) -> tuple[str, list[object]]:
    """Signed, and not started within the days allowed, by the last day of the figures (the clock of §1).

    Only projects that stand at signing now, or went further after that day, can be among them: these few are looked
    at, not all of ten years.
    """
    limit = (dt.date.fromisoformat(last) - dt.timedelta(days=indicator.stale_days)).isoformat()
    signed = int(Stage.SIGNED)
    further = ", ".join(str(int(stage)) for stage in Stage if stage > Stage.SIGNED)
    return (
        (
            "SELECT p.id AS project_id, s.day, coalesce(s.amount_fen, p.investment_fen) AS amount"
            f" FROM (SELECT id FROM project WHERE stage = {signed} AND void_reason IS NULL"
            f" UNION SELECT project_id FROM stage_event WHERE stage IN ({further}) AND day > ?"
            " AND is_main = 1 AND void_reason IS NULL) c"
            " JOIN project p ON p.id = c.id AND p.void_reason IS NULL"
            " JOIN stage_event s ON s.project_id = p.id AND s.stage = ? AND s.day < ?"
            " AND s.verified_on <= ? AND s.is_main = 1 AND s.void_reason IS NULL"
            " WHERE NOT EXISTS (SELECT 1 FROM stage_event t WHERE t.project_id = p.id"
            " AND t.stage > ? AND t.day <= ? AND t.void_reason IS NULL)"
        ),
        [last, signed, limit, last, signed, last],
    )


def _credit(connection: sqlite3.Connection, indicator: Indicator) -> str:
    """Return the condition on credit: shares that hold on the day; an indicator's own shares go before the general."""
    dated = (
        "c.void_reason IS NULL AND (c.from_day IS NULL OR c.from_day <= e.day)"
        " AND (c.to_day IS NULL OR c.to_day >= e.day)"
    )
    (special,) = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM credit WHERE indicator <> '' AND indicator = ? AND void_reason IS NULL)",
        (indicator.key,),
    ).fetchone()
    if not special:
        return f"{dated} AND c.indicator = ''"
    own = f"c.indicator = '{indicator.key}'"  # the scheme allows only letters, figures and _ in a key
    return (
        f"{dated} AND ({own} OR (c.indicator = '' AND NOT EXISTS (SELECT 1 FROM credit o"
        " JOIN unit ou ON ou.id = o.unit_id JOIN unit cu ON cu.id = c.unit_id"
        f" WHERE o.project_id = c.project_id AND o.indicator = '{indicator.key}' AND o.void_reason IS NULL"
        " AND ou.group_key = cu.group_key)))"
    )
