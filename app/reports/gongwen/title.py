"""Breaks a title so that its lines form a trapezium or a rhombus and no word or name is split (7.3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from app.reports.gongwen.breaking import TOLERANCE
from app.reports.gongwen.lines import Measured
from app.reports.gongwen.marks import unsplit_pieces
from app.reports.gongwen.words import common_words
from app.rules.errors import Refused

_NO_LINE_START = frozenset("的和与及等之")
_CLINGING_ENDS = ("关于", "对", "在", "为", "将", "和", "与", "及")
MOST_LINES = 6
_MOST_TRIALS = 20_000
"""So many shapes are compared at most: a title of some lines has more than anyone can look at."""

Lines = list[tuple[int, int]]


def title_lines(measured: Measured, words: Iterable[str], width: float) -> Lines:
    """The lines (start, end) of a title set at most `width` points wide: one if it fits, else the best shape.

    Shapes, in this order of weight: words kept whole, lines that grow, shrink, or are longest in the middle, lines of
    like length. Raises `Refused` for a title that takes more than `MOST_LINES`.
    """
    text = measured.text
    if measured.width() <= width + TOLERANCE:
        return [(0, len(text))]
    least = -int(-measured.width() // width)
    if least > MOST_LINES:
        raise Refused(
            f"标题有{len(text)}个字，排成{MOST_LINES}行也放不下，文件没有生成。"
            f"标题一般不超过{int(MOST_LINES * width // measured.size)}个字，请改短后再试。"
        )
    breaks = line_ends(text, sorted({*words, *common_words()}))
    for count in range(least, MOST_LINES + 1):
        found = _best(measured, breaks, count, width)
        if found is not None:
            return found
    return _any_lines(measured, width)


def _any_lines(measured: Measured, width: float) -> Lines:
    found = measured.broken(width)
    if len(found) > MOST_LINES:
        raise Refused(f"标题排成{MOST_LINES}行也放不下，文件没有生成。请改短后再试。")
    return found


def line_ends(text: str, words: Sequence[str]) -> list[int]:
    """The places where a line may end: between pieces, inside no known word."""
    inside: set[int] = set()
    for word in words:
        at = text.find(word) if word else -1
        while at >= 0:
            inside.update(range(at + 1, at + len(word)))
            at = text.find(word, at + 1)
    return [start for start, _ in unsplit_pieces(text)[1:] if start not in inside]


def _best(measured: Measured, breaks: Sequence[int], count: int, width: float) -> Lines | None:
    best: tuple[float, Lines] | None = None
    sums = [0.0, *accumulate(measured.widths)]
    for trial, edges in enumerate(_divisions(sums, breaks, count, width + TOLERANCE)):
        lengths = [sums[end] - sums[start] for start, end in pairwise(edges)]
        cost = _cost(measured, edges[1:-1], lengths)
        if best is None or cost < best[0]:
            best = (cost, list(pairwise(edges)))
        if trial > _MOST_TRIALS:
            break
    return None if best is None else best[1]


def _divisions(sums: Sequence[float], breaks: Sequence[int], count: int, width: float) -> Iterator[tuple[int, ...]]:
    """Every way to divide a title into `count` lines, none wider than `width`: the edges of its lines."""
    size = len(sums) - 1

    def below(edges: tuple[int, ...], lines: int) -> Iterator[tuple[int, ...]]:
        start = sums[edges[-1]]
        if lines == 1:
            if sums[size] - start <= width:
                yield (*edges, size)
            return
        for place in breaks:
            if place > edges[-1] and sums[place] - start <= width and sums[size] - sums[place] <= width * (lines - 1):
                yield from below((*edges, place), lines - 1)

    return below((0,), count)


def _cost(measured: Measured, chosen: Sequence[int], lengths: list[float]) -> float:
    """How ill the lines look, in type sizes."""
    size, text = measured.size, measured.text
    steps = [(after - before) / size for before, after in pairwise(lengths)]
    cost = sum(abs(step) for step in steps)
    cost += sum(6 for step in steps if abs(step) < 1)
    peak = lengths.index(max(lengths))
    if not (all(step > 0 for step in steps[:peak]) and all(step < 0 for step in steps[peak:])):
        cost += 20
    for place in chosen:
        if text[place] in _NO_LINE_START:
            cost += 12
        if text[:place].endswith(_CLINGING_ENDS):
            cost += 12
        if not _known_boundary(text, place):
            cost += 8
    return cost


def _known_boundary(text: str, place: int) -> bool:
    """Whether a known word, or 的, ends or begins at `place`: elsewhere a word may be split unknowingly."""
    return (
        text[place - 1] in "的，、》）”"
        or text[place] in "《（“"
        or any(text.startswith(word, place) or text.endswith(word, 0, place) for word in common_words())
    )
