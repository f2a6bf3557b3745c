"""Who is entitled to what on a day and has not been granted it, over all projects at once (domain.md §5)."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.rules.audience import Door, NamedUnit
from app.rules.errors import Cancelled
from app.rules.facts import FACTS
from app.rules.policy.benefits import Duty, ReferralMap
from app.rules.policy.bulk import Bulk, Columns
from app.rules.policy.conditions import All, Node, State
from app.rules.policy.document import Measures, Outcome
from app.rules.policy.matching import STANDING, ClauseMatch, match
from app.services.policy.policies import version_on
from app.services.policy.policy_facts import Gathered, facts_of

AT_ONCE = 5_000
"""So many projects are read and matched together: enough to be fast, few enough to cancel between."""

_TITLE = "够条件未兑现清单"
_COLUMNS = (
    ("编号", 16),
    ("项目", 36),
    ("企业", 30),
    ("县区", 10),
    ("条款", 10),
    ("内容", 20),
    ("可享受", 50),
    ("估算下限（元）", 16),
    ("估算上限（元）", 16),
    ("说明", 50),
)


@dataclass(frozen=True)
class Unclaimed:
    """A project that is entitled to a benefit and has not been granted it.

    `note` tells of an earlier grant that was ended: whether its reason bars a new one is for the office to judge.
    """

    project_id: int
    code: str
    project: str
    enterprise: str
    county: str
    match: ClauseMatch
    note: str = ""

    @property
    def told(self) -> str:
        """The benefit, with what is to be known before it is granted."""
        return f"{self.match.benefit}（{self.note}）" if self.note else self.match.benefit

    def to_json(self) -> dict[str, object]:
        """Return the line as the command line prints it for programs."""
        return {
            "code": self.code,
            "project": self.project,
            "enterprise": self.enterprise,
            "county": self.county,
            "clause": self.match.clause.number,
            "key": self.match.clause.key,
            "benefit": self.match.benefit,
            "note": self.note,
            "estimate": self.match.estimate.text if self.match.estimate else None,
        }


def unclaimed(
    connection: sqlite3.Connection,
    on: dt.date,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Unclaimed]:
    """Return all projects that are entitled to a benefit on a day and were not granted it, by project and clause.

    A grant that was ended by that day frees its clause: the line is there, and its note tells of the end.
    Raises `Refused` where no measures are in force, and `Cancelled` between two portions.
    """
    measures = version_on(connection, on)
    rows = {
        key: (code, name, enterprise, county)
        for key, code, name, enterprise, county in connection.execute(
            "SELECT p.id, p.code, p.name, e.name, coalesce(u.name, '') FROM project p"
            " JOIN enterprise e ON e.id = p.enterprise_id LEFT JOIN unit u ON u.id = p.county_id"
            " WHERE p.void_reason IS NULL ORDER BY p.id"
        )
    }
    granted, ended = _granted(connection, on)
    wanted = list(_claimable(measures, on))
    ids, found = list(rows), []
    for first in range(0, len(ids), AT_ONCE):
        if cancelled is not None and cancelled():
            raise Cancelled
        if progress is not None:
            progress(first, len(ids))
        gathered = facts_of(connection, ids[first : first + AT_ONCE], on)
        found += [
            Unclaimed(project, *rows[project], one, ended.get((project, one.clause.key), ""))
            for project in _hopeful(gathered, wanted, on)
            for one in match(measures, gathered[project], on)
            if one.entitled and (project, one.clause.key) not in granted
        ]
    return found


def write_unclaimed(path: Path, found: Sequence[Unclaimed], on: dt.date, *, units: Sequence[NamedUnit]) -> None:
    """Write the list as .xlsx, estimates in 元 and called so; raise `OfficeError` where it cannot be written.

    It states how far it may go: no further than those of `units` may whom it names.
    """
    from app.reports.xlsx import Column, write_sheet

    columns = [Column(head, width, "#,##0.00" if "元" in head else "General") for head, width in _COLUMNS]
    rows: list[tuple[str | float | None, ...]] = [
        (
            one.code,
            one.project,
            one.enterprise,
            one.county,
            one.match.clause.number,
            one.match.clause.title,
            one.match.benefit,
            one.match.estimate.low / 100 if one.match.estimate else None,
            one.match.estimate.high / 100 if one.match.estimate else None,
            one.note,
        )
        for one in found
    ]
    door = Door.of_widest(units, [path.name, *(str(cell) for row in rows for cell in row)])
    write_sheet(path, _TITLE, columns, rows, door=door, note=f"截至{on}　金额为估算，不作承诺")


def _granted(connection: sqlite3.Connection, on: dt.date) -> tuple[set[tuple[int, str]], dict[tuple[int, str], str]]:
    """Return which projects hold which clause on a day, and of those that held it before how that ended."""
    running: set[tuple[int, str]] = set()
    ended: dict[tuple[int, str], str] = {}
    for project, clause, end, reason in connection.execute(
        "SELECT project_id, clause, ended_on, end_reason FROM policy_grant WHERE void_reason IS NULL"
        " AND granted_on <= ? ORDER BY ended_on, id",
        (on.isoformat(),),
    ):
        if end is None or end > on.isoformat():
            running.add((project, clause))
        else:
            ended[project, clause] = f"此前兑现已于{end}终止：{reason}"
    return running, ended


def _claimable(measures: Measures, on: dt.date) -> Iterable[Node]:
    """Return the conditions of the clauses that give something to somebody on that day."""
    for clause in measures.matched:
        rule = clause.rule
        if rule is None or isinstance(rule.benefit, Duty | ReferralMap):
            continue
        if rule.holds_on(on) and rule.review is Outcome.IN_FORCE:
            yield All((STANDING, rule.when))


def _hopeful(gathered: Gathered, wanted: Sequence[Node], on: dt.date) -> list[int]:
    """Return the projects to which at least one clause applies, found over all of them at once."""
    projects = list(gathered)
    columns: Columns = {
        name: [known[name].value if name in known else None for known in gathered.values()] for name in FACTS
    }
    bulk = Bulk(columns, len(projects), on)
    bulk.prepare(wanted)
    answers = [bulk.states(node) for node in wanted]
    return [project for place, project in enumerate(projects) if any(answer[place] == State.YES for answer in answers)]
