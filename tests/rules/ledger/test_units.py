"""The unit of money: in the heading, in the corner, in the title; two of them say nothing."""

from __future__ import annotations

import pytest

from app.rules.ledger.units import HeadingUnit, heading_unit, sheet_unit
from app.rules.money import WAN, YI


@pytest.mark.parametrize(
    "path, unit",
    [
        (("总投资\n（亿元）",), YI),
        (("投资金额(亿元)",), YI),
        (("总投资 万元",), WAN),
        (("总投资/亿元",), YI),
        (("投资额（人民币 万元）",), WAN),
        (("拟投资额(内资-亿元)",), YI),
        (("项目协议总投资额（万元）资金来源", "合计"), WAN),
        (("总投资（亿元）", "（万元）"), WAN),
        (("签约项目（个）",), None),
        (("亿元以上项目（个）",), None),
        (("1亿元以上项目",), None),
    ],
)
def test_the_unit_in_a_heading(path: tuple[str, ...], unit: int | None) -> None:
    assert heading_unit(path) == HeadingUnit(unit)


@pytest.mark.parametrize("heading", ["拟投资额(外资-万美元)", "FDI金额(万美元)"])
def test_foreign_money_is_told(heading: str) -> None:
    assert heading_unit((heading,)).foreign


@pytest.mark.parametrize(
    "line, unit",
    [
        ("单位：亿元", YI),
        ("（单位：万元、个）", WAN),
        ("金额单位：人民币万元", WAN),
        ("填报单位：市招商局   单 位：万元  填报时间：2026", WAN),
        ("签约台账（万元）", WAN),
        ("注：以上金额单位均为万元", WAN),
        ("单位：亿元、万美元", YI),
        ("单位：万元/亿元", None),
        ("填报单位：清沅市招商办", None),
        ("填报单位：万州区招商局", None),
    ],
)
def test_the_unit_around_a_table(line: str, unit: int | None) -> None:
    assert sheet_unit([line]) == unit


def test_two_corners_that_disagree_say_nothing() -> None:
    assert sheet_unit(["单位：万元", "单位：亿元"]) is None
