"""Names of units in ledgers: short forms are known, near spellings are put to the user and then remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.models.office import Office
from app.services.importing import apply, examine
from app.services.importing.plans import ImportPlan
from tests.services.importing.ledgers import (
    assumptions,
    counts,
    projects,
    reasons,
    record,
    signed_ledger,
    take_in,
    workbook,
)
from tests.support import TODAY, reading


def rows(*leaders: str, **units: str) -> list[tuple[Any, ...]]:
    return [record(f"{'甲乙丙丁戊'[place]}项目", leader=name, **units) for place, name in enumerate(leaders)]


def look(office: Office, path: Path, **choices: str) -> ImportPlan:
    """Examine with each doubt answered by the name that is in doubt."""
    keys = {one.name: one.key for one in examine(office, path, today=TODAY).suspects}
    return examine(office, path, today=TODAY, choices={keys[name]: answer for name, answer in choices.items()})


def units_of(office: Office, group: str) -> list[str]:
    with reading(office) as connection:
        found = connection.execute("SELECT name FROM unit WHERE group_key = ? AND void_reason IS NULL", (group,))
        return sorted(name for (name,) in found)


def test_full_names_of_departments_and_zones_are_known(office: Office, tmp_path: Path) -> None:
    path = signed_ledger(
        tmp_path / "a.xlsx",
        record("甲项目", county="经开区"),
        record("乙项目", department="清沅市工业和信息化局", county="清沅经济技术开发区"),
        record("丙项目", department="市商务局", county="经济开发区"),
    )
    result = take_in(office, path)
    found = projects(office)
    assert found["乙项目"].department == "市工信局"
    assert {project.county for project in found.values()} == {"经开区"}
    assert "全称、简称通用，认作“市工信局”" in assumptions(result)
    assert "全称、简称通用，认作“经开区”" in assumptions(result)


def test_a_county_named_as_department_stays_a_county(office: Office, tmp_path: Path) -> None:
    take_in(office, signed_ledger(tmp_path / "a.xlsx", record("甲项目", county="经开区")))
    take_in(office, signed_ledger(tmp_path / "b.xlsx", record("乙项目", department="经济开发区", county="")))
    assert units_of(office, "department") == ["市商务局", "市工信局"]


def test_a_near_spelling_is_neither_taken_nor_made(office: Office, tmp_path: Path) -> None:
    path = signed_ledger(tmp_path / "a.xlsx", *rows("周名远", "周名远", "沈国栋"))
    result = take_in(office, path)
    assert counts(result) == (1, 0, 0, 2)
    assert reasons(result)[3] == "责任领导：疑为“周明远”（只差一个同音字），请先决定是同一单位还是新单位；"
    (suspect,) = result["suspects"]
    assert (suspect["of"], suspect["name"], suspect["candidate"], suspect["row"]) == ("unit", "周名远", "周明远", 3)
    assert suspect["reason"].endswith("共2行")
    assert units_of(office, "leader") == ["周明远", "方文博", "沈国栋"]


def test_the_same_unit_is_remembered_as_a_spelling(office: Office, tmp_path: Path) -> None:
    path = signed_ledger(tmp_path / "a.xlsx", *rows("周名远"))
    plan = look(office, path, 周名远="same")
    apply(office, plan, today=TODAY)
    assert projects(office)["甲项目"].leader == "周明远"
    later = signed_ledger(tmp_path / "b.xlsx", record("己项目", leader="周名远"))
    result = take_in(office, later)
    assert counts(result) == (1, 0, 0, 0)
    assert "按别名认作“周明远”" in assumptions(result)


def test_a_new_unit_is_made_and_not_asked_for_again(office: Office, tmp_path: Path) -> None:
    path = signed_ledger(tmp_path / "a.xlsx", *rows("周名远"))
    apply(office, look(office, path, 周名远="new"), today=TODAY)
    assert units_of(office, "leader") == ["周名远", "周明远", "方文博", "沈国栋"]
    later = examine(office, signed_ledger(tmp_path / "b.xlsx", record("己项目", leader="周名远")), today=TODAY)
    assert (later.suspects, later.count("add")) == ([], 1)


def test_skipped_rows_are_neither_refused_nor_written(office: Office, tmp_path: Path) -> None:
    plan = look(office, signed_ledger(tmp_path / "a.xlsx", *rows("周名远", "沈国栋")), 周名远="skip")
    assert [row.action for row in plan.rows] == ["skip", "add"]
    assert plan.refused == []


def test_of_two_near_spellings_in_one_file_the_rarer_is_doubted(office: Office, tmp_path: Path) -> None:
    path = signed_ledger(tmp_path / "a.xlsx", *rows("贺健国", "贺建国", "贺建国"))
    plan = examine(office, path, today=TODAY)
    assert [(one.name, one.candidate) for one in plan.suspects] == [("贺健国", "贺建国")]
    apply(office, look(office, path, 贺健国="same"), today=TODAY)
    assert units_of(office, "leader") == ["周明远", "方文博", "沈国栋", "贺建国"]
    assert {project.leader for project in projects(office).values()} == {"贺建国"}


def test_every_doubt_of_a_row_is_told_at_once(office: Office, tmp_path: Path) -> None:
    path = signed_ledger(tmp_path / "a.xlsx", record("甲项目", leader="周名远", county="定果县", department="市商务局"))
    plan = examine(office, path, today=TODAY)
    assert {one.name for one in plan.suspects} == {"周名远", "定果县"}
    assert look(office, path, 周名远="same", 定果县="same").count("add") == 1


def test_departments_that_are_known_to_differ_are_not_doubted(office: Office, tmp_path: Path) -> None:
    path = signed_ledger(
        tmp_path / "a.xlsx", record("甲项目", department="市水利局"), record("乙项目", department="市水务局")
    )
    assert examine(office, path, today=TODAY).suspects == []


def test_targets_ask_for_near_spellings_too(office: Office, tmp_path: Path) -> None:
    heads = ("类别", "责任单位", "签约项目数（个）")
    path = workbook(tmp_path / "t.xlsx", ("任务", [["2026年任务分解表"], heads, ("市领导", "周名远", 5)]))
    plan = examine(office, path, today=TODAY)
    assert (plan.kind, [one.candidate for one in plan.suspects]) == ("targets", ["周明远"])
    assert "疑为“周明远”" in reasons(plan)[3]
    assert look(office, path, 周名远="same").count("add") == 1
    assert look(office, path, 周名远="skip").count("skip") == 1


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("county", "全市", "不是一个责任主体"),
        ("department", "各相关部门", "不是一个责任主体"),
        ("department", "市直有关单位", "不是一个责任主体"),
        ("leader", "市委书记", "没有姓名"),
        ("county", "定国县→云河县", "像是写了几个"),
        ("county", "甲县→乙县", "像是写了几个"),
        ("leader", "周明远沈国栋", "像是写了几个"),
    ],
)
def test_what_names_no_unit_or_several_makes_none(
    office: Office, tmp_path: Path, field: str, text: str, reason: str
) -> None:
    result = take_in(office, signed_ledger(tmp_path / "a.xlsx", record("甲项目", **{field: text})))
    assert reason in reasons(result)[3]
    assert "统一社会信用代码" not in reasons(result)[3]
    assert result["added"] == 0
