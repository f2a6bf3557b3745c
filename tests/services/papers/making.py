"""Papers for tests: a letter to a county, and ways to bring it on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.models.office import Office
from app.services.papers import way
from app.services.papers.content import PaperContent, Recipient
from app.services.papers.register import PaperView, paper_view
from tests.support import TODAY, reading, unit_id


def letter(office: Office, to: str = "定国县", **changes: Any) -> PaperContent:
    """A letter to a unit that wants an answer within 10 working days."""
    content = PaperContent(
        kind="提醒函",
        title="关于加快项目进度的提醒函",
        authority="清沅市招商办",
        text="请抓紧办理。\n特此提醒。",
        day=TODAY,
        audience="收文单位",
        series="清招办函",
        addressees=to,
        signature="清沅市招商办",
        recipients=(Recipient(to, unit_id(office, to)),),
        answer_days=10,
    )
    return replace(content, **changes)


def view(office: Office, paper_id: int) -> PaperView:
    """The paper as it stands."""
    with reading(office) as connection:
        return paper_view(connection, paper_id)


def version(office: Office, paper_id: int) -> int:
    """The paper's version."""
    return view(office, paper_id).row.version


def signed(office: Office, content: PaperContent | None = None) -> int:
    """A paper that was drafted, reviewed and signed; its id."""
    paper = way.draft_paper(office, content or letter(office))
    way.review(office, paper, version(office, paper))
    way.sign(office, paper, version(office, paper), today=TODAY)
    return paper
