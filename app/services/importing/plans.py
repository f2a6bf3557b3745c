"""What an import will do, row by row, before anything is written; and what it did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from app.rules.ledger.mapping import HOW_LABELS, Column
from app.rules.ledger.records import Reading, Record, Remark
from app.rules.ledger.vocabulary import KIND_LABELS, UNUSED, Kind, Vocabulary
from app.rules.reading import is_empty
from app.rules.stages import Stage

Action: TypeAlias = Literal["add", "update", "same", "refuse", "suspect", "skip"]
ACTION_LABELS: dict[Action, str] = {
    "add": "新增",
    "update": "更新",
    "same": "无变化",
    "refuse": "拒绝",
    "suspect": "疑似重复，待确认",
    "skip": "按选择跳过",
}
Ref: TypeAlias = int
"""The id of a record, or a negative number for one that this import will make (-1 the first of its list)."""


@dataclass(frozen=True)
class Difference:
    """One value that changes: label, old and new as people read them (old "" for something new)."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Suspect:
    """A row that looks like a project that is there, or like an earlier row of the file; the user decides.

    `key` is what `choices` answers by; `project` is the candidate's id, None where it is an earlier row. Where `unit`
    (a group) is set, `name` is that of a unit as the rows write it, and `candidate` the unit that it may be.
    """

    key: int
    row: int
    name: str
    project: int | None
    candidate: str
    candidate_row: int | None
    reason: str
    likeness: float
    sheet: str = ""
    unit: str = ""

    @property
    def same(self) -> str | None:
        """What `choices` answers where it is the same; None where it cannot be taken for that (an earlier row)."""
        if self.unit:
            return "same"
        return f"same:{self.project}" if self.project is not None else None


@dataclass(frozen=True, slots=True)
class StageWrite:
    """A stage event to write: a new one, or a new day for the event `event` (dated `was` until now)."""

    stage: Stage
    day: dt.date
    text: str
    source: str = ""
    is_main: bool = True
    event: int | None = None
    was: dt.date | None = None


@dataclass(frozen=True, slots=True)
class FundsWrite:
    """An arrival of funds to write; amount in 分."""

    day: dt.date
    amount: int
    kind: str
    text: str


@dataclass(slots=True)
class ProjectWork:
    """What one row writes: project `project` (None for a new one) and what hangs on it."""

    project: int | None
    after: dict[str, Any]
    before: Mapping[str, Any] | None = None
    enterprise: Ref = 0
    enterprise_names: tuple[str, str] = ("", "")
    uscc_for: int | None = None
    stages: Sequence[StageWrite] = ()
    credits: Sequence[tuple[Ref, int]] = ()
    voided_credits: Sequence[int] = ()
    referrals: Sequence[tuple[str, Ref]] = ()
    funds: Sequence[FundsWrite] = ()

    @property
    def empty(self) -> bool:
        """Whether the row would change nothing."""
        return not (
            self.after
            or self.uscc_for
            or self.stages
            or self.credits
            or self.voided_credits
            or self.referrals
            or self.funds
        )


@dataclass(slots=True)
class TargetWork:
    """A target to write: a new one, or a new value for the target `target` (`was` until now)."""

    unit: Ref
    indicator: str
    value: int
    target: int | None = None
    was: int | None = None


@dataclass(slots=True)
class PlannedRow:
    """One record of the file and what becomes of it."""

    sheet: int
    record: Record
    action: Action
    name: str
    differences: Sequence[Difference] = ()
    work: ProjectWork | None = None
    targets: Sequence[TargetWork] = ()


@dataclass(frozen=True)
class Cell:
    """A cell of a row as the wizard shows it: label, original text, what was read from it."""

    label: str
    original: str
    value: str


@dataclass
class Made:
    """Records that the rows refer to and that this import makes; a `Ref` -n is the n-th of its list."""

    units: list[tuple[str, str]] = field(default_factory=list)
    industries: list[str] = field(default_factory=list)
    enterprises: list[tuple[str, str]] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    aliases: dict[str, Ref] = field(default_factory=dict)
    """Spellings of units that the user decided upon, to be remembered."""


