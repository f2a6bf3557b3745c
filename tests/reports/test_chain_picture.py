"""The picture of the chain on paper: a sheet large enough, lines from box to box, greys for papers."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.reports.chain_picture import (
    COLOURS,
    GREYS,
    ChainPicture,
    Grid,
    PictureEdge,
    PictureNode,
    picture_page,
    write_picture_pdf,
)
from app.reports.chain_svg import picture_svg
from app.reports.fonts.resolver import FontSet, resolve
from app.rules.errors import OfficeError

NODES = (
    PictureNode("造纸", "present", 0, 0),
    PictureNode("纸箱<包装>", "drawable", 1, 0.5, is_leading=True),
    PictureNode("木浆", "rejected", 0, 1),
    PictureNode("方便食品", "reserved", 2, 0.5),
)
EDGES = (PictureEdge(((0, 0), (1, 0.5)), 5), PictureEdge(((0, 1), (1, 1), (2, 0.5)), 1))
PICTURE = ChainPicture("清沅市产业链图", "截至2026年6月30日。", NODES, EDGES, 3, 2)


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return resolve()


@pytest.mark.parametrize(("layers", "rows", "width"), [(5, 20, 297), (9, 65, 420), (14, 132, 841)])
def test_a_larger_chain_takes_a_larger_sheet(layers: int, rows: float, width: float) -> None:
    grid = Grid.of(ChainPicture("", "", (), (), layers, rows))
    assert grid.width / 72 * 25.4 == pytest.approx(width, abs=1)
    assert grid.row >= 11


def test_a_line_leaves_one_box_at_its_side_and_reaches_the_other(fonts: FontSet) -> None:
    grid = Grid.of(PICTURE)
    pieces = grid.ways(EDGES[1])
    half = grid.node_width / 2
    assert pieces[0][0][0] == pytest.approx(grid.middle(0, 1)[0] + half)
    assert pieces[-1][1][0] == pytest.approx(grid.middle(2, 0.5)[0] - half)
    assert all(one[1] == other[0] for one, other in pairwise(pieces))


def test_papers_have_no_colour(fonts: FontSet) -> None:
    def colours(page_looks: object) -> set[tuple[float, ...]]:
        page = picture_page(PICTURE, fonts, page_looks)  # pyright: ignore[reportArgumentType]
        return {shape.colour[:3] for shape in page.shapes} | {run.colour[:3] for run in page.runs}

    assert colours(GREYS) == {(0, 0, 0)}
    assert len(colours(COLOURS)) > 1


def test_names_stand_inside_their_boxes(fonts: FontSet) -> None:
    long = PictureNode("集成电路制造设备及其零部件加工服务", "drawable", 0, 0)
    picture = ChainPicture("图", "", (long,), (), 4, 2)
    grid = Grid.of(picture)
    runs = [run for run in picture_page(picture, fonts, COLOURS).runs if run.y > grid.top]
    left = grid.middle(0, 0)[0] - grid.node_width / 2
    assert min(run.x for run in runs) >= left
    assert max(run.x + run.width for run in runs) <= left + grid.node_width


def test_a_character_that_no_font_has_is_named(fonts: FontSet, tmp_path: Path) -> None:
    odd = ChainPicture("图", "", (PictureNode("\U000f1234厂", "present", 0, 0),), (), 1, 1)
    with pytest.raises(OfficeError, match="行业名称"):
        write_picture_pdf(odd, fonts, tmp_path / "x.pdf", dt.date(2026, 6, 30))
    assert list(tmp_path.iterdir()) == []


def test_svg_is_sound_and_tells_every_industry() -> None:
    root = ElementTree.fromstring(picture_svg(PICTURE))
    texts = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {node.name for node in NODES} <= texts
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) == len(EDGES)
