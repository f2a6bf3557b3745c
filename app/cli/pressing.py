"""`supervise`: who lags and what is proposed; what a person decides, how it is followed, relieved or spared."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import exempting
from app.cli.chinese import Command, Group
from app.cli.output import print_json, print_line, print_table
from app.cli.session import Session, refusing, session_of
from app.rules.errors import Refused
from app.rules.periods import Period
from app.rules.scoring import percent
from app.rules.supervision import Status
from app.services.dossiers.projects import find_choice

if TYPE_CHECKING:
    from app.services.supervision.measures_taken import MeasureRow

PeriodOption = Annotated[str, typer.Option("--period", metavar="期间", help="2026-06、2026 或 2026-01..2026-06。")]
UnitOption = Annotated[str, typer.Option("--unit", metavar="单位", help="责任主体的名称。")]
GroupOption = Annotated[
    str, typer.Option("--group", metavar="组", help="county、department 或 leader；不写则三组都看。")
]
AsOf = Annotated[str, typer.Option("--as-of", metavar="日期", help="截至哪天；不写则截至今天。")]
Text = Annotated[str, typer.Option("--text", metavar="内容", help="内容或理由。")]


def supervise_group() -> typer.Typer:
    """Return `supervise` with its subcommands; alone it lists who lags in a period."""
    group = typer.Typer(
        cls=Group,
        invoke_without_command=True,
        rich_markup_mode=None,
        help="督促：列出落后的单位和建议的措施；由人决定、跟进、解除。",
    )
    group.callback()(supervise)
    for name, command in (
        ("decide", decide_),
        ("open", open_),
        ("follow", follow_),
        ("relief", relief),
        ("exempt", exempting.exempt),
        ("exemptions", exempting.exemptions_),
        ("exempt-end", exempting.exempt_end),
        ("exempt-void", exempting.exempt_void),
        ("history", history_),
    ):
        group.command(name, cls=Command)(command)
    return group


@refusing
def supervise(
    context: typer.Context,
    period: Annotated[
        str, typer.Option("--period", metavar="期间", help="2026-06、2026 或 2026-01..2026-06；列出时必填。")
    ] = "",
    group: GroupOption = "",
    as_of: AsOf = "",
) -> None:
    """列出落后的单位和建议的措施（由人决定）。"""
    if context.invoked_subcommand:
        return
    if not period:
        raise typer.BadParameter("请写明期间，如 2026-01..2026-06。", param_hint="--period")
    from app.services.supervision.worklist import worklist, worklists

    session = session_of(context)
    asked, day = Period.parse(period), _day(as_of, session)
    with session.reading() as office, closing(office.read()) as connection:
        found = (worklist(connection, asked, group, day),) if group else worklists(connection, asked, day)
    proposals = [one for work in found for one in work.proposals]
    if session.as_json:
        print_json([one.to_json() for one in proposals])
        return
    if not proposals:
        print_line(f"{asked.label}没有符合落后条件的单位。")
    for one in proposals:
        behind = percent(abs(one.lag.progress.ahead)).removesuffix("%")
        decided = "，已经决定" if one.measure_id is not None else ""
        print_line(f"{one.unit}：{one.measure}（{one.audience.label}；{one.spoken_by}），欠{behind}个百分点{decided}")
        print_line(f"  {one.grounds}")
    for work in found:
        for exempted in work.exempt:
            print_line(f"{exempted.unit}：免予督促，{exempted.reason}。")


@refusing
def decide_(
    context: typer.Context,
    period: PeriodOption,
    unit: UnitOption,
    by: Annotated[str, typer.Option("--by", metavar="姓名", help="由哪位同志决定。")],
    drop: Annotated[bool, typer.Option("--drop", help="不采取措施（写明 --reason）。")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="说明", help="说明；不采取时必填。")] = "",
    due: Annotated[str, typer.Option("--due", metavar="日期", help="反馈期限。")] = "",
    as_of: AsOf = "",
) -> None:
    """记录一个单位的决定；采取的随即起草公文（拟稿）。"""
    from app.services.ranking.targets import unit_facts
    from app.services.supervision.measure_papers import draft_told
    from app.services.supervision.measures_taken import decide
    from app.services.supervision.worklist import worklist

    session = session_of(context)
    asked, day = Period.parse(period), _day(as_of, session)
    with session.writing() as office:
        with closing(office.read()) as connection:
            key = find_choice(connection, unit)
            proposals = worklist(connection, asked, unit_facts(connection)[key][1], day).proposals
        one = next((one for one in proposals if one.unit_id == key), None)
        if one is None:
            raise Refused(f"{unit}{asked.label}不在建议督促之列。先看 supervise --period {period}。")
        limit = _day(due, session) if due else None
        measure = decide(office, one, asked, by=by, on=session.today, take=not drop, decision=reason, due_on=limit)
        told = "" if drop else draft_told(office, measure, one.measure, as_of=day, today=session.today)
    if session.as_json:
        print_json({"id": measure, "unit": unit, "measure": one.measure, "taken": not drop, "paper": told})
    else:
        print_line(f"{unit}：{'不采取' if drop else '采取'}{one.measure}，已记录。{told}")


@refusing
def open_(context: typer.Context, group: GroupOption = "") -> None:
    """列出还在跟进的措施，先到期的在前。"""
    from app.services.supervision.measures_taken import open_measures

    session = session_of(context)
    with session.reading() as office:
        connection = office.read()
        rows = open_measures(connection, group)
        connection.close()
    _show(session, rows)


@refusing
def follow_(
    context: typer.Context,
    period: PeriodOption,
    unit: UnitOption,
    to: Annotated[str, typer.Option("--to", metavar="状态", help="已送达、已反馈、办结或已解除。")],
    text: Text = "",
    on: Annotated[str, typer.Option("--on", metavar="日期", help="哪天；不写则今天。")] = "",
) -> None:
    """手工改一项措施的状态（公文印发、登记答复的，自动跟着变）。"""
    from app.services.supervision.measures_taken import follow, measures_of

    session = session_of(context)
    asked, status = Period.parse(period), _status(to)
    with session.writing() as office:
        with closing(office.read()) as connection:
            key = find_choice(connection, unit)
            row = next((one for one in measures_of(connection, asked) if one.unit_id == key), None)
        if row is None:
            raise Refused(f"对{unit}{asked.label}没有决定过措施。")
        follow(office, row.id, row.version, status, on=_day(on, session), today=session.today, text=text)
    if session.as_json:
        print_json({"id": row.id, "unit": unit, "status": str(status)})
    else:
        print_line(f"{unit}：{row.kind}改为“{status}”。")


@refusing
def relief(context: typer.Context, period: PeriodOption, group: GroupOption = "", as_of: AsOf = "") -> None:
    """列出不再落后、可以解除的措施和依据（解除用 follow --to 已解除）。"""
    from app.services.ranking.ranking import GROUPS
    from app.services.supervision.worklist import recovered

    session = session_of(context)
    asked, day = Period.parse(period), _day(as_of, session)
    with session.reading() as office, closing(office.read()) as connection:
        found = [one for key in ((group,) if group else GROUPS) for one in recovered(connection, asked, key, day)]
    if session.as_json:
        print_json([_measure_json(one.measure) | {"relief": one.grounds} for one in found])
        return
    if not found:
        print_line("没有可以解除的措施。")
    for one in found:
        print_line(f"{one.measure.unit}：{Period.parse(one.measure.period).label}的{one.measure.kind}　{one.grounds}")


@refusing
def history_(context: typer.Context, unit: UnitOption) -> None:
    """一个单位的全部督促措施，最近的在前。"""
    from app.services.supervision.measures_taken import history

    session = session_of(context)
    with session.reading() as office, closing(office.read()) as connection:
        rows = history(connection, find_choice(connection, unit))
    _show(session, rows)


def _show(session: Session, rows: tuple[MeasureRow, ...]) -> None:
    if session.as_json:
        print_json([_measure_json(one) for one in rows])
        return
    if not rows:
        print_line("没有督促措施。")
        return
    print_table(
        ("单位", "期间", "措施", "状态", "公文", "决定日期", "期限", "决定人", "反馈或了结"),
        [
            (
                one.unit, one.period, one.kind, one.status, one.paper_status, one.decided_on, one.due_on or "",
                one.decided_by, one.closing or one.answer or one.decision,
            )
            for one in rows
        ],
    )  # fmt: skip


def _measure_json(one: MeasureRow) -> dict[str, object]:
    days = {"decided_on": one.decided_on, "due_on": one.due_on, "sent_on": one.sent_on, "answered_on": one.answered_on}
    return {
        "id": one.id,
        "unit": one.unit,
        "group": one.group,
        "period": one.period,
        "measure": one.kind,
        "status": str(one.status),
        "audience": one.audience,
        "grounds": one.grounds,
        "months_running": one.months_running,
        "decided_by": one.decided_by,
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "answer": one.answer,
        "closing": one.closing,
        "paper_id": one.paper_id,
        "paper": one.paper_status,
    }


def _status(text: str) -> Status:
    allowed = (Status.SENT, Status.ANSWERED, Status.DONE, Status.RELIEVED)
    if text not in allowed:
        raise typer.BadParameter(f"没有“{text}”这个状态；可选：{'、'.join(allowed)}。", param_hint="--to")
    return Status(text)


def _day(text: str, session: Session) -> dt.date:
    try:
        return dt.date.fromisoformat(text) if text else session.today
    except ValueError as error:
        raise typer.BadParameter(f"“{text}”不是日期，请写成 2026-06-30。") from error
