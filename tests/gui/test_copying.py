"""What is copied, drawn or printed states its audience: the narrowest where nothing is known, else the widest."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pdfplumber
import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QDialog, QFileDialog, QTableView
from pytestqt.qtbot import QtBot

from app.rules.audience import Audience, NamedUnit
from app.services.papers import way
from app.ui.context import AppContext
from app.ui.help import show_shortcuts
from app.ui.meeting.dialog import MeetingDialog
from app.ui.papers.tab import REGISTER, PapersTab
from app.ui.ranking.model import RankingModel
from app.ui.ranking.page import RankingPage
from app.ui.ranking.view import RankingView
from app.ui.ranking.views import COMPARE, FROZEN, LINES, MATRIX, PROGRESS, SUPPOSE, TABLE
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView
from tests.gui.conftest import settle
from tests.services.papers.making import letter
from tests.support import set_target, signed_project

COMMITTEE, EVERYONE = "印发范围：市委常委会", "印发范围：全市领导干部大会"
UNITS = [NamedUnit(1, "county", ("定国县",)), NamedUnit(2, "leader", ("周明远",))]


def table_of(*texts: str, **how: object) -> TableView:
    table, rows = TableView(**how), RowsModel(("名称",), parent=None)  # pyright: ignore[reportArgumentType]
    rows.setParent(table)
    table.setModel(rows)
    rows.set_rows([(text,) for text in texts])
    return table


def first_line(table: TableView, *rows: int) -> str:
    return table.copied(list(rows)).partition("\n")[0]


def test_a_table_that_was_told_nothing_is_for_the_narrowest(qtbot: QtBot) -> None:
    table = table_of("定国县")
    qtbot.addWidget(table)
    assert first_line(table, 0) == COMMITTEE


def test_a_table_goes_as_far_as_those_whom_the_copied_rows_name(qtbot: QtBot) -> None:
    table = table_of("定国县", "周 明远引进的食品厂", units=lambda: UNITS)
    qtbot.addWidget(table)
    assert first_line(table, 0) == EVERYONE
    assert first_line(table, 1) == first_line(table, 0, 1) == COMMITTEE
    table.widest = Audience.STANDING_COMMITTEE
    assert first_line(table, 0) == COMMITTEE


def test_a_ranking_cannot_be_shown_without_knowing_the_units(qtbot: QtBot) -> None:
    with pytest.raises(TypeError, match="units"):
        RankingView(RankingModel())  # pyright: ignore[reportCallIssue]


def test_the_keys_of_the_program_are_for_anybody(qtbot: QtBot) -> None:
    parent = QDialog()
    qtbot.addWidget(parent)
    table = show_shortcuts(parent, [("文件", "打开", "Ctrl+O")]).findChild(QTableView)
    assert isinstance(table, TableView)
    assert table.copied([0]).splitlines()[0].split("\t")[0] == "菜单"


def test_letters_to_leaders_are_not_listed_for_one_another(qtbot: QtBot, context: AppContext) -> None:
    tab = PapersTab(context)
    qtbot.addWidget(tab)
    for name in ("周明远", "沈国栋"):
        way.draft_paper(context.office, letter(context.office, name))
    tab.show()
    tab.show_section(REGISTER)
    table = tab.register.table
    assert table.copied([0]).startswith("印发范围：收文单位\t")
    assert table.copied([0, 1]).startswith(f"{COMMITTEE}\t")


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> RankingPage:
    """The counties' June 2026, in which one project is called after a leader."""
    set_target(context.office, "定国县", "signed", 12)
    signed_project(context.office, "周明远引进食品厂", 20_000, dt.date(2026, 6, 3))
    page = RankingPage(context)
    qtbot.addWidget(page)
    page.resize(1366, 560)
    page.show()
    settle(qtbot)
    return page


def test_every_table_of_a_ranking_is_searched_when_it_is_copied(qtbot: QtBot, page: RankingPage) -> None:
    views = page.views
    assert page.view.copied([0]).startswith(f"{EVERYONE}\t"), "the ranks themselves name nobody"
    page.view.setCurrentIndex(page.model.index(page.model.row_of(1), page.model.column_of("signed")))
    assert page.panel.projects.copied([0]).startswith(f"{COMMITTEE}\t")
    views.segments.choose(COMPARE)
    settle(qtbot)
    views.compare.first.set_day(dt.date(2026, 6, 2))
    views.compare.go.click()
    settle(qtbot)
    assert views.compare.records.copied([0]).startswith(f"{COMMITTEE}\t")
    assert views.compare.moves.copied([0]).startswith(f"{EVERYONE}\t")


def saved(page: RankingPage, path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), kind))
    (page.picture_button if path.suffix == ".png" else page.pdf_button).click()
    return path


@pytest.mark.parametrize("view", [TABLE, LINES, PROGRESS, MATRIX, COMPARE, SUPPOSE, FROZEN])
def test_a_view_on_paper_states_how_far_it_may_go(
    qtbot: QtBot, page: RankingPage, view: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.views.segments.choose(view)
    settle(qtbot)
    for name, stated in (("六月.pdf", EVERYONE), ("周明远看的六月.pdf", COMMITTEE)):
        with pdfplumber.open(saved(page, tmp_path / name, "PDF 文件 (*.pdf)", monkeypatch)) as pdf:
            assert stated in str(pdf.metadata["Title"])


def test_a_picture_whose_indicator_names_a_leader_is_for_the_committee(
    qtbot: QtBot, page: RankingPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, context: AppContext
) -> None:
    path = saved(page, tmp_path / "图.png", "PNG 图片 (*.png)", monkeypatch)
    assert EVERYONE in QImage(str(path)).text("Title")
    with context.office.change("改指标") as change:
        change.session.connection().exec_driver_sql(
            "UPDATE scoring_scheme SET body = json_set(body, '$.indicators[0].label', '周明远包抓项目')"
        )
    page.refresh()
    settle(qtbot)
    path = saved(page, tmp_path / "图二.png", "PNG 图片 (*.png)", monkeypatch)
    assert COMMITTEE in QImage(str(path)).text("Title")
    assert page.view.copied([0]).startswith(f"{COMMITTEE}\t")


def test_slides_are_not_saved_under_the_name_of_a_leader(
    qtbot: QtBot, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_target(context.office, "定国县", "signed", 12)
    signed_project(context.office, "牙膏项目", 20_000, dt.date(2026, 6, 3))
    dialog = MeetingDialog(context)
    qtbot.addWidget(dialog)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "周明远.pdf"), ""))
    dialog.save_pdf()
    settle(qtbot)
    assert "“周明远”（文件名）" in dialog.fault.text()
    assert list(tmp_path.glob("*.pdf*")) == []


def test_the_clipboard_takes_what_the_table_says(qtbot: QtBot) -> None:
    table = table_of("定国县", units=lambda: UNITS)
    qtbot.addWidget(table)
    table.selectAll()
    table.copy()
    assert QGuiApplication.clipboard().text() == f"{EVERYONE}\n名称\n定国县\n"
