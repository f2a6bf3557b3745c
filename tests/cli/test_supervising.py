"""Tasks, schemes, supervision, publishing, comparing, province and packing from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from app.services.meeting.packing import open_pack
from app.services.ranking.schemes import DEFAULT
from tests.cli.calling import Call, answer

YEAR = "2026-01..2026-09"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo office, built once and only read."""
    from app.services.office.offices import rebuild_demo

    folder = tmp_path_factory.mktemp("demo") / "office"
    rebuild_demo(folder, today=None, who="测试").close()
    return folder


def test_targets_are_listed_set_and_changed(month: Call) -> None:
    change = ["targets", "set", "--unit", "定国县", "--indicator", "签约额", "--year", "2026", "--value", "90"]
    assert answer(month, *change, "--from", "2026-07-01", "--reason", "调增")["value"] == 90
    rows = answer(month, "targets", "--year", "2026", "--group", "county")
    (row,) = (row for row in rows if (row["unit"], row["indicator"]) == ("定国县", "amount"))
    assert row["value"] == 90
    assert row["first_given"] != 90
    assert row["changes"] == [{"from": "2026-07-01", "value": 90, "reason": "调增", "paper": ""}]
    status, _, err = month(*change, "--from", "2026-08-01")
    assert (status, "写明理由" in err) == (1, True)


def test_a_citys_task_is_split_dry_and_for_good(month: Call) -> None:
    command = ["targets", "split", "--group", "county", "--indicator", "over", "--year", "2026", "--total", "50"]
    parts = answer(month, *command)
    assert sum(part["value"] for part in parts) == 50
    listed = answer(month, "targets", "--year", "2026", "--group", "county")
    assert sum(row["value"] for row in listed if row["indicator"] == "over") != 50
    answer(month, *command, "--write")
    listed = answer(month, "targets", "--year", "2026", "--group", "county")
    assert sum(row["value"] for row in listed if row["indicator"] == "over") == 50


def test_a_curve_is_set_from_the_command_line(month: Call) -> None:
    shares = "0,5,20,30,40,60,65,70,80,90,95,100"
    answer(month, "targets", "curve", "--year", "2026", "--indicator", "signed", "--shares", shares)
    table = answer(month, "rank", "--period", "2026-01..2026-06", "--group", "county")
    assert {line["expected"] for unit in table["units"] for line in unit["indicators"] if line["key"] == "signed"} == {
        0.6
    }


def test_schemes_are_listed_shown_tried_and_added(month: Call, tmp_path: Path) -> None:
    (known,) = answer(month, "schemes")
    status, shown, _ = month("schemes", "show", str(known["id"]))
    assert status == 0
    changed = tmp_path / "新办法.yaml"
    heavier = shown.replace("weight: 25", "weight: 35", 1).replace("weight: 25", "weight: 15", 1)
    text = heavier.replace("（默认）", "（修订）").replace("2016-01-01", "2026-06-01")
    changed.write_text(text, encoding="utf-8")
    tried = answer(month, "schemes", "try", str(changed), "--period", "2026-06", "--group", "county")
    assert tried["findings"] == []
    assert any("亿元以上项目" in unit["why"] for unit in tried["periods"][0]["units"])
    assert answer(month, "schemes", "add", str(changed))["doubts"] == []
    assert answer(month, "rank", "--period", "2026-06", "--group", "county")["scheme"].endswith("（修订）")
    status, _, err = month("schemes", "add", str(DEFAULT))
    assert (status, "已有从 2016-01-01 起" in err) == (1, True)
    newest = answer(month, "schemes")[0]
    assert answer(month, "schemes", "void", str(newest["id"]), "--reason", "常委会未通过")["name"] == newest["name"]
    assert newest["id"] not in [one["id"] for one in answer(month, "schemes")]


def test_supervise_answers_with_the_fields_that_programs_need(zst: Call, demo: Path) -> None:
    found = answer(zst, "--office", str(demo), "supervise", "--period", "2026-01..2026-09")
    fields = ["unit", "group", "rank", "score", "completion", "expected", "months_running", "measure", "audience"]
    assert all(list(one) == [*fields, "grounds"] for one in found)
    assert {one["group"] for one in found} == {"county", "department", "leader"}
    leaders = [one for one in found if one["group"] == "leader"]
    assert {one["audience"] for one in leaders} == {"市委常委会"}
    assert {one["measure"] for one in leaders} <= {"呈阅件", "口头通报"}
    only = answer(zst, "--office", str(demo), "supervise", "--period", "2026-01..2026-09", "--group", "county")
    assert only == [one for one in found if one["group"] == "county"]
    table = answer(zst, "--office", str(demo), "rank", "--period", "2026-01..2026-09", "--group", "county")
    ranks = {unit["unit"]: (unit["rank"], unit["score"]) for unit in table["units"]}
    assert all((one["rank"], one["score"]) == ranks[one["unit"]] for one in only)
    assert len(only) <= 3


