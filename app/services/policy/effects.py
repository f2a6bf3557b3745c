"""What happened before and after a measure's first day (domain.md §8): a description of figures, not a proof."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from app.models.office import read_names
from app.rules.errors import Refused
from app.rules.money import YI, Fen
from app.rules.periods import Period
from app.rules.stages import Stage

MONTHS = 6
YEARS = 3
CAUTION = "本表只描述前后变化，不证明变化由办法引起：季节、行情、上年基数和登记口径都可能有影响。"


@dataclass(frozen=True)
class MonthFigures:
    """Verified signings of a month: projects, those of at least 1 亿, amount in 分; whether the measures held.

    `unfinished` where the month was not over on the day as of which the figures are.
    """

    month: str
    after: bool
    signed: int
    over: int
    amount: Fen
    rank: int | None
    unfinished: bool = False


@dataclass(frozen=True)
class Earlier:
    """The same months as those after the first day, in an earlier year, summed."""

    year: int
    signed: int
    over: int
    amount: Fen


@dataclass(frozen=True)
class EarlierMonth:
    """One of the months shown, so many years `back`: its figures stand muted beside those of the month itself."""

    month: str
    back: int
    signed: int
    over: int
    amount: Fen


@dataclass(frozen=True)
class SplitLine:
    """Signings of one group's units or one industry, in the months before and in as many after."""

    name: str
    before: int
    after: int
    amount_before: Fen
    amount_after: Fen


@dataclass(frozen=True)
class Effects:
    """The figures around a day; `months` in order, the same months of earlier years, splits, and the caution."""

    first_day: dt.date
    as_of: dt.date
    months: tuple[MonthFigures, ...]
    same_months: tuple[Earlier, ...]
    by_group: tuple[SplitLine, ...]
    by_industry: tuple[SplitLine, ...]
    earlier: tuple[EarlierMonth, ...] = ()
    caution: str = CAUTION

    @property
    def first_month(self) -> MonthFigures:
        """The first month under the measures."""
        return next(one for one in self.months if one.after)

    @property
    def unfinished(self) -> tuple[str, ...]:
        """The months shown that were not over yet: the last one, or none."""
        return tuple(one.month for one in self.months if one.unfinished)

    def to_json(self) -> dict[str, object]:
        """Return the figures as the command line prints them for programs."""
        first = self.first_month
        return {
            "first_day": self.first_day.isoformat(),
            "as_of": self.as_of.isoformat(),
            "first_month": {"month": first.month, "signed": first.signed, "over": first.over, "rank": first.rank},
            "months": [dict(vars(one)) for one in self.months],
            "same_months": [dict(vars(one)) for one in self.same_months],
            "by_group": [dict(vars(one)) for one in self.by_group],
            "by_industry": [dict(vars(one)) for one in self.by_industry],
            "earlier": [dict(vars(one)) for one in self.earlier],
            "caution": self.caution,
        }


_GROUPS = {"county": "县区", "department": "部门", "leader": "市领导"}


def effects(
    connection: sqlite3.Connection, first_day: dt.date, as_of: dt.date, *, months: int = MONTHS, years: int = YEARS
) -> Effects:
    """Return the figures around a measure's first day: as many months before as after it, as known on a day.

    Months after `as_of` are left out, and as many before the day are compared. A project counts once for the city and
    once in each group that it is credited to. Raises `Refused` where the day lies after `as_of`.
    """
    if first_day > as_of:
        raise Refused(f"{first_day}还没有到，看不出前后变化。")
    number = first_day.year * 12 + first_day.month - 1
    last = min(number + months - 1, as_of.year * 12 + as_of.month - 1)
    count = last - number + 1
    shown = [_month(number + step) for step in range(-count, count)]
    figures = _by_month(connection, shown[0].first, shown[-1].last, as_of)
    ranks = _ranks(connection)
    lines = tuple(
        MonthFigures(
            str(one),
            one.first >= first_day.replace(day=1),
            *figures.get(str(one), (0, 0, 0)),
            ranks.get(str(one)),
            as_of < one.last,
        )
        for one in shown
    )
    earlier = tuple(one for back in range(1, years + 1) for one in _back(connection, shown, back, as_of))
    return Effects(
        first_day,
        as_of,
        lines,
        tuple(
            _summed(earlier, back, str(shown[count])[:4], {str(one) for one in shown[count:]})
            for back in range(1, years + 1)
        ),
        tuple(_split(connection, "group", shown, count, as_of)),
        tuple(_split(connection, "industry", shown, count, as_of)),
        earlier,
    )


