"""The peer of the ranking series: the same tables in DuckDB, and the same figures, scores and ranks as one query."""

from __future__ import annotations

import csv
import sqlite3
import tempfile
from pathlib import Path

import duckdb

TABLES = {
    "unit": "id, group_key, name, void_reason",
    "project": "id, investment_fen, stage, void_reason",
    "stage_event": "id, project_id, stage, day, is_main, amount_fen, verified_on, void_reason",
    "funds_arrival": "project_id, day, amount_fen, void_reason",
    "credit": "project_id, unit_id, share_bp, indicator, from_day, to_day, void_reason",
    "target": "unit_id, year, indicator, level, value, void_reason",
}
_TYPES = {
    "day": "DATE",
    "verified_on": "DATE",
    "from_day": "DATE",
    "to_day": "DATE",
    **dict.fromkeys(("id", "project_id", "unit_id", "amount_fen", "investment_fen", "value"), "BIGINT"),
    **dict.fromkeys(("stage", "is_main", "share_bp", "year"), "INTEGER"),
}

SERIES = """
WITH month AS (
  SELECT m::DATE AS first, least(last_day(m::DATE), $as_of::DATE) AS last
  FROM range($first::DATE, $last::DATE + 1, INTERVAL 1 MONTH) t(m)
), project_ok AS (SELECT id, investment_fen FROM project WHERE void_reason IS NULL),
credit_ok AS (SELECT * FROM credit WHERE void_reason IS NULL AND indicator IS NULL),
main AS (
  SELECT s.project_id, s.stage, s.day, s.verified_on, coalesce(s.amount_fen, p.investment_fen) AS amount
  FROM stage_event s JOIN project_ok p ON p.id = s.project_id
  WHERE s.is_main = 1 AND s.void_reason IS NULL AND s.stage IN (3, 4)
), staged AS (
  SELECT c.unit_id, date_trunc('month', e.day) AS month,
    sum(c.share_bp) FILTER (e.stage = 3) AS signed,
    sum(c.share_bp) FILTER (e.stage = 3 AND e.amount >= 10000000000) AS over,
    sum(c.share_bp::HUGEINT * e.amount) FILTER (e.stage = 3) AS amount,
    sum(c.share_bp) FILTER (e.stage = 4) AS started
  FROM main e JOIN credit_ok c ON c.project_id = e.project_id
    AND (c.from_day IS NULL OR c.from_day <= e.day) AND (c.to_day IS NULL OR c.to_day >= e.day)
  WHERE e.day BETWEEN $first::DATE AND $as_of::DATE AND e.verified_on <= $as_of::DATE
  GROUP BY ALL
), arrived AS (
  SELECT c.unit_id, date_trunc('month', f.day) AS month, sum(c.share_bp::HUGEINT * f.amount_fen) AS funds
  FROM funds_arrival f JOIN project_ok p ON p.id = f.project_id
  JOIN credit_ok c ON c.project_id = f.project_id
    AND (c.from_day IS NULL OR c.from_day <= f.day) AND (c.to_day IS NULL OR c.to_day >= f.day)
  WHERE f.void_reason IS NULL AND f.day BETWEEN $first::DATE AND $as_of::DATE
  GROUP BY ALL
), later AS (
  SELECT project_id, min(day) AS day FROM stage_event WHERE stage > 3 AND void_reason IS NULL GROUP BY ALL
), stale AS (
  SELECT c.unit_id, m.first AS month, sum(c.share_bp) AS stale
  FROM month m JOIN main e ON e.stage = 3 AND e.day < m.last - 180 AND e.verified_on <= m.last
  LEFT JOIN later l ON l.project_id = e.project_id
  JOIN credit_ok c ON c.project_id = e.project_id
  WHERE l.day IS NULL OR l.day > m.last
  GROUP BY ALL
), task AS (
  SELECT unit_id, year, any_value(value) FILTER (indicator = 'signed') AS signed,
    any_value(value) FILTER (indicator = 'over') AS over, any_value(value) FILTER (indicator = 'amount') AS amount,
    any_value(value) FILTER (indicator = 'funds') AS funds
  FROM target WHERE void_reason IS NULL AND level = '市下达' GROUP BY ALL
), line AS (
  SELECT u.group_key, m.first AS month, u.id, u.name, coalesce(s.over, 0) AS over, coalesce(s.amount, 0) AS amount,
    round((
      round(least(100 * 20 * coalesce(s.signed, 0) / (10000 * t.signed), 2400))
      + round(least(100 * 25 * coalesce(s.over, 0) / (10000 * t.over), 3750))
      + round(least(100 * 25 * coalesce(s.amount, 0) / (10000 * t.amount), 3000))
      + round(least(100 * 20 * coalesce(a.funds, 0) / (10000 * t.funds), 2400))
      + round(greatest(1000 - 50 * coalesce(k.stale, 0) / 10000, 0))
      + round(least(20 * coalesce(s.started, 0) / 10000, 500))
    ) / 100, 2) AS score
  FROM unit u CROSS JOIN month m JOIN task t ON t.unit_id = u.id AND t.year = year(m.first)
  LEFT JOIN staged s ON s.unit_id = u.id AND s.month = m.first
  LEFT JOIN arrived a ON a.unit_id = u.id AND a.month = m.first
  LEFT JOIN stale k ON k.unit_id = u.id AND k.month = m.first
  WHERE u.void_reason IS NULL
)
SELECT group_key, month::DATE, name, score, rank() OVER (PARTITION BY group_key, month ORDER BY score DESC) AS place
FROM line ORDER BY group_key, month, score DESC, over DESC, amount DESC, name
"""
"""The default scheme on units that have all their tasks, as in the office of the benches; points in 1/100, half up."""


def duck_database(office: Path) -> Path:
    """Return a DuckDB file with the tables of the office's database; it is made once, beside it."""
    made = office.with_name(f"{office.stem}.duckdb")
    if made.exists():
        return made
    part = made.with_suffix(".part")
    part.unlink(missing_ok=True)
    source = sqlite3.connect(office)
    target = duckdb.connect(str(part))
    with tempfile.TemporaryDirectory() as folder:
        for table, columns in TABLES.items():
            path = Path(folder) / f"{table}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(source.execute(f"SELECT {columns} FROM {table}"))
            names = [name.strip() for name in columns.split(",")]
            types = ", ".join(f"'{name}': '{_TYPES.get(name, 'VARCHAR')}'" for name in names)
            target.execute(
                f"CREATE TABLE {table} AS SELECT * FROM read_csv('{path}', header = false, columns = {{{types}}})"
            )
    target.close()
    source.close()
    part.rename(made)
    return made
