"""Figures and points entered by hand, each with its reason and evidence, and taken back when wrong.

For screens: `entries` lists them for a year; `add_figure` for indicators measured by hand (`manual`, `tax`),
`add_points` for points given or taken (negative); `void_entry` takes one back with a reason.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.money import MOST_FEN
from app.rules.scheme_forms import MOST_POINTS
from app.rules.supervision import check_words

Kind = Literal["figure", "points"]
_PLACES = 8


@dataclass(frozen=True)
class ManualEntry:
    """One entry: a figure of an indicator (个, or 分), or points (`indicator` is empty)."""

    kind: Kind
    id: int
    unit_id: int
    unit: str
    indicator: str
    day: dt.date
    value: Decimal
    reason: str
    evidence: str


def entries(connection: sqlite3.Connection, year: int, group: str = "") -> tuple[ManualEntry, ...]:
    """Return what was entered by hand in a year, of one group or of all, in order of day."""
    rows = connection.execute(
        "SELECT 'figure', m.id, u.id, u.name, m.indicator, m.day, m.value, m.reason, m.evidence FROM manual_figure m"
        " JOIN unit u ON u.id = m.unit_id WHERE m.void_reason IS NULL AND m.day BETWEEN ?1 AND ?2"
        " AND ?3 IN ('', u.group_key)"
        " UNION ALL SELECT 'points', m.id, u.id, u.name, '', m.day, m.points, m.reason, m.evidence FROM manual_points m"
        " JOIN unit u ON u.id = m.unit_id WHERE m.void_reason IS NULL AND m.day BETWEEN ?1 AND ?2"
        " AND ?3 IN ('', u.group_key) ORDER BY 6, 1, 2",
        (f"{year}-01-01", f"{year}-12-31", group),
    )
    return tuple(
        ManualEntry(kind, key, unit, name, indicator, dt.date.fromisoformat(day), Decimal(value), reason, evidence)
        for kind, key, unit, name, indicator, day, value, reason, evidence in rows
    )


def add_figure(
    office: Office, unit_id: int, indicator: str, day: dt.date, value: Decimal, *, reason: str, evidence: str = ""
) -> int:
    """Record a figure (个, 分 for money) that dossiers cannot give; it counts from its day on. Return its id."""
    from app.models.tables import ManualFigure

    _check(reason)
    if not indicator.strip():
        raise Refused("请选择这个数属于哪项指标。")
    _check_number(value, MOST_FEN, "手工录入的数")
    with office.change("手工录入指标数", reason=reason.strip()) as change:
        entry = ManualFigure(
            unit_id=unit_id,
            indicator=indicator,
            day=day,
            value=f"{value:f}",
            reason=reason.strip(),
            evidence=evidence.strip(),
        )
        change.session.add(entry)
        change.session.flush()
        return entry.id


def add_points(office: Office, unit_id: int, day: dt.date, points: Decimal, *, reason: str, evidence: str = "") -> int:
    """Give points by hand, or take them (negative). Return the entry's id."""
    from app.models.tables import ManualPoints

    _check(reason)
    _check_number(points, MOST_POINTS, "加分或扣分")
    if points == 0:
        raise Refused("加分或扣分不能是 0。")
    with office.change("手工加减分", reason=reason.strip()) as change:
        entry = ManualPoints(
            unit_id=unit_id, day=day, points=f"{points:f}", reason=reason.strip(), evidence=evidence.strip()
        )
        change.session.add(entry)
        change.session.flush()
        return entry.id


def void_entry(office: Office, kind: Kind, entry_id: int, reason: str) -> None:
    """Take back an entry that was wrong, with the reason."""
    from app.models.tables import ManualFigure, ManualPoints

    _check(reason)
    with office.change("作废手工录入", reason=reason.strip()) as change:
        model = ManualFigure if kind == "figure" else ManualPoints
        change.get(model, entry_id).void_reason = reason.strip()


def _check(reason: str) -> None:
    if not reason.strip():
        raise Refused("手工录入的数和分都要写明理由。")
    check_words(reason)


def _check_number(value: Decimal, most: int, what: str) -> None:
    """Refuse what no ranking could be reckoned with: no number at all, too large, or finer than anybody writes."""
    if not value.is_finite():
        raise Refused(f"{what}必须是确定的数，如 2 或 -0.5。")
    if abs(value) > most:
        raise Refused(f"{what}大得不合情理，最多 {most:,}。请核对位数和单位。")
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_PLACES:
        raise Refused(f"{what}最多 {_PLACES} 位小数。")
