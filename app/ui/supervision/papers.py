"""The draft paper of a measure: a letter from the office's template, kept at 拟稿 in the register of papers."""

from __future__ import annotations

import sqlite3

from app.rules.errors import OfficeError
from app.services.lag_letters import lag_letters
from app.services.offices import Office
from app.services.papers.register import papers
from app.services.papers.way import draft_paper
from app.services.supervision import Proposal
from app.ui.context import AppContext
from app.ui.ranking.choosers import Choice


def draft_letter(office: Office, context: AppContext, proposal: Proposal, choice: Choice) -> str:
    """Draft the letter of a proposal, in any thread, and return what to tell.

    A letter that cannot be made takes nothing from the decision, so its fault is only told.
    """
    connection = office.read()
    try:
        batch = lag_letters(office, connection, choice.period, as_of=choice.as_of, today=context.today())
        wanted = [one for one in batch.contents if any(to.unit_id == proposal.unit_id for to in one.recipients)]
        if not wanted:
            return "提醒函没有起草，请在“公文起草”里起草。"
        draft_paper(office, wanted[0], f"督促：{choice.period.label}{proposal.unit}")
    except OfficeError as error:
        return f"提醒函没有起草：{error.message}"
    finally:
        connection.close()
    return "提醒函已起草，在“公文起草”的登记里。"


def paper_of(connection: sqlite3.Connection, unit: str, kind: str) -> int | None:
    """Return the latest paper of a kind in the register that goes to a unit; None where there is none."""
    found = (one for one in papers(connection) if one.kind == kind and unit in one.recipients)
    return next((one.id for one in found), None)
