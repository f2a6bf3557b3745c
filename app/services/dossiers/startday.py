"""The start of the day (§1): what is due, overdue, signed but not started, unverified, contradictory."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.rules.clocks import OF_STAGE, SOON, Clock
from app.rules.stages import Stage, contradictions
from app.services.dossiers.clocks import clock_days

MOST = 300
"""So many lines of each kind are shown; the count says how many there are."""


@dataclass(frozen=True)
class DayLine:
    """One thing to see to. `day` is its day, `days` how many ago it was (below 0: still to come)."""

    project_id: int
    code: str
    project: str
    county: str
    what: str
    day: dt.date | None
    days: int | None

    def to_json(self) -> dict[str, object]:
        """Return the line as the command line prints it for programs."""
        return {
            "code": self.code,
            "project": self.project,
            "county": self.county,
            "what": self.what,
            "day": self.day.isoformat() if self.day else None,
            "days": self.days,
        }


@dataclass(frozen=True)
class DayGroup:
    """The lines of one kind: the first `MOST` of `count`."""

    key: str
    label: str
    count: int
    lines: tuple[DayLine, ...]

    def to_json(self) -> dict[str, object]:
        """Return the group for programs."""
        items = [line.to_json() for line in self.lines]
        return {"kind": self.key, "label": self.label, "count": self.count, "items": items}


@dataclass(frozen=True)
class StartOfDay:
    """All groups, those without lines too."""

    today: dt.date
    groups: tuple[DayGroup, ...]

    @property
    def count(self) -> int:
        """How many things there are to see to."""
        return sum(group.count for group in self.groups)

    def group(self, key: str) -> DayGroup:
        """Return the group of that key."""
        return next(group for group in self.groups if group.key == key)


def start_of_day(connection: sqlite3.Connection, today: dt.date) -> StartOfDay:
    """Return what the office should see to on `today`."""
    clocks = clock_days(connection, today)
    soon = today + dt.timedelta(days=SOON)
    dated = [*_next_steps(connection, soon), *_problems(connection, soon), *_clocks(connection, clocks, soon)]
    unstarted = _stage_clock(connection, Stage.SIGNED, clocks[Clock.UNSTARTED], today - dt.timedelta(days=1))
    groups = (
        _group("overdue", "已过时限", (line for line in dated if line[-1] < today), today),
        _group("due", f"今天和 {SOON} 天内到期", (line for line in dated if line[-1] >= today), today),
        _group("unstarted", f"签约超过 {clocks[Clock.UNSTARTED]} 天未开工", unstarted, today),
        _unverified(connection, today),
        _contradictory(connection),
    )
    return StartOfDay(today, tuple(_with_heads(connection, group) for group in groups))


_Raw = tuple[int, str, dt.date]
"""Project, what, day by which it is due."""


def _group(key: str, label: str, raws: Iterable[_Raw], today: dt.date) -> DayGroup:
    """Make a group of what is due by a day, the longest overdue first; heads are read later for those shown."""
    ordered = sorted(raws, key=lambda raw: (raw[2], raw[0]))
    lines = tuple(DayLine(project, "", "", "", what, day, (today - day).days) for project, what, day in ordered[:MOST])
    return DayGroup(key, label, len(ordered), lines)


def _next_steps(connection: sqlite3.Connection, until: dt.date) -> list[_Raw]:
    rows = connection.execute(
        "SELECT v.project_id, v.next_step, v.next_day FROM visit v JOIN project p ON p.id = v.project_id"
        " WHERE v.next_day <= ? AND v.next_day IS NOT NULL AND v.next_done_on IS NULL AND v.void_reason IS NULL"
        f" AND p.void_reason IS NULL AND p.stage <> {int(Stage.TERMINATED)}",
        (until.isoformat(),),
    )
    return [(project, f"下一步：{step}", dt.date.fromisoformat(day)) for project, step, day in rows]


def _problems(connection: sqlite3.Connection, until: dt.date) -> list[_Raw]:
    rows = connection.execute(
        "SELECT b.project_id, b.what, b.solver, b.due FROM problem b JOIN project p ON p.id = b.project_id"
        " WHERE b.due <= ? AND b.solved_on IS NULL AND b.void_reason IS NULL"
        f" AND p.void_reason IS NULL AND p.stage <> {int(Stage.TERMINATED)}",
        (until.isoformat(),),
    )
    return [
        (project, f"问题：{what}（{solver}负责）", dt.date.fromisoformat(day)) for project, what, solver, day in rows
    ]


def _clocks(connection: sqlite3.Connection, clocks: dict[Clock, int], until: dt.date) -> list[_Raw]:
    """The clocks of leads and negotiations, and of signings that are near their end but not past it."""
    found: list[_Raw] = []
    for stage, clock in OF_STAGE.items():
        lines = _stage_clock(connection, stage, clocks[clock], until)
        if stage is Stage.SIGNED:
            begin = until - dt.timedelta(days=SOON)
            lines = [line for line in lines if line[2] >= begin]
        found += lines
    return found


def _stage_clock(connection: sqlite3.Connection, stage: Stage, days: int, until: dt.date) -> list[_Raw]:
    """Return the projects at a stage whose clock ends by `until`, with the day on which it does.

    A stage without a day counts from the day on which the project was entered.
    """
    since = (until - dt.timedelta(days=days)).isoformat()
    dated = connection.execute(
        "SELECT p.id, s.day FROM project p JOIN stage_event s ON s.project_id = p.id AND s.stage = p.stage"
        " AND s.is_main = 1 AND s.void_reason IS NULL"
        " WHERE p.stage = ? AND p.void_reason IS NULL AND s.day <= ?",
        (int(stage), since),
    ).fetchall()
    undated = (
        connection.execute(
            "SELECT p.id, substr(c.at, 1, 10) FROM project p JOIN change_item i ON i.table_name = 'project'"
            " AND i.row_id = p.id AND i.before IS NULL JOIN change c ON c.id = i.change_id"
            " WHERE p.stage = ? AND p.void_reason IS NULL AND substr(c.at, 1, 10) <= ? AND NOT EXISTS (SELECT 1"
            " FROM stage_event s WHERE s.project_id = p.id AND s.is_main = 1 AND s.void_reason IS NULL)",
            (int(stage), since),
        ).fetchall()
        if stage is Stage.LEAD
        else []
    )
    what = f"{OF_STAGE[stage].label}（时限 {days} 天）"
    return [(project, what, dt.date.fromisoformat(day) + dt.timedelta(days=days)) for project, day in dated + undated]


def _unverified(connection: sqlite3.Connection, today: dt.date) -> DayGroup:
    where = (
        "FROM stage_event s JOIN project p ON p.id = s.project_id WHERE s.verified_on IS NULL AND s.is_main = 1"
        " AND s.void_reason IS NULL AND p.void_reason IS NULL AND s.stage >= ?"
    )
    first = int(Stage.SIGNED)
    (count,) = connection.execute(f"SELECT count(*) {where}", (first,)).fetchone()
    rows = connection.execute(
        "SELECT s.project_id, s.stage, s.day, s.evidence <> '' OR EXISTS (SELECT 1 FROM evidence v"
        f" WHERE v.stage_event_id = s.id AND v.void_reason IS NULL) {where} ORDER BY s.day, s.id LIMIT {MOST}",
        (first,),
    )
    lines = []
    for project, stage, text, proven in rows:
        day = dt.date.fromisoformat(text)
        told = f"{Stage(stage).label}待认定" + ("" if proven else "（没有佐证）")
        lines.append(DayLine(project, "", "", "", told, day, (today - day).days))
    return DayGroup("unverified", "待认定", count, tuple(lines))


def _contradictory(connection: sqlite3.Connection) -> DayGroup:
    """Days that run backwards, stages left out, and money that became less without a paper."""
    found: dict[int, list[str]] = {}
    suspects = [project for (project,) in connection.execute(_SUSPECT_STAGES)]
    for start in range(0, len(suspects), 400):
        page = suspects[start : start + 400]
        days: dict[int, dict[Stage, dt.date]] = {}
        for project, stage, day in connection.execute(
            f"SELECT project_id, stage, day FROM stage_event WHERE project_id IN ({','.join('?' * len(page))})"
            " AND is_main = 1 AND void_reason IS NULL",
            page,
        ):
            days.setdefault(project, {})[Stage(stage)] = dt.date.fromisoformat(day)
        for project, known in days.items():
            if faults := contradictions(known):
                found[project] = [fault.reason for fault in faults]
    for project, day, amount in connection.execute(
        "SELECT f.project_id, f.day, f.total FROM (SELECT project_id, day, amount_fen, voucher,"
        " sum(amount_fen) OVER (PARTITION BY project_id ORDER BY day, id) AS total FROM funds_arrival"
        " WHERE void_reason IS NULL AND project_id IN (SELECT project_id FROM funds_arrival WHERE amount_fen < 0"
        " AND void_reason IS NULL)) f JOIN project p ON p.id = f.project_id AND p.void_reason IS NULL"
        " WHERE (f.amount_fen < 0 AND f.voucher = '') OR f.total < 0 ORDER BY f.project_id, f.day"
    ):
        told = f"累计到位资金在{day}变成负数" if amount < 0 else f"累计到位资金在{day}减少，没有更正依据"
        if told not in found.setdefault(project, []):
            found[project].append(told)
    lines = tuple(
        DayLine(project, "", "", "", "；".join(told), None, None) for project, told in list(found.items())[:MOST]
    )
    return DayGroup("contradictory", "前后矛盾", len(found), lines)


_SUSPECT_STAGES = (
    "SELECT o.project_id FROM (SELECT project_id, stage, day, lag(day) OVER (PARTITION BY project_id ORDER BY stage)"
    " AS before FROM stage_event WHERE is_main = 1 AND void_reason IS NULL"
    f" AND stage <> {int(Stage.TERMINATED)}) o JOIN project p ON p.id = o.project_id AND p.void_reason IS NULL"
    f" GROUP BY o.project_id HAVING max(o.before > o.day) = 1 OR (max(o.stage) >= {int(Stage.SIGNED)}"
    f" AND max(o.stage) - {int(Stage.SIGNED) - 1} > sum(o.stage >= {int(Stage.SIGNED)}))"
)
"""Projects whose days run backwards or leave a stage out, seen in one pass; `rules.stages` says what is wrong."""


def _with_heads(connection: sqlite3.Connection, group: DayGroup) -> DayGroup:
    """Return the group with codes, names and counties of its projects."""
    ids = list(dict.fromkeys(line.project_id for line in group.lines))
    heads: dict[int, tuple[str, str, str]] = {}
    for project, *head in connection.execute(
        "SELECT p.id, p.code, p.name, coalesce(u.name, '') FROM project p LEFT JOIN unit u ON u.id = p.county_id"
        f" WHERE p.id IN ({','.join('?' * len(ids))})",
        ids,
    ):
        heads[project] = (head[0], head[1], head[2])
    lines = []
    for line in group.lines:
        code, name, county = heads[line.project_id]
        lines.append(replace(line, code=code, project=name, county=county))
    return replace(group, lines=tuple(lines))
