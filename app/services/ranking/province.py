"""The city in its province: monthly ranks and figures of the sister cities, by hand or from a table.

For screens: `standings` gives a month's cities in order, `trend` a city over months, `gap` what is missing to the
next place; `set_standing` writes one city's month, `import_standings` a table (Excel or CSV), `void_standing` takes
a wrong one back.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from app.models.office import Office, read_names
from app.rules.errors import OfficeError, Refused
from app.rules.money import YI, format_yi
from app.rules.periods import Period


@dataclass(frozen=True)
class Standing:
    """One city in one month (“2026-06”). What the province did not tell is None; `amount_fen` in 分."""

    month: str
    city: str
    rank: int | None = None
    score: Decimal | None = None
    signed: int | None = None
    over: int | None = None
    amount_fen: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Gap:
    """How far the city is from the next place: `sentence` says it; differences are the other's less ours."""

    ours: Standing
    next: Standing | None
    score: Decimal | None
    signed: int | None
    over: int | None
    amount_fen: int | None
    sentence: str


_NO_CITY = re.compile(r"(?:全省|全市|各市|总)?(?:合计|总计|小计|平均|均值|汇总|计)|全省|全市|各市")
"""What stands in the column of cities without being one."""

_COLUMNS = {
    "month": ("月份", "时间", "统计月份"),
    "city": ("城市", "市州", "市", "地市", "设区市"),
    "rank": ("名次", "位次", "排名", "全省排名"),
    "score": ("得分", "分数", "综合得分"),
    "signed": ("签约项目", "签约个数", "签约项目数", "签约项目（个）"),
    "over": ("亿元以上项目", "亿元以上", "亿元以上项目（个）"),
    "amount_fen": ("签约额（亿元）", "签约金额（亿元）", "签约额(亿元)", "签约金额(亿元)"),
}


def standings(connection: sqlite3.Connection, month: str) -> tuple[Standing, ...]:
    """Return the cities of a month, the best first; those without a rank last, by name."""
    rows = _read(connection, "month = ?", _month(month))
    return tuple(sorted(rows, key=lambda one: (one.rank is None, one.rank or 0, one.city)))


def trend(connection: sqlite3.Connection, city: str = "") -> tuple[Standing, ...]:
    """Return a city's months in order; the office's own city unless another is named."""
    return _read(connection, "city = ?", city or read_names(connection).city)


