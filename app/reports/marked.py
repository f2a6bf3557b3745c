"""Marked text made into an official paper: one paragraph a line, headings by their marks, tables, attachments."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from app.reports.gongwen.paper import Attachment, Block, Column, Paper, Paragraph, Table
from app.rules.errors import Refused

Format = Literal["file", "letter", "plain"]

ATTACHMENT = "【附件】"
"""Begins the line that opens an attachment; its name follows."""
TABLE_TITLE = "【表】"
"""Begins the line that gives the next table of | lines its title; after ／ stands its note (单位：万元)."""

_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十]+、")),
    (2, re.compile(r"（[一二三四五六七八九十]+）")),
    (3, re.compile(r"\d+[.．]\s*(?!\d)")),
    (4, re.compile(r"（\d+）")),
)
_RUN_IN = re.compile(r"(.{2,30}?。)(.+)")
_MARK = re.compile(r"【[^【】]{1,20}】")
_RULE = re.compile(r"\|[\s\-:|]+\|")


@dataclass(frozen=True)
class PlainTable:
    """A table as rows of text under one row of heads."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class MarkedPaper:
    """All that a paper says, as the drafting form holds it.

    `text` has one paragraph a line; `tables` are those that a line with nothing but their mark (【排名表】) stands
    for, by mark. `words` are names that the title must not split.
    """

    title: str
    authority: str
    text: str
    day: dt.date
    format: Format = "file"
    number: str = ""
    addressees: str = ""
    tables: tuple[tuple[str, PlainTable], ...] = ()
    signature: str = ""
    note: str = ""
    copies_to: str = ""
    printed_by: str = ""
    words: tuple[str, ...] = ()
    copy_number: str = ""
    security: str = ""
    urgency: str = ""
    signers: tuple[str, ...] = ()
    sealed: bool = False


def marked_paper(marked: MarkedPaper) -> Paper:
    """Return the paper; raise `Refused` with the line for a table that is not there or rows of unequal length."""
    body, attachments = _blocks(marked)
    return Paper(
        title=marked.title,
        authority=marked.authority,
        authority_suffix="文件" if marked.format == "file" else "",
        blocks=body,
        day=marked.day,
        number=marked.number,
        addressees=re.sub(r"[：:]?$", "", marked.addressees.strip()),
        attachments=attachments,
        signature=marked.signature,
        note=marked.note,
        copies_to=marked.copies_to,
        printed_by=marked.printed_by,
        printed_on=marked.day if marked.printed_by else None,
        format=marked.format,
        words=marked.words,
        copy_number=marked.copy_number,
        security=marked.security,
        urgency=marked.urgency,
        signers=marked.signers,
        sealed=marked.sealed,
    )


def _blocks(marked: MarkedPaper) -> tuple[tuple[Block, ...], tuple[Attachment, ...]]:
    """Return the text, and what stands behind it, part by part."""
    parts: list[tuple[str, list[Block]]] = [("", [])]
    tables = dict(marked.tables)
    rows: list[tuple[int, tuple[str, ...]]] = []
    heading = ""

    def close_table() -> None:
        nonlocal heading
        if rows:
            parts[-1][1].append(_drawn(heading, rows))
            rows.clear()
            heading = ""

    for number, line in enumerate(map(str.strip, marked.text.splitlines()), start=1):
        if line.startswith("|"):
            if not _RULE.fullmatch(line):
                rows.append((number, tuple(cell.strip() for cell in line.strip("|").split("|"))))
            continue
        close_table()
        if not line:
            continue
        if line.startswith(ATTACHMENT):
            parts.append((_attachment_title(line, number), []))
        elif line.startswith(TABLE_TITLE):
            heading = line.removeprefix(TABLE_TITLE).strip()
        elif _MARK.fullmatch(line):
            parts[-1][1].append(_known(tables, line, number, titled=not parts[-1][0]))
        else:
            parts[-1][1].append(_paragraph(line))
    close_table()
    (_, body), *behind = parts
    return tuple(body), tuple(Attachment(title, tuple(blocks)) for title, blocks in behind)


def _attachment_title(line: str, number: int) -> str:
    title = line.removeprefix(ATTACHMENT).strip()
    if not title:
        raise Refused(f"正文第{number}行：“{ATTACHMENT}”后面要写附件的名称。")
    return title


def _known(tables: dict[str, PlainTable], mark: str, number: int, *, titled: bool) -> Table:
    if mark not in tables:
        known = "、".join(tables) or "本文没有可用的表"
        raise Refused(f"正文第{number}行：没有“{mark}”这张表（可用：{known}）。")
    table = tables[mark]
    columns = tuple(Column(head, align="left" if place == 1 else "center") for place, head in enumerate(table.heads))
    return Table(columns, table.rows, title=table.title if titled else "", note=table.note)


def _drawn(heading: str, rows: list[tuple[int, tuple[str, ...]]]) -> Table:
    """Return the table of | lines, the first of which is its head."""
    (_, heads), *body = rows
    for number, cells in body:
        if len(cells) != len(heads):
            raise Refused(f"正文第{number}行：这一行有{len(cells)}格，表头有{len(heads)}格，请对齐。")
    title, _, note = heading.partition("／")
    return Table(tuple(map(Column, heads)), tuple(cells for _, cells in body), title=title, note=note)


def _paragraph(line: str) -> Paragraph:
    for level, mark in _LEVELS:
        if not mark.match(line):
            continue
        if level in (1, 2) and (parts := _RUN_IN.fullmatch(line)):
            return Paragraph(text=parts[2], level=level, lead=parts[1])
        return Paragraph(text=line, level=level)
    return Paragraph(text=line)
