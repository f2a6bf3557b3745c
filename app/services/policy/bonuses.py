"""引荐奖金 of a project (domain.md §6): its ledger from verified stages, who shares in it, what hinders it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.rules.bonus import (
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
from app.rules.money import Fen, share_out
from app.rules.policy.document import Clause, in_force
from app.rules.stages import Stage
from app.services.policy.policies import versions
from app.services.policy.subjects import Subject


@dataclass(frozen=True)
class Referrer:
    """One who brought the project: the share agreed (in 1/10,000), when registered, what is due and paid to them.

    `agreed` is False where no shares are on record and equal ones are only supposed. `hindrances` say why nothing
    is paid out yet; `excluded` where the measures exclude the identity. `id_masked` is the identity number with its
    middle hidden, `paper` what the registration rests on, `waived` who let a doubtful identity pass and why.
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

    @property
    def percent(self) -> float:
        """The share in percent."""
        return self.share / 100


@dataclass(frozen=True)
class Bonus:
    """The bonus of a project as of a day; `clause` and `version` are what it rests on, `hindrances` hold it up."""

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
            "working": self.working,
            "stages": [
                {
                    "stage": part.stage.label,
                    "percent": part.percent,
                    "verified_on": part.verified_on.isoformat() if part.verified_on else None,
                    "due_fen": part.due,
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
                    "hindrances": list(one.hindrances),
                }
                for one in self.referrers
            ],
            "hindrances": list(self.hindrances),
            "recover_fen": self.ledger.paid if self.terminated_on else 0,
        }


@dataclass(frozen=True)
class _Head:
    """What the records say of a project's stages."""

    verified: tuple[VerifiedStage, ...]
    signed_on: dt.date | None
    terminated_on: dt.date | None


def bonus_of(connection: sqlite3.Connection, subject: Subject, on: dt.date) -> Bonus:
    """Return the bonus of a project as of a day, by the measures in force on the day of its signing.

    Raises `Refused` for a project that is not signed or was signed before any measures on the bonus held.
    """
    head = _head(connection, subject.id, on)
    found = in_force(versions(connection), head.signed_on or on)
    if found is None or found.bonus is None:
        day = head.signed_on or on
        raise Refused(f"{subject.name}{'签约' if head.signed_on else '今天'}时（{day}）的办法没有引荐奖金。")
    clause, rule = found.bonus
    settled, paid = _settled(connection, subject.id, on)
    book = ledger(rule, head.verified, settled, paid, void=head.terminated_on is not None)
    referrers = _referrers(connection, subject.id, rule, head.signed_on, book, on)
    hindrances = []
    if head.terminated_on:
        hindrances.append(f"项目已于{head.terminated_on}终止，停止兑现")
    if not referrers:
        hindrances.append("没有登记引荐人")
    elif not all(one.agreed for one in referrers):
        hindrances.append("引荐人之间的分配比例尚未商定")
    return Bonus(
        subject, on, found.version, clause, rule, book, referrers, head.signed_on, head.terminated_on, tuple(hindrances)
    )


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


def _settled(connection: sqlite3.Connection, project: int, on: dt.date) -> tuple[dict[Stage, Fen], dict[Stage, Fen]]:
    """Return what was approved per stage by a day, and what was paid of it."""
    settled: dict[Stage, Fen] = {}
    paid: dict[Stage, Fen] = {}
    for stage, amount, got in connection.execute(
        "SELECT c.stage, c.amount_fen, (SELECT coalesce(sum(p.amount_fen), 0) FROM bonus_part p"
        " WHERE p.claim_id = c.id AND p.void_reason IS NULL AND p.paid_on <= :on) FROM bonus_claim c"
        " WHERE c.project_id = :project AND c.void_reason IS NULL AND c.approved_on <= :on",
        {"project": project, "on": on.isoformat()},
    ):
        settled[Stage(stage)], paid[Stage(stage)] = amount, got
    return settled, paid


def _referrers(
    connection: sqlite3.Connection, project: int, rule: BonusRule, signed: dt.date | None, book: Ledger, on: dt.date
) -> tuple[Referrer, ...]:
    rows = connection.execute(
        "SELECT r.id, coalesce(w.name, e.name), coalesce(w.identity, ''), r.share_bp, r.registered_on,"
        " (SELECT coalesce(sum(p.amount_fen), 0) FROM bonus_part p JOIN bonus_claim c ON c.id = p.claim_id"
        "  WHERE p.referral_id = r.id AND p.void_reason IS NULL AND c.void_reason IS NULL AND p.paid_on <= ?),"
        " (SELECT v.by || '、' || v.second || '：' || v.reason FROM bonus_waiver v"
        "  WHERE v.referral_id = r.id AND v.void_reason IS NULL), coalesce(w.id_number, ''), r.paper"
        " FROM referral r LEFT JOIN person w ON w.id = r.person_id LEFT JOIN enterprise e ON e.id = r.enterprise_id"
        " WHERE r.project_id = ? AND r.void_reason IS NULL ORDER BY r.id",
        (on.isoformat(), project),
    ).fetchall()
    shares, agreed = _shares([row[3] for row in rows])
    dues = share_out(book.due, shares) if rows else []
    found = []
    for (key, name, identity, _, registered, paid, waived, number, paper), share, due in zip(
        rows, shares, dues, strict=True
    ):
        day = dt.date.fromisoformat(registered) if registered else None
        words, excluded = identity_fault(rule, identity)
        faults = [fault for fault in (registration_fault(rule, day, signed), "" if waived else words) if fault]
        referrer = Referrer(key, name, identity, share, agreed, day, due, paid, tuple(faults), excluded)
        found.append(replace(referrer, id_masked=masked(number), paper=paper, waived=waived or ""))
    return tuple(found)


def _shares(recorded: Sequence[int | None]) -> tuple[list[int], bool]:
    """Return the agreed shares; a single referrer has the whole, several without shares are supposed to be equal."""
    if len(recorded) == 1 and recorded[0] in (None, WHOLE):
        return [WHOLE], True
    known = [share for share in recorded if share is not None]
    if len(known) == len(recorded) and sum(known) == WHOLE:
        return known, True
    return share_out(WHOLE, [1] * len(recorded)) if recorded else [], False
