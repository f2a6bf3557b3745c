"""The forms of a claim on its way: check and notice, approval, payment, receipt, voiding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from app.rules.errors import Refused
from app.rules.money import in_words
from app.services.policy import bonus_claims
from app.services.policy.bonus_worklist import ClaimLine, ClaimPart
from app.ui.context import AppContext
from app.ui.policy.act_dialog import ActDialog
from app.ui.widgets.edits import MoneyEdit


def about(line: ClaimLine) -> str:
    """Return which claim it is, in one line."""
    number = f"第{line.claim_id}号　" if line.claim_id else ""
    return f"{number}{line.project}　{line.title}奖金 {in_words(line.amount)}"


def check_form(context: AppContext, parent: QWidget, line: ClaimLine, day: dt.date) -> ActDialog:
    """Return the form that checks a claim and begins its notice."""
    form = ActDialog(context, parent, "审核并公示", about(line), "审核通过")
    by = form.line("审核人")
    on = form.day("审核日期", day)
    since = form.day("公示开始", day)

    def act() -> str:
        last = bonus_claims.check(
            context.office, _id(line), line.version, by=by.text(), on=on(), today=day, notice_from=since()
        )
        return f"已审核，公示到{last}为止"

    form.act = act
    return form


def approve_form(context: AppContext, parent: QWidget, line: ClaimLine, day: dt.date) -> ActDialog:
    """Return the form that approves a claim; not by the one who checked it."""
    told = f"{about(line)}\n审核人：{line.checked_by}；公示 {line.notice_from} 至 {line.notice_to}"
    form = ActDialog(context, parent, "批准兑现", told, "批准")
    by = form.line("批准人", f"不能是审核人{line.checked_by}")
    on = form.day("批准日期", day)

    def act() -> str:
        bonus_claims.approve(context.office, _id(line), line.version, by=by.text(), on=on(), today=day)
        return f"已批准{line.project}的{line.stage.label}奖金"

    form.act = act
    return form


def pay_form(context: AppContext, parent: QWidget, line: ClaimLine, day: dt.date) -> ActDialog:
    """Return the form that records the payment to one referrer, with the tax withheld and the receipt."""
    waiting = [one for one in line.parts if one.paid_on is None]
    form = ActDialog(context, parent, "登记支付", about(line), "登记支付")
    who = _referrer(form, waiting)
    tax = MoneyEdit(placeholder="万元，没有就不填")
    form.add("代扣税", tax)
    receipt = form.line("签收", "收据或签收单的编号，可以以后补")
    on = form.day("支付日期", day)

    def act() -> str:
        if tax.reason:
            raise Refused(f"代扣税：{tax.reason}")
        one = waiting[who.currentIndex()]
        got = bonus_claims.pay(
            context.office,
            _id(line),
            one.referral_id,
            on=on(),
            today=day,
            tax_fen=tax.fen() or 0,
            receipt=receipt.text(),
        )
        return f"已登记支付{one.referrer}实付{in_words(got)}"

    form.act = act
    return form


def receipt_form(context: AppContext, parent: QWidget, line: ClaimLine) -> ActDialog:
    """Return the form that records what a referrer signed for a payment made before."""
    unsigned = [one for one in line.parts if one.paid_on is not None and not one.receipt]
    form = ActDialog(context, parent, "登记签收", about(line), "登记签收")
    who = _referrer(form, unsigned)
    receipt = form.line("签收", "收据或签收单的名称、编号")

    def act() -> str:
        one = unsigned[who.currentIndex()]
        bonus_claims.record_receipt(context.office, _id(line), one.referral_id, receipt.text())
        return f"已登记{one.referrer}的签收"

    form.act = act
    return form


def void_form(context: AppContext, parent: QWidget, line: ClaimLine) -> ActDialog:
    """Return the form that voids what is unpaid of a claim."""
    told = "作废后，这一阶段现在应付的可以重新申请。"
    if any(one.paid_on for one in line.parts):
        told = "只作废还没有支付的，已付的照旧。" + told
    form = ActDialog(context, parent, "作废申请", f"{about(line)}\n{told}", "作废")
    reason = form.line("原因")

    def act() -> str:
        bonus_claims.void_claim(context.office, _id(line), line.version, reason.text())
        return f"已作废{line.project}的{line.stage.label}奖金申请"

    form.act = act
    return form


def _referrer(form: ActDialog, parts: Sequence[ClaimPart]) -> QComboBox:
    who = QComboBox()
    who.addItems([f"{one.referrer}　{in_words(one.amount)}" for one in parts])
    form.add("引荐人", who)
    return who


def _id(line: ClaimLine) -> int:
    if line.claim_id is None:
        raise Refused("这一阶段还没有申请。")
    return line.claim_id
