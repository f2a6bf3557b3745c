"""责任主体: leaders, departments and counties, with names and posts that hold from a day to a day."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Kept


class Unit(Kept):
    """Who carries a task. `name` is the present name; earlier ones are in `unit_name`.

    `class_key` (A/B/C) is the class before the first day in `unit_class`.
    """

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("group_key IN ('leader', 'department', 'county')", name="group"),
        Index("ix_unit_group_name", "group_key", "name", unique=True),
    )

    group_key: Mapped[str]
    name: Mapped[str]
    class_key: Mapped[str] = mapped_column(default="", server_default="")
    position: Mapped[int] = mapped_column(default=0, server_default="0")


class UnitName(Kept):
    """A name that a unit bore from a day to a day; old papers keep old names."""

    __tablename__ = "unit_name"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(index=True)
    from_day: Mapped[dt.date | None]
    to_day: Mapped[dt.date | None]


class UnitClass(Kept):
    """The class (A/B/C) in which a unit is ranked from a day on, until the next; empty for none, with the reason."""

    __tablename__ = "unit_class"
    __table_args__ = (
        Index("ux_unit_class", "unit_id", "from_day", unique=True, sqlite_where=text("void_reason IS NULL")),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    class_key: Mapped[str]
    from_day: Mapped[dt.date]
    reason: Mapped[str]


class UnitPost(Kept):
    """A post that a leader holds from a day to a day."""

    __tablename__ = "unit_post"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    post: Mapped[str]
    from_day: Mapped[dt.date | None]
    to_day: Mapped[dt.date | None]


class Alias(Base):
    """Another spelling by which ledgers call a unit or an industry, remembered once confirmed."""

    __tablename__ = "alias"
    __table_args__ = (CheckConstraint("kind IN ('unit', 'industry')", name="kind"),)

    kind: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(primary_key=True)
    target_id: Mapped[int]
