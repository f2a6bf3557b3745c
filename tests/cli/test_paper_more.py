"""What the window can do with papers and templates, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.reports.reading_back import text_of
from tests.cli.calling import Call, answer
from tests.support import small_office


@pytest.fixture(autouse=True)
def office(tmp_path: Path) -> None:
    with small_office(tmp_path / "office"):
        pass


def drafted(zst: Call) -> str:
    fills = ["--fill", "事由=引荐项目", "--fill", "成果=已签约"]
    return str(answer(zst, "paper", "draft", "--template", "感谢函", "--to", "定国县", *fills)["id"])


def test_a_draft_is_changed_and_goes_to_more(zst: Call, tmp_path: Path) -> None:
    key = drafted(zst)
    (tmp_path / "正文.txt").write_text("改过的正文。", "utf-8")
    answer(zst, "paper", "edit", key, "--text", str(tmp_path / "正文.txt"), "--title", "改过的标题")
    answer(zst, "paper", "to", key, "--add", "云河县", "--days", "5")
    assert [one["unit"] for one in answer(zst, "paper", "show", key)["recipients"]] == ["定国县", "云河县"]
    answer(zst, "paper", "list", key, "-o", str(tmp_path / "清单.pdf"))
    assert "云河县" in "".join(text_of(tmp_path / "清单.pdf"))
    answer(zst, "paper", "print", key, "-o", str(tmp_path / "稿.pdf"))
    assert "改过的正文" in "".join(text_of(tmp_path / "稿.pdf"))


def test_all_that_is_overdue_is_reminded(zst: Call) -> None:
    key = drafted(zst)
    answer(zst, "paper", "to", key, "--add", "云河县", "--days", "5")
    for command in ("review", "sign", "issue"):
        answer(zst, "paper", command, key)
    assert answer(zst, "paper", "remind-overdue") == []
    (late,) = answer(zst, "--today", "2026-12-20", "paper", "remind-overdue")
    assert late["unit"] == "云河县"


def test_templates_are_listed_shown_checked_and_set(zst: Call, tmp_path: Path) -> None:
    assert {"感谢函", "督办函"} <= {one["name"] for one in answer(zst, "templates", "list")}
    source = answer(zst, "templates", "show", "感谢函")["source"]
    good, bad = tmp_path / "好.txt", tmp_path / "坏.txt"
    good.write_text(source, "utf-8")
    bad.write_text(source.replace("收文.名称", "收文.名程"), "utf-8")
    answer(zst, "templates", "check", str(good))
    answer(zst, "templates", "preview", str(good), "-o", str(tmp_path / "样.pdf"))
    assert (tmp_path / "样.pdf").read_bytes().startswith(b"%PDF")
    status, _, err = zst("templates", "check", str(bad))
    assert (status, "第7行：没有“收文.名程”" in err) == (1, True)


@pytest.mark.parametrize(
    ("template", "command"),
    [("政策兑现告知书", "match --letter"), ("奖金兑现通知", "bonuses notice"), ("印发管理办法通知", "measures print")],
)
def test_templates_of_figures_name_their_command(zst: Call, template: str, command: str) -> None:
    status, _, err = zst("paper", "draft", "--template", template)
    assert (status, command in err) == (1, True)


def test_a_day_that_goes_backwards_in_a_series_is_told(zst: Call) -> None:
    told = []
    for day in ("2026-10-08", "2026-10-01", "2026-10-09"):
        key = drafted(zst)
        answer(zst, "--today", day, "paper", "review", key)
        told.append(answer(zst, "--today", day, "paper", "sign", key)["told"])
    assert ["成文日期是 2026-10-08" in one for one in told] == [False, True, False]
