"""`units`: the 责任主体 of a group on a day, and what becomes of them: renamed, classed, merged, split, appointed."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.chinese import Command, Group
from app.cli.output import print_json, print_line, print_table
from app.cli.session import Session, refusing, session_of
from app.rules.errors import Refused
from app.services.dossiers.projects import find_choice
from app.services.ranking.ranking import GROUPS

if TYPE_CHECKING:
    from app.services.office.offices import Office

GroupOption = Annotated[
    str, typer.Option("--group", metavar="组", help="county 县区、department 市直部门、leader 市领导。")
]
UnitOption = Annotated[str, typer.Option("--unit", metavar="单位", help="责任主体现在的名称。")]
From = Annotated[str, typer.Option("--from", metavar="日期", help="从哪天起；那天以前仍按原来的算。")]
Reason = Annotated[str, typer.Option("--reason", metavar="依据", help="依据，如文件名称或文号。")]


def units_group() -> typer.Typer:
    """Return `units` with its subcommands; alone it lists."""
    group = typer.Typer(
        cls=Group,
        invoke_without_command=True,
        rich_markup_mode=None,
        help="责任主体：列出、新增、更名、分类、合并拆分、任职。",
    )
    group.callback()(list_units)
    for name, command in (
        ("show", show),
        ("add", add),
        ("rename", rename_),
        ("class", classify_),
        ("merge", merge),
        ("post", post_),
        ("void", void),
    ):
        group.command(name, cls=Command)(command)
    return group


@refusing
def list_units(
    context: typer.Context,
    group: Annotated[
        str, typer.Option("--group", metavar="组", help="county 县区、department 市直部门、leader 市领导；不写则三组。")
    ] = "",
    on: Annotated[str, typer.Option("--on", metavar="日期", help="哪天的；不写则今天。")] = "",
) -> None:
    """列出某一天的责任主体，用那天的名称和分类。"""
    if context.invoked_subcommand:
        return
    from app.services.ranking.units import listed

    session = session_of(context)
    day = _day(on, "--on") if on else session.today
    with session.reading() as office, closing(office.read()) as connection:
        found = {key: listed(connection, key, day) for key in ((group,) if group else GROUPS)}
    if session.as_json:
        print_json(
            [{"unit": one.name, "group": key, "class": one.class_key} for key, rows in found.items() for one in rows]
        )
        return
    print_table(
        ("组", "单位", "分类"),
        [
            (GROUPS[key], one.name, f"{one.class_key}类" if one.class_key else "")
            for key, rows in found.items()
            for one in rows
        ],
    )


@refusing
def show(context: typer.Context, unit: UnitOption) -> None:
    """一个责任主体的经过：名称、分类、任职、合并拆分，各从哪天起。"""
    from app.services.ranking.units import past

    session = session_of(context)
    with session.reading() as office, closing(office.read()) as connection:
        found = past(connection, find_choice(connection, unit))
    if session.as_json:
        print_json(
            [
                {
                    "id": one.id or None,
                    "kind": one.kind,
                    "from": one.day.isoformat() if one.day else None,
                    "what": one.told,
                    "reason": one.reason,
                }
                for one in found
            ]
        )
        return
    if not found:
        print_line(f"{unit}没有登记过变动。")
        return
    print_table(("从哪天起", "内容", "依据"), [(one.day or "起初", one.told, one.reason) for one in found])


@refusing
def add(
    context: typer.Context,
    group: GroupOption,
    name: Annotated[str, typer.Option("--name", metavar="名称", help="单位名称或市领导姓名。")],
    from_: Annotated[str, typer.Option("--from", metavar="日期", help="从哪天起参加排名；不写则一直参加。")] = "",
    class_: Annotated[str, typer.Option("--class", metavar="分类", help="一个字母，如 A、B、C；不写则不分类。")] = "",
) -> None:
    """新增一个责任主体。"""
    from app.services.ranking.units import add_unit

    session = session_of(context)
    with session.writing() as office:
        unit = add_unit(office, group, name, from_day=_day(from_, "--from") if from_ else None, class_key=class_)
    _tell(session, {"id": unit, "unit": name, "group": group}, f"已新增{name}。")


@refusing
def rename_(
    context: typer.Context,
    unit: UnitOption,
    name: Annotated[str, typer.Option("--name", metavar="新名称", help="从那天起的名称。")],
    from_: From,
    reason: Reason,
) -> None:
    """更名：数据不断，那天以前的排名和公文仍用旧名。"""
    from app.services.ranking.units import rename

    session = session_of(context)
    day = _day(from_, "--from")
    with session.writing() as office:
        rename(office, _unit(office, unit), name, from_day=day, reason=reason, today=session.today)
    _tell(session, {"unit": name, "before": unit, "from": day.isoformat()}, f"{unit}从 {day} 起叫{name}。")


@refusing
def classify_(
    context: typer.Context,
    units: Annotated[list[str], typer.Option("--unit", metavar="单位", help="责任主体；可以写几次。")],
    class_: Annotated[str, typer.Option("--class", metavar="分类", help="一个字母，如 A、B、C；写“无”不再分类。")],
    from_: From,
    reason: Reason,
) -> None:
    """改分类（一个字母，如 A、B、C）：从那天起在新的一类里排名，以前的月份仍在原来的一类。"""
    from app.services.ranking.units import classify

    session = session_of(context)
    day, key = _day(from_, "--from"), "" if class_ == "无" else class_
    with session.writing() as office:
        changed = classify(office, [_unit(office, one) for one in units], key, from_day=day, reason=reason)
    told = f"从 {day} 起归{key}类" if key else f"从 {day} 起不分类"
    _tell(session, {"changed": changed, "class": key, "from": day.isoformat()}, f"{changed} 个单位{told}。")


@refusing
def merge(
    context: typer.Context,
    unit: UnitOption,
    into: Annotated[
        list[str],
        typer.Option("--into", metavar="单位[=百分比]", help="由谁承接；拆分写几次，如 甲区=60 乙区=40。"),
    ],
    from_: From,
    reason: Reason,
) -> None:
    """合并或拆分：从那天起由承接单位对全年负责，以前的月份仍排原单位。"""
    from app.services.ranking.units_over_time import read_shares, record_succession

    session = session_of(context)
    day = _day(from_, "--from")
    with session.writing() as office:
        with closing(office.read()) as connection:
            shares = read_shares(connection, "，".join(into))
        record_succession(office, _unit(office, unit), shares, day, reason)
    _tell(session, {"unit": unit, "into": into, "from": day.isoformat()}, f"{unit}从 {day} 起由{'、'.join(into)}承接。")


@refusing
def post_(
    context: typer.Context,
    unit: UnitOption,
    post: Annotated[str, typer.Option("--post", metavar="职务", help="如 副市长。")],
    from_: Annotated[str, typer.Option("--from", metavar="日期", help="从哪天起任职。")],
    to: Annotated[str, typer.Option("--to", metavar="日期", help="任到哪天；不写则至今。")] = "",
) -> None:
    """登记市领导的任职；到任不满三个月免予督促。"""
    from app.services.ranking.units import appoint

    session = session_of(context)
    first, last = _day(from_, "--from"), _day(to, "--to") if to else None
    with session.writing() as office:
        appoint(office, _unit(office, unit), post, from_day=first, to_day=last)
    _tell(session, {"unit": unit, "post": post, "from": first.isoformat()}, f"{unit}从 {first} 起任{post}。")


@refusing
def void(
    context: typer.Context,
    unit: UnitOption,
    kind: Annotated[str, typer.Option("--kind", metavar="类别", help="class 分类、post 任职、succession 合并拆分。")],
    key: Annotated[int, typer.Option("--id", metavar="编号", help="哪一条，编号见 units show --json。")],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么作废。")],
) -> None:
    """作废登记错的一条分类、任职或合并拆分。"""
    from app.services.ranking.units import past, void_event

    session = session_of(context)
    with session.writing() as office:
        with closing(office.read()) as connection:
            known = past(connection, find_choice(connection, unit))
        one = next((one for one in known if (one.kind, one.id) == (kind, key)), None)
        if one is None:
            raise Refused(f"{unit}没有编号为 {key} 的这类变动。编号和类别见 units show --unit {unit} --json。")
        void_event(office, kind, key, reason)
    _tell(session, {"unit": unit, "kind": kind, "id": key, "voided": reason}, f"{unit}：“{one.told}”已作废。")


def _unit(office: Office, name: str) -> int:
    with closing(office.read()) as connection:
        return find_choice(connection, name)


def _tell(session: Session, data: object, text: str) -> None:
    if session.as_json:
        print_json(data)
    else:
        print_line(text)


def _day(text: str, option: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"“{text}”不是日期，请写成 2026-06-30。", param_hint=option) from error
