"""Charts as drawn vectors in the paper's own fonts, black and grey as the standard asks of everything but the head."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.flow import Item
from app.reports.gongwen.lines import Measured, measure, set_line
from app.reports.gongwen.page import Colour, Rule, Run, Shape
from app.reports.gongwen.paper import Chart
from app.reports.gongwen.profile import Profile
from app.rules.errors import Refused

GREYS: tuple[Colour, ...] = ((0, 0, 0, 0.85), (0, 0, 0, 0.45), (0, 0, 0, 0.2), (0, 0, 0, 0.65), (0, 0, 0, 0.1))
LINE_GREYS: tuple[Colour, ...] = ((0, 0, 0, 0.9), (0, 0, 0, 0.6), (0, 0, 0, 0.45), (0, 0, 0, 0.75), (0, 0, 0, 0.5))
"""Lines are thin: the lightest grey of a bar would not be seen."""
DASHES: tuple[tuple[float, ...], ...] = ((), (6, 2.5), (1.5, 2), (7, 2, 1.5, 2), (3, 2))
"""Strokes and gaps of a line, in points: greys alone are hard to tell apart in print."""
_LINE = 1.2
_MARK = 2.4
"""Half the size of the mark of a point on a line."""
_CROSS = (
    (-1.4, -1),
    (-1, -1.4),
    (0, -0.4),
    (1, -1.4),
    (1.4, -1),
    (0.4, 0),
    (1.4, 1),
    (1, 1.4),
    (0, 0.4),
    (-1, 1.4),
    (-1.4, 1),
    (-0.4, 0),
)
_SAMPLE = 2.4
"""Length of a line's sample in the legend, in characters: its dashes must be seen there."""
_LINES_HIGH = 8
"""Height of the plot of a line chart, in lines of text."""
_TICKS = 5


@dataclass(slots=True)
class _Plate:
    """What a chart is drawn on."""

    size: float
    fonts: FontSet
    runs: list[Run]
    rules: list[Rule]
    shapes: list[Shape]

    def label(self, text: str, x: float, middle: float, share: float = 0.0) -> None:
        """Write `text` with its body's middle at `middle`; `share` of its width lies left of `x`."""
        measured = self.measured(text)
        top = middle - self.size / 2
        self.runs += set_line(measured, 0, len(text), x - measured.width() * share, top)

    def measured(self, text: str) -> Measured:
        return measure(text, Role.FANGSONG, self.fonts, self.size)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        self.shapes.append(Shape(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), colour))


def chart_items(chart: Chart, fonts: FontSet, profile: Profile) -> list[Item]:
    """The title above and the chart below it as one piece; `Refused` where it does not fit on a page."""
    size = profile.table_sizes[1]
    items = []
    if chart.title:
        title = measure(chart.title, Role.HEI, fonts, profile.size, profile.pitch)
        for start, end in title.broken(profile.area_width):
            left = (profile.area_width - title.width(start, end)) / 2
            runs = tuple(set_line(title, start, end, left, 0.0))
            items.append(Item(profile.size, profile.leading, runs, keep_with_next=True))
    plate = _Plate(size, fonts, [], [], [])
    top = _legend(chart, plate, profile)
    drawing = _lines if chart.kind == "lines" else _bars
    height = drawing(chart, plate, profile, top)
    if height + 3 * profile.line_pitch > profile.area_height:
        raise Refused(
            f"图“{chart.title}”有{len(chart.categories)}项，一页排不下，文件没有生成。请减少项数，或者改用表格后再试。"
        )
    items.append(Item(height, profile.leading, tuple(plate.runs), tuple(plate.rules), tuple(plate.shapes)))
    return items


def _legend(chart: Chart, plate: _Plate, profile: Profile) -> float:
    """The unit at the right, the names of the rows at the left; returns where the plot may begin."""
    size, x, y = plate.size, 0.0, 0.0
    if chart.unit:
        plate.label(f"单位：{chart.unit}", profile.area_width, size / 2, 1.0)
    if len(chart.series) > 1:
        edge = profile.area_width - 9 * size
        for number, row in enumerate(chart.series):
            sample = _SAMPLE if chart.kind == "lines" else 0.8
            width = plate.measured(row.name).width() + (sample + 1.7) * size
            if x and x + width > edge:
                x, y = 0.0, y + 1.4 * size
            colour = _grey(chart, number)
            if chart.kind == "lines":
                middle = y + size / 2
                plate.rules += _stroke([(x, middle), (x + _SAMPLE * size, middle)], number, colour)
                plate.shapes.append(_mark(number, x + _SAMPLE / 2 * size, middle, colour))
            else:
                plate.box(x, y + 0.15 * size, 0.7 * size, 0.7 * size, colour)
            plate.label(row.name, x + (sample + 0.2) * size, y + size / 2)
            x += width
    return y + 1.8 * size if chart.unit or len(chart.series) > 1 else 0.0


