"""GB/T 9704-2012, 7.3.3 to 7.3.7: text, headings, attachments, authority and date (rows B3 to B11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.paper import Attachment, Paragraph
from tests.paper.papers import BULLETIN, OFFICE, TEXT
from tests.paper.reading import Char, Sheet, printed, written

ONE = 156 / 28
UNPRINTED = replace(BULLETIN, copies_to="", printed_by="", printed_on=None)


def find(sheets: list[Sheet], beginning: str) -> tuple[int, list[Char]]:
    """The page number and row that begins so."""
    for page, sheet in enumerate(sheets, 1):
        for row in sheet.rows():
            if written(row).startswith(beginning):
                return page, row
    raise AssertionError(beginning)


def left(page: int) -> float:
    return 28 if page % 2 else 26


@pytest.mark.parametrize(
    "beginning", ["2026年6月，", "一、总体", "（一）主导", "（二）以商", "1.企业", "（1）落地", "南浦区、云台"]
)
def test_paragraphs_begin_two_characters_in_and_turn_over_flush(bulletin: list[Sheet], beginning: str) -> None:
    page, row = find(bulletin, beginning)
    assert row[0].left - left(page) == pytest.approx(2 * ONE, abs=0.5)
    rows = bulletin[page - 1].rows()
    after = rows[rows.index(row) + 1]
    if written(after)[:1] not in "一二三（126南":
        assert after[0].left == pytest.approx(left(page), abs=0.5)


@pytest.mark.parametrize(
    "beginning, role",
    [
        ("一、总体情况", Role.HEI),
        ("（一）主导产业", Role.KAI),
        ("1.企业引荐", Role.FANGSONG),
        ("（1）落地项目", Role.FANGSONG),
    ],
)
def test_headings_have_the_face_of_their_level(
    bulletin: list[Sheet], fonts: FontSet, beginning: str, role: Role
) -> None:
    _, row = find(bulletin, beginning)
    assert {char.font for char in row} == {fonts.face(role).postscript_name}


def test_a_heading_that_runs_in_leaves_its_paragraph_in_fangsong(bulletin: list[Sheet], fonts: FontSet) -> None:
    _, row = find(bulletin, "（二）以商招商成效明显。")
    kai, fang = fonts.face(Role.KAI).postscript_name, fonts.face(Role.FANGSONG).postscript_name
    assert [char.font for char in row] == [kai] * 12 + [fang] * (len(row) - 12)


def test_a_heading_never_ends_a_page(fonts: FontSet) -> None:
    for lines in range(1, 12):
        blocks = (Paragraph("一" * 28 * lines), Paragraph("一、总体情况", 1), Paragraph("全市" * 60))
        for sheet in printed(replace(UNPRINTED, blocks=blocks), fonts):
            rows = [written(row) for row in sheet.rows() if row[0].top < 262]
            assert not rows[-1].startswith("一、总体情况")


def test_without_seal_the_date_starts_two_characters_right_of_the_authority(bulletin: list[Sheet]) -> None:
    page, name = find(bulletin[-1:], OFFICE)
    _, day = find(bulletin[-1:], "2026年7月3日")
    assert left(2) + 156 - name[-1].right == pytest.approx(2 * ONE, abs=0.5)
    assert day[0].left - name[0].left == pytest.approx(2 * ONE, abs=0.5)
    assert day[0].top - name[0].top == pytest.approx(10.446, abs=0.2)
    rows = bulletin[-1].rows()
    text = rows[rows.index(name) - 1]
    assert name[0].top - text[0].bottom == pytest.approx(10.39, abs=0.6)
    assert page == 1


def test_a_date_longer_than_the_authority_is_two_characters_in(fonts: FontSet) -> None:
    sheets = printed(replace(UNPRINTED, signature="招商办", day=date(2026, 12, 31)), fonts)
    page, day = find(sheets, "2026年12月31日")
    _, name = find(sheets, "招商办")
    assert left(page) + 156 - day[-1].right == pytest.approx(2 * ONE, abs=0.5)
    assert day[0].left - name[0].left == pytest.approx(2 * ONE, abs=0.5)


def test_with_seal_the_authority_is_centred_over_a_date_four_characters_in(fonts: FontSet) -> None:
    sheets = printed(replace(UNPRINTED, signature="清沅市招商办", sealed=True), fonts)
    page, day = find(sheets, "2026年7月3日")
    _, name = find(sheets, "清沅市招商办")
    assert left(page) + 156 - day[-1].right == pytest.approx(4 * ONE, abs=0.5)
    middle = (day[0].left + day[-1].right) / 2
    assert (name[0].left + name[-1].right) / 2 == pytest.approx(middle, abs=0.5)
    rows = sheets[page - 1].rows()
    text = rows[rows.index(name) - 1]
    seal_middle = (name[0].top + day[0].bottom) / 2 - 5
    assert 0 <= seal_middle - 21 - text[0].bottom < 10.39
    assert seal_middle - 21 < name[0].top
    assert seal_middle + 21 > day[0].bottom
    assert seal_middle + 21 <= 262 + 0.5


def test_dates_have_no_leading_zeros(fonts: FontSet) -> None:
    sheets = printed(replace(UNPRINTED, day=date(2026, 3, 5)), fonts)
    assert written(find(sheets, "2026年3月5日")[1]) == "2026年3月5日"


def test_a_note_stands_in_brackets_below_the_date(fonts: FontSet) -> None:
    sheets = printed(replace(UNPRINTED, note="此件公开发布"), fonts)
    page, note = find(sheets, "（此件公开发布）")
    _, day = find(sheets, "2026年7月3日")
    assert note[0].left - left(page) == pytest.approx(2 * ONE, abs=0.5)
    assert note[0].top - day[0].bottom == pytest.approx(10.39, abs=0.5)


LONG_NAME = "2026年6月全市招商引资新签约投资额1亿元以上重点项目情况汇总表"


def test_attachments_are_listed_below_the_text_and_follow_on_new_pages(fonts: FontSet) -> None:
    attachments = (Attachment(LONG_NAME, TEXT[:1]), Attachment("各县区排名说明", TEXT[:1]))
    sheets = printed(replace(BULLETIN, attachments=attachments), fonts)
    page, first = find(sheets, "附件：1.2026年6月")
    rows = sheets[page - 1].rows()
    at = rows.index(first)
    assert first[0].left - left(page) == pytest.approx(2 * ONE, abs=0.5)
    assert first[0].top - rows[at - 1][0].bottom == pytest.approx(10.39, abs=0.6)
    name_at = first[len("附件：1.")].left
    assert rows[at + 1][0].left == pytest.approx(name_at, abs=0.5)
    assert written(rows[at + 2]) == "2.各县区排名说明"
    assert rows[at + 2][2].left == pytest.approx(name_at, abs=0.5)

    first_page, label = find(sheets, "附件1")
    assert first_page > page
    assert label[0].left == pytest.approx(left(first_page), abs=0.5)
    assert label[0].top == pytest.approx(37, abs=0.5)
    assert {char.font for char in label} == {fonts.face(Role.HEI).postscript_name}
    second_page, _ = find(sheets, "附件2")
    assert second_page > first_page
    _, title = find(sheets[second_page - 1 :], "各县区排名说明")
    assert (title[0].left + title[-1].right) / 2 == pytest.approx(left(second_page) + 78, abs=0.5)
    third_line = 37 + 2 * 10.446 + 15.75 / 72 * 25.4 / 2
    assert (title[0].top + title[0].bottom) / 2 == pytest.approx(third_line, abs=1.5)
    assert "抄送：" in sheets[-1].text


def test_a_single_attachment_has_no_number(fonts: FontSet) -> None:
    sheets = printed(replace(UNPRINTED, attachments=(Attachment("排名说明", TEXT[:1]),)), fonts)
    page, _ = find(sheets, "附件：排名说明")
    assert written(find(sheets[page:], "附件")[1]) == "附件"


def test_authority_and_date_take_two_lines_of_text_with_them(fonts: FontSet) -> None:
    for sealed in (False, True):
        for lines in range(8, 40):
            paper = replace(UNPRINTED, sealed=sealed, blocks=(Paragraph("全" * (28 * lines)),))
            for sheet in printed(paper, fonts):
                rows = [written(row) for row in sheet.rows()]
                if OFFICE in rows or "2026年7月3日" in rows:
                    assert {OFFICE, "2026年7月3日"} <= set(rows)
                    assert sum(row.startswith("全") for row in rows) >= 2


def test_two_lines_of_text_go_with_a_list_of_attachments_and_the_signature(fonts: FontSet) -> None:
    two = (Attachment("各县区排名说明", TEXT[:1]), Attachment("各县区完成情况", TEXT[:1]))
    for lines in range(8, 34):
        paper = replace(UNPRINTED, attachments=two, blocks=(Paragraph("全" * (28 * lines)),))
        (rows,) = [
            texts for sheet in printed(paper, fonts) if OFFICE in (texts := [written(row) for row in sheet.rows()])
        ]
        assert sum(row.startswith("全") for row in rows) >= 2, lines
        assert any(row.startswith("附件：1.") for row in rows), lines
