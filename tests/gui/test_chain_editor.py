"""The editor of knowledge: in place, with what turns shown first, faults refused at their place, and undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.services.chain.knowledge import own_rows, table
from app.services.office.undo import last_act, undo
from app.ui.chain.editor import EditorPage
from app.ui.chain.turned_dialog import TurnedDialog
from app.ui.context import AppContext
from tests.gui.conftest import settle
from tests.gui.finding import the
from tests.services.chain_office import settled

RULES = 2


@pytest.fixture
def editor(qtbot: QtBot, context: AppContext) -> EditorPage:
    """The rules of an office with a food factory."""
    settled(context.office, "白塔方便食品项目", "食品", enterprise="白塔食品有限公司")
    made = EditorPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.show()
    made.kinds.choose(RULES)
    return made


def write(editor: EditorPage, key: str, head: str, text: str) -> None:
    row = editor.model.row_of_key(key)
    assert row is not None
    assert editor.model.setData(editor.model.index(row, list(editor.model.heads).index(head)), text)


def save(qtbot: QtBot, editor: EditorPage, reason: str = "") -> TurnedDialog:
    """Press 保存, wait for what turns, and agree."""
    editor.save_button.click()
    settle(qtbot)
    dialog = the(TurnedDialog, editor)
    dialog.reason.setText(reason)
    dialog.save_button.click()
    return dialog


def rule(context: AppContext, number: str) -> dict[str, str]:
    return next(row for row in table(context.connection, "rule") if row["编号"] == number)


def test_what_a_change_turns_is_shown_before_it_is_saved(qtbot: QtBot, context: AppContext, editor: EditorPage) -> None:
    drawing = next(
        row for row in table(context.connection, "rule") if row["已有代码"] == "14" and row["结论"] == "宜招"
    )
    row = editor.model.row_of_key(drawing["编号"])
    assert row is not None
    editor.table.select_row(row)
    editor.off_button.click()
    editor.save_button.click()
    settle(qtbot)
    dialog = the(TurnedDialog, editor)
    assert own_rows(context.connection) == ()
    assert "1 处改动" in dialog.summary.text()
    dialog.reject()
    assert own_rows(context.connection) == ()
    assert len(editor.model.changes()) == 1


def test_a_sentence_is_written_anew_and_undone(qtbot: QtBot, context: AppContext, editor: EditorPage) -> None:
    before = rule(context, "L02")["理由"]
    write(editor, "L02", "理由", "纸箱怕压怕潮，本市的用户要求当天送到。")
    assert editor.save_button.isEnabled()
    save(qtbot, editor, "用户反映")
    assert rule(context, "L02")["理由"] == "纸箱怕压怕潮，本市的用户要求当天送到。"
    assert editor.model.changes() == []
    act = last_act(context.connection)
    assert act is not None
    undo(context.office, act.id)
    assert rule(context, "L02")["理由"] == before


@pytest.mark.parametrize(
    ("head", "text", "told"),
    [("跟随代码", "9999", "9999"), ("结论", "不宜", "理由码与结论不符"), ("强度", "9", "强度要写1到5")],
)
def test_a_wrong_cell_is_refused_with_its_place(
    qtbot: QtBot, context: AppContext, editor: EditorPage, head: str, text: str, told: str
) -> None:
    write(editor, "L02", head, text)
    editor.table.clearSelection()
    editor.save_button.click()
    settle(qtbot)
    assert told in editor.trouble.text()
    assert "L02" in editor.trouble.text()
    assert editor.model.key(editor.table.currentIndex().row()) == "L02"
    assert editor.findChild(TurnedDialog) is None
    assert own_rows(context.connection) == ()


def test_changes_are_taken_back_step_by_step(editor: EditorPage) -> None:
    write(editor, "L02", "强度", "1")
    write(editor, "L03", "强度", "1")
    assert len(editor.model.changes()) == 2
    editor.back_button.click()
    assert [row.key for row in editor.model.changes()] == ["L02"]
    editor.back_button.click()
    assert editor.model.changes() == []
    assert not editor.back_button.isEnabled()


def test_a_row_is_added_and_found_again(qtbot: QtBot, context: AppContext, editor: EditorPage) -> None:
    editor.add_button.click()
    first = rule(context, "L02")
    for column, head in enumerate(editor.model.heads):
        text = {"编号": "Z01", "已有代码": "1432", "跟随代码": "2319"}.get(head, first[head])
        editor.model.setData(editor.model.index(0, column), text)
    save(qtbot, editor)
    assert rule(context, "Z01")["跟随代码"] == "2319"
    editor.model.search("Z01")
    assert [editor.model.key(row) for row in range(editor.model.rowCount())] == ["Z01"]


def test_two_rows_of_one_number_are_refused(qtbot: QtBot, context: AppContext, editor: EditorPage) -> None:
    write(editor, "L02", "编号", "L03")
    editor.save_button.click()
    settle(qtbot)
    assert "“L03”有两行" in editor.trouble.text()
    assert own_rows(context.connection) == ()


def test_a_row_switched_off_can_be_switched_on_again(qtbot: QtBot, context: AppContext, editor: EditorPage) -> None:
    row = editor.model.row_of_key("L02")
    assert row is not None
    editor.table.select_row(row)
    editor.off_button.click()
    save(qtbot, editor)
    assert all(one["编号"] != "L02" for one in table(context.connection, "rule"))
    row = editor.model.row_of_key("L02")
    assert row is not None
    editor.table.select_row(row)
    assert editor.off_button.text() == "恢复"
    editor.off_button.click()
    save(qtbot, editor)
    assert rule(context, "L02")


def test_it_goes_out_to_excel_and_comes_back(
    qtbot: QtBot, context: AppContext, editor: EditorPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "规则.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(target), ""))
    write(editor, "L02", "强度", "2")
    save(qtbot, editor)
    editor.export_button.click()
    settle(qtbot)
    act = last_act(context.connection)
    assert act is not None
    undo(context.office, act.id)
    editor.refresh()
    assert rule(context, "L02")["强度"] == "4"
    editor.import_button.click()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in editor.findChildren(TurnedDialog)), timeout=20_000)
    settle(qtbot)
    (dialog,) = (one for one in editor.findChildren(TurnedDialog) if one.isVisible())
    dialog.save_button.click()
    assert rule(context, "L02")["强度"] == "2"


def test_words_of_a_column_are_chosen_from_a_list(editor: EditorPage) -> None:
    row = editor.model.row_of_key("L02")
    assert row is not None
    index = editor.model.index(row, list(editor.model.heads).index("结论"))
    box = editor.table.itemDelegate().createEditor(editor.table.viewport(), None, index)  # pyright: ignore[reportArgumentType]
    editor.table.itemDelegate().setEditorData(box, index)
    assert box.property("currentText") == "宜招"
    assert index.flags() & Qt.ItemFlag.ItemIsEditable


def test_leaving_asks_about_what_is_not_saved(editor: EditorPage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert editor.may_leave()
    write(editor, "L02", "强度", "1")
    monkeypatch.setattr("app.ui.chain.editor.ask", lambda *_: "留下")
    assert not editor.may_leave()
    assert editor.model.changes()
    monkeypatch.setattr("app.ui.chain.editor.ask", lambda *_: "放弃改动")
    assert editor.may_leave()
    assert editor.model.changes() == []
