"""The pages beside the list: the day, the five sides, the offers; and what the list's menus do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from app.rules.clocks import Clock
from app.rules.stages import Stage
from app.services.dossiers.clocks import clock_days
from app.services.dossiers.documents import add_document
from app.services.dossiers.dossier_view import load_dossier
from app.services.dossiers.groups import set_industry
from app.services.dossiers.keeping import add_stage
from app.services.dossiers.offers import OfferDraft, save_offer
from app.services.dossiers.people import ContactDraft, save_contact
from app.services.dossiers.problems import ProblemDraft, save_problem
from app.services.dossiers.projects import ProjectFilter
from app.services.finding.saved_filters import saved_filters
from app.services.importing import apply, examine
from app.ui.context import AppContext
from app.ui.dossiers import acts_menu, offers_page, saved_menu
from app.ui.dossiers.tab import DAY, OFFERS, PROJECTS, SIDES, DossiersTab
from tests.gui.conftest import settle
from tests.support import TODAY, signed_project, unit_id

JUNE = dt.date(2026, 6, 3)


@pytest.fixture
def projects(context: AppContext) -> list[int]:
    made = [
        signed_project(context.office, "欣达轴承", 30_000, JUNE),
        signed_project(context.office, "金泰包装", 800, dt.date(2026, 9, 1), county="云河县", verified=False),
    ]
    save_problem(context.office, made[0], ProblemDraft("缺用电", "云河县", JUNE, dt.date(2026, 9, 1)))
    return made


@pytest.fixture
def tab(qtbot: QtBot, context: AppContext, projects: list[int]) -> DossiersTab:
    made = DossiersTab(context)
    qtbot.addWidget(made)
    made.resize(1300, 700)
    made.show()
    return made


def indexed(qtbot: QtBot, tab: DossiersTab) -> None:
    qtbot.waitUntil(lambda: tab.list.index.index is not None, timeout=60_000)


def column(model: object, place: int) -> list[str]:
    return [model.index(row, place).data() for row in range(model.rowCount())]  # pyright: ignore


def test_the_day_tells_its_counts_and_leads_to_the_dossier(qtbot: QtBot, tab: DossiersTab, projects: list[int]) -> None:
    tab.pages.setCurrentIndex(DAY)
    settle(qtbot)
    assert tab.pages.tabText(DAY) == "今日（2）"
    assert tab.day.title.text() == "10月8日，有 2 件事要办"
    assert tab.day.buttons["overdue"].text() == "已过时限　1"
    assert column(tab.day.model, 1) == ["问题：缺用电（云河县负责）"]
    assert column(tab.day.model, 3) == ["已过 37 天"]
    tab.day.buttons["unverified"].click()
    assert column(tab.day.model, 1) == ["签约待认定"]
    tab.day.table.select_row(0)
    tab.day.table.activated.emit(tab.day.table.currentIndex())
    assert tab.pages.currentIndex() == PROJECTS
    assert tab.view.project_id == projects[1]


def test_a_clock_is_set_from_the_day_on(
    qtbot: QtBot, context: AppContext, tab: DossiersTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.pages.setCurrentIndex(DAY)
    settle(qtbot)
    monkeypatch.setattr(QInputDialog, "getItem", lambda *args: (args[3][2], True))
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_args: (100, True))
    tab.day.clocks_button.click()
    settle(qtbot)
    assert clock_days(context.connection, TODAY)[Clock.UNSTARTED] == 100
    assert tab.day.buttons["unstarted"].text() == "签约未开工　1"


def test_a_side_shows_totals_trend_and_the_way_down(
    qtbot: QtBot, context: AppContext, tab: DossiersTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.pages.setCurrentIndex(SIDES)
    tab.sides.by.setCurrentIndex(tab.sides.by.findData("county"))
    settle(qtbot)
    assert column(tab.sides.model, 0) == ["全市（不重复计算）", "定国县", "云河县"]
    assert column(tab.sides.model, 2) == ["1", "1", ""]
    tab.sides.table.select_row(1)
    qtbot.waitUntil(lambda: "定国县" in tab.sides.chart.accessibleName(), timeout=5000)
    assert "6月 1" in tab.sides.chart.accessibleName()
    tab.sides.step.setCurrentIndex(1)
    qtbot.waitUntil(lambda: "2026 1" in tab.sides.chart.accessibleName(), timeout=5000)
    path = tmp_path / "县区.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    tab.export()
    assert path.is_file()
    tab.sides.name.setText("云河")
    assert column(tab.sides.model, 0) == ["全市（不重复计算）", "云河县"]
    tab.sides.table.select_row(1)
    tab.sides.open_button.click()
    assert tab.pages.currentIndex() == PROJECTS
    assert tab.list.filters.wanted() == ProjectFilter(county=unit_id(context.office, "云河县"))
    assert column(tab.list.model, 1) == ["金泰包装"]


def test_an_enterprise_is_shown_as_a_chip_that_can_be_dropped(qtbot: QtBot, tab: DossiersTab) -> None:
    tab.pages.setCurrentIndex(SIDES)
    tab.sides.by.setCurrentIndex(tab.sides.by.findData("enterprise"))
    settle(qtbot)
    tab.sides.table.select_row(1)
    tab.sides.open_button.click()
    assert tab.list.filters.chip.text() == "只看：欣达轴承有限公司　×"
    assert column(tab.list.model, 1) == ["欣达轴承"]
    tab.list.filters.chip.click()
    assert tab.list.filters.chip.isHidden()
    assert tab.list.model.rowCount() == 2


def test_offers_are_kept_and_listed_for_an_investor(
    context: AppContext, tab: DossiersTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.pages.setCurrentIndex(OFFERS)
    page = tab.offers
    assert not page.export_button.isEnabled()
    page.table.add_button.click()
    fields = page.table.card.fields
    fields["name"].setText("东区地块")  # pyright: ignore[reportAttributeAccessIssue]
    fields["area_cmu"].setText("12o")  # pyright: ignore[reportAttributeAccessIssue]
    page.table.card.save_button.click()
    assert "不是面积" in page.table.card.trouble.text()
    fields["area_cmu"].setText("120.5亩")  # pyright: ignore[reportAttributeAccessIssue]
    page.table.card.save_button.click()
    assert column(page.table.model, 5) == ["120.50"]
    save_offer(context.office, OfferDraft("日化产业园", industry_id=1))
    context.data_changed.emit()
    page.only_industry.setCurrentIndex(page.only_industry.findData(2))
    assert column(page.table.model, 0) == ["东区地块"]
    path = tmp_path / "清单.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    monkeypatch.setattr(offers_page, "ask_text", lambda *_args: "欣达集团")
    tab.export()
    assert path.is_file()


def test_typing_finds_people_and_leads_to_their_projects(
    qtbot: QtBot, context: AppContext, tab: DossiersTab, projects: list[int]
) -> None:
    firm = load_dossier(context.connection, projects[1]).enterprise_id
    save_contact(context.office, firm, ContactDraft("欧阳锋"))
    context.data_changed.emit()
    indexed(qtbot, tab)
    tab.list.search.setText("欧阳")
    qtbot.waitUntil(lambda: not tab.list.hits.isHidden(), timeout=5000)
    assert tab.list.hits.buttons[0].text() == "企业联系人　欧阳锋"
    tab.list.hits.buttons[0].click()
    assert tab.view.project_id == projects[1]
    tab.list.search.setText("")
    qtbot.waitUntil(tab.list.hits.isHidden, timeout=5000)


def test_what_nothing_matches_shows_what_is_alike(qtbot: QtBot, tab: DossiersTab) -> None:
    indexed(qtbot, tab)
    tab.list.search.setText("新达轴成")
    assert tab.list.model.rowCount() == 0
    qtbot.waitUntil(lambda: tab.list.model.rowCount() == 1, timeout=10_000)
    assert tab.list.totals_label.text() == "没有完全符合的，列出相近的 1 个"


def test_a_filter_is_saved_chosen_and_removed(
    qtbot: QtBot, context: AppContext, tab: DossiersTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    projects = tab.list
    assert not next(one for one in projects.saved.fill().actions() if one.text().startswith("保存")).isEnabled()
    projects.filters.stage.setCurrentIndex(projects.filters.stage.findData(Stage.SIGNED))
    projects.search.setText("超亿")
    monkeypatch.setattr(saved_menu, "ask_text", lambda *_args: "签约超亿")
    projects.saved.save()
    projects.show_everything()
    assert projects.model.rowCount() == 2
    next(one for one in projects.saved.fill().actions() if one.text() == "签约超亿").trigger()
    assert (projects.search.text(), column(projects.model, 1)) == ("超亿", ["欣达轴承"])
    projects.saved.remove(saved_filters(context.connection)[0])
    assert saved_filters(context.connection) == []


def test_acts_on_the_selected_and_merging_are_offered_for_what_is_selected(
    context: AppContext, tab: DossiersTab, projects: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    menu = tab.list.acts
    can = {one.text(): one.isEnabled() for one in menu.fill().actions() if one.text()}
    assert can["合并选中的两个项目…"] is False
    tab.list.table.selectAll()
    can = {one.text(): one.isEnabled() for one in menu.fill().actions() if one.text()}
    assert can["给选中的 2 个项目添加备注…"] is True
    assert can["合并选中的两个项目…"] is True
    monkeypatch.setattr(acts_menu, "ask_text", lambda *_args: "请补合同")
    menu.add_note()
    assert [load_dossier(context.connection, one).note for one in projects] == ["请补合同"] * 2
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_args: ("食品", True))
    tab.list.table.selectAll()
    menu.set_industry()
    assert {load_dossier(context.connection, one).industry for one in projects} == {"食品"}
    monkeypatch.setattr(acts_menu, "ask", lambda *_args: "保留 1")
    tab.list.table.selectAll()
    menu.merge_projects()
    assert tab.list.model.rowCount() == 1
    set_industry(context.office, [tab.list.model.project_at(0)], 1)


def test_all_documents_are_read_again_on_request(
    qtbot: QtBot,
    context: AppContext,
    tab: DossiersTab,
    projects: list[int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = tmp_path / "合同.pdf"
    paper.write_bytes(b"contract")
    add_document(context.office, projects[0], paper, today=TODAY)
    notices: list[str] = []
    context.status.connect(notices.append)
    tab.list.acts.check_documents()
    settle(qtbot)
    assert notices == ["全部资料的文件都在，内容没有变。"]
    for kept in (context.office.folder / "attachments").iterdir():
        kept.write_bytes(b"forged!!")
    told: list[str] = []
    monkeypatch.setattr(acts_menu, "ask", lambda _parent, _title, text, _answers: told.append(text))
    tab.list.acts.check_documents()
    settle(qtbot)
    assert "欣达轴承：“合同.pdf”内容被改动过" in told[0]


def test_a_terminated_project_is_only_read_but_its_termination_can_be_voided(
    context: AppContext, tab: DossiersTab, projects: list[int]
) -> None:
    add_stage(context.office, projects[0], Stage.TERMINATED, TODAY, evidence="投资方解约")
    context.data_changed.emit()
    tab.show_project(projects[0])
    assert "投资方解约" in tab.view.contradictions.text()
    assert tab.view.overview.form.name.isReadOnly()
    assert not tab.view.funds.add_button.isEnabled()
    assert not tab.view.visits.visits.add_button.isEnabled()
    tab.view.stages.table.select_row(1)
    assert tab.view.stages.void_button.isEnabled()


def test_a_whole_import_is_taken_back_and_what_stayed_is_told(
    context: AppContext, tab: DossiersTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = tmp_path / "签约项目台账.csv"
    ledger.write_text(
        "项目名称,企业名称,总投资（万元）,签约时间,落地县区\n甲项目,甲有限公司,900,2026.6.5,定国县\n"
        "乙项目,乙有限公司,800,2026.6.6,定国县\n",
        encoding="utf-8-sig",
    )
    apply(context.office, examine(context.office, ledger, today=TODAY), today=TODAY)
    context.data_changed.emit()
    assert tab.list.model.rowCount() == 4
    kept = next(one for one in tab.list.shown_ids() if load_dossier(context.connection, one).name == "甲项目")
    save_problem(context.office, kept, ProblemDraft("缺用地", "定国县", JUNE))
    told: list[str] = []
    monkeypatch.setattr(QInputDialog, "getItem", lambda *args: (args[3][0], True))
    monkeypatch.setattr(acts_menu, "ask", lambda _parent, _title, text, _answers: told.append(text))
    tab.list.acts.undo_import()
    assert sorted(column(tab.list.model, 1)) == ["欣达轴承", "甲项目", "金泰包装"]
    assert "甲项目：之后又被改过" in told[0]
