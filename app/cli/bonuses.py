"""`bonus`: the bonus of a project; `bonuses`: the way of its payment, step by step."""

from __future__ import annotations

import re
from contextlib import closing
from decimal import Decimal
from typing import Annotated

import typer

from app.cli import bonus_lists
from app.cli.bonus_lists import CLAIM, ON, part_of
from app.cli.chinese import Command, Group
from app.cli.options import PROJECT, day_of, tell
from app.cli.output import print_json, print_line, print_table
from app.cli.session import refusing, session_of
from app.rules.errors import Refused
from app.rules.money import in_words, read_money
from app.rules.stages import Stage
from app.services.office.offices import Office
from app.services.policy import bonus_claims
from app.services.policy.bonus_lists import claim_version
from app.services.policy.bonus_worklist import worklist
from app.services.policy.bonuses import Bonus, bonus_of
from app.services.policy.subjects import Subject, find_project

_PERCENT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?[%％]?")
_BY = typer.Option("--by", metavar="姓名", help="办理人。")


@refusing
def bonus(context: typer.Context, project: Annotated[str, PROJECT], on: Annotated[str, ON] = "") -> None:
    """看一个项目的引荐奖金：总额、五个阶段、各人份额。"""
    session = session_of(context)
    day = day_of(on, session.today)
    with session.reading() as office:
        connection = office.read()
        found = bonus_of(connection, find_project(connection, project), day)
        connection.close()
    if session.as_json:
        print_json(found.to_json())
    else:
        _print(found)


def bonuses_group() -> typer.Typer:
    """Return the commands on the way of the bonus."""
    group = typer.Typer(cls=Group, help="奖金办理：登记、申请、审核、批准、支付、清单、预算。", no_args_is_help=True)
    for name, command in (
        ("register", register),
        ("share", share),
        ("claim", claim),
        ("check", check),
        ("approve", approve),
        ("pay", pay),
        ("receipt", receipt_),
        ("waive", waive),
        ("void", void),
        ("work", work),
        ("list", bonus_lists.list_),
        ("recover", bonus_lists.recover),
        ("budget", bonus_lists.budget),
        ("notice", bonus_lists.notice),
    ):
        group.command(name, cls=Command)(command)
    return group


@refusing
def register(
    context: typer.Context,
    project: Annotated[str, PROJECT],
    name: Annotated[str, typer.Option("--name", metavar="姓名", help="引荐人，或引荐企业的全称。")],
    identity: Annotated[str, typer.Option("--identity", metavar="身份", help="如 公职人员、投资方高管。")] = "",
    id_number: Annotated[str, typer.Option("--id-number", metavar="号码", help="身份证号，只在本机保存。")] = "",
    paper: Annotated[str, typer.Option("--paper", metavar="依据", help="登记表、引荐函的名称或编号。")] = "",
    on: Annotated[str, ON] = "",
) -> None:
    """登记引荐人（须在签约前，或办法允许的日期以内）。"""
    session = session_of(context)
    with session.writing() as office:
        subject = _subject(office, project)
        key = bonus_claims.register_referrer(
            office,
            subject.id,
            name,
            on=day_of(on, session.today),
            today=session.today,
            identity=identity,
            id_number=id_number,
            paper=paper,
        )
    tell(session, {"referral": key}, f"已登记{name}为{subject.name}的引荐人。")


@refusing
def share(
    context: typer.Context,
    project: Annotated[str, PROJECT],
    parts: Annotated[list[str], typer.Argument(metavar="姓名=百分比...", help="如 张三=50 李四=50。")],
    paper: Annotated[str, typer.Option("--paper", metavar="依据", help="分配协议的名称或文号。")],
) -> None:
    """登记引荐人商定的分配比例，合计100%。"""
    session = session_of(context)
    with session.writing() as office:
        subject = _subject(office, project)
        connection = office.read()
        known = {one.name: one.referral_id for one in bonus_of(connection, subject, session.today).referrers}
        connection.close()
        bonus_claims.agree_shares(office, subject.id, [_part(part, known) for part in parts], paper=paper)
    tell(session, {"project": subject.code}, "已登记分配比例。")


@refusing
def claim(
    context: typer.Context,
    project: Annotated[str, PROJECT],
    stage: Annotated[str, typer.Option("--stage", metavar="阶段", help="签约、开工、完工、投产、见效。")],
    on: Annotated[str, ON] = "",
) -> None:
    """申请兑现一个阶段的奖金；认定投资额增加的，再申请一次就是补差。"""
    session = session_of(context)
    try:
        reached = Stage.from_label(stage)
    except KeyError:
        raise Refused(f"没有“{stage}”这个阶段。") from None
    with session.writing() as office:
        subject = _subject(office, project)
        key = bonus_claims.claim(office, subject.id, reached, on=day_of(on, session.today), today=session.today)
    tell(session, {"claim": key}, f"已申请{subject.name}的{stage}奖金，号 {key}。")


@refusing
def check(
    context: typer.Context,
    number: Annotated[int, CLAIM],
    by: Annotated[str, _BY],
    on: Annotated[str, ON] = "",
) -> None:
    """审核一笔申请并开始公示。"""
    session = session_of(context)
    day = day_of(on, session.today)
    with session.writing() as office:
        last = bonus_claims.check(
            office, number, _version(office, number), by=by, on=day, today=session.today, notice_from=day
        )
    tell(session, {"claim": number, "notice_to": last.isoformat()}, f"已审核，公示到{last}为止。")


@refusing
def approve(
    context: typer.Context,
    number: Annotated[int, CLAIM],
    by: Annotated[str, _BY],
    on: Annotated[str, ON] = "",
) -> None:
    """公示期满后批准（须由审核人以外的人）。"""
    session = session_of(context)
    with session.writing() as office:
        bonus_claims.approve(
            office, number, _version(office, number), by=by, on=day_of(on, session.today), today=session.today
        )
    tell(session, {"claim": number}, "已批准。")


