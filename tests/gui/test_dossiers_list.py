"""The list of projects: typing narrows it, filters and order hold, and what is selected can be taken away."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.context import AppContext
from app.ui.dossiers.project_list import ProjectList
from app.ui.dossiers.project_model import COLUMNS
from tests.gui.conftest import settle
from tests.support import signed_project

NAME = next(n for n, column in enumerate(COLUMNS) if column[1] == "name")
INVESTMENT = next(n for n, column in enumerate(COLUMNS) if column[1] == "investment")


@pytest.fixture
def projects(qtbot: QtBot, context: AppContext) -> ProjectList:
    """A list of three projects, signed one after the other."""
    for name, wan, day, county in (
        ("欣达轴承", 30_000, dt.date(2026, 3, 5), "定国县"),
        ("金泰包装", 8_000, dt.date(2026, 9, 1), "云河县"),
        ("重庆日化", 20_000, dt.date(2025, 6, 1), "定国县"),
    ):
        signed_project(context.office, name, wan, day, county=county)
    made = ProjectList(context)
    qtbot.addWidget(made)
    made.show()
    return made


def type_into(edit: QLineEdit, text: str) -> None:
    """Type character by character, as an input method does (Qt's own test keys know ASCII only)."""
    for character in text:
        edit.insert(character)


def names(projects: ProjectList) -> list[str]:
    model = projects.model
    return [model.index(row, NAME).data() for row in range(model.rowCount())]


def test_the_latest_signed_comes_first(projects: ProjectList) -> None:
    assert names(projects) == ["金泰包装", "欣达轴承", "重庆日化"]


@pytest.mark.parametrize("indexed", [False, True], ids=["by SQL", "by the index"])
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("轴承", ["欣达轴承"]),
        ("jtbz", ["金泰包装"]),
        ("cqrh", ["重庆日化"]),
        ("有限 金泰", ["金泰包装"]),
        ("没有的", []),
    ],
)
def test_typing_narrows_the_list(
    qtbot: QtBot, projects: ProjectList, indexed: bool, typed: str, found: list[str]
) -> None:
    if indexed:
        qtbot.waitUntil(lambda: projects.index.index is not None)
    else:
        projects.index.close()
        projects.index.index = None
    type_into(projects.search, typed)
    assert names(projects) == found


def test_a_project_added_later_is_found(qtbot: QtBot, context: AppContext, projects: ProjectList) -> None:
    qtbot.waitUntil(lambda: projects.index.index is not None)
    signed_project(context.office, "永昌铸件", 500, dt.date(2026, 10, 1))
    projects.data_changed()
    projects.search.setText("铸件")
    assert names(projects) == ["永昌铸件"]
    qtbot.waitUntil(lambda: projects.index.index is not None)
    projects.search.setText("yczj")
    assert names(projects) == ["永昌铸件"]


def test_filters_narrow_and_clear(projects: ProjectList) -> None:
    filters = projects.filters
    filters.county.setCurrentText("定国县")
    assert names(projects) == ["欣达轴承", "重庆日化"]
    filters.period.setCurrentText("签约：本年（2026年）")
    assert names(projects) == ["欣达轴承"]
    filters.stage.setCurrentText("开工")
    assert names(projects) == []
    assert "没有符合条件" in projects.table.empty_text
    filters.clear_button.click()
    assert len(names(projects)) == 3


def test_units_are_filtered_by_their_credit(projects: ProjectList) -> None:
    unit = projects.filters.unit
    unit.setCurrentText("云河县（县区）")
    assert names(projects) == ["金泰包装"]


def test_a_period_of_ones_own_is_typed(qtbot: QtBot, projects: ProjectList) -> None:
    period = projects.filters.period
    period.setCurrentIndex(period.count() - 1)
    type_into(projects.filters.own_period, "2025-05..2026-03")
    assert names(projects) == ["欣达轴承", "重庆日化"]
    projects.filters.own_period.setText("2026-13")
    assert "月份写" in projects.filters.own_period.reason


