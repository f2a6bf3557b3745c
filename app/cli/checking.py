"""`check-paper`: holds a PDF against the standard for official papers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.output import print_json, print_line, print_table
from app.cli.session import REFUSED, refusing, session_of


@refusing
def check_paper(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件.pdf", help="要检查的 PDF，本程序或别的程序做的都行。")],
) -> None:
    """按 GB/T 9704—2012 逐项检查一份公文（PDF）。"""
    from app.services.checking import check_paper as check

    report = check(file)
    if session_of(context).as_json:
        print_json({"file": str(file), **report.as_dict()})
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
    if not report.passed:
        sys.exit(REFUSED)


def _value(value: str, others: int) -> str:
    return f"{value}（另有{others}处）" if others else value
