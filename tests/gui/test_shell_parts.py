"""What the shell is made of: tasks that end and cancel, errors told, fields that read, a table's habits, settings."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.rules.errors import Cancelled, OfficeError
from app.rules.money import WAN, YI
from app.ui import errors, tasks, theme
from app.ui.settings import Settings
from app.ui.tasks import ProgressDialog, run_task
from app.ui.widgets.edits import DayEdit, MoneyEdit
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Elided, Strip
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView
from tests.gui.conftest import settle
from tests.gui.finding import the


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_work_runs_elsewhere_and_ends_here(qtbot: QtBot, parent: QWidget) -> None:
    here, got = threading.get_ident(), []
    run_task(parent, "试一试", lambda _p, _c: threading.get_ident(), got.append)
    settle(qtbot)
    assert len(got) == 1
    assert got[0] != here


def test_quick_work_shows_no_dialog(qtbot: QtBot, parent: QWidget) -> None:
    run_task(parent, "试一试", lambda _p, _c: None, lambda _r: None)
    settle(qtbot)
    assert parent.findChild(ProgressDialog) is None


def test_long_work_shows_how_far_it_is_and_cancels(
    qtbot: QtBot, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "SHOW_AFTER_MS", 0)
    ended: list[object] = []
    shown = threading.Event()

    def work(progress: tasks.Progress, cancelled: object) -> None:
        progress(1, 4, "第1个文件")
        while not cancelled():  # pyright: ignore[reportCallIssue]
            shown.wait(0.01)
        raise Cancelled

    run_task(parent, "导入台账", work, ended.append, ended.append)
    qtbot.waitUntil(lambda: parent.findChild(ProgressDialog) is not None)
    dialog = the(ProgressDialog, parent)
    qtbot.waitUntil(lambda: dialog.label.text() == "第1个文件")
    assert dialog.bar.value() == 250
    dialog.cancel_button.click()
    assert not dialog.cancel_button.isEnabled()
    settle(qtbot)
    assert len(ended) == 1
    assert isinstance(ended[0], Cancelled)


def test_closing_the_dialog_cancels_and_waits(qtbot: QtBot, parent: QWidget) -> None:
    dialog = ProgressDialog(parent, "导入台账")
    dialog.show()
    with qtbot.waitSignal(dialog.cancel_asked):
        dialog.close()
    assert dialog.isVisible()


def test_a_refused_task_is_told_in_chinese(qtbot: QtBot, parent: QWidget) -> None:
    def work(_progress: object, _cancelled: object) -> None:
        raise OfficeError("磁盘已满。请清理出空间后再试。")

    run_task(parent, "导入台账", work, lambda _r: None)
    qtbot.waitUntil(lambda: parent.findChild(QMessageBox) is not None)
    box = the(QMessageBox, parent)
    assert box.text() == "磁盘已满。请清理出空间后再试。"
    box.close()


def test_nobody_waits_for_the_task_of_a_closed_window(qtbot: QtBot) -> None:
    closed, done = QWidget(), []
    gate = threading.Event()
    run_task(closed, "试一试", lambda _p, _c: gate.wait(5), done.append)
    with qtbot.waitSignal(closed.destroyed):
        closed.deleteLater()
    gate.set()
    settle(qtbot)
    assert done == []


def test_a_defect_offers_a_report_and_the_window_lives_on(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "报告.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    try:
        raise ZeroDivisionError("a slip of ours")
    except ZeroDivisionError as error:
        box = errors.show_error(parent, error)
    assert box is not None
    assert "程序里有一处错误" in box.text()
    next(button for button in box.findChildren(QPushButton) if "保存错误报告" in button.text()).click()
    report = target.read_text("utf-8")
    assert "ZeroDivisionError: a slip of ours" in report
    assert "test_shell_parts" in report
    assert parent.isVisible()
    box.close()


def test_a_report_that_cannot_be_written_is_told(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "没有" / "报告.txt"), ""))
    assert errors.save_report(parent, "x") is None
    box = the(QMessageBox, parent)
    assert "请换一个文件夹" in box.text()
    box.close()


def test_what_nobody_caught_is_shown(parent: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(errors, "show_error", lambda _parent, error: told.append(error))
    errors.install_hook()
    error = ValueError("uncaught")
    sys.excepthook(ValueError, error, None)
    assert told == [error]
    assert parent.isVisible()


def test_cancelling_needs_no_message(parent: QWidget) -> None:
    assert errors.show_error(parent, Cancelled()) is None


@pytest.mark.parametrize(
    ("typed", "fen", "shown"),
    [
        ("1200", 1200 * WAN, "1,200"),
        ("1.2亿元", 12_000 * WAN, "12,000"),
        ("１，２００万元", 1200 * WAN, "1,200"),
        ("", None, ""),
    ],
)
def test_amounts_are_read_as_people_type_them(qtbot: QtBot, typed: str, fen: int | None, shown: str) -> None:
    edit = MoneyEdit()
    qtbot.addWidget(edit)
    edit.insert(typed)
    edit.tidy()
    assert edit.fen() == fen
    assert edit.text() == shown


def test_an_amount_survives_showing_to_the_fen(qtbot: QtBot) -> None:
    edit = MoneyEdit()
    qtbot.addWidget(edit)
    edit.set_fen(3 * YI + 7)
    assert edit.fen() == 3 * YI + 7


def test_a_day_is_read_picked_and_refused(qtbot: QtBot) -> None:
    edit = DayEdit(dt.date(2026, 7, 1))
    qtbot.addWidget(edit)
    edit.insert("2026.6.3")
    edit.tidy()
    assert (edit.day(), edit.text()) == (dt.date(2026, 6, 3), "2026-06-03")
    edit.setText("2026年6月")
    assert "请补上日" in edit.toolTip()
    assert edit.property("invalid") is True
    edit.setText("2026-06-30")
    assert edit.property("invalid") is False


def test_a_change_is_told_after_it_was_judged(qtbot: QtBot) -> None:
    edit, seen = MoneyEdit(), []
    qtbot.addWidget(edit)
    edit.changed.connect(lambda: seen.append(edit.reason))
    edit.insert("约")
    assert seen != [""]


def test_a_table_says_why_it_is_empty_and_copies_with_its_head(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "table.ini")
    table, model = TableView(settings=settings, key="t"), RowsModel(("单位", "金额"), right=("金额",))
    qtbot.addWidget(table)
    table.setModel(model)
    table.set_widths(80, 90)
    model.set_rows([("定国县", "1,200"), ("云河\t县", "3")])
    assert table.as_text([0, 1]) == "单位\t金额\n定国县\t1,200\n云河 县\t3\n"
    table.horizontalHeader().moveSection(1, 0)
    table.setColumnHidden(0, True)
    assert table.as_text([0]) == "金额\n1,200\n"
    table.save_columns()
    again = TableView(settings=settings, key="t")
    qtbot.addWidget(again)
    again.setModel(model)
    again.set_widths(80, 90)
    assert again.isColumnHidden(0)
    assert again.rowHeight(0) == table.rowHeight(1)


def test_damaged_settings_only_mean_that_nothing_is_remembered(tmp_path: Path) -> None:
    file = tmp_path / "bad.ini"
    file.write_bytes(b"\x00[[[\xff\xfe")
    settings = Settings(file)
    assert settings.recent_offices() == []
    assert settings.state("window/geometry") is None


def test_recent_offices_come_latest_first_and_once(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "recent.ini")
    one, other = tmp_path / "一", tmp_path / "二"
    for folder in (one, other, one):
        settings.remember_office(folder)
    assert Settings(tmp_path / "recent.ini").recent_offices() == [one, other]


def test_a_narrow_row_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = FlowLayout(holder, spacing=4)
    for _ in range(3):
        child = QWidget()
        child.setMinimumSize(100, 20)
        layout.addWidget(child)
    assert layout.heightForWidth(400) == 20
    assert layout.heightForWidth(210) == 44
    assert layout.heightForWidth(50) == 68
    layout.setGeometry(QRect(0, 0, 210, 60))
    assert [layout.itemAt(n).geometry().x() for n in range(3)] == [0, 104, 0]  # pyright: ignore[reportOptionalMemberAccess]


def test_a_line_is_centred_on_its_tallest_widget(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = FlowLayout(holder, spacing=4)
    for height in (10, 30, 20):
        child = QWidget()
        child.setMinimumSize(100, height)
        layout.addWidget(child)
    layout.setGeometry(QRect(0, 5, 210, 90))
    tops = [layout.itemAt(n).geometry().y() for n in range(3)]  # pyright: ignore[reportOptionalMemberAccess]
    assert tops == [15, 5, 39]


def test_a_strip_hides_without_words(qtbot: QtBot, parent: QWidget) -> None:
    strip = Strip("warning", parent)
    strip.tell("开工早于签约")
    assert strip.isVisible()
    strip.tell("")
    assert not strip.isVisible()
    qtbot.wait(0)


def test_a_long_path_is_cut_in_its_middle(qtbot: QtBot) -> None:
    path = Elided("/home/user/文档/" + "很长的名字" * 20 + "/招商台")
    qtbot.addWidget(path)
    path.resize(200, 20)
    path.show()
    assert "…" in path.text()
    assert path.toolTip().endswith("/招商台")


def test_every_colour_of_the_stylesheet_is_known() -> None:
    assert "@" not in theme.stylesheet().split("*/", 1)[1]
