"""Writes papers to files: one, or many that share their font subsets."""

from __future__ import annotations

import io
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from app.reports.fonts.embedding import embedded
from app.reports.fonts.face import Face
from app.reports.fonts.resolver import FontSet
from app.reports.gongwen.page import Page
from app.reports.gongwen.painter import characters, paint, paint_joined
from app.reports.gongwen.paper import Paper
from app.reports.gongwen.typeset import typeset
from app.rules.errors import Cancelled, OfficeError
from app.rules.os_faults import in_words

SHARED_CHARACTERS = 450
"""Papers share a font subset as long as it holds no more characters than this: it is in each of their files."""
SHARED_PAPERS = 500
"""And no more papers than this wait, set, to be painted together."""

Typeset = tuple[Paper, Path, list[Page]]


def write_pdf(paper: Paper, fonts: FontSet, target: Path | BinaryIO) -> list[Page]:
    """Set `paper` and write it as PDF; a file appears complete or not at all. Returns the pages.

    Raises `OfficeError` for a character that no font has, or when the file cannot be written.
    """
    pages = typeset(paper, fonts)
    data = io.BytesIO()
    with embedded(characters(pages)) as subsets:
        paint(pages, paper, subsets, data)
    if isinstance(target, Path):
        write_whole(target, data.getvalue())
    else:
        target.write(data.getvalue())
    return pages


def write_batch(
    papers: Sequence[Paper],
    fonts: FontSet,
    paths: Sequence[Path],
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write each of `papers` to its path, several with one font subset where their characters allow.

    `progress` is told (written, all) after each; when `cancelled` says so, `Cancelled` is raised, and what this call
    has written is taken away again. Raises `OfficeError` as `write_pdf` does.
    """
    written: list[Path] = []
    try:
        for group, needed in _groups(papers, paths, fonts, cancelled):
            with embedded(needed) as subsets:
                for paper, path, pages in group:
                    _stop_if(cancelled)
                    own = {face: subsets[face] for face in characters(pages)}
                    data = io.BytesIO()
                    paint(pages, paper, own, data)
                    write_whole(path, data.getvalue())
                    written.append(path)
                    if progress is not None:
                        progress(len(written), len(papers))
    except Cancelled:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def write_joined(
    papers: Sequence[Paper],
    fonts: FontSet,
    target: Path | BinaryIO,
    title: str,
    new_sheets: bool = True,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write `papers` into one PDF for printing; with `new_sheets` each begins on a sheet of its own.

    `title` is the file's; `progress` is told (set, all) after each paper; when `cancelled` says so, `Cancelled` is
    raised and nothing is written. Raises `OfficeError` as `write_pdf` does, and ValueError for no papers at all.
    """
    if not papers:
        raise ValueError("there are no papers to join")
    done: list[tuple[Paper, list[Page]]] = []
    needed: dict[Face, set[str]] = {}
    for paper in papers:
        _stop_if(cancelled)
        pages = typeset(paper, fonts)
        for face, chars in characters(pages).items():
            needed.setdefault(face, set()).update(chars)
        done.append((paper, pages))
        if progress is not None:
            progress(len(done), len(papers))
    data = io.BytesIO()
    with embedded(needed) as subsets:
        paint_joined(done, subsets, data, title, papers[0].day, new_sheets)
    _stop_if(cancelled)
    if isinstance(target, Path):
        write_whole(target, data.getvalue())
    else:
        target.write(data.getvalue())


def _groups(
    papers: Sequence[Paper], paths: Sequence[Path], fonts: FontSet, cancelled: Callable[[], bool] | None
) -> Iterator[tuple[list[Typeset], dict[Face, set[str]]]]:
    """Papers in their order, set, in groups that share their characters, with those."""
    group: list[Typeset] = []
    shared: dict[Face, set[str]] = {}
    for paper, path in zip(papers, paths, strict=True):
        _stop_if(cancelled)
        pages = typeset(paper, fonts)
        needed = characters(pages)
        joint = {face: shared.get(face, set()) | needed.get(face, set()) for face in [*shared, *needed]}
        too_many = sum(map(len, joint.values())) > SHARED_CHARACTERS
        if group and (too_many or len(group) == SHARED_PAPERS):
            yield group, shared
            group, shared = [], {}
            joint = needed
        group.append((paper, path, pages))
        shared = joint
    if group:
        yield group, shared


def _stop_if(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled


def write_whole(path: Path, data: bytes) -> None:
    """Write under another name in the same folder and rename, so that `path` never holds half a paper."""
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        try:
            part.write_bytes(data)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OfficeError(
            f"文件 {path} 写不进去：{in_words(error)}如果文件正在别的程序里打开，请关闭后再试。"
        ) from error
