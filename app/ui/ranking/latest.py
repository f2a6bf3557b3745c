"""The latest month in which something was signed: what a ranking that found nothing points to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rules.periods import Period
from app.services.dossiers.projects import ProjectFilter, project_ids, project_rows

if TYPE_CHECKING:
    import sqlite3


def latest_month(connection: sqlite3.Connection) -> Period | None:
    """Return the month of the last signing on record, None where nothing was signed yet."""
    ids = project_ids(connection, ProjectFilter(), sort="signed", descending=True)
    rows = project_rows(connection, ids[:1])
    day = rows[0].signed_day if rows else None
    return None if day is None else Period.months(day.year, day.month, day.year, day.month)
