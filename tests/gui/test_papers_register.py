"""Papers in the window: kept at 拟稿, taken their way by buttons, dispatch, answers, templates, letters."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.rules.money import YI
from app.rules.papers import Act, Status
from app.rules.periods import Period
from app.services.papers import way
from app.services.papers.dispatch import work_calendar
from app.services.papers.register import papers
from app.services.papers.templates import template
from app.ui.context import AppContext
from app.ui.papers import PapersTab
from app.ui.papers.batch import BatchDialog
from app.ui.papers.check_dialog import CheckDialog
from app.ui.papers.edit_dialog import EditDialog
from app.ui.papers.tab import DRAFTING, REGISTER, TEMPLATES
from app.ui.papers.template_page import TemplatePage
from tests.gui.conftest import settle
from tests.gui.finding import the
from tests.services.papers.making import letter, signed, version
from tests.support import TODAY, set_target, signed_project


@pytest.fixture
def tab(qtbot: QtBot, context: AppContext) -> PapersTab:
    """The tab on a small office where 云河县 lags in June."""
    for name in ("定国县", "云河县", "周明远"):
        set_target(context.office, name, "amount", 10 * YI)
    signed_project(context.office, "牙膏项目", 120_000, dt.date(2026, 6, 3))
    tab = PapersTab(context)
    qtbot.addWidget(tab)
    tab.resize(1366, 640)
    tab.show()
    settle(qtbot)
    return tab


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What boxes with errors said."""
    heard: list[str] = []
    monkeypatch.setattr("app.ui.errors._open", lambda box: heard.append(box.text()))
    return heard


def take(qtbot: QtBot, tab: PapersTab, act: Act, comment: str = "") -> None:
    tab.register.panel.comment.setText(comment)
    tab.register.panel.do(act)
    settle(qtbot)


def shown_buttons(tab: PapersTab) -> list[Act]:
    return [act for act, button in tab.register.panel.buttons.items() if button.isVisible()]


def rest(qtbot: QtBot, tab: PapersTab) -> None:
    qtbot.waitUntil(lambda: not tab.drafting.waiting_to_set_type(), timeout=5_000)
    settle(qtbot)


def test_a_letter_is_drafted_from_a_template_and_taken_its_way(qtbot: QtBot, tab: PapersTab, told: list[str]) -> None:
    tab.drafting.choose_kind("感谢函")
    tab.drafting.inputs.to.setCurrentText("利白日化有限公司")
    for name, text in (("事由", "引荐牙膏项目"), ("成果", "项目已签约")):
        tab.drafting.inputs.lines[name].setText(text)
        tab.drafting.inputs.lines[name].textEdited.emit(text)
    rest(qtbot, tab)
    assert "引荐牙膏项目" in tab.drafting.form.text.toPlainText()
    assert tab.drafting.form.lines["addressees"].text() == "利白日化有限公司"
    assert not tab.drafting.save_button.isVisible()
    tab.drafting.keep_button.click()
    settle(qtbot)
    assert tab.sections.current() == REGISTER
    assert shown_buttons(tab) == [Act.REVIEW, Act.WITHDRAW]
    take(qtbot, tab, Act.REVIEW)
    take(qtbot, tab, Act.SIGN, "同意")
    assert shown_buttons(tab) == [Act.ISSUE, Act.WITHDRAW]
    take(qtbot, tab, Act.ISSUE)
    take(qtbot, tab, Act.CLOSE)
    (paper,) = tab.register.records.papers
    assert (paper.status, paper.number) == (Status.DONE, "清招办函〔2026〕1号")
    assert tab.register.panel.steps.index(2, 3).data() == "同意"
    assert tab.register.pane.pdf is not None
    assert told == []


def test_what_the_way_forbids_is_told(qtbot: QtBot, tab: PapersTab, context: AppContext, told: list[str]) -> None:
    way.draft_paper(context.office, letter(context.office))
    context.data_changed.emit()
    tab.show_section(REGISTER)
    tab.register.table.select_row(0)
    take(qtbot, tab, Act.WITHDRAW)
    assert "写明原因" in told[0]
    take(qtbot, tab, Act.WITHDRAW, "重复")
    assert tab.register.records.papers[0].status is Status.WITHDRAWN
    assert shown_buttons(tab) == []


def test_overdue_answers_stand_out_are_reminded_and_recorded(
    qtbot: QtBot, tab: PapersTab, context: AppContext, told: list[str]
) -> None:
    paper = signed(context.office)
    way.issue(context.office, paper, version(context.office, paper), today=dt.date(2026, 9, 1))
    signed(context.office, letter(context.office, "云河县"))
    tab.show_section(REGISTER)
    assert "答复超期 1 件" in tab.register.count.text()
    tab.register.filter.setCurrentText("答复超期")
    (row,) = tab.register.records.papers
    assert row.id == paper
    tab.register.table.select_row(0)
    dispatch = tab.register.panel.dispatch
    dispatch.remind.click()
    assert dispatch.model.index(0, 5).data() == TODAY.isoformat()
    dispatch.answer.click()
    assert "答复内容不能为空" in told[0]
    dispatch.text.setText("已整改")
    dispatch.answer.click()
    assert tab.register.records.papers == ()
    tab.register.filter.setCurrentText("印发")
    tab.register.table.select_row(0)
    assert "已整改" in dispatch.model.index(0, 4).data()


