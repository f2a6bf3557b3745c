"""An empty document with the grid, margins, page numbers and fonts of a paper, and nothing of Word's theme."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.section import Section

from app.reports.docx.paragraphs import Style, paragraph
from app.reports.docx.xml import FONT_NAMES, OTHER_NAMES, Element, element, field, fonts, run, twips
from app.reports.fonts.roles import Role
from app.reports.gongwen.paper import Paper
from app.reports.gongwen.profile import MM, Profile

WORD_SIZE = 16.0
"""3号 as Word knows it (points); the standard's own reckoning is 15.75."""
_KEPT_STYLES = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList"}
_FOOTER_LINE = 16.0
_LONGEST_PROPERTY = 255
"""Characters that a document's property may have."""


def word_size(profile: Profile) -> float:
    """The text's size: 3号 is 16 pt in Word."""
    return WORD_SIZE if abs(profile.size - 15.75) < 0.26 else profile.size


def top_margin(profile: Profile) -> float:
    """Points from the edge to the grid: Word puts half of the white of a line above it (34.58 mm for the standard)."""
    return profile.area_top - (profile.line_pitch - 15.9) / 2 if profile.size > 15 else profile.area_top


def new_document(paper: Paper) -> WordDocument:
    """The document, its one section empty."""
    document = Document()
    _strip(document)
    profile = paper.profile
    set_page(document.sections[0], profile, landscape=False)
    set_footers(document.sections[0], profile, first_differs=paper.format == "letter")
    settings = document.settings.element
    wanted = [element("mirrorMargins")] if profile.duplex else []
    for setting in [*wanted, element("evenAndOddHeaders", val=1 if profile.duplex else 0)]:
        for old in settings.findall(setting.tag):
            settings.remove(old)
        _insert_setting(settings, setting)
    properties = document.core_properties
    properties.title, properties.author = paper.title[:_LONGEST_PROPERTY], paper.authority[:_LONGEST_PROPERTY]
    properties.subject, properties.language = paper.number[:_LONGEST_PROPERTY], "zh-CN"
    properties.last_modified_by, properties.comments, properties.keywords = properties.author, "", ""
    stamp = datetime(paper.day.year, paper.day.month, paper.day.day)  # noqa: DTZ001 - Word keeps it without a zone
    properties.created = properties.modified = stamp
    return document


def _insert_setting(settings: Element, setting: Element) -> None:
    """The schema wants these two behind zoom and the like: before the first element that must follow them."""
    later = (
        "bordersDoNotSurroundHeader", "proofState", "stylePaneFormatFilter", "defaultTabStop",
        "drawingGridHorizontalSpacing", "characterSpacingControl", "footnotePr", "endnotePr", "compat",
    )  # fmt: skip
    for child in settings:
        if child.tag in {qn(f"w:{name}") for name in later}:
            child.addprevious(setting)
            return
    settings.append(setting)


def _strip(document: WordDocument) -> None:
    """Take away the template's styles and its theme's fonts, which would override the named ones."""
    styles = document.styles.element
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in _KEPT_STYLES:
            styles.remove(style)
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is not None:
        styles.remove(defaults)
    styles.insert(0, _defaults())
    for style in styles.findall(qn("w:style")):
        for old in [*style.findall(qn("w:rPr")), *style.findall(qn("w:pPr"))]:
            style.remove(old)
        if style.get(qn("w:styleId")) == "Normal":
            style.append(_text_properties())
    package = document.part.package
    if package is not None:
        for name, relation in list(package.rels.items()):
            if relation.reltype.endswith("/thumbnail"):
                del package.rels[name]
        for part in package.iter_parts():
            if part.partname.endswith("/fontTable.xml"):
                part._blob = _font_table()
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)


def _defaults() -> Element:
    made, runs, paragraphs = element("docDefaults"), element("rPrDefault"), element("pPrDefault")
    runs.append(_text_properties())
    paragraphs.append(element("pPr"))
    made.append(runs)
    made.append(paragraphs)
    return made


