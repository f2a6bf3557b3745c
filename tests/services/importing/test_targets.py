"""Targets: groups from a column, a line or the name; an empty cell is no task."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from app.models.office import Office
from app.services.ranking.targets import NewTarget, set_target
from tests.services.importing.ledgers import Rows, assumptions, counts, reasons, take_in, workbook
from tests.support import reading, unit_id


def targets(office: Office) -> dict[tuple[str, str], int]:
    """Return the targets by unit and indicator."""
    with reading(office) as connection:
        rows = connection.execute(
            "SELECT u.name, t.indicator, t.value FROM target t JOIN unit u ON u.id = t.unit_id"
            " WHERE t.void_reason IS NULL"
        )
        return {(name, indicator): value for name, indicator, value in rows}


def sheet(path: Path, rows: Rows, *merges: str) -> Path:
    return workbook(path, ("任务", rows, merges))


def test_two_row_head_empty_cells_and_the_total(office: Office, tmp_path: Path) -> None:
    rows = [
        ["2026年招商引资任务分解"],
        ["单位：个、亿元"],
        ["县区", "签约项目", "", "其中：亿元以上", "到位资金"],
        ["", "个数", "金额", "", ""],
        ["定国县", 10, 20.5, 3, 5],
        ["云河县", "", 18, "—", 4],
        ["合计", 10, 38.5, 3, 9],
    ]
    result = take_in(office, sheet(tmp_path / "a.xlsx", rows, "A1:E1", "A3:A4", "B3:C3", "D3:D4", "E3:E4"))
    assert (result["kind"], result["year"], counts(result)) == ("targets", 2026, (2, 0, 0, 0))
    assert targets(office) == {
        ("定国县", "signed"): 10,
        ("定国县", "over"): 3,
        ("定国县", "amount"): 205 * 10**9,
        ("定国县", "funds"): 50 * 10**9,
        ("云河县", "amount"): 180 * 10**9,
        ("云河县", "funds"): 40 * 10**9,
    }


def test_group_lines_tell_the_groups_and_bad_figures_are_refused(office: Office, tmp_path: Path) -> None:
    rows = [
        ["责任单位", "签约项目数（个）", "到位资金（万元）"],
        ["一、市领导"],
        ["周明远", 3, 10000],
        ["二、市直部门"],
        ["市商务局", 2, "2亿元"],
        ["三、县区"],
        ["定国县", 2.5, -3],
        ["云河县", 2, 300],
    ]
    result = take_in(office, sheet(tmp_path / "a.xlsx", rows), year=2025)
    assert (result["year"], counts(result)) == (2025, (3, 0, 0, 1))
    assert "整数" in reasons(result)[7]
    assert targets(office)["市商务局", "funds"] == 2 * 10**10
    assert "将新增" not in assumptions(result)


def test_a_changed_target_is_an_update_and_the_year_is_assumed_if_unsaid(office: Office, tmp_path: Path) -> None:
    head = ["类别", "责任单位", "签约项目（个）"]
    first = take_in(office, sheet(tmp_path / "a.xlsx", [head, ["县区", "定国县", 3], ["", "云河县", 4]]))
    assert "年度" in assumptions(first)
    second = take_in(
        office, sheet(tmp_path / "b.xlsx", [head, ["县区", "定国县", 5], ["", "云河县", 4], ["县区", "定国县", 6]])
    )
    assert counts(second) == (0, 1, 1, 1)
    assert "重复" in reasons(second)[4]
    assert targets(office)["定国县", "signed"] == 5


def test_an_unknown_category_is_refused(office: Office, tmp_path: Path) -> None:
    rows = [["类别", "责任单位", "签约项目（个）"], ["其他", "定国县", 3]]
    assert "类别" in reasons(take_in(office, sheet(tmp_path / "a.xlsx", rows)))[2]


def test_a_new_unit_is_made_in_its_group(office: Office, tmp_path: Path) -> None:
    rows = [["责任单位", "签约项目（个）"], ["白塔县", 3], ["市文旅局", 2], ["许海燕", 1]]
    result = take_in(office, sheet(tmp_path / "a.xlsx", rows))
    with reading(office) as connection:
        groups = dict(connection.execute("SELECT name, group_key FROM unit WHERE id > 7").fetchall())
    assert groups == {"白塔县": "county", "市文旅局": "department", "许海燕": "leader"}
    assert "按名称归入" in assumptions(result)


def test_a_sheet_per_group_with_tasks_beside_what_was_done(office: Office, tmp_path: Path) -> None:
    leaders = [
        ["2026年任务"],
        ["责任领导", "签约任务（个）", "", "到位资金任务（亿元）", ""],
        ["", "任务", "完成", "任务", "完成率"],
        ["周明远", 3, 1, 2, 0.5],
    ]
    counties = [["2026年任务"], ["县区", "签约项目（个）", "其中超亿元"], ["定国县", 3, 1]]
    path = workbook(tmp_path / "a.xlsx", ("市领导", leaders, ["A2:A3", "B2:C2", "D2:E2"]), ("县区", counties))
    take_in(office, path)
    assert targets(office) == {
        ("周明远", "signed"): 3,
        ("周明远", "funds"): 2 * 10**10,
        ("定国县", "signed"): 3,
        ("定国县", "over"): 1,
    }


def test_a_head_of_two_rows_that_nobody_merged(office: Office, tmp_path: Path) -> None:
    rows = [
        ["2026年度招商引资目标任务"],
        ["单位", "签约项目", "", "到位资金（亿元）"],
        ["", "个数（个）", "金额（亿元）", ""],
        ["定国县", 10, 5.5, 3],
    ]
    result = take_in(office, sheet(tmp_path / "a.xlsx", rows))
    assert counts(result) == (1, 0, 0, 0)
    assert {key: value for (_, key), value in targets(office).items()} == {
        "signed": 10,
        "amount": 550_000_000 * 100,
        "funds": 300_000_000 * 100,
    }


def test_a_task_changed_within_the_year_is_not_rewritten_by_a_table(office: Office, tmp_path: Path) -> None:
    def rows(signed: int) -> Rows:
        return [["2026年任务"], ["县区", "签约项目（个）"], ["定国县", signed], ["云河县", 3]]

    take_in(office, sheet(tmp_path / "a.xlsx", rows(4)))
    new = NewTarget(unit_id(office, "定国县"), 2026, "signed", 6)
    set_target(office, new, from_day=dt.date(2026, 7, 1), reason="调增")
    assert reasons(take_in(office, sheet(tmp_path / "b.xlsx", rows(6)))) == {}, "the present number again"
    refused = reasons(take_in(office, sheet(tmp_path / "c.xlsx", rows(7))))
    assert "年中调整过" in refused[3]
    assert targets(office)["定国县", "signed"] == 4, "what was first given"