_SIGNED = (
    "FROM stage_event s JOIN project p ON p.id = s.project_id AND p.void_reason IS NULL{joins}"
    " WHERE s.stage = :signed AND s.is_main = 1 AND s.void_reason IS NULL AND s.day BETWEEN :first AND :last"
    " AND s.verified_on <= :as_of"
)
_AMOUNT = "coalesce(s.amount_fen, p.investment_fen, 0)"


def _by_month(
    connection: sqlite3.Connection, first: dt.date, last: dt.date, as_of: dt.date
) -> dict[str, tuple[int, int, Fen]]:
    rows = connection.execute(
        f"SELECT substr(s.day, 1, 7), count(*), sum({_AMOUNT} >= {YI}), sum({_AMOUNT}) {_SIGNED.format(joins='')}"
        " GROUP BY 1",
        _values(first, last, as_of),
    )
    return {month: (signed, over, amount) for month, signed, over, amount in rows}


def _back(connection: sqlite3.Connection, shown: Sequence[Period], back: int, as_of: dt.date) -> list[EarlierMonth]:
    """Return the months shown, so many years earlier; `month` is the month shown beside which they stand."""
    first, last = shown[0].first, shown[-1].last
    period = Period.months(first.year - back, first.month, last.year - back, last.month)
    figures = _by_month(connection, period.first, period.last, as_of)
    return [
        EarlierMonth(str(one), back, *figures.get(f"{one.first.year - back}-{one.first.month:02d}", (0, 0, 0)))
        for one in shown
    ]


def _summed(earlier: Sequence[EarlierMonth], back: int, year: str, after: set[str]) -> Earlier:
    """Sum the same months as those after the first day, so many years earlier."""
    mine = [one for one in earlier if one.back == back and one.month in after]
    return Earlier(
        int(year) - back,
        sum(one.signed for one in mine),
        sum(one.over for one in mine),
        sum(one.amount for one in mine),
    )


def _split(
    connection: sqlite3.Connection, by: str, shown: Sequence[Period], count: int, as_of: dt.date
) -> list[SplitLine]:
    if by == "group":
        name = "u.group_key"
        joins = (
            " JOIN (SELECT DISTINCT c.project_id, v.group_key FROM credit c JOIN unit v ON v.id = c.unit_id"
            " WHERE c.void_reason IS NULL) u ON u.project_id = p.id"
        )
    else:
        name, joins = "coalesce(i.name, '未归类')", " LEFT JOIN industry i ON i.id = p.industry_id"
    values = {**_values(shown[0].first, shown[-1].last, as_of), "turn": shown[count].first.isoformat()}
    rows = connection.execute(
        f"SELECT {name}, sum(s.day < :turn), sum(s.day >= :turn),"
        f" sum(CASE WHEN s.day < :turn THEN {_AMOUNT} ELSE 0 END),"
        f" sum(CASE WHEN s.day >= :turn THEN {_AMOUNT} ELSE 0 END) {_SIGNED.format(joins=joins)} GROUP BY 1",
        values,
    ).fetchall()
    return sorted(
        (SplitLine(_GROUPS.get(str(row[0]), str(row[0])), *row[1:]) for row in rows),
        key=lambda one: (-one.after, one.name),
    )


def _ranks(connection: sqlite3.Connection) -> dict[str, int | None]:
    city = read_names(connection).city
    return dict(
        connection.execute("SELECT month, rank FROM province_standing WHERE city = ? AND void_reason IS NULL", (city,))
    )


def _values(first: dt.date, last: dt.date, as_of: dt.date) -> dict[str, object]:
    return {
        "signed": int(Stage.SIGNED),
        "first": first.isoformat(),
        "last": min(last, as_of).isoformat(),
        "as_of": as_of.isoformat(),
    }


def _month(number: int) -> Period:
    return Period.months(number // 12, number % 12 + 1, number // 12, number % 12 + 1)
