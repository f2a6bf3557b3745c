"""GB/T 9704-2012, 7.2 and 7.3.1, 7.3.2: red head, number, rule, title, addressees (rows H2, H3, H5, B1, B2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.head import authority_setting
from app.reports.gongwen.profile import STANDARD
from tests.paper.papers import BULLETIN
from tests.paper.reading import Box, Sheet, printed, written

RED = (0, 0.8, 0.8, 0)
CENTRE = 28 + 156 / 2


@pytest.fixture(scope="module")
def first(bulletin: list[Sheet]) -> Sheet:
    return bulletin[0]


def centre(box: Box) -> float:
    return (box.left + box.right) / 2


def test_the_authority_is_red_title_type_centred_35_mm_below_the_type_areas_top(first: Sheet, fonts: FontSet) -> None:
    row = first.row("清沅市招商引资工作领导小组办公室文件")
    assert {char.font for char in row} == {fonts.face(Role.TITLE).postscript_name}
    assert {char.colour for char in row} == {RED}
    ink = first.ink("清沅市招商引资工作领导小组办公室文件")
    assert ink.top == pytest.approx(37 + 35, abs=0.3)
    assert centre(ink) == pytest.approx(CENTRE, abs=1)
    assert ink.left >= 27.5
    assert ink.right <= 184.5


def test_the_authority_is_larger_than_the_title_and_no_taller_than_22_mm(first: Sheet, fonts: FontSet) -> None:
    assert first.row("清沅市招商引资")[0].size > 22
    short = printed(replace(BULLETIN, authority="清沅市政府"), fonts)[0]
    assert short.row("清沅市政府文件")[0].size == pytest.approx(22 / 25.4 * 72, abs=0.5)


def test_a_very_long_authority_turns_over_rather_than_become_tiny(fonts: FontSet) -> None:
    name = "清沅市招商引资和承接产业转移示范区建设工作领导小组联席会议综合协调办公室"
    sheet = printed(replace(BULLETIN, authority=name), fonts)[0]
    rows = [row for row in sheet.rows() if row[0].colour == RED]
    assert "".join(written(row) for row in rows) == name + "文件"
    assert len(rows) == 2
    assert rows[0][0].size > 22


def test_the_number_stands_two_lines_below_and_the_rule_4_mm_below_it(first: Sheet, fonts: FontSet) -> None:
    number = first.ink("清招办〔2026〕5号")
    assert {char.font for char in first.row("清招办〔")} == {fonts.face(Role.FANGSONG).postscript_name}
    assert number.top - first.ink("清沅市招商引资工作领导小组办公室文件").bottom == pytest.approx(20.78, abs=0.3)
    assert centre(number) == pytest.approx(CENTRE, abs=1)
    (rule,) = (line for line in first.lines if line.colour == RED)
    assert rule.top - rule.width / 2 - number.bottom == pytest.approx(4, abs=0.3)
    assert (rule.left, rule.right) == pytest.approx((28, 184), abs=0.1)


def test_the_title_stands_two_lines_below_the_rule_centred(first: Sheet, fonts: FontSet) -> None:
    (rule,) = (line for line in first.lines if line.colour == RED)
    upper, lower = first.ink("关于2026年6月全市"), first.ink("招商引资工作进展情况的通报")
    assert min(upper.top, upper.top) - rule.bottom - rule.width / 2 == pytest.approx(20.78, abs=0.5)
    assert centre(upper) == pytest.approx(CENTRE, abs=1)
    assert centre(lower) == pytest.approx(CENTRE, abs=1)
    row = first.row("关于2026年")
    assert {char.font for char in row} == {fonts.face(Role.TITLE).postscript_name}
    assert {round(char.size) for char in row} == {22}


def test_addressees_stand_one_line_below_the_title_flush_left_with_a_colon(first: Sheet) -> None:
    ink = first.ink("各县（区）人民政府")
    assert ink.top - first.ink("招商引资工作进展情况的通报").bottom == pytest.approx(10.39, abs=0.6)
    rows = [written(row) for row in first.rows()]
    at = next(place for place, row in enumerate(rows) if row.startswith("各县"))
    assert rows[at + 1] == "部门，各有关单位："
    assert [first.row(row)[0].left for row in rows[at : at + 2]] == pytest.approx([28, 28], abs=0.5)


def test_text_begins_on_the_first_page_even_if_addressees_must_move_to_the_imprint(fonts: FontSet) -> None:
    names = "，".join(f"清沅市第{number}开发区管理委员会" for number in "一二三四五六七八九十" * 3)
    sheets = printed(replace(BULLETIN, addressees=names), fonts)
    assert "2026年6月，全市" in sheets[0].text
    assert "主送：" in sheets[-1].text
    assert sheets[-1].text.count("开发区管理委员会") == 30


def test_a_plain_text_has_neither_red_nor_rule(fonts: FontSet) -> None:
    sheet = printed(replace(BULLETIN, format="plain", copies_to="", printed_by="", printed_on=None), fonts)[0]
    assert all(char.colour != RED for char in sheet.chars)
    assert sheet.lines == []
    assert sheet.ink("关于2026年6月全市").top == pytest.approx(37, abs=0.5)


def test_lines_of_a_long_authority_split_no_word() -> None:
    joint = "清沅市招商引资工作领导小组办公室、清沅市产业发展和承接产业转移领导小组办公室文件"
    lines = ("清沅市招商引资工作领导小组办公室、", "清沅市产业发展和承接产业转移领导小组办公室文件")
    assert authority_setting(joint, STANDARD)[0] == lines
    long = "清沅市招商引资和承接产业转移示范区建设工作领导小组联席会议综合协调办公室文件"
    assert authority_setting(long, STANDARD)[0] == (long[:19], long[19:])
    assert long[19:].startswith("工作领导小组"), "no word is split"
