"""Pinyin for searching: which characters a syllable or its beginning may stand for, and how letters fall apart."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_MARKED = re.compile(r"[\u0300-\u0307\u0309-\u036f]")
_MOST_WAYS = 6
_COMMON_READINGS = 4
"""So many readings of a character are taken; the dictionary lists rarer ones after them."""


@cache
def syllables() -> dict[str, str]:
    """Return for each syllable without tone (`ya`, `lv`) the characters that may be read so."""
    from pypinyin.pinyin_dict import pinyin_dict

    found: dict[str, list[str]] = {}
    for codepoint, readings in pinyin_dict.items():
        if not 0x3400 <= codepoint <= 0x9FFF:
            continue
        for reading in dict.fromkeys(_plain(one) for one in readings.split(",")[:_COMMON_READINGS]):
            if reading.isascii() and reading.isalpha():
                found.setdefault(reading, []).append(chr(codepoint))
    return {reading: "".join(characters) for reading, characters in found.items()}


@cache
def readings(character: str) -> tuple[str, ...]:
    """Return the syllables that a character may be read as."""
    from pypinyin.pinyin_dict import pinyin_dict

    found = pinyin_dict.get(ord(character), "").split(",")[:_COMMON_READINGS]
    return tuple(dict.fromkeys(plain for one in found if (plain := _plain(one))))


@cache
def beginnings() -> dict[str, tuple[str, ...]]:
    """Return for each beginning of a syllable (`y`, `ya`, `zh`) the syllables that begin so."""
    found: dict[str, list[str]] = {}
    for syllable in sorted(syllables()):
        for length in range(1, len(syllable) + 1):
            found.setdefault(syllable[:length], []).append(syllable)
    return {beginning: tuple(ones) for beginning, ones in found.items()}


def ways(letters: str) -> list[tuple[str, ...]]:
    """Return how `letters` fall apart into syllables, the last of which may be unfinished: yagao, yag, xi'an.

    At least one syllable is whole; an apostrophe parts two. The longest syllables come first; at most a handful of
    ways are given.
    """
    found: list[tuple[str, ...]] = [()]
    *firsts, last = [part for part in letters.split("'") if part] or [""]
    for part in firsts:
        found = [(*before, *way) for before in found for way in _ways(part, unfinished=False)]
    return [(*before, *way) for before in found for way in _ways(last, unfinished=True)][:_MOST_WAYS]


def _ways(letters: str, *, unfinished: bool) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    known = syllables()

    def go(rest: str, parts: tuple[str, ...]) -> None:
        if len(found) >= _MOST_WAYS:
            return
        if not rest:
            found.append(parts)
            return
        for length in range(min(6, len(rest)), 0, -1):
            if rest[:length] in known and (length > 1 or rest[0] in "aeo"):
                go(rest[length:], (*parts, rest[:length]))
        if unfinished and parts and rest in beginnings() and rest not in known:
            go("", (*parts, rest))

    go(letters, ())
    return found


def _plain(reading: str) -> str:
    letters = unicodedata.normalize("NFD", reading)
    return unicodedata.normalize("NFC", _MARKED.sub("", letters)).replace("ü", "v")
