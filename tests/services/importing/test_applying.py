"""All or nothing: cancel, conflict, history, undo; mappings corrected and remembered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.models.office import Office
from app.rules.errors import Cancelled, Conflict, Refused
from app.services.importing import apply, examine, remember_mapping
from app.services.office.undo import undo
from tests.services.importing.ledgers import SAMPLES, SIGNED, counts, projects, record, signed_ledger, take_in, workbook
from tests.support import TODAY, reading, signed_project


def dump(office: Office) -> list[str]:
    with reading(office) as connection:
        return list(connection.iterdump())


def test_cancel_writes_nothing(office: Office) -> None:
    plan = examine(office, SAMPLES / "签约项目台账.xlsx", today=TODAY)
    before = dump(office)
    answers = iter([False, True])
    with pytest.raises(Cancelled):
        apply(office, plan, today=TODAY, cancelled=lambda: next(answers))
    assert dump(office) == before
    with pytest.raises(Cancelled):
        examine(office, SAMPLES / "签约项目台账.xlsx", today=TODAY, cancelled=lambda: True)


def test_the_plan_survives_a_cancel(office: Office) -> None:
    plan = examine(office, SAMPLES / "签约项目台账.xlsx", today=TODAY)
    answers = iter([False, True])
    with pytest.raises(Cancelled):
        apply(office, plan, today=TODAY, cancelled=lambda: next(answers))
    assert counts(apply(office, plan, today=TODAY).to_json())[0] == 112
    assert len(projects(office)) == 112


def test_a_plan_of_yesterday_is_not_applied_to_records_of_today(office: Office, tmp_path: Path) -> None:
    plan = examine(office, signed_ledger(tmp_path / "a.xlsx", record("甲项目")), today=TODAY)
    signed_project(office, "乙项目", 100, TODAY)
    before = dump(office)
    with pytest.raises(Conflict, match="重新检查"):
        apply(office, plan, today=TODAY)
    assert dump(office) == before


def test_progress_is_told_to_the_end(office: Office, tmp_path: Path) -> None:
    path = signed_ledger(tmp_path / "a.xlsx", record("甲项目"), record("乙项目"))
    told: list[tuple[int, int]] = []
    plan = examine(office, path, today=TODAY, progress=lambda done, total: told.append((done, total)))
    apply(office, plan, today=TODAY, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (2, 2), (0, 2), (2, 2)]


def test_every_record_has_its_history(office: Office, tmp_path: Path) -> None:
    result = take_in(office, signed_ledger(tmp_path / "a.xlsx", record("甲项目", county="白塔县")))
    with reading(office) as connection:
        items = connection.execute(
            "SELECT table_name, before, after FROM change_item WHERE change_id = ? ORDER BY id", (result["change"],)
        ).fetchall()
        act, reason = connection.execute("SELECT act, reason FROM change WHERE id = ?", (result["change"],)).fetchone()
    assert sorted(table for table, _, _ in items) == ["credit"] * 3 + ["enterprise", "project", "stage_event", "unit"]
    assert all(before is None and json.loads(after) for _, before, after in items)
    project = next(json.loads(after) for table, _, after in items if table == "project")
    assert (project["name"], project["signed_day"], project["stage"]) == ("甲项目", "2026-06-03", 3)
    assert (act, reason) == ("导入 a.xlsx", "新增1，更新0，拒绝0")


def test_an_import_can_be_undone_as_a_whole(office: Office, tmp_path: Path) -> None:
    take_in(office, signed_ledger(tmp_path / "a.xlsx", record("甲项目", 1000)))
    result = take_in(office, signed_ledger(tmp_path / "b.xlsx", record("甲项目", 1000, "2026-06-09"), record("乙项目")))
    assert counts(result) == (1, 1, 0, 0)
    report = undo(office, result["change"])
    assert report.kept == ()
    found = projects(office)
    assert list(found) == ["甲项目"]
    assert str(found["甲项目"].signed_day) == "2026-06-03"


def test_an_undone_import_can_be_made_again(office: Office, tmp_path: Path) -> None:
    headings = ("项目编号", *SIGNED, "行业类别")
    path = signed_ledger(tmp_path / "a.xlsx", ("X-1", *record("甲项目", county="白塔县"), "造纸"), headings=headings)
    undo(office, take_in(office, path)["change"])
    assert projects(office) == {}
    assert counts(take_in(office, path)) == (1, 0, 0, 0)
    assert (projects(office)["甲项目"].county, projects(office)["甲项目"].industry) == ("白塔县", "造纸")


def test_a_code_of_the_ledger_is_kept_unless_it_is_ours_to_give(office: Office, tmp_path: Path) -> None:
    headings = ("项目编号", *SIGNED)
    rows = [("X-1", *record("甲项目")), ("ZS2026-00007", *record("乙项目")), ("X-1", *record("丙项目"))]
    result = take_in(office, signed_ledger(tmp_path / "a.xlsx", *rows, headings=headings))
    assert [line["row"] for line in result["refused"]] == [5]
    assert {project.code for project in projects(office).values()} == {"X-1", "ZS2026-00001"}


def test_codes_go_on_where_the_year_left_off(office: Office, tmp_path: Path) -> None:
    signed_project(office, "旧项目", 100, TODAY)
    take_in(office, signed_ledger(tmp_path / "a.xlsx", record("甲项目"), record("乙项目")))
    assert sorted(project.code for project in projects(office).values()) == [
        "ZS2026-00001",
        "ZS2026-00002",
        "ZS2026-00003",
    ]


def test_an_imported_project_is_searched_like_any_other(office: Office, tmp_path: Path) -> None:
    take_in(office, signed_ledger(tmp_path / "a.xlsx", record("清沅牙膏项目", firm="重庆日化有限公司")))
    with reading(office) as connection:
        (key,) = connection.execute("SELECT search_key FROM project").fetchone()
    assert {"清沅牙膏项目", "qyygxm", "重庆日化有限公司", "zs2026-00001"} <= set(key.split("\n"))


def test_a_mapping_is_corrected_and_remembered(office: Office, tmp_path: Path) -> None:
    headings = ("甲栏", "乙栏", "丙栏", "丁栏")
    first = signed_ledger(tmp_path / "a.xlsx", ("甲项目", "甲有限公司", "1200万元", "2026-06-03"), headings=headings)
    with pytest.raises(Refused, match="认不出"):
        examine(office, first, today=TODAY)
    mapping = {0: "name", 1: "enterprise", 2: "investment", 3: "signed_on"}
    plan = examine(office, first, today=TODAY, kind="signed", mapping=mapping)
    assert plan.count("add") == 1
    assert {column.how for column in plan.columns} == {"user"}
    remember_mapping(office, plan)
    second = signed_ledger(tmp_path / "b.xlsx", ("乙项目", "乙有限公司", "1.2亿元", "2026-06-04"), headings=headings)
    again = examine(office, second, today=TODAY)
    assert (again.kind, again.count("add")) == ("signed", 1)
    assert {column.how for column in again.columns} == {"remembered"}


def test_one_column_is_corrected_the_others_stay(office: Office, tmp_path: Path) -> None:
    headings = (*SIGNED[:2], "总投资（万元）", "签约时间", "责任领导", "牵头单位", "片区")
    path = signed_ledger(tmp_path / "a.xlsx", record("甲项目"), headings=headings)
    assert examine(office, path, today=TODAY).columns[6].field == "unused"
    result = take_in(office, path, mapping={6: "county"})
    assert projects(office)["甲项目"].county == "定国县"
    assert [line["key"] for line in result["mapping"]][-2:] == ["department", "county"]
    with pytest.raises(Refused, match="字段"):
        examine(office, path, today=TODAY, mapping={0: "nonsense"})


def test_the_kind_can_be_told(office: Office, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", ("s", [["项目名称", "投资方", "总投资（万元）"], ["甲项目", "甲有限公司", 300]])
    )
    with pytest.raises(Refused):
        examine(office, path, today=TODAY)
    assert take_in(office, path, kind="leads")["added"] == 1


def test_the_json_says_all_that_the_command_line_promises(office: Office, tmp_path: Path) -> None:
    result = take_in(office, signed_ledger(tmp_path / "a.xlsx", record("甲项目"), record("乙项目", "面议")))
    assert {"file", "kind", "mapping", "rows", "added", "updated", "unchanged", "refused", "assumed"} <= set(result)
    assert result["refused"] == [
        {"row": 4, "field": "总投资", "value": "面议", "reason": "“面议”不是确定的金额，请填准确数字"}
    ]
    assert result["mapping"][2] == {
        "column": 3,
        "heading": "总投资（万元）",
        "field": "总投资",
        "key": "investment",
        "how": "同义词表",
        "likeness": 100.0,
    }
    json.dumps(result)
