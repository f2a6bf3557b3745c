"""The slide of scores: a bar for each unit, stacked of the points of its indicators."""

from __future__ import annotations

from collections.abc import Sequence

from app.rules.meeting_pack import PackedGroup, PackedUnit
from app.ui.meeting.canvas import HIGH, MARGIN, WIDE, Canvas
from app.ui.meeting.wording import BY_HAND, score

_TOP = 140.0
_ROOM = WIDE - 2 * MARGIN
_NAME = 230.0
_BOTTOM = HIGH - 70


def score_page(canvas: Canvas, group: PackedGroup, units: Sequence[PackedUnit]) -> None:
    """Draw a bar for each of some units of a group; points below 0 go to the left of its beginning."""
    look = canvas.look
    labels = [one.label for one in group.units[0].indicators]
    colours = [look.series[number % len(look.series)] for number in range(len(labels))]
    if any(unit.hand_points is not None for unit in group.units):
        labels.append(BY_HAND)
        colours.append(look.quiet)
    x, y = MARGIN, _TOP
    for label, colour in zip(labels, colours, strict=True):
        wide = min(34.0 + 24 * len(label), _ROOM - 32)
        if x > MARGIN and x + 32 + wide > WIDE - MARGIN:
            x, y = MARGIN, y + 36
        canvas.box(x, y + 6, 24, 24, colour)
        canvas.text(x + 32, y, wide, 36, label, 22)
        x += 32 + wide
    pieces = [_pieces(unit) for unit in group.units]
    most = max(sum(max(points, 0) for points in one) for one in pieces) or 1
    least = min(sum(min(points, 0) for points in one) for one in pieces)
    top, room = y + 52, _ROOM - _NAME - 130
    scale = room / (most - least)
    high = min(56.0, (_BOTTOM - top) / len(units))
    begin = MARGIN + _NAME - least * scale
    for row, unit in enumerate(units):
        y = top + row * high
        name = unit.name if unit.rank is None else f"{unit.rank}　{unit.name}"
        canvas.text(MARGIN, y, _NAME - 16, high, name, min(28.0, high * 0.72), align="right")
        up = down = begin
        for points, colour in zip(_pieces(unit), colours, strict=False):
            wide = abs(points) * scale
            down -= wide if points < 0 else 0
            canvas.box(up if points > 0 else down, y + high * 0.14, wide, high * 0.72, colour)
            up += wide if points > 0 else 0
        told = score(unit.score, group.decimals) or "无任务"
        canvas.text(up + 12, y, 120, high, told, min(26.0, high * 0.66))
    if least < 0:
        canvas.line([(begin, top), (begin, top + len(units) * high)], look.ink, 2)


def _pieces(unit: PackedUnit) -> list[float]:
    """Return the points of a unit's indicators, and those by hand behind them."""
    return [*(line.points or 0 for line in unit.indicators), unit.hand_points or 0]
