"""The office's own papers: measures in numbered clauses, one-page briefings, tables on landscape pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.checking.check import check_pdf
from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.clauses import clause_blocks
from app.reports.gongwen.onepage import fit_one_page, typeset_one_page
from app.reports.gongwen.paper import CHAPTER, SECTION, Attachment, Column, Paper, Table
from app.reports.gongwen.profile import STANDARD
from app.reports.gongwen.typeset import typeset
from tests.paper.papers import BULLETIN, RANKING, TEXT
from tests.paper.reading import pdf_bytes, printed, written

MEASURES = """第一章 总则
第一条 为规范招商引资工作，根据有关规定，结合本市实际，制定本办法。
第二条　本办法所称主导产业，是指日用化工、机械配件、电子电器三大产业，以及市人民政府认定的其他产业。
（一）日用化工；
（二）机械配件。
第二章 优惠政策
第一节 税收
第三条 主导产业企业自投产之年起，三年全额、两年减半给予财政扶持。"""
OWN = replace(BULLETIN, format="plain", addressees="", signature="", copies_to="", printed_by="", printed_on=None)
RULES = replace(OWN, title="清沅市招商引资管理办法（试行）", blocks=clause_blocks(MEASURES))
BRIEFING = replace(OWN, title="定国县招商引资情况", blocks=(*TEXT[:7], RANKING))
COLUMNS = (Column("县区"), *(Column(f"指标{n}（万元）", "right") for n in range(14)))
ROWS = tuple((name, *(f"{n * 7919 + 12345:,}.{n:02d}" for n in range(14))) for name in ("定国县", "云河县", "白塔县"))
WIDE = Table(COLUMNS, ROWS, "各项指标完成情况")


def test_lines_become_chapters_sections_and_clauses() -> None:
    blocks = clause_blocks(MEASURES)
    assert (blocks[0].text, blocks[0].level) == ("第一章　总则", CHAPTER)
    assert (blocks[6].text, blocks[6].level) == ("第一节　税收", SECTION)
    assert (blocks[1].lead, blocks[1].level) == ("第一条　", 1)
    assert blocks[2].lead == "第二条　"
    assert (blocks[3].text, blocks[3].level) == ("（一）日用化工；", 0)


def test_chapters_stand_in_the_middle_and_clauses_begin_in_heiti(fonts: FontSet) -> None:
    sheet = printed(RULES, fonts)[0]
    chapter = sheet.row("第一章")
    assert {char.font for char in chapter} == {fonts.face(Role.HEI).postscript_name}
    assert (chapter[0].left + chapter[-1].right) / 2 == pytest.approx(28 + 78, abs=0.5)
    clause = sheet.row("第一条")
    assert [char.font for char in clause[:3]] == [fonts.face(Role.HEI).postscript_name] * 3
    text = next(char for char in clause if char.text == "为")
    assert text.left - clause[2].left == pytest.approx(2 * 156 / 28, abs=0.3)
    assert {char.font for char in clause if char.text in "规范招商"} == {fonts.face(Role.FANGSONG).postscript_name}
    assert check_pdf(pdf_bytes(RULES, fonts)).passed


def test_chapters_and_clauses_are_bookmarks(fonts: FontSet) -> None:
    marks = [(mark.title, mark.level) for page in typeset(RULES, fonts) for mark in page.bookmarks]
    assert ("第一章 总则", 1) in marks
    assert any(title.startswith("第一条") for title, _ in marks)


def test_a_chapter_never_ends_a_page(fonts: FontSet) -> None:
    for count in range(1, 12):
        blocks = (*TEXT[:1] * count, *clause_blocks(MEASURES))
        for page in typeset(replace(RULES, blocks=blocks), fonts):
            lowest = max((run.y, run.text) for run in page.runs if run.y < STANDARD.area_bottom)
            assert not lowest[1].startswith(("第一章", "第二章", "第一节"))


def test_measures_may_be_issued_as_a_file(fonts: FontSet) -> None:
    paper = replace(BULLETIN, title="关于印发招商引资管理办法的通知", blocks=clause_blocks(MEASURES))
    assert check_pdf(pdf_bytes(paper, fonts)).passed


def test_a_briefing_takes_one_page_in_the_largest_type_that_fits(fonts: FontSet) -> None:
    page = typeset_one_page(BRIEFING, fonts)
    for run in page.runs:
        assert run.y < STANDARD.area_bottom + 30
    fitted = fit_one_page(BRIEFING, fonts)
    assert len(typeset(fitted, fonts)) == 1
    assert fitted.profile.size < STANDARD.size
    assert "一页纸" in fitted.profile.name
    assert "东岭县" in page.text


def test_a_short_briefing_keeps_the_standards_sizes(fonts: FontSet) -> None:
    fitted = fit_one_page(replace(BRIEFING, blocks=TEXT[:3]), fonts)
    assert (fitted.profile.size, fitted.profile.line_pitch) == (STANDARD.size, STANDARD.line_pitch)
    assert fitted.profile.name == STANDARD.name


def turned_pages(paper: Paper, fonts: FontSet) -> list[int]:
    return [page.number for page in typeset(paper, fonts) if page.turned is not None]


def test_a_wide_table_turns_the_next_page_and_the_text_goes_on(fonts: FontSet) -> None:
    pages = typeset(replace(BULLETIN, blocks=(*TEXT[:4], WIDE, *TEXT[4:])), fonts)
    (turned,) = (page for page in pages if page.turned is not None)
    assert turned.number == 3
    assert turned.turned is not None
    assert (turned.width, turned.height) == (turned.turned.height, turned.turned.width)
    assert f"— {turned.number} —" in turned.text
    before, after = pages[turned.number - 2], pages[turned.number]
    assert len(before.runs) > 40
    assert after.runs


def test_a_table_that_fits_stays_upright(fonts: FontSet) -> None:
    assert not turned_pages(BULLETIN, fonts)
    assert turned_pages(replace(BULLETIN, blocks=(*TEXT[:4], replace(RANKING, turned=True))), fonts)


@pytest.mark.parametrize("texts", [1, 2, 4, 9, 12])
def test_signature_and_imprint_come_behind_a_table_that_ends_the_text(fonts: FontSet, texts: int) -> None:
    paper = replace(BULLETIN, blocks=(*TEXT[:texts], WIDE))
    report = check_pdf(pdf_bytes(paper, fonts))
    assert not [(row.id, row.value) for row in report.broken]
    pages = typeset(paper, fonts)
    (turned,) = (page.number for page in pages if page.turned is not None)
    assert turned < len(pages)
    assert "2026年7月3日" in pages[-1].text


def test_a_wide_attachment_lies_sideways_with_its_heading(fonts: FontSet) -> None:
    table = replace(WIDE, rows=ROWS * 12, title="")
    paper = replace(BULLETIN, attachments=(Attachment("各项指标完成情况表", (table,)),))
    pages = [page for page in typeset(paper, fonts) if page.turned is not None]
    assert len(pages) == 2
    assert pages[0].turned is not None
    assert pages[0].turned.text.startswith("附件各项指标完成情况表")
    assert all("县区" in page.text for page in pages)
    assert check_pdf(pdf_bytes(paper, fonts)).passed


def test_text_of_a_turned_table_is_copied_row_by_row(fonts: FontSet) -> None:
    sheets = printed(replace(BULLETIN, blocks=(*TEXT[:4], WIDE, *TEXT[4:])), fonts)
    sheet = next(sheet for sheet in sheets if WIDE.title in sheet.text)
    assert "定国县12,345.0020,264.01" in sheet.text.replace(" ", "")
    assert written(sheet.row("— ")) == "— 3 —"
