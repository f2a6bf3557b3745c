"""What the commands print: tables for people, JSON for programs."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence


def print_json(value: object) -> None:
    """Print a value as JSON, Chinese as it is."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_line(text: str = "") -> None:
    """Print a line for people."""
    sys.stdout.write(text + "\n")


def print_error(text: str) -> None:
    """Print why something was refused, to the error stream."""
    sys.stderr.write(text + "\n")


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]], right: Iterable[int] = ()) -> None:
    """Print a table whose columns line up, Chinese characters counting double; columns `right` stand flush right."""
    cells = [[str("" if cell is None else cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(heads, *cells, strict=True)]
    flush_right = set(right)
    for line in (list(heads), ["-" * size for size in widths], *cells):
        padded = [
            f"{' ' * (size - width(cell))}{cell}" if number in flush_right else f"{cell}{' ' * (size - width(cell))}"
            for number, (cell, size) in enumerate(zip(line, widths, strict=True))
        ]
        print_line("  ".join(padded).rstrip())


def width(text: str) -> int:
    """Return how many columns a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
