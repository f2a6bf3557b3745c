"""Initials of Chinese names for searching: 清沅日化 is found by `qyrh`.

A polyphone is kept in every reading that matters: 重庆 is found by `cq` and by `zq`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_PHRASED = frozenset("重长厦单行乐曾朝石藏都大会盛调沈仇区查解尉种给畜降宿属车传参便")
"""Characters whose reading depends on the word, as they occur in names; others take their common reading."""

_PLACES = {"单县": "sx", "厦门": "xm", "长沙": "cs", "重庆": "cq", "六安": "la", "蚌埠": "bb", "台州": "tz"}
"""Places that the phrase dictionary is known to get wrong, or must not get wrong."""


_RUNS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")


def folded(text: str) -> str:
    """Return `text` as it is compared: half-width, lower case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def search_key(*texts: str) -> str:
    """Return what a record is searched by: the texts, folded, and their initials, one a line."""
    lines: list[str] = []
    for text in texts:
        if not text:
            continue
        plain = folded(text)
        lines.append(plain)
        if plain.isascii():
            continue
        lines.extend(line for line in initials(plain) if line != plain)
    return "\n".join(dict.fromkeys(lines))


def initials(text: str) -> tuple[str, ...]:
    """Return the initials of `text`: by each character's common reading, and by its words where that differs."""
    plain = text.translate(_table())
    if _PHRASED.isdisjoint(text):
        return (plain,)
    phrased = _by_phrases(text)
    return (plain,) if phrased == plain else (plain, phrased)


@cache
def _table() -> dict[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict

    table = {}
    for codepoint, readings in pinyin_dict.items():
        first = unicodedata.normalize("NFD", readings.split(",", 1)[0])[:1]
        if first.isascii() and first.isalpha():
            table[codepoint] = first
    return table


def _by_phrases(text: str) -> str:
    for place, letters in _PLACES.items():
        text = text.replace(place, letters)
    return "".join(run if run.isascii() else _phrase(run) for run in _RUNS.findall(text))


@lru_cache(maxsize=65_536)
def _phrase(run: str) -> str:
    """Return the initials of a run without digits or letters, by its words; remembered, since names share theirs."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(run, style=Style.FIRST_LETTER, errors=lambda part: part)).lower()
