"""未兑现: all projects against all clauses, with what they are entitled to, beside one clause as SQL."""

from __future__ import annotations

import sqlite3

from app.models.office import DATABASE
from app.rules.stages import Stage
from app.services.policy.unclaimed import Unclaimed, unclaimed
from bench.big_office import PROJECTS, TODAY, big_office
from bench.harness import Row, seconds

WITHIN = 10.0
"""Seconds for the whole city, with progress and a cancel that works meanwhile."""

PEER_TIMES = 40
"""The peer gathers four facts of every project as a table and asks one clause of it. Ours gathers all facts with their
sources (industry codes by words among them), tries all clauses, settles their overlaps, and names benefit, schedule and
estimate of each that applies."""

_LEADING = ("日用化工", "机械配件", "电子电器")

_FACTS = """
CREATE TEMP TABLE fact AS SELECT p.id, max(s.stage) AS stage,
 coalesce(max(CASE WHEN s.amount_fen > 0 THEN s.stage * 1000000000000000 + s.amount_fen END) % 1000000000000000,
 p.investment_fen) AS amount_fen,
 max(CASE WHEN s.stage = :signed THEN s.day END) AS signed_on, p.industry_id IN (SELECT industry_id FROM leading_here)
 AS leading, max(s.stage = :ended) AS ended
FROM project p JOIN stage_event s ON s.project_id = p.id AND s.is_main = 1 AND s.void_reason IS NULL
 AND s.day <= :on AND (s.verified_on <= :on OR s.stage = :ended)
WHERE p.void_reason IS NULL GROUP BY p.id
"""
_CLAUSE = """
SELECT id FROM fact WHERE leading AND amount_fen >= 1000000000 AND stage >= :signed AND signed_on >= '2026-06-01'
 AND NOT ended AND NOT EXISTS (SELECT 1 FROM policy_grant g WHERE g.project_id = fact.id AND g.clause = 'leading_tax'
 AND g.void_reason IS NULL AND g.granted_on <= :on) ORDER BY id
"""


def measure(quick: bool) -> list[Row]:
    """Return the figure against its bound and against its peer; a smaller office where `quick`."""
    count = PROJECTS // 20 if quick else PROJECTS
    source = sqlite3.connect(f"file:{big_office(count) / DATABASE}?mode=ro", uri=True)
    connection = sqlite3.connect(":memory:")
    source.backup(connection)
    source.close()
    connection.execute("CREATE TABLE leading_here AS SELECT id AS industry_id, name FROM industry WHERE 0")
    for name in _LEADING:
        connection.execute("INSERT INTO leading_here SELECT id, name FROM industry WHERE name = ?", (name,))
    connection.execute(
        "INSERT INTO leading_industry (industry_id, from_day, reason, version)"
        " SELECT industry_id, '2016-01-01', '', 1 FROM leading_here"
    )
    told: dict[str, object] = {"signed": int(Stage.SIGNED), "ended": int(Stage.TERMINATED), "on": TODAY.isoformat()}
    found: list[Unclaimed] = unclaimed(connection, TODAY)
    ours = [one.project_id for one in found if one.match.clause.key == "leading_tax"]
    theirs = _asked(connection, told)
    if ours != theirs or not ours:
        raise AssertionError(f"{len(ours)} projects of ours, {len(theirs)} of the peer's")
    whole = seconds(lambda: unclaimed(connection, TODAY), repeat=2)
    peer = seconds(lambda: _asked(connection, told))
    connection.close()
    title = f"who has not claimed, {count:,} projects"
    return [
        Row(title, whole, WITHIN, "promised", "s", 1),
        Row(title, whole, peer, "four facts and one clause as SQL", "s", PEER_TIMES),
    ]


def _asked(connection: sqlite3.Connection, told: dict[str, object]) -> list[int]:
    """Gather the facts of every project anew and ask one clause of them."""
    connection.execute("DROP TABLE IF EXISTS temp.fact")
    connection.execute(_FACTS, told)
    return [key for (key,) in connection.execute(_CLAUSE, told)]
