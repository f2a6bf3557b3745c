"""公文版式 in the window: what is typed is tried on a sample, saved from its day, taken back; the check follows it."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSpinBox
from pytestqt.qtbot import QtBot

from app.services.papers.checking import carried_profile
from app.services.papers.profile_sample import sample_pdf
from app.services.papers.profiles import OwnProfile, profile_on, set_profile
from app.ui.context import AppContext
from app.ui.main_window import MainWindow
from app.ui.paper_profile import PaperProfileDialog
from app.ui.papers.check_dialog import CheckDialog
from app.ui.papers.pane import PreviewPane
from app.ui.widgets.layout import Strip
from tests.gui.conftest import settle


def held(context: AppContext) -> OwnProfile:
    return profile_on(context.connection, context.today())


def opened(qtbot: QtBot, context: AppContext) -> PaperProfileDialog:
    dialog = PaperProfileDialog(context)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def spin(dialog: PaperProfileDialog, key: str) -> QSpinBox | QDoubleSpinBox:
    widget = dialog.fields[key].widget
    assert isinstance(widget, QSpinBox | QDoubleSpinBox)
    return widget


def test_it_is_changed_from_the_menu_and_taken_back(qtbot: QtBot, context: AppContext) -> None:
    window = MainWindow(context)
    qtbot.addWidget(window)
    context.office_opened.emit()
    window.show()
    window.actions_["profile"].trigger()
    (dialog,) = window.findChildren(PaperProfileDialog)
    assert not dialog.save_button.isEnabled()
    spin(dialog, "line_pitch").setValue(28)
    place = dialog.fields["number_place"].widget
    assert isinstance(place, QComboBox)
    place.setCurrentText("居中")
    assert spin(dialog, "lines").value() == 23
    assert dialog.told.text() == "与国标不同 2 项：行距（固定值）、页码位置。"
    dialog.save_button.click()
    assert held(context).numbers == (("line_pitch", 28), ("number_place", "middle"))
    assert held(context).name == context.names.city
    window.undo()
    settle(qtbot)
    assert held(context).is_standard


def test_lines_of_a_page_settle_the_pitch_and_the_sample_follows(qtbot: QtBot, context: AppContext) -> None:
    dialog = opened(qtbot, context)
    qtbot.waitUntil(lambda: dialog.preview.pages > 0)
    spin(dialog, "lines").setValue(20)
    assert spin(dialog, "line_pitch").value() == 32.73
    settle(qtbot)


def test_what_makes_no_page_is_told_and_cannot_be_saved(qtbot: QtBot, context: AppContext) -> None:
    dialog = opened(qtbot, context)
    spin(dialog, "binding_mm").setValue(45)
    assert "右边只剩 9 mm" in dialog.trouble.text()
    assert not dialog.save_button.isEnabled()
    spin(dialog, "binding_mm").setValue(30)
    dialog.since.setText("哪天")
    assert "不是日期" in dialog.trouble.text()


def test_it_is_given_back_to_the_standard(qtbot: QtBot, context: AppContext) -> None:
    set_profile(context.office, {"name": "清沅市", "since": context.today(), "line_pitch": 28})
    dialog = opened(qtbot, context)
    assert not dialog.save_button.isEnabled()
    dialog.reset_button.click()
    assert spin(dialog, "line_pitch").value() == 29.6
    dialog.save_button.click()
    assert held(context).is_standard


def test_the_check_reads_against_the_papers_own_profile(qtbot: QtBot, context: AppContext) -> None:
    own = OwnProfile("清沅市", context.today(), (("line_pitch", 28),))
    pdf = sample_pdf(context.connection, own, context.today())
    assert carried_profile(pdf) == own
    pane = PreviewPane(context)
    qtbot.addWidget(pane)
    pane.show_pdf(pdf)
    pane.check_button.click()
    qtbot.waitUntil(lambda: bool(pane.findChildren(CheckDialog)))
    (dialog,) = pane.findChildren(CheckDialog)
    told = [strip.text() for strip in dialog.findChildren(Strip)]
    assert told == [f"按“{own.told}”检查：各项都符合（不适用的除外）。"]
    dialog.close()
