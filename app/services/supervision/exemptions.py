"""免予督促: who is not to be pressed from a day to a day and why, kept, ended and voided (docs/supervision.md).

For screens: `exemptions` lists what is on record; `add_exemption`, `end_exemption` and `void_exemption` write it;
`exemption_of` tells why a unit is exempt on a day.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.supervision import DEFAULT, LagRule, check_words, newly_appointed


@dataclass(frozen=True)
class ExemptionRow:
    """An exemption on record; `to_day` None holds until further notice."""

    id: int
    version: int
    unit_id: int
    unit: str
    group: str
    kind: str
    from_day: dt.date
    to_day: dt.date | None
    reason: str
    evidence: str

    def to_json(self) -> dict[str, object]:
        """Return the exemption as the command line prints it."""
        return {
            "id": self.id,
            "unit": self.unit,
            "group": self.group,
            "kind": self.kind,
            "from": self.from_day.isoformat(),
            "to": self.to_day.isoformat() if self.to_day else None,
            "reason": self.reason,
            "evidence": self.evidence,
        }


def exemptions(connection: sqlite3.Connection, group: str = "") -> tuple[ExemptionRow, ...]:
    """Return the exemptions on record, of one group or of all, the latest first; those voided are left out."""
    rows = connection.execute(
        "SELECT e.id, e.version, u.id, u.name, u.group_key, e.kind, e.from_day, e.to_day, e.reason, e.evidence"
        " FROM exemption e JOIN unit u ON u.id = e.unit_id WHERE e.void_reason IS NULL AND ? IN ('', u.group_key)"
        " ORDER BY e.from_day DESC, e.id DESC",
        (group,),
    )
    return tuple(
        ExemptionRow(
            key, version, unit_id, unit, of, kind, dt.date.fromisoformat(first),
            dt.date.fromisoformat(last) if last else None, reason, evidence,
        )
        for key, version, unit_id, unit, of, kind, first, last, reason, evidence in rows
    )  # fmt: skip


def exemption_of(connection: sqlite3.Connection, unit: int, day: dt.date, rule: LagRule = DEFAULT) -> str | None:
    """Return why a unit is exempt on a day: appointed recently, or an exemption on record; None where it is not."""
    return _new_in_post(connection, unit, day, rule) or _on_record(connection, unit, day)


def spared(connection: sqlite3.Connection, unit: int, day: dt.date, rule: LagRule = DEFAULT) -> bool:
    """Tell whether an exemption on record alone spares a unit on a day; who is new in a post is another matter."""
    return _new_in_post(connection, unit, day, rule) is None and _on_record(connection, unit, day) is not None


def add_exemption(
    office: Office,
    unit_id: int,
    from_day: dt.date,
    to_day: dt.date | None,
    *,
    reason: str,
    evidence: str = "",
    kind: str = "不可抗力",
) -> int:
    """Record that a unit is not to be pressed from a day to a day (None: until further notice); return its id."""
    from app.models.tables import Exemption, Unit

    if not reason.strip():
        raise Refused("请写明免予督促的理由。")
    check_words(reason)
    _check_days(from_day, to_day)
    with office.change("登记免予督促", reason=reason.strip()) as change:
        change.get(Unit, unit_id)
        row = Exemption(
            unit_id=unit_id,
            kind=kind,
            from_day=from_day,
            to_day=to_day,
            reason=reason.strip(),
            evidence=evidence.strip(),
        )
        change.session.add(row)
        change.session.flush()
        return row.id


def end_exemption(office: Office, exemption_id: int, version: int, to_day: dt.date) -> None:
    """Let an exemption hold until `to_day` and no longer.

    Raises `Refused` for a day before it began or for one that is voided, `Conflict` where somebody changed it.
    """
    from app.models.tables import Exemption

    with office.change("免予督促的截止") as change:
        row = change.get(Exemption, exemption_id, version)
        _check_days(row.from_day, to_day)
        if row.to_day == to_day:
            raise Refused(f"这条免予督促本来就到 {to_day} 为止，没有要改的。")
        row.to_day = to_day


def void_exemption(office: Office, exemption_id: int, version: int, reason: str) -> None:
    """Take back an exemption that was wrong, as if it had never been; raises as `end_exemption` does."""
    from app.models.tables import Exemption

    if not reason.strip():
        raise Refused("请写明作废的理由。")
    with office.change("作废免予督促", reason=reason.strip()) as change:
        change.get(Exemption, exemption_id, version).void_reason = reason.strip()


def _new_in_post(connection: sqlite3.Connection, unit: int, day: dt.date, rule: LagRule) -> str | None:
    held = connection.execute(
        "SELECT post, from_day FROM unit_post WHERE unit_id = ? AND from_day <= ?"
        " AND (to_day IS NULL OR to_day >= ?) AND void_reason IS NULL ORDER BY from_day DESC, id DESC LIMIT 1",
        (unit, day.isoformat(), day.isoformat()),
    ).fetchone()
    if held and newly_appointed(dt.date.fromisoformat(held[1]), day, rule):
        return f"{held[1]}起任{held[0]}，到任不满{rule.new_months}个月"
    return None


def _on_record(connection: sqlite3.Connection, unit: int, day: dt.date) -> str | None:
    found = connection.execute(
        "SELECT kind, reason FROM exemption WHERE unit_id = ? AND from_day <= ?"
        " AND (to_day IS NULL OR to_day >= ?) AND void_reason IS NULL ORDER BY id LIMIT 1",
        (unit, day.isoformat(), day.isoformat()),
    ).fetchone()
    return f"{found[0]}：{found[1]}" if found else None


def _check_days(from_day: dt.date, to_day: dt.date | None) -> None:
    if to_day is not None and to_day < from_day:
        raise Refused("免予督促的截止日期早于开始日期。")
