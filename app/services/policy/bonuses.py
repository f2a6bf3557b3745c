"""引荐奖金 of a project (domain.md §6): its ledger from verified stages, who shares in it, what hinders it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.rules.bonus import (
    ENTERPRISE,
    PERSON,
    WHOLE,
    BonusRule,
    Ledger,
    VerifiedStage,
    identity_fault,
    ledger,
    registration_fault,
)
from app.rules.errors import Refused
from app.rules.identity import masked
from app.rules.money import Fen, in_words, share_out
from app.rules.policy.conditions import All, State, evaluate, weighed
from app.rules.policy.document import Clause, in_force
from app.rules.stages import Stage
from app.services.policy.policies import versions
from app.services.policy.policy_facts import facts_of
from app.services.policy.subjects import Subject


@dataclass(frozen=True)
class Referrer:
    """One who brought the project: the share agreed (in 1/10,000), when registered, what is due and paid to them.

    `agreed` is False where no shares are on record and equal ones are only supposed. `hindrances` say why nothing
    is paid out yet; `excluded` where the measures exclude the identity, `late` where the registration came too late:
    neither can be mended. `over` is what was paid to them beyond what is due, to be got back. `id_masked` is the
    identity number with its middle hidden, `paper` what the registration rests on, `waived` who let a doubtful
    identity pass and why.
    """

    referral_id: int
    name: str
    identity: str
    share: int
    agreed: bool
    registered_on: dt.date | None
    due: Fen
    paid: Fen
    hindrances: tuple[str, ...]
    excluded: bool
    id_masked: str = ""
    paper: str = ""
    waived: str = ""
    late: bool = False

    @property
    def over(self) -> Fen:
        """What was paid beyond what is due."""
        return max(0, self.paid - self.due)

    @property
    def percent(self) -> float:
        """The share in percent."""
        return self.share / 100


@dataclass(frozen=True)
class Bonus:
    """The bonus of a project as of a day; `clause` and `version` are what it rests on, `hindrances` hold it up.

    `aside` names those who brought the project and do not share in its bonus, since the measures reward others.
    """

    subject: Subject
    on: dt.date
    version: str
    clause: Clause
    rule: BonusRule
    ledger: Ledger
    referrers: tuple[Referrer, ...]
    signed_on: dt.date | None
    terminated_on: dt.date | None
    hindrances: tuple[str, ...]
    aside: tuple[str, ...] = ()

    @property
    def why_held(self) -> tuple[str, ...]:
        """All that holds the payment up: of the project, and of each referrer with their name."""
        return (*self.hindrances, *(f"{one.name}：{text}" for one in self.referrers for text in one.hindrances))

    @property
    def barred(self) -> bool:
        """Tell whether something holds it up that cannot be mended."""
        return any(one.late or one.excluded for one in self.referrers)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said beside: who brought the project and has no share, what is to be recovered."""
        said = []
        if self.aside:
            payees = "、".join(self.rule.payees)
            said.append(f"{'、'.join(self.aside)}不参加奖金分配：本办法的奖金只奖励{payees}")
        if over := self.recover:
            said.append(f"已付奖金超出现在应付的，多付{in_words(over)}应追回")
        return tuple(said)

    @property
    def recover(self) -> Fen:
        """What was paid to referrers beyond what is due to them, to be got back."""
        return sum(one.over for one in self.referrers)

    @property
    def working(self) -> str:
        """How the total comes about."""
        return self.rule.working(self.ledger.recognised)

    def to_json(self) -> dict[str, object]:
        """Return the bonus as the command line prints it for programs."""
        return {
            "project": self.subject.code,
            "name": self.subject.name,
            "version": self.version,
            "clause": self.clause.number,
            "recognised_fen": self.ledger.recognised,
            "total_fen": self.ledger.total,
            "due_fen": self.ledger.entitled,
            "working": self.working,
            "stages": [
                {
                    "stage": part.stage.label,
                    "percent": part.percent,
                    "verified_on": part.verified_on.isoformat() if part.verified_on else None,
                    "due_fen": part.due,
                    "claimed_fen": part.claimed,
                    "open_fen": part.open,
                    "paid_fen": part.paid,
                }
                for part in self.ledger.parts
            ],
            "shares": [
                {
                    "referrer": one.name,
                    "percent": one.percent,
                    "agreed": one.agreed,
                    "registered_on": one.registered_on.isoformat() if one.registered_on else None,
                    "due_fen": one.due,
                    "paid_fen": one.paid,
                    "over_fen": one.over,
                    "hindrances": list(one.hindrances),
                }
                for one in self.referrers
            ],
            "hindrances": list(self.hindrances),
            "notes": list(self.notes),
            "over_fen": self.ledger.over,
            "recover_fen": self.recover,
        }


