"""Two records of one thing become one, everything goes along, and undo parts them again."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.money import WAN
from app.rules.stages import Stage
from app.services.dossiers.dossier_view import Dossier, load_dossier
from app.services.dossiers.keeping import ProjectDraft, add_funds, add_project, add_stage, set_credit, set_referrals
from app.services.dossiers.merging import merge_enterprises, merge_projects
from app.services.dossiers.people import ContactDraft, contacts_of, save_contact
from app.services.dossiers.projects import ProjectFilter, project_ids
from app.services.dossiers.visits import VisitDraft, save_visit, visits_of
from app.services.office.undo import last_act, undo
from tests.support import TODAY, reading, signed_project, unit_id

JUNE = dt.date(2026, 6, 3)
CODE = "91145140UC1P8AP48E"


def dossier(office: Office, project: int) -> Dossier:
    with reading(office) as connection:
        return load_dossier(connection, project)


def listed(office: Office, text: str = "") -> list[int]:
    with reading(office) as connection:
        return project_ids(connection, ProjectFilter(text=text), "code", descending=False)


def everything(office: Office) -> list[tuple[object, ...]]:
    """All records as they stand, without the counter of changes and the history."""
    with reading(office) as connection:
        found: list[tuple[object, ...]] = []
        for table in (
            "enterprise",
            "project",
            "stage_event",
            "funds_arrival",
            "credit",
            "referral",
            "contact",
            "visit",
        ):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "version"]
            found += connection.execute(f"SELECT '{table}', {', '.join(columns)} FROM {table} ORDER BY id").fetchall()
        return found


def undo_last(office: Office) -> None:
    with reading(office) as connection:
        act = last_act(connection)
    assert act is not None
    undo(office, act.id)


def test_an_enterprise_takes_projects_people_and_code_of_its_double(office: Office) -> None:
    one = add_project(office, ProjectDraft("轴承项目", "欣达轴承公司"), today=TODAY)
    other = add_project(office, ProjectDraft("齿轮项目", "欣达轴承有限公司", uscc=CODE), today=TODAY)
    kept, dropped = dossier(office, one).enterprise_id, dossier(office, other).enterprise_id
    save_contact(office, dropped, ContactDraft("欧阳锋"))
    before = everything(office)
    assert merge_enterprises(office, kept, dropped, reason="同一家", today=TODAY) == []
    assert [dossier(office, one).uscc, dossier(office, other).enterprise] == [CODE, "欣达轴承公司"]
    assert listed(office, CODE.lower()) == [one, other]
    with reading(office) as connection:
        assert [person.name for person in contacts_of(connection, kept)] == ["欧阳锋"]
    undo_last(office)
    assert everything(office) == before


def test_enterprises_with_different_codes_are_not_one(office: Office) -> None:
    one = add_project(office, ProjectDraft("甲", "甲有限公司", uscc=CODE), today=TODAY)
    other = add_project(office, ProjectDraft("乙", "乙有限公司", uscc="91110000600037341L"), today=TODAY)
    firms = dossier(office, one).enterprise_id, dossier(office, other).enterprise_id
    with pytest.raises(Refused, match="不是同一家"):
        merge_enterprises(office, *firms, reason="误会", today=TODAY)
    with pytest.raises(Refused, match="理由"):
        merge_enterprises(office, *firms, reason=" ", today=TODAY)
    with pytest.raises(Refused, match="不同的记录"):
        merge_enterprises(office, firms[0], firms[0], reason="同一家", today=TODAY)


def test_twins_that_a_merged_enterprise_has_now_are_told(office: Office) -> None:
    one = add_project(office, ProjectDraft("轴承项目", "欣达轴承公司"), today=TODAY)
    other = add_project(office, ProjectDraft("轴承项目", "欣达轴承有限公司"), today=TODAY)
    firms = dossier(office, one).enterprise_id, dossier(office, other).enterprise_id
    assert merge_enterprises(office, *firms, reason="同一家", today=TODAY) == ["轴承项目"]


def test_a_project_takes_all_of_its_double_and_counts_nothing_twice(office: Office) -> None:
    one = signed_project(office, "轴承项目", 500, JUNE)
    other = signed_project(office, "轴承一期项目", 600, dt.date(2026, 6, 10))
    add_stage(office, other, Stage.STARTED, dt.date(2026, 8, 1))
    for project, wan in ((one, 100), (other, 100), (other, 50)):
        add_funds(office, project, dt.date(2026, 7, 1), wan * WAN)
    set_credit(office, one, "leader", [(unit_id(office, "周明远"), 10000)])
    set_credit(office, other, "leader", [(unit_id(office, "沈国栋"), 10000)])
    set_credit(office, other, "department", [(unit_id(office, "市商务局"), 10000)])
    set_referrals(office, one, ["石大山"])
    set_referrals(office, other, ["石大山", "郭晓峰"])
    save_visit(office, other, VisitDraft(JUNE, summary="谈"))
    before = everything(office)
    merge_projects(office, one, other, reason="同一项目重复报送", today=TODAY)
    now = dossier(office, one)
    assert listed(office) == [one]
    assert now.stage is Stage.STARTED
    assert [(line.stage, line.is_main, line.source) for line in now.stages] == [
        (Stage.SIGNED, True, ""),
        (Stage.SIGNED, False, "并自 ZS2026-00002"),
        (Stage.STARTED, True, ""),
    ]
    assert now.funds_fen == 150 * WAN
    assert sorted(line.unit for line in now.credits) == ["周明远", "定国县", "市商务局"]
    assert [line.name for line in now.referrals] == ["石大山", "郭晓峰"]
    with reading(office) as connection:
        assert len(visits_of(connection, one)) == 1
    assert "并入“轴承项目”" in (dossier(office, other).void_reason or "")
    undo_last(office)
    assert everything(office) == before


def test_projects_whose_days_would_contradict_each_other_stay_two(office: Office) -> None:
    one = signed_project(office, "轴承项目", 500, JUNE)
    other = add_project(office, ProjectDraft("轴承二项目", "乙"), today=TODAY)
    add_stage(office, other, Stage.STARTED, dt.date(2026, 5, 1))
    before = everything(office)
    with pytest.raises(Refused, match="早于签约时间"):
        merge_projects(office, one, other, reason="同一项目", today=TODAY)
    assert everything(office) == before
