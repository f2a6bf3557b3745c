"""The section 任务: typing, pasting, changing within the year, splitting, curves, and taking it all back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.rules.errors import Refused
from app.rules.money import YI
from app.rules.scheme import Completion, Indicator, Measure
from app.services.importing.workbook import read_workbook
from app.services.office.undo import last_act, undo
from app.services.ranking.by_hand import entries
from app.services.ranking.schemes import save_scheme, scheme_for
from app.services.ranking.targets import curve_of, targets_table
from app.services.ranking.units_over_time import units_on
from app.ui.context import AppContext
from app.ui.targets import TargetsPage
from app.ui.targets.units import ADD, MERGE, RENAME
from app.ui.targets.values import read_task, write_task
from app.ui.targets.view import block_of
from tests.gui.conftest import settle
from tests.support import TODAY, reading, set_target, signed_project, unit_id

SIGNED, AMOUNT = 0, 2


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> TargetsPage:
    """The counties of 2026, 定国县 with 4 projects to sign."""
    set_target(context.office, "定国县", "signed", 4)
    page = TargetsPage(context)
    qtbot.addWidget(page)
    page.resize(1366, 560)
    page.show()
    settle(qtbot)
    return page


def tasks(context: AppContext, day: dt.date = TODAY) -> dict[tuple[str, str], int | None]:
    with reading(context.office) as connection:
        return {(row.unit, row.indicator): row.value for row in targets_table(connection, 2026, day)}


def cell(page: TargetsPage, row: int, column: int) -> str:
    return str(page.model.index(row, column).data())


def paste(page: TargetsPage, text: str, row: int, column: int) -> None:
    QGuiApplication.clipboard().setText(text)
    page.view.setCurrentIndex(page.model.index(row, column))
    page.view.paste()


def test_units_stand_beside_indicators_that_need_a_task(page: TargetsPage) -> None:
    heads = [page.model.headerData(n, Qt.Orientation.Horizontal) for n in range(page.model.columnCount())]
    assert heads == ["签约项目\n（个）", "亿元以上项目\n（个）", "签约额\n（亿元）", "到位资金\n（亿元）"]
    assert [page.model.headerData(n, Qt.Orientation.Vertical) for n in range(3)] == ["定国县", "云河县", "合计"]
    assert [cell(page, row, SIGNED) for row in range(3)] == ["4", "", "4"], "no task is empty, not 0"


def test_a_cell_is_edited_in_place_and_taken_back(page: TargetsPage, context: AppContext) -> None:
    page.model.setData(page.model.index(1, AMOUNT), "12.5")
    assert tasks(context)["云河县", "amount"] == 12 * YI + YI // 2
    assert cell(page, 1, AMOUNT) == "12.5"
    act = last_act(context.connection)
    assert act is not None
    undo(context.office, act.id)
    context.data_changed.emit()
    assert cell(page, 1, AMOUNT) == ""


def test_zero_is_a_task_and_empty_is_none(qtbot: QtBot, page: TargetsPage, context: AppContext) -> None:
    page.model.setData(page.model.index(1, SIGNED), "0")
    assert tasks(context)["云河县", "signed"] == 0
    page.view.setCurrentIndex(page.model.index(1, SIGNED))
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert ("云河县", "signed") not in tasks(context)


def test_a_block_from_excel_goes_in_as_one_act(page: TargetsPage, context: AppContext) -> None:
    paste(page, "10\t3\t1,200.5\r\n8\t\t900\r\n", 0, SIGNED)
    found = tasks(context)
    assert found["定国县", "signed"] == 10
    assert found["定国县", "amount"] == 1200 * YI + YI // 2
    assert ("云河县", "over") not in found
    act = last_act(context.connection)
    assert act is not None
    undo(context.office, act.id)
    assert tasks(context) == {("定国县", "signed"): 4}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("10\t约3\n8\t2", "定国县的“亿元以上项目”"),
        ("1\n2\n3", "超出了任务表"),
        ("-1", "定国县的“签约项目”"),
        ("1.5", "正整数"),
    ],
)
def test_a_block_with_a_fault_is_refused_whole_with_its_place(
    page: TargetsPage, context: AppContext, text: str, place: str
) -> None:
    paste(page, text, 0, SIGNED)
    assert place in page.strip.text()
    assert tasks(context) == {("定国县", "signed"): 4}


def test_one_value_fills_all_the_selected_cells(page: TargetsPage, context: AppContext) -> None:
    page.view.setCurrentIndex(page.model.index(0, SIGNED))
    selection = page.view.selectionModel()
    selection.select(page.model.index(1, SIGNED), selection.SelectionFlag.Select)
    QGuiApplication.clipboard().setText("6")
    page.view.paste()
    assert set(tasks(context).values()) == {6}


def test_copying_gives_back_what_pasting_takes(page: TargetsPage) -> None:
    page.view.copy()
    text = QGuiApplication.clipboard().text()
    assert block_of(text)[0][0] == "印发范围：全市领导干部大会"
    assert block_of(text)[1][:2] == ["", "签约项目（个）"]
    assert block_of(text)[2][:2] == ["定国县", "4"]


def test_a_change_within_the_year_needs_a_reason_and_holds_from_its_day(page: TargetsPage, context: AppContext) -> None:
    page.changes.on.setChecked(True)
    page.changes.day.set_day(dt.date(2026, 7, 1))
    page.changes.changed.emit()
    page.model.setData(page.model.index(0, SIGNED), "9")
    assert "理由" in page.strip.text()
    page.changes.reason.setText("新增园区")
    page.model.setData(page.model.index(0, SIGNED), "9")
    assert tasks(context)["定国县", "signed"] == 9
    assert tasks(context, dt.date(2026, 6, 30))["定国县", "signed"] == 4, "what held then is used for then"
    page.view.setCurrentIndex(page.model.index(0, SIGNED))
    assert "2026-07-01起 9个：新增园区" in page.history.text()


def test_a_wrong_change_is_voided_with_a_reason(
    page: TargetsPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.changes.on.setChecked(True)
    page.changes.reason.setText("新增园区")
    page.model.setData(page.model.index(0, SIGNED), "9")
    page.view.setCurrentIndex(page.model.index(0, SIGNED))
    monkeypatch.setattr("app.ui.targets.page.ask_text", lambda *_: "录错单位")
    page.void.click()
    assert tasks(context)["定国县", "signed"] == 4


def test_a_city_task_is_split_with_a_preview_before_it_is_written(page: TargetsPage, context: AppContext) -> None:
    signed_project(context.office, "去年一", 500, dt.date(2025, 3, 3))
    signed_project(context.office, "去年二", 500, dt.date(2025, 4, 3))
    signed_project(context.office, "去年三", 500, dt.date(2025, 5, 3), county="云河县")
    split = page.split
    split.total.setText("10")
    split.rule.setCurrentText("按上年实绩")
    split.preview.click()
    shown = [[split.rows.index(row, column).data() for column in range(3)] for row in range(2)]
    assert shown == [["定国县", "4", "7"], ["云河县", "（没有）", "3"]]
    assert tasks(context) == {("定国县", "signed"): 4}, "a preview writes nothing"
    split.write.click()
    assert tasks(context) == {("定国县", "signed"): 7, ("云河县", "signed"): 3}


def test_a_split_that_no_longer_fits_its_fields_cannot_be_written(page: TargetsPage) -> None:
    split = page.split
    split.total.setText("10")
    split.rule.setCurrentText("按权重")
    split.weights.setText("3")
    split.preview.click()
    assert "2 个单位" in split.strip.text()
    split.weights.setText("3，1")
    split.preview.click()
    assert split.write.isEnabled()
    split.total.textEdited.emit("11")
    assert not split.write.isEnabled()


def test_a_curve_is_kept_and_given_up(page: TargetsPage, context: AppContext) -> None:
    page.segments.choose(2)
    for month, share in enumerate((5, 10, 20, 30, 40, 50, 55, 60, 70, 80, 90, 100)):
        item = page.curve.cells.item(0, month)
        assert item is not None
        item.setText(str(share))
    page.curve.save.click()
    curve = curve_of(context.connection, 2026, "signed")
    assert curve is not None
    assert curve.shares[:3] == (500, 1000, 2000)
    page.curve.even.click()
    assert curve_of(context.connection, 2026, "signed") is None


def test_a_falling_curve_is_refused(page: TargetsPage, context: AppContext) -> None:
    item = page.curve.cells.item(0, 5)
    assert item is not None
    item.setText("1")
    page.curve.save.click()
    assert "累计" in page.curve.strip.text()
    assert curve_of(context.connection, 2026, "signed") is None


def test_the_cursor_tells_the_other_tabs_of_its_unit(qtbot: QtBot, page: TargetsPage, context: AppContext) -> None:
    with qtbot.waitSignal(context.unit_selected) as told:
        page.view.setCurrentIndex(page.model.index(1, SIGNED))
    assert told.args == [unit_id(context.office, "云河县")]


def test_points_by_hand_carry_a_reason_and_are_taken_back(
    page: TargetsPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.segments.choose(3)
    view = page.by_hand
    view.unit.setCurrentText("云河县")
    view.value.setText("-0.5")
    view.save.click()
    assert "理由" in view.fault.text()
    view.reason.setText("报表迟报")
    view.evidence.setText("督查记录3号")
    view.save.click()
    shown = [view.rows.index(0, column).data() for column in range(6)]
    assert shown == ["2026-10-08", "云河县", "加分或扣分", "-0.5分", "报表迟报", "督查记录3号"]
    assert [one.value for one in entries(context.connection, 2026)] == [Decimal("-0.5")]
    view.void.click()
    assert "先在表里选" in view.fault.text()
    view.table.select_row(0)
    monkeypatch.setattr("app.ui.targets.by_hand.ask_text", lambda *_: "查明按时报了")
    view.void.click()
    assert entries(context.connection, 2026) == ()


@pytest.mark.parametrize("text", ["", "很多", "0", "inf"])
def test_points_that_are_none_are_refused(page: TargetsPage, context: AppContext, text: str) -> None:
    page.by_hand.value.setText(text)
    page.by_hand.reason.setText("理由")
    page.by_hand.save.click()
    assert page.by_hand.fault.text()
    assert entries(context.connection, 2026) == ()


def test_figures_by_hand_are_entered_in_the_unit_of_their_indicator(page: TargetsPage, context: AppContext) -> None:
    tax = Indicator(key="tax", label="税收", measure=Measure.TAX, weight=Decimal(10), rule=Completion())
    day = dt.date(2026, 1, 1)
    with reading(context.office) as connection:
        default = scheme_for(connection, "county", day)[1]
    save_scheme(context.office, default.model_copy(update={"from_day": day, "indicators": (tax,)}))
    context.data_changed.emit()
    view = page.by_hand
    view.what.setCurrentText("税收")
    assert view.word.text() == "亿元"
    view.value.setText("1.25")
    view.reason.setText("税务局月报")
    view.save.click()
    assert view.rows.index(0, 3).data() == "1.25亿元"
    assert [int(one.value) for one in entries(context.connection, 2026)] == [125 * YI // 100]


MONEY = Indicator(key="amount", label="签约额", measure=Measure.SIGNED_AMOUNT, rule=Completion())
COUNT = Indicator(key="signed", label="签约项目", measure=Measure.SIGNED, rule=Completion())


@pytest.mark.parametrize(
    ("text", "indicator", "value"),
    [
        ("12", COUNT, 12),
        ("１２个", COUNT, 12),
        ("12.0", COUNT, 12),
        ("", COUNT, None),
        ("—", COUNT, None),
        ("无任务", MONEY, None),
        ("1.2", MONEY, 12 * YI // 10),
        ("5000万元", MONEY, YI // 2),
        ("1,200", MONEY, 1200 * YI),
    ],
)
def test_tasks_are_read_as_people_write_them(text: str, indicator: Indicator, value: int | None) -> None:
    assert read_task(text, indicator) == value
    assert read_task(write_task(value, indicator), indicator) == value


@pytest.mark.parametrize("text", ["约12", "-3", "1.5", "inf", "NaN", "999999999999999999999", "1e999999"])
def test_what_is_no_task_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_task(text, COUNT)


@pytest.mark.parametrize("text", ["很多", "999999999999999999", "1e30"])
def test_a_cell_that_cannot_be_read_is_told_in_whole_sentences(text: str) -> None:
    with pytest.raises(Refused, match=r"。$") as error:
        read_task(text, MONEY)
    assert error.value.message.count(text) == 1


def test_a_unit_moves_to_another_class_from_a_day_on_and_back(page: TargetsPage, context: AppContext) -> None:
    page.segments.choose(4)
    units = page.units
    units.table.selectAll()
    units.classes.setCurrentText("A")
    units.go.click()
    assert "从哪天起" in units.fault.text(), "a day is needed"
    units.day.setText("2026-07-01")
    units.reason.setText("分类方案")
    units.go.click()
    assert [str(units.rows.index(row, 1).data()) for row in range(2)] == ["A类", "A类"]
    assert [str(units.events.index(0, column).data()) for column in range(3)] == ["2026-07-01", "A类", "分类方案"]
    with reading(context.office) as connection:
        assert [one.class_key for one in units_on(connection, "county", dt.date(2026, 6, 30))] == ["", ""]
    act = last_act(context.connection)
    assert act is not None
    undo(context.office, act.id)
    context.data_changed.emit()
    assert [str(units.rows.index(row, 1).data()) for row in range(2)] == ["", ""]


def test_units_are_added_renamed_split_and_a_wrong_line_taken_back(
    page: TargetsPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.segments.choose(4)
    units = page.units

    def record(act: str, text: str) -> None:
        units.act.setCurrentText(act)
        units.text.setText(text)
        units.day.setText("2026-07-01")
        units.reason.setText("批复")
        units.go.click()
        assert units.fault.text() == ""

    record(ADD, "高新区")
    units.table.select_row(0)
    record(RENAME, "定国区")
    record(MERGE, "云河县=60，高新区=40")
    assert [one.name for one in units.units] == ["云河县", "高新区"]
    units.table.select_row(1)
    assert str(units.events.index(1, 1).data()) == "承接定国区的40%"
    units.history.select_row(1)
    monkeypatch.setattr("app.ui.targets.units.ask_text", lambda *_: "份额有误")
    units.void.click()
    assert [one.name for one in units.units] == ["定国区", "云河县", "高新区"]
    units.act.setCurrentText(MERGE)
    units.text.setText("没有的县")
    units.go.click()
    assert "没有“没有的县”这个单位" in units.fault.text()


def test_the_tasks_go_into_excel_and_onto_paper(
    page: TargetsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [tmp_path / "任务.xlsx", tmp_path / "任务.pdf"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(asked.pop(0)), ""))
    page.export()
    page.papers.pdf.click()
    sheet = read_workbook(tmp_path / "任务.xlsx").sheets[0]
    cells = [sheet.text(row, column) for row in range(len(sheet.rows)) for column in range(len(sheet.rows[row]))]
    assert {"定国县", "合计"} <= set(cells)
    assert (tmp_path / "任务.pdf").read_bytes().startswith(b"%PDF")
