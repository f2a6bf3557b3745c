"""`bulletin`, `letters`, `papers`, `holidays`: the month's papers as PDF, the register, the calendar of holidays."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.output import print_error, print_json, print_line, print_table
from app.cli.paper_files import checked_ending
from app.cli.session import refusing, session_of
from app.rules.errors import Refused
from app.rules.papers import Status
from app.rules.periods import Period

PERIOD = typer.Option("--period", metavar="期间", help="2026-06、2026 或 2026-01..2026-06。")
FILL = typer.Option("--fill", metavar="名称=内容", help="填写模板要的内容，可写多次。")


@refusing
def bulletin(
    context: typer.Context,
    period: Annotated[str, PERIOD],
    group: Annotated[
        str, typer.Option("--group", metavar="组", help="county 县区、department 市直部门、leader 市领导。")
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="文件", help="写到哪个文件，以 .pdf 或 .docx（Word）结尾。")
    ],
    anew: Annotated[
        bool, typer.Option("--anew", help="同一期已有数字相同的通报时仍另发新号，正文写明原来那份。")
    ] = False,
) -> None:
    """起草并签发一期通报，写成 PDF 或 Word；同样的数字再写一次，文号不变。"""
    from app.services.papers.bulletins import draft_bulletin, save_bulletin

    checked_ending(out)
    session = session_of(context)
    with session.writing() as office:
        connection = office.read()
        draft = draft_bulletin(office, connection, Period.parse(period), group, session.today, session.today)
        connection.close()
        if anew:
            draft = draft.anew()
        elif draft.again:
            first = draft.again[0]
            raise Refused(
                f"{first.told}没有签发。只要原件：paper print {first.number or first.paper_id} -o 文件；"
                "确要另发新号：再加 --anew，正文会写明原来那份。"
            )
        path = save_bulletin(office, draft, out)
    if session.as_json:
        print_json(
            {
                "file": str(path),
                "title": draft.content.title,
                "number": draft.document_number,
                "audience": draft.audience.label,
                "sha256": draft.ranking.sha256(),
                "supersedes": [one.to_json() for one in draft.supersedes],
            }
        )
    else:
        number = draft.document_number or "通报稿（不编号）"
        print_line(f"已写出 {path}：{number}《{draft.content.title}》，印发范围：{draft.audience.label}。")
        for earlier in draft.supersedes:
            print_line(earlier.told)


@refusing
def letters(
    context: typer.Context,
    kind: Annotated[str, typer.Option("--kind", metavar="种类", help="lag 进度滞后，extend 产业延伸。")],
    period: Annotated[str, PERIOD],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="文件夹", help="写到哪个文件夹。")],
    fill: Annotated[list[str] | None, FILL] = None,
    issue: Annotated[bool, typer.Option("--issue", help="签发后一并印发，起算答复期限。")] = False,
) -> None:
    """一次签发一个月的全部提醒函：每封一个 PDF，另有一个合订的供打印；已发过的文号不变。"""
    from app.services.chain.extend_letters import extend_letters
    from app.services.papers.letters import issue_letters, write_letters
    from app.services.supervision.lag_letters import lag_letters

    if kind not in ("lag", "extend"):
        raise typer.BadParameter(
            f"没有“{kind}”这种信函；可选：lag（进度滞后提醒函）、extend（产业延伸提醒函）。", param_hint="--kind"
        )
    session = session_of(context)
    wanted = Period.parse(period)
    with session.writing() as office:
        connection = office.read()
        drafting = lag_letters if kind == "lag" else extend_letters
        batch = drafting(office, connection, wanted, as_of=session.today, today=session.today, inputs=filled(fill))
        connection.close()
        progress = None if session.as_json else lambda done, of: print_error(f"排版 {done}/{of}")
        written = write_letters(office, batch, out, today=session.today, progress=progress)
        if issue:
            issue_letters(office, written, session.today)
    if session.as_json:
        print_json(
            {
                "kind": batch.kind,
                "period": str(wanted),
                "letters": [
                    {"unit": one.recipient, "number": one.number, "file": str(one.file), "again": one.again}
                    for one in written.letters
                ],
                "joined": str(written.joined) if written.joined else None,
                "for_leaders_to_read": list(batch.leaders),
                "exempt": list(batch.exempt),
            }
        )
        return
    if written.letters:
        rows = [(one.recipient, one.number, "原件重印" if one.again else "", one.file) for one in written.letters]
        print_table(("收文单位", "文号", "说明", "文件"), rows)
        print_line(f"合订打印：{written.joined}")
    else:
        why = "没有符合落后条件的县区、市直部门" if kind == "lag" else "没有已采纳的产业延伸方向"
        print_line(f"{wanted.label}{why}，没有需要发函的单位。")
    if batch.exempt:
        print_line(f"免予提醒：{'、'.join(batch.exempt)}。")
    if batch.leaders:
        print_line(f"另有市领导，不对上级发函，请另行呈阅：{'、'.join(batch.leaders)}。")


@refusing
def papers(
    context: typer.Context,
    status: Annotated[
        str, typer.Option("--status", metavar="状态", help="拟稿、核稿、签发、印发、办结或作废；不写则全部。")
    ] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="只列答复超期的收文单位。")] = False,
) -> None:
    """列出公文登记；加 --overdue 列出超期未答复的。"""
    from app.services.papers.dispatch import waiting
    from app.services.papers.register import papers as registered

    if status and status not in [str(one) for one in Status]:
        known = "、".join(Status)
        raise typer.BadParameter(f"没有“{status}”这个状态；可选：{known}。", param_hint="--status")
    session = session_of(context)
    with session.reading() as office:
        connection = office.read()
        rows = registered(connection, status)
        late = waiting(connection, session.today, overdue_only=True)
        connection.close()
    if overdue:
        if session.as_json:
            print_json(
                [
                    {"paper": one.number, "title": one.title, "unit": one.recipient, "due": str(one.due.due)}
                    for one in late
                ]
            )
        else:
            print_table(
                ("文号", "标题", "收文单位", "应答复", "情况"),
                [(one.number, one.title, one.recipient, one.due.due, one.due.state(session.today)) for one in late],
            )
        return
    if session.as_json:
        print_json(
            [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "status": str(one.status),
                    "number": one.number,
                    "title": one.title,
                    "audience": one.audience,
                    "day": str(one.day),
                    "recipients": one.recipients,
                    "due": str(one.due.due) if one.due.due else None,
                    "overdue": one.due.overdue(session.today),
                }
                for one in rows
            ]
        )
        return
    print_table(
        ("编号", "状态", "文号", "标题", "印发范围", "成文日期", "收文单位", "答复"),
        [
            (
                one.id,
                one.status,
                one.number or "—",
                one.title,
                one.audience,
                one.day,
                one.recipients if len(one.recipients) <= 20 else f"{one.recipients[:20]}…",
                one.due.state(session.today),
            )
            for one in rows
        ],
        right=(0,),
    )


@refusing
def holidays(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件.csv", help="每行：日期,休或班,名称，如 2027-01-01,休,元旦。")],
) -> None:
    """导入国家公布的节假日安排，供推算答复期限。"""
    from app.services.papers.dispatch import import_holidays

    session = session_of(context)
    with session.writing() as office:
        taken = import_holidays(office, file, session.today)
    if session.as_json:
        print_json([{"day": str(one.day), "off": one.off, "note": one.note} for one in taken])
    else:
        years = "、".join(str(year) for year in sorted({one.day.year for one in taken}))
        print_line(f"已导入 {len(taken)} 天（{years}年）。")


def filled(pairs: list[str] | None) -> dict[str, str]:
    """Return what 名称=内容 pairs say; raise `typer.BadParameter` for one that is no pair."""
    found: dict[str, str] = {}
    for one in pairs or []:
        name, equals, value = one.partition("=")
        if not equals:
            raise typer.BadParameter(f"“{one}”要写成 名称=内容。", param_hint="--fill")
        found[name.strip()] = value.strip()
    return found
