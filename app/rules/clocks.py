"""The clocks of a dossier (domain.md §1): how long a stage may last before somebody must be reminded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from app.rules.errors import Refused
from app.rules.stages import Stage


class Clock(Enum):
    """A clock, by the word that the store keeps."""

    LEAD = "lead"
    NEGOTIATING = "negotiating"
    UNSTARTED = "unstarted"
    EVIDENCE = "evidence"

    @property
    def label(self) -> str:
        """What the clock measures, in Chinese."""
        return _LABELS[self]


_LABELS = {
    Clock.LEAD: "线索未转入洽谈",
    Clock.NEGOTIATING: "在谈未签约",
    Clock.UNSTARTED: "签约未开工",
    Clock.EVIDENCE: "登记阶段后未交佐证",
}

DEFAULTS: Mapping[Clock, int] = {Clock.LEAD: 45, Clock.NEGOTIATING: 30, Clock.UNSTARTED: 180, Clock.EVIDENCE: 30}
"""Days allowed where the office has set nothing else (§1)."""

OF_STAGE: Mapping[Stage, Clock] = {
    Stage.LEAD: Clock.LEAD,
    Stage.NEGOTIATING: Clock.NEGOTIATING,
    Stage.SIGNED: Clock.UNSTARTED,
}
"""The clock that runs while a project stands at a stage."""

SOON = 7
"""Days before its end from which a clock, a next step or a problem is told as due."""

LONGEST = 3650


@dataclass(frozen=True)
class Setting:
    """So many days for a clock, from a day on."""

    clock: Clock
    days: int
    from_day: dt.date


def allowed(settings: Iterable[Setting], on: dt.date) -> dict[Clock, int]:
    """Return the days that each clock allows on a day: the latest setting that holds then, else the default."""
    days = dict(DEFAULTS)
    for setting in sorted(settings, key=lambda one: one.from_day):
        if setting.from_day <= on:
            days[setting.clock] = setting.days
    return days


def check_days(days: int) -> None:
    """Raise `Refused` for a number of days that no clock can have."""
    if not 1 <= days <= LONGEST:
        raise Refused(f"时限要在 1 到 {LONGEST} 天之间。")
