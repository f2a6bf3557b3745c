"""Rows I0 to I3 and L6: the imprint (7.4, 7.5, 10.1)."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from app.reports.checking.layout import DATE, Layout
from app.reports.checking.measures import GEOMETRY, INSIDE, Findings, off, shortened, wrong_face, wrong_size
from app.reports.checking.report import Finding
from app.reports.checking.rows import Row, Sheet
from app.reports.fonts.roles import Role

_THICKNESS = 0.06
_LISTS = ("抄送：", "抄送:", "主送：")


def _of_a_file(layout: Layout) -> Sheet | None:
    """The page of a file's imprint."""
    if layout.format == "letter":
        return None
    return next((sheet for sheet in reversed(layout.sheets) if sheet.imprint), None)


def i0(layout: Layout) -> Findings:
    found = []
    applies = False
    for before, sheet in pairwise(layout.sheets):
        if before.text_rows or before.turned or before.imprint or not sheet.imprint or before.tables:
            continue
        applies = True
        numbered = [one.number_row for one in (before, sheet) if one.number_row is not None]
        found += [Finding(row.page, row.text, "空白页和版记页不编页码") for row in numbered]
    return found if applies else None


def i1(layout: Layout) -> Findings:
    sheet = _of_a_file(layout)
    if sheet is None:
        return None
    profile, rules = layout.profile, sorted(sheet.imprint_rules, key=lambda one: one.top)
    if len(rules) < 2:
        return [Finding(sheet.page, f"{len(rules)} 条分隔线", "首末两条，各要素之间加细线")]
    found: list[Finding] = []
    for place, rule in enumerate(rules):
        outer = place in (0, len(rules) - 1)
        wanted = profile.imprint_rule_mm if outer else profile.imprint_inner_rule_mm
        found += off(sheet.page, f"第{place + 1}条分隔线粗", rule.width, wanted, _THICKNESS)
        found += off(sheet.page, f"第{place + 1}条分隔线长", rule.length, layout.width)
    last = rules[-1]
    found += off(sheet.page, "末条分隔线至版心下边缘", last.top + last.width / 2 - layout.bottom, 0)
    if sheet.page != len(layout.sheets):
        found.append(Finding(sheet.page, f"第{sheet.page}页", f"最后一页（第{len(layout.sheets)}页）"))
    elif profile.duplex and layout.format == "file" and sheet.page % 2 and not _undividable(layout):
        found.append(Finding(sheet.page, f"第{sheet.page}页（单页）", "双页"))
    return found


def _undividable(layout: Layout) -> bool:
    """Tell whether a paper of one page has so little text that none could go over to a second with the imprint.

    Headings at its beginning stay with the line that they announce, so they count as one with it.
    """
    headings = list(takewhile(lambda row: row.role in (Role.HEI, Role.KAI), layout.text))
    lines = len(layout.text) - max(0, len(headings) - 1)
    return len(layout.sheets) == 1 and lines <= layout.profile.lines_with_signature + 1


def i2(layout: Layout) -> Findings:
    sheet = next((one for one in reversed(layout.sheets) if one.imprint), None)
    rows = _lists(sheet) if sheet is not None else []
    if sheet is None or not rows or layout.format == "letter":
        return None
    return _list_faults(layout, sheet, rows)


def _lists(sheet: Sheet) -> list[Row]:
    """The rows of the lists of names, without the one that tells who printed."""
    printing = _printing(sheet)
    end = printing.top if printing is not None else float("inf")
    return [row for row in sheet.imprint if row.top < end - 0.5]


def _printing(sheet: Sheet) -> Row | None:
    dated = next((row for row in sheet.imprint if row.text.endswith("印发") and DATE.search(row.text)), None)
    if dated is not None or not sheet.imprint_rules:
        return dated
    lists = any(row.text.startswith(_LISTS) for row in sheet.imprint)
    if lists and len(sheet.imprint_rules) < 3:
        return None
    return sheet.imprint[-1]


def _list_faults(layout: Layout, sheet: Sheet, rows: list[Row]) -> list[Finding]:
    found: list[Finding] = []
    right = sheet.left + layout.width - layout.pitch
    under = 0.0
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        found += wrong_size(row, layout.profile.small_size) + wrong_face(row, Role.FANGSONG)
        if row.text.startswith(_LISTS):
            found += off(sheet.page, f"“{row.text[:3]}”距版心左边", row.left - sheet.left, layout.pitch, GEOMETRY)
            under = row.glyphs[min(3, len(row.glyphs) - 1)].left
        else:
            found += off(sheet.page, f"回行“{shortened(row.text)}”距左边", row.left, under, GEOMETRY)
        if row.right > right + INSIDE + 0.3:
            found.append(Finding(sheet.page, f"“{shortened(row.text)}”右边超出", "右空一字"))
        if (after is None or after.text.startswith(_LISTS)) and not row.text.endswith("。"):
            found.append(Finding(sheet.page, f"“{shortened(row.text[-8:])}”", "末尾用句号"))
    return found


def i3(layout: Layout) -> Findings:
    sheet = _of_a_file(layout)
    row = _printing(sheet) if sheet is not None else None
    if sheet is None or row is None:
        return None
    found = wrong_size(row, layout.profile.small_size)
    day = re.search(r"\d{4}年[1-9]\d?月[1-9]\d?日印发$", row.text)
    if not day and DATE.search(row.text):
        found.append(Finding(sheet.page, row.text, "2026年3月5日印发"))
    if DATE.search(row.text):
        found += off(sheet.page, "印发日期距版心右边", sheet.left + layout.width - row.right, layout.pitch)
    if not day or day.start():
        found += off(sheet.page, "印发机关距版心左边", row.left - sheet.left, layout.pitch)
    if any(other.top > row.bottom - 0.5 for other in sheet.imprint):
        found.append(Finding(sheet.page, "印发下面还有别的字", "印发在最后一行"))
    return found


def l6(layout: Layout) -> Findings:
    if layout.format != "letter":
        return None
    sheet = next((one for one in reversed(layout.sheets) if one.imprint), None)
    if sheet is None:
        return None
    found: list[Finding] = []
    if sheet.imprint_rules:
        found.append(Finding(sheet.page, f"{len(sheet.imprint_rules)} 条分隔线", "信函的版记不加分隔线"))
    if _printing(sheet) is not None:
        found.append(Finding(sheet.page, "有印发机关和日期", "信函的版记只有抄送机关"))
    if sheet.page != len(layout.sheets):
        found.append(Finding(sheet.page, f"第{sheet.page}页", "最后一面"))
    found += off(sheet.page, "抄送下边缘至版心下边缘", sheet.imprint[-1].bottom - layout.bottom, 0)
    return found + _list_faults(layout, sheet, _lists(sheet))
