"""Text tables (CSV): the encoding and the separator are found by the content."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

_SEPARATORS = (",", "\t", ";", "，", "|")
_SAMPLE_LINES = 30


class NotText(ValueError):
    """The bytes are no text in any encoding that ledgers come in."""


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8 (with or without BOM), UTF-16 or GB18030; raise `NotText` otherwise."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strict(data, encoding)
    head = data[:4096]
    if b"\0" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) < len(head) // 20:
            raise NotText
        return _strict(data, "utf-16-le" if odd > even else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(data, "gb18030")


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText from error
    if sum(text.count(mark) for mark in "\0\x01\x02\x03\x04\x05\x06\x07\x08"):
        raise NotText
    return text


def separator(text: str) -> str:
    """Return what separates the cells: the mark that most lines of the beginning have most often."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    best, most = ",", 0
    for mark in _SEPARATORS:
        counts = sorted(len(next(csv.reader([line], delimiter=mark), [])) - 1 for line in lines)
        score = counts[len(counts) // 2] if counts else 0
        if score > most:
            best, most = mark, score
    return best


def rows(text: str) -> Iterator[list[str]]:
    """Yield the rows of a text table, all cells as text; a row is a record, whatever line breaks its cells hold."""
    csv.field_size_limit(10_000_000)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator(text)):
        yield [cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell for cell in row]
