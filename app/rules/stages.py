"""The stages of a project and the order they come in (domain.md, "The people and the words" and §1)."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum


class Stage(IntEnum):
    """阶段. The number is the order and what the store keeps; `label` is what people read."""

    LEAD = 1
    NEGOTIATING = 2
    SIGNED = 3
    STARTED = 4
    COMPLETED = 5
    IN_PRODUCTION = 6
    YIELDING = 7
    TERMINATED = 9

    @property
    def label(self) -> str:
        """The Chinese word for the stage."""
        return _LABELS[self]

    @classmethod
    def from_label(cls, label: str) -> Stage:
        """Return the stage named by its Chinese word; raise `KeyError` for any other word."""
        return _BY_LABEL[label]


_LABELS = {
    Stage.LEAD: "线索",
    Stage.NEGOTIATING: "在谈",
    Stage.SIGNED: "签约",
    Stage.STARTED: "开工",
    Stage.COMPLETED: "完工",
    Stage.IN_PRODUCTION: "投产",
    Stage.YIELDING: "见效",
    Stage.TERMINATED: "终止",
}
_BY_LABEL = {label: stage for stage, label in _LABELS.items()}

DATED_FROM_SIGNING = (Stage.SIGNED, Stage.STARTED, Stage.COMPLETED, Stage.IN_PRODUCTION, Stage.YIELDING)
"""The stages of which a later one demands that each earlier one is dated too."""


@dataclass(frozen=True)
class Contradiction:
    """Two stages of one project that cannot both be right, or one that is missing."""

    stage: Stage
    reason: str
    backwards: bool
    """True for days that run backwards, false for a stage that is missing."""


def contradictions(days: Mapping[Stage, dt.date]) -> list[Contradiction]:
    """List what is wrong with the days of one project's stages (§1).

    Stages advance in order with non-decreasing days, and from signing on none may be skipped.
    `days` holds the day of each stage that the project has; the answer is empty when all is well.
    """
    found = []
    chain = [stage for stage in Stage if stage in days and stage is not Stage.TERMINATED]
    for earlier, later in itertools.pairwise(chain):
        if days[later] < days[earlier]:
            found.append(
                Contradiction(
                    later,
                    f"{later.label}时间{days[later]}早于{earlier.label}时间{days[earlier]}",
                    backwards=True,
                )
            )
    last = max((stage for stage in days if stage in DATED_FROM_SIGNING), default=None)
    if last is not None:
        found.extend(
            Contradiction(stage, f"已到{last.label}，却没有{stage.label}时间", backwards=False)
            for stage in DATED_FROM_SIGNING
            if stage < last and stage not in days
        )
    return found


def current(stages: Iterable[Stage]) -> Stage | None:
    """Return the stage that a project stands at: the furthest one, or 终止 once it is there."""
    return max(stages, default=None)
