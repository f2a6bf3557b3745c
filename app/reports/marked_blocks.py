"""The text of a paper by its light marks: paragraphs, headings, clauses, tables, charts, attachments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.reports.gongwen.clauses import clause_blocks
from app.reports.gongwen.paper import Align, Attachment, Block, Chart, Column, Paragraph, Series, Table
from app.rules.errors import Refused

ATTACHMENT = "【附件】"
"""Begins the line that opens an attachment; its name follows."""
TABLE_TITLE = "【表】"
"""Begins the line that gives the next table of | lines its title; after ／ stands its note (单位：万元)."""
CHARTS: Mapping[str, Literal["bars", "stacked", "lines"]] = {
    "【柱图】": "bars",
    "【叠图】": "stacked",
    "【线图】": "lines",
}
"""Begins the line that makes the next | lines a chart; its title follows, after ／ its unit."""

_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十]+、")),
    (2, re.compile(r"（[一二三四五六七八九十]+）")),
    (3, re.compile(r"\d+[.．]\s*(?!\d)")),
    (4, re.compile(r"（\d+）")),
)
_CLAUSE = re.compile(r"第[一二三四五六七八九十百零〇]+[章节条][\s\u3000]+\S.*")
"""Measures in numbered clauses; the white after the number tells them from a sentence that begins with 第一条."""
_RUN_IN = re.compile(r"(.{2,30}?。)(.+)")
_MARK = re.compile(r"【[^【】]{1,20}】")
_RULE = re.compile(r"\|[\s\-:|]+\|")
_FIGURE = re.compile(r"-?\d{1,15}(\.\d{1,6})?")

_Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class PlainTable:
    """A table as rows of text under one row of heads.

    `aligns` say where the cells of each column stand; without them the second column stands at the left, the others
    in the middle. One that is `turned` lies on a landscape page even where it would fit upright.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    aligns: tuple[Align, ...] = ()
    turned: bool = False


def blocks_of(text: str, tables: Mapping[str, PlainTable]) -> tuple[tuple[Block, ...], tuple[Attachment, ...]]:
    """Return the text, and the attachments behind it.

    Raises `Refused` with the line for what cannot be set: a table that is not there, rows of unequal length, a chart
    without figures.
    """
    reader = _Reader(tables)
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        reader.take(number, line)
    reader.close()
    (_, body), *behind = reader.parts
    return tuple(body), tuple(Attachment(title, tuple(blocks)) for title, blocks in behind)


class _Reader:
    """Takes line after line, and keeps what they make, part by part: the text, then each attachment."""

    def __init__(self, tables: Mapping[str, PlainTable]) -> None:
        self.parts: list[tuple[str, list[Block]]] = [("", [])]
        self._tables = tables
        self._rows: list[_Row] = []
        self._mark, self._heading, self._marked_at = "", "", 0
        self._in_clauses = False

    def take(self, number: int, line: str) -> None:
        """Take one line, its number told from 1."""
        if line.startswith("|"):
            if not _RULE.fullmatch(line):
                self._rows.append((number, tuple(cell.strip() for cell in line.strip("|").split("|"))))
            return
        if not line:
            self.close(between=True)
            return
        self.close()
        mark = next((one for one in (TABLE_TITLE, *CHARTS) if line.startswith(one)), "")
        if line.startswith(ATTACHMENT):
            self.parts.append((_attachment_title(line, number), []))
            self._in_clauses = False
        elif mark:
            self._mark, self._heading, self._marked_at = mark, line.removeprefix(mark).strip(), number
        elif _MARK.fullmatch(line):
            self._add(_known(self._tables, line, number, titled=not self.parts[-1][0]))
        else:
            self._in_clauses = self._in_clauses or _CLAUSE.fullmatch(line) is not None
            for one in clause_blocks(line) if self._in_clauses else (_paragraph(line),):
                self._add(one)

    def close(self, *, between: bool = False) -> None:
        """End a table or chart; a blank line `between` its title and its rows ends nothing."""
        if self._rows:
            drawn = _charted if self._mark in CHARTS else _drawn
            self._add(drawn(self._mark, self._heading, self._rows))
            self._rows, self._mark, self._heading = [], "", ""
        elif self._mark in CHARTS and not between:
            raise Refused(f"正文第{self._marked_at}行：“{self._mark}”下面要有用 | 隔开的几行数字。")

    def _add(self, block: Block) -> None:
        self.parts[-1][1].append(block)