def _text_properties() -> Element:
    """What text is unless a run says otherwise; the grid counts its characters from this size."""
    properties = element("rPr")
    properties.append(fonts(Role.FANGSONG))
    properties.append(element("kern", val=0))
    properties.append(element("sz", val=32))
    properties.append(element("szCs", val=32))
    properties.append(element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))
    return properties


def _font_table() -> bytes:
    """The fonts with what stands in for each: Word then tells which one is missing, and does not pick at random."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">',
    ]
    for role, name in FONT_NAMES.items():
        lines.append(
            f'<w:font w:name="{name}"><w:altName w:val="{OTHER_NAMES[role]}"/><w:charset w:val="86"/>'
            '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        )
    return "".join([*lines, "</w:fonts>"]).encode("utf-8")


def set_page(section: Section, profile: Profile, landscape: bool) -> None:
    """Paper, margins and the grid of 28 characters and 22 lines; on its side for wide tables."""
    properties = section._sectPr
    for name in ("pgSz", "pgMar", "docGrid", "cols"):
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)
    width, height = profile.page_width_mm * MM, profile.page_height_mm * MM
    right = width - profile.binding_mm * MM - profile.area_width
    top = top_margin(profile)
    bottom = height - top - profile.lines * profile.line_pitch - 0.2
    footer = height - profile.area_bottom - profile.number_below_area_mm * MM - _FOOTER_LINE / 2
    edges = {"top": top, "right": right, "bottom": bottom, "left": profile.binding_mm * MM}
    if landscape:
        turned = {"top": profile.binding_mm * MM, "right": height - profile.area_bottom, "bottom": right}
        edges = {**turned, "left": profile.area_top}
    size = element("pgSz", w=twips(width), h=twips(height))
    if landscape:
        size = element("pgSz", w=twips(height), h=twips(width), orient="landscape")
        footer = right / 2
    margins = {name: twips(value) for name, value in edges.items()}
    properties.append(size)
    properties.append(element("pgMar", **margins, header=twips(15 * MM), footer=twips(footer), gutter=0))
    properties.append(element("cols", space=0))
    for old in properties.findall(qn("w:titlePg")):
        properties.remove(old)
        properties.append(old)
    pitch = profile.pitch - word_size(profile)
    properties.append(
        element("docGrid", type="linesAndChars", linePitch=twips(profile.line_pitch), charSpace=round(pitch * 4096))
    )


def set_footers(section: Section, profile: Profile, first_differs: bool) -> None:
    """— 1 — as a field: at the right of odd pages, at the left of even ones, none on a letter's first (7.5, 10.1).

    Where the office keeps it in the middle, it stands there on all pages.
    """
    inwards = profile.number_in_characters * profile.pitch
    odd, even = (
        Style("right", exact=_FOOTER_LINE, right=inwards),
        Style("left", exact=_FOOTER_LINE, left=inwards),
    )
    if profile.number_place == "middle":
        odd = even = Style("center", exact=_FOOTER_LINE)
    sides = [(section.footer, odd)]
    if profile.duplex:
        sides.append((section.even_page_footer, even))
    size = profile.small_size
    for footer, style in sides:
        footer.is_linked_to_previous = False
        holder = footer._element
        for old in list(holder):
            holder.remove(old)
        number = [run("— ", Role.SONG, size), *field("PAGE", Role.SONG, size), run(" —", Role.SONG, size)]
        holder.append(paragraph(number, style))
    section.different_first_page_header_footer = first_differs


def set_figures(document: WordDocument, profile: Profile) -> None:
    """Give figures and Latin letters of 仿宋 text the face that the office's profile wants for them."""
    if profile.figures is Role.FANGSONG:
        return
    other = FONT_NAMES.get(profile.figures, profile.figures.value)
    for one in [*document.element.iter(qn("w:rFonts")), *document.styles.element.iter(qn("w:rFonts"))]:
        if one.get(qn("w:ascii")) == FONT_NAMES[Role.FANGSONG]:
            one.set(qn("w:ascii"), other)
            one.set(qn("w:hAnsi"), other)


def packed(document: WordDocument) -> bytes:
    """The file's bytes, the same for the same paper: the parts carry no time of day."""
    raw, made = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return made.getvalue()
