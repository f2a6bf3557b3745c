"""Paragraphs of a text as a reader tells them: by the indent of their first line, and by their numbers."""

from __future__ import annotations

import re

from app.reports.checking.layout import Layout
from app.reports.checking.rows import Row

_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}、")),
    (2, re.compile(r"（[一二三四五六七八九十]{1,3}）")),
    (3, re.compile(r"\d{1,2}[.．](?!\d)")),
    (4, re.compile(r"（\d{1,2}）")),
    (5, re.compile(r"第[一二三四五六七八九十百零〇]+[章节条]")),
)


def level_of(text: str) -> int:
    """1 to 4 for 一、 （一） 1. （1）; 5 for 第一章 and 第一条; 0 for text."""
    return next((level for level, mark in _LEVELS if mark.match(text)), 0)


def paragraphs(layout: Layout) -> list[list[Row]]:
    """The rows of the text by paragraphs; a row that begins more than a character in begins one."""
    found: list[list[Row]] = []
    for row in layout.text:
        indented = row.left - layout.left_of(row) > layout.pitch
        if indented or not found:
            found.append([row])
        else:
            found[-1].append(row)
    return found