def _attachment_title(line: str, number: int) -> str:
    title = line.removeprefix(ATTACHMENT).strip()
    if not title:
        raise Refused(f"正文第{number}行：“{ATTACHMENT}”后面要写附件的名称。")
    return title


def _known(tables: Mapping[str, PlainTable], mark: str, number: int, *, titled: bool) -> Table:
    if mark not in tables:
        known = "、".join(tables) or "本文没有可用的表"
        raise Refused(f"正文第{number}行：没有“{mark}”这张表（可用：{known}）。")
    table = tables[mark]
    aligns = table.aligns or tuple("left" if place == 1 else "center" for place in range(len(table.heads)))
    columns = tuple(Column(head, align) for head, align in zip(table.heads, aligns, strict=True))
    title = table.title if titled else ""
    return Table(columns, table.rows, title=title, note=table.note, turned=table.turned or None)


def _drawn(_mark: str, heading: str, rows: list[_Row]) -> Table:
    """Return the table of | lines, the first of which is its head."""
    heads, body = _even(rows)
    title, _, note = heading.partition("／")
    return Table(tuple(map(Column, heads)), tuple(cells for _, cells in body), title=title, note=note)


def _charted(mark: str, heading: str, rows: list[_Row]) -> Chart:
    """Return the chart of | lines: the first names the rows of figures, each other is a category with its figures."""
    heads, body = _even(rows)
    first = rows[0][0]
    if len(heads) < 2 or not body:
        raise Refused(f"正文第{first}行：图要有一行表头（项目、数字的名称），下面每行一个项目和它的数字。")
    figures = [tuple(_figure(number, cell, mark) for cell in cells[1:]) for number, cells in body]
    title, _, unit = heading.partition("／")
    return Chart(
        CHARTS[mark],
        tuple(cells[0] for _, cells in body),
        tuple(Series(name, values) for name, values in zip(heads[1:], zip(*figures, strict=True), strict=True)),
        title.strip(),
        unit.strip().removeprefix("单位：").removeprefix("单位:"),
    )


def _even(rows: list[_Row]) -> tuple[tuple[str, ...], list[_Row]]:
    """Return the head and the other rows; raise `Refused` for a row of another length than the head."""
    (_, heads), *body = rows
    for number, cells in body:
        if len(cells) != len(heads):
            raise Refused(f"正文第{number}行：这一行有{len(cells)}格，表头有{len(heads)}格，请对齐。")
    return heads, body


def _figure(number: int, cell: str, mark: str) -> float:
    """Return a figure of a chart: 1,234.5, 62.3%, −3."""
    plain = cell.replace(",", "").replace("，", "").replace("−", "-").removesuffix("%").strip()
    if not _FIGURE.fullmatch(plain):
        raise Refused(f"正文第{number}行：图里的“{cell}”不是数字。只写数字，单位写在图的标题后（／亿元）。")
    if plain.startswith("-") and CHARTS[mark] != "lines":
        raise Refused(f"正文第{number}行：“{cell}”是负数，柱图画不出来，请改用“【线图】”。")
    return float(plain)


def _paragraph(line: str) -> Paragraph:
    for level, mark in _LEVELS:
        if not mark.match(line):
            continue
        if level in (1, 2) and (parts := _RUN_IN.fullmatch(line)):
            return Paragraph(text=parts[2], level=level, lead=parts[1])
        return Paragraph(text=line, level=level)
    return Paragraph(text=line)
