"""What `import` tells of several files, of refused rows and of columns that nobody knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calling import Call, answer
from tests.services.importing.ledgers import SIGNED, record, signed_ledger, workbook


@pytest.fixture
def office(zst: Call, tmp_path: Path) -> Call:
    """A new office without projects."""
    answer(zst, "init", str(tmp_path / "office"))
    return zst


def test_a_file_that_cannot_be_read_does_not_keep_the_others_out(office: Call, tmp_path: Path) -> None:
    first = str(signed_ledger(tmp_path / "a.xlsx", record("甲项目")))
    last = str(signed_ledger(tmp_path / "c.xlsx", record("丙项目")))
    (tmp_path / "b.xlsx").write_bytes(b"no workbook")
    status, out, _ = office("import", first, str(tmp_path / "b.xlsx"), last, "--json")
    told = json.loads(out)
    assert (status, [one["file"] for one in told]) == (1, ["a.xlsx", "b.xlsx", "c.xlsx"])
    assert set(told[1]) == {"file", "error"}
    assert {one["name"] for one in answer(office, "projects")} == {"甲项目", "丙项目"}
    status, out, err = office("import", first, str(tmp_path / "b.xlsx"))
    assert status == 1
    assert "b.xlsx" in err


def test_refused_rows_are_counted_once_each(office: Call, tmp_path: Path) -> None:
    path = signed_ledger(tmp_path / "a.xlsx", record("甲项目", "面议", "昨天"))
    status, out, _ = office("import", str(path))
    assert status == 1
    assert "共 1 行，导入 0 行" in out
    assert "拒收 1，" in out


def test_columns_that_hold_data_and_mean_nothing_known_are_told(office: Call, tmp_path: Path) -> None:
    headings = (*SIGNED, "天气", "口令")
    path = str(signed_ledger(tmp_path / "a.xlsx", (*record("甲项目"), "晴", ""), headings=headings))
    assert answer(office, "import", path, "--dry-run")["unrecognised"] == ["天气"]
    assert "未识别的列：天气" in office("import", path)[1]


def test_suspects_are_decided_by_name_and_by_row(office: Call, tmp_path: Path) -> None:
    held = signed_ledger(tmp_path / "a.xlsx", record("年产5万吨牙膏项目", leader="贺建国", firm="甲日化有限公司"))
    answer(office, "import", str(held))
    more = record("年产5万吨牙膏生产项目", leader="贺健国", firm="甲日化有限公司")
    path = str(signed_ledger(tmp_path / "b.xlsx", more, record("乙项目", leader="贺健国")))
    status, out, _ = office("import", path)
    assert status == 1
    assert "疑似重复（用 --same、--new 或 --skip 决定" in out
    told = answer(office, "import", path, "--same", "贺健国", "--dry-run")
    assert [(one["of"], one["choice"], one["candidate"]) for one in told["suspects"]] == [
        ("project", 3, "年产5万吨牙膏项目")
    ]
    told = answer(office, "import", path, "--same", "贺健国", "--skip", "3")
    assert (told["added"], told["suspects"], told["refused"]) == (1, [], [])
    assert {one["leader"] for one in answer(office, "projects")} == {"贺建国"}
    assert answer(office, "import", path, "--new", "3")["added"] == 1


def test_rows_are_decided_for_one_file_at_a_time(office: Call, tmp_path: Path) -> None:
    path = str(signed_ledger(tmp_path / "a.xlsx", record("甲项目")))
    assert office("import", path, path, "--skip", "3")[0] == 2


def test_sheets_left_out_and_missing_units_are_told(office: Call, tmp_path: Path) -> None:
    headings = ("项目名称", "投资方", "总投资", "签约时间")
    leads = ("项目名称", "投资方", "意向投资（万元）", "意向落地")
    rows = [
        ("签约台账",),
        headings,
        ("甲项目", "甲公司", 300, "2026-6-3"),
        (),
        ("在谈项目",),
        leads,
        ("乙", "乙公司", 4, ""),
    ]
    path = str(workbook(tmp_path / "a.xlsx", ("六月", rows)))
    out = office("import", path)[1]
    assert "工作表“六月”没有导入：第6行起是在谈项目表" in out
    assert "是元、万元还是亿元？（用 --unit 说明）" in out
    assert answer(office, "import", path, "--unit", "万元")["added"] == 1
