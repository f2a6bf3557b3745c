"""One file on its way into the office: what the user answered, what would come of it, what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.rules.ledger.vocabulary import UNUSED, Kind

if TYPE_CHECKING:
    from app.services.importing import ImportPlan, ImportResult
    from app.services.office.offices import Office


@dataclass
class ImportJob:
    """A file and the answers given for it. `dirty` says that `plan` does not follow the answers yet."""

    path: Path
    kind: Kind | None = None
    mapping: dict[int, str] = field(default_factory=dict)
    month: dt.date | None = None
    year: int | None = None
    unit: str | None = None
    choices: dict[int, str] = field(default_factory=dict)
    remember: bool = False
    plan: ImportPlan | None = None
    result: ImportResult | None = None
    error: str = ""
    dirty: bool = False
    guess_head: bool = False
    """No head was found, but the user knows the kind: take the likeliest row, whatever its words."""

    @property
    def state(self) -> str:
        """Return where the file stands, in a word."""
        if self.result is not None:
            return "已导入" if self.result.change_id is not None else "无变化"
        if self.error:
            return "读不出"
        return "待导入" if self.plan else "待核对"

    @property
    def undecided(self) -> int:
        """How many suspects wait for the user."""
        return sum(one.key not in self.choices for one in self.plan.suspects) if self.plan else 0

    def examine(
        self,
        office: Office,
        today: dt.date,
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
    ) -> ImportPlan:
        """Make the plan by the answers given; runs in a worker."""
        from app.services.importing import examine

        return examine(
            office,
            self.path,
            today=today,
            kind=self.kind,
            mapping=self.mapping or ({0: UNUSED} if self.guess_head else None),
            month=self.month,
            year=self.year,
            unit=self.unit,
            choices=self.choices or None,
            progress=progress,
            cancelled=cancelled,
        )

    def apply(
        self,
        office: Office,
        today: dt.date,
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
    ) -> ImportResult:
        """Carry out the plan; the mapping is remembered even where the import fails, so that it is made only once."""
        from app.services.importing import apply, remember_mapping

        assert self.plan is not None
        try:
            return apply(office, self.plan, today=today, progress=progress, cancelled=cancelled)
        finally:
            if self.remember and self.mapping:
                remember_mapping(office, self.plan)
