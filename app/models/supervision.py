"""督促: measures against laggards, exemptions, units merged and split, and the city among its sisters."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Kept


class SupervisionMeasure(Kept):
    """A measure against a unit that lags: proposed with its grounds, decided by a person, followed until done.

    `status` is 已决定, 不采取, 已送达, 已反馈, 办结 or 已解除 (`rules.supervision.Status`). It follows the paper;
    `by_hand` says why a person set it otherwise, and then it stays.
    """

    __tablename__ = "supervision_measure"
    __table_args__ = (
        Index("ux_supervision_measure", "unit_id", "period", unique=True, sqlite_where=text("void_reason IS NULL")),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    period: Mapped[str]
    step: Mapped[str]
    kind: Mapped[str]
    audience: Mapped[str]
    grounds: Mapped[str]
    months_running: Mapped[int]
    status: Mapped[str]
    decided_by: Mapped[str]
    decided_on: Mapped[dt.date]
    decision: Mapped[str] = mapped_column(default="", server_default="")
    due_on: Mapped[dt.date | None]
    sent_on: Mapped[dt.date | None]
    answered_on: Mapped[dt.date | None]
    answer: Mapped[str] = mapped_column(default="", server_default="")
    closed_on: Mapped[dt.date | None]
    closing: Mapped[str] = mapped_column(default="", server_default="")
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    by_hand: Mapped[str] = mapped_column(default="", server_default="")


class Exemption(Kept):
    """Why a unit is not pressed for a while: 不可抗力 or another reason on record, from a day to a day."""

    __tablename__ = "exemption"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[str] = mapped_column(default="不可抗力", server_default="不可抗力")
    from_day: Mapped[dt.date]
    to_day: Mapped[dt.date | None]
    reason: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="", server_default="")


class UnitSuccession(Kept):
    """A unit that was merged into another, or split: from `day` on, `share_bp`/10,000 of it is the successor's."""

    __tablename__ = "unit_succession"
    __table_args__ = (
        CheckConstraint("share_bp BETWEEN 1 AND 10000", name="share"),
        CheckConstraint("old_id <> new_id", name="two"),
    )

    old_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    new_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    day: Mapped[dt.date]
    share_bp: Mapped[int] = mapped_column(default=10000, server_default="10000")
    reason: Mapped[str]


class ProvinceStanding(Kept):
    """One city of the province in one month: its rank and figures as the province told them. Money in 分."""

    __tablename__ = "province_standing"
    __table_args__ = (
        Index("ux_province_standing", "month", "city", unique=True, sqlite_where=text("void_reason IS NULL")),
    )

    month: Mapped[str]
    city: Mapped[str]
    rank: Mapped[int | None]
    score: Mapped[str | None]
    signed: Mapped[int | None]
    over: Mapped[int | None]
    amount_fen: Mapped[int | None]
    source: Mapped[str] = mapped_column(default="", server_default="")
