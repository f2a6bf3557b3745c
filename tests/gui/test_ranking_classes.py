"""Classes and points by hand in every view of the ranking: no rank without its class, no score with a part unseen."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.services.ranking.units import classify
from app.ui.context import AppContext
from app.ui.ranking.chart import bars_of
from app.ui.ranking.model import CLASS, HAND, MOVE, RANK, UNIT
from app.ui.ranking.page import RankingPage
from app.ui.ranking.views import COMPARE, FROZEN, LINES, MATRIX, PROGRESS, SUPPOSE
from tests.classed_office import JUNE, by_hand, classed
from tests.gui.conftest import settle
from tests.support import set_target, unit_id


def page_of(qtbot: QtBot, context: AppContext) -> RankingPage:
    page = RankingPage(context)
    qtbot.addWidget(page)
    page.resize(1366, 640)
    page.show()
    page.chooser.periods.set_period(JUNE)
    settle(qtbot)
    return page


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> RankingPage:
    """The ranking of June by class, 东湖区 with 3 points by hand and 云河县 with 1.5 taken."""
    by_hand(classed(context.office), {"东湖区": "3", "云河县": "-1.5"})
    return page_of(qtbot, context)


def show(qtbot: QtBot, page: RankingPage, view: int) -> None:
    page.views.segments.choose(view)
    settle(qtbot)


def test_the_table_tells_class_and_points_by_hand(page: RankingPage) -> None:
    cells = [[page.model.index(row, column).data() for column in (CLASS, RANK, UNIT, HAND)] for row in range(5)]
    assert cells == [
        ["A类", "1", "定国县", ""],
        ["A类", "2", "云河县", "-1.50"],
        ["B类", "1", "东湖区", "+3.00"],
        ["B类", "2", "临沅区", ""],
        ["", "", "全市合计", ""],
    ]
    header = page.view.horizontalHeader()
    assert header.visualIndex(CLASS) == 0
    assert not page.view.isColumnHidden(CLASS)
    assert not page.view.isColumnHidden(HAND)
    tip = page.model.index(2, HAND).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "+3分：承办推介会（依据：会议纪要）"


def test_a_unit_that_changed_class_is_told_from_which_and_not_by_how_many_places(
    page: RankingPage, context: AppContext, qtbot: QtBot
) -> None:
    unit = unit_id(context.office, "定国县")
    classify(context.office, [unit], "B", from_day=dt.date(JUNE.first.year, 6, 1), reason="调整")
    context.data_changed.emit()
    qtbot.waitUntil(lambda: page.model.index(page.model.row_of(unit), CLASS).data() == "B类")
    row = page.model.row_of(unit)
    assert page.model.index(row, MOVE).data().startswith("—（原A类）")


def test_copying_takes_class_and_points_by_hand_along(page: RankingPage) -> None:
    page.copy()
    _, _, heads, first, *_ = QGuiApplication.clipboard().text().split("\n")
    assert heads.split("\t")[:6] == ["类别", "名次", "单位", "得分", "手工加减分", "较上期"]
    assert first.split("\t")[:3] == ["A类", "1", "定国县"]
    assert len(heads.split("\t")) == len(first.split("\t"))


def test_without_classes_and_points_by_hand_nothing_is_added(qtbot: QtBot, context: AppContext) -> None:
    set_target(context.office, "定国县", "signed", 12)
    page = page_of(qtbot, context)
    assert page.view.isColumnHidden(CLASS)
    assert page.view.isColumnHidden(HAND)
    page.copy()
    assert QGuiApplication.clipboard().text().split("\n")[2].split("\t")[:4] == ["名次", "单位", "得分", "较上期"]
    assert page.chart.names() == ["1　定国县", "云河县"]
    show(qtbot, page, LINES)
    assert page.views.lines.choice.isHidden()


def test_the_pieces_of_a_bar_add_up_to_its_score(page: RankingPage) -> None:
    table = page.table
    assert table is not None
    for row, unit in enumerate(table.rows):
        pieces = [bar for bar in bars_of(table) if bar.unit == row]
        assert sum(bar.points for bar in pieces) == pytest.approx(float(unit.score or 0))
    taken = next(bar for bar in bars_of(table) if bar.unit == 1 and bar.indicator == len(table.heads))
    assert (taken.start, taken.points) == (0.0, -1.5)
    assert page.chart.ends(1)[0] == -1.5
    assert page.chart.said()[-5:] == ["手工加减分", "A类 1　定国县", "A类 2　云河县", "B类 1　东湖区", "B类 2　临沅区"]


def test_a_click_on_points_by_hand_unfolds_the_whole_score(page: RankingPage) -> None:
    end = page.chart.ends(2)[1]
    across, along = 2.0, end - 1
    page.chart.choose_at(QPointF(across, along) if page.chart.upright else QPointF(along, across))
    assert "东湖区　B类第1名" in page.panel.heading.text()
    assert "手工加减分　+3.00\n　　+3分：承办推介会（依据：会议纪要）" in page.panel.working.text()


def test_the_lines_are_those_of_one_class_and_follow_the_unit_chosen(
    qtbot: QtBot, page: RankingPage, context: AppContext
) -> None:
    show(qtbot, page, LINES)
    lines = page.views.lines
    assert lines.choice.isVisible()
    assert [lines.choice.itemText(place) for place in range(lines.choice.count())] == ["A类", "B类"]
    assert set(lines.units.values()) == {"定国县", "云河县"}
    context.unit_selected.emit(unit_id(context.office, "临沅区"))
    assert lines.choice.currentText() == "B类"
    assert set(lines.units.values()) == {"东湖区", "临沅区"}
    assert "B类" in lines.said()
    assert lines.plot.titleLabel.text == "B类"


def test_progress_and_matrix_name_the_classes(qtbot: QtBot, page: RankingPage) -> None:
    show(qtbot, page, PROGRESS)
    assert [line.label for line in page.views.progress.lines] == [
        "A类　定国县", "A类　云河县", "B类　东湖区", "B类　临沅区",
    ]  # fmt: skip
    show(qtbot, page, MATRIX)
    named = page.views.matrix.model.headerData(2, Qt.Orientation.Vertical)
    assert named == "B类 1　东湖区"


def test_compared_supposed_and_published_ranks_bear_their_class(
    qtbot: QtBot, page: RankingPage, context: AppContext
) -> None:
    show(qtbot, page, COMPARE)
    page.views.compare.go.click()
    settle(qtbot)
    show(qtbot, page, SUPPOSE)
    page.views.suppose.go.click()
    for moves in (page.views.compare.moves, page.views.suppose.moves):
        last = moves.rows.columnCount() - 1
        assert not moves.isColumnHidden(last)
        assert {moves.rows.index(row, 0).data(): moves.rows.index(row, last).data() for row in range(4)} == {
            "定国县": "A类", "云河县": "A类", "东湖区": "B类", "临沅区": "B类",
        }  # fmt: skip
        assert moves.as_text([0]).split("\n")[0].startswith("类别\t单位\t名次")


def test_a_day_before_the_period_is_refused_in_words_beside_the_days(qtbot: QtBot, page: RankingPage) -> None:
    show(qtbot, page, COMPARE)
    compare = page.views.compare
    compare.first.set_day(dt.date(2026, 5, 1))
    compare.go.click()
    settle(qtbot)
    assert "2026-05-01" in compare.strip.text()
    assert "还没有开始" in compare.strip.text()


def test_empty_tables_say_why_they_are_empty(qtbot: QtBot, page: RankingPage) -> None:
    show(qtbot, page, COMPARE)
    compare = page.views.compare
    assert compare.records.empty_text.startswith("比较后")
    compare.go.click()
    settle(qtbot)
    assert compare.records.empty_text == "这两个日期之间，记录没有变化。"
    show(qtbot, page, FROZEN)
    frozen = page.views.frozen
    assert frozen.moves.empty_text.startswith("在上面选一版")
    assert frozen.records.empty_text.startswith("在上面选一版")


def test_the_supposed_project_stands_on_one_line_with_its_button(qtbot: QtBot, page: RankingPage) -> None:
    show(qtbot, page, SUPPOSE)
    suppose = page.views.suppose
    suppose.resize(948, 400)
    assert abs(suppose.go.geometry().center().y() - suppose.unit.geometry().center().y()) <= 2
