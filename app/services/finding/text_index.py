"""Finding any part of many texts in a few milliseconds: characters, characters read alike, and pinyin.

The texts lie in one array of characters; for each character the places where it stands are known, so that a word is
found by looking only where its rarest character stands. Traditional characters are folded into simplified ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from app.rules.syllables import beginnings, readings, syllables, ways
from app.rules.traditional import SIMPLIFIED

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CHARACTERS = 0x10000
_ASTRAL = 0xFFFF
"""Stands for every character beyond the basic plane: they are found, if seldom one for another."""

_APART = "\n\n"

Kind = frozenset[int]
"""Characters of which any may stand at a place."""


class TextIndex:
    """Texts by number, made for finding any part of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        self._text = encode(_APART.join(texts))
        lengths = np.fromiter((len(text) + len(_APART) for text in texts), dtype=np.int64, count=len(texts))
        self._record = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)[: len(self._text)]
        self._places = np.argsort(self._text, kind="stable").astype(np.int32)
        counts = np.bincount(self._text, minlength=_CHARACTERS)
        self._bounds = np.concatenate(([0], np.cumsum(counts)))

    def find(self, word: str) -> NDArray[np.int64]:
        """Return the numbers of the texts that hold `word` (folded, without spaces), once for each time."""
        letters = encode(word)
        if not len(letters):
            return np.arange(self.size)
        plain = self._find([frozenset((int(letter),)) for letter in letters])
        if len(letters) < 2 or not (word.isascii() and word.replace("'", "").isalpha()):
            return plain
        spelt = [self._find([_spelt(part) for part in way]) for way in ways(word)]
        return np.concatenate([plain, *spelt]) if spelt else plain

    def find_alike(self, word: str) -> NDArray[np.int64]:
        """Return the numbers of the texts that hold characters read like those of `word` (新达 for 欣达)."""
        if len(word) < 2 or word.isascii():
            return np.empty(0, dtype=np.int64)
        return self._find([_alike(character) for character in word])

    def find_initials(self, letters: str) -> NDArray[np.int64]:
        """Return the numbers of the texts that hold characters beginning with these letters (ygxm), in any reading."""
        if len(letters) < 2 or not (letters.isascii() and letters.isalpha()):
            return np.empty(0, dtype=np.int64)
        return self._find([_begins(letter) for letter in letters])

    def _find(self, pattern: Sequence[Kind]) -> NDArray[np.int64]:
        present = [[one for one in kind if self._bounds[one + 1] > self._bounds[one]] for kind in pattern]
        sizes = [sum(int(self._bounds[one + 1] - self._bounds[one]) for one in kind) for kind in present]
        rarest = int(np.argmin(sizes))
        if not sizes[rarest]:
            return np.empty(0, dtype=np.int64)
        parts = [self._places[self._bounds[one] : self._bounds[one + 1]] for one in present[rarest]]
        begin = (parts[0] if len(parts) == 1 else np.concatenate(parts)) - rarest
        begin = begin[(begin >= 0) & (begin + len(pattern) <= len(self._text))]
        for offset, kind in enumerate(present):
            if offset == rarest:
                continue
            there = self._text[begin + offset]
            if len(kind) == 1:
                begin = begin[there == kind[0]]
            else:
                among = np.zeros(_CHARACTERS, dtype=bool)
                among[kind] = True
                begin = begin[among[there]]
        return self._record[begin].astype(np.int64)


def encode(text: str) -> NDArray[np.uint16]:
    """Return the characters of a text as numbers, traditional ones as simplified."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    return _simplified()[np.where(codes >= _CHARACTERS, _ASTRAL, codes)]


@cache
def _simplified() -> NDArray[np.uint16]:
    table = np.arange(_CHARACTERS, dtype=np.uint16)
    for traditional, simplified in SIMPLIFIED.items():
        table[traditional] = ord(simplified)
    return table


def _numbers(characters: str) -> Kind:
    return frozenset(int(one) for one in encode(characters))


@cache
def _spelt(part: str) -> Kind:
    """A syllable, or the beginning of one."""
    known = syllables()
    return _numbers(known[part] if part in known else "".join(known[one] for one in beginnings()[part]))


@cache
def _begins(letter: str) -> Kind:
    return _numbers("".join(syllables()[one] for one in beginnings().get(letter, ()))) | {ord(letter)}


@cache
def _alike(character: str) -> Kind:
    simple = chr(int(encode(character)[0]))
    return _numbers(simple + "".join(syllables().get(one, "") for one in readings(simple)))
