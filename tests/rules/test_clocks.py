"""The clocks: defaults, and settings that hold from a day on."""

from __future__ import annotations

import datetime as dt

import pytest

from app.rules.clocks import DEFAULTS, Clock, Setting, allowed, check_days
from app.rules.errors import Refused

JULY = dt.date(2026, 7, 1)


def test_the_defaults_are_45_30_and_180_days() -> None:
    days = allowed([], JULY)
    assert (days[Clock.LEAD], days[Clock.NEGOTIATING], days[Clock.UNSTARTED]) == (45, 30, 180)


def test_a_setting_holds_from_its_day_and_not_before() -> None:
    settings = [Setting(Clock.LEAD, 60, JULY), Setting(Clock.LEAD, 20, dt.date(2026, 9, 1))]
    assert allowed(settings, dt.date(2026, 6, 30))[Clock.LEAD] == DEFAULTS[Clock.LEAD]
    assert allowed(settings, JULY)[Clock.LEAD] == 60
    assert allowed(settings, dt.date(2026, 10, 1))[Clock.LEAD] == 20


@pytest.mark.parametrize("days", [0, -1, 4000])
def test_impossible_clocks_are_refused(days: int) -> None:
    with pytest.raises(Refused, match="时限"):
        check_days(days)
