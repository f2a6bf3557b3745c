"""The chain of industries: the office's own knowledge, neighbours' reservations, and the way from idea to project."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Kept

_VALID = text("void_reason IS NULL")


class KnowledgeRow(Kept):
    """A row that the office added to the starting knowledge or put in the place of one (same `kind` and `row_key`).

    `body` is the row of the table as JSON, by its Chinese headings; empty `body` switches the shipped row off.
    """

    __tablename__ = "knowledge_row"
    __table_args__ = (
        CheckConstraint("kind IN ('code', 'industry', 'link', 'rule', 'keyword')", name="kind"),
        Index("ux_knowledge_row", "kind", "row_key", unique=True, sqlite_where=_VALID),
    )

    kind: Mapped[str]
    row_key: Mapped[str]
    body: Mapped[str] = mapped_column(default="", server_default="")


class CandidateWeights(Kept):
    """What the parts of a candidate's score are worth, from a day on; `body` is JSON by the parts' names."""

    __tablename__ = "candidate_weights"
    __table_args__ = (Index("ux_candidate_weights", "from_day", unique=True, sqlite_where=_VALID),)

    from_day: Mapped[dt.date]
    body: Mapped[str]


class NeighbourReservation(Kept):
    """An industry that a neighbouring city has reserved, from a day to a day; `codes` are prefixes, by '/'."""

    __tablename__ = "neighbour_reservation"

    city: Mapped[str]
    industry: Mapped[str]
    codes: Mapped[str]
    from_day: Mapped[dt.date]
    to_day: Mapped[dt.date | None]
    mediator: Mapped[str] = mapped_column(default="", server_default="")
    note: Mapped[str] = mapped_column(default="", server_default="")


class ExtensionLetter(Kept):
    """A letter that asked a recruiting unit to extend the chain (产业延伸提醒函), with its answer once it came."""

    __tablename__ = "extension_letter"
    __table_args__ = (Index("ux_extension_letter", "unit_id", "period", unique=True, sqlite_where=_VALID),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    period: Mapped[str]
    sent_on: Mapped[dt.date]
    due_on: Mapped[dt.date | None]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    answered_on: Mapped[dt.date | None]
    answer: Mapped[str] = mapped_column(default="", server_default="")


class ExtensionTask(Kept):
    """An accepted candidate: which industry a unit shall look for, because of which project, and why."""

    __tablename__ = "extension_task"
    __table_args__ = (
        Index("ux_extension_task", "unit_id", "origin_project_id", "candidate_code", unique=True, sqlite_where=_VALID),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    origin_project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    origin_code: Mapped[str]
    candidate_code: Mapped[str]
    candidate: Mapped[str]
    good: Mapped[str] = mapped_column(default="", server_default="")
    rule: Mapped[str] = mapped_column(default="", server_default="")
    verdict: Mapped[str]
    reason: Mapped[str]
    accepted_on: Mapped[dt.date]
    accepted_by: Mapped[str] = mapped_column(default="", server_default="")
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("extension_letter.id"), index=True)


class LeadOrigin(Kept):
    """Where a lead came from: the task of extension that it answers."""

    __tablename__ = "lead_origin"
    __table_args__ = (Index("ux_lead_origin", "project_id", unique=True, sqlite_where=_VALID),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("extension_task.id"), index=True)
    recorded_on: Mapped[dt.date]


class RuleExperience(Kept):
    """Whether a rule worked here (成/不成), with the reason; it is advice for the rule's next reader."""

    __tablename__ = "rule_experience"

    rule: Mapped[str] = mapped_column(index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("extension_task.id"))
    worked: Mapped[bool]
    day: Mapped[dt.date]
    note: Mapped[str] = mapped_column(default="", server_default="")


class TargetOverride(Kept):
    """A target that the knowledge rejects and somebody pursues all the same, with their reason."""

    __tablename__ = "target_override"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    code: Mapped[str]
    rule: Mapped[str] = mapped_column(default="", server_default="")
    rejection: Mapped[str]
    reason: Mapped[str]
    day: Mapped[dt.date]
    by: Mapped[str] = mapped_column(default="", server_default="")
