"""The letters that asked units to extend the chain, with their answers, as a list.

An answer counts once, wherever it was entered: what the dispatch list of the paper holds goes before what the letter
itself holds, and writing it at the letter writes it into the dispatch list too (`extension_tasks.record_answer`).
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from app.rules.errors import Refused
from app.rules.periods import Period


@dataclass(frozen=True)
class SentLetter:
    """A letter to a unit: of which period, when it was sent, by when and how it was answered."""

    id: int
    unit: str
    period: Period
    sent_on: dt.date
    due_on: dt.date | None
    answered_on: dt.date | None
    answer: str
    tasks: int

    def is_late(self, today: dt.date) -> bool:
        """Tell whether its day has passed without an answer."""
        return self.answered_on is None and self.due_on is not None and self.due_on < today


LETTERS = """(
SELECT l.id, l.unit_id, l.period, l.sent_on, l.due_on, coalesce(d.answered_on, l.answered_on) AS answered_on,
  CASE WHEN d.answered_on IS NULL THEN l.answer ELSE d.answer END AS answer
FROM extension_letter l LEFT JOIN dispatch d ON d.id = (
  SELECT o.id FROM dispatch o WHERE o.paper_id = l.paper_id AND o.unit_id = l.unit_id AND o.void_reason IS NULL
  ORDER BY o.answered_on IS NULL, o.answered_on, o.id LIMIT 1)
WHERE l.void_reason IS NULL)"""
"""The letters that are valid, each with its answer, as a table to read from."""


def letters_sent(connection: sqlite3.Connection) -> list[SentLetter]:
    """Return the letters, the latest first."""
    rows = connection.execute(
        "SELECT l.id, u.name, l.period, l.sent_on, l.due_on, l.answered_on, l.answer,"
        " (SELECT count(*) FROM extension_task t WHERE t.letter_id = l.id AND t.void_reason IS NULL)"
        f" FROM {LETTERS} l JOIN unit u ON u.id = l.unit_id"
        " ORDER BY l.sent_on DESC, l.id DESC"
    )
    return [
        SentLetter(key, unit, Period.parse(period), dt.date.fromisoformat(sent), _day(due), _day(answered), answer, n)
        for key, unit, period, sent, due, answered, answer, n in rows
    ]


def lead_of_code(connection: sqlite3.Connection, text: str) -> int:
    """Return the id of the one project with that code or name; raises `Refused` where there is none, or several."""
    rows = connection.execute(
        "SELECT id FROM project WHERE void_reason IS NULL AND (code = :text OR name = :text) LIMIT 2",
        {"text": text.strip()},
    ).fetchall()
    if len(rows) != 1:
        told = "不止一个项目叫" if rows else "没有项目的编号或名称是"
        raise Refused(f"{told}“{text.strip()}”。请填写项目编号；新线索请先在招商档案里登记。")
    return rows[0][0]


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
