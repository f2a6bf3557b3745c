"""通报: a bulletin's text and tables made into an official paper in file format."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from app.reports.gongwen.paper import Attachment, Column, Paper, Paragraph, Table

TABLE_MARK = "【排名表】"
"""The line of a bulletin's text at which its ranking table stands."""

_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十]+、")),
    (2, re.compile(r"（[一二三四五六七八九十]+）")),
    (3, re.compile(r"\d+[.．]\s*(?!\d)")),
    (4, re.compile(r"（\d+）")),
)
_RUN_IN = re.compile(r"(.{2,30}?。)(.+)")


@dataclass(frozen=True)
class PlainTable:
    """A table as rows of text under one row of heads."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class BulletinText:
    """All that a bulletin says, as the drafting form holds it. `text` has one paragraph a line."""

    title: str
    authority: str
    number: str
    addressees: str
    text: str
    table: PlainTable
    details: PlainTable | None
    signature: str
    day: dt.date
    note: str = ""
    copies_to: str = ""
    printed_by: str = ""
    words: tuple[str, ...] = ()


def bulletin_paper(bulletin: BulletinText) -> Paper:
    """Return the paper: lines that begin with 一、 （一） 1. （1） are headings, `TABLE_MARK` is the table."""
    lines = filter(None, (line.strip() for line in bulletin.text.splitlines()))
    blocks = [_table(bulletin.table) if line == TABLE_MARK else _paragraph(line) for line in lines]
    attachments = ()
    if bulletin.details is not None:
        attachments = (Attachment(bulletin.details.title, (_table(bulletin.details, titled=False),)),)
    return Paper(
        title=bulletin.title,
        authority=bulletin.authority,
        blocks=tuple(blocks),
        day=bulletin.day,
        number=bulletin.number,
        addressees=bulletin.addressees,
        attachments=attachments,
        signature=bulletin.signature,
        note=bulletin.note,
        copies_to=bulletin.copies_to,
        printed_by=bulletin.printed_by,
        printed_on=bulletin.day,
        words=bulletin.words,
    )


def _paragraph(line: str) -> Paragraph:
    for level, mark in _LEVELS:
        if not mark.match(line):
            continue
        if level in (1, 2) and (parts := _RUN_IN.fullmatch(line)):
            return Paragraph(text=parts[2], level=level, lead=parts[1])
        return Paragraph(text=line, level=level)
    return Paragraph(text=line)


def _table(table: PlainTable, *, titled: bool = True) -> Table:
    columns = tuple(Column(head, align="left" if number == 1 else "center") for number, head in enumerate(table.heads))
    return Table(columns, table.rows, title=table.title if titled else "", note=table.note)
