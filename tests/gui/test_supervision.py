"""The section 督促: proposals with their grounds, decisions by a person, letters, following, relief, exemptions."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.rules.periods import Period
from app.rules.supervision import Status
from app.services.importing.workbook import read_workbook
from app.services.papers.register import paper_view
from app.services.papers.way import issue, review, sign, withdraw
from app.services.supervision.exemptions import add_exemption
from app.services.supervision.measures_taken import history, open_measures
from app.ui.context import AppContext
from app.ui.supervision import SupervisionPage
from tests.gui.conftest import settle
from tests.support import reading, set_target, signed_project, unit_id

JUNE = Period.parse("2026-06")


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> SupervisionPage:
    """June 2026: 定国县 signed enough, 云河县 nothing, for the second month running."""
    office = context.office
    for unit in ("定国县", "云河县"):
        set_target(office, unit, "signed", 12)
    for month in (4, 5, 6):
        for number in range(2):
            signed_project(office, f"项目{month}-{number}", 500, dt.date(2026, month, 3))
    signed_project(office, "四月项目", 500, dt.date(2026, 4, 9), county="云河县")
    page = SupervisionPage(context)
    qtbot.addWidget(page)
    page.resize(1366, 560)
    page.show()
    settle(qtbot)
    return page


def texts(page: SupervisionPage) -> list[list[str]]:
    rows = page.proposals.rows
    return [[str(rows.index(row, column).data()) for column in range(8)] for row in range(rows.rowCount())]


def decide(qtbot: QtBot, page: SupervisionPage, *, take: bool = True, by: str = "王主任", reason: str = "") -> None:
    page.proposals.by.setText(by)
    page.proposals.reason.setText(reason)
    (page.proposals.take if take else page.proposals.drop).click()
    settle(qtbot)


def show_month(qtbot: QtBot, page: SupervisionPage, month: str) -> None:
    page.chooser.periods.set_period(Period.parse(month))
    settle(qtbot)


def test_a_laggard_is_proposed_with_its_grounds(page: SupervisionPage) -> None:
    (line,) = texts(page)
    assert (line[0], line[1], line[4:]) == ("云河县", "2", ["8.33%", "2个月", "通报", "待决定"])
    grounds = page.proposals.grounds.toPlainText()
    assert "云河县2026年6月" in grounds
    assert "连续2个月落后" in grounds
    assert "全市领导干部大会" in page.proposals.about.text()


def test_a_person_decides_and_the_measure_is_followed(qtbot: QtBot, page: SupervisionPage, context: AppContext) -> None:
    decide(qtbot, page)
    assert texts(page)[0][7] == "已决定"
    assert not page.proposals.take.isEnabled(), "one decision for one unit and period"
    page.segments.choose(1)
    following = page.following
    assert [following.to.itemText(n) for n in range(following.to.count())] == ["已送达", "办结", "已解除"]
    following.go.click()
    assert "怎样送达" in following.fault.text()
    following.text.setPlainText("当面送达")
    following.go.click()
    settle(qtbot)
    assert [str(following.rows.index(0, column).data()) for column in (3, 4)] == ["已送达（手工）", "拟稿"]
    assert "不随公文变动：当面送达" in following.about.text()
    following.to.setCurrentText("已反馈")
    following.go.click()
    assert "要写明" in following.fault.text()
    following.text.setPlainText("已制定整改方案")
    following.go.click()
    settle(qtbot)
    following.to.setCurrentText("办结")
    following.text.setPlainText("整改到位")
    following.go.click()
    settle(qtbot)
    (row,) = history(context.connection, unit_id(context.office, "云河县"))
    assert (row.status, row.answer, row.closing, row.decided_by) == (
        Status.DONE,
        "已制定整改方案",
        "整改到位",
        "王主任",
    )
    assert page.following.rows.rowCount() == 0
    assert page.history.index(0, 2).data() == "办结"


def test_not_taking_it_needs_a_reason(qtbot: QtBot, page: SupervisionPage, context: AppContext) -> None:
    decide(qtbot, page, take=False)
    assert "理由" in page.proposals.fault.text()
    decide(qtbot, page, take=False, reason="数据正在核实")
    (row,) = history(context.connection, unit_id(context.office, "云河县"))
    assert (row.status, row.decision) == (Status.DROPPED, "数据正在核实")
    assert open_measures(context.connection) == ()


@pytest.mark.parametrize(("by", "text", "said"), [("", "", "由谁决定"), ("王主任", "给予警告", "警告")])
def test_without_a_person_or_with_words_not_ours_nothing_is_recorded(
    qtbot: QtBot, page: SupervisionPage, context: AppContext, by: str, text: str, said: str
) -> None:
    if text:
        page.proposals.grounds.setPlainText(text)
    decide(qtbot, page, by=by)
    assert said in page.proposals.fault.text()
    assert open_measures(context.connection) == ()


def test_a_first_month_is_turned_into_a_draft_letter(qtbot: QtBot, page: SupervisionPage, context: AppContext) -> None:
    show_month(qtbot, page, "2026-05")
    assert texts(page)[0][5:7] == ["1个月", "提醒函"]
    told: list[str] = []
    context.status.connect(told.append)
    decide(qtbot, page)
    assert any("提醒函已起草" in one for one in told), told
    with reading(context.office) as connection:
        kept = connection.execute("SELECT status, title, body FROM paper").fetchall()
    assert len(kept) == 1
    assert kept[0][0] == "拟稿"
    assert "云河县" in kept[0][2]
    (row,) = open_measures(context.connection)
    key = row.paper_id or 0
    for act in (review, partial(sign, today=context.today()), partial(issue, today=context.today())):
        act(context.office, key, paper_view(context.connection, key).row.version)
    context.data_changed.emit()
    settle(qtbot)
    page.segments.choose(1)
    shown = [str(page.following.rows.index(0, column).data()) for column in (3, 4)]
    assert shown == ["已送达", "印发"], "the measure follows the letter in the register"
    page.show_history(row.unit_id)
    assert [str(page.history.index(0, column).data()) for column in (2, 3)] == ["已送达", "印发"]


def test_a_second_month_is_turned_into_a_draft_circular(
    qtbot: QtBot, page: SupervisionPage, context: AppContext
) -> None:
    told: list[str] = []
    context.status.connect(told.append)
    decide(qtbot, page)
    assert any("通报已起草" in one for one in told), told
    (row,) = open_measures(context.connection)
    kept = context.connection.execute("SELECT id, kind, status, audience, body FROM paper").fetchall()
    assert [(one[0], *one[1:4]) for one in kept] == [(row.paper_id, "通报", "拟稿", "全市领导干部大会")]
    assert "云河县2026年6月" in kept[0][4]
    page.segments.choose(1)
    assert "招商引资进度滞后情况的通报（拟稿）" in page.following.about.text()
    assert not page.following.draft.isEnabled(), "it has its paper"
    withdraw(context.office, row.paper_id or 0, 1, "数据有误")
    context.data_changed.emit()
    settle(qtbot)
    assert page.following.draft.isEnabled(), "that was withdrawn"
    page.following.draft.click()
    settle(qtbot)
    assert open_measures(context.connection)[0].paper_id not in (None, row.paper_id)


def test_a_paper_that_could_not_be_made_is_drafted_later(
    qtbot: QtBot, page: SupervisionPage, context: AppContext
) -> None:
    told: list[str] = []
    context.status.connect(told.append)
    folder = context.office.folder / "templates"
    folder.mkdir()
    (folder / "督促通报.txt").write_text("标题：{{ 没有 }}\n---\n文", "utf-8")
    decide(qtbot, page)
    assert any("通报没有起草" in one for one in told), told
    (folder / "督促通报.txt").unlink()
    page.segments.choose(1)
    page.following.draft.click()
    settle(qtbot)
    (row,) = open_measures(context.connection)
    assert row.paper_id is not None


def test_a_unit_that_recovered_is_relieved_by_a_person(
    qtbot: QtBot, page: SupervisionPage, context: AppContext
) -> None:
    decide(qtbot, page)
    for number in range(4):
        signed_project(context.office, f"补上{number}", 500, dt.date(2026, 7, 3), county="云河县")
    signed_project(context.office, "七月项目", 500, dt.date(2026, 7, 3))
    context.data_changed.emit()
    show_month(qtbot, page, "2026-07")
    page.segments.choose(2)
    assert page.relief.rows.index(0, 0).data() == "云河县"
    assert "不再符合落后条件" in page.relief.grounds.toPlainText()
    page.relief.go.click()
    settle(qtbot)
    (row,) = history(context.connection, unit_id(context.office, "云河县"))
    assert row.status is Status.RELIEVED
    assert page.relief.rows.rowCount() == 0


def test_force_majeure_on_record_exempts(qtbot: QtBot, page: SupervisionPage) -> None:
    page.segments.choose(3)
    form = page.exemptions
    form.unit.setCurrentText("云河县")
    form.go.click()
    assert "从哪天起" in form.fault.text()
    form.first.set_day(dt.date(2026, 6, 1))
    form.last.set_day(dt.date(2026, 6, 30))
    form.go.click()
    assert "理由" in form.fault.text()
    form.reason.setText("六月洪灾")
    form.go.click()
    settle(qtbot)
    assert [form.rows.index(0, n).data() for n in range(2)] == ["云河县", "不可抗力：六月洪灾"]
    assert page.proposals.rows.rowCount() == 0


def test_what_another_tab_speaks_of_shows_its_history(page: SupervisionPage, context: AppContext) -> None:
    context.unit_selected.emit(unit_id(context.office, "定国县"))
    assert page.history_section.heading.text() == "督促历史　定国县"


def test_a_period_that_has_not_begun_is_refused_in_words(qtbot: QtBot, page: SupervisionPage) -> None:
    show_month(qtbot, page, "2027-03")
    assert "还没有开始" in page.strip.text()
    assert page.proposals.rows.rowCount() == 0


def test_an_exemption_on_record_is_ended_and_voided(
    qtbot: QtBot, page: SupervisionPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = unit_id(context.office, "定国县")
    add_exemption(context.office, county, dt.date(2026, 6, 1), None, reason="特大洪涝")
    context.data_changed.emit()
    settle(qtbot)
    record = page.exemptions.on_record
    assert [record.rows.index(0, column).data() for column in (0, 2)] == ["定国县", "另行通知"]
    assert page.exemptions.rows.rowCount() == 0, "it does not lag, yet its exemption is seen"
    record.table.select_row(0)
    record.last.set_day(dt.date(2026, 5, 1))
    record.end.click()
    assert "早于开始日期" in record.fault.text()
    record.last.set_day(dt.date(2026, 6, 15))
    record.end.click()
    settle(qtbot)
    assert record.rows.index(0, 2).data() == "2026-06-15"
    record.table.select_row(0)
    monkeypatch.setattr("app.ui.supervision.on_record.ask_text", lambda *_: "登记错了")
    record.void.click()
    settle(qtbot)
    assert record.rows.rowCount() == 0


def test_the_list_shown_goes_into_excel(page: SupervisionPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "督促.xlsx"), ""))
    page.export()
    sheet = read_workbook(tmp_path / "督促.xlsx").sheets[0]
    cells = [sheet.text(row, column) for row in range(len(sheet.rows)) for column in range(len(sheet.rows[row]))]
    assert texts(page)[0][0] in cells
    assert any("印发范围：全市领导干部大会" in one for one in cells)
