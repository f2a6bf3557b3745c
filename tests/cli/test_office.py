"""`office` on the command line: what there is, and what is changed."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import Call, answer


def test_names_are_shown_and_changed(zst: Call, tmp_path: Path) -> None:
    answer(zst, "init", str(tmp_path / "office"), "--city", "清沅市")
    shown = answer(zst, "office")
    assert shown == {
        "city": "清沅市",
        "authority": "清沅市招商引资工作领导小组办公室",
        "number_word": "清招办",
        "changed": False,
    }
    assert answer(zst, "office", "--name", "清沅市招商局", "--word", "清招")["changed"]
    status, out, _ = zst("office")
    assert status == 0
    assert "清沅市招商局" in out
    status, out, _ = zst("office", "--word", "清招")
    assert "没有更改" in out
    status, _, err = zst("office", "--word", "清招〔1〕")
    assert status == 1
    assert "发文机关代字里不能有" in err
