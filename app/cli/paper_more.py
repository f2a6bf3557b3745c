"""More of `paper`, and `templates`: a draft's text, its recipients, reminders, the templates of the office."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from app.cli.chinese import Command, Group
from app.cli.options import tell
from app.cli.output import print_json, print_line, print_table
from app.cli.paper_way import Comment, Which, view_of
from app.cli.session import refusing, session_of
from app.rules.errors import Refused

Name = Annotated[str, typer.Argument(metavar="模板", help="模板名称，如 感谢函。")]
Source = Annotated[Path, typer.Argument(metavar="文件", help="模板文件，UTF-8 文本。")]
Out = Annotated[Path, typer.Option("-o", "--out", metavar="文件", help="写到哪个 PDF 文件。")]


def add_to(group: typer.Typer) -> typer.Typer:
    """Add the further subcommands of `paper` and return the group."""
    for name, command in (("edit", edit), ("to", to), ("list", list_), ("remind-overdue", remind_overdue)):
        group.command(name, cls=Command)(command)
    return group


def templates_group() -> typer.Typer:
    """Return the subcommands of `templates`."""
    group = typer.Typer(cls=Group, rich_markup_mode=None, help="公文模板：列出、显示、检查、看样张。")
    for name, command in (("list", listed), ("show", shown), ("check", check), ("preview", preview)):
        group.command(name, cls=Command)(command)
    return group


@refusing
def edit(
    context: typer.Context,
    which: Which,
    text: Annotated[
        Path | None, typer.Option("--text", metavar="文件", help="新的正文，UTF-8 文本，一行一段。")
    ] = None,
    title: Annotated[str, typer.Option("--title", metavar="标题", help="新的标题。")] = "",
    comment: Comment = "",
) -> None:
    """改稿：换拟稿的正文或标题。"""
    from app.services.papers.plain_text import read_text
    from app.services.papers.way import edit_paper

    if text is None and not title.strip():
        raise typer.BadParameter("请写 --text 文件 或 --title 标题。", param_hint="--text")
    session = session_of(context)
    with session.writing() as office:
        view = view_of(office, which)
        if view.content is None:
            raise Refused("这件公文是在别处印发后登记的，没有可改的正文。")
        content = replace(view.content, title=title.strip() or view.content.title)
        if text is not None:
            content = replace(content, text=read_text(text))
        edit_paper(office, view.row.id, view.row.version, content, comment)
    tell(session, {"id": view.row.id, "title": content.title}, f"已改稿：《{content.title}》。")


@refusing
def to(
    context: typer.Context,
    which: Which,
    unit: Annotated[list[str], typer.Option("--add", metavar="单位", help="添加的收文单位，可写多次。")],
    days: Annotated[
        int, typer.Option("--days", min=0, max=250, metavar="天", help="几个工作日内答复；0 为不要答复。")
    ] = 0,
) -> None:
    """往发文清单里添加收文单位。"""
    from app.services.papers.content import Recipient
    from app.services.papers.dispatch import add_recipient
    from app.services.papers.drafting import units

    session = session_of(context)
    with session.writing() as office:
        view = view_of(office, which)
        connection = office.read()
        known = {one.name: one for one in units(connection)}
        connection.close()
        for name in unit:
            add_recipient(office, view.row.id, known.get(name.strip()) or Recipient(name.strip()), days or None)
    tell(session, {"id": view.row.id, "added": unit}, f"发文清单已添加：{'、'.join(unit)}。")


@refusing
def list_(context: typer.Context, which: Which, out: Out) -> None:
    """把发文清单写成 PDF，供签收。"""
    from app.services.papers.recipient_list import recipients_pdf
    from app.services.papers.store import write_whole

    session = session_of(context)
    with session.reading() as office:
        view = view_of(office, which)
        with closing(office.read()) as connection:
            write_whole(out, recipients_pdf(connection, [view.row.id], session.today))
    tell(session, {"id": view.row.id, "file": str(out)}, f"已写出 {out}。")


@refusing
def remind_overdue(context: typer.Context) -> None:
    """催办全部答复超期的收文单位。"""
    from app.services.papers.dispatch import remind, waiting

    session = session_of(context)
    with session.writing() as office:
        connection = office.read()
        late = waiting(connection, session.today, overdue_only=True)
        connection.close()
        if late:
            remind(office, [one.id for one in late], session.today)
    names = "、".join(dict.fromkeys(one.recipient for one in late))
    told = f"已催办 {len(late)} 家：{names}。" if late else "没有答复超期的收文单位。"
    tell(session, [{"paper": one.paper_id, "unit": one.recipient} for one in late], told)


@refusing
def listed(context: typer.Context) -> None:
    """列出全部模板。"""
    from app.services.papers.templates import data_of, templates

    session = session_of(context)
    with session.reading() as office:
        rows = [
            (one.name, data_of(one.source), "本办公室" if one.own else "软件自带") for one in templates(office.folder)
        ]
    if session.as_json:
        print_json([{"name": name, "data": data, "own": own == "本办公室"} for name, data, own in rows])
    else:
        print_table(("模板", "数据", "来源"), rows)


@refusing
def shown(context: typer.Context, name: Name) -> None:
    """显示一个模板的文字。"""
    from app.services.papers.templates import template

    session = session_of(context)
    with session.reading() as office:
        one = template(office.folder, name)
    if session.as_json:
        print_json({"name": one.name, "own": one.own, "source": one.source})
    else:
        print_line(one.source)


@refusing
def check(context: typer.Context, file: Source) -> None:
    """检查一个模板文件；有错的说明第几行、为什么。"""
    session = session_of(context)
    _sample(context, file)
    tell(session, {"file": str(file), "faults": []}, f"模板“{file}”没有错。")


@refusing
def preview(context: typer.Context, file: Source, out: Out) -> None:
    """用示例的数据把一个模板文件排成样张。"""
    from app.services.papers.store import write_whole

    session = session_of(context)
    write_whole(out, _sample(context, file))
    tell(session, {"file": str(out)}, f"样张已写出 {out}。")


def _sample(context: typer.Context, file: Path) -> bytes:
    """Return the pages of a template file with example values."""
    from app.services.papers.door import paper_pdf
    from app.services.papers.plain_text import read_text
    from app.services.papers.templates import example

    session = session_of(context)
    with session.reading() as office, closing(office.read()) as connection:
        return paper_pdf(connection, example(connection, read_text(file), session.today), None)
