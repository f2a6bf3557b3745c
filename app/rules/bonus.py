"""引荐奖金 (domain.md §6): marginal tiers with a ceiling, paid in parts as stages are verified, shared to the 分."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pydantic import BaseModel, Field, field_validator, model_validator

from app.rules.money import Fen, in_words, share_out
from app.rules.policy.benefits import MODEL, Money, Rate
from app.rules.stages import DATED_FROM_SIGNING, Stage

WHOLE = 10_000
"""Shares are kept in so many parts of the whole."""

PERSON, ENTERPRISE = "个人", "企业"
"""Who may share in a bonus, as `payees` names them."""

_BEFORE = "(?:现任|在职|在编|国家|本市|市直|县直|县区)?"
_AFTER = "(?:人员|工作人员|高管|高级管理人员|管理人员|负责人|法定代表人|实际控制人|股东|员工|职工|代表)?"
"""What may stand beside the word of an identity that the measures name without making it another."""
_BETWEEN_TERMS = re.compile(r"[、，,；;/／|和及兼\s()（）]+")


class Tier(BaseModel):
    """A marginal tier: the rate on the part of the investment up to `up_to` 分; the last one has no end."""

    model_config = MODEL
    rate: Rate
    up_to: Money | None = None


class BonusRule(BaseModel):
    """The bonus of one version of the measures.

    `parts` are percents by stage; `days_after` how long after signing a referrer may still register;
    `excluded` and `warned` are identities (whole terms in `person.identity`); `payees` who shares in it at all.
    """

    model_config = MODEL
    tiers: tuple[Tier, ...] = Field(min_length=1)
    ceiling: Money
    parts: Mapping[Stage, int]
    days_after: int = Field(default=0, ge=0, le=365)
    excluded: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    notice_days: int = Field(default=7, ge=0, le=60)
    payees: tuple[str, ...] = (PERSON,)

    @field_validator("parts", mode="before")
    @classmethod
    def _by_label(cls, value: object) -> object:
        if not isinstance(value, Mapping):
            return value
        known = {stage.label: stage for stage in DATED_FROM_SIGNING}
        if unknown := [str(one) for one in value if one not in known]:
            raise ValueError(f"没有“{'、'.join(unknown)}”这个兑现阶段；可用：{'、'.join(known)}")
        return {known[label]: part for label, part in value.items()}

    @field_validator("payees")
    @classmethod
    def _who_is_paid(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or len(set(value)) < len(value) or not set(value) <= {PERSON, ENTERPRISE}:
            raise ValueError(f"奖励对象只能写{PERSON}、{ENTERPRISE}，至少一种，不重复，现为“{'、'.join(value)}”")
        return value

    @model_validator(mode="after")
    def _consistent(self) -> BonusRule:
        ends = [tier.up_to for tier in self.tiers]
        if ends[-1] is not None or None in ends[:-1]:
            raise ValueError("只有最后一档不写上限")
        bounds = [end for end in ends if end is not None]
        if any(later <= earlier for earlier, later in itertools.pairwise(bounds)):
            raise ValueError("各档上限须由小到大")
        if any(part <= 0 for part in self.parts.values()) or sum(self.parts.values()) != 100:
            raise ValueError(f"各阶段比例须都大于0、合计100%，现为{sum(self.parts.values())}%")
        if both := set(self.excluded) & set(self.warned):
            raise ValueError(f"“{'、'.join(sorted(both))}”不能既排除又提示")
        return self

    def total(self, recognised: Fen) -> Fen:
        """Return the whole bonus on a recognised investment: tier by tier, to the 分, not above the ceiling."""
        amount, below = Decimal(0), 0
        for tier in self.tiers:
            top = recognised if tier.up_to is None else min(recognised, tier.up_to)
            amount += max(0, top - below) * tier.rate
            below = tier.up_to or 0
        return min(int(amount.quantize(Decimal(1), ROUND_HALF_UP)), self.ceiling)

    def working(self, recognised: Fen) -> str:
        """Return how the total comes about, in words, for those who dispute it."""
        parts, below = [], 0
        for tier in self.tiers:
            top = recognised if tier.up_to is None else min(recognised, tier.up_to)
            if top > below:
                parts.append(f"{in_words(top - below)}×{(tier.rate * 1000).normalize():f}‰")
            below = tier.up_to or 0
        total = self.total(recognised)
        capped = "，按上限" if total == self.ceiling else ""
        return f"{' + '.join(parts) or '0'} = {in_words(total)}{capped}"


@dataclass(frozen=True)
class VerifiedStage:
    """A stage that was verified: its day of verification and the investment recognised by then, in 分."""

    stage: Stage
    verified_on: dt.date
    recognised: Fen


@dataclass(frozen=True)
class Part:
    """One of the parts: what is due for a stage, was paid and was claimed; `verified_on` is None before verification.

    A stage may be claimed more than once: what it gains after a claim is claimed as its supplement (补差).
    """

    stage: Stage
    percent: int
    verified_on: dt.date | None
    due: Fen
    paid: Fen
    claimed: Fen = 0

    @property
    def open(self) -> Fen:
        """What is due and not claimed yet."""
        return max(0, self.due - self.claimed) if self.verified_on is not None else 0

    @property
    def payable(self) -> Fen:
        """What may still be paid, claimed or not."""
        return max(0, self.due - self.paid)


@dataclass(frozen=True)
class Ledger:
    """A project's bonus: the investment recognised, the whole, its parts, and what was paid beyond what is due."""

    recognised: Fen
    total: Fen
    parts: tuple[Part, ...]
    over: Fen

    @property
    def due(self) -> Fen:
        """All that has fallen due or was paid all the same."""
        return sum(part.due for part in self.parts)

    @property
    def entitled(self) -> Fen:
        """All that has fallen due, paid or not; what was paid beyond it is `over`."""
        return self.due - self.over

    @property
    def paid(self) -> Fen:
        """All that was paid."""
        return sum(part.paid for part in self.parts)


