"""What the checks of all rows share: near or not, and how figures are told."""

from __future__ import annotations

from app.reports.checking.layout import Layout
from app.reports.checking.report import Finding
from app.reports.checking.rows import Row
from app.reports.fonts.roles import Role

GEOMETRY = 1.0
"""Tolerance of the page's geometry (mm), the standard's own."""
INSIDE = 0.5
"""Tolerance inside the type area (mm)."""
TYPE_SIZE = 0.5
"""Tolerance of type sizes (points)."""

Findings = list[Finding] | None
"""None: the row does not apply to this paper."""


def mm(value: float) -> str:
    return f"{value:.2f} mm"


def off(page: int, what: str, value: float, wanted: float, tolerance: float = GEOMETRY) -> list[Finding]:
    """A finding where a measure (mm) is not what it should be."""
    if abs(value - wanted) <= tolerance:
        return []
    return [Finding(page, f"{what} {mm(value)}", f"{mm(wanted)}（±{tolerance:g}）")]


def wrong_size(row: Row, wanted: float, larger: float | None = None) -> list[Finding]:
    """A finding where type is not `wanted` points (to `larger`)."""
    if wanted - TYPE_SIZE <= row.size <= (larger or wanted) + TYPE_SIZE:
        return []
    return [Finding(row.page, f"“{shortened(row.text)}” {row.size:.1f} 磅", f"{wanted:g} 磅")]


def wrong_face(row: Row, *wanted: Role) -> list[Finding]:
    """A finding where most of a row is in another face."""
    if row.role in wanted:
        return []
    return [Finding(row.page, f"“{shortened(row.text)}”用了 {row.font}", "或".join(wanted))]


def not_centred(layout: Layout, row: Row, tolerance: float = GEOMETRY) -> list[Finding]:
    middle = layout.left_of(row) + layout.width / 2
    return off(row.page, f"“{shortened(row.text)}”中线距左边", row.centre, middle, tolerance + 0.3)


def shortened(text: str, length: int = 12) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
