"""The import wizard on the sample ledgers: headings, dry run, suspects, the import, and what can go wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.rules.errors import Cancelled
from app.ui.context import AppContext
from app.ui.importing import ImportWizard
from app.ui.importing.job import ImportJob
from app.ui.importing.wizard import CHECK, FILES, MAPPING, RESULT
from app.ui.tasks import running_tasks
from tests.gui.conftest import settle

LEDGERS = Path(__file__).parents[1] / "data" / "ledgers"
SIGNED, PROGRESS = LEDGERS / "签约项目台账.xlsx", LEDGERS / "项目进展月报.xls"
TARGETS, LEADS = LEDGERS / "任务分解表.xlsx", LEDGERS / "在谈项目.csv"
EXPECTED = json.loads((LEDGERS / "expected.json").read_text("utf-8"))

Opened = Callable[..., ImportWizard]


@pytest.fixture
def opened(qtbot: QtBot, context: AppContext) -> Opened:
    """Open the wizard over files and wait until the first one is read."""

    def open_wizard(*paths: Path) -> ImportWizard:
        wizard = ImportWizard(context, None, paths)
        wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(wizard)
        wizard.show()
        settle(qtbot)
        return wizard

    return open_wizard


def go_on(qtbot: QtBot, wizard: ImportWizard) -> None:
    """Press the button at the right and wait for what it does."""
    assert wizard.on.isEnabled()
    wizard.on.click()
    settle(qtbot)


def imported(qtbot: QtBot, wizard: ImportWizard) -> None:
    """Take the file that is shown through to its result."""
    while wizard.page != RESULT:
        go_on(qtbot, wizard)


def choose(wizard: ImportWizard, row: int, field: str) -> None:
    """Correct what the n-th column is read as."""
    combo = wizard.mapping.combo(row)
    combo.setCurrentIndex(combo.findData(field))
    combo.activated.emit(combo.currentIndex())


def heading(wizard: ImportWizard, row: int, column: int) -> str:
    """Return a cell of the table of headings."""
    item = wizard.mapping.table.item(row, column)
    assert item is not None
    return item.text()


def csv(folder: Path, *lines: str, name: str = "台账.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def projects(context: AppContext) -> int:
    return context.connection.execute("SELECT count(*) FROM project WHERE void_reason IS NULL").fetchone()[0]


def tab_texts(wizard: ImportWizard) -> list[str]:
    return [wizard.check.tabs.tabText(number) for number in range(wizard.check.tabs.count())]


def lines(wizard: ImportWizard, key: str) -> list[tuple[str, ...]]:
    model = wizard.check.models[key]
    return [tuple(model.line(row)) for row in range(model.rowCount())]


def test_without_files_the_wizard_says_what_to_do_and_waits(opened: Opened) -> None:
    wizard = opened()
    assert wizard.page == FILES
    assert wizard.files.empty.isVisible()
    assert not wizard.on.isEnabled()


def test_files_are_chosen_dropped_and_removed(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    wizard = opened()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(SIGNED), str(LEADS)], ""))
    wizard.files.add_button.click()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(LEADS)), QUrl.fromLocalFile(str(TARGETS))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    wizard.files.dropEvent(event)
    assert wizard.files.paths() == [SIGNED, LEADS, TARGETS], "each file once"
    wizard.files.list.item(1).setSelected(True)
    wizard.files.remove_button.click()
    assert wizard.files.paths() == [SIGNED, TARGETS]
    assert wizard.on.isEnabled()


def test_the_headings_are_shown_with_field_ground_and_samples(opened: Opened) -> None:
    wizard = opened(SIGNED)
    assert wizard.page == MAPPING
    assert wizard.mapping.kind.currentText() == "签约项目台账"
    table = wizard.mapping
    rows = range(table.table.rowCount())
    shown = {
        heading(wizard, row, 1): (wizard.mapping.combo(row).currentText(), heading(wizard, row, 3)) for row in rows
    }
    assert shown["投资方 / 企业名称"] == ("投资方", "同义词表")
    assert shown["序号"][0] == "不导入"
    row = next(row for row in rows if heading(wizard, row, 1) == "签约时间")
    assert "2026.6.8" in heading(wizard, row, 4)
    assert not wizard.mapping.lacks.isVisible()


def test_the_dry_run_counts_and_writes_nothing(qtbot: QtBot, opened: Opened, context: AppContext) -> None:
    wizard = opened(SIGNED)
    go_on(qtbot, wizard)
    assert wizard.page == CHECK
    assert wizard.check.counts.text().startswith(f"共 116 行，新增 {len(EXPECTED['signed'])}，更新 0，无变化 0，拒收 4")
    assert tab_texts(wizard)[0] == f"新增 {len(EXPECTED['signed'])}"
    assert projects(context) == 0
    assert "112" in wizard.on.text()


def test_refusals_are_shown_with_row_field_value_reason_and_the_cells_beside_what_was_read(
    qtbot: QtBot, opened: Opened
) -> None:
    wizard = opened(SIGNED)
    go_on(qtbot, wizard)
    assert wizard.check.tabs.currentWidget() is wizard.check.views["refused"], "what needs the user comes first"
    row, field, value, reason = lines(wizard, "refused")[0]
    assert (row, field, value) == ("124", "总投资", "面议")
    assert "请填准确数字" in reason
    wizard.check.views["refused"].select_row(0)
    cells = {cell.label: (cell.original, cell.value) for cell in wizard.check.panel.cells.items}
    assert cells["总投资"] == ("面议", "")
    wizard.check.tabs.setCurrentIndex(0)
    cells = {cell.label: (cell.original, cell.value) for cell in wizard.check.panel.cells.items}
    assert cells["总投资"] == ("0.9999", "9,999万元")
    assert cells["签约时间"] == ("2026.6.8", "2026-06-08")


def test_refusals_can_be_copied_and_exported(
    qtbot: QtBot, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = opened(SIGNED)
    go_on(qtbot, wizard)
    wizard.check.copy_button.click()
    copied = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert copied[0] == ["印发范围：全市领导干部大会", "", "", ""]
    assert copied[1] == ["行", "栏目", "原文", "原因"]
    assert [line[0] for line in copied[2:]] == ["124", "125", "126", "127"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "拒收"), ""))
    wizard.check.export_button.click()
    settle(qtbot)
    cells = [cell.value for row in openpyxl.load_workbook(tmp_path / "拒收.xlsx").worksheets[0] for cell in row]
    assert {"面议", "总投资", 124} <= set(cells)


def test_the_import_writes_tells_the_window_and_can_be_taken_back_as_a_whole(
    qtbot: QtBot, opened: Opened, context: AppContext
) -> None:
    wizard = opened(SIGNED)
    go_on(qtbot, wizard)
    with qtbot.waitSignal(context.data_changed):
        go_on(qtbot, wizard)
    assert wizard.page == RESULT
    assert wizard.outcome.title.text() == "导入完成"
    assert "新增 112" in wizard.outcome.facts.text()
    assert "拒收 4 行" in wizard.outcome.facts.text()
    assert "撤销" in wizard.outcome.facts.text()
    assert projects(context) == 112
    assert wizard.on.text() == "完成"
    wizard.on.click()
    assert not wizard.isVisible()


def test_the_same_file_again_changes_nothing(qtbot: QtBot, opened: Opened, context: AppContext) -> None:
    imported(qtbot, opened(SIGNED))
    again = opened(SIGNED)
    go_on(qtbot, again)
    assert tab_texts(again)[:3] == ["新增 0", "更新 0", "无变化 112"]
    go_on(qtbot, again)
    assert again.outcome.title.text() == "没有需要写入的内容"
    assert projects(context) == 112


def test_files_follow_one_another_and_the_later_ones_see_the_earlier(qtbot: QtBot, opened: Opened) -> None:
    wizard = opened(SIGNED, PROGRESS, TARGETS)
    wizard.job_list.setCurrentRow(1)
    settle(qtbot)
    go_on(qtbot, wizard)
    assert tab_texts(wizard)[1] == "更新 0", "the report's projects are not there yet"
    wizard.job_list.setCurrentRow(0)
    settle(qtbot)
    imported(qtbot, wizard)
    assert wizard.on.text() == "下一个文件"
    go_on(qtbot, wizard)
    assert wizard.job is not None
    assert wizard.job.path == PROGRESS
    go_on(qtbot, wizard)
    assert tab_texts(wizard)[1] == f"更新 {len(EXPECTED['progress'])}"
    wizard.check.tabs.setCurrentIndex(1)
    assert wizard.check.panel.changes.items, "what changes stands beside the cells"
    imported(qtbot, wizard)
    go_on(qtbot, wizard)
    assert wizard.mapping.year.isVisible()
    assert wizard.mapping.year.value() == 2026
    imported(qtbot, wizard)
    assert [job.state for job in wizard.jobs] == ["已导入"] * 3
    assert wizard.on.text() == "完成"


def test_the_month_of_a_report_can_be_corrected(qtbot: QtBot, opened: Opened) -> None:
    imported(qtbot, opened(SIGNED))
    wizard = opened(PROGRESS)
    assert wizard.mapping.month.isVisible()
    wizard.mapping.month.setCurrentIndex(9)
    wizard.mapping.month.activated.emit(9)
    go_on(qtbot, wizard)
    assert wizard.job is not None
    assert wizard.job.plan is not None
    assert str(wizard.job.plan.month) == "2026-10-01"
    wizard.go_back()
    assert wizard.mapping.month.currentText() == "10月"


def test_a_corrected_column_is_read_anew_and_a_field_moves_with_it(
    qtbot: QtBot, opened: Opened, tmp_path: Path
) -> None:
    path = csv(
        tmp_path,
        "签约项目台账（单位：万元）",
        "项目名称,投资方,投资额,协议额,签约时间",
        "甲项目,甲公司,100,9000,2026.6.3",
    )
    wizard = opened(path)
    choose(wizard, 3, "investment")
    assert wizard.mapping.combo(2).currentText() == "不导入", "a field is read from one column"
    assert not wizard.mapping.lacks.isVisible()
    go_on(qtbot, wizard)
    assert "总投资：9,000万元" in lines(wizard, "add")[0][2]


def test_a_missing_required_field_is_told_before_the_dry_run(opened: Opened) -> None:
    wizard = opened(SIGNED)
    row = next(
        row for row in range(wizard.mapping.table.rowCount()) if wizard.mapping.combo(row).currentData() == "signed_on"
    )
    choose(wizard, row, "unused")
    assert "“签约时间”" in wizard.mapping.lacks.text()


@pytest.mark.parametrize("remember", [True, False])
def test_a_correction_is_remembered_if_wished(qtbot: QtBot, opened: Opened, tmp_path: Path, remember: bool) -> None:
    head = ("签约项目台账（单位：万元）", "项目名称,投资方,投资额,协议额,签约时间")
    wizard = opened(csv(tmp_path, *head, "甲项目,甲公司,100,9000,2026.6.3"))
    wizard.mapping.remember.setChecked(remember)
    choose(wizard, 3, "investment")
    imported(qtbot, wizard)
    again = opened(csv(tmp_path, *head, "乙项目,乙公司,200,8000,2026.7.3", name="七月.csv"))
    assert (again.mapping.combo(3).currentText() == "总投资") is remember
    assert (heading(again, 3, 3) == "记住的对应") is remember


def test_a_missing_unit_is_asked_for(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    path = csv(tmp_path, "签约项目台账", "项目名称,投资方,投资额,签约时间", "甲项目,甲公司,8000,2026.6.3")
    wizard = opened(path)
    assert "是元、万元还是亿元" in wizard.mapping.asks.text()
    wizard.mapping.unit.setCurrentText("万元")
    wizard.mapping.unit.activated.emit(wizard.mapping.unit.currentIndex())
    go_on(qtbot, wizard)
    assert "总投资：8,000万元" in lines(wizard, "add")[0][2]


@pytest.fixture
def suspicious(qtbot: QtBot, opened: Opened, tmp_path: Path) -> ImportWizard:
    """The dry run of a file with two rows like projects that are there, and one like its own earlier row."""
    head = ("签约项目台账（单位：万元）", "项目名称,投资方,投资额,签约时间")
    first = csv(
        tmp_path, *head, "年产五万套轴承项目,甲轴承有限公司,8000,2026.6.3", "万吨纸箱项目,乙包装有限公司,900,2026.6.4"
    )
    imported(qtbot, opened(first))
    second = csv(
        tmp_path,
        *head,
        "年产五万套轴承基地项目,甲轴承有限公司,8500,2026.6.3",
        "万吨纸箱基地项目,乙包装有限公司,900,2026.6.4",
        "全新的产业园项目,丙控股有限公司,8000,2026.7.9",
        "全新产业园项目,丙控股有限公司,8000,2026.7.9",
        name="七月.csv",
    )
    wizard = opened(second)
    go_on(qtbot, wizard)
    return wizard


def test_suspects_are_put_to_the_user_and_left_out_until_decided(
    qtbot: QtBot, suspicious: ImportWizard, context: AppContext
) -> None:
    assert suspicious.check.tabs.currentWidget() is suspicious.check.suspects
    assert suspicious.check.suspects.model.rowCount() == 3
    assert "有 3 处疑似和已有的项目或单位重复" in suspicious.check.waiting.text()
    row, name, candidate, *_ = suspicious.check.suspects.model.line(0)
    assert (row, name, candidate) == ("3", "年产五万套轴承基地项目", "年产五万套轴承项目")
    imported(qtbot, suspicious)
    assert projects(context) == 3
    assert "3 行疑似重复没有决定" in suspicious.outcome.facts.text()


def test_each_suspect_is_decided_and_the_dry_run_follows(
    qtbot: QtBot, suspicious: ImportWizard, context: AppContext
) -> None:
    table = suspicious.check.suspects
    table.view.select_row(0)
    table.same.click()
    assert table.view.selected_rows() == [1], "the next one comes up"
    table.new.click()
    assert not table.same.isEnabled(), "an earlier row of the file is no project to update yet"
    table.skip.click()
    assert [table.model.line(row)[-1] for row in range(3)] == ["更新", "新增", "跳过"]
    assert not suspicious.check.waiting.isVisible()
    assert suspicious.on.text() == "重新试算"
    go_on(qtbot, suspicious)
    assert tab_texts(suspicious)[:2] == ["新增 2", "更新 1"]
    assert "按选择跳过 1" in suspicious.check.counts.text()
    suspicious.check.tabs.setCurrentIndex(1)
    changes = {one.label: (one.old, one.new) for one in suspicious.check.panel.changes.items}
    assert changes["总投资"] == ("8,000万元", "8,500万元")
    imported(qtbot, suspicious)
    assert projects(context) == 4


def test_deciding_many_at_once_leaves_out_those_that_cannot_be(suspicious: ImportWizard) -> None:
    table = suspicious.check.suspects
    table.view.selectAll()
    table.same.click()
    assert [table.model.line(row)[-1] for row in range(3)] == ["更新", "更新", "待定"]


def test_a_near_spelling_of_a_leader_is_decided_once(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    head = ("签约项目台账（单位：万元）", "项目名称,投资方,投资额,签约时间,责任领导")
    more = ("乙项目,乙公司,900,2026.6.4,贺健国", "丙项目,丙公司,90,2026.6.5,贺健国")
    imported(qtbot, opened(csv(tmp_path, *head, "甲项目,甲公司,800,2026.6.3,贺建国")))
    wizard = opened(csv(tmp_path, *head, *more, name="七月.csv"))
    go_on(qtbot, wizard)
    table = wizard.check.suspects
    assert [table.model.line(row)[1:4] for row in range(table.model.rowCount())] == [
        ("贺健国", "贺建国", "责任领导：只差一个同音字，共2行")
    ]
    table.same.click()
    assert table.model.line(0)[-1] == "同一单位"
    go_on(qtbot, wizard)
    assert tab_texts(wizard)[0] == "新增 2"


def test_decisions_can_be_taken_back(qtbot: QtBot, suspicious: ImportWizard) -> None:
    table = suspicious.check.suspects
    table.view.selectAll()
    table.skip.click()
    go_on(qtbot, suspicious)
    assert table.model.rowCount() == 0
    assert table.reset.isEnabled()
    table.reset.click()
    go_on(qtbot, suspicious)
    assert table.model.rowCount() == 3


def test_a_file_that_nobody_knows_is_told_and_can_be_mapped_by_hand(
    qtbot: QtBot, opened: Opened, tmp_path: Path
) -> None:
    path = csv(tmp_path, "甲,乙,丙,丁", "一号项目,一号公司,8000万元,2026.6.3", "二号项目,二号公司,9000万元,2026.6.4")
    wizard = opened(path)
    assert "认不出" in wizard.fault.text()
    assert wizard.jobs[0].state == "读不出"
    wizard.mapping.kind.setCurrentIndex(wizard.mapping.kind.findData("signed"))
    wizard.mapping.kind.activated.emit(wizard.mapping.kind.currentIndex())
    settle(qtbot)
    assert not wizard.fault.isVisible()
    for row, field in enumerate(("name", "enterprise", "investment", "signed_on")):
        choose(wizard, row, field)
    go_on(qtbot, wizard)
    assert tab_texts(wizard)[0] == "新增 2"


def test_a_missing_file_is_told_and_the_next_one_goes_on(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    wizard = opened(tmp_path / "没有.xlsx", LEADS)
    assert "没有.xlsx" in wizard.fault.text()
    assert wizard.on.text() == "下一个文件"
    go_on(qtbot, wizard)
    assert wizard.mapping.kind.currentText() == "在谈项目表"
    assert not wizard.fault.isVisible()


def test_a_cancelled_import_writes_nothing_and_can_be_tried_again(
    qtbot: QtBot, opened: Opened, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = opened(SIGNED)
    go_on(qtbot, wizard)
    real = ImportJob.apply

    def apply_slowly(job: ImportJob, office: object, today: object, progress: object, cancelled: object) -> object:
        assert callable(cancelled)
        while not cancelled():
            pass
        return real(job, office, today, progress, cancelled)  # type: ignore[arg-type]

    monkeypatch.setattr(ImportJob, "apply", apply_slowly)
    wizard.on.click()
    assert not wizard.on.isEnabled()
    wizard.reject()
    assert wizard.isVisible(), "work under way is ended by its own 取消"
    running_tasks()[0].cancel()
    settle(qtbot)
    assert wizard.page == CHECK
    assert projects(context) == 0
    monkeypatch.setattr(ImportJob, "apply", real)
    go_on(qtbot, wizard)
    assert projects(context) == 112


def test_a_change_in_between_is_told_and_the_dry_run_is_made_again(
    qtbot: QtBot, opened: Opened, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("app.ui.errors._open", lambda box: told.append(box.text()))
    wizard = opened(SIGNED)
    go_on(qtbot, wizard)
    with context.office.change("别处的改动"):
        pass
    go_on(qtbot, wizard)
    assert ["又有改动" in text for text in told] == [True]
    assert wizard.on.text() == "重新试算"
    go_on(qtbot, wizard)
    go_on(qtbot, wizard)
    assert wizard.page == RESULT


def test_a_defect_while_reading_is_shown_and_the_wizard_lives_on(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("app.ui.errors._open", lambda box: told.append(box.windowTitle()))

    def broken(*_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr(ImportJob, "examine", broken)
    wizard = opened(SIGNED)
    assert told
    assert not wizard.busy
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()


def test_escape_closes_and_nothing_was_written(qtbot: QtBot, opened: Opened, context: AppContext) -> None:
    wizard = opened(SIGNED)
    go_on(qtbot, wizard)
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()
    assert projects(context) == 0


def test_enter_does_what_the_button_says(qtbot: QtBot, opened: Opened) -> None:
    wizard = opened(SIGNED)
    qtbot.keyClick(wizard, Qt.Key.Key_Return)
    settle(qtbot)
    assert wizard.page == CHECK


def test_an_office_opened_for_reading_shows_the_dry_run_only(qtbot: QtBot, opened: Opened, context: AppContext) -> None:
    from app.models.office import open_office
    from tests.support import TODAY

    folder = context.office.folder
    context.set_office(None)
    context.set_office(open_office(folder, who="测试", today=TODAY, read_only=True))
    wizard = opened(SIGNED)
    go_on(qtbot, wizard)
    assert wizard.page == CHECK
    assert not wizard.on.isEnabled()


def test_cancelled_is_no_error(qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("app.ui.errors._open", lambda box: told.append(box.text()))

    def stopped(*_: object) -> object:
        raise Cancelled

    monkeypatch.setattr(ImportJob, "examine", stopped)
    wizard = opened(SIGNED)
    assert told == []
    assert wizard.jobs[0].state == "待核对"
    monkeypatch.undo()
    go_on(qtbot, wizard)
    assert wizard.page == CHECK


def test_the_wizard_opens_no_larger_than_the_screen(opened: Opened) -> None:
    wizard = opened()
    room = wizard.screen().availableSize()
    assert wizard.width() <= room.width()
    assert wizard.height() <= room.height()
    for pushed in (wizard.back, wizard.on, wizard.leave):
        assert wizard.rect().contains(pushed.geometry())
