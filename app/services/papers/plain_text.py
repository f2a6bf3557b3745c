"""A paper as plain text: for a terminal, and for the clipboard; and a text file, read for a paper."""

from __future__ import annotations

import re
from pathlib import Path

from app.models.faults import in_chinese
from app.rules.errors import OfficeError
from app.services.papers.content import PaperContent
from app.services.papers.fields import chinese_day


def read_text(path: Path) -> str:
    """Return a text file; raise `OfficeError` where it cannot be read, or is no UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise OfficeError(f"“{path}”不是 UTF-8 文本。请用记事本另存为 UTF-8 后再试。") from None
    except OSError as error:
        raise in_chinese(error, f"读取“{path}”") from error


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