def months(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the months of which anything is known, the latest first."""
    query = "SELECT DISTINCT month FROM province_standing WHERE void_reason IS NULL ORDER BY month DESC"
    return tuple(month for (month,) in connection.execute(query))


def gap(connection: sqlite3.Connection, month: str) -> Gap:
    """Return the city's distance to the next place; raise `Refused` where its rank of the month is not known."""
    own = read_names(connection).city
    cities = standings(connection, month)
    ours = next((one for one in cities if one.city == own and one.rank is not None), None)
    if ours is None or ours.rank is None:
        raise Refused(f"还没有录入{own}{month}的全省名次。请先录入或导入。")
    above = [one for one in cities if one.rank is not None and one.rank < ours.rank]
    if not above:
        return Gap(
            ours,
            None,
            None,
            None,
            None,
            None,
            f"{own}{Period.parse(month).label}居全省第{ours.rank}位，前面没有别的市。",
        )
    ahead = max(above, key=lambda one: one.rank or 0)
    score = ahead.score - ours.score if ahead.score is not None and ours.score is not None else None
    signed, over, amount = (
        theirs - mine if theirs is not None and mine is not None else None
        for theirs, mine in (
            (ahead.signed, ours.signed),
            (ahead.over, ours.over),
            (ahead.amount_fen, ours.amount_fen),
        )
    )
    parts = [
        *([f"得分少{score:f}分"] if score is not None else []),
        *([_told("签约项目", signed, "个")] if signed is not None else []),
        *([_told("亿元以上项目", over, "个")] if over is not None else []),
        *([_told_amount(amount)] if amount is not None else []),
    ]
    told = "，".join(parts) or "差距的数字没有录入"
    return Gap(
        ours, ahead, score, signed, over, amount,
        f"{own}{Period.parse(month).label}居全省第{ours.rank}位，与前一位{ahead.city}（第{ahead.rank}位）相比：{told}。",
    )  # fmt: skip


def set_standing(office: Office, standing: Standing, *, today: dt.date, keep: bool = False) -> None:
    """Write one city's month; raises as `set_standings` does."""
    set_standings(office, [standing], today=today, keep=keep)


def set_standings(office: Office, rows: Sequence[Standing], *, today: dt.date, keep: bool = False) -> int:
    """Write several in one act, over what was known of them, and return how many there were.

    With `keep` a figure that is None leaves what was known. Raises `Refused` for a wrong month or one to come, a wrong
    rank or count, a total instead of a city, and a city that stands there twice.
    """
    from app.models.tables import ProvinceStanding
    from app.services.dossiers.records import valid

    checked = [_checked(one) for one in rows]
    _check_together(checked, today)
    with office.change("录入全省排名") as change:
        for one in checked:
            known = valid(change.session, ProvinceStanding, month=one.month, city=one.city)
            row = known[0] if known else ProvinceStanding(month=one.month, city=one.city)
            told = {
                "rank": one.rank,
                "score": f"{one.score:f}" if one.score is not None else None,
                "signed": one.signed,
                "over": one.over,
                "amount_fen": one.amount_fen,
                "source": one.source or None,
            }
            for field, value in told.items():
                if value is not None or not keep:
                    setattr(row, field, value if field != "source" else value or "")
            change.session.add(row)
            change.session.flush()
    return len(checked)


def void_standing(office: Office, month: str, city: str, reason: str) -> None:
    """Take back a city's month that was wrong; raise `Refused` without a reason, or where nothing is known of it."""
    from app.models.tables import ProvinceStanding
    from app.services.dossiers.records import valid

    if not reason.strip():
        raise Refused("请写明作废的理由。")
    month = _month(month)
    with office.change(f"作废全省排名：{city.strip()}", reason=reason.strip()) as change:
        known = valid(change.session, ProvinceStanding, month=month, city=city.strip())
        if not known:
            raise Refused(f"没有录入过{city.strip()}{month}的全省排名。请核对城市和月份。")
        known[0].void_reason = reason.strip()


def import_standings(office: Office, path: Path, month: str = "", *, today: dt.date) -> int:
    """Take over a table of cities (Excel, WPS or CSV) and return how many rows were written.

    Rows of totals (合计, 全省) are left out; a figure that the table does not tell leaves what was known.

    The head names 城市 and any of 月份, 名次, 得分, 签约项目, 亿元以上项目, 签约额（亿元）; `month` serves where the
    table has no 月份. Raises `OfficeError` with the row and column that cannot be read; then nothing is written.
    """
    from app.services.importing.workbook import read_workbook

    sheets = read_workbook(path).sheets
    for sheet in sheets:
        for number in range(min(len(sheet.rows), 10)):
            heads = [sheet.text(number, column) for column in range(len(sheet.rows[number]))]
            columns = {
                field: heads.index(found)
                for field, names in _COLUMNS.items()
                if (found := next((name for name in names if name in heads), None)) is not None
            }
            if "city" in columns and len(columns) > 1:
                rows = [
                    _row({field: sheet.text(line, column) for field, column in columns.items()}, month, path, line + 1)
                    for line in range(number + 1, len(sheet.rows))
                    if (city := sheet.text(line, columns["city"]).strip()) and not _NO_CITY.fullmatch(_bare(city))
                ]
                return set_standings(office, rows, today=today, keep=True)
    raise OfficeError(f"“{path.name}”里没有找到“城市”和“名次”等表头，没有导入。请按说明给表头命名后再试。")


def _row(cells: dict[str, str], month: str, path: Path, line: int) -> Standing:
    try:
        amount = _number(cells.get("amount_fen", ""))
        return _checked(
            Standing(
                cells.get("month", "") or month,
                cells["city"],
                _whole(cells.get("rank", "")),
                _number(cells.get("score", "")),
                _whole(cells.get("signed", "")),
                _whole(cells.get("over", "")),
                None if amount is None else int(amount * YI),
                path.name,
            )
        )
    except (InvalidOperation, ValueError):
        raise OfficeError(f"“{path.name}”第{line}行有看不懂的数字，没有导入。请改正后再试。") from None
    except Refused as error:
        raise OfficeError(f"“{path.name}”第{line}行：{error.message}") from error


def _number(text: str) -> Decimal | None:
    text = text.replace(",", "").replace("第", "").removesuffix("位").removesuffix("名").strip()
    if text in ("", "-", "—", "/"):
        return None
    value = Decimal(text)
    if not value.is_finite():
        raise ValueError(text)
    return value


def _whole(text: str) -> int | None:
    value = _number(text)
    if value is not None and value != int(value):
        raise ValueError(text)
    return None if value is None else int(value)


def _check_together(rows: Sequence[Standing], today: dt.date) -> None:
    seen: set[tuple[str, str]] = set()
    for one in rows:
        if Period.parse(one.month).first > today:
            raise Refused(f"{one.month} 还没有到，不能录入{one.city}那个月的排名。")
        if (one.month, one.city) in seen:
            raise Refused(f"{one.city}{one.month}写了两次，不知道以哪一行为准。请删去一行后再试。")
        seen.add((one.month, one.city))


def _bare(city: str) -> str:
    return re.sub(r"\s", "", city)


def _checked(one: Standing) -> Standing:
    if not one.city.strip():
        raise Refused("请填写城市名称。")
    if _NO_CITY.fullmatch(_bare(one.city)):
        raise Refused(f"“{one.city.strip()}”不是一个市，不能录入。")
    if one.rank is not None and one.rank < 1:
        raise Refused(f"{one.city}的名次要从 1 起。")
    if any(value is not None and value < 0 for value in (one.signed, one.over, one.amount_fen)):
        raise Refused(f"{one.city}的个数和金额不能是负数。")
    return Standing(
        _month(one.month), one.city.strip(), one.rank, one.score, one.signed, one.over, one.amount_fen, one.source
    )


def _month(text: str) -> str:
    found = re.fullmatch(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*月?", text.strip())
    if not found or not 1 <= int(found[2]) <= 12 or ("." in text and len(found[2]) == 1):
        raise Refused(f"看不懂月份“{text}”：请写成 2026-06。")
    return str(Period.months(int(found[1]), int(found[2]), int(found[1]), int(found[2])))


def _read(connection: sqlite3.Connection, where: str, value: str) -> tuple[Standing, ...]:
    return tuple(
        Standing(month, city, rank, Decimal(score) if score else None, signed, over, amount, source)
        for month, city, rank, score, signed, over, amount, source in connection.execute(
            "SELECT month, city, rank, score, signed, over, amount_fen, source FROM province_standing"
            f" WHERE {where} AND void_reason IS NULL ORDER BY month, rank",
            (value,),
        )
    )


def _told(what: str, difference: int, unit: str) -> str:
    if difference == 0:
        return f"{what}相同"
    return f"{what}{'少' if difference > 0 else '多'}{abs(difference)}{unit}"


def _told_amount(difference: int) -> str:
    if difference == 0:
        return "签约额相同"
    return f"签约额{'少' if difference > 0 else '多'}{format_yi(abs(difference))}亿元"


def as_json(standing: Standing) -> dict[str, object]:
    """Return a standing for programs; the amount in 亿元."""
    return {
        "month": standing.month,
        "city": standing.city,
        "rank": standing.rank,
        "score": None if standing.score is None else float(standing.score),
        "signed": standing.signed,
        "over": standing.over,
        "amount": None if standing.amount_fen is None else standing.amount_fen / YI,
    }
