"""Ledgers as other offices keep them: heads of one to three rows, units anywhere, groups, several sheets."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.money import WAN
from app.services.importing import examine
from tests.services.importing.ledgers import (
    SIGNED,
    assumptions,
    counts,
    dates,
    projects,
    reasons,
    record,
    signed_ledger,
    take_in,
    workbook,
)
from tests.support import TODAY


def test_head_at_row_four_with_filling_in_line_summary_and_notes(office: Office, tmp_path: Path) -> None:
    headings = [
        "序号",
        "项目名称",
        "投资方",
        "固定资产投资",
        "投资方简介",
        "项目内容",
        "企业联系人",
        "联系方式",
        "进度、备注",
        "产业类型",
    ]
    rows = [
        ["驻点招商项目信息采集表"],
        ["填报单位：定国县   填报人：张三   联系电话：123  填报时间：2026年6月25日"],
        ["共上报在谈项目3个(新增1个)，其中亿元以上2个。"],
        headings,
        [
            1,
            "年产5万吨牙膏项目",
            "青岛甲日化有限公司",
            "1.2亿元",
            "简介",
            "内容",
            "李四",
            13800000000,
            "5月20日来访，拟6月签约",
            "日用化工",
        ],
        [2, "电机项目", "宁波乙电子有限公司", "5000万", "", "", "王五", "", "在谈", "食品"],
        [3, "轴承项目", "宁波丙机械有限公司", "约3亿", "", "", "", "", "线索", "食品"],
        ["备注：1.投资额为计划数。"],
        ["说明：本表每月25日前上报。"],
    ]
    path = workbook(tmp_path / "在谈.xlsx", ("Sheet1", rows, ["A1:J1", "A2:J2", "A3:J3", "A8:J8"]))
    result = take_in(office, path)
    assert (result["kind"], counts(result)) == ("leads", (2, 0, 0, 1))
    assert "约3亿" in reasons(result)[7]
    assert projects(office)["电机项目"].stage.label == "在谈"
    assert "按今天" in assumptions(result)


def test_yuan_units_differ_by_column_and_foreign_money_is_left_alone(office: Office, tmp_path: Path) -> None:
    headings = [
        "编号", "市级项目编码", "项目名称", "项目区域", "投资金额(亿元)", "固投金额(亿元)",
        "备案证金额(亿元)", "当年到位资金情况(亿元)", "现阶段到资情况(亿元)", "协议签订时间", "注册资本(万元)",
        "签约主体(洽谈主体)", "签约主体证照号码", "实际开工时间(发改)", "实际开工时间(经信)",
        "FDI金额(万美元)", "负责单位",
    ]  # fmt: skip
    rows = [
        headings,
        [1, "XM-7", "甲项目", "定国县", 1.25, 0.8, 1.2, 0.1, 0.2, dt.date(2026, 3, 4), 500, "甲集团有限公司", "",
         "2026-04-01", "2026-04-20", 100, "市商务局"],
    ]  # fmt: skip
    result = take_in(office, workbook(tmp_path / "落地.xlsx", ("2026年6月签约落地", rows)))
    project = projects(office)["甲项目"]
    assert (result["kind"], project.code, project.enterprise) == ("signed", "XM-7", "甲集团有限公司")
    assert (project.investment_fen, project.funds_fen) == (12500 * WAN, 2000 * WAN)
    assert dates(project) == {"开工": "2026-04-01"}


def test_three_row_head_with_totals_and_parts(office: Office, tmp_path: Path) -> None:
    rows = [
        ["招商引资项目报表（2026年6月）"],
        ["项目代码", "项目名称", "合作方基本情况", "", "签约时间", "项目协议总投资额（万元）资金来源", "", "", "",
         "自开始建设至本月末累计到位资金（万元）", ""],
        ["", "", "企业名称", "所在地", "", "合计", "其中：我方", "合作方", "", "合计", "合作方"],
        ["", "", "", "", "", "", "", "小计", "省外", "", "小计"],
        ["Y1", "丙项目", "丙实业有限公司", "昆明", "2026.5.6", 12000, 2000, 10000, 8000, 600, 500],
        ["合计", "", "", "", "", 12000, 2000, 10000, 8000, 600, 500],
    ]  # fmt: skip
    merges = [
        "A1:K1",
        "A2:A4",
        "B2:B4",
        "C2:D2",
        "C3:C4",
        "D3:D4",
        "E2:E4",
        "F2:I2",
        "F3:F4",
        "G3:G4",
        "H3:I3",
        "J2:K2",
        "J3:J4",
    ]
    take_in(office, workbook(tmp_path / "投促.xlsx", ("报表", rows, merges)))
    project = projects(office)["丙项目"]
    assert (project.investment_fen, project.funds_fen, project.enterprise) == (12000 * WAN, 600 * WAN, "丙实业有限公司")


def test_county_merged_down_the_first_column_and_unit_in_the_corner(office: Office, tmp_path: Path) -> None:
    rows = [
        ["某市2026年第一季度签约项目统计表"],
        ["", "", "", "", "", "", "", "单位：万元"],
        [],
        ["县区", "序号", "项目名称", "投资单位", "总投资", "签约日期", "包联领导", "责任单位"],
        ["定国县", 1, "甲 项 目", "甲 有限公司", "１，２００", "２０２６．３．５", "方 文博", "市商务局"],
        ["", 2, "乙项目", "乙有限公司", "5000", "26.3.6", "周明远 沈国栋", "市商务局、市工信局"],
        ["小 计", 2, "", "", 6200, "", "", ""],
        ["云河县", 3, "丙项目", "丙有限公司", "1.5亿元", "46100", "副市长周明远", "商务局"],
        ["", 4, "丁项目", "丁有限公司", "3-5亿", "2026年3月", "沈国栋", "工信局"],
        ["", 5, "己项目", "己有限公司", 800, 2026.1, "沈国栋", "工信局"],
        ["总  计", "", "", "", 9999],
    ]
    result = take_in(office, workbook(tmp_path / "季度.xlsx", ("一季度", rows, ["A1:H1", "A5:A6", "A8:A10"])))
    found = projects(office)
    assert (found["甲项目"].county, found["甲项目"].leader, found["甲项目"].investment_fen) == (
        "定国县",
        "方文博",
        1200 * WAN,
    )
    assert (found["乙项目"].county, found["乙项目"].leader, found["乙项目"].department) == (
        "定国县", "周明远、沈国栋", "市商务局、市工信局",
    )  # fmt: skip
    assert (found["丙项目"].county, found["丙项目"].leader, found["丙项目"].department) == (
        "云河县",
        "周明远",
        "市商务局",
    )
    assert str(found["丙项目"].signed_day) == "2026-03-19"
    assert set(reasons(result)) == {9, 10}
    assert "1月或10月" in reasons(result)[10]
    assert "平均分担" in assumptions(result)


def test_a_blank_county_without_merges_holds_down_until_a_subtotal(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(
        "县区,项目名称,投资方,总投资(万元),签约时间\n定国县,甲项目,甲公司,1200,2026-6-3\n,乙项目,乙公司,800,2026-6-4\n小计,,,2000,\n"
        "云河县,丙项目,丙公司,900,2026-6-5\n",
        encoding="utf-8",
    )
    result = take_in(office, path)
    assert [projects(office)[name].county for name in ("甲项目", "乙项目", "丙项目")] == ["定国县", "定国县", "云河县"]
    assert "补齐" in assumptions(result)


def test_one_sheet_per_county_each_with_its_own_head(office: Office, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "分县.xlsx",
        ("封面", [["清沅市签约台账"], ["2026年6月"]]),
        (
            "定国县",
            [
                ["项目名称", "企业名称", "计划总投资（万元）", "签约时间"],
                ["甲", "甲有限公司", 1000, dt.date(2026, 6, 3)],
            ],
        ),
        (
            "云河县",
            [
                ["签约时间", "项目名称", "企业名称", "计划总投资（亿元）"],
                [dt.date(2026, 6, 4), "乙", "乙有限公司", 1.5],
                [dt.date(2026, 6, 4), "甲", "甲有限公司", 0.1],
            ],
        ),
    )
    result = take_in(office, path)
    found = projects(office)
    assert (found["甲"].county, found["乙"].county, found["乙"].investment_fen) == ("定国县", "云河县", 15000 * WAN)
    assert [line["sheet"] for line in result["passed_sheets"]] == ["封面"]
    (refused,) = result["refused"]
    assert (refused["sheet"], refused["row"]) == ("云河县", 3)
    assert "工作表“定国县”第2行" in refused["reason"]


def test_group_lines_tell_the_county(office: Office, tmp_path: Path) -> None:
    head = ["序号", *SIGNED[:2], "总投资", *SIGNED[3:6]]
    rows = [
        ["签约项目（单位：亿元）"],
        head,
        ["一、定国县（2个）"],
        [1, "甲项目", "甲有限公司", 1.2, "2026-06-03", "周明远", "市商务局"],
        [2, "乙项目", "乙有限公司", 0.5, "2026-06-03", "周明远", "市商务局"],
        ["二、云河县（1个）"],
        [1, "丙项目", "丙有限公司", 0.3, "2026-06-03", "周明远", "市商务局"],
        ["合计3个", "", "", 2.0],
        ["审核人：张三", "", "填报人：李四"],
    ]
    result = take_in(office, workbook(tmp_path / "分组.xlsx", ("s", rows, ["A1:G1", "A3:G3", "A6:G6"])))
    assert counts(result) == (3, 0, 0, 0)
    assert [projects(office)[name].county for name in ("甲项目", "乙项目", "丙项目")] == ["定国县", "定国县", "云河县"]


def test_an_amount_without_any_unit_is_asked_for_and_then_taken(office: Office, tmp_path: Path) -> None:
    headings = [*SIGNED[:2], "总投资", *SIGNED[3:]]
    path = signed_ledger(tmp_path / "无单位.xlsx", record("甲项目", 1200), record("乙项目", "1.2亿"), headings=headings)
    plan = examine(office, path, today=TODAY)
    assert plan.asks
    assert "单位" in reasons(plan)[3]
    assert (plan.count("add"), plan.count("refuse")) == (1, 1)
    told = examine(office, path, today=TODAY, unit="万元")
    assert (told.asks, told.count("add")) == ([], 2)
    with pytest.raises(Refused, match="单位"):
        examine(office, path, today=TODAY, unit="两")


def test_the_unit_in_the_cell_goes_before_the_heading_and_that_before_the_corner(
    office: Office, tmp_path: Path
) -> None:
    rows = [["单位：元"], SIGNED, record("甲项目", 1200), record("乙项目", "0.8亿元")]
    take_in(office, workbook(tmp_path / "单位.xlsx", ("s", rows)))
    assert projects(office)["甲项目"].investment_fen == 1200 * WAN
    assert projects(office)["乙项目"].investment_fen == 8000 * WAN


def test_a_column_in_the_wrong_unit_is_refused_unless_the_user_says_so(office: Office, tmp_path: Path) -> None:
    headings = [*SIGNED[:2], "总投资（亿元）", *SIGNED[3:]]
    rows = [record(f"{name}项目", 1200 + number) for number, name in enumerate("甲乙丙丁戊")]
    result = take_in(office, signed_ledger(tmp_path / "错单位.xlsx", *rows, headings=headings))
    assert counts(result) == (0, 0, 0, 5)
    assert "单位有误" in reasons(result)[3]


@pytest.mark.parametrize("amount, word", [(0, "为 0"), (0.5, "疑为单位"), (99_999_999, "疑为单位"), ("", "为空")])
def test_an_impossible_amount_is_refused(office: Office, tmp_path: Path, amount: object, word: str) -> None:
    result = take_in(office, signed_ledger(tmp_path / "金额.xlsx", record("甲项目", amount)))
    assert word in reasons(result)[3]


def test_two_amounts_over_one_merged_cell_are_not_counted_twice(office: Office, tmp_path: Path) -> None:
    rows = [SIGNED, record("甲项目", 1200), record("乙项目", "")]
    result = take_in(office, workbook(tmp_path / "合并.xlsx", ("s", rows, ["C2:C3"])))
    assert counts(result) == (1, 0, 0, 1)
    assert "总投资为空" in reasons(result)[3]


def test_what_is_no_ledger_is_refused_with_what_was_seen_and_expected(office: Office, tmp_path: Path) -> None:
    path = workbook(tmp_path / "考勤.xlsx", ("s", [["姓名", "工号", "迟到次数"], ["张三", "001", 2]]))
    with pytest.raises(Refused, match=r"姓名、工号、迟到次数.*签约时间"):
        examine(office, path, today=TODAY)


def test_another_kind_in_the_same_file_is_passed_over_and_told(office: Office, tmp_path: Path) -> None:
    rows = [["单位", "签约项目（个）", "到位资金（亿元）"], ["定国县", 3, 1]]
    path = workbook(tmp_path / "混合.xlsx", ("签约", [SIGNED, record("甲项目")]), ("任务", rows))
    result = take_in(office, path)
    assert (result["kind"], result["added"]) == ("signed", 1)
    assert "目标任务" in result["passed_sheets"][0]["reason"]


def test_a_planning_list_holds_leads_of_the_first_stage(office: Office, tmp_path: Path) -> None:
    rows = [
        ["谋划项目储备表"],
        ["谋划项目名称", "编号", "总投资(亿元)", "投资方名称", "拟投资额(外资-万美元)", "项目所在县市区"],
        ["智能家居产业园", "1", 2, "甲集团有限公司", 100, "定国县"],
    ]
    take_in(office, workbook(tmp_path / "a.xlsx", ("s", rows)))
    project = projects(office)["智能家居产业园"]
    assert (project.stage.label, project.investment_fen) == ("线索", 20000 * WAN)


def test_numbered_headings_repeated_heads_and_page_sums(office: Office, tmp_path: Path) -> None:
    head = ["1.项目名称", "2.投资方", "3.总投资（万元）", "4.签约时间"]
    first, second = (
        ["甲甲项目", "甲甲公司", 100, "2026.6.3（线上）"],
        ["乙乙项目", "乙乙公司", "200（万元）", "2026-06-04"],
    )
    rows = [head, first, [], ["本页小计", "", 100], head, second, ["本页小计", "", 200]]
    result = take_in(office, workbook(tmp_path / "a.xlsx", ("s", rows)))
    assert counts(result) == (2, 0, 0, 0)
    assert [line["row"] for line in result["skipped"]] == [4, 5, 7]


@pytest.mark.parametrize("day", ["6月3日", "6.3", "６月３日", "六月三日"])
@pytest.mark.parametrize(
    ("title", "sheet", "file"),
    [("2026年6月签约台账", "台账", "a"), ("签约台账", "2026年", "a"), ("签约台账", "台账", "签约台账202606")],
)
def test_a_day_without_a_year_is_of_the_year_that_the_title_names(
    office: Office, tmp_path: Path, day: str, title: str, sheet: str, file: str
) -> None:
    path = workbook(tmp_path / f"{file}.xlsx", (sheet, [[title], SIGNED, record("甲项目", day=day)]))
    result = take_in(office, path)
    assert projects(office)["甲项目"].signed_day == dt.date(2026, 6, 3)
    assert "没有年份，按表题的2026年" in assumptions(result)


@pytest.mark.parametrize(
    ("title", "file", "day", "reason"),
    [
        ("签约台账", "a", "6月3日", "没有年份，请补上年"),
        ("2026年签约台账", "2025年台账", "6月3日", "又有2025年、2026年"),
        ("2025年12月—2026年1月签约台账", "a", "12月28日", "又有2025年、2026年"),
        ("2026年6月签约台账", "a", "7月2日", "就晚于6月"),
        ("2026年签约台账", "a", "12月28日", "就晚于今天"),
        ("2026年6月签约台账", "a", "2月30日", "不是日历上的日期"),
    ],
)
def test_a_day_whose_year_is_open_is_refused(
    office: Office, tmp_path: Path, title: str, file: str, day: str, reason: str
) -> None:
    path = workbook(tmp_path / f"{file}.xlsx", ("台账", [[title], SIGNED, record("甲项目", day=day)]))
    assert reason in reasons(take_in(office, path))[3]


def test_two_columns_of_one_name_must_say_the_same(office: Office, tmp_path: Path) -> None:
    headings = (*SIGNED, "总投资（万元）")
    rows = [(*record("甲项目", 100), 100), (*record("乙项目", 100), 200), (*record("丙项目", 100), "")]
    result = take_in(office, signed_ledger(tmp_path / "a.xlsx", *rows, headings=headings))
    assert set(reasons(result)) == {4}
    assert "两列都叫“总投资（万元）”，写的却不一样（100、200）" in reasons(result)[4]


def test_a_part_of_a_total_is_no_record(office: Office, tmp_path: Path) -> None:
    result = take_in(office, signed_ledger(tmp_path / "a.xlsx", record("甲项目"), ("其中：亿元以上3个",)))
    assert (result["rows"], result["refused"]) == (1, [])


def test_a_day_with_a_word_behind_it_is_not_called_a_plan(office: Office, tmp_path: Path) -> None:
    rows = [record("甲项目", day="2026年6月4日签约"), record("乙项目", day="约2026年6月4日")]
    found = reasons(take_in(office, signed_ledger(tmp_path / "a.xlsx", *rows)))
    assert "不是日期，请按" in found[3]
    assert "大概的时间" in found[4]
