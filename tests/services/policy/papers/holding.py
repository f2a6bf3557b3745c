"""Reading a paper back: its text, and that it holds every row of the standard."""

from __future__ import annotations

import io

import pdfplumber

from app.models.office import Office
from app.services.papers.checking import check_paper
from app.services.papers.content import PaperContent
from app.services.papers.door import paper_docx, paper_pdf
from tests.support import reading


def printed(office: Office, content: PaperContent) -> str:
    """The text of the paper as its PDF gives it back, without white; the paper must hold every row."""
    with reading(office) as connection:
        pdf = paper_pdf(connection, content, None)
        assert paper_docx(connection, content, None).startswith(b"PK")
    report = check_paper(pdf)
    assert not [(row.id, row.page, row.value, row.wanted) for row in report.broken]
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return "".join("".join((page.extract_text() or "").split()) for page in document.pages)
