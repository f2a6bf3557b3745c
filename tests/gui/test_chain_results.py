"""What letters yielded, on the screen; tasks and answers are kept up here."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.rules.periods import Period
from app.rules.stages import Stage
from app.services.chain.extending import candidates
from app.services.chain.extension_letters import letters_sent
from app.services.chain.extension_tasks import accept_candidate, record_letter, tasks_of
from app.services.chain.knowledge import rule_records
from app.services.dossiers.keeping import add_stage, verify_stage
from app.services.importing.workbook import read_workbook
from app.ui.chain.results import ResultsPage
from app.ui.context import AppContext
from tests.services.chain_office import settled
from tests.support import TODAY, reading, unit_id

SENT, DUE = dt.date(2026, 7, 1), dt.date(2026, 7, 20)


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> ResultsPage:
    """The results of an office in which one county has a task and a letter."""
    office = context.office
    settled(office, "白塔方便食品项目", "食品", enterprise="白塔食品有限公司")
    with reading(office) as connection:
        boxes = next(one for one in candidates(connection, on=TODAY) if one.judgement.candidate == "2231")
    county = unit_id(office, "定国县")
    accept_candidate(office, county, boxes, on=dt.date(2026, 6, 20), by="")
    record_letter(office, county, Period.parse("2026-06"), sent_on=SENT, due_on=DUE, paper_id=None)
    made = ResultsPage(context)
    qtbot.addWidget(made)
    made.resize(1000, 560)
    made.show()
    return made


def lines(page: ResultsPage) -> list[list[str]]:
    model = page.model
    return [[model.index(row, column).data() for column in range(7)] for row in range(model.rowCount())]


def test_a_letter_its_answer_and_its_lead_are_counted(
    page: ResultsPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lines(page) == [["定国县", "2026-07", "1", "", "", "", ""]]
    page.letters.answer.setText("正在对接两家纸箱厂")
    page.letters.day.set_day(dt.date(2026, 7, 18))
    page.letters.save_button.click()
    lead = settled(context.office, "新来纸箱项目", "造纸", "22", wan=12_000, verified_on=None)
    monkeypatch.setattr("app.ui.chain.tasks_view.ask_text", lambda *_: "新来纸箱项目")
    page.tasks.lead_button.click()
    assert lines(page) == [["定国县", "2026-07", "1", "1", "1", "", ""]]
    stage = add_stage(context.office, lead, Stage.STARTED, dt.date(2026, 8, 1), evidence="施工许可")
    verify_stage(context.office, stage, 1, by="李主任", on=dt.date(2026, 8, 2), evidence="施工许可")
    context.data_changed.emit()
    assert lines(page)[0][4:] == ["1", "1", "1.2"]
    assert "签约 1" in page.chart.accessibleName()


def test_a_late_letter_is_red_until_it_is_answered(page: ResultsPage, context: AppContext) -> None:
    (letter,) = letters_sent(context.connection)
    assert letter.is_late(TODAY)
    assert page.letters.model.index(0, 0).data(9) is not None
    page.letters.answer.setText("没有合适的")
    page.letters.save_button.click()
    assert page.letters.model.index(0, 0).data(9) is None


def test_an_answer_without_words_is_refused(page: ResultsPage, context: AppContext) -> None:
    page.letters.save_button.click()
    assert "回复的内容" in page.letters.trouble.text()
    assert letters_sent(context.connection)[0].answered_on is None


def test_a_task_is_taken_back_with_a_reason(
    page: ResultsPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.chain.tasks_view.ask_text", lambda *_: "企业已自行配套")
    page.tasks.void_button.click()
    assert tasks_of(context.connection) == []
    assert page.tasks.model.rowCount() == 0
    assert not page.tasks.void_button.isEnabled()


def test_whether_a_rule_worked_is_recorded_on_it(
    page: ResultsPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.chain.tasks_view.ask", lambda *_: "不成")
    monkeypatch.setattr("app.ui.chain.tasks_view.ask_text", lambda *_: "用箱量太小")
    page.tasks.outcome_button.click()
    (record,) = rule_records(context.connection).values()
    assert (record.worked, record.failed) == (0, 1)


def test_the_yield_is_exported(page: ResultsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "成效.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.export()
    cells = [str(cell) for row in read_workbook(target).sheets[0].rows for cell in row]
    assert "定国县" in cells
    assert any("印发范围：全市领导干部大会" in cell for cell in cells)


def test_leaders_and_counties_are_told_apart(page: ResultsPage) -> None:
    page.groups.set_group("leader")
    assert lines(page) == []
    assert "还没有产业延伸提醒函" in page.table.empty_text