def test_recipients_are_added_and_removed_before_the_paper_goes_out(
    qtbot: QtBot, tab: PapersTab, context: AppContext
) -> None:
    way.draft_paper(context.office, letter(context.office))
    tab.show_section(REGISTER)
    tab.register.table.select_row(0)
    dispatch = tab.register.panel.dispatch
    dispatch.to.setCurrentText("云河县")
    dispatch.add.click()
    assert [row.recipient for row in dispatch.rows] == ["定国县", "云河县"]
    assert dispatch.rows[1].unit_id is not None
    dispatch.table.select_row(1)
    dispatch.remove.click()
    assert [row.recipient for row in dispatch.rows] == ["定国县"]
    dispatch.print_list.click()
    settle(qtbot)
    assert tab.register.pane.pdf is not None
    assert tab.register.pane.title == "发文清单"


def test_a_draft_is_edited_beside_its_pages(qtbot: QtBot, tab: PapersTab, context: AppContext) -> None:
    key = way.draft_paper(context.office, letter(context.office))
    dialog = EditDialog(tab, context, key)
    dialog.show()
    dialog.form.text.setPlainText("改过的正文。")
    dialog.save()
    settle(qtbot)
    tab.show_section(REGISTER)
    tab.register.show_paper(key)
    view = tab.register.panel.view
    assert view is not None
    assert view.content is not None
    assert view.content.text == "改过的正文。"
    assert view.steps[-1].act == "改稿"


def test_a_name_outside_the_audience_is_told_beside_the_pages(qtbot: QtBot, tab: PapersTab) -> None:
    tab.drafting.choose_kind("感谢函")
    tab.drafting.form.text.setPlainText("请周明远同志阅。")
    rest(qtbot, tab)
    assert "周明远" in tab.drafting.pane.fault.text()
    assert not tab.drafting.keep_button.isEnabled()
    tab.drafting.form.audience.setCurrentText("市委常委会")
    rest(qtbot, tab)
    assert tab.drafting.pane.fault.text() == ""


def follow(qtbot: QtBot, page: TemplatePage) -> None:
    qtbot.waitUntil(lambda: not page.waiting(), timeout=5_000)
    settle(qtbot)


def test_a_template_is_edited_with_its_pages_and_faults_by_line(
    qtbot: QtBot, tab: PapersTab, context: AppContext
) -> None:
    page = tab.show_section(TEMPLATES)
    assert isinstance(page, TemplatePage)
    page.choose("感谢函")
    follow(qtbot, page)
    assert page.pane.pdf is not None
    assert any(field.path == "{{ 收文.名称 }}" for field in page._fields)
    text = page.editor.toPlainText()
    page.editor.setPlainText(text.replace("收文.名称", "收文.名程"))
    follow(qtbot, page)
    assert "第7行：没有“收文.名程”" in page.pane.fault.text()
    assert page.pane.preview.outdated
    assert page.pane.preview.place.text().startswith("上一次的样子")
    (mark,) = page.editor.extraSelections()
    assert mark.cursor.blockNumber() == 6
    page.editor.setPlainText(text.replace("此致", "谨此"))
    follow(qtbot, page)
    assert page.editor.extraSelections() == []
    page.save_button.click()
    assert "谨此" in template(context.office.folder, "感谢函").source
    assert not page.changed()


def test_a_bomb_in_a_template_is_told_and_the_window_lives_on(qtbot: QtBot, tab: PapersTab) -> None:
    page = tab.show_section(TEMPLATES)
    assert isinstance(page, TemplatePage)
    page.editor.setPlainText("标题：试\n---\n{% for i in range(10**9) %}长{% endfor %}")
    follow(qtbot, page)
    assert "模板第3行" in page.pane.fault.text()


