"""任务: the table of targets, setting and changing them, sharing out a city's task, and the curves of progress.

For screens: `targets_table` lists a year; `set_target` and `set_targets` write (a day makes it a change within the
year, which needs a reason); `void_target` takes a wrong one back; `propose_split` shares out a city's task without
writing; `set_curve` and `curve_of` keep 序时. Values are whole: 个, or 分 for money (`indicators_of` says which).
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.money import MOST_FEN, YI
from app.rules.periods import Period
from app.rules.scheme import Indicator, read_scheme
from app.rules.targets import ChangedTask, Curve, check_size, check_year, split_task, task_on
from app.services.ranking.due_tasks import read_curves
from app.services.ranking.measuring import actual_by_unit
from app.services.ranking.ranking import GROUPS
from app.services.ranking.schemes import DEFAULT, scheme_for, scheme_from_file
from app.services.ranking.units_over_time import units_on

if TYPE_CHECKING:
    from app.models.change import Change

LEVEL = "市下达"
LEVELS = (LEVEL, "省预期", "工作目标", "奋斗目标")
"""The levels that are offered; an office may keep others."""
SplitRule = Literal["equal", "last_year", "weights"]


@dataclass(frozen=True)
class TargetRow:
    """One task of the table: `value` as it holds on the day asked for (None: none then), `base` as first given."""

    id: int
    version: int
    unit_id: int
    unit: str
    group: str
    year: int
    indicator: str
    level: str
    base: int
    from_day: dt.date | None
    value: int | None
    changes: tuple[TargetChangeRow, ...]


@dataclass(frozen=True)
class TargetChangeRow:
    """A change of a task within the year, with its reason and paper; `value` is None where it was taken away."""

    id: int
    from_day: dt.date
    value: int | None
    reason: str
    paper: str


@dataclass(frozen=True)
class NewTarget:
    """A task to write: `value` None takes it away."""

    unit_id: int
    year: int
    indicator: str
    value: int | None
    level: str = LEVEL


def targets_table(connection: sqlite3.Connection, year: int, day: dt.date, group: str = "") -> tuple[TargetRow, ...]:
    """Return the tasks of a year, of one group or of all, as they hold on a day."""
    changes: dict[int, list[TargetChangeRow]] = {}
    for key, target, from_day, value, reason, paper in connection.execute(
        "SELECT c.id, c.target_id, c.from_day, c.value, c.reason, c.paper FROM target_change c"
        " JOIN target t ON t.id = c.target_id WHERE t.year = ? AND c.void_reason IS NULL ORDER BY c.from_day, c.id",
        (year,),
    ):
        row = TargetChangeRow(key, dt.date.fromisoformat(from_day), value, reason, paper)
        changes.setdefault(target, []).append(row)
    found = []
    for key, version, unit, name, group_key, indicator, level, base, begun in connection.execute(
        "SELECT t.id, t.version, t.unit_id, u.name, u.group_key, t.indicator, t.level, t.value, t.from_day"
        " FROM target t JOIN unit u ON u.id = t.unit_id WHERE t.year = ? AND ? IN ('', u.group_key)"
        " AND t.void_reason IS NULL ORDER BY u.group_key, u.position, u.id, t.level, t.id",
        (year, group),
    ):
        from_day = dt.date.fromisoformat(begun) if begun else None
        own = tuple(changes.get(key, ()))
        value = task_on(base, from_day, [ChangedTask(one.from_day, one.value) for one in own], day)
        found.append(TargetRow(key, version, unit, name, group_key, year, indicator, level, base, from_day, value, own))
    return tuple(found)


def levels_of(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the levels to choose from: the usual ones, then those that some task has besides."""
    found = connection.execute("SELECT DISTINCT level FROM target WHERE void_reason IS NULL ORDER BY level")
    return (*LEVELS, *(level for (level,) in found if level not in LEVELS))


def indicators_of(connection: sqlite3.Connection, group: str, year: int, today: dt.date) -> tuple[Indicator, ...]:
    """Return the indicators that a group can have tasks for in a year: those of its scheme that count something."""
    check_year(year)
    day = min(max(today, dt.date(year, 1, 1)), dt.date(year, 12, 31))
    return scheme_for(connection, group, day)[1].indicators


