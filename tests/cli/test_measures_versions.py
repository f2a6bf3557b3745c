"""`measures export`, `diff`, `void`: the same versions as in the window."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import Call, answer


def enter(month: Call, tmp_path: Path) -> None:
    """Enter a revision of October's version from a file."""
    file = tmp_path / "修订.yaml"
    file.write_text(
        "amends: 2026-10-01\nvalid_from: 2027-01-01\nchanges:\n"
        "- {key: equipment, text: 不再补助设备。, rule: null}\n- {clause: 第一条, title: 谁来承担}\n",
        "utf-8",
    )
    answer(month, "measures", "enter", str(file), "--paper", "清政发〔2026〕30号", "--reason", "财力所限")


def test_two_versions_are_compared_clause_by_clause(month: Call) -> None:
    found = answer(month, "measures", "diff", "2026-06-01", "2026-10-01")
    assert [one["after"] for one in found["clauses"]] == ["第十四条", "第十五条", "第二十四条"]
    assert {"kind", "title", "before", "after", "parts"} <= set(found["clauses"][0])
    status, out, _ = month("measures", "diff", "2026-06-01", "2026-10-01")
    assert status == 0
    assert "修改 3 条" in out
    assert "新：主导产业项目一次性购置生产设备达到八百万元的" in out


def test_a_version_goes_out_as_a_file_and_comes_in_again(month: Call, tmp_path: Path) -> None:
    file = tmp_path / "办法.yaml"
    assert answer(month, "measures", "export", str(file), "--version", "2026-10-01")["version"] == "2026-10-01"
    assert answer(month, "measures", "check", str(file))["clauses"] == 29
    enter(month, tmp_path)
    status, out, _ = month("measures", "export", "--version", "2027-01-01", "--as-entered")
    assert status == 0
    assert "clause: 第一条" in out
    assert "清政发〔2026〕30号" in out


def test_a_version_is_voided_with_a_reason(month: Call, tmp_path: Path) -> None:
    enter(month, tmp_path)
    assert len(answer(month, "measures", "list")) == 4
    answer(month, "measures", "void", "2027-01-01", "--reason", "录错")
    assert len(answer(month, "measures", "list")) == 3
    status, _, err = month("measures", "void", "2026-10-01", "--reason", "试")
    assert (status, "示范文本" in err) == (1, True)


def test_a_day_that_is_none_is_wrong_use_and_an_unknown_one_refused(month: Call) -> None:
    status, _, err = month("measures", "diff", "去年", "2026-10-01")
    assert (status, "不是日期" in err) == (2, True)
    status, _, err = month("measures", "export", "--version", "2026-10-02")
    assert (status, "没有自2026-10-02起施行" in err) == (1, True)
