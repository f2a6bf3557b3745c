"""管理办法 as a document: numbered clauses, each with its text and, where it grants or demands, its rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeGuard

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.rules.bonus import BonusRule
from app.rules.errors import Refused
from app.rules.policy.amending import amended
from app.rules.policy.benefits import Benefit, Duty, Form, ReferralMap, Schedule
from app.rules.policy.conditions import All, Node
from app.rules.policy.faults import Fault, told
from app.rules.policy.numbering import clause_number
from app.rules.policy.reading import Misfit, condition_faults, read_condition

_MODEL = ConfigDict(extra="forbid", frozen=True)


class Outcome(StrEnum):
    """The outcome of the 公平竞争审查 of a clause; only one in force is promised."""

    IN_FORCE = "有效"
    UNDER_REVIEW = "审查中"
    REPEALED = "已废止"
    HISTORY = "仅供查考"


class Review(BaseModel):
    """公平竞争审查: the outcome, and the paper that states it (needed where the clause is in force)."""

    model_config = _MODEL
    outcome: Outcome
    paper: str = ""

    @model_validator(mode="after")
    def _has_paper(self) -> Review:
        if self.outcome is Outcome.IN_FORCE and not self.paper:
            raise ValueError("结论为“有效”须写明审查文号（paper）")
        return self


class Overlap(BaseModel):
    """What to do where several clauses of one matter apply: the best one, or all of them."""

    model_config = _MODEL
    matter: str = Field(min_length=1)
    rule: Literal["就高", "叠加"] = "就高"


class _RuleData(BaseModel):
    model_config = ConfigDict(extra="forbid")
    when: Any = None
    benefit: Annotated[Benefit, Field(discriminator="kind")] | None = None
    bonus: BonusRule | None = None
    level: Literal["全额", "较低", "不限"] = "不限"
    overlap: Overlap | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    review: Review | None = None
    basis: str = ""


class _ClauseData(BaseModel):
    model_config = ConfigDict(extra="forbid")
    key: str = ""
    title: str = Field(min_length=1)
    text: str = Field(min_length=1)
    rule: _RuleData | None = None


class _ChapterData(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1)
    clauses: list[_ClauseData] = Field(min_length=1)


class _MeasuresData(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1)
    valid_from: dt.date
    valid_to: dt.date | None = None
    note: str
    chapters: list[_ChapterData] = Field(min_length=1)


@dataclass(frozen=True)
class Rule:
    """What a clause decides: who (`when`), what (`benefit`), how it meets others, from when to when, how reviewed."""

    when: Node
    benefit: Benefit | None
    bonus: BonusRule | None
    level: str
    overlap: Overlap | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    review: Outcome
    review_paper: str

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether the clause is valid on a day; its last day is included."""
        return (self.valid_from is None or day >= self.valid_from) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Clause:
    """One clause: its number as printed (第三条), its title and its text, under the title of its chapter."""

    number: str
    title: str
    text: str
    chapter: str
    key: str = ""
    rule: Rule | None = None

    @property
    def benefit(self) -> Benefit | None:
        """What the clause grants or demands."""
        return self.rule.benefit if self.rule else None


@dataclass(frozen=True)
class Measures:
    """A 管理办法: its title, the day from which it holds, a note on its standing, and its clauses in order.

    `amends` is the first day of the version that it amends, None where it stands by itself.
    """

    title: str
    valid_from: dt.date
    note: str
    clauses: tuple[Clause, ...]
    valid_to: dt.date | None = None
    amends: dt.date | None = None

    @property
    def version(self) -> str:
        """The version: the first day on which it holds."""
        return self.valid_from.isoformat()

    @property
    def matched(self) -> tuple[Clause, ...]:
        """The clauses that an enterprise is matched with."""
        return tuple(one for one in self.clauses if one.rule and one.rule.benefit)

    def clause(self, key: str) -> Clause | None:
        """Return the clause with a key."""
        return next((one for one in self.clauses if one.key == key), None)

    @property
    def referral(self) -> Clause | None:
        """The clause on 以商招商, where the measures have one."""
        return next((one for one in self.clauses if isinstance(one.benefit, ReferralMap)), None)

    @property
    def bonus(self) -> tuple[Clause, BonusRule] | None:
        """The clause on the bonus with its rule, where the measures have one."""
        return next(((one, one.rule.bonus) for one in self.clauses if one.rule and one.rule.bonus), None)


