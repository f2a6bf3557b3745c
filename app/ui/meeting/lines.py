"""The slide of ranks over months: a line for each unit of a class, every one with its name at its end."""

from __future__ import annotations

from collections.abc import Sequence

from app.rules.meeting_pack import PackedGroup, PackedMonth
from app.ui.meeting.canvas import HIGH, MARGIN, WIDE, Canvas

_TOP = 160.0
_BOTTOM = HIGH - 120
_LEFT = MARGIN + 80
_NAME = 26.0
"""The size of a name where there is room."""
_APART = 36.0
"""From one name to the next where there is room."""

_Run = list[tuple[float, float]]


def lines_page(canvas: Canvas, group: PackedGroup, key: str) -> None:
    """Draw the ranks of a class over the months; the first three and the last three in colour, the others quiet."""
    look, units = canvas.look, group.of_class(key)
    names = [unit.name for unit in units]
    begun = next(
        (n for n, month in enumerate(group.months) if any(_rank(month, name, group, key) for name in names)), 0
    )
    months = group.months[begun:]
    ranked = [unit.name for unit in units if unit.rank is not None]
    bright = {name: number for number, name in enumerate(dict.fromkeys([*ranked[:3], *ranked[-3:]]))}
    places = [rank for month in months for name in names if (rank := _rank(month, name, group, key)) is not None]
    most = max(places, default=1)
    columns = 1 if len(names) * _APART <= _BOTTOM - _TOP else 2
    wide = 230.0 if columns == 1 else 190.0
    right = WIDE - MARGIN - columns * wide
    step, down = (right - _LEFT) / max(len(months) - 1, 1), (_BOTTOM - _TOP) / max(most - 1, 1)
    for rank in range(1, most + 1, max(1, most // 8)):
        y = _TOP + (rank - 1) * down
        canvas.line([(_LEFT, y), (right, y)], look.line, 1)
        canvas.text(MARGIN - 20, y - 18, 85, 36, f"第{rank}", 22, colour=look.quiet, align="right")
    for number, month in enumerate(months):
        if number % max(1, len(months) // 6) == 0:
            x = _LEFT + number * step
            canvas.text(x - 80, HIGH - 106, 160, 36, month.label, 20, colour=look.quiet, align="centre")
    ends: list[tuple[str, tuple[float, float]]] = []
    for name in sorted(names, key=lambda name: name in bright):
        colour = look.series[bright[name] % len(look.series)] if name in bright else look.quiet
        runs = _runs([_rank(month, name, group, key) for month in months], step, down)
        for run in runs:
            canvas.line(
                run if len(run) > 1 else [run[0], (run[0][0] + 6, run[0][1])], colour, 5 if name in bright else 2
            )
        if runs:
            ends.append((name, runs[-1][-1]))
    ends.sort(key=lambda one: one[1][1])
    apart = min(_APART, (_BOTTOM - _TOP) / max(1, -(-len(ends) // columns) - 1))
    for column in range(columns):
        mine = ends[column::columns]
        left = right + 24 + column * wide
        for (name, end), y in zip(mine, _spread([end[1] for _, end in mine], apart), strict=True):
            colour = look.series[bright[name] % len(look.series)] if name in bright else look.quiet
            if abs(y - end[1]) > 1 or end[0] < right or column:
                canvas.line([end, (right + 2, end[1]), (left - 6, y)], look.line, 1)
            size = min(_NAME, apart * 0.8)
            canvas.text(left, y - apart / 2, wide - 30, apart, name, size, colour=colour, bold=name in bright)


def _rank(month: PackedMonth, name: str, group: PackedGroup, key: str) -> int | None:
    """Return the rank of a unit in a month, where it was ranked in the class then."""
    if group.by_class and month.classes.get(name) != key:
        return None
    return month.ranks.get(name)


def _runs(ranks: Sequence[int | None], step: float, down: float) -> list[_Run]:
    """Return the points of a line in runs, which a month without a rank parts."""
    runs: list[_Run] = [[]]
    for number, rank in enumerate(ranks):
        if rank is None:
            runs.append([])
        else:
            runs[-1].append((_LEFT + number * step, _TOP + (rank - 1) * down))
    return [run for run in runs if run]


def _spread(wanted: Sequence[float], apart: float) -> list[float]:
    """Return heights near the wanted ones (in order), so far apart and all on the chart."""
    placed: list[float] = []
    for y in wanted:
        placed.append(max(y, placed[-1] + apart) if placed else y)
    limit = _BOTTOM
    for number in range(len(placed) - 1, -1, -1):
        placed[number] = min(placed[number], limit)
        limit = placed[number] - apart
    return placed