@dataclass(frozen=True)
class _Head:
    """What the records say of a project's stages."""

    verified: tuple[VerifiedStage, ...]
    signed_on: dt.date | None
    terminated_on: dt.date | None


def bonus_of(connection: sqlite3.Connection, subject: Subject, on: dt.date) -> Bonus:
    """Return the bonus of a project as of a day, by the measures in force on the day of its signing.

    Raises `Refused` for a project that is not signed or was signed before any measures on the bonus held, after the
    clause's last day, or that its condition (`when`) leaves out; where something was claimed already, a condition that
    fails makes nothing due.
    """
    head = _head(connection, subject.id, on)
    day = head.signed_on or on
    found = in_force(versions(connection), day)
    if found is None or found.bonus is None:
        raise Refused(f"{subject.name}{f'签约时（{day}）' if head.signed_on else f'按{day}'}的办法没有引荐奖金。")
    clause, rule = found.bonus
    if why := _not_valid(clause, day):
        raise Refused(
            f"{subject.name}没有引荐奖金：{found.version}版{clause.number}{why}（按签约之日，未签约的按所看日期）。"
        )
    claimed, paid = _claimed(connection, subject.id, on)
    left_out = _left_out(connection, clause, subject.id, on)
    if left_out and not claimed:
        raise Refused(f"{subject.name}不适用{found.version}版{clause.number}的引荐奖金：{left_out}。")
    book = ledger(rule, head.verified, claimed, paid, void=head.terminated_on is not None or bool(left_out))
    referrers, aside = _referrers(connection, subject.id, rule, head.signed_on, book, on)
    hindrances = []
    if left_out:
        hindrances.append(f"不适用{clause.number}：{left_out}")
    if head.terminated_on:
        hindrances.append(f"项目已于{head.terminated_on}终止，停止兑现")
    if not referrers:
        hindrances.append("没有登记引荐人")
    elif not all(one.agreed for one in referrers):
        hindrances.append("引荐人之间的分配比例尚未商定")
    return Bonus(
        subject,
        on,
        found.version,
        clause,
        rule,
        book,
        referrers,
        head.signed_on,
        head.terminated_on,
        tuple(hindrances),
        aside,
    )


def sharing_in(connection: sqlite3.Connection, project_id: int) -> set[int]:
    """Return the ids of the referrals of a project that share in its bonus: those whom the measures reward.

    The measures are those of the day of signing; before it, the newest.
    """
    (signed,) = connection.execute("SELECT signed_day FROM project WHERE id = ?", (project_id,)).fetchone()
    known = versions(connection)
    found = in_force(known, dt.date.fromisoformat(signed)) if signed else max(known, key=lambda one: one.valid_from)
    payees = found.bonus[1].payees if found and found.bonus else (PERSON,)
    return {
        key
        for key, person in connection.execute(
            "SELECT id, person_id FROM referral WHERE project_id = ? AND void_reason IS NULL", (project_id,)
        )
        if (ENTERPRISE if person is None else PERSON) in payees
    }


def _not_valid(clause: Clause, day: dt.date) -> str:
    """Say why a clause does not hold on a day; empty where it does."""
    rule = clause.rule
    if rule is None or rule.holds_on(day):
        return ""
    if rule.valid_from is not None and day < rule.valid_from:
        return f"自{rule.valid_from}起有效，{day}还没有生效"
    return f"有效期到{rule.valid_to}为止，{day}已经失效"


def _left_out(connection: sqlite3.Connection, clause: Clause, project: int, on: dt.date) -> str:
    """Say which conditions of a clause a project does not meet on a day; empty where it meets them."""
    if clause.rule is None or clause.rule.when == All(()):
        return ""
    known = facts_of(connection, (project,), on).get(project, {})
    if evaluate(clause.rule.when, known) is State.YES:
        return ""
    failed = [one for one in weighed(clause.rule.when, known) if one.state is not State.YES]
    return "；".join(f"{one.fact}要求{one.required}，实际{one.actual}" for one in failed)


