"""Paints pages into a PDF with reportlab, and nothing that depends on the hour or the place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, BinaryIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from app.reports.fonts.embedding import EmbeddedFont
from app.reports.fonts.face import Face
from app.reports.gongwen.content import content
from app.reports.gongwen.page import Page
from app.reports.gongwen.paper import Paper

PROGRAM = "招商台"
PROFILE_TOLD = "公文版式 "
"""Begins the keywords of a PDF that was set by an office's own profile; the profile follows."""

rl_config.useA85 = 0  # streams as bytes: a fifth smaller than reportlab's default, and faster


def characters(pages: Iterable[Page]) -> dict[Face, set[str]]:
    """The characters that the pages need of each face."""
    needed: dict[Face, set[str]] = defaultdict(set)
    for page in pages:
        for run in [*page.runs, *(page.turned.runs if page.turned else ())]:
            needed[run.face].update(run.text)
    return dict(needed)


def paint(pages: Sequence[Page], paper: Paper, fonts: dict[Face, EmbeddedFont], target: BinaryIO) -> None:
    """Write `pages` as PDF to `target`; the same pages and fonts give the same bytes."""
    canvas = _canvas(fonts, target, paper.day)
    canvas.setTitle(paper.title)
    canvas.setAuthor(paper.authority or PROGRAM)
    canvas.setSubject(paper.number)
    if paper.profile.told:
        canvas.setKeywords(f"{PROFILE_TOLD}{paper.profile.told}")
    _paint_pages(canvas, pages, fonts, bookmarks=True)
    canvas.save()


def paint_joined(
    papers: Iterable[tuple[Paper, Sequence[Page]]],
    fonts: dict[Face, EmbeddedFont],
    target: BinaryIO,
    title: str,
    day: date,
    new_sheets: bool,
) -> None:
    """Write the pages of many papers into one PDF, each with a bookmark that tells its number and addressees.

    With `new_sheets` a blank page follows a paper that ends on a front, so that printing on both sides keeps papers
    apart.
    """
    canvas = _canvas(fonts, target, day)
    canvas.setTitle(title)
    canvas.setAuthor(PROGRAM)
    for number, (paper, pages) in enumerate(papers):
        name = " ".join(filter(None, (paper.number, paper.addressees or paper.title)))
        canvas.bookmarkPage(f"d{number}")
        canvas.addOutlineEntry(name, f"d{number}", 0)
        _paint_pages(canvas, pages, fonts)
        if new_sheets and len(pages) % 2:
            canvas.showPage()
    canvas.save()


def _canvas(fonts: dict[Face, EmbeddedFont], target: BinaryIO, day: date) -> Canvas:
    first = next(iter(fonts.values()))
    canvas = Canvas(
        target,
        pageCompression=1,
        invariant=1,
        initialFontName=first.fontName,  # type: ignore[arg-type] - the stubs take it for a number
        pdfVersion=(1, 5),
        lang="zh-CN",
    )
    canvas.setCreator(PROGRAM)
    canvas.setProducer(PROGRAM)
    canvas.setDateFormatter(_day_as_pdf_date(day))
    return canvas


def _paint_pages(
    canvas: Canvas, pages: Sequence[Page], fonts: dict[Face, EmbeddedFont], bookmarks: bool = False
) -> None:
    """The pages, with the bookmarks of their headings if asked."""
    level = -1
    document: Any = canvas._doc  # type: ignore[attr-defined] - reportlab's stubs leave it out
    names = {face: font.getSubsetInternalName(0, document) for face, font in fonts.items()}
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        canvas.addLiteral(content(page, names, fonts))
        if page.turned is not None:
            canvas.addLiteral(f"q 0 1 -1 0 {page.turned.height:.2f} 0 cm\n{content(page.turned, names, fonts)}\nQ")
        for place, bookmark in enumerate(page.bookmarks if bookmarks else ()):
            key = f"p{page.number}-{place}"
            level = min(bookmark.level, level + 1)
            canvas.bookmarkHorizontalAbsolute(key, page.height - bookmark.y)
            canvas.addOutlineEntry(bookmark.title, key, level)
        canvas.showPage()


def _day_as_pdf_date(day: date) -> Callable[..., str]:
    stamp = f"D:{day:%Y%m%d}000000+08'00'"
    return lambda *_: stamp
