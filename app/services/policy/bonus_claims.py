"""The way of a bonus: registration and shares, claim, check, notice, approval by another person, payment, receipt."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from app.models.office import Office
from app.rules.acts import refuse_ahead
from app.rules.bonus import WHOLE, Part, shares_of
from app.rules.errors import Refused
from app.rules.evidence import same_person
from app.rules.identity import read_id_number
from app.rules.money import Fen, in_words
from app.rules.names import is_organisation
from app.rules.reading import Unreadable
from app.rules.stages import Stage
from app.services.policy.bonuses import Bonus, bonus_of, sharing_in
from app.services.policy.subjects import Subject

if TYPE_CHECKING:
    from app.models.change import Change
    from app.models.tables import BonusClaim


def register_referrer(
    office: Office,
    project_id: int,
    name: str,
    *,
    on: dt.date,
    today: dt.date,
    identity: str = "",
    share_bp: int | None = None,
    id_number: str = "",
    paper: str = "",
) -> int:
    """Register who brought a project, on a day, with identity and agreed share; return the referral's id.

    The name of an enterprise is that enterprise, any other a person's. Who is on record already is brought
    up to date; the first day of registration stands. Raises `Refused` for a day after `today`, an identity number
    that cannot be one or is not that of the person of this name on record, or one given for an enterprise.
    """
    from app.models.tables import Enterprise, Project, Referral
    from app.services.dossiers.records import enterprise_for, refuse_terminated, valid

    refuse_ahead("登记", on, today)
    if not name.strip():
        raise Refused("登记引荐人要写姓名。")
    try:
        number = read_id_number(id_number)
    except Unreadable as error:
        raise Refused(f"{error.message}。") from error
    with office.change(f"登记引荐人{name.strip()}") as change:
        refuse_terminated(change.get(Project, project_id))
        on_record = valid(change.session, Enterprise, name=name.strip())
        if on_record or is_organisation(name):
            if number or identity.strip():
                raise Refused(f"“{name.strip()}”是企业，没有个人身份和身份证号。请去掉这两项，或改写引荐人的姓名。")
            enterprise = on_record[0] if on_record else enterprise_for(change.session, name.strip(), "")
            whose = {"enterprise_id": enterprise.id}
        else:
            whose = {"person_id": _person(change, name.strip(), identity.strip(), number)}
        known = valid(change.session, Referral, project_id=project_id, **whose)
        referral = known[0] if known else Referral(project_id=project_id, **whose)
        referral.registered_on = referral.registered_on or on
        referral.paper = paper.strip() or referral.paper
        referral.share_bp = share_bp if share_bp is not None else referral.share_bp
        change.session.add(referral)
        change.session.flush()
        return referral.id


def _person(change: Change, name: str, identity: str, number: str) -> int:
    """Return the id of the person of that name, brought up to date; refuse another person's identity number."""
    from app.services.dossiers.records import person_for

    person = person_for(change.session, name)
    if number and person.id_number not in ("", number):
        raise Refused(
            f"已登记的“{person.name}”是另一个身份证号。若是同名的另一人，请在姓名后加注区分，如“{person.name}（东湖）”。"
        )
    person.id_number = number or person.id_number
    person.identity = identity or person.identity
    return person.id


def agree_shares(office: Office, project_id: int, shares: Sequence[tuple[int, int]], *, paper: str) -> None:
    """Record the shares that the referrers agreed on, as (referral id, share in 1/10,000); they make up the whole.

    Raises `Refused` where a referrer is left out, the shares are no whole, or a claim was approved already.
    """
    from app.models.tables import BonusClaim, Referral
    from app.services.dossiers.records import valid

    if not paper.strip():
        raise Refused("分配比例要有依据，请写明分配协议的名称或文号。")
    if sum(share for _, share in shares) != WHOLE or any(share <= 0 for _, share in shares):
        raise Refused(f"各人比例须大于0、合计100%，现为{sum(share for _, share in shares) / 100:g}%。")
    with office.change("商定奖金分配", reason=paper.strip()) as change:
        if any(one.approved_on for one in valid(change.session, BonusClaim, project_id=project_id)):
            raise Refused("已有批准兑现的奖金，分配比例不能再改。")
        sharing = _sharing(office, project_id)
        known = {one.id: one for one in valid(change.session, Referral, project_id=project_id) if one.id in sharing}
        if set(known) != {key for key, _ in shares}:
            raise Refused("分配比例须写全本项目的每一位引荐人，也不能写别的项目的。")
        for key, share in shares:
            known[key].share_bp = share