@dataclass
class ImportPlan:
    """What importing a file will do. Made by `examine`, carried out by `apply`; nothing is written before."""

    path: Path
    sha256: str
    kind: Kind
    vocabulary: Vocabulary
    readings: list[Reading]
    seen_change: int
    month: dt.date | None = None
    year: int | None = None
    rows: list[PlannedRow] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    assumed: list[Remark] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    skipped: list[Remark] = field(default_factory=list)
    passed_sheets: list[tuple[str, str]] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    made: Made = field(default_factory=Made)

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.path.name

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the first sheet that was read, as mapped."""
        return self.readings[0].head.columns

    def count(self, action: Action) -> int:
        """Return how many rows have this action."""
        return sum(row.action == action for row in self.rows)

    @property
    def unrecognised(self) -> list[str]:
        """The headings of columns that hold data and mean nothing that is known, each once."""
        return list(
            dict.fromkeys(
                column.heading
                for reading in self.readings
                for column in reading.head.columns
                if column.how == "unknown" and _holds_data(reading, column.index)
            )
        )

    @property
    def several(self) -> bool:
        """Whether rows come from more than one sheet."""
        return len(self.readings) > 1

    def sheet_name(self, row: PlannedRow) -> str:
        """Return the name of the sheet that a row stands on, "" where there is only one."""
        return self.readings[row.sheet].sheet.name if self.several else ""

    def texts(self) -> list[str]:
        """Return what may name the month or year: lines above the heads, sheet names, file name, signatures, notes."""
        found: list[str] = []
        for reading in self.readings:
            above = reading.sheet.rows[: reading.head.first]
            found += [cell for row in above for cell in row if isinstance(cell, str)]
            found.append(reading.sheet.name)
        found.append(self.path.stem)
        for reading in self.readings:
            found += [text for _, kind, text in reading.skipped if kind in ("signature", "note")]
        return [text for text in found if text]

    def to_json(self) -> dict[str, Any]:
        """Return the plan as the command line prints it for programs (dry run)."""
        return _json(self)


@dataclass
class ImportResult:
    """What an import did, with the plan it followed and the change that can be undone."""

    plan: ImportPlan
    change_id: int | None

    def to_json(self) -> dict[str, Any]:
        """Return the result as the command line prints it for programs."""
        return {**_json(self.plan), "change": self.change_id}


def _json(plan: ImportPlan) -> dict[str, Any]:
    unresolved = [
        Remark(
            one.row,
            "项目名称",
            one.name,
            f"疑似重复：{one.reason}（{_candidate(one)}，相近度{one.likeness:g}）。请核对后决定：是同一个、是新的还是跳过",
            one.sheet,
        )
        for one in plan.suspects
        if not one.unit
    ]
    refused = sorted([*plan.refused, *unresolved], key=lambda remark: (remark.sheet, remark.row))
    return {
        "file": plan.file,
        "kind": plan.kind,
        "kind_label": KIND_LABELS[plan.kind],
        "month": plan.month.strftime("%Y-%m") if plan.month else None,
        "year": plan.year,
        "mapping": [_column(plan, column) for column in plan.columns],
        "unrecognised": plan.unrecognised,
        "rows": len(plan.rows),
        "added": plan.count("add"),
        "updated": plan.count("update"),
        "unchanged": plan.count("same"),
        "refused": [_remark(remark) for remark in refused],
        "assumed": [_remark(remark) for remark in plan.assumed],
        "suspects": [
            {
                "row": one.row,
                **({"sheet": one.sheet} if one.sheet else {}),
                "choice": one.key,
                "of": "unit" if one.unit else "project",
                "name": one.name,
                "candidate": one.candidate,
                "project": one.project,
                "candidate_row": one.candidate_row,
                "reason": one.reason,
                "likeness": one.likeness,
            }
            for one in plan.suspects
        ],
        "skipped": [_remark(remark) for remark in plan.skipped],
        "passed_sheets": [{"sheet": name, "reason": reason} for name, reason in plan.passed_sheets],
        "asks": plan.asks,
    }


def _holds_data(reading: Reading, index: int) -> bool:
    return any(index < len(record.cells) and not is_empty(record.cells[index]) for record in reading.records)


def _candidate(suspect: Suspect) -> str:
    where = f"第{suspect.candidate_row}行" if suspect.candidate_row else "档案中"
    return f"{where}“{suspect.candidate}”"


def _column(plan: ImportPlan, column: Column) -> dict[str, Any]:
    return {
        "column": column.index + 1,
        "heading": column.heading,
        "field": plan.vocabulary.label(column.field),
        "key": None if column.field == UNUSED else column.field,
        "how": HOW_LABELS[column.how],
        "likeness": column.likeness,
    }


def _remark(remark: Remark) -> dict[str, Any]:
    found: dict[str, Any] = {
        "row": remark.row,
        "field": remark.field,
        "value": remark.value,
        "reason": remark.reason,
    }
    return {**found, "sheet": remark.sheet} if remark.sheet else found
