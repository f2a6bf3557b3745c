"""The year's bonus budget taken apart: what was paid, is due and may come, by stage and by quarter."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from app.rules.money import Fen, share_out
from app.rules.stages import DATED_FROM_SIGNING, Stage
from app.services.policy.bonus_lists import YearBudget, all_bonuses, to_come, year_budget
from app.services.policy.bonuses import Bonus

CARRIED = "往年结转"
"""What fell due before the year and is still unpaid."""


@dataclass(frozen=True)
class MoneyLine:
    """One bar: its name, and in 分 what was paid in the year, is due and unpaid, and may still fall due."""

    name: str
    paid: Fen = 0
    due: Fen = 0
    forecast: Fen = 0


@dataclass(frozen=True)
class BudgetDetail:
    """A year's budget with its lines by stage and by quarter; each set of lines adds up to the year's sums."""

    year: YearBudget
    stages: tuple[MoneyLine, ...]
    quarters: tuple[MoneyLine, ...]


def budget_detail(connection: sqlite3.Connection, year: int, on: dt.date) -> BudgetDetail:
    """Return a year's budget with what makes up its sums as of a day.

    By quarter the dues stand where their stage was verified, those of earlier years apart; what may still come has no
    quarter, since nobody knows when the stages will be reached. What something holds up is in neither (`blocked`).
    """
    paid: dict[tuple[Stage, int], Fen] = {}
    for stage, month, amount in connection.execute(
        "SELECT c.stage, CAST(substr(b.paid_on, 6, 2) AS INTEGER), b.amount_fen FROM bonus_part b"
        " JOIN bonus_claim c ON c.id = b.claim_id WHERE b.void_reason IS NULL AND c.void_reason IS NULL"
        " AND substr(b.paid_on, 1, 4) = ? AND b.paid_on <= ?",
        (str(year), on.isoformat()),
    ):
        place = Stage(stage), (month + 2) // 3
        paid[place] = paid.get(place, 0) + amount
    due: dict[tuple[Stage, str], Fen] = {}
    forecast: dict[Stage, Fen] = {}
    for bonus in all_bonuses(connection, on):
        if bonus.terminated_on is not None:
            continue
        for part in bonus.ledger.parts:
            if part.verified_on is not None and part.payable and not bonus.why_held:
                place = part.stage, _quarter(part.verified_on, year)
                due[place] = due.get(place, 0) + part.payable
        for stage, amount in _to_come(bonus).items():
            forecast[stage] = forecast.get(stage, 0) + amount
    stages = tuple(
        MoneyLine(
            stage.label,
            sum(amount for (one, _), amount in paid.items() if one is stage),
            sum(amount for (one, _), amount in due.items() if one is stage),
            forecast.get(stage, 0),
        )
        for stage in DATED_FROM_SIGNING
    )
    quarters = tuple(
        MoneyLine(
            name,
            sum(amount for (_, quarter), amount in paid.items() if quarter == number),
            sum(amount for (_, when), amount in due.items() if when == name),
        )
        for number, name in enumerate((CARRIED, "一季度", "二季度", "三季度", "四季度"))
    )
    return BudgetDetail(year_budget(connection, year, on), stages, quarters)


def _quarter(day: dt.date, year: int) -> str:
    if day.year < year:
        return CARRIED
    return ("一季度", "二季度", "三季度", "四季度")[(day.month - 1) // 3]


def _to_come(bonus: Bonus) -> dict[Stage, Fen]:
    """Return what the stages not yet verified may still cost, by their percents, to the 分."""
    left = to_come(bonus)
    still = [part for part in bonus.ledger.parts if part.verified_on is None]
    if not still or not left:
        return {}
    return dict(zip((part.stage for part in still), share_out(left, [part.percent for part in still]), strict=True))
