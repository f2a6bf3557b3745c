"""认定: by somebody other than the recruiter and the recorder, with evidence per stage."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.stages import Stage
from app.services.dossiers.dossier_view import StageLine, load_dossier
from app.services.dossiers.evidence import EvidenceLine, add_evidence, evidence_of, void_evidence
from app.services.dossiers.handling import add_handling
from app.services.dossiers.keeping import add_stage, edit_stage, set_credit, set_referrals, verify_stage, void_stage
from tests.support import reading, signed_project, unit_id

JUNE = dt.date(2026, 6, 3)


@pytest.fixture
def project(office: Office) -> int:
    return signed_project(office, "牙膏项目", 500, JUNE, verified=False)


def signed(office: Office, project: int) -> StageLine:
    with reading(office) as connection:
        return load_dossier(connection, project).stages[0]


def papers(office: Office, project: int) -> tuple[EvidenceLine, ...]:
    with reading(office) as connection:
        return evidence_of(connection, project)


def verify(office: Office, project: int, by: str, second: str = "", second_reason: str = "") -> None:
    line = signed(office, project)
    verify_stage(office, line.id, line.version, by=by, on=JUNE, evidence="", second=second, second_reason=second_reason)


def test_a_leader_in_credit_does_not_verify(office: Office, project: int) -> None:
    set_credit(office, project, "leader", [(unit_id(office, "沈国栋"), 10000)])
    with pytest.raises(Refused, match="招商责任人"):
        verify(office, project, "沈国栋")
    verify(office, project, "周明远")
    assert signed(office, project).verified_by == "周明远"


@pytest.mark.parametrize("by", ["定国县", "石大山", "王芳"])
def test_nor_do_the_county_the_referrer_or_who_worked_at_it(office: Office, project: int, by: str) -> None:
    set_referrals(office, project, ["石大山"])
    add_handling(office, project, "王芳")
    with pytest.raises(Refused, match="招商责任人"):
        verify(office, project, by)


def test_who_recorded_the_stage_does_not_verify_it(office: Office, project: int) -> None:
    with pytest.raises(Refused, match="登记这个阶段的人"):
        verify(office, project, "测试")
    assert signed(office, project).verified_on is None


def test_a_second_person_may_give_the_reason_and_is_recorded(office: Office, project: int) -> None:
    for second, reason, told in (
        ("王芳", "", "另有一人"),
        ("测试", "只有一人", "换一个人"),
        ("定国县", "只有一人", "换一个人"),
    ):
        with pytest.raises(Refused, match=told):
            verify(office, project, "测试", second=second, second_reason=reason)
    verify(office, project, "测试", second="王芳", second_reason="办里当日只有一人在岗")
    with reading(office) as connection:
        history = load_dossier(connection, project).history
    assert any(line.what == "新增认定人例外" and "王芳" in line.after for line in history)


def test_evidence_is_kept_by_kind(office: Office, project: int) -> None:
    line = signed(office, project)
    assert [(one.kind, one.title) for one in papers(office, project)] == [("投资合同", "投资合同")]
    edit_stage(office, line.id, line.version, day=JUNE, amount_fen=None, evidence="投资合同；营业执照")
    add_evidence(office, line.id, "备案证", "2026-0001", day=JUNE)
    assert [one.kind for one in papers(office, project)] == ["投资合同", "营业执照", "备案证"]
    assert signed(office, project).evidence == "投资合同；营业执照；2026-0001"
    with pytest.raises(Refused, match="没有“发票”"):
        add_evidence(office, line.id, "发票", "1")
    with pytest.raises(Refused, match="名称或文号"):
        add_evidence(office, line.id, "备案证", " ")


def test_a_stage_that_loses_its_last_evidence_is_to_be_verified_again(office: Office, project: int) -> None:
    verify(office, project, "李主任")
    (paper,) = papers(office, project)
    second = add_evidence(office, signed(office, project).id, "营业执照", "营业执照")
    void_evidence(office, paper.id, paper.version, "合同已作废")
    assert signed(office, project).verified_on == JUNE
    void_evidence(office, second, 1, "登记错误")
    assert (signed(office, project).verified_on, signed(office, project).evidence) == (None, "")
    with pytest.raises(Refused, match="佐证"):
        verify(office, project, "李主任")


def test_a_terminated_project_gives_its_reason_and_is_only_read(office: Office, project: int) -> None:
    with pytest.raises(Refused, match="原因"):
        add_stage(office, project, Stage.TERMINATED, dt.date(2026, 8, 1))
    ended = add_stage(office, project, Stage.TERMINATED, dt.date(2026, 8, 1), evidence="投资方资金链断裂，解约")
    with pytest.raises(Refused, match="已终止"):
        add_stage(office, project, Stage.STARTED, dt.date(2026, 9, 1))
    void_stage(office, ended, 1, "并未解约")
    add_stage(office, project, Stage.STARTED, dt.date(2026, 9, 1))
