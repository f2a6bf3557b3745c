"""`measures`: the versions and clauses of the measures; facts, grants and judgements recorded for projects."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli import measures_versions
from app.cli.chinese import Command, Group
from app.cli.options import DRAFT, ON, OUT, PROJECT, day_of, tell
from app.cli.output import print_json, print_line, print_table
from app.cli.paper_files import deliver
from app.cli.session import refusing, session_of
from app.rules.errors import Refused
from app.rules.facts import FACTS, Kind
from app.rules.money import read_money
from app.services.policy.checking import check_file, county_notes
from app.services.policy.grants import end_grant, grant, grant_version
from app.services.policy.policies import enter_version, version_on, versions
from app.services.policy.policy_facts import judge_leading, record_fact
from app.services.policy.referral_benefits import grant_referral, justify_tie
from app.services.policy.subjects import find_enterprise, find_project


def measures_group() -> typer.Typer:
    """Return the commands on the measures."""
    group = typer.Typer(cls=Group, help="管理办法：版本、条款、检查、录入，登记事实和兑现。", no_args_is_help=True)
    for name, command in (
        ("list", list_),
        ("show", show),
        ("print", print_),
        ("check", check),
        ("enter", enter),
        ("export", measures_versions.export),
        ("diff", measures_versions.diff),
        ("void", measures_versions.void),
        ("fact", fact),
        ("grant", grant_),
        ("end-grant", end_grant_),
        ("judge", judge),
        ("tie", tie),
    ):
        group.command(name, cls=Command)(command)
    return group


@refusing
def list_(context: typer.Context) -> None:
    """列出管理办法的各个版本。"""
    session = session_of(context)
    with session.reading() as office:
        connection = office.read()
        known = sorted(versions(connection), key=lambda one: one.valid_from)
        connection.close()
    if session.as_json:
        print_json([{"version": one.version, "title": one.title, "clauses": len(one.clauses)} for one in known])
    else:
        print_table(
            ("施行日期", "名称", "条数"), [(one.version, one.title, len(one.clauses)) for one in known], right=(2,)
        )


@refusing
def show(context: typer.Context, on: Annotated[str, ON] = "") -> None:
    """按条显示某天施行的管理办法。"""
    session = session_of(context)
    with session.reading() as office:
        connection = office.read()
        measures = version_on(connection, day_of(on, session.today))
        connection.close()
    if session.as_json:
        print_json(
            {
                "version": measures.version,
                "title": measures.title,
                "clauses": [
                    {"clause": one.number, "key": one.key, "title": one.title, "text": one.text, "chapter": one.chapter}
                    for one in measures.clauses
                ],
            }
        )
        return
    print_line(f"{measures.title}（自{measures.version}起施行）")
    chapter = ""
    for one in measures.clauses:
        if one.chapter != chapter:
            chapter = one.chapter
            print_line(f"\n{chapter}")
        print_line(f"{one.number}　{one.title}　{one.text}")


@refusing
def print_(
    context: typer.Context,
    on: Annotated[str, ON] = "",
    out: Annotated[Path | None, OUT] = None,
    draft: Annotated[bool, DRAFT] = False,
) -> None:
    """把某天施行的管理办法排成公文：印发通知、全部条款，修订的附修改前后的条文。"""
    from app.services.policy.papers.measures import measures_paper

    session = session_of(context)
    day = day_of(on, session.today)
    if out is None and not draft:
        raise typer.BadParameter("请用 -o 写明文件，或用 --draft 存为拟稿。", param_hint="-o")
    deliver(
        session,
        lambda office, connection: measures_paper(office, connection, day, today=session.today),
        out,
        draft=draft,
    )


@refusing
def check(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="文件", help="管理办法的 .yaml 文件。")]
) -> None:
    """检查管理办法文件：不认识的事实、互相矛盾的条件，逐处指出；修订版本对照办公文件夹里的原版本。"""
    session = session_of(context)
    if session.office.exists():
        with session.reading() as office:
            connection = office.read()
            checked = check_file(file, connection)
            connection.close()
    else:
        checked = check_file(file, None)
    measures = checked.measures
    rules = sum(1 for one in measures.clauses if one.rule)
    if session.as_json:
        found = {"version": measures.version, "clauses": len(measures.clauses), "rules": rules}
        print_json({**found, "notes": list(checked.notes)})
    else:
        print_line(
            f"没有问题：{measures.title}，自{measures.version}起施行，{len(measures.clauses)} 条，规则 {rules} 条。"
        )
        for note in checked.notes:
            print_line(f"注意：{note}")


@refusing
def enter(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="管理办法的 .yaml 文件。")],
    paper: Annotated[str, typer.Option("--paper", metavar="文号", help="以哪个文号印发。")],
    reason: Annotated[str, typer.Option("--reason", metavar="说明", help="为什么修改。")] = "",
) -> None:
    """录入管理办法的一个版本；此前已兑现的照旧。"""
    session = session_of(context)
    with session.writing() as office:
        measures = enter_version(office, file, paper=paper, reason=reason)
        connection = office.read()
        notes = list(county_notes(connection, measures))
        connection.close()
    tell(
        session,
        {"version": measures.version, "title": measures.title, "notes": notes},
        "\n".join([f"已录入《{measures.title}》，自{measures.version}起施行。", *(f"注意：{note}" for note in notes)]),
    )


@refusing
def fact(
    context: typer.Context,
    project: Annotated[str, PROJECT],
    name: Annotated[str, typer.Option("--fact", metavar="事实", help="如 设备投资、年度税收、用工人数。")],
    value: Annotated[str, typer.Option("--value", metavar="数", help="金额带单位，如 680万元。")],
    source: Annotated[str, typer.Option("--source", metavar="依据", help="发票、证明的名称或文号。")],
    on: Annotated[str, ON] = "",
) -> None:
    """登记项目档案里没有的事实，如设备投资。"""
    session = session_of(context)
    number = _number(name, value)
    with session.writing() as office:
        connection = office.read()
        subject = find_project(connection, project)
        connection.close()
        record_fact(office, subject.id, name, number, day=day_of(on, session.today), source=source)
    tell(
        session,
        {"project": subject.code, "fact": name, "value": number},
        f"已登记{subject.name}的{name}：{value}（{source}）。",
    )


@refusing
def grant_(
    context: typer.Context,
    project: Annotated[str, PROJECT],
    paper: Annotated[str, typer.Option("--paper", metavar="文号", help="批复、合同或告知书的文号。")],
    clause: Annotated[str, typer.Option("--clause", metavar="条款", help="条款的代号，如 leading_tax。")] = "",
    referrer: Annotated[str, typer.Option("--referrer", metavar="企业", help="以商招商：兑现给引荐它的企业。")] = "",
    on: Annotated[str, ON] = "",
) -> None:
    """兑现一条扶持：记下文号，办法修订后照旧执行。"""
    session = session_of(context)
    day = day_of(on, session.today)
    if bool(clause) == bool(referrer):
        raise Refused("请在 --clause 和 --referrer 中写一个。")
    with session.writing() as office:
        connection = office.read()
        subject = find_project(connection, project)
        enterprise = find_enterprise(connection, referrer) if referrer else None
        connection.close()
        if enterprise:
            key = grant_referral(office, enterprise, subject.id, paper=paper, on=day, today=session.today)
        else:
            key = grant(office, subject.id, clause, paper=paper, on=day, today=session.today)
    tell(
        session,
        {"grant": key, "project": subject.code, "clause": clause, "paper": paper},
        f"已按{paper}兑现{subject.name}。",
    )


@refusing
def end_grant_(
    context: typer.Context,
    number: Annotated[int, typer.Option("--grant", metavar="号", help="兑现的号（match 的“已兑现”里有）。")],
    reason: Annotated[str, typer.Option("--reason", metavar="原因", help="为什么停止。")],
    on: Annotated[str, ON] = "",
) -> None:
    """终止一项已兑现的扶持，自所写的日期起停止。"""
    session = session_of(context)
    day = day_of(on, session.today)
    with session.writing() as office:
        connection = office.read()
        version = grant_version(connection, number)
        connection.close()
        end_grant(office, number, version, on=day, reason=reason)
    tell(session, {"grant": number, "ended_on": day.isoformat(), "reason": reason}, f"第{number}号兑现自{day}起停止。")


@refusing
def judge(
    context: typer.Context,
    project: Annotated[str, PROJECT],
    by: Annotated[str, typer.Option("--by", metavar="姓名", help="认定人。")],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么。")],
    leading: Annotated[bool, typer.Option("--leading/--not-leading", help="属于（不属于）主导产业。")] = True,
    on: Annotated[str, ON] = "",
) -> None:
    """个别认定一个项目是否属于主导产业。"""
    session = session_of(context)
    with session.writing() as office:
        connection = office.read()
        subject = find_project(connection, project)
        connection.close()
        judge_leading(office, subject.id, leading=leading, by=by, reason=reason, day=day_of(on, session.today))
    tell(
        session,
        {"project": subject.code, "leading": leading},
        f"已认定{subject.name}{'属于' if leading else '不属于'}主导产业。",
    )


@refusing
def tie(
    context: typer.Context,
    enterprise: Annotated[str, typer.Option("--enterprise", metavar="企业", help="引荐企业。")],
    project: Annotated[str, PROJECT],
    by: Annotated[str, typer.Option("--by", metavar="姓名", help="论证人。")],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="两者怎样关联。")],
    on: Annotated[str, ON] = "",
) -> None:
    """书面论证引荐企业与被引荐项目的产业关联。"""
    session = session_of(context)
    with session.writing() as office:
        connection = office.read()
        one, other = find_enterprise(connection, enterprise), find_project(connection, project)
        connection.close()
        key = justify_tie(office, one.id, other.id, reason=reason, by=by, day=day_of(on, session.today))
    tell(session, {"tie": key}, f"已登记{one.name}与{other.name}的关联论证。")


def _number(name: str, value: str) -> int:
    known = FACTS.get(name)
    if known is not None and known.kind is Kind.NUMBER:
        if not value.isdecimal():
            raise Refused(f"{name}要写整数，单位{known.unit}。")
        return int(value)
    amount = read_money(value, None)
    if amount is None:
        raise Refused(f"{name}的数值没有填写，请写成 680万元 这样的金额。")
    return amount
