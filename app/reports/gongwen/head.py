"""The head of the first page: red authority, number, rules, title, addressees (7.2, 10.1)."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.ink import ink_extent
from app.reports.gongwen.lines import centred, measure, set_line
from app.reports.gongwen.marking import set_marks, set_number_and_signers
from app.reports.gongwen.page import Bookmark, Page, Rule, Run
from app.reports.gongwen.paper import Paper
from app.reports.gongwen.profile import MM, Profile
from app.reports.gongwen.title import line_ends, title_lines
from app.reports.gongwen.words import common_words

_NEAR = 4
"""So many characters farther from the middle a line of the red name may end for the sake of a 、."""


def set_head(paper: Paper, fonts: FontSet, page: Page) -> float:
    """Set everything above the addressees on `page`; returns where the ink of the next element begins.

    Distances are counted from ink to ink (GB/T 33476.2, 7.1).
    """
    profile = paper.profile
    if paper.format == "file":
        below = _file_head(paper, fonts, page)
        top = below + profile.two_lines
    elif paper.format == "letter":
        below = _letter_head(paper, fonts, page)
        top = below + profile.two_lines
    else:
        top = profile.area_top
    bottom = _title(paper, fonts, page, top)
    return bottom + profile.one_line


def _file_head(paper: Paper, fonts: FontSet, page: Page) -> float:
    """Red authority, number and rule; returns the lower edge of the rule (7.2.4, 7.2.5, 7.2.7)."""
    profile = paper.profile
    set_marks(paper, fonts, page, profile.area_top)
    top = profile.area_top + profile.authority_below_area_top_mm * MM
    below = _authority(paper.authority + paper.authority_suffix, fonts, profile, page, top)
    if paper.signers:
        below = set_number_and_signers(paper, fonts, page, below + profile.two_lines)
    elif paper.number:
        number = measure(paper.number, Role.FANGSONG, fonts, profile.size, profile.pitch)
        upper, lower = ink_extent(number)
        top = below + profile.two_lines - upper
        page.runs += centred(number, profile.area_left(1), profile.area_width, top)
        below = top + lower
    middle = below + profile.rule_below_number_mm * MM + profile.red_rule / 2
    left = profile.area_left(1)
    page.rules.append(Rule(left, middle, left + profile.area_width, middle, profile.red_rule, profile.red))
    return middle + profile.red_rule / 2


def _letter_head(paper: Paper, fonts: FontSet, page: Page) -> float:
    """Red authority, both double rules and the number; returns the lower edge of the lowest ink (10.1)."""
    profile = paper.profile
    width = profile.letter_rule_width_mm * MM
    left = (page.width - width) / 2
    below = _authority(paper.authority, fonts, profile, page, profile.letter_authority_top_mm * MM)
    thick, thin = profile.letter_thick_rule, profile.letter_thin_rule
    below = _double_rule(page, left, width, below + profile.letter_rule_gap_mm * MM, thick, thin, profile)
    height = thick + thin + _white_between(thick)
    bottom = page.height - profile.letter_bottom_rule_mm * MM - height
    _double_rule(page, left, width, bottom, thin, thick, profile)
    under_rule = below + profile.letter_number_gap_mm * MM
    if paper.copy_number or paper.security or paper.urgency:
        below = set_marks(paper, fonts, page, under_rule, from_ink=True)
    if paper.number:
        number = measure(paper.number, Role.FANGSONG, fonts, profile.size, profile.pitch)
        upper, lower = ink_extent(number)
        top = under_rule - upper
        right = profile.area_left(1) + profile.area_width
        page.runs += set_line(number, 0, len(number.text), right - number.width(), top)
        below = max(below, top + lower)
    return below


def _white_between(thick: float) -> float:
    return thick * 0.6


def _double_rule(
    page: Page, left: float, width: float, top: float, upper: float, lower: float, profile: Profile
) -> float:
    """Two red rules one under the other from `top` on; returns the lower edge."""
    first = top + upper / 2
    second = top + upper + _white_between(max(upper, lower)) + lower / 2
    page.rules.append(Rule(left, first, left + width, first, upper, profile.red))
    page.rules.append(Rule(left, second, left + width, second, lower, profile.red))
    return second + lower / 2


def _authority(text: str, fonts: FontSet, profile: Profile, page: Page, ink_top: float) -> float:
    """The red name, its ink from `ink_top` on; returns the ink's lower edge."""
    runs, below = _red_name(text, fonts, profile, ink_top)
    page.runs += runs
    return below


