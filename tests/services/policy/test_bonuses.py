"""The bonus on an office: registration, shares, the way of a claim, payment, recovery, lists and budget."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.money import WAN
from app.rules.stages import Stage
from app.services.dossiers.keeping import add_stage, verify_stage
from app.services.policy.bonus_claims import (
    agree_shares,
    approve,
    check,
    claim,
    pay,
    register_referrer,
    void_claim,
    waive_identity,
)
from app.services.policy.bonus_lists import payments, recoveries, set_budget, write_payments, year_budget
from app.services.policy.bonuses import bonus_of
from app.services.policy.subjects import project_subject
from tests.services.policy.bonus_office import LATER, SIGNED, approved, ask, two
from tests.support import reading, signed_project


@pytest.fixture
def project(office: Office) -> int:
    return signed_project(office, "日化项目", 100_000, SIGNED)


def test_two_who_agreed_on_halves_get_half_each(office: Office, project: int) -> None:
    two(office, project)
    found = ask(office)
    assert (found.ledger.total, found.ledger.parts[0].due) == (100 * WAN, 10 * WAN)
    assert [(one.name, one.percent, one.due) for one in found.referrers] == [
        ("王大山", 50, 5 * WAN),
        ("石小海", 50, 5 * WAN),
    ]
    told = found.to_json()
    assert {"project", "recognised_fen", "total_fen", "stages", "shares"} <= set(told)
    assert told["recognised_fen"] == 100_000 * WAN


def test_nothing_falls_due_before_verification(office: Office) -> None:
    project = signed_project(office, "日化项目", 10_000, SIGNED, verified=False)
    two(office, project)
    assert ask(office).ledger.due == 0
    with pytest.raises(Refused, match="签约尚未认定"):
        claim(office, project, Stage.SIGNED, on=LATER, today=LATER)


def test_a_claim_goes_its_way_and_another_person_approves(office: Office, project: int) -> None:
    one, _ = two(office, project)
    key = claim(office, project, Stage.SIGNED, on=LATER, today=LATER)
    with pytest.raises(Refused, match="先审核、公示"):
        approve(office, key, 1, by="赵批准", on=LATER, today=LATER)
    assert check(office, key, 1, by="李审核", on=LATER, today=LATER, notice_from=LATER) == dt.date(2026, 9, 7)
    with pytest.raises(Refused, match="不能是审核人"):
        approve(office, key, 2, by="李审核", on=dt.date(2026, 9, 8), today=dt.date(2026, 9, 8))
    with pytest.raises(Refused, match="公示到2026-09-07"):
        approve(office, key, 2, by="赵批准", on=dt.date(2026, 9, 7), today=dt.date(2026, 9, 7))
    with pytest.raises(Refused, match="还没有批准"):
        pay(office, key, one, on=LATER, today=LATER)
    approve(office, key, 2, by="赵批准", on=dt.date(2026, 9, 8), today=dt.date(2026, 9, 8))
    assert (
        pay(office, key, one, on=dt.date(2026, 9, 9), today=dt.date(2026, 9, 9), tax_fen=WAN, receipt="收据1号")
        == 4 * WAN
    )
    with pytest.raises(Refused, match="不能重复支付"):
        pay(office, key, one, on=dt.date(2026, 9, 10), today=dt.date(2026, 9, 10))
    found = ask(office, dt.date(2026, 9, 30))
    assert (found.ledger.parts[0].due, found.ledger.parts[0].paid) == (10 * WAN, 5 * WAN)
    assert [one.paid for one in found.referrers] == [5 * WAN, 0]
    assert ask(office, dt.date(2026, 9, 8)).ledger.paid == 0
    with pytest.raises(Refused, match="已经申请过"):
        claim(office, project, Stage.SIGNED, on=dt.date(2026, 9, 30), today=dt.date(2026, 9, 30))


def test_shares_must_be_agreed_whole_and_before_approval(office: Office, project: int) -> None:
    one, other = (register_referrer(office, project, name, on=SIGNED, today=SIGNED) for name in ("甲", "乙"))
    assert "分配比例尚未商定" in ask(office).hindrances[0]
    with pytest.raises(Refused, match="尚未商定"):
        claim(office, project, Stage.SIGNED, on=LATER, today=LATER)
    with pytest.raises(Refused, match="合计100%，现为99%"):
        agree_shares(office, project, [(one, 5000), (other, 4900)], paper="协议")
    with pytest.raises(Refused, match="每一位引荐人"):
        agree_shares(office, project, [(one, 10_000)], paper="协议")
    agree_shares(office, project, [(one, 3333), (other, 6667)], paper="协议")
    approved(office, project)
    with pytest.raises(Refused, match="不能再改"):
        agree_shares(office, project, [(one, 5000), (other, 5000)], paper="新协议")


def test_who_registered_too_late_is_not_paid(office: Office, project: int) -> None:
    register_referrer(office, project, "晚来人", on=dt.date(2026, 6, 11), today=dt.date(2026, 6, 11))
    with pytest.raises(Refused, match="晚来人：登记日期2026-06-11迟于"):
        claim(office, project, Stage.SIGNED, on=LATER, today=LATER)


def test_a_doubtful_identity_needs_two_names_and_a_reason(office: Office, project: int) -> None:
    key = register_referrer(office, project, "王科长", on=SIGNED, today=SIGNED, identity="公职人员")
    with pytest.raises(Refused, match="要求核实"):
        claim(office, project, Stage.SIGNED, on=LATER, today=LATER)
    with pytest.raises(Refused, match="同一个人"):
        waive_identity(office, key, by="李一", second="李一", reason="非职务行为", day=LATER, today=LATER)
    waive_identity(office, key, by="李一", second="张二", reason="非职务行为", day=LATER, today=LATER)
    claim(office, project, Stage.SIGNED, on=LATER, today=LATER)


def test_an_excluded_identity_cannot_be_waived(office: Office) -> None:
    day = dt.date(2026, 10, 5)
    project = signed_project(office, "日化项目", 10_000, day)
    key = register_referrer(office, project, "表弟", on=day, today=day, identity="投资方高管")
    with pytest.raises(Refused, match="所排除"):
        waive_identity(office, key, by="李一", second="张二", reason="有功", day=day, today=day)


def test_the_version_of_the_day_of_signing_decides(office: Office) -> None:
    signed_project(office, "日化项目", 10_000, dt.date(2026, 5, 31))
    with pytest.raises(Refused, match="没有引荐奖金"):
        ask(office)


def test_an_unsigned_project_is_told_by_the_day_looked_at(office: Office, project: int) -> None:
    with reading(office) as connection, pytest.raises(Refused) as told:
        bonus_of(connection, project_subject(connection, project), dt.date(2018, 1, 1))
    assert "按2018-01-01的办法没有引荐奖金" in told.value.message
    assert "今天" not in told.value.message


def test_a_claim_of_more_than_is_due_by_now_is_not_approved(office: Office, project: int) -> None:
    two(office, project)
    key = claim(office, project, Stage.SIGNED, on=LATER, today=LATER)
    check(office, key, 1, by="李审核", on=LATER, today=LATER, notice_from=LATER)
    with reading(office) as connection:
        stage, version = connection.execute("SELECT id, version FROM stage_event").fetchone()
    verify_stage(office, stage, version, by="李主任", on=LATER, evidence="审计", amount_fen=1000 * WAN)
    with pytest.raises(Refused, match="多于现在应付"):
        approve(office, key, 2, by="赵批准", on=dt.date(2026, 9, 8), today=dt.date(2026, 9, 8))
    void_claim(office, key, 2, "认定投资额变了")
    assert claim(office, project, Stage.SIGNED, on=LATER, today=LATER) != key


def test_a_false_project_goes_on_the_recovery_list(office: Office, project: int) -> None:
    one, other = two(office, project)
    key = approved(office, project)
    pay(office, key, one, on=dt.date(2026, 9, 9), today=dt.date(2026, 9, 9), receipt="收据")
    add_stage(office, project, Stage.TERMINATED, dt.date(2026, 9, 20), evidence="虚假项目")
    with pytest.raises(Refused, match="已终止"):
        pay(office, key, other, on=dt.date(2026, 9, 21), today=dt.date(2026, 9, 21))
    with reading(office) as connection:
        (found,) = recoveries(connection, dt.date(2026, 9, 30))
        assert (found.back, found.terminated_on) == (5 * WAN, dt.date(2026, 9, 20))
        assert (found.referrer, found.paid, found.reason) == ("王大山", 5 * WAN, "虚假项目")
        assert recoveries(connection, dt.date(2026, 9, 19)) == []
    assert ask(office, dt.date(2026, 9, 30)).to_json()["recover_fen"] == 5 * WAN


def test_the_payment_list_adds_up(office: Office, project: int, tmp_path: Path) -> None:
    two(office, project)
    approved(office, project)
    with reading(office) as connection:
        found = payments(connection)
    write_payments(tmp_path / "清单.xlsx", found, "支付清单", units=())
    sheet = load_workbook(tmp_path / "清单.xlsx").worksheets[0]
    last = [cell.value for cell in list(sheet.rows)[-1]]
    assert (last[0], last[5]) == ("合计", 100_000)


def test_the_budget_is_told_against_what_is_due_and_may_come(office: Office, project: int) -> None:
    one, _ = two(office, project)
    pay(office, approved(office, project), one, on=dt.date(2026, 9, 9), today=dt.date(2026, 9, 9))
    set_budget(office, 2026, 8 * WAN, paper="预算批复")
    with reading(office) as connection:
        found = year_budget(connection, 2026, dt.date(2026, 9, 30))
    assert (found.paid, found.due, found.forecast, found.short) == (5 * WAN, 5 * WAN, 90 * WAN, 2 * WAN)
    assert found.by_stage == {"签约": 5 * WAN}
