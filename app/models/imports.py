"""What was imported: the file, its rows as they stood, and how its headings were read."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class ImportBatch(Base):
    """One import: the file by name and SHA-256, its kind, the mapping used (JSON) and the change it made."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("change.id"), index=True)
    file: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    mapping: Mapped[str]
    imported_on: Mapped[dt.date]


class ImportRow(Base):
    """One accepted row: its sheet and row number, its cells as they stood (JSON) and the record it went to."""

    __tablename__ = "import_row"
    __table_args__ = (Index("ix_import_row_project", "project_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), index=True)
    sheet: Mapped[str] = mapped_column(default="", server_default="")
    row: Mapped[int]
    raw: Mapped[str]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))


class HeadingMemory(Base):
    """A mapping of headings that a person confirmed, kept by kind and signature of the head."""

    __tablename__ = "heading_memory"

    kind: Mapped[str] = mapped_column(primary_key=True)
    signature: Mapped[str] = mapped_column(primary_key=True)
    mapping: Mapped[str]
