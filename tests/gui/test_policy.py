"""The tab 政策匹配: the clauses to read and copy, the matching of a subject, the bonus of a project."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.models.tables import LeadingIndustry, Project
from app.rules.errors import OfficeError
from app.services.policy.bonus_claims import register_referrer
from app.services.policy.policies import clauses, measures, read_measures
from app.ui.context import AppContext
from app.ui.policy import PolicyTab
from app.ui.policy.bonus import BonusPage
from app.ui.policy.clauses import ClausesPage
from app.ui.policy.matching import MatchingPage
from app.ui.policy.tab import BONUS, MATCHING
from tests.support import signed_project

NEEDED = ("三免两减半", "一免一减半", "千分之三", "日用化工", "公平竞争审查", "最后三位", "市委常委会")
"""What the demo city's measures decide (domain.md §3 to §6)."""

_HEAD = "title: 办法\nnote: ''\n"


@pytest.fixture
def whole(qtbot: QtBot, context: AppContext) -> PolicyTab:
    tab = PolicyTab(context)
    qtbot.addWidget(tab)
    tab.show()
    return tab


@pytest.fixture
def tab(whole: PolicyTab) -> ClausesPage:
    """The page of the clauses, showing the first version of the measures."""
    page = whole.clauses
    page.versions.setCurrentIndex(page.versions.findText("2026-06-01 起"))
    return page


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
    with pytest.raises(OfficeError, match="读取管理办法文件"):
        read_measures(tmp_path / "没有.yaml")


def test_the_version_in_force_is_shown_first_and_others_can_be_chosen(whole: PolicyTab) -> None:
    page = whole.clauses
    assert page.measures is not None
    assert page.measures.version == "2026-10-01"
    assert page.versions.currentText() == "2026-10-01 起（现行）"
    page.versions.setCurrentIndex(page.versions.count() - 1)
    assert page.measures.version == "2019-01-01"
    assert "至2026-05-31止" in page.facts.text()
    assert len(page.shown_clauses()) == 2


def test_the_first_clause_is_open_and_the_next_one_a_key_away(qtbot: QtBot, tab: ClausesPage) -> None:
    first, second = clauses()[:2]
    assert tab.text.toPlainText() == first.text
    qtbot.keyClick(tab.tree, Qt.Key.Key_Down)
    assert tab.text.toPlainText() == second.text
    assert tab.head.text() == f"{second.number}　{second.title}"


def test_searching_leaves_the_clauses_that_hold_the_words(tab: ClausesPage) -> None:
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


def test_ctrl_f_leads_into_the_search(qtbot: QtBot, whole: PolicyTab, tab: ClausesPage) -> None:
    whole.activateWindow()
    whole.focus_search()
    qtbot.waitUntil(tab.search.hasFocus)


def test_a_clause_is_copied_with_its_number(tab: ClausesPage) -> None:
    tab.copy_button.click()
    first = clauses()[0]
    assert QGuiApplication.clipboard().text() == f"{first.number}　{first.title}　{first.text}"


def test_the_whole_is_copied_under_its_chapters(tab: ClausesPage) -> None:
    tab.copy_all_button.click()
    text = QGuiApplication.clipboard().text()
    assert text.startswith(measures().title)
    assert all(clause.text in text for clause in clauses())
    assert "\n主导产业\n" in text


@pytest.fixture
def chemical(context: AppContext) -> int:
    """A signed project of 680 万元 in a leading industry."""
    project = signed_project(context.office, "洗涤用品项目", 680, dt.date(2026, 6, 10))
    with context.office.change("归类") as change:
        change.get(Project, project).industry_id = 1
        change.session.add(LeadingIndustry(industry_id=1, from_day=dt.date(2026, 6, 1)))
    return project


def matching(whole: PolicyTab) -> MatchingPage:
    page = whole.show_section(MATCHING)
    assert isinstance(page, MatchingPage)
    return page


@pytest.mark.parametrize("typed", ["洗涤用品项目", "洗涤用品项目有限公司"])
def test_a_project_or_enterprise_is_matched_clause_by_clause(
    qtbot: QtBot, whole: PolicyTab, chemical: int, typed: str
) -> None:
    page = matching(whole)
    page.line.name.setText(typed)
    qtbot.keyClick(page.line.name, Qt.Key.Key_Return)
    assert page.clause_rows.index(0, 1).data() == "可争取"
    assert "还差：认定投资额还差320万元" in page.details.text()
    shown = [page.condition_rows.index(row, 1).data() for row in range(page.condition_rows.rowCount())]
    assert shown == ["已终止", "主导产业", "认定投资额", "项目阶段", "签约日期"]
    page.clauses.select_row(1)
    assert page.title.text().startswith("第十四条")
    page.letter.click()
    assert "还差320万元" in QGuiApplication.clipboard().text()


def test_a_letter_that_names_a_leader_is_not_copied(
    whole: PolicyTab, chemical: int, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("app.ui.errors._open", lambda box: told.append(box.text()))
    with context.office.change("改名") as change:
        change.session.connection().exec_driver_sql(
            "UPDATE project SET name = '周明远洗涤用品项目' WHERE id = ?", (chemical,)
        )
        change.session.connection().exec_driver_sql(
            "INSERT INTO unit (group_key, name) VALUES ('leader', '周明远') ON CONFLICT DO NOTHING"
        )
    page = matching(whole)
    page.line.name.setText("周明远洗涤用品项目")
    page.line.ask()
    QGuiApplication.clipboard().setText("此前")
    page.letter.click()
    assert "“周明远”（告知书）" in told[0]
    assert QGuiApplication.clipboard().text() == "此前"


def test_another_day_is_matched_with_its_version(whole: PolicyTab, chemical: int) -> None:
    page = matching(whole)
    page.line.name.setText("洗涤用品项目")
    page.line.ask()
    page.line.day.setDate(QDate(2026, 6, 30))
    assert page.answer is not None
    assert page.answer.measures.version == "2026-06-01"
    page.line.day.setDate(QDate(2018, 1, 1))
    assert "没有施行中的管理办法" in page.line.strip.text()


def test_who_is_not_there_is_told(whole: PolicyTab, chemical: int) -> None:
    page = matching(whole)
    page.line.name.setText("没有这个")
    page.line.ask()
    assert "没有找到" in page.line.strip.text()


def test_the_bonus_of_a_project_is_shown_and_follows_what_is_written(
    whole: PolicyTab, context: AppContext, chemical: int
) -> None:
    section = whole.show_section(BONUS)
    assert isinstance(section, BonusPage)
    page = section.project
    page.line.name.setText("洗涤用品项目")
    page.line.ask()
    assert page.hindrances.text() == "没有登记引荐人"
    assert [page.stage_rows.index(row, 0).data() for row in range(5)] == ["签约", "开工", "完工", "投产", "见效"]
    assert page.stage_rows.index(0, 3).data() == "0.204万元"
    register_referrer(context.office, chemical, "王大山", on=dt.date(2026, 6, 1), today=dt.date(2026, 6, 1))
    context.data_changed.emit()
    assert page.share_rows.index(0, 0).data() == "王大山"
    assert page.share_rows.index(0, 3).data() == "0.204万元"
    assert page.hindrances.isHidden()
