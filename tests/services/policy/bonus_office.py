"""What tests of the bonus do again and again: two referrers, a claim on its way, a stage verified anew."""

from __future__ import annotations

import datetime as dt

from app.models.office import Office
from app.rules.money import WAN
from app.rules.stages import Stage
from app.services.dossiers.dossier_stages import void_stage
from app.services.dossiers.keeping import add_stage, verify_stage
from app.services.policy.bonus_claims import agree_shares, approve, check, claim, pay, register_referrer
from app.services.policy.bonus_lists import payments
from app.services.policy.bonuses import Bonus, bonus_of
from app.services.policy.subjects import find_project
from tests.support import reading

SIGNED, LATER = dt.date(2026, 6, 10), dt.date(2026, 9, 1)


def ask(office: Office, on: dt.date = LATER) -> Bonus:
    with reading(office) as connection:
        return bonus_of(connection, find_project(connection, "日化项目"), on)


def two(office: Office, project: int) -> tuple[int, int]:
    """Register two referrers who agreed on halves."""
    one, other = (register_referrer(office, project, name, on=SIGNED, today=SIGNED) for name in ("王大山", "石小海"))
    agree_shares(office, project, [(one, 5000), (other, 5000)], paper="分配协议")
    return one, other


def approved(office: Office, project: int, stage: Stage = Stage.SIGNED) -> int:
    key = claim(office, project, stage, on=LATER, today=LATER)
    check(office, key, 1, by="李审核", on=LATER, today=LATER, notice_from=LATER)
    approve(office, key, 2, by="赵批准", on=dt.date(2026, 9, 8), today=dt.date(2026, 9, 8))
    return key


def recognise(office: Office, project: int, stage: Stage, wan: int, on: dt.date) -> None:
    """Verify a stage at an investment in 万元: a new one, or one whose verification is made anew."""
    with reading(office) as connection:
        before = connection.execute(
            "SELECT id, version FROM stage_event WHERE project_id = ? AND stage = ? AND void_reason IS NULL",
            (project, int(stage)),
        ).fetchone()
    if before:
        key, version = before
        void_stage(office, key, version, "重新认定")
    event = add_stage(office, project, stage, SIGNED if stage is Stage.SIGNED else on)
    verify_stage(office, event, 1, by="李主任", on=on, evidence="认定书", amount_fen=wan * WAN)


def paid_out(office: Office, project: int, stage: Stage, on: dt.date) -> int:
    """Claim, check, approve and pay all of a stage; return the claim's id."""
    key = claim(office, project, stage, on=on, today=on)
    check(office, key, 1, by="李审核", on=on, notice_from=on, today=on)
    last = on + dt.timedelta(days=7)
    approve(office, key, 2, by="赵批准", on=last, today=last)
    with reading(office) as connection:
        waiting = [one.referral_id for one in payments(connection, unpaid_only=True) if one.claim_id == key]
    for one in waiting:
        pay(office, key, one, on=last, today=last)
    return key
