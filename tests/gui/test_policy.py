"""The tab 政策匹配: honest about what it does, and the clauses to read and copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.rules.errors import OfficeError
from app.services.policies import clauses, measures, read_measures
from app.ui.context import AppContext
from app.ui.policy import PolicyTab

NEEDED = ("三免两减半", "一免一减半", "千分之三", "日用化工", "公平竞争审查", "最后三位", "市委常委会")
"""What the demo city's measures decide (domain.md §3 to §6)."""

_HEAD = "title: 办法\nnote: ''\n"


@pytest.fixture
def tab(qtbot: QtBot, context: AppContext) -> PolicyTab:
    tab = PolicyTab(context)
    qtbot.addWidget(tab)
    tab.show()
    return tab


def test_clauses_are_numbered_in_order() -> None:
    numbers = [clause.number for clause in clauses()]
    assert numbers[:3] == ["第一条", "第二条", "第三条"]
    assert numbers[9:12] == ["第十条", "第十一条", "第十二条"]
    assert numbers[19:21] == ["第二十条", "第二十一条"]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("words", NEEDED)
def test_the_measures_of_the_demo_city_hold_what_it_decided(words: str) -> None:
    assert any(words in clause.text for clause in clauses())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{_HEAD}valid_from: 2026-06-01\nchapters: []\n", "chapters"),
        (f"{_HEAD}valid_from: 下个月\nchapters: [{{title: 一, clauses: [{{title: 甲, text: 乙}}]}}]\n", "valid_from"),
        ("title: [办法\nnote", "第 "),
    ],
)
def test_a_damaged_file_is_told_with_its_place(tmp_path: Path, text: str, reason: str) -> None:
    source = tmp_path / "measures.yaml"
    source.write_text(text, "utf-8")
    with pytest.raises(OfficeError, match=reason):
        read_measures(source)


def test_a_missing_file_is_told_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="读不到管理办法文件"):
        read_measures(tmp_path / "没有.yaml")


def test_the_tab_says_that_matching_comes_later(tab: PolicyTab) -> None:
    assert tab.strip.isVisible()
    assert "将在后续版本提供" in tab.strip.text()
    assert "只能查阅和复制" in tab.strip.text()


def test_the_first_clause_is_open_and_the_next_one_a_key_away(qtbot: QtBot, tab: PolicyTab) -> None:
    first, second = clauses()[:2]
    assert tab.text.toPlainText() == first.text
    qtbot.keyClick(tab.tree, Qt.Key.Key_Down)
    assert tab.text.toPlainText() == second.text
    assert tab.head.text() == f"{second.number}　{second.title}"


def test_searching_leaves_the_clauses_that_hold_the_words(tab: PolicyTab) -> None:
    tab.search.setText("三免两减半")
    shown = tab.shown_clauses()
    assert 0 < len(shown) < len(clauses())
    assert all("三免两减半" in clause.text for clause in shown)
    assert tab.text.textCursor().selectedText() == "三免两减半"
    tab.search.setText("没有这样的字")
    assert tab.shown_clauses() == []
    assert tab.none_found.isVisible()
    tab.search.clear()
    assert tab.shown_clauses() == list(clauses())


def test_ctrl_f_leads_into_the_search(qtbot: QtBot, tab: PolicyTab) -> None:
    tab.activateWindow()
    tab.focus_search()
    qtbot.waitUntil(tab.search.hasFocus)


def test_a_clause_is_copied_with_its_number(tab: PolicyTab) -> None:
    tab.copy_button.click()
    first = clauses()[0]
    assert QGuiApplication.clipboard().text() == f"{first.number}　{first.title}　{first.text}"


def test_the_whole_is_copied_under_its_chapters(tab: PolicyTab) -> None:
    tab.copy_all_button.click()
    text = QGuiApplication.clipboard().text()
    assert text.startswith(measures().title)
    assert all(clause.text in text for clause in clauses())
    assert "\n主导产业\n" in text
