"""Spoils one thing on pages that are set, so that a checker has one fault to find."""

from __future__ import annotations

import io
from collections.abc import Callable

from app.reports.fonts.embedding import embedded
from app.reports.fonts.resolver import FontSet
from app.reports.gongwen.page import Page, Run
from app.reports.gongwen.painter import characters, paint
from app.reports.gongwen.paper import Paper
from app.reports.gongwen.typeset import typeset

Spoil = Callable[[list[Page], FontSet], None]


def spoilt(paper: Paper, fonts: FontSet, spoil: Spoil | None = None) -> bytes:
    """`paper` as PDF, its pages spoilt before they are painted."""
    pages = typeset(paper, fonts)
    if spoil is not None:
        spoil(pages, fonts)
    target = io.BytesIO()
    with embedded(characters(pages)) as subsets:
        paint(pages, paper, subsets, target)
    return target.getvalue()


def lines(page: Page) -> list[list[int]]:
    """The places of the runs of a page, line by line as they were set."""
    found: list[list[int]] = []
    middle = 0.0
    for place, run in enumerate(page.runs):
        now = run.y - run.face.ascent * run.size + run.size / 2
        if found and abs(now - middle) < 3:
            found[-1].append(place)
        else:
            found.append([place])
        middle = now
    return found


def change(beginning: str, how: Callable[[Run], Run], last: bool = False) -> Spoil:
    """Change every run of the first (or last) line that begins so."""

    def spoil(pages: list[Page], _fonts: FontSet) -> None:
        for page in reversed(pages) if last else pages:
            for places in lines(page):
                if "".join(page.runs[place].text for place in places).startswith(beginning):
                    for place in places:
                        page.runs[place] = how(page.runs[place])
                    return
        raise AssertionError(f"no line begins with {beginning}")

    return spoil


def move(beginning: str, dx: float = 0.0, dy: float = 0.0, last: bool = False) -> Spoil:
    """Move a line by so many points."""
    return change(beginning, lambda run: run.moved(dx, dy), last)


def without(beginning: str, text: str) -> Spoil:
    """Take the last occurrence of `text` out of a line."""

    def how(run: Run) -> Run:
        return run._replace(text=run.text.removesuffix(text)) if run.text.endswith(text) else run

    return change(beginning, how)
