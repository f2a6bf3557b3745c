"""考核办法 as data: indicators, weights and forms, in dated versions (domain.md §3; docs/schemes.md).

A scheme is a JSON or YAML file; what is wrong in it is told with its place, in Chinese.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from app.rules.errors import Refused
from app.rules.scheme_forms import (
    Completion,
    Counted,
    Deduction,
    Efficacy,
    Floor,
    Form,
    Part,
    Relative,
    Step,
    needs_target,
    refers_to,
)

__all__ = [
    "Completion",
    "Counted",
    "Deduction",
    "Efficacy",
    "Floor",
    "Form",
    "Indicator",
    "Measure",
    "Relative",
    "Scheme",
    "Step",
    "plain_scheme",
    "read_scheme",
]


class Measure(StrEnum):
    """What an indicator measures. Counts are of projects, amounts in 分, shares of 1; all by credit share.

    `LEADING_SHARE` is the part of the projects signed that belongs to a leading industry of its day; `TAX` (分) and
    `MANUAL` (个) are entered by hand.
    """

    SIGNED = "signed"
    SIGNED_AMOUNT = "signed_amount"
    STARTED = "started"
    COMPLETED = "completed"
    IN_PRODUCTION = "in_production"
    YIELDING = "yielding"
    FUNDS = "funds"
    STALE = "stale"
    LEADING_SHARE = "leading_share"
    TAX = "tax"
    MANUAL = "manual"

    @property
    def is_money(self) -> bool:
        """True for measures in 分, shown in 亿元."""
        return self in (Measure.SIGNED_AMOUNT, Measure.FUNDS, Measure.TAX)

    @property
    def by_hand(self) -> bool:
        """True for measures that nobody can derive from dossiers."""
        return self in (Measure.TAX, Measure.MANUAL)


class Indicator(Part):
    """One line of the scheme.

    `at_least_fen` and `below_fen` bound the recognised investment of the projects that count; `origin` the source
    of the funds (省外); `leading_only` counts projects of the leading industries alone; `level` names the target level
    where it is another than the scheme's.
    """

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    label: Annotated[str, Field(min_length=1)]
    measure: Measure
    weight: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    at_least_fen: Annotated[int, Field(ge=0)] = 0
    below_fen: Annotated[int, Field(gt=0)] | None = None
    origin: str = ""
    leading_only: bool = False
    stale_days: Annotated[int, Field(ge=1)] = 180
    level: str = ""
    rule: Form

    @property
    def needs_target(self) -> bool:
        """True where the indicator means nothing without a task."""
        return needs_target(self.rule)

    @model_validator(mode="after")
    def _size(self) -> Indicator:
        if self.below_fen is not None and self.below_fen <= self.at_least_fen:
            raise ValueError("below_fen 必须大于 at_least_fen")
        return self


class Scheme(Part):
    """A dated version of the scoring scheme. `level` names the target level that it scores against.

    `by_class` ranks inside the classes (A/B/C) of units that have one; `manual_limit` bounds the points given by
    hand in all (deductions by hand are not bounded).
    """

    name: Annotated[str, Field(min_length=1)]
    from_day: dt.date
    groups: tuple[Literal["county", "department", "leader"], ...] = ("county", "department", "leader")
    level: str = "市下达"
    decimals: Annotated[int, Field(ge=0, le=4)] = 2
    by_class: bool = True
    manual_limit: Annotated[Decimal, Field(ge=0)] | None = None
    source: str = ""
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]

    @property
    def own_levels(self) -> tuple[tuple[str, str], ...]:
        """Key and level of the indicators that score against another level than the scheme's."""
        return tuple((one.key, one.level) for one in self.indicators if one.level and one.level != self.level)

    def level_of(self, key: str) -> str:
        """Return the level of targets that an indicator scores against."""
        return dict(self.own_levels).get(key, self.level)

    def at_level(self, level: str) -> Scheme:
        """Return the same scheme scoring every indicator against one level; itself where none is named."""
        if not level:
            return self
        plain = tuple(one.model_copy(update={"level": ""}) for one in self.indicators)
        return self.model_copy(update={"level": level, "indicators": plain})

    @model_validator(mode="after")
    def _whole(self) -> Scheme:
        keys = [indicator.key for indicator in self.indicators]
        if len(set(keys)) != len(keys):
            raise ValueError("指标的 key 有重复")
        for indicator in self.indicators:
            if unknown := refers_to(indicator.rule) - set(keys):
                names = "、".join(sorted(unknown))
                where = "mix " if isinstance(indicator.rule, Completion) else ""
                raise ValueError(f"指标 {indicator.key} 的 {where}用了不存在的指标 {names}")
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


def plain_scheme(scheme: Scheme) -> dict[str, Any]:
    """Return a scheme as plain values for a YAML file, leaving out what is as usual; `read_scheme` reads it back."""
    plain = _plain(scheme.model_dump(exclude_defaults=True))
    for indicator, line in zip(scheme.indicators, plain["indicators"], strict=True):
        line["rule"] = {"form": indicator.rule.form, **line["rule"]}
    return {"name": plain.pop("name"), "from_day": plain.pop("from_day"), **plain}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_plain(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return str(value) if isinstance(value, Measure) else value
