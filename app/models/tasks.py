"""任务 and 考核办法: targets and their changes, schemes, figures by hand, published rankings."""

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
    from_day: Mapped[dt.date | None]


class TargetChange(Kept):
    """A task changed within its year: `value` holds from `from_day` on; empty where the task was taken away."""

    __tablename__ = "target_change"

    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), index=True)
    from_day: Mapped[dt.date]
    value: Mapped[int | None]
    reason: Mapped[str]
    paper: Mapped[str] = mapped_column(default="", server_default="")


class ProgressCurve(Kept):
    """序时: the cumulative share of a year's task due by the end of each month, in 1/10,000, as "800,1500,…,10000"."""

    __tablename__ = "progress_curve"
    __table_args__ = (
        Index("ux_progress_curve", "year", "indicator", unique=True, sqlite_where=text("void_reason IS NULL")),
    )

    year: Mapped[int]
    indicator: Mapped[str]
    shares: Mapped[str]


class ManualFigure(Kept):
    """A figure entered by hand for an indicator: `value` as a decimal number (个, 分 for money), with its evidence."""

    __tablename__ = "manual_figure"
    __table_args__ = (Index("ix_manual_figure_day", "indicator", "day"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    indicator: Mapped[str]
    day: Mapped[dt.date]
    value: Mapped[str]
    reason: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="", server_default="")


class ManualPoints(Kept):
    """Points given or taken by hand (negative), with the reason and the evidence."""

    __tablename__ = "manual_points"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    day: Mapped[dt.date]
    points: Mapped[str]
    reason: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="", server_default="")


class ScoringScheme(Kept):
    """考核办法: a dated version; `body` is the scheme as JSON (`rules.scheme.Scheme`)."""

    __tablename__ = "scoring_scheme"

    name: Mapped[str]
    from_day: Mapped[dt.date]
    to_day: Mapped[dt.date | None]
    body: Mapped[str]


class Ranking(Kept):
    """A ranking as it was published: figures frozen, with their SHA-256.

    `edition` counts the versions of one group and period; a correction names what it corrects and says why.
    `records` holds what stood behind the figures (JSON), so that a later difference can be told record by record.
    `published_on` is empty where a paper froze the figures that nobody published yet.
    """

    __tablename__ = "ranking"

    period: Mapped[str]
    group_key: Mapped[str]
    as_of: Mapped[dt.date]
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scoring_scheme.id"))
    body: Mapped[str]
    sha256: Mapped[str]
    edition: Mapped[int] = mapped_column(default=1, server_default="1")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("ranking.id"))
    correction: Mapped[str] = mapped_column(default="", server_default="")
    published_on: Mapped[dt.date | None]
    published_by: Mapped[str] = mapped_column(default="", server_default="")
    records: Mapped[str] = mapped_column(default="", server_default="")
