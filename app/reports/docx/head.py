"""The head of a paper in Word: marks, red authority, number, rule, title, addressees (7.2, 7.3.1, 10.1)."""

from __future__ import annotations

from docx.document import Document as WordDocument

from app.reports.docx.document import top_margin, word_size
from app.reports.docx.measuring import estimated
from app.reports.docx.paragraphs import Frame, Style, paragraph
from app.reports.docx.xml import Element, border, line_break, rgb, run
from app.reports.fonts.roles import Role
from app.reports.gongwen.head import authority_setting
from app.reports.gongwen.paper import Paper
from app.reports.gongwen.profile import MM
from app.reports.gongwen.title import title_lines

_SCALE_SPARE = 0.01
"""Word counts widths in whole hundredths: a hundredth less keeps the last character on the line."""
_INK_ABOVE = 0.06
"""White above the ink of a character in its body, as a share of its size."""


def head_paragraphs(paper: Paper, document: WordDocument) -> list[Element]:
    """Everything above the text; what stands outside the type area of a letter goes into the first page's header."""
    made: list[Element] = []
    if paper.format == "file":
        made += _file_head(paper)
    elif paper.format == "letter":
        made += _letter_head(paper, document)
    return made + _title(paper) + _addressees(paper)


def _marks(paper: Paper) -> list[Element]:
    size = word_size(paper.profile)
    marks = [(paper.copy_number, Role.FANGSONG), (paper.security, Role.HEI), (paper.urgency, Role.HEI)]
    return [paragraph([run(text, role, size)], Style("left")) for text, role in marks if text]


def _file_head(paper: Paper) -> list[Element]:
    profile = paper.profile
    marks = _marks(paper)
    text = paper.authority + paper.authority_suffix
    made = [*marks]
    above = profile.authority_below_area_top_mm * MM + profile.area_top - top_margin(profile)
    above -= len(marks) * profile.line_pitch
    if text:
        _, size, _ = authority_setting(text, profile)
        before = max(0.0, above - _INK_ABOVE * size)
        made += _red_name(text, paper, Style("center", before=before, exact=size))
    else:
        made.append(paragraph([], Style(exact=max(1.0, above))))
    return made + _number_and_rule(paper)


def _red_name(text: str, paper: Paper, style: Style) -> list[Element]:
    lines, size, cell = authority_setting(text, paper.profile)
    red, scale = rgb(paper.profile.red), min(1.0, cell / size) - _SCALE_SPARE
    runs: list[Element] = []
    for number, line in enumerate(lines):
        if number:
            runs.append(line_break())
        runs.append(run(line, Role.TITLE, size, red, scale))
    return [paragraph(runs, style)]


def _number_and_rule(paper: Paper) -> list[Element]:
    """The number, the red rule as its paragraph's lower border; signers on the same lines (7.2.5 to 7.2.7)."""
    profile, size = paper.profile, word_size(paper.profile)
    red = rgb(profile.red)
    rule = (profile.red_rule, red, profile.rule_below_number_mm * MM)
    before = profile.two_lines
    if not paper.signers:
        runs = [run(paper.number, Role.FANGSONG, size)] if paper.number else []
        return [paragraph(runs, Style("center", before=before, exact=size, border_below=rule))]
    rows = [paper.signers[start : start + 2] for start in range(0, len(paper.signers), 2)]
    made = []
    widest = max(sum(map(len, row)) + len(row) - 1 for row in rows)
    names_at = profile.area_width - (1 + widest) * profile.pitch
    for place, row in enumerate(rows):
        last = place == len(rows) - 1
        label = "签发人：" if place == 0 else ""
        start = names_at - len(label) * profile.pitch
        number = paper.number if last else ""
        runs = [run(f"{number}\t{label}", Role.FANGSONG, size), run("　".join(row), Role.KAI, size)]
        style = Style(
            "left",
            before=before if place == 0 else profile.leading,
            exact=size,
            first=profile.pitch,
            tabs=(("left", start),),
            border_below=rule if last else None,
        )
        made.append(paragraph(runs, style))
    return made


