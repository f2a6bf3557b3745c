"""How far the claim of a bonus part has come, what the next step is, and from which day it may be taken (§6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from app.rules.money import Fen, in_words
from app.rules.stages import Stage


class Step(StrEnum):
    """Where a part of a bonus stands; the words are those that the office uses."""

    BLOCKED = "暂不能申请"
    OPEN = "可申请"
    CLAIMED = "待审核"
    NOTICE = "公示中"
    READY = "待批准"
    APPROVED = "待支付"
    PAID = "已支付"
    STOPPED = "已停止"
    STALE = "须重新申请"
    RECOVER = "应追回"


@dataclass(frozen=True)
class ClaimFacts:
    """What is on record of a claim; days are None until they come, `unpaid` counts referrers not yet paid.

    `receipts_missing` counts those who were paid and have signed nothing; `open` is what is claimed and not paid,
    `payable` how much of it is due by now (None where that is not known), `over` what was paid beyond what is due.
    """

    stage: Stage
    checked_on: dt.date | None
    notice_to: dt.date | None
    approved_on: dt.date | None
    unpaid: int
    receipts_missing: int
    terminated_on: dt.date | None
    open: Fen = 0
    payable: Fen | None = None
    over: Fen = 0


@dataclass(frozen=True)
class Standing:
    """Where a claim stands on a day: its step, what comes next in words, and the first day on which it may."""

    step: Step
    next: str
    possible_from: dt.date | None


def standing(claim: ClaimFacts, on: dt.date) -> Standing:
    """Return where a claim stands on a day. A terminated project stops it; what was paid beyond the due is got back."""
    if claim.over:
        why = f"项目已于{claim.terminated_on}终止" if claim.terminated_on else "认定撤销或认定投资额减少"
        rest = f"；未付的{in_words(claim.open)}作废" if claim.open else ""
        return Standing(Step.RECOVER, f"{why}，多付{in_words(claim.over)}，列入追回清单{rest}", None)
    if claim.approved_on is not None and claim.unpaid == 0:
        lacking = f"补{claim.receipts_missing}人签收" if claim.receipts_missing else "已办结"
        return Standing(Step.PAID, lacking, None)
    if claim.terminated_on is not None:
        return Standing(Step.STOPPED, f"项目已于{claim.terminated_on}终止，作废申请；已付的追回", None)
    if claim.payable is not None and claim.payable < claim.open:
        due = f"只应付{in_words(claim.payable)}" if claim.payable else "没有应付的"
        return Standing(Step.STALE, f"未付的{in_words(claim.open)}现在{due}：作废后重新申请", on)
    if claim.checked_on is None or claim.notice_to is None:
        return Standing(Step.CLAIMED, "审核，并开始公示", on)
    if claim.approved_on is None:
        first = claim.notice_to + dt.timedelta(days=1)
        if on < first:
            return Standing(Step.NOTICE, f"公示至{claim.notice_to}，期满后由另一人批准", first)
        return Standing(Step.READY, "由审核人以外的人批准", first)
    return Standing(Step.APPROVED, f"支付{claim.unpaid}人", claim.approved_on)
