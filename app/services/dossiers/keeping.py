"""Keeping dossiers: adding, editing and voiding a project and what hangs on it; each act one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.money import in_words
from app.rules.names import is_organisation
from app.rules.reading import Unreadable
from app.rules.uscc import read_uscc
from app.services.dossiers.dossier_stages import add_stage, edit_stage, verify_stage, void_stage
from app.services.dossiers.records import (
    enterprise_for,
    found_by,
    next_code,
    person_for,
    refresh_search,
    refuse_terminated,
    valid,
    voiding_reason,
)

if TYPE_CHECKING:
    from app.models.change import Change
    from app.models.tables import Credit, Project, Referral

__all__ = [
    "ProjectDraft",
    "add_funds",
    "add_project",
    "add_stage",
    "edit_project",
    "edit_stage",
    "set_credit",
    "set_referrals",
    "verify_stage",
    "void_funds",
    "void_project",
    "void_stage",
]

FULL_SHARE = 10_000
"""All of one group's credit for a project, in 1/10,000."""


@dataclass(frozen=True)
class ProjectDraft:
    """What a form says of a project. Amounts in 分; an empty `uscc` is not known yet."""

    name: str
    enterprise: str
    uscc: str = ""
    industry_id: int | None = None
    county_id: int | None = None
    kind: str = "新签"
    investment_fen: int | None = None
    contracted_fen: int | None = None
    fixed_fen: int | None = None
    filed_fen: int | None = None
    content: str = ""
    note: str = ""


def add_project(office: Office, draft: ProjectDraft, *, today: dt.date) -> int:
    """Add a project as a lead and return its id.

    Raises `Refused` where the draft is incomplete, its code (USCC) is wrong, or the project is there already.
    """
    from app.models.tables import Credit, Project

    with office.change(f"新增项目：{draft.name.strip()}") as change:
        draft = _checked(draft)
        enterprise = enterprise_for(change.session, draft.enterprise, draft.uscc)
        _refuse_twin(change, draft.name, enterprise.id, None)
        project = Project(code=next_code(change.session, today.year), enterprise_id=enterprise.id)
        _fill(project, draft)
        change.session.add(project)
        project.search_key = found_by(project, enterprise)
        change.session.flush()
        if draft.county_id is not None:
            change.session.add(Credit(project_id=project.id, unit_id=draft.county_id, share_bp=FULL_SHARE))
        return project.id


def edit_project(office: Office, project_id: int, version: int, draft: ProjectDraft) -> None:
    """Save a form over a project that was read at `version`; raises `Conflict` where it has moved on since."""
    from app.models.tables import Credit, Project

    with office.change(f"修改项目：{draft.name.strip()}") as change:
        draft = _checked(draft)
        project = change.get(Project, project_id, version)
        refuse_terminated(project)
        enterprise = enterprise_for(change.session, draft.enterprise, draft.uscc, keep=project.enterprise_id)
        _refuse_twin(change, draft.name, enterprise.id, project_id)
        moved_from = project.county_id if project.county_id != draft.county_id else None
        project.enterprise_id = enterprise.id
        _fill(project, draft)
        if moved_from is not None:
            for credit in valid(change.session, Credit, project_id=project_id, unit_id=moved_from):
                if draft.county_id is None:
                    credit.void_reason = "项目不再落在该县区"
                else:
                    credit.unit_id = draft.county_id
        elif draft.county_id is not None and not valid(
            change.session, Credit, project_id=project_id, unit_id=draft.county_id
        ):
            change.session.add(Credit(project_id=project_id, unit_id=draft.county_id, share_bp=FULL_SHARE))
        refresh_search(change.session, project)


def void_project(office: Office, project_id: int, version: int, reason: str) -> None:
    """Void a project that should never have been entered; it stays in the history with the reason."""
    from app.models.tables import Project

    with office.change("作废项目", reason=reason) as change:
        project = change.get(Project, project_id, version)
        project.void_reason = voiding_reason(reason)


def add_funds(
    office: Office, project_id: int, day: dt.date, amount_fen: int, *, origin: str = "", voucher: str = ""
) -> int:
    """Record money that arrived and return the line's id; a correction is a negative amount with its voucher."""
    from app.models.tables import FundsArrival, Project

    with office.change("登记到位资金") as change:
        refuse_terminated(change.get(Project, project_id))
        if amount_fen == 0:
            raise Refused("到位资金不能是 0。")
        if amount_fen < 0 and not voucher.strip():
            raise Refused("冲减到位资金（负数）要在凭证一栏写明依据。")
        total = sum(line.amount_fen for line in valid(change.session, FundsArrival, project_id=project_id))
        if total + amount_fen < 0:
            raise Refused("冲减后累计到位资金会小于 0，请核对金额。")
        line = FundsArrival(
            project_id=project_id, day=day, amount_fen=amount_fen, origin=origin.strip(), voucher=voucher.strip()
        )
        change.session.add(line)
        change.session.flush()
        return line.id


def void_funds(office: Office, funds_id: int, version: int, reason: str) -> None:
    """Void a wrong arrival with its reason."""
    from app.models.tables import FundsArrival

    with office.change("作废到位资金", reason=reason) as change:
        change.get(FundsArrival, funds_id, version).void_reason = voiding_reason(reason)


