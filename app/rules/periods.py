"""A period that figures are asked for: a month, a year, or a range of months."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from fractions import Fraction

from app.rules.errors import Refused

_MONTH = r"(\d{4})-(\d{1,2})"
_FORMS = "月份写 2026-06，全年写 2026，区间写 2026-01..2026-06"


@dataclass(frozen=True, order=True)
class Period:
    """The days from the first of one month to the last of another, both included."""

    first: dt.date
    last: dt.date

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2026-06`, `2026` or `2026-01..2026-06`; raise `Refused` for anything else."""
        text = text.strip()
        if match := re.fullmatch(r"\d{4}", text):
            year = int(text)
            return cls.months(year, 1, year, 12)
        if match := re.fullmatch(_MONTH, text):
            year, month = map(int, match.groups())
            return cls.months(year, month, year, month)
        if match := re.fullmatch(rf"{_MONTH}\.\.{_MONTH}", text):
            return cls.months(*map(int, match.groups()))
        raise Refused(f"看不懂期间“{text}”：{_FORMS}。")

    @classmethod
    def months(cls, year: int, month: int, last_year: int, last_month: int) -> Period:
        """Make the period from one month to another; raise `Refused` where that is none."""
        if not (1 <= month <= 12 and 1 <= last_month <= 12 and 1900 <= year <= last_year <= 9998):
            raise Refused(f"期间“{_named(year, month, last_year, last_month)}”不存在：{_FORMS}。")
        first = dt.date(year, month, 1)
        last = dt.date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])
        if last < first:
            raise Refused(f"期间的终点 {last:%Y-%m} 早于起点 {first:%Y-%m}。")
        return cls(first, last)

    def __str__(self) -> str:
        if (self.first.month, self.last.month) == (1, 12) and self.first.year == self.last.year:
            return str(self.first.year)
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return f"{self.first:%Y-%m}"
        return f"{self.first:%Y-%m}..{self.last:%Y-%m}"

    @property
    def label(self) -> str:
        """What people call it: 2026年6月, 2026年, 2026年1—6月."""
        one, other = self.first, self.last
        if one.year != other.year:
            return f"{one.year}年{one.month}月—{other.year}年{other.month}月"
        if (one.month, other.month) == (1, 12):
            return f"{one.year}年"
        if one.month == other.month:
            return f"{one.year}年{one.month}月"
        return f"{one.year}年{one.month}—{other.month}月"

    @property
    def years(self) -> range:
        """The calendar years that the period touches."""
        return range(self.first.year, self.last.year + 1)

    @property
    def month_count(self) -> int:
        """How many months the period covers."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def months_in(self, year: int, as_of: dt.date) -> tuple[int, int] | None:
        """Return the first and last month of a year that the period covers, begun by `as_of`; None for none."""
        last = min(self.last, dt.date(as_of.year, as_of.month, calendar.monthrange(as_of.year, as_of.month)[1]))
        start = max(self.first, dt.date(year, 1, 1))
        end = min(last, dt.date(year, 12, 31))
        return (start.month, end.month) if end >= start else None

    def share_of_year(self, year: int, as_of: dt.date) -> Fraction:
        """Return the expected share (时序) of the year's task within the period, by months ÷ 12 (§3).

        A month that has begun by `as_of` counts whole, as offices reckon it: in October 10 ÷ 12.
        """
        months = self.months_in(year, as_of)
        return Fraction(months[1] - months[0] + 1, 12) if months else Fraction(0)

    def before(self) -> Period:
        """Return the period that this one is compared with: the month, the year or as many months before.

        The months of a year so far (1—6月) are compared with those to a month earlier (1—5月).
        """
        if self.first.year == self.last.year and self.first.month == 1 and 1 < self.last.month < 12:
            return Period.months(self.first.year, 1, self.last.year, self.last.month - 1)
        first = self.first.year * 12 + self.first.month - 1 - self.month_count
        last = self.first.year * 12 + self.first.month - 2
        return Period.months(first // 12, first % 12 + 1, last // 12, last % 12 + 1)

    def a_month_earlier(self, as_of: dt.date) -> Period | None:
        """Return the period of the same kind that ends a month earlier in the same year; None where there is none.

        A single month steps back one month; a longer period keeps its first month and ends before the month that
        `as_of` has reached in it.
        """
        last = min(self.last, as_of)
        if self.month_count == 1:
            return Period.months(last.year, last.month - 1, last.year, last.month - 1) if last.month > 1 else None
        if (last.year, last.month) == (self.first.year, self.first.month) or last.month == 1:
            return None
        return Period.months(self.first.year, self.first.month, last.year, last.month - 1)

    def each_month(self) -> list[Period]:
        """Return the months of the period, one by one."""
        start = self.first.year * 12 + self.first.month - 1
        numbers = range(start, start + self.month_count)
        return [Period.months(number // 12, number % 12 + 1, number // 12, number % 12 + 1) for number in numbers]


def _named(year: int, month: int, last_year: int, last_month: int) -> str:
    """Return the shortest writing of a range of months, which need not exist."""
    if year == last_year and (month, last_month) == (1, 12):
        return f"{year:04}"
    first, last = f"{year:04}-{month:02}", f"{last_year:04}-{last_month:02}"
    return first if first == last else f"{first}..{last}"
