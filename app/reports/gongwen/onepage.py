"""一页纸: a briefing that must stand on one page, set in the largest sizes that let it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.reports.fonts.resolver import FontSet
from app.reports.gongwen.page import Page
from app.reports.gongwen.paper import Paper
from app.reports.gongwen.profile import Profile
from app.reports.gongwen.typeset import typeset
from app.rules.errors import Refused

_STEPS = ((15.75, 28), (15.75, 26), (14, 24), (14, 22), (12, 20), (12, 18), (10.5, 16), (9, 13.5))
"""Size and pitch of the text after the profile's own: 3号, 4号, 小4, 5号, 小5 (points)."""
_TITLE_STEP = 1.4
"""A title is at most so many times the size of the text that it heads."""


def fit_one_page(paper: Paper, fonts: FontSet) -> Paper:
    """`paper` with a profile in which it takes one page; `Refused` where even the smallest type takes more."""
    pages: list[Page] = []
    for profile in _profiles(paper.profile):
        smaller = replace(paper, profile=profile)
        pages = typeset(smaller, fonts)
        if len(pages) == 1:
            return smaller
    raise Refused(
        f"《{paper.title}》用最小的字号（小五）也排不进一页，约多{_beyond(pages)}个字，文件没有生成。"
        "请删减文字或表格的行数后再试。"
    )


def _beyond(pages: list[Page]) -> int:
    """About how many characters stand behind the first page."""
    return sum(len("".join(run.text.split())) for page in pages[1:] for run in page.runs)


def typeset_one_page(paper: Paper, fonts: FontSet) -> Page:
    """The one page of a briefing; raises as `fit_one_page` and `typeset` do."""
    (page,) = typeset(fit_one_page(paper, fonts), fonts)
    return page


def _profiles(profile: Profile) -> Iterator[Profile]:
    """The profile, then narrower ones; line by line distances and the lines of 28 characters shrink with the type."""
    yield replace(profile, lines_with_signature=0)
    for size, pitch in _STEPS:
        share = size / profile.size
        if share > 1 or pitch >= profile.line_pitch:
            continue
        yield replace(
            profile,
            name=f"{profile.name}（一页纸，{size:g}磅）",
            size=size,
            line_pitch=pitch,
            characters=int(profile.characters / share),
            title_size=min(profile.title_size, size * _TITLE_STEP),
            one_line_mm=profile.one_line_mm * pitch / profile.line_pitch,
            table_sizes=tuple(one for one in profile.table_sizes if one <= size) or profile.table_sizes[-1:],
            lines_with_signature=0,
        )