def _head(connection: sqlite3.Connection, project: int, on: dt.date) -> _Head:
    """Read the verified stages with the investment recognised by then: the last amount stated, else the declared."""
    day = on.isoformat()
    (declared,) = connection.execute("SELECT investment_fen FROM project WHERE id = ?", (project,)).fetchone()
    recognised = declared or 0
    verified: list[VerifiedStage] = []
    signed = terminated = None
    for number, when, verified_on, amount in connection.execute(
        "SELECT stage, day, verified_on, amount_fen FROM stage_event WHERE project_id = ? AND is_main = 1"
        " AND void_reason IS NULL AND day <= ? ORDER BY stage",
        (project, day),
    ):
        stage = Stage(number)
        if stage is Stage.TERMINATED:
            terminated = dt.date.fromisoformat(when)
        if stage is Stage.SIGNED:
            signed = dt.date.fromisoformat(when)
        if stage is Stage.TERMINATED or verified_on is None or verified_on > day:
            continue
        recognised = amount or recognised
        verified.append(VerifiedStage(stage, dt.date.fromisoformat(verified_on), recognised))
    return _Head(tuple(verified), signed, terminated)


def _claimed(connection: sqlite3.Connection, project: int, on: dt.date) -> tuple[dict[Stage, Fen], dict[Stage, Fen]]:
    """Return what was claimed per stage by a day, and what was paid of it."""
    claimed: dict[Stage, Fen] = {}
    paid: dict[Stage, Fen] = {}
    for number, amount, got in connection.execute(
        "SELECT c.stage, sum(c.amount_fen), sum((SELECT coalesce(sum(p.amount_fen), 0) FROM bonus_part p"
        " WHERE p.claim_id = c.id AND p.void_reason IS NULL AND p.paid_on <= :on)) FROM bonus_claim c"
        " WHERE c.project_id = :project AND c.void_reason IS NULL AND c.claimed_on <= :on GROUP BY c.stage",
        {"project": project, "on": on.isoformat()},
    ):
        claimed[Stage(number)], paid[Stage(number)] = amount, got
    return claimed, paid


def _referrers(
    connection: sqlite3.Connection, project: int, rule: BonusRule, signed: dt.date | None, book: Ledger, on: dt.date
) -> tuple[tuple[Referrer, ...], tuple[str, ...]]:
    """Return those who share in the bonus, and the names of those who brought the project and do not."""
    every = connection.execute(
        "SELECT r.id, coalesce(w.name, e.name), coalesce(w.identity, ''), r.share_bp, r.registered_on,"
        " (SELECT coalesce(sum(p.amount_fen), 0) FROM bonus_part p JOIN bonus_claim c ON c.id = p.claim_id"
        "  WHERE p.referral_id = r.id AND p.void_reason IS NULL AND c.void_reason IS NULL AND p.paid_on <= ?),"
        " (SELECT v.by || '、' || v.second || '：' || v.reason FROM bonus_waiver v"
        "  WHERE v.referral_id = r.id AND v.void_reason IS NULL), coalesce(w.id_number, ''), r.paper,"
        " CASE WHEN r.person_id IS NULL THEN ? ELSE ? END"
        " FROM referral r LEFT JOIN person w ON w.id = r.person_id LEFT JOIN enterprise e ON e.id = r.enterprise_id"
        " WHERE r.project_id = ? AND r.void_reason IS NULL ORDER BY r.id",
        (on.isoformat(), ENTERPRISE, PERSON, project),
    ).fetchall()
    rows = [row for row in every if row[-1] in rule.payees]
    aside = tuple(row[1] for row in every if row[-1] not in rule.payees)
    shares, agreed = _shares([row[3] for row in rows])
    dues = share_out(book.entitled, shares) if rows else []
    found = []
    for (key, name, identity, _, registered, paid, waived, number, paper, _), share, due in zip(
        rows, shares, dues, strict=True
    ):
        day = dt.date.fromisoformat(registered) if registered else None
        words, excluded = identity_fault(rule, identity)
        late = registration_fault(rule, day, signed)
        faults = [fault for fault in (late, "" if waived else words) if fault]
        referrer = Referrer(key, name, identity, share, agreed, day, due, paid, tuple(faults), excluded)
        found.append(
            replace(referrer, id_masked=masked(number), paper=paper, waived=waived or "", late=bool(day and late))
        )
    return tuple(found), aside


def _shares(recorded: Sequence[int | None]) -> tuple[list[int], bool]:
    """Return the agreed shares; a single referrer has the whole, several without shares are supposed to be equal."""
    if len(recorded) == 1 and recorded[0] in (None, WHOLE):
        return [WHOLE], True
    known = [share for share in recorded if share is not None]
    if len(known) == len(recorded) and sum(known) == WHOLE:
        return known, True
    return share_out(WHOLE, [1] * len(recorded)) if recorded else [], False