def read_document(raw: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]] = ()) -> Measures:
    """Return measures from plain data; an amending version (`amends`) is joined to the earlier one that it names.

    Raises `Refused` naming each place that is wrong: unknown facts, contradictions, rules without review.
    """
    measures, faults = examine(amended(raw, earlier))
    if measures is None:
        raise Refused("；".join(one.text for one in faults))
    amends = raw.get("amends")
    return replace(measures, amends=amends) if isinstance(amends, dt.date) else measures


def examine(whole: Mapping[str, Any]) -> tuple[Measures | None, tuple[Fault, ...]]:
    """Return the measures of a whole text, or None and every fault with its place."""
    faults: list[Fault] = []
    try:
        _MeasuresData.model_validate(whole)
    except ValidationError as error:
        faults = [told(one, whole) for one in error.errors()]
    clauses = list(_clauses(whole, faults))
    faults += _between(clauses)
    head = whole if isinstance(whole, Mapping) else {}
    first, last = head.get("valid_from"), head.get("valid_to")
    if _is_day(first) and _is_day(last) and last < first:
        faults.append(Fault("valid_to", f"失效日期{last}早于施行日期{first}"))
    faults += _outside(clauses, first, last)
    if faults:
        return None, tuple(sorted(faults, key=_order))
    data = _MeasuresData.model_validate(whole)
    found = tuple(clause for _, clause in clauses)
    return Measures(data.title, data.valid_from, data.note.strip(), found, data.valid_to), ()


def read_clause(raw: Mapping[str, Any]) -> Clause | None:
    """Return one clause by itself, None while anything in it is wrong."""
    faults: list[Fault] = []
    found = [clause for _, clause in _clauses({"chapters": [{"title": "", "clauses": [raw]}]}, faults)]
    return found[0] if found and not faults else None


def in_force(versions: Sequence[Measures], day: dt.date) -> Measures | None:
    """Return the version that holds on a day: the newest that has begun, unless it has run out."""
    begun = [one for one in versions if one.valid_from <= day]
    newest = max(begun, key=lambda one: one.valid_from, default=None)
    return newest if newest and (newest.valid_to is None or day <= newest.valid_to) else None


def check_versions(versions: Sequence[Measures]) -> None:
    """Raise `Refused` where two versions begin on one day, or an amending one does not follow the one it amends.

    What came between would be lost from the amending version's text without a word.
    """
    days = sorted(one.valid_from for one in versions)
    if twice := sorted({day for day in days if days.count(day) > 1}):
        raise Refused(f"有两个版本都自{twice[0]}起施行，无法判断用哪一个。请改正其中一个的施行日期。")
    for one in versions:
        if one.amends is None:
            continue
        if one.valid_from <= one.amends:
            raise Refused(f"修订版的施行日期{one.valid_from}要晚于被修订的{one.amends}版。请改正施行日期。")
        if between := [day for day in days if one.amends < day < one.valid_from]:
            raise Refused(
                f"{one.valid_from}版修订的是{one.amends}版，而两者之间还有{between[-1]}版，它的改动会被盖掉。"
                f"请改为修订{between[-1]}版，或改正施行日期。"
            )


def _clauses(whole: object, faults: list[Fault]) -> Iterator[tuple[int, Clause]]:
    """Yield the clauses that can be read with their places, and add to `faults` what is wrong inside rules."""
    chapters = whole.get("chapters") if isinstance(whole, Mapping) else None
    number = 0
    for chapter in chapters if isinstance(chapters, list) else ():
        listed = chapter.get("clauses") if isinstance(chapter, Mapping) else None
        for raw in listed if isinstance(listed, list) else ():
            number += 1
            try:
                data = _ClauseData.model_validate(raw)
            except ValidationError:
                continue
            found = [] if data.rule is None else list(_misfits(data.rule))
            if data.rule and not data.key:
                found.append(Misfit("key", "有规则的条款须有代号"))
            faults += [Fault(one.place, one.reason, number - 1) for one in found]
            rule = _rule(data.rule) if data.rule and not found else None
            title = str(chapter.get("title") or "")
            yield number - 1, Clause(clause_number(number), data.title, data.text.strip(), title, data.key, rule)


