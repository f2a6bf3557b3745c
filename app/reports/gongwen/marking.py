"""What stands beside the red head: copy number, security class, urgency; number and signers (7.2.1 to 7.2.6)."""

from __future__ import annotations

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.ink import ink_extent
from app.reports.gongwen.lines import Measured, measure, set_line
from app.reports.gongwen.page import Page
from app.reports.gongwen.paper import Paper
from app.rules.errors import Refused

_NAMES_A_LINE = 2


def set_marks(paper: Paper, fonts: FontSet, page: Page, top: float, from_ink: bool = False) -> float:
    """份号, 密级 and 紧急程度 flush left, one under the other; returns the lower edge of their ink.

    `top` is the upper edge of the first one's body, or of its ink (letters, 10.1).
    """
    profile = paper.profile
    marks = [(paper.copy_number, Role.FANGSONG), (paper.security, Role.HEI), (paper.urgency, Role.HEI)]
    lines = [measure(text, role, fonts, profile.size, profile.pitch) for text, role in marks if text]
    below = top
    for number, line in enumerate(lines):
        if line.width() > profile.area_width:
            raise Refused(f"“{line.text}”在一行里放不下，文件没有生成。份号、密级和紧急程度各占一行，请改短后再试。")
        upper, lower = ink_extent(line)
        if from_ink and number == 0:
            top -= upper
        y = top + number * profile.line_pitch
        page.runs += set_line(line, 0, len(line.text), profile.area_left(page.number), y)
        below = y + lower
    return below


def set_number_and_signers(paper: Paper, fonts: FontSet, page: Page, ink_top: float) -> float:
    """An upward paper's number at the left, 签发人：names at the right; returns the lower edge of their ink (7.2.6).

    Two names a line; further ones go on below the first one's, and the number stands on the last of these lines.
    """
    profile = paper.profile
    left, pitch = profile.area_left(page.number), profile.pitch
    number = measure(paper.number, Role.FANGSONG, fonts, profile.size, pitch)
    label = measure("签发人：", Role.FANGSONG, fonts, profile.size, pitch)
    names = [measure(name, Role.KAI, fonts, profile.size, pitch) for name in paper.signers]
    room = profile.area_width - 2 * pitch - number.width() - label.width() - pitch
    rows = _rows(names, room, pitch)
    if rows is None:
        raise Refused(
            f"发文字号“{paper.number}”和签发人“{'、'.join(paper.signers)}”在一行里放不下，文件没有生成。"
            "请改短发文字号或签发人姓名后再试。"
        )
    columns = [max(row[place].width() for row in rows if place < len(row)) for place in range(len(rows[0]))]
    names_at = left + profile.area_width - pitch - sum(columns) - pitch * (len(columns) - 1)
    top = ink_top - ink_extent(label)[0]
    page.runs += set_line(label, 0, len(label.text), names_at - label.width(), top)
    below = 0.0
    for line, row in enumerate(rows):
        y, x = top + line * profile.line_pitch, names_at
        for name, width in zip(row, columns, strict=False):
            page.runs += set_line(name, 0, len(name.text), x, y)
            x += width + pitch
        below = y + max(ink_extent(name)[1] for name in row)
    last = top + (len(rows) - 1) * profile.line_pitch
    page.runs += set_line(number, 0, len(number.text), left + pitch, last)
    return max(below, last + ink_extent(number)[1] if paper.number else 0.0)


def _rows(names: list[Measured], room: float, gap: float) -> list[list[Measured]] | None:
    """Names in lines of two, or of one where two are too wide; None where even that does not fit."""
    for count in range(_NAMES_A_LINE, 0, -1):
        rows = [names[start : start + count] for start in range(0, len(names), count)]
        columns = [max(row[place].width() for row in rows if place < len(row)) for place in range(len(rows[0]))]
        if sum(columns) + gap * (len(columns) - 1) <= room:
            return rows
    return None
