"""One line of characters: cells for Chinese, natural width for figures, spread to the edge without tearing figures."""

from __future__ import annotations

import pytest

from app.reports.fonts.resolver import FontSet, resolve
from app.reports.fonts.roles import CANDIDATES, Role
from app.reports.gongwen.lines import measure, set_line

SIZE, PITCH = 15.75, 15.8


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return resolve()


def test_every_chinese_mark_has_a_cell_of_its_own_in_the_chinese_font(fonts: FontSet) -> None:
    for role in CANDIDATES:
        text = "，。、；：？！“”‘’（）《》〔〕【】—…·％℃"
        measured = measure(text, role, fonts, SIZE, PITCH)
        assert measured.widths == (PITCH,) * len(text)


def test_marks_whose_glyph_is_narrow_stand_on_their_side_of_the_cell(fonts: FontSet) -> None:
    measured = measure("“中”", Role.HEI, fonts, SIZE, SIZE)
    opening, _, closing = set_line(measured, 0, 3, 0, 0)
    if opening.face.advance("“") < 0.9:
        assert opening.x + opening.face.advance("“") * SIZE == pytest.approx(SIZE)
    assert closing.x == pytest.approx(2 * SIZE)


def test_figures_and_latin_have_their_natural_width(fonts: FontSet) -> None:
    measured = measure("2026", Role.FANGSONG, fonts, SIZE, PITCH)
    face = fonts.face(Role.FANGSONG)
    assert measured.width() == pytest.approx(sum(face.advance(char) for char in "2026") * SIZE)


def test_a_spread_line_ends_at_the_edge_and_leaves_figures_dashes_and_dots_together(fonts: FontSet) -> None:
    measured = measure("完成125.64%——提前……好", Role.FANGSONG, fonts, SIZE, PITCH)
    edge = measured.width() + 30
    runs = set_line(measured, 0, len(measured.text), 0, 0, justified=edge)
    assert "".join(run.text for run in runs) == measured.text
    last = runs[-1]
    assert last.x + PITCH == pytest.approx(edge)
    assert {run.text: run.spacing for run in runs}["125.64%"] == 0
    assert {run.text: run.spacing for run in runs}["——"] == pytest.approx(PITCH - SIZE)


def test_a_line_with_hardly_any_text_is_not_torn_apart(fonts: FontSet) -> None:
    measured = measure("好的", Role.FANGSONG, fonts, SIZE, PITCH)
    runs = set_line(measured, 0, 2, 0, 0, justified=400)
    assert runs[0].width == pytest.approx(2 * PITCH)


def test_bodies_of_two_faces_on_a_line_have_one_upper_edge(fonts: FontSet) -> None:
    measured = measure("中𣲗", Role.FANGSONG, fonts, SIZE, PITCH)
    runs = set_line(measured, 0, 2, 0, 100)
    assert len({run.face for run in runs}) == 2
    assert [run.y - run.face.ascent * SIZE for run in runs] == pytest.approx([100, 100])
