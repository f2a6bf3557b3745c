"""The light markup of papers: head marks, charts, clauses and tables, and what is refused with its line."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.reports.checking.check import check_pdf
from app.reports.checking.report import Verdict
from app.reports.fonts.resolver import resolve
from app.reports.gongwen.paper import CHAPTER, SECTION, Chart, Paragraph, Series, Table
from app.reports.marked import MarkedPaper, marked_paper
from app.rules.errors import Refused
from tests.paper.reading import pdf_bytes

CHART = """【柱图】各县区签约额／单位：亿元
| 县区 | 上月 | 本月 |
|---|---|---|
| 定国县 | 1,001.2 | 3.6 |
| 云河县 | 0.8 | 2 |"""
CLAUSES = """第一条线索来自企业。
第一章　总则
第一节 目的
第一条　为规范考核，制定本办法。
（一）签约项目。以合同为准。
一、不是标题
【附件】说明
（一）抓进度。照常排版。"""
PAPER = MarkedPaper(
    title="关于2026年6月全市招商引资工作进展情况的报告",
    authority="清沅市招商引资工作领导小组办公室",
    text=f"现将6月有关情况报告如下。\n一、总体情况\n全市新签约项目12个，签约总额41.2亿元。\n{CHART}\n二、下一步打算\n继续抓好落实。",
    day=dt.date(2026, 7, 3),
    number="清招办〔2026〕5号",
    addressees="市委、市政府",
    signature="清沅市招商引资工作领导小组办公室",
    copies_to="市人大常委会办公室，市政协办公室",
    printed_by="清沅市招商引资工作领导小组办公室",
    copy_number="000012",
    security="机密★1年",
    urgency="特急",
    signers=("周明远", "贺建国", "林淑敏"),
)


def with_text(text: str) -> MarkedPaper:
    return replace(PAPER, text=text)


@pytest.mark.parametrize("sealed", [False, True])
def test_a_paper_with_all_of_them_holds_every_row_of_the_standard(sealed: bool) -> None:
    report = check_pdf(pdf_bytes(marked_paper(replace(PAPER, sealed=sealed)), resolve()))
    assert not [(row.id, row.page, row.value, row.wanted) for row in report.broken]
    held = {row.id for row in report.rows if row.verdict is Verdict.HELD}
    assert {"H1", "H2", "H3", "H4", "H5", "B6" if sealed else "B7"} <= held


def test_a_chart_is_drawn_of_lines_of_figures() -> None:
    chart = marked_paper(PAPER).blocks[3]
    assert chart == Chart(
        "bars",
        ("定国县", "云河县"),
        (Series("上月", (1001.2, 0.8)), Series("本月", (3.6, 2.0))),
        "各县区签约额",
        "亿元",
    )
    (line,) = marked_paper(with_text("【线图】增速／%\n\n| 月份 | 增速 |\n| 1月 | −3% |\n| 2月 | 4.5% |")).blocks
    assert line == Chart("lines", ("1月", "2月"), (Series("增速", (-3.0, 4.5)),), "增速", "%")


@pytest.mark.parametrize(
    "text, told",
    [
        ("开头。\n【柱图】图\n| 县区 | 数 |\n| 定国县 | 很多 |", "第4行：图里的“很多”不是数字"),
        ("【叠图】图\n| 县区 | 数 |\n| 定国县 | -1 |", "第3行：“-1”是负数.*线图"),
        ("开头。\n【柱图】图\n后面没有数字。", "第2行：“【柱图】”下面要有"),
        ("开头。\n【线图】图", "第2行：“【线图】”下面要有"),
        ("【柱图】图\n| 县区 | 数 |", "第2行：图要有一行表头"),
        ("【柱图】图\n| 县区 | 数 |\n| 定国县 |", "第3行：这一行有1格"),
        ("| 县区 | 数 |\n| 定国县 | 1 | 2 |", "第2行：这一行有3格"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_line(text: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        marked_paper(with_text(text))


def test_clauses_are_told_by_the_white_after_their_number() -> None:
    paper = marked_paper(with_text(CLAUSES))
    assert paper.blocks == (
        Paragraph("第一条线索来自企业。"),
        Paragraph("第一章　总则", CHAPTER),
        Paragraph("第一节　目的", SECTION),
        Paragraph("为规范考核，制定本办法。", 1, lead="第一条　"),
        Paragraph("（一）签约项目。以合同为准。"),
        Paragraph("一、不是标题"),
    )
    (attachment,) = paper.attachments
    assert attachment.blocks == (Paragraph("照常排版。", 2, lead="（一）抓进度。"),)


def test_a_table_keeps_its_title_over_a_blank_line() -> None:
    (table,) = marked_paper(with_text("【表】完成情况／单位：万元\n\n| 县区 | 数 |\n| 定国县 | 1 |")).blocks
    assert isinstance(table, Table)
    assert (table.title, table.note) == ("完成情况", "单位：万元")


@pytest.mark.parametrize(
    "changes, told",
    [
        ({"copy_number": "12"}, "份号“12”须是6位数字"),
        ({"security": "内部"}, "密级和保密期限“内部”不认得"),
        ({"security": "机密1年"}, "★隔开"),
        ({"security": "机密★一会儿"}, "不认得"),
        ({"urgency": "火急"}, "紧急程度“火急”不认得；可选：特急、加急"),
        ({"signers": ("周明远", "")}, "签发人写姓名"),
        ({"format": "letter"}, "签发人只写在上行文里"),
        ({"number": ""}, "须有发文字号"),
        ({"format": "plain", "signers": ()}, "便笺没有版头"),
    ],
)
def test_marks_that_have_no_place_are_refused(changes: dict[str, object], told: str) -> None:
    with pytest.raises(Refused, match=told):
        marked_paper(replace(PAPER, **changes))


@pytest.mark.parametrize("security", ["秘密", "绝密★长期", "秘密★6个月", "机密★10年", "机密★2027年1月1日"])
def test_classes_with_or_without_term(security: str) -> None:
    assert marked_paper(replace(PAPER, security=security)).security == security
