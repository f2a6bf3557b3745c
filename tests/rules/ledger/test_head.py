"""Heads of one to three rows, merged or not, below titles; their columns by synonym and likeness."""

from __future__ import annotations

from typing import Any

import pytest

from app.rules.ledger.head import Head, find_head, guess_head, signature
from app.rules.ledger.mapping import map_columns
from app.rules.ledger.sheet import Merge, Sheet
from app.services.importing.words import load_vocabulary

WORDS = load_vocabulary()


def head_of(rows: list[list[Any]], merges: list[Merge] | None = None, **kind: Any) -> Head:
    """Find the head of a sheet made of rows."""
    found = find_head(Sheet("台账", rows, merges), WORDS, **kind)
    assert found is not None
    return found


def fields(head: Head) -> list[str]:
    """Return what the columns mean."""
    return [column.field for column in head.columns]


PLAIN = ["项目名称", "投资方", "总投资（万元）", "签约时间"]
RECORD = ["甲项目", "甲有限公司", 1200.0, "2026.6.3"]


@pytest.mark.parametrize("above", [0, 1, 3, 8])
def test_a_head_is_found_below_titles(above: int) -> None:
    lines: list[list[Any]] = [
        ["清沅市台账", "", "", ""],
        ["填报单位：招商办", "", "", "单位：亿元"],
        ["共上报项目3个，其中亿元以上2个。"],
        [],
    ]
    rows = [*(lines * 2)[:above], PLAIN, RECORD]
    head = head_of(rows)
    assert (head.first, head.last, head.kind) == (above, above, "signed")
    assert fields(head) == ["name", "enterprise", "investment", "signed_on"]


def test_two_rows_are_joined_where_cells_are_merged() -> None:
    rows = [
        ["序号", "项目名称", "投资方", "", "总投资", "签约时间"],
        ["", "", "企业名称", "统一社会信用代码", "", ""],
        [1.0, "甲项目", "甲有限公司", "", 1.0, "2026.6.3"],
    ]
    merges = [Merge(0, 0, 1, 0), Merge(0, 1, 1, 1), Merge(0, 2, 0, 3), Merge(0, 4, 1, 4), Merge(0, 5, 1, 5)]
    for known in (merges, None):
        head = head_of(rows, known)
        assert (head.first, head.last) == (0, 1)
        assert fields(head) == ["unused", "name", "enterprise", "uscc", "investment", "signed_on"]
        assert head.columns[3].heading == "投资方 / 统一社会信用代码"


def test_three_rows_tell_totals_from_their_parts() -> None:
    rows = [
        [
            "项目名称",
            "合作企业名称",
            "签约时间",
            "项目协议总投资额（万元）资金来源",
            "",
            "",
            "",
            "自年初至本月末累计到位资金（万元）",
            "",
        ],
        ["", "", "", "合计", "其中：我方", "合作方", "", "合计", "合作方"],
        ["", "", "", "", "", "小计", "省外", "", "小计"],
        ["甲", "乙公司", "2026.6.3", 3.0, 1.0, 2.0, 2.0, 1.0, 1.0],
    ]
    merges = [
        *(Merge(0, c, 2, c) for c in range(3)),
        Merge(0, 3, 0, 6),
        Merge(1, 3, 2, 3),
        Merge(1, 4, 2, 4),
        Merge(1, 5, 1, 6),
    ]
    merges += [Merge(0, 7, 0, 8), Merge(1, 7, 2, 7)]
    head = head_of(rows, merges)
    assert fields(head) == [
        "name", "enterprise", "signed_on", "investment", "unused", "contracted", "unused", "funds_year", "unused",
    ]  # fmt: skip


def test_lines_of_units_and_numbers_belong_to_the_head() -> None:
    rows = [["项目名称", "投资方", "总投资", "签约时间"], ["", "", "（亿元）", ""], ["甲", "1", "2", "3"], RECORD]
    head = head_of(rows)
    assert head.last == 2
    assert head.columns[2].unit == 10**10


@pytest.mark.parametrize(
    "headings, kind",
    [
        (
            ["序号", "项目名称", "目前进度", "开工时间", "竣工时间", "本月到位资金（万元）", "累计到位资金（万元）"],
            "progress",
        ),
        (["客商名称", "拟投资项目", "产业方向", "意向投资(万元)", "意向落地", "对接单位", "下步打算"], "leads"),
        (["类别", "责任单位（责任人）", "签约项目（个）", "亿元以上项目（个）", "签约额（亿元）"], "targets"),
        (
            ["谋划项目名称", "编号", "总投资(亿元)", "拟引进投资(亿元)", "投资方名称", "项目所在县市区", "社会效益"],
            "leads",
        ),
        (["项目名称", "投资方", "总投资", "签约时间", "责任单位", "开工时间", "累计到位资金"], "signed"),
    ],
)
def test_the_kind_is_told_by_the_headings(headings: list[str], kind: str) -> None:
    assert head_of([headings, ["x"] * len(headings)]).kind == kind


