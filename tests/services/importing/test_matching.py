"""What a row is: a project that is there, one that looks like it, or a new one; leads that become signed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.models.office import Office
from app.rules.stages import contradictions
from app.services.importing import apply, examine
from tests.services.importing.ledgers import (
    SIGNED,
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

CODE = "91145140UC1P8AP48E"
OTHER_CODE = "91619020GFJU8R7NJ1"
CODED = (*SIGNED, "统一社会信用代码")
HELD = record("年产5万吨牙膏项目", "1.2亿", firm="青岛甲乙日化有限公司")


def coded(name: str, amount: Any, firm: str, code: str, **other: str) -> tuple[Any, ...]:
    return (*record(name, amount, firm=firm, **other), code)


@pytest.fixture
def held(office: Office, tmp_path: Path) -> Office:
    """The small office with one signed project of a coded firm."""
    take_in(office, signed_ledger(tmp_path / "held.xlsx", (*HELD, CODE), headings=CODED))
    return office


def test_code_and_name_are_the_same_project_whatever_changed(held: Office, tmp_path: Path) -> None:
    row = coded("年产5万吨牙膏项目", "1.5亿", "青岛甲乙日化有限公司", CODE, county="云河县", leader="沈国栋")
    plan = examine(held, signed_ledger(tmp_path / "a.xlsx", row, headings=CODED), today=TODAY)
    shown = {(one.label, one.old, one.new) for one in plan.rows[0].differences}
    assert shown == {
        ("总投资", "1.2亿元", "1.5亿元"),
        ("落地县区", "定国县", "云河县"),
        ("县区", "定国县", "云河县"),
        ("市领导", "周明远", "沈国栋"),
    }
    apply(held, plan, today=TODAY)
    (project,) = projects(held).values()
    assert (project.leader, project.county) == ("沈国栋", "云河县")


def test_name_firm_and_amount_without_a_code_are_the_same_project(held: Office, tmp_path: Path) -> None:
    row = record("年产５万吨牙膏项目", 12000, firm="青岛甲乙日化（有限公司）")
    assert counts(take_in(held, signed_ledger(tmp_path / "a.xlsx", row))) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    "row, reason",
    [
        (coded("年产5万吨牙膏生产项目", "1.2亿", "青岛甲乙日化有限公司", CODE), "项目名称相近"),
        (coded("年产5万吨牙膏生产项目", "1.2亿", "青岛甲乙日化公司", ""), "项目名称相近"),
        (coded("年产5万吨牙膏项目", "2亿", "青岛甲乙日化有限公司", ""), "总投资不同"),
        (coded("年产5万吨牙膏项目", "1.2亿", "青岛甲己日化有限公司", ""), "企业写法不同"),
        (coded("年产5万吨牙膏项目", "1.2亿", "青岛甲乙日化有限公司", OTHER_CODE), "信用代码不同"),
        (coded("年产5万吨牙膏项目", "1.2亿", "宁波丙丁商贸有限公司", OTHER_CODE), "企业不同"),
        (coded("年产60万台减速机项目", "1.2亿", "青岛甲乙日化有限公司", CODE), "同一天签约、总投资相同，项目名称不同"),
        (coded("年产60万台减速机项目", "1.2亿", "青岛甲乙日化有限公司", "", county="定国"), "项目名称不同"),
    ],
)
def test_a_near_duplicate_is_put_to_the_user(held: Office, tmp_path: Path, row: tuple[Any, ...], reason: str) -> None:
    path = signed_ledger(tmp_path / "a.xlsx", row, headings=CODED)
    plan = examine(held, path, today=TODAY)
    (suspect,) = plan.suspects
    assert (suspect.row, suspect.candidate) == (3, "年产5万吨牙膏项目")
    assert reason in suspect.reason
    result = apply(held, plan, today=TODAY).to_json()
    assert counts(result) == (0, 0, 0, 1)
    assert "疑似重复" in reasons(result)[3]
    assert len(projects(held)) == 1


@pytest.mark.parametrize(
    "row",
    [
        coded("年产60万台减速机项目", "1.2亿", "青岛甲乙日化有限公司", CODE, day="2026-06-04"),
        coded("年产60万台减速机项目", "1.2亿", "青岛甲乙日化有限公司", CODE, county="云河县"),
        coded("年产60万台减速机项目", "1.3亿", "青岛甲乙日化有限公司", CODE),
        coded("年产9万吨牙膏项目", "3亿", "青岛甲乙日化有限公司", CODE),
        coded("年产5万吨牙膏项目", "3亿", "宁波丙丁商贸有限公司", OTHER_CODE),
        coded("电机项目", "1.2亿", "宁波丙丁商贸有限公司", ""),
    ],
)
def test_what_only_resembles_is_a_new_project(held: Office, tmp_path: Path, row: tuple[Any, ...]) -> None:
    assert counts(take_in(held, signed_ledger(tmp_path / "a.xlsx", row, headings=CODED))) == (1, 0, 0, 0)


def test_a_suspect_is_decided_by_the_user(held: Office, tmp_path: Path) -> None:
    path = signed_ledger(
        tmp_path / "a.xlsx", coded("年产5万吨牙膏生产项目", "1.3亿", "青岛甲乙日化有限公司", CODE), headings=CODED
    )
    (suspect,) = examine(held, path, today=TODAY).suspects
    assert examine(held, path, today=TODAY, choices={suspect.key: "skip"}).rows[0].action == "skip"
    assert examine(held, path, today=TODAY, choices={suspect.key: "new"}).rows[0].action == "add"
    same = examine(held, path, today=TODAY, choices={suspect.key: f"same:{suspect.project}"})
    assert same.rows[0].action == "update"
    apply(held, same, today=TODAY)
    (project,) = projects(held).values()
    assert project.investment_fen == 13000 * 1_000_000


def test_a_row_like_an_earlier_one_of_the_file_is_suspect_too(office: Office, tmp_path: Path) -> None:
    rows = (record("牙膏生产基地项目", firm="甲日化公司"), record("牙膏生产基地建设项目", firm="甲日化有限公司"))
    plan = examine(office, signed_ledger(tmp_path / "a.xlsx", *rows), today=TODAY)
    assert [(one.row, one.candidate_row) for one in plan.suspects] == [(4, 3)]


def test_the_same_project_twice_in_a_file_is_refused_the_second_time(office: Office, tmp_path: Path) -> None:
    result = take_in(
        office, signed_ledger(tmp_path / "a.xlsx", record("甲项目"), record("乙项目"), record("甲 项目", 1300))
    )
    assert counts(result) == (2, 0, 0, 1)
    assert "重复：与第3行" in reasons(result)[5]


def test_a_lead_that_is_signed_becomes_the_same_project(office: Office, tmp_path: Path) -> None:
    rows = [
        ["在谈项目表"],
        ["客商名称", "拟投资项目", "意向投资(万元)", "意向落地", "对接单位"],
        ["甲有限公司", "甲项目", 900, "云河县", "市工信局"],
    ]
    lead = workbook(tmp_path / "在谈.xlsx", ("s", rows))
    take_in(office, lead)
    code = projects(office)["甲项目"].code
    result = take_in(office, signed_ledger(tmp_path / "签约.xlsx", record("甲项目", 1200, firm="甲有限公司")))
    assert counts(result) == (0, 1, 0, 0)
    project = projects(office)["甲项目"]
    assert (project.code, project.stage.label, project.county, project.department) == (
        code,
        "签约",
        "定国县",
        "市商务局",
    )
    assert project.investment_fen == 1200 * 1_000_000
    assert contradictions(project.dates) == []
    again = take_in(office, lead)
    assert counts(again) == (0, 0, 1, 0)
    assert "已经签约" in assumptions(again)


def test_a_code_under_another_name_is_refused(held: Office, tmp_path: Path) -> None:
    row = coded("饮料项目", "3亿", "宁波丙丁商贸有限公司", CODE)
    result = take_in(held, signed_ledger(tmp_path / "a.xlsx", row, headings=CODED))
    assert "属于“青岛甲乙日化有限公司”" in reasons(result)[3]


def test_a_firm_learns_its_code(office: Office, tmp_path: Path) -> None:
    take_in(office, signed_ledger(tmp_path / "a.xlsx", record("甲项目")))
    result = take_in(office, signed_ledger(tmp_path / "b.xlsx", (*record("甲项目"), CODE), headings=CODED))
    assert counts(result) == (0, 1, 0, 0)
    assert projects(office)["甲项目"].uscc == CODE


def test_units_are_known_by_alias_old_name_and_without_the_city(office: Office, tmp_path: Path) -> None:
    from app.models.tables import Alias, UnitName

    with office.change("别名") as change:
        change.session.add(Alias(kind="unit", text="商业局", target_id=4))
        change.session.add(UnitName(unit_id=3, name="市经信局"))
    departments = ("商业局", "市经信局", "清沅市商务局", "工信局")
    rows = [
        record(f"{number}号项目", department=name, county="定国")
        for number, name in zip("甲乙丙丁", departments, strict=True)
    ]
    result = take_in(office, signed_ledger(tmp_path / "a.xlsx", *rows))
    found = projects(office)
    assert [found[f"{number}号项目"].department for number in "甲乙丙丁"] == [
        "市商务局",
        "市工信局",
        "市商务局",
        "市工信局",
    ]
    assert {project.county for project in found.values()} == {"定国县"}
    assert "旧名" in assumptions(result)
    assert "将新增" not in assumptions(result)


def test_titles_brackets_and_towns_do_not_make_new_units(office: Office, tmp_path: Path) -> None:
    rows = [
        record(
            "甲甲项目", leader="副市长 周明远", department="市商务局（牵头）、市工信局（配合）", county="定国县人民政府"
        ),
        record("乙乙项目", leader="沈国栋（常务副市长）", county="清沅市定国县经济开发区"),
    ]
    result = take_in(office, signed_ledger(tmp_path / "a.xlsx", *rows))
    found = projects(office)
    assert (found["甲甲项目"].leader, found["甲甲项目"].department) == ("周明远", "市商务局、市工信局")
    assert found["乙乙项目"].leader == "沈国栋"
    assert {project.county for project in found.values()} == {"定国县"}
    assert "将新增" not in assumptions(result)


def test_credit_is_shared_equally_to_the_last_part(office: Office, tmp_path: Path) -> None:
    take_in(office, signed_ledger(tmp_path / "a.xlsx", record("甲项目", leader="周明远、沈国栋、方文博")))
    with reading(office) as connection:
        shares = connection.execute(
            "SELECT u.group_key, c.share_bp FROM credit c JOIN unit u ON u.id = c.unit_id ORDER BY c.id"
        ).fetchall()
    assert shares == [("leader", 3334), ("leader", 3333), ("leader", 3333), ("department", 10000), ("county", 10000)]


def test_referrers_are_persons_or_enterprises(office: Office, tmp_path: Path) -> None:
    row = (*record("甲项目"), "石大山 郭晓峰、利白日化有限公司")
    take_in(office, signed_ledger(tmp_path / "a.xlsx", row, headings=(*SIGNED, "引荐人")))
    assert projects(office)["甲项目"].referrers == ("石大山", "郭晓峰", "利白日化有限公司")
    with reading(office) as connection:
        assert [name for (name,) in connection.execute("SELECT name FROM person")] == ["石大山", "郭晓峰"]


def test_what_a_refused_row_names_is_not_made(office: Office, tmp_path: Path) -> None:
    result = take_in(
        office, signed_ledger(tmp_path / "a.xlsx", record("甲项目", "面议", county="虚无县"), record("乙项目"))
    )
    assert result["added"] == 1
    with reading(office) as connection:
        assert connection.execute("SELECT count(*) FROM unit WHERE name = '虚无县'").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM enterprise WHERE name LIKE '甲%'").fetchone() == (0,)


def test_stated_shares_are_kept_and_never_averaged(office: Office, tmp_path: Path) -> None:
    result = take_in(
        office,
        signed_ledger(
            tmp_path / "a.xlsx",
            record("甲项目", leader="周明远(60%)、沈国栋（40％）", county="定国县(100%)"),
            record("乙项目", leader="周明远(60%)、沈国栋(30%)"),
            record("丙项目", leader="待定"),
        ),
    )
    assert counts(result) == (2, 0, 0, 1)
    assert "份额合计90%" in reasons(result)[4]
    assert "按表中所写的比例分担" in assumptions(result)
    with reading(office) as connection:
        shares = connection.execute(
            "SELECT u.name, c.share_bp FROM credit c JOIN unit u ON u.id = c.unit_id"
            " JOIN project p ON p.id = c.project_id WHERE u.group_key = 'leader'"
        ).fetchall()
        assert shares == [("周明远", 6000), ("沈国栋", 4000)]
        assert connection.execute("SELECT count(*) FROM unit WHERE name = '待定'").fetchone() == (0,)


def test_talks_are_dated_by_the_ledger_where_it_says_when(office: Office, tmp_path: Path) -> None:
    def leads(*days: str) -> Path:
        head = ["客商名称", "拟投资项目", "意向投资(万元)", "洽谈时间"]
        rows = [
            ["在谈项目表"],
            head,
            *([f"{n}有限公司", f"{n}项目", 900, d] for n, d in zip("甲乙", days, strict=False)),
        ]
        return workbook(tmp_path / "在谈.xlsx", ("s", rows))

    path = leads("2026.5.20")
    result = take_in(office, path)
    assert counts(result) == (1, 0, 0, 0)
    assert "按今天" not in assumptions(result)
    talks = {stage.label: day.isoformat() for stage, day in projects(office)["甲项目"].dates.items()}
    assert talks == {"在谈": "2026-05-20"}
    assert counts(take_in(office, path)) == (0, 0, 1, 0)
    later = take_in(office, leads("2026.5.22", ""))
    assert counts(later) == (1, 1, 0, 0)
    assert "按今天" in assumptions(later)
    assert contradictions(projects(office)["甲项目"].dates) == []
