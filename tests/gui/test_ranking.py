"""The tab 排名图表 on a small office: what it shows, how a score unfolds, what leaves the program."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.rules.money import YI
from app.rules.periods import Period
from app.services.dossiers.keeping import set_credit
from app.ui.context import AppContext
from app.ui.papers.paper_window import PaperWindow
from app.ui.ranking.chart import RankingChart
from app.ui.ranking.model import FIRST_INDICATOR, UNIT
from app.ui.ranking.page import RankingPage
from tests.gui.conftest import settle
from tests.support import set_target, signed_project, unit_id

JUNE = Period.parse("2026-06")


@pytest.fixture
def tab(qtbot: QtBot, context: AppContext) -> RankingPage:
    """The tab over June 2026, in which 定国县 signed two projects and 云河县, without a task, one."""
    office = context.office
    for indicator, value in (("signed", 4), ("amount", 10 * YI)):
        set_target(office, "定国县", indicator, value)
    signed_project(office, "甲项目", 20_000, dt.date(2026, 6, 3))
    signed_project(office, "乙项目", 5_000, dt.date(2026, 6, 9))
    signed_project(office, "丙项目", 800, dt.date(2026, 6, 30), county="云河县")
    tab = RankingPage(context)
    qtbot.addWidget(tab)
    tab.resize(1366, 640)
    tab.show()
    settle(qtbot)
    return tab


def row_of(tab: RankingPage, unit: str) -> int:
    return next(row for row in range(tab.model.rowCount()) if tab.model.index(row, UNIT).data() == unit)


def choose(tab: RankingPage, unit: str, key: str | None) -> None:
    """Click a cell of the table, as the user does."""
    index = tab.model.index(row_of(tab, unit), tab.model.column_of(key))
    tab.view.setCurrentIndex(index)


def test_the_tab_begins_with_the_latest_month_in_which_something_was_signed(tab: RankingPage) -> None:
    assert tab.chooser.choice().period == JUNE
    assert tab.table is not None
    assert tab.table.period == JUNE


def test_a_unit_is_shown_with_rank_score_task_and_completion(tab: RankingPage) -> None:
    row = row_of(tab, "定国县")
    assert tab.model.index(row, 0).data() == "1"
    cell = tab.model.cell(row, tab.model.column_of("signed"))
    assert cell is not None
    assert (cell.actual, cell.target, cell.completion, cell.ahead) == ("2", "4", "50.00%", "超41.67")
    amount = tab.model.cell(row, tab.model.column_of("amount"))
    assert amount is not None
    assert (amount.actual, amount.target, amount.completion) == ("2.5", "10", "25.00%")


def test_a_unit_without_a_task_shows_so_and_no_zero(tab: RankingPage) -> None:
    row = row_of(tab, "云河县")
    assert [tab.model.index(row, column).data() for column in range(3)] == ["", "云河县", "无任务"]
    cell = tab.model.cell(row, tab.model.column_of("signed"))
    assert cell is not None
    assert (cell.target, cell.completion, cell.points) == ("无任务", "", "")


def test_the_total_counts_a_shared_project_once(qtbot: QtBot, tab: RankingPage, context: AppContext) -> None:
    office = context.office
    project = signed_project(office, "合引项目", 1_000, dt.date(2026, 6, 12))
    set_credit(office, project, "county", [(unit_id(office, "定国县"), 5000), (unit_id(office, "云河县"), 5000)])
    context.data_changed.emit()
    settle(qtbot)
    column = tab.model.column_of("signed")
    shown = {name: tab.model.cell(row_of(tab, name), column) for name in ("定国县", "云河县", "全市合计")}
    assert {name: cell.actual for name, cell in shown.items() if cell} == {
        "定国县": "2.5",
        "云河县": "1.5",
        "全市合计": "4",
    }


def test_the_total_stays_last_whatever_the_order(tab: RankingPage) -> None:
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        tab.view.sortByColumn(tab.model.column_of("amount"), order)
        names = [tab.model.index(row, UNIT).data() for row in range(tab.model.rowCount())]
        assert names[-1] == "全市合计"
        assert names[:-1] == (["云河县", "定国县"] if order is Qt.SortOrder.AscendingOrder else ["定国县", "云河县"])


def test_a_click_in_the_table_unfolds_the_indicator_into_its_projects(tab: RankingPage) -> None:
    choose(tab, "定国县", "amount")
    assert "定国县" in tab.panel.heading.text()
    assert "完成2.5亿元，任务10亿元，完成率25.00%" in tab.panel.working.text()
    assert "权重" in tab.panel.working.text()
    assert [project.name for project in tab.panel.model.projects] == ["甲项目", "乙项目"]
    assert tab.panel.model.index(0, 2).data() == "20,000"


def test_a_click_beside_the_indicators_shows_how_the_whole_score_is_made_up(tab: RankingPage) -> None:
    choose(tab, "定国县", None)
    assert tab.table is not None
    for head in tab.table.heads:
        assert head.label in tab.panel.working.text()
    assert tab.panel.projects.isHidden()


def test_a_double_click_asks_for_the_dossier(qtbot: QtBot, tab: RankingPage, context: AppContext) -> None:
    choose(tab, "定国县", "signed")
    wanted = tab.panel.model.projects[1].project_id
    with qtbot.waitSignal(context.project_requested) as asked:
        tab.panel.projects.activated.emit(tab.panel.model.index(1, 1))
    assert asked.args == [wanted]


def test_table_and_chart_choose_together(tab: RankingPage, context: AppContext) -> None:
    told: list[int] = []
    context.unit_selected.connect(told.append)
    tab.chart.choose_at(QPointF(5, 0) if not tab.chart.upright else QPointF(0, 5))
    chosen = tab.view.currentIndex()
    assert tab.model.index(chosen.row(), UNIT).data() == "定国县"
    assert tab.model.key_at(chosen.column()) == "signed"
    assert told[-1] == unit_id(context.office, "定国县")
    choose(tab, "云河县", None)
    assert tab.chart.selected == unit_id(context.office, "云河县")


def test_bars_stand_where_there_is_room_and_lie_where_there_is_not(qtbot: QtBot, tab: RankingPage) -> None:
    chart = RankingChart()
    qtbot.addWidget(chart)
    chart.resize(900, 300)
    chart.show_table(tab.table)
    chart.show()
    assert chart.upright
    chart.resize(120, 300)
    assert not chart.upright
    assert chart.names() == ["1　定国县", "云河县"]


def test_pieces_of_a_bar_add_up_to_the_score(tab: RankingPage) -> None:
    assert tab.table is not None
    pieces = [bar for bar in tab.chart.bars if bar.unit == 0]
    assert sum(bar.points for bar in pieces) == pytest.approx(float(tab.table.rows[0].score or 0))
    assert all(bar.unit == 0 for bar in tab.chart.bars), "a unit without a task has no bar"
    for below, above in itertools.pairwise(pieces):
        assert above.start == pytest.approx(below.start + below.points), "one on top of the other"


def test_a_month_without_progress_says_so_and_leads_to_the_last_that_had_some(qtbot: QtBot, tab: RankingPage) -> None:
    tab.chooser.periods.set_period(Period.parse("2026-09"))
    settle(qtbot)
    assert "2026年9月没有签约" in tab.strip.text()
    assert tab.go_latest.isVisible()
    tab.go_latest.click()
    settle(qtbot)
    assert tab.chooser.choice().period == JUNE
    assert not tab.strip.isVisible()


def test_a_period_that_has_not_begun_is_refused_in_words(qtbot: QtBot, tab: RankingPage) -> None:
    tab.chooser.periods.set_period(Period.parse("2027-01"))
    settle(qtbot)
    assert "还没有开始" in tab.strip.text()
    assert tab.model.rowCount() == 0
    assert not tab.export_button.isEnabled()


def test_an_unreadable_day_is_told_and_nothing_is_ranked_by_it(qtbot: QtBot, tab: RankingPage) -> None:
    tab.chooser.as_of.clear()
    qtbot.keyClicks(tab.chooser.as_of, "2026-13-40")
    settle(qtbot)
    assert tab.strip.text().startswith("截至日期")
    assert tab.table is None


def test_a_range_and_a_year_can_be_chosen(qtbot: QtBot, tab: RankingPage) -> None:
    periods = tab.chooser.periods
    periods.mode.setCurrentText("区间")
    periods.month.setCurrentIndex(8)
    periods.last_month.setCurrentIndex(0)
    assert periods.period() == Period.parse("2026-01..2026-09"), "given backwards, read forwards"
    periods.mode.setCurrentText("全年")
    settle(qtbot)
    assert tab.table is not None
    assert tab.table.period == Period.parse("2026")


def test_a_group_without_units_says_what_to_do(qtbot: QtBot, context: AppContext) -> None:
    with context.office.change("撤销单位") as change:
        from app.models.tables import Unit

        for unit in change.session.query(Unit):
            unit.void_reason = "机构改革"
    tab = RankingPage(context)
    qtbot.addWidget(tab)
    tab.show()
    settle(qtbot)
    assert "导入任务分解表" in tab.strip.text()


def test_new_data_is_shown_at_once_and_a_hidden_tab_catches_up(
    qtbot: QtBot, tab: RankingPage, context: AppContext
) -> None:
    signed_project(context.office, "丁项目", 300, dt.date(2026, 6, 20))
    context.data_changed.emit()
    settle(qtbot)
    column = tab.model.column_of("signed")
    assert (cell := tab.model.cell(row_of(tab, "定国县"), column)) is not None
    assert cell.actual == "3"
    tab.hide()
    signed_project(context.office, "戊项目", 300, dt.date(2026, 6, 21))
    context.data_changed.emit()
    tab.show()
    settle(qtbot)
    assert (cell := tab.model.cell(row_of(tab, "定国县"), column)) is not None
    assert cell.actual == "4"


def test_copying_takes_every_figure_into_a_column_of_its_own(tab: RankingPage) -> None:
    tab.copy_button.click()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert len({len(line) for line in lines}) == 1
    assert lines[0][:2] == ["印发范围：全市领导干部大会", ""]
    top, heads, first = lines[1], lines[2], lines[3]
    place = top.index("签约项目（个）")
    assert heads[place : place + 5] == ["完成", "任务", "完成率", "超欠", "得分"]
    assert first[place : place + 4] == ["2", "4", "50.00%", "超41.67"]
    assert lines[-1][1] == "全市合计"


def test_a_copied_ranking_of_leaders_says_that_it_is_for_the_committee(qtbot: QtBot, tab: RankingPage) -> None:
    tab.chooser.groups.set_group("leader")
    settle(qtbot)
    tab.copy_button.click()
    assert QGuiApplication.clipboard().text().startswith("印发范围：市委常委会\t")


def test_the_ranking_is_exported_to_excel(
    qtbot: QtBot, tab: RankingPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "排名"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "Excel 工作簿 (*.xlsx)"))
    tab.export_button.click()
    settle(qtbot)
    cells = [cell.value for row in openpyxl.load_workbook(tmp_path / "排名.xlsx").worksheets[0] for cell in row]
    assert "定国县" in cells
    assert "云河县" in cells


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_chart_is_saved_as_a_picture(
    tab: RankingPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    target = tmp_path / f"图.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), f"图 (*.{ending})"))
    tab.picture_button.click()
    if ending == "png":
        image = QImage(str(target))
        assert image.width() == 3 * tab.chart.canvas.width()
        places = itertools.product(range(0, image.width(), 5), range(0, image.height(), 5))
        assert {"#ffffff", "#1f4e8c"} <= {image.pixelColor(*place).name() for place in places}
        assert image.text("Title").endswith("印发范围：全市领导干部大会")
        bottom = 3 * tab.chart.canvas.height()
        caption = itertools.product(range(image.width()), range(bottom, image.height()))
        assert len({image.pixelColor(*place).name() for place in caption}) > 1
    else:
        text = target.read_text("utf-8")
        assert "定国县" in text
        assert "签约项目" in text
        assert "印发范围：全市领导干部大会</title>" in text
        assert "印发范围：全市领导干部大会" in re.sub(r"<title>.*</title>|<[^>]*>|\s", "", text), "and as words below"


def test_a_picture_that_cannot_be_written_is_told_in_chinese(
    tab: RankingPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = tmp_path / "没有" / "图.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(missing), "PNG 图片 (*.png)"))
    told: list[str] = []
    monkeypatch.setattr("app.ui.errors._open", lambda box: told.append(box.text()))
    tab.picture_button.click()
    assert len(told) == 1
    assert "没有保存到" in told[0]


def test_every_control_can_be_reached_by_the_tabulator(tab: RankingPage) -> None:
    reached: set[QWidget | None] = set()
    widget: QWidget | None = tab.chooser.groups
    while widget is not None and widget not in reached:
        reached.add(widget)
        widget = widget.nextInFocusChain()
    wanted = (tab.view, tab.copy_button, tab.export_button, tab.picture_button, tab.panel.choice, tab.chooser.as_of)
    assert [widget for widget in wanted if widget not in reached] == []


def test_left_and_right_walk_through_the_indicators(qtbot: QtBot, tab: RankingPage) -> None:
    tab.view.setCurrentIndex(tab.model.index(0, FIRST_INDICATOR))
    qtbot.keyClick(tab.view, Qt.Key.Key_Right)
    assert tab.panel.choice.currentText() == "亿元以上项目"


def test_the_chosen_unit_has_its_briefing_on_one_page(qtbot: QtBot, tab: RankingPage) -> None:
    choose(tab, "定国县", None)
    tab.panel.briefing.click()
    settle(qtbot)
    window = tab.findChild(PaperWindow)
    assert isinstance(window, PaperWindow)
    qtbot.waitUntil(lambda: window.content is not None)
    assert window.content is not None
    assert (window.content.title, window.content.one_page) == ("定国县2026年6月招商引资工作简报", True)
    window.close()
    settle(qtbot)
