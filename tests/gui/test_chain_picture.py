"""The picture of the chain: industries by how they stand, hovering, walking, and vectors on disk."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.services.chain.chain_graph import State
from app.ui.chain import ChainPage
from app.ui.chain.page import CANDIDATES, PICTURE
from app.ui.chain.picture import PicturePage
from app.ui.chain.scene import ChainScene
from app.ui.context import AppContext
from tests.gui.conftest import settle
from tests.services.chain_office import settled


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> ChainPage:
    """The page with the picture of a food factory and a paper mill in front."""
    settled(context.office, "白塔方便食品项目", "食品", enterprise="白塔食品有限公司")
    settled(context.office, "沅江包装纸项目", "造纸", "22", enterprise="沅江纸业有限公司")
    made = ChainPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.segments.choose(PICTURE)
    made.show()
    settle(qtbot)
    return made


def scene(page: PicturePage) -> ChainScene:
    found = page.view.picture
    assert found is not None
    return found


def test_what_is_here_and_what_could_be_drawn_are_told_apart(qtbot: QtBot, page: ChainPage) -> None:
    states = {code: item.node.state for code, item in scene(page.picture).nodes.items()}
    assert State.PRESENT in states.values()
    assert states["2231"] is State.DRAWABLE
    assert State.REJECTED not in states.values()
    page.picture.rejected.click()
    settle(qtbot)
    assert State.REJECTED in {item.node.state for item in scene(page.picture).nodes.values()}


def test_upstream_stands_left_of_downstream(page: ChainPage) -> None:
    drawn = scene(page.picture)
    forward = [edge.edge for edge in drawn.edges if not edge.edge.is_backward]
    assert forward
    assert all(drawn.nodes[edge.source].x() < drawn.nodes[edge.target].x() for edge in forward)


def test_hovering_tells_the_industry_and_the_goods(page: ChainPage) -> None:
    drawn = scene(page.picture)
    assert "可招" in drawn.nodes["2231"].toolTip()
    edge = drawn.nodes["2231"].edges[0]
    assert "强度" in edge.toolTip()


def test_clicking_shows_the_projects_and_they_lead_to_dossiers(
    qtbot: QtBot, context: AppContext, page: ChainPage
) -> None:
    drawn = scene(page.picture)
    here = next(item for item in drawn.nodes.values() if item.node.projects)
    view = page.picture.view
    view.centerOn(here)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.mapFromScene(here.pos()))
    assert page.picture.panel.projects.count() == len(here.node.projects)
    with qtbot.waitSignal(context.project_requested) as asked:
        page.picture.panel.projects.itemActivated.emit(page.picture.panel.projects.item(0))
    assert asked.args == [here.node.projects[0]]


def test_keys_walk_zoom_and_open(qtbot: QtBot, page: ChainPage) -> None:
    view = page.picture.view
    view.look_at("2231")
    before = view.transform().m11()
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.transform().m11() > before
    qtbot.keyClick(view, Qt.Key.Key_Right)
    right = view.current()
    assert scene(page.picture).nodes[right].x() > scene(page.picture).nodes["2231"].x()
    view.look_at("2231")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    settle(qtbot)
    assert page.segments.current() == CANDIDATES
    assert {one.candidate.judgement.candidate for one, _ in page.candidates.model.rows()} == {"2231"}


def test_one_industry_alone_has_fewer_around_it(qtbot: QtBot, page: ChainPage) -> None:
    everything = len(scene(page.picture).nodes)
    mill = next(
        item.node for item in scene(page.picture).nodes.values() if "纸" in item.node.name and item.node.projects
    )
    page.picture.show_industry(mill.code)
    settle(qtbot)
    assert 0 < len(scene(page.picture).nodes) < everything
    assert page.picture.view.current() == mill.code


def test_it_is_exported_as_vectors(
    qtbot: QtBot, page: ChainPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("链图.svg", "链图.pdf"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=name: (str(tmp_path / name), ""))
        page.export()
        settle(qtbot)
    assert "纸箱包装" in (tmp_path / "链图.svg").read_text("utf-8")
    pdf = pypdfium2.PdfDocument(tmp_path / "链图.pdf")
    text = pdf[0].get_textpage().get_text_range()
    pictures = list(pdf[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
    pdf.close()
    assert "清沅市产业链图" in text
    assert "纸箱包装" in text
    assert pictures == []


def test_an_empty_city_has_words_instead_of_a_picture(qtbot: QtBot, context: AppContext) -> None:
    page = ChainPage(context)
    qtbot.addWidget(page)
    page.segments.choose(PICTURE)
    page.show()
    settle(qtbot)
    assert "没有可画的行业" in page.picture.view.empty_text
