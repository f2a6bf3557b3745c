"""The SQL behind every measure: which events count in a period as of a day, and whose credit they are."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping

from app.rules.periods import Period
from app.rules.scheme import Indicator, Measure
from app.rules.stages import Stage

_STAGE_OF: Mapping[Measure, Stage] = {
    Measure.SIGNED: Stage.SIGNED,
    Measure.SIGNED_AMOUNT: Stage.SIGNED,
    Measure.LEADING_SHARE: Stage.SIGNED,
    Measure.STARTED: Stage.STARTED,
    Measure.COMPLETED: Stage.COMPLETED,
    Measure.IN_PRODUCTION: Stage.IN_PRODUCTION,
    Measure.YIELDING: Stage.YIELDING,
}

_LEADING = (
    " AND coalesce((SELECT j.leading FROM leading_judgement j WHERE j.project_id = p.id AND j.day <= ?"
    " AND j.void_reason IS NULL ORDER BY j.day DESC LIMIT 1),"
    " EXISTS (SELECT 1 FROM leading_industry l WHERE l.industry_id = p.industry_id AND l.void_reason IS NULL"
    " AND l.from_day <= {day} AND (l.to_day IS NULL OR l.to_day >= {day})))"
)
"""Of a leading industry: as judged by hand as of the day asked for, else by the industry on the event's own day."""

Query = tuple[str, list[object]]


def events(indicator: Indicator, period: Period, as_of: dt.date) -> Query:
    """Return the query for what is counted: project_id, day, amount (recognised, else declared)."""
    if indicator.measure is Measure.FUNDS:
        return _funds(indicator, period, as_of)
    if indicator.measure is Measure.STALE:
        return stale_by_month(indicator, [min(period.last, as_of).isoformat()])
    first, last = period.first.isoformat(), min(period.last, as_of).isoformat()
    amount = "coalesce(s.amount_fen, p.investment_fen)"
    where, more = _sized(indicator, amount)
    if indicator.leading_only or indicator.measure is Measure.LEADING_SHARE:
        where, more = where + _LEADING.format(day="s.day"), [*more, as_of.isoformat()]
    return (
        (
            f"SELECT s.project_id, s.day, {amount} AS amount FROM stage_event s"
            " JOIN project p ON p.id = s.project_id AND p.void_reason IS NULL"
            " WHERE s.stage = ? AND s.day BETWEEN ? AND ? AND s.verified_on <= ?"
            f" AND s.is_main = 1 AND s.void_reason IS NULL{where}"
        ),
        [int(_STAGE_OF[indicator.measure]), first, last, as_of.isoformat(), *more],
    )


def stale_by_month(indicator: Indicator, lasts: list[str]) -> Query:
    """Return the query for what was signed and not started in time at the end of each month, in one pass (§1).

    `lasts` are the last days of the figures, in order; the query's `last` is the one of them that a row belongs to,
    its `day` the day of signing, which decides whose credit it is.
    Looked at are projects that stand at signing now, that started after the first of these days, or that went
    further after it without ever being started.
    """
    signed, started = int(Stage.SIGNED), int(Stage.STARTED)
    where, more = _sized(indicator, "k.amount")
    beyond = ", ".join(str(int(stage)) for stage in Stage if stage > Stage.STARTED)
    months = ", ".join("(?, ?)" for _ in lasts)
    limits = [value for last in lasts for value in (last, _limit(indicator, last))]
    main = "is_main = 1 AND void_reason IS NULL"
    return (
        (
            f"WITH month(last, before) AS (VALUES {months}), candidate AS MATERIALIZED ("
            "SELECT s.project_id, s.day, s.verified_on, coalesce(s.amount_fen, p.investment_fen) AS amount,"
            " (SELECT min(t.day) FROM stage_event t WHERE t.project_id = s.project_id AND t.stage > ?"
            " AND t.void_reason IS NULL) AS started"
            f" FROM (SELECT id FROM project WHERE stage = {signed} AND void_reason IS NULL"
            f" UNION SELECT project_id FROM stage_event WHERE stage = {started} AND day > ? AND {main}"
            f" UNION SELECT b.project_id FROM stage_event b WHERE b.stage IN ({beyond}) AND b.day > ?"
            " AND b.is_main = 1 AND b.void_reason IS NULL AND NOT EXISTS (SELECT 1 FROM stage_event a"
            f" WHERE a.project_id = b.project_id AND a.stage = {started} AND a.is_main = 1 AND a.void_reason IS NULL)"
            ") c JOIN project p ON p.id = c.id AND p.void_reason IS NULL"
            " JOIN stage_event s ON s.project_id = p.id AND s.stage = ? AND s.day < ?"
            " AND s.is_main = 1 AND s.void_reason IS NULL)"
            " SELECT k.project_id, k.day, k.amount, m.last FROM month m JOIN candidate k ON k.day < m.before"
            f" AND k.verified_on <= m.last AND (k.started IS NULL OR k.started > m.last){where}"
        ),
        [*limits, signed, lasts[0], lasts[0], signed, _limit(indicator, lasts[-1]), *more],
    )


