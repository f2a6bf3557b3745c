"""What the parts of a candidate's score are worth here, from a day on (domain.md §2: a default that may be changed)."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import asdict

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.industry.points import DEFAULT_WEIGHTS, Weights

FULL = 100
"""What the parts that add are worth together."""


def weights_on(connection: sqlite3.Connection, on: dt.date) -> Weights:
    """Return the weights that hold on a day: the office's latest by then, else the default."""
    row = connection.execute(
        "SELECT body FROM candidate_weights WHERE void_reason IS NULL AND from_day <= ? ORDER BY from_day DESC LIMIT 1",
        (on.isoformat(),),
    ).fetchone()
    return Weights(**json.loads(row[0])) if row else DEFAULT_WEIGHTS


def set_weights(office: Office, weights: Weights, *, from_day: dt.date, reason: str) -> None:
    """Let weights hold from a day on, in the place of others from the same day.

    Raises `Refused` where the five parts that add do not make 100, one is negative, the deduction adds, or no
    number of enterprises closes the gap.
    """
    from app.models.tables import CandidateWeights
    from app.services.dossiers.records import valid

    adding = (weights.strength, weights.demand, weights.leading, weights.gap, weights.sensitivity)
    if min(adding) < 0 or sum(adding) != FULL:
        raise Refused(f"强度、本地需求、主导产业、空缺、政策敏感度五项合计应为{FULL}分，现在是{sum(adding)}分。")
    if weights.neighbour > 0:
        raise Refused("邻市已列的一项是减分，应写0或负数。")
    if weights.gap_enterprises < 1:
        raise Refused("本市有几家就不算空缺，至少写1家。")
    with office.change(f"调整延伸评分的权重，自{from_day}起", reason=reason) as change:
        body = json.dumps(asdict(weights))
        known = valid(change.session, CandidateWeights, from_day=from_day)
        if known:
            known[0].body = body
        else:
            change.session.add(CandidateWeights(from_day=from_day, body=body))
