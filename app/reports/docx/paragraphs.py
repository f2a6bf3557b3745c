"""Paragraphs of a paper in Word's terms: on the document grid, or with exact lines where the head leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.reports.docx.xml import Element, border, element, twips
from app.reports.gongwen.profile import MM


@dataclass(frozen=True, slots=True)
class Frame:
    """A place on the page (mm from its upper left corner) for what does not flow."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph stands. Points; indents in characters go beside their measure, so that WPS counts them too."""

    align: str = "both"
    before: float = 0.0
    after: float = 0.0
    exact: float | None = None
    """Exact line height off the grid; None: one line of the grid."""
    first: float = 0.0
    first_chars: float = 0.0
    left: float = 0.0
    right: float = 0.0
    hanging: float = 0.0
    keep_next: bool = False
    new_page: bool = False
    outline: int | None = None
    tabs: tuple[tuple[str, float], ...] = ()
    border_below: tuple[float, str, float] | None = None
    """Width, colour and distance (points) of a rule below."""
    borders: tuple[Element, ...] = field(default=())
    frame: Frame | None = None
    free: bool = False
    """Off the grid with the font's own line height: cells of tables."""


def paragraph(runs: Sequence[Element], style: Style) -> Element:
    """A `w:p`; the order of its properties is the schema's."""
    made = element("p")
    made.append(_properties(style))
    for run in runs:
        made.append(run)
    return made


def _properties(style: Style) -> Element:
    made = element("pPr")
    if style.keep_next:
        made.append(element("keepNext"))
    if style.new_page:
        made.append(element("pageBreakBefore"))
    if style.frame is not None:
        place = style.frame
        made.append(
            element(
                "framePr",
                w=twips(place.width * MM),
                hSpace=0,
                wrap="around",
                vAnchor="page",
                hAnchor="page",
                x=twips(place.x * MM),
                y=twips(place.y * MM),
            )
        )
    made.append(element("widowControl", val=0))
    edges = [*style.borders]
    if style.border_below is not None:
        edges.append(border("bottom", style.border_below[0], style.border_below[1], space=style.border_below[2]))
    if edges:
        box = element("pBdr")
        for edge in edges:
            box.append(edge)
        made.append(box)
    if style.tabs:
        stops = element("tabs")
        for kind, place_at in style.tabs:
            stops.append(element("tab", val=kind, pos=twips(place_at)))
        made.append(stops)
    for name, value in (("kinsoku", 1), ("wordWrap", 1), ("overflowPunct", 0), ("autoSpaceDE", 0), ("autoSpaceDN", 0)):
        made.append(element(name, val=value))
    off_grid = style.exact is not None or style.free
    made.append(element("snapToGrid", val=0 if off_grid else 1))
    spacing = element("spacing", before=twips(style.before), after=twips(style.after))
    _set(spacing, line=240 if style.exact is None else twips(style.exact))
    _set(spacing, lineRule="auto" if style.exact is None else "exact")
    made.append(spacing)
    made.append(_indents(style))
    made.append(element("jc", val=style.align))
    if style.outline is not None:
        made.append(element("outlineLvl", val=style.outline))
    return made


def _indents(style: Style) -> Element:
    made = element("ind", left=twips(style.left), right=twips(style.right))
    if style.hanging:
        _set(made, hanging=twips(style.hanging))
    elif style.first_chars:
        _set(made, firstLineChars=round(style.first_chars * 100), firstLine=twips(style.first))
    else:
        _set(made, firstLine=twips(style.first))
    return made


def _set(target: Element, **attributes: object) -> None:
    for name, value in attributes.items():
        target.set(element("x", **{name: value}).keys()[0], str(value))
