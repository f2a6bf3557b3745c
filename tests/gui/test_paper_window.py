"""A paper made from data in a window of its own: shown, saved, kept as a draft, held by its audience."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.rules.errors import Refused
from app.rules.papers import Status
from app.services.papers.content import PaperContent
from app.services.papers.register import papers
from app.ui.context import AppContext
from app.ui.papers.paper_window import PaperWindow, show_paper
from tests.gui.conftest import settle
from tests.services.papers.making import letter


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    """What the window stands over."""
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    return page


def shown(qtbot: QtBot, page: QWidget, context: AppContext, content: PaperContent) -> PaperWindow:
    window = show_paper(page, context, lambda _: content)
    settle(qtbot)
    return window


def test_a_paper_is_shown_and_saved_as_pdf_and_word(
    qtbot: QtBot, page: QWidget, context: AppContext, tmp_path: Path
) -> None:
    window = shown(qtbot, page, context, letter(context.office))
    assert window.pane.preview.pages == 1
    assert "提醒函" in window.windowTitle()
    for name, beginning in (("函.pdf", b"%PDF"), ("函.docx", b"PK")):
        window.save_to(tmp_path / name)
        settle(qtbot)
        assert (tmp_path / name).read_bytes().startswith(beginning)
        assert name in window.told.text()


def test_a_paper_becomes_a_draft_once(qtbot: QtBot, page: QWidget, context: AppContext) -> None:
    window = shown(qtbot, page, context, letter(context.office))
    window.keep_button.click()
    settle(qtbot)
    (kept,) = papers(context.connection)
    assert (kept.status, kept.title) == (Status.DRAFT, "关于加快项目进度的提醒函")
    assert not window.keep_button.isEnabled()


def test_a_leaders_name_does_not_pass(qtbot: QtBot, page: QWidget, context: AppContext) -> None:
    window = shown(qtbot, page, context, replace(letter(context.office), text="周明远牵头的项目。"))
    assert "周明远" in window.pane.fault.text()
    assert window.pane.pdf is None
    assert not window.keep_button.isEnabled()
    assert not window.pdf_button.isEnabled()


def test_what_cannot_be_made_is_told_in_the_window(qtbot: QtBot, page: QWidget, context: AppContext) -> None:
    def make(_: sqlite3.Connection) -> PaperContent:
        raise Refused("没有施行中的管理办法。")

    window = show_paper(page, context, make)
    settle(qtbot)
    assert window.pane.fault.text() == "没有施行中的管理办法。"
    assert not window.keep_button.isEnabled()
