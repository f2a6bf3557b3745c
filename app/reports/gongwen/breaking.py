"""Breaks a paragraph into lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.reports.gongwen.marks import NO_END, NO_START, unsplit_pieces

_ALONE = 2
"""Characters (the full stop counted) that should not make a line of their own."""
LONG_UNIT = "个百分点"
"""Takes four cells behind a figure: figure and 个 stay together, the rest may go on the next line."""
TOLERANCE = 0.01
"""Points by which sums of widths may be off."""


class Squeeze(NamedTuple):
    """By how many points each character may be narrowed, and how far apart characters may stand before that is done."""

    gives: Sequence[float]
    loosest: float


def break_lines(
    text: str, widths: Sequence[float], first: float, rest: float, squeeze: Squeeze | None = None
) -> list[tuple[int, int]]:
    """The lines (start, end) of `text`, whose characters are `widths` points wide.

    The first line holds `first` points, the others `rest`. White space at the end of a line hangs over. Only a piece
    that is wider than a whole line is split where it must not be, and then as late as possible; one in 个百分点 behind
    个, where the line before it would be torn apart. With `squeeze`, marks
    give way where else the line would be torn apart or the paragraph's last line hold one character (GB/T 15834).
    """
    if text and sum(widths) <= first + TOLERANCE:
        return [(0, len(text))]
    lines: list[tuple[int, int]] = []
    start, used, room = 0, 0.0, first
    for at, end in unsplit_pieces(text):
        while True:
            full = widths[at] if end - at == 1 else sum(widths[at:end])
            inked = full - sum(widths[at + len(text[at:end].rstrip()) : end]) if text[end - 1].isspace() else full
            if used + inked <= room + TOLERANCE:
                used += full
                break
            if (
                squeeze is not None
                and at > start
                and _squeezes(squeeze, widths, (start, at, end), used + inked - room, room - used)
            ):
                used += full
                break
            if squeeze is not None and at > start:
                cut = long_unit_break(text, at, end)
                fits = used + sum(widths[at:cut]) <= room + TOLERANCE
                if cut > at and fits and (room - used) / max(1, at - start - 1) > squeeze.loosest:
                    lines.append((start, cut))
                    start, at, used, room = cut, cut, 0.0, rest
                    continue
            if at > start:
                lines.append((start, at))
                start, used, room = at, 0.0, rest
                continue
            at = _last_fit(text, widths, at, end, room)
            lines.append((start, at))
            start, used, room = at, 0.0, rest
    if start < len(text):
        lines.append((start, len(text)))
    return lines


def long_unit_break(text: str, start: int, end: int) -> int:
    """Where a piece may end a line that would else be torn apart: behind 个 in 16.43个百分点; `start` for no place."""
    place = text.find(LONG_UNIT, start + 1, end)
    return place + 1 if place > start else start


def _squeezes(
    squeeze: Squeeze, widths: Sequence[float], places: tuple[int, int, int], over: float, missing: float
) -> bool:
    """Whether a piece that is `over` points too wide goes on the line all the same, its marks squeezed."""
    start, at, end = places
    if over > sum(squeeze.gives[start:end]) + TOLERANCE:
        return False
    loose = missing / max(1, at - start - 1) > squeeze.loosest
    alone = end == len(widths) and end - at <= _ALONE
    return loose or alone


def _last_fit(text: str, widths: Sequence[float], start: int, end: int, room: float) -> int:
    """Where to split a piece that is wider than a line: at least one character is taken."""
    fit, used = start, 0.0
    while fit < end and used + widths[fit] <= room + TOLERANCE:
        used += widths[fit]
        fit += 1
    fit = max(fit, start + 1)
    for cut in range(fit, start + 1, -1):
        if text[cut] not in NO_START and text[cut - 1] not in NO_END:
            return cut
    return fit
