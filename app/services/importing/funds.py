"""到位资金 of a report: what arrived in its month, and what must have arrived before (期初累计)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from app.rules.days import month_end
from app.rules.ledger.cells import Reader
from app.rules.ledger.records import Record
from app.rules.money import in_words
from app.services.importing.known import Details
from app.services.importing.plans import FundsWrite

ARRIVED = "到位"
BROUGHT_FORWARD = "期初累计"

_KEYS = ("funds_month", "funds_year", "funds_total")


def reports_funds(record: Record) -> bool:
    """Tell whether a row says anything about funds."""
    return any(key in record.values for key in _KEYS)


def read_funds(
    record: Record, readers: Mapping[str, Reader], known: Details | None, month: dt.date, today: dt.date
) -> list[FundsWrite]:
    """Return the arrivals that make the dossier agree with a row reporting on `month`; refuse on `record` if none can.

    This month's amount arrives on the month's last day (not after `today`). What the cumulative amount says beyond
    it and beyond what is recorded is brought forward on the day before the month. Cumulative amounts never fall.
    """
    first, last = month.replace(day=1), min(month_end(month), today)
    if last < first:
        record.refuse("到位资金", "", f"报告月份{month:%Y年%m月}还没有开始，请核对月份")
        return []
    funds = known.funds if known else []
    before = sum(amount for day, amount in funds if day < first)
    within = sum(amount for day, amount in funds if first <= day <= month_end(month))
    values = record.values
    for key in _KEYS:
        if key in values and key in readers and values[key] < 0:
            record.refuse(readers[key].label, record.text(readers[key]), "到位资金不能为负")
            return []
    found: list[FundsWrite] = []
    in_month: int | None = values.get("funds_month")
    cumulative_key = "funds_total" if "funds_total" in values else "funds_year" if "funds_year" in values else None
    if cumulative_key is None:
        return _of_month(record, readers, in_month or 0, within, last)
    cumulative = values[cumulative_key]
    label, text = readers[cumulative_key].label, record.text(readers[cumulative_key])
    if cumulative_key == "funds_year":
        before = sum(amount for day, amount in funds if dt.date(month.year, 1, 1) <= day < first)
    if in_month is None:
        rest = cumulative - before - within
        if rest < 0:
            record.refuse(label, text, f"{label}{in_words(cumulative)}低于档案中已登记的{in_words(before + within)}")
        elif rest:
            found.append(FundsWrite(last, rest, ARRIVED, text))
        return found
    if in_month > cumulative:
        month_text = record.text(readers["funds_month"])
        record.refuse(
            readers["funds_month"].label, month_text, f"本月到位{in_words(in_month)}大于{label}{in_words(cumulative)}"
        )
        return []
    opening = cumulative - in_month - before
    if opening < 0:
        record.refuse(label, text, f"{label}{in_words(cumulative)}减去本月，低于档案中已登记的{in_words(before)}")
        return []
    found = _of_month(record, readers, in_month, within, last)
    if opening and not record.faults:
        day = first - dt.timedelta(days=1)
        if cumulative_key == "funds_year" and day.year != month.year:
            record.refuse(label, text, f"1月的{label}应等于本月到位资金，请核对")
            return []
        found.insert(0, FundsWrite(day, opening, BROUGHT_FORWARD, text))
    return found


def _of_month(
    record: Record, readers: Mapping[str, Reader], in_month: int, within: int, last: dt.date
) -> list[FundsWrite]:
    reader = readers.get("funds_month")
    text = record.text(reader) if reader else ""
    if in_month < within:
        record.refuse("本月到位资金", text, f"本月到位{in_words(in_month)}低于档案中本月已登记的{in_words(within)}")
        return []
    return [FundsWrite(last, in_month - within, ARRIVED, text)] if in_month > within else []
