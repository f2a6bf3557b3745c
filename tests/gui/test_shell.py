"""The window around the tabs: first start, what it remembers, taking back, shortcuts, who holds the folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.dossiers.dossier_view import load_dossier
from app.services.office.offices import new_office
from app.ui.application import make_application
from app.ui.context import AppContext
from app.ui.main_window import MainWindow
from app.ui.settings import Settings
from app.ui.tabs import TABS
from app.ui.widgets import asking
from tests.gui.conftest import settle
from tests.gui.finding import the
from tests.support import TODAY, signed_project, small_office

SCREENS = Path(__file__).parents[2] / "out" / "screens"


@pytest.fixture
def window(qtbot: QtBot, context: AppContext) -> MainWindow:
    """The window on the small office with two projects."""
    signed_project(context.office, "欣达轴承", 30_000, dt.date(2026, 9, 5))
    signed_project(context.office, "金泰包装", 8_000, dt.date(2026, 10, 1), county="云河县")
    made = MainWindow(context)
    qtbot.addWidget(made)
    context.office_opened.emit()
    made.resize(1366, 705)
    made.show()
    return made


@pytest.fixture
def bare(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The window of a first start: nothing remembered, no office."""
    made = MainWindow(AppContext(TODAY, Settings(tmp_path / "first.ini")))
    qtbot.addWidget(made)
    made.open_first(None)
    made.show()
    return made


def answering(monkeypatch: pytest.MonkeyPatch, said: str) -> list[str]:
    asked: list[str] = []
    monkeypatch.setattr(asking, "ask", lambda _parent, _title, text, _answers: (asked.append(text), said)[1])
    return asked


def test_a_first_start_offers_new_demo_and_open(bare: MainWindow) -> None:
    assert bare.start_page.isVisible()
    assert not bare.tabs.isVisible()
    for key in ("new", "open", "demo", "keys", "about"):
        assert bare.actions_[key].isEnabled(), key
    for key in ("import", "add", "undo", "export", "find", "tab1"):
        assert not bare.actions_[key].isEnabled(), key


def test_a_new_office_is_made_in_the_background_and_opened(qtbot: QtBot, bare: MainWindow, tmp_path: Path) -> None:
    from app.ui.new_office import NewOfficeDialog

    bare.actions_["new"].trigger()
    dialog = the(NewOfficeDialog, bare)
    dialog.accept()
    assert "请填写城市" in dialog.trouble.text()
    for character in "清沅市":
        dialog.city.insert(character)
    assert dialog.authority.text() == "清沅市招商引资工作领导小组办公室"
    dialog.folder.setText(str(tmp_path / "新办公"))
    dialog.accept()
    qtbot.waitUntil(lambda: bare.context.has_office, timeout=20_000)
    assert "清沅市" in bare.windowTitle()
    assert bare.context.settings.recent_offices() == [tmp_path / "新办公"]
    settle(qtbot)
    bare.context.set_office(None)


def test_an_office_is_not_made_where_one_lies(qtbot: QtBot, tmp_path: Path) -> None:
    from app.ui.new_office import NewOfficeDialog

    small_office(tmp_path / "office").close()
    dialog = NewOfficeDialog(tmp_path / "office")
    qtbot.addWidget(dialog)
    dialog.city.setText("清沅市")
    dialog.authority.setText("招商办")
    dialog.number_word.setText("清招办")
    dialog.accept()
    assert "已经有一个办公文件夹" in dialog.trouble.text()