def test_an_edited_template_is_asked_about(qtbot: QtBot, tab: PapersTab, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tab.show_section(TEMPLATES)
    assert isinstance(page, TemplatePage)
    page.choose("感谢函")
    assert tab.may_leave()
    page.editor.setPlainText("改")
    monkeypatch.setattr("app.ui.papers.template_page.ask", lambda *_: "留下")
    assert not tab.may_leave()
    page.choose("督办函")
    assert page.names.currentText() == "感谢函"
    monkeypatch.setattr("app.ui.papers.template_page.ask", lambda *_: "放弃改动")
    page.choose("督办函")
    assert "督办函" in page.editor.toPlainText()
    follow(qtbot, page)


def test_a_months_letters_are_looked_over_signed_and_issued(
    qtbot: QtBot, tab: PapersTab, context: AppContext, tmp_path: Path
) -> None:
    dialog = BatchDialog(tab, context)
    dialog.show()
    dialog.periods.set_period(Period.parse("2026-06"))
    settle(qtbot)
    assert [dialog.model.index(row, 0).data() for row in range(dialog.model.rowCount())] == ["云河县"]
    assert "周明远" in dialog.leaders.text()
    dialog.folder.setText(str(tmp_path / "信"))
    dialog.write_button.click()
    settle(qtbot)
    assert dialog.model.index(0, 1).data() == "清招办函〔2026〕1号"
    assert len(list((tmp_path / "信").glob("*.pdf"))) == 2
    dialog.issue_button.click()
    settle(qtbot)
    assert {one.status for one in papers(context.connection)} == {Status.ISSUED}
    dialog.kinds.setCurrentText("产业延伸提醒函")
    settle(qtbot)
    dialog.reject()


def test_a_section_is_made_once_and_kept(tab: PapersTab) -> None:
    assert tab.sections.titles() == ["起草", "公文登记", "模板"]
    tab.show_section(TEMPLATES)
    assert tab.show_section(DRAFTING) is tab.drafting


def test_the_check_shows_every_row_of_the_standard_broken_ones_first(qtbot: QtBot, tab: PapersTab) -> None:
    rest(qtbot, tab)
    tab.drafting.pane.check_button.click()
    settle(qtbot)
    dialog = the(CheckDialog, tab)
    verdicts = [dialog.model.index(row, 0).data() for row in range(dialog.model.rowCount())]
    assert {"符合", "不适用"} <= set(verdicts)
    assert verdicts == sorted(verdicts, key=lambda verdict: verdict != "不符")
    dialog.close()


def test_holidays_of_a_new_year_are_read_in(
    tab: PapersTab, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: list[str]
) -> None:
    way.draft_paper(context.office, letter(context.office))
    tab.show_section(REGISTER)
    tab.register.table.select_row(0)
    file = tmp_path / "2027.csv"
    monkeypatch.setattr("app.ui.papers.dispatch_panel.QFileDialog.getOpenFileName", lambda *_: (str(file), ""))
    file.write_text("2027-13-01,休\n", "utf-8")
    tab.register.panel.dispatch.holidays.click()
    assert "第1行" in told[0]
    file.write_text("2027-01-01,休,元旦\n", "utf-8")
    tab.register.panel.dispatch.holidays.click()
    assert work_calendar(context.connection).days[dt.date(2027, 1, 1)] is True


def test_rows_that_are_copied_say_how_far_they_may_go(tab: PapersTab, context: AppContext) -> None:
    way.draft_paper(context.office, letter(context.office))
    way.draft_paper(context.office, letter(context.office, audience="市委常委会", title="关于周明远同志任务的报告"))
    tab.show_section(REGISTER)
    tab.register.table.selectAll()
    tab.register.table.copy()
    copied = QGuiApplication.clipboard().text()
    assert [line.split("\t")[0] for line in copied.splitlines()[:2]] == ["印发范围：市委常委会", "状态"]
    letters = next(n for n, paper in enumerate(tab.register.records.papers) if paper.audience == "收文单位")
    assert "周明远" not in tab.register.table.copied([letters])
    assert tab.register.table.copied([letters]).startswith("印发范围：收文单位\t")


def test_the_register_says_what_to_do_while_nothing_is_chosen(
    qtbot: QtBot, tab: PapersTab, context: AppContext
) -> None:
    for _ in range(30):
        way.draft_paper(context.office, letter(context.office))
    context.data_changed.emit()
    tab.show_section(REGISTER)
    settle(qtbot)
    register = tab.register
    assert register.pane.preview.empty.isVisible()
    assert "选一件公文" in register.pane.preview.empty.text()
    assert not register.panel.isVisible()
    assert register.table.viewport().height() // register.table.rowHeight(0) >= 12
    register.table.select_row(0)
    settle(qtbot)
    assert register.panel.isVisible()
    assert not register.pane.preview.empty.isVisible()
    assert register.pane.preview.view.isVisible()


def test_titles_take_the_room_that_the_other_columns_leave(qtbot: QtBot, tab: PapersTab, context: AppContext) -> None:
    way.draft_paper(context.office, letter(context.office))
    context.data_changed.emit()
    tab.show_section(REGISTER)
    settle(qtbot)
    table = tab.register.table
    assert table.horizontalHeader().length() <= table.viewport().width()
    assert not table.horizontalScrollBar().isVisible()
    assert table.columnWidth(2) > 300
