"""The forms that an indicator can score by, as data (domain.md §3; docs/schemes.md describes every field)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

MOST_POINTS = 10_000
"""No scheme of a city gives more; what is larger is a slip, and would break the arithmetic."""
MOST_TASK = 10**9

Points = Annotated[Decimal, Field(ge=0, le=MOST_POINTS, decimal_places=8)]
Given = Annotated[Decimal, Field(gt=0, le=MOST_POINTS, decimal_places=8)]
"""Points that must be some."""
Level = Annotated[Decimal, Field(ge=0, le=100, decimal_places=8)]
"""A completion, 1 for the whole."""
Basis = Literal["actual", "completion"]
Shares = dict[str, Annotated[Decimal, Field(gt=0, le=1, decimal_places=8)]]
"""Other indicators by key, each with its share."""
Premises = dict[str, Annotated[Decimal, Field(gt=0, le=100, decimal_places=8)]]
"""Other indicators by key, each with the completion that it must have reached."""
Worth = dict[str, Given]
"""Other indicators by key, each with the points for one."""


class Part(BaseModel):
    """A part of a scheme: fixed once read, and strict about what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AboveBand(Part):
    """What is given above the target to units whose task is at least so large (个, 亿元 for money)."""

    task_at_least: Annotated[Decimal, Field(ge=0, le=MOST_TASK, decimal_places=8)] = Decimal(0)
    per_percent: Points = Decimal(0)
    per_unit: Points = Decimal(0)
    limit: Points | None = None


class Completion(Part):
    """weight × min(actual ÷ target, cap); 0 below `threshold`; more per percent or per unit above the target.

    `mix` takes the completion from other indicators instead, by shares that add up to 1. `due` measures against
    the part of the task that is due by now (时序目标) instead of the year's. `above_by_task` replaces the plain
    `above_…` fields by those of the highest band that the unit's task reaches.
    """

    form: Literal["completion"] = "completion"
    cap: Annotated[Decimal, Field(gt=0, le=100, decimal_places=8)] | None = Decimal(1)
    threshold: Annotated[Decimal, Field(ge=0, le=1, decimal_places=8)] | None = None
    above_per_percent: Points = Decimal(0)
    above_per_unit: Points = Decimal(0)
    above_limit: Points = Decimal(0)
    above_by_task: tuple[AboveBand, ...] = ()
    due: bool = False
    mix: Shares = {}

    @model_validator(mode="after")
    def _shares(self) -> Completion:
        if self.mix and sum(self.mix.values()) != 1:
            raise ValueError("合成的份额（mix）相加必须等于 1")
        return self

    def band_for(self, task: Decimal) -> AboveBand:
        """Return what is given above a task of that size."""
        if not self.above_by_task:
            return AboveBand(per_percent=self.above_per_percent, per_unit=self.above_per_unit, limit=self.above_limit)
        reached = [band for band in self.above_by_task if task >= band.task_at_least]
        return max(reached, key=lambda band: band.task_at_least) if reached else AboveBand()


class Step(Part):
    """A table of completion → points: the points of the highest step reached, 0 below the lowest.

    `only_if` names other indicators that must have reached a completion, or there are no points.
    """

    form: Literal["step"] = "step"
    steps: dict[Level, Annotated[Decimal, Field(ge=-MOST_POINTS, le=MOST_POINTS, decimal_places=8)]]
    only_if: Premises = {}

    @model_validator(mode="after")
    def _some(self) -> Step:
        if not self.steps:
            raise ValueError("各档（steps）至少要有一级")
        return self


class Required(Part):
    """A size class of a floor: so many of the indicator `of` (empty: its target), so much less for each missing."""

    of: str
    at_least: Annotated[int, Field(ge=1, le=MOST_TASK)] | None = None
    less_each: Given


class Floor(Part):
    """weight, less so much for each project missing from the required numbers per size class, not below 0."""

    form: Literal["floor"]
    required: Annotated[tuple[Required, ...], Field(min_length=1)]


class Counted(Part):
    """Points for each item, up to a limit (none: without limit)."""

    form: Literal["counted"] = "counted"
    points_each: Given
    limit: Given | None = None


class Deduction(Part):
    """weight, less so much for each fault, not below 0."""

    form: Literal["deduction"] = "deduction"
    less_each: Given


class Compared(Part):
    """What the forms that compare units look at. `parts` makes the value of other indicators, points for each."""

    basis: Basis = "actual"
    parts: Worth = {}

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        if self.basis == "completion" and self.parts:
            raise ValueError("比完成率（basis: completion）时不能又由别的指标折算（parts），请只留一样")
        return self


class Relative(Compared):
    """weight × own ÷ best of the group (or class)."""

    form: Literal["relative"]


class Efficacy(Compared):
    """功效系数: base + (100 − base) × (own − least) ÷ (most − least), times weight ÷ 100; 100 where all are equal."""

    form: Literal["efficacy"]
    base: Annotated[Decimal, Field(ge=0, lt=100, decimal_places=8)] = Decimal(60)


Form = Annotated[Completion | Step | Floor | Counted | Deduction | Relative | Efficacy, Field(discriminator="form")]
"""The forms of §3; `scoring_forms.FORMS` says how each scores."""


def needs_target(rule: Form) -> bool:
    """Tell whether a form means nothing for a unit without a task."""
    if isinstance(rule, Floor):
        return all(one.at_least is None for one in rule.required)
    if isinstance(rule, Relative | Efficacy):
        return rule.basis == "completion"
    return isinstance(rule, Completion | Step)


def refers_to(rule: Form) -> set[str]:
    """Return the keys of the other indicators that a form uses."""
    if isinstance(rule, Completion):
        return set(rule.mix)
    if isinstance(rule, Step):
        return set(rule.only_if)
    if isinstance(rule, Floor):
        return {one.of for one in rule.required}
    return set(rule.parts) if isinstance(rule, Relative | Efficacy) else set()
