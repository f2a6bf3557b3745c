"""Matching: 40 clauses against 100,000 projects in one process beside one SQL statement each; one enterprise alone."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence

from app.models.office import DATABASE
from app.rules import facts as names
from app.rules.facts import FACTS
from app.rules.money import WAN
from app.rules.policy.bulk import Bulk, Columns
from app.rules.policy.conditions import All, AnyOf, Node, Not, State, Test
from app.rules.stages import Stage
from app.services.policy.matching import answer_for
from app.services.policy.subjects import find_enterprise
from bench.big_office import PROJECTS, TODAY, big_office
from bench.harness import Row, seconds

CLAUSES = 40
ALL_WITHIN, ONE_WITHIN = 2.0, 0.005
"""Seconds that were promised: for all clauses over all projects, and for one enterprise."""

PEER_TIMES = 2
"""The statements only count who satisfies a clause; ours also tells who could and who cannot."""

_COLUMN = {
    names.INVESTMENT: "investment_fen",
    names.STAGE: "stage",
    names.SIGNED_ON: "signed_day",
    names.INDUSTRY: "industry_name",
    names.COUNTY: "county_name",
}


def measure(quick: bool) -> list[Row]:
    """Return both figures; a smaller office where `quick`."""
    office = big_office(PROJECTS // 20 if quick else PROJECTS)
    connection = sqlite3.connect(office / DATABASE)
    connection.execute(
        "CREATE TEMP TABLE subject AS SELECT p.investment_fen, p.stage, p.signed_day, i.name AS industry_name,"
        " u.name AS county_name FROM project p JOIN industry i ON i.id = p.industry_id"
        " JOIN unit u ON u.id = p.county_id"
    )
    columns, count = _columns(connection)
    clauses = [_clause(number, columns) for number in range(CLAUSES)]
    statements = [f"SELECT count(*) FROM subject WHERE {_sql(clause)}" for clause in clauses]
    ours = [Bulk(columns, count).counts(clause)[State.YES] for clause in clauses]
    theirs = [connection.execute(statement).fetchone()[0] for statement in statements]
    if ours != theirs:
        raise AssertionError(f"{ours} != {theirs}")
    together = seconds(lambda: _matched(columns, count, clauses))
    peer = seconds(lambda: [connection.execute(statement).fetchone() for statement in statements])
    name = connection.execute("SELECT name FROM enterprise ORDER BY id LIMIT 1 OFFSET ?", (count // 2,)).fetchone()[0]
    subject = find_enterprise(connection, name)
    one = seconds(lambda: answer_for(connection, subject, TODAY), repeat=20)
    connection.close()
    title = f"{CLAUSES} clauses x {count:,} projects"
    return [
        Row(title, together, ALL_WITHIN, "promised", "s", 1),
        Row(title, together, peer, "one SQL statement each, YES only", "s", PEER_TIMES),
        Row("one enterprise, every clause explained", one * 1000, ONE_WITHIN * 1000, "promised", "ms", 1),
    ]


def _matched(columns: Columns, count: int, clauses: Sequence[Node]) -> list[dict[State, int]]:
    bulk = Bulk(columns, count)
    bulk.prepare(clauses)
    return [bulk.counts(clause) for clause in clauses]


def _columns(connection: sqlite3.Connection) -> tuple[Columns, int]:
    """Read the facts that the clauses ask for, one column each."""
    rows = connection.execute(f"SELECT {', '.join(_COLUMN.values())} FROM subject").fetchall()
    columns = dict(zip(_COLUMN, map(list, zip(*rows, strict=True)), strict=True))
    columns[names.STAGE] = [Stage(stage) for stage in columns[names.STAGE]]
    columns[names.SIGNED_ON] = [dt.date.fromisoformat(day) for day in columns[names.SIGNED_ON]]
    return columns, len(rows)


def _clause(number: int, columns: Columns) -> Node:
    """Return a clause of five comparisons, no two alike: all of them, one of two, and one negated."""
    industries = sorted({str(one) for one in columns[names.INDUSTRY]})
    counties = sorted({str(one) for one in columns[names.COUNTY]})
    industry = industries[number % len(industries)]
    return All(
        (
            Test(FACTS[names.INVESTMENT], "at_least", (1000 + 731 * number) * WAN),
            Test(FACTS[names.STAGE], "reached", (Stage.SIGNED, Stage.STARTED, Stage.IN_PRODUCTION)[number % 3]),
            Test(FACTS[names.SIGNED_ON], "on_or_after", dt.date(2016 + number % 10, 1 + number % 12, 1)),
            AnyOf(
                (
                    Test(FACTS[names.INDUSTRY], "is", industry),
                    Test(FACTS[names.COUNTY], "one_of", tuple(counties[number % 5 : number % 5 + 4])),
                )
            ),
            Not(Test(FACTS[names.INDUSTRY], "is", industries[(number + 3) % len(industries)])),
        )
    )


def _sql(node: Node) -> str:
    """Write the same condition as SQL."""
    if isinstance(node, Not):
        return f"NOT ({_sql(node.part)})"
    if isinstance(node, Test):
        value = node.value
        if isinstance(value, tuple):
            return f"{_COLUMN[node.fact.name]} IN ({', '.join(map(repr, value))})"
        sign = {"at_least": ">=", "reached": ">=", "on_or_after": ">=", "is": "="}[node.operator]
        shown = int(value) if isinstance(value, int) else f"'{value}'"
        return f"{_COLUMN[node.fact.name]} {sign} {shown}"
    word = " AND " if isinstance(node, All) else " OR "
    return f"({word.join(map(_sql, node.parts))})"
