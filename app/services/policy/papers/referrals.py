"""以商招商 as a table on paper: who brought whom, what each gets for it and when, or why not (domain.md §5)."""

from __future__ import annotations

import datetime as dt
import sqlite3

from app.reports.marked import Align, PlainTable
from app.rules.errors import Refused
from app.rules.money import format_yi
from app.rules.policy.conditions import State
from app.services.papers.content import PaperContent
from app.services.papers.fields import chinese_day
from app.services.policy.papers.report import report
from app.services.policy.policies import version_on
from app.services.policy.referral_map import BroughtLine, Referring, referral_map

_LIST = "【以商招商】"
_HEADS = (
    "引荐企业",
    "被引荐项目",
    "产业",
    "总投资（亿元）",
    "签约日期",
    "结论",
    "所得扶持或者不享受的原因",
    "享受年度",
)
_ALIGNS: tuple[Align, ...] = ("left", "left", "center", "right", "center", "center", "left", "center")


def brought_paper(connection: sqlite3.Connection, on: dt.date, *, today: dt.date) -> PaperContent:
    """Return the list of referrals as of a day; raise `Refused` where nobody brought a project, or no measures hold."""
    found = [one for one in referral_map(connection, on) if one.brought]
    if not found:
        raise Refused(f"到{on}为止，没有登记企业引荐的项目，没有可打印的以商招商表。")
    lines = [line for one in found for line in one.brought]
    counts = {state: sum(line.passed.state is state for line in lines) for state in State}
    measures = version_on(connection, on)
    rows = tuple(_row(one, line) for one in found for line in one.brought)
    return report(
        connection,
        kind="以商招商情况表",
        title="以商招商情况表",
        lines=[
            (
                f"截至{chinese_day(on)}，登记引荐项目的企业{len(found)}家，引荐项目{len(lines)}个。按《{measures.title}》"
                f"（自{chinese_day(measures.valid_from)}起施行）核对：引荐企业可以享受扶持的{counts[State.YES]}个，"
                f"还差条件的{counts[State.COULD]}个，不享受的{counts[State.NO]}个。逐项见下表；兑现以审核认定为准。"
            ),
            "【附件】以商招商明细表",
            _LIST,
        ],
        tables=((_LIST, PlainTable("", _HEADS, rows, "", _ALIGNS, turned=True)),),
        today=today,
    )


def _row(one: Referring, line: BroughtLine) -> tuple[str, ...]:
    passed = line.passed
    lacking = "；".join(check.short for check in passed.conditions if check.state is not State.YES)
    told = passed.benefit if passed.state is State.YES else lacking or passed.note
    if line.granted is not None:
        told = f"{line.granted.benefit}（{line.granted.paper}）"
    return (
        one.subject.name,
        line.project,
        line.industry or "—",
        format_yi(line.investment, 2) if line.investment else "—",
        line.signed_on.isoformat() if line.signed_on else "—",
        "已兑现" if line.granted is not None else passed.state.label,
        told or "—",
        line.years or "—",
    )
