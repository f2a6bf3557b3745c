"""The paper of a measure as the section tells of it: which it is, how far it has come, whether it is still needed."""

from __future__ import annotations

import sqlite3

from app.rules.papers import Status as PaperStatus
from app.rules.supervision import OPEN, Status
from app.services.papers.register import paper_view, papers
from app.services.supervision.measures_taken import MeasureRow


def paper_of(connection: sqlite3.Connection, measure: MeasureRow) -> int | None:
    """Return the paper drafted for a measure, else the latest of its kind to its unit since; None without one."""
    if measure.paper_id is not None:
        return measure.paper_id
    found = (
        one
        for one in papers(connection)
        if one.kind == measure.kind and measure.unit in one.recipients and one.day >= measure.decided_on
    )
    return next((one.id for one in found), None)


def needs_paper(connection: sqlite3.Connection, measure: MeasureRow) -> bool:
    """Tell whether a paper is still to be drafted: there is none yet, or it was withdrawn."""
    if measure.status is not Status.DECIDED:
        return False
    return measure.paper_id is None or paper_view(connection, measure.paper_id).row.status is PaperStatus.WITHDRAWN


def paper_told(connection: sqlite3.Connection, measure: MeasureRow) -> str:
    """Return the paper of a measure in words: its number or title, and how far it has come; empty without one."""
    if measure.paper_id is None:
        return ""
    row = paper_view(connection, measure.paper_id).row
    return f"公文：{row.number or row.title}（{row.status}）"


def status_told(measure: MeasureRow) -> str:
    """Return how far a measure has come, with a mark where that was set by hand and follows no paper."""
    return f"{measure.status}（手工）" if measure.by_hand and measure.status in OPEN else str(measure.status)
