"""What stands below the text: list of attachments, authority and date, note (7.3.4 to 7.3.6)."""

from __future__ import annotations

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.flow import Item
from app.reports.gongwen.lines import measure, set_line
from app.reports.gongwen.paper import Paper, chinese_date
from app.reports.gongwen.profile import MM
from app.reports.gongwen.text import text_lines


def attachment_list(paper: Paper, fonts: FontSet) -> list[Item]:
    """附件：, 2 characters in; a name that turns over goes on below its own first character (7.3.4)."""
    profile = paper.profile
    count = len(paper.attachments)
    items: list[Item] = []
    for number, attachment in enumerate(paper.attachments, 1):
        figure = f"{number}. " if count > 1 else ""
        label = measure("附件：", Role.FANGSONG, fonts, profile.size, profile.pitch)
        numeral = measure(figure, Role.FANGSONG, fonts, profile.size, profile.pitch)
        edge = profile.indent * profile.pitch
        start = edge + label.width() + numeral.width()
        name = measure(attachment.title, Role.FANGSONG, fonts, profile.size, profile.pitch)
        before = profile.one_line if number == 1 else None
        lines = text_lines(name, profile, first_indent=start, rest_indent=start, before=before)
        lines = lines or [Item(profile.size, profile.leading if before is None else before)]
        runs = set_line(label, 0, len(label.text), edge, 0.0) if number == 1 else []
        runs += set_line(numeral, 0, len(numeral.text), start - numeral.width(), 0.0)
        items.append(Item(lines[0].height, lines[0].before, (*runs, *lines[0].runs)))
        items += lines[1:]
    return items


def signature(paper: Paper, fonts: FontSet) -> list[Item]:
    """Authority and date as lines that stay together, then the note; nothing without a signature (7.3.5, 7.3.6)."""
    profile = paper.profile
    if not paper.signature:
        return _note(paper, fonts)
    name = measure(paper.signature, Role.FANGSONG, fonts, profile.size, profile.pitch)
    day = measure(chinese_date(paper.day), Role.FANGSONG, fonts, profile.size, profile.pitch)
    name_at, day_at = (
        sealed_places(paper, name.width(), day.width()) if paper.sealed else places(paper, name.width(), day.width())
    )
    lines = name.broken(profile.area_width)
    if len(lines) > 1:
        name_at = 0.0
    before = room_above_sealed_name(paper) if paper.sealed else profile.one_line
    items = [
        Item(
            profile.size,
            before if number == 0 else profile.leading,
            tuple(set_line(name, start, end, max(0.0, name_at), 0.0)),
            keep_with_next=True,
        )
        for number, (start, end) in enumerate(lines)
    ]
    note = _note(paper, fonts)
    below = _room_below_sealed_day(paper) if paper.sealed and not note else 0.0
    runs = tuple(set_line(day, 0, len(day.text), day_at, 0.0))
    items.append(Item(profile.size + below, profile.leading, runs, keep_with_next=bool(note)))
    return items + note


def places(paper: Paper, name: float, day: float) -> tuple[float, float]:
    """Left edges of an authority and a date without seal (7.3.5.2)."""
    profile = paper.profile
    step = profile.signature_indent * profile.pitch
    if day > name:
        day_at = profile.area_width - step - day
        return day_at - step, day_at
    name_at = profile.area_width - step - name
    return name_at, name_at + step


def sealed_places(paper: Paper, name: float, day: float) -> tuple[float, float]:
    """Left edges where a seal comes over both: the date 4 characters in, the authority centred over it (7.3.5.1).

    An authority too long for that moves the date inwards, so that it stays within the type area.
    """
    profile = paper.profile
    middle = profile.area_width - profile.sealed_indent * profile.pitch - day / 2
    middle = min(middle, profile.area_width - name / 2)
    return middle - name / 2, middle - day / 2


def room_above_sealed_name(paper: Paper) -> float:
    """From the text to the authority, so that the seal's top stays within a line of the text (7.3.5.1)."""
    profile = paper.profile
    block = profile.line_pitch + profile.size
    return profile.seal_top_mm * MM + (profile.seal_mm / 2 + profile.seal_drop_mm) * MM - block / 2


def _room_below_sealed_day(paper: Paper) -> float:
    """From the date to the lower edge of the seal."""
    profile = paper.profile
    block = profile.line_pitch + profile.size
    return max(0.0, (profile.seal_mm / 2 - profile.seal_drop_mm) * MM - block / 2)


def _note(paper: Paper, fonts: FontSet) -> list[Item]:
    if not paper.note:
        return []
    profile = paper.profile
    text = paper.note if paper.note.startswith("（") else f"（{paper.note}）"
    note = measure(text, Role.FANGSONG, fonts, profile.size, profile.pitch)
    return text_lines(note, profile, first_indent=profile.indent * profile.pitch, before=profile.one_line)