@lru_cache(maxsize=64)
def _red_name(text: str, fonts: FontSet, profile: Profile, ink_top: float) -> tuple[tuple[Run, ...], float]:
    """The runs of the red name and the lower edge of its ink; kept, since the papers of an office share it.

    As large as fits on one line, narrowed where it is long; on several lines only when even so it would be smaller
    than the title.
    """
    if not text:
        return (), ink_top
    lines, size, cell = authority_setting(text, profile)
    measured = measure(text, Role.TITLE, fonts, size)
    runs: list[Run] = []
    below = ink_top
    for number, line in enumerate(lines):
        part = measure(line, Role.TITLE, fonts, size)
        scale = min(1.0, profile.area_width / part.width(), cell * len(part.text) / part.width())
        upper, lower = ink_extent(part if len(lines) == 1 else measured)
        top = ink_top - upper if number == 0 else below + profile.leading - upper
        left = profile.area_left(1) + (profile.area_width - part.width() * scale) / 2
        runs += _narrowed(set_line(part, 0, len(part.text), left, top, colour=profile.red), left, scale)
        below = top + lower
    return tuple(runs), below


def authority_setting(text: str, profile: Profile) -> tuple[tuple[str, ...], float, float]:
    """How the red name is set: its lines, type size and width of a character (points)."""
    width, count = profile.area_width, 1
    while _cell_width(-(-len(text) // count), width, profile) / profile.authority_narrowest < profile.title_size:
        count += 1
    lines = _lines_by_words(text, count)
    cell = _cell_width(max(map(len, lines)), width, profile)
    return lines, min(profile.authority_tallest_mm * MM, cell / profile.authority_narrowest), cell


def _lines_by_words(text: str, count: int) -> tuple[str, ...]:
    """Divide a name into `count` lines of like length that split no known word, behind 、 where that is near."""
    even = -(-len(text) // count)
    if count == 1:
        return (text,)
    ends: list[int] = []
    places = line_ends(text, sorted(common_words()))
    for number in range(1, count):
        ideal = round(len(text) * number / count)
        later = [one for one in places if one > (ends[-1] if ends else 0)]
        if not later:
            return tuple(text[start : start + even] for start in range(0, len(text), even))
        ends.append(min(later, key=lambda one: (abs(one - ideal) - (_NEAR if text[one - 1] in "、" else 0), one)))
    return tuple(text[start:end] for start, end in pairwise((0, *ends, len(text))))


def _cell_width(longest: int, width: float, profile: Profile) -> float:
    return min(profile.authority_widest_mm * MM, width / max(1, longest))


def _narrowed(runs: list[Run], left: float, scale: float) -> list[Run]:
    return [run._replace(x=left + (run.x - left) * scale, scale=scale) for run in runs]


def _title(paper: Paper, fonts: FontSet, page: Page, ink_top: float) -> float:
    """The title, its ink from `ink_top` on; returns the ink's lower edge (7.3.1)."""
    profile = paper.profile
    title = measure(paper.title, Role.TITLE, fonts, profile.title_size)
    upper, lower = ink_extent(title)
    top = ink_top - upper
    page.bookmarks.append(Bookmark(title.text, 0, top))
    pitch = profile.title_size + profile.leading
    for number, (start, end) in enumerate(title_lines(title, paper.words, profile.area_width)):
        if number:
            top += pitch
        left = profile.area_left(1) + (profile.area_width - title.width(start, end)) / 2
        page.runs += set_line(title, start, end, left, top)
    return top + lower
