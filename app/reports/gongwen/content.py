"""What a page's content stream says (PDF 32000-1, 8 and 9): shapes, text, rules, as few operators as they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.reports.fonts.embedding import EmbeddedFont
from app.reports.fonts.face import Face
from app.reports.gongwen.page import Colour, Page, Rule, Shape


def content(page: Page, names: Mapping[Face, str], fonts: Mapping[Face, EmbeddedFont]) -> str:
    """The operators that draw `page`; `names` are those of the fonts in the document (/F1)."""
    drawn = [*_shapes(page.shapes, page.height), *_text(page, names, fonts), *_rules(page.rules, page.height)]
    return "\n".join(drawn)


def _shapes(shapes: Sequence[Shape], height: float) -> list[str]:
    drawn = []
    for shape in shapes:
        (x, y), *others = shape.points
        lines = " ".join(f"{across:.2f} {height - down:.2f} l" for across, down in others)
        drawn.append(f"{_colour(shape.colour)} k {x:.2f} {height - y:.2f} m {lines} h f")
    return drawn


def _text(page: Page, names: Mapping[Face, str], fonts: Mapping[Face, EmbeddedFont]) -> list[str]:
    """The runs; stretches that are set wide carry their text with them, else a copy would show blanks."""
    if not page.runs:
        return []
    begins = {start: "".join(run.text for run in page.runs[start:end]) for start, end in page.spread}
    ends = {end for _, end in page.spread}
    drawn = ["BT"]
    height = page.height
    face, size, spacing, colour, scale = None, 0.0, 0.0, None, 1.0
    hexes: Mapping[str, str] = {}
    for place, run in enumerate(page.runs):
        if place in ends:
            drawn.append("EMC")
        if place in begins:
            drawn.append(f"/Span<</ActualText<FEFF{begins[place].encode('utf-16-be').hex()}>>>BDC")
        if run.colour != colour:
            colour = run.colour
            drawn.append(f"{_colour(colour)} k")
        if run.face is not face or run.size != size:
            face, size = run.face, run.size
            hexes = fonts[face].hex_of
            drawn.append(f"{names[face]} {size:g} Tf")
        if run.spacing != spacing:
            spacing = run.spacing
            drawn.append(f"{spacing:.3f} Tc")
        if run.scale != scale:
            scale = run.scale
            drawn.append(f"{scale * 100:.3f} Tz")
        shown = "".join([hexes[char] for char in run.text])
        drawn.append(f"1 0 0 1 {run.x:.2f} {height - run.y:.2f} Tm<{shown}>Tj")
    if len(page.runs) in ends:
        drawn.append("EMC")
    drawn.append(_back_to_start(spacing, scale))
    return drawn


def _back_to_start(spacing: float, scale: float) -> str:
    """The end of a text; what it changed holds on beyond it, and the next text begins from nothing."""
    return f"{'0 Tc ' if spacing else ''}{'100 Tz ' if scale != 1 else ''}ET"


def _rules(rules: Sequence[Rule], height: float) -> list[str]:
    drawn = []
    width, colour = None, None
    for rule in rules:
        if rule.colour != colour:
            colour = rule.colour
            drawn.append(f"{_colour(colour)} K")
        if rule.width != width:
            width = rule.width
            drawn.append(f"{width:.4f} w")
        drawn.append(f"{rule.x0:.2f} {height - rule.y0:.2f} m {rule.x1:.2f} {height - rule.y1:.2f} l S")
    return drawn


def _colour(colour: Colour) -> str:
    return " ".join(f"{part:g}" for part in colour)
