"""任务 and 考核办法: targets, scoring schemes, published rankings; and 公文, the papers made of them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Kept


class Target(Kept):
    """What a unit must reach in a year. No row is no task, which is not 0.

    `value` counts projects, or 分 for an indicator of money.
    """

    __tablename__ = "target"
    __table_args__ = (
        Index(
            "ux_target",
            "unit_id",
            "year",
            "indicator",
            "level",
            unique=True,
            sqlite_where=text("void_reason IS NULL"),
        ),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    indicator: Mapped[str]
    level: Mapped[str] = mapped_column(default="市下达", server_default="市下达")
    value: Mapped[int]


class ScoringScheme(Kept):
    """考核办法: a dated version; `body` is the scheme as JSON (`rules.scheme.Scheme`)."""

    __tablename__ = "scoring_scheme"

    name: Mapped[str]
    from_day: Mapped[dt.date]
    to_day: Mapped[dt.date | None]
    body: Mapped[str]


class Ranking(Kept):
    """A ranking as it was published: figures frozen, with their SHA-256."""

    __tablename__ = "ranking"

    period: Mapped[str]
    group_key: Mapped[str]
    as_of: Mapped[dt.date]
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scoring_scheme.id"))
    body: Mapped[str]
    sha256: Mapped[str]


class Paper(Kept):
    """公文: a paper with its number, audience and frozen text (`body`, JSON)."""

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
