"""`targets`: the tasks of a year listed, set, changed within the year and back, shared out, and their curves."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from typing import Annotated

import typer

from app.cli.chinese import Command, Group
from app.cli.output import print_json, print_line, print_table
from app.cli.session import refusing, session_of
from app.rules.errors import Refused
from app.rules.money import YI, format_yi
from app.rules.scheme import Indicator
from app.rules.scoring import as_json
from app.rules.targets import check_year
from app.services.dossiers.projects import find_choice

Year = Annotated[int, typer.Option("--year", metavar="年份", help="哪一年的任务，如 2026。")]
GroupKey = Annotated[
    str, typer.Option("--group", metavar="组", help="county 县区、department 市直部门、leader 市领导；不写则全部。")
]
IndicatorKey = Annotated[
    str, typer.Option("--indicator", metavar="指标", help="考核办法里的指标 key 或名称，如 signed、签约额。")
]
Reason = Annotated[str, typer.Option("--reason", metavar="理由", help="调整的理由。")]


def targets_group() -> typer.Typer:
    """Return `targets` with its subcommands; alone it lists."""
    group = typer.Typer(
        cls=Group, invoke_without_command=True, rich_markup_mode=None, help="目标任务：列出、下达、年中调整、分解。"
    )
    group.callback()(list_targets)
    group.command("set", cls=Command)(set_target_)
    group.command("changes", cls=Command)(changes)
    group.command("void", cls=Command)(void)
    group.command("split", cls=Command)(split)
    group.command("curve", cls=Command)(curve)
    return group


@refusing
def list_targets(
    context: typer.Context,
    year: Annotated[
        int, typer.Option("--year", metavar="年份", help="哪一年的任务；不写则今年。", show_default=False)
    ] = 0,
    group: GroupKey = "",
) -> None:
    """列出一年的任务（按今天的数）。"""
    if context.invoked_subcommand:
        return
    from app.services.ranking.targets import current_indicators, known_indicators, targets_table

    session = session_of(context)
    year = year or session.today.year
    check_year(year)
    day = min(max(session.today, dt.date(year, 1, 1)), dt.date(year, 12, 31))
    with session.reading() as office:
        connection = office.read()
        rows = targets_table(connection, year, day, group)
        current = current_indicators(connection, year, session.today)
        known = known_indicators(connection)
        connection.close()
    money = {key for key, one in known.items() if one.measure.is_money}
    if session.as_json:
        print_json(
            [
                {
                    "unit": row.unit,
                    "group": row.group,
                    "year": row.year,
                    "indicator": row.indicator,
                    "level": row.level,
                    "value": _shown(row.value, row.indicator in money),
                    "first_given": _shown(row.base, row.indicator in money),
                    "changes": [
                        {
                            "from": one.from_day.isoformat(),
                            "value": _shown(one.value, row.indicator in money),
                            "reason": one.reason,
                            "paper": one.paper,
                        }
                        for one in row.changes
                    ],
                }
                for row in rows
            ]
        )
        return
    if not rows:
        print_line(f"{year}年还没有下达任务。")
        return
    print_table(
        ("单位", "指标", "层级", "任务", "年中调整"),
        [
            (
                row.unit,
                _called(row.indicator, current.get((row.group, row.indicator)), known.get(row.indicator)),
                row.level,
                _told(row.value, row.indicator in money),
                "；".join(
                    f"{one.from_day}起{_told(one.value, row.indicator in money)}（{one.reason}）" for one in row.changes
                ),
            )
            for row in rows
        ],
        right=(3,),
    )


@refusing
def set_target_(
    context: typer.Context,
    unit: Annotated[str, typer.Option("--unit", metavar="单位", help="责任主体的名称。")],
    indicator: IndicatorKey,
    year: Year,
    value: Annotated[str, typer.Option("--value", metavar="数", help="个数，或亿元；写“无”取消任务。")],
    level: Annotated[str, typer.Option("--level", metavar="层级", help="任务层级。")] = "市下达",
    from_: Annotated[str, typer.Option("--from", metavar="日期", help="年中从哪天起调整；不写则全年。")] = "",
    reason: Reason = "",
) -> None:
    """下达、改正或年中调整一个单位的任务。"""
    from app.services.ranking.targets import NewTarget, find_indicator, read_value, set_target, unit_facts

    session = session_of(context)
    with session.writing() as office:
        with closing(office.read()) as connection:
            unit_id = find_choice(connection, unit)
            one = find_indicator(connection, unit_facts(connection)[unit_id][1], year, indicator, session.today)
        number = None if value == "无" else read_value(value, one)
        day = _day(from_) if from_ else None
        set_target(office, NewTarget(unit_id, year, one.key, number, level), from_day=day, reason=reason)
    if session.as_json:
        print_json({"unit": unit, "year": year, "indicator": one.key, "value": _shown(number, one.measure.is_money)})
    else:
        print_line(f"{unit}{year}年“{one.label}”任务：{_told(number, one.measure.is_money)}。")


@refusing
def changes(context: typer.Context, year: Year, group: GroupKey = "") -> None:
    """列出一年里的年中调整，带编号，作废时用。"""
    from app.services.ranking.targets import current_indicators, known_indicators, targets_table

    session = session_of(context)
    check_year(year)
    with session.reading() as office:
        connection = office.read()
        found = [
            (row, one) for row in targets_table(connection, year, dt.date(year, 12, 31), group) for one in row.changes
        ]
        current = current_indicators(connection, year, session.today)
        known = known_indicators(connection)
        connection.close()
    money = {key for key, one in known.items() if one.measure.is_money}
    if session.as_json:
        print_json(
            [
                {
                    "id": one.id,
                    "unit": row.unit,
                    "indicator": row.indicator,
                    "level": row.level,
                    "from": one.from_day.isoformat(),
                    "value": _shown(one.value, row.indicator in money),
                    "reason": one.reason,
                    "paper": one.paper,
                }
                for row, one in found
            ]
        )
        return
    if not found:
        print_line(f"{year}年没有年中调整过任务。")
        return
    print_table(
        ("编号", "单位", "指标", "层级", "从哪天起", "任务", "理由", "依据"),
        [
            (
                one.id,
                row.unit,
                _called(row.indicator, current.get((row.group, row.indicator)), known.get(row.indicator)),
                row.level,
                one.from_day,
                _told(one.value, row.indicator in money),
                one.reason,
                one.paper,
            )
            for row, one in found
        ],
        right=(0, 5),
    )


@refusing
def void(
    context: typer.Context,
    number: Annotated[
        int, typer.Argument(metavar="编号", min=1, max=2_000_000_000, help="哪一次调整，编号见 targets changes。")
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么作废。")],
) -> None:
    """作废录错的一次年中调整；任务回到调整以前。"""
    from app.services.ranking.targets import void_target_change

    session = session_of(context)
    with session.writing() as office:
        void_target_change(office, number, reason)
    if session.as_json:
        print_json({"id": number, "voided": reason})
    else:
        print_line(f"编号 {number} 的任务调整已作废。")


@refusing
def split(
    context: typer.Context,
    group: Annotated[str, typer.Option("--group", metavar="组", help="county、department 或 leader。")],
    indicator: IndicatorKey,
    year: Year,
    total: Annotated[str, typer.Option("--total", metavar="数", help="全市任务：个数，或亿元。")],
    by: Annotated[
        str, typer.Option("--by", metavar="规则", help="equal 平均，last_year 按上年实绩，或各单位权重如 3,2,1。")
    ] = "equal",
    write: Annotated[bool, typer.Option("--write", help="写入；不写这项只试算。")] = False,
    level: Annotated[str, typer.Option("--level", metavar="层级", help="写到哪一层级。")] = "市下达",
) -> None:
    """把全市任务分解到各单位，合计不差一个（最大余数法）。"""
    from app.services.ranking.targets import (
        SplitRule,
        find_indicator,
        propose_split,
        read_value,
        set_targets,
        unit_facts,
    )

    rules: dict[str, SplitRule] = {"equal": "equal", "last_year": "last_year"}
    session = session_of(context)
    rule = rules.get(by, "weights")
    opened = session.writing() if write else session.reading()
    with opened as office:
        with closing(office.read()) as connection:
            one = find_indicator(connection, group, year, indicator, session.today)
            weights = _weights(by) if rule == "weights" else None
            rows = propose_split(connection, group, year, one, read_value(total, one), rule, weights)
            names = unit_facts(connection)
        if write:
            set_targets(office, [replace(row, level=level) for row in rows])
    money = one.measure.is_money
    if session.as_json:
        print_json([{"unit": names[row.unit_id][0], "value": _shown(row.value, money)} for row in rows])
    else:
        print_table(("单位", "任务"), [(names[row.unit_id][0], _told(row.value, money)) for row in rows], right=(1,))
        print_line("已写入。" if write else "只是试算；加 --write 写入。")


@refusing
def curve(
    context: typer.Context,
    year: Year,
    indicator: Annotated[str, typer.Option("--indicator", metavar="指标", help="考核办法里的指标 key 或名称。")],
    shares: Annotated[
        str, typer.Option("--shares", metavar="12个累计百分比", help="如 5,12,20,…,100；写“均衡”改回按月均衡。")
    ],
) -> None:
    """设定一项指标全年的进度曲线。"""
    from app.rules.targets import Curve
    from app.services.ranking.targets import current_indicators, set_curve

    session = session_of(context)
    read = None if shares == "均衡" else Curve.parse(shares)
    check_year(year)
    with session.writing() as office:
        connection = office.read()
        current = current_indicators(connection, year, session.today)
        known = {key: one.label for (_, key), one in current.items() if not one.target_of}
        connection.close()
        key = next((key for key, label in known.items() if indicator.strip() in (key, label)), None)
        if key is None:
            raise Refused(
                f"没有指标“{indicator}”；现行办法有：{'、'.join(f'{one}（{known[one]}）' for one in known)}。"
            )
        set_curve(office, year, key, read)
    if session.as_json:
        print_json({"year": year, "indicator": key, "shares": None if read is None else list(read.shares)})
    else:
        print_line(f"{year}年“{known[key]}”的进度曲线已{'改回按月均衡' if read is None else '设定'}。")


def _called(key: str, current: Indicator | None, known: Indicator | None) -> str:
    """Return what an indicator is called; one that the scheme in force has not, by what it was called."""
    if current is not None:
        return current.label
    return f"{known.label if known else key}（现行办法没有）"


def _shown(value: int | None, money: bool) -> object:
    """Return a task for programs: 个, or 亿元; None for none."""
    return value if value is None or not money else as_json(Fraction(value, YI))


def _told(value: int | None, money: bool) -> str:
    if value is None:
        return "无"
    return f"{format_yi(value)}亿元" if money else f"{value}个"


def _weights(text: str) -> list[int]:
    try:
        return [int(part) for part in text.replace("，", ",").split(",")]
    except ValueError:
        raise Refused(f"看不懂分解规则“{text}”：请写 equal、last_year，或各单位的整数权重，如 3,2,1。") from None


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"“{text}”不是日期，请写成 2026-06-30。", param_hint="--from") from error
