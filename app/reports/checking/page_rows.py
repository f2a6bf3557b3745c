"""Rows P1 to P7: paper, type area, grid, type, colour, page numbers, landscape tables (5, 7.5, 8)."""

from __future__ import annotations

import re
from itertools import pairwise

from app.reports.checking.glyphs import is_black, is_red
from app.reports.checking.layout import Layout
from app.reports.checking.levels import level_of, paragraphs
from app.reports.checking.measures import GEOMETRY, INSIDE, Findings, mm, off, shortened, wrong_face, wrong_size
from app.reports.checking.report import Finding
from app.reports.checking.rows import PT, Row, Sheet
from app.reports.fonts.roles import Role
from app.reports.gongwen.marks import CLOSING, NO_END, NO_START

_MARKS = NO_START | NO_END


def p1(layout: Layout) -> Findings:
    profile = layout.profile
    found = []
    for sheet in layout.sheets:
        short, long = sorted((sheet.raw.width, sheet.raw.height))
        if abs(short - profile.page_width_mm) > GEOMETRY or abs(long - profile.page_height_mm) > GEOMETRY:
            wanted = f"{profile.page_width_mm:g} × {profile.page_height_mm:g} mm"
            found.append(Finding(sheet.page, f"{sheet.raw.width:.1f} × {sheet.raw.height:.1f} mm", wanted))
    return found


def p2(layout: Layout) -> Findings:
    profile = layout.profile
    found: list[Finding] = []
    for sheet in (one for one in layout.sheets if not one.sideways):
        left = layout.expected_left(sheet.page)
        found += off(sheet.page, "版心左边", sheet.left, left)
        rows = [row for row in sheet.rows if row is not sheet.number_row and row not in layout.red_rows]
        for row in rows:
            empty = row.size * PT / 2 if row.text[-1] in CLOSING else 0.0
            beyond = row.right - empty - (left + profile.area_width_mm)
            if row.left < left - GEOMETRY or beyond > GEOMETRY + 0.4:
                value = f"“{shortened(row.text)}”从 {mm(row.left)} 到 {mm(row.right)}"
                found.append(Finding(sheet.page, value, f"{mm(left)} 到 {mm(left + profile.area_width_mm)} 之间"))
            elif row.top < profile.top_mm - GEOMETRY or row.bottom > _floor(layout) + GEOMETRY:
                value = f"“{shortened(row.text)}”上 {mm(row.top)}，下 {mm(row.bottom)}"
                found.append(Finding(sheet.page, value, f"{mm(profile.top_mm)} 到 {mm(_floor(layout))} 之间"))
    if layout.sheets[1:]:
        found += off(2, "首行上边缘", layout.top, profile.top_mm)
    return found


def _floor(layout: Layout) -> float:
    return layout.profile.top_mm + layout.profile.area_height_mm


def p3(layout: Layout) -> Findings:
    profile = layout.profile
    if not layout.text:
        return None
    found = off(layout.text[0].page, "行距", layout.line_pitch, profile.line_pitch * PT, 0.15)
    found += off(layout.text[0].page, "字距", layout.pitch, profile.pitch * PT, 0.06)
    if found:
        return found
    most = profile.lines
    for sheet in layout.sheets:
        rows = [row for row in sheet.text_rows if 15 < row.size < 17]
        if len(rows) > most:
            found.append(Finding(sheet.page, f"{len(rows)} 行", f"{most} 行"))
        for above, below in pairwise(rows):
            step = below.middle - above.middle
            if above.bottom < below.top + 0.5 and step < 0.9 * layout.line_pitch and above in layout.text:
                found.append(Finding(sheet.page, f"“{shortened(below.text)}”行距 {mm(step)}", mm(layout.line_pitch)))
    for row in layout.text:
        cells = [glyph for glyph in row.glyphs if "\u4e00" <= glyph.text <= "\u9fff"]
        if len(cells) > profile.characters:
            found.append(Finding(row.page, f"“{shortened(row.text)}” {len(cells)} 字", f"{profile.characters} 字"))
    return found


def p4(layout: Layout) -> Findings:
    size = layout.profile.size
    found: list[Finding] = []
    plain = [layout.number, *layout.addressees, *layout.attachment_list, layout.signature, layout.date, layout.note]
    plain += [row for row in layout.marks if re.fullmatch(r"\d+", row.text)]
    for row in plain:
        if row is not None:
            chinese = any("\u4e00" <= char <= "\u9fff" for char in row.text)
            found += wrong_size(row, size, 16)
            found += wrong_face(row, Role.FANGSONG if chinese else layout.profile.figures)
    clauses = any(re.match("第[一二三四五六七八九十百]+条", row.text) for row in layout.text)
    for rows in paragraphs(layout):
        level = level_of(rows[0].text)
        faces = {1: (Role.HEI, Role.FANGSONG), 2: (Role.KAI, Role.FANGSONG)}.get(level, (Role.FANGSONG,))
        if level == 5 or _centred(layout, rows[0]):
            faces = (Role.HEI, Role.KAI, Role.FANGSONG)
        if clauses:
            faces = (*faces, Role.FANGSONG)
        for row in rows:
            found += wrong_size(row, size, 16) + wrong_face(row, *faces)
    for row in [*(one for one in plain if one is not None), *layout.text]:
        found += _wrong_figures(row, layout.profile.figures)
    return found


