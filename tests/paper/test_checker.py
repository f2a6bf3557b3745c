"""The checker of papers: sound ones hold in every row, and each single fault is caught by its row and no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.reports.checking.check import check_pdf
from app.reports.checking.report import CheckReport, Verdict
from app.reports.checking.requirements import REQUIREMENTS
from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen import breaking, closing, marks
from app.reports.gongwen.lines import measure, set_line
from app.reports.gongwen.page import Page
from app.reports.gongwen.paper import Attachment, Chart, Column, Paper, Paragraph, Series, Table
from app.reports.gongwen.profile import STANDARD, Profile
from app.reports.gongwen.typeset import typeset
from app.rules.errors import OfficeError, Refused
from app.services.papers.checking import check_paper
from tests.paper.papers import BULLETIN, LETTER, TEXT, full_pages
from tests.paper.reading import pdf_bytes
from tests.paper.tampering import Spoil, change, move, spoilt, without

UPWARD = replace(
    BULLETIN, copy_number="000012", security="机密★1年", urgency="特急", signers=("周明远", "贺建国", "林淑敏")
)
LONG_NAME = "2026年6月全市招商引资新签约投资额1亿元以上重点项目情况汇总表"
ATTACHED = replace(
    BULLETIN, attachments=(Attachment(LONG_NAME, TEXT[:3]), Attachment("各县区排名说明", TEXT[:1])), note="此件公开发布"
)
WIDE = Table(
    (Column("县区"), *(Column(f"指标{n}（万元）", "right") for n in range(14))),
    tuple((name, *(f"{n * 7919 + 12345:,}.{n:02d}" for n in range(14))) for name in ("定国县", "云河县", "白塔县")),
    "各县区各项指标完成情况",
)
TURNED = replace(BULLETIN, blocks=(*TEXT[:4], WIDE, *TEXT[4:]))
SEALED = replace(BULLETIN, sealed=True, signature="清沅市招商办")
CHART = Chart("lines", ("1月", "2月", "3月"), (Series("签约", (3, 5, 4)), Series("开工", (1, 2, 3))), "进度", "个")
MARKED_LETTER = replace(LETTER, copy_number="000012", security="秘密★1年", urgency="特急", blocks=TEXT[:9])


def broken(report: CheckReport) -> list[str]:
    return [row.id for row in report.rows if row.verdict is Verdict.BROKEN]


def told(report: CheckReport, row_id: str) -> Verdict:
    return next(row.verdict for row in report.rows if row.id == row_id)


@pytest.mark.parametrize(
    "paper, applies",
    [
        (BULLETIN, "P1 P2 P3 P4 P5 P6 H2 H3 H5 B1 B2 B3 B4 B7 B8 B11 B12 I1 I2 I3"),
        (UPWARD, "H1 H4"),
        (ATTACHED, "B5 B9 B10"),
        (TURNED, "P7"),
        (replace(BULLETIN, attachments=(Attachment("完成情况", (replace(WIDE, title=""),)),)), "P7 B5 B10"),
        (SEALED, "B6"),
        (LETTER, "L1 L2 L3 L4 L5 L6"),
        (MARKED_LETTER, "L1 L2 L3 L4 L5 L6 P6"),
        (replace(BULLETIN, blocks=(TEXT[0], CHART, *TEXT[1:])), "P5"),
        (full_pages(3), "P3"),
    ],
)
def test_our_own_papers_hold(fonts: FontSet, paper: Paper, applies: str) -> None:
    report = check_pdf(pdf_bytes(paper, fonts))
    assert not [(row.id, row.page, row.value, row.wanted) for row in report.broken]
    for row_id in applies.split():
        assert told(report, row_id) is Verdict.HELD


@pytest.mark.parametrize("blank", ["〔2026〕＿＿号", "〔2026〕　　号", "〔2026〕号", "〔　　〕　　号", "〔2026〕___号"])
def test_a_number_that_another_body_fills_in_is_a_number(fonts: FontSet, blank: str) -> None:
    letter = check_pdf(pdf_bytes(replace(LETTER, number=f"清督函{blank}"), fonts))
    file = check_pdf(pdf_bytes(replace(BULLETIN, number=f"清督{blank}"), fonts))
    assert not [(row.id, row.page, row.value, row.wanted) for row in (*letter.broken, *file.broken)]
    assert [told(letter, row_id) for row_id in ("L3", "L4")] == [Verdict.HELD, Verdict.HELD]
    assert [told(file, row_id) for row_id in ("H3", "H5")] == [Verdict.HELD, Verdict.HELD]


def test_a_blank_number_in_wrong_brackets_is_broken(fonts: FontSet) -> None:
    assert broken(check_pdf(pdf_bytes(replace(LETTER, number="清督函[2026]＿＿号"), fonts))) == ["L3"]


def face_of(beginning: str, role: Role, only: str = "") -> Spoil:
    """Set a line, or the characters of it that are in `only`, in another face."""

    def spoil(pages: list[Page], fonts: FontSet) -> None:
        new = fonts.face(role)
        change(beginning, lambda run: run._replace(face=new) if not only or run.text in only else run)(pages, fonts)

    return spoil


def numbered(page: int) -> Spoil:
    """Put a number on a page that must have none."""

    def spoil(pages: list[Page], fonts: FontSet) -> None:
        number = measure(f"— {page} —", Role.SONG, fonts, 14)
        pages[page - 1].runs += set_line(number, 0, len(number.text), 100.0 if page % 2 == 0 else 440.0, 755)

    return spoil


def on_landscape_paper(pages: list[Page], _fonts: FontSet) -> None:
    """The turned page as other programs make it: the paper itself on its side."""
    place, page = next((place, page) for place, page in enumerate(pages) if page.turned is not None)
    assert page.turned is not None
    pages[place] = page.turned


PROFILE_FAULTS: list[tuple[str, Paper, dict[str, float]]] = [
    ("P1", BULLETIN, {"page_height_mm": 301}),
    ("P2", BULLETIN, {"binding_mm": 31}),
    ("P2", BULLETIN, {"top_mm": 39}),
    ("P3", BULLETIN, {"line_pitch": 28}),
    ("P3", BULLETIN, {"characters": 27}),
    ("P6", BULLETIN, {"number_below_area_mm": 12}),
    ("P6", BULLETIN, {"number_in_characters": 3}),
    ("H2", BULLETIN, {"authority_below_area_top_mm": 42}),
    ("H5", BULLETIN, {"rule_below_number_mm": 8}),
    ("B1", BULLETIN, {"title_size": 18}),
    ("B3", BULLETIN, {"indent": 3}),
    ("B6", SEALED, {"sealed_indent": 6}),
    ("B7", BULLETIN, {"signature_indent": 4}),
    ("I1", BULLETIN, {"imprint_rule_mm": 0.7}),
    ("L1", LETTER, {"letter_authority_top_mm": 36}),
    ("L2", LETTER, {"letter_rule_width_mm": 160}),
    ("L2", LETTER, {"letter_rule_gap_mm": 8}),
    ("L2", LETTER, {"letter_bottom_rule_mm": 12}),
    ("L3", LETTER, {"letter_number_gap_mm": 9}),
    ("L4", LETTER, {"two_lines_mm": 28}),
]


@pytest.mark.parametrize("row_id, paper, numbers", PROFILE_FAULTS)
def test_a_wrong_number_is_caught_by_its_row_alone(
    fonts: FontSet, row_id: str, paper: Paper, numbers: dict[str, float]
) -> None:
    profile: Profile = replace(STANDARD, **numbers)
    report = check_pdf(pdf_bytes(replace(paper, profile=profile), fonts))
    assert broken(report) == [row_id], [(row.id, row.page, row.value, row.wanted) for row in report.broken]


PAGE_FAULTS: list[tuple[str, Paper, Spoil]] = [
    ("P4", BULLETIN, change("三大主导", lambda run: run._replace(size=14))),
    ("P4", BULLETIN, face_of("落地质量", Role.SONG)),
    ("P5", BULLETIN, change("三大主导", lambda run: run._replace(colour=(1, 0.5, 0, 0)))),
    ("P6", BULLETIN, change("— 2 —", lambda run: run._replace(text=run.text.replace("—", "-")))),
    ("P7", TURNED, on_landscape_paper),
    ("H1", UPWARD, face_of("机密", Role.FANGSONG)),
    ("H1", UPWARD, move("特急", dx=20)),
    ("H2", BULLETIN, face_of("清沅市招商引资工作领导小组办公室文件", Role.HEI)),
    ("H4", UPWARD, face_of("签发人", Role.FANGSONG)),
    ("B1", BULLETIN, face_of("关于2026年6月全市", Role.HEI)),
    ("B1", BULLETIN, move("关于2026年6月全市", dx=15)),
    ("B2", BULLETIN, without("部门，各有关", "：")),
    ("B2", BULLETIN, move("各县（区）", dx=2.5)),
    ("B3", BULLETIN, move("三大主导", dx=-16)),
    ("B4", BULLETIN, face_of("一、总体", Role.FANGSONG)),
    ("B4", BULLETIN, face_of("（一）主导", Role.FANGSONG)),
    ("B5", ATTACHED, move("附件：", dx=-10)),
    ("B9", ATTACHED, move("（此件公开", dx=20)),
    ("B10", ATTACHED, face_of("附件1", Role.FANGSONG)),
    ("B10", ATTACHED, move("附件2", dx=30)),
    ("I2", BULLETIN, without("办公室、市人大", "。")),
    ("I2", BULLETIN, move("抄送：", dx=-12)),
    ("I3", BULLETIN, move("清沅市招商引资工作领导小组办公室2026年7月3日印发", dx=12)),
    ("L1", LETTER, face_of("清沅市招商引资", Role.HEI)),
    ("L3", LETTER, move("清招办函", dx=-14)),
    ("L5", LETTER, numbered(1)),
    ("L6", LETTER, move("抄送：", dy=-25)),
]


@pytest.mark.parametrize("row_id, paper, spoil", PAGE_FAULTS)
def test_a_spoilt_page_is_caught_by_its_row_alone(fonts: FontSet, row_id: str, paper: Paper, spoil: Spoil) -> None:
    report = check_pdf(spoilt(paper, fonts, spoil))
    assert broken(report) == [row_id], [(row.id, row.page, row.value, row.wanted) for row in report.broken]


@pytest.mark.parametrize("number", ["清招办[2026]5号", "清招办〔2026〕05号", "清招办〔2026〕第5号"])
def test_a_number_out_of_form_is_caught(fonts: FontSet, number: str) -> None:
    assert broken(check_pdf(pdf_bytes(replace(BULLETIN, number=number), fonts))) == ["H3"]


def test_an_attachment_with_a_full_stop_is_caught(fonts: FontSet) -> None:
    paper = replace(BULLETIN, attachments=(Attachment("各县区排名说明。", TEXT[:1]),))
    assert broken(check_pdf(pdf_bytes(paper, fonts))) == ["B5"]


def test_a_day_with_leading_zeros_is_caught(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "chinese_date", lambda day: f"{day:%Y年%m月%d日}")
    assert broken(check_pdf(pdf_bytes(BULLETIN, fonts))) == ["B8"]


def test_a_title_that_splits_a_word_is_caught(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.reports.gongwen import head

    monkeypatch.setattr(head, "title_lines", lambda title, _words, _width: [(0, 14), (14, len(title.text))])
    report = check_pdf(pdf_bytes(BULLETIN, fonts))
    assert broken(report) == ["B1"]
    assert "拆" in next(row.value for row in report.broken)


def test_a_signature_alone_on_a_page_is_caught(fonts: FontSet) -> None:
    careless = replace(STANDARD, lines_with_signature=0)
    bare = replace(BULLETIN, copies_to="", printed_by="", printed_on=None, profile=careless)
    paper = next(
        paper
        for count in range(5, 30)
        if len(pages := typeset(paper := replace(bare, blocks=(Paragraph("全市" * 14 * count),)), fonts)) == 2
        and "全市全市" not in pages[1].text
    )
    assert broken(check_pdf(pdf_bytes(paper, fonts))) == ["B11"]


def test_an_imprint_alone_behind_a_short_text_is_caught(fonts: FontSet) -> None:
    short = replace(BULLETIN, blocks=(Paragraph("全市招商引资工作进展情况良好，特此通报。"),))
    assert broken(check_pdf(pdf_bytes(short, fonts))) == []
    careless = replace(STANDARD, imprint_may_stand_alone=True)
    report = check_pdf(pdf_bytes(replace(short, profile=careless), fonts))
    assert broken(report) == ["B11"]
    assert "版记排在同一面" in next(row.wanted for row in report.broken)
    assert broken(check_pdf(pdf_bytes(replace(short, sealed=True), fonts))) == [], "a seal leaves no room for it"


def test_a_line_that_begins_with_a_comma_is_caught(fonts: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "NO_START", frozenset())
    monkeypatch.setattr(breaking, "NO_START", frozenset())
    pdf = pdf_bytes(replace(BULLETIN, blocks=(Paragraph("全市招商" * 6 + "全市，" + "有关情况" * 20),)), fonts)
    monkeypatch.undo()
    assert broken(check_pdf(pdf)) == ["B12"]


def test_a_number_on_the_page_of_an_imprint_behind_a_blank_one_is_caught(fonts: FontSet) -> None:
    paper = next(
        paper
        for count in range(20, 50)
        if len(pages := typeset(paper := replace(BULLETIN, blocks=(Paragraph("全" * 28 * count),)), fonts)) == 4
        and not pages[2].runs
    )
    assert told(check_pdf(pdf_bytes(paper, fonts)), "I0") is Verdict.HELD
    assert broken(check_pdf(spoilt(paper, fonts, numbered(4)))) == ["I0"]


def test_every_row_is_reported_with_clause_profile_and_format(fonts: FontSet) -> None:
    report = check_pdf(pdf_bytes(BULLETIN, fonts))
    assert [row.id for row in report.rows] == [row_id for row_id, _, _ in REQUIREMENTS]
    assert report.format == "file"
    assert report.profile.startswith("GB/T 9704-2012")
    assert check_pdf(pdf_bytes(LETTER, fonts)).format == "letter"
    as_dict = report.as_dict()
    assert set(as_dict) == {"profile", "format", "rows"}


def test_a_broken_row_says_where_what_and_what_is_asked(fonts: FontSet) -> None:
    report = check_pdf(pdf_bytes(replace(BULLETIN, profile=replace(STANDARD, line_pitch=28)), fonts))
    row = next(row for row in report.rows if row.id == "P3")
    assert (row.page, row.value) == (1, "行距 9.88 mm")
    assert row.wanted.startswith("10.44 mm")


def test_an_office_reads_against_its_own_profile(fonts: FontSet) -> None:
    own = replace(STANDARD, name="清沅市", line_pitch=28, number_below_area_mm=9)
    data = pdf_bytes(replace(BULLETIN, profile=own), fonts)
    assert check_pdf(data, own).passed
    assert check_pdf(data, own).profile.startswith("清沅市")


@pytest.mark.parametrize("content", [b"", b"no pdf at all", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_refused_in_chinese(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "甲.pdf"
    path.write_bytes(content)
    with pytest.raises(OfficeError, match="PDF"):
        check_paper(path)


def test_a_missing_file_and_a_scan_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="读不出来"):
        check_paper(tmp_path / "没有.pdf")
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path))
    canvas.rect(10, 10, 100, 100)
    canvas.showPage()
    canvas.save()
    with pytest.raises(Refused, match="没有文字"):
        check_paper(path)


def test_a_paper_of_another_program_is_read(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "other.pdf"
    canvas = Canvas(str(path), pagesize=(612, 792))
    canvas.drawString(72, 700, "Notice of 2026")
    canvas.showPage()
    canvas.save()
    report = check_paper(path)
    assert {"P1", "P6", "B1"} <= set(broken(report))


def test_every_row_has_a_fault_of_its_own_among_these_tests() -> None:
    elsewhere = {"H3", "B8", "B11", "B12", "I0"}
    tried = {row_id for row_id, _, _ in (*PROFILE_FAULTS, *PAGE_FAULTS)} | elsewhere
    assert tried == {row_id for row_id, _, _ in REQUIREMENTS}


def test_a_signature_with_nothing_but_the_list_of_attachments_is_caught(fonts: FontSet) -> None:
    careless = replace(STANDARD, lines_with_signature=0)
    two = (Attachment("各县区排名说明", TEXT[:1]), Attachment("各县区完成情况", TEXT[:1]))
    bare = replace(BULLETIN, copies_to="", printed_by="", printed_on=None, profile=careless, attachments=two)
    paper = next(
        paper
        for count in range(5, 30)
        if "附件：1"
        in (pages := typeset(paper := replace(bare, blocks=(Paragraph("全市" * 14 * count),)), fonts))[1].text
        and "全市全市" not in pages[1].text
    )
    assert broken(check_pdf(pdf_bytes(paper, fonts))) == ["B11"]
