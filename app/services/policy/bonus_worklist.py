"""All parts of all bonuses by where they stand: what may be claimed, what is on its way, what comes next and when."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.rules.bonus_way import ClaimFacts, Standing, Step, standing
from app.rules.money import Fen
from app.rules.stages import Stage
from app.services.policy.bonus_lists import Payment, all_bonuses, bonuses_of, payments
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
    supplement: bool = False

    @property
    def title(self) -> str:
        """The stage, marked where it is what the part gained after an earlier claim (补差)."""
        return f"{self.stage.label}补差" if self.supplement else self.stage.label

    def to_json(self) -> dict[str, object]:
        """Return the line as the command line prints it for programs."""
        first = self.standing.possible_from
        return {
            "claim": self.claim_id,
            "project": self.code,
            "name": self.project,
            "stage": self.stage.label,
            "supplement": self.supplement,
            "amount_fen": self.amount,
            "step": str(self.standing.step),
            "next": self.standing.next,
            "possible_from": first.isoformat() if first else None,
        }


_ORDER = (
    Step.READY,
    Step.APPROVED,
    Step.CLAIMED,
    Step.OPEN,
    Step.STALE,
    Step.RECOVER,
    Step.NOTICE,
    Step.BLOCKED,
    Step.STOPPED,
    Step.PAID,
)
"""What can be done now stands first, what is over last."""


def worklist(connection: sqlite3.Connection, on: dt.date) -> list[ClaimLine]:
    """Return every claim and every part that is due and not claimed, as of a day; what can be done stands first."""
    bonuses = {one.subject.id: one for one in all_bonuses(connection, on)}
    lines = claims(connection, on, bonuses=bonuses)
    for bonus in bonuses.values():
        lines += to_claim(bonus)
    return sorted(lines, key=lambda one: (_ORDER.index(one.standing.step), one.code, one.stage))


def claims(
    connection: sqlite3.Connection,
    on: dt.date,
    project_id: int | None = None,
    *,
    bonuses: Mapping[int, Bonus],
) -> list[ClaimLine]:
    """Return the claims made by a day, of one project or of all, in order of their making.

    `bonuses`, by project, say how much of a claim is due by now and what was paid beyond it.
    """
    parts = _parts(connection, on)
    rows = connection.execute(
        "SELECT c.id, c.version, p.id, p.code, p.name, c.stage, c.amount_fen, c.claimed_on, c.checked_on,"
        " c.checked_by, c.notice_from, c.notice_to, c.approved_on, c.approved_by,"
        " (SELECT min(s.day) FROM stage_event s WHERE s.project_id = p.id AND s.stage = ? AND s.is_main = 1"
        "  AND s.void_reason IS NULL AND s.day <= ?)"
        " FROM bonus_claim c JOIN project p ON p.id = c.project_id WHERE c.void_reason IS NULL AND c.claimed_on <= ?"
        " AND (? IS NULL OR p.id = ?) ORDER BY c.claimed_on, c.id",
        (int(Stage.TERMINATED), on.isoformat(), on.isoformat(), project_id, project_id),
    ).fetchall()
    room = _Room(bonuses, [(row[0], row[2], parts.get(row[0], ())) for row in reversed(rows)])
    made: set[tuple[int, int]] = set()
    lines = []
    for row in rows:
        line = _line(row, parts.get(row[0], ()), on, room)
        lines.append(replace(line, supplement=(row[2], row[5]) in made))
        made.add((row[2], row[5]))
    return lines


class _Room:
    """What is due by now, handed out to the claims in their order, and what was paid beyond it, newest claim first."""

    def __init__(
        self, bonuses: Mapping[int, Bonus], newest_first: Sequence[tuple[int, int, tuple[ClaimPart, ...]]]
    ) -> None:
        """`newest_first` are the claims as (id, project, parts)."""
        self._due = {
            (project, part.stage): part.payable for project, bonus in bonuses.items() for part in bonus.ledger.parts
        }
        self._over: dict[int, Fen] = {}
        left = {project: bonus.ledger.over for project, bonus in bonuses.items()}
        for claim, project, parts in newest_first:
            over = min(left.get(project, 0), sum(one.amount for one in parts if one.paid_on))
            self._over[claim] = over
            left[project] = left.get(project, 0) - over

    def payable(self, project: int, stage: Stage, wanted: Fen) -> Fen | None:
        """Return how much of a claim's unpaid amount is due by now; None where that is not known."""
        left = self._due.get((project, stage))
        if left is None:
            return None
        self._due[project, stage] = max(0, left - wanted)
        return min(left, wanted)

    def over(self, claim: int) -> Fen:
        """Return what was paid of a claim beyond what is due."""
        return self._over[claim]


def _line(row: tuple, parts: tuple[ClaimPart, ...], on: dt.date, room: _Room) -> ClaimLine:
    key, version, project, code, name, stage, amount, *days = row
    claimed, checked, checked_by, notice_from, notice_to, approved, approved_by, ended = days
    done = _by(checked, on)
    agreed = _by(approved, on)
    unpaid = sum(one.amount for one in parts if one.paid_on is None)
    facts = ClaimFacts(
        stage=Stage(stage),
        checked_on=done,
        notice_to=dt.date.fromisoformat(notice_to) if done else None,
        approved_on=agreed,
        unpaid=sum(one.paid_on is None for one in parts),
        receipts_missing=sum(one.paid_on is not None and not one.receipt for one in parts),
        terminated_on=_by(ended, on),
        open=unpaid,
        payable=room.payable(project, Stage(stage), unpaid),
        over=room.over(key),
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


def payment_list(connection: sqlite3.Connection, on: dt.date, *, unpaid_only: bool = False) -> list[Payment]:
    """Return the parts of all approved claims, in order of approval, as they may be paid on a day.

    An unpaid part that is not due as it was approved (the project ended, the recognised investment fell) is held:
    it stands there with nothing to pay.
    """
    found = payments(connection, unpaid_only=unpaid_only)
    waiting = sorted({one.claim_id for one in found if one.paid_on is None})
    projects = connection.execute(
        "SELECT p.id, p.name, p.code FROM project p WHERE p.id IN"
        " (SELECT project_id FROM bonus_claim WHERE id IN (SELECT value FROM json_each(?)))",
        (str(waiting),),
    ).fetchall()
    bonuses = {one.subject.id: one for one in bonuses_of(connection, projects, on)}
    held = {}
    for line in claims(connection, on, bonuses=bonuses):
        if line.claim_id in waiting and line.standing.step in (Step.STALE, Step.STOPPED, Step.RECOVER):
            ended = bonuses[line.project_id].terminated_on is not None
            held[line.claim_id] = str(Step.STOPPED if ended else Step.STALE)
    return [
        replace(one, amount=0, held=held[one.claim_id]) if one.paid_on is None and one.claim_id in held else one
        for one in found
    ]


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


def to_claim(bonus: Bonus) -> list[ClaimLine]:
    """Return what is due of a bonus and not claimed yet, by stage; what something holds up says what."""
    if bonus.terminated_on:
        return []
    why = bonus.why_held
    subject = bonus.subject
    return [
        ClaimLine(
            None,
            0,
            subject.id,
            subject.code,
            subject.name,
            part.stage,
            part.open,
            Standing(Step.BLOCKED, "；".join(why), None)
            if why
            else Standing(Step.OPEN, "申请补差" if part.claimed else "申请", part.verified_on),
            supplement=part.claimed > 0,
        )
        for part in bonus.ledger.parts
        if part.open
    ]
