"""The papers of the measures from the command line: written to files, kept as drafts, holding the standard."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from app.models.office import open_office
from app.services.papers.checking import check_paper
from tests.cli.calling import Call, answer
from tests.support import TODAY, signed_project


def projects(month: Call) -> list[dict]:
    return answer(month, "projects")


def holds(path: Path) -> bool:
    return not check_paper(path).broken


def written(path: Path) -> bool:
    return path.read_bytes().startswith(b"%PDF" if path.suffix == ".pdf" else b"PK")


@pytest.mark.parametrize("ending", [".pdf", ".docx"])
def test_the_measures_are_printed(month: Call, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"办法{ending}"
    told = answer(month, "measures", "print", "--on", "2026-10-05", "-o", str(path))
    assert (told["file"], told["audience"]) == (str(path), "公开")
    assert written(path)
    if ending == ".pdf":
        assert holds(path)


def test_printing_wants_a_file_of_a_known_kind(month: Call, tmp_path: Path) -> None:
    assert month("measures", "print")[0] == 2
    status, _, err = month("measures", "print", "-o", str(tmp_path / "办法.txt"))
    assert (status, ".pdf 或 .docx" in err) == (2, True)


def test_a_decision_letter_is_written_and_kept_as_a_draft(month: Call, tmp_path: Path) -> None:
    code = projects(month)[0]["code"]
    path = tmp_path / "告知书.pdf"
    told = answer(month, "match", "--project", code, "--letter", "-o", str(path), "--draft")
    assert holds(path)
    (draft,) = answer(month, "papers")
    assert (draft["id"], draft["status"], draft["title"]) == (told["paper"], "拟稿", "招商引资优惠政策兑现告知书")


def test_a_letter_is_told_in_the_words_of_the_paper(month: Call) -> None:
    one = projects(month)[0]
    status, out, _ = month("match", "--project", one["code"], "--letter")
    assert status == 0
    assert out.startswith("招商引资优惠政策兑现告知书\n")
    assert "\n三、不享受的扶持及原因\n" in out
    assert "【" not in out


def test_only_a_letter_is_a_paper(month: Call, tmp_path: Path) -> None:
    code = projects(month)[0]["code"]
    status, _, err = month("match", "--project", code, "-o", str(tmp_path / "表.pdf"))
    assert (status, "--letter" in err) == (2, True)


def test_the_comparison_of_industries_and_the_effects_are_printed(month: Call, tmp_path: Path) -> None:
    report, effects = tmp_path / "比较.pdf", tmp_path / "成效.pdf"
    answer(month, "leading", "-o", str(report))
    assert holds(report)
    answer(month, "effects", "-o", str(effects))
    assert written(effects)


def test_referrals_are_printed(month: Call, tmp_path: Path) -> None:
    path = tmp_path / "以商招商.pdf"
    assert answer(month, "brought")
    assert answer(month, "brought", "-o", str(path))["audience"] == "全市领导干部大会"
    assert holds(path)


def test_nothing_to_pay_is_nothing_to_print(month: Call, tmp_path: Path) -> None:
    path = str(tmp_path / "表.pdf")
    for call, why in (
        (("list",), "没有已批准的引荐奖金"),
        (("recover",), "没有要追回的引荐奖金"),
        (("notice", "--claim", "1", "--name", "张三"), "还没有批准"),
    ):
        status, _, err = month("bonuses", *call, "-o", path)
        assert (status, why in err) == (1, True)
    assert not Path(path).exists()


def test_the_bonus_goes_onto_paper(month: Call, tmp_path: Path) -> None:
    answer(month, "bonuses", "budget", "--year", "2026", "--set", "500万元", "-o", str(tmp_path / "预算.pdf"))
    assert holds(tmp_path / "预算.pdf")
    office = open_office(tmp_path / "office", who="测试", today=TODAY)
    key = signed_project(office, "牙膏项目", 12_000, dt.date(2026, 6, 10))
    office.close()
    assert key
    on = ("--on", "2026-06-01")
    answer(month, "bonuses", "register", "--project", "牙膏项目", "--name", "张三", *on)
    number = answer(month, "bonuses", "claim", "--project", "牙膏项目", "--stage", "签约", "--on", "2026-07-01")[
        "claim"
    ]
    claim = ("--claim", str(number))
    answer(month, "bonuses", "check", *claim, "--by", "王五", "--on", "2026-07-01")
    answer(month, "bonuses", "approve", *claim, "--by", "赵六", "--on", "2026-07-20")
    for ending in (".pdf", ".docx", ".xlsx"):
        path = tmp_path / f"发放{ending}"
        answer(month, "bonuses", "list", "-o", str(path))
        assert written(path)
    assert holds(tmp_path / "发放.pdf")
    answer(month, "bonuses", "pay", *claim, "--name", "张三", "--on", "2026-08-01")
    assert len(answer(month, "bonuses", "list")["payments"]) == 1
    assert answer(month, "bonuses", "list", "--unpaid")["payments"] == []
    assert "没有已批准的引荐奖金" in month("bonuses", "list", "--unpaid", "-o", str(tmp_path / "无.pdf"))[2]
    notice = tmp_path / "通知.pdf"
    told = answer(month, "bonuses", "notice", *claim, "--name", "张三", "-o", str(notice), "--draft")
    assert holds(notice)
    assert [one["id"] for one in answer(month, "papers")] == [told["paper"]]