def test_a_click_on_the_head_sorts_and_another_turns_it_round(projects: ProjectList) -> None:
    header = projects.table.horizontalHeader()
    header.sectionClicked.emit(INVESTMENT)
    assert names(projects) == ["欣达轴承", "重庆日化", "金泰包装"]
    header.sectionClicked.emit(INVESTMENT)
    assert names(projects) == ["金泰包装", "重庆日化", "欣达轴承"]


def test_count_and_amount_of_what_is_listed(qtbot: QtBot, projects: ProjectList) -> None:
    qtbot.waitUntil(lambda: projects.totals_label.text() == "共 3 个项目，总投资 5.8亿元")
    projects.search.setText("欣达")
    qtbot.waitUntil(lambda: projects.totals_label.text() == "共 1 个项目，总投资 3亿元")


def test_copied_rows_paste_into_a_spreadsheet(projects: ProjectList) -> None:
    projects.table.selectAll()
    projects.table.copy()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert lines[0][:2] == ["印发范围：市委常委会", ""]
    assert lines[1][:2] == ["编号", "项目名称"]
    assert [line[1] for line in lines[2:]] == ["金泰包装", "欣达轴承", "重庆日化"]
    assert len({len(line) for line in lines}) == 1


def test_rows_without_the_leaders_may_go_further(projects: ProjectList, context: AppContext) -> None:
    leader = next(n for n, column in enumerate(COLUMNS) if column[0] == "责任领导")
    projects.table.setColumnHidden(leader, True)
    assert projects.table.copied([0, 1]).startswith("印发范围：全市领导干部大会\t")
    signed_project(context.office, "周明远同志引荐项目", 8_000, dt.date(2026, 9, 2))
    projects.requery()
    row = next(n for n, name in enumerate(names(projects)) if "周明远" in name)
    assert projects.table.copied([row]).startswith("印发范围：市委常委会\t")


def test_the_selection_outlives_a_search(qtbot: QtBot, projects: ProjectList) -> None:
    told: list[int] = []
    projects.table.select_row(1)
    chosen = projects.model.project_at(1)
    projects.selected.connect(told.append)
    type_into(projects.search, "轴")
    assert projects.table.selected_rows() == [0]
    assert projects.model.project_at(0) == chosen
    assert told == []


def test_arrow_down_goes_from_the_search_to_the_first_row(qtbot: QtBot, projects: ProjectList) -> None:
    qtbot.keyClick(projects.search, Qt.Key.Key_Down)
    assert projects.table.selected_rows() == [0]


def test_an_empty_office_says_what_to_do(qtbot: QtBot, context: AppContext) -> None:
    empty = ProjectList(context)
    qtbot.addWidget(empty)
    assert "导入台账" in empty.table.empty_text
    assert not empty.export_button.isEnabled()
    settle(qtbot)


def test_unverified_stages_are_marked(context: AppContext, projects: ProjectList) -> None:
    signed_project(context.office, "新禾食品", 900, dt.date(2026, 10, 2), verified=False)
    projects.data_changed()
    row = names(projects).index("新禾食品")
    shown = [projects.model.index(row, column).data() for column in range(len(COLUMNS))]
    assert "签约·待认定" in shown


def test_the_columns_up_to_the_signing_fit_the_list_of_a_small_screen(projects: ProjectList) -> None:
    signed = next(n for n, column in enumerate(COLUMNS) if column[1] == "signed")
    assert sum(projects.table.columnWidth(n) for n in range(signed + 1)) <= 773


def test_the_investment_stands_in_the_unit_of_the_dossier(projects: ProjectList) -> None:
    head = projects.model.headerData(INVESTMENT, Qt.Orientation.Horizontal)
    shown = [projects.model.index(row, INVESTMENT).data() for row in range(projects.model.rowCount())]
    assert head == "总投资(万元)"
    assert dict(zip(names(projects), shown, strict=True))["欣达轴承"] == "30,000"
