"""公文的办理: the way of a paper from draft to done, and its number in a series (domain.md §7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.rules.errors import Refused

CLASSES = ("绝密", "机密", "秘密")
"""密级 from the highest (GB/T 9704-2012, 7.2.2)."""
URGENCIES = ("特急", "加急")
"""紧急程度 of papers (7.2.3); telegrams have others."""


WARN_DAYS = 3
"""An answer due within so many calendar days is marked as due soon."""


class Status(StrEnum):
    """Where a paper stands."""

    DRAFT = "拟稿"
    REVIEWED = "核稿"
    SIGNED = "签发"
    ISSUED = "印发"
    DONE = "办结"
    WITHDRAWN = "作废"


class Act(StrEnum):
    """What is done to a paper."""

    DRAFT = "起草"
    EDIT = "改稿"
    REVIEW = "核稿"
    SEND_BACK = "退回"
    SIGN = "签发"
    ISSUE = "印发"
    CLOSE = "办结"
    WITHDRAW = "作废"
    REMIND = "催办"


_WAY: dict[Act, tuple[frozenset[Status], Status]] = {
    Act.EDIT: (frozenset({Status.DRAFT}), Status.DRAFT),
    Act.REVIEW: (frozenset({Status.DRAFT}), Status.REVIEWED),
    Act.SEND_BACK: (frozenset({Status.REVIEWED}), Status.DRAFT),
    Act.SIGN: (frozenset({Status.REVIEWED}), Status.SIGNED),
    Act.ISSUE: (frozenset({Status.SIGNED}), Status.ISSUED),
    Act.CLOSE: (frozenset({Status.ISSUED}), Status.DONE),
    Act.WITHDRAW: (
        frozenset({Status.DRAFT, Status.REVIEWED, Status.SIGNED, Status.ISSUED}),
        Status.WITHDRAWN,
    ),
}
_NEEDS_COMMENT = frozenset({Act.SEND_BACK, Act.WITHDRAW})


def acts_from(status: Status) -> tuple[Act, ...]:
    """Return what can be done to a paper that stands at `status`, in the order of the way."""
    return tuple(act for act, (before, _) in _WAY.items() if status in before)


def after(act: Act, status: Status, comment: str = "") -> Status:
    """Return where a paper stands after `act`; raise `Refused` where the way does not lead there from `status`.

    Sending back and withdrawing need a comment that says why.
    """
    before, then = _WAY[act]
    if status not in before:
        possible = "、".join(acts_from(status)) or "不能再办"
        raise Refused(f"这件公文现在是“{status}”，不能{act}；现在可以：{possible}。")
    if act in _NEEDS_COMMENT and not comment.strip():
        raise Refused(f"{act}须写明原因。")
    return then


def is_frozen(status: Status) -> bool:
    """Tell whether the text may not change any more."""
    return status not in (Status.DRAFT, Status.REVIEWED)


def document_number(series: str, year: int | None, number: int | None) -> str:
    """清招办〔2026〕5号; empty for a paper without number."""
    return f"{series}〔{year}〕{number}号" if number else ""


def next_number(taken: Sequence[int], used_before: int = 0) -> int:
    """Return the number after the last one: withdrawn ones stay taken, so there is never a gap, never a second.

    `used_before` is the last number that the office gave before it kept its register here.
    """
    return max([used_before, *taken], default=0) + 1


@dataclass(frozen=True)
class Due:
    """When an answer is due, and whether it has come."""

    due: dt.date | None
    answered: dt.date | None

    def state(self, today: dt.date) -> str:
        """Return 已答复, 超期 n 天, 今日到期, n 天后到期, or empty where no answer is wanted."""
        if self.answered is not None:
            return "已答复"
        if self.due is None:
            return ""
        days = (today - self.due).days
        if days > 0:
            return f"超期{days}天"
        return "今日到期" if days == 0 else f"{-days}天后到期"

    def overdue(self, today: dt.date) -> bool:
        """Tell whether the answer should have come before today."""
        return self.answered is None and self.due is not None and self.due < today

    def soon(self, today: dt.date) -> bool:
        """Tell whether the answer is due within `WARN_DAYS` days."""
        return self.answered is None and self.due is not None and 0 <= (self.due - today).days <= WARN_DAYS
