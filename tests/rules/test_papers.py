"""The way of a paper, its numbers and answers due."""

from __future__ import annotations

import datetime as dt

import pytest

from app.rules.errors import Refused
from app.rules.papers import Act, Due, Status, acts_from, after, document_number, next_number

TODAY = dt.date(2026, 10, 8)


def test_the_way_leads_from_draft_to_done() -> None:
    status = Status.DRAFT
    for act in (Act.REVIEW, Act.SIGN, Act.ISSUE, Act.CLOSE):
        status = after(act, status)
    assert status is Status.DONE
    assert acts_from(status) == ()


@pytest.mark.parametrize(
    ("act", "status"),
    [
        (Act.SIGN, Status.DRAFT),
        (Act.ISSUE, Status.REVIEWED),
        (Act.EDIT, Status.SIGNED),
        (Act.REVIEW, Status.REVIEWED),
        (Act.CLOSE, Status.SIGNED),
        (Act.WITHDRAW, Status.DONE),
        (Act.ISSUE, Status.WITHDRAWN),
    ],
)
def test_no_step_is_skipped_and_none_goes_back(act: Act, status: Status) -> None:
    with pytest.raises(Refused, match=f"现在是“{status}”"):
        after(act, status, "原因")


@pytest.mark.parametrize("act", [Act.SEND_BACK, Act.WITHDRAW])
def test_sending_back_and_withdrawing_say_why(act: Act) -> None:
    with pytest.raises(Refused, match="写明原因"):
        after(act, Status.REVIEWED, "  ")
    assert after(act, Status.REVIEWED, "数字有误") in (Status.DRAFT, Status.WITHDRAWN)


@pytest.mark.parametrize(
    ("taken", "used", "then"), [((), 0, 1), ((1, 2), 0, 3), ((), 46, 47), ((47,), 46, 48), ((2,), 0, 3)]
)
def test_numbers_run_on(taken: tuple[int, ...], used: int, then: int) -> None:
    assert next_number(taken, used) == then


def test_a_number_is_written_with_six_cornered_brackets() -> None:
    assert document_number("清招办", 2026, 5) == "清招办〔2026〕5号"
    assert document_number("清招办", None, None) == ""


@pytest.mark.parametrize(
    ("due", "answered", "state"),
    [
        (dt.date(2026, 10, 8), None, "今日到期"),
        (dt.date(2026, 10, 6), None, "超期2天"),
        (dt.date(2026, 10, 9), None, "1天后到期"),
        (dt.date(2026, 10, 6), dt.date(2026, 10, 7), "已答复"),
        (None, None, ""),
    ],
)
def test_what_is_told_of_an_answer(due: dt.date | None, answered: dt.date | None, state: str) -> None:
    one = Due(due, answered)
    assert one.state(TODAY) == state
    assert one.overdue(TODAY) is state.startswith("超期")
