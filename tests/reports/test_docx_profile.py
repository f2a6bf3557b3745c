"""Word documents follow an office's own measures: the grid, page numbers in the middle, figures in another face."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from app.reports.docx.writing import write_docx
from app.reports.gongwen.own import own_profile
from tests.paper.papers import BULLETIN


def made(**numbers: Any) -> WordDocument:
    profile = own_profile({"name": "清沅市", "since": "2026-01-01", **numbers}).profile()
    target = io.BytesIO()
    write_docx(replace(BULLETIN, profile=profile), target)
    target.seek(0)
    return Document(target)


def grid(document: WordDocument) -> int:
    return int(document.sections[0]._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")))


def lines_of(document: WordDocument) -> int:
    section = document.sections[0]._sectPr
    height = int(section.find(qn("w:pgSz")).get(qn("w:h")))
    margins = section.find(qn("w:pgMar"))
    room = height - sum(int(margins.get(qn(f"w:{side}"))) for side in ("top", "bottom"))
    return room // grid(document)


def aligned(document: WordDocument) -> list[str]:
    section = document.sections[0]
    return [
        footer._element.find(f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:jc')}").get(qn("w:val"))
        for footer in (section.footer, section.even_page_footer)
    ]


def faces(document: WordDocument) -> set[tuple[str, str]]:
    found = document.element.iter(qn("w:rFonts"))
    return {(one.get(qn("w:eastAsia")), one.get(qn("w:ascii"))) for one in found}


def test_the_grid_has_the_line_pitch_and_the_lines() -> None:
    assert (grid(made()), lines_of(made())) == (592, 22)
    assert (grid(made(line_pitch=28)), lines_of(made(line_pitch=28))) == (560, 23)
    assert lines_of(made(line_pitch=28, lines=22)) == 22


def test_page_numbers_stand_outwards_or_in_the_middle() -> None:
    assert aligned(made()) == ["right", "left"]
    assert aligned(made(number_place="middle")) == ["center", "center"]


def test_figures_of_the_text_are_in_the_other_face_and_headings_keep_theirs() -> None:
    assert ("仿宋_GB2312", "仿宋_GB2312") in faces(made())
    other = faces(made(figures="宋体"))
    assert ("仿宋_GB2312", "宋体") in other
    assert ("仿宋_GB2312", "仿宋_GB2312") not in other
    assert ("黑体", "黑体") in other
    assert ("仿宋_GB2312", "Times New Roman") in faces(made(figures="Times New Roman"))
