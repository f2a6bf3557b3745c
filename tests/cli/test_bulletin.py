"""`bulletin` on the command line: what it tells of a bulletin of the same period that was signed before."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import Call, answer

COUNTY_JUNE = ("bulletin", "--period", "2026-06", "--group", "county", "-o")


def test_the_same_figures_on_a_later_day_take_no_second_number_unasked(month: Call, tmp_path: Path) -> None:
    first = answer(month, "--today", "2026-07-06", *COUNTY_JUNE, str(tmp_path / "一.pdf"))
    assert first["supersedes"] == []
    status, _, err = month("--today", "2026-07-07", *COUNTY_JUNE, str(tmp_path / "二.pdf"))
    assert status == 1
    assert f"同一期已有 {first['number']}（数据截至2026年7月6日），数字未变。没有签发。" in err
    assert f"paper print {first['number']} -o" in err
    assert not (tmp_path / "二.pdf").exists()
    assert [one["number"] for one in answer(month, "papers")] == [first["number"]]


def test_asked_for_anew_a_second_bulletin_names_the_first(month: Call, tmp_path: Path) -> None:
    first = answer(month, "--today", "2026-07-06", *COUNTY_JUNE, str(tmp_path / "一.pdf"))
    second = answer(month, "--today", "2026-07-07", *COUNTY_JUNE, str(tmp_path / "二.pdf"), "--anew")
    (told,) = second["supersedes"]
    assert (told["number"], told["title"], told["as_of"]) == (first["number"], first["title"], "2026-07-06")
    status, out, _ = month("--today", "2026-07-07", *COUNTY_JUNE, str(tmp_path / "三.pdf"))
    assert status == 0, "the same bulletin again keeps its number"
    assert second["number"] in out
    assert f"同一期已有 {first['number']}（数据截至2026年7月6日）" in out
    again = answer(month, "--today", "2026-07-06", *COUNTY_JUNE, str(tmp_path / "四.pdf"))
    assert (again["number"], again["supersedes"]) == (first["number"], [])
