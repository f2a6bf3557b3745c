"""Tables on paper: nothing cut, black rules, the head on every page, within the type area."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.paper import Column, Paragraph, Table
from tests.paper.papers import BULLETIN, RANKING
from tests.paper.reading import Sheet, printed, written

BLACK = (0, 0, 0, 1)


@pytest.fixture(scope="module")
def ranking(bulletin: list[Sheet]) -> Sheet:
    return next(sheet for sheet in bulletin if RANKING.title in sheet.text)


def only(table: Table, fonts: FontSet) -> list[Sheet]:
    paper = replace(BULLETIN, format="plain", blocks=(table, Paragraph("此后无正文。")), copies_to="", printed_by="")
    return printed(replace(paper, signature="", printed_on=None), fonts)


def test_every_cell_is_printed_whole(ranking: Sheet) -> None:
    copied = ranking.text.replace(" ", "")
    for row in RANKING.rows:
        assert "".join(row) in copied


def test_heads_are_heiti_and_rows_fangsong_of_a_smaller_size(ranking: Sheet, fonts: FontSet) -> None:
    head = next(char for char in ranking.chars if char.text == "完")
    assert head.font == fonts.face(Role.HEI).postscript_name
    row = ranking.row("1东岭县")
    assert {char.font for char in row} == {fonts.face(Role.FANGSONG).postscript_name}
    assert {char.size for char in row} <= {14, 12, 10.5}


def test_rules_are_black_and_frame_the_type_area(ranking: Sheet) -> None:
    lines = [line for line in ranking.lines if line.width < 0.2]
    assert {line.colour for line in lines} == {BLACK}
    upright = sorted({round(line.left, 1) for line in lines if line.left == line.right})
    assert len(upright) == len(RANKING.columns) + 1
    assert upright[-1] - upright[0] == pytest.approx(156, abs=0.2)


def test_figures_stand_right_in_their_columns(ranking: Sheet) -> None:
    rights = [ranking.row(f"{place}{row[1]}")[-1].right for place, row in enumerate(RANKING.rows, 1)]
    assert rights == pytest.approx([rights[0]] * len(rights), abs=0.1)


def test_a_long_table_has_its_head_on_every_page(fonts: FontSet) -> None:
    columns = (Column("序号"), Column("项目名称", "left", 3), Column("投资额（万元）", "right"))
    rows = tuple((str(n), f"第{n}号日用化工生产项目", f"{n * 1000:,}") for n in range(1, 101))
    sheets = only(Table(columns, rows), fonts)
    assert len(sheets) > 2
    for sheet in sheets[:-1]:
        assert "项目名称" in sheet.text
        assert max(char.bottom for char in sheet.chars if char not in sheet.row("— ")) < 262
    everything = "".join(sheet.text for sheet in sheets).replace(" ", "")
    for number, name, amount in rows:
        assert f"{number}{name}{amount}" in everything


def test_a_cell_too_long_for_its_column_turns_over_and_figures_stay_whole(fonts: FontSet) -> None:
    columns = tuple(Column(f"第{n}列") for n in "一二三四五六七八")
    cells = ("清沅市高新技术产业开发区管理委员会招商服务中心" * 2, *["123,456.78万元"] * 7)
    sheet = only(Table(columns, (cells,), turned=False), fonts)[0]
    rows = [written(row) for row in sheet.rows()]
    assert sum(row.count("123,456.78万元") for row in rows) == 7
    assert all(char.right <= 184.5 for char in sheet.chars)
    long = "".join(char.text for row in sheet.rows() for char in row if char.text in cells[0])
    assert Counter(long) >= Counter(cells[0])


def test_a_cell_longer_than_a_page_goes_on_on_the_next(fonts: FontSet) -> None:
    text = "".join(chr(0x4E00 + place) for place in range(2000) if fonts.face(Role.KAI).has(chr(0x4E00 + place)))
    sheets = only(Table((Column("序号"), Column("说明", "left")), (("1", text[:1900]),)), fonts)
    everything = "".join(sheet.text for sheet in sheets)
    assert all(char in everything for char in text[:1900])


def test_text_after_a_table_is_on_the_grid_again(ranking: Sheet) -> None:
    steps = (ranking.row("四、存在问题")[0].top - ranking.rows()[0][0].top) / 10.442
    assert steps == pytest.approx(round(steps), abs=0.02)


def test_a_row_with_too_few_cells_is_a_defect() -> None:
    with pytest.raises(ValueError, match="as many cells"):
        Table((Column("甲"), Column("乙")), (("1",),))
