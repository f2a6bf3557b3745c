"""What a dossier holds beside stages, funds and credit: people, visits, problems, papers, the way between units."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Kept

_VALID = text("void_reason IS NULL")


class Contact(Kept):
    """One of the investor's people: who is spoken with at an enterprise."""

    __tablename__ = "contact"

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    name: Mapped[str] = mapped_column(index=True)
    post: Mapped[str] = mapped_column(default="", server_default="")
    phone: Mapped[str] = mapped_column(default="", server_default="")
    note: Mapped[str] = mapped_column(default="", server_default="")


class Visit(Kept):
    """A visit or talk, with the next step and its day; `next_done_on` is set once the step was taken."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_project", "project_id", "day"),
        Index(
            "ix_visit_next",
            "next_day",
            "project_id",
            sqlite_where=text("void_reason IS NULL AND next_day IS NOT NULL AND next_done_on IS NULL"),
        ),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    day: Mapped[dt.date]
    kind: Mapped[str] = mapped_column(default="拜访", server_default="拜访")
    ours: Mapped[str] = mapped_column(default="", server_default="")
    theirs: Mapped[str] = mapped_column(default="", server_default="")
    summary: Mapped[str] = mapped_column(default="", server_default="")
    next_step: Mapped[str] = mapped_column(default="", server_default="")
    next_day: Mapped[dt.date | None]
    next_done_on: Mapped[dt.date | None]


class Problem(Kept):
    """What holds a project up, who solves it and by when; `solved_on` with how, once it is out of the way."""

    __tablename__ = "problem"
    __table_args__ = (
        Index("ix_problem_project", "project_id"),
        Index("ix_problem_open", "due", "project_id", sqlite_where=text("void_reason IS NULL AND solved_on IS NULL")),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    raised_on: Mapped[dt.date]
    what: Mapped[str]
    solver: Mapped[str]
    due: Mapped[dt.date | None]
    solved_on: Mapped[dt.date | None]
    solution: Mapped[str] = mapped_column(default="", server_default="")


class Document(Kept):
    """A file of a project, kept in `attachments/` under its SHA-256; `name` is the cleaned name that is shown."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_project", "project_id"), Index("ix_document_sha256", "sha256"))

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    added_on: Mapped[dt.date]
    note: Mapped[str] = mapped_column(default="", server_default="")


class Evidence(Kept):
    """佐证: the paper that proves a stage, by kind and title or number, and the document where it was handed in."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_stage", "stage_event_id"), Index("ix_evidence_project", "project_id"))

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    stage_event_id: Mapped[int] = mapped_column(ForeignKey("stage_event.id"))
    kind: Mapped[str]
    title: Mapped[str]
    day: Mapped[dt.date | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))


class VerificationWaiver(Kept):
    """Why somebody verified a stage who brought or recorded it: the reason of a second person, by name."""

    __tablename__ = "verification_waiver"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    stage_event_id: Mapped[int] = mapped_column(ForeignKey("stage_event.id"), index=True)
    verifier: Mapped[str]
    second: Mapped[str]
    reason: Mapped[str]
    day: Mapped[dt.date]


class Handling(Kept):
    """实际经办: who of the office or of a unit really worked at the project, from a day to a day, beside the credit."""

    __tablename__ = "handling"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    person: Mapped[str]
    unit: Mapped[str] = mapped_column(default="", server_default="")
    work: Mapped[str] = mapped_column(default="", server_default="")
    from_day: Mapped[dt.date | None]
    to_day: Mapped[dt.date | None]


class Transfer(Kept):
    """The way between units: 首谈 (no unit before it), 交办 and 流转, each on its day."""

    __tablename__ = "transfer"
    __table_args__ = (
        CheckConstraint("kind IN ('首谈', '交办', '流转')", name="kind"),
        Index("ix_transfer_project", "project_id", "day"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    kind: Mapped[str]
    day: Mapped[dt.date]
    from_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    to_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    paper: Mapped[str] = mapped_column(default="", server_default="")
    note: Mapped[str] = mapped_column(default="", server_default="")


class Offer(Kept):
    """推介项目: a site or packaged project that the city offers to investors. Area in 1/100 亩, amounts in 分."""

    __tablename__ = "offer"

    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="包装项目", server_default="包装项目")
    county_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    industry_id: Mapped[int | None] = mapped_column(ForeignKey("industry.id"), index=True)
    site: Mapped[str] = mapped_column(default="", server_default="")
    area_cmu: Mapped[int | None]
    investment_fen: Mapped[int | None]
    content: Mapped[str] = mapped_column(default="", server_default="")
    conditions: Mapped[str] = mapped_column(default="", server_default="")
    contact: Mapped[str] = mapped_column(default="", server_default="")
    taken_on: Mapped[dt.date | None]


class SavedFilter(Kept):
    """A filter of the list of projects that somebody gave a name; `body` is `ProjectFilter` as JSON."""

    __tablename__ = "saved_filter"
    __table_args__ = (Index("ux_saved_filter", "name", unique=True, sqlite_where=_VALID),)

    name: Mapped[str]
    body: Mapped[str]


class ClockSetting(Kept):
    """How many days a clock of domain.md §1 allows, from a day on (`rules.clocks`)."""

    __tablename__ = "clock_setting"
    __table_args__ = (Index("ux_clock_setting", "clock", "from_day", unique=True, sqlite_where=_VALID),)

    clock: Mapped[str]
    days: Mapped[int]
    from_day: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(default="", server_default="")


class MergeRecord(Kept):
    """Two records of one thing that were made one: `dropped_id` was voided and what hung on it went to `kept_id`."""

    __tablename__ = "merge_record"
    __table_args__ = (
        CheckConstraint("kind IN ('enterprise', 'project')", name="kind"),
        Index("ix_merge_record_kept", "kind", "kept_id"),
    )

    kind: Mapped[str]
    kept_id: Mapped[int]
    dropped_id: Mapped[int]
    day: Mapped[dt.date]
    reason: Mapped[str]
