"""督促: the worklist of a period with its grounds, who is exempt, and who has recovered (docs/supervision.md).

For screens: `worklist` proposes (with grounds) and lists who is exempt and why; `recovered` lists open measures of
units that no longer lag. Exemptions are kept in `exemptions`; what is decided and done is in `measures_taken`.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass
from fractions import Fraction

from app.rules.audience import Audience
from app.rules.errors import Refused
from app.rules.periods import Period
from app.rules.scheme import Completion, Indicator, Measure
from app.rules.scoring import as_json, percent
from app.rules.supervision import (
    DEFAULT,
    Lag,
    LagRule,
    Reached,
    Step,
    audience_for,
    grounds,
    kind_of_paper,
    lagging,
    pattern,
    progress_of,
    spoken_by,
    step_for,
)
from app.services.ranking.measuring import actual_by_unit
from app.services.ranking.ranking import GROUPS, RankingTable, rank
from app.services.ranking.units_over_time import successions
from app.services.supervision.exemptions import exemption_of, spared
from app.services.supervision.measures_taken import MeasureRow, measures_of, open_measures


@dataclass(frozen=True)
class Proposal:
    """A unit that lags and what may be done: for a person to decide. `measure_id` is what was decided already."""

    unit_id: int
    unit: str
    group: str
    lag: Lag
    months_running: int
    step: Step
    measure: str
    audience: Audience
    spoken_by: str
    pattern: str | None
    grounds: str
    measure_id: int | None

    def to_json(self) -> dict[str, object]:
        """Return the proposal as the command line prints it; shares as fractions of 1."""
        return {
            "unit": self.unit,
            "group": self.group,
            "rank": self.lag.unit.rank,
            "score": as_json(self.lag.unit.score),
            "completion": as_json(self.lag.progress.completion),
            "expected": as_json(self.lag.progress.expected),
            "months_running": self.months_running,
            "measure": self.measure,
            "audience": self.audience.label,
            "grounds": self.grounds,
        }


@dataclass(frozen=True)
class Exempted:
    """A unit that lags and is not pressed, with the reason."""

    unit_id: int
    unit: str
    group: str
    reason: str


@dataclass(frozen=True)
class Worklist:
    """What a period asks for: proposals in the order of the ranking, and who is exempt."""

    period: Period
    proposals: tuple[Proposal, ...]
    exempt: tuple[Exempted, ...]


@dataclass(frozen=True)
class Recovered:
    """An open measure whose unit no longer lags, with the sentence that says so."""

    measure: MeasureRow
    grounds: str


def worklist(
    connection: sqlite3.Connection, period: Period, group: str, as_of: dt.date, rule: LagRule = DEFAULT
) -> Worklist:
    """Propose measures for the units of a group that lag in a period, as of a day. Raises as `rank` does.

    Months running count back within the year, each judged as of the same day by the scheme and the tasks of its
    own end. A month in which a unit lagged and an exemption on record spared it is passed over: it neither counts nor
    ends the run. One in which somebody was new in a post ends it: what was before belongs to another post.
    """
    table = rank(connection, period, group, as_of)
    day = min(period.last, as_of)
    lags = lagging(table.scheme, table.rows, rule)
    named = _reached(connection, table) if lags else {}
    earlier = _earlier_months(connection, table, rule) if lags else []
    decided = {row.unit_id: row.id for row in measures_of(connection, period)}
    proposals, exempt = [], []
    for lag in lags:
        unit = lag.unit.unit_id
        if reason := exemption_of(connection, unit, day, rule):
            exempt.append(Exempted(unit, lag.unit.name, group, reason))
            continue
        running = 1
        for month in earlier:
            if unit in month.pressed:
                running += 1
            elif unit not in month.spared:
                break
        step = step_for(running)
        pattern_named = pattern(named[unit])
        proposals.append(
            Proposal(
                unit,
                lag.unit.name,
                group,
                lag,
                running,
                step,
                kind_of_paper(group, step),
                audience_for(group),
                spoken_by(group, step),
                pattern_named,
                grounds(period.label, group, lag, running, pattern_named),
                decided.get(unit),
            )
        )
    return Worklist(period, tuple(proposals), tuple(exempt))


def worklists(
    connection: sqlite3.Connection, period: Period, as_of: dt.date, rule: LagRule = DEFAULT
) -> tuple[Worklist, ...]:
    """Return the worklists of all groups that a scheme ranks; raises as `rank` does where none can be ranked."""
    found, refused = [], None
    for group in GROUPS:
        try:
            found.append(worklist(connection, period, group, as_of, rule))
        except Refused as error:
            refused = error
    if not found and refused is not None:
        raise refused
    return tuple(found)


def pressed(connection: sqlite3.Connection, table: RankingTable, rule: LagRule = DEFAULT) -> tuple[Lag, ...]:
    """Return the units of a ranking that lag and are not exempt: those that a paper may name as behind."""
    day = min(table.period.last, table.as_of)
    return tuple(
        lag
        for lag in lagging(table.scheme, table.rows, rule)
        if exemption_of(connection, lag.unit.unit_id, day, rule) is None
    )


def recovered(
    connection: sqlite3.Connection, period: Period, group: str, as_of: dt.date, rule: LagRule = DEFAULT
) -> tuple[Recovered, ...]:
    """Return the open measures of units that no longer lag in a later period: to be relieved by a person."""
    table = rank(connection, period, group, as_of)
    lags = {lag.unit.unit_id for lag in lagging(table.scheme, table.rows, rule)}
    rows = {row.unit_id: row for row in table.rows}
    found = []
    for measure in open_measures(connection, group):
        unit = rows.get(measure.unit_id)
        earlier = Period.parse(measure.period).last < period.last
        if unit is None or unit.rank is None or unit.unit_id in lags or not earlier:
            continue
        progress = progress_of(table.scheme, unit)
        if progress is not None:
            told = (
                f"{unit.name}{period.label}列第{unit.rank}位，加权完成率{percent(progress.completion)}，"
                f"时序应达{percent(progress.expected)}，不再符合落后条件，建议解除{measure.kind}。"
            )
            found.append(Recovered(measure, told))
    return tuple(found)


@dataclass(frozen=True)
class _Month:
    """Who lagged in a month: those pressed, and those whom an exemption on record spared."""

    pressed: frozenset[int]
    spared: frozenset[int]


def _earlier_months(connection: sqlite3.Connection, table: RankingTable, rule: LagRule) -> list[_Month]:
    """Return who lagged in the months before, going back until nobody did."""
    found: list[_Month] = []
    period = table.period.a_month_earlier(table.as_of)
    while period is not None:
        try:
            before = rank(connection, period, table.group, table.as_of)
        except Refused:
            break
        day = min(before.period.last, before.as_of)
        units = [lag.unit.unit_id for lag in lagging(before.scheme, before.rows, rule)]
        month = _Month(
            frozenset(unit for unit in units if exemption_of(connection, unit, day, rule) is None),
            frozenset(unit for unit in units if spared(connection, unit, day, rule)),
        )
        if not month.pressed | month.spared:
            break
        found.append(month)
        period = period.a_month_earlier(table.as_of)
    return found


def _reached(connection: sqlite3.Connection, table: RankingTable) -> dict[int, Reached]:
    """Return what every unit reached from January (or the period's first month) to the end of the period."""
    last = table.period.last
    span = Period(min(table.period.first, dt.date(last.year, 1, 1)), last)
    moves = successions(connection, min(last, table.as_of))
    signed, started, funds = (
        actual_by_unit(
            connection,
            Indicator(key=key, label=key, measure=measure, rule=Completion()),
            span,
            table.group,
            table.as_of,
            moves,
        )
        for key, measure in (("signed", Measure.SIGNED), ("started", Measure.STARTED), ("funds", Measure.FUNDS))
    )
    return {
        row.unit_id: Reached(*(Fraction(values.get(row.unit_id, 0)) for values in (signed, started, funds)))
        for row in table.rows
    }
