"""任务: what held on a day, how much of it is due by a month, and how a city's task is shared out (domain.md §3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.rules.errors import Refused
from app.rules.money import MOST_FEN, YI, share_out
from app.rules.periods import Period

WHOLE = 10_000
"""Shares of a curve are kept in so many parts of the whole."""
MOST_COUNT = 10**9
"""No city counts more projects; a larger number is a slip, and columns hold 64 bits."""
FIRST_YEAR, LAST_YEAR = 1990, 2100


def check_year(year: int) -> None:
    """Refuse a year that no task can be of."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"“{year}”不是任务的年份。请写 {FIRST_YEAR} 到 {LAST_YEAR} 之间的一年，如 2026。")


def check_size(value: Decimal, text: str, *, money: bool) -> None:
    """Refuse a number (个, or 亿元 for money) that nobody can have meant; `text` is how it was written."""
    if abs(value) > (MOST_FEN // YI if money else MOST_COUNT):
        most = f"{MOST_FEN // YI // 10_000}万亿元" if money else f"{MOST_COUNT // 10**8}亿个"
        raise Refused(f"“{text}”大得不合情理（最多{most}）。请核对位数和单位。")


@dataclass(frozen=True)
class Curve:
    """序时: the share of a year's task due by the end of each month, cumulative, in 1/10,000."""

    shares: tuple[int, ...]

    @classmethod
    def of(cls, shares: Iterable[int]) -> Curve:
        """Check twelve cumulative shares: none falls below the one before, and the last is the whole."""
        given = tuple(shares)
        if len(given) != 12:
            raise Refused(f"进度曲线要有 12 个月的累计百分比，这里有 {len(given)} 个。")
        if any(later < earlier for earlier, later in zip((0, *given), given, strict=False)):
            raise Refused("进度曲线是累计数，后一个月不能小于前一个月，也不能小于 0。")
        if given[-1] != WHOLE:
            raise Refused("进度曲线的 12 月必须是 100%。")
        return cls(given)

    @classmethod
    def parse(cls, text: str) -> Curve:
        """Read twelve percentages such as `5,12,20,…,100` (with at most two decimals); raise `Refused`."""
        parts = [part.strip().removesuffix("%") for part in text.replace("，", ",").split(",")]
        try:
            shares = [Fraction(part) * 100 for part in parts]
        except (ValueError, ZeroDivisionError):
            raise Refused(f"看不懂进度曲线“{text}”：请写 12 个累计百分比，用逗号隔开，如 5,12,20,…,100。") from None
        if any(share.denominator != 1 for share in shares):
            raise Refused("进度曲线的百分比最多两位小数。")
        return cls.of(int(share) for share in shares)

    def due(self, period: Period, year: int, as_of: dt.date) -> Fraction:
        """Return the share of the year's task due within the period; a month begun by `as_of` counts whole."""
        months = period.months_in(year, as_of)
        if months is None:
            return Fraction(0)
        before = self.shares[months[0] - 2] if months[0] > 1 else 0
        return Fraction(self.shares[months[1] - 1] - before, WHOLE)


@dataclass(frozen=True)
class ChangedTask:
    """A change of a task within its year; `value` is None where the task was taken away."""

    from_day: dt.date
    value: int | None


def task_on(base: int, from_day: dt.date | None, changes: Sequence[ChangedTask], day: dt.date) -> int | None:
    """Return the task that held on a day; None where there was none then.

    A task without a day of its own holds from the year's beginning; of several changes the latest begun decides,
    and of two from one day the one recorded last.
    """
    if from_day is not None and day < from_day:
        return None
    value: int | None = base
    for change in sorted(changes, key=lambda one: one.from_day):
        if change.from_day <= day:
            value = change.value
    return value


def split_task(total: int, weights: Sequence[int] | None, count: int) -> list[int]:
    """Share a city's task over units: by weights (last year's results, or given ones), equally without.

    The parts add up to the whole by largest remainder; the first of equals gets the odd one. Raises `Refused`
    where there is nothing to share by.
    """
    if total < 0:
        raise Refused("任务数不能是负数。")
    if count == 0:
        raise Refused("没有单位可以分解任务。")
    try:
        return share_out(total, weights if weights is not None else [1] * count)
    except ValueError:
        raise Refused("权重全部为 0 或有负数，无法按它分解；请改用平均分解，或另给权重。") from None
