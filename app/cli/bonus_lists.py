"""`bonuses list`, `recover`, `budget`, `notice`: lists of the bonus over all projects, on the screen and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.options import DRAFT, OUT, day_of
from app.cli.output import print_json, print_line, print_table
from app.cli.paper_files import deliver
from app.cli.papers import FILL, filled
from app.cli.session import refusing, session_of
from app.rules.errors import Refused
from app.rules.money import in_words, read_money
from app.services.papers.door import named_units
from app.services.policy.bonus_lists import (
    Payment,
    payments,
    recoveries,
    set_budget,
    write_payments,
    write_recoveries,
    year_budget,
)
from app.services.policy.bonus_worklist import payment_list

if TYPE_CHECKING:
    import sqlite3

    from app.services.office.offices import Office
    from app.services.papers.content import PaperContent

LAST = 2_147_483_647
"""The highest number of a claim that is looked for: what is above is no number of a record."""

CLAIM = typer.Option("--claim", metavar="号", min=1, max=LAST, help="申请的号（bonuses claim 时给出）。")
ON = typer.Option("--on", metavar="日期", help="按哪天；不写则按今天。")


@refusing
def list_(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="文件", help="写成 .xlsx 表格，或 .pdf、.docx 发放审批表。")
    ] = None,
    draft: Annotated[bool, DRAFT] = False,
    unpaid: Annotated[bool, typer.Option("--unpaid", help="只列还没有支付的。")] = False,
) -> None:
    """已批准奖金的支付清单。"""
    session = session_of(context)
    if draft or (out is not None and out.suffix.lower() != ".xlsx"):
        from app.services.policy.papers.payments import payments_paper

        def make(_: Office, connection: sqlite3.Connection) -> PaperContent:
            return payments_paper(
                connection, payment_list(connection, session.today, unpaid_only=unpaid), today=session.today
            )

        deliver(session, make, out, draft=draft)
        return
    with session.reading() as office:
        connection = office.read()
        found, units = payment_list(connection, session.today, unpaid_only=unpaid), named_units(connection)
        connection.close()
    if out:
        write_payments(out, found, "招商引资引荐奖金支付清单", units=units)
    if session.as_json:
        print_json(
            {
                "file": str(out) if out else None,
                "payments": [
                    {
                        "claim": one.claim_id,
                        "project": one.code,
                        "referrer": one.referrer,
                        "stage": one.stage.label,
                        "amount_fen": one.amount,
                        "tax_fen": one.tax,
                        "paid_on": one.paid_on.isoformat() if one.paid_on else None,
                        "held": one.held,
                    }
                    for one in found
                ],
            }
        )
        return
    if out:
        print_line(f"已写出 {out}。")
        return
    rows = [(one.code, one.project, one.referrer, one.stage.label, in_words(one.amount), one.state) for one in found]
    print_table(("编号", "项目", "引荐人", "阶段", "应付", "支付"), rows, right=(4,))


@refusing
def recover(
    context: typer.Context,
    on: Annotated[str, ON] = "",
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="文件", help="写成 .xlsx 表格，或 .pdf、.docx 追回清单。")
    ] = None,
) -> None:
    """追回清单：已终止项目的已付奖金，和认定撤销、认定投资额减少后多付的。"""
    session = session_of(context)
    day = day_of(on, session.today)
    if out is not None and out.suffix.lower() != ".xlsx":
        from app.services.policy.papers.payments import recoveries_paper

        deliver(session, lambda _, connection: recoveries_paper(connection, day, today=session.today), out)
        return
    with session.reading() as office:
        connection = office.read()
        found, units = recoveries(connection, day), named_units(connection)
        connection.close()
    if out is not None:
        write_recoveries(out, found, "招商引资引荐奖金追回清单", units=units)
    if session.as_json:
        print_json([one.to_json() for one in found])
        return
    if out is not None:
        print_line(f"已写出 {out}。")
        return
    rows = [
        (
            one.code,
            one.project,
            one.referrer,
            in_words(one.paid),
            in_words(one.due),
            in_words(one.back),
            one.terminated_on or "未终止",
            one.reason,
        )
        for one in found
    ]
    heads = ("编号", "项目", "引荐人", "已付", "应付", "应追回", "终止日期", "原因")
    print_table(heads, rows, right=(3, 4, 5))


@refusing
def budget(
    context: typer.Context,
    year: Annotated[int, typer.Option("--year", metavar="年", min=2000, max=2100, help="哪一年。")],
    amount: Annotated[str, typer.Option("--set", metavar="金额", help="下达预算，如 500万元。")] = "",
    paper: Annotated[str, typer.Option("--paper", metavar="文号", help="预算文件。")] = "",
    out: Annotated[Path | None, OUT] = None,
) -> None:
    """奖金预算与应付、预计的对照。"""
    session = session_of(context)
    if amount:
        with session.writing() as office:
            set_budget(office, year, read_money(amount, None) or 0, paper=paper)
    if out is not None:
        from app.services.policy.papers.payments import budget_paper

        deliver(session, lambda _, connection: budget_paper(connection, year, session.today, today=session.today), out)
        return
    with session.reading() as office:
        connection = office.read()
        found = year_budget(connection, year, session.today)
        connection.close()
    if session.as_json:
        print_json(found.to_json())
        return
    print_line(f"{year}年预算：{in_words(found.budget) if found.budget is not None else '未下达'}")
    print_line(
        f"已付{in_words(found.paid)}，应付未付{in_words(found.due)}，以后各阶段最多还要{in_words(found.forecast)}。"
    )
    if found.blocked:
        print_line(f"另有{in_words(found.blocked)}受阻（引荐人登记、分配或者身份的问题），不计入应付。")
    for stage, due in found.by_stage.items():
        print_line(f"  {stage}应付未付：{in_words(due)}")
    if found.short:
        print_line(f"预算还差{in_words(found.short)}。")


@refusing
def notice(
    context: typer.Context,
    number: Annotated[int, CLAIM],
    name: Annotated[str, typer.Option("--name", metavar="姓名", help="发给哪位引荐人。")],
    out: Annotated[Path | None, OUT] = None,
    draft: Annotated[bool, DRAFT] = False,
    fill: Annotated[list[str] | None, FILL] = None,
) -> None:
    """给引荐人的奖金兑现通知：怎样计算，怎样领取；已支付的写明实付。"""
    from app.services.policy.papers.letters import bonus_paper

    session = session_of(context)
    inputs = filled(fill)
    if out is None and not draft:
        raise typer.BadParameter("请用 -o 写明文件，或用 --draft 存为拟稿。", param_hint="-o")

    def make(office: Office, connection: sqlite3.Connection) -> PaperContent:
        part = part_of(connection, number, name)
        return bonus_paper(office, connection, number, part.referral_id, today=session.today, inputs=inputs)

    deliver(session, make, out, draft=draft)


def part_of(connection: sqlite3.Connection, claim: int, name: str) -> Payment:
    """Return what a referrer gets of an approved claim; raise `Refused` where there is no such part."""
    found = next((one for one in payments(connection) if (one.claim_id, one.referrer) == (claim, name)), None)
    if found is None:
        raise Refused(f"第{claim}号申请还没有批准，或里面没有“{name}”。")
    return found
