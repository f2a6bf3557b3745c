"""The door: a paper is set, and its PDF made, only after every text of it has passed `rules.audience`."""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.reports.marked import marked_paper
from app.rules.audience import NamedUnit, Scope, may_name, refuse_narrower
from app.services.papers.content import PaperContent
from app.services.papers.profiles import in_profile

if TYPE_CHECKING:
    from app.reports.gongwen.paper import Paper


def named_units(connection: sqlite3.Connection) -> list[NamedUnit]:
    """Return every unit with its present name, its past ones, and the spellings that ledgers use."""
    units = {
        key: (group, [name])
        for key, group, name in connection.execute("SELECT id, group_key, name FROM unit ORDER BY id")
    }
    others = connection.execute(
        "SELECT unit_id, name FROM unit_name UNION ALL SELECT target_id, text FROM alias WHERE kind = 'unit'"
    )
    for unit, name in others:
        if unit in units and name not in units[unit][1]:
            units[unit][1].append(name)
    return [NamedUnit(key, group, tuple(names)) for key, (group, names) in units.items()]


def pass_texts(connection: sqlite3.Connection, scope: Scope, texts: list[tuple[str, str]]) -> None:
    """Let texts pass that go to an audience (tables, file names, the clipboard), or raise `Refused`."""
    refuse_narrower(scope, named_units(connection), texts)


def pass_file_names(connection: sqlite3.Connection, files: Sequence[tuple[PaperContent, Path]]) -> None:
    """Let the names pass under which somebody saves papers, or raise `Refused`: a folder is read by many.

    The folder's own name counts as well: it is seen beside the file's.
    """
    units = named_units(connection)
    for content, path in files:
        refuse_narrower(content.scope, units, [("文件名", path.name), ("文件夹的名字", path.absolute().parent.name)])


def paper_pdf(connection: sqlite3.Connection, content: PaperContent, number: int | None) -> bytes:
    """Return the paper as PDF.

    Raises `Refused` that lists the names which its audience must not see, or what cannot be set; `OfficeError` for
    a character that no font has.
    """
    return set_paper(in_profile(connection, content), number, named_units(connection))


def set_paper(content: PaperContent, number: int | None, units: list[NamedUnit]) -> bytes:
    """Do the same with units that were read before, in the paper's own profile: a batch reads them once."""
    from app.reports.fonts.resolver import resolve
    from app.reports.gongwen.writing import write_pdf

    target = io.BytesIO()
    write_pdf(_fitted(content, _passed(content, number, units)), resolve(), target)
    return target.getvalue()


def paper_docx(connection: sqlite3.Connection, content: PaperContent, number: int | None) -> bytes:
    """Return the paper as a Word document, for offices that must edit it there; raises as `paper_pdf` does."""
    from app.reports.docx.writing import write_docx

    target = io.BytesIO()
    content = in_profile(connection, content)
    write_docx(_fitted(content, _passed(content, number, named_units(connection))), target)
    return target.getvalue()


def file_name(content: PaperContent, number: int | None, ending: str = ".pdf") -> str:
    """Return the name under which a paper is saved: number, recipient, title, without what file systems refuse."""
    to = content.recipients[0].name if len(content.recipients) == 1 else ""
    told = " ".join((content.number_text(number) if number else "", to, content.title))
    return re.sub(r'[\\/:*?"<>|\s\x00-\x1f]+', "", told)[:100] + ending


def _passed(content: PaperContent, number: int | None, units: list[NamedUnit]) -> Paper:
    """Return the description of the paper, once all of its texts have passed."""
    from app.reports.gongwen.paper import fields

    paper = marked_paper(content.marked(number))
    scope = content.scope
    units = [unit for unit in units if not may_name(scope, unit.unit_id, unit.group)]
    refuse_narrower(scope, units, [*fields(paper), ("收文单位", _recipients(content))])
    if content.profile is not None:
        refuse_narrower(scope, units, [("公文版式的名称", content.profile.name)])
    refuse_narrower(scope, units, [("正文，写在相邻的两行里", content.text)])
    return paper


def _fitted(content: PaperContent, paper: Paper) -> Paper:
    """Return a paper of one page in the type that lets it stand there; others as they are."""
    if not content.one_page:
        return paper
    from app.reports.fonts.resolver import resolve
    from app.reports.gongwen.onepage import fit_one_page

    return fit_one_page(paper, resolve())


def _recipients(content: PaperContent) -> str:
    return "、".join(one.name for one in content.recipients)
