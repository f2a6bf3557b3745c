"""`neighbours`: cities beside ours, what they pursue, agreements, copied measures, conflicts, courted projects."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from app.cli.chinese import Command, Group
from app.cli.options import ON, PROJECT, day_of, tell
from app.cli.output import print_json, print_line, print_table
from app.cli.session import refusing, session_of
from app.rules.errors import Refused
from app.services.policy import neighbour_records as records
from app.services.policy import neighbours as beside
from app.services.policy.neighbour_records import CopyDraft, CourtedDraft, IndustryDraft, Kind
from app.services.policy.subjects import find_project

_CITY = typer.Option("--city", metavar="城市", help="哪个邻市。")
_INDUSTRY = typer.Option("--industry", metavar="产业", help="哪个产业。")
_CODES = typer.Option("--codes", metavar="代码", help="国民经济行业分类代码，如 34/38。")
_FROM = typer.Option("--from", metavar="日期", help="从哪天起。")
_TO = typer.Option("--to", metavar="日期", help="到哪天止。")
_KIND = typer.Option("--kind", metavar="种类", help=f"{'、'.join(Kind)}之一。")
_ID = typer.Option("--id", metavar="编号", help="哪一条：neighbours list 第一列的编号。")


def neighbours_group() -> typer.Typer:
    """Return the commands on neighbouring cities."""
    group = typer.Typer(cls=Group, help="邻市：产业、分工协议、照抄的办法、冲突、同争的项目。", no_args_is_help=True)
    for name, command in (
        ("list", list_),
        ("pursue", pursue),
        ("agree", agree),
        ("copy", copy),
        ("court", court),
        ("end", end),
        ("void", void),
        ("uncourt", uncourt),
    ):
        group.command(name, cls=Command)(command)
    return group


@refusing
def list_(context: typer.Context, on: Annotated[str, ON] = "") -> None:
    """邻市的产业、协议、照抄的办法，以及与本市的冲突。"""
    session = session_of(context)
    day = day_of(on, session.today)
    with session.reading() as office:
        connection = office.read()
        cities = beside.neighbours(connection, day)
        found = beside.conflicts(connection, day)
        ahead = beside.chain_conflicts(connection, day)
        targets = beside.courted_projects(connection, day)
        kept = {kind: records.industry_lines(connection, kind) for kind in (Kind.PURSUIT, Kind.AGREEMENT)}
        copies, states = records.copy_lines(connection), beside.copy_states(connection, day)
        courted = records.courted_lines(connection)
        connection.close()
    lines = [
        (one.id, str(kind), one.city, f"{one.industry}（{one.codes}）", str(one.from_day), one.state(day), one.told)
        for kind, its in kept.items()
        for one in its
    ]
    lines += [
        (one.id, str(Kind.COPY), one.city, f"{one.policy}版", str(one.day), str(states[one.id][0]), one.condition)
        for one in copies
    ]
    lines += [(one.id, str(Kind.COURTED), one.city, one.name, str(one.day), "", one.note) for one in courted]
    heads = ("编号", "种类", "城市", "内容", "自", "状态", "说明")
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
                "chain_conflicts": [one.to_json() for one in ahead],
                "courted": [{"project": code, "cities": cities} for code, _, cities in targets],
                "records": [
                    dict(zip(("id", "kind", "city", "what", "from", "state", "note"), line, strict=True))
                    for line in lines
                ],
            }
        )
        return
    print_table(heads, lines, right=(0,))
    for conflict in (*found, *ahead):
        print_line(f"{conflict.kind}：{conflict.text}。")


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
    draft = IndustryDraft(city, industry, codes, day_of(from_, session.today, "--from"), _end(to), source)
    with session.writing() as office:
        key = records.save_industry(office, Kind.PURSUIT, draft)
    tell(session, {"id": key}, f"已登记{city}的{industry}。")


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
    draft = IndustryDraft(city, industry, codes, day_of(from_, session.today, "--from"), _end(to), mediator)
    with session.writing() as office:
        key = records.save_industry(office, Kind.AGREEMENT, draft)
    tell(session, {"id": key}, f"已登记与{city}的协议：{industry}归{city}。")


@refusing
def copy(
    context: typer.Context,
    city: Annotated[str, _CITY],
    condition: Annotated[str, typer.Option("--condition", metavar="条件", help="约定的条件。")],
    version: Annotated[str, typer.Option("--version", metavar="版本", help="照抄的是哪天施行的版本。")],
    on: Annotated[str, ON] = "",
    mediator: Annotated[str, typer.Option("--mediator", metavar="协调单位", help="谁协调的。")] = "",
) -> None:
    """登记邻市照抄本市办法及其条件。"""
    session = session_of(context)
    policy = day_of(version, session.today, "--version")
    draft = CopyDraft(city, day_of(on, session.today), policy, condition, mediator)
    with session.writing() as office:
        key = records.save_copy(office, draft)
    tell(session, {"id": key}, f"已登记{city}照抄{version}版办法。")


@refusing
def court(
    context: typer.Context,
    project: Annotated[str, PROJECT],
    city: Annotated[str, _CITY],
    note: Annotated[str, typer.Option("--note", metavar="说明", help="怎么知道的、对方给什么条件。")] = "",
    on: Annotated[str, ON] = "",
) -> None:
    """标明邻市也在争取的项目。"""
    session = session_of(context)
    with session.writing() as office:
        connection = office.read()
        subject = find_project(connection, project)
        connection.close()
        key = records.save_courted(office, CourtedDraft(subject.id, city, day_of(on, session.today), note))
    tell(session, {"id": key}, f"已标明{city}也在争取{subject.name}。")


@refusing
def end(
    context: typer.Context,
    kind: Annotated[Kind, _KIND],
    key: Annotated[int, _ID],
    on: Annotated[str, typer.Option("--on", metavar="日期", help="到哪天止；不写则到今天。")] = "",
) -> None:
    """邻市的产业或协议到某天止。"""
    session = session_of(context)
    last = day_of(on, session.today)
    with session.writing() as office:
        records.end_industry(office, kind, key, last)
    tell(session, {"id": key, "to": last.isoformat()}, f"{kind}第{key}条到{last}止。")


@refusing
def void(
    context: typer.Context,
    kind: Annotated[Kind, _KIND],
    key: Annotated[int, _ID],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么作废。")],
) -> None:
    """作废登记错的一条，历史仍可查。"""
    session = session_of(context)
    with session.writing() as office:
        records.void_record(office, kind, key, reason)
    tell(session, {"id": key}, f"{kind}第{key}条已作废。")


@refusing
def uncourt(
    context: typer.Context,
    project: Annotated[str, PROJECT],
    city: Annotated[str, _CITY],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么取消。")],
) -> None:
    """取消“邻市也在争取”的标记。"""
    session = session_of(context)
    with session.writing() as office:
        connection = office.read()
        subject = find_project(connection, project)
        marks = [one for one in records.courted_lines(connection, subject.id) if one.city == city.strip()]
        connection.close()
        if not marks:
            raise Refused(f"{subject.name}没有标明{city}也在争取。")
        for one in marks:
            records.void_record(office, Kind.COURTED, one.id, reason)
    tell(session, {"project": subject.id}, f"已取消：{city}也在争取{subject.name}。")


def _end(text: str) -> dt.date | None:
    return day_of(text, dt.date.max, "--to") if text else None
