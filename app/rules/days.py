"""Days: reading dates in every spelling that ledgers use, and refusing those that could mean something else."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from app.rules.reading import Unreadable, is_empty, tidy

EARLIEST = dt.date(1990, 1, 1)
"""A date before this is taken for a slip of the pen."""

_SERIAL_ORIGIN = dt.date(1899, 12, 30)
_SERIAL_FIRST = (EARLIEST - _SERIAL_ORIGIN).days
_SERIAL_LAST = 80_000

_TIME = r"(?:[T日号]?\d{1,2}[:时点]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?(?:[ap]m|z)?)?"
_SPELLED = re.compile(rf"(\d{{4}}|\d{{2}})(?:年|[./\-_—、])(\d{{1,2}})(?:月|[./\-_—、])(\d{{1,2}})(?:日|号|\.)?{_TIME}")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")
_SPACED_TIME = re.compile(r"^(\S+)\s+(\d{1,2}:\d{1,2}\S*)$")
_MONTH_ONLY = re.compile(r"(\d{4}|\d{2})(?:年|[./\-])(\d{1,2})(?:月份?)?")
_MONTH_DAY = re.compile(r"(\d{1,2})(?:月|[./\-])(\d{1,2})(?:日|号)?")
_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_ONE_TO_31 = "([一二三四五六七八九十]{1,3})"
_CHINESE_DATE = re.compile(rf"([〇○零一二三四五六七八九]{{4}})年{_ONE_TO_31}月{_ONE_TO_31}[日号]")
_CHINESE_MONTH_DAY = re.compile(rf"{_ONE_TO_31}月{_ONE_TO_31}[日号]")
_REMARK = re.compile(r"(?<=[\d日号])\([^()]*\)$")
_NOT_YET = re.compile(r"(?:尚|暂|还)?(?:未|没有)(?:签约|开工|动工|竣工|完工|建成|投产|达产|见效|开始)?")
_PLANNED = re.compile(r"计划|预计|拟|预期|争取|力争|(?<![签履合邀])约|左右|前后")


@dataclass(frozen=True)
class Day:
    """A day that was read; `future` where it lies after today (within a year), `assumed` what its text left open."""

    day: dt.date
    future: bool = False
    assumed: str = ""


@dataclass(frozen=True)
class Dated:
    """What the title of a ledger says of its time: the years that it names, and the last day of its month."""

    years: tuple[int, ...] = ()
    latest: dt.date | None = None


def read_day(value: object, today: dt.date, dated: Dated = Dated()) -> Day | None:
    """Return the day of a cell, or None for an empty one.

    Takes dates, spreadsheet serials of the 1900 system, and text: 2026.6.3, 2026/6/3, 2026-6-3, 2026年6月3日,
    20260603, 26.6.3 (of the last ten years or the next), full-width digits, a time or a remark in brackets behind
    it; 未开工 is empty. A day without a year (6月3日) is of the one year that `dated` names, if it does not lie after
    its month, or after `today`. Raises `Unreadable` for a month without a day, for 2024.1 kept as a number (January or
    October), for days that are not in the calendar, before 1990, or more than a year after `today`, and for a year
    of two digits that is none of those.
    """
    if isinstance(value, dt.datetime):
        return _plausible(value.date(), value, today)
    if isinstance(value, dt.date):
        return _plausible(value, value, today)
    if isinstance(value, bool):
        raise Unreadable("“是/否”不是日期")
    if isinstance(value, int | float):
        return _read_number(value, today)
    if is_empty(value):
        return None
    if not isinstance(value, str):
        raise Unreadable(f"“{value}”不是日期")
    return _read_text(value, today, dated)


def month_end(day: dt.date) -> dt.date:
    """Return the last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def year_after(day: dt.date) -> dt.date:
    """Return the same day of the next year (28 February for a leap day)."""
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _read_text(value: str, today: dt.date, dated: Dated) -> Day | None:
    shown = value.strip()
    spaced = _SPACED_TIME.match(shown)
    text = _REMARK.sub("", tidy(spaced.group(1) if spaced else shown)).strip("()[]")
    if _NOT_YET.fullmatch(text):
        return None
    if match := _SPELLED.fullmatch(text) or _PACKED.fullmatch(text):
        return _plausible(_date(_full_year(match[1], shown, today), match[2], match[3], shown), shown, today)
    if match := _CHINESE_DATE.fullmatch(text):
        year, month, day = match.groups()
        return _plausible(_date(year.translate(_CHINESE), _numeral(month), _numeral(day), shown), shown, today)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return _read_number(float(text), today)
    if _PLANNED.search(text):
        raise Unreadable(f"“{shown}”是计划或大概的时间，请填实际日期")
    if match := re.fullmatch(r"(\d{4})(\d{2})", text) or _MONTH_ONLY.fullmatch(text):
        if 1 <= int(match.group(2)) <= 12:
            raise Unreadable(f"“{shown}”只有年月，请补上日")
        raise Unreadable(f"“{shown}”不是日历上的日期，请核对")
    if match := _MONTH_DAY.fullmatch(text):
        return _of_the_title(match[1], match[2], shown, today, dated)
    if match := _CHINESE_MONTH_DAY.fullmatch(text):
        return _of_the_title(_numeral(match[1]), _numeral(match[2]), shown, today, dated)
    raise Unreadable(f"“{shown}”不是日期，请按 2026-06-03 的样子填写")


