"""The candidates on the screen: listed with reasons, narrowed, decided on, exported, and led to dossiers."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.rules.industry.knowledge import Verdict
from app.services.chain.candidate_decisions import decisions
from app.services.chain.extension_tasks import tasks_of
from app.services.importing.workbook import read_workbook
from app.services.office.undo import last_act, undo
from app.ui.chain import ChainPage
from app.ui.chain.candidates import CandidatesPage
from app.ui.chain.candidates_model import HEADINGS
from app.ui.chain.decide_dialog import DecideDialog
from app.ui.context import AppContext
from tests.gui.conftest import settle
from tests.gui.finding import the
from tests.services.chain_office import settled
from tests.support import unit_id


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> ChainPage:
    """The page over a food factory and a paper mill."""
    settled(context.office, "白塔方便食品项目", "食品", enterprise="白塔食品有限公司", wan=9000)
    settled(context.office, "沅江包装纸项目", "造纸", "22", enterprise="沅江纸业有限公司")
    made = ChainPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    settle(qtbot)
    return made


def column(page: CandidatesPage, heading: str) -> list[str]:
    place = HEADINGS.index(heading)
    return [texts[place] for _, texts in page.model.rows()]


def project(context: AppContext, name: str) -> int:
    return context.connection.execute("SELECT id FROM project WHERE name = ?", (name,)).fetchone()[0]


def choose(page: CandidatesPage, candidate: str) -> None:
    page.table.select_row(column(page, "候选行业").index(candidate))


def test_rejected_ones_are_shown_when_asked_for_with_their_reason(page: ChainPage) -> None:
    found = page.candidates
    assert "不宜" not in column(found, "结论")
    shown = len(found.model.rows())
    found.toggles[Verdict.REJECT].click()
    rejected = column(found, "结论").count("不宜")
    assert rejected
    assert len(found.model.rows()) == shown + rejected
    assert found.toggles[Verdict.REJECT].text() == f"不宜 {rejected}"


def test_the_one_under_the_cursor_is_told_in_full(page: ChainPage) -> None:
    found = page.candidates
    choose(found, "纸箱包装")
    detail = found.detail
    assert "白塔食品有限公司" in detail.reason.text()
    assert detail.title.text().startswith("宜招")
    assert "联系强度" in detail.parts.accessibleName()
    assert not detail.parts.isHidden()


def test_typing_a_name_narrows_to_its_projects(qtbot: QtBot, page: ChainPage) -> None:
    found = page.candidates
    found.toggles[Verdict.REJECT].click()
    found.text.insert("沅江")
    found.text.textEdited.emit("沅江")
    qtbot.waitUntil(lambda: set(column(found, "本市已有")) == {"沅江纸业有限公司"}, timeout=10_000)
    settle(qtbot)


def test_a_project_is_shown_alone_until_everything_is_wanted_again(
    qtbot: QtBot, context: AppContext, page: ChainPage
) -> None:
    mill = project(context, "沅江包装纸项目")
    page.segments.choose(3)
    page.show_project(mill)
    settle(qtbot)
    found = page.candidates
    found.toggles[Verdict.REJECT].click()
    assert set(column(found, "本市已有")) == {"沅江纸业有限公司"}
    assert "沅江包装纸项目" in found.only.text()
    found.only.click()
    settle(qtbot)
    assert "白塔食品有限公司" in column(found, "本市已有")
    assert found.only.isHidden()


def test_double_click_opens_the_dossier(qtbot: QtBot, context: AppContext, page: ChainPage) -> None:
    found = page.candidates
    choose(found, "纸箱包装")
    with qtbot.waitSignal(context.project_requested) as asked:
        found.table.activated.emit(found.table.currentIndex())
    assert asked.args == [project(context, "白塔方便食品项目")]


def decide(qtbot: QtBot, page: ChainPage, *, reason: str = "", decline: bool = False) -> DecideDialog:
    """Press the button of the detail, and answer in the dialog."""
    detail = page.candidates.detail
    (detail.decline_button if decline else detail.accept_button).click()
    dialog = the(DecideDialog, page)
    dialog.reason.setText(reason)
    dialog.save_button.click()
    settle(qtbot)
    return dialog


def test_a_candidate_becomes_the_task_of_a_unit_and_undo_takes_it_back(
    qtbot: QtBot, context: AppContext, page: ChainPage
) -> None:
    choose(page.candidates, "纸箱包装")
    decide(qtbot, page)
    (task,) = tasks_of(context.connection)
    assert task.candidate == "纸箱包装"
    assert task.unit_id == unit_id(context.office, "定国县")
    place = HEADINGS.index("办理")
    told = {texts[1]: texts[place] for _, texts in page.candidates.model.rows()}
    assert told["纸箱包装"] == "任务：定国县"
    act = last_act(context.connection)
    assert act is not None
    undo(context.office, act.id)
    assert decisions(context.connection) == {}


def test_a_rejected_one_needs_a_reason(qtbot: QtBot, context: AppContext, page: ChainPage) -> None:
    page.candidates.toggles[Verdict.REJECT].click()
    rejected = next(one for one, texts in page.candidates.model.rows() if texts[0] == "不宜")
    choose(page.candidates, rejected.candidate.candidate_name)
    dialog = decide(qtbot, page)
    assert "理由" in dialog.trouble.text()
    assert tasks_of(context.connection) == []
    dialog.reason.setText("已有意向客商")
    dialog.save_button.click()
    (task,) = tasks_of(context.connection)
    assert task.reason.endswith("仍要去谈的理由：已有意向客商")
    settle(qtbot)


def test_one_that_is_not_pursued_says_why(qtbot: QtBot, context: AppContext, page: ChainPage) -> None:
    choose(page.candidates, "纸箱包装")
    decide(qtbot, page, reason="用箱量还不够", decline=True)
    (decision,) = decisions(context.connection).values()
    assert decision.declined == "用箱量还不够"
    choose(page.candidates, "纸箱包装")
    assert "用箱量还不够" in page.candidates.detail.decided.text()


def test_the_list_is_copied_and_exported(
    page: ChainPage, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(page.candidates, "纸箱包装")
    page.candidates.table.copy()
    assert "纸箱包装" in QGuiApplication.clipboard().text()
    target = tmp_path / "候选.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    told: list[str] = []
    context.status.connect(told.append)
    page.export()
    assert str(target) in told[-1]
    rows = read_workbook(target).sheets[0].rows
    assert any("纸箱包装" in [str(cell) for cell in row] for row in rows)


def test_sorting_by_score_puts_the_worst_first_or_last(page: ChainPage) -> None:
    found = page.candidates
    place = HEADINGS.index("得分")
    found.table.sortByColumn(place, Qt.SortOrder.AscendingOrder)
    scores = [float(text) for text in column(found, "得分")]
    assert scores == sorted(scores)
    found.table.sortByColumn(place, Qt.SortOrder.DescendingOrder)
    assert [float(text) for text in column(found, "得分")] == sorted(scores, reverse=True)


def test_several_steps_are_listed_on_request(qtbot: QtBot, page: ChainPage) -> None:
    found = page.candidates
    before = len(found.model.rows())
    found.steps.setCurrentIndex(1)
    settle(qtbot)
    assert len(found.model.rows()) > before
    assert any(name.startswith("第2步") for name in column(found, "候选行业"))


def test_an_office_without_projects_says_what_to_do(qtbot: QtBot, context: AppContext) -> None:
    page = ChainPage(context)
    qtbot.addWidget(page)
    page.show()
    settle(qtbot)
    assert page.candidates.model.rowCount() == 0
    assert "没有认定签约" in page.candidates.table.empty_text
