"""`measures export`, `diff`, `void`: versions of the measures as files, beside each other, and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import day_of
from app.cli.output import print_json, print_line
from app.cli.session import refusing, session_of
from app.rules.policy.comparing import Difference, Part
from app.services.policy.policies import version_on
from app.services.policy.policy_versions import difference, export_version, find_version, version_yaml, void_version

_VERSION = typer.Option("--version", metavar="施行日期", help="哪个版本；不写则为今天施行的版本。")


@refusing
def export(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="文件", help="写到哪个 .yaml 文件；不写则显示。")] = None,
    version: Annotated[str, _VERSION] = "",
    as_entered: Annotated[bool, typer.Option("--as-entered", help="照录入的样子：修订版只有改动的条款。")] = False,
) -> None:
    """导出管理办法的一个版本，可以改好后再录入。"""
    session = session_of(context)
    with session.reading() as office:
        connection = office.read()
        today = session.today
        day = day_of(version, today, "--version") if version else version_on(connection, today).valid_from
        found = find_version(connection, day)
        connection.close()
    if file is not None:
        export_version(found, file, as_entered=as_entered)
    if session.as_json:
        print_json({"version": found.measures.version, "title": found.measures.title, "file": str(file or "")})
    elif file is None:
        print_line(version_yaml(found, as_entered=as_entered).rstrip())
    else:
        print_line(f"已导出《{found.measures.title}》（{found.measures.version}版）：{file}")


@refusing
def diff(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="旧版", help="施行日期，如 2026-06-01。")],
    new: Annotated[str, typer.Argument(metavar="新版", help="施行日期，如 2026-10-01。")],
) -> None:
    """比较管理办法的两个版本：逐条列出改了什么，旧文新文对照。"""
    session = session_of(context)
    days = [day_of(text, session.today, name) for text, name in ((old, "旧版"), (new, "新版"))]
    with session.reading() as office:
        connection = office.read()
        found = difference(connection, *days)
        connection.close()
    if session.as_json:
        head = [{"name": one.name, "before": one.before, "after": one.after} for one in found.head]
        print_json({"old": old, "new": new, "head": head, "clauses": [one.to_json() for one in found.clauses]})
    else:
        _print(found)


@refusing
def void(
    context: typer.Context,
    version: Annotated[str, typer.Argument(metavar="施行日期", help="哪个版本。")],
    reason: Annotated[str, typer.Option("--reason", metavar="原因", help="为什么作废。")],
) -> None:
    """作废录错的一个版本；已按它兑现过的不能作废。"""
    session = session_of(context)
    day = day_of(version, session.today, "施行日期")
    with session.writing() as office:
        void_version(office, day, reason)
    if session.as_json:
        print_json({"version": day.isoformat(), "void_reason": reason})
    else:
        print_line(f"已作废{day}版：{reason}")


def _print(found: Difference) -> None:
    print_line(found.summary)
    _print_parts(found.head)
    for one in found.clauses:
        numbers = " → ".join(dict.fromkeys(filter(None, (one.before, one.after))))
        print_line(f"\n{one.kind}　{numbers}　{one.title}")
        _print_parts(one.parts)


def _print_parts(parts: tuple[Part, ...]) -> None:
    for one in parts:
        print_line(f"  {one.name}")
        print_line(f"    旧：{one.before or '（无）'}")
        print_line(f"    新：{one.after or '（无）'}")