def _letter_head(paper: Paper, document: WordDocument) -> list[Element]:
    """Name and double rules in the first page's header and footer; number and marks below them (10.1)."""
    profile = paper.profile
    red = rgb(profile.red)
    _, size, _ = authority_setting(paper.authority or "　", profile)
    section = document.sections[0]
    header, footer = section.first_page_header, section.first_page_footer
    header.is_linked_to_previous = footer.is_linked_to_previous = False
    left = (profile.page_width_mm - profile.letter_rule_width_mm) / 2
    y = profile.letter_authority_top_mm - _INK_ABOVE * size / MM
    for holder in (header._element, footer._element):
        for old in list(holder):
            holder.remove(old)
    space = profile.letter_rule_gap_mm * MM - _INK_ABOVE * size
    rule = border("bottom", profile.letter_thick_rule, red, "thickThinSmallGap", space)
    width = profile.letter_rule_width_mm
    style = Style("center", exact=size, borders=(rule,), frame=Frame(left, y, width))
    header._element.append(_red_name(paper.authority, paper, style)[0] if paper.authority else paragraph([], style))
    header._element.append(paragraph([], Style(exact=1)))
    below = border("bottom", profile.letter_thick_rule, red, "thinThickSmallGap")
    both = profile.letter_thick_rule + 2 * profile.letter_thin_rule
    foot = profile.page_height_mm - profile.letter_bottom_rule_mm - (both + 1) / MM
    footer._element.append(paragraph([], Style(exact=1, borders=(below,), frame=Frame(left, foot, width))))
    footer._element.append(paragraph([], Style(exact=1)))
    return _letter_number(paper, y + (1 - _INK_ABOVE) * size / MM)


def _letter_number(paper: Paper, rule_mm: float) -> list[Element]:
    profile, size = paper.profile, word_size(paper.profile)
    top = (
        (rule_mm + profile.letter_rule_gap_mm + profile.letter_number_gap_mm) * MM
        + profile.letter_thick_rule
        + 2 * profile.letter_thin_rule
    )
    before = max(0.0, top - top_margin(profile))
    marks = [(paper.copy_number, Role.FANGSONG), (paper.security, Role.HEI), (paper.urgency, Role.HEI)]
    marks = [(text, role) for text, role in marks if text] or [("", Role.FANGSONG)]
    made = []
    for place, (text, role) in enumerate(marks):
        runs = [run(text, role, size)] if text else []
        if place == 0 and paper.number:
            runs.append(run(f"\t{paper.number}", Role.FANGSONG, size))
        style = Style(
            "left",
            before=before if place == 0 else profile.leading,
            exact=size,
            tabs=(("right", profile.area_width),),
        )
        made.append(paragraph(runs, style))
    return made


def _title(paper: Paper) -> list[Element]:
    """The title's lines as broken for the PDF; two lines below what goes before (7.3.1)."""
    if not paper.title:
        return []
    profile = paper.profile
    return [
        paragraph(
            title_runs(paper.title, paper, profile.area_width),
            Style(
                "center",
                before=max(0.0, profile.two_lines - profile.leading) if paper.format != "plain" else 0.0,
                after=profile.one_line - (profile.line_pitch - profile.size) / 2,
                exact=profile.title_size + profile.leading,
                keep_next=True,
                outline=0,
            ),
        )
    ]


def title_runs(title: str, paper: Paper, width: float) -> list[Element]:
    """A title in its face, its lines divided as on paper."""
    size = paper.profile.title_size
    runs: list[Element] = []
    for start, end in title_lines(estimated(title, Role.TITLE, size), paper.words, width):
        if start:
            runs.append(line_break())
        runs.append(run(title[start:end], Role.TITLE, size))
    return runs


def _addressees(paper: Paper) -> list[Element]:
    if not paper.addressees:
        return []
    return [paragraph([run(f"{paper.addressees}：", Role.FANGSONG, word_size(paper.profile))], Style("both"))]