def find_indicator(
    connection: sqlite3.Connection, group: str, year: int, text: str, today: dt.date, *, borrowing: bool = False
) -> Indicator:
    """Return the indicator of that key or label; raise `Refused` naming those that the group's scheme has.

    One that uses another's task has none to give: it is refused too, unless `borrowing` ones are asked for.
    """
    known = indicators_of(connection, group, year, today)
    for one in known:
        if text.strip() in (one.key, one.label):
            if one.target_of and not borrowing:
                lending = next(other.label for other in known if other.key == one.target_of)
                raise Refused(f"“{one.label}”用的是“{lending}”的任务。请下达“{lending}”的任务。")
            return one
    raise Refused(f"没有指标“{text}”；现行办法有：{'、'.join(f'{one.key}（{one.label}）' for one in known)}。")


def read_value(text: str, indicator: Indicator) -> int:
    """Read a task as people write it: 个, or 亿元 for money (returned in 分); raise `Refused` for anything else."""
    try:
        number = Decimal(text.strip().removesuffix("亿元").removesuffix("个").replace(",", ""))
        if not number.is_finite() or number < 0:
            raise InvalidOperation
        check_size(number, text, money=indicator.measure.is_money)
        exact = number * YI if indicator.measure.is_money else number
        if exact != int(exact):
            raise InvalidOperation
    except InvalidOperation:
        unit = "亿元" if indicator.measure.is_money else "个（整数）"
        raise Refused(f"看不懂“{text}”：“{indicator.label}”的任务请写数字，单位{unit}。") from None
    return int(exact)


def unit_facts(connection: sqlite3.Connection) -> dict[int, tuple[str, str]]:
    """Return name and group of every unit, by id."""
    rows = connection.execute("SELECT id, name, group_key FROM unit WHERE void_reason IS NULL")
    return {key: (name, group) for key, name, group in rows}


def current_indicators(connection: sqlite3.Connection, year: int, today: dt.date) -> dict[tuple[str, str], Indicator]:
    """Return the indicators of a year by group and key, as the schemes in force then have them."""
    found: dict[tuple[str, str], Indicator] = {}
    for group in GROUPS:
        try:
            found |= {(group, one.key): one for one in indicators_of(connection, group, year, today)}
        except Refused:
            continue
    return found


def known_indicators(connection: sqlite3.Connection) -> dict[str, Indicator]:
    """Return every indicator that some scheme ever had, by key: it names tasks that the scheme in force has dropped.

    The newest scheme decides what a key means; the one that comes with the program fills what none has.
    """
    found = {one.key: one for one in scheme_from_file(DEFAULT).indicators}
    rows = connection.execute(
        "SELECT name, body FROM scoring_scheme ORDER BY void_reason IS NOT NULL DESC, from_day, id"
    ).fetchall()
    for name, body in rows:
        found |= {one.key: one for one in read_scheme(json.loads(body), name).indicators}
    return found


def set_target(
    office: Office, new: NewTarget, *, from_day: dt.date | None = None, reason: str = "", paper: str = ""
) -> None:
    """Give a unit a task, correct it, or change it from a day on; see `set_targets`."""
    set_targets(office, [new], from_day=from_day, reason=reason, paper=paper)


def set_targets(
    office: Office, rows: Sequence[NewTarget], *, from_day: dt.date | None = None, reason: str = "", paper: str = ""
) -> int:
    """Write tasks in one act and return how many were different.

    Without `from_day` a value is given or corrected for the whole year, and None takes the task back as wrong.
    With it the task changes from that day on, which needs a `reason`; what held before is used for before. Raises
    `Refused` for a negative task, a size or a year that cannot be meant, a day outside the year, or a missing reason;
    then nothing is written.
    """
    if from_day is not None and not reason.strip():
        raise Refused("年中调整任务要写明理由。")
    changed = 0
    act = "调整任务" if from_day else "下达任务"
    with office.change(act, reason=reason.strip()) as change:
        for row in rows:
            changed += _write(change, row, from_day, reason.strip(), paper.strip())
    return changed


