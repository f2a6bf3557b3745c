"""Undo takes back a whole act, redo brings it again, and later edits stay."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.money import WAN
from app.rules.stages import Stage
from app.services.dossiers.dossier_view import load_dossier
from app.services.dossiers.keeping import ProjectDraft, add_project, add_stage, edit_project, set_referrals
from app.services.dossiers.projects import ProjectFilter, project_ids
from app.services.office.undo import UndoReport, last_act, undo
from tests.support import TODAY, reading, signed_project


def undo_last(office: Office, *, redo: bool = False) -> UndoReport:
    with reading(office) as connection:
        act = last_act(connection, undone=redo)
    assert act is not None
    return undo(office, act.id)


def names(office: Office) -> list[str]:
    with reading(office) as connection:
        return [load_dossier(connection, one).name for one in project_ids(connection, ProjectFilter())]


def test_an_added_project_is_taken_back_and_brought_again(office: Office) -> None:
    add_project(office, ProjectDraft("牙膏项目", "利白日化有限公司"), today=TODAY)
    assert undo_last(office).act == "新增项目：牙膏项目"
    assert names(office) == []
    undo_last(office, redo=True)
    assert names(office) == ["牙膏项目"]
    undo_last(office)
    assert names(office) == []


def test_an_edit_gets_its_old_values(office: Office) -> None:
    project = add_project(office, ProjectDraft("牙膏项目", "甲有限公司", investment_fen=500 * WAN), today=TODAY)
    edit_project(office, project, 1, ProjectDraft("香皂项目", "甲有限公司", investment_fen=None))
    undo_last(office)
    with reading(office) as connection:
        now = load_dossier(connection, project)
        found = project_ids(connection, ProjectFilter(text="ygxm"))
    assert (now.name, now.investment_fen, found) == ("牙膏项目", 500 * WAN, [project])


def test_days_come_back_as_days(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 500, dt.date(2026, 6, 3))
    undo_last(office)
    with reading(office) as connection:
        assert load_dossier(connection, project).stages[0].verified_on is None
    undo_last(office, redo=True)
    with reading(office) as connection:
        assert load_dossier(connection, project).stages[0].verified_on == dt.date(2026, 6, 3)


def test_undo_goes_back_step_by_step_and_stops_at_the_founding(office: Office) -> None:
    add_project(office, ProjectDraft("甲项目", "甲有限公司"), today=TODAY)
    add_project(office, ProjectDraft("乙项目", "乙有限公司"), today=TODAY)
    undo_last(office)
    assert names(office) == ["甲项目"]
    undo_last(office)
    assert names(office) == []
    with reading(office) as connection:
        while (act := last_act(connection)) is not None:
            undo(office, act.id)
        assert last_act(connection) is None


def test_a_record_changed_since_stays_and_is_told(office: Office) -> None:
    project = add_project(office, ProjectDraft("牙膏项目", "甲有限公司"), today=TODAY)
    with reading(office) as connection:
        added = last_act(connection)
    assert added is not None
    edit_project(office, project, 1, ProjectDraft("香皂项目", "甲有限公司"))
    report = undo(office, added.id)
    assert names(office) == ["香皂项目"]
    assert "香皂项目：之后又被改过" in report.kept[0]


def test_the_stage_of_the_project_follows_what_is_left(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 500, dt.date(2026, 6, 3))
    add_stage(office, project, Stage.STARTED, dt.date(2026, 7, 1))
    undo_last(office)
    with reading(office) as connection:
        assert load_dossier(connection, project).stage is Stage.SIGNED


def test_an_act_is_not_undone_twice(office: Office) -> None:
    add_project(office, ProjectDraft("牙膏项目", "甲有限公司"), today=TODAY)
    with reading(office) as connection:
        act = last_act(connection)
    assert act is not None
    undo(office, act.id)
    with pytest.raises(Refused, match="已经撤销过"):
        undo(office, act.id)


def test_after_a_new_act_there_is_nothing_to_redo(office: Office) -> None:
    project = add_project(office, ProjectDraft("牙膏项目", "甲有限公司"), today=TODAY)
    set_referrals(office, project, ["石大山"])
    undo_last(office)
    set_referrals(office, project, ["郭晓峰"])
    with reading(office) as connection:
        assert last_act(connection, undone=True) is None
