"""`match`: what the measures give an enterprise or a project, as a letter too; `brought`: who brought whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.options import DRAFT, ON, OUT, PROJECT, day_of
from app.cli.output import print_json, print_line, print_table
from app.cli.paper_files import deliver
from app.cli.papers import FILL, filled
from app.cli.session import refusing, session_of
from app.services.policy.matching import Answer, answer_for
from app.services.policy.referral_map import referral_map
from app.services.policy.subjects import Subject, find_enterprise, find_project
from app.services.policy.unclaimed import unclaimed

if TYPE_CHECKING:
    import sqlite3

    from app.services.office.offices import Office
    from app.services.papers.content import PaperContent


@refusing
def match_(
    context: typer.Context,
    enterprise: Annotated[str, typer.Option("--enterprise", metavar="企业", help="哪家企业（名称或代码）。")] = "",
    project: Annotated[str, PROJECT] = "",
    on: Annotated[str, ON] = "",
    all_: Annotated[bool, typer.Option("--all", help="全部项目：谁够条件、还没有兑现。")] = False,
    letter: Annotated[bool, typer.Option("--letter", help="写成告知书；用 -o 写成文件，用 --draft 存为拟稿。")] = False,
    out: Annotated[Path | None, OUT] = None,
    draft: Annotated[bool, DRAFT] = False,
    fill: Annotated[list[str] | None, FILL] = None,
) -> None:
    """对照管理办法逐条核对：适用、不适用、还差什么；加 --letter 写成告知书。"""
    from app.services.papers.plain_text import plain_text
    from app.services.policy.papers.letters import decision_paper

    session = session_of(context)
    day = day_of(on, session.today)
    if sum((bool(enterprise), bool(project), all_)) != 1:
        raise typer.BadParameter("请在 --enterprise、--project、--all 中写一个，只写一个。")
    if out is not None or draft:
        if all_ or not letter:
            raise typer.BadParameter("能写成公文的是一家企业或一个项目的告知书，请和 --letter 一起写。")

        def make(office: Office, connection: sqlite3.Connection) -> PaperContent:
            subject = _subject(connection, enterprise, project)
            answer = answer_for(connection, subject, day)
            return decision_paper(office, connection, answer, today=session.today, inputs=filled(fill))

        deliver(session, make, out, draft=draft)
        return
    with session.reading() as office:
        connection = office.read()
        if all_:
            rows = unclaimed(connection, day)
            answer = None
        else:
            rows = []
            answer = answer_for(connection, _subject(connection, enterprise, project), day)
        told = ""
        if letter and answer is not None:
            content = decision_paper(office, connection, answer, today=session.today, inputs=filled(fill))
            told = plain_text(content).rstrip()
        connection.close()
    if answer is None:
        if session.as_json:
            print_json({"on": day.isoformat(), "unclaimed": [one.to_json() for one in rows]})
        else:
            print_table(
                ("编号", "项目", "企业", "条款", "扶持"),
                [(one.code, one.project, one.enterprise, one.match.clause.number, one.told) for one in rows],
            )
    elif session.as_json:
        print_json(answer.to_json())
    elif letter:
        print_line(told)
    else:
        _print(answer)


def _subject(connection: sqlite3.Connection, enterprise: str, project: str) -> Subject:
    return find_enterprise(connection, enterprise) if enterprise else find_project(connection, project)


@refusing
def brought(
    context: typer.Context,
    on: Annotated[str, ON] = "",
    out: Annotated[Path | None, OUT] = None,
) -> None:
    """以商招商：哪家企业引荐了哪些项目，各得什么、为什么没有。"""
    session = session_of(context)
    if out is not None:
        from app.services.policy.papers.referrals import brought_paper

        day = day_of(on, session.today)
        deliver(session, lambda _, connection: brought_paper(connection, day, today=session.today), out)
        return
    with session.reading() as office:
        connection = office.read()
        found = referral_map(connection, day_of(on, session.today))
        connection.close()
    if session.as_json:
        print_json(
            [
                {
                    "enterprise": one.subject.name,
                    "brought": [
                        {
                            "project": line.project,
                            "verdict": line.passed.state.key,
                            "benefit": line.passed.benefit,
                            "years": line.years,
                            "note": line.passed.note,
                        }
                        for line in one.brought
                    ],
                }
                for one in found
            ]
        )
        return
    rows = [
        (one.subject.name, line.project, line.passed.state.label, line.passed.benefit, line.years, line.passed.note)
        for one in found
        for line in one.brought
    ]
    print_table(("引荐企业", "项目", "结论", "扶持", "分年", "理由"), rows)


def _print(answer: Answer) -> None:
    print_line(f"{answer.subject.name}　按{answer.measures.title}（{answer.measures.version}版），{answer.on}")
    for one in answer.clauses:
        found = one.match
        print_line(f"\n{found.state.label}　{found.clause.number}　{found.clause.title}　{found.benefit}")
        for line in found.conditions:
            mark = "？" if line.ok is None else "√" if line.ok else "×"
            source = f"（{line.source}）" if line.source else ""
            print_line(f"  {mark} {line.fact}：要求{line.required}，实际{line.actual}{source}")
        if found.schedule:
            years = "、".join(f"{year.year}年{year.rate}%" for year in found.schedule)
            print_line(f"  分年：{years}（{found.first.basis if found.first else ''}）")
        for text in (*found.missing, found.note, found.estimate.text if found.estimate else ""):
            if text:
                print_line(f"  {text}")
    for passed in answer.referral:
        years = "、".join(f"{year.year}年{year.rate}%" for year in passed.schedule)
        print_line(f"\n{passed.state.label}　以商招商　{passed.project}　{passed.benefit}")
        for text in (years, passed.note):
            if text:
                print_line(f"  {text}")
    for granted in answer.grants:
        ended = f"，自{granted.ended_on}起停止（{granted.end_reason}）" if granted.ended_on else ""
        head = f"\n已兑现　第{granted.id}号　{granted.policy}版{granted.number}"
        print_line(f"{head}　{granted.benefit}（{granted.paper}）{ended}")
    for text in answer.told:
        print_line(f"告知：{text}")
