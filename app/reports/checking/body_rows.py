"""Rows B3 to B12: paragraphs, levels, list of attachments, signature, day, note, attachments, line ends (7.3)."""

from __future__ import annotations

import re

from app.reports.checking.layout import ATTACHMENT, Layout
from app.reports.checking.levels import level_of, paragraphs
from app.reports.checking.measures import GEOMETRY, INSIDE, Findings, off, shortened, wrong_face
from app.reports.checking.page_rows import starts_with_mark
from app.reports.checking.report import Finding
from app.reports.checking.rows import PT, Row, Sheet
from app.reports.fonts.roles import Role
from app.reports.gongwen.breaking import LONG_UNIT
from app.reports.gongwen.marks import NO_END, NO_START, unsplit_pieces

_DAY = re.compile(r"\d{4}年[1-9]\d?月[1-9]\d?日")
_SEAL_BELOW = 10
"""Millimetres by which a seal, which cannot be seen here, may reach below the date."""
_LEVEL_FACES = {1: Role.HEI, 2: Role.KAI, 3: Role.FANGSONG, 4: Role.FANGSONG}


def b3(layout: Layout) -> Findings:
    if not layout.text:
        return None
    found: list[Finding] = []
    if layout.text[0].page != 1:
        found.append(Finding(1, "首页没有正文", "正文从首页开始"))
    indent = layout.profile.indent * layout.pitch
    for rows in paragraphs(layout):
        for place, row in enumerate(rows):
            inwards = row.left - layout.left_of(row)
            wanted = 0.0 if place else indent
            middle = layout.left_of(row) + layout.width / 2
            if place == 0 and abs(row.centre - middle) < 2 and inwards > indent + layout.pitch:
                continue
            if not -INSIDE <= inwards - wanted <= starts_with_mark(row):
                where = "回行" if place else "段首"
                found += off(row.page, f"{where}“{shortened(row.text)}”距版心左边", inwards, wanted, INSIDE)
    return found


def b4(layout: Layout) -> Findings:
    starts = [rows[0] for rows in paragraphs(layout)]
    clauses = any(level_of(row.text) == 5 for row in starts)
    levels = [(row, level) for row in starts if (level := level_of(row.text))]
    if not levels:
        return None
    found: list[Finding] = []
    for row, level in levels:
        if level == 5:
            mark = Row(row.page, row.glyphs[: 1 + min(row.text.find(end) for end in "章节条" if end in row.text)])
            found += wrong_face(mark, Role.HEI, Role.KAI)
        elif not clauses:
            found += wrong_face(Row(row.page, row.glyphs[: 4 if level < 3 else 6]), _LEVEL_FACES[level])
    return found


def b5(layout: Layout) -> Findings:
    rows = layout.attachment_list
    if not rows:
        return None
    first, left = rows[0], layout.left_of(rows[0])
    found = off(first.page, "附件说明距版心左边", first.left - left, 2 * layout.pitch, INSIDE)
    above = layout.row_above(first)
    if above is not None:
        found += off(first.page, "正文至附件说明", first.top - above.bottom, layout.profile.one_line_mm)
    numbered = re.match(r"附件[：:]\d+[.．]", first.text)
    name_at = first.glyphs[numbered.end() if numbered else 3].left - left
    for row in rows[1:]:
        figure = re.match(r"\d{1,2}[.．](?!\d)", row.text)
        start = row.glyphs[figure.end()] if figure and numbered else row.glyphs[0]
        found += off(
            row.page, f"“{shortened(row.text)}”距版心左边", start.left - layout.left_of(row), name_at, GEOMETRY
        )
    ends = [
        above
        for above, below in zip(rows, [*rows[1:], None], strict=True)
        if below is None or re.match(r"\d", below.text)
    ]
    for row in ends:
        if row.text[-1] in "。，；、.":
            found.append(Finding(row.page, f"“{shortened(row.text[-8:])}”", "附件名称后不用标点"))
    return found