def waive_identity(
    office: Office, referral_id: int, *, by: str, second: str, reason: str, day: dt.date, today: dt.date
) -> None:
    """Let a referrer of a doubtful identity be paid all the same: a second person's name and a reason are needed.

    An identity that the measures exclude cannot be waived.
    """
    from app.models.tables import BonusWaiver, Referral

    refuse_ahead("复核", day, today)
    if not by.strip() or not second.strip() or not reason.strip():
        raise Refused("身份需要核实的，须经办人、复核人两人具名并写明理由。")
    if same_person(by, second):
        raise Refused("经办人和复核人不能是同一个人。")
    with closing(office.read()) as connection:
        row = connection.execute("SELECT project_id FROM referral WHERE id = ?", (referral_id,)).fetchone()
        if row is None:
            raise Refused("没有这位引荐人。")
        bonus = bonus_of(connection, _subject(connection, row[0]), day)
    if any(one.excluded for one in bonus.referrers if one.referral_id == referral_id):
        raise Refused("这种身份为本办法所排除，不能以复核代替。")
    with office.change("复核引荐人身份", reason=reason) as change:
        change.get(Referral, referral_id)
        change.session.add(
            BonusWaiver(referral_id=referral_id, by=by.strip(), second=second.strip(), reason=reason.strip(), day=day)
        )


def claim(office: Office, project_id: int, stage: Stage, *, on: dt.date, today: dt.date) -> int:
    """Claim the part of a stage: what is due on that day and by today and not claimed yet; return the claim's id.

    A part that was claimed and has grown since is claimed once more: its supplement (补差). Raises `Refused` for a
    day after `today`, where the stage is not verified, nothing is due, shares are not agreed, somebody is not
    registered in time or of an identity to be checked, or all that is due was claimed.
    """
    from app.models.tables import BonusClaim, BonusPart

    refuse_ahead("申请", on, today)
    bonus = _bonus(office, project_id, on)
    part = _part_of(bonus, stage)
    if part is None:
        raise Refused(f"办法没有按{stage.label}兑现的奖金。")
    if part.verified_on is None:
        raise Refused(f"{stage.label}尚未认定，不能兑现奖金。请先认定，再申请。")
    if bonus.why_held:
        raise Refused(f"不能申请兑现：{'；'.join(bonus.why_held)}。")
    by_now = _part_of(_bonus(office, project_id, today), stage)
    amount = min(part.open, by_now.open if by_now else 0)
    if amount <= 0 and by_now and by_now.claimed:
        raise Refused(f"{stage.label}的奖金已经申请过了，没有要补的差额。")
    if amount <= 0:
        raise Refused(f"{stage.label}没有应付的奖金（此前已付足）。")
    with office.change(f"申请{stage.label}奖金{'补差' if part.claimed else ''}") as change:
        row = BonusClaim(
            project_id=project_id,
            stage=int(stage),
            claimed_on=on,
            amount_fen=amount,
            recognised_fen=bonus.ledger.recognised,
        )
        change.session.add(row)
        change.session.flush()
        before = _claimed(change, project_id, [one.referral_id for one in bonus.referrers])
        amounts = shares_of(amount, before, [one.share for one in bonus.referrers])
        change.session.add_all(
            BonusPart(claim_id=row.id, referral_id=one.referral_id, amount_fen=got)
            for one, got in zip(bonus.referrers, amounts, strict=True)
            if got
        )
        return row.id


