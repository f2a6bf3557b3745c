"""`province`: the city among its sister cities, shown, entered, imported, and a wrong entry taken back."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import tell
from app.cli.output import print_json, print_line, print_table
from app.cli.session import refusing, session_of
from app.rules.errors import Refused
from app.rules.money import YI, format_yi, read_money
from app.rules.periods import Period
from app.rules.reading import Unreadable


@refusing
def province(
    context: typer.Context,
    month: Annotated[str, typer.Option("--month", metavar="月份", help="如 2026-06；不写则最近有数的一个月。")] = "",
    file: Annotated[
        Path | None, typer.Option("--import", metavar="文件", help="导入一张表（城市、名次、得分、签约项目…）。")
    ] = None,
    city: Annotated[
        str, typer.Option("--city", metavar="城市", help="录入这个市（写明 --month 和下面的数；没写的数不变）。")
    ] = "",
    rank: Annotated[int | None, typer.Option("--rank", metavar="名次", help="它的全省名次。")] = None,
    score: Annotated[str, typer.Option("--score", metavar="得分", help="它的得分。")] = "",
    signed: Annotated[int | None, typer.Option("--signed", metavar="个数", help="它的签约项目。")] = None,
    over: Annotated[int | None, typer.Option("--over", metavar="个数", help="它的亿元以上项目。")] = None,
    amount: Annotated[str, typer.Option("--amount", metavar="亿元", help="它的签约额，如 79.2。")] = "",
    source: Annotated[str, typer.Option("--source", metavar="来源", help="出自哪里，如 省通报。")] = "",
    void: Annotated[str, typer.Option("--void", metavar="理由", help="作废这个市这个月录错的数（写明理由）。")] = "",
) -> None:
    """全省排名：查看、录入、导入或作废，并算出与前一位的差距。"""
    from app.services.ranking import province as service

    session = session_of(context)
    figures = (rank, score, signed, over, amount, source)
    _check_use(month, file, city, void, any(one not in (None, "") for one in figures))
    month = _month(month)
    if file is not None:
        with session.writing() as office:
            count = service.import_standings(office, file, month, today=session.today)
        if not session.as_json:
            print_line(f"已导入 {count} 行。")
    elif void:
        with session.writing() as office:
            service.void_standing(office, month, city, void)
        tell(session, {"month": month, "city": city, "voided": void}, f"{city}{month}的全省排名已作废。")
        return
    elif city:
        one = service.Standing(month, city, rank, _score(score), signed, over, _amount(amount), source or "手工录入")
        with session.writing() as office:
            service.set_standing(office, one, today=session.today, keep=True)
    with session.reading() as office, closing(office.read()) as connection:
        known = service.months(connection)
        asked = month or (known[0] if known else "")
        if not asked:
            raise Refused("还没有录入全省排名。可用 --import 导入，或用 --month、--city、--rank 录入。")
        cities = service.standings(connection, asked)
        try:
            told = service.gap(connection, asked).sentence
        except Refused as error:
            told = error.message
    if session.as_json:
        print_json({"month": asked, "cities": [service.as_json(one) for one in cities], "gap": told})
        return
    print_table(
        ("名次", "城市", "得分", "签约项目", "亿元以上", "签约额（亿元）", "来源"),
        [
            (
                one.rank,
                one.city,
                one.score,
                one.signed,
                one.over,
                format_yi(one.amount_fen) if one.amount_fen is not None else None,
                one.source,
            )
            for one in cities
        ],
        right=(0, 2, 3, 4, 5),
    )
    print_line(told)


def _check_use(month: str, file: Path | None, city: str, void: str, figures: bool) -> None:
    """Raise `typer.BadParameter` for options that do not belong together."""
    if file is not None and (city or void or figures):
        raise typer.BadParameter("导入一张表时，不能同时录入或作废一个市。请分两次办。", param_hint="--import")
    if not city and (void or figures):
        raise typer.BadParameter("名次、得分等数和作废都要写明是哪个市。", param_hint="--city")
    if city and not month:
        raise typer.BadParameter(f"请写明{city}是哪个月的，如 2026-06。", param_hint="--month")
    if city and void and figures:
        raise typer.BadParameter("作废时不能同时录入数。请分两次办。", param_hint="--void")
    if city and not (void or figures):
        raise typer.BadParameter(f"请写明{city}的名次、得分等数；只看不录的，不写 --city。", param_hint="--city")


def _month(text: str) -> str:
    """Return the month as the office keeps it (2026-06)."""
    if not text:
        return ""
    try:
        period = Period.parse(text)
    except Refused as error:
        raise typer.BadParameter(error.message, param_hint="--month") from error
    if (period.first.year, period.first.month) != (period.last.year, period.last.month):
        raise typer.BadParameter(f"“{text}”不是一个月，请写成 2026-06。", param_hint="--month")
    return str(period)


def _score(text: str) -> Decimal | None:
    try:
        value = Decimal(text) if text else None
    except InvalidOperation as error:
        raise typer.BadParameter(f"“{text}”不是数字。", param_hint="--score") from error
    if value is not None and not value.is_finite():
        raise typer.BadParameter(f"“{text}”不是数字。", param_hint="--score")
    return value


def _amount(text: str) -> int | None:
    try:
        return read_money(text, YI) if text else None
    except Unreadable as error:
        raise typer.BadParameter(error.message, param_hint="--amount") from error
