"""`bulletin` on the command line: what it tells of a bulletin of the same period that was signed before."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import Call, answer

COUNTY_JUNE = ("bulletin", "--period", "2026-06", "--group", "county", "-o")


def test_a_second_bulletin_of_a_period_tells_of_the_first(month: Call, tmp_path: Path) -> None:
    first = answer(month, "--today", "2026-07-06", *COUNTY_JUNE, str(tmp_path / "一.pdf"))
    assert first["supersedes"] == []
    second = answer(month, "--today", "2026-07-07", *COUNTY_JUNE, str(tmp_path / "二.pdf"))
    (told,) = second["supersedes"]
    assert (told["number"], told["title"], told["as_of"]) == (first["number"], first["title"], "2026-07-06")
    status, out, _ = month("--today", "2026-07-07", *COUNTY_JUNE, str(tmp_path / "三.pdf"))
    assert status == 0
    assert f"同一期已有 {first['number']}（数据截至2026年7月6日）" in out
