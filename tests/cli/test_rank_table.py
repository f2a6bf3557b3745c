"""`rank` prints each rank with its class, and all that makes up a score, points by hand too."""

from __future__ import annotations

from pathlib import Path

from tests.classed_office import by_hand, classed
from tests.cli.calling import Call, answer
from tests.support import set_target, small_office

RANK = ("rank", "--period", "2026-06", "--group", "county")


def test_class_and_points_by_hand_are_printed(zst: Call, tmp_path: Path) -> None:
    with small_office(tmp_path / "office") as office:
        by_hand(classed(office), {"东湖区": "3"})
    status, out, _ = zst(*RANK)
    assert status == 0
    head = next(line for line in out.splitlines() if "名次" in line)
    assert head.split()[:5] == ["类别", "名次", "单位", "得分", "手工加减分"]
    lines = {line.split()[2]: line.split() for line in out.splitlines() if line.startswith(("A类", "B类"))}
    assert {name: cells[:2] for name, cells in lines.items()} == {
        "定国县": ["A类", "1"], "云河县": ["A类", "2"], "东湖区": ["B类", "1"], "临沅区": ["B类", "2"],
    }  # fmt: skip
    assert lines["东湖区"][4] == "+3.00"
    assert "东湖区　手工加减分 +3：承办推介会（会议纪要）" in out
    told = {one["unit"]: one for one in answer(zst, *RANK)["units"]}
    assert told["东湖区"]["by_hand"] == [{"points": 3, "reason": "承办推介会", "evidence": "会议纪要"}]
    assert told["东湖区"]["class"] == "B"


def test_without_them_the_table_has_neither(zst: Call, tmp_path: Path) -> None:
    with small_office(tmp_path / "office") as office:
        set_target(office, "定国县", "signed", 12)
    _, out, _ = zst(*RANK)
    head = next(line for line in out.splitlines() if "名次" in line)
    assert head.split()[:3] == ["名次", "单位", "得分"]
    assert "手工加减分" not in out


def test_the_table_and_a_units_briefing_are_written_as_paper_word_or_sheet(zst: Call, tmp_path: Path) -> None:
    with small_office(tmp_path / "office") as office:
        set_target(office, "定国县", "signed", 12)
    for name, begins in (("排名.pdf", b"%PDF"), ("排名.docx", b"PK"), ("排名.xlsx", b"PK")):
        status, out, err = zst(*RANK, "-o", str(tmp_path / name))
        assert (status, "印发范围：全市领导干部大会" in out) == (0, True), err
        assert (tmp_path / name).read_bytes().startswith(begins)
    status, _, err = zst(*RANK, "-o", str(tmp_path / "排名.txt"))
    assert (status, ".xlsx 结尾" in err) == (2, True)
    brief = ("brief", "--unit", "定国县", "--period", "2026-06")
    for name, begins in (("简报.pdf", b"%PDF"), ("简报.docx", b"PK")):
        assert answer(zst, *brief, "-o", str(tmp_path / name))["audience"] == "全市领导干部大会"
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert zst(*brief)[0] == 2
    assert answer(zst, *brief, "--draft")["paper"]
