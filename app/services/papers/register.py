"""The register of papers: the list, one paper with its way, and its pages, frozen ones to the byte."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from app.models.office import Office
from app.rules.errors import OfficeError, Refused
from app.rules.papers import Act, Due, Status, acts_from, document_number
from app.services.papers import store
from app.services.papers.content import PaperContent
from app.services.papers.dispatch import DispatchRow, recipients_of
from app.services.papers.door import paper_pdf, pass_file_names
from app.services.papers.saving import paper_bytes


@dataclass(frozen=True)
class PaperRow:
    """A paper as the list shows it; `due` is the answer that is due first among those still to come."""

    id: int
    version: int
    kind: str
    status: Status
    number: str
    series: str
    title: str
    audience: str
    day: dt.date
    recipients: str
    due: Due

    @property
    def acts(self) -> tuple[Act, ...]:
        """What can be done to it now."""
        return acts_from(self.status)


@dataclass(frozen=True)
class StepRow:
    """One step of a paper's way."""

    at: dt.datetime
    who: str
    act: str
    status: str
    comment: str


@dataclass(frozen=True)
class PaperView:
    """One paper with all that is known of it. `content` is None for one recorded by an older version."""

    row: PaperRow
    content: PaperContent | None
    steps: tuple[StepRow, ...]
    recipients: tuple[DispatchRow, ...]
    text_sha256: str
    pdf_sha256: str


def papers(connection: sqlite3.Connection, status: str = "") -> tuple[PaperRow, ...]:
    """Return the papers, withdrawn ones included, the latest first; `status` keeps those of one status.

    Raises `Refused` for a status that there is not.
    """
    if status and status not in set(Status):
        raise Refused(f"没有“{status}”这个状态；可选：{'、'.join(Status)}。")
    rows = connection.execute(
        "SELECT p.id, p.version, p.kind, p.status, p.series, p.year, p.number, p.title, p.audience, p.day,"
        " (SELECT group_concat(recipient, '、') FROM dispatch d WHERE d.paper_id = p.id AND d.void_reason IS NULL),"
        " (SELECT min(due_on) FROM dispatch d WHERE d.paper_id = p.id AND d.void_reason IS NULL"
        "  AND d.answered_on IS NULL AND p.status = '印发')"
        " FROM paper p WHERE p.status = ? OR ? = '' ORDER BY p.day DESC, p.id DESC",
        (status, status),
    )
    return tuple(
        PaperRow(
            id=key,
            version=version,
            kind=kind,
            status=Status(state),
            number=document_number(series, year, number),
            series=series,
            title=title,
            audience=audience,
            day=dt.date.fromisoformat(day),
            recipients=recipients or "",
            due=Due(dt.date.fromisoformat(due) if due else None, None),
        )
        for key, version, kind, state, series, year, number, title, audience, day, recipients, due in rows
    )


def paper_view(connection: sqlite3.Connection, paper_id: int) -> PaperView:
    """Return one paper; raise `Refused` where there is none of that id."""
    row = next((one for one in papers(connection) if one.id == paper_id), None)
    if row is None:
        raise Refused(f"没有编号为 {paper_id} 的公文。用 papers 列出全部公文。")
    body, text, pdf = connection.execute(
        "SELECT body, text_sha256, pdf_sha256 FROM paper WHERE id = ?", (paper_id,)
    ).fetchone()
    try:
        content = PaperContent.from_json(body)
        content = content.as_signed() if pdf else content
    except Refused:
        content = None
    steps = tuple(
        StepRow(dt.datetime.fromisoformat(at).astimezone(), who, act, status, comment)
        for at, who, act, status, comment in connection.execute(
            "SELECT at, who, act, status, comment FROM paper_step WHERE paper_id = ? ORDER BY id", (paper_id,)
        )
    )
    return PaperView(row, content, steps, recipients_of(connection, paper_id), text or "", pdf or "")


def paper_by_number(connection: sqlite3.Connection, number: str) -> int:
    """Return the id of the paper of a number (清招办〔2026〕5号) or of an id written in figures."""
    wanted = number.strip().replace("[", "〔").replace("]", "〕").replace("（", "〔").replace("）", "〕")
    for one in papers(connection):
        if one.number == wanted or (wanted.isdecimal() and one.id == int(wanted)):
            return one.id
    raise Refused(f"没有文号（或编号）为“{number}”的公文。用 papers 列出全部公文。")


def pages(office: Office, connection: sqlite3.Connection, paper_id: int) -> bytes:
    """Return a paper as PDF: a signed one byte for byte as it was signed, a draft as it stands.

    A frozen file that is gone or was changed is set anew from the frozen text; where that does not come out the same
    to the byte (other fonts on this PC), it is refused.
    """
    body, number, pdf_sha, text_sha = connection.execute(
        "SELECT body, number, pdf_sha256, text_sha256 FROM paper WHERE id = ?", (paper_id,)
    ).fetchone()
    content = PaperContent.from_json(body)
    if pdf_sha is None:
        return paper_pdf(connection, content, number)
    if (pdf := store.kept(office, pdf_sha)) is not None:
        return pdf
    if content.sha256() != text_sha:
        raise OfficeError("这件公文冻结的正文与签发时不一致，不能重印。请从备份恢复办公文件夹。")
    pdf = paper_pdf(connection, content.as_signed(), number)
    if store.keep(office, pdf) != pdf_sha:
        raise OfficeError(
            "签发时存下的文件（papers/signed）丢失或被改动，按本机的字体重排又与原件不完全相同，"
            "所以没有重印。请从备份恢复该文件。"
        )
    return pdf


def reprint(office: Office, connection: sqlite3.Connection, paper_id: int, path: Path) -> Path:
    """Write a paper to `path`, by its ending as PDF or Word.

    Raises as `pages` does, `Refused` for a forbidden name in the file's, and for another ending.
    """
    content = paper_view(connection, paper_id).content
    if content is not None:
        pass_file_names(connection, [(content, path)])
    if path.suffix.lower() == ".pdf":
        data = pages(office, connection, paper_id)
    else:
        if content is None:
            raise Refused("这件公文是旧版本登记的，没有正文，写不成 Word。请用当时存下的文件。")
        (number,) = connection.execute("SELECT number FROM paper WHERE id = ?", (paper_id,)).fetchone()
        data = paper_bytes(connection, content, number, path)
    store.write_whole(path, data)
    return path
