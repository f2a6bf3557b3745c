"""`supervise exempt`, `exemptions`, `exempt-end` and `exempt-void`: who is not to be pressed."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.options import day_of, tell
from app.cli.output import print_json, print_line, print_table
from app.cli.session import refusing, session_of
from app.rules.errors import Refused
from app.services.dossiers.projects import find_choice
from app.services.ranking.ranking import GROUPS

if TYPE_CHECKING:
    from app.services.office.offices import Office
    from app.services.supervision.exemptions import ExemptionRow

_Unit = Annotated[str, typer.Option("--unit", metavar="单位", help="责任主体的名称。")]
_Id = Annotated[int, typer.Option("--id", metavar="编号", help="哪一条，编号见 supervise exemptions。")]


@refusing
def exempt(
    context: typer.Context,
    unit: _Unit,
    from_: Annotated[str, typer.Option("--from", metavar="日期", help="从哪天起免予督促。")],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="如 特大洪涝。")],
    to: Annotated[str, typer.Option("--to", metavar="日期", help="到哪天；不写为另行通知。")] = "",
    evidence: Annotated[str, typer.Option("--evidence", metavar="佐证", help="文件名称或文号。")] = "",
) -> None:
    """登记不可抗力等免予督促的情形。"""
    from app.services.supervision.exemptions import add_exemption

    session = session_of(context)
    first = day_of(from_, session.today, "--from")
    last = day_of(to, session.today, "--to") if to else None
    with session.writing() as office:
        with closing(office.read()) as connection:
            key = find_choice(connection, unit)
        made = add_exemption(office, key, first, last, reason=reason, evidence=evidence)
    told = {"id": made, "unit": unit, "from": first.isoformat(), "to": last.isoformat() if last else None}
    tell(session, told, f"{unit}从 {first} 起免予督促，已登记（编号 {made}）。")


@refusing
def exemptions_(
    context: typer.Context,
    group: Annotated[
        str, typer.Option("--group", metavar="组", help="county、department 或 leader；不写则三组都看。")
    ] = "",
) -> None:
    """列出登记过的免予督促，后登记的在前。"""
    from app.services.supervision.exemptions import exemptions

    session = session_of(context)
    with session.reading() as office:
        connection = office.read()
        rows = exemptions(connection, group)
        connection.close()
    if session.as_json:
        print_json([one.to_json() for one in rows])
        return
    if not rows:
        print_line("没有登记过免予督促。（到任不满三个月的自动免予，不必登记。）")
        return
    print_table(
        ("编号", "单位", "组别", "从", "到", "情形", "理由", "佐证"),
        [
            (
                one.id, one.unit, GROUPS[one.group], one.from_day, one.to_day or "另行通知", one.kind, one.reason,
                one.evidence,
            )
            for one in rows
        ],
        right=(0,),
    )  # fmt: skip


@refusing
def exempt_end(
    context: typer.Context,
    key: _Id,
    to: Annotated[str, typer.Option("--to", metavar="日期", help="免予督促到哪天为止。")],
) -> None:
    """写明一条免予督促到哪天为止。"""
    from app.services.supervision.exemptions import end_exemption

    session = session_of(context)
    last = day_of(to, session.today, "--to")
    with session.writing() as office:
        one = _found(office, key)
        end_exemption(office, one.id, one.version, last)
    tell(session, {"id": key, "unit": one.unit, "to": last.isoformat()}, f"{one.unit}的免予督促到 {last} 为止。")


@refusing
def exempt_void(
    context: typer.Context,
    key: _Id,
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么作废。")],
) -> None:
    """作废登记错的一条免予督促（当作从来没有；可以撤销）。"""
    from app.services.supervision.exemptions import void_exemption

    session = session_of(context)
    with session.writing() as office:
        one = _found(office, key)
        void_exemption(office, one.id, one.version, reason)
    tell(session, {"id": key, "unit": one.unit, "voided": reason}, f"{one.unit}从 {one.from_day} 起的免予督促已作废。")


def _found(office: Office, key: int) -> ExemptionRow:
    from app.services.supervision.exemptions import exemptions

    with closing(office.read()) as connection:
        rows = exemptions(connection)
    for one in rows:
        if one.id == key:
            return one
    raise Refused(f"没有编号为 {key} 的免予督促，或已经作废。编号见 supervise exemptions。")