def _misfits(data: _RuleData) -> Iterator[Misfit]:
    """Yield what is wrong in a rule that can be read as far as its fields go."""
    if data.valid_from and data.valid_to and data.valid_to < data.valid_from:
        yield Misfit("valid_to", f"失效日期{data.valid_to}早于生效日期{data.valid_from}")
    if data.benefit is None and data.bonus is None:
        yield Misfit("rule", "既无扶持（benefit）也无奖金（bonus）")
    if _gives(data) and data.review is None:
        yield Misfit("review", "给予扶持的条款须写明公平竞争审查结论")
    if isinstance(data.benefit, Schedule | ReferralMap) and data.benefit.form is Form.EXEMPTION and not data.basis:
        yield Misfit("benefit.form", "直接减免税须写明国家依据（basis）；没有的，请写财政扶持")
    if data.when is not None:
        yield from condition_faults(data.when)


def _gives(data: _RuleData) -> bool:
    return data.benefit is not None and not isinstance(data.benefit, Duty)


def _rule(data: _RuleData) -> Rule:
    review = data.review if _gives(data) else None
    return Rule(
        read_condition(data.when) if data.when is not None else All(()),
        data.benefit,
        data.bonus,
        data.level,
        data.overlap,
        data.valid_from,
        data.valid_to,
        review.outcome if review else Outcome.IN_FORCE,
        review.paper if review else "",
    )


def _between(clauses: Sequence[tuple[int, Clause]]) -> Iterator[Fault]:
    """Yield what is wrong between clauses: a key twice, one matter with two rules of overlap, two bonuses.

    Of one matter the best is enjoyed (就高): benefits of different kinds, or schedules of different taxes or shares,
    cannot be compared without their amounts, so that they must be 叠加 or different matters.
    """
    keys: dict[str, str] = {}
    matters: dict[str, tuple[str, str]] = {}
    kinds: dict[str, tuple[tuple[str, ...], str]] = {}
    bonus = ""
    for place, one in clauses:
        if one.key and one.key in keys:
            yield Fault("key", f"代号“{one.key}”与{keys[one.key]}相同", place)
        keys.setdefault(one.key, one.number)
        if one.rule and one.rule.overlap:
            overlap = one.rule.overlap
            rule, number = matters.setdefault(overlap.matter, (overlap.rule, one.number))
            if rule != overlap.rule:
                yield Fault("overlap", f"“{overlap.matter}”这里{overlap.rule}，{number}却是{rule}", place)
            kind = _comparable(one.benefit)
            given, before = kinds.setdefault(overlap.matter, (kind, one.number))
            if overlap.rule == rule == "就高" and kind != given:
                why = f"“{overlap.matter}”就高，而这里和{before}的扶持种类、税种或份额不同，无法比较高低"
                yield Fault("overlap", f"{why}；请写叠加，或分成两个事项", place)
        if one.rule and one.rule.bonus:
            if bonus:
                yield Fault("bonus", f"奖金已在{bonus}规定", place)
            bonus = bonus or one.number


def _comparable(benefit: Benefit | None) -> tuple[str, ...]:
    """Return what two benefits must share so that one can be called the better one."""
    if isinstance(benefit, Schedule):
        return benefit.kind, benefit.tax, benefit.share
    return (benefit.kind,) if benefit else ()


def _outside(clauses: Sequence[tuple[int, Clause]], first: object, last: object) -> Iterator[Fault]:
    """Yield the clauses that are over before the document begins, or begin after it is over."""
    for place, one in clauses:
        ends, begins = (one.rule.valid_to, one.rule.valid_from) if one.rule else (None, None)
        if ends and _is_day(first) and ends < first:
            yield Fault("valid_to", f"本条到{ends}失效，早于办法的施行日期{first}，永远用不上", place)
        if begins and _is_day(last) and begins > last:
            yield Fault("valid_from", f"本条自{begins}起生效，晚于办法的失效日期{last}，永远用不上", place)


def _is_day(value: object) -> TypeGuard[dt.date]:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _order(fault: Fault) -> tuple[int, int]:
    """The head first, then chapters, then clauses as they stand."""
    return (-1 if fault.chapter is None else fault.chapter, -1) if fault.clause is None else (10_000, fault.clause)
