"""The views of a ranking: they show one another's unit, compare, suppose, publish, and print as vectors."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pdfplumber
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.rules.money import YI
from app.rules.periods import Period
from app.services.dossiers.keeping import verify_stage
from app.services.ranking.freezing import published
from app.services.ranking.targets import NewTarget, set_targets
from app.ui.context import AppContext
from app.ui.ranking import RankingTab
from app.ui.ranking.matrix import step_of
from app.ui.ranking.model import MOVE
from app.ui.ranking.page import RankingPage
from app.ui.ranking.tab import PROVINCE, RANKING
from app.ui.ranking.views import COMPARE, FROZEN, LINES, MATRIX, PROGRESS, SUPPOSE, TABLE, VIEWS
from tests.gui.conftest import settle
from tests.support import reading, set_target, signed_project, unit_id


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> RankingPage:
    """June 2026: 定国县 signed one project in May and two in June, 云河县 one in June; both have tasks."""
    office = context.office
    for unit in ("定国县", "云河县"):
        set_target(office, unit, "signed", 12)
        set_target(office, unit, "amount", 12 * YI)
    signed_project(office, "旧项目", 30_000, dt.date(2026, 5, 8), county="云河县")
    signed_project(office, "甲项目", 20_000, dt.date(2026, 6, 3))
    signed_project(office, "乙项目", 5_000, dt.date(2026, 6, 9))
    signed_project(office, "丙项目", 800, dt.date(2026, 6, 30), county="云河县")
    page = RankingPage(context)
    qtbot.addWidget(page)
    page.resize(1366, 560)
    page.show()
    settle(qtbot)
    assert page.table is not None
    return page


def show(qtbot: QtBot, page: RankingPage, view: int) -> None:
    page.views.segments.choose(view)
    settle(qtbot)


def test_change_of_rank_and_score_stands_beside_the_score(page: RankingPage) -> None:
    shown = {page.model.index(row, 1).data(): page.model.index(row, MOVE).data() for row in range(2)}
    assert shown["定国县"].startswith("↑1　+")
    assert shown["云河县"].startswith("↓1　-")


def test_a_unit_chosen_anywhere_is_marked_everywhere(qtbot: QtBot, page: RankingPage, context: AppContext) -> None:
    for view in (LINES, PROGRESS, MATRIX, COMPARE, SUPPOSE, FROZEN):
        show(qtbot, page, view)
    unit = unit_id(context.office, "云河县")
    context.unit_selected.emit(unit)
    views = page.views
    assert page.chart.selected == views.lines.selected == views.progress.selected == unit
    chosen = views.matrix.view.currentIndex()
    assert views.matrix.model.headerData(chosen.row(), Qt.Orientation.Vertical) == "2　云河县"
    assert views.suppose.unit.currentText() == "云河县"
    assert "云河县" in page.panel.heading.text()


def test_a_click_on_a_line_a_bar_or_a_cell_chooses_the_unit(qtbot: QtBot, page: RankingPage) -> None:
    show(qtbot, page, LINES)
    lines = page.views.lines
    lines.choose_at(QPointF(len(lines.months) - 1, 2))
    assert "云河县" in page.panel.heading.text()
    show(qtbot, page, PROGRESS)
    page.views.progress.choose_at(QPointF(0.01, 0))
    assert page.views.progress.lines[0].name in page.panel.heading.text()
    show(qtbot, page, MATRIX)
    matrix = page.views.matrix
    matrix.view.setCurrentIndex(matrix.model.index(1, 2))
    assert "云河县" in page.panel.heading.text()
    assert page.panel.choice.currentText() == "签约额"


def test_lines_begin_with_the_first_month_in_which_somebody_was_ranked(qtbot: QtBot, page: RankingPage) -> None:
    show(qtbot, page, LINES)
    lines = page.views.lines
    assert lines.months[0] == "2026年1月"
    assert lines.months[-1] == "2026年6月"
    assert [lines.units[unit] for unit in lines.named()] == ["定国县", "云河县"]


def test_progress_tells_completion_against_the_expected_share(qtbot: QtBot, page: RankingPage) -> None:
    show(qtbot, page, PROGRESS)
    progress = page.views.progress
    progress.choice.setCurrentText("签约项目")
    told = {line.name: (line.told, line.behind) for line in progress.lines}
    assert told["定国县"] == ("16.67%　超8.33", False)
    progress.choice.setCurrentText("签约额")
    told = {line.name: (line.told, line.behind) for line in progress.lines}
    assert told["云河县"] == ("0.67%　欠7.67", True)


def test_the_matrix_colours_by_how_far_behind(qtbot: QtBot, page: RankingPage) -> None:
    show(qtbot, page, MATRIX)
    model = page.views.matrix.model
    assert page.table is not None
    ahead, behind = model.line(model.index(0, 0)), model.line(model.index(1, 2))
    assert (step_of(ahead), step_of(behind)) == (3, 2)
    extra = page.table.rows[0].indicators[-1]
    assert step_of(extra, extra=True) is None, "an extra indicator without points is not red"


def test_two_days_are_compared_record_by_record(qtbot: QtBot, page: RankingPage, context: AppContext) -> None:
    late = signed_project(context.office, "迟认定", 11_000, dt.date(2026, 6, 5), county="云河县", verified=False)
    with reading(context.office) as connection:
        stage = connection.execute("SELECT id FROM stage_event WHERE project_id = ?", (late,)).fetchone()[0]
    verify_stage(context.office, stage, 1, by="李主任", on=dt.date(2026, 8, 1), evidence="投资合同")
    context.data_changed.emit()
    settle(qtbot)
    show(qtbot, page, COMPARE)
    compare = page.views.compare
    compare.first.set_day(dt.date(2026, 10, 1))
    compare.second.set_day(dt.date(2026, 7, 1))
    compare.go.click()
    settle(qtbot)
    records = [compare.records.rows.index(row, 2).data() for row in range(compare.records.rows.rowCount())]
    assert records
    assert all("迟认定" in record for record in records)
    assert compare.strip.text().startswith("2026-07-01至2026-10-01"), "the earlier day first, however they were given"


def test_what_if_says_where_the_unit_would_stand_and_writes_nothing(
    qtbot: QtBot, page: RankingPage, context: AppContext
) -> None:
    show(qtbot, page, SUPPOSE)
    suppose = page.views.suppose
    suppose.unit.setCurrentText("云河县")
    suppose.count.setValue(5)
    suppose.go.click()
    assert "云河县：第2名 → 第1名" in suppose.strip.text()
    suppose.amount.setText("若干")
    suppose.go.click()
    assert "若干" in suppose.strip.text()
    with reading(context.office) as connection:
        assert connection.execute("SELECT count(*) FROM project").fetchone()[0] == 4


def test_a_published_ranking_stays_and_later_changes_stand_beside_it(
    qtbot: QtBot, page: RankingPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(qtbot, page, FROZEN)
    monkeypatch.setattr("app.ui.ranking.frozen.ask", lambda *_: "发布")
    page.views.frozen.publish_button.click()
    settle(qtbot)
    frozen = page.views.frozen
    assert "数字相同" in frozen.strip.text()
    signed_project(context.office, "补报", 90_000, dt.date(2026, 6, 20), county="云河县")
    context.data_changed.emit()
    settle(qtbot)
    assert "1 个单位会不同" in frozen.strip.text() or "2 个单位会不同" in frozen.strip.text()
    assert any("补报" in frozen.records.rows.index(row, 2).data() for row in range(frozen.records.rows.rowCount()))
    monkeypatch.setattr("app.ui.ranking.frozen.ask_text", lambda *_: "补计一个项目")
    frozen.publish_button.click()
    settle(qtbot)
    editions = published(context.connection)
    assert [(one.edition, one.correction) for one in editions] == [(2, "补计一个项目"), (1, "")]
    assert editions[0].sha256 != editions[1].sha256


def test_the_evidence_of_a_project_is_shown_under_the_list(qtbot: QtBot, page: RankingPage) -> None:
    page.view.setCurrentIndex(page.model.index(0, page.model.column_of("signed")))
    page.panel.projects.select_row(0)
    assert page.panel.evidence.text() == "佐证：签约：投资合同"


@pytest.mark.parametrize("view", [TABLE, LINES, PROGRESS, MATRIX])
def test_every_view_goes_on_paper_as_vectors(
    qtbot: QtBot, page: RankingPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, view: int
) -> None:
    show(qtbot, page, view)
    page.context.unit_selected.emit(unit_id(page.context.office, "云河县"))
    target = tmp_path / f"{VIEWS[view]}.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "PDF 文件 (*.pdf)"))
    page.pdf_button.click()
    with pdfplumber.open(target) as pdf:
        sheet = pdf.pages[0].dedupe_chars()
        assert sheet.width > sheet.height
        assert "2026年6月" in (sheet.extract_text() or "")
        assert "云河县" in (sheet.extract_text() or "")
        assert not sheet.images
        assert len(sheet.rects) + len(sheet.lines) + len(sheet.curves) > 3


def test_a_comparison_goes_on_paper_with_the_records_behind_it(
    qtbot: QtBot, page: RankingPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(qtbot, page, COMPARE)
    page.views.compare.first.set_day(dt.date(2026, 6, 5))
    page.views.compare.go.click()
    settle(qtbot)
    target = tmp_path / "对比.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "PDF 文件 (*.pdf)"))
    page.pdf_button.click()
    with pdfplumber.open(target) as pdf:
        said = "".join(sheet.dedupe_chars().extract_text() or "" for sheet in pdf.pages)
        assert not any(sheet.images for sheet in pdf.pages)
    assert "原因" in said
    assert "乙项目" in said, "the record that came between the two days"


def test_what_is_copied_from_any_view_says_how_far_it_may_go(qtbot: QtBot, page: RankingPage) -> None:
    page.chooser.groups.set_group("leader")
    settle(qtbot)
    views = page.views
    show(qtbot, page, SUPPOSE)
    views.suppose.go.click()
    show(qtbot, page, MATRIX)
    lines = [line.split("\t") for line in views.matrix.view.copied([0]).splitlines()]
    assert lines[0][0] == "印发范围：市委常委会"
    assert page.table is not None
    assert page.table.rows[0].name in lines[2][0], "the matrix names its units beside the rows"
    assert len({len(line) for line in lines}) == 1
    assert views.suppose.moves.copied([0]).startswith("印发范围：市委常委会\t")
    page.chooser.groups.set_group("county")
    settle(qtbot)
    assert views.matrix.view.copied([0]).startswith("印发范围：全市领导干部大会\t")
    show(qtbot, page, COMPARE)
    views.compare.go.click()
    settle(qtbot)
    assert views.compare.moves.copied([0]).startswith("印发范围：全市领导干部大会\t")


def test_a_pdf_that_cannot_be_written_is_told(
    page: RankingPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = tmp_path / "没有" / "图.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(missing), "PDF 文件 (*.pdf)"))
    told: list[str] = []
    monkeypatch.setattr("app.ui.errors._open", lambda box: told.append(box.text()))
    page.pdf_button.click()
    assert len(told) == 1
    assert "没有保存到" in told[0]


def test_the_tab_fits_a_small_screen_without_scrolling(qtbot: QtBot, page: RankingPage, context: AppContext) -> None:
    tab = RankingTab(context)
    qtbot.addWidget(tab)
    tab.show()
    settle(qtbot)
    for section in range(len(tab.sections.titles())):
        tab.show_section(section)
        settle(qtbot)
        assert tab.minimumSizeHint().height() <= 600
        assert tab.minimumSizeHint().width() <= 1366
    assert tab.sections.current() == PROVINCE
    assert not tab.ranking.papers.isVisible()
    tab.show_section(RANKING)
    assert tab.ranking.papers.isVisible()


def test_another_period_is_shown_in_the_view_that_is_open(qtbot: QtBot, page: RankingPage) -> None:
    show(qtbot, page, MATRIX)
    page.chooser.periods.set_period(Period.parse("2026-05"))
    settle(qtbot)
    assert page.views.matrix.model.table is page.table
    show(qtbot, page, TABLE)
    assert page.model.table is page.table


def test_another_level_of_targets_is_ranked_compared_and_published_by_itself(
    qtbot: QtBot, page: RankingPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    levels = page.chooser.levels
    assert [levels.itemText(n) for n in range(5)] == [
        "按办法的层级", "按市下达", "按省预期", "按工作目标", "按奋斗目标",
    ]  # fmt: skip
    levels.setCurrentText("按奋斗目标")
    settle(qtbot)
    assert "没有“奋斗目标”这一层级的任务" in page.strip.text()
    set_targets(context.office, [NewTarget(unit_id(context.office, "云河县"), 2026, "signed", 1, "奋斗目标")])
    context.data_changed.emit()
    settle(qtbot)
    assert page.table is not None
    assert [row.name for row in page.table.rows if row.rank] == ["云河县"]
    show(qtbot, page, COMPARE)
    page.views.compare.compare()
    settle(qtbot)
    assert page.views.compare.comparison is not None
    assert page.views.compare.comparison.after.level == "奋斗目标"
    show(qtbot, page, FROZEN)
    monkeypatch.setattr("app.ui.ranking.frozen.ask", lambda *_: "发布")
    page.views.frozen.publish()
    settle(qtbot)
    assert [(one.level, one.edition) for one in published(context.connection)] == [("奋斗目标", 1)]
    assert page.views.frozen.model.index(0, 1).data() == "县区（按奋斗目标）"
