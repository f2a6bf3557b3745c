"""`points` and `figures`: what is given, taken or counted by hand, entered, listed and taken back."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.chinese import Command, Group
from app.cli.options import day_of, tell
from app.cli.output import print_json, print_line, print_table
from app.cli.session import Session, refusing, session_of
from app.rules.errors import Refused
from app.rules.money import YI, format_yi
from app.rules.scoring import as_json
from app.rules.targets import check_size, check_year
from app.services.dossiers.projects import find_choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.rules.scheme import Indicator
    from app.services.ranking.by_hand import Kind, ManualEntry

Unit = Annotated[str, typer.Option("--unit", metavar="单位", help="责任主体的名称。")]
Day = Annotated[str, typer.Option("--day", metavar="日期", help="从哪天起计入；不写则今天。")]
Reason = Annotated[str, typer.Option("--reason", metavar="理由", help="为什么。")]
Evidence = Annotated[str, typer.Option("--evidence", metavar="佐证", help="文号、报表等依据。")]
Year = Annotated[int, typer.Option("--year", metavar="年份", help="哪一年的；不写则今年。", show_default=False)]
GroupKey = Annotated[
    str, typer.Option("--group", metavar="组", help="county 县区、department 市直部门、leader 市领导；不写则全部。")
]
Number = Annotated[int, typer.Argument(metavar="编号", min=1, max=2_000_000_000, help="list 列出的编号。")]


def points_group() -> typer.Typer:
    """Return `points` with its subcommands; alone it lists."""
    group = typer.Typer(
        cls=Group, invoke_without_command=True, rich_markup_mode=None, help="手工加分、扣分：录入、列出、作废。"
    )
    group.callback()(points_alone)
    group.command("list", cls=Command)(list_points)
    group.command("add", cls=Command)(add_points_)
    group.command("void", cls=Command)(void_points)
    return group


def figures_group() -> typer.Typer:
    """Return `figures` with its subcommands; alone it lists."""
    group = typer.Typer(
        cls=Group, invoke_without_command=True, rich_markup_mode=None, help="手工录入的指标数：录入、列出、作废。"
    )
    group.callback()(figures_alone)
    group.command("list", cls=Command)(list_figures)
    group.command("add", cls=Command)(add_figure_)
    group.command("void", cls=Command)(void_figure)
    return group


def points_alone(context: typer.Context) -> None:
    """列出今年手工加的分、扣的分。"""
    if not context.invoked_subcommand:
        list_points(context)


def figures_alone(context: typer.Context) -> None:
    """列出今年手工录入的指标数。"""
    if not context.invoked_subcommand:
        list_figures(context)


@refusing
def list_points(context: typer.Context, year: Year = 0, group: GroupKey = "") -> None:
    """列出一年里手工加的分、扣的分。"""
    _list(session_of(context), "points", year, group)


@refusing
def list_figures(context: typer.Context, year: Year = 0, group: GroupKey = "") -> None:
    """列出一年里手工录入的指标数。"""
    _list(session_of(context), "figure", year, group)


@refusing
def add_points_(
    context: typer.Context,
    unit: Unit,
    points: Annotated[str, typer.Option("--points", metavar="分", help="加几分；扣分写负数，如 -0.5。")],
    reason: Reason,
    day: Day = "",
    evidence: Evidence = "",
) -> None:
    """给一个单位手工加分或扣分，计入它那天以后的得分。"""
    from app.services.ranking.by_hand import add_points

    session = session_of(context)
    value, on = _number(points), day_of(day, session.today, "--day")
    with session.writing() as office:
        with closing(office.read()) as connection:
            unit_id = find_choice(connection, unit)
        key = add_points(office, unit_id, on, value, reason=reason, evidence=evidence)
    told = {"id": key, "unit": unit, "day": on.isoformat(), "points": as_json(value), "reason": reason}
    tell(session, told, f"{unit} {on} {value:+f}分已录入，编号 {key}。")


@refusing
def add_figure_(
    context: typer.Context,
    unit: Unit,
    indicator: Annotated[str, typer.Option("--indicator", metavar="指标", help="手工录入的指标，key 或名称。")],
    value: Annotated[str, typer.Option("--value", metavar="数", help="个数，或亿元；更正多报的写负数。")],
    reason: Reason,
    day: Day = "",
    evidence: Evidence = "",
) -> None:
    """录入一个档案里算不出来的指标数（如税收），从那天起计入。"""
    from app.services.ranking.by_hand import add_figure
    from app.services.ranking.targets import find_indicator, unit_facts

    session = session_of(context)
    on = day_of(day, session.today, "--day")
    with session.writing() as office:
        with closing(office.read()) as connection:
            unit_id = find_choice(connection, unit)
            group = unit_facts(connection)[unit_id][1]
            one = find_indicator(connection, group, on.year, indicator, on, borrowing=True)
        if not one.measure.by_hand:
            raise Refused(f"“{one.label}”的数由档案算出，不能手工录入；要增减，请改档案里的记录。")
        number = _figure(value, one)
        key = add_figure(office, unit_id, one.key, on, number, reason=reason, evidence=evidence)
    shown = _shown(number, one)
    told = {"id": key, "unit": unit, "indicator": one.key, "day": on.isoformat(), "value": shown, "reason": reason}
    tell(session, told, f"{unit} {on} “{one.label}”{_told(number, one)}已录入，编号 {key}。")


@refusing
def void_points(context: typer.Context, number: Number, reason: Reason) -> None:
    """作废一条录错的手工加分或扣分。"""
    _void(session_of(context), "points", number, reason)


@refusing
def void_figure(context: typer.Context, number: Number, reason: Reason) -> None:
    """作废一条录错的手工指标数。"""
    _void(session_of(context), "figure", number, reason)


def _list(session: Session, kind: Kind, year: int, group: str) -> None:
    from app.services.ranking.by_hand import entries
    from app.services.ranking.targets import known_indicators

    year = year or session.today.year
    check_year(year)
    with session.reading() as office:
        connection = office.read()
        found = [one for one in entries(connection, year, group) if one.kind == kind]
        known = known_indicators(connection)
        connection.close()
    if session.as_json:
        print_json([_plain(one, known) for one in found])
    elif not found:
        print_line(f"{year}年没有手工{'加分或扣分' if kind == 'points' else '录入的指标数'}。")
    else:
        heads = ("编号", "日期", "单位", "分" if kind == "points" else "指标", "理由", "佐证")
        print_table(heads, [_row(one, known) for one in found], right=(0, 3) if kind == "points" else (0,))


def _plain(one: ManualEntry, known: Mapping[str, Indicator]) -> dict[str, object]:
    value = {"points": as_json(one.value)}
    if one.kind == "figure":
        value = {"indicator": one.indicator, "value": _shown(one.value, known.get(one.indicator))}
    head = {"id": one.id, "unit": one.unit, "day": one.day.isoformat()}
    return {**head, **value, "reason": one.reason, "evidence": one.evidence}


def _row(one: ManualEntry, known: Mapping[str, Indicator]) -> tuple[object, ...]:
    indicator = known.get(one.indicator)
    called = indicator.label if indicator else one.indicator
    told = f"{one.value:+f}" if one.kind == "points" else f"{called} {_told(one.value, indicator)}"
    return one.id, one.day, one.unit, told, one.reason, one.evidence


def _void(session: Session, kind: Kind, number: int, reason: str) -> None:
    from app.services.ranking.by_hand import void_entry

    with session.writing() as office:
        void_entry(office, kind, number, reason)
    tell(session, {"id": number, "voided": True, "reason": reason}, f"编号 {number} 已作废，可以撤销。")


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text.strip().removesuffix("分"))
    except InvalidOperation:
        raise Refused(f"“{text}”不是数，请填写，如 2 或 -0.5。") from None
    if not value.is_finite():
        raise Refused(f"“{text}”不是数，请填写，如 2 或 -0.5。")
    return value


def _figure(text: str, indicator: Indicator) -> Decimal:
    """Read a figure: 个, or 亿元 for money (returned in 分)."""
    money = indicator.measure.is_money
    value = _number(text.strip().removesuffix("亿元").removesuffix("个"))
    check_size(value, text, money=money)
    if money and value * YI != int(value * YI):
        raise Refused(f"“{text}”细到了分以下，请核对小数位。")
    return value * YI if money else value


def _shown(value: Decimal, indicator: Indicator | None) -> object:
    return as_json(value / YI if indicator is not None and indicator.measure.is_money else value)


def _told(value: Decimal, indicator: Indicator | None) -> str:
    if indicator is not None and indicator.measure.is_money:
        return f"{format_yi(int(value))}亿元"
    return f"{value:f}个"
