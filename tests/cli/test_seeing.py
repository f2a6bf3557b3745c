"""`today`, `side`, `find` and `projects --search` in the shell."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from app.cli.application import run
from app.services.dossiers.problems import ProblemDraft, save_problem
from tests.support import signed_project, small_office


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with small_office(tmp_path / "office") as office:
        project = signed_project(office, "牙膏项目", 12_000, dt.date(2026, 6, 3))
        save_problem(office, project, ProblemDraft("缺用电", "云河县", dt.date(2026, 6, 3), dt.date(2026, 9, 1)))
        signed_project(office, "轴承项目", 500, dt.date(2026, 6, 4), verified=False)
    return tmp_path / "office"


def called(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as ended:
        run(["--office", str(folder), "--today", "2026-10-08", *words])
    assert ended.value.code in (0, None)
    return capsys.readouterr().out


def test_today_tells_people_and_programs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = called(folder, capsys, "today")
    assert "已过时限：1 项" in told
    assert "问题：缺用电（云河县负责）" in told
    day = json.loads(called(folder, capsys, "today", "--suspicions", "--json"))
    assert day["today"] == "2026-10-08"
    assert {group["kind"]: group["count"] for group in day["groups"]} == {
        "overdue": 1,
        "due": 0,
        "unstarted": 0,
        "unverified": 1,
        "contradictory": 0,
    }
    assert day["groups"][0]["items"][0]["days"] == 37
    assert day["suspicions"] == []


def test_a_side_is_told_with_the_city(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = called(folder, capsys, "side", "--by", "county")
    assert "定国县" in told
    assert "全市（不重复计算）" in told
    seen = json.loads(called(folder, capsys, "side", "--by", "county", "--period", "2026-06", "--json"))
    assert (seen["rows"][0]["name"], seen["city"]["signed"], seen["city"]["amount_fen"]) == (
        "定国县",
        "1",
        12_000_000_000,
    )


def test_find_looks_everywhere_and_tells_what_is_only_alike(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "牙膏项目" in called(folder, capsys, "find", "yagao")
    assert "周明远" in called(folder, capsys, "find", "週明遠")
    found = json.loads(called(folder, capsys, "find", "雅高项目", "--json"))
    assert (found["alike"], [one["name"] for one in found["projects"]]) == (True, ["牙膏项目"])
    assert "没有找到" in called(folder, capsys, "find", "氢能飞机场")


def test_projects_are_searched_by_amount(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = json.loads(called(folder, capsys, "projects", "--search", "超亿", "--json"))
    assert [one["name"] for one in listed] == ["牙膏项目"]
