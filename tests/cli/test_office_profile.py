"""`office profile` and `check-paper --profile` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calling import Call, answer
from tests.support import small_office


@pytest.fixture(autouse=True)
def office(tmp_path: Path) -> None:
    small_office(tmp_path / "office").close()


def test_a_profile_is_shown_set_and_given_back(zst: Call) -> None:
    assert answer(zst, "office", "profile", "show")["name"] == "GB/T 9704-2012"
    made = answer(zst, "office", "profile", "set", "line_pitch=28", "number_place=居中", "--since", "2026-01-01")
    assert made["numbers"] == {"line_pitch": 28, "number_place": "middle"}
    changed = answer(zst, "office", "profile", "set", "figures=宋体", "--name", "新版式")
    assert changed["numbers"] == {"line_pitch": 28, "figures": "宋体", "number_place": "middle"}
    status, out, _ = zst("office", "profile")
    assert status == 0
    assert "28（本单位）" in out
    assert "各次更改：新版式（" in out
    assert answer(zst, "office", "profile", "reset")["numbers"] == {}
    assert len(answer(zst, "office", "profile")["all"]) == 2, "the reset took the place of what began the same day"
    assert answer(zst, "office", "profile", "show", "--on", "2026-01-02")["numbers"] == made["numbers"]


def test_a_file_is_written_and_read(zst: Call, tmp_path: Path) -> None:
    answer(zst, "office", "profile", "set", "line_pitch=28", "lines=22")
    _, out, _ = zst("office", "profile", "show", "--yaml")
    path = tmp_path / "版式.yaml"
    path.write_text(out, encoding="utf-8")
    answer(zst, "office", "profile", "reset", "--since", "2026-12-01")
    made = answer(zst, "office", "profile", "set", "--file", str(path), "--since", "2027-01-01")
    assert (made["since"], made["numbers"]) == ("2027-01-01", {"line_pitch": 28, "lines": 22})


@pytest.mark.parametrize(
    "words, told",
    [
        (["line_pitch"], "不是 字段=值 的样子"),
        (["line_pitch=3"], "须在 18 至 40"),
        (["line_pich=28"], "没有“line_pich”这一项"),
        ([], "请写要改的字段"),
        (["line_pitch=28", "--since", "今年"], "不是日期"),
        (["line_pitch=29.6"], "没有更改"),
    ],
)
def test_what_cannot_be_set_is_told(zst: Call, words: list[str], told: str) -> None:
    status, _, err = zst("office", "profile", "set", *words)
    assert status == 1
    assert told in err


def test_the_checker_says_against_which_profile_it_read(zst: Call, tmp_path: Path) -> None:
    answer(zst, "office", "profile", "set", "number_place=middle", "--since", "2026-01-01")
    pdf = tmp_path / "样.pdf"
    fills = ("--fill", "事由=引荐项目", "--fill", "成果=已签约")
    key = str(answer(zst, "paper", "draft", "--template", "感谢函", "--to", "某某公司", *fills)["id"])
    answer(zst, "paper", "print", key, "-o", str(pdf))
    status, out, _ = zst("check-paper", str(pdf))
    assert "按 GB/T 9704-2012（2012-07-01 起）" in out
    assert "这份 PDF 写明是按“清沅市（2026-01-01 起）”排的" in out
    for profile in ("自带", "清沅市"):
        status, out, _ = zst("check-paper", str(pdf), "--profile", profile, "--json")
        assert status == 0, out
        report = json.loads(out)
        assert (report["profile"], report["carried"]) == ("清沅市（2026-01-01 起）",) * 2
    status, _, err = zst("check-paper", str(pdf), "--profile", "别处")
    assert status == 1
    assert "没有叫“别处”的公文版式" in err
