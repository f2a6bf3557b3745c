"""考核办法 as data: indicators, weights and forms, in dated versions (domain.md §3; docs/schemes.md).

A scheme is a JSON or YAML file; what is wrong in it is told with its place, in Chinese.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from app.rules.errors import Refused
from app.rules.money import MOST_FEN
from app.rules.scheme_faults import shape_faults
from app.rules.scheme_forms import (
    Completion,
    Counted,
    Deduction,
    Efficacy,
    Floor,
    Form,
    Part,
    Points,
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
    "tasked",
]


GroupKey = Literal["county", "department", "leader"]


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
    where it is another than the scheme's; `target_of` the indicator whose task this one is measured by, instead of one
    of its own.
    """

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    label: Annotated[str, Field(min_length=1)]
    measure: Measure
    weight: Points = Decimal(0)
    at_least_fen: Annotated[int, Field(ge=0, le=MOST_FEN)] = 0
    below_fen: Annotated[int, Field(gt=0, le=MOST_FEN)] | None = None
    origin: str = ""
    leading_only: bool = False
    stale_days: Annotated[int, Field(ge=1, le=36_500)] = 180
    level: str = ""
    target_of: str = ""
    rule: Form

    @property
    def needs_target(self) -> bool:
        """True where the indicator means nothing without a task."""
        return needs_target(self.rule)

    @property
    def task_key(self) -> str:
        """The key under which its task is given."""
        return self.target_of or self.key

    @model_validator(mode="after")
    def _size(self) -> Indicator:
        if self.below_fen is not None and self.below_fen <= self.at_least_fen:
            raise ValueError("投资额上限（below_fen）必须大于下限（at_least_fen）")
        return self


class Scheme(Part):
    """A dated version of the scoring scheme. `level` names the target level that it scores against.

    `by_class` ranks inside the classes (A/B/C) of units that have one; `manual_limit` bounds the points given by
    hand in all (deductions by hand are not bounded).
    """

    name: Annotated[str, Field(min_length=1)]
    from_day: dt.date
    groups: Annotated[tuple[GroupKey, ...], Field(min_length=1)] = ("county", "department", "leader")
    level: str = "市下达"
    decimals: Annotated[int, Field(ge=0, le=4)] = 2
    by_class: bool = True
    manual_limit: Points | None = None
    source: str = ""
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]

    @property
    def own_levels(self) -> tuple[tuple[str, str], ...]:
        """Key and level of the indicators that score against another level than the scheme's."""
        return tuple((one.key, one.level) for one in self.indicators if one.level and one.level != self.level)

    @property
    def tasks_asked(self) -> tuple[tuple[str, str, str], ...]:
        """Key of each indicator, with the key and the level that its task is given under."""
        return tuple((one.key, one.task_key, one.level or self.level) for one in self.indicators)

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
        faults = list(self._faults())
        if faults:
            raise ValueError("；".join(faults))
        return self

    def _faults(self) -> Iterator[str]:
        """Yield what is wrong between the parts, each of which is right by itself."""
        if len(set(self.groups)) != len(self.groups):
            yield "考核组（groups）有重复"
        keys = [indicator.key for indicator in self.indicators]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield f"指标的代号（key）有重复：{key}"
        borrowing = {one.key for one in self.indicators if one.target_of}
        for one in self.indicators:
            if unknown := refers_to(one.rule) - set(keys):
                yield f"指标“{one.label}”用了不存在的指标“{'”“'.join(sorted(unknown))}”"
            if one.target_of and one.target_of not in keys:
                yield f"指标“{one.label}”要用“{one.target_of}”的任务，而没有这项指标"
            elif one.target_of in borrowing:
                yield f"指标“{one.label}”要用“{one.target_of}”的任务，而它没有自己的任务"


def tasked(indicators: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """Return those that tasks are given for: they need one of their own, or lend it to another."""
    lent = {one.target_of for one in indicators}
    return tuple(one for one in indicators if (one.needs_target and not one.target_of) or one.key in lent)


def read_scheme(data: object, where: str) -> Scheme:
    """Check the scheme in `data` (as a JSON or YAML file gives it); raise `Refused` with each fault and its place."""
    try:
        return Scheme.model_validate(data)
    except ValidationError as error:
        faults = "；".join(shape_faults(error.errors(), data))
        raise Refused(f"考核办法“{where}”有错，没有采用：{faults}。请改正后重试。") from error


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