def test_the_demo_stands_third_in_its_province_in_june(zst: Call, demo: Path) -> None:
    found = answer(zst, "--office", str(demo), "province", "--month", "2026-06")
    ours = next(one for one in found["cities"] if one["city"] == "清沅市")
    assert (ours["rank"], ours["signed"], ours["over"]) == (3, 112, 9)
    assert "与前一位东陵市" in found["gap"]


def test_a_city_is_entered_by_hand(month: Call) -> None:
    found = answer(month, "province", "--month", "2026-07", "--city", "清沅市", "--rank", "2", "--score", "90.5")
    assert found["cities"] == [
        {"month": "2026-07", "city": "清沅市", "rank": 2, "score": 90.5, "signed": None, "over": None, "amount": None}
    ]


def test_a_ranking_is_published_once_and_compared_later(month: Call) -> None:
    command = ["publish", "--period", "2026-06", "--group", "county"]
    first = answer(month, *command)
    assert (first["edition"], len(first["sha256"])) == (1, 64)
    assert month(*command)[0] == 1
    compared = answer(month, "compare", "--period", "2026-06", "--group", "county", "--from", "已发布")
    assert compared["records"] == []
    days = answer(month, "compare", "--period", "2026-06", "--group", "county", "--from", "2026-06-15")
    assert days["records"]


def test_what_if_says_who_would_stand_where(month: Call) -> None:
    command = ["what-if", "--period", "2026-06", "--group", "county", "--unit", "定国县", "--amount"]
    moves = {move["unit"]: move for move in answer(month, *command, "1.2")}
    assert moves["定国县"]["score_after"] > moves["定国县"]["score_before"]
    assert month(*command, "很多")[0] == 1


