"""Which verdicts a change of the knowledge would turn, told before it is saved."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from app.rules.industry.knowledge import Knowledge
from app.rules.linkage import Judgement, candidates_of, judge
from app.services.chain.chain_facts import load_chain
from app.services.chain.knowledge import OwnRow, knowledge_with


@dataclass(frozen=True)
class Turned:
    """A verdict that would change: the industry here, the candidate, and both verdicts with their reasons."""

    industry: str
    candidate: str
    before: Judgement
    after: Judgement

    @property
    def text(self) -> str:
        """What people read: 造纸→纸箱包装：不宜 → 可论证."""
        return f"{self.industry}→{self.candidate}：{self.before.verdict.label} → {self.after.verdict.label}"


def turned_verdicts(connection: sqlite3.Connection, rows: Iterable[OwnRow], on: dt.date) -> list[Turned]:
    """Return the verdicts on the industries here as of a day that `rows` would turn.

    Nothing is saved. Raises `Refused` where the rows would break the knowledge, as saving them would.
    """
    chain = load_chain(connection, on)
    changed = knowledge_with(connection, rows)
    here = sorted({code for origin in chain.origins for code in origin.codes})
    found = []
    for industry in here:
        for candidate in _joined(industry, chain.knowledge, changed):
            before = judge(chain.knowledge, chain.city, industry, candidate)
            after = judge(changed, chain.city, industry, candidate)
            if before.verdict is not after.verdict:
                found.append(Turned(changed.name(industry), changed.name(candidate), before, after))
    return found


def _joined(industry: str, one: Knowledge, other: Knowledge) -> list[str]:
    return sorted({*candidates_of(one, industry), *candidates_of(other, industry)})
