"""责任主体 kept by the office: new units, other names, classes (A/B/C), leaders' posts, and what became of each.

For screens: `listed` shows a group on a day; `past` what became of a unit; `add_unit`, `rename`, `classify` and
`appoint` write from a day on; `services.units_over_time.record_succession` merges and splits; `void_event` takes
back what was wrong. What held before the day is used for before (docs/schemes.md).
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.models.office import Office
from app.rules.errors import Refused
from app.services.ranking.ranking import GROUPS
from app.services.ranking.units_over_time import ListedUnit, units_on

if TYPE_CHECKING:
    from app.models.change import Change

_CLASS = re.compile(r"[A-Z]?")


@dataclass(frozen=True)
class UnitEvent:
    """Something that holds of a unit from a day on (None: from the beginning): a name, class, post or succession.

    `kind` and `id` name the record for `void_event`; a class without a record of its own has the id 0.
    """

    kind: str
    id: int
    day: dt.date | None
    told: str
    reason: str = ""


def listed(connection: sqlite3.Connection, group: str, day: dt.date) -> list[ListedUnit]:
    """Return the units of a group on a day with the class of that day; raise `Refused` for an unknown group."""
    if group not in GROUPS:
        raise Refused(f"没有“{group}”这一组；可选 county（县区）、department（市直部门）、leader（市领导）。")
    return units_on(connection, group, day)


def past(connection: sqlite3.Connection, unit_id: int) -> tuple[UnitEvent, ...]:
    """Return what became of a unit, in order of day: names, classes, posts, mergers and splits."""
    found = [
        UnitEvent("class", key, _day(day), f"{name}类" if name else "不分类", reason)
        for key, day, name, reason in connection.execute(
            "SELECT id, from_day, class_key, reason FROM unit_class WHERE unit_id = ? AND void_reason IS NULL"
            " UNION ALL SELECT 0, NULL, class_key, '' FROM unit WHERE id = ? AND class_key <> ''",
            (unit_id, unit_id),
        )
    ]
    found += [
        UnitEvent("name", key, _day(first), f"名称：{name}" + (f"（至{last}）" if last else ""))
        for key, name, first, last in connection.execute(
            "SELECT id, name, from_day, to_day FROM unit_name WHERE unit_id = ? AND void_reason IS NULL", (unit_id,)
        )
    ]
    found += [
        UnitEvent("post", key, _day(first), f"任{post}" + (f"（至{last}）" if last else ""))
        for key, post, first, last in connection.execute(
            "SELECT id, post, from_day, to_day FROM unit_post WHERE unit_id = ? AND void_reason IS NULL", (unit_id,)
        )
    ]
    found += [
        UnitEvent(
            "succession", key, _day(day), f"{share / 100:g}%由{new}承接" if own else f"承接{old}的{share / 100:g}%", why
        )
        for key, day, share, why, old, new, own in connection.execute(
            "SELECT s.id, s.day, s.share_bp, s.reason, o.name, n.name, s.old_id = ? FROM unit_succession s"
            " JOIN unit o ON o.id = s.old_id JOIN unit n ON n.id = s.new_id"
            " WHERE ? IN (s.old_id, s.new_id) AND s.void_reason IS NULL",
            (unit_id, unit_id),
        )
    ]
    return tuple(sorted(found, key=lambda one: (one.day or dt.date.min, one.kind, one.id)))


def add_unit(office: Office, group: str, name: str, *, from_day: dt.date | None = None, class_key: str = "") -> int:
    """Add a unit, ranked from `from_day` on (None: always), and return its id."""
    from app.models.tables import Unit, UnitName

    name = _name(name)
    if group not in GROUPS:
        raise Refused(f"没有“{group}”这一组；可选 county（县区）、department（市直部门）、leader（市领导）。")
    with office.change(f"新增责任主体：{name}") as change:
        _refuse_taken(change, group, name)
        place = change.session.query(Unit).filter_by(group_key=group).count() + 1
        unit = Unit(group_key=group, name=name, class_key=_class(class_key), position=place)
        change.session.add(unit)
        change.session.flush()
        if from_day is not None:
            change.session.add(UnitName(unit_id=unit.id, name=name, from_day=from_day))
        return unit.id


def rename(office: Office, unit_id: int, name: str, *, from_day: dt.date, reason: str, today: dt.date) -> None:
    """Give a unit another name from a day on; papers and months before keep the old one."""
    from app.models.tables import Unit, UnitName
    from app.services.dossiers.records import valid

    name = _name(name)
    if from_day > today:
        raise Refused(f"{from_day} 还没有到，到那天再更名。")
    with office.change(f"责任主体更名：{name}", reason=_reason(reason, "更名")) as change:
        unit = change.get(Unit, unit_id)
        if unit.name == name:
            raise Refused(f"现在的名称就是“{name}”。")
        _refuse_taken(change, unit.group_key, name)
        borne = [one for one in valid(change.session, UnitName, unit_id=unit_id) if one.to_day is None]
        eve = from_day - dt.timedelta(days=1)
        if any(one.from_day is not None and one.from_day >= from_day for one in borne):
            raise Refused(f"“{unit.name}”这个名称本身从 {borne[-1].from_day} 起用，更名要在那以后。")
        for one in borne:
            one.to_day = eve
        if not borne:
            change.session.add(UnitName(unit_id=unit_id, name=unit.name, to_day=eve))
        change.session.add(UnitName(unit_id=unit_id, name=name, from_day=from_day))
        unit.name = name


def classify(office: Office, unit_ids: Sequence[int], class_key: str, *, from_day: dt.date, reason: str) -> int:
    """Rank units in another class (A/B/C; empty for none) from a day on; return how many changed.

    Periods that end before the day keep the class that they had. Of one day the last word holds.
    """
    from app.models.tables import Unit, UnitClass
    from app.services.dossiers.records import valid

    class_key = _class(class_key)
    told = f"{class_key}类" if class_key else "不分类"
    with office.change(f"责任主体分类：{told}", reason=_reason(reason, "改分类")) as change:
        changed = 0
        for unit_id in unit_ids:
            unit = change.get(Unit, unit_id)
            known = sorted(valid(change.session, UnitClass, unit_id=unit_id), key=lambda one: one.from_day)
            held = [one.class_key for one in known if one.from_day <= from_day]
            if (held[-1] if held else unit.class_key) == class_key:
                continue
            for one in known:
                if one.from_day == from_day:
                    one.void_reason = "同一天重新分类"
            change.session.flush()
            change.session.add(
                UnitClass(unit_id=unit_id, class_key=class_key, from_day=from_day, reason=reason.strip())
            )
            changed += 1
        if not changed:
            raise Refused(f"{from_day}起本来就是{told}，没有要改的。")
        return changed


def appoint(office: Office, unit_id: int, post: str, *, from_day: dt.date, to_day: dt.date | None = None) -> None:
    """Record the post that a leader holds from a day on; the one before ends the day before."""
    from app.models.tables import Unit, UnitPost
    from app.services.dossiers.records import valid

    if not post.strip():
        raise Refused("请填写职务。")
    if to_day is not None and to_day < from_day:
        raise Refused("任职的截止日期早于开始日期。")
    with office.change(f"任职：{post.strip()}") as change:
        unit = change.get(Unit, unit_id)
        if unit.group_key != "leader":
            raise Refused(f"“{unit.name}”不是市领导，没有职务可登记。")
        for one in valid(change.session, UnitPost, unit_id=unit_id):
            if one.to_day is None and (one.from_day is None or one.from_day < from_day):
                one.to_day = from_day - dt.timedelta(days=1)
        change.session.add(UnitPost(unit_id=unit_id, post=post.strip(), from_day=from_day, to_day=to_day))


def void_event(office: Office, kind: str, event_id: int, reason: str) -> None:
    """Take back a class, a post or a merger that was wrong; a name is put right by renaming again."""
    from app.models.tables import UnitClass, UnitPost, UnitSuccession

    tables = {"class": UnitClass, "post": UnitPost, "succession": UnitSuccession}
    if kind not in tables or not event_id:
        raise Refused("这一条不能作废：名称用“更名”改正，最初的分类用“改分类”改正。")
    if not reason.strip():
        raise Refused("请写明作废的理由。")
    with office.change("作废责任主体的变动", reason=reason.strip()) as change:
        change.get(tables[kind], event_id).void_reason = reason.strip()


def _refuse_taken(change: Change, group: str, name: str) -> None:
    from app.models.tables import Unit

    if change.session.query(Unit).filter_by(group_key=group, name=name).first() is not None:
        raise Refused(f"{GROUPS[group]}里已经有“{name}”。")


def _name(text: str) -> str:
    if not text.strip():
        raise Refused("请填写单位名称。")
    return text.strip()


def _class(text: str) -> str:
    key = text.strip().upper().removesuffix("类")
    if not _CLASS.fullmatch(key):
        raise Refused(f"看不懂分类“{text}”：请写一个字母，如 A；不分类则空着。")
    return key


def _reason(text: str, what: str) -> str:
    if not text.strip():
        raise Refused(f"{what}要写明依据，如文号。")
    return text.strip()


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