def check(
    office: Office, claim_id: int, version: int, *, by: str, on: dt.date, notice_from: dt.date, today: dt.date
) -> dt.date:
    """Check a claim and put it on public notice (公示); return the notice's last day.

    The notice may begin later, not before the check; the check is not before the claim and not after `today`.
    """
    from app.models.tables import BonusClaim

    refuse_ahead("审核", on, today)
    if not by.strip():
        raise Refused("审核要写明审核人。")
    if notice_from < on:
        raise Refused(f"公示不能早于审核（{on}）开始，请改公示开始的日期。")
    with office.change("审核奖金", reason=by.strip()) as change:
        row = change.get(BonusClaim, claim_id, version)
        if row.checked_on is not None:
            raise Refused("这笔奖金已经审核过了。")
        if on < row.claimed_on:
            raise Refused(f"审核不能早于申请（{row.claimed_on}），请改审核日期。")
        _refuse_stale(office, row, today)
        rule = _bonus(office, row.project_id, today).rule
        last = notice_from + dt.timedelta(days=max(rule.notice_days, 1) - 1)
        row.checked_by, row.checked_on, row.notice_from, row.notice_to = by.strip(), on, notice_from, last
        return last


def approve(office: Office, claim_id: int, version: int, *, by: str, on: dt.date, today: dt.date) -> None:
    """Approve a claim after its notice; not by the one who checked it, not on a day after `today`.

    Raises `Refused` otherwise, and where less is due by `today` than was claimed.
    """
    from app.models.tables import BonusClaim

    refuse_ahead("批准", on, today)
    if not by.strip():
        raise Refused("批准要写明批准人。")
    with office.change("批准奖金", reason=by.strip()) as change:
        row = change.get(BonusClaim, claim_id, version)
        if row.checked_on is None or row.notice_to is None:
            raise Refused("奖金须先审核、公示，才能批准。")
        if row.approved_on is not None:
            raise Refused("这笔奖金已经批准过了。")
        if same_person(by, row.checked_by):
            raise Refused(f"批准人不能是审核人（{row.checked_by}）本人，请换一个人。")
        if on <= row.notice_to:
            raise Refused(f"公示到{row.notice_to}为止，期满以后才能批准。")
        _refuse_stale(office, row, today)
        row.approved_by, row.approved_on = by.strip(), on


def pay(
    office: Office,
    claim_id: int,
    referral_id: int,
    *,
    on: dt.date,
    today: dt.date,
    tax_fen: Fen = 0,
    receipt: str = "",
) -> Fen:
    """Record the payment to one referrer, with the tax withheld and the receipt; return what they got, in 分.

    Raises `Refused` before approval, for a day after `today`, for a payment made already, or where by `today` the
    project was terminated, the stage's verification taken back, or less is due than the claim has still unpaid.
    """
    from app.models.tables import BonusClaim, BonusPart, Project
    from app.services.dossiers.records import refuse_terminated, valid

    refuse_ahead("支付", on, today)
    with office.change("兑现奖金", reason=receipt.strip()) as change:
        row = change.get(BonusClaim, claim_id)
        if row.approved_on is None or on < row.approved_on:
            raise Refused("奖金还没有批准，不能支付。")
        refuse_terminated(change.get(Project, row.project_id))
        every = valid(change.session, BonusPart, claim_id=claim_id)
        mine = next((one for one in every if one.referral_id == referral_id), None)
        if mine is None:
            raise Refused("这笔奖金里没有这位引荐人。")
        if mine.paid_on is not None:
            raise Refused(f"已于{mine.paid_on}支付过了，不能重复支付。")
        part = _part_of(_bonus(office, row.project_id, today), Stage(row.stage))
        if part is None or part.verified_on is None:
            raise Refused("这一阶段的认定已经撤销，没有认定不能支付。重新认定后再支付，或作废这笔申请。")
        unpaid = sum(one.amount_fen for one in every if one.paid_on is None)
        if unpaid > part.payable:
            raise Refused(
                f"这笔奖金未付{in_words(unpaid)}，多于现在应付的{in_words(part.payable)}（认定投资额变了），不能支付。"
                "请作废未付的，再按现在应付的申请；已多付的见追回清单。"
            )
        if not 0 <= tax_fen <= mine.amount_fen:
            raise Refused("代扣的个人所得税不能多于奖金。")
        mine.paid_on, mine.tax_fen, mine.receipt = on, tax_fen, receipt.strip()
        return mine.amount_fen - tax_fen


