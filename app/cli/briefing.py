"""`brief`: the one-page briefing of a unit, as PDF or Word or kept as a draft."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import DRAFT, OUT
from app.cli.paper_files import deliver
from app.cli.session import refusing, session_of
from app.rules.periods import Period


@refusing
def brief(
    context: typer.Context,
    unit: Annotated[str, typer.Option("--unit", metavar="单位", help="哪个县区、部门或领导。")],
    period: Annotated[str, typer.Option("--period", metavar="期间", help="2026-06、2026 或 2026-01..2026-06。")],
    out: Annotated[Path | None, OUT] = None,
    draft: Annotated[bool, DRAFT] = False,
    as_of: Annotated[str, typer.Option("--as-of", metavar="日期", help="截至哪天；不写则截至今天。")] = "",
) -> None:
    """写一个单位的一页简报：名次和变化、任务完成、计入的项目、下一步要办的事。"""
    from app.services.meeting.briefing import unit_briefing

    if out is None and not draft:
        raise typer.BadParameter("请用 -o 写明文件，或用 --draft 存为拟稿。", param_hint="-o")
    session = session_of(context)
    try:
        day = dt.date.fromisoformat(as_of) if as_of else session.today
    except ValueError as error:
        raise typer.BadParameter(f"“{as_of}”不是日期，请写成 2026-06-30。", param_hint="--as-of") from error
    asked = Period.parse(period)
    deliver(
        session,
        lambda _, connection: unit_briefing(connection, unit, asked, as_of=day, today=session.today),
        out,
        draft=draft,
    )