def ledger(
    rule: BonusRule,
    verified: Sequence[VerifiedStage],
    claimed: Mapping[Stage, Fen],
    paid: Mapping[Stage, Fen],
    *,
    void: bool = False,
) -> Ledger:
    """Return the parts of a project's bonus (§6): each on the investment recognised by then, less what went before.

    `claimed` are the amounts of claims that stand, approved or not; `paid` what was paid of them. Only what was paid
    is fixed: where the recognised investment falls, everything unpaid shrinks, the last parts first, and what was
    paid beyond the claim is `over`. Where it rises, a part already claimed grows beyond its claim.
    `void` (a false project, or one to which the clause does not apply) leaves nothing due but what was paid, all over.
    """
    reached = {one.stage: one for one in verified if one.stage in rule.parts}
    order = [stage for stage in DATED_FROM_SIGNING if stage in rule.parts]
    due: dict[Stage, Fen] = {}
    percent, entitled = 0, 0
    for stage in order:
        fixed = paid.get(stage, 0)
        if stage in reached:
            percent += rule.parts[stage]
            entitled = 0 if void else rule.total(reached[stage].recognised) * percent // 100
            due[stage] = max(claimed.get(stage, 0), fixed, entitled - sum(due.values()))
        else:
            due[stage] = fixed
    for stage in reversed(order):
        surplus = max(0, sum(due.values()) - entitled)
        due[stage] -= min(due[stage] - paid.get(stage, 0), surplus)
    last = max(reached, default=None)
    recognised = reached[last].recognised if last else 0
    return Ledger(
        recognised,
        0 if void else rule.total(recognised),
        tuple(
            Part(
                stage,
                rule.parts[stage],
                reached[stage].verified_on if stage in reached else None,
                due[stage],
                paid.get(stage, 0),
                claimed.get(stage, 0),
            )
            for stage in order
        ),
        max(0, sum(due.values()) - entitled),
    )


def shares_of(amount: Fen, before: Sequence[Fen], shares: Sequence[int]) -> list[Fen]:
    """Share one payment so that it adds up to the 分 and, with what went before, to the agreed shares.

    `before` is what each got so far; by largest remainder on the sum. Who has more than their share of the sum gets
    nothing, and the others share by what they lack. Raises `ValueError` where shares are no whole.
    """
    if sum(shares) != WHOLE:
        raise ValueError("shares must add up to the whole")
    together = share_out(sum(before) + amount, shares)
    lacking = [max(0, new - old) for new, old in zip(together, before, strict=True)]
    return share_out(amount, lacking) if amount and sum(lacking) else [0] * len(shares)


def registration_fault(rule: BonusRule, registered: dt.date | None, signed: dt.date | None) -> str:
    """Say why a referrer is not registered in time; empty where they are."""
    if registered is None:
        return "引荐人尚未登记"
    if signed is None:
        return ""
    last = signed + dt.timedelta(days=rule.days_after)
    if registered <= last:
        return ""
    allowed = f"签约后{rule.days_after}日内（{last}前）" if rule.days_after else f"签约（{signed}）前"
    return f"登记日期{registered}迟于办法允许的{allowed}"


def identity_fault(rule: BonusRule, identity: str) -> tuple[str, bool]:
    """Return what the measures say of an identity, and whether it is excluded; ("", False) where nothing.

    Terms are compared whole: 公职人员 is not found in 非公职人员, and 投资方 is found in 投资方高管.
    """
    terms = _BETWEEN_TERMS.split(identity.strip())
    for words, excluded in ((rule.excluded, True), (rule.warned, False)):
        for word in words:
            whole = re.compile(f"{_BEFORE}{re.escape(word)}{_AFTER}")
            if any(whole.fullmatch(term) for term in terms):
                return (f"身份为“{identity}”，本办法{'不予奖励' if excluded else '要求核实'}（{word}）", excluded)
    return "", False
