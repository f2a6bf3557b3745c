"""The draft paper of a measure as the section makes it: kept at 拟稿 in the register of papers, told in words."""

from __future__ import annotations

import datetime as dt
import sqlite3

from app.rules.errors import OfficeError
from app.rules.papers import Status as PaperStatus
from app.rules.supervision import OPEN, Status
from app.services.measure_papers import draft_measure
from app.services.measures_taken import MeasureRow
from app.services.offices import Office
from app.services.papers.register import paper_view, papers


def draft_told(office: Office, measure_id: int, kind: str, *, as_of: dt.date, today: dt.date) -> str:
    """Draft the paper of a measure, in any thread, and return what to tell.

    A paper that cannot be made takes nothing from the decision, so its fault is only told.
    """
    try:
        draft_measure(office, measure_id, as_of=as_of, today=today)
    except OfficeError as error:
        return f"{kind}没有起草：{error.message}"
    return f"{kind}已起草，在“公文起草”的登记里。"


def paper_of(connection: sqlite3.Connection, measure: MeasureRow) -> int | None:
    """Return the paper drafted for a measure, else the latest of its kind that goes to its unit; None without one."""
    if measure.paper_id is not None:
        return measure.paper_id
    found = (one for one in papers(connection) if one.kind == measure.kind and measure.unit in one.recipients)
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
