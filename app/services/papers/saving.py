"""A paper written to a file of the user's choice, as PDF or Word; the audience is held by `door`."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from app.rules.errors import Refused
from app.services.papers.content import PaperContent
from app.services.papers.door import paper_docx, paper_pdf, pass_file_names
from app.services.papers.store import write_whole

ENDINGS = (".pdf", ".docx")


def paper_bytes(connection: sqlite3.Connection, content: PaperContent, number: int | None, path: Path) -> bytes:
    """Return a paper as the ending of `path` says, PDF or Word; raises as `paper_pdf` does, `Refused` for another."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise Refused(f"写不成“{path.name}”：公文的文件名要以 {' 或 '.join(ENDINGS)} 结尾。")
    return (paper_pdf if ending == ".pdf" else paper_docx)(connection, content, number)


def write_paper(connection: sqlite3.Connection, content: PaperContent, path: Path) -> None:
    """Write a paper that has no number yet to `path`, whose ending (.pdf or .docx) says how.

    Raises `Refused` for another ending, and as `paper_pdf` does; `OfficeError` where the file cannot be written.
    """
    pass_file_names(connection, [(content, path)])
    write_whole(path, paper_bytes(connection, content, None, path))
