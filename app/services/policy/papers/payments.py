"""The lists of the bonus as papers: what is to be paid, what to recover, the year's budget against what is due."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence

from app.reports.marked import Align, PlainTable
from app.rules.audience import Audience
from app.rules.errors import Refused
from app.rules.identity import masked
from app.rules.money import Fen, format_wan, in_words
from app.rules.stages import DATED_FROM_SIGNING
from app.services.papers.content import PaperContent
from app.services.papers.fields import chinese_day
from app.services.policy.bonus_budget import BudgetDetail, budget_detail
from app.services.policy.bonus_lists import Payment, recoveries
from app.services.policy.papers.report import charted, report

_LIST, _SIGN, _STAGES, _QUARTERS = "【发放表】", "【审批】", "【分阶段】", "【分季度】"
_PAYMENT_HEADS = (
    *("序号", "项目", "引荐人", "身份证号", "阶段", "份额"),
    *("应付（元）", "代扣税（元）", "实付（元）", "领取人签名"),
)
_PAYMENT_ALIGNS: tuple[Align, ...] = (
    *("center", "left", "center", "center", "center", "center"),
    *("right", "right", "right", "center"),
)
_RECOVERY_HEADS = ("序号", "项目", "引荐人", "已付（元）", "应付（元）", "应追回（元）", "终止日期", "原因", "追回情况")
_RECOVERY_ALIGNS: tuple[Align, ...] = (
    *("center", "left", "center"),
    *("right", "right", "right"),
    *("center", "left", "center"),
)
_MONEY_ALIGNS: tuple[Align, ...] = ("left", "right", "right", "right")
_APPROVAL = ("经办", "审核", "财务审核", "批准")


def payments_paper(connection: sqlite3.Connection, found: Sequence[Payment], *, today: dt.date) -> PaperContent:
    """Return the payment list: the sums, the block of approval, and on landscape pages the list to be signed.

    What is held is left out and told. Numbers of identity cards are masked. Raises `Refused` where there is nothing
    to pay.
    """
    held = sum(bool(one.held) for one in found)
    found = [one for one in found if not one.held]
    if not found:
        if held:
            raise Refused(f"已批准的{held}笔引荐奖金都不能按原批准支付，没有可打印的发放表。请先作废，再重新申请。")
        raise Refused("没有已批准的引荐奖金，没有可打印的发放表。")
    aside = f"另有{held}笔因认定投资额变化或者项目终止，不能按原批准支付，未列入。" if held else ""
    numbers = _id_numbers(connection)
    amount, tax = sum(one.amount for one in found), sum(one.tax for one in found)
    rows = [
        (
            str(place),
            one.project,
            one.referrer,
            masked(numbers.get(one.referral_id, "")),
            one.stage.label,
            f"{one.share / 100:g}%",
            yuan(one.amount),
            yuan(one.tax),
            yuan(one.amount - one.tax),
            "",
        )
        for place, one in enumerate(found, start=1)
    ]
    rows.append(("", "合计", "", "", "", "", yuan(amount), yuan(tax), yuan(amount - tax), ""))
    table = PlainTable("", _PAYMENT_HEADS, tuple(rows), "单位：元", _PAYMENT_ALIGNS, turned=True)
    paid = sum(one.paid_on is not None for one in found)
    people = len({one.referrer for one in found})
    return report(
        connection,
        kind="奖金发放表",
        title="招商引资引荐奖金发放审批表",
        lines=[
            (
                f"根据招商引资管理办法，下列引荐奖金已经审核、公示和批准，共{len(found)}笔，涉及项目"
                f"{len({one.code for one in found})}个、引荐人{people}个；其中{paid}笔已经支付。"
            ),
            (
                f"应付合计{yuan(amount)}元，代扣个人所得税{yuan(tax)}元，实付合计{yuan(amount - tax)}元。{aside}"
                "奖金转账支付，由领取人签名；身份证号只印首尾几位。"
            ),
            _STAGES,
            _SIGN,
            "【附件】招商引资引荐奖金发放明细表",
            _LIST,
        ],
        tables=((_STAGES, _by_stage(found)), (_SIGN, _approval()), (_LIST, table)),
        today=today,
        within=Audience.CITY_LEADERS,
    )


def recoveries_paper(connection: sqlite3.Connection, on: dt.date, *, today: dt.date) -> PaperContent:
    """Return the list of what is to be got back by a day, of projects that ended and of those that were overpaid.

    Raises `Refused` for nothing.
    """
    found = recoveries(connection, on)
    if not found:
        raise Refused(f"到{on}为止，没有要追回的引荐奖金，没有可打印的追回清单。")
    rows = [
        (
            str(place),
            one.project,
            one.referrer,
            yuan(one.paid),
            yuan(one.due),
            yuan(one.back),
            f"{one.terminated_on}" if one.terminated_on else "未终止",
            one.reason,
            "",
        )
        for place, one in enumerate(found, start=1)
    ]
    paid, due, back = (sum(getattr(one, name) for one in found) for name in ("paid", "due", "back"))
    rows.append(("", "合计", "", yuan(paid), yuan(due), yuan(back), "", "", ""))
    table = PlainTable("", _RECOVERY_HEADS, tuple(rows), "单位：元", _RECOVERY_ALIGNS, turned=True)
    ended = len({one.code for one in found if one.terminated_on})
    over = len({one.code for one in found if not one.terminated_on})
    kinds = [f"项目终止的{ended}个" if ended else "", f"认定撤销或认定投资额减少而多付的{over}个" if over else ""]
    return report(
        connection,
        kind="奖金追回清单",
        title="招商引资引荐奖金追回清单",
        lines=[
            (
                f"截至{chinese_day(on)}，已付引荐奖金超出应付的，涉及{'、'.join(filter(None, kinds))}项目，"
                f"引荐人{len({one.referrer for one in found})}个，应追回{yuan(back)}元。"
            ),
            _SIGN,
            "【附件】招商引资引荐奖金追回明细表",
            _LIST,
        ],
        tables=((_SIGN, _approval()), (_LIST, table)),
        today=today,
        within=Audience.CITY_LEADERS,
    )


def budget_paper(connection: sqlite3.Connection, year: int, on: dt.date, *, today: dt.date) -> PaperContent:
    """Return a year's budget of the bonus against what was paid, is due and may come, by stage and by quarter."""
    detail = budget_detail(connection, year, on)
    budget = detail.year
    sums = f"已付{in_words(budget.paid)}，应付未付{in_words(budget.due)}，以后各阶段最多还要{in_words(budget.forecast)}"
    if budget.blocked:
        sums += f"；另有{in_words(budget.blocked)}因引荐人登记、分配或者身份的问题受阻，不计入应付"
    if budget.budget is None:
        verdict = f"{year}年引荐奖金预算尚未下达。截至{chinese_day(on)}，{sums}。"
    else:
        left = budget.budget - budget.paid - budget.due
        state = (
            f"按已付和应付计，预算还差{in_words(-left)}" if left < 0 else f"按已付和应付计，预算还余{in_words(left)}"
        )
        verdict = f"{year}年引荐奖金预算{in_words(budget.budget)}。截至{chinese_day(on)}，{sums}。{state}。"
    stages = [one for one in detail.stages if one.paid or one.due or one.forecast]
    chart = charted(
        "【叠图】",
        "各阶段引荐奖金",
        "万元",
        ("阶段", "已付", "应付未付", "预计"),
        [(one.name, *(_wan(value) for value in (one.paid, one.due, one.forecast))) for one in stages],
    )
    return report(
        connection,
        kind="奖金预算执行情况",
        title=f"{year}年招商引资引荐奖金预算执行情况",
        lines=[
            verdict,
            *(chart if stages else []),
            _STAGES,
            _QUARTERS,
            "“预计”是没有认定的阶段全部按现在的认定投资额兑现时的数，是上限，不是计划；项目终止的、登记过迟或者身份被排除的不计。",
        ],
        tables=((_STAGES, _by_stage_of_year(detail)), (_QUARTERS, _by_quarter(detail))),
        today=today,
        within=Audience.CITY_LEADERS,
    )


