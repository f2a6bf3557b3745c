"""Titles on several lines (row B1, 7.3.1): a trapezium or a rhombus that splits no word and no name."""

from __future__ import annotations

import pytest

from app.reports.fonts.resolver import FontSet, resolve
from app.reports.fonts.roles import Role
from app.reports.gongwen.lines import measure
from app.reports.gongwen.profile import STANDARD
from app.reports.gongwen.title import title_lines


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return resolve()


def broken(title: str, fonts: FontSet, *words: str) -> list[str]:
    measured = measure(title, Role.TITLE, fonts, STANDARD.title_size)
    return [title[start:end] for start, end in title_lines(measured, words, STANDARD.area_width)]


def test_a_title_that_fits_stays_on_one_line(fonts: FontSet) -> None:
    assert broken("关于延伸产业链的提醒函", fonts) == ["关于延伸产业链的提醒函"]


@pytest.mark.parametrize(
    "title",
    [
        "关于2026年6月全市招商引资工作进展情况的通报",
        "关于表彰2026年度招商引资工作先进集体和先进个人的决定",
        "关于印发《清沅市招商引资奖励办法（试行）》的通知",
        "关于调整清沅市招商引资工作领导小组组成人员及办公室工作人员的通知",
        "关于2026年上半年全市日用化工机械配件电子电器三大主导产业链招商引资工作目标任务完成情况和考核结果的通报",
    ],
)
def test_lines_form_a_trapezium_or_a_rhombus_and_split_no_known_word(fonts: FontSet, title: str) -> None:
    found = broken(title, fonts)
    assert "".join(found) == title
    lengths = [measure(line, Role.TITLE, fonts, 22).width() for line in found]
    assert max(lengths) <= STANDARD.area_width
    peak = lengths.index(max(lengths))
    assert lengths[: peak + 1] == sorted(lengths[: peak + 1])
    assert lengths[peak:] == sorted(lengths[peak:], reverse=True)
    for word in ("招商引资", "情况", "通报", "通知", "领导小组", "办公室", "产业链", "考核结果", "先进集体"):
        assert "\n".join(found).count(word) == title.count(word)
    assert not any(line.startswith(("的", "和")) for line in found)
    assert not any(line.endswith(("关于", "（", "《")) for line in found)


def test_names_that_the_paper_knows_are_not_split(fonts: FontSet) -> None:
    name = "喆堃日用化工有限责任公司"
    found = broken(f"关于清沅市{name}年产三万吨洗涤用品项目的通报", fonts, name)
    assert any(name in line for line in found)
