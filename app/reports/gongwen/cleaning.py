"""Takes out of a paper's texts what cannot be printed and has no meaning on paper."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from app.reports.gongwen.paper import Attachment, Block, Paper, Paragraph, Table

_USUAL = r"[\u4e00-\u9fff\u3001-\u3011\uff01-\uff5e!-~“”—…]+"
_PLAIN = re.compile(f"(?:{_USUAL}(?: {_USUAL})*)?")
"""What most texts consist of, so that they need no closer look."""


def clean(text: str) -> str:
    """`text` as one line: white space as single blanks, invisible characters (zero width, variants) left out."""
    if _PLAIN.fullmatch(text):
        return text
    kept = (char for char in text if unicodedata.category(char) != "Cf" and not _is_variation_selector(char))
    blanks = (" " if char.isspace() else char for char in kept)
    return re.sub(" +", " ", "".join(blanks)).strip()


def cleaned(paper: Paper) -> Paper:
    """`paper` with every text clean; a line break within a paragraph makes two of it."""
    return replace(
        paper,
        title=clean(paper.title),
        authority=clean(paper.authority),
        authority_suffix=clean(paper.authority_suffix),
        number=clean(paper.number),
        addressees=clean(paper.addressees),
        signature=clean(paper.signature),
        note=clean(paper.note),
        copies_to=clean(paper.copies_to),
        printed_by=clean(paper.printed_by),
        blocks=_blocks(paper.blocks),
        attachments=tuple(
            Attachment(clean(attachment.title), _blocks(attachment.blocks)) for attachment in paper.attachments
        ),
    )


def _blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            columns = tuple(replace(column, head=clean(column.head)) for column in block.columns)
            rows = tuple(tuple(map(clean, row)) for row in block.rows)
            result.append(Table(columns, rows, clean(block.title), clean(block.note)))
            continue
        lead, level = clean(block.lead), block.level
        for part in block.text.splitlines() or [""]:
            text = clean(part)
            if lead or text:
                result.append(Paragraph(text, level, lead))
            if lead:
                lead, level = "", 0
    return tuple(result)


def _is_variation_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