def record_receipt(office: Office, claim_id: int, referral_id: int, receipt: str) -> None:
    """Record what a referrer signed for a payment that was made (签收); raise `Refused` before payment."""
    from app.models.tables import BonusPart
    from app.services.dossiers.records import valid

    if not receipt.strip():
        raise Refused("签收要写明收据或签收单的名称、编号。")
    with office.change("登记奖金签收", reason=receipt.strip()) as change:
        parts = valid(change.session, BonusPart, claim_id=claim_id, referral_id=referral_id)
        if not parts or parts[0].paid_on is None:
            raise Refused("这笔奖金还没有支付，不能签收。")
        parts[0].receipt = receipt.strip()


def void_claim(office: Office, claim_id: int, version: int, reason: str) -> None:
    """Void a claim, with its reason; what it claimed falls due again, as far as it is due.

    Where some were paid already, only what is unpaid is voided and the claim shrinks to what was paid. Raises
    `Refused` where all was paid.
    """
    from app.models.tables import BonusClaim, BonusPart
    from app.services.dossiers.records import valid, voiding_reason

    with office.change("作废奖金申请", reason=reason) as change:
        row = change.get(BonusClaim, claim_id, version)
        parts = valid(change.session, BonusPart, claim_id=claim_id)
        unpaid = [part for part in parts if part.paid_on is None]
        if parts and not unpaid:
            raise Refused("已经支付的奖金不能作废；项目不实的，请终止项目，按追回清单办理。")
        why = voiding_reason(reason)
        for part in unpaid:
            part.void_reason = why
        if len(unpaid) == len(parts):
            row.void_reason = why
        else:
            row.amount_fen = sum(part.amount_fen for part in parts if part.paid_on is not None)


def _claimed(change: Change, project_id: int, referrals: Sequence[int]) -> list[Fen]:
    """Return what each referrer got of the claims before, approved or not."""
    got = dict(
        change.connection.exec_driver_sql(
            "SELECT p.referral_id, sum(p.amount_fen) FROM bonus_part p JOIN bonus_claim c ON c.id = p.claim_id"
            " WHERE c.project_id = ? AND c.void_reason IS NULL AND p.void_reason IS NULL GROUP BY p.referral_id",
            (project_id,),
        ).fetchall()
    )
    return [got.get(one, 0) for one in referrals]


def _refuse_stale(office: Office, row: BonusClaim, today: dt.date) -> None:
    """Refuse a claim whose stage is verified no longer, or that is more than is due by today."""
    bonus = _bonus(office, row.project_id, today)
    part = _part_of(bonus, Stage(row.stage))
    if bonus.terminated_on or part is None or part.verified_on is None:
        raise Refused("项目已终止，或这一阶段的认定已经撤销，不能兑现。请作废这笔申请。")
    if row.amount_fen > part.payable:
        raise Refused(
            f"申请{in_words(row.amount_fen)}多于现在应付的{in_words(part.payable)}（认定投资额变了）。请作废后重新申请。"
        )


def _part_of(bonus: Bonus, stage: Stage) -> Part | None:
    return next((one for one in bonus.ledger.parts if one.stage is stage), None)


def _sharing(office: Office, project_id: int) -> set[int]:
    with closing(office.read()) as connection:
        return sharing_in(connection, project_id)


def _bonus(office: Office, project_id: int, on: dt.date) -> Bonus:
    with closing(office.read()) as connection:
        return bonus_of(connection, _subject(connection, project_id), on)


def _subject(connection: sqlite3.Connection, project_id: int) -> Subject:
    name, code = connection.execute("SELECT name, code FROM project WHERE id = ?", (project_id,)).fetchone()
    return Subject("project", project_id, name, code, (project_id,))
