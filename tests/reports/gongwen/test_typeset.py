"""Any paper that can be described is set: nothing is lost, nothing leaves the type area, nothing lies over another."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.fonts.resolver import FontSet, resolve
from app.reports.gongwen.page import Page, Run
from app.reports.gongwen.paper import Attachment, Block, Chart, Column, Paper, Paragraph, Series, Table
from app.reports.gongwen.profile import STANDARD
from app.reports.gongwen.typeset import typeset
from tests.paper.papers import BULLETIN, LETTER, OFFICE

FONTS = resolve()
TEXT = st.text(alphabet="招商引资工作喆，。“”（）—…《》12.%A 项目", max_size=300).map(str.strip)
SHORT = st.text(alphabet="招商引资，（）12.3%A ", max_size=30).map(str.strip)
PARAGRAPHS = st.builds(Paragraph, TEXT, st.integers(0, 6), st.sampled_from(["", "（一）以商招商。"]))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    count = draw(st.integers(1, 9))
    align = st.sampled_from(["left", "center", "right"])
    columns = tuple(draw(st.builds(Column, SHORT, align, st.floats(0.1, 5))) for _ in range(count))
    rows = draw(st.lists(st.tuples(*[SHORT] * count), max_size=40))
    return Table(columns, tuple(rows), draw(SHORT), draw(SHORT), draw(st.sampled_from([None, None, True])))


VALUES = st.tuples(*[st.floats(0, 1e6)] * 4)
CHARTS = st.builds(
    Chart,
    st.sampled_from(["bars", "stacked", "lines"]),
    st.just(("定国县", "云河县", "白塔县", "高新区")),
    st.lists(st.builds(Series, st.sampled_from(["签约", "到位资金"]), VALUES), min_size=1, max_size=3).map(tuple),
    SHORT,
    st.sampled_from(["", "亿元"]),
)
BLOCKS = st.lists(st.one_of(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS, tables(), CHARTS), max_size=9).map(tuple)
NAMES = st.sampled_from(["", OFFICE, "招商办", "东岭县，" * 60])
PAPERS = st.builds(
    Paper,
    title=SHORT,
    authority=st.sampled_from(["", "市政府", OFFICE, OFFICE * 3]),
    blocks=BLOCKS,
    day=st.just(date(2026, 7, 3)),
    number=st.sampled_from(["", "清招办〔2026〕5号"]),
    addressees=NAMES,
    attachments=st.lists(st.builds(Attachment, SHORT, BLOCKS), max_size=2).map(tuple),
    signature=st.sampled_from(["", "招商办", OFFICE]),
    sealed=st.booleans(),
    note=st.sampled_from(["", "此件公开发布"]),
    copies_to=NAMES,
    printed_by=st.sampled_from(["", OFFICE]),
    printed_on=st.sampled_from([None, date(2026, 7, 3)]),
    format=st.sampled_from(["file", "letter", "plain"]),
    copy_number=st.sampled_from(["", "000012"]),
    security=st.sampled_from(["", "机密★1年"]),
    urgency=st.sampled_from(["", "特急"]),
    signers=st.sampled_from([(), ("周明远",), ("周明远", "贺建国", "林淑敏")]),
)


def letters_of(*texts: str) -> Counter[str]:
    return Counter("".join(texts).replace(" ", ""))


@settings(max_examples=60, deadline=None)
@given(PAPERS)
def test_nothing_is_lost_and_nothing_leaves_the_type_area(paper: Paper) -> None:
    pages = typeset(paper, FONTS)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    asked = letters_of(paper.title, paper.signature, paper.authority if paper.format != "plain" else "")
    for blocks in (paper.blocks, *(attachment.blocks for attachment in paper.attachments)):
        asked += letters_of(*texts(blocks))
    printed = letters_of(*(page.text for page in pages))
    assert not asked - printed
    for page in pages:
        left = STANDARD.area_left(page.number)
        for run in page.runs:
            assert run.x >= left - 0.5
            assert run.x + run.width <= left + STANDARD.area_width + 0.5 + max(0.0, run.spacing)
            assert run.y <= STANDARD.area_bottom + 30
        if page.turned is not None:
            for run in page.turned.runs:
                assert page.height - STANDARD.area_bottom - 0.5 <= run.x
                assert run.x + run.width <= page.height - STANDARD.area_top + 0.5 + max(0.0, run.spacing)
                assert left <= run.y <= left + STANDARD.area_width + 0.5


def texts(blocks: tuple[Block, ...]) -> list[str]:
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found += [block.lead, block.text]
        elif isinstance(block, Chart):
            found += [block.title, *block.categories]
        else:
            found += [*(column.head for column in block.columns), *("".join(row) for row in block.rows)]
    return found


@settings(max_examples=30, deadline=None)
@given(PAPERS)
def test_no_two_lines_lie_over_each_other(paper: Paper) -> None:
    pages = typeset(paper, FONTS)
    for page in [*pages, *(page.turned for page in pages if page.turned is not None)]:
        boxes = sorted((box(run) for run in page.runs), key=lambda b: b[1])
        for place, (left, _, right, bottom) in enumerate(boxes):
            for other_left, other_top, other_right, _ in boxes[place + 1 :]:
                if other_top >= bottom - 1:
                    break
                assert other_left >= right - 1 or other_right <= left + 1


def box(run: Run) -> tuple[float, float, float, float]:
    top = run.y - run.face.ascent * run.size
    width = run.width - max(0.0, run.spacing) * run.scale
    return run.x, top, run.x + width, top + run.size


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return FONTS


def numbers(pages: list[Page]) -> list[bool]:
    return [page.numbered for page in pages]


def test_an_office_may_leave_the_imprint_alone_on_the_back(fonts: FontSet) -> None:
    profile = replace(STANDARD, name="本市", imprint_may_stand_alone=True)
    paper = replace(BULLETIN, blocks=(Paragraph("甲" * 120),), profile=profile)
    front, back = typeset(paper, fonts)
    assert "2026年7月3日" in front.text
    assert "甲" not in back.text
    _, with_text = typeset(replace(paper, profile=STANDARD), fonts)
    assert with_text.text.count("甲") > 28


def test_a_profile_changes_what_is_set(fonts: FontSet) -> None:
    narrow = replace(STANDARD, name="固定28磅", line_pitch=28, duplex=False)
    pages = typeset(replace(BULLETIN, profile=narrow), fonts)
    lines = sorted({round(run.y, 2) for run in pages[1].runs if run.size == STANDARD.size})
    assert lines[1] - lines[0] == pytest.approx(28)
    assert min(run.x for run in pages[1].runs) == pytest.approx(28 / 25.4 * 72, abs=0.5)


def test_a_letter_of_one_page_has_no_page_number(fonts: FontSet) -> None:
    assert numbers(typeset(LETTER, fonts)) == [False]