def set_credit(
    office: Office,
    project_id: int,
    group_key: str,
    shares: Sequence[tuple[int, int]],
    *,
    paper: str = "",
    from_day: dt.date | None = None,
) -> None:
    """Set which units of one group brought the project, as (unit id, share in 1/10,000).

    Without `from_day` it is a correction, for all days; with it the project passes on that day, and what was done
    before stays with those who had it. The shares add up to 10,000, or there are none (§1); raises `Refused` otherwise,
    and for a day that is not after the last hand-over.
    """
    from app.models.tables import Credit, Project, Unit

    with office.change("修改招商责任", reason=paper) as change:
        change.get(Project, project_id)
        if len({unit for unit, _ in shares}) != len(shares):
            raise Refused("同一个责任主体只能出现一次。")
        if any(share <= 0 for _, share in shares):
            raise Refused("每个责任主体的份额都要大于 0。")
        if shares and sum(share for _, share in shares) != FULL_SHARE:
            total = sum(share for _, share in shares) / 100
            raise Refused(f"同一组的份额相加应为 100%，现在是 {total:g}%。")
        for unit, _ in shares:
            if change.get(Unit, unit).group_key != group_key:
                raise Refused("责任主体不属于这一组。")
        wanted = dict(shares)
        known = [
            credit
            for credit in valid(change.session, Credit, project_id=project_id, indicator="")
            if change.get(Unit, credit.unit_id).group_key == group_key
        ]
        if from_day is not None and known:
            _hand_over(known, from_day)
            known = []
        for credit in known:
            share = wanted.pop(credit.unit_id, None)
            if share is None:
                credit.void_reason = "重新划分招商责任"
                continue
            credit.from_day = credit.to_day = None
            if share != credit.share_bp:
                credit.share_bp, credit.paper = share, paper.strip()
        for unit, share in wanted.items():
            row = Credit(project_id=project_id, unit_id=unit, share_bp=share, paper=paper.strip(), from_day=from_day)
            change.session.add(row)


def _hand_over(known: Sequence[Credit], from_day: dt.date) -> None:
    """End the shares that hold the day before a project passes to others."""
    for credit in known:
        if credit.from_day is not None and credit.from_day >= from_day:
            raise Refused(f"这一组的责任从 {credit.from_day} 起已经变过，再变的日期要在那以后；改错的不写日期。")
        if credit.to_day is None:
            credit.to_day = from_day - dt.timedelta(days=1)


def set_referrals(office: Office, project_id: int, names: Sequence[str]) -> None:
    """Set who brought the project (引荐人): persons or enterprises by name, told apart by the name itself.

    Raises `Refused` where one who was paid a bonus for it already would be taken off.
    """
    from app.models.tables import Project, Referral

    with office.change("修改引荐人") as change:
        change.get(Project, project_id)
        wanted: dict[tuple[str, int], None] = {}
        for name in filter(None, (name.strip() for name in names)):
            if is_organisation(name):
                wanted["enterprise_id", enterprise_for(change.session, name, "").id] = None
            else:
                wanted["person_id", person_for(change.session, name).id] = None
        for line in valid(change.session, Referral, project_id=project_id):
            key = ("person_id", line.person_id or 0) if line.person_id else ("enterprise_id", line.enterprise_id or 0)
            if key in wanted:
                del wanted[key]
            else:
                _refuse_paid(change, line)
                line.void_reason = "修改引荐人"
        for column, target in wanted:
            change.session.add(Referral(project_id=project_id, **{column: target}))


def _refuse_paid(change: Change, referral: Referral) -> None:
    """Refuse to take off a referrer to whom a bonus was paid: what was paid must stay theirs, to be got back."""
    from app.models.tables import BonusPart, Enterprise, Person

    paid = [part for part in valid(change.session, BonusPart, referral_id=referral.id) if part.paid_on is not None]
    if not paid:
        return
    table, key = (Person, referral.person_id) if referral.person_id else (Enterprise, referral.enterprise_id)
    name = change.get(table, key or 0).name
    last = max(part.paid_on for part in paid if part.paid_on is not None)
    raise Refused(
        f"引荐人“{name}”已领过这个项目的引荐奖金{in_words(sum(part.amount_fen for part in paid))}（{last}支付），"
        "不能去掉。请保留，多付的按追回清单办理。"
    )


def _checked(draft: ProjectDraft) -> ProjectDraft:
    """Return the draft tidied, or raise `Refused` naming the field."""
    if not draft.name.strip():
        raise Refused("请填写项目名称。")
    if not draft.enterprise.strip():
        raise Refused("请填写企业名称。")
    try:
        uscc = read_uscc(draft.uscc)
    except Unreadable as error:
        raise Refused(f"统一社会信用代码不对：{error}。") from error
    for label, amount in (
        ("总投资", draft.investment_fen),
        ("合同引资", draft.contracted_fen),
        ("固定资产投资", draft.fixed_fen),
        ("备案金额", draft.filed_fen),
    ):
        if amount is not None and amount <= 0:
            raise Refused(f"{label}要大于 0；还不知道就留空。")
    return ProjectDraft(
        **{
            **draft.__dict__,
            "name": draft.name.strip(),
            "enterprise": draft.enterprise.strip(),
            "uscc": uscc,
            "content": draft.content.strip(),
            "note": draft.note.strip(),
        }
    )


def _fill(project: Project, draft: ProjectDraft) -> None:
    for key, value in draft.__dict__.items():
        if key not in ("enterprise", "uscc"):
            setattr(project, key, value)


def _refuse_twin(change: Change, name: str, enterprise_id: int, own: int | None) -> None:
    from app.models.tables import Project

    for twin in valid(change.session, Project, name=name, enterprise_id=enterprise_id):
        if twin.id != own:
            raise Refused(f"这家企业的项目“{name}”已经在档案里了（编号 {twin.code}）。")
