"""The slides of a meeting pack, in order: title, city, province, then each group's table, charts and pages of units."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from app.rules.meeting_pack import MeetingPack, PackedGroup, PackedUnit
from app.ui.meeting import charts, pages
from app.ui.meeting.canvas import HIGH, MARGIN, WIDE, Canvas
from app.ui.meeting.lines import lines_page

ROWS = 11
"""Units on one page of a table: big enough to be read from the last row."""
BARS = 12
"""Units on one page of bars."""


@dataclass(frozen=True)
class Slide:
    """One slide: its title, and what draws it below the title."""

    title: str
    draw: Callable[[Canvas], None]
    plain: bool = False
    """Without title line and foot: the title page."""


def slides_of(pack: MeetingPack) -> list[Slide]:
    """Return the slides of a pack."""
    return list(_slides(pack))


def unit_slides(pack: MeetingPack) -> list[tuple[str, Slide]]:
    """Return the page of every unit with its name."""
    return [(unit.name, _unit(pack, group, unit)) for group in pack.groups for unit in group.units]


def paint_slide(canvas: Canvas, pack: MeetingPack, slide: Slide, number: int, of: int) -> None:
    """Draw a slide with its title and its foot."""
    look = canvas.look
    canvas.box(0, 0, WIDE, HIGH, look.paper)
    if not slide.plain:
        canvas.text(MARGIN, 36, WIDE - 2 * MARGIN, 70, slide.title, 46, bold=True, colour=look.accent)
        canvas.box(MARGIN, 112, WIDE - 2 * MARGIN, 3, look.accent)
        foot = f"{pack.authority}　印发范围：{pack.audience}"
        canvas.text(MARGIN, HIGH - 46, 1000, 34, foot, 20, colour=look.quiet)
        canvas.text(
            WIDE - MARGIN - 300, HIGH - 46, 300, 34, f"{number + 1}／{of}", 20, colour=look.quiet, align="right"
        )
    slide.draw(canvas)


def _slides(pack: MeetingPack) -> Iterator[Slide]:
    yield Slide(pack.title, partial(pages.title_page, pack=pack), plain=True)
    if pack.groups and pack.groups[0].city:
        yield Slide(f"{pack.city}{pack.period_label}总体情况", partial(pages.city_page, group=pack.groups[0]))
    if pack.province:
        yield Slide("全省位次", partial(pages.province_page, pack=pack))
    for group in pack.groups:
        yield from _group(pack, group)


def _group(pack: MeetingPack, group: PackedGroup) -> Iterator[Slide]:
    """Give a group's slides, those of its tables and charts class by class where units are ranked by class."""
    name = f"{group.label}{pack.period_label}"
    for key in group.classes:
        for more, units in _parts(group.of_class(key), ROWS):
            title = f"{name}{group.class_label(key)}排名{more}"
            yield Slide(title, partial(pages.table_page, group=group, units=units))
    for key in group.classes:
        for more, units in _parts(group.of_class(key), BARS):
            title = f"{name}{group.class_label(key)}得分构成{more}"
            yield Slide(title, partial(charts.score_page, group=group, units=units))
    if len(group.months) > 1:
        for key in group.classes:
            title = f"{group.label}{group.class_label(key)}名次走势"
            yield Slide(title, partial(lines_page, group=group, key=key))
    for unit in group.units:
        yield _unit(pack, group, unit)


def _parts(units: Sequence[PackedUnit], most: int) -> Iterator[tuple[str, Sequence[PackedUnit]]]:
    """Give so many units at most at a time, with the number of the part where there are several."""
    for start in range(0, len(units), most):
        yield f"（{start // most + 1}）" if len(units) > most else "", units[start : start + most]


def _unit(pack: MeetingPack, group: PackedGroup, unit: PackedUnit) -> Slide:
    return Slide(f"{unit.name}　{pack.period_label}", partial(pages.unit_page, group=group, unit=unit))
