"""公文: papers with their numbers, every step of their way, to whom they were sent, and the state's holidays."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Kept


class Paper(Kept):
    """公文: a paper with its number, audience and text (`body`, JSON; frozen once it is signed).

    `origin` says what it was made of (“lag:2026-06:3”), so that the same thing is not written twice. `pdf_sha256`
    names the file in the office's papers/ that every later print is made of.
    """

    __tablename__ = "paper"
    __table_args__ = (
        Index(
            "ux_paper_number",
            "series",
            "year",
            "number",
            unique=True,
            sqlite_where=text("number IS NOT NULL"),
        ),
        Index("ux_paper_origin", "origin", unique=True, sqlite_where=text("origin <> '' AND void_reason IS NULL")),
    )

    kind: Mapped[str]
    series: Mapped[str] = mapped_column(default="", server_default="")
    year: Mapped[int | None]
    number: Mapped[int | None]
    title: Mapped[str]
    audience: Mapped[str]
    day: Mapped[dt.date]
    status: Mapped[str] = mapped_column(default="拟稿", server_default="拟稿")
    body: Mapped[str]
    ranking_id: Mapped[int | None] = mapped_column(ForeignKey("ranking.id"))
    origin: Mapped[str] = mapped_column(default="", server_default="")
    text_sha256: Mapped[str | None]
    pdf_sha256: Mapped[str | None]


class PaperStep(Base):
    """One step on the way of a paper: what was done, by whom, when, with what comment. Only ever added."""

    __tablename__ = "paper_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)
    at: Mapped[str]
    who: Mapped[str]
    act: Mapped[str]
    status: Mapped[str]
    comment: Mapped[str] = mapped_column(default="", server_default="")


class Dispatch(Kept):
    """发文: one recipient of a paper, a unit or somebody named in words; the answer due and the answer."""

    __tablename__ = "dispatch"

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    recipient: Mapped[str]
    answer_days: Mapped[int | None]
    sent_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date | None]
    answered_on: Mapped[dt.date | None]
    answer: Mapped[str] = mapped_column(default="", server_default="")
    reminded_on: Mapped[dt.date | None]


class NumberSeries(Base):
    """The last number that the office gave in a series and year before it kept its register here."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    used_before: Mapped[int]


class Holiday(Base):
    """A day that differs from its weekday, from a file that the office read in."""

    __tablename__ = "holiday"
    __table_args__ = (CheckConstraint("kind IN ('休', '班')", name="kind"),)

    day: Mapped[dt.date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(default="", server_default="")


class PaperProfile(Kept):
    """公文版式: the office's own measures of papers from a day on; `numbers` (JSON) holds those that differ.

    Without any, the national standard holds from that day.
    """

    __tablename__ = "paper_profile"
    __table_args__ = (Index("ux_paper_profile", "from_day", unique=True, sqlite_where=text("void_reason IS NULL")),)

    name: Mapped[str]
    from_day: Mapped[dt.date]
    numbers: Mapped[str]