def _wrong_figures(row: Row, wanted: Role) -> list[Finding]:
    """A finding where figures are in another face than that of figures, and of the 汉字 beside them."""
    for place, glyph in enumerate(row.glyphs):
        if glyph.text not in "0123456789" or glyph.role is wanted:
            continue
        sides = (row.glyphs[place::-1], row.glyphs[place:])
        beside = {next((one.role for one in side if "\u4e00" <= one.text <= "\u9fff"), None) for side in sides}
        if glyph.role in (None, Role.FANGSONG) or glyph.role not in beside:
            return [Finding(row.page, f"“{shortened(row.text)}”里的数字用了 {glyph.font}", f"数字用{wanted}")]
    return []


def _centred(layout: Layout, row: Row) -> bool:
    """Stands in the middle of the line, well away from both edges: a chapter, the caption of a table."""
    left = layout.left_of(row)
    return row.left - left > 2.5 * layout.pitch and abs(row.centre - left - layout.width / 2) < 2


def p5(layout: Layout) -> Findings:
    found = []
    for sheet in layout.sheets:
        for row in [*sheet.rows, *sheet.turned]:
            other = next((glyph for glyph in row.glyphs if not _allowed(glyph.colour, sheet)), None)
            if other is not None:
                found.append(Finding(sheet.page, f"“{shortened(row.text)}”颜色 RGB{other.colour}", "黑色"))
        for stroke in sheet.raw.strokes:
            grey = max(stroke.colour) - min(stroke.colour) <= 12
            if not grey and not _allowed(stroke.colour, sheet):
                found.append(Finding(sheet.page, f"线条颜色 RGB{stroke.colour}", "黑色"))
    return found


def _allowed(colour: tuple[int, int, int], sheet: Sheet) -> bool:
    return is_black(colour) or (sheet.page == 1 and is_red(colour))


def p6(layout: Layout) -> Findings:
    profile = layout.profile
    found: list[Finding] = []
    unnumbered = _unnumbered(layout)
    for sheet in layout.sheets:
        row = sheet.number_row
        if sheet.page in unnumbered or sheet.blank or sheet.raw.width > sheet.raw.height:
            continue
        if row is None:
            found.append(Finding(sheet.page, "没有页码", f"— {sheet.page} —"))
            continue
        if row.text != f"—{sheet.page}—":
            found.append(Finding(sheet.page, row.text, f"— {sheet.page} —"))
        found += wrong_size(row, profile.small_size) + wrong_face(row, Role.SONG)
        dash = row.glyphs[0]
        found += off(
            sheet.page,
            "一字线至版心",
            (dash.ink_top + dash.ink_bottom) / 2 - layout.bottom,
            profile.number_below_area_mm,
        )
        inwards = profile.number_in_characters * layout.pitch
        if profile.number_place == "middle":
            found += off(sheet.page, "页码中线距版心左边", row.centre - sheet.left, layout.width / 2)
        elif sheet.page % 2 or not profile.duplex:
            found += off(sheet.page, "页码距版心右边", sheet.left + layout.width - row.right, inwards)
        else:
            found += off(sheet.page, "页码距版心左边", row.left - sheet.left, inwards)
    return found


def _unnumbered(layout: Layout) -> set[int]:
    """Pages whose number another row speaks of: a letter's first (L5), the imprint's after a blank one (I0)."""
    pages = {1} if layout.format == "letter" else set()
    for before, sheet in pairwise(layout.sheets):
        if not before.text_rows and not before.turned and sheet.imprint:
            pages |= {before.page, sheet.page}
    return pages


def p7(layout: Layout) -> Findings:
    wide = [sheet for sheet in layout.sheets if sheet.sideways]
    if not wide:
        return None
    found: list[Finding] = []
    for sheet in wide:
        if sheet.raw.width > sheet.raw.height:
            found.append(Finding(sheet.page, "纸张横放，页码换了位置", "纸张竖放，表格转向，页码与其他页一致"))
            continue
        if not sheet.raw.head_left:
            wanted = "表头在订口（左）一边" if sheet.page % 2 else "表头在切口（左）一边"
            found.append(Finding(sheet.page, "表头在右边", wanted))
        top = layout.profile.page_height_mm - _floor(layout)
        for row in sheet.turned:
            right = top + layout.profile.area_height_mm
            if row.left < top - GEOMETRY or row.right > right + GEOMETRY:
                found.append(Finding(sheet.page, f"“{shortened(row.text)}”越出版心", "在版心以内"))
            left = layout.expected_left(sheet.page)
            if row.top < left - GEOMETRY or row.bottom > left + layout.width + GEOMETRY:
                found.append(Finding(sheet.page, f"“{shortened(row.text)}”越出版心", "在版心以内"))
    return found


def starts_with_mark(row: Row) -> float:
    """How far (mm) a first mark's glyph may stand inside its cell."""
    return row.size * PT if row.text[0] in _MARKS else INSIDE