def test_a_failed_creation_is_told_and_nothing_opens(qtbot: QtBot, bare: MainWindow, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QMessageBox

    from app.services.office.offices import OfficeNames

    (tmp_path / "file").write_text("x")
    bare.opener.create(tmp_path / "file" / "office", OfficeNames("清沅市", "招商办", "清招办"))
    qtbot.waitUntil(lambda: bare.findChild(QMessageBox) is not None, timeout=20_000)
    assert not bare.context.has_office
    the(QMessageBox, bare).close()


def test_the_office_used_last_is_opened_again(qtbot: QtBot, tmp_path: Path) -> None:
    small_office(tmp_path / "office").close()
    settings = Settings(tmp_path / "again.ini")
    settings.remember_office(tmp_path / "office")
    window = MainWindow(AppContext(TODAY, settings))
    qtbot.addWidget(window)
    window.open_first(None)
    assert window.context.office.folder == tmp_path / "office"
    settle(qtbot)
    window.context.set_office(None)


def test_a_held_folder_is_opened_read_only_if_the_user_agrees(
    qtbot: QtBot, bare: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = new_office(tmp_path / "office", "清沅市", "", "", today=TODAY, who="王五")
    asked = answering(monkeypatch, "取消")
    assert not bare.opener.open_folder(tmp_path / "office")
    assert "王五" in asked[0]
    answering(monkeypatch, "以只读方式打开")
    assert bare.opener.open_folder(tmp_path / "office")
    assert bare.windowTitle().endswith("（只读）")
    assert not bare.actions_["import"].isEnabled()
    assert not bare.actions_["undo"].isEnabled()
    assert bare.actions_["export"].isEnabled()
    settle(qtbot)
    bare.context.set_office(None)
    holder.close()


def test_a_folder_without_an_office_is_told_and_forgotten(bare: MainWindow, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QMessageBox

    bare.context.settings.remember_office(tmp_path)
    assert not bare.opener.open_folder(tmp_path)
    box = the(QMessageBox, bare)
    assert "没有办公数据" in box.text()
    assert bare.context.settings.recent_offices() == []
    box.close()


def test_tabs_are_made_when_they_are_first_shown(qtbot: QtBot, window: MainWindow) -> None:
    assert [window.tabs.tabText(n) for n in range(window.tabs.count())] == [title for title, _, _ in TABS]
    assert window.tabs.tab(0) is not None
    assert window.tabs.tab(1) is None
    window.actions_["tab1"].trigger()
    qtbot.waitUntil(lambda: window.tabs.tab(1) is not None)
    assert type(window.tabs.tab(1)).__name__ == "RankingTab"


def test_any_tab_may_ask_for_a_dossier(window: MainWindow, context: AppContext) -> None:
    window.tabs.setCurrentIndex(2)
    project = window.tabs.dossiers.list.model.project_at(1)
    context.project_requested.emit(project)
    assert window.tabs.currentIndex() == 0
    assert window.tabs.dossiers.view.project_id == project


def test_undo_and_redo_say_what_they_did(window: MainWindow, context: AppContext) -> None:
    project = window.tabs.dossiers.list.model.project_at(0)
    context.project_requested.emit(project)
    form = window.tabs.dossiers.view.overview.form
    form.name.setText("改过的名字")
    window.tabs.dossiers.view.overview.save()
    window.actions_["undo"].trigger()
    assert load_dossier(context.connection, project).name == "金泰包装"
    assert form.name.text() == "金泰包装"
    assert window.statusBar().currentMessage().startswith("已撤销：修改项目：改过的名字")
    window.actions_["redo"].trigger()
    assert load_dossier(context.connection, project).name == "改过的名字"
    assert window.statusBar().currentMessage().startswith("已重做：修改项目：改过的名字")
    window.actions_.menus["编辑(&E)"].aboutToShow.emit()
    assert window.actions_["undo"].text() == "撤销：修改项目：改过的名字"
    window.actions_["undo"].trigger()
    assert window.statusBar().currentMessage().startswith("已撤销：修改项目：改过的名字")


def test_the_menu_names_what_undo_would_take_back(window: MainWindow) -> None:
    window.actions_.menus["编辑(&E)"].aboutToShow.emit()
    assert window.actions_["undo"].text() == "撤销：认定阶段"
    assert window.actions_["redo"].text() == "重做"


def test_find_reaches_the_search_of_the_clauses_too(qtbot: QtBot, window: MainWindow) -> None:
    window.tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: window.tabs.tab(2) is not None)
    window.actions_["find"].trigger()
    assert window.tabs.currentIndex() == 2


def test_help_shows_manual_keys_and_version(window: MainWindow) -> None:
    from PySide6.QtWidgets import QDialog, QMessageBox, QTextBrowser

    window.actions_["manual"].trigger()
    assert "招商台" in the(QTextBrowser, window).toPlainText()
    window.actions_["keys"].trigger()
    titles = {dialog.windowTitle() for dialog in window.findChildren(QDialog)}
    assert {"使用手册", "快捷键"} <= titles
    window.actions_["about"].trigger()
    assert "不联网" in the(QMessageBox, window).text()
    for dialog in window.findChildren(QDialog):
        dialog.close()


def test_the_self_test_runs_beside_the_window(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    from PySide6.QtWidgets import QTextBrowser

    from app.ui import help as help_

    monkeypatch.setattr(
        help_, "_self_test_command", lambda: [sys.executable, "-c", "print('字体：齐全'); raise SystemExit(1)"]
    )
    window.actions_["selftest"].trigger()
    settle(qtbot)
    said = the(QTextBrowser, window).toPlainText()
    assert "自检发现问题" in said
    assert "字体：齐全" in said


def test_redo_without_an_undo_says_so(window: MainWindow) -> None:
    window.redo()
    assert window.statusBar().currentMessage() == "没有可以重做的操作。"


def test_find_puts_the_cursor_into_the_search(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitActive(window)
    window.tabs.dossiers.list.table.setFocus()
    qtbot.keyClick(window.tabs.dossiers.list.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.tabs.dossiers.list.search.hasFocus()


def test_no_two_commands_share_a_shortcut(window: MainWindow) -> None:
    keys = [key for _, _, shown in window.actions_.shortcuts() for key in shown.split("　或　")]
    assert len(keys) == len(set(keys))
    assert all(not QKeySequence(key).isEmpty() for key in keys)


def test_geometry_tab_and_columns_are_remembered(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    window.resize(700, 500)
    window.tabs.setCurrentIndex(2)
    window.tabs.dossiers.list.table.setColumnWidth(1, 333)
    window.close()
    again = MainWindow(context)
    qtbot.addWidget(again)
    context.office_opened.emit()
    assert again.tabs.currentIndex() == 2
    assert again.tabs.dossiers.list.table.columnWidth(1) == 333
    assert again.size() == window.size()


def test_closing_asks_about_unsaved_work(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.ui.dossiers import overview

    dossiers = window.tabs.dossiers
    dossiers.show_project(dossiers.list.model.project_at(0))
    dossiers.view.overview.form.name.setText("没保存")
    monkeypatch.setattr(overview, "ask", lambda *_: "继续编辑")
    assert not window.close()
    assert window.isVisible()
    monkeypatch.setattr(overview, "ask", lambda *_: "放弃修改")
    assert window.close()


def test_dropped_ledgers_go_to_the_import(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    taken: list[tuple[Path, ...]] = []
    monkeypatch.setattr(window, "import_files", taken.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("台账.xlsx", "照片.png", "在谈.csv")])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    assert taken == [(tmp_path / "台账.xlsx", tmp_path / "在谈.csv")]


def test_what_is_listed_is_exported(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from PySide6.QtWidgets import QFileDialog
    from python_calamine import CalamineWorkbook

    target = tmp_path / "项目.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window.tabs.dossiers.list.search.setText("轴承")
    window.actions_["export"].trigger()
    qtbot.waitUntil(lambda: target.is_file() and "已导出 1 个项目" in window.statusBar().currentMessage())
    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert any("欣达轴承" in row for row in rows)
    assert not any("金泰包装" in row for row in rows)


def test_the_demo_is_built_once_and_opened_again(
    qtbot: QtBot, bare: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services.office import offices

    built: list[Path] = []

    def build(folder: Path, *, today: dt.date | None, who: str, progress: object, cancelled: object) -> object:
        built.append(folder)
        return small_office(folder)

    monkeypatch.setattr(offices, "rebuild_demo", build)
    for _ in range(2):
        bare.opener.open_demo(tmp_path / "演示")
        qtbot.waitUntil(lambda: bare.context.has_office, timeout=20_000)
        settle(qtbot)
        bare.context.set_office(None)
    assert built == [tmp_path / "演示"]


def test_a_failed_demo_leaves_no_half_office(
    qtbot: QtBot, bare: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.rules.errors import Cancelled
    from app.services.office import offices

    def build(folder: Path, **_others: object) -> object:
        folder.mkdir()
        (folder / "office.db").touch()
        raise Cancelled

    monkeypatch.setattr(offices, "rebuild_demo", build)
    bare.opener.open_demo(tmp_path / "演示")
    settle(qtbot)
    assert not (tmp_path / "演示").exists()
    kept = tmp_path / "已有"
    kept.mkdir()
    (kept / "别的.txt").touch()
    monkeypatch.setattr(offices, "rebuild_demo", lambda *_, **__: (_ for _ in ()).throw(Cancelled()))
    bare.opener.open_demo(kept)
    settle(qtbot)
    assert (kept / "别的.txt").exists()


@pytest.mark.parametrize(("size", "name"), [((1366, 705), "1366"), ((683, 353), "683")])
def test_every_tab_is_painted_and_kept_as_a_picture(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int], name: str
) -> None:
    """At 1366×768, and at 200 % of it, nothing is cut: the window keeps the size that it is given."""
    make_application()
    window.resize(*size)
    dossiers = window.tabs.dossiers
    dossiers.list.opened.emit(dossiers.list.model.project_at(0))
    SCREENS.mkdir(parents=True, exist_ok=True)
    for number, (title, _, _) in enumerate(TABS):
        window.tabs.setCurrentIndex(number)
        qtbot.waitUntil(lambda number=number: window.tabs.tab(number) is not None)
        settle(qtbot)
        QApplication.processEvents()
        assert (window.width(), window.height()) == size, title
        picture = window.grab()
        assert picture.save(str(SCREENS / f"{title}-{name}.png"))
        image = picture.toImage()
        colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        assert len(colours) > 20, f"{title} is blank"


def test_a_damaged_office_is_told_and_the_open_one_stays(window: MainWindow, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QMessageBox

    other = tmp_path / "坏的"
    small_office(other).close()
    with (other / "office.db").open("r+b") as file:
        file.seek(40_000)
        file.write(b"\xa5" * 30_000)
    open_now, title = window.context.office, window.windowTitle()
    assert not window.opener.open_folder(other)
    box = the(QMessageBox, window)
    assert "已损坏" in box.text()
    assert "backups" in box.text()
    box.close()
    assert (window.context.office, window.windowTitle()) == (open_now, title)
    assert load_dossier(window.context.connection, 1).name == "欣达轴承"


def test_damage_met_by_the_window_is_no_defect_of_the_program(window: MainWindow) -> None:
    import sqlite3

    from app.ui.errors import show_error

    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = 11
    box = show_error(window, error)
    assert box is not None
    assert box.text() == "读写办公数据失败：数据文件已损坏。请停止使用，从 backups 文件夹里的备份恢复。"
    box.close()


def test_a_title_never_names_another_office(
    window: MainWindow, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_context: AppContext) -> object:
        raise OSError

    monkeypatch.setattr(AppContext, "names", property(failing))
    with pytest.raises(OSError):
        window._office_opened()
    assert window.windowTitle() == "招商台"
