"""What no paper can hold is refused in Chinese; what means nothing on paper vanishes; never a paper with a hole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.checking.check import check_pdf
from app.reports.fonts.resolver import FontSet
from app.reports.gongwen.onepage import fit_one_page
from app.reports.gongwen.paper import Chart, Column, Paper, Paragraph, Series, Table
from app.reports.gongwen.typeset import typeset
from app.rules.errors import OfficeError, Refused
from tests.paper.papers import BULLETIN, LETTER, TEXT
from tests.paper.reading import pdf_bytes


def told(paper: Paper, fonts: FontSet) -> str:
    with pytest.raises(OfficeError) as refused:
        typeset(paper, fonts)
    return refused.value.message


def test_a_title_of_5000_characters_is_refused_with_the_most_that_fits(fonts: FontSet) -> None:
    message = told(replace(BULLETIN, title="招" * 5000), fonts)
    assert "标题有5000个字" in message
    assert "一般不超过120个字" in message


@pytest.mark.parametrize("length", [20, 21, 60, 100, 119])
def test_long_titles_that_fit_are_set_without_delay(fonts: FontSet, length: int) -> None:
    title = ("关于清沅市招商引资工作有关情况的说明及下一步打算" * 6)[:length]
    pages = typeset(replace(BULLETIN, title=title), fonts)
    assert title in pages[0].text


def test_a_title_that_only_grew_long_by_one_word_is_still_told(fonts: FontSet) -> None:
    assert "标题" in told(replace(BULLETIN, title="1" * 400), fonts)


@pytest.mark.parametrize("addressees", ["", "  ", "：", "，，；", "\n"])
def test_empty_recipients_leave_no_lonely_colon(fonts: FontSet, addressees: str) -> None:
    pages = typeset(replace(LETTER, addressees=addressees), fonts)
    assert "：" not in pages[0].text.split("抄送")[0]
    assert check_pdf(pdf_bytes(replace(LETTER, addressees=addressees), fonts)).passed


def test_control_characters_vanish(fonts: FontSet) -> None:
    paper = replace(BULLETIN, blocks=(Paragraph("全市\x00招商\x07引资\u200b工作\u202e。"),), title="关于\x1b招商的通报")
    text = "".join(page.text for page in typeset(paper, fonts))
    assert "全市招商引资工作。" in text
    assert "关于招商的通报" in text
    assert not any(char < " " for char in text)


@pytest.mark.parametrize("char", ["\ud800", "\U000f0000", "\uffff"])
def test_a_character_that_no_font_has_is_named_with_its_field(fonts: FontSet, char: str) -> None:
    message = told(replace(BULLETIN, blocks=(*TEXT[:1], Paragraph(f"全市{char}"))), fonts)
    assert "正文第2段" in message
    assert f"U+{ord(char):04X}" in message
    message.encode("utf-8")


def test_a_table_wider_than_a_landscape_page_is_refused_by_its_title(fonts: FontSet) -> None:
    table = Table(tuple(Column(f"指标{n}") for n in range(80)), (("1",) * 80,), "各县区指标")
    message = told(replace(BULLETIN, blocks=(table,)), fonts)
    assert "各县区指标" in message
    assert "80列" in message


def test_a_chart_higher_than_a_page_is_refused(fonts: FontSet) -> None:
    chart = Chart("bars", tuple(f"第{n}项" for n in range(200)), (Series("签约", (1.0,) * 200),), "各项")
    assert "200项" in told(replace(BULLETIN, blocks=(chart,)), fonts)


def test_signers_that_do_not_fit_beside_the_number_are_refused(fonts: FontSet) -> None:
    assert "签发人" in told(replace(BULLETIN, signers=("某某某" * 6,)), fonts)


def test_a_mark_wider_than_a_line_is_refused(fonts: FontSet) -> None:
    assert "一行里放不下" in told(replace(BULLETIN, security="机密★" * 20), fonts)


def test_a_briefing_that_fits_on_no_page_is_refused(fonts: FontSet) -> None:
    with pytest.raises(Refused, match=r"排不进一页，约多\d{3,}个字"):
        fit_one_page(replace(BULLETIN, format="plain", blocks=TEXT * 12), fonts)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Chart("bars", (), ()),
        lambda: Chart("bars", ("甲",), (Series("乙", (1.0, 2.0)),)),
        lambda: Chart("stacked", ("甲",), (Series("乙", (-1.0,)),)),
        lambda: Table((), ()),
    ],
)
def test_what_describes_no_chart_or_table_is_a_defect(make) -> None:
    with pytest.raises(ValueError):
        make()
