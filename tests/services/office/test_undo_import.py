"""Undoing a whole import: later edits stay and are listed, whatever else came with it goes (domain.md §9)."""

from __future__ import annotations

from pathlib import Path

from app.models.office import Office
from app.rules.money import WAN
from app.services.dossiers.dossier_view import Dossier, load_dossier
from app.services.dossiers.keeping import ProjectDraft, add_funds, add_project, edit_project
from app.services.dossiers.projects import ProjectFilter, project_ids
from app.services.importing import apply, examine
from app.services.office.undo import imports, undo
from tests.support import TODAY, reading

HEAD = "项目名称,企业名称,总投资（万元）,签约时间,落地县区,建设内容,统一社会信用代码\n"


def imported(office: Office, folder: Path, lines: list[str], name: str = "签约项目台账.csv") -> int:
    ledger = folder / name
    ledger.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8-sig")
    change = apply(office, examine(office, ledger, today=TODAY), today=TODAY).change_id
    assert change is not None
    return change


def rows(count: int) -> list[str]:
    return [f"第{n}号轴承项目,轴承{n}厂有限公司,{1000 + n},2026.6.{n % 28 + 1},定国县,," for n in range(count)]


def listed(office: Office) -> dict[str, Dossier]:
    with reading(office) as connection:
        found = [load_dossier(connection, one) for one in project_ids(connection, ProjectFilter())]
    return {one.name: one for one in found}


def count(office: Office, table: str) -> int:
    with reading(office) as connection:
        return connection.execute(f"SELECT count(*) FROM {table} WHERE void_reason IS NULL").fetchone()[0]


def test_an_import_is_taken_back_with_its_enterprises_and_brought_again(office: Office, tmp_path: Path) -> None:
    change = imported(office, tmp_path, rows(40))
    assert count(office, "enterprise") == 40
    report = undo(office, change)
    assert (len(listed(office)), count(office, "enterprise"), count(office, "stage_event")) == (0, 0, 0)
    assert report.kept == ()
    undo(office, report.change_id)
    assert (len(listed(office)), count(office, "enterprise"), count(office, "stage_event")) == (40, 40, 40)


def test_projects_worked_on_since_stay_whole_and_are_listed(office: Office, tmp_path: Path) -> None:
    change = imported(office, tmp_path, rows(12))
    edited, funded = listed(office)["第3号轴承项目"], listed(office)["第5号轴承项目"]
    edit_project(
        office,
        edited.id,
        edited.version,
        ProjectDraft(edited.name, edited.enterprise, county_id=edited.county_id, investment_fen=9000 * WAN),
    )
    add_funds(office, funded.id, TODAY, 100 * WAN)
    report = undo(office, change)
    left = listed(office)
    assert sorted(left) == ["第3号轴承项目", "第5号轴承项目"]
    assert left["第3号轴承项目"].investment_fen == 9000 * WAN
    assert [len(one.stages) for one in left.values()] == [1, 1]
    assert sorted(told.split("：")[0] for told in report.kept) == ["第3号轴承项目", "第5号轴承项目"]
    assert count(office, "enterprise") == 2


def test_of_an_updated_project_only_the_field_edited_since_stays(office: Office, tmp_path: Path) -> None:
    line = "第0号轴承项目,轴承0厂有限公司,{},2026.6.1,定国县,{},91145140UC1P8AP48E"
    imported(office, tmp_path, [line.format(1000, "")])
    change = imported(office, tmp_path, [line.format(1020, "年产轴承")], "签约项目台账二.csv")
    now = listed(office)["第0号轴承项目"]
    assert (now.investment_fen, now.content) == (1020 * WAN, "年产轴承")
    draft = ProjectDraft(
        now.name, now.enterprise, county_id=now.county_id, investment_fen=2500 * WAN, content=now.content, uscc=now.uscc
    )
    edit_project(office, now.id, now.version, draft)
    report = undo(office, change)
    after = listed(office)["第0号轴承项目"]
    assert (after.investment_fen, after.content) == (2500 * WAN, "")
    assert any("第0号轴承项目" in told for told in report.kept)


def test_an_enterprise_that_another_project_needs_stays(office: Office, tmp_path: Path) -> None:
    change = imported(office, tmp_path, rows(2))
    add_project(office, ProjectDraft("后来的项目", "轴承1厂有限公司"), today=TODAY)
    undo(office, change)
    assert list(listed(office)) == ["后来的项目"]
    assert listed(office)["后来的项目"].enterprise == "轴承1厂有限公司"
    assert count(office, "enterprise") == 1


def test_the_imports_that_stand_are_offered(office: Office, tmp_path: Path) -> None:
    first = imported(office, tmp_path, rows(2))
    second = imported(office, tmp_path, ["另一项目,另一家有限公司,800,2026.6.1,定国县,,"], "签约项目台账二.csv")

    def offered() -> list[int]:
        with reading(office) as connection:
            return [act.id for act in imports(connection)]

    assert offered() == [second, first]
    undone = undo(office, first)
    assert offered() == [second]
    undo(office, undone.change_id)
    assert offered() == [second, first]
