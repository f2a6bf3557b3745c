"""What holds of every act that is recorded: it was done, so its day has come."""

from __future__ import annotations

import datetime as dt

from app.rules.errors import Refused


def refuse_ahead(what: str, day: dt.date, today: dt.date) -> None:
    """Raise `Refused` for a day that has not come; `what` names the act (兑现, 批准)."""
    if day > today:
        raise Refused(f"{what}日期{day}晚于今天（{today}），还没有到的日期不能登记。请改{what}日期。")
