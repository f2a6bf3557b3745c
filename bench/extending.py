"""Extending the chain of 100,000 projects, once loaded, against the same by one hand-written SQL query.

Both say for each project how many candidates it has that are not rejected, and the best score; they must agree.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from app.models.office import DATABASE
from app.rules.industry.city import City
from app.rules.industry.codes import ANY, SAME
from app.rules.industry.knowledge import Knowledge, Location, Relation, Verdict
from app.rules.money import WAN, YI
from app.services.chain.chain_facts import Chain, load_chain
from bench.big_office import PROJECTS, TODAY, big_office
from bench.harness import Row, seconds

Answer = dict[int, tuple[int, float]]

_SCHEMA = """
CREATE TABLE origin (project_id INTEGER PRIMARY KEY, enterprise_id INTEGER, key TEXT, fen INTEGER);
CREATE TABLE key_code (key TEXT, code TEXT);
CREATE TABLE rule (id INTEGER PRIMARY KEY, verdict INTEGER, strength INTEGER, shared INTEGER);
CREATE TABLE anchor (rule INTEGER, code TEXT);
CREATE TABLE follower (rule INTEGER, code TEXT);
CREATE TABLE term (rule INTEGER, exception INTEGER, number INTEGER, codes TEXT, count INTEGER, fen INTEGER);
CREATE TABLE term_code (rule INTEGER, exception INTEGER, number INTEGER, code TEXT);
CREATE TABLE link (supplier TEXT, buyer TEXT, strength INTEGER, main INTEGER);
CREATE TABLE industry (code TEXT PRIMARY KEY, location TEXT, sensitivity INTEGER);
CREATE TABLE leading (code TEXT);
"""

_QUERY = """
WITH here AS MATERIALIZED
  (SELECT key, count(DISTINCT enterprise_id) AS n, sum(fen) AS fen FROM origin GROUP BY key),
codes AS MATERIALIZED (SELECT DISTINCT code FROM key_code),
amount AS MATERIALIZED (
  SELECT c.code, sum(h.n) AS n, sum(h.fen) AS fen FROM (SELECT code FROM codes UNION SELECT code FROM follower
    UNION SELECT supplier FROM link UNION SELECT buyer FROM link) c
  JOIN here h ON EXISTS (SELECT 1 FROM key_code k WHERE k.key = h.key
    AND substr(k.code, 1, length(c.code)) = c.code) GROUP BY c.code),
met AS MATERIALIZED (
  SELECT t.rule, t.exception, coalesce(sum(h.n), 0) >= t.count AND coalesce(sum(h.fen), 0) >= t.fen AS ok
  FROM term t LEFT JOIN here h ON EXISTS (SELECT 1 FROM key_code k JOIN term_code c
    ON substr(k.code, 1, length(c.code)) = c.code
    WHERE k.key = h.key AND c.rule = t.rule AND c.exception = t.exception AND c.number = t.number)
  GROUP BY t.rule, t.exception, t.number),
applying AS MATERIALIZED (
  SELECT * FROM rule r WHERE NOT EXISTS (SELECT 1 FROM met m WHERE m.rule = r.id AND m.exception = 0 AND NOT m.ok)
  AND (NOT EXISTS (SELECT 1 FROM met m WHERE m.rule = r.id AND m.exception = 1)
    OR EXISTS (SELECT 1 FROM met m WHERE m.rule = r.id AND m.exception = 1 AND NOT m.ok))),
pulled AS MATERIALIZED (
  SELECT e.code AS here, a.rule, max(length(a.code)) AS digits FROM codes e
  JOIN anchor a ON substr(e.code, 1, length(a.code)) = a.code GROUP BY e.code, a.rule),
supplying AS MATERIALIZED (
  SELECT e.code AS here, l.supplier AS code, l.strength, l.main FROM codes e
  JOIN link l ON substr(e.code, 1, length(l.buyer)) = l.buyer),
buying AS MATERIALIZED (
  SELECT e.code AS here, l.buyer AS code, l.strength, l.main FROM codes e
  JOIN link l ON substr(e.code, 1, length(l.supplier)) = l.supplier),
pair AS MATERIALIZED (
  SELECT here, code FROM (
    SELECT here, code FROM supplying UNION SELECT here, code FROM buying
    UNION SELECT p.here, f.code FROM pulled p JOIN follower f ON f.rule = p.rule AND f.code NOT IN ('*', '='))
  WHERE substr(here, 1, length(code)) <> code UNION SELECT code, code FROM codes),
