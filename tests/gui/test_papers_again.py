"""The drafting window on a bulletin whose figures were signed before: no second number unasked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.reports.reading_back import text_of
from app.services.papers.register import papers
from app.ui.context import AppContext
from app.ui.papers.drafting import DraftingPage
from tests.gui.conftest import settle
from tests.support import set_target, signed_project


@pytest.fixture
def tab(qtbot: QtBot, context: AppContext) -> DraftingPage:
    """The tab with the bulletin of the counties for June 2026."""
    set_target(context.office, "定国县", "signed", 4)
    signed_project(context.office, "甲项目", 20_000, dt.date(2026, 6, 3))
    tab = DraftingPage(context)
    qtbot.addWidget(tab)
    tab.resize(1366, 640)
    tab.show()
    settle(qtbot)
    return tab


def on_the_next_day(qtbot: QtBot, tab: DraftingPage, context: AppContext, target: Path) -> None:
    """Sign the bulletin, and draft it again with the same figures as of the day before."""
    tab.save_to(target)
    settle(qtbot)
    assert tab.notice.text() == ""
    tab.chooser.as_of.set_day(context.today() - dt.timedelta(days=1))
    tab.chooser.changed.emit()
    settle(qtbot)


@pytest.mark.parametrize(("answer", "numbers"), [("另存原件", [1]), ("取消", [1]), ("另发新号", [2, 1])])
def test_figures_that_were_signed_get_no_second_number_unasked(
    qtbot: QtBot,
    tab: DraftingPage,
    context: AppContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    numbers: list[int],
) -> None:
    on_the_next_day(qtbot, tab, context, tmp_path / "一.pdf")
    assert tab.notice.text().startswith("同一期已有 清招办〔2026〕1号（数据截至")
    asked: list[str] = []
    monkeypatch.setattr(
        "app.ui.papers.earlier.ask", lambda _parent, _title, text, _answers: asked.append(text) or answer
    )
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "二.pdf"), ""))
    tab.save_button.click()
    settle(qtbot)
    assert ["相同，只更新数据截至日" in text for text in asked] == [True]
    assert [one.number for one in papers(context.connection)] == [f"清招办〔2026〕{number}号" for number in numbers]
    first = (tmp_path / "一.pdf").read_bytes()
    if answer == "另存原件":
        assert (tmp_path / "二.pdf").read_bytes() == first
    elif answer == "另发新号":
        assert "（清招办〔2026〕1号，数据截至" in "".join("".join(text_of(tmp_path / "二.pdf")).split())
    else:
        assert not (tmp_path / "二.pdf").exists()


def test_a_draft_of_signed_figures_is_kept_only_where_it_says_so(
    qtbot: QtBot, tab: DraftingPage, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_the_next_day(qtbot, tab, context, tmp_path / "一.pdf")
    monkeypatch.setattr("app.ui.papers.earlier.ask", lambda *_: "取消")
    tab.keep_button.click()
    settle(qtbot)
    assert len(papers(context.connection)) == 1
    monkeypatch.setattr("app.ui.papers.earlier.ask", lambda *_: "另发新号")
    tab.keep_button.click()
    settle(qtbot)
    assert "（清招办〔2026〕1号，数据截至" in tab.form.text.toPlainText()
    assert [one.status for one in papers(context.connection)] == ["拟稿", "签发"]


def test_a_letter_to_nobody_is_told_beside_its_pages(qtbot: QtBot, tab: DraftingPage) -> None:
    tab.choose_kind("感谢函")
    qtbot.waitUntil(lambda: not tab.waiting_to_set_type())
    settle(qtbot)
    assert "函须有主送机关" in tab.notice.text()
    line = tab.form.lines["addressees"]
    line.setText("某某公司")
    line.textEdited.emit("某某公司")
    qtbot.waitUntil(lambda: not tab.waiting_to_set_type())
    assert tab.notice.text() == ""
