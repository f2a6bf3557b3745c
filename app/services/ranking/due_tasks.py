"""The tasks behind a ranking: what held on its day, and how much of it was due (domain.md §3)."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from app.rules.periods import Period
from app.rules.scheme import Scheme
from app.rules.targets import ChangedTask, Curve, task_on
from app.services.ranking.units_over_time import Succession


@dataclass(frozen=True)
class Task:
    """The task of one unit for one indicator in one year, as it held on a day."""

    unit: int
    year: int
    indicator: str
    value: Fraction
    from_day: dt.date | None


TaskTable = dict[int, dict[str, Fraction]]
"""By unit and indicator."""


@dataclass(frozen=True)
class Tasks:
    """All that a scheme asks of the tasks of some years: read once, asked for any period among them."""

    rows: tuple[tuple[int, int, str, int, dt.date | None, tuple[ChangedTask, ...]], ...]
    curves: Mapping[tuple[int, str], Curve]

    def held(self, day: dt.date, years: range, moves: Sequence[Succession]) -> list[Task]:
        """Return the tasks that held on a day, those of predecessors carried to their successors.

        A successor with a task of its own from the day of the merger on keeps that alone for the indicator.
        """
        tasks = {
            (unit, year, indicator): Task(unit, year, indicator, Fraction(value), from_day)
            for unit, year, indicator, base, from_day, changes in self.rows
            if year in years and (value := task_on(base, from_day, changes, day)) is not None
        }
        for move_day in sorted({move.day for move in moves}):
            before = dict(tasks)
            for move in (one for one in moves if one.day == move_day):
                for (unit, year, indicator), task in before.items():
                    if unit == move.old and year >= move_day.year:
                        _carry(tasks, task, move, (move.new, year, indicator))
        return list(tasks.values())

    def due(self, period: Period, as_of: dt.date, moves: Sequence[Succession]) -> tuple[TaskTable, TaskTable]:
        """Return the tasks of the period's years, and their expected shares, by unit and indicator.

        The task is the one that held at the end of the period, or on `as_of` within it. A task of 0 has no
        expected share: nothing of it is due.
        """
        targets: TaskTable = {}
        parts: TaskTable = {}
        shares: dict[tuple[int, str], Fraction] = {}
        for task in self.held(min(period.last, as_of), period.years, moves):
            key = (task.year, task.indicator)
            if key not in shares:
                curve = self.curves.get(key)
                shares[key] = curve.due(period, task.year, as_of) if curve else period.share_of_year(task.year, as_of)
            row = targets.setdefault(task.unit, {})
            row[task.indicator] = row.get(task.indicator, Fraction(0)) + task.value
            part = parts.setdefault(task.unit, {})
            part[task.indicator] = part.get(task.indicator, Fraction(0)) + task.value * shares[key]
        one = len(period.years) == 1
        expected = {
            unit: {
                key: shares[period.first.year, key] if one else part / targets[unit][key]
                for key, part in row.items()
                if targets[unit][key]
            }
            for unit, row in parts.items()
        }
        return targets, expected


def _carry(tasks: dict[tuple[int, int, str], Task], task: Task, move: Succession, to: tuple[int, int, str]) -> None:
    """Move a predecessor's part of a task (as it was before the day) to its successor, unless that has its own."""
    part = task.value * move.share
    left = tasks[task.unit, task.year, task.indicator]
    tasks[task.unit, task.year, task.indicator] = replace(left, value=left.value - part)
    own = tasks.get(to)
    if own is None:
        tasks[to] = replace(task, unit=move.new, value=part)
    elif own.from_day is None or own.from_day < move.day:
        tasks[to] = replace(own, value=own.value + part)


def read_tasks(connection: sqlite3.Connection, scheme: Scheme, years: range, group: str = "") -> Tasks:
    """Read the tasks of some years at the levels of a scheme, with changes and curves; of one group, or of all.

    A task stands under every indicator that it measures: its own, and those that use it (`target_of`).
    """
    asked: dict[tuple[str, str], list[str]] = {}
    for key, task, level in scheme.tasks_asked:
        asked.setdefault((task, level), []).append(key)
    changes: dict[int, list[ChangedTask]] = {}
    for target, from_day, value in connection.execute(
        "SELECT c.target_id, c.from_day, c.value FROM target_change c JOIN target t ON t.id = c.target_id"
        " WHERE t.year BETWEEN ? AND ? AND c.void_reason IS NULL ORDER BY c.from_day, c.id",
        (years[0], years[-1]),
    ):
        changes.setdefault(target, []).append(ChangedTask(dt.date.fromisoformat(from_day), value))
    rows = connection.execute(
        "SELECT t.id, t.unit_id, t.year, t.indicator, t.value, t.from_day, t.level FROM target t"
        " JOIN unit u ON u.id = t.unit_id WHERE ? IN ('', u.group_key) AND t.year BETWEEN ? AND ?"
        " AND t.void_reason IS NULL ORDER BY t.id",
        (group, years[0], years[-1]),
    )
    return Tasks(
        tuple(
            (
                unit,
                year,
                key,
                value,
                dt.date.fromisoformat(from_day) if from_day else None,
                tuple(changes.get(target, ())),
            )
            for target, unit, year, indicator, value, from_day, level in rows
            for key in asked.get((indicator, level), ())
        ),
        {
            (year, key): curve
            for (year, indicator), curve in read_curves(connection, years).items()
            for key, task, _ in scheme.tasks_asked
            if task == indicator
        },
    )


def read_curves(connection: sqlite3.Connection, years: range) -> dict[tuple[int, str], Curve]:
    """Return the curves of expected progress, by year and indicator."""
    return {
        (year, indicator): Curve(tuple(int(share) for share in shares.split(",")))
        for year, indicator, shares in connection.execute(
            "SELECT year, indicator, shares FROM progress_curve WHERE year BETWEEN ? AND ? AND void_reason IS NULL",
            (years[0], years[-1]),
        )
    }