standing AS MATERIALIZED (
  SELECT p.here, p.code, s.strength, s.main, 1 AS supplies FROM pair p
  JOIN supplying s ON s.here = p.here AND substr(p.code, 1, length(s.code)) = s.code
  UNION ALL SELECT p.here, p.code, b.strength, b.main, 0 FROM pair p
  JOIN buying b ON b.here = p.here AND substr(p.code, 1, length(b.code)) = b.code),
ruled AS MATERIALIZED (
  SELECT here, code, verdict, strength FROM (
    SELECT q.here, q.code, r.verdict, r.strength, row_number() OVER (PARTITION BY q.here, q.code
      ORDER BY q.digits DESC, r.verdict = 0 DESC, r.strength DESC) AS place
    FROM (SELECT p.here, p.code, u.rule, u.digits + max(CASE f.code WHEN '*' THEN 0 WHEN '=' THEN 0
            ELSE length(f.code) END) AS digits
          FROM pair p JOIN pulled u ON u.here = p.here JOIN follower f ON f.rule = u.rule
          WHERE (f.code = '=' AND p.here = p.code)
            OR (f.code = '*' AND EXISTS (SELECT 1 FROM standing s
                WHERE s.here = p.here AND s.code = p.code AND s.supplies = 0))
            OR (substr(p.code, 1, length(f.code)) = f.code
                AND (p.here <> p.code OR (SELECT shared FROM rule WHERE id = u.rule)))
          GROUP BY p.here, p.code, u.rule) q
    JOIN applying r ON r.id = q.rule) WHERE place = 1),
known AS MATERIALIZED (
  SELECT p.code, (SELECT i.location FROM industry i WHERE substr(p.code, 1, length(i.code)) = i.code
    ORDER BY length(i.code) DESC LIMIT 1) AS location,
    (SELECT i.sensitivity FROM industry i WHERE substr(p.code, 1, length(i.code)) = i.code
    ORDER BY length(i.code) DESC LIMIT 1) AS sensitivity FROM (SELECT DISTINCT code FROM pair) p),
derived AS MATERIALIZED (
  SELECT here, code, verdict, strength FROM (
    SELECT d.*, row_number() OVER (PARTITION BY here, code ORDER BY verdict DESC, strength DESC) AS place FROM (
      SELECT s.here, s.code, s.strength, CASE k.location
        WHEN 'MARKET' THEN s.supplies * 2 WHEN 'MATERIAL' THEN (NOT s.supplies AND s.main) * 2
        WHEN 'TECHNOLOGY' THEN s.strength >= 4 WHEN 'LABOUR' THEN s.strength >= 4 WHEN 'FREE' THEN s.strength >= 4
        ELSE 0 END AS verdict
      FROM standing s JOIN known k ON k.code = s.code) d) WHERE place = 1),
judged AS MATERIALIZED (
  SELECT here, code, verdict, strength FROM ruled
  UNION ALL SELECT here, code, verdict, strength FROM derived d
    WHERE NOT EXISTS (SELECT 1 FROM ruled r WHERE r.here = d.here AND r.code = d.code)),
scored AS MATERIALIZED (
  SELECT j.here, j.code, max(0, round(round(30 * j.strength / 5.0, 1)
    + round(20 * min(1, max(0, CASE WHEN coalesce(a.fen, 0) <= :none THEN 0
        ELSE ln(1.0 * a.fen / :none) / ln(1.0 * :full / :none) END)), 1)
    + 20 * EXISTS (SELECT 1 FROM leading l WHERE substr(j.code, 1, length(l.code)) = l.code)
    + round(15 * max(0, 3 - coalesce(b.n, 0)) / 3.0, 1) + round(15 * coalesce(k.sensitivity, 0) / 5.0, 1), 1)) AS score
  FROM judged j LEFT JOIN amount a ON a.code = j.here LEFT JOIN amount b ON b.code = j.code
  JOIN known k ON k.code = j.code WHERE j.verdict > 0),
drawn AS MATERIALIZED (
  SELECT key, count(*) AS n, max(score) AS score FROM (
    SELECT k.key, s.code, max(s.score) AS score FROM key_code k JOIN scored s ON s.here = k.code
    GROUP BY k.key, s.code) GROUP BY key)