def void_target_change(office: Office, change_id: int, reason: str) -> None:
    """Take back a change of a task that was wrong; the task is again what it was before."""
    from app.models.tables import TargetChange

    if not reason.strip():
        raise Refused("请写明作废这次调整的理由。")
    with office.change("作废任务调整", reason=reason.strip()) as change:
        change.get(TargetChange, change_id).void_reason = reason.strip()


def propose_split(
    connection: sqlite3.Connection,
    group: str,
    year: int,
    indicator: Indicator,
    total: int,
    rule: SplitRule = "equal",
    weights: Sequence[int] | None = None,
) -> tuple[NewTarget, ...]:
    """Share out a city's task over the units of a group, without writing: the parts add up, by largest remainder.

    `last_year` weighs by what each unit reached in the whole year before; `weights` takes the given ones in the
    order of the units. Raises `Refused` where there is nothing to share by.
    """
    if group not in GROUPS:
        raise Refused(f"没有“{group}”这一组；可选 {'、'.join(GROUPS)}。")
    units = units_on(connection, group, dt.date(year, 1, 1)) or units_on(connection, group, dt.date(year, 12, 31))
    if rule == "weights" and (weights is None or len(weights) != len(units)):
        raise Refused(f"要给出 {len(units)} 个单位各自的权重。")
    if rule == "last_year":
        before = Period.months(year - 1, 1, year - 1, 12)
        reached = actual_by_unit(connection, indicator, before, group, before.last)
        exact = [reached.get(unit.id, 0) for unit in units]
        weights = [int(value * 10_000) for value in exact]
    parts = split_task(total, weights if rule != "equal" else None, len(units))
    return tuple(NewTarget(unit.id, year, indicator.key, part) for unit, part in zip(units, parts, strict=True))


def curve_of(connection: sqlite3.Connection, year: int, indicator: str) -> Curve | None:
    """Return the curve of expected progress of an indicator; None for the usual month ÷ 12."""
    return read_curves(connection, range(year, year + 1)).get((year, indicator))


def set_curve(office: Office, year: int, indicator: str, curve: Curve | None, reason: str = "") -> None:
    """Keep the curve of an indicator for a year, or (None) go back to month ÷ 12."""
    from app.models.tables import ProgressCurve
    from app.services.dossiers.records import valid

    check_year(year)
    with office.change("设定进度曲线", reason=reason.strip()) as change:
        known = valid(change.session, ProgressCurve, year=year, indicator=indicator)
        if curve is None:
            for one in known:
                one.void_reason = reason.strip() or "改回按月均衡"
            return
        shares = ",".join(map(str, curve.shares))
        if known:
            known[0].shares = shares
        else:
            change.session.add(ProgressCurve(year=year, indicator=indicator, shares=shares))


def _write(change: Change, row: NewTarget, from_day: dt.date | None, reason: str, paper: str) -> bool:
    """Write one task; return whether anything changed."""
    from app.models.tables import Target, TargetChange, Unit
    from app.services.dossiers.records import valid

    unit = change.get(Unit, row.unit_id)
    if row.value is not None and row.value < 0:
        raise Refused(f"“{unit.name}”的任务数不能是负数。")
    if row.value is not None and row.value > MOST_FEN:
        raise Refused(f"“{unit.name}”的任务数大得不合情理。请核对位数和单位。")
    check_year(row.year)
    if from_day is not None and from_day.year != row.year:
        raise Refused(f"调整日期 {from_day} 不在 {row.year} 年内。")
    known = valid(change.session, Target, unit_id=row.unit_id, year=row.year, indicator=row.indicator, level=row.level)
    if not known:
        if row.value is None:
            return False
        change.session.add(
            Target(
                unit_id=row.unit_id,
                year=row.year,
                indicator=row.indicator,
                level=row.level,
                value=row.value,
                from_day=from_day,
            )
        )
        return True
    target = known[0]
    changes = valid(change.session, TargetChange, target_id=target.id)
    if from_day is None:
        if row.value is None:
            target.void_reason = reason or "任务录入有误"
            return True
        if target.value == row.value:
            return False
        target.value = row.value
        return True
    held = task_on(target.value, target.from_day, [ChangedTask(one.from_day, one.value) for one in changes], from_day)
    if held == row.value:
        return False
    change.session.add(
        TargetChange(target_id=target.id, from_day=from_day, value=row.value, reason=reason, paper=paper)
    )
    return True