@refusing
def pay(
    context: typer.Context,
    number: Annotated[int, CLAIM],
    name: Annotated[str, typer.Option("--name", metavar="姓名", help="付给哪位引荐人。")],
    tax: Annotated[str, typer.Option("--tax", metavar="金额", help="代扣的个人所得税，如 2万元。")] = "",
    receipt: Annotated[str, typer.Option("--receipt", metavar="签收", help="收据或签收的名称。")] = "",
    on: Annotated[str, ON] = "",
) -> None:
    """记下支付、代扣税和签收。"""
    session = session_of(context)
    with session.writing() as office:
        connection = office.read()
        part = part_of(connection, number, name)
        connection.close()
        got = bonus_claims.pay(
            office,
            number,
            part.referral_id,
            on=day_of(on, session.today),
            today=session.today,
            tax_fen=read_money(tax, None) or 0 if tax else 0,
            receipt=receipt,
        )
    tell(session, {"claim": number, "paid_fen": got}, f"已支付{name}{in_words(got)}。")


@refusing
def receipt_(
    context: typer.Context,
    number: Annotated[int, CLAIM],
    name: Annotated[str, typer.Option("--name", metavar="姓名", help="哪位引荐人签收。")],
    receipt: Annotated[str, typer.Option("--receipt", metavar="签收", help="收据或签收单的名称、编号。")],
) -> None:
    """补登一笔已支付奖金的签收。"""
    session = session_of(context)
    with session.writing() as office:
        connection = office.read()
        referral = part_of(connection, number, name).referral_id
        connection.close()
        bonus_claims.record_receipt(office, number, referral, receipt)
    tell(session, {"claim": number, "receipt": receipt}, f"已登记{name}的签收：{receipt}。")


@refusing
def work(context: typer.Context, on: Annotated[str, ON] = "") -> None:
    """列出全部奖金办到哪一步、下一步是什么、何时可办。"""
    session = session_of(context)
    with session.reading() as office:
        connection = office.read()
        found = worklist(connection, day_of(on, session.today))
        connection.close()
    if session.as_json:
        print_json([one.to_json() for one in found])
        return
    rows = [
        (
            one.standing.step,
            one.claim_id or "",
            one.code,
            one.project,
            one.title,
            in_words(one.amount),
            one.standing.next,
            one.standing.possible_from or "",
        )
        for one in found
    ]
    print_table(("状态", "号", "编号", "项目", "阶段", "金额", "下一步", "何时可办"), rows, right=(5,))


@refusing
def waive(
    context: typer.Context,
    project: Annotated[str, PROJECT],
    name: Annotated[str, typer.Option("--name", metavar="姓名", help="哪位引荐人。")],
    by: Annotated[str, _BY],
    second: Annotated[str, typer.Option("--second", metavar="姓名", help="复核人（另一人）。")],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么可以兑现。")],
) -> None:
    """身份须核实的引荐人，由两人具名复核。"""
    session = session_of(context)
    with session.writing() as office:
        connection = office.read()
        found = bonus_of(connection, find_project(connection, project), session.today).referrers
        connection.close()
        key = next((one.referral_id for one in found if one.name == name), None)
        if key is None:
            raise Refused(f"“{name}”不是这个项目的引荐人。")
        bonus_claims.waive_identity(
            office, key, by=by, second=second, reason=reason, day=session.today, today=session.today
        )
    tell(session, {"referral": key}, f"已复核{name}的身份。")


@refusing
def void(
    context: typer.Context,
    number: Annotated[int, CLAIM],
    reason: Annotated[str, typer.Option("--reason", metavar="原因", help="为什么作废。")],
) -> None:
    """作废一笔申请里还没有支付的。"""
    session = session_of(context)
    with session.writing() as office:
        bonus_claims.void_claim(office, number, _version(office, number), reason)
    tell(session, {"claim": number}, "已作废。")


def _print(found: Bonus) -> None:
    book = found.ledger
    print_line(f"{found.subject.name}　按{found.version}版{found.clause.number}")
    print_line(f"认定投资额{in_words(book.recognised)}；奖金总额：{found.working}")
    rows = [
        (
            part.stage.label,
            f"{part.percent}%",
            part.verified_on or "未认定",
            in_words(part.due),
            in_words(part.paid),
            in_words(part.open),
        )
        for part in book.parts
    ]
    print_table(("阶段", "比例", "认定日期", "应付", "已付", "可申请"), rows, right=(1, 3, 4, 5))
    print_line()
    rows = [
        (one.name, f"{one.percent:g}%", one.registered_on or "未登记", in_words(one.due), in_words(one.paid))
        for one in found.referrers
    ]
    print_table(("引荐人", "份额", "登记日期", "应付", "已付"), rows, right=(1, 3, 4))
    for text in (*found.why_held, *found.notes):
        print_line(f"注意：{text}。")


def _part(text: str, known: dict[str, int]) -> tuple[int, int]:
    name, _, percent = text.partition("=")
    if name not in known:
        raise Refused(f"“{name}”不是这个项目的引荐人；现有：{'、'.join(known) or '（没有）'}。")
    if not _PERCENT.fullmatch(percent.strip()):
        raise Refused(f"“{text}”看不懂：比例写0到100的数，最多两位小数，如 张三=50 或 张三=33.33。")
    return known[name], int(Decimal(percent.strip().rstrip("%％")) * 100)


def _subject(office: Office, text: str) -> Subject:
    with closing(office.read()) as connection:
        return find_project(connection, text)


def _version(office: Office, number: int) -> int:
    with closing(office.read()) as connection:
        return claim_version(connection, number)