def _of_the_title(month: str, day: str, shown: str, today: dt.date, dated: Dated) -> Day:
    """Return a day without a year in the only year that the title names."""
    year = next(iter(dated.years), None)
    if year is None:
        raise Unreadable(f"“{shown}”没有年份，请补上年")
    if len(dated.years) > 1:
        named = "、".join(f"{year}年" for year in dated.years)
        raise Unreadable(f"“{shown}”没有年份，表题、表名和文件名里又有{named}，请补上年")
    found = _date(str(year), month, day, shown)
    if dated.latest is not None and found > dated.latest:
        raise Unreadable(f"“{shown}”没有年份，按表题的{year}年就晚于{dated.latest.month}月，请补上年")
    if found > today:
        raise Unreadable(f"“{shown}”没有年份，按表题的{year}年就晚于今天（{today}），请补上年")
    return Day(_plausible(found, shown, today).day, assumed=f"没有年份，按表题的{year}年")


def _read_number(value: float, today: dt.date) -> Day:
    if value != value or value in (float("inf"), float("-inf")):
        raise Unreadable(f"“{value}”不是日期")
    whole = int(value)
    if value == whole and (match := _PACKED.fullmatch(str(whole))):
        return _plausible(_date(match[1], match[2], match[3], str(whole)), whole, today)
    if _SERIAL_FIRST <= whole <= _SERIAL_LAST:
        return _plausible(_SERIAL_ORIGIN + dt.timedelta(days=whole), f"{value:g}", today)
    shown = f"{value:.15g}"
    if match := re.fullmatch(r"((?:19|20)\d{2})\.(\d{1,2})", shown):
        if match.group(2) == "1":
            raise Unreadable(f"“{shown}”可能是1月或10月（电子表格会去掉末尾的0），也没有日，请填完整日期")
        if 1 <= int(match.group(2)) <= 12:
            raise Unreadable(f"“{shown}”只有年月，请补上日")
    raise Unreadable(f"“{shown}”不是日期，请按 2026-06-03 的样子填写")


def _date(year: str, month: str, day: str, shown: str) -> dt.date:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        raise Unreadable(f"“{shown}”不是日历上的日期，请核对") from None


def _full_year(year: str, shown: str, today: dt.date) -> str:
    """Return a year in four digits; two are completed only where that gives one of the last ten years or the next."""
    if len(year) == 4:
        return year
    number = 2000 + int(year)
    if not today.year - 10 <= number <= today.year + 1:
        raise Unreadable(f"“{shown}”只有两位年份，说不准是哪一年，请写四位年份")
    return str(number)


def _numeral(text: str) -> str:
    """Return 二十六 as 26, 十 as 10, 三 as 3."""
    digits = text.translate(_CHINESE)
    tens, ten, ones = digits.rpartition("十")
    if not ten:
        return digits
    return f"{tens or '1'}{ones or '0'}"


def _plausible(day: dt.date, shown: object, today: dt.date) -> Day:
    if day < EARLIEST:
        raise Unreadable(f"“{shown}”早于1990年，请核对年份")
    if day > year_after(today):
        raise Unreadable(f"“{shown}”比今天（{today}）晚一年以上，请核对年份")
    return Day(day, future=day > today)
