"""`leading`: the leading industries compared and chosen; `neighbours`: cities beside ours; `effects`: what changed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from app.cli.chinese import Command, Group
from app.cli.matching import day_of
from app.cli.output import print_json, print_line, print_table
from app.cli.session import refusing, session_of
from app.rules.errors import Refused
from app.rules.leading import ASPECTS, read_weights
from app.rules.money import format_yi
from app.services import neighbours as beside
from app.services.effects import MONTHS, Effects, effects
from app.services.leading import COUNT, Comparison, choose, comparison, effect_of
from app.services.policies import versions
from app.services.subjects import find_project

_ON = typer.Option("--on", metavar="日期", help="按哪天的情况；不写则按今天。")
_CITY = typer.Option("--city", metavar="城市", help="哪个邻市。")
_INDUSTRY = typer.Option("--industry", metavar="产业", help="哪个产业。")
_CODES = typer.Option("--codes", metavar="代码", help="国民经济行业分类代码，如 34/38。")
_FROM = typer.Option("--from", metavar="日期", help="从哪天起。")
_TO = typer.Option("--to", metavar="日期", help="到哪天止。")


@refusing
def leading(
    context: typer.Context,
    on: Annotated[str, _ON] = "",
    count: Annotated[int, typer.Option("--count", metavar="个数", min=1, max=10, help="选几个。")] = COUNT,
    weights: Annotated[str, typer.Option("--weights", metavar="权重", help="如 现有基础=30,政策敏感=40。")] = "",
    suppose: Annotated[str, typer.Option("--suppose", metavar="产业", help="假设选这几个：谁会多得、少得。")] = "",
    chosen: Annotated[str, typer.Option("--choose", metavar="产业", help="选定这几个，用逗号隔开。")] = "",
    from_: Annotated[str, _FROM] = "",
    by: Annotated[str, typer.Option("--by", metavar="决定人", help="谁（哪次会议）决定。")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么这样选。")] = "",
) -> None:
    """比较各产业能否作主导产业，试算或选定。"""
    session = session_of(context)
    day = day_of(on, session.today)
    if chosen:
        first = day_of(from_, session.today)
        with session.writing() as office:
            warnings = choose(office, _names(chosen), from_day=first, by=by, reason=reason, today=session.today)
        if session.as_json:
            print_json({"industries": _names(chosen), "from": first.isoformat(), "warnings": list(warnings)})
            return
        print_line(f"已选定{'、'.join(_names(chosen))}，自{first}起。")
        for text in warnings:
            print_line(f"注意：{text}。")
        return
    with session.reading() as office:
        connection = office.read()
        found = comparison(connection, day, weights=read_weights(weights), count=count)
        changes = effect_of(connection, _names(suppose), day) if suppose else []
        connection.close()
    if session.as_json:
        told = found.to_json()
        print_json({**told, "suppose": [one.to_json() for one in changes]} if suppose else told)
        return
    _print(found)
    if suppose:
        print_line()
        rows = [(one.clause, one.title, one.now, one.then, len(one.gains), len(one.loses)) for one in changes]
        print_table(("条款", "名称", "现在", "选定后", "新增", "失去"), rows, right=(2, 3, 4, 5))


def neighbours_group() -> typer.Typer:
    """Return the commands on neighbouring cities."""
    group = typer.Typer(cls=Group, help="邻市：产业、分工协议、照抄的办法、冲突、同争的项目。", no_args_is_help=True)
    for name, command in (("list", list_), ("pursue", pursue), ("agree", agree), ("copy", copy), ("court", court)):
        group.command(name, cls=Command)(command)
    return group


@refusing
def list_(context: typer.Context, on: Annotated[str, _ON] = "") -> None:
    """邻市的产业、协议、照抄的办法，以及与本市的冲突。"""
    session = session_of(context)
    day = day_of(on, session.today)
    with session.reading() as office:
        connection = office.read()
        cities = beside.neighbours(connection, day)
        found = beside.conflicts(connection, day)
        targets = beside.courted_projects(connection, day)
        connection.close()
    if session.as_json:
        print_json(
            {
                "cities": [
                    {
                        "city": one.city,
                        "pursues": [line.industry for line in one.pursues],
                        "reserved": [line.industry for line in one.reserved],
                        "copies": [dict(vars(line)) for line in one.copies],
                    }
                    for one in cities
                ],
                "conflicts": [one.to_json() for one in found],
                "courted": [{"project": code, "cities": cities} for code, _, cities in targets],
            }
        )
        return
    for one in cities:
        print_line(f"{one.city}　主攻：{'、'.join(line.industry for line in one.pursues) or '（未登记）'}")
        for line in one.reserved:
            until = f"至{line.to_day}" if line.to_day else ""
            print_line(f"  协议保留：{line.industry}（{line.from_day}起{until}，{line.source or '协调单位未登记'}）")
        for line in one.copies:
            print_line(f"  {line.day}照抄本市{line.version}版办法，条件：{line.condition}")
    for conflict in found:
        print_line(f"{conflict.kind}：{conflict.text}。")
    for code, name, rivals in targets:
        print_line(f"同争：{name}（{code}），{rivals}也在争取。")


@refusing
def pursue(
    context: typer.Context,
    city: Annotated[str, _CITY],
    industry: Annotated[str, _INDUSTRY],
    codes: Annotated[str, _CODES],
    from_: Annotated[str, _FROM],
    to: Annotated[str, _TO] = "",
    source: Annotated[str, typer.Option("--source", metavar="依据", help="从哪里知道的。")] = "",
) -> None:
    """登记邻市的主导产业。"""
    session = session_of(context)
    with session.writing() as office:
        key = beside.add_pursuit(
            office, city, industry, codes, from_day=day_of(from_, session.today), to_day=_end(to), source=source
        )
    _tell(context, key, f"已登记{city}的{industry}。")


@refusing
def agree(
    context: typer.Context,
    city: Annotated[str, _CITY],
    industry: Annotated[str, _INDUSTRY],
    codes: Annotated[str, _CODES],
    from_: Annotated[str, _FROM],
    to: Annotated[str, _TO] = "",
    mediator: Annotated[str, typer.Option("--mediator", metavar="协调单位", help="谁协调的。")] = "",
) -> None:
    """登记分工协议：这个产业归邻市。"""
    session = session_of(context)
    with session.writing() as office:
        key = beside.add_agreement(
            office, city, industry, codes, from_day=day_of(from_, session.today), to_day=_end(to), mediator=mediator
        )
    _tell(context, key, f"已登记与{city}的协议：{industry}归{city}。")


@refusing
def copy(
    context: typer.Context,
    city: Annotated[str, _CITY],
    condition: Annotated[str, typer.Option("--condition", metavar="条件", help="约定的条件。")],
    version: Annotated[str, typer.Option("--version", metavar="版本", help="照抄的是哪天施行的版本。")],
    on: Annotated[str, _ON] = "",
    mediator: Annotated[str, typer.Option("--mediator", metavar="协调单位", help="谁协调的。")] = "",
) -> None:
    """登记邻市照抄本市办法及其条件。"""
    session = session_of(context)
    day = day_of(on, session.today)
    with session.writing() as office:
        connection = office.read()
        known = [one.version for one in versions(connection)]
        connection.close()
        if version not in known:
            raise Refused(f"没有自{version}起施行的版本；现有：{'、'.join(known)}。")
        key = beside.record_copy(
            office, city, day=day, version=dt.date.fromisoformat(version), condition=condition, mediator=mediator
        )
    _tell(context, key, f"已登记{city}照抄{version}版办法。")


@refusing
def court(
    context: typer.Context,
    project: Annotated[str, typer.Option("--project", metavar="项目", help="哪个项目（编号或名称）。")],
    city: Annotated[str, _CITY],
    note: Annotated[str, typer.Option("--note", metavar="说明", help="怎么知道的、对方给什么条件。")] = "",
    on: Annotated[str, _ON] = "",
) -> None:
    """标明邻市也在争取的项目。"""
    session = session_of(context)
    with session.writing() as office:
        connection = office.read()
        subject = find_project(connection, project)
        connection.close()
        key = beside.mark_courted(office, subject.id, city, day=day_of(on, session.today), note=note)
    _tell(context, key, f"已标明{city}也在争取{subject.name}。")


@refusing
def effects_(
    context: typer.Context,
    day: Annotated[str, typer.Option("--day", metavar="日期", help="办法哪天起施行；不写则用最近的版本。")] = "",
    on: Annotated[str, _ON] = "",
    months: Annotated[int, typer.Option("--months", metavar="月数", min=1, max=24, help="前后各看几个月。")] = MONTHS,
) -> None:
    """办法施行前后的签约：逐月、与往年同月、分组、分产业。"""
    session = session_of(context)
    as_of = day_of(on, session.today)
    with session.reading() as office:
        connection = office.read()
        begun = [one.valid_from for one in versions(connection) if one.bonus and one.valid_from <= as_of]
        first = day_of(day, min(begun, default=as_of))
        found = effects(connection, first, as_of, months=months)
        connection.close()
    if session.as_json:
        print_json(found.to_json())
    else:
        _print_effects(found)


def _print(found: Comparison) -> None:
    heads = ("产业", "得分", *ASPECTS.values(), "说明")
    rows = [
        (
            f"{one.figures.name}{'（主导）' if one.figures.name in found.leading else ''}",
            f"{float(one.total):.1f}",
            *(f"{float(one.points[key]):.1f}" for key in ASPECTS),
            one.warning,
        )
        for one in found.scored
    ]
    print_table(heads, rows, right=range(1, len(heads) - 1))
    print_line(f"权重：{'、'.join(f'{label}{float(getattr(found.weights, key)):g}' for key, label in ASPECTS.items())}")
    print_line(f"按得分：{'、'.join(found.proposed)}。选择由会议决定，得分只供参考。")
    if found.holds:
        print_line("任一权重增减20%，结果不变。")
    for one in found.swings:
        if not one.holds:
            change = f"{'、'.join(one.leaves)}换成{'、'.join(one.enters)}"
            print_line(f"{ASPECTS[one.aspect]}权重{'减' if one.factor < 1 else '增'}20%：{change}。")


def _print_effects(found: Effects) -> None:
    first = found.first_month
    rank = f"，全省第{first.rank}" if first.rank else ""
    print_line(f"{found.first_day}起施行；第一个月（{first.month}）签约{first.signed}个，超亿元{first.over}个{rank}。")
    rows = [
        (one.month, "后" if one.after else "前", one.signed, one.over, format_yi(one.amount), one.rank)
        for one in found.months
    ]
    print_table(("月份", "前后", "签约", "超亿元", "金额（亿元）", "全省名次"), rows, right=(2, 3, 4, 5))
    print_line()
    rows = [(one.year, one.signed, one.over, format_yi(one.amount)) for one in found.same_months]
    print_table(("往年同月", "签约", "超亿元", "金额（亿元）"), rows, right=(1, 2, 3))
    for head, lines in (("分组", found.by_group), ("分产业", found.by_industry)):
        print_line()
        print_table((head, "施行前", "施行后"), [(one.name, one.before, one.after) for one in lines], right=(1, 2))
    print_line(found.caution)


def _names(text: str) -> list[str]:
    return [one.strip() for one in text.replace("，", ",").replace("、", ",").split(",") if one.strip()]


def _end(text: str) -> dt.date | None:
    return day_of(text, dt.date.max) if text else None


def _tell(context: typer.Context, key: int, words: str) -> None:
    if session_of(context).as_json:
        print_json({"id": key})
    else:
        print_line(words)