SELECT o.project_id, coalesce(d.n, 0), coalesce(d.score, 0) FROM origin o LEFT JOIN drawn d ON d.key = o.key
"""


def measure(quick: bool = False) -> list[Row]:
    """Return the figure; `quick` uses a small office."""
    projects = PROJECTS // 50 if quick else PROJECTS
    connection = sqlite3.connect(big_office(projects) / DATABASE)
    chain = load_chain(connection, TODAY)
    connection.close()
    tables = _tables(chain)
    assert _agree(_ours(chain), _by_hand(tables)), "ours and the query do not say the same"
    ours = seconds(lambda: _ours(chain)) * 1000
    peer = seconds(lambda: _by_hand(tables)) * 1000
    tables.close()
    figure = f"extension over {projects:,} projects, once loaded"
    return [
        Row(figure, ours, peer, "the same by one hand-written SQL query", "ms", 2.0),
        Row(f"{figure}, at most a second", ours, 1000, "the promise", "ms", 1.0),
    ]


def _ours(chain: Chain) -> Answer:
    """Judge everything anew: nothing that an earlier run remembered is used."""
    city = City(chain.city.groups, chain.city.leading, chain.city.reserved)
    told: dict[int, tuple[int, float]] = {}
    counted: dict[int, tuple[int, float]] = {}
    for project, extensions in replace(chain, city=city, _judged={}).of_all().items():
        if id(extensions) not in counted:
            drawn = [one.score for one in extensions if one.judgement.verdict is not Verdict.REJECT]
            counted[id(extensions)] = len(drawn), max(drawn, default=0.0)
        told[project] = counted[id(extensions)]
    return told


def _by_hand(tables: sqlite3.Connection) -> Answer:
    rows = tables.execute(_QUERY, {"none": 1000 * WAN, "full": 100 * YI})
    return {project: (count, score) for project, count, score in rows}


def _agree(one: Answer, other: Answer) -> bool:
    return one.keys() == other.keys() and all(
        count == other[project][0] and abs(score - other[project][1]) < 0.15 for project, (count, score) in one.items()
    )


def _tables(chain: Chain) -> sqlite3.Connection:
    """Return a database in memory with what the query needs, loaded before the clock runs."""
    tables = sqlite3.connect(":memory:")
    tables.executescript(_SCHEMA)
    keys = {origin.codes: "/".join(origin.codes) for origin in chain.origins}
    tables.executemany(
        "INSERT INTO origin VALUES (?, ?, ?, ?)",
        ((one.project_id, one.enterprise_id, keys[one.codes], one.fen) for one in chain.origins),
    )
    tables.executemany(
        "INSERT INTO key_code VALUES (?, ?)", ((key, code) for codes, key in keys.items() for code in codes)
    )
    tables.executemany("INSERT INTO leading VALUES (?)", ((code,) for code in chain.city.leading))
    _fill_knowledge(tables, chain.knowledge)
    return tables


def _fill_knowledge(tables: sqlite3.Connection, known: Knowledge) -> None:
    order = (Verdict.REJECT, Verdict.POSSIBLE, Verdict.RECOMMEND)
    for number, rule in enumerate(known.rules):
        shared = SAME in rule.followers or rule.relation is Relation.SHARED
        values = (number, order.index(rule.verdict), rule.strength, shared)
        tables.execute("INSERT INTO rule VALUES (?, ?, ?, ?)", values)
        anchors = ("" if code == ANY else code for code in rule.anchors)
        tables.executemany("INSERT INTO anchor VALUES (?, ?)", ((number, code) for code in anchors))
        tables.executemany("INSERT INTO follower VALUES (?, ?)", ((number, code) for code in rule.followers))
        for exception, terms in enumerate((rule.conditions, rule.exceptions)):
            for place, term in enumerate(terms):
                key = number, exception, place
                tables.execute("INSERT INTO term VALUES (?, ?, ?, '', ?, ?)", (*key, term.least_count, term.least_fen))
                tables.executemany("INSERT INTO term_code VALUES (?, ?, ?, ?)", ((*key, code) for code in term.codes))
    tables.executemany(
        "INSERT INTO link VALUES (?, ?, ?, ?)",
        ((one.supplier, one.buyer, one.strength, one.main) for one in known.links),
    )
    names = {location: location.name for location in Location}
    tables.executemany(
        "INSERT INTO industry VALUES (?, ?, ?)",
        ((one.code, names[one.location], one.sensitivity) for one in known.industries.values()),
    )
    tables.executescript("CREATE INDEX anchor_rule ON anchor (rule); CREATE INDEX follower_rule ON follower (rule)")