def _bars(chart: Chart, plate: _Plate, profile: Profile, top: float) -> float:
    """Horizontal bars, one below the other, each with its figure; returns the height."""
    size = plate.size
    names = max(plate.measured(name).width() for name in chart.categories)
    totals = [sum(row.values[place] for row in chart.series) for place in range(len(chart.categories))]
    told = totals if chart.kind == "stacked" else [value for row in chart.series for value in row.values]
    figures = max((plate.measured(_figure(value)).width() for value in told), default=0.0)
    left, right = names + 0.5 * size, profile.area_width - figures - 0.6 * size
    if right - left < profile.area_width * 0.2:
        raise Refused(f"图“{chart.title}”的名称太长，柱子画不下，文件没有生成。请改短名称，或者改用表格后再试。")
    stacked = chart.kind == "stacked"
    most = max(told, default=0.0)
    across = _scale(0.0, most or 1.0, left, right)
    each = 1.1 * size if stacked or len(chart.series) == 1 else 1.0 * size
    step = (each if stacked else each * len(chart.series)) + 0.6 * size
    for place, name in enumerate(chart.categories):
        y = top + place * step + 0.3 * size
        plate.label(name, names, y + (step - 0.6 * size) / 2, 1.0)
        start = 0.0
        for number, row in enumerate(chart.series):
            value = row.values[place]
            x = across(start) if stacked else left
            width = across(start + value) - x if stacked else across(value) - left
            plate.box(x, y, width, each * 0.9, GREYS[number % len(GREYS)])
            if stacked:
                start += value
            else:
                plate.label(_figure(value), left + width + 0.3 * size, y + each * 0.45)
                y += each
        if stacked:
            plate.label(_figure(totals[place]), across(start) + 0.3 * size, y + each * 0.45)
    bottom = top + len(chart.categories) * step
    plate.rules.append(Rule(left, top, left, bottom, profile.table_rule, profile.black))
    return bottom


def _lines(chart: Chart, plate: _Plate, profile: Profile, top: float) -> float:
    """Lines over the categories with a scale at the left; returns the height."""
    size = plate.size
    values = [value for row in chart.series for value in row.values]
    ticks = _ticks(min(0.0, *values), max(*values, 0.0) or 1.0)
    left = max(plate.measured(_figure(tick)).width() for tick in ticks) + 0.5 * size
    bottom = top + size / 2 + _LINES_HIGH * profile.line_pitch
    upwards = _scale(ticks[0], ticks[-1], bottom, top + size / 2)
    for tick in ticks:
        plate.label(_figure(tick), left - 0.4 * size, upwards(tick), 1.0)
        plate.rules.append(
            Rule(left, upwards(tick), profile.area_width, upwards(tick), profile.table_rule / 2, (0, 0, 0, 0.3))
        )
    step = (profile.area_width - left) / len(chart.categories)
    every = math.ceil(max(plate.measured(name).width() + 0.4 * size for name in chart.categories) / step)
    for place, name in enumerate(chart.categories):
        if place % every == 0:
            label = plate.measured(name).width()
            middle = left + (place + 0.5) * step
            start = max(0.0, min(middle - label / 2, profile.area_width - label))
            plate.label(name, start, bottom + 0.9 * size)
    for number, row in enumerate(chart.series):
        colour = _grey(chart, number)
        points = [(left + (place + 0.5) * step, upwards(value)) for place, value in enumerate(row.values)]
        plate.rules += _stroke(points, number, colour)
        for x, y in points:
            plate.shapes.append(_mark(number, x, y, colour))
    plate.rules.append(Rule(left, upwards(0), profile.area_width, upwards(0), profile.table_rule, profile.black))
    return bottom + 1.6 * size


def _grey(chart: Chart, number: int) -> Colour:
    greys = LINE_GREYS if chart.kind == "lines" else GREYS
    return greys[number % len(greys)]


def _stroke(points: list[tuple[float, float]], number: int, colour: Colour) -> list[Rule]:
    """A line through points, whole or in the dashes of its number, which go on round the corners."""
    pattern = DASHES[number % len(DASHES)]
    if not pattern:
        return [Rule(x0, y0, x1, y1, _LINE, colour) for (x0, y0), (x1, y1) in pairwise(points)]
    rules: list[Rule] = []
    place, left = 0, pattern[0]
    for (x0, y0), (x1, y1) in pairwise(points):
        length, done = math.hypot(x1 - x0, y1 - y0), 0.0
        while done < length - 1e-6:
            step = min(left, length - done)
            if place % 2 == 0:
                ends = [
                    (x0 + (x1 - x0) * part / length, y0 + (y1 - y0) * part / length) for part in (done, done + step)
                ]
                rules.append(Rule(*ends[0], *ends[1], _LINE, colour))
            done, left = done + step, left - step
            if left < 1e-6:
                place = (place + 1) % len(pattern)
                left = pattern[place]
    return rules


def _mark(number: int, x: float, y: float, colour: Colour) -> Shape:
    """A square, a diamond, a triangle up or down, or a cross, so that lines can be told apart without colours."""
    m = _MARK
    outlines = (
        ((-m, -m), (m, -m), (m, m), (-m, m)),
        ((0, -1.4 * m), (1.4 * m, 0), (0, 1.4 * m), (-1.4 * m, 0)),
        ((0, -1.3 * m), (1.3 * m, m), (-1.3 * m, m)),
        ((0, 1.3 * m), (-1.3 * m, -m), (1.3 * m, -m)),
        tuple((x * m, y * m) for x, y in _CROSS),
    )
    return Shape(tuple((x + dx, y + dy) for dx, dy in outlines[number % len(outlines)]), colour)


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    return lambda value: start + (value - low) / (high - low) * (end - start)


def _ticks(low: float, high: float) -> list[float]:
    """Round figures from at most `low` to at least `high`."""
    rough = (high - low) / _TICKS
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, last + 1)]


def _figure(value: float) -> str:
    """At most two decimals, none where it is whole."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return text.replace("-", "−")
