"""Finds the parts of a paper on its pages: head, title, text, signature, imprint."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from statistics import median

from app.reports.checking.glyphs import Glyph, RawPage, Stroke, is_black, is_red
from app.reports.checking.rows import PT, Row, Sheet, rows_of
from app.reports.fonts.roles import Role
from app.reports.gongwen.profile import Profile

_ANY_DIGIT = "[0-9〇○零一二三四五六七八九十]"
DATE = re.compile(rf"{_ANY_DIGIT}{{2,4}}年{_ANY_DIGIT}{{1,3}}月{_ANY_DIGIT}{{1,3}}日")
_BLANK = r"[＿_—\-×Xx…\s　]*"
"""Stands for the figure of a number that another body gives by hand."""
NUMBER = re.compile(
    rf"^.{{1,24}}?(?:[〔［\[（(【]?\d{{2,4}}[〕］\]）)】年]?第?\d+|[〔［\[（(【](?:\d{{4}}|{_BLANK})[〕］\]）)】]第?{_BLANK})号$"
)
BLANK_NUMBER = re.compile(rf"[^\d〔〕]+〔(?:\d{{4}}|{_BLANK})〕{_BLANK}号")
"""A document number (7.2.5) whose figure, or year and figure, is left to be filled in."""
PAGE_NUMBER = re.compile(r"[^\w]*\d+[^\w]*")
ATTACHMENT = re.compile(r"附件\d*")


class Layout:
    """The parts of a paper; every place is told against the type area that the text itself shows."""

    def __init__(self, pages: list[RawPage], profile: Profile) -> None:
        self.profile = profile
        self.sheets = [
            Sheet(page, rows_of(page.upright, page.number), rows_of(page.turned, page.number)) for page in pages
        ]
        for sheet in self.sheets:
            self._divide(sheet)
        self.pitch = self._pitch()
        self.line_pitch = self._line_pitch()
        self.top = self._top()
        for sheet in self.sheets:
            sheet.left = self._left(sheet)

    def expected_left(self, page: int) -> float:
        return self.profile.area_left(page) * PT

    @property
    def first(self) -> Sheet:
        return self.sheets[0]

    @property
    def width(self) -> float:
        return self.profile.area_width_mm

    @property
    def bottom(self) -> float:
        return self.top + self.profile.area_height_mm

    def _divide(self, sheet: Sheet) -> None:
        """Put page number, imprint, tables and charts apart from the text."""
        floor = self.profile.top_mm + self.profile.area_height_mm
        low = [row for row in sheet.rows if row.middle > floor + 2.5 and PAGE_NUMBER.fullmatch(row.text)]
        if not low and sheet.rows and sheet.rows[-1].text == f"—{sheet.page}—":
            low = sheet.rows[-1:]  # below a type area that is lower than the profile's
        sheet.number_row = low[-1] if low else None
        sheet.tables = _tables(sheet.raw.strokes)
        rest = [row for row in sheet.rows if row is not sheet.number_row]
        self._find_imprint(sheet, rest)
        charts = sheet.charts = _charts(sheet.raw)
        edge = self.expected_left(sheet.page) + 15
        sheet.text_rows = [
            row for row in rest
            if row not in sheet.imprint
            and not any(top - 0.5 < row.middle < bottom + 0.5 for top, bottom in sheet.tables)
            and not any(top - 9 < row.middle < bottom + 9 and row.size < 15 for top, bottom in charts)
            and not (row.left > edge and any(0 < top - row.middle < 14 for top, _ in sheet.tables))
        ]  # fmt: skip

    def _find_imprint(self, sheet: Sheet, rest: list[Row]) -> None:
        """The imprint: what stands between long black rules at the foot, or begins with 抄送 there."""
        rules = [
            one for one in sheet.raw.strokes
            if one.level and one.length > 100 and not is_red(one.colour)
            and not any(top - 0.5 < one.top < bottom + 0.5 for top, bottom in sheet.tables)
        ]  # fmt: skip
        starts = [row.top for row in rest if row.text.startswith(("抄送：", "抄送:", "主送："))]
        starts += [row.top for row in rest if row.text.endswith("印发") and DATE.search(row.text) and row.size < 15.2]
        if len(rules) >= 2 and is_black(rules[0].colour):
            upper, lower = min(one.top for one in rules), max(one.top for one in rules)
            starts += [row.top for row in rest if upper < row.middle < lower]
        starts = [top for top in starts if sheet.page > 1 or top > 100]
        if starts:
            start = min(starts)
            sheet.imprint = [row for row in rest if row.top >= start - 0.1]
            sheet.imprint_rules = [one for one in rules if one.top > start - 9]

    def _flow(self) -> list[list[Row]]:
        """Per page the rows of text of about the text's size."""
        upright = [sheet.text_rows for sheet in self.sheets if not sheet.sideways]
        sizes = [row.size for rows in upright for row in rows if 12 < row.size < 18.5 for _ in row.glyphs]
        usual = median(sizes) if sizes else self.profile.size
        return [[row for row in rows if abs(row.size - usual) < 0.6] for rows in upright]

    def _pitch(self) -> float:
        """The width of a character as most rows show it (mm)."""
        steps = []
        for rows in self._flow():
            for row in rows:
                for one, after in pairwise(row.glyphs):
                    if _square(one) and _square(after):
                        steps.append(round(after.left - one.left, 3))
        return _least_common(steps, 0.02) if steps else self.profile.pitch * PT

    def _line_pitch(self) -> float:
        steps = [
            below.middle - above.middle
            for rows in self._flow()
            for above, below in pairwise(rows)
            if above.size * PT < below.middle - above.middle < 1.4 * self.profile.line_pitch * PT
        ]
        return _densest(steps, 0.1) if steps else self.profile.line_pitch * PT

    def _top(self) -> float:
        tops = [rows[0].top for rows in self._flow()[1:] if rows]
        near = [top for top in tops if abs(top - self.profile.top_mm) < 8]
        return _densest(near, 0.3) if near else self.profile.top_mm

    def _left(self, sheet: Sheet) -> float:
        expected = self.expected_left(sheet.page)
        lefts = [
            row.left for other in self.sheets if other.page % 2 == sheet.page % 2 or not self.profile.duplex
            for row in other.text_rows if abs(row.left - expected) < 4.5 and 12 < row.size < 18.5
        ]  # fmt: skip
        return _densest(lefts, 0.3) if len(lefts) > 1 else expected

    @cached_property
    def format(self) -> str:
        """file, letter or plain, by what is red on the first page."""
        rules = self.red_rules
        rows = self.red_rows
        if len(rules) >= 3 or (rows and rows[0].ink_top < 55):
            return "letter"
        return "file" if rules or rows else "plain"

    @cached_property
    def red_rules(self) -> list[Stroke]:
        found = [one for one in self.first.raw.strokes if one.level and one.length > 100 and is_red(one.colour)]
        return sorted(found, key=lambda one: one.top)

    @cached_property
    def red_rows(self) -> list[Row]:
        return [row for row in self.first.rows if is_red(row.glyphs[len(row.glyphs) // 2].colour)]

    @cached_property
    def head_rows(self) -> list[Row]:
        """Black rows of the first page's head: marks above, number, signers."""
        title_top = self.title[0].top if self.title else 0.0
        rows = [row for row in self.first.text_rows if row not in self.red_rows and row.middle < title_top]
        if self.format == "file" and self.red_rules:
            return [row for row in rows if row.middle < self.red_rules[-1].top]
        return rows if self.format == "letter" else []

    @cached_property
    def marks(self) -> list[Row]:
        """Copy number, class and urgency."""
        if self.format == "letter":
            parts = (self._left_part(row) for row in self.head_rows)
            return [row for row in parts if row is not None]
        red = self.red_rows[0].top if self.red_rows else 0.0
        return [row for row in self.head_rows if row.middle < red]

    def _left_part(self, row: Row) -> Row | None:
        middle = self.first.left + self.width / 2
        glyphs = [glyph for glyph in row.glyphs if glyph.right < middle]
        return Row(row.page, glyphs) if glyphs else None

    @cached_property
    def number(self) -> Row | None:
        """The document number, without what stands beside it."""
        for row in self.head_rows:
            for start in range(len(row.glyphs)):
                if start and not _apart(row, start):
                    continue
                end = next((e for e in range(start + 1, len(row.glyphs)) if _apart(row, e)), len(row.glyphs))
                part = Row(row.page, row.glyphs[start:end])
                if NUMBER.match(part.text):
                    return part
        return None

    @cached_property
    def signers(self) -> list[Row]:
        """The rows of 签发人：, from its label on."""
        found: list[Row] = []
        for row in self.head_rows:
            at = row.text.find("签发人")
            if at >= 0:
                found.append(Row(row.page, row.glyphs[at:]))
            elif found:
                start = next((n for n, g in enumerate(row.glyphs) if g.left > found[0].left - 1), None)
                if start is not None:
                    found.append(Row(row.page, row.glyphs[start:]))
        return found

    @cached_property
    def title(self) -> list[Row]:
        """The lines of the title: the first rows below the red rule in its face or larger than the text."""
        rules = self.red_rules
        start = 0.0
        if rules:
            start = rules[min(1, len(rules) - 1)].top if len(rules) >= 3 else rules[0].top
        elif self.red_rows:
            start = self.red_rows[-1].bottom
        found: list[Row] = []
        for row in self.first.text_rows:
            if row.top < start or row in self.red_rows:
                continue
            like = row.role is Role.TITLE or row.size > 18.5
            if like and (not found or row.middle - found[-1].middle < 16):
                found.append(row)
            elif found:
                break
        return found

    @cached_property
    def addressees(self) -> list[Row]:
        """Rows below the title that begin flush left, before the first paragraph."""
        found = []
        for row in self.body_of_first_page:
            if row.left > self.first.left + 0.8 * self.pitch:
                break
            found.append(row)
        return found

    @property
    def body_of_first_page(self) -> list[Row]:
        rows = [row for row in self.first.text_rows if row not in self.red_rows]
        if self.title:
            return [row for row in rows if row.middle > self.title[-1].middle]
        return [row for row in rows if row not in self.head_rows]

    @cached_property
    def attachment_pages(self) -> list[Sheet]:
        """Pages that begin with 附件 and its number."""
        found = []
        for sheet in self.sheets[1:]:
            rows = sheet.turned if len(sheet.turned) > len(sheet.rows) else sheet.text_rows
            if any(ATTACHMENT.fullmatch(row.text) for row in rows[:3]):
                found.append(sheet)
        return found

    @cached_property
    def body(self) -> list[Row]:
        """The rows of the text proper, over all pages, up to the attachments; addressees and signature included."""
        end = self.attachment_pages[0].page if self.attachment_pages else len(self.sheets) + 1
        rows = list(self.body_of_first_page)
        for sheet in self.sheets[1:]:
            if sheet.page < end and not sheet.sideways:
                rows += sheet.text_rows
        return rows

    @cached_property
    def date(self) -> Row | None:
        """The day of the paper: the last row that consists of a day only."""
        return next((row for row in reversed(self.body) if DATE.fullmatch(row.text)), None)

    @cached_property
    def signature(self) -> Row | None:
        """The authority above the day."""
        if self.date is None:
            return None
        at = self.body.index(self.date)
        above = self.body[at - 1] if at else None
        if above is None or above.page != self.date.page or above.left < self.left_of(above) + 2.5 * self.pitch:
            return None
        return above

    @cached_property
    def note(self) -> Row | None:
        if self.date is None:
            return None
        after = self.body[self.body.index(self.date) + 1 :]
        return after[0] if after else None

    @cached_property
    def text(self) -> list[Row]:
        """The paragraphs: the body without addressees, list of attachments, signature, day and note."""
        end = len(self.body)
        for row in (self.date, self.signature, self.attachment_list[0] if self.attachment_list else None):
            if row is not None:
                end = min(end, self.body.index(row))
        return self.body[len(self.addressees) : end]

    @cached_property
    def attachment_list(self) -> list[Row]:
        start = next((n for n, row in enumerate(self.body) if re.match(r"附件[：:].", row.text)), None)
        if start is None:
            return []
        ends = [self.body.index(row) for row in (self.signature, self.date) if row is not None]
        end = min([len(self.body), *(e for e in ends if e > start)])
        return self.body[start:end]

    def left_of(self, row: Row) -> float:
        return self.sheets[row.page - 1].left

    def row_above(self, row: Row) -> Row | None:
        """The row of text (or list) right above `row` on its page; None where a table or a chart is between."""
        at = self.body.index(row)
        above = self.body[at - 1] if at else None
        if above is None or above.page != row.page:
            return None
        sheet = self.sheets[row.page - 1]
        between = any(above.middle < bottom < row.middle for _, bottom in (*sheet.tables, *sheet.charts))
        return None if between else above


def _apart(row: Row, place: int) -> bool:
    """Tell whether white parts the glyph at `place` from the one before: more than a blank in a number leaves."""
    gap = row.glyphs[place].left - row.glyphs[place - 1].right
    blank = row.glyphs[place - 1].text in "〔〕" and row.glyphs[place].text in "〕号"
    return gap > (25 if blank else 4)


def _square(glyph: Glyph) -> bool:
    return "\u4e00" <= glyph.text <= "\u9fff"


def _densest(values: list[float], reach: float) -> float:
    """The middle of the values that most others lie near; the smallest of several such."""
    ordered = sorted(values)
    best, best_count, start = ordered[0], 0, 0
    for end, value in enumerate(ordered):
        while value - ordered[start] > reach:
            start += 1
        if end - start + 1 > best_count:
            best, best_count = median(ordered[start : end + 1]), end - start + 1
    return best


def _least_common(values: list[float], reach: float) -> float:
    """The smallest value that a fair part of them share: lines that are spread are wider than the grid."""
    ordered = sorted(values)
    fair = max(3, len(ordered) // 30)
    start = 0
    for end, value in enumerate(ordered):
        while value - ordered[start] > reach:
            start += 1
        if end - start + 1 >= fair:
            return median(one for one in ordered[start:] if one - ordered[start] <= reach)
    return median(ordered)


def _tables(strokes: list[Stroke]) -> list[tuple[float, float]]:
    """From where to where (top, bottom) the tables of a page reach, told by their upright rules."""
    spans = sorted((one.top, one.bottom) for one in strokes if not one.level and one.bottom - one.top > 2)
    found: list[tuple[float, float]] = []
    counts: list[int] = []
    for top, bottom in spans:
        if found and top <= found[-1][1] + 0.5:
            found[-1] = (found[-1][0], max(found[-1][1], bottom))
            counts[-1] += 1
        else:
            found.append((top, bottom))
            counts.append(1)
    return [span for span, count in zip(found, counts, strict=True) if count >= 2]


def _charts(page: RawPage) -> list[tuple[float, float]]:
    grey = [one for one in page.strokes if not is_red(one.colour) and not is_black(one.colour)]
    spans = sorted([*page.areas, *((one.top, one.bottom) for one in grey)])
    found: list[tuple[float, float]] = []
    for top, bottom in spans:
        if found and top <= found[-1][1] + 15:
            found[-1] = (found[-1][0], max(found[-1][1], bottom))
        else:
            found.append((top, bottom))
    return found
