"""`check-paper`: holds a PDF against the standard for official papers."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from app.cli.output import print_json, print_line, print_table
from app.cli.session import REFUSED, Session, refusing, session_of
from app.services.office.offices import DATABASE
from app.services.papers.profiles import CARRIED, OwnProfile, find_profile


@refusing
def check_paper(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件.pdf", help="要检查的 PDF，本程序或别的程序做的都行。")],
    profile: Annotated[
        str,
        typer.Option(
            "--profile",
            metavar="名称|文件",
            help="按哪种公文版式检查：国标（不写即是）、本单位版式的名称（在 --office 的文件夹里找）、"
            "自带（PDF 自己写明的）、.yaml 文件。",
        ),
    ] = "",
) -> None:
    """按 GB/T 9704—2012（或本单位的公文版式）逐项检查一份公文（PDF）。"""
    from app.services.papers.checking import carried_profile
    from app.services.papers.checking import check_paper as check

    session = session_of(context)
    carried = carried_profile(file)
    wanted = carried if profile == CARRIED else _wanted(session, profile)
    report = check(file, wanted)
    if session.as_json:
        print_json({"file": str(file), **report.as_dict(), "carried": carried.told if carried else None})
    else:
        kind = {"file": "文件格式", "letter": "信函格式", "plain": "无红头"}[report.format]
        print_line(f"{file}：{kind}，按 {report.profile}")
        print_table(
            ("项目", "条款", "结论", "页", "实际", "要求"),
            [
                (
                    row.id,
                    row.clause,
                    row.verdict.label,
                    row.page,
                    _value(row.value, row.others),
                    row.wanted or row.requirement,
                )
                for row in report.rows
            ],
        )
        broken = report.broken
        print_line(f"不符 {len(broken)} 项：{'、'.join(row.id for row in broken)}。" if broken else "全部符合。")
        if carried and carried.told != report.profile:
            print_line(f"这份 PDF 写明是按“{carried.told}”排的；按它检查，加 --profile {CARRIED}。")
    if not report.passed:
        sys.exit(REFUSED)


def _wanted(session: Session, profile: str) -> OwnProfile | None:
    """The profile asked for; the office's are looked through where there is an office."""
    if not profile:
        return None
    if not (session.office / DATABASE).is_file():
        return find_profile(None, profile)
    with session.reading() as office, closing(office.read()) as connection:
        return find_profile(connection, profile)


def _value(value: str, others: int) -> str:
    return f"{value}（另有{others}处）" if others else value
