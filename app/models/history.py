"""The history: every change, with who, when and why, and each record's values before and after."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class OfficeFacts(Base):
    """What the office is called; one row."""

    __tablename__ = "office_facts"

    id: Mapped[int] = mapped_column(primary_key=True)
    city: Mapped[str]
    authority: Mapped[str]
    number_word: Mapped[str]
    project_word: Mapped[str]


class Change(Base):
    """One act of one person, written in one transaction. `operation_id` keeps a repeated command from acting twice.

    `undoes` names the change that this one takes back.
    """

    __tablename__ = "change"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    who: Mapped[str]
    act: Mapped[str]
    reason: Mapped[str] = mapped_column(default="", server_default="")
    operation_id: Mapped[str] = mapped_column(unique=True)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("change.id"))


class ChangeItem(Base):
    """One record touched by a change: values before and after (JSON; before is empty for a new record)."""

    __tablename__ = "change_item"
    __table_args__ = (Index("ix_change_item_row", "table_name", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("change.id"), index=True)
    table_name: Mapped[str]
    row_id: Mapped[int]
    before: Mapped[str | None]
    after: Mapped[str | None]
