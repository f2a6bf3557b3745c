"""What stands below the text in Word: list of attachments, authority and day, note, imprint (7.3.4 to 7.4)."""

from __future__ import annotations

from app.reports.docx.document import word_size
from app.reports.docx.measuring import estimated
from app.reports.docx.paragraphs import Style, paragraph
from app.reports.docx.xml import Element, border, element, run, twips
from app.reports.fonts.roles import Role
from app.reports.gongwen.closing import places, room_above_sealed_name, sealed_places
from app.reports.gongwen.paper import Paper, chinese_date
from app.reports.gongwen.profile import MM

_LABEL = "附件："


def attachment_list(paper: Paper) -> list[Element]:
    """附件： two characters in, one line below the text; names turn over below themselves (7.3.4)."""
    profile, size = paper.profile, word_size(paper.profile)
    pitch, made = profile.pitch, []
    numbered = len(paper.attachments) > 1
    label, figure = len(_LABEL) * pitch, 1.5 * pitch if numbered else 0.0
    left = profile.indent * pitch + label + figure
    for number, attachment in enumerate(paper.attachments, 1):
        text = (_LABEL if number == 1 else "") + (f"{number}.\t" if numbered else "") + attachment.title
        style = Style(
            "both",
            before=profile.line_pitch if number == 1 else 0.0,
            left=left,
            hanging=label + figure if number == 1 else figure,
            tabs=(("left", left),),
        )
        made.append(paragraph([run(text, Role.FANGSONG, size)], style))
    return made


def signature(paper: Paper) -> list[Element]:
    """Authority and day, which stay together with the text above; then the note (7.3.5, 7.3.6)."""
    profile, size = paper.profile, word_size(paper.profile)
    made: list[Element] = []
    if paper.signature:
        day_text = chinese_date(paper.day)
        name, day = (estimated(text, Role.FANGSONG, profile.pitch).width() for text in (paper.signature, day_text))
        name_at, day_at = sealed_places(paper, name, day) if paper.sealed else places(paper, name, day)
        before = room_above_sealed_name(paper) - profile.leading if paper.sealed else profile.line_pitch
        style = Style("left", before=before, left=max(0.0, name_at), right=-profile.pitch, keep_next=True)
        made.append(paragraph([run(paper.signature, Role.FANGSONG, size)], style))
        style = Style("left", left=day_at, right=-profile.pitch, keep_next=bool(paper.note))
        made.append(paragraph([run(day_text, Role.FANGSONG, size)], style))
    if paper.note:
        text = paper.note if paper.note.startswith("（") else f"（{paper.note}）"
        style = Style(first=profile.indent * profile.pitch, first_chars=profile.indent)
        made.append(paragraph([run(text, Role.FANGSONG, size)], style))
    return made


def imprint(paper: Paper) -> list[Element]:
    """版记 as a table fixed to the foot of the type area; a letter's has copies only, without rules (7.4, 10.1)."""
    profile = paper.profile
    rows = [f"抄送：{paper.copies_to.rstrip('。')}。"] if paper.copies_to else []
    printing = ""
    if paper.format != "letter" and (paper.printed_by or paper.printed_on):
        on = f"{chinese_date(paper.printed_on)}印发" if paper.printed_on else ""
        printing = f"{paper.printed_by}\t{on}"
    if not rows and not printing:
        return []
    heights = [_height(text, paper) for text in rows] + ([profile.imprint_pitch] if printing else [])
    table = element("tbl")
    table.append(_properties(paper, sum(heights)))
    grid = element("tblGrid")
    grid.append(element("gridCol", w=twips(profile.area_width)))
    table.append(grid)
    texts = [*rows, *([printing] if printing else [])]
    for place, (text, height) in enumerate(zip(texts, heights, strict=True)):
        table.append(_row(text, height, place, len(texts), paper))
    return [table, paragraph([], Style(exact=1))]


def _height(text: str, paper: Paper) -> float:
    """Of a list that turns over below its first name."""
    profile = paper.profile
    names = estimated(text[3:], Role.FANGSONG, profile.small_size)
    room = profile.area_width - 2 * profile.pitch - 3 * profile.small_size
    return len(names.broken(room)) * profile.imprint_pitch


def _properties(paper: Paper, height: float) -> Element:
    profile = paper.profile
    made = element("tblPr")
    lift = (profile.imprint_pitch - profile.small_size) / 2 if paper.format == "letter" else 0.0
    made.append(
        element(
            "tblpPr",
            leftFromText=0,
            rightFromText=0,
            vertAnchor="page",
            horzAnchor="margin",
            tblpX=0,
            tblpY=twips(profile.area_bottom - height + lift),
        )
    )
    made.append(element("tblOverlap", val="never"))
    made.append(element("tblW", w=twips(profile.area_width), type="dxa"))
    made.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=twips(profile.pitch), type="dxa"))
    made.append(margins)
    return made


def _row(text: str, height: float, place: int, count: int, paper: Paper) -> Element:
    profile = paper.profile
    row, properties = element("tr"), element("trPr")
    properties.append(element("cantSplit"))
    properties.append(element("trHeight", val=twips(height), hRule="exact"))
    row.append(properties)
    cell, about = element("tc"), element("tcPr")
    about.append(element("tcW", w=twips(profile.area_width), type="dxa"))
    if paper.format != "letter":
        thick, thin = profile.imprint_rule_mm * MM, profile.imprint_inner_rule_mm * MM
        edges = element("tcBorders")
        edges.append(border("top", thick if place == 0 else thin, "000000"))
        edges.append(border("bottom", thick if place == count - 1 else thin, "000000"))
        about.append(edges)
    about.append(element("vAlign", val="center"))
    cell.append(about)
    keep = place < count - 1
    style = Style(
        "left", exact=profile.imprint_pitch, tabs=(("right", profile.area_width - 2 * profile.pitch),), keep_next=keep
    )
    if text.startswith("抄送："):
        indent = 3 * profile.small_size
        style = Style("both", exact=profile.imprint_pitch, left=indent, hanging=indent, keep_next=keep)
    cell.append(paragraph([run(text, Role.FANGSONG, profile.small_size)], style))
    row.append(cell)
    return row
