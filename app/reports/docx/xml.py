"""Small makers of WordprocessingML: fonts, sizes, spacing and borders with every default said aloud."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from app.reports.fonts.roles import Role
from app.reports.gongwen.page import Colour

FONT_NAMES: Mapping[Role, str] = {
    Role.FANGSONG: "仿宋_GB2312",
    Role.TITLE: "方正小标宋简体",
    Role.KAI: "楷体_GB2312",
    Role.HEI: "黑体",
    Role.SONG: "宋体",
}
"""The fonts that the standard's offices have; `OTHER_NAMES` tells Word what to take where one is missing."""

OTHER_NAMES: Mapping[Role, str] = {
    Role.FANGSONG: "FangSong",
    Role.TITLE: "STZhongsong",
    Role.KAI: "KaiTi",
    Role.HEI: "SimHei",
    Role.SONG: "SimSun",
}

TWIPS = 20
"""Twentieths of a point."""

Element = Any
"""An element of lxml, whose stubs python-docx does not use."""


def element(tag: str, **attributes: object) -> Element:
    """`<w:tag w:name="value"/>`."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def twips(points: float) -> int:
    return round(points * TWIPS)


def rgb(colour: Colour) -> str:
    """A CMYK colour (0 to 1) as Word writes colours."""
    cyan, magenta, yellow, black = colour
    return "".join(f"{round(255 * (1 - part) * (1 - black)):02X}" for part in (cyan, magenta, yellow))


def fonts(role: Role) -> Element:
    """All four kinds of characters in one face, none from the theme; “ ” — … are hinted to the Chinese one."""
    name = FONT_NAMES[role]
    return element("rFonts", hint="eastAsia", ascii=name, eastAsia=name, hAnsi=name, cs=name)


def run_properties(role: Role, size: float, colour: str = "000000", scale: float = 1.0) -> Element:
    """Face, size (points), colour and width of a run."""
    made = element("rPr")
    made.append(fonts(role))
    made.append(element("color", val=colour))
    if scale < 0.995:
        made.append(element("w", val=round(scale * 100)))
    made.append(element("kern", val=0))
    half_points = round(size * 2)
    made.append(element("sz", val=half_points))
    made.append(element("szCs", val=half_points))
    made.append(element("lang", val="en-US", eastAsia="zh-CN"))
    return made


def run(text: str, role: Role, size: float, colour: str = "000000", scale: float = 1.0) -> Element:
    made = element("r")
    made.append(run_properties(role, size, colour, scale))
    for number, part in enumerate(text.split("\t")):
        if number:
            made.append(element("tab"))
        written = element("t")
        written.text = part
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(written)
    return made


def line_break() -> Element:
    made = element("r")
    made.append(element("br"))
    return made


def field(instruction: str, role: Role, size: float) -> list[Element]:
    """A field such as PAGE, with a first result that Word replaces."""
    made = []
    for kind in ("begin", None, "separate", "1", "end"):
        part = element("r")
        part.append(run_properties(role, size))
        if kind is None:
            code = element("instrText")
            code.text = f" {instruction} "
            part.append(code)
        elif kind == "1":
            text = element("t")
            text.text = kind
            part.append(text)
        else:
            part.append(element("fldChar", fldCharType=kind))
        made.append(part)
    return made


def border(side: str, points: float, colour: str, kind: str = "single", space: float = 0) -> Element:
    """One edge of a paragraph or cell; Word counts its width in eighths of a point."""
    return element(side, val=kind, sz=max(2, round(points * 8)), space=round(space), color=colour)
