"""`init` and `demo`: new office folders; `office`: what the office is called on papers."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from app.cli.chinese import Group
from app.cli.output import print_json, print_line, print_table
from app.cli.profiles import profile_group
from app.cli.session import refusing, session_of, user


@refusing
def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="新建在哪个文件夹（须为空或不存在）。")],
    demo: Annotated[bool, typer.Option("--demo", help="建成演示数据（虚构的清沅市）。")] = False,
    city: Annotated[str, typer.Option("--city", help="城市名称。")] = "本市",
    authority: Annotated[str, typer.Option("--authority", help="发文机关全称。")] = "",
    number_word: Annotated[str, typer.Option("--number-word", help="发文字号的机关代字，如 清招办。")] = "",
) -> None:
    """新建办公文件夹。"""
    from app.services.office.offices import new_office, rebuild_demo

    session = session_of(context)
    if demo:
        office = rebuild_demo(folder, today=None, who=user())
    else:
        office = new_office(folder, city, authority, number_word, today=session.today, who=user())
    office.close()
    if session.as_json:
        print_json({"office": str(folder.absolute()), "demo": demo})
    else:
        print_line(f"已建好：{folder.absolute()}")
        if not demo and not authority:
            signed_by = f"{city}招商引资工作领导小组办公室"
            print_line(f"没有写发文机关，公文会以“{signed_by}”落款；不对就加 --city、--authority、--number-word 另建。")


def office_group() -> typer.Typer:
    """Return `office`: alone it shows or changes what the office is called; `profile` its measures of papers."""
    group = typer.Typer(
        cls=Group,
        invoke_without_command=True,
        rich_markup_mode=None,
        help="本单位信息：显示或更改城市、发文机关、代字（只影响以后签发的公文）；profile 设公文版式。",
    )
    group.callback()(office_)
    group.add_typer(profile_group(), name="profile")
    return group


@refusing
def office_(
    context: typer.Context,
    city: Annotated[str, typer.Option("--city", metavar="城市", help="城市名称。")] = "",
    name: Annotated[str, typer.Option("--name", "--authority", metavar="机关", help="发文机关全称。")] = "",
    word: Annotated[str, typer.Option("--word", metavar="代字", help="发文字号的机关代字，如 清招办。")] = "",
) -> None:
    """显示本单位的城市、发文机关、代字；写了选项就更改，只影响以后签发的公文。"""
    if context.invoked_subcommand:
        return
    from app.services.office.offices import read_names, rename_office

    session = session_of(context)
    asked = {"city": city, "authority": name, "number_word": word}
    given = {key: text for key, text in asked.items() if text}
    with session.writing() if given else session.reading() as office:
        connection = office.read()
        names = read_names(connection)
        connection.close()
        changed = bool(given) and rename_office(office, names := replace(names, **given))
    if session.as_json:
        shown = {"city": names.city, "authority": names.authority, "number_word": names.number_word}
        print_json({**shown, "changed": changed})
        return
    print_table(("项目", "内容"), (("城市", names.city), ("发文机关", names.authority), ("代字", names.number_word)))
    if changed:
        print_line(
            "已更改。以后签发的公文用新名称；已签发的不变。代字变了的，新代字另行编号（接着编的用 paper start）。"
        )
    elif given:
        print_line("和现在的一样，没有更改。")


@refusing
def demo(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="文件夹", help="演示数据和文件放在哪里。")] = Path("out"),
) -> None:
    """用演示数据把一个月的活从头到尾做一遍：建档、导入、排名、出通报。"""
    from app.services.office.monthly import run_demo

    session = session_of(context)
    report = run_demo(out, who=user(), told=(lambda _: None) if session.as_json else print_line)
    if session.as_json:
        print_json(report.to_json())
        return
    print_line()
    print_line(f"{report.month}：新签约 {report.signed} 个，其中亿元以上 {report.over} 个。")
    print_line()
    print_table(("名次", "县区", "得分"), [(row.rank, row.name, row.score) for row in report.county.rows], right=(0, 2))
    print_line()
    print_line("写好的文件：")
    for path in report.files:
        print_line(f"  {path}")
    program = "招商台" if getattr(sys, "frozen", False) else "python3 dev.py run"
    print_line(f"演示数据在 {report.office}；打开窗口看：{program} --office {report.office}")
