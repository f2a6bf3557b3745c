"""Measures in numbered clauses: 第一章, 第一节, 第一条, （一）, 1. as paragraphs of a paper."""

from __future__ import annotations

import re

from app.reports.gongwen.paper import CHAPTER, SECTION, Paragraph

_NUMBER = "[一二三四五六七八九十百零〇]+"
_HEADINGS = (
    (CHAPTER, re.compile(rf"第{_NUMBER}章[\s\u3000]*(.*)")),
    (SECTION, re.compile(rf"第{_NUMBER}节[\s\u3000]*(.*)")),
)
_CLAUSE = re.compile(rf"(第{_NUMBER}条)[\s\u3000]*(.*)")


def clause_blocks(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of measures, one line of `text` each.

    Chapters and their sections stand in the middle, the number of a clause in 黑体 before its text; the items below a
    clause, （一） and 1., are text as any other.
    """
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        clause = _CLAUSE.fullmatch(line)
        if clause and clause[2]:
            found.append(Paragraph(clause[2], 1, lead=f"{clause[1]}\u3000"))
            continue
        level, match = next(((level, m) for level, mark in _HEADINGS if (m := mark.fullmatch(line))), (0, None))
        if match and match[1]:
            number = line[: match.start(1)].strip()
            found.append(Paragraph(f"{number}\u3000{match[1]}", level))
        else:
            found.append(Paragraph(line, level))
    return tuple(found)
