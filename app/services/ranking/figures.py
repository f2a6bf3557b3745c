"""What the units of a group did and were to do in a period: everything that scoring needs, read once."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from app.rules.money import YI
from app.rules.periods import Period
from app.rules.scheme import Completion, Indicator, Measure, Scheme
from app.rules.scoring import PointsByHand, UnitFigures
from app.services.ranking.due_tasks import read_tasks
from app.services.ranking.measured_events import own_credit
from app.services.ranking.measuring import ByUnit, actual_by_unit, city_actual, same
from app.services.ranking.units_over_time import Succession, successions, units_on

OVER, AMOUNT = (
    Indicator(key=key, label=label, measure=measure, at_least_fen=least, rule=Completion())
    for key, label, measure, least in (
        ("over", "亿元以上项目", Measure.SIGNED, YI),
        ("amount", "签约额", Measure.SIGNED_AMOUNT, 0),
    )
)
"""What orders equal scores (§3), whatever the scheme measures."""


@dataclass(frozen=True)
class GroupFigures:
    """The figures of a group, unit by unit, and of the whole city by indicator (each project once)."""

    units: tuple[UnitFigures, ...]
    city: dict[str, Fraction]


def group_figures(
    connection: sqlite3.Connection, scheme: Scheme, period: Period, group: str, as_of: dt.date
) -> GroupFigures:
    """Read the figures of a group over a period as of a day, as the scheme asks for them."""
    day = min(period.last, as_of)
    moves = successions(connection, day)
    own = own_credit(connection)
    seen: dict[object, ByUnit] = {}

    def measured(indicator: Indicator) -> ByUnit:
        key = same(indicator, own)
        if key not in seen:
            seen[key] = actual_by_unit(connection, indicator, period, group, as_of, moves)
        return seen[key]

    actual = {one.key: measured(one) for one in scheme.indicators}
    over, amount = measured(OVER), measured(AMOUNT)
    targets, expected = read_tasks(connection, scheme, period.years, group).due(period, as_of, moves)
    manual = points_by_hand(connection, period, as_of, moves)
    units = tuple(
        UnitFigures(
            unit_id=unit.id,
            name=unit.name,
            actual={key: values.get(unit.id, Fraction(0)) for key, values in actual.items()},
            targets=targets.get(unit.id, {}),
            expected=expected.get(unit.id, {}),
            over=over.get(unit.id, Fraction(0)),
            amount=amount.get(unit.id, Fraction(0)),
            class_key=unit.class_key,
            manual=tuple(manual.get(unit.id, ())),
        )
        for unit in units_on(connection, group, day)
    )
    city = {one.key: city_actual(connection, one, period, as_of) for one in scheme.indicators}
    return GroupFigures(units, city)


def points_by_hand(
    connection: sqlite3.Connection, period: Period, as_of: dt.date, moves: Sequence[Succession] = ()
) -> dict[int, list[PointsByHand]]:
    """Return the points given by hand within a period, by unit; those of a predecessor go to its successors."""
    found: dict[int, list[PointsByHand]] = {}
    for unit, points, reason, evidence in connection.execute(
        "SELECT unit_id, points, reason, evidence FROM manual_points WHERE day BETWEEN ? AND ?"
        " AND void_reason IS NULL ORDER BY day, id",
        (period.first.isoformat(), min(period.last, as_of).isoformat()),
    ):
        found.setdefault(unit, []).append(PointsByHand(Decimal(points), reason, evidence))
    for day in sorted({move.day for move in moves}):
        before = {unit: list(points) for unit, points in found.items()}
        for old in {move.old for move in moves if move.day == day} & before.keys():
            left = 1 - sum((move.share for move in moves if (move.day, move.old) == (day, old)), Fraction(0))
            found[old] = _parts(before[old], left)
        for move in (one for one in moves if one.day == day):
            found.setdefault(move.new, []).extend(_parts(before.get(move.old, []), move.share))
    return found


def _parts(points: Sequence[PointsByHand], share: Fraction) -> list[PointsByHand]:
    """Return a part of some points by hand; none of them for a share of nothing."""
    part = Decimal(share.numerator) / Decimal(share.denominator)
    return [replace(one, points=one.points * part) for one in points] if share else []
