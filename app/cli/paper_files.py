"""A paper made from data, delivered as a command asks: written to a file, kept in the register as a draft, or both."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from app.cli.options import tell
from app.cli.session import Session

if TYPE_CHECKING:
    import sqlite3

    from app.services.office.offices import Office
    from app.services.papers.content import PaperContent


def checked_ending(out: Path) -> Path:
    """Return the file of a paper; raise `typer.BadParameter` for a name that says neither PDF nor Word."""
    from app.services.papers.saving import ENDINGS

    if out.suffix.lower() not in ENDINGS:
        raise typer.BadParameter(f"写不成“{out.name}”：公文的文件名要以 {' 或 '.join(ENDINGS)} 结尾。", param_hint="-o")
    return out


def deliver(
    session: Session,
    make: Callable[[Office, sqlite3.Connection], PaperContent],
    out: Path | None,
    *,
    draft: bool = False,
) -> None:
    """Make a paper, write it to `out` (.pdf or .docx) where one is named, keep it at 拟稿 where wanted, and tell.

    Raises `typer.BadParameter` for another ending, `Refused` for a name that its audience must not see, and whatever
    `make` refuses.
    """
    if out is not None:
        checked_ending(out)
    from app.services.papers.saving import write_paper
    from app.services.papers.way import draft_paper

    with session.writing() if draft else session.reading() as office:
        with closing(office.read()) as connection:
            content = make(office, connection)
            if out is not None:
                write_paper(connection, content, out)
        key = draft_paper(office, content) if draft else None
    words = [f"《{content.title}》，印发范围：{content.audience}。"]
    words += [f"已写出 {out}。"] if out is not None else []
    words += [f"已拟稿，编号 {key}，用 paper 继续办理。"] if key is not None else []
    told = {
        "title": content.title,
        "audience": content.audience,
        "file": str(out) if out is not None else None,
        "paper": key,
    }
    tell(session, told, "".join(words))
