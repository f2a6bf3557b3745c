"""The section 考核办法: versions, forms with their faults beside the fields, trial on past months, YAML."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.rules.money import YI
from app.rules.scheme import plain_scheme, read_scheme
from app.services.ranking.schemes import DEFAULT, scheme_from_file, schemes
from app.ui.context import AppContext
from app.ui.schemes import SchemesPage
from app.ui.schemes.indicator_form import IndicatorForm
from app.ui.schemes.words import FIELDS, FORMS
from tests.gui.conftest import settle
from tests.support import set_target, signed_project


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> SchemesPage:
    """The default scheme is the only version; June 2026 has projects in both counties."""
    office = context.office
    for unit in ("定国县", "云河县"):
        set_target(office, unit, "signed", 12)
        set_target(office, unit, "over", 2)
    signed_project(office, "大项目", 30_000, dt.date(2026, 6, 8), county="云河县")
    for number in range(4):
        signed_project(office, f"小项目{number}", 500, dt.date(2026, 6, 3))
    page = SchemesPage(context)
    qtbot.addWidget(page)
    page.resize(1366, 560)
    page.show()
    settle(qtbot)
    return page


def type_into(page: SchemesPage, name: str, text: str) -> None:
    """Type into a field of the indicator shown, as the user does."""
    form = page.form.indicator
    field: Any = {"label": form.name, "key": form.key, "weight": form.weight}.get(name) or form.fields[name]
    field.setText(text)
    field.textEdited.emit(text)


def note(page: SchemesPage, name: str) -> str:
    return page.form.indicator.notes[name].note.text()


def test_a_version_in_force_is_looked_at_and_not_edited(page: SchemesPage) -> None:
    assert page.rows.index(0, 1).data() == "招商引资综合考核办法（默认）"
    assert not page.form.indicator.isEnabled()
    assert not page.save.isEnabled()
    assert page.form.total.text() == "权重合计 100"


def test_a_copy_is_saved_as_a_version_of_its_own(qtbot: QtBot, page: SchemesPage, context: AppContext) -> None:
    page.copy_button.click()
    assert page.form.day.day() == dt.date(2026, 10, 1)
    page.form.name.setText("新办法")
    page.form.name.textEdited.emit("新办法")
    type_into(page, "weight", "30")
    page.form.table.select_row(1)
    type_into(page, "weight", "15")
    assert page.form.total.text() == "权重合计 100"
    page.save.click()
    settle(qtbot)
    known = schemes(context.connection)
    assert [one.scheme.name for one in known] == ["新办法", "招商引资综合考核办法（默认）"]
    assert [int(one.weight) for one in known[0].scheme.indicators][:2] == [30, 15]
    assert page.may_leave(), "nothing is left unsaved"


def test_levels_of_targets_are_chosen_for_the_scheme_and_for_an_indicator(
    qtbot: QtBot, page: SchemesPage, context: AppContext
) -> None:
    page.copy_button.click()
    page.form.level.setCurrentText("工作目标")
    assert page.form.indicator.level.currentText() == "同办法"
    page.form.indicator.level.setCurrentText("奋斗目标")
    page.save.click()
    settle(qtbot)
    saved = schemes(context.connection)[0].scheme
    assert (saved.level, saved.own_levels) == ("工作目标", ((saved.indicators[0].key, "奋斗目标"),))
    page.list.select_row(0)
    settle(qtbot)
    assert page.form.indicator.level.currentText() == "奋斗目标"
    page.form.table.select_row(1)
    assert page.form.indicator.level.currentText() == "同办法"


def test_a_second_version_of_one_day_is_refused(page: SchemesPage) -> None:
    page.copy_button.click()
    page.form.day.set_day(dt.date(2016, 1, 1))
    page.form.day.textEdited.emit("2016-01-01")
    page.save.click()
    assert "已有从 2016-01-01 起生效的办法" in page.strip.text()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("weight", "二十", "不是数"),
        ("cap", "很高", "不是数"),
        ("threshold", "-5%", "不能小于0"),
        ("mix", "签约面积=50%，签约额=50%", "没有指标“签约面积”"),
        ("mix", "签约额=50%", "相加必须等于 1"),
        ("key", "签约", "小写字母"),
        ("label", "", "不能为空"),
    ],
)
def test_a_fault_stands_beside_its_field_and_keeps_from_saving(
    page: SchemesPage, name: str, text: str, said: str
) -> None:
    page.copy_button.click()
    type_into(page, name, text)
    noted = {key: one.note.text() for key, one in page.form.indicator.notes.items() if one.note.text()}
    assert said in "".join(noted.values())
    assert said in page.strip.text()
    assert not page.save.isEnabled()
    assert page.form.rows.index(0, 3).data() == "！"


def test_what_is_doubtful_is_said_and_does_not_keep_from_saving(page: SchemesPage) -> None:
    page.copy_button.click()
    type_into(page, "weight", "45")
    assert "权重合计 125，不是 100" in page.strip.text()
    assert page.save.isEnabled()
    type_into(page, "cap", "80%")
    assert "封顶低于 100%" in note(page, "weight")


def test_indicators_are_added_moved_and_removed(page: SchemesPage) -> None:
    page.copy_button.click()
    page.form.add.click()
    assert page.form.indicator.name.text() == "新指标"
    page.form.up.click()
    labels = list(page.form.labels().values())
    assert labels[-2:] == ["新指标", "开工加分"]
    page.form.remove.click()
    assert list(page.form.labels().values())[-1] == "开工加分"
    assert "新指标" not in page.form.labels().values()


def test_a_scheme_is_tried_on_past_months_beside_the_present_one(qtbot: QtBot, page: SchemesPage) -> None:
    page.copy_button.click()
    page.form.table.select_row(1)
    type_into(page, "weight", "0")
    page.segments.choose(1)
    page.trial.go.click()
    settle(qtbot)
    assert "上升：定国县；下降：云河县" in page.trial.strip.text()
    why = {page.trial.moves.rows.index(row, 0).data(): page.trial.moves.rows.index(row, 5).data() for row in range(2)}
    assert "亿元以上项目-" in why["云河县"]


def test_a_range_of_months_is_tried_month_by_month(qtbot: QtBot, page: SchemesPage) -> None:
    page.copy_button.click()
    page.segments.choose(1)
    page.trial.chooser.periods.mode.setCurrentText("全年")
    page.trial.go.click()
    settle(qtbot)
    assert page.trial.month.count() == 10, "the months that have begun by October"


def test_a_scheme_goes_out_as_yaml_and_comes_back_the_same(
    page: SchemesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "办法.yaml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.export_button.click()
    assert scheme_from_file(target) == scheme_from_file(DEFAULT)
    text = (
        target.read_text("utf-8")
        .replace("招商引资综合考核办法（默认）", "外市办法")
        .replace("2016-01-01", "2025-01-01")
    )
    target.write_text(text, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(target), ""))
    page.import_button.click()
    assert page.form.name.text() == "外市办法"
    assert "还没有保存" in page.strip.text()
    page.save.click()
    assert schemes(page.context.connection)[0].scheme.name == "外市办法"


def test_leaving_an_unsaved_version_is_asked(page: SchemesPage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert page.may_leave()
    page.copy_button.click()
    asked: list[str] = []
    monkeypatch.setattr("app.ui.schemes.page.ask", lambda *given: asked.append(given[1]) or "留下")
    assert not page.may_leave()
    assert asked == ["考核办法还没有保存"]


def test_a_version_is_voided_with_a_reason(page: SchemesPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.ui.schemes.page.ask_text", lambda *_: "文件已废止")
    page.void_button.click()
    assert schemes(page.context.connection) == ()
    assert page.rows.rowCount() == 0


RULES: dict[str, dict[str, Any]] = {
    "completion": {
        "cap": 1.5, "threshold": 0.6, "above_per_percent": 0.1, "above_limit": 5, "due": True,
        "above_by_task": [{"task_at_least": 10, "per_percent": 0.2, "limit": 8}],
        "mix": {"a": 0.5, "b": 0.5},
    },
    "step": {"steps": {1: 20, 0.8: 15}, "only_if": {"a": 0.6}},
    "floor": {"required": [{"of": "a", "at_least": 2, "less_each": 3}, {"of": "b", "less_each": 1}]},
    "counted": {"points_each": 0.2, "limit": 5},
    "deduction": {"less_each": 0.5},
    "relative": {"basis": "actual", "parts": {"a": 1, "b": 3}},
    "efficacy": {"base": 50, "basis": "actual", "parts": {"a": 1}},
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_shown_and_given_back_unchanged(qtbot: QtBot, form: str) -> None:
    others = [
        {"key": key, "label": label, "measure": "signed", "rule": {"form": "counted", "points_each": 1}}
        for key, label in (("a", "甲指标"), ("b", "乙指标"))
    ]
    mine: dict[str, Any] = {"key": "own", "label": "本指标", "measure": "signed", "weight": 20, "target_of": "a"}
    mine["rule"] = {"form": form, **RULES[form]}
    given = read_scheme({"name": "试", "from_day": "2026-01-01", "indicators": [mine, *others]}, "试")
    plain = plain_scheme(given)
    widget = IndicatorForm()
    qtbot.addWidget(widget)
    widget.show_indicator(plain["indicators"][0], {"own": "本指标", "a": "甲指标", "b": "乙指标"})
    back, faults = widget.plain()
    assert faults == {}
    again = read_scheme({**plain, "indicators": [back, *plain["indicators"][1:]]}, "试")
    assert again == given
    assert set(widget.fields) == {field.name for field in FIELDS[form]}
    assert all(isinstance(one, QLineEdit | QCheckBox) or one.accessibleName() for one in widget.fields.values())


def test_money_bounds_are_typed_in_wan(qtbot: QtBot) -> None:
    widget = IndicatorForm()
    qtbot.addWidget(widget)
    widget.show_indicator({"key": "a", "label": "甲", "measure": "signed", "at_least_fen": YI}, {})
    assert widget.at_least.text() == "10,000"
    widget.at_least.setText("三千")
    plain, faults = widget.plain()
    assert "at_least_fen" not in plain
    assert "at_least_fen" in faults
