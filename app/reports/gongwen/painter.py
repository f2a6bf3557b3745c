"""Paints pages into a PDF with reportlab, and nothing that depends on the hour or the place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import BinaryIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from app.reports.fonts.embedding import EmbeddedFont
from app.reports.fonts.face import Face
from app.reports.gongwen.page import Page, Rule, Run
from app.reports.gongwen.paper import Paper

PROGRAM = "招商台"

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
    first = next(iter(fonts.values()))
    canvas = Canvas(
        target,
        pageCompression=1,
        invariant=1,
        initialFontName=first.fontName,  # type: ignore[arg-type] - the stubs take it for a number
        pdfVersion=(1, 5),
        lang="zh-CN",
    )
    canvas.setTitle(paper.title)
    canvas.setAuthor(paper.authority or PROGRAM)
    canvas.setSubject(paper.number)
    canvas.setCreator(PROGRAM)
    canvas.setProducer(PROGRAM)
    canvas.setDateFormatter(_day_as_pdf_date(paper.day))
    level = -1
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        _paint_content(canvas, page, fonts)
        if page.turned is not None:
            canvas.saveState()
            canvas.transform(0, 1, -1, 0, page.turned.height, 0)
            _paint_content(canvas, page.turned, fonts)
            canvas.restoreState()
        for place, bookmark in enumerate(page.bookmarks):
            key = f"p{page.number}-{place}"
            level = min(bookmark.level, level + 1)
            canvas.bookmarkHorizontalAbsolute(key, page.height - bookmark.y)
            canvas.addOutlineEntry(bookmark.title, key, level)
        canvas.showPage()
    canvas.save()


def _day_as_pdf_date(day: date) -> Callable[..., str]:
    stamp = f"D:{day:%Y%m%d}000000+08'00'"
    return lambda *_: stamp


def _paint_content(canvas: Canvas, page: Page, fonts: dict[Face, EmbeddedFont]) -> None:
    for shape in page.shapes:
        path = canvas.beginPath()
        path.moveTo(shape.points[0][0], page.height - shape.points[0][1])
        for x, y in shape.points[1:]:
            path.lineTo(x, page.height - y)
        path.close()
        canvas.setFillColorCMYK(*shape.colour)
        canvas.drawPath(path, stroke=0, fill=1)
    _paint_text(canvas, page, fonts)
    _paint_rules(canvas, page)


def _paint_text(canvas: Canvas, page: Page, fonts: dict[Face, EmbeddedFont]) -> None:
    done = 0
    for start, end in page.spread:
        _paint_runs(canvas, page, page.runs[done:start], fonts)
        text = "".join(run.text for run in page.runs[start:end])
        canvas.addLiteral(f"/Span<</ActualText<FEFF{text.encode('utf-16-be').hex()}>>>BDC")
        _paint_runs(canvas, page, page.runs[start:end], fonts)
        canvas.addLiteral("EMC")
        done = end
    _paint_runs(canvas, page, page.runs[done:], fonts)


def _paint_runs(canvas: Canvas, page: Page, runs: Sequence[Run], fonts: dict[Face, EmbeddedFont]) -> None:
    if not runs:
        return
    text = canvas.beginText()
    face, size, spacing, colour, scale = None, 0.0, None, None, None
    for run in runs:
        if run.colour != colour:
            colour = run.colour
            text.setFillColorCMYK(*colour)
        if run.face is not face or run.size != size:
            face, size = run.face, run.size
            text.setFont(fonts[face].fontName, size)
        if run.spacing != spacing:
            spacing = run.spacing
            text.setCharSpace(spacing)
        if run.scale != scale:
            scale = run.scale
            text.setHorizScale(scale * 100)
        text.setTextOrigin(run.x, page.height - run.y)
        text.textOut(run.text)
    canvas.drawText(text)


def _paint_rules(canvas: Canvas, page: Page) -> None:
    drawn: Rule | None = None
    for rule in page.rules:
        if drawn is None or rule.colour != drawn.colour:
            canvas.setStrokeColorCMYK(*rule.colour)
        if drawn is None or rule.width != drawn.width:
            canvas.setLineWidth(rule.width)
        canvas.line(rule.x0, page.height - rule.y0, rule.x1, page.height - rule.y1)
        drawn = rule
