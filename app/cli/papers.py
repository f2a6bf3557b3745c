"""`bulletin`: the month's 通报 as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.output import print_json, print_line
from app.cli.session import refusing, session_of
from app.rules.periods import Period


@refusing
def bulletin(
    context: typer.Context,
    period: Annotated[str, typer.Option("--period", metavar="期间", help="2026-06、2026 或 2026-01..2026-06。")],
    group: Annotated[
        str, typer.Option("--group", metavar="组", help="county 县区、department 市直部门、leader 市领导。")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="文件", help="写到哪个 PDF 文件。")],
) -> None:
    """起草并写出一期通报（PDF）。"""
    from app.services.bulletins import draft_bulletin, save_bulletin

    session = session_of(context)
    with session.writing() as office:
        connection = office.read()
        draft = draft_bulletin(office, connection, Period.parse(period), group, session.today, session.today)
        connection.close()
        path = save_bulletin(office, draft, out)
    if session.as_json:
        print_json(
            {
                "file": str(path),
                "title": draft.content.title,
                "number": draft.document_number,
                "audience": draft.audience.label,
                "sha256": draft.ranking.sha256(),
            }
        )
    else:
        number = draft.document_number or "通报稿（不编号）"
        print_line(f"已写出 {path}：{number}《{draft.content.title}》，印发范围：{draft.audience.label}。")
