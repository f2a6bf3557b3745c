"""What benches share: a row of figures with its peer and limit, repeated timing, and the table that is printed."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

HEADINGS = ("figure", "ours", "peer", "ratio", "limit", "", "measured against")


@dataclass(frozen=True)
class Row:
    """One figure of ours beside its peer, in one unit, with the ratio that was promised.

    `limit` bounds `ratio`: at most that many times the peer, or at least where `higher_is_better`. A figure with a
    bound of its own (16 ms a frame) has that bound as its peer and 1 as its limit.
    """

    figure: str
    ours: float
    peer: float
    peer_name: str
    unit: str
    limit: float
    higher_is_better: bool = False

    @property
    def ratio(self) -> float:
        """Ours divided by the peer's."""
        return self.ours / self.peer if self.peer else float("inf")

    @property
    def reached(self) -> bool:
        """Whether the promise is kept."""
        return self.ratio >= self.limit if self.higher_is_better else self.ratio <= self.limit

    def as_dict(self) -> dict[str, object]:
        """Return the row with its ratio and verdict as plain values."""
        return {**asdict(self), "ratio": self.ratio, "reached": self.reached}


def seconds(action: Callable[[], object], repeat: int = 3) -> float:
    """Return the best wall time of some runs, in seconds: the one that other programs disturbed least."""
    best = float("inf")
    for _ in range(repeat):
        begun = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - begun)
    return best


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest of the values that at least the share (0 to 1) of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table of aligned columns, for a fixed-width screen."""
    lines = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(HEADINGS))]
    padded = ([_pad(*cell) for cell in zip(line, widths, strict=True)] for line in lines)
    return "\n".join("  ".join(cells).rstrip() for cells in padded)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.figure,
        f"{_number(row.ours)} {row.unit}",
        f"{_number(row.peer)} {row.unit}",
        f"{row.ratio:.2f}",
        f"{'≥' if row.higher_is_better else '≤'} {row.limit:g}",
        "reached" if row.reached else "NOT REACHED",
        row.peer_name,
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
