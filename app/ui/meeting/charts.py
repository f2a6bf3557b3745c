"""The slides of charts: scores stacked by indicator, ranks over months."""

from __future__ import annotations

from collections.abc import Sequence

from app.rules.meeting_pack import PackedGroup, PackedUnit
from app.ui.meeting.canvas import HIGH, MARGIN, WIDE, Canvas
from app.ui.meeting.wording import amount

_TOP = 140.0
_ROOM = WIDE - 2 * MARGIN
_NAME = 230.0
_BOTTOM = HIGH - 70


def score_page(canvas: Canvas, group: PackedGroup, units: Sequence[PackedUnit]) -> None:
    """Draw a bar for each of some units of a group, stacked of the points of its indicators."""
    look, heads = canvas.look, group.units[0].indicators
    x, y = MARGIN, _TOP
    for number, head in enumerate(heads):
        wide = min(34.0 + 24 * len(head.label), _ROOM - 32)
        if x > MARGIN and x + 32 + wide > WIDE - MARGIN:
            x, y = MARGIN, y + 36
        canvas.box(x, y + 6, 24, 24, look.series[number % len(look.series)])
        canvas.text(x + 32, y, wide, 36, head.label, 22)
        x += 32 + wide
    most = max(sum(max(line.points or 0, 0) for line in unit.indicators) for unit in group.units) or 1
    top, room = y + 52, _ROOM - _NAME - 130
    high = min(56.0, (_BOTTOM - top) / len(units))
    for row, unit in enumerate(units):
        y = top + row * high
        name = unit.name if unit.rank is None else f"{unit.rank}　{unit.name}"
        canvas.text(MARGIN, y, _NAME - 16, high, name, min(28.0, high * 0.72), align="right")
        x = MARGIN + _NAME
        for number, line in enumerate(unit.indicators):
            wide = max(line.points or 0, 0) / most * room
            canvas.box(x, y + high * 0.14, wide, high * 0.72, look.series[number % len(look.series)])
            x += wide
        canvas.text(x + 12, y, 120, high, amount(unit.score) or "无任务", min(26.0, high * 0.66))


def lines_page(canvas: Canvas, group: PackedGroup) -> None:
    """Draw the ranks over the months; the first three and the last three in colour, the others quiet."""
    look = canvas.look
    begun = next((n for n, month in enumerate(group.months) if any(month.ranks.values())), 0)
    months = group.months[begun:]
    names = [unit.name for unit in group.units]
    ranked = [unit.name for unit in group.units if unit.rank is not None]
    bright = {name: number for number, name in enumerate(dict.fromkeys([*ranked[:3], *ranked[-3:]]))}
    most = max((rank for month in months for rank in month.ranks.values() if rank is not None), default=1)
    left, right, top = MARGIN + 80, WIDE - MARGIN - 220, _TOP + 20
    step = (right - left) / max(len(months) - 1, 1)
    down = (_BOTTOM - 50 - top) / max(most - 1, 1)
    for rank in range(1, most + 1, max(1, most // 8)):
        y = top + (rank - 1) * down
        canvas.line([(left, y), (right, y)], look.line, 1)
        canvas.text(MARGIN - 20, y - 18, 85, 36, f"第{rank}", 22, colour=look.quiet, align="right")
    for number, month in enumerate(months):
        if number % max(1, len(months) // 6) == 0:
            canvas.text(
                left + number * step - 80, _BOTTOM - 36, 160, 36, month.label, 20, colour=look.quiet, align="centre"
            )
    taken: list[float] = []
    for name in sorted(names, key=lambda name: name in bright):
        colour = look.series[bright[name] % len(look.series)] if name in bright else look.line
        run: list[tuple[float, float]] = []
        for number, month in enumerate(months):
            rank = month.ranks.get(name)
            if rank is None:
                if len(run) > 1:
                    canvas.line(run, colour, 5 if name in bright else 2)
                run = []
                continue
            run.append((left + number * step, top + (rank - 1) * down))
        if len(run) > 1:
            canvas.line(run, colour, 5 if name in bright else 2)
        if run and name in bright:
            y = _free(run[-1][1], taken)
            taken.append(y)
            canvas.text(right + 16, y - 18, 200, 36, name, 26, colour=colour, bold=True)


def _free(wanted: float, taken: Sequence[float]) -> float:
    """Return the height nearest to the wanted one where a name meets no other and stays on the chart."""
    steps = (wanted + sign * step * 12 for step in range(60) for sign in (1, -1))
    fits = (y for y in steps if _TOP + 18 <= y <= _BOTTOM - 54 and all(abs(y - other) >= 36 for other in taken))
    return next(fits, wanted)
