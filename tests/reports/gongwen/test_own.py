"""An office's own measures: what may differ, within which bounds, and what page comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.reports.fonts.resolver import resolve
from app.reports.fonts.roles import Role
from app.reports.gongwen.measures import MEASURES
from app.reports.gongwen.onepage import fit_one_page
from app.reports.gongwen.own import OwnProfile, from_json, own_profile, standard_value
from app.reports.gongwen.paper import Paper, Paragraph
from app.reports.gongwen.profile import STANDARD
from app.reports.gongwen.typeset import typeset
from app.rules.errors import Refused

PAPER = Paper("关于进展情况的通报", "清沅市招商办", (Paragraph("2026年6月，新签约112个。" * 40),), date(2026, 6, 30))


def own(**numbers: Any) -> OwnProfile:
    return own_profile({"name": "清沅市", "since": "2026-01-01", **numbers})


def test_only_what_differs_from_the_standard_is_kept() -> None:
    made = own(line_pitch=28, number_place="居中", top_mm=37, duplex="双面")
    assert made.numbers == (("line_pitch", 28), ("number_place", "middle"))
    assert made.told == "清沅市（2026-01-01 起）"
    assert from_json(made.to_json()) == made


def test_nothing_that_differs_is_the_standard() -> None:
    made = own(line_pitch=29.6, lines=22)
    assert made.is_standard
    assert made.profile() is STANDARD


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.key)
def test_the_standard_lies_within_all_bounds(measure: Any) -> None:
    value = standard_value(measure.key)
    assert own(**{measure.key: value}).is_standard


@pytest.mark.parametrize(
    "numbers, told",
    [
        ({"line_pitch": 10}, "行距（固定值）”（line_pitch）是“10”，须在 18 至 40（磅）之间"),
        ({"line_pitch": "宽"}, "须在 18 至 40"),
        ({"line_pitch": float("nan")}, "须在 18 至 40"),
        ({"characters": 27.5}, "须是整数"),
        ({"characters": True}, "须在 20 至 36"),
        ({"number_place": "left"}, "不能是“left”。可选：outer（单页居右、双页居左）、middle（居中）"),
        ({"figures": "黑体"}, "可选：仿宋、宋体、Times New Roman"),
        ({"duplex": "也许"}, "只能是“是”或“否”"),
        ({"line_pich": 28}, "没有“line_pich”这一项"),
        ({"binding_mm": 45, "area_width_mm": 160}, "右边只剩 5 mm（至少 10 mm）。请减小订口或版心宽"),
        ({"top_mm": 50, "area_height_mm": 240}, "放不下页码"),
        ({"line_pitch": 18, "size": 16}, "会上下相碰"),
        ({"characters": 33}, "每行可排 21 至 28 字"),
        ({"line_pitch": 28, "lines": 22, "area_height_mm": 225}, "每页排 23 行，不是 22 行"),
        ({"name": "", "line_pitch": 28}, "没有名称"),
        ({"name": "长" * 31, "line_pitch": 28}, "最多30个字"),
        ({"name": STANDARD.name, "line_pitch": 28}, "不能也叫"),
        ({"since": "今年", "line_pitch": 28}, "不是日期"),
    ],
)
def test_what_makes_no_page_is_refused_and_said_why(numbers: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused) as refused:
        own(**numbers)
    assert told in refused.value.message


def test_lines_of_a_page_settle_the_pitch_or_the_height() -> None:
    assert own(lines=20).profile().lines == 20
    assert own(lines=20).profile().line_pitch == pytest.approx(32.73, abs=0.01)
    lower = own(lines=22, line_pitch=28).profile()
    assert (lower.lines, lower.line_pitch) == (22, 28)
    assert lower.area_height_mm == pytest.approx(213, abs=0.1)
    assert own(line_pitch=28).profile().lines == 23


def test_the_same_page_by_other_words_is_the_same() -> None:
    by_lines = own(lines=22, line_pitch=28)
    assert by_lines.same_as(own(line_pitch=28, area_height_mm=by_lines.profile().area_height_mm))
    assert not by_lines.same_as(own(line_pitch=28))


def test_a_page_holds_as_many_lines_as_its_profile_says() -> None:
    paper = replace(PAPER, blocks=(Paragraph("全市招商引资" * 300),), profile=own(line_pitch=28, lines=22).profile())
    second = typeset(paper, resolve())[1]
    assert len({round(run.y, 1) for run in second.runs if run.size == STANDARD.size}) == 22


def test_a_number_in_the_middle_stands_there_on_both_sides_of_a_sheet() -> None:
    profile = own(number_place="middle").profile()
    pages = typeset(replace(PAPER, blocks=PAPER.blocks * 3, profile=profile), resolve())
    for page in pages[:2]:
        dash = min(run.x for run in page.runs if run.size == profile.small_size and run.text.startswith("—"))
        middle = profile.area_left(page.number) + profile.area_width / 2
        assert 0 < middle - dash < 40


def test_figures_of_the_text_are_taken_from_the_other_face_and_headings_keep_theirs() -> None:
    fonts = resolve()
    heading = Paragraph("一、2026年总体情况", 1)
    paper = replace(PAPER, blocks=(heading, *PAPER.blocks), profile=own(figures="宋体").profile())
    runs = [run for page in typeset(paper, fonts) for run in page.runs if run.size == STANDARD.size]
    figures = {run.face for run in runs if "112" in run.text}
    assert figures == {fonts.face(Role.SONG)}
    assert {run.face for run in runs if run.text == "2026"} == {fonts.face(Role.SONG), fonts.face(Role.HEI)}
    assert {run.face for run in runs if "新签约" in run.text} == {fonts.face(Role.FANGSONG)}


def test_a_briefing_of_one_page_begins_with_the_offices_own_pitch_and_never_widens_it() -> None:
    profile = own(line_pitch=27).profile()
    short = replace(PAPER, format="plain", blocks=(Paragraph("新签约112个。"),), profile=profile)
    assert fit_one_page(short, resolve()).profile.line_pitch == 27
    longer = replace(short, blocks=(Paragraph("全市招商引资" * 112),))
    fitted = fit_one_page(longer, resolve()).profile
    assert fitted.line_pitch < 27
    assert fitted.name.startswith("清沅市（一页纸")
