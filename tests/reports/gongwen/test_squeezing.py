"""Marks give way where a line would be torn apart or one character left over; else the grid of 28 stays."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from app.reports.fonts.resolver import FontSet, resolve
from app.reports.fonts.roles import Role
from app.reports.gongwen.lines import measure, set_line
from app.reports.gongwen.paper import Paragraph
from app.reports.gongwen.profile import STANDARD
from app.reports.gongwen.typeset import typeset
from tests.paper.papers import BULLETIN

CELL, WIDTH = STANDARD.pitch, STANDARD.area_width


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return resolve()


def lines(text: str, fonts: FontSet) -> list[str]:
    measured = measure(text, Role.FANGSONG, fonts, STANDARD.size, CELL)
    return [text[start:end] for start, end in measured.squeezed(WIDTH, WIDTH)]


def test_a_single_character_does_not_make_the_last_line(fonts: FontSet) -> None:
    text = "全市招商，" * 5 + "引资工作。"
    assert lines(text, fonts) == [text]


def test_without_marks_to_squeeze_it_must(fonts: FontSet) -> None:
    assert lines("招" * 29 + "。", fonts) == ["招" * 28, "招。"]


def test_a_line_that_would_be_torn_apart_takes_the_figure_in(fonts: FontSet) -> None:
    text = "6月份，全市新签约项目112个，协议引资总额" + "招商" + "131.6235亿元；其中"
    first = lines(text, fonts)[0]
    assert first.endswith("亿元；")


def test_a_line_a_little_short_keeps_the_grid(fonts: FontSet) -> None:
    text = "全市，招商，" * 4 + "引资工作，有关情况"
    assert lines(text, fonts)[0] == text[:27]


def test_a_squeezed_line_ends_at_the_edge_and_only_its_marks_are_narrower(fonts: FontSet) -> None:
    text = "全市招商，" * 5 + "引资工作。"
    measured = measure(text, Role.FANGSONG, fonts, STANDARD.size, CELL)
    runs = set_line(measured, 0, len(text), 0.0, 0.0, WIDTH)
    assert "".join(run.text for run in runs) == text
    assert runs[-1].x + runs[-1].width == pytest.approx(WIDTH, abs=0.1)
    narrowed = [run for run in runs if run.spacing < -0.5]
    assert {run.text for run in narrowed} <= {"，", "。"}
    for before, after in pairwise(runs):
        assert before.x + before.width == pytest.approx(after.x, abs=0.1)


def test_copying_a_squeezed_paragraph_gives_its_text(fonts: FontSet) -> None:
    text = "全市招商，" * 5 + "引资工作。"
    page = typeset(replace(BULLETIN, format="plain", blocks=(Paragraph(text),)), fonts)[0]
    assert text in page.text


def test_a_figure_in_points_goes_on_behind_its_first_word_rather_than_tear_the_line_apart(fonts: FontSet) -> None:
    before = "全市有关单位要对照时序进度加快推进项目落地见效欠"
    text = f"{before}16.43个百分点以上的单位"
    assert lines(text, fonts)[0] == f"{before}16.43个"
    assert lines(f"{before}招商16.43个百分点以上", fonts)[0] == f"{before}招商", "a line nearly full stays as it is"
