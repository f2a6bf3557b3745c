"""`paper`: one paper drafted from a template and taken its way, step by step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.chinese import Command, Group
from app.cli.output import print_json, print_line, print_table
from app.cli.paper_files import checked_ending
from app.cli.papers import FILL, filled
from app.cli.session import Session, refusing, session_of
from app.rules.errors import Refused
from app.rules.papers import Status

if TYPE_CHECKING:
    from app.services.office.offices import Office
    from app.services.papers.register import PaperView

WHICH = typer.Argument(metavar="公文", help="文号（清招办函〔2026〕5号）或 papers 列出的编号。")
COMMENT = typer.Option("--comment", "-m", metavar="意见", help="意见或原因。")
BY = typer.Option("--by", metavar="姓名", help="由谁办理；不写则为本机用户。")

Which = Annotated[str, WHICH]
Comment = Annotated[str, COMMENT]
By = Annotated[str, BY]


def paper_group() -> typer.Typer:
    """Return the subcommands."""
    group = typer.Typer(cls=Group, rich_markup_mode=None, help="办理一件公文：拟稿、核稿、签发、印发、办结。")
    for name, command in (
        ("draft", draft),
        ("show", show),
        ("review", review),
        ("back", back),
        ("sign", sign),
        ("issue", issue),
        ("answer", answer),
        ("remind", remind),
        ("close", close),
        ("withdraw", withdraw),
        ("print", print_),
        ("start", start),
    ):
        group.command(name, cls=Command)(command)
    return group


@refusing
def draft(
    context: typer.Context,
    template: Annotated[str, typer.Option("--template", metavar="模板", help="模板名称，如 感谢函、督办函。")],
    to: Annotated[str, typer.Option("--to", metavar="收文", help="收文单位（责任主体的名称，或别的名字）。")] = "",
    fill: Annotated[list[str] | None, FILL] = None,
) -> None:
    """用模板起草一件公文。"""
    from app.services.papers.drafting import draft_from_template
    from app.services.papers.way import draft_paper

    session = session_of(context)
    inputs = filled(fill)
    with session.writing() as office:
        connection = office.read()
        content = draft_from_template(office, connection, template, to, inputs, today=session.today)
        connection.close()
        key = draft_paper(office, content)
    _tell(session, key, f"已拟稿，编号 {key}：《{content.title}》。")


@refusing
def show(context: typer.Context, which: Which) -> None:
    """显示一件公文的办理过程和发文清单。"""
    session = session_of(context)
    with session.reading() as office:
        view = view_of(office, which)
    row = view.row
    if session.as_json:
        print_json(
            {
                "id": row.id,
                "status": str(row.status),
                "number": row.number,
                "title": row.title,
                "audience": row.audience,
                "day": str(row.day),
                "text_sha256": view.text_sha256,
                "pdf_sha256": view.pdf_sha256,
                "steps": [
                    {"at": one.at.isoformat(), "who": one.who, "act": one.act, "comment": one.comment}
                    for one in view.steps
                ],
                "recipients": [
                    {
                        "id": one.id,
                        "unit": one.recipient,
                        "sent": str(one.sent_on) if one.sent_on else None,
                        "due": str(one.due.due) if one.due.due else None,
                        "answered": str(one.due.answered) if one.due.answered else None,
                        "answer": one.answer,
                    }
                    for one in view.recipients
                ],
            }
        )
        return
    print_line(f"{row.number or '未编号'}《{row.title}》　{row.status}　印发范围：{row.audience}")
    print_table(
        ("时间", "办理人", "办理", "意见"),
        [(f"{one.at:%Y-%m-%d %H:%M}", one.who, one.act, one.comment) for one in view.steps],
    )
    if view.recipients:
        print_line()
        print_table(
            ("收文单位", "印发", "应答复", "情况", "答复"),
            [
                (one.recipient, one.sent_on, one.due.due, one.due.state(session.today), one.answer)
                for one in view.recipients
            ],
        )


@refusing
def review(context: typer.Context, which: Which, comment: Comment = "", by: By = "") -> None:
    """核稿：稿子看过，同意送签。"""
    from app.services.papers import way

    _act(context, which, lambda office, view: way.review(office, view.row.id, view.row.version, comment, by))


@refusing
def back(context: typer.Context, which: Which, comment: Comment = "", by: By = "") -> None:
    """退回：回到拟稿，须写原因。"""
    from app.services.papers import way

    _act(context, which, lambda office, view: way.send_back(office, view.row.id, view.row.version, comment, by))


@refusing
def sign(context: typer.Context, which: Which, comment: Comment = "", by: By = "") -> None:
    """签发：编号、定成文日期，正文和版式从此冻结。"""
    from app.services.papers import way

    today = session_of(context).today
    _act(
        context,
        which,
        lambda office, view: way.sign(office, view.row.id, view.row.version, today=today, comment=comment, by=by),
    )


@refusing
def issue(context: typer.Context, which: Which, comment: Comment = "", by: By = "") -> None:
    """印发：发给收文单位，答复期限从今天起算。"""
    from app.services.papers import way

    today = session_of(context).today
    _act(
        context,
        which,
        lambda office, view: way.issue(office, view.row.id, view.row.version, today=today, comment=comment, by=by),
    )


@refusing
def answer(
    context: typer.Context,
    which: Which,
    unit: Annotated[str, typer.Option("--unit", metavar="单位", help="哪个收文单位。")],
    text: Annotated[str, typer.Option("--text", metavar="内容", help="答复内容。")],
    on: Annotated[str, typer.Option("--on", metavar="日期", help="答复日期；不写则为今天。")] = "",
) -> None:
    """登记收文单位的答复。"""
    from app.services.papers.dispatch import record_answer

    session = session_of(context)
    try:
        day = dt.date.fromisoformat(on) if on else session.today
    except ValueError as error:
        raise typer.BadParameter(f"“{on}”不是日期，请写成 2026-06-30。", param_hint="--on") from error

    def record(office: Office, view: PaperView) -> None:
        for row in view.recipients:
            if row.recipient == unit.strip():
                record_answer(office, row.id, row.version, day, text)
                return
        known = "、".join(row.recipient for row in view.recipients) or "还没有收文单位"
        raise Refused(f"发文清单里没有“{unit}”；有：{known}。")

    _act(context, which, record)


@refusing
def remind(context: typer.Context, which: Which, by: By = "") -> None:
    """催办：记下今天催过还没有答复的收文单位。"""
    from app.services.papers.dispatch import remind as remind_them

    session = session_of(context)
    with session.writing() as office:
        view = view_of(office, which)
        names = remind_them(office, [row.id for row in view.recipients], session.today, by)
    told = f"{view.row.number or view.row.title}：已催办{'、'.join(names)}。"
    _tell(session, view.row.id, told)


@refusing
def close(context: typer.Context, which: Which, comment: Comment = "", by: By = "") -> None:
    """办结；还有答复未到的，须写明原因。"""
    from app.services.papers import way

    _act(context, which, lambda office, view: way.close(office, view.row.id, view.row.version, comment, by))


@refusing
def withdraw(context: typer.Context, which: Which, comment: Comment = "", by: By = "") -> None:
    """作废，须写原因；已编的文号不再使用。"""
    from app.services.papers import way

    _act(context, which, lambda office, view: way.withdraw(office, view.row.id, view.row.version, comment, by))


@refusing
def print_(
    context: typer.Context,
    which: Which,
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="文件", help="写到哪个文件，以 .pdf 或 .docx（Word）结尾。")
    ],
) -> None:
    """写成 PDF 或 Word；签发过的与签发时一字不差。"""
    from app.services.papers.register import reprint

    checked_ending(out)
    session = session_of(context)
    with session.reading() as office:
        view = view_of(office, which)
        connection = office.read()
        reprint(office, connection, view.row.id, out)
        connection.close()
    _tell(session, view.row.id, f"已写出 {out}。")


@refusing
def start(
    context: typer.Context,
    series: Annotated[str, typer.Option("--series", metavar="代字", help="机关代字，如 清招办函。")],
    used: Annotated[int, typer.Option("--used", metavar="号", help="启用本程序以前已经用到几号。")],
    year: Annotated[int, typer.Option("--year", metavar="年", help="哪一年；不写则今年。")] = 0,
) -> None:
    """登记年中启用时已经用到的文号，以后接着编。"""
    from app.services.papers.way import start_series

    session = session_of(context)
    with session.writing() as office:
        start_series(office, series, year or session.today.year, used)
    print_line(f"{series}〔{year or session.today.year}〕从{used + 1}号编起。")


def _act(context: typer.Context, which: str, act: Callable[[Office, PaperView], object]) -> None:
    """Do something to a paper and tell where it stands then, and a day that goes backwards in its series."""
    from app.services.papers.order import out_of_order

    session = session_of(context)
    with session.writing() as office:
        view = view_of(office, which)
        act(office, view)
        row = view_of(office, str(view.row.id)).row
        connection = office.read()
        note = out_of_order(connection, row.id) if row.status is Status.SIGNED else ""
        connection.close()
    _tell(session, row.id, f"{row.number or row.title}：{row.status}。{note}")


def view_of(office: Office, which: str) -> PaperView:
    """Return the paper of a number, or of a row of the register; raise `Refused` where there is none."""
    from app.services.papers.register import paper_by_number, paper_view

    with closing(office.read()) as connection:
        return paper_view(connection, paper_by_number(connection, which))


def _tell(session: Session, key: int, text: str) -> None:
    if session.as_json:
        print_json({"id": key, "told": text})
    else:
        print_line(text)
