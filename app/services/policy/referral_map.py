"""Who brought whom: each referring enterprise with its projects, what it gets for each and why, what was granted."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from app.rules.money import Fen
from app.rules.policy.referral import Passed
from app.services.policy.grants import Granted, grants_of
from app.services.policy.referral_benefits import referrers
from app.services.policy.subjects import Subject


@dataclass(frozen=True)
class BroughtLine:
    """One project that an enterprise brought; `passed` is what the enterprise gets for it, `granted` once it was."""

    project_id: int
    code: str
    project: str
    enterprise: str
    industry: str
    investment: Fen | None
    signed_on: dt.date | None
    passed: Passed
    granted: Granted | None

    @property
    def years(self) -> str:
        """The schedule in one line; what was granted goes before what the records would give today."""
        schedule = self.granted.schedule if self.granted else self.passed.schedule
        return "、".join(f"{one.year}年{one.rate}%" for one in schedule)


@dataclass(frozen=True)
class Referring:
    """An enterprise that brought projects, with the industry of its own."""

    subject: Subject
    industry: str
    brought: tuple[BroughtLine, ...]


def referral_map(connection: sqlite3.Connection, on: dt.date) -> tuple[Referring, ...]:
    """Return who brought whom as of a day; raise `Refused` where no measures are in force."""
    return tuple(_referring(connection, subject, passed, on) for subject, passed in referrers(connection, on))


def _referring(connection: sqlite3.Connection, subject: Subject, passed: Sequence[Passed], on: dt.date) -> Referring:
    granted = {one.referred_project_id: one for one in grants_of(connection, subject, on) if one.referred_project_id}
    lines = []
    for one in passed:
        code, name, enterprise, industry, investment, signed = connection.execute(
            "SELECT p.code, p.name, e.name, coalesce(i.name, ''), p.investment_fen, p.signed_day FROM project p"
            " JOIN enterprise e ON e.id = p.enterprise_id LEFT JOIN industry i ON i.id = p.industry_id WHERE p.id = ?",
            (one.key,),
        ).fetchone()
        day = dt.date.fromisoformat(signed) if signed else None
        lines.append(BroughtLine(one.key, code, name, enterprise, industry, investment, day, one, granted.get(one.key)))
    own = connection.execute(
        "SELECT i.name FROM project p JOIN industry i ON i.id = p.industry_id WHERE p.enterprise_id = ?"
        " AND p.void_reason IS NULL ORDER BY p.id LIMIT 1",
        (subject.id,),
    ).fetchone()
    return Referring(subject, own[0] if own else "", tuple(lines))
