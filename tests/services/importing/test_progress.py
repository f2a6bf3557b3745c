"""Progress reports: stages and funds as a time series, contradictions refused, cumulative sums never falling."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.models.office import Office
from app.services.importing import examine
from tests.services.importing.ledgers import (
    assumptions,
    counts,
    dates,
    funds,
    projects,
    reasons,
    record,
    signed_ledger,
    take_in,
    workbook,
)
from tests.support import TODAY, reading

HEAD = ["项目名称", "总投资", "建设阶段", "开工时间", "竣工时间", "投产时间", "到位资金", "", "计划竣工时间"]
LOWER = ["", "", "", "", "", "", "本月", "累计", ""]
MERGES = ["A1:I1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:H3", "I3:I4"]


@pytest.fixture
def signed(office: Office, tmp_path: Path) -> Office:
    """The small office with 甲项目 to 己项目, signed on 1 to 6 June 2026."""
    rows = [record(f"{name}项目", 1000, f"2026-06-0{number}") for number, name in enumerate("甲乙丙丁戊己", start=1)]
    take_in(office, signed_ledger(tmp_path / "签约.xlsx", *rows))
    return office


def report(path: Path, *rows: Sequence[Any], title: str = "2026年8月项目进展月报") -> Path:
    """Write a progress report; records from row 5, amounts in 万元."""
    lines = [[title], ["", "", "", "", "", "", "", "", "单位：万元"], HEAD, LOWER, *rows]
    return workbook(path, ("月报", lines, MERGES))


def test_a_month_after_the_other_makes_a_time_series(signed: Office, tmp_path: Path) -> None:
    take_in(signed, report(tmp_path / "8月.xlsx", ["甲项目", "", "在建", "2026.7.1", "", "", 100, 300, "年底"]))
    take_in(
        signed,
        report(
            tmp_path / "9月.xlsx",
            ["甲项目", "", "已竣工", "2026.7.1", "2026.9.3", "", 50, 350, ""],
            title="2026年9月进展",
        ),
    )
    assert funds(signed, "甲项目") == [
        ("2026-07-31", 200, "期初累计"),
        ("2026-08-31", 100, "到位"),
        ("2026-09-30", 50, "到位"),
    ]
    assert dates(projects(signed)["甲项目"]) == {"开工": "2026-07-01", "完工": "2026-09-03"}
    assert projects(signed)["甲项目"].stage.label == "完工"


@pytest.mark.parametrize(
    "row, word",
    [
        (["甲项目", "", "已竣工", "2026.7.1", "", "", 50, 50], "没有竣工时间"),
        (["甲项目", "", "已投产", "2026.7.1", "", "2026.8.1", 50, 50], "没有完工时间"),
        (["甲项目", "", "未开工", "2026.7.1", "", "", "", ""], "矛盾"),
        (["甲项目", "", "在谈", "", "", "", "", ""], "签约时间"),
        (["甲项目", "", "已投产", "2026.7.1", "2026.7.30", "2026.7.20", 0, 0], "早于完工"),
        (["甲项目", "", "在建", "2026.5.1", "", "", 20, 30], "早于签约"),
        (["甲项目", "", "在建", "2026.7.1", "", "", 20, 10], "大于累计"),
        (["甲项目", "", "在建", "2026.7.1", "", "", "约20", 30], "准确"),
        (["甲项目", "", "解约", "", "", "", "", ""], "档案中办理"),
        (["甲项目", "", "乱写", "", "", "", "", ""], "看不懂进度"),
        (["甲项目", "", "开工", "2026年7月", "", "", "", ""], "只有年月"),
        (["没有的项目", "", "在建", "2026.7.1", "", "", 1, 1], "档案中没有"),
        (["", "", "在建", "2026.7.1", "", "", 1, 1], "项目名称为空"),
    ],
)
def test_a_contradiction_is_refused_with_its_reason(signed: Office, tmp_path: Path, row: list[Any], word: str) -> None:
    result = take_in(signed, report(tmp_path / "月报.xlsx", row))
    assert counts(result) == (0, 0, 0, 1)
    assert word in reasons(result)[5]
    assert funds(signed, "甲项目") == []


def test_cumulative_funds_never_fall(signed: Office, tmp_path: Path) -> None:
    take_in(signed, report(tmp_path / "8月.xlsx", ["甲项目", "", "在建", "2026.7.1", "", "", 100, 300]))
    result = take_in(
        signed,
        report(tmp_path / "9月.xlsx", ["甲项目", "", "在建", "2026.7.1", "", "", 50, 320], title="2026年9月进展"),
    )
    assert "低于档案" in reasons(result)[5]
    less = take_in(signed, report(tmp_path / "8月改.xlsx", ["甲项目", "", "在建", "2026.7.1", "", "", 90, 300]))
    assert "低于档案中本月" in reasons(less)[5]


def test_only_cumulative_funds_arrive_in_the_month_of_the_report(signed: Office, tmp_path: Path) -> None:
    rows = [["项目名称", "目前进度", "开工时间", "累计到位资金（亿元）"], ["甲项目", "在建", "2026.7.1", 0.03]]
    take_in(signed, workbook(tmp_path / "2026年9月进展.xlsx", ("s", rows)))
    assert funds(signed, "甲项目") == [("2026-09-30", 300, "到位")]


def test_the_year_to_date_leaves_earlier_years_alone(signed: Office, tmp_path: Path) -> None:
    take_in(signed, report(tmp_path / "8月.xlsx", ["甲项目", "", "在建", "2026.7.1", "", "", 100, 300]))
    rows = [["项目名称", "目前进度", "当年到位资金（万元）"], ["甲项目", "在建", 380]]
    take_in(signed, workbook(tmp_path / "2026年9月进展.xlsx", ("s", rows)))
    assert funds(signed, "甲项目")[-1] == ("2026-09-30", 80, "到位")


def test_the_month_comes_from_the_user_the_file_or_the_latest_day(signed: Office, tmp_path: Path) -> None:
    untitled = report(tmp_path / "月报.xlsx", ["甲项目", "", "在建", "2026.7.1", "", "", 1, 1], title="项目进展月报")
    assert str(examine(signed, untitled, today=TODAY).month) == "2026-07-01"
    assert "7月" in assumptions(examine(signed, untitled, today=TODAY).to_json())
    assert str(examine(signed, untitled, today=TODAY, month="2026-09").month) == "2026-09-01"
    named = untitled.rename(tmp_path / "202608月报.xlsx")
    assert str(examine(signed, named, today=TODAY).month) == "2026-08-01"


def test_funds_never_arrive_after_today(signed: Office, tmp_path: Path) -> None:
    path = report(tmp_path / "月报.xlsx", ["甲项目", "", "在建", "2026.7.1", "", "", 5, 5], title="2026年10月项目进展")
    take_in(signed, path)
    assert funds(signed, "甲项目") == [(str(TODAY), 5, "到位")]


def test_a_day_that_is_corrected_is_shown_old_and_new(signed: Office, tmp_path: Path) -> None:
    take_in(signed, report(tmp_path / "a.xlsx", ["甲项目", "", "在建", "2026.7.1", "", "", "", ""]))
    path = report(tmp_path / "b.xlsx", ["甲项目", "", "在建", "2026.7.2", "", "", "", ""])
    (row,) = examine(signed, path, today=TODAY).rows
    assert [(one.label, one.old, one.new) for one in row.differences] == [("开工时间", "2026-07-01", "2026-07-02")]
    take_in(signed, path)
    assert dates(projects(signed)["甲项目"]) == {"开工": "2026-07-02"}


def test_a_stage_word_behind_the_days_gives_way_to_them(signed: Office, tmp_path: Path) -> None:
    result = take_in(signed, report(tmp_path / "a.xlsx", ["甲项目", "", "在建", "2026.7.1", "2026.8.1", "", "", ""]))
    assert projects(signed)["甲项目"].stage.label == "完工"
    assert "以时间为准" in assumptions(result)


def test_a_report_does_not_change_the_investment(signed: Office, tmp_path: Path) -> None:
    result = take_in(signed, report(tmp_path / "a.xlsx", ["甲项目", 5555, "在建", "2026.7.1", "", "", "", ""]))
    assert projects(signed)["甲项目"].investment_fen == 1000 * 1_000_000
    assert "不改总投资" in assumptions(result)


def test_a_future_day_is_taken_and_told(signed: Office, tmp_path: Path) -> None:
    result = take_in(signed, report(tmp_path / "a.xlsx", ["甲项目", "", "在建", "2026.12.1", "", "", "", ""]))
    assert dates(projects(signed)["甲项目"]) == {"开工": "2026-12-01"}
    assert "晚于今天" in assumptions(result)


def test_a_complete_row_of_an_unknown_project_is_a_new_one(office: Office, tmp_path: Path) -> None:
    head = ["项目名称", "投资方", "总投资（万元）", "签约时间", "目前进度", "开工时间", "本月到位资金（万元）"]
    rows = [["2026年8月项目进展月报"], head, ["新项目", "新有限公司", 900, "2026.6.1", "在建", "2026.7.1", 20]]
    result = take_in(office, workbook(tmp_path / "a.xlsx", ("s", rows)))
    assert (result["kind"], result["added"]) == ("progress", 1)
    assert funds(office, "新项目") == [("2026-08-31", 20, "到位")]


def test_not_yet_in_a_day_column_is_empty(signed: Office, tmp_path: Path) -> None:
    result = take_in(signed, report(tmp_path / "a.xlsx", ["甲项目", "", "在建", "2026.7.1", "未竣工", "—", "", ""]))
    assert counts(result) == (0, 1, 0, 0)
    assert dates(projects(signed)["甲项目"]) == {"开工": "2026-07-01"}


def test_a_name_that_only_resembles_is_put_to_the_user(signed: Office, tmp_path: Path) -> None:
    path = report(tmp_path / "a.xlsx", ["甲 （项目", "", "在建", "2026.7.1", "", "", "", ""])
    assert counts(take_in(signed, path)) == (0, 1, 0, 0)
    take_in(signed, signed_ledger(tmp_path / "b.xlsx", record("年产五万吨牙膏生产线项目")))
    close = report(tmp_path / "c.xlsx", ["年产五万吨牙膏生产项目", "", "在建", "2026.7.1", "", "", "", ""])
    plan = examine(signed, close, today=TODAY)
    (suspect,) = plan.suspects
    assert suspect.candidate == "年产五万吨牙膏生产线项目"
    assert examine(signed, close, today=TODAY, choices={5: f"same:{suspect.project}"}).count("update") == 1
    assert "档案中没有" in reasons(examine(signed, close, today=TODAY, choices={5: "new"}))[5]


def test_the_stage_kept_with_the_project_is_that_of_its_events(signed: Office, tmp_path: Path) -> None:
    rows = [
        ["甲项目", "", "已投产", "2026.7.1", "2026.8.1", "2026.8.20", 1, 1],
        ["乙项目", "", "在建", "2026.7.1", "", "", 1, 1],
    ]
    take_in(signed, report(tmp_path / "a.xlsx", *rows))
    with reading(signed) as connection:
        wrong = connection.execute(
            "WITH main AS (SELECT * FROM stage_event WHERE is_main AND void_reason IS NULL)"
            " SELECT name FROM project p WHERE stage <> (SELECT max(stage) FROM main WHERE project_id = p.id)"
            " OR signed_day IS NOT (SELECT day FROM main WHERE project_id = p.id AND stage = 3)"
        ).fetchall()
    assert wrong == []


def test_what_arrived_in_earlier_months_is_listed_as_assumed(signed: Office, tmp_path: Path) -> None:
    first = take_in(signed, report(tmp_path / "8月.xlsx", ["甲项目", "", "在建", "2026.7.1", "", "", 100, 300, ""]))
    assert "5 累计到位资金 300 其中200万元是以前月份到位的，按期初累计记在2026-07-31" in assumptions(first)
    again = take_in(signed, report(tmp_path / "again.xlsx", ["甲项目", "", "在建", "2026.7.1", "", "", 100, 300, ""]))
    assert "期初累计" not in assumptions(again)
