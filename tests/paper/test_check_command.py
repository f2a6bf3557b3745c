"""`check-paper`: its table for people, its JSON for programs, its exit statuses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli.application import run
from app.reports.fonts.resolver import FontSet
from app.reports.gongwen.profile import STANDARD
from app.reports.gongwen.writing import write_pdf
from tests.paper.papers import BULLETIN


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        run(["check-paper", *arguments])
    return int(ended.value.code or 0)


@pytest.fixture
def sound(fonts: FontSet, tmp_path: Path) -> Path:
    write_pdf(BULLETIN, fonts, tmp_path / "通报.pdf")
    return tmp_path / "通报.pdf"


@pytest.fixture
def faulty(fonts: FontSet, tmp_path: Path) -> Path:
    paper = replace(BULLETIN, profile=replace(STANDARD, rule_below_number_mm=9))
    write_pdf(paper, fonts, tmp_path / "坏.pdf")
    return tmp_path / "坏.pdf"


def test_a_sound_paper_gives_status_0(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(str(sound)) == 0
    printed = capsys.readouterr().out
    assert "全部符合" in printed
    assert "GB/T 9704-2012" in printed


def test_a_faulty_one_gives_status_1_and_the_reason(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(str(faulty)) == 1
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("H5"))
    assert "不符" in line
    assert "发文字号至红线 9.0" in line


def test_json_holds_every_row(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(str(faulty), "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"file", "profile", "carried", "format", "rows"}
    assert (found["profile"], found["carried"]) == ("GB/T 9704-2012（2012-07-01 起）", None)
    assert found["format"] == "file"
    (row,) = (row for row in found["rows"] if row["verdict"] == "broken")
    assert (row["id"], row["page"]) == ("H5", 1)
    assert row["value"].startswith("发文字号至红线 9.0")
    assert row["wanted"] == "4.00 mm（±1）"


def test_wrong_use_gives_status_2_and_a_missing_file_1(tmp_path: Path) -> None:
    assert call() == 2
    assert call(str(tmp_path / "没有.pdf")) == 1
