"""What a check says: a verdict for each row of the standard, with where, what was found and what is asked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Of one row."""

    HELD = "held"
    BROKEN = "broken"
    NOT_APPLICABLE = "not applicable"

    @property
    def label(self) -> str:
        return {"held": "符合", "broken": "不符", "not applicable": "不适用"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault: on which page (from 1), what was found and what is asked."""

    page: int
    value: str
    wanted: str


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row of the standard with its verdict; of several faults the first is told, the others are counted."""

    id: str
    clause: str
    requirement: str
    verdict: Verdict
    page: int | None = None
    value: str = ""
    wanted: str = ""
    others: int = 0


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All rows, read against the numbers of `profile`; `format` is file, letter or plain."""

    profile: str
    format: str
    rows: tuple[CheckedRow, ...]

    @property
    def broken(self) -> tuple[CheckedRow, ...]:
        return tuple(row for row in self.rows if row.verdict is Verdict.BROKEN)

    @property
    def passed(self) -> bool:
        """Nothing is broken."""
        return not self.broken

    def as_dict(self) -> dict[str, object]:
        """As plain values, without the file's name."""
        return {
            "profile": self.profile,
            "format": self.format,
            "rows": [{**asdict(row), "verdict": row.verdict.value} for row in self.rows],
        }
