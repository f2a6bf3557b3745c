"""The month or year that a ledger reports on, as its title, sheet, file name or filling-in line says."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence

from app.rules.days import Dated, month_end

_YEAR = r"(?<!\d)((?:19|20)\d{2})"
_SPAN = re.compile(rf"{_YEAR}年?\s*\d{{1,2}}月?\s*[-—–~至到]\s*(\d{{1,2}})月")
_MONTH = re.compile(rf"{_YEAR}\s*[年./\-_]\s*(\d{{1,2}})(?!\d)")
_PACKED = re.compile(rf"{_YEAR}(0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)")
_PART = re.compile(rf"{_YEAR}年?(?:度)?\s*(上半年|前三季度|[第一二三四1-4]+季度)")
_YEAR_ONLY = re.compile(rf"{_YEAR}\s*年")
_ANY_YEAR = re.compile(rf"{_YEAR}(?=\s*年|\s*[./\-_]\s*\d{{1,2}}(?!\d)|(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d))")
_PARTS = {"上半年": 6, "前三季度": 9, "一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}


def month_in(text: str) -> dt.date | None:
    """Return the first day of the month that a text names; of a span (1-6月, 上半年) the last month."""
    text = unicodedata.normalize("NFKC", text)
    if match := _SPAN.search(text) or _MONTH.search(text) or _PACKED.search(text):
        year, month = int(match.group(1)), int(match.group(2))
        return dt.date(year, month, 1) if 1 <= month <= 12 else None
    if match := _PART.search(text):
        word = match.group(2)
        month = _PARTS.get(word) or _PARTS.get(word.removeprefix("第")[0])
        return dt.date(int(match.group(1)), month, 1) if month else None
    return None


def year_in(text: str) -> int | None:
    """Return the year that a text names (2026年), or None."""
    match = _YEAR_ONLY.search(unicodedata.normalize("NFKC", text))
    return int(match.group(1)) if match else None


def dated_by(texts: Sequence[str]) -> Dated:
    """Return what texts (title, sheet, file name) say of the time of the days below: all years, the first month."""
    plain = [unicodedata.normalize("NFKC", text) for text in texts]
    years = {int(match.group(1)) for text in plain for match in _ANY_YEAR.finditer(text)}
    month = first_month(plain)
    return Dated(tuple(sorted(years)), month_end(month) if month else None)


def first_month(texts: Iterable[str]) -> dt.date | None:
    """Return the month of the first text that names one."""
    return next((month for text in texts if (month := month_in(text))), None)


def first_year(texts: Iterable[str]) -> int | None:
    """Return the year of the first text that names one."""
    return next((year for text in texts if (year := year_in(text))), None)
