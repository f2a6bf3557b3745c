"""`extend` and `knowledge` on an office into which the sample ledgers were imported."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import Call, answer

KEYS = {
    *("origin", "origin_industry", "candidate", "relation", "good", "rule", "conditions"),
    *("verdict", "reason", "score", "parts"),
}
PARTS = ["strength", "demand", "leading", "gap", "sensitivity", "neighbour"]


def test_extend_tells_what_the_enterprises_here_could_draw(month: Call) -> None:
    found = answer(month, "extend")
    assert found
    for one in found:
        assert set(one) >= KEYS
        assert list(one["parts"]) == PARTS
        assert one["verdict"] in ("recommend", "possible")
        assert one["relation"] in ("supplies", "buys", "byproduct", "shared")
        assert abs(max(0, sum(one["parts"].values())) - one["score"]) < 0.05


def test_rejections_come_with_all_and_each_has_its_reason(month: Call) -> None:
    rejected = [one for one in answer(month, "extend", "--all") if one["verdict"] == "reject"]
    assert rejected
    assert all(one["reason"].endswith("。") and one["score"] == 0 for one in rejected)


def test_one_enterprise_one_project_or_one_unit_can_be_asked(month: Call) -> None:
    everything = answer(month, "extend")
    one = everything[0]
    for option, value, key in (
        ("--enterprise", one["origin"], "origin"),
        ("--project", one["origin_project"], "origin_project"),
    ):
        assert {found[key] for found in answer(month, "extend", option, value)} == {value}
    assert 0 < len(answer(month, "extend", "--unit", "定国县")) < len(everything)


def test_before_anything_was_signed_there_is_nothing_to_extend(month: Call) -> None:
    assert answer(month, "extend", "--on", "2020-01-01") == []
    status, out, _ = month("extend", "--on", "2020-01-01")
    assert (status, out) == (0, "没有可延伸的方向。加上 --all 可以看到不宜的及其原因。\n")


def test_people_read_the_reason_under_each_direction(month: Call) -> None:
    status, out, _ = month("extend", "--unit", "定国县", "--all")
    assert status == 0
    assert "宜招　" in out
    assert "不宜　" in out


def test_steps_go_no_further_than_three(month: Call) -> None:
    assert month("extend", "--steps", "4")[0] == 2
    assert {one["step"] for one in answer(month, "extend", "--unit", "定国县", "--steps", "2")} == {1, 2}


def test_an_enterprise_that_is_not_here_and_a_day_that_is_none_are_refused(month: Call) -> None:
    status, _, err = month("extend", "--enterprise", "天外公司")
    assert (status, "没有已认定签约" in err) == (1, True)
    assert month("extend", "--on", "昨天")[0] == 2


def test_tables_go_out_and_come_back(month: Call, tmp_path: Path) -> None:
    out = tmp_path / "规则.xlsx"
    assert answer(month, "knowledge", "export", "拉动规则", "-o", str(out)) == {"file": str(out)}
    assert answer(month, "knowledge", "import", "拉动规则", str(out)) == {"changed": 0}
    status, _, err = month("knowledge", "export", "别的表", "-o", str(out))
    assert (status, "没有“别的表”这张表" in err) == (1, True)
