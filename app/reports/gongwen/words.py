"""The words that titles do not split, read from a list that the office may add to."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

WORDS = Path(__file__).resolve().parents[3] / "resources" / "papers" / "words.txt"


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """The words of titles; the paper adds the names that it knows. Empty where the list is missing."""
    try:
        lines = WORDS.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return frozenset()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
