"""The page 产业链 in the tab of dossiers: the way there from a dossier and back, and leaving it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.ui.chain.page import KNOWLEDGE, PICTURE
from app.ui.context import AppContext
from app.ui.dossiers.tab import CHAIN, PROJECTS, DossiersTab
from tests.gui.conftest import settle
from tests.services.chain_office import settled


@pytest.fixture
def tab(qtbot: QtBot, context: AppContext) -> DossiersTab:
    """The tab with a food factory and a paper mill."""
    settled(context.office, "沅江包装纸项目", "造纸", "22")
    made = DossiersTab(context)
    qtbot.addWidget(made)
    made.resize(1300, 650)
    made.show()
    settle(qtbot)
    return made


def test_a_dossier_leads_to_what_it_could_draw_and_back(qtbot: QtBot, context: AppContext, tab: DossiersTab) -> None:
    food = settled(context.office, "白塔方便食品项目", "食品")
    context.data_changed.emit()
    tab.show_project(food)
    tab.view.chain.click()
    settle(qtbot)
    assert tab.pages.currentIndex() == CHAIN
    found = tab.chain.candidates
    assert {one.candidate.origin.project_id for one, _ in found.model.rows()} == {food}
    context.project_requested.connect(tab.show_project)
    found.table.activated.emit(found.table.currentIndex())
    assert tab.pages.currentIndex() == PROJECTS
    assert tab.view.project_id == food
    settle(qtbot)


def test_what_is_written_elsewhere_is_seen(qtbot: QtBot, context: AppContext, tab: DossiersTab) -> None:
    tab.pages.setCurrentIndex(CHAIN)
    settle(qtbot)
    before = tab.chain.candidates.model.counts()
    settled(context.office, "白塔方便食品项目", "食品")
    context.data_changed.emit()
    settle(qtbot)
    assert sum(tab.chain.candidates.model.counts().values()) > sum(before.values())


def test_ctrl_f_searches_what_is_in_front(qtbot: QtBot, tab: DossiersTab) -> None:
    tab.pages.setCurrentIndex(CHAIN)
    tab.window().activateWindow()
    tab.chain.segments.choose(KNOWLEDGE)
    tab.focus_search()
    assert tab.focusWidget() is tab.chain.editor.search
    tab.chain.segments.choose(PICTURE)
    tab.focus_search()
    assert tab.focusWidget() is tab.chain.candidates.text
    assert tab.pages.currentIndex() == CHAIN
    settle(qtbot)


def test_leaving_asks_about_knowledge_that_is_not_saved(
    qtbot: QtBot, tab: DossiersTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tab.may_leave()
    tab.pages.setCurrentIndex(CHAIN)
    tab.chain.segments.choose(KNOWLEDGE)
    model = tab.chain.editor.model
    model.setData(model.index(0, 1), "另一个名字")
    monkeypatch.setattr("app.ui.chain.editor.ask", lambda *_: "留下")
    assert not tab.may_leave()
    settle(qtbot)
