"""`extend`: what the enterprises here could draw; `knowledge`: the tables behind it, out to Excel and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.chinese import Command, Group
from app.cli.options import day_of
from app.cli.output import print_json, print_line
from app.cli.session import refusing, session_of
from app.rules.errors import Refused
from app.services.chain.extending import Candidate, candidates
from app.services.chain.knowledge import KINDS, export_table, import_table

_TABLES = {label: kind for kind, label in KINDS.items()}
_TABLE_HELP = f"哪张表：{'、'.join(_TABLES)}。"


@refusing
def extend(
    context: typer.Context,
    enterprise: Annotated[
        str, typer.Option("--enterprise", metavar="企业", help="只看这家企业（名称或其中几个字）。")
    ] = "",
    project: Annotated[str, typer.Option("--project", metavar="项目", help="只看这个项目（编号或名称）。")] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="单位", help="只看这个责任主体引进的项目。")] = "",
    all_: Annotated[bool, typer.Option("--all", help="连不宜的也列出，各说明原因。")] = False,
    on: Annotated[str, typer.Option("--on", metavar="日期", help="按哪天的情况看；不写则按今天。")] = "",
    steps: Annotated[
        int, typer.Option("--steps", metavar="步数", min=1, max=3, help="往后推几步：招来的企业还能带来什么，最多3。")
    ] = 1,
) -> None:
    """看已落户的企业还能带来什么：宜招、可论证、不宜，各说明原因。"""
    session = session_of(context)
    day = day_of(on, session.today)
    with session.reading() as office:
        connection = office.read()
        found = candidates(
            connection,
            on=day,
            enterprise=enterprise,
            project=project,
            unit=unit,
            include_rejected=all_,
            steps=steps,
        )
        connection.close()
    if session.as_json:
        print_json([one.to_json() for one in found])
    elif found:
        _print(found)
    else:
        print_line("没有可延伸的方向。加上 --all 可以看到不宜的及其原因。")


def knowledge_group() -> typer.Typer:
    """Return the commands on the tables of knowledge."""
    group = typer.Typer(cls=Group, help="产业资料：导出到 Excel 修改，再导入。", no_args_is_help=True)
    group.command("export", cls=Command)(export)
    group.command("import", cls=Command)(import_)
    return group


@refusing
def export(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="表", help=_TABLE_HELP)],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="文件", help="写到哪个 .xlsx 文件。")],
) -> None:
    """把一张产业资料表导出为 .xlsx。"""
    session, kind = session_of(context), _kind(name)
    with session.reading() as office:
        connection = office.read()
        export_table(connection, kind, out)
        connection.close()
    if session.as_json:
        print_json({"file": str(out)})
    else:
        print_line(f"已写出 {out}。改好后用 knowledge import 导入；代码列请保持文本格式。")


@refusing
def import_(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="表", help=_TABLE_HELP)],
    file: Annotated[Path, typer.Argument(metavar="文件", help="导出后改好的 .xlsx 或 .csv 文件。")],
) -> None:
    """导入一张产业资料表：只保存有变动的行，有矛盾的不保存并说明。"""
    session, kind = session_of(context), _kind(name)
    with session.writing() as office:
        changed = import_table(office, kind, file)
    if session.as_json:
        print_json({"changed": changed})
    else:
        print_line(f"已保存 {changed} 条变动。" if changed else "与现有的表相同，没有变动。")


def _print(found: list[Candidate]) -> None:
    origin = None
    for one in found:
        if one.origin is not origin:
            origin = one.origin
            codes = "、".join(origin.codes)
            known = "" if origin.narrow else "，只知大类"
            print_line(f"{origin.enterprise}　{origin.name}（行业 {codes}{known}）")
        judged = one.judgement
        score = f"　{one.extension.score:g}分" if one.extension.score else ""
        print_line(f"  {judged.verdict.label}　{one.candidate_name}（{one.hint}）{score}")
        print_line(f"    {one.reason}")


def _kind(name: str) -> str:
    if name not in _TABLES:
        raise Refused(f"没有“{name}”这张表；可选：{'、'.join(_TABLES)}。")
    return _TABLES[name]
