"""The command line: the month's work on the sample ledgers, answers for programs, exit statuses."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from pathlib import Path

import platformdirs
import pytest

from app import __version__
from tests.cli.calling import EXPECTED, LEADS, LEDGERS, PROGRESS, SIGNED, TARGETS, Call, answer

WAN = 1_000_000


def test_the_sample_ledgers_come_in_to_the_fen_and_the_day(month: Call) -> None:
    projects = {one["name"]: one for one in answer(month, "projects")}
    progress = {one["name"]: one for one in EXPECTED["progress"]}
    assert len(projects) == len(EXPECTED["signed"]) + len(EXPECTED["leads"])
    for true in EXPECTED["signed"]:
        later = progress.get(true["name"], {"stage": "签约", "dates": {}, "arrived_total_wan": 0})
        assert {key: value for key, value in projects[true["name"]].items() if key != "code"} == {
            "name": true["name"],
            "enterprise": true["firm"],
            "uscc": true["uscc"],
            "industry": true["industry"],
            "investment_fen": true["wan"] * WAN,
            "county": true["county"],
            "leader": true["leader"],
            "department": true["department"],
            "stage": later["stage"],
            "dates": {"签约": true["signed"], **later["dates"]},
            "funds_fen": later["arrived_total_wan"] * WAN,
            "referrers": [name for name in true["referrer"].split("、") if name],
        }
    for true in EXPECTED["leads"]:
        lead = projects[true["name"]]
        assert (lead["investment_fen"], lead["county"]) == (true["wan"] * WAN, true["county"])


def test_the_ranking_of_june_is_the_truth_of_the_samples(month: Call) -> None:
    table = answer(month, "rank", "--period", "2026-06", "--group", "county")
    totals = EXPECTED["totals"]
    for unit in table["units"]:
        actual = {line["key"]: line["actual"] for line in unit["indicators"]}
        true = totals["by_county"][unit["unit"]]
        assert (actual["signed"], actual["over"]) == (true["count"], true["over"])
        assert round(actual["amount"] * 10_000) == true["wan"]
    city = {one["key"]: one["actual"] for one in table["city"]}
    assert (city["signed"], city["over"], round(city["amount"] * 10_000)) == (112, 9, totals["wan"])


@pytest.mark.parametrize(("group", "label"), [("county", "县区"), ("department", "市直部门"), ("leader", "市领导")])
def test_every_unit_has_its_targets(month: Call, group: str, label: str) -> None:
    units = answer(month, "rank", "--period", "2026", "--group", group)["units"]
    told = {
        unit["unit"]: tuple(
            line["target"] for line in unit["indicators"] if line["key"] in ("signed", "over", "amount", "funds")
        )
        for unit in units
    }
    assert told == {
        one["unit"]: (one["signed"], one["over"], one["amount"], one["funds"])
        for one in EXPECTED["targets"]
        if one["group"] == label
    }


def test_bad_rows_are_refused_with_row_and_reason_and_the_rest_comes_in(zst: Call, tmp_path: Path) -> None:
    answer(zst, "init", str(tmp_path / "office"))
    told = answer(zst, "import", str(LEDGERS / SIGNED))
    assert (told["kind"], told["rows"], told["added"]) == ("signed", 116, 112)
    assert [line["row"] for line in told["refused"]] == [one["row"] for one in EXPECTED["refused"]]
    assert all(line["field"] and line["reason"] for line in told["refused"])


def test_the_same_ledger_again_changes_nothing(month: Call) -> None:
    for name, rows in ((SIGNED, 112), (TARGETS, 25), (PROGRESS, 56), (LEADS, 40)):
        told = answer(month, "import", str(LEDGERS / name))
        assert (told["added"], told["updated"], told["unchanged"]) == (0, 0, rows), name


def test_a_dry_run_writes_nothing(zst: Call, tmp_path: Path) -> None:
    answer(zst, "init", str(tmp_path / "office"))
    assert answer(zst, "import", str(LEDGERS / SIGNED), "--dry-run")["added"] == 112
    assert answer(zst, "projects") == []


def test_projects_are_searched_and_filtered(month: Call) -> None:
    stages = Counter(one["stage"] for one in answer(month, "projects", "--county", "定国县"))
    assert stages["签约"] + stages["开工"] + stages["完工"] + stages["投产"] == 16
    assert [one["county"] for one in answer(month, "projects", "--search", "bhht")] == ["定国县"]
    assert {one["stage"] for one in answer(month, "projects", "--stage", "投产")} == {"投产"}
    assert {one["leader"] for one in answer(month, "projects", "--unit", "周明远")} == {"周明远"}
    status, out, _ = month("projects", "--search", "没有这个项目")
    assert (status, out) == (0, "没有符合条件的项目。\n")


def test_people_read_a_table(month: Call) -> None:
    _, out, _ = month("rank", "--period", "2026-06", "--group", "county")
    assert "名次" in out
    assert "临沅区" in out
    _, out, _ = month("projects", "--county", "定国县")
    assert "共 " in out


def test_a_bulletin_is_written(month: Call, tmp_path: Path) -> None:
    told = answer(month, "bulletin", "--period", "2026-06", "--group", "county", "-o", str(tmp_path / "通报.pdf"))
    assert told["audience"] == "全市领导干部大会"
    assert (tmp_path / "通报.pdf").read_bytes().startswith(b"%PDF")


def test_the_demo_does_a_months_work(zst: Call, tmp_path: Path) -> None:
    told = answer(zst, "demo", "--out", str(tmp_path / "out"))
    assert (told["signed"], told["over"]) == (112, 9)
    assert len(told["files"]) == 7
    assert all(Path(file).stat().st_size > 1000 for file in told["files"])
    assert answer(zst, "demo", "--out", str(tmp_path / "out"))["ranking"] == told["ranking"]


def test_the_demo_never_replaces_a_real_office(zst: Call, tmp_path: Path) -> None:
    answer(zst, "init", str(tmp_path / "office"), "--city", "清沅市")
    status, _, err = zst("init", str(tmp_path / "office"), "--demo")
    assert status == 1
    assert "真实的办公数据" in err


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["rank", "--period", "2026-13", "--group", "county"], 2, "期间“2026-13”不存在"),
        (["rank", "--period", "2026", "--group", "village"], 2, "没有“village”这一组"),
        (["supervise", "--period", "2026", "--group", "citizens"], 2, "没有“citizens”这一组"),
        (["side", "--by", "county", "--period", "2026-02..2026-13"], 2, "期间“2026-02..2026-13”不存在"),
        (["projects", "--county", "无名县"], 1, "没有“无名县”"),
        (["projects", "--stage", "开张"], 1, "没有“开张”这个阶段"),
        (["import", "没有这个文件.xlsx"], 1, "没有这个文件.xlsx"),
        (["rank"], 2, "缺少选项 --period"),
        (["rank", "--period", "2026", "--group", "county", "--as-of", "昨天"], 2, "不是日期"),
        (["fly"], 2, "没有“fly”这个命令"),
        (["projects", "--wings"], 2, "没有“--wings”这个选项"),
        (["import", "x.csv", "--kind", "poem"], 2, "没有“poem”这种台账"),
        (["--today", "昨天", "projects"], 2, "不是日期"),
    ],
)
def test_refusals_and_wrong_use_have_their_own_status(
    zst: Call, tmp_path: Path, arguments: list[str], status: int, told: str
) -> None:
    answer(zst, "init", str(tmp_path / "office"))
    got, out, err = zst(*arguments)
    assert (got, out) == (status, "")
    assert told in err


def test_a_missing_office_says_what_to_do(zst: Call) -> None:
    status, out, err = zst("projects", "--json")
    assert status == 1
    assert "init" in err
    assert "没有办公数据" in json.loads(out)["error"]


def test_help_lists_every_command_in_chinese(zst: Call) -> None:
    status, out, _ = zst("--help")
    assert status == 0
    for command in ("init", "demo", "import", "projects", "rank", "bulletin", "self-test"):
        assert command in out
    assert "Usage" not in out
    assert "Options" not in out


def test_the_program_checks_itself(zst: Call) -> None:
    checks = answer(zst, "self-test")
    assert [one["check"] for one in checks] == ["字体", "数据库", "读表", "公文", "会议包", "图表"]
    assert all(one["ok"] for one in checks), checks


def damage(database: Path, start: int = 40_000) -> None:
    with database.open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * 30_000)


@pytest.mark.parametrize("command", [["projects"], ["rank", "--period", "2026", "--group", "county"]])
def test_a_damaged_page_is_told_with_what_to_do(month: Call, tmp_path: Path, command: list[str]) -> None:
    damage(tmp_path / "office" / "office.db")
    status, out, err = month(*command, "--json")
    assert status == 1
    assert "已损坏" in json.loads(out)["error"]
    assert "backups" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("wrapped", [False, True])
def test_damage_met_on_the_way_is_told_too(month: Call, monkeypatch: pytest.MonkeyPatch, wrapped: bool) -> None:
    """What opening does not see, a command meets later, from sqlite or through SQLAlchemy."""
    from sqlalchemy.exc import DatabaseError

    from app.cli import listing

    def failing(*_: object) -> object:
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = 11
        raise DatabaseError("SELECT", {}, error) if wrapped else error

    monkeypatch.setattr(listing, "project_rows", failing)
    status, out, err = month("projects", "--json")
    assert status == 1
    assert "数据文件已损坏" in json.loads(out)["error"]
    assert "office" in err


@pytest.mark.parametrize("as_json", [False, True])
def test_a_defect_is_one_line_and_its_trace_lies_in_the_log(
    month: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    from app.cli import listing

    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_, **__: tmp_path / "日志")
    monkeypatch.setattr(listing, "project_rows", lambda *_: 1 / 0)
    status, out, err = month("projects", *(["--json"] if as_json else []))
    log = tmp_path / "日志" / "command.log"
    assert status == 1
    assert err == f"程序出错：ZeroDivisionError division by zero（错误报告写在 {log}，请交给维护人员）\n"
    assert (json.loads(out) if as_json else out) == ({"error": err.strip()} if as_json else "")
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_a_defect_is_told_where_no_log_can_be_written(
    month: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.cli import listing

    (tmp_path / "日志").write_text("")
    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_, **__: tmp_path / "日志")
    monkeypatch.setattr(listing, "project_rows", lambda *_: 1 / 0)
    status, _, err = month("projects")
    assert status == 1
    assert "错误报告没有写成" in err
    assert "Traceback" not in err


def test_the_version_is_told_to_programs_too(zst: Call) -> None:
    assert answer(zst, "version") == {"version": __version__}
    assert zst("version")[1] == f"招商台 {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [("ranks",), ("rank", "--periods"), ("rank", "--period", "六月"), ("import",), ("--today", "昨天", "today")],
)
def test_wrong_use_is_told_to_programs_as_refusals_are(zst: Call, arguments: tuple[str, ...]) -> None:
    status, out, err = zst(*arguments, "--json")
    assert status == 2
    told = json.loads(out)
    assert set(told) == {"error"}
    assert told["error"].startswith("用法不对：")
    assert told["error"] in err
    assert zst(*arguments)[:2] == (2, "")
