"""All parts of all bonuses by where they stand: what may be claimed, what is on its way, what comes next and when."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from app.rules.bonus_way import ClaimFacts, Standing, Step, standing
from app.rules.money import Fen
from app.rules.stages import Stage
from app.services.policy.bonus_lists import all_bonuses
from app.services.policy.bonuses import Bonus


@dataclass(frozen=True)
class ClaimPart:
    """What one referrer gets of a claim, in 分, and whether it was paid; `receipt` is what they signed."""

    referral_id: int
    referrer: str
    amount: Fen
    tax: Fen
    paid_on: dt.date | None
    receipt: str


@dataclass(frozen=True)
class ClaimLine:
    """A part of a project's bonus on its way; `claim_id` is None before it is claimed, `amount` in 分."""

    claim_id: int | None
    version: int
    project_id: int
    code: str
    project: str
    stage: Stage
    amount: Fen
    standing: Standing
    claimed_on: dt.date | None = None
    checked_on: dt.date | None = None
    checked_by: str = ""
    notice_from: dt.date | None = None
    notice_to: dt.date | None = None
    approved_on: dt.date | None = None
    approved_by: str = ""
    parts: tuple[ClaimPart, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the line as the command line prints it for programs."""
        first = self.standing.possible_from
        return {
            "claim": self.claim_id,
            "project": self.code,
            "name": self.project,
            "stage": self.stage.label,
            "amount_fen": self.amount,
            "step": str(self.standing.step),
            "next": self.standing.next,
            "possible_from": first.isoformat() if first else None,
        }


_ORDER = (Step.READY, Step.APPROVED, Step.CLAIMED, Step.OPEN, Step.NOTICE, Step.BLOCKED, Step.STOPPED, Step.PAID)
"""What can be done now stands first, what is over last."""


def worklist(connection: sqlite3.Connection, on: dt.date) -> list[ClaimLine]:
    """Return every claim and every part that is due and not claimed, as of a day; what can be done stands first."""
    lines = claims(connection, on)
    made: dict[int, set[Stage]] = {}
    for line in lines:
        made.setdefault(line.project_id, set()).add(line.stage)
    for bonus in all_bonuses(connection, on):
        lines += to_claim(bonus, made.get(bonus.subject.id, ()))
    return sorted(lines, key=lambda one: (_ORDER.index(one.standing.step), one.code, one.stage))


def claims(connection: sqlite3.Connection, on: dt.date, project_id: int | None = None) -> list[ClaimLine]:
    """Return the claims made by a day, of one project or of all, in order of their making."""
    parts = _parts(connection, on)
    rows = connection.execute(
        "SELECT c.id, c.version, p.id, p.code, p.name, c.stage, c.amount_fen, c.claimed_on, c.checked_on,"
        " c.checked_by, c.notice_from, c.notice_to, c.approved_on, c.approved_by,"
        " (SELECT min(s.day) FROM stage_event s WHERE s.project_id = p.id AND s.stage = ? AND s.is_main = 1"
        "  AND s.void_reason IS NULL AND s.day <= ?)"
        " FROM bonus_claim c JOIN project p ON p.id = c.project_id WHERE c.void_reason IS NULL AND c.claimed_on <= ?"
        " AND (? IS NULL OR p.id = ?) ORDER BY c.claimed_on, c.id",
        (int(Stage.TERMINATED), on.isoformat(), on.isoformat(), project_id, project_id),
    )
    return [_line(row, parts.get(row[0], ()), on) for row in rows]


def _line(row: tuple, parts: tuple[ClaimPart, ...], on: dt.date) -> ClaimLine:
    key, version, project, code, name, stage, amount, *days = row
    claimed, checked, checked_by, notice_from, notice_to, approved, approved_by, ended = days
    done = _by(checked, on)
    agreed = _by(approved, on)
    facts = ClaimFacts(
        stage=Stage(stage),
        checked_on=done,
        notice_to=dt.date.fromisoformat(notice_to) if done else None,
        approved_on=agreed,
        unpaid=sum(one.paid_on is None for one in parts),
        receipts_missing=sum(one.paid_on is not None and not one.receipt for one in parts),
        terminated_on=_by(ended, on),
    )
    return ClaimLine(
        key,
        version,
        project,
        code,
        name,
        Stage(stage),
        amount,
        standing(facts, on),
        _by(claimed, on),
        done,
        checked_by if done else "",
        dt.date.fromisoformat(notice_from) if done else None,
        facts.notice_to,
        agreed,
        approved_by if agreed else "",
        parts,
    )


def _by(day: str | None, on: dt.date) -> dt.date | None:
    """Return a day on record, None where it has not come."""
    return dt.date.fromisoformat(day) if day and day <= on.isoformat() else None


def _parts(connection: sqlite3.Connection, on: dt.date) -> dict[int, tuple[ClaimPart, ...]]:
    found: dict[int, tuple[ClaimPart, ...]] = {}
    for claim, referral, name, amount, tax, paid, receipt in connection.execute(
        "SELECT b.claim_id, r.id, coalesce(w.name, e.name), b.amount_fen, b.tax_fen, b.paid_on, b.receipt"
        " FROM bonus_part b JOIN referral r ON r.id = b.referral_id LEFT JOIN person w ON w.id = r.person_id"
        " LEFT JOIN enterprise e ON e.id = r.enterprise_id WHERE b.void_reason IS NULL ORDER BY b.claim_id, r.id"
    ):
        day = _by(paid, on)
        part = ClaimPart(referral, name, amount, tax if day else 0, day, receipt if day else "")
        found[claim] = (*found.get(claim, ()), part)
    return found


def to_claim(bonus: Bonus, made: Collection[Stage]) -> list[ClaimLine]:
    """Return the parts of a bonus that are due and not among those claimed; those that something holds up say what."""
    if bonus.terminated_on:
        return []
    why = [*bonus.hindrances, *(f"{one.name}：{text}" for one in bonus.referrers for text in one.hindrances)]
    subject = bonus.subject
    return [
        ClaimLine(
            None,
            0,
            subject.id,
            subject.code,
            subject.name,
            part.stage,
            part.due,
            Standing(Step.BLOCKED, "；".join(why), None) if why else Standing(Step.OPEN, "申请", part.verified_on),
        )
        for part in bonus.ledger.parts
        if part.verified_on is not None and part.due > 0 and part.stage not in made
    ]
