"""`publish`, `compare`, `what-if` and `pack`: what follows from a ranking."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from app.cli.output import print_json, print_line, print_table
from app.cli.schemes import moves_json, print_moves
from app.cli.session import Session, refusing, session_of, user
from app.rules.errors import Refused
from app.rules.money import YI
from app.rules.periods import Period
from app.rules.scoring import as_json
from app.rules.stages import Stage
from app.services.dossiers.projects import find_choice

PeriodOption = Annotated[str, typer.Option("--period", metavar="期间", help="2026-06、2026 或 2026-01..2026-06。")]
GroupOption = Annotated[
    str, typer.Option("--group", metavar="组", help="county 县区、department 市直部门、leader 市领导。")
]
Level = Annotated[
    str, typer.Option("--level", metavar="层级", help="按哪一层级的任务计分，如 奋斗目标；不写则按考核办法。")
]
AsOf = Annotated[str, typer.Option("--as-of", metavar="日期", help="截至哪天；不写则截至今天。")]


@refusing
def publish(
    context: typer.Context,
    period: PeriodOption,
    group: GroupOption,
    as_of: AsOf = "",
    correction: Annotated[
        str, typer.Option("--correction", metavar="说明", help="已发布过的，写明这一版更正了什么。")
    ] = "",
    level: Level = "",
) -> None:
    """发布一期排名：连同数字、校验码一起固定下来；更正另发一版。"""
    from app.services.ranking.freezing import publish as publish_
    from app.services.ranking.freezing import read_published

    session = session_of(context)
    with session.writing() as office:
        ranking = publish_(
            office,
            Period.parse(period),
            group,
            _day(as_of, session),
            today=session.today,
            by=user(),
            correction=correction,
            level=level,
        )
        connection = office.read()
        facts = read_published(connection, ranking).facts
        connection.close()
    if session.as_json:
        print_json(
            {
                "id": facts.id,
                "period": str(facts.period),
                "group": facts.group,
                "level": facts.level,
                "edition": facts.edition,
                "corrects": facts.corrects,
                "correction": facts.correction,
                "as_of": facts.as_of.isoformat(),
                "sha256": facts.sha256,
            }
        )
    else:
        print_line(f"已发布{facts.period.label}排名第{facts.edition}版，校验码 {facts.sha256}。")


@refusing
def compare(
    context: typer.Context,
    period: PeriodOption,
    group: GroupOption,
    first: Annotated[str, typer.Option("--from", metavar="日期", help="截至哪天；写“已发布”与发布时的数字比较。")],
    second: Annotated[str, typer.Option("--to", metavar="日期", help="与截至哪天相比；不写则今天。")] = "",
    level: Level = "",
) -> None:
    """比较两个截至日：记录变了什么，名次因此怎样变。"""
    from app.services.ranking.comparing import compare_days
    from app.services.ranking.freezing import latest_published, since_published

    session = session_of(context)
    asked = Period.parse(period)
    with session.reading() as office:
        connection = office.read()
        try:
            if first == "已发布":
                frozen = latest_published(connection, asked, group, level)
                if frozen is None:
                    raise Refused(f"{asked.label}的这组排名还没有发布过。")
                later = since_published(connection, frozen.facts.id)
                moves = [
                    {
                        "unit": move.unit,
                        "rank_before": move.rank_then,
                        "rank_after": move.rank_now,
                        "score_before": as_json(move.score_then),
                        "score_after": as_json(move.score_now),
                    }
                    for move in later.moves
                ]
                records = [str(one) for one in later.records]
                comparison = None
            else:
                days = _day(first, session), _day(second, session)
                comparison = compare_days(connection, asked, group, *days, level=level)
                moves, records = moves_json(comparison), [str(one) for one in comparison.records]
        finally:
            connection.close()
    if session.as_json:
        print_json({"units": moves, "records": records})
        return
    if comparison is not None:
        print_moves(comparison)
    else:
        heads = ("单位", "发布名次", "现名次", "发布得分", "现得分")
        print_table(heads, [tuple(move.values()) for move in moves], right=(1, 2, 3, 4))
    print_line("记录没有变化。" if not records else "记录的变化：")
    for record in records:
        print_line(f"  {record}")


@refusing
def what_if_(
    context: typer.Context,
    period: PeriodOption,
    group: GroupOption,
    unit: Annotated[str, typer.Option("--unit", metavar="单位", help="假设项目算在谁名下。")],
    amount: Annotated[str, typer.Option("--amount", metavar="亿元", help="项目投资额，亿元，如 1.2。")],
    count: Annotated[int, typer.Option("--count", metavar="个数", help="几个这样的项目。")] = 1,
    stages: Annotated[
        list[str] | None,
        typer.Option("--stage", metavar="阶段", help="假设到了哪个阶段，如 签约、开工；可写几次，不写则签约。"),
    ] = None,
    funds: Annotated[str, typer.Option("--funds", metavar="亿元", help="每个项目到位多少资金，亿元。")] = "0",
    leading_industry: Annotated[bool, typer.Option("--leading", help="假设属于主导产业。")] = False,
    as_of: AsOf = "",
    level: Level = "",
) -> None:
    """假设再签几个项目，看谁的名次会变；不写入任何数据。"""
    from app.services.ranking.what_if import Supposed, what_if

    session = session_of(context)
    fen, funds_fen = _yi(amount), _yi(funds)
    reached = tuple(_stage(one) for one in stages or ("签约",))
    with session.reading() as office:
        connection = office.read()
        try:
            supposed = Supposed(find_choice(connection, unit, group), fen, count, reached, funds_fen, leading_industry)
            found = what_if(connection, Period.parse(period), group, _day(as_of, session), [supposed], level=level)
        finally:
            connection.close()
    if session.as_json:
        print_json(moves_json(found))
    else:
        print_line(f"假设{unit}再签{count}个{amount}亿元的项目：")
        print_moves(found)


@refusing
def pack_(
    context: typer.Context,
    period: PeriodOption,
    audience: Annotated[
        str, typer.Option("--audience", metavar="范围", help="市委常委会、市级领导、全市领导干部大会或公开。")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="文件", help="写到哪个文件。")],
    password: Annotated[
        str, typer.Option("--password", metavar="口令", help="给文件加锁（至少 8 个字符）；不写则不加锁。")
    ] = "",
    pdf: Annotated[
        Path | None, typer.Option("--pdf", metavar="文件", help="另把放映的各页存成一个 PDF，写到哪个文件。")
    ] = None,
    as_of: AsOf = "",
) -> None:
    """写出一个会议包：开会时不需要数据库就能放映，只含这个范围可以看的内容。"""
    from app.services.meeting.packing import audience_named, open_pack, pack

    session = session_of(context)
    who = audience_named(audience)
    if pdf is not None and pdf.absolute() == out.absolute():
        raise Refused(f"会议包和 PDF 不能写到同一个文件“{out}”。请给 PDF 另起一个名字。")
    with session.reading() as office:
        connection = office.read()
        try:
            digest = pack(
                connection,
                Period.parse(period),
                who,
                out,
                as_of=_day(as_of, session),
                today=session.today,
                password=password or None,
            )
        finally:
            connection.close()
    content = open_pack(out, password or None)
    if pdf is not None:
        assert session.write_meeting is not None, "main.py hands it in"
        session.write_meeting(pdf, content)
    if session.as_json:
        print_json(
            {
                "file": str(out),
                "sha256": digest,
                "audience": content.audience,
                "locked": bool(password),
                **({"pdf": str(pdf)} if pdf else {}),
                "groups": [group.group for group in content.groups],
            }
        )
    else:
        shown = "、".join(group.label for group in content.groups) or "不含分组排名"
        locked = "，已加锁" if password else ""
        print_line(f"已写出 {out}（{who.label}；{shown}{locked}），校验码 {digest}。")
        if pdf is not None:
            print_line(f"放映的各页已存成 {pdf}。")


def _yi(text: str) -> int:
    try:
        return int(Decimal(text) * YI)
    except (ArithmeticError, ValueError):
        raise Refused(f"看不懂金额“{text}”，请写亿元数，如 1.2。") from None


def _stage(text: str) -> Stage:
    try:
        return Stage.from_label(text)
    except KeyError:
        known = "、".join(stage.label for stage in Stage)
        raise typer.BadParameter(f"没有“{text}”这个阶段；可选：{known}。", param_hint="--stage") from None


def _day(text: str, session: Session) -> dt.date:
    try:
        return dt.date.fromisoformat(text) if text else session.today
    except ValueError as error:
        raise typer.BadParameter(f"“{text}”不是日期，请写成 2026-06-30。") from error
