"""考核办法 as data: indicators, weights and forms, in dated versions (domain.md §3; docs/schemes.md).

A scheme is a JSON or YAML file; what is wrong in it is told with its place, in Chinese.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.rules.errors import Refused


class Measure(StrEnum):
    """What an indicator measures. Counts are of projects, amounts in 分; both by credit share."""

    SIGNED = "signed"
    SIGNED_AMOUNT = "signed_amount"
    STARTED = "started"
    COMPLETED = "completed"
    IN_PRODUCTION = "in_production"
    YIELDING = "yielding"
    FUNDS = "funds"
    STALE = "stale"

    @property
    def is_money(self) -> bool:
        """True for measures in 分, shown in 亿元."""
        return self in (Measure.SIGNED_AMOUNT, Measure.FUNDS)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Completion(_Part):
    """weight × min(actual ÷ target, cap); 0 below `threshold`; `above` more points per percent above the target.

    `mix` takes the completion from other indicators instead, by shares that add up to 1.
    """

    form: Literal["completion"] = "completion"
    cap: Annotated[Decimal, Field(gt=0)] | None = Decimal(1)
    threshold: Annotated[Decimal, Field(ge=0, le=1)] | None = None
    above_per_percent: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    above_limit: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    mix: dict[str, Decimal] = {}

    @model_validator(mode="after")
    def _shares(self) -> Completion:
        if self.mix and sum(self.mix.values()) != 1:
            raise ValueError("mix 的份额相加必须等于 1")
        return self


class Step(_Part):
    """A table of completion → points: the points of the highest step reached, 0 below the lowest."""

    form: Literal["step"] = "step"
    steps: dict[Decimal, Decimal]

    @model_validator(mode="after")
    def _some(self) -> Step:
        if not self.steps:
            raise ValueError("steps 至少要有一级")
        return self


class Counted(_Part):
    """Points for each item, up to a limit (none: without limit)."""

    form: Literal["counted"] = "counted"
    points_each: Annotated[Decimal, Field(gt=0)]
    limit: Annotated[Decimal, Field(gt=0)] | None = None


class Deduction(_Part):
    """weight, less so much for each fault, not below 0."""

    form: Literal["deduction"] = "deduction"
    less_each: Annotated[Decimal, Field(gt=0)]


Form = Annotated[Completion | Step | Counted | Deduction, Field(discriminator="form")]
"""The forms of §3 known so far; floor, relative and efficacy join here and in `scoring.FORMS`."""


class Indicator(_Part):
    """One line of the scheme. `at_least_fen` counts only projects of that recognised investment."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    label: Annotated[str, Field(min_length=1)]
    measure: Measure
    weight: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    at_least_fen: Annotated[int, Field(ge=0)] = 0
    stale_days: Annotated[int, Field(ge=1)] = 180
    rule: Form

    @property
    def needs_target(self) -> bool:
        """True where the indicator means nothing without a task."""
        return isinstance(self.rule, Completion | Step)


class Scheme(_Part):
    """A dated version of the scoring scheme. `level` names the target level that it scores against."""

    name: Annotated[str, Field(min_length=1)]
    from_day: dt.date
    groups: tuple[Literal["county", "department", "leader"], ...] = ("county", "department", "leader")
    level: str = "市下达"
    decimals: Annotated[int, Field(ge=0, le=4)] = 2
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _whole(self) -> Scheme:
        keys = [indicator.key for indicator in self.indicators]
        if len(set(keys)) != len(keys):
            raise ValueError("指标的 key 有重复")
        for indicator in self.indicators:
            if isinstance(indicator.rule, Completion) and (unknown := set(indicator.rule.mix) - set(keys)):
                raise ValueError(f"指标 {indicator.key} 的 mix 用了不存在的指标 {'、'.join(sorted(unknown))}")
        return self


def read_scheme(data: object, where: str) -> Scheme:
    """Check the scheme in `data` (as a JSON or YAML file gives it); raise `Refused` with each fault and its place."""
    try:
        return Scheme.model_validate(data)
    except ValidationError as error:
        faults = "；".join(
            f"{'.'.join(map(str, fault['loc'])) or '整体'}：{fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors()
        )
        raise Refused(f"考核办法“{where}”有错，没有采用：{faults}。") from error
