"""Takes out of a paper's texts what cannot be printed and has no meaning on paper."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from app.reports.gongwen.paper import Attachment, Block, Chart, Paper, Paragraph, Series, Table

_USUAL = r"[\u4e00-\u9fff\u3001-\u3011\uff01-\uff5e!-~“”—…]+"
_PLAIN = re.compile(f"(?:{_USUAL}(?: {_USUAL})*)?")
"""What most texts consist of, so that they need no closer look."""
_CELL = "\u3000"
"""A blank as wide as a character: behind the number of a clause it is meant."""


def clean(text: str) -> str:
    """`text` as one line: white space as single blanks; invisible characters (zero width, control) left out."""
    if _PLAIN.fullmatch(text):
        return text
    blanks = (" " if char.isspace() else char for char in text)
    kept = (c for c in blanks if unicodedata.category(c) not in ("Cf", "Cc") and not _is_variation_selector(c))
    return re.sub(" +", " ", "".join(kept)).strip()


def cleaned(paper: Paper) -> Paper:
    """`paper` with every text clean; a line break within a paragraph makes two of it."""
    return replace(
        paper,
        title=clean(paper.title),
        authority=clean(paper.authority),
        authority_suffix=clean(paper.authority_suffix),
        number=clean(paper.number),
        copy_number=clean(paper.copy_number),
        security=clean(paper.security),
        urgency=clean(paper.urgency),
        signers=tuple(filter(None, map(clean, paper.signers))),
        addressees=clean(paper.addressees).strip("，、,；;：: "),
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
            result.append(replace(block, columns=columns, rows=rows, title=clean(block.title), note=clean(block.note)))
            continue
        if isinstance(block, Chart):
            result.append(_chart(block))
            continue
        lead, level = clean(block.lead), block.level
        if lead and block.lead.endswith(_CELL):
            lead += _CELL
        for part in block.text.splitlines() or [""]:
            text = clean(part)
            if lead or text:
                result.append(Paragraph(text, level, lead))
            if lead:
                lead, level = "", 0
    return tuple(result)


def _chart(chart: Chart) -> Chart:
    return replace(
        chart,
        categories=tuple(map(clean, chart.categories)),
        series=tuple(Series(clean(row.name), row.values) for row in chart.series),
        title=clean(chart.title),
        unit=clean(chart.unit),
    )


def _is_variation_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
