"""工作日: which days are worked, by weekday and by the state's yearly arrangement of holidays."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, field

from app.rules.days import read_day
from app.rules.errors import Refused
from app.rules.reading import Unreadable

_OFF = frozenset(("休", "放假", "休息", "节假日", "off"))
_WORK = frozenset(("班", "上班", "调休上班", "补班", "work"))


@dataclass(frozen=True)
class Holiday:
    """A day that differs from its weekday: `off` tells whether it is free (a weekday) or worked (a weekend)."""

    day: dt.date
    off: bool
    note: str = ""


@dataclass(frozen=True)
class WorkCalendar:
    """The arrangement of the years that are known; asking about another year is refused, not guessed."""

    days: dict[dt.date, bool] = field(default_factory=dict)
    """Days that differ from their weekday; True for a free one."""
    years: frozenset[int] = frozenset()

    def is_workday(self, day: dt.date) -> bool:
        """Tell whether a day is worked; raise `Refused` where its year is not arranged yet."""
        if day.year not in self.years:
            raise Refused(
                f"还没有{day.year}年的节假日安排，算不出工作日。"
                "请等国务院办公厅公布后，用“导入节假日”（命令行 holidays 文件.csv）导入。"
            )
        off = self.days.get(day)
        return day.weekday() < 5 if off is None else not off

    def due(self, sent: dt.date, working_days: int) -> dt.date:
        """Return the last of so many working days after `sent`, which does not count itself.

        Raises `Refused` for a number below 1 or above 250, and for a year that is not arranged yet.
        """
        if not 1 <= working_days <= 250:
            raise Refused("答复期限须是1至250个工作日。")
        day, left = sent, working_days
        while left:
            day += dt.timedelta(days=1)
            left -= self.is_workday(day)
        return day

    def updated(self, holidays: tuple[Holiday, ...]) -> WorkCalendar:
        """Return the calendar with other days in place of, or beside, its own."""
        return WorkCalendar(
            {**self.days, **{one.day: one.off for one in holidays}},
            self.years | {one.day.year for one in holidays},
        )


def read_holidays(text: str, today: dt.date) -> tuple[Holiday, ...]:
    """Read a table 日期,休或班,名称 (a line of headings may stand first); raise `Refused` with every wrong line."""
    found: dict[dt.date, Holiday] = {}
    wrong: list[str] = []
    for number, cells in enumerate(csv.reader(text.replace("\ufeff", "").replace("，", ",").splitlines()), start=1):
        cells = [cell.strip() for cell in cells]
        if not any(cells) or (number == 1 and cells[0] in ("日期", "date")):
            continue
        try:
            if len(cells) < 2 or cells[1] not in _OFF | _WORK:
                raise Unreadable("第二栏须是“休”（放假）或“班”（调休上班）")
            read = read_day(cells[0], today)
            if read is None:
                raise Unreadable("没有日期")
            if read.day in found:
                raise Unreadable(f"{read.day} 写了两次")
            found[read.day] = Holiday(read.day, cells[1] in _OFF, cells[2] if len(cells) > 2 else "")
        except Unreadable as error:
            wrong.append(f"第{number}行：{error.message}")
    if wrong:
        more = f"等 {len(wrong)} 处" if len(wrong) > 5 else ""
        raise Refused(
            f"节假日文件没有导入。{'；'.join(wrong[:5])}{more}。每行写：日期,休或班,名称，如 2027-01-01,休,元旦。"
        )
    if not found:
        raise Refused("节假日文件里没有一行日期。每行写：日期,休或班,名称，如 2027-01-01,休,元旦。")
    return tuple(sorted(found.values(), key=lambda one: one.day))
