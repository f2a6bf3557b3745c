"""Which fonts official papers are set in on this PC, to be shown to the user."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FontTaken:
    """The font taken for a role (仿宋, 小标宋 …); `stand_in` where the official one is missing on this PC."""

    role: str
    family: str
    stand_in: bool


def fonts_taken() -> tuple[FontTaken, ...]:
    """Return the font of each role; raise `OfficeError` naming a role for which this PC has none."""
    from app.reports.fonts.resolver import resolve

    return tuple(FontTaken(str(choice.role), choice.family, choice.stand_in) for choice in resolve().choices)
