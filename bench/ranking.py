"""Ranking 100,000 projects: one month beside hand-written SQL, a year of all groups beside DuckDB."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import duckdb

from app.models.office import DATABASE
from app.rules.money import YI
from app.rules.periods import Period
from app.services.ranking.ranking import rank
from app.services.ranking.series import series
from bench.big_office import PROJECTS, TODAY, big_office
from bench.duck import SERIES, duck_database
from bench.harness import Row, seconds

Line = tuple[str, dt.date, str, float, int]
"""A unit in a month: group, first day, name, score, rank."""

_BY_UNIT = """
SELECT c.unit_id, sum(c.share_bp), sum(c.share_bp * (e.amount >= :yi)), sum(c.share_bp * e.amount)
FROM (SELECT s.project_id, coalesce(s.amount_fen, p.investment_fen) AS amount FROM stage_event s
      JOIN project p ON p.id = s.project_id AND p.void_reason IS NULL
      WHERE s.stage = :stage AND s.day BETWEEN :first AND :last AND s.verified_on <= :as_of
      AND s.is_main = 1 AND s.void_reason IS NULL) e
CROSS JOIN credit c ON c.project_id = e.project_id AND c.void_reason IS NULL
JOIN unit u ON u.id = c.unit_id AND u.group_key = 'county' GROUP BY c.unit_id
"""
_CITY = """
SELECT count(*), sum(coalesce(s.amount_fen, p.investment_fen) >= :yi), sum(coalesce(s.amount_fen, p.investment_fen))
FROM stage_event s JOIN project p ON p.id = s.project_id AND p.void_reason IS NULL
WHERE s.stage = :stage AND s.day BETWEEN :first AND :last AND s.verified_on <= :as_of
AND s.is_main = 1 AND s.void_reason IS NULL
"""
_FUNDS = """
SELECT c.unit_id, sum(f.amount_fen * c.share_bp) FROM funds_arrival f
JOIN project p ON p.id = f.project_id AND p.void_reason IS NULL
CROSS JOIN credit c ON c.project_id = f.project_id AND c.void_reason IS NULL
JOIN unit u ON u.id = c.unit_id AND u.group_key = 'county'
WHERE f.day BETWEEN :first AND :last AND f.void_reason IS NULL GROUP BY c.unit_id
"""
_FUNDS_CITY = "SELECT sum(amount_fen) FROM funds_arrival WHERE day BETWEEN :first AND :last AND void_reason IS NULL"
_STALE = """
SELECT c.unit_id, sum(c.share_bp) FROM project p
JOIN stage_event s ON s.project_id = p.id AND s.stage = 3 AND s.day < :limit AND s.verified_on <= :last
AND s.is_main = 1 AND s.void_reason IS NULL
CROSS JOIN credit c ON c.project_id = p.id AND c.void_reason IS NULL
JOIN unit u ON u.id = c.unit_id AND u.group_key = 'county'
WHERE p.void_reason IS NULL AND NOT EXISTS (SELECT 1 FROM stage_event t WHERE t.project_id = p.id AND t.stage > 3
AND t.day <= :last AND t.void_reason IS NULL) GROUP BY c.unit_id
"""
_TASKS = "SELECT unit_id, indicator, value FROM target WHERE year = 2026 AND void_reason IS NULL"


def measure(quick: bool = False) -> list[Row]:
    """Return the figure; `quick` uses a small office."""
    projects = PROJECTS // 50 if quick else PROJECTS
    connection = sqlite3.connect(big_office(projects) / DATABASE)
    connection.execute("PRAGMA cache_size = -65536")
    period = Period.parse(f"{TODAY - dt.timedelta(days=20):%Y-%m}")
    ours = peer = float("inf")
    for _ in range(3 if quick else 7):
        ours = min(ours, seconds(lambda: rank(connection, period, "county", TODAY), 1))
        peer = min(peer, seconds(lambda: _by_hand(connection, period), 1))
    connection.close()
    figure = f"ranking of one month, {projects:,} projects"
    return [
        Row(figure, ours * 1000, peer * 1000, "the same figures by hand-written SQL", "ms", 2.0),
        Row(f"{figure}, warm", ours * 1000, 50.0, "the bound promised", "ms", 1.0),
        _year(projects, quick),
    ]


def _year(projects: int, quick: bool) -> Row:
    """Return three groups over twelve months, each run on a new connection: read, scored, ranked, explained.

    DuckDB answers with the same scores and ranks, which is checked.
    """
    office = big_office(projects) / DATABASE
    duck = duck_database(office)
    months = Period.months(TODAY.year - 1, TODAY.month, TODAY.year, TODAY.month - 1)
    ours = peer = float("inf")
    for _ in range(3 if quick else 7):
        ours = min(ours, seconds(lambda: _series(office, months), 1))
        peer = min(peer, seconds(lambda: _duck(duck, months), 1))
    if _series(office, months) != _duck(duck, months):
        raise AssertionError("DuckDB ranks otherwise")
    return Row(
        f"3 groups × 12 months, {projects:,} projects, cold", ours * 1000, peer * 1000, "DuckDB, same tables", "ms", 3.0
    )


def _series(office: Path, months: Period) -> list[Line]:
    connection = sqlite3.connect(office)
    connection.execute("PRAGMA cache_size = -65536")
    points = sorted(series(connection, months, TODAY), key=lambda point: (point.group, point.period))
    connection.close()
    return [
        (point.group, point.period.first, row.name, round(float(row.score or 0), 2), row.rank or 0)
        for point in points
        for row in point.rows
    ]


def _duck(duck: Path, months: Period) -> list[Line]:
    connection = duckdb.connect(str(duck), read_only=True)
    rows = connection.execute(SERIES, {"first": months.first, "last": months.last, "as_of": TODAY}).fetchall()
    connection.close()
    return [(group, day, name, round(float(score), 2), place) for group, day, name, score, place in rows]


def _by_hand(connection: sqlite3.Connection, period: Period) -> list[list[tuple[object, ...]]]:
    values = {
        "first": period.first.isoformat(),
        "last": min(period.last, TODAY).isoformat(),
        "as_of": TODAY.isoformat(),
        "limit": (min(period.last, TODAY) - dt.timedelta(days=180)).isoformat(),
        "yi": YI,
    }
    queries = [(_BY_UNIT, 3), (_CITY, 3), (_BY_UNIT, 4), (_CITY, 4), (_FUNDS, 0), (_FUNDS_CITY, 0), (_STALE, 0)]
    return [
        connection.execute(query, {**values, "stage": stage}).fetchall() for query, stage in (*queries, (_TASKS, 0))
    ]