def _kind(layout: Layout) -> str:
    """sealed, unsealed, or ambiguous by neither; empty without signature."""
    if layout.signature is None or layout.date is None:
        return ""
    if not _unsealed_faults(layout, layout.signature, layout.date):
        return "unsealed"
    centred = abs(layout.signature.centre - layout.date.centre) < GEOMETRY
    return "sealed" if centred else "unsealed"


def b6(layout: Layout) -> Findings:
    name, day = layout.signature, layout.date
    if name is None or day is None or _kind(layout) != "sealed":
        return None
    right = layout.left_of(day) + layout.width
    inwards = right - day.right
    found: list[Finding] = []
    if right - name.right > GEOMETRY:
        found += off(day.page, "成文日期距版心右边", inwards, layout.profile.sealed_indent * layout.pitch)
    above = layout.row_above(name)
    if above is not None:
        seal = layout.profile.seal_mm
        lowest = min(name.top, above.bottom + layout.profile.one_line_mm)
        if max(day.bottom - seal, above.bottom) > lowest:
            gap = name.top - above.bottom
            found.append(Finding(name.page, f"正文至署名 {gap:.1f} mm", "印章上缘距正文一行之内，并盖住署名和日期"))
    return found


def b7(layout: Layout) -> Findings:
    name, day = layout.signature, layout.date
    if name is None or day is None or _kind(layout) != "unsealed":
        return None
    found = _unsealed_faults(layout, name, day)
    above = layout.row_above(name)
    if above is not None:
        found += off(name.page, "正文至署名", name.top - above.bottom, layout.profile.one_line_mm, GEOMETRY + 0.2)
    step = day.middle - name.middle
    if not 0.85 * layout.line_pitch < step < 1.15 * layout.line_pitch:
        found.append(Finding(day.page, f"署名至日期 {step:.1f} mm", "下一行"))
    return found


def _unsealed_faults(layout: Layout, name: Row, day: Row) -> list[Finding]:
    right = layout.left_of(day) + layout.width
    step = layout.profile.signature_indent * layout.pitch
    longer = day.right - day.left > name.right - name.left
    last, what = (day, "日期") if longer else (name, "署名")
    if name.left - layout.left_of(name) < layout.pitch:
        return []
    found = off(last.page, f"{what}距版心右边", right - last.right, step)
    return found + off(day.page, "日期比署名右移", day.left - name.left, step)


def b8(layout: Layout) -> Findings:
    if layout.date is None:
        return None
    if _DAY.fullmatch(layout.date.text):
        return []
    return [Finding(layout.date.page, layout.date.text, "2026年3月5日")]


def b9(layout: Layout) -> Findings:
    note, day = layout.note, layout.date
    if note is None or day is None:
        return None
    if "（" not in note.text[:1] and "(" not in note.text[:1]:
        return [Finding(note.page, shortened(note.text), "（附注）")]
    inwards = note.left - layout.left_of(note)
    found: list[Finding] = []
    wanted = 2 * layout.pitch
    if not -INSIDE <= inwards - wanted <= note.size * PT:
        found += off(note.page, "附注距版心左边", inwards, wanted, INSIDE)
    if note.page == day.page:
        gap = note.middle - day.middle
        if not 0.85 * layout.line_pitch < gap < 1.7 * layout.line_pitch and day.page == note.page:
            found.append(Finding(note.page, f"日期至附注 {gap:.1f} mm", "下一行"))
    return found


def b10(layout: Layout) -> Findings:
    if not layout.attachment_pages:
        return None
    found: list[Finding] = []
    for sheet in layout.attachment_pages:
        turned = len(sheet.turned) > len(sheet.rows)
        rows = sheet.turned if turned else sheet.text_rows
        left = (
            layout.profile.page_height_mm - layout.profile.top_mm - layout.profile.area_height_mm
            if turned
            else sheet.left
        )
        top = layout.expected_left(sheet.page) if turned else layout.top
        width = layout.profile.area_height_mm if turned else layout.width
        label = next(row for row in rows if ATTACHMENT.fullmatch(row.text))
        found += wrong_face(label, Role.HEI)
        found += off(sheet.page, "“附件”距版心左边", label.left - left, 0)
        found += off(sheet.page, "“附件”上边缘", label.top, top)
        title = next((row for row in rows if row.middle > label.middle), None)
        if title is None:
            continue
        found += off(sheet.page, "附件标题中线", title.centre, left + width / 2, GEOMETRY + 0.3)
        third = label.middle + 2 * layout.line_pitch
        found += off(sheet.page, "附件标题所在行", title.middle, third, 2.0)
    return found


