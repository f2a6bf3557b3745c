"""The bonus where the world changes: investment that falls or rises, days to come, clauses that end, enterprises."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.models.office import Office
from app.models.tables import Enterprise
from app.rules.bonus_way import Step
from app.rules.errors import Refused
from app.rules.money import WAN
from app.rules.policy.reading import read_condition
from app.rules.stages import Stage
from app.services.dossiers.keeping import add_stage, set_referrals
from app.services.policy.bonus_budget import budget_detail
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
from app.services.policy.bonus_lists import recoveries, write_payments, write_recoveries, year_budget
from app.services.policy.bonus_worklist import claims, payment_list, worklist
from app.services.policy.papers.payments import payments_paper
from app.services.policy.policies import shipped
from tests.services.policy.bonus_office import LATER, SIGNED, approved, ask, paid_out, recognise, two
from tests.support import reading, signed_project


@pytest.fixture
def project(office: Office) -> int:
    return signed_project(office, "日化项目", 100_000, SIGNED)


def test_nothing_is_paid_beyond_what_is_due_after_the_recognised_investment_fell(
    office: Office, project: int, tmp_path: Path
) -> None:
    recognise(office, project, Stage.SIGNED, 9999, SIGNED)
    referral = register_referrer(office, project, "石大山", on=SIGNED, today=SIGNED)
    paid_out(office, project, Stage.SIGNED, LATER)
    recognise(office, project, Stage.STARTED, 9999, LATER)
    waiting = approved(office, project, Stage.STARTED)
    now = dt.date(2026, 11, 20)
    recognise(office, project, Stage.COMPLETED, 1000, now)
    recognise(office, project, Stage.IN_PRODUCTION, 1000, now)
    recognise(office, project, Stage.YIELDING, 1000, now)
    for day in (now, dt.date(2026, 11, 19)):
        with pytest.raises(Refused, match="多于现在应付的0万元"):
            pay(office, waiting, referral, on=day, today=now)
    over = 38_996_00 - 30_000_00
    found = ask(office, now)
    assert (found.ledger.total, found.ledger.over, found.recover) == (3 * WAN, over, over)
    told = found.to_json()
    assert (told["due_fen"], told["over_fen"], told["recover_fen"]) == (3 * WAN, over, over)
    assert "多付0.8996万元应追回" in found.notes[0]
    with reading(office) as connection:
        (back,) = recoveries(connection, now)
        lines = {line.claim_id: line for line in worklist(connection, now)}
    assert (back.referrer, back.paid, back.due, back.back, back.terminated_on) == (
        *("石大山", 38_996_00, 3 * WAN, over),
        None,
    )
    assert "认定投资额1,000万元" in back.reason
    assert {line.standing.step for line in lines.values()} == {Step.RECOVER, Step.STALE}
    assert lines[waiting].standing.step is Step.STALE
    write_recoveries(tmp_path / "追回.xlsx", [back], "追回清单", units=())
    sheet = load_workbook(tmp_path / "追回.xlsx").worksheets[0]
    assert [cell.value for cell in list(sheet.rows)[-1]][3:6] == [38_996, 30_000, 8996]
    void_claim(office, waiting, 3, "认定投资额减少")
    with reading(office) as connection:
        assert [line.standing.step for line in worklist(connection, now)] == [Step.RECOVER]


def test_a_rise_after_everything_was_paid_is_claimed_as_a_supplement(office: Office, project: int) -> None:
    two(office, project)
    day = LATER
    for stage in (Stage.SIGNED, Stage.STARTED, Stage.COMPLETED, Stage.IN_PRODUCTION, Stage.YIELDING):
        recognise(office, project, stage, 9999, SIGNED if stage is Stage.SIGNED else day)
        paid_out(office, project, stage, day)
        day += dt.timedelta(days=10)
    assert ask(office, day).ledger.paid == 389_960_00
    with pytest.raises(Refused, match="已经申请过"):
        claim(office, project, Stage.YIELDING, on=day, today=day)
    recognise(office, project, Stage.YIELDING, 20_000, day)
    with reading(office) as connection:
        (line,) = [one for one in worklist(connection, day) if one.claim_id is None]
    assert (line.title, line.amount, line.standing.step) == ("见效补差", 500_040_00, Step.OPEN)
    paid_out(office, project, Stage.YIELDING, day)
    end = ask(office, day + dt.timedelta(days=30))
    assert (end.ledger.total, end.ledger.paid, end.ledger.over) == (89 * WAN, 89 * WAN, 0)
    assert [one.paid for one in end.referrers] == [89 * WAN // 2] * 2
    with reading(office) as connection:
        assert [one.supplement for one in claims(connection, day, bonuses={})] == [False] * 5 + [True]


def test_a_claim_of_which_some_was_paid_shrinks_to_that_and_the_rest_is_claimed_anew(
    office: Office, project: int
) -> None:
    one, other = two(office, project)
    key = approved(office, project)
    now = dt.date(2026, 9, 9)
    pay(office, key, one, on=now, today=now)
    recognise(office, project, Stage.SIGNED, 20_000, now)
    with pytest.raises(Refused, match="多于现在应付"):
        pay(office, key, other, on=now, today=now)
    void_claim(office, key, 3, "认定投资额减少")
    again = claim(office, project, Stage.SIGNED, on=now, today=now)
    with reading(office) as connection:
        lines = {line.claim_id: line for line in worklist(connection, now)}
    assert (lines[key].amount, lines[again].amount) == (5 * WAN, 39_000_00)
    assert [(part.referrer, part.amount) for part in lines[again].parts] == [("石小海", 39_000_00)]
    assert [(line.name, line.over) for line in ask(office, now).referrers] == [("王大山", 5_500_00), ("石小海", 0)]


def test_the_condition_and_the_last_day_of_the_clause_are_honoured(office: Office, project: int) -> None:
    register_referrer(office, project, "王大山", on=SIGNED, today=SIGNED)
    measures = shipped()[0]
    bonus = measures.bonus
    assert bonus is not None
    rule = bonus[0].rule
    assert rule is not None

    def under(**change: object) -> str:
        clauses = tuple(
            replace(one, rule=replace(rule, **change)) if one is bonus[0] else one for one in measures.clauses
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("app.services.policy.bonuses.versions", lambda _: (replace(measures, clauses=clauses),))
            try:
                return f"应付{ask(office).ledger.due}"
            except Refused as error:
                return error.message

    paper = read_condition({"fact": "产业", "is": "造纸"})
    assert f"{bonus[0].number}的引荐奖金：产业要求为造纸，实际未登记" in under(when=paper)
    assert "有效期到2026-06-09为止，2026-06-10已经失效" in under(valid_to=SIGNED - dt.timedelta(days=1))
    assert "自2026-06-11起有效" in under(valid_from=SIGNED + dt.timedelta(days=1))
    assert under(valid_to=SIGNED, when=read_condition({"fact": "认定投资额", "at_least": "1亿元"})) == "应付10000000"


@pytest.mark.parametrize("step", ["register", "claim", "check", "approve", "pay", "waive"])
def test_a_day_that_has_not_come_is_refused_at_every_step(office: Office, project: int, step: str) -> None:
    one, _ = two(office, project)
    key = approved(office, project) if step in ("approve", "pay") else 0
    today, later = dt.date(2026, 9, 8), dt.date(2026, 9, 9)
    if step == "check":
        key = claim(office, project, Stage.SIGNED, on=LATER, today=today)
    acts = {
        "register": lambda: register_referrer(office, project, "孙六", on=later, today=today),
        "claim": lambda: claim(office, project, Stage.SIGNED, on=later, today=today),
        "check": lambda: check(office, key, 1, by="李审核", on=later, notice_from=later, today=today),
        "approve": lambda: approve(office, key, 3, by="赵批准", on=later, today=today),
        "pay": lambda: pay(office, key, one, on=later, today=today),
        "waive": lambda: waive_identity(office, one, by="甲", second="乙", reason="无", day=later, today=today),
    }
    with pytest.raises(Refused, match="日期2026-09-09晚于今天（2026-09-08）"):
        acts[step]()


def test_the_steps_keep_their_order_in_time(office: Office, project: int) -> None:
    two(office, project)
    key = claim(office, project, Stage.SIGNED, on=LATER, today=LATER)
    eve = LATER - dt.timedelta(days=1)
    with pytest.raises(Refused, match="不能早于申请"):
        check(office, key, 1, by="李审核", on=eve, notice_from=eve, today=LATER)
    with pytest.raises(Refused, match="公示不能早于审核"):
        check(office, key, 1, by="李审核", on=LATER, notice_from=eve, today=LATER)


def test_an_enterprise_does_not_share_and_does_not_block_where_the_measures_reward_persons(
    office: Office, project: int
) -> None:
    with office.change("企业") as change:
        change.session.add(Enterprise(name="利白日化有限公司", is_local=True))
    set_referrals(office, project, ["利白日化有限公司"])
    with reading(office) as connection:
        assert worklist(connection, LATER) == []
        assert year_budget(connection, 2026, LATER).blocked == 0
    register_referrer(office, project, "利白日化有限公司", on=SIGNED, today=SIGNED)
    register_referrer(office, project, "王大山", on=SIGNED, today=SIGNED)
    with reading(office) as connection:
        assert connection.execute("SELECT name FROM person").fetchall() == [("王大山",)]
        assert connection.execute(
            "SELECT registered_on FROM referral WHERE enterprise_id IS NOT NULL AND void_reason IS NULL"
        ).fetchall() == [(SIGNED.isoformat(),)]
    found = ask(office)
    assert [(one.name, one.share) for one in found.referrers] == [("王大山", 10_000)]
    assert found.aside == ("利白日化有限公司",)
    assert found.notes == ("利白日化有限公司不参加奖金分配：本办法的奖金只奖励个人",)
    claim(office, project, Stage.SIGNED, on=LATER, today=LATER)
    with pytest.raises(Refused, match="没有个人身份"):
        register_referrer(office, project, "利白日化有限公司", on=SIGNED, today=SIGNED, identity="企业人员")


def test_where_the_measures_reward_enterprises_too_they_share(
    office: Office, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    measures = shipped()[0]
    bonus = measures.bonus
    assert bonus is not None
    assert bonus[0].rule is not None
    wider = replace(bonus[0].rule, bonus=bonus[1].model_copy(update={"payees": ("个人", "企业")}))
    clauses = tuple(replace(one, rule=wider) if one is bonus[0] else one for one in measures.clauses)
    monkeypatch.setattr("app.services.policy.bonuses.versions", lambda _: (replace(measures, clauses=clauses),))
    firm = register_referrer(office, project, "利白日化有限公司", on=SIGNED, today=SIGNED)
    person = register_referrer(office, project, "王大山", on=SIGNED, today=SIGNED)
    agree_shares(office, project, [(firm, 4000), (person, 6000)], paper="协议")
    assert [(one.name, one.share) for one in ask(office).referrers] == [("利白日化有限公司", 4000), ("王大山", 6000)]


def test_what_is_held_up_is_told_apart_from_what_is_due(office: Office, project: int) -> None:
    register_referrer(office, project, "晚来人", on=LATER, today=LATER)
    with reading(office) as connection:
        found = year_budget(connection, 2026, LATER)
        detail = budget_detail(connection, 2026, LATER)
    assert (found.due, found.blocked, found.forecast, found.short) == (0, 10 * WAN, 0, 0)
    assert found.to_json()["blocked_fen"] == 10 * WAN
    assert sum(line.due + line.forecast for line in detail.stages) == 0


def test_a_referrer_who_was_paid_is_not_taken_off_the_project(office: Office, project: int) -> None:
    one, _ = two(office, project)
    key = approved(office, project)
    day = dt.date(2026, 9, 9)
    pay(office, key, one, on=day, today=day)
    with pytest.raises(Refused, match="“王大山”已领过这个项目的引荐奖金5万元（2026-09-09支付），不能去掉"):
        set_referrals(office, project, ["石小海"])
    assert [line.name for line in ask(office, day).referrers] == ["王大山", "石小海"]
    set_referrals(office, project, ["王大山", "石小海", "郭晓峰"])
    set_referrals(office, project, ["王大山", "石小海"])


def test_an_approved_claim_that_is_due_no_longer_is_not_payable_on_the_payment_list(
    office: Office, project: int, tmp_path: Path
) -> None:
    one, _ = two(office, project)
    key = approved(office, project)
    now = dt.date(2026, 9, 9)
    pay(office, key, one, on=now, today=now)
    with reading(office) as connection:
        assert [(line.amount, line.state) for line in payment_list(connection, now)] == [
            (5 * WAN, "2026-09-09"),
            (5 * WAN, "待付"),
        ]
    recognise(office, project, Stage.SIGNED, 20_000, now)
    with reading(office) as connection:
        found = payment_list(connection, now)
        waiting = payment_list(connection, now, unpaid_only=True)
        paper = payments_paper(connection, found, today=now)
        with pytest.raises(Refused, match="已批准的1笔引荐奖金都不能按原批准支付"):
            payments_paper(connection, waiting, today=now)
    assert [(line.amount, line.state) for line in found] == [(5 * WAN, "2026-09-09"), (0, "须重新申请")]
    assert waiting == found[1:]
    assert "应付合计50,000.00元" in paper.text
    assert "另有1笔因认定投资额变化或者项目终止，不能按原批准支付，未列入" in paper.text
    write_payments(tmp_path / "清单.xlsx", found, "支付清单", units=())
    rows = [[cell.value for cell in row] for row in load_workbook(tmp_path / "清单.xlsx").worksheets[0].rows]
    assert [(row[5], row[8]) for row in rows[-3:-1]] == [(50_000, "2026-09-09"), (0, "须重新申请")]
    assert rows[-1][5] == 50_000
    add_stage(office, project, Stage.TERMINATED, now, evidence="投资方退出")
    with reading(office) as connection:
        assert [line.state for line in payment_list(connection, now, unpaid_only=True)] == ["已停止"]
