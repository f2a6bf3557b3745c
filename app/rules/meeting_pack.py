"""会议包: what a meeting sees, as plain values of one audience; it needs no database to be shown.

Amounts are in the unit of their column (个, 亿元, %), shares as fractions of 1, days as 2026-06-30.
"""

from __future__ import annotations

from dataclasses import field

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from app.rules.errors import OfficeError
from app.rules.scoring import class_label


@dataclass(frozen=True)
class PackedIndicator:
    """One indicator of a unit or of the city, with its working."""

    key: str
    label: str
    unit: str
    actual: float | None
    target: float | None
    completion: float | None
    expected: float | None
    points: float | None
    working: str


@dataclass(frozen=True)
class PackedRecord:
    """What stands behind a figure: a project, with the sentence of its day, amount and share."""

    indicator: str
    record: str
    value: str


@dataclass(frozen=True)
class PackedUnit:
    """A unit's page: its place, its indicators, and its records.

    `hand_points` are the points by hand in the score; None where there are none. A unit that was in another class the
    period before (`class_before`: B类) has no `rank_before`: ranks of two classes are not compared.
    """

    name: str
    class_key: str
    rank: int | None
    score: float | None
    rank_before: int | None
    score_before: float | None
    by_hand: tuple[str, ...]
    indicators: tuple[PackedIndicator, ...]
    records: tuple[PackedRecord, ...]
    hand_points: float | None = None
    class_before: str = ""


@dataclass(frozen=True)
class PackedMonth:
    """Rank, score and class of the units in one month by their names of today, for lines over time."""

    period: str
    label: str
    ranks: dict[str, int | None]
    scores: dict[str, float | None]
    classes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PackedGroup:
    """A group's ranking. `edition` is the published version, None for figures that were not published.

    `by_class` tells that ranks are those inside the units' classes; scores bear so many `decimals`.
    """

    group: str
    label: str
    scheme: str
    as_of: str
    edition: int | None
    sha256: str
    units: tuple[PackedUnit, ...]
    city: tuple[PackedIndicator, ...]
    months: tuple[PackedMonth, ...]
    by_class: bool = False
    decimals: int = 2

    @property
    def classes(self) -> tuple[str, ...]:
        """Return the classes inside which units are ranked, in order; one empty key where all are ranked together."""
        return tuple(dict.fromkeys(unit.class_key for unit in self.units)) if self.by_class else ("",)

    def of_class(self, key: str) -> tuple[PackedUnit, ...]:
        """Return the units of a class; all where they are ranked together."""
        return tuple(unit for unit in self.units if not self.by_class or unit.class_key == key)

    def class_label(self, key: str) -> str:
        """Return what a class is called (A类); empty where all are ranked together."""
        return class_label(key) if self.by_class else ""


@dataclass(frozen=True)
class PackedCity:
    """A city of the province in the month of the meeting."""

    city: str
    rank: int | None
    score: float | None
    signed: int | None
    over: int | None
    amount: float | None


@dataclass(frozen=True)
class MeetingPack:
    """All that a meeting is shown: title page, city, groups with their units, the province."""

    title: str
    city: str
    authority: str
    period: str
    period_label: str
    audience: str
    made_on: str
    groups: tuple[PackedGroup, ...]
    province: tuple[PackedCity, ...]
    province_gap: str


_ADAPTER = TypeAdapter(MeetingPack)


def pack_to_json(pack: MeetingPack) -> bytes:
    """Return a pack as JSON, indented so that a person can read it."""
    return _ADAPTER.dump_json(pack, indent=1)


def pack_from_json(data: bytes) -> MeetingPack:
    """Read a pack back; raise `OfficeError` where it is none."""
    try:
        return _ADAPTER.validate_json(data)
    except ValidationError as error:
        raise OfficeError("会议包的内容不完整或不是本程序写的，不能打开。请重新生成。") from error
