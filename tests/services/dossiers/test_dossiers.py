"""Keeping dossiers: what is refused, what follows, and what the history says."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models.office import Office
from app.rules.errors import Conflict, Refused
from app.rules.money import WAN
from app.rules.stages import Stage
from app.services.dossiers.dossier_view import Dossier, load_dossier
from app.services.dossiers.keeping import (
    ProjectDraft,
    add_funds,
    add_project,
    add_stage,
    edit_project,
    edit_stage,
    set_credit,
    set_referrals,
    verify_stage,
    void_funds,
    void_project,
    void_stage,
)
from app.services.dossiers.projects import ProjectFilter, project_ids
from tests.support import TODAY, reading, signed_project, unit_id

JUNE = dt.date(2026, 6, 3)


def dossier(office: Office, project: int) -> Dossier:
    with reading(office) as connection:
        return load_dossier(connection, project)


def listed(office: Office, **wanted: object) -> list[int]:
    with reading(office) as connection:
        return project_ids(connection, ProjectFilter(**wanted))  # pyright: ignore[reportArgumentType]


def test_a_project_is_added_with_its_enterprise_its_code_and_its_county_in_charge(office: Office) -> None:
    draft = ProjectDraft(
        " 牙膏项目 ", "利白日化有限公司", county_id=unit_id(office, "定国县"), investment_fen=500 * WAN
    )
    project = dossier(office, add_project(office, draft, today=TODAY))
    assert (project.name, project.enterprise, project.code) == ("牙膏项目", "利白日化有限公司", "ZS2026-00001")
    assert [(line.unit, line.share_bp) for line in project.credits] == [("定国县", 10000)]
    assert project.stage is Stage.LEAD


def test_codes_count_on(office: Office) -> None:
    codes = [
        dossier(office, add_project(office, ProjectDraft(f"项目{number}", "企业"), today=TODAY)).code
        for number in range(3)
    ]
    assert codes == ["ZS2026-00001", "ZS2026-00002", "ZS2026-00003"]


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        (ProjectDraft("", "企业"), "项目名称"),
        (ProjectDraft("项目", " "), "企业名称"),
        (ProjectDraft("项目", "企业", uscc="91000000000000000X"), "统一社会信用代码"),
        (ProjectDraft("项目", "企业", investment_fen=0), "总投资要大于 0"),
        (ProjectDraft("项目", "企业", fixed_fen=-1), "固定资产投资要大于 0"),
    ],
)
def test_an_incomplete_or_impossible_draft_is_refused_and_nothing_kept(
    office: Office, draft: ProjectDraft, told: str
) -> None:
    with pytest.raises(Refused, match=told):
        add_project(office, draft, today=TODAY)
    assert listed(office) == []


def test_the_same_project_of_the_same_enterprise_is_refused(office: Office) -> None:
    add_project(office, ProjectDraft("牙膏项目", "利白日化有限公司"), today=TODAY)
    with pytest.raises(Refused, match="已经在档案里"):
        add_project(office, ProjectDraft("牙膏项目", "利白日化有限公司"), today=TODAY)
    add_project(office, ProjectDraft("牙膏项目", "另一家有限公司"), today=TODAY)
    assert len(listed(office)) == 2


def test_a_code_that_belongs_to_another_enterprise_is_refused(office: Office) -> None:
    code = "91145140UC1P8AP48E"
    add_project(office, ProjectDraft("甲项目", "青岛华科集团有限公司", uscc=code), today=TODAY)
    with pytest.raises(Refused, match="青岛华科集团有限公司"):
        add_project(office, ProjectDraft("乙项目", "别的有限公司", uscc=code), today=TODAY)


def test_editing_keeps_the_old_value_in_the_history(office: Office) -> None:
    project = add_project(office, ProjectDraft("牙膏项目", "利白日化有限公司", investment_fen=500 * WAN), today=TODAY)
    before = dossier(office, project)
    edit_project(
        office, project, before.version, ProjectDraft("牙膏项目", "利白日化有限公司", investment_fen=600 * WAN)
    )
    after = dossier(office, project)
    assert after.investment_fen == 600 * WAN
    told = [(line.what, line.before, line.after) for line in after.history if line.before]
    assert told == [("项目·总投资", "500万元", "600万元")]


def test_two_who_edit_the_same_project_do_not_overwrite_each_other(office: Office) -> None:
    project = add_project(office, ProjectDraft("牙膏项目", "利白日化有限公司"), today=TODAY)
    version = dossier(office, project).version
    edit_project(office, project, version, ProjectDraft("牙膏一期项目", "利白日化有限公司"))
    with pytest.raises(Conflict):
        edit_project(office, project, version, ProjectDraft("牙膏二期项目", "利白日化有限公司"))
    assert dossier(office, project).name == "牙膏一期项目"


def test_a_project_that_moves_takes_the_county_share_along(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 500, JUNE)
    now = dossier(office, project)
    moved = ProjectDraft(
        now.name, now.enterprise, county_id=unit_id(office, "云河县"), investment_fen=now.investment_fen
    )
    edit_project(office, project, now.version, moved)
    assert [line.unit for line in dossier(office, project).credits] == ["云河县"]


def test_renaming_a_project_renames_how_it_is_found(office: Office) -> None:
    project = add_project(office, ProjectDraft("牙膏项目", "利白日化有限公司"), today=TODAY)
    edit_project(office, project, dossier(office, project).version, ProjectDraft("香皂项目", "利白日化有限公司"))
    assert listed(office, text="xzxm") == [project]
    assert listed(office, text="牙膏") == []


def test_a_stage_counts_for_nothing_until_somebody_verified_it(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 500, JUNE, verified=False)
    (line,) = dossier(office, project).stages
    assert (line.verified_on, dossier(office, project).stage) == (None, Stage.SIGNED)
    for by, on, evidence, told in (
        ("", JUNE, "合同", "认定人"),
        ("李主任", dt.date(2026, 6, 2), "合同", "早于"),
    ):
        with pytest.raises(Refused, match=told):
            verify_stage(office, line.id, line.version, by=by, on=on, evidence=evidence)
    edit_stage(office, line.id, line.version, day=JUNE, amount_fen=None, evidence="")
    with pytest.raises(Refused, match="佐证"):
        verify_stage(office, line.id, line.version + 1, by="李主任", on=JUNE, evidence=" ")


def test_stages_do_not_run_backwards(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 500, JUNE)
    with pytest.raises(Refused, match="早于签约时间"):
        add_stage(office, project, Stage.STARTED, dt.date(2026, 5, 1))
    assert [line.stage for line in dossier(office, project).stages] == [Stage.SIGNED]


def test_a_stage_is_dated_once_and_other_offices_days_stand_beside_it(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 500, JUNE)
    add_stage(office, project, Stage.STARTED, dt.date(2026, 7, 1))
    with pytest.raises(Refused, match="已经登记过"):
        add_stage(office, project, Stage.STARTED, dt.date(2026, 7, 2))
    add_stage(office, project, Stage.STARTED, dt.date(2026, 7, 9), source="发改", is_main=False)
    days = [(line.source, line.day.day) for line in dossier(office, project).stages if line.stage is Stage.STARTED]
    assert days == [("", 1), ("发改", 9)]


def test_a_skipped_stage_shows_as_a_contradiction(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 500, JUNE)
    add_stage(office, project, Stage.COMPLETED, dt.date(2026, 9, 1))
    assert dossier(office, project).contradictions == ("已到完工，却没有开工时间",)


def test_correcting_a_verified_day_asks_for_a_new_verification(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 500, JUNE)
    (line,) = dossier(office, project).stages
    edit_stage(office, line.id, line.version, day=dt.date(2026, 6, 5), amount_fen=None, evidence="合同")
    (line,) = dossier(office, project).stages
    assert (line.day.day, line.verified_on) == (5, None)


def test_a_voided_stage_takes_the_project_back(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 500, JUNE)
    (line,) = dossier(office, project).stages
    with pytest.raises(Refused, match="原因"):
        void_stage(office, line.id, line.version, " ")
    void_stage(office, line.id, line.version, "录错项目")
    assert (dossier(office, project).stage, dossier(office, project).stages) == (Stage.LEAD, ())
    with reading(office) as connection:
        kept = connection.execute("SELECT void_reason FROM stage_event WHERE id = ?", (line.id,)).fetchone()
    assert kept == ("录错项目",)


def test_funds_add_up_and_never_fall_below_nothing(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 500, JUNE)
    add_funds(office, project, JUNE, 100 * WAN, origin="省外", voucher="银行回单")
    with pytest.raises(Refused, match="依据"):
        add_funds(office, project, JUNE, -10 * WAN)
    with pytest.raises(Refused, match="小于 0"):
        add_funds(office, project, JUNE, -101 * WAN, voucher="更正")
    add_funds(office, project, JUNE, -10 * WAN, voucher="更正")
    assert dossier(office, project).funds_fen == 90 * WAN
    void_funds(office, dossier(office, project).funds[0].id, 1, "重复登记")
    assert dossier(office, project).funds_fen == -10 * WAN


def test_the_shares_of_a_group_add_up_to_the_whole(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 500, JUNE)
    zhou, shen = unit_id(office, "周明远"), unit_id(office, "沈国栋")
    for wrong, told in (
        ([(zhou, 5000), (shen, 4999)], "99.99%"),
        ([(zhou, 5000), (zhou, 5000)], "只能出现一次"),
        ([(zhou, 10000), (shen, 0)], "大于 0"),
        ([(unit_id(office, "定国县"), 10000)], "不属于这一组"),
    ):
        with pytest.raises(Refused, match=told):
            set_credit(office, project, "leader", wrong)
    set_credit(office, project, "leader", [(zhou, 5000), (shen, 5000)], paper="清招办〔2026〕1号")
    set_credit(office, project, "leader", [(shen, 10000)])
    shares = [(line.unit, line.share_bp) for line in dossier(office, project).credits]
    assert shares == [("定国县", 10000), ("沈国栋", 10000)]


def test_referrers_are_persons_or_enterprises_by_their_name(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 500, JUNE)
    set_referrals(office, project, ["石大山", "利白日化有限公司", ""])
    told = [(line.name, line.is_enterprise) for line in dossier(office, project).referrals]
    assert told == [("石大山", False), ("利白日化有限公司", True)]
    set_referrals(office, project, ["利白日化有限公司"])
    assert [line.name for line in dossier(office, project).referrals] == ["利白日化有限公司"]


def test_a_voided_project_leaves_the_list_but_not_the_record(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 500, JUNE)
    void_project(office, project, dossier(office, project).version, "重复建档")
    assert listed(office) == []
    assert dossier(office, project).void_reason == "重复建档"
