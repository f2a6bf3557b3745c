"""The pages 核对 and 未兑现: what is done about an answer, and all projects at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.rules.errors import Cancelled
from app.services.office.undo import last_act, undo
from app.ui.context import AppContext
from app.ui.policy import PolicyTab
from app.ui.policy.matching import MatchingPage
from app.ui.policy.tab import MATCHING, UNCLAIMED
from app.ui.policy.unclaimed import UnclaimedPage
from tests.gui.conftest import settle
from tests.gui.policy_office import fill, in_industry, texts
from tests.support import reading, signed_project

JUNE = dt.date(2026, 6, 10)


@pytest.fixture
def tab(qtbot: QtBot, context: AppContext) -> PolicyTab:
    in_industry(context.office, signed_project(context.office, "洗涤用品项目", 2000, JUNE))
    in_industry(context.office, signed_project(context.office, "牙膏项目", 3000, JUNE, county="云河县"))
    in_industry(context.office, signed_project(context.office, "饮料项目", 9000, JUNE), 2)
    made = PolicyTab(context)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def page(tab: PolicyTab) -> MatchingPage:
    found = tab.show_section(MATCHING)
    assert isinstance(found, MatchingPage)
    found.line.name.setText("洗涤用品项目")
    found.line.ask()
    return found


def test_a_grant_is_recorded_shown_and_ended(page: MatchingPage) -> None:
    assert page.grants_section.isHidden()
    page.grant_button.click()
    assert "写明文号" in fill(page.dialog).fault.text()
    fill(page.dialog, 文号="函1号")
    assert texts(page.grant_rows) == [["第十三条", "2026-10-01", "函1号", "2026-10-08", "执行中"]]
    assert "已兑现：函1号" in page.details.text()
    assert not page.grant_button.isEnabled(), "granted once"
    page.end_button.click()
    fill(page.dialog, 原因="迁出本市")
    assert texts(page.grant_rows)[0][4] == "2026-10-08：迁出本市"


def test_nobody_found_leaves_nothing_of_the_one_before(page: MatchingPage) -> None:
    assert page.answer is not None
    page.line.name.setText("没有这家公司")
    page.line.ask()
    assert "没有找到" in page.line.strip.text()
    assert "find" not in page.line.strip.text()
    assert page.answer is None
    assert texts(page.clause_rows) == texts(page.condition_rows) == []
    assert "洗涤用品项目" not in page.head.text() + page.title.text()
    acts = (page.paper, page.letter, page.fact_button, page.grant_button, page.end_button, page.judge_button)
    assert not any(one.isEnabled() for one in acts)


def test_a_grant_under_an_earlier_version_is_shown_with_its_paper(page: MatchingPage, context: AppContext) -> None:
    page.line.name.setText("饮料项目")
    page.line.ask()
    page.clauses.select_row(1)
    page.grant_button.click()
    fill(page.dialog, 文号="函2号", 兑现日期="2026-06-30")
    assert "已按2026-06-01版第十四条享受" in page.told.text()
    assert texts(page.grant_rows)[0][1:3] == ["2026-06-01", "函2号"]


def test_the_schedule_stands_by_calendar_year_with_estimates_called_so(page: MatchingPage) -> None:
    assert page.years.isVisible()
    assert texts(page.year_rows)[0] == ["2027年", "100%", "未登记预计年留成税额"]
    for fact, value in (("预计年留成税额下限", "100"), ("预计年留成税额上限", "0.015亿元")):
        page.fact_button.click()
        fill(page.dialog, 事实=fact, 数值=value, 依据="测算说明")
    assert texts(page.year_rows) == [
        *([f"{year}年", "100%", "100万元—150万元"] for year in (2027, 2028, 2029)),
        *([f"{year}年", "50%", "50万元—75万元"] for year in (2030, 2031)),
    ]
    assert "估算" in page.year_rows.headerData(2, Qt.Orientation.Horizontal)


def test_what_is_lacking_is_offered_to_be_recorded(page: MatchingPage) -> None:
    page.clauses.select_row(2)
    assert page.fact_button.text() == "登记设备投资…"
    page.fact_button.click()
    assert "请填写设备投资" in fill(page.dialog).fault.text()
    fill(page.dialog, 数值="840", 依据="发票")
    row = next(one for one in texts(page.condition_rows) if one[1] == "设备投资")
    assert (row[0], row[3], row[4]) == ("符合", "840万元", "发票")


def test_enter_on_a_condition_opens_its_fact(page: MatchingPage, qtbot: QtBot) -> None:
    page.clauses.select_row(2)
    place = next(row for row, one in enumerate(texts(page.condition_rows)) if one[1] == "设备投资")
    page.conditions.select_row(place)
    qtbot.keyClick(page.conditions, Qt.Key.Key_Return)
    fill(page.dialog, 数值="850", 依据="发票")
    assert any(one[3] == "850万元" for one in texts(page.condition_rows))


def test_leading_is_judged_by_hand_and_can_be_undone(page: MatchingPage, context: AppContext) -> None:
    page.judge_button.click()
    fill(page.dialog, 认定为="不属于主导产业", 认定人="李主任", 理由="产品不符")
    assert page.clause_rows.index(0, 1).data() == "不适用"
    with reading(context.office) as connection:
        act = last_act(connection)
    assert act is not None
    undo(context.office, act.id)
    context.data_changed.emit()
    assert page.clause_rows.index(0, 1).data() == "适用"


def all_of(qtbot: QtBot, tab: PolicyTab) -> UnclaimedPage:
    found = tab.show_section(UNCLAIMED)
    assert isinstance(found, UnclaimedPage)
    settle(qtbot)
    return found


def test_all_who_have_not_claimed_are_listed_filtered_and_sorted(qtbot: QtBot, tab: PolicyTab) -> None:
    page = all_of(qtbot, tab)
    assert [row[1] for row in texts(page.rows)] == ["洗涤用品项目", "牙膏项目", "饮料项目"]
    page.county.setCurrentText("云河县")
    assert [row[1] for row in texts(page.rows)] == ["牙膏项目"]
    page.county.setCurrentIndex(0)
    page.clause.setCurrentText("第十四条")
    assert [row[1] for row in texts(page.rows)] == ["饮料项目"]
    page.clause.setCurrentIndex(0)
    page.text.setText("项目有限")
    assert page.rows.rowCount() == 3
    page.table.horizontalHeader().sectionClicked.emit(1)
    page.table.horizontalHeader().sectionClicked.emit(1)
    assert [row[1] for row in texts(page.rows)] == ["饮料项目", "牙膏项目", "洗涤用品项目"]
    page.text.setText("没有")
    assert page.rows.rowCount() == 0
    assert not page.grant_button.isEnabled()


def test_a_line_leads_to_its_conditions_and_can_be_granted(qtbot: QtBot, tab: PolicyTab) -> None:
    page = all_of(qtbot, tab)
    page.table.select_row(2)
    page.grant_button.click()
    fill(page.dialog, 文号="函3号")
    settle(qtbot)
    assert [row[1] for row in texts(page.rows)] == ["洗涤用品项目", "牙膏项目"]
    page.table.select_row(1)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    matching = tab.show_section(MATCHING)
    assert isinstance(matching, MatchingPage)
    assert matching.title.text().startswith("第十三条")
    assert matching.head.text().startswith("牙膏项目")


def test_the_list_is_copied_and_exported_with_its_audience(
    qtbot: QtBot, tab: PolicyTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = all_of(qtbot, tab)
    page.table.selectAll()
    page.table.copy()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("印发范围：全市领导干部大会")
    assert "牙膏项目\t" in copied
    target = tmp_path / "清单.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.export_button.click()
    settle(qtbot)
    assert load_workbook(target).worksheets[0].max_row >= 5


def test_a_cancelled_match_says_how_to_go_on(qtbot: QtBot, tab: PolicyTab, monkeypatch: pytest.MonkeyPatch) -> None:
    def cancelled(*_: object, **__: object) -> None:
        raise Cancelled

    monkeypatch.setattr("app.ui.policy.unclaimed.unclaimed", cancelled)
    page = all_of(qtbot, tab)
    assert "重新核对" in page.table.empty_text


def test_a_day_before_all_measures_is_told(qtbot: QtBot, tab: PolicyTab) -> None:
    page = all_of(qtbot, tab)
    page.day.set_day(dt.date(2018, 1, 1))
    page.again.click()
    settle(qtbot)
    assert "没有施行中的管理办法" in page.fault.text()