def credit_condition(connection: sqlite3.Connection, indicator: Indicator) -> str:
    """Return the condition on credit: shares that hold on the day; an indicator's own shares go before the general."""
    dated = (
        "c.void_reason IS NULL AND (c.from_day IS NULL OR c.from_day <= e.day)"
        " AND (c.to_day IS NULL OR c.to_day >= e.day)"
    )
    if indicator.key not in own_credit(connection):
        return f"{dated} AND c.indicator = ''"
    own = f"c.indicator = '{indicator.key}'"  # the scheme allows only letters, figures and _ in a key
    return (
        f"{dated} AND ({own} OR (c.indicator = '' AND NOT EXISTS (SELECT 1 FROM credit o"
        " JOIN unit ou ON ou.id = o.unit_id JOIN unit cu ON cu.id = c.unit_id"
        f" WHERE o.project_id = c.project_id AND o.indicator = '{indicator.key}' AND o.void_reason IS NULL"
        " AND ou.group_key = cu.group_key)))"
    )


def own_credit(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the keys of the indicators that some project shares otherwise than the rest."""
    rows = connection.execute("SELECT DISTINCT indicator FROM credit WHERE indicator <> '' AND void_reason IS NULL")
    return frozenset(key for (key,) in rows)


def _funds(indicator: Indicator, period: Period, as_of: dt.date) -> Query:
    where, more = _sized(indicator, "p.investment_fen")
    if indicator.origin:
        where, more = f"{where} AND f.origin = ?", [*more, indicator.origin]
    if indicator.leading_only:
        where, more = where + _LEADING.format(day="f.day"), [*more, as_of.isoformat()]
    return (
        (
            "SELECT f.project_id, f.day, f.amount_fen AS amount FROM funds_arrival f"
            " JOIN project p ON p.id = f.project_id AND p.void_reason IS NULL"
            f" WHERE f.day BETWEEN ? AND ? AND f.void_reason IS NULL{where}"
        ),
        [period.first.isoformat(), min(period.last, as_of).isoformat(), *more],
    )


def _limit(indicator: Indicator, last: str) -> str:
    """Return the day before which a project must have been signed to be overdue on `last`."""
    return (dt.date.fromisoformat(last) - dt.timedelta(days=indicator.stale_days)).isoformat()


def _sized(indicator: Indicator, amount: str) -> Query:
    where = ""
    values: list[object] = []
    if indicator.at_least_fen:
        where = f" AND {amount} >= ?"
        values.append(indicator.at_least_fen)
    if indicator.below_fen is not None:
        where += f" AND {amount} < ?"
        values.append(indicator.below_fen)
    return where, values