def test_a_pack_is_written_for_its_audience(zst: Call, demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "会议.zsp"
    command = ["--office", str(demo), "pack", "--period", "2026-06", "--audience", "全市领导干部大会", "-o", str(path)]
    told = answer(zst, *command, "--password", "八个字符的口令吧")
    assert (told["groups"], told["locked"]) == (["county", "department"], True)
    content = open_pack(path, "八个字符的口令吧")
    assert [group.group for group in content.groups] == ["county", "department"]
    leaders = [one["unit"] for one in answer(zst, "--office", str(demo), "targets", "--group", "leader")]
    everything = json.dumps([unit.name for group in content.groups for unit in group.units], ensure_ascii=False)
    assert leaders
    assert not any(leader in everything for leader in leaders)


def test_the_slides_of_a_pack_are_written_as_a_pdf(zst: Call, demo: Path, tmp_path: Path) -> None:
    paper, path = tmp_path / "会议.pdf", tmp_path / "会议.zsp"
    command = ["--office", str(demo), "pack", "--period", "2026-06", "--audience", "全市领导干部大会", "-o", str(path)]
    assert answer(zst, *command, "--pdf", str(paper))["pdf"] == str(paper)
    with pdfplumber.open(paper) as pdf:
        units = sum(len(group.units) for group in open_pack(path).groups)
        assert len(pdf.pages) > units
        assert pdf.pages[0].width > pdf.pages[0].height

    status, _, err = zst(*command, "--pdf", str(tmp_path / "没有的文件夹" / "会议.pdf"))
    assert (status, "没有保存到" in err) == (1, True), err
    status, _, err = zst(*command, "--pdf", str(path))
    assert (status, "同一个文件" in err) == (1, True), err


@pytest.mark.parametrize("command", ["targets", "schemes", "supervise", "publish", "compare", "what-if", "pack"])
def test_help_is_chinese(zst: Call, command: str) -> None:
    status, out, _ = zst(command, "--help")
    assert status == 0
    assert "用法：" in out
    assert "Options" not in out


def test_tasks_are_told_by_their_labels_to_people_and_by_their_keys_to_programs(month: Call) -> None:
    status, out, _ = month("targets", "--year", "2026", "--group", "county")
    assert (status, "签约额" in out, "amount" in out) == (0, True, False)
    assert "amount" in {row["indicator"] for row in answer(month, "targets", "--year", "2026", "--group", "county")}


def test_a_ranking_is_asked_compared_and_published_at_another_level(month: Call) -> None:
    task = ["targets", "set", "--unit", "定国县", "--indicator", "signed", "--year", "2026", "--value", "1000"]
    answer(month, *task, "--level", "奋斗目标")
    terms = ["--period", "2026-06", "--group", "county"]

    def target(table: dict[str, Any]) -> object:
        unit = next(one for one in table["units"] if one["unit"] == "定国县")
        return next(one for one in unit["indicators"] if one["key"] == "signed")["target"]

    usual, stretched = answer(month, "rank", *terms), answer(month, "rank", *terms, "--level", "奋斗目标")
    assert (target(stretched), stretched["level"]) == (1000, "奋斗目标")
    assert target(usual) != 1000
    assert "level" not in usual
    status, out, _ = month("rank", *terms, "--level", "奋斗目标")
    assert (status, "（按奋斗目标）" in out) == (0, True)
    for level in ([], ["--level", "奋斗目标"]):
        assert answer(month, "publish", *terms, *level)["edition"] == 1, "each level has its own editions"
    moves = answer(month, "compare", *terms, "--from", "已发布", "--level", "奋斗目标")
    assert moves["records"] == []


def test_a_laggard_is_decided_on_followed_and_told_from_the_command_line(month: Call) -> None:
    period = YEAR
    found = answer(month, "supervise", "--period", period, "--group", "county")
    assert found, "somebody lags in the sample ledgers"
    unit = found[0]["unit"]
    taken = answer(month, "supervise", "decide", "--period", period, "--unit", unit, "--by", "李主任")
    assert (taken["measure"], taken["taken"], "已起草" in taken["paper"]) == (found[0]["measure"], True, True)
    status, _, err = month("supervise", "decide", "--period", period, "--unit", unit, "--by", "李主任")
    assert (status, "已经决定过" in err) == (1, True)
    (row,) = answer(month, "supervise", "open")
    assert (row["unit"], row["status"], row["paper"]) == (unit, "已决定", "拟稿")
    to = ["supervise", "follow", "--period", period, "--unit", unit, "--to"]
    status, _, err = month(*to, "已送达")
    assert (status, "怎样送达" in err) == (1, True)
    assert answer(month, *to, "已送达", "--text", "当面送达")["status"] == "已送达"
    assert answer(month, *to, "办结", "--text", "已整改")["status"] == "办结"
    assert answer(month, "supervise", "open") == []
    (past,) = answer(month, "supervise", "history", "--unit", unit)
    assert (past["status"], past["closing"]) == ("办结", "已整改")
    status, out, _ = month("supervise", "history", "--unit", unit)
    assert (status, "已整改" in out) == (0, True)


def test_a_unit_is_spared_for_a_reason(month: Call) -> None:
    unit = answer(month, "supervise", "--period", YEAR, "--group", "county")[0]["unit"]
    answer(month, "supervise", "exempt", "--unit", unit, "--from", "2026-06-01", "--reason", "特大洪涝")
    assert unit not in [one["unit"] for one in answer(month, "supervise", "--period", YEAR, "--group", "county")]
    status, out, _ = month("supervise", "--period", YEAR, "--group", "county")
    assert (status, f"{unit}：免予督促，不可抗力：特大洪涝" in out) == (0, True)
    assert answer(month, "supervise", "relief", "--period", "2026-01..2026-10") == []


def test_an_exemption_is_listed_ended_and_voided(month: Call) -> None:
    spare = ["supervise", "exempt", "--unit", "定国县", "--from", "2026-06-01", "--reason", "特大洪涝"]
    key = str(answer(month, *spare)["id"])
    (row,) = answer(month, "supervise", "exemptions", "--group", "county")
    assert (row["unit"], row["from"], row["to"], row["reason"]) == ("定国县", "2026-06-01", None, "特大洪涝")
    assert answer(month, "supervise", "exempt-end", "--id", key, "--to", "2026-07-31")["to"] == "2026-07-31"
    status, out, _ = month("supervise", "exemptions")
    assert (status, "2026-07-31" in out) == (0, True)
    assert answer(month, "supervise", "exempt-void", "--id", key, "--reason", "登记错了")["unit"] == "定国县"
    assert answer(month, "supervise", "exemptions") == []
    status, _, err = month("supervise", "exempt-void", "--id", key, "--reason", "再作废")
    assert (status, "没有编号为" in err) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["supervise"],
        ["supervise", "follow", "--period", "2026-06", "--unit", "定国县", "--to", "完了"],
        ["supervise", "exempt", "--unit", "定国县", "--from", "六月", "--reason", "洪涝"],
    ],
)
def test_what_supervise_cannot_read_is_wrong_use(month: Call, arguments: list[str]) -> None:
    assert month(*arguments)[0] == 2


def test_a_curve_is_set_by_the_label_of_its_indicator(month: Call) -> None:
    shares = "2,5,10,20,30,40,50,60,70,80,90,100"
    done = answer(month, "targets", "curve", "--year", "2026", "--indicator", "签约额", "--shares", shares)
    assert done["indicator"] == "amount"
    status, _, err = month("targets", "curve", "--year", "2026", "--indicator", "外资", "--shares", shares)
    assert (status, "没有指标“外资”" in err) == (1, True)
