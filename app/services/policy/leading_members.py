"""Who belongs to the leading industries by code and by hand, and the choices made so far (domain.md §4)."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from app.rules.stages import Stage

MOST = 500
"""So many projects are listed at most; a search narrows them."""


class Which(StrEnum):
    """Which projects are listed; the value is what people read."""

    ALL = "全部"
    INSIDE = "属于"
    OUTSIDE = "不属于"
    BY_HAND = "个别认定的"


@dataclass(frozen=True)
class Member:
    """A project as of a day: whether its code makes it one of a leading industry, and what was judged by hand."""

    project_id: int
    code: str
    name: str
    industry: str
    day: dt.date
    by_code: bool
    by_hand: bool | None
    judged: str

    @property
    def belongs(self) -> bool:
        """Tell whether it counts as one of a leading industry: by hand before by code."""
        return self.by_code if self.by_hand is None else self.by_hand

    def to_json(self) -> dict[str, object]:
        """Return the project as the command line prints it for programs."""
        return {**vars(self), "day": self.day.isoformat(), "belongs": self.belongs}


@dataclass(frozen=True)
class Choice:
    """A choice of leading industries with who made it, why, and what the comparison would have chosen then."""

    from_day: dt.date
    chosen_on: dt.date
    industries: str
    by: str
    reason: str
    proposed: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Return the choice as the command line prints it for programs."""
        days = {"from_day": self.from_day.isoformat(), "chosen_on": self.chosen_on.isoformat()}
        return {**vars(self), **days, "proposed": list(self.proposed)}


def choices(connection: sqlite3.Connection) -> list[Choice]:
    """Return the choices made, the latest first; industries entered without a choice are told as such."""
    rows = connection.execute(
        "SELECT from_day, chosen_on, industries, by, reason, body FROM leading_choice WHERE void_reason IS NULL"
        " ORDER BY from_day DESC, id DESC"
    ).fetchall()
    found = [
        Choice(
            dt.date.fromisoformat(first),
            dt.date.fromisoformat(chosen),
            industries,
            by,
            reason,
            tuple(json.loads(body or "{}").get("proposed", ())),
        )
        for first, chosen, industries, by, reason, body in rows
    ]
    entered = connection.execute(
        "SELECT l.from_day, group_concat(i.name, '、'), max(l.reason) FROM leading_industry l"
        " JOIN industry i ON i.id = l.industry_id WHERE l.void_reason IS NULL AND l.from_day NOT IN"
        " (SELECT from_day FROM leading_choice WHERE void_reason IS NULL) GROUP BY l.from_day"
    )
    found += [
        Choice(dt.date.fromisoformat(day), dt.date.fromisoformat(day), industries, "", reason, ())
        for day, industries, reason in entered
    ]
    return sorted(found, key=lambda one: one.from_day, reverse=True)


_JUDGED = (
    "(SELECT l.id FROM leading_judgement l WHERE l.project_id = p.id AND l.void_reason IS NULL AND l.day <= :on"
    " ORDER BY l.day DESC, l.id DESC LIMIT 1)"
)
_MEMBERS = f"""
SELECT * FROM (SELECT m.*, EXISTS (SELECT 1 FROM leading_industry l WHERE l.industry_id = m.industry_id
    AND l.void_reason IS NULL AND l.from_day <= m.day AND (l.to_day IS NULL OR l.to_day >= m.day)) AS by_code,
  j.leading AS by_hand, j.by, j.day AS judged_on, j.reason
FROM (SELECT p.id, p.code, p.name, coalesce(i.name, '') AS industry, p.industry_id,
    coalesce((SELECT s.day FROM stage_event s WHERE s.project_id = p.id AND s.stage = :signed AND s.is_main = 1
      AND s.void_reason IS NULL AND s.day <= :on AND s.verified_on <= :on), :on) AS day, {_JUDGED} AS judgement
  FROM project p LEFT JOIN industry i ON i.id = p.industry_id WHERE p.void_reason IS NULL
  AND (:text = '' OR p.name LIKE '%' || :text || '%' OR p.code LIKE :text || '%' OR i.name = :text)) m
LEFT JOIN leading_judgement j ON j.id = m.judgement)
WHERE CASE :which WHEN '属于' THEN coalesce(by_hand, by_code) WHEN '不属于' THEN NOT coalesce(by_hand, by_code)
  WHEN '个别认定的' THEN by_hand IS NOT NULL ELSE 1 END
"""


def members(
    connection: sqlite3.Connection, on: dt.date, *, text: str = "", which: Which = Which.ALL, most: int = MOST
) -> tuple[list[Member], int]:
    """Return projects with their membership as of a day, at most so many, and how many there are.

    A project is in or out by its industry on the day of its verified signing, before it on the day asked.
    """
    values = {
        "on": on.isoformat(),
        "signed": int(Stage.SIGNED),
        "text": text.strip(),
        "which": str(which),
        "most": most,
    }
    rows = connection.execute(
        f"SELECT id, code, name, industry, day, by_code, by_hand, by, judged_on, reason, count(*) OVER ()"
        f" FROM ({_MEMBERS}) ORDER BY by_hand IS NULL, id DESC LIMIT :most",
        values,
    ).fetchall()
    found = [
        Member(
            key,
            code,
            name,
            industry,
            dt.date.fromisoformat(day),
            bool(by_code),
            None if by_hand is None else bool(by_hand),
            f"{by}{judged_on}：{reason}" if by_hand is not None else "",
        )
        for key, code, name, industry, day, by_code, by_hand, by, judged_on, reason, _ in rows
    ]
    return found, rows[0][-1] if rows else 0
