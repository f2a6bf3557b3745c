"""本单位信息 in the window: what is typed is shown as it will be printed, saved, and can be taken back."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.ui.context import AppContext
from app.ui.main_window import MainWindow
from app.ui.office_info import OfficeInfoDialog
from tests.gui.conftest import settle


def test_names_are_changed_from_the_menu_and_taken_back(qtbot: QtBot, context: AppContext) -> None:
    window = MainWindow(context)
    qtbot.addWidget(window)
    context.office_opened.emit()
    window.show()
    window.actions_["names"].trigger()
    (dialog,) = window.findChildren(OfficeInfoDialog)
    assert not dialog.save_button.isEnabled()
    dialog.authority.setText("清沅市招商局")
    dialog.word.setText("清招局")
    assert "清沅市招商局文件" in dialog.sample.text()
    assert "清招局函〔2026〕1号" in dialog.sample.text()
    dialog.save_button.click()
    assert (context.names.authority, context.names.number_word) == ("清沅市招商局", "清招局")
    assert "清沅市招商局" in window.windowTitle()
    window.undo()
    settle(qtbot)
    assert context.names.number_word == "清招办"
    assert "清沅市招商局" not in window.windowTitle()


def test_what_cannot_stand_on_paper_is_told_and_the_dialog_stays(qtbot: QtBot, context: AppContext) -> None:
    dialog = OfficeInfoDialog(context)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.city.setText("")
    dialog.save_button.click()
    assert "城市不能为空" in dialog.trouble.text()
    assert dialog.isVisible()