def b11(layout: Layout) -> Findings:
    found = []
    for sheet in layout.sheets:
        empty = next((row for row in sheet.rows if "此页无正文" in row.text), None)
        if empty is not None:
            found.append(Finding(sheet.page, empty.text, "不用“此页无正文”"))
    attachment_from = layout.attachment_pages[0].page if layout.attachment_pages else len(layout.sheets) + 1
    least = layout.profile.lines_with_signature
    if layout.date is not None and layout.date.page > 1:
        rows = layout.attachment_list
        long_list = rows if len(rows) > layout.profile.lines // 2 else []
        here = [row for row in (*layout.text, *long_list) if row.page == layout.date.page]
        sheet = layout.sheets[layout.date.page - 1]
        if len(here) < least < len(layout.text) and not sheet.tables and not sheet.charts:
            found.append(Finding(layout.date.page, f"与署名日期同页的正文 {len(here)} 行", f"至少 {least} 行"))
    last = layout.sheets[-1]
    alone = last.imprint and not last.text_rows and not last.tables
    if alone and len(layout.sheets) > 1 and not layout.profile.imprint_may_stand_alone:
        before = layout.sheets[-2]
        plain = [row for row in layout.text if row.page == before.page and row.role is Role.FANGSONG]
        spare = len(plain) > least
        if not before.blank and spare and last.page < attachment_from:
            found.append(Finding(last.page, "版记单独成页", "与正文同页"))
        elif not spare and before.page == 1 and _has_room_for(before, last, layout):
            found.append(Finding(last.page, "版记单独成页", "正文只有一两行，版记排在同一面"))
    return found if layout.date is not None or alone else None


def _has_room_for(page: Sheet, alone: Sheet, layout: Layout) -> bool:
    """Tell whether the imprint of one page goes below what stands on another, a seal allowed for."""
    edges = [rule.top for rule in alone.imprint_rules] or [row.top for row in alone.imprint]
    lowest = max(row.bottom for row in page.text_rows) if page.text_rows else layout.bottom
    seal = _SEAL_BELOW if _kind(layout) == "sealed" else 0
    return layout.bottom - lowest > layout.bottom - min(edges) + layout.profile.one_line_mm + seal


def b12(layout: Layout) -> Findings:
    if not layout.text:
        return None
    found: list[Finding] = []
    for rows in filter(None, [layout.addressees, *paragraphs(layout)]):
        text, edges = "", set()
        for row in rows:
            if text:
                edges.add(len(text))
            text += row.text
        starts = {start for start, _ in unsplit_pieces(text)}
        place = 0
        for row, after in zip(rows, [*rows[1:], None], strict=True):
            place += len(row.text)
            if after is None:
                break
            if after.text[0] in NO_START:
                found.append(Finding(after.page, f"行首“{after.text[0]}”", "点号和后括号不在行首"))
            elif row.text[-1] in NO_END:
                found.append(Finding(row.page, f"行末“{row.text[-1]}”", "前括号不在行末"))
            elif (
                place not in starts
                and text[place - 1 : place + 3] != LONG_UNIT
                and not _wider_than_a_line(text, place, layout)
            ):
                value = f"“{row.text[-3:]}”与“{after.text[:3]}”拆在两行"
                found.append(Finding(row.page, value, "数字与单位、破折号、省略号不拆开"))
    return found


def _wider_than_a_line(text: str, place: int, layout: Layout) -> bool:
    """Whether what is split at `place` is so long that no line holds it."""
    return any(start < place < end and end - start > layout.profile.characters for start, end in unsplit_pieces(text))
