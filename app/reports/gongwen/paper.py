"""What a paper says, in plain values: the description that `typeset` makes pages of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.reports.gongwen.profile import STANDARD, Profile

Align = Literal["left", "center", "right"]


CHAPTER, SECTION = 5, 6
"""Levels of 第一章 and 第一节: centred headings of measures in numbered clauses."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a heading of level 1 to 4 (一、 （一） 1. （1）; the text brings its number), or that of a chapter.

    `lead` is a heading that runs into its paragraph: it is set in the level's face, `text` after it in 仿宋.
    """

    text: str
    level: int = 0
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, where its cells stand, and its share of white to spare."""

    head: str
    align: Align = "center"
    weight: float = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row of heads, repeated on every page; cells turn over, and are never cut."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    note: str = ""
    """Stands at the right above the table: 单位：万元."""
    turned: bool | None = None
    """Whether it stands on a landscape page (8); None: where its figures do not fit upright in a readable size."""

    def __post_init__(self) -> None:
        """Raise ValueError when a row has not as many cells as there are columns, or there is no column."""
        if not self.columns:
            raise ValueError("a table has no columns")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has not as many cells as the table has columns")


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures of a chart, as many as it has categories."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in black and greys: `bars` (side by side), `stacked` bars, or `lines` over the categories."""

    kind: Literal["bars", "stacked", "lines"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    title: str = ""
    unit: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError for rows of another length than the categories, and for bars below zero."""
        if not self.categories or any(len(row.values) != len(self.categories) for row in self.series):
            raise ValueError("a row has not as many values as the chart has categories")
        if self.kind != "lines" and any(value < 0 for row in self.series for value in row.values):
            raise ValueError("a bar is shorter than nothing")


Block = Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件: its name is listed below the text, its blocks follow on pages of their own."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper: 通报 (`file`), 提醒函 (`letter`), or a text without head (`plain`).

    `authority` with `authority_suffix` (文件) is the red head; `signature` the authority below the text, where empty
    there is neither signature nor date. `number` is written out (清招办〔2026〕5号). `words` are names that the title
    must not split. `copy_number`, `security` (机密★1年) and `urgency` (特急) stand at the upper left (7.2.1 to 7.2.3);
    a paper with `signers` goes upwards (7.2.6).
    """

    title: str
    authority: str
    blocks: tuple[Block, ...]
    day: date
    authority_suffix: str = "文件"
    number: str = ""
    addressees: str = ""
    attachments: tuple[Attachment, ...] = ()
    signature: str = ""
    sealed: bool = False
    note: str = ""
    copies_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    format: Literal["file", "letter", "plain"] = "file"
    words: tuple[str, ...] = ()
    profile: Profile = STANDARD
    copy_number: str = ""
    security: str = ""
    urgency: str = ""
    signers: tuple[str, ...] = ()


def chinese_date(day: date) -> str:
    """2026年3月5日: Arabic figures, the year in full, no leading zeros (7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def fields(paper: Paper) -> list[tuple[str, str]]:
    """Every text of `paper` with the name by which the user knows it."""
    named = [
        ("标题", paper.title),
        ("发文机关", paper.authority + paper.authority_suffix),
        ("份号", paper.copy_number),
        ("密级和保密期限", paper.security),
        ("紧急程度", paper.urgency),
        ("发文字号", paper.number),
        ("签发人", "".join(paper.signers)),
        ("主送机关", paper.addressees),
        ("署名", paper.signature),
        ("附注", paper.note),
        ("抄送机关", paper.copies_to),
        ("印发机关", paper.printed_by),
    ]
    named += _block_fields("正文", paper.blocks)
    for number, attachment in enumerate(paper.attachments, 1):
        named.append((f"附件{number}标题", attachment.title))
        named += _block_fields(f"附件{number}", attachment.blocks)
    return named


def _block_fields(name: str, blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for number, block in enumerate(blocks, 1):
        if isinstance(block, Paragraph):
            found.append((f"{name}第{number}段", block.lead + block.text))
            continue
        if isinstance(block, Chart):
            rows = "".join(row.name for row in block.series)
            found.append((f"{name}第{number}段图", block.title + block.unit + rows + "".join(block.categories)))
            continue
        found.append((f"{name}第{number}段表格", block.title + block.note))
        found += [(f"{name}第{number}段表头", column.head) for column in block.columns]
        for line, row in enumerate(block.rows, 1):
            found += [
                (f"{name}第{number}段表格第{line}行“{column.head}”", cell)
                for column, cell in zip(block.columns, row, strict=True)
            ]
    return found
