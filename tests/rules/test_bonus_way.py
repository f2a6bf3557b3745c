"""Where the claim of a bonus stands, what comes next, and from which day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.rules.bonus_way import ClaimFacts, Step, standing
from app.rules.money import WAN
from app.rules.stages import Stage

CHECKED, LAST = dt.date(2026, 9, 1), dt.date(2026, 9, 7)
NEW = ClaimFacts(Stage.SIGNED, None, None, None, 2, 0, None)
ON_NOTICE = replace(NEW, checked_on=CHECKED, notice_to=LAST)
APPROVED = replace(ON_NOTICE, approved_on=dt.date(2026, 9, 8))
PAID = replace(APPROVED, unpaid=0)


@pytest.mark.parametrize(
    ("claim", "on", "step", "words", "first"),
    [
        (NEW, CHECKED, Step.CLAIMED, "审核", CHECKED),
        (ON_NOTICE, LAST, Step.NOTICE, "公示至2026-09-07", dt.date(2026, 9, 8)),
        (ON_NOTICE, dt.date(2026, 9, 8), Step.READY, "以外的人", dt.date(2026, 9, 8)),
        (APPROVED, dt.date(2026, 9, 9), Step.APPROVED, "支付2人", dt.date(2026, 9, 8)),
        (replace(APPROVED, unpaid=1), dt.date(2026, 9, 9), Step.APPROVED, "支付1人", dt.date(2026, 9, 8)),
        (PAID, dt.date(2026, 9, 9), Step.PAID, "已办结", None),
        (replace(PAID, receipts_missing=1), dt.date(2026, 9, 9), Step.PAID, "补1人签收", None),
    ],
)
def test_a_claim_goes_from_step_to_step(
    claim: ClaimFacts, on: dt.date, step: Step, words: str, first: dt.date | None
) -> None:
    found = standing(claim, on)
    assert (found.step, found.possible_from) == (step, first)
    assert words in found.next


@pytest.mark.parametrize("claim", [NEW, ON_NOTICE, APPROVED])
def test_a_terminated_project_stops_what_is_not_paid(claim: ClaimFacts) -> None:
    ended = replace(claim, terminated_on=dt.date(2026, 9, 20))
    assert standing(ended, dt.date(2026, 9, 30)).step is Step.STOPPED


def test_what_was_paid_for_a_project_that_ended_is_to_be_recovered() -> None:
    found = standing(replace(PAID, terminated_on=LAST, over=5 * WAN), dt.date(2026, 9, 30))
    assert found.step is Step.RECOVER
    assert "2026-09-07终止，多付5万元，列入追回清单" in found.next


@pytest.mark.parametrize("claim", [NEW, ON_NOTICE, APPROVED])
def test_a_claim_of_more_than_is_due_by_now_must_be_made_again(claim: ClaimFacts) -> None:
    assert standing(replace(claim, open=5 * WAN, payable=5 * WAN), LAST).step is not Step.STALE
    found = standing(replace(claim, open=5 * WAN, payable=WAN), LAST)
    assert found.step is Step.STALE
    assert "未付的5万元现在只应付1万元" in found.next


def test_what_was_paid_beyond_the_due_is_told() -> None:
    found = standing(replace(PAID, over=WAN), LAST)
    assert (found.step, found.next) == (Step.RECOVER, "认定撤销或认定投资额减少，多付1万元，列入追回清单")
