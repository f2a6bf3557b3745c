"""项目: one investment of one enterprise in one county, with its stages, funds, credit and referrals."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Kept


class Project(Kept):
    """The head of a dossier (招商档案). Amounts in 分; the five figures of domain.md are five columns.

    `stage` and `signed_day` repeat what the stage events say, for sorting and filtering; `services.dossiers`
    and the import keep them true, and a test holds them to it.
    """

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint("investment_fen IS NULL OR investment_fen > 0", name="investment"),
        Index("ix_project_table", "signed_day", "id", sqlite_where=text("void_reason IS NULL")),
        Index("ix_project_county", "county_id", "signed_day", "id"),
        Index("ix_project_stage", "stage", "signed_day", "id"),
        Index("ix_project_industry", "industry_id", "signed_day", "id"),
        Index("ix_project_investment", "investment_fen", "id"),
        Index("ix_project_name", "name"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    industry_id: Mapped[int | None] = mapped_column(ForeignKey("industry.id"))
    county_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(default="新签", server_default="新签")
    investment_fen: Mapped[int | None]
    contracted_fen: Mapped[int | None]
    fixed_fen: Mapped[int | None]
    filed_fen: Mapped[int | None]
    stage: Mapped[int] = mapped_column(default=1, server_default="1")
    signed_day: Mapped[dt.date | None]
    content: Mapped[str] = mapped_column(default="", server_default="")
    note: Mapped[str] = mapped_column(default="", server_default="")
    search_key: Mapped[str] = mapped_column(default="", server_default="")


_VALID_MAIN = text("void_reason IS NULL AND is_main = 1")


class StageEvent(Kept):
    """A day on which a project reached a stage, by one source (office, 发改, 经信); the main one is the stage's.

    It counts once `verified_on` is set (认定). `amount_fen` is the recognised investment at that stage, empty
    where the declared one was recognised. `source_text` is what the ledger said.
    """

    __tablename__ = "stage_event"
    __table_args__ = (
        Index(
            "ix_stage_event_day",
            "stage",
            "day",
            "project_id",
            "verified_on",
            "amount_fen",
            sqlite_where=_VALID_MAIN,
        ),
        Index("ix_stage_event_project", "project_id", "day", "id", "stage"),
        Index("ux_stage_event_main", "project_id", "stage", unique=True, sqlite_where=_VALID_MAIN),
        CheckConstraint("amount_fen IS NULL OR amount_fen > 0", name="amount"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    stage: Mapped[int]
    day: Mapped[dt.date]
    source: Mapped[str] = mapped_column(default="", server_default="")
    is_main: Mapped[bool] = mapped_column(default=True, server_default="1")
    amount_fen: Mapped[int | None]
    verified_on: Mapped[dt.date | None]
    verified_by: Mapped[str] = mapped_column(default="", server_default="")
    evidence: Mapped[str] = mapped_column(default="", server_default="")
    source_text: Mapped[str] = mapped_column(default="", server_default="")


class FundsArrival(Kept):
    """到位资金: money that arrived. `kind` is 到位, or 期初累计 for what a first report brings forward."""

    __tablename__ = "funds_arrival"
    __table_args__ = (
        Index(
            "ix_funds_arrival_day",
            "day",
            "project_id",
            "amount_fen",
            sqlite_where=text("void_reason IS NULL"),
        ),
        Index("ix_funds_arrival_project", "project_id", "day"),
        CheckConstraint("amount_fen <> 0", name="amount"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    day: Mapped[dt.date]
    amount_fen: Mapped[int]
    kind: Mapped[str] = mapped_column(default="到位", server_default="到位")
    origin: Mapped[str] = mapped_column(default="", server_default="")
    voucher: Mapped[str] = mapped_column(default="", server_default="")
    source_text: Mapped[str] = mapped_column(default="", server_default="")


class Credit(Kept):
    """招商人员: the share (in 1/10,000) of a unit in a project, from a day, with the paper that says so.

    `indicator` is empty for all indicators. The shares of one group add up to 10,000.
    """

    __tablename__ = "credit"
    __table_args__ = (
        CheckConstraint("share_bp BETWEEN 1 AND 10000", name="share"),
        Index(
            "ix_credit_project",
            "project_id",
            "unit_id",
            "share_bp",
            "indicator",
            "from_day",
            "to_day",
            sqlite_where=text("void_reason IS NULL"),
        ),
        Index("ix_credit_indicator", "indicator", sqlite_where=text("indicator <> '' AND void_reason IS NULL")),
        Index("ix_credit_unit", "unit_id", "project_id", "share_bp", sqlite_where=text("void_reason IS NULL")),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    share_bp: Mapped[int] = mapped_column(default=10000, server_default="10000")
    indicator: Mapped[str] = mapped_column(default="", server_default="")
    from_day: Mapped[dt.date | None]
    to_day: Mapped[dt.date | None]
    paper: Mapped[str] = mapped_column(default="", server_default="")


class Referral(Kept):
    """引荐: a person or an enterprise that brought the project; `share_bp` once the shares are agreed.

    `paper` is what the registration rests on (登记表, 引荐函).
    """

    __tablename__ = "referral"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (enterprise_id IS NULL)", name="who"),
        Index("ix_referral_project", "project_id"),
        Index(
            "ix_referral_enterprise",
            "enterprise_id",
            "project_id",
            sqlite_where=text("enterprise_id IS NOT NULL AND void_reason IS NULL"),
        ),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"))
    share_bp: Mapped[int | None]
    registered_on: Mapped[dt.date | None]
    paper: Mapped[str] = mapped_column(default="", server_default="")
