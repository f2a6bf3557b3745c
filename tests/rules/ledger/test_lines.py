"""Rows that are no records are told from those that are."""

from __future__ import annotations

from typing import Any

import pytest

from app.rules.ledger.lines import classify, county_of, is_plain_record

HEADINGS = {"序号", "项目名称", "投资方", "总投资", "签约时间"}
KEYS = [1, 2, 3, 4]


@pytest.mark.parametrize(
    "row, kind",
    [
        ([1.0, "甲项目", "甲有限公司", 1.2, "2026.6.3"], "record"),
        (["", "甲项目", "", "", ""], "record"),
        (["合计", "", "", 78.9, ""], "total"),
        (["合  计", "", "", 78.9, ""], "total"),
        (["", "合计", "12个", 78.9, ""], "total"),
        (["定国县小计", "", "", 7.4, ""], "total"),
        (["小计（16个）", "", "", 7.4, ""], "total"),
        (["A档", "", "", 7.4, ""], "total"),
        (["总计：", "", "", 7.4, ""], "total"),
        (["填表人：          审核人：          填报日期：", "", "", "", ""], "signature"),
        (["", "", "负责人（签字）：", "", "填表人："], "signature"),
        (["备注：1.投资额为计划数。", "", "", "", ""], "note"),
        (["说明：本表每月25日前上报。", "", "", "", ""], "note"),
        (["注1：不含增资", "", "", "", ""], "note"),
        (["一、定国县（16个）", "", "", "", ""], "group"),
        (["定国县", "", "", "", ""], "group"),
        (["序号", "项目名称", "投资方", "总投资", "签约时间"], "head"),
        ([45.0, "", "", "", ""], "numbering"),
        (["", " ", "", "", ""], "blank"),
        ([2.0, "合计光电设备项目", "合计光电有限公司", 1.2, "2026.6.3"], "record"),
        ([3.0, "备注本印刷项目", "乙有限公司", 1.2, "2026.6.3"], "record"),
    ],
)
def test_what_a_row_is(row: list[Any], kind: str) -> None:
    assert classify(row, KEYS, 1, HEADINGS) == kind


def test_a_full_row_is_a_record_at_a_glance() -> None:
    assert is_plain_record([1, "甲", "甲公司", 1, "2026.6.3"], [1, 2, 4], 1)
    assert not is_plain_record(["合计", "", "", 1, ""], [1, 2, 4], 1)
    assert not is_plain_record([1], [1, 2, 4], 1)


@pytest.mark.parametrize(
    "text, county",
    [
        ("一、定国县（16个）", "定国县"),
        ("（二）高新区", "高新区"),
        ("经济技术开发区：3个", "经济技术开发区"),
        ("定国县小计", "定国县"),
        ("Sheet1", None),
        ("签约项目", None),
        ("县区", None),
        ("各县市区", None),
    ],
)
def test_the_county_of_a_group_line_or_sheet(text: str, county: str | None) -> None:
    assert county_of(text) == county


def test_a_known_county_needs_no_suffix() -> None:
    assert county_of("清沅新城", {"清沅新城"}) == "清沅新城"
