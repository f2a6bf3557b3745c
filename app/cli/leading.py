"""`leading`: the leading industries compared and chosen; `effects`: what changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.options import DRAFT, OUT, day_of
from app.cli.output import print_json, print_line, print_table
from app.cli.paper_files import deliver
from app.cli.session import Session, refusing, session_of
from app.rules.leading import ASPECTS, read_weights
from app.rules.money import format_yi
from app.services.policy.effects import MONTHS, Effects, effects
from app.services.policy.leading import COUNT, Comparison, choose, comparison, effect_of
from app.services.policy.leading_members import choices, members
from app.services.policy.policies import versions

if TYPE_CHECKING:
    import datetime as dt
    import sqlite3

    from app.services.office.offices import Office
    from app.services.papers.content import PaperContent

_ON = typer.Option("--on", metavar="日期", help="按哪天的情况；不写则按今天。")
_FROM = typer.Option("--from", metavar="日期", help="从哪天起。")


@refusing
def leading(
    context: typer.Context,
    on: Annotated[str, _ON] = "",
    count: Annotated[int, typer.Option("--count", metavar="个数", min=1, max=10, help="选几个。")] = COUNT,
    weights: Annotated[str, typer.Option("--weights", metavar="权重", help="如 现有基础=30,政策敏感=40。")] = "",
    suppose: Annotated[
        str | None, typer.Option("--suppose", metavar="产业", help="假设选这几个：谁会多得、少得。")
    ] = None,
    chosen: Annotated[str | None, typer.Option("--choose", metavar="产业", help="选定这几个，用逗号隔开。")] = None,
    from_: Annotated[str, _FROM] = "",
    by: Annotated[str, typer.Option("--by", metavar="决定人", help="谁（哪次会议）决定。")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么这样选。")] = "",
    history: Annotated[bool, typer.Option("--history", help="列出历次选定。")] = False,
    projects: Annotated[
        str | None,
        typer.Option("--projects", metavar="文字", help="项目属不属于主导产业：名称、编号或产业；空着列全部。"),
    ] = None,
    out: Annotated[Path | None, OUT] = None,
    draft: Annotated[bool, DRAFT] = False,
) -> None:
    """比较各产业能否作主导产业，试算或选定；用 -o 写成比较报告。"""
    session = session_of(context)
    day = day_of(on, session.today)
    supposed, wanted = _named(suppose, "--suppose"), _named(chosen, "--choose")
    if history:
        _list_choices(session)
        return
    if projects is not None:
        _list_members(session, day, projects)
        return
    if wanted:
        first = day_of(from_, session.today, "--from")
        with session.writing() as office:
            connection = office.read()
            compared = comparison(connection, session.today, weights=read_weights(weights), count=count)
            connection.close()
            warnings = choose(
                office,
                wanted,
                from_day=first,
                by=by,
                reason=reason,
                today=session.today,
                compared=compared,
            )
        if session.as_json:
            print_json({"industries": wanted, "from": first.isoformat(), "warnings": list(warnings)})
            return
        print_line(f"已选定{'、'.join(wanted)}，自{first}起。")
        for text in warnings:
            print_line(f"注意：{text}。")
        return
    if out is not None or draft:
        from app.services.policy.papers.leading import leading_report

        def make(_: Office, connection: sqlite3.Connection) -> PaperContent:
            compared = comparison(connection, day, weights=read_weights(weights), count=count)
            return leading_report(connection, compared, today=session.today, suppose=supposed)

        deliver(session, make, out, draft=draft)
        return
    with session.reading() as office:
        connection = office.read()
        found = comparison(connection, day, weights=read_weights(weights), count=count)
        changes = effect_of(connection, supposed, day) if supposed else []
        connection.close()
    if session.as_json:
        told = found.to_json()
        print_json({**told, "suppose": [one.to_json() for one in changes]} if supposed else told)
        return
    _print(found)
    if supposed:
        print_line()
        rows = [(one.clause, one.title, one.now, one.then, len(one.gains), len(one.loses)) for one in changes]
        print_table(("条款", "名称", "现在", "选定后", "新增", "失去"), rows, right=(2, 3, 4, 5))


@refusing
def effects_(
    context: typer.Context,
    day: Annotated[str, typer.Option("--day", metavar="日期", help="办法哪天起施行；不写则用最近的版本。")] = "",
    on: Annotated[str, _ON] = "",
    months: Annotated[int, typer.Option("--months", metavar="月数", min=1, max=24, help="前后各看几个月。")] = MONTHS,
    out: Annotated[Path | None, OUT] = None,
) -> None:
    """办法施行前后的签约：逐月、与往年同月、分组、分产业；用 -o 写成公文。"""
    session = session_of(context)
    as_of = day_of(on, session.today)

    def around(connection: sqlite3.Connection) -> Effects:
        begun = [one.valid_from for one in versions(connection) if one.bonus and one.valid_from <= as_of]
        return effects(connection, day_of(day, min(begun, default=as_of), "--day"), as_of, months=months)

    if out is not None:
        from app.services.policy.papers.effects import effects_paper

        deliver(session, lambda _, connection: effects_paper(connection, around(connection), today=session.today), out)
        return
    with session.reading() as office:
        connection = office.read()
        found = around(connection)
        connection.close()
    if session.as_json:
        print_json(found.to_json())
    else:
        _print_effects(found)


def _list_choices(session: Session) -> None:
    with session.reading() as office:
        connection = office.read()
        found = choices(connection)
        connection.close()
    if session.as_json:
        print_json([one.to_json() for one in found])
        return
    rows = [(str(one.from_day), one.industries, one.by or "（未登记）", one.reason) for one in found]
    print_table(("自", "产业", "决定", "理由"), rows)


def _list_members(session: Session, day: dt.date, text: str) -> None:
    with session.reading() as office:
        connection = office.read()
        found, whole = members(connection, day, text=text)
        connection.close()
    if session.as_json:
        print_json({"whole": whole, "projects": [one.to_json() for one in found]})
        return
    rows = [
        (one.code, one.name, one.industry, str(one.day), "属于" if one.belongs else "不属于", one.judged)
        for one in found
    ]
    print_table(("编号", "项目", "产业", "日期", "主导产业", "个别认定"), rows)
    if whole > len(found):
        print_line(f"共{whole}个，先列{len(found)}个，请缩小范围。")


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
        (
            f"{one.month}{'（未满）' if one.unfinished else ''}",
            "后" if one.after else "前",
            one.signed,
            one.over,
            format_yi(one.amount),
            one.rank,
        )
        for one in found.months
    ]
    print_table(("月份", "前后", "签约", "超亿元", "金额（亿元）", "全省名次"), rows, right=(2, 3, 4, 5))
    print_line()
    rows = [(one.year, one.signed, one.over, format_yi(one.amount)) for one in found.same_months]
    print_table(("往年同月", "签约", "超亿元", "金额（亿元）"), rows, right=(1, 2, 3))
    for head, lines in (("分组", found.by_group), ("分产业", found.by_industry)):
        print_line()
        print_table((head, "施行前", "施行后"), [(one.name, one.before, one.after) for one in lines], right=(1, 2))
    for month in found.unfinished:
        print_line(f"{month}还没有过完，只到{found.as_of}。")
    print_line(found.caution)


def _named(text: str | None, option: str) -> list[str]:
    """Return the industries that an option names, none where it is not given; it may not be given empty."""
    if text is None:
        return []
    names = [one.strip() for one in text.replace("，", ",").replace("、", ",").split(",") if one.strip()]
    if not names:
        raise typer.BadParameter("请写产业的名称，几个用逗号隔开。", param_hint=option)
    return names
