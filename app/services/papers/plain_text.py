"""A paper as plain text: for a terminal, and for the clipboard."""

from __future__ import annotations

import re

from app.services.papers.content import PaperContent
from app.services.papers.fields import chinese_day


def plain_text(content: PaperContent) -> str:
    """Return the paper line by line, its tables with cells apart by tabs; the lines of charts stay as they are."""
    tables = dict(content.tables)
    lines = [content.title, *([f"{content.addressees}："] if content.addressees else [])]
    for line in content.text.splitlines():
        table = tables.get(line.strip())
        if table is None:
            lines.append(re.sub(r"^\s*【附件】", "附件：", line))
            continue
        told = (f"{table.title}{f'（{table.note}）' if table.note else ''}",) if table.title or table.note else ()
        lines += [*told, *("\t".join(row) for row in (table.heads, *table.rows))]
    if content.signature:
        lines += [content.signature, chinese_day(content.day)]
    return "\n".join(lines) + "\n"