@pytest.mark.parametrize(
    "heading, field",
    [
        ("项目总投资额", "investment"),
        ("合同引资额", "contracted"),
        ("固定资产投资（万元）", "fixed"),
        ("备案证金额(亿元)", "filed"),
        ("注册资本(万元)", "unused"),
        ("计划开工时间", "unused"),
        ("实际开工时间(发改)", "started_drc"),
        ("实际开工时间(经信)", "started_iit"),
        ("开工/业时间", "started_on"),
        ("今年累计完成投资", "unused"),
        ("当年到位资金情况(亿元)", "funds_year"),
        ("县（市、区）", "county"),
        ("包抓领导", "leader"),
        ("首谈联系人", "referrer"),
        ("拟投资额(外资-万美元)", "unused"),
        ("*项目名称（必填）", "name"),
        ("投资方（甲方）", "enterprise"),
        ("项目牵头单位", "department"),
    ],
)
def test_headings_by_the_table_of_synonyms(heading: str, field: str) -> None:
    (column,) = map_columns({0: (heading,)}, "signed", WORDS)
    assert (column.field, column.how) == (field, "exact")


@pytest.mark.parametrize(
    "heading, field",
    [
        ("签约的项目名称", "name"),
        ("投资方公司名称", "enterprise"),
        ("项目的牵头单位", "department"),
        ("项目的签约时间", "signed_on"),
    ],
)
def test_other_headings_by_likeness(heading: str, field: str) -> None:
    (column,) = map_columns({0: (heading,)}, "signed", WORDS)
    assert (column.field, column.how) == (field, "likeness")
    assert column.likeness >= 80


@pytest.mark.parametrize(
    "heading", ["计划签约日期", "预计投产时间", "累计完成总投资", "投资方电话", "签约率", "开工面积"]
)
def test_likeness_does_not_cross_words_that_change_the_meaning(heading: str) -> None:
    (column,) = map_columns({0: (heading,)}, "signed", WORDS)
    assert not column.used


def test_of_two_columns_that_mean_the_same_the_better_is_used() -> None:
    columns = map_columns({0: ("投资金额",), 1: ("总投资",), 2: ("总投资",)}, "signed", WORDS)
    assert [(column.field, column.how) for column in columns] == [
        ("unused", "duplicate"),
        ("investment", "exact"),
        ("unused", "duplicate"),
    ]


def test_the_user_goes_before_memory_and_memory_before_synonyms() -> None:
    paths = {0: ("总投资",), 1: ("合同额",)}
    remembered = map_columns(paths, "signed", WORDS, remembered={0: "fixed", 1: "investment"})
    assert [(column.field, column.how) for column in remembered] == [
        ("fixed", "remembered"),
        ("investment", "remembered"),
    ]
    told = map_columns(paths, "signed", WORDS, remembered={0: "fixed"}, told={0: "contracted"})
    assert (told[0].field, told[0].how) == ("contracted", "user")


def test_a_remembered_head_is_known_though_its_words_are_not() -> None:
    rows: list[list[Any]] = [["甲栏", "乙栏", "丙栏", "丁栏"], RECORD]
    assert find_head(Sheet("", rows, None), WORDS) is None
    paths = {index: (text,) for index, text in enumerate(rows[0])}
    memory = {("signed", signature(paths)): {0: "name", 1: "enterprise", 2: "investment", 3: "signed_on"}}
    head = head_of(rows, memory=memory)
    assert (head.kind, fields(head)) == ("signed", ["name", "enterprise", "investment", "signed_on"])


def test_a_head_can_be_guessed_for_mapping_by_hand() -> None:
    head = guess_head(Sheet("", [["标题"], ["甲栏", "乙栏", "丙栏"], ["1"]], None), "signed", WORDS)
    assert head is not None
    assert head.first == 1


def test_a_list_of_projects_that_nothing_speaks_for_is_of_no_kind() -> None:
    rows: list[list[Any]] = [["项目名称", "投资方", "总投资（万元）"], ["甲项目", "甲有限公司", 1200.0]]
    assert find_head(Sheet("Sheet1", rows, None), WORDS) is None
    assert head_of(rows, kind="leads").kind == "leads"
    assert head_of([["在谈项目表"], *rows]).kind == "leads"


@pytest.mark.parametrize("heading", ["今年累计到位", "当年累计到位", "本年累计到位（万元）"])
def test_what_arrived_this_year_is_not_taken_for_the_whole(heading: str) -> None:
    head = head_of([["项目名称", "本月到位", heading, "累计到位"], ["甲项目", 1.0, 2.0, 3.0]], kind="progress")
    assert fields(head) == ["name", "funds_month", "funds_year", "funds_total"]
