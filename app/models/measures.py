"""The measures and what follows from them: versions, facts entered, grants, 以商招商, bonus, choices, neighbours."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Kept

_VALID = text("void_reason IS NULL")


class PolicyVersion(Kept):
    """A version of the measures that the office entered; `body` is the YAML that `rules.policy.document` reads."""

    __tablename__ = "policy_version"
    __table_args__ = (Index("ux_policy_version", "valid_from", unique=True, sqlite_where=_VALID),)

    valid_from: Mapped[dt.date]
    title: Mapped[str]
    body: Mapped[str]
    paper: Mapped[str] = mapped_column(default="", server_default="")


class FactEntry(Kept):
    """A fact of a project that its dossier does not hold (设备投资, 年度税收 …), from a day on, with its paper.

    `value` is a whole number: 分 for money.
    """

    __tablename__ = "fact_entry"
    __table_args__ = (Index("ix_fact_entry_project", "project_id", "fact", "day"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    fact: Mapped[str]
    value: Mapped[int]
    day: Mapped[dt.date]
    source: Mapped[str]


class LeadingJudgement(Kept):
    """Whether a project belongs to a leading industry, judged by hand against its code, with name and reason.

    It holds from `day` on, until a later one.
    """

    __tablename__ = "leading_judgement"
    __table_args__ = (Index("ux_leading_judgement", "project_id", "day", unique=True, sqlite_where=_VALID),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    leading: Mapped[bool]
    by: Mapped[str]
    reason: Mapped[str]
    day: Mapped[dt.date]


class PolicyGrant(Kept):
    """What was granted to a project under a version of the measures, as the paper says; it stands when they change.

    `body` is the benefit as data. `referred_project_id` is set where the enterprise was granted it for bringing that
    project. `ended_on` with its reason once it was stopped.
    """

    __tablename__ = "policy_grant"
    __table_args__ = (
        Index("ix_policy_grant_project", "project_id"),
        Index("ix_policy_grant_enterprise", "enterprise_id"),
    )

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    referred_project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    policy: Mapped[dt.date]
    clause: Mapped[str]
    body: Mapped[str]
    first_year: Mapped[int | None]
    paper: Mapped[str]
    granted_on: Mapped[dt.date]
    ended_on: Mapped[dt.date | None]
    end_reason: Mapped[str] = mapped_column(default="", server_default="")


class ReferralTie(Kept):
    """Why a project is related to its referrer's industry where no link or rule says so: a recorded justification."""

    __tablename__ = "referral_tie"
    __table_args__ = (Index("ux_referral_tie", "enterprise_id", "project_id", unique=True, sqlite_where=_VALID),)

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    reason: Mapped[str]
    by: Mapped[str]
    day: Mapped[dt.date]


class BonusClaim(Kept):
    """The claim of one part of a project's bonus, on its way: claimed, checked, on notice, approved. Amount in 分.

    What a part gains after its claim, because more investment was recognised, is a claim of its own (补差).
    """

    __tablename__ = "bonus_claim"
    __table_args__ = (
        Index("ix_bonus_claim", "project_id", "stage", sqlite_where=_VALID),
        CheckConstraint("amount_fen > 0", name="amount"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    stage: Mapped[int]
    claimed_on: Mapped[dt.date]
    amount_fen: Mapped[int]
    recognised_fen: Mapped[int]
    checked_on: Mapped[dt.date | None]
    checked_by: Mapped[str] = mapped_column(default="", server_default="")
    notice_from: Mapped[dt.date | None]
    notice_to: Mapped[dt.date | None]
    approved_on: Mapped[dt.date | None]
    approved_by: Mapped[str] = mapped_column(default="", server_default="")


class BonusPart(Kept):
    """What one referrer gets of a claim, the tax withheld from it, the day it was paid and the receipt."""

    __tablename__ = "bonus_part"
    __table_args__ = (
        Index("ux_bonus_part", "claim_id", "referral_id", unique=True, sqlite_where=_VALID),
        CheckConstraint("amount_fen >= 0 AND tax_fen BETWEEN 0 AND amount_fen", name="amount"),
    )

    claim_id: Mapped[int] = mapped_column(ForeignKey("bonus_claim.id"))
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    amount_fen: Mapped[int]
    tax_fen: Mapped[int] = mapped_column(default=0, server_default="0")
    paid_on: Mapped[dt.date | None]
    receipt: Mapped[str] = mapped_column(default="", server_default="")


class BonusWaiver(Kept):
    """Why a referrer of a doubtful identity is paid all the same: two names and a reason."""

    __tablename__ = "bonus_waiver"
    __table_args__ = (Index("ux_bonus_waiver", "referral_id", unique=True, sqlite_where=_VALID),)

    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"))
    by: Mapped[str]
    second: Mapped[str]
    reason: Mapped[str]
    day: Mapped[dt.date]


class BonusBudget(Kept):
    """The bonus budget of a year in 分."""

    __tablename__ = "bonus_budget"
    __table_args__ = (Index("ux_bonus_budget", "year", unique=True, sqlite_where=_VALID),)

    year: Mapped[int]
    amount_fen: Mapped[int]
    paper: Mapped[str] = mapped_column(default="", server_default="")


class LeadingChoice(Kept):
    """A choice of leading industries: the day from which it holds, by whom and why; `body` is the comparison then."""

    __tablename__ = "leading_choice"
    __table_args__ = (Index("ux_leading_choice", "from_day", unique=True, sqlite_where=_VALID),)

    from_day: Mapped[dt.date]
    chosen_on: Mapped[dt.date]
    by: Mapped[str]
    reason: Mapped[str]
    industries: Mapped[str]
    body: Mapped[str]


class NeighbourIndustry(Kept):
    """An industry that a neighbouring city pursues, reserved or not; `codes` are prefixes, by '/'."""

    __tablename__ = "neighbour_industry"

    city: Mapped[str] = mapped_column(index=True)
    industry: Mapped[str]
    codes: Mapped[str]
    from_day: Mapped[dt.date]
    to_day: Mapped[dt.date | None]
    source: Mapped[str] = mapped_column(default="", server_default="")


class MeasuresCopy(Kept):
    """A set of our measures that a neighbour copied, and the condition on which that was agreed."""

    __tablename__ = "measures_copy"

    city: Mapped[str] = mapped_column(index=True)
    day: Mapped[dt.date]
    policy: Mapped[dt.date]
    condition: Mapped[str]
    mediator: Mapped[str] = mapped_column(default="", server_default="")


class CourtedTarget(Kept):
    """A project whose investor a neighbouring city courts too."""

    __tablename__ = "courted_target"
    __table_args__ = (Index("ix_courted_target_project", "project_id"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    city: Mapped[str]
    day: Mapped[dt.date]
    note: Mapped[str] = mapped_column(default="", server_default="")
