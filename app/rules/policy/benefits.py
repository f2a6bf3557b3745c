"""What a clause grants or demands, as data: tax schedules, subsidies, land, duties; named and laid out by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from app.rules import facts as names
from app.rules.facts import FACTS, Facts, Kind
from app.rules.money import Fen, in_words, read_money
from app.rules.reading import Unreadable

_DIGITS = "零一二三四五六七八九十"
FULL, HALF = 100, 50
"""Percent of the tax that a year in full and a year at half give."""


class Start(StrEnum):
    """The event whose year is the first of a schedule (起算)."""

    SIGNED = "签约"
    PRODUCING = "投产"
    PROFIT = "首个盈利年度"
    FULL_TAX_YEAR = "首个完整纳税年度"


class Form(StrEnum):
    """How a preference reaches the enterprise: paid back after the tax was paid, or not levied."""

    PAID_BACK = "财政扶持（先缴后补）"
    EXEMPTION = "减免"


def _money(value: object) -> Fen:
    try:
        fen = read_money(value, None)
    except Unreadable as error:
        raise ValueError(str(error)) from error
    if not fen:
        raise ValueError("金额要大于0")
    return fen


def _rate(value: object) -> Decimal:
    """Read 5% or 3‰ as an exact number."""
    text = str(value).strip()
    scale = {"%": 100, "‰": 1000}.get(text[-1:], 0)
    try:
        rate = Decimal(text[:-1]) / scale if scale else Decimal(-1)
    except ArithmeticError:
        rate = Decimal(-1)
    if not rate.is_finite() or not 0 < rate <= 1:
        raise ValueError(f"“{value}”不是比率，请写成 5% 或 3‰，在 0 与 100% 之间")
    return rate


Money = Annotated[Fen, BeforeValidator(_money)]
Rate = Annotated[Decimal, BeforeValidator(_rate)]
MODEL = ConfigDict(extra="forbid", frozen=True)


class Schedule(BaseModel):
    """So many years in full and so many at half, of which tax and which share of it, from which event on."""

    model_config = MODEL
    kind: Literal["schedule"]
    tax: str = Field(min_length=1)
    share: str = Field(min_length=1)
    form: Form = Form.PAID_BACK
    full: int = Field(ge=0, le=10)
    half: int = Field(ge=0, le=10)
    start: Start = Start.PRODUCING

    @model_validator(mode="after")
    def _some_year(self) -> Schedule:
        if self.full + self.half == 0:
            raise ValueError("免、减都是0年，等于没有扶持")
        return self

    @property
    def name(self) -> str:
        """What people call it: 三免两减半."""
        return schedule_name(self.full, self.half)

    @property
    def rates(self) -> tuple[int, ...]:
        """The percent of each year, in order."""
        return (FULL,) * self.full + (HALF,) * self.half

    @property
    def text(self) -> str:
        """The benefit in one line, for letters and tables."""
        return f"{self.name}：{self.tax}{self.share}，{self.form.value}，自{self.start.value}所在年度起"


class Subsidy(BaseModel):
    """A share of an expense, up to a ceiling per project."""

    model_config = MODEL
    kind: Literal["subsidy"]
    of: str
    rate: Rate
    ceiling: Money

    @model_validator(mode="after")
    def _of_money(self) -> Subsidy:
        if self.of not in FACTS or FACTS[self.of].kind is not Kind.MONEY:
            raise ValueError(f"补助的基数“{self.of}”不是登记得到的金额")
        return self

    @property
    def text(self) -> str:
        """The benefit in one line."""
        return f"按{self.of}的{(self.rate * 100).normalize():f}%补助，单个项目不超过{in_words(self.ceiling)}"

    def amount(self, facts: Facts) -> Fen | None:
        """Return the subsidy in 分 on what is known, None where the expense is unknown."""
        known = facts.get(self.of)
        if known is None or not isinstance(known.value, int):
            return None
        return min(int(known.value * self.rate), self.ceiling)


class Grant(BaseModel):
    """Something in kind (land, a standard plant, a service), in words."""

    model_config = MODEL
    kind: Literal["land", "service"]
    text: str = Field(min_length=1)


class Duty(BaseModel):
    """What a clause demands of those who enjoy others."""

    model_config = MODEL
    kind: Literal["duty"]
    text: str = Field(min_length=1)


class Brought(BaseModel):
    """One line of the map of 以商招商: who brings a project with the first schedule gets the second."""

    model_config = MODEL
    full: int = Field(ge=0, le=10)
    half: int = Field(ge=0, le=10)
    gives_full: int = Field(ge=0, le=10)
    gives_half: int = Field(ge=0, le=10)

    @model_validator(mode="after")
    def _less_than_brought(self) -> Brought:
        if self.gives_full * FULL + self.gives_half * HALF > self.full * FULL + self.half * HALF:
            raise ValueError("引荐企业所得不能多于被引荐的项目")
        if self.gives_full + self.gives_half == 0:
            raise ValueError("引荐企业所得为0年，等于没有扶持")
        return self


class ReferralMap(BaseModel):
    """What an enterprise here gets for bringing another: a schedule for a schedule, of which tax and share."""

    model_config = MODEL
    kind: Literal["referral"]
    tax: str = Field(min_length=1)
    share: str = Field(min_length=1)
    form: Form = Form.PAID_BACK
    map: tuple[Brought, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_line_each(self) -> ReferralMap:
        keys = [(one.full, one.half) for one in self.map]
        if len(set(keys)) < len(keys):
            raise ValueError("同一种扶持对应了两种引荐扶持")
        return self

    @property
    def text(self) -> str:
        """The map in one line."""
        return "；".join(
            f"引荐{schedule_name(one.full, one.half)}项目的，享受{schedule_name(one.gives_full, one.gives_half)}"
            for one in self.map
        )

    def given_for(self, brought: Schedule) -> Schedule | None:
        """Return what the referrer of a project with that schedule gets, None where the map is silent."""
        for one in self.map:
            if (one.full, one.half) == (brought.full, brought.half):
                return Schedule(
                    kind="schedule",
                    tax=self.tax,
                    share=self.share,
                    form=self.form,
                    full=one.gives_full,
                    half=one.gives_half,
                    start=Start.PRODUCING,
                )
        return None


Benefit = Schedule | Subsidy | Grant | Duty | ReferralMap


@dataclass(frozen=True)
class YearRate:
    """One calendar year of a schedule and the percent that it gives."""

    year: int
    rate: int


@dataclass(frozen=True)
class FirstYear:
    """The first year of a schedule: known from an event, or assumed; `basis` says which."""

    year: int
    assumed: bool
    basis: str


def schedule_name(full: int, half: int) -> str:
    """Return 三免两减半 for (3, 2), 一免一减半 for (1, 1), 两免 for (2, 0)."""
    parts = [f"{_years(full)}免"] if full else []
    parts += [f"{_years(half)}减半"] if half else []
    return "".join(parts)


def by_year(rates: tuple[int, ...], first: int) -> list[YearRate]:
    """Lay a schedule out by calendar year."""
    return [YearRate(first + number, rate) for number, rate in enumerate(rates)]


def first_year(start: Start, facts: Facts, on: dt.date) -> FirstYear:
    """Return the first year of a schedule, from the event where it is known, else assumed and said so.

    The first full tax year is the one after 投产, or the same where production began on 1 January. What is expected of
    the production (预计投产年度) says nothing of a signing, nor anything once its year has passed without production.
    """
    day_of: Mapping[Start, str] = {Start.SIGNED: names.SIGNED_ON, Start.PRODUCING: names.PRODUCING_ON}
    producing: Any = facts[names.PRODUCING_ON].value if names.PRODUCING_ON in facts else None
    if start in day_of and day_of[start] in facts:
        day: Any = facts[day_of[start]].value
        return FirstYear(day.year, assumed=False, basis=f"{start.value}日期{day}")
    if start is Start.PROFIT and names.PROFIT_YEAR in facts:
        return FirstYear(int(str(facts[names.PROFIT_YEAR].value)), assumed=False, basis=names.PROFIT_YEAR)
    if start is Start.FULL_TAX_YEAR and producing is not None:
        year = producing.year if (producing.month, producing.day) == (1, 1) else producing.year + 1
        return FirstYear(year, assumed=False, basis=f"投产日期{producing}的首个完整纳税年度")
    if start is Start.SIGNED:
        return FirstYear(on.year, assumed=True, basis=f"尚未签约，假定自{on.year}年起")
    expected = facts.get(names.EXPECTED_YEAR) if producing is None else None
    lapsed = ""
    if expected is not None:
        year = int(str(expected.value))
        if year >= on.year:
            later = "的次年" if start is Start.FULL_TAX_YEAR else ""
            basis = f"按预计投产年度（{expected.source}）{later}假定"
            return FirstYear(year + bool(later), assumed=True, basis=basis)
        lapsed = f"预计投产年度{year}年已过，"
    year = on.year + 1 if producing is None else max(on.year, producing.year + 1)
    return FirstYear(year, assumed=True, basis=f"{lapsed}尚无{start.value}日期，假定自{year}年起")


def _years(number: int) -> str:
    return "两" if number == 2 else _DIGITS[number]
