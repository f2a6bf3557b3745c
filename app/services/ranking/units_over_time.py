"""Units through renaming, merging and splitting: who is ranked on a day, under which name, and for whose work.

A unit bears the name and the class of the day. From the day of a merger or split the successor answers for the whole
year of its predecessor, by the share recorded: results, tasks and points by hand. Before it the predecessor is ranked.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TypeVar

from app.models.office import Office
from app.rules.errors import Refused
from app.services.dossiers.projects import find_choice

SHARES = 10_000
K = TypeVar("K")


@dataclass(frozen=True)
class ListedUnit:
    """A unit as it is ranked on a day."""

    id: int
    name: str
    class_key: str


@dataclass(frozen=True)
class Succession:
    """From `day` on, `share` of the unit `old` belongs to the unit `new`."""

    old: int
    new: int
    day: dt.date
    share: Fraction


def units_on(connection: sqlite3.Connection, group: str, day: dt.date) -> list[ListedUnit]:
    """Return the units of a group on a day, in their order: name and class of that day, without those gone."""
    names: dict[int, list[tuple[str, str | None, str | None]]] = {}
    for unit, name, first, last in connection.execute(
        "SELECT n.unit_id, n.name, n.from_day, n.to_day FROM unit_name n JOIN unit u ON u.id = n.unit_id"
        " WHERE u.group_key = ? AND n.void_reason IS NULL",
        (group,),
    ):
        names.setdefault(unit, []).append((name, first, last))
    gone: dict[int, Fraction] = {}
    for one in successions(connection, day):
        gone[one.old] = gone.get(one.old, Fraction(0)) + one.share
    classes = dict(
        connection.execute(
            "SELECT unit_id, class_key FROM unit_class WHERE from_day <= ? AND void_reason IS NULL ORDER BY from_day",
            (day.isoformat(),),
        ).fetchall()
    )
    listed = []
    for unit, present, class_key in connection.execute(
        "SELECT id, name, class_key FROM unit WHERE group_key = ? AND void_reason IS NULL ORDER BY position, id",
        (group,),
    ):
        name = _name_on(names.get(unit, []), present, day.isoformat())
        if name is not None and gone.get(unit, Fraction(0)) < 1:
            listed.append(ListedUnit(unit, name, classes.get(unit, class_key)))
    return listed


def successions(connection: sqlite3.Connection, day: dt.date) -> list[Succession]:
    """Return the mergers and splits begun by a day, in the order of their days."""
    return [
        Succession(old, new, dt.date.fromisoformat(begun), Fraction(share, SHARES))
        for old, new, begun, share in connection.execute(
            "SELECT old_id, new_id, day, share_bp FROM unit_succession WHERE void_reason IS NULL AND day <= ?"
            " ORDER BY day, id",
            (day.isoformat(),),
        )
    ]


def carried(values: Mapping[int, Fraction], moves: Sequence[Succession]) -> dict[int, Fraction]:
    """Return figures by unit after all successions: each predecessor's part added to its successor."""
    result = dict(values)
    for day in sorted({move.day for move in moves}):
        before = dict(result)
        for move in (one for one in moves if one.day == day):
            part = before.get(move.old, Fraction(0)) * move.share
            if part:
                result[move.new] = result.get(move.new, Fraction(0)) + part
                result[move.old] -= part
    return result


def predecessors(moves: Sequence[Succession], unit: int) -> dict[int, Fraction]:
    """Return the units whose work a unit answers for, itself included, with the share of each."""
    known = {unit} | {one.old for one in moves} | {one.new for one in moves}
    shares = {one: carried({one: Fraction(1)}, moves).get(unit, Fraction(0)) for one in known}
    return {one: share for one, share in shares.items() if share}


def record_succession(office: Office, old: int, into: Sequence[tuple[int, int]], day: dt.date, reason: str) -> None:
    """Record that a unit was merged into others or split: `into` gives each successor and its share in 1/10,000.

    Shares that do not fill the whole leave the rest with the old unit, which then goes on. Raises `Refused` for
    shares above the whole, a successor of another group, or no reason.
    """
    from app.models.tables import Unit, UnitSuccession

    if not reason.strip():
        raise Refused("请写明合并或拆分的依据。")
    if not into or sum(share for _, share in into) > SHARES or any(share < 1 for _, share in into):
        raise Refused("承接份额须大于 0，合计不超过 100%。")
    with office.change("单位合并或拆分", reason=reason.strip()) as change:
        source = change.get(Unit, old)
        for new, share in into:
            successor = change.get(Unit, new)
            if successor.group_key != source.group_key or new == old:
                raise Refused(f"“{source.name}”只能由同一组的另一个单位承接，“{successor.name}”不行。")
            change.session.add(UnitSuccession(old_id=old, new_id=new, day=day, share_bp=share, reason=reason.strip()))


def read_shares(connection: sqlite3.Connection, text: str, group: str | None = None) -> list[tuple[int, int]]:
    """Read “甲区=60，乙区=40” (a name alone takes all) as ids and shares in 1/10,000 for `record_succession`.

    Raises `Refused` for a share that is no percentage, or a unit that is not there.
    """
    found = []
    for part in re.split(r"[，,、；;\s]+", text.replace("＝", "=").strip()):
        name, _, percent = part.partition("=")
        try:
            share = Decimal(percent.strip().rstrip("%％") or 100) * 100
            if share != int(share):
                raise InvalidOperation
        except (InvalidOperation, ValueError, OverflowError):
            raise Refused(f"看不懂份额“{part}”：请写百分比，最多两位小数，如 甲区=60。") from None
        found.append((find_choice(connection, name.strip(), group), int(share)))
    return found


def _name_on(names: Sequence[tuple[str, str | None, str | None]], present: str, day: str) -> str | None:
    """Return the name on a day; None where the unit was not there yet, or no longer."""
    if not names:
        return present
    held = [one for one in names if (one[1] is None or one[1] <= day) and (one[2] is None or one[2] >= day)]
    if held:
        return max(held, key=lambda one: one[1] or "")[0]
    if all(one[1] is not None and one[1] > day for one in names):
        return None
    return None if all(one[2] is not None and one[2] < day for one in names) else present
