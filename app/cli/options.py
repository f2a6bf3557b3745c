"""What several commands share: options on days, projects and files, and telling what was done."""

from __future__ import annotations

import datetime as dt

import typer

from app.cli.output import print_json, print_line
from app.cli.session import Session

ON = typer.Option("--on", metavar="日期", help="按哪天的办法和情况看；不写则按今天。")
PROJECT = typer.Option("--project", metavar="项目", help="哪个项目（编号或名称）。")
OUT = typer.Option("-o", "--out", metavar="文件", help="写成公文：文件名以 .pdf 或 .docx 结尾。")
DRAFT = typer.Option("--draft", help="存入公文登记，状态为拟稿。")


def day_of(text: str, otherwise: dt.date, hint: str = "--on") -> dt.date:
    """Return the day that an option names, or the other one; raise `typer.BadParameter` for a day that is none."""
    try:
        return dt.date.fromisoformat(text) if text else otherwise
    except ValueError as error:
        raise typer.BadParameter(f"“{text}”不是日期，请写成 2026-06-30。", param_hint=hint) from error


def tell(session: Session, told: object, words: str) -> None:
    """Print what was done: for programs as JSON, for people in words."""
    if session.as_json:
        print_json(told)
    else:
        print_line(words)
