"""How far a measure has come, told by its paper: issued, answered, withdrawn (docs/supervision.md).

`follow_paper` is called in the transaction that moves the paper. A status set by hand, with its reason, stays.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.models.tables import Dispatch, Paper, SupervisionMeasure
from app.rules.papers import Status as PaperStatus
from app.rules.supervision import OPEN, Status
from app.services.dossiers.records import valid

if TYPE_CHECKING:
    from app.models.change import Change

_OUT = (PaperStatus.ISSUED, PaperStatus.DONE)


@dataclass(frozen=True)
class Standing:
    """What a paper says of a measure."""

    status: Status
    sent_on: dt.date | None = None
    answered_on: dt.date | None = None
    answer: str = ""


def follow_paper(change: Change, paper_id: int) -> None:
    """Bring the open measures of a paper in line with it, save those whose status was set by hand."""
    change.session.flush()
    for row in valid(change.session, SupervisionMeasure, paper_id=paper_id):
        if Status(row.status) not in OPEN or row.by_hand:
            continue
        told = standing(change, paper_id, row.unit_id)
        row.status = str(told.status)
        row.sent_on, row.answered_on, row.answer = told.sent_on, told.answered_on, told.answer


def standing(change: Change, paper_id: int, unit_id: int) -> Standing:
    """Return what a paper says of the measure against a unit.

    It is delivered on the day of issue, answered with the unit's own line of the dispatch list; a paper that names
    several units and goes to none of them by name only delivers.
    """
    paper = change.session.get_one(Paper, paper_id)
    if paper.void_reason is not None or PaperStatus(paper.status) not in _OUT:
        return Standing(Status.DECIDED)
    lines = [one for one in valid(change.session, Dispatch, paper_id=paper_id) if one.sent_on is not None]
    own = [one for one in lines if one.unit_id == unit_id]
    sent = min((one.sent_on for one in own or lines if one.sent_on), default=None)
    if sent is None:
        return Standing(Status.DECIDED)
    for one in own:
        if one.answered_on is not None:
            return Standing(Status.ANSWERED, sent, one.answered_on, one.answer)
    return Standing(Status.SENT, sent)
