"""管理办法 as a document: numbered clauses, each with its text and, where it grants or demands, its rule."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.rules.bonus import BonusRule
from app.rules.errors import Refused
from app.rules.policy.benefits import Benefit, Duty, Form, ReferralMap, Schedule
from app.rules.policy.conditions import All, Node
from app.rules.policy.reading import Misfit, contradictions, read_condition

_DIGITS = "零一二三四五六七八九"
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
    """A 管理办法: its title, the day from which it holds, a note on its standing, and its clauses in order."""

    title: str
    valid_from: dt.date
    note: str
    clauses: tuple[Clause, ...]
    valid_to: dt.date | None = None

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
    try:
        data = _MeasuresData.model_validate(amended(raw, earlier))
    except ValidationError as error:
        raise Refused("；".join(_fault(one) for one in error.errors()[:5])) from error
    if data.valid_to is not None and data.valid_to < data.valid_from:
        raise Refused(f"valid_to：失效日期{data.valid_to}早于施行日期{data.valid_from}")
    found = [(chapter.title, clause) for chapter in data.chapters for clause in chapter.clauses]
    clauses: list[Clause] = []
    faults: list[str] = []
    for number, (chapter, clause) in enumerate(found, start=1):
        printed = f"第{chinese(number)}条"
        try:
            rule = _rule(clause.rule) if clause.rule else None
        except Misfit as error:
            faults.append(f"{printed} {error}")
            continue
        if rule:
            faults += [f"{printed} {one}" for one in contradictions(rule.when)]
        if rule and not clause.key:
            faults.append(f"{printed} key：有规则的条款须有代号")
        clauses.append(Clause(printed, clause.title, clause.text.strip(), chapter, clause.key, rule))
    faults += _between(clauses)
    if faults:
        raise Refused("；".join(faults))
    return Measures(data.title, data.valid_from, data.note.strip(), tuple(clauses), data.valid_to)


def amended(raw: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the whole text of an amending version: the earlier one with its changes, by key of clause."""
    if not isinstance(raw, Mapping) or "amends" not in raw:
        return raw
    base = next((one for one in earlier if one.get("valid_from") == raw["amends"]), None)
    if base is None:
        raise Refused(f"amends：没有{raw['amends']}起施行的办法可供修改")
    base = amended(base, earlier)
    wanted = {change.get("key"): change for change in raw.get("changes", ()) if isinstance(change, Mapping)}
    chapters = [
        {**chapter, "clauses": [{**clause, **wanted.pop(clause.get("key"), {})} for clause in chapter["clauses"]]}
        for chapter in base["chapters"]
    ]
    if wanted:
        raise Refused(f"changes：原办法没有代号为“{'、'.join(map(str, wanted))}”的条款")
    rest = {key: value for key, value in raw.items() if key not in ("amends", "changes")}
    return {**{key: base[key] for key in ("title", "note") if key in base}, **rest, "chapters": chapters}


def in_force(versions: Sequence[Measures], day: dt.date) -> Measures | None:
    """Return the version that holds on a day: the newest that has begun, unless it has run out."""
    begun = [one for one in versions if one.valid_from <= day]
    newest = max(begun, key=lambda one: one.valid_from, default=None)
    return newest if newest and (newest.valid_to is None or day <= newest.valid_to) else None


def check_versions(versions: Sequence[Measures]) -> None:
    """Raise `Refused` where two versions begin on one day."""
    days = [one.valid_from for one in versions]
    if twice := sorted({day for day in days if days.count(day) > 1}):
        raise Refused(f"有两个版本都自{twice[0]}起施行，无法判断用哪一个。请改正其中一个的施行日期。")


def chinese(number: int) -> str:
    """Write 1 to 99 in Chinese figures: 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def _rule(data: _RuleData) -> Rule:
    if data.valid_from and data.valid_to and data.valid_to < data.valid_from:
        raise Misfit("valid_to", f"失效日期{data.valid_to}早于生效日期{data.valid_from}")
    if data.benefit is None and data.bonus is None:
        raise Misfit("rule", "既无扶持（benefit）也无奖金（bonus）")
    gives = data.benefit is not None and not isinstance(data.benefit, Duty)
    if gives and data.review is None:
        raise Misfit("review", "给予扶持的条款须写明公平竞争审查结论")
    if isinstance(data.benefit, Schedule | ReferralMap) and data.benefit.form is Form.EXEMPTION and not data.basis:
        raise Misfit("benefit.form", "直接减免税须写明国家依据（basis）；没有的，请写财政扶持")
    when = read_condition(data.when) if data.when is not None else All(())
    review = data.review if gives else None
    return Rule(
        when,
        data.benefit,
        data.bonus,
        data.level,
        data.overlap,
        data.valid_from,
        data.valid_to,
        review.outcome if review else Outcome.IN_FORCE,
        review.paper if review else "",
    )


def _between(clauses: Sequence[Clause]) -> Iterator[str]:
    """Yield what is wrong between clauses: a key twice, one matter with two rules of overlap."""
    keys: dict[str, str] = {}
    matters: dict[str, tuple[str, str]] = {}
    for one in clauses:
        if one.key and one.key in keys:
            yield f"{one.number} key：代号“{one.key}”与{keys[one.key]}相同"
        keys.setdefault(one.key, one.number)
        if one.rule and one.rule.overlap:
            overlap = one.rule.overlap
            rule, number = matters.setdefault(overlap.matter, (overlap.rule, one.number))
            if rule != overlap.rule:
                yield f"{one.number} overlap：“{overlap.matter}”这里{overlap.rule}，{number}却是{rule}"
    for what, found in (("奖金", [one for one in clauses if one.rule and one.rule.bonus]),):
        if len(found) > 1:
            yield f"{found[1].number} bonus：{what}已在{found[0].number}规定"


def _fault(error: Any) -> str:
    place = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in error["loc"])
    message = re.sub(r"^Value error, ", "", error["msg"])
    return f"{place or '全文'}：{_CHINESE.get(error['type'], message)}"


_CHINESE = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请核对写法",
    "date_from_datetime_parsing": "不是日期，请写成 2026-06-01",
    "date_parsing": "不是日期，请写成 2026-06-01",
    "date_type": "不是日期，请写成 2026-06-01",
    "string_too_short": "不能为空",
    "too_short": "不能为空",
    "string_type": "应是文字",
    "int_type": "应是整数",
    "int_parsing": "应是整数",
    "greater_than_equal": "不能小于0",
    "less_than_equal": "年数过大",
    "literal_error": "不是可选的值",
    "enum": "不是可选的值",
    "union_tag_invalid": "没有这种扶持",
    "union_tag_not_found": "缺少种类（kind）",
    "list_type": "应是列表",
    "tuple_type": "应是列表",
    "model_type": "应是若干项目",
    "model_attributes_type": "应是若干项目",
}
