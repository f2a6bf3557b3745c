"""What if: one more project of 1.2 亿 for a unit, and who would stand where. Nothing is written.

For screens: build `Supposed` values and call `what_if`; the answer is a `Comparison` like any other.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from app.rules.errors import Refused
from app.rules.money import MOST_FEN, YI
from app.rules.periods import Period
from app.rules.scheme import Indicator, Measure
from app.rules.scoring import UnitFigures
from app.rules.stages import Stage
from app.services.ranking.comparing import Comparison, moves_between
from app.services.ranking.figures import GroupFigures, group_figures
from app.services.ranking.measuring import actual_by_unit, signed_alike
from app.services.ranking.ranking import check_level, scheme_of, table_of

_MOST = 10_000
"""Projects that may be supposed at once."""

_AT_STAGE = {
    Measure.SIGNED: Stage.SIGNED,
    Measure.SIGNED_AMOUNT: Stage.SIGNED,
    Measure.STARTED: Stage.STARTED,
    Measure.COMPLETED: Stage.COMPLETED,
    Measure.IN_PRODUCTION: Stage.IN_PRODUCTION,
    Measure.YIELDING: Stage.YIELDING,
}


@dataclass(frozen=True)
class Supposed:
    """So many more projects of a unit, of one amount (分) each, that reached these stages in the period.

    `funds_fen` arrived for each of them; `leading` says whether they belong to a leading industry.
    """

    unit_id: int
    amount_fen: int
    count: int = 1
    stages: tuple[Stage, ...] = (Stage.SIGNED,)
    funds_fen: int = 0
    leading: bool = False


def what_if(
    connection: sqlite3.Connection,
    period: Period,
    group: str,
    as_of: dt.date,
    supposed: Sequence[Supposed],
    *,
    level: str = "",
) -> Comparison:
    """Rank with the supposed projects beside the ranking as it is; raises as `rank` does, and for an unknown unit."""
    check_level(connection, period, group, level)
    scheme_id, held = scheme_of(connection, period, group, as_of)
    scheme = held.at_level(level)
    figures = group_figures(connection, scheme, period, group, as_of)
    known = {unit.unit_id for unit in figures.units}
    if any(one.unit_id not in known for one in supposed):
        raise Refused("假设的单位不在这一组的排名里。请在本组单位中选择。")
    if any(one.amount_fen <= 0 or one.count < 1 for one in supposed):
        raise Refused("假设的项目投资额要大于 0，个数至少为 1。")
    if any(max(one.amount_fen, one.funds_fen) > MOST_FEN or one.count > _MOST for one in supposed):
        raise Refused(f"假设的投资额或到位资金大得不合情理，或个数多于 {_MOST} 个。请核对位数和单位（亿元）。")
    signed = {
        one.key: actual_by_unit(connection, signed_alike(one), period, group, as_of)
        for one in scheme.indicators
        if one.measure is Measure.LEADING_SHARE
    }
    units = tuple(_with(unit, scheme.indicators, supposed, signed) for unit in figures.units)
    city = {
        one.key: figures.city[one.key] + sum((_adds(one, more) for more in supposed), Fraction(0))
        for one in scheme.indicators
    }
    before = table_of(scheme_id, scheme, period, group, as_of, figures)
    after = table_of(scheme_id, scheme, period, group, as_of, GroupFigures(units, city))
    return Comparison(before, after, moves_between(before, after), ())


def _with(
    unit: UnitFigures,
    indicators: Sequence[Indicator],
    supposed: Sequence[Supposed],
    signed: dict[str, dict[int, Fraction]],
) -> UnitFigures:
    own = [one for one in supposed if one.unit_id == unit.unit_id]
    if not own:
        return unit
    actual = dict(unit.actual)
    for indicator in indicators:
        if indicator.measure is Measure.LEADING_SHARE:
            whole = signed[indicator.key].get(unit.unit_id, Fraction(0))
            leading = actual[indicator.key] * whole + sum(one.count for one in own if one.leading)
            actual[indicator.key] = leading / (whole + sum(one.count for one in own))
        else:
            actual[indicator.key] += sum((_adds(indicator, one) for one in own), Fraction(0))
    signing = [one for one in own if Stage.SIGNED in one.stages]
    return replace(
        unit,
        actual=actual,
        over=unit.over + sum(one.count for one in signing if one.amount_fen >= YI),
        amount=unit.amount + sum(one.count * one.amount_fen for one in signing),
    )


def _adds(indicator: Indicator, one: Supposed) -> Fraction:
    """Return what a supposed project adds to an indicator (nothing to a share, which is reckoned apart)."""
    if one.amount_fen < indicator.at_least_fen or (indicator.leading_only and not one.leading):
        return Fraction(0)
    if indicator.below_fen is not None and one.amount_fen >= indicator.below_fen:
        return Fraction(0)
    if indicator.measure is Measure.FUNDS:
        return Fraction(one.count * one.funds_fen)
    if _AT_STAGE.get(indicator.measure) not in one.stages:
        return Fraction(0)
    return Fraction(one.count * (one.amount_fen if indicator.measure.is_money else 1))
