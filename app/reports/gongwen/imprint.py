"""The imprint (版记, 7.4) at the foot of the last page, built upwards from the lower edge of the type area."""

from __future__ import annotations

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.flow import Item
from app.reports.gongwen.lines import measure, set_line
from app.reports.gongwen.page import Rule, Run
from app.reports.gongwen.paper import Paper, chinese_date
from app.reports.gongwen.profile import MM


def imprint(paper: Paper, fonts: FontSet, addressees: str = "") -> Item | None:
    """The imprint as one item whose lower edge belongs on that of the type area; None where there is nothing to say.

    `addressees` come here when they would push the text off the first page (GB/T 33476.2, 7.3.2). A letter has the
    copies only, without rules (10.1).
    """
    lists = [("主送：", addressees), ("抄送：", paper.copies_to)]
    rows = [row for label, names in lists if names for row in _list_rows(paper, fonts, label, names)]
    if paper.format == "letter":
        return _stacked(paper, rows, []) if rows else None
    printing = _printing_row(paper, fonts)
    return _stacked(paper, rows, printing) if rows or printing else None


def _list_rows(paper: Paper, fonts: FontSet, label: str, names: str) -> list[list[Run]]:
    """A list of names, one character in on both sides, turning over below its first name (7.4.2)."""
    profile = paper.profile
    edge = profile.pitch
    head = measure(label, Role.FANGSONG, fonts, profile.small_size)
    text = measure(names.rstrip("。") + "。", Role.FANGSONG, fonts, profile.small_size)
    start = edge + head.width()
    room = profile.area_width - edge - start
    lines = text.broken(room)
    rows = []
    for number, (first, after) in enumerate(lines):
        spread = room if number < len(lines) - 1 else None
        runs = set_line(head, 0, len(head.text), edge, 0.0) if number == 0 else []
        rows.append(runs + set_line(text, first, after, start, 0.0, spread))
    return rows


def _printing_row(paper: Paper, fonts: FontSet) -> list[Run]:
    """Who printed it at the left, when at the right, one character in each (7.4.3)."""
    profile = paper.profile
    runs: list[Run] = []
    if paper.printed_by:
        by = measure(paper.printed_by, Role.FANGSONG, fonts, profile.small_size)
        runs += set_line(by, 0, len(by.text), profile.pitch, 0.0)
    if paper.printed_on:
        on = measure(chinese_date(paper.printed_on) + "印发", Role.FANGSONG, fonts, profile.small_size)
        runs += set_line(on, 0, len(on.text), profile.area_width - profile.pitch - on.width(), 0.0)
    return runs


def _stacked(paper: Paper, lists: list[list[Run]], printing: list[Run]) -> Item:
    """Rows one under the other: thick rules first and last, a thin one between lists and printing (7.4.1)."""
    profile = paper.profile
    pitch = profile.imprint_pitch
    rows = [*lists, printing] if printing else lists
    white = (pitch - profile.small_size) / 2
    if paper.format == "letter":
        height = (len(rows) - 1) * pitch + profile.small_size
        runs = [run.moved(0, number * pitch) for number, row in enumerate(rows) for run in row]
        return Item(height, profile.leading, tuple(runs))
    height = len(rows) * pitch
    runs = [run.moved(0, number * pitch + white) for number, row in enumerate(rows) for run in row]
    thick, thin = profile.imprint_rule_mm * MM, profile.imprint_inner_rule_mm * MM
    edges = [(0.0, thick), (height - thick / 2, thick)]
    if lists and printing:
        edges.append((len(lists) * pitch, thin))
    rules = [Rule(0, y, profile.area_width, y, weight, profile.black) for y, weight in edges]
    return Item(height, profile.leading, tuple(runs), tuple(rules))
