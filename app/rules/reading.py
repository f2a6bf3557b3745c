"""Reading what people type: tidying text, and the refusal that says why a cell cannot be read."""

from __future__ import annotations

import re
import unicodedata

from app.rules.errors import Refused

EMPTY_WORDS = frozenset(
    {"", "-", "--", "---", "—", "——", "/", "\\", "无", "暂无", "空", "未填", "n/a", "na", "null", "none"}
)
"""What offices write for an empty cell (practice of ledgers: “-”, “/”, “无”)."""

_SPACES = re.compile(r"\s+")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
_SPACE_IN_HAN = re.compile(rf"(?<=[{_HAN}（）()、，。：；])\s+(?=[{_HAN}（）()、，。：；])")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Unreadable(Refused):
    """A cell does not say what its column needs; the message is the reason, in Chinese."""


def tidy(text: str) -> str:
    """Return `text` for comparing and reading figures: half width, no spaces at all, no invisible characters."""
    return _SPACES.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))


def clean(text: str) -> str:
    """Return `text` for keeping: no invisible characters, no spaces outside or between Chinese characters."""
    if text.isprintable() and " " not in text:
        return text
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()
    return _SPACE_IN_HAN.sub("", text) if " " in text else text


def is_empty(value: object) -> bool:
    """Tell whether a cell holds nothing, or a word that offices write for nothing."""
    if value is None:
        return True
    return isinstance(value, str) and tidy(value).lower() in EMPTY_WORDS


def plain(value: object) -> str:
    """Return a cell as a person sees it: whole floats without “.0”, days as 2026-06-03."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    return str(value)
