"""The days that the clocks of §1 allow, as the office has set them from a day on."""

from __future__ import annotations

import datetime as dt
import sqlite3

from app.models.office import Office
from app.rules.clocks import Clock, Setting, allowed, check_days


def clock_days(connection: sqlite3.Connection, on: dt.date) -> dict[Clock, int]:
    """Return the days that each clock allows on a day."""
    rows = connection.execute("SELECT clock, days, from_day FROM clock_setting WHERE void_reason IS NULL")
    return allowed((Setting(Clock(clock), days, dt.date.fromisoformat(day)) for clock, days, day in rows), on)


def set_clock(office: Office, clock: Clock, days: int, from_day: dt.date, reason: str = "") -> None:
    """Let a clock allow so many days from a day on; what held before that day stays as it was."""
    from app.models.tables import ClockSetting
    from app.services.dossiers.records import valid

    check_days(days)
    with office.change(f"修改时限：{clock.label} {days} 天", reason=reason) as change:
        known = valid(change.session, ClockSetting, clock=clock.value, from_day=from_day)
        setting = known[0] if known else ClockSetting(clock=clock.value, from_day=from_day)
        setting.days, setting.reason = days, reason.strip()
        change.session.add(setting)
