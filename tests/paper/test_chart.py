"""Charts are drawn as vectors, in proportion, in the fonts of the paper and without colour."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import pdfplumber
import pytest

from app.reports.checking.check import check_pdf
from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.chart import chart_items
from app.reports.gongwen.flow import Item
from app.reports.gongwen.paper import Chart, Paragraph, Series
from app.reports.gongwen.profile import STANDARD
from tests.paper.papers import BULLETIN, TEXT
from tests.paper.reading import pdf_bytes

COUNTIES = ("定国县", "云河县", "高新技术产业开发区")
SIGNED, FUNDS = Series("签约额", (20.0, 10.0, 0.0)), Series("到位资金", (5.0, 2.5, 1.25))


def drawn(chart: Chart, fonts: FontSet) -> Item:
    return chart_items(chart, fonts, STANDARD)[-1]


def widths(item: Item) -> list[float]:
    return [max(x for x, _ in shape.points) - min(x for x, _ in shape.points) for shape in item.shapes]


def test_bars_are_as_long_as_their_figures(fonts: FontSet) -> None:
    item = drawn(Chart("bars", COUNTIES, (SIGNED,)), fonts)
    longest, half, none = widths(item)
    assert half == pytest.approx(longest / 2)
    assert none == pytest.approx(0)
    text = "".join(run.text for run in item.runs)
    assert text == "定国县20云河县10高新技术产业开发区0"


def test_stacked_bars_follow_one_another_and_tell_their_sum(fonts: FontSet) -> None:
    item = drawn(Chart("stacked", COUNTIES, (SIGNED, FUNDS)), fonts)
    legend, bars = item.shapes[:2], item.shapes[2:]
    assert len(bars) == 6
    assert bars[0].points[1][0] == pytest.approx(bars[1].points[0][0])
    assert legend[0].colour != legend[1].colour
    assert "25" in "".join(run.text for run in item.runs)


def test_lines_rise_with_their_values(fonts: FontSet) -> None:
    months = tuple(f"{month}月" for month in range(1, 13))
    item = drawn(Chart("lines", months, (Series("签约", tuple(map(float, range(12)))),), unit="个"), fonts)
    marks = [sum(y for _, y in shape.points) / len(shape.points) for shape in item.shapes]
    steps = [after - before for before, after in pairwise(marks)]
    assert steps == pytest.approx([steps[0]] * 11)
    assert steps[0] < 0
    assert len(item.shapes) == 12


@pytest.mark.parametrize("kind", ["bars", "stacked", "lines"])
def test_a_chart_stays_in_the_type_area_in_fangsong_and_grey(fonts: FontSet, kind) -> None:
    item = drawn(Chart(kind, COUNTIES, (SIGNED, FUNDS), "各县区签约与到位", "亿元"), fonts)
    for run in item.runs:
        assert run.x >= -0.5
        assert run.x + run.width <= STANDARD.area_width + 0.5
        assert run.face is fonts.face(Role.FANGSONG)
    for shape in item.shapes:
        assert shape.colour[:3] == (0, 0, 0)
        assert all(-0.5 <= x <= STANDARD.area_width + 0.5 for x, _ in shape.points)
        assert all(-0.5 <= y <= item.height + 0.5 for _, y in shape.points)


def test_all_values_alike_or_nothing_are_drawn_too(fonts: FontSet) -> None:
    nothing = Series("签约", (0.0, 0.0, 0.0))
    for kind in ("bars", "stacked", "lines"):
        assert drawn(Chart(kind, COUNTIES, (nothing,)), fonts).height > 0
    below = drawn(Chart("lines", COUNTIES, (Series("增速", (-3.5, 2.0, 0.0)),), unit="%"), fonts)
    assert "−" in "".join(run.text for run in below.runs)


def test_five_lines_differ_in_their_strokes_and_marks_and_not_in_grey_alone(fonts: FontSet) -> None:
    looks = []
    for rising in range(5):
        rows = tuple(Series(f"产业{n}", (10.0, 30.0) if n == rising else (0.0, 0.0)) for n in range(5))
        item = drawn(Chart("lines", ("现有基础", "链条完整"), rows), fonts)
        strokes = sum(abs(one.y1 - one.y0) > 0.1 for one in item.rules)
        corners = item.shapes[rising].points
        left, top = min(x for x, _ in corners), min(y for _, y in corners)
        looks.append((strokes, tuple((round(x - left, 2), round(y - top, 2)) for x, y in corners)))
    assert len({strokes for strokes, _ in looks}) == 5
    assert len({mark for _, mark in looks}) == 5


def test_a_chart_is_printed_as_vectors_and_passes_the_checker(fonts: FontSet) -> None:
    chart = Chart("bars", COUNTIES, (SIGNED, FUNDS), "各县区签约与到位", "亿元")
    data = pdf_bytes(replace(BULLETIN, blocks=(TEXT[0], chart, *TEXT[1:])), fonts)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        assert not any(page.images for page in pdf.pages)
        assert sum(len(page.rects) + len(page.curves) for page in pdf.pages) >= 8
        assert "单位：亿元" in "".join(page.extract_text() for page in pdf.pages)
    assert check_pdf(data).passed


def test_text_goes_on_on_the_grid_below_a_chart(fonts: FontSet) -> None:
    chart = Chart("bars", COUNTIES, (SIGNED,), "签约")
    report = check_pdf(pdf_bytes(replace(BULLETIN, blocks=(chart, Paragraph("全市招商引资工作。" * 30))), fonts))
    assert report.passed
