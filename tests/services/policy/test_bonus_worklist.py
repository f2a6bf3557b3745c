"""The bonus over all projects: the worklist as of a day, receipts, identity numbers, the budget taken apart."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.models.office import Office
from app.rules.bonus_way import Step
from app.rules.errors import Refused
from app.rules.money import WAN
from app.rules.stages import Stage
from app.services.dossiers.dossier_stages import void_stage
from app.services.dossiers.keeping import add_stage, verify_stage
from app.services.office.undo import last_act, undo
from app.services.policy.bonus_budget import budget_detail
from app.services.policy.bonus_claims import approve, check, claim, pay, record_receipt, register_referrer
from app.services.policy.bonus_lists import payments, set_budget, write_payments
from app.services.policy.bonus_worklist import ClaimLine, worklist
from app.services.policy.bonuses import bonus_of
from app.services.policy.subjects import find_project
from tests.support import reading, signed_project

SIGNED, LATER, NOTICED = dt.date(2026, 6, 10), dt.date(2026, 9, 1), dt.date(2026, 9, 8)
NUMBER = "11010519491231002X"


@pytest.fixture
def project(office: Office) -> int:
    return signed_project(office, "日化项目", 100_000, SIGNED)


def lines(office: Office, on: dt.date = LATER) -> list[ClaimLine]:
    with reading(office) as connection:
        return worklist(connection, on)


def one(office: Office, on: dt.date = LATER) -> ClaimLine:
    (line,) = lines(office, on)
    return line


def test_the_worklist_follows_a_claim_to_its_receipt(office: Office, project: int) -> None:
    referral = register_referrer(office, project, "王大山", on=SIGNED, today=SIGNED)
    assert (one(office).standing.step, one(office).amount) == (Step.OPEN, 10 * WAN)
    key = claim(office, project, Stage.SIGNED, on=LATER, today=LATER)
    assert one(office).standing.step is Step.CLAIMED
    check(office, key, one(office).version, by="李审核", on=LATER, today=LATER, notice_from=LATER)
    assert one(office).standing.possible_from == NOTICED
    assert one(office, NOTICED).standing.step is Step.READY
    approve(office, key, one(office).version, by="赵批准", on=NOTICED, today=NOTICED)
    assert one(office, NOTICED).standing.step is Step.APPROVED
    pay(office, key, referral, on=NOTICED, today=NOTICED, tax_fen=WAN)
    assert one(office, NOTICED).standing.next == "补1人签收"
    record_receipt(office, key, referral, "收据7")
    assert one(office, NOTICED).standing.next == "已办结"
    assert one(office, NOTICED).parts[0].receipt == "收据7"


def test_the_worklist_of_an_earlier_day_knows_nothing_of_later_steps(office: Office, project: int) -> None:
    register_referrer(office, project, "王大山", on=SIGNED, today=SIGNED)
    key = claim(office, project, Stage.SIGNED, on=LATER, today=LATER)
    check(office, key, 1, by="李审核", on=LATER, today=LATER, notice_from=LATER)
    approve(office, key, 2, by="赵批准", on=NOTICED, today=NOTICED)
    assert one(office, LATER).approved_by == ""
    assert one(office, LATER).standing.step is Step.NOTICE
    assert one(office, dt.date(2026, 8, 31)).claim_id is None


def test_what_holds_a_claim_up_is_told(office: Office, project: int) -> None:
    register_referrer(office, project, "王大山", on=dt.date(2026, 6, 11), today=dt.date(2026, 6, 11))
    line = one(office)
    assert line.standing.step is Step.BLOCKED
    assert "迟于办法允许" in line.standing.next


def test_a_terminated_project_offers_nothing_more(office: Office, project: int) -> None:
    register_referrer(office, project, "王大山", on=SIGNED, today=SIGNED)
    claim(office, project, Stage.SIGNED, on=LATER, today=LATER)
    add_stage(office, project, Stage.TERMINATED, dt.date(2026, 9, 20), evidence="虚假项目")
    assert one(office, dt.date(2026, 9, 30)).standing.step is Step.STOPPED


def test_a_receipt_before_payment_is_refused(office: Office, project: int) -> None:
    referral = register_referrer(office, project, "王大山", on=SIGNED, today=SIGNED)
    key = claim(office, project, Stage.SIGNED, on=LATER, today=LATER)
    with pytest.raises(Refused, match="还没有支付"):
        record_receipt(office, key, referral, "收据7")


def test_a_step_can_be_undone(office: Office, project: int) -> None:
    register_referrer(office, project, "王大山", on=SIGNED, today=SIGNED)
    claim(office, project, Stage.SIGNED, on=LATER, today=LATER)
    with reading(office) as connection:
        act = last_act(connection)
    assert act is not None
    undo(office, act.id)
    assert one(office).standing.step is Step.OPEN


def test_an_identity_number_is_kept_and_never_leaves_whole(office: Office, project: int, tmp_path: Path) -> None:
    register_referrer(office, project, "王大山", on=SIGNED, today=SIGNED, id_number=NUMBER, paper="登记表1号")
    key = claim(office, project, Stage.SIGNED, on=LATER, today=LATER)
    check(office, key, 1, by="李审核", on=LATER, today=LATER, notice_from=LATER)
    approve(office, key, 2, by="赵批准", on=NOTICED, today=NOTICED)
    with reading(office) as connection:
        bonus = bonus_of(connection, find_project(connection, "日化项目"), LATER)
        found = payments(connection)
        assert connection.execute("SELECT id_number FROM person").fetchall() == [(NUMBER,)]
    assert bonus.referrers[0].id_masked == "110*************2X"
    assert bonus.referrers[0].paper == "登记表1号"
    write_payments(tmp_path / "清单.xlsx", found, "支付清单", units=())
    cells = [str(cell.value) for row in load_workbook(tmp_path / "清单.xlsx").worksheets[0].rows for cell in row]
    for told in (repr(bonus), str(bonus.to_json()), repr(found), "".join(cells)):
        assert NUMBER not in told
        assert NUMBER[6:14] not in told


def test_another_person_of_the_same_name_is_asked_about(office: Office, project: int) -> None:
    register_referrer(office, project, "王大山", on=SIGNED, today=SIGNED, id_number=NUMBER)
    with pytest.raises(Refused, match="同名的另一人") as told:
        register_referrer(office, project, "王大山", on=SIGNED, today=SIGNED, id_number="990101196805120017")
    assert NUMBER not in told.value.message
    with pytest.raises(Refused, match="末位校验"):
        register_referrer(office, project, "石小海", on=SIGNED, today=SIGNED, id_number="990101196805120018")


def test_the_budget_taken_apart_adds_up_to_the_fen(office: Office, project: int) -> None:
    second = signed_project(office, "机械项目", 12_345, dt.date(2026, 7, 3))
    started = add_stage(office, second, Stage.STARTED, dt.date(2026, 8, 9), evidence="施工许可证")
    verify_stage(office, started, 1, by="李主任", on=dt.date(2026, 8, 9), evidence="施工许可证")
    referral = register_referrer(office, project, "王大山", on=SIGNED, today=SIGNED)
    register_referrer(office, second, "石小海", on=SIGNED, today=SIGNED)
    key = claim(office, project, Stage.SIGNED, on=LATER, today=LATER)
    check(office, key, 1, by="李审核", on=LATER, today=LATER, notice_from=LATER)
    approve(office, key, 2, by="赵批准", on=NOTICED, today=NOTICED)
    pay(office, key, referral, on=NOTICED, today=NOTICED)
    set_budget(office, 2026, 8 * WAN, paper="预算批复")
    with reading(office) as connection:
        found = budget_detail(connection, 2026, dt.date(2026, 9, 30))
        later = budget_detail(connection, 2027, dt.date(2027, 1, 31))
    for parts in (found.stages, found.quarters):
        assert sum(part.paid for part in parts) == found.year.paid == 10 * WAN
        assert sum(part.due for part in parts) == found.year.due
    assert sum(part.forecast for part in found.stages) == found.year.forecast
    assert {part.name: part.due for part in found.stages if part.due}.keys() == {"签约", "开工"}
    assert [part.name for part in found.quarters if part.paid] == ["三季度"]
    assert [part.name for part in later.quarters if part.due] == ["往年结转"]


def test_without_verification_nothing_is_paid_even_after_approval(office: Office, project: int) -> None:
    referral = register_referrer(office, project, "王大山", on=SIGNED, today=SIGNED)
    key = claim(office, project, Stage.SIGNED, on=LATER, today=LATER)
    check(office, key, 1, by="李审核", on=LATER, today=LATER, notice_from=LATER)
    approve(office, key, 2, by="赵批准", on=NOTICED, today=NOTICED)
    with reading(office) as connection:
        stage, version = connection.execute("SELECT id, version FROM stage_event").fetchone()
    void_stage(office, stage, version, "合同作废")
    with pytest.raises(Refused, match="没有认定不能支付"):
        pay(office, key, referral, on=NOTICED, today=NOTICED)
    with reading(office) as connection:
        assert connection.execute("SELECT count(*) FROM bonus_part WHERE paid_on IS NOT NULL").fetchone() == (0,)
