"""Shares written behind the names of a cell: 贺建国(60%)、周明远(40%)."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from app.rules.reading import Unreadable

_WRITTEN = re.compile(r"(.*?[^\d(:占\s])\s*(?:[:(\[]*\s*占?\s*)(\d{1,3}(?:\.\d{1,2})?)\s*%[)\]]?")
_BARE_FIGURE = re.compile(r"[(\[]\s*占?\s*\d+(?:\.\d+)?成?\s*[)\]]$")


def names_and_shares(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[int, ...] | None]:
    """Return the names of a cell without their shares, and the shares in hundredths of a per cent.

    The shares are None where the cell states none. Raises `Unreadable` where only some names have one, a figure has
    no per cent sign, or they do not add up to 100 %: what is stated is never replaced by an average.
    """
    texts = [unicodedata.normalize("NFKC", name) for name in names]
    if not any("%" in text or _BARE_FIGURE.search(text) for text in texts):
        return names, None
    shown = "、".join(names)
    found = [_WRITTEN.fullmatch(text) for text in texts]
    bare: list[str] = []
    shares: list[int] = []
    for match in found:
        if match is None or "%" in match[1]:
            raise Unreadable(f"看不清“{shown}”各占多少，请按“张三(60%)、李四(40%)”的样子填写")
        bare.append(match[1])
        shares.append(int(Decimal(match[2]) * 100))
    if sum(shares) != 10_000 or 0 in shares:
        raise Unreadable(f"“{shown}”的份额合计{Decimal(sum(shares)) / 100:g}%，应为100%，请核对")
    return tuple(bare), tuple(shares)