def yuan(fen: Fen) -> str:
    """Return an amount in 元 to the 分: 24,500.00."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def _wan(fen: Fen) -> str:
    return format_wan(fen).replace(",", "")


def _by_stage(found: Sequence[Payment]) -> PlainTable:
    rows = []
    for stage in DATED_FROM_SIGNING:
        ours = [one for one in found if one.stage is stage]
        if ours:
            amount, tax = sum(one.amount for one in ours), sum(one.tax for one in ours)
            rows.append((stage.label, str(len(ours)), yuan(amount), yuan(tax), yuan(amount - tax)))
    heads = ("阶段", "笔数", "应付（元）", "代扣税（元）", "实付（元）")
    return PlainTable("分阶段合计", heads, tuple(rows), "", ("center", "center", "right", "right", "right"))


def _approval() -> PlainTable:
    """Return the block in which those sign through whose hands the list goes."""
    rows = tuple((step, "　" * 8, "　" * 6, "　　年　月　日") for step in _APPROVAL)
    return PlainTable("审批", ("环节", "意见", "签名", "日期"), rows)


def _by_stage_of_year(detail: BudgetDetail) -> PlainTable:
    budget = detail.year
    rows = [(one.name, format_wan(one.paid), format_wan(one.due), format_wan(one.forecast)) for one in detail.stages]
    rows.append(("合计", format_wan(budget.paid), format_wan(budget.due), format_wan(budget.forecast)))
    return PlainTable("按阶段", ("阶段", "已付", "应付未付", "预计"), tuple(rows), "单位：万元", _MONEY_ALIGNS)


def _by_quarter(detail: BudgetDetail) -> PlainTable:
    rows = [(one.name, format_wan(one.paid), format_wan(one.due)) for one in detail.quarters]
    rows.append(("合计", format_wan(detail.year.paid), format_wan(detail.year.due)))
    heads = ("季度", "已付", "应付未付（按认定日期）")
    return PlainTable("按季度", heads, tuple(rows), "单位：万元", _MONEY_ALIGNS[:3])


def _id_numbers(connection: sqlite3.Connection) -> dict[int, str]:
    return dict(
        connection.execute("SELECT r.id, w.id_number FROM referral r JOIN person w ON w.id = r.person_id").fetchall()
    )
