"""Entering the measures by forms: every part of a draft, the live check, saving, leaving, and going on later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app.rules.facts import FACTS
from app.rules.policy.document import read_document
from app.rules.policy.drafts import draft_of_version
from app.rules.policy.reading import FITTING
from app.services.office.undo import last_act, undo
from app.services.policy.policies import shipped, shipped_raws, versions
from app.services.policy.policy_drafts import kept_draft
from app.services.policy.policy_versions import save_draft
from app.ui.context import AppContext
from app.ui.policy import PolicyTab, measures
from app.ui.policy.editing import outline, page
from app.ui.policy.editing.bonus_form import BonusForm
from app.ui.policy.editing.clause_form import BENEFIT, BOUNDS, CONDITIONS, KINDS, TEXT
from app.ui.policy.editing.diff_dialog import VersionsDialog
from app.ui.policy.editing.page import MeasuresEditor
from app.ui.policy.editing.referral_form import ReferralForm
from app.ui.policy.editing.save_dialog import SaveDialog
from app.ui.policy.editing.texts import ListValue
from app.ui.policy.editing.trial_dialog import TrialDialog
from app.ui.policy.editing.values import MoneyValue
from app.ui.policy.measures import MeasuresPage
from tests.gui.conftest import settle
from tests.support import signed_project

JANUARY = dt.date(2027, 1, 1)


@pytest.fixture
def section(qtbot: QtBot, context: AppContext) -> MeasuresPage:
    section = MeasuresPage(context)
    qtbot.addWidget(section)
    section.resize(1366, 600)
    section.show()
    return section


@pytest.fixture
def editor(section: MeasuresPage) -> MeasuresEditor:
    """A revision of the version of October, its head filled in."""
    section.begin_revision()
    editor = section.editor
    assert editor is not None
    editor.head.paper.setText("清政发〔2026〕30号")
    editor.head.paper.textEdited.emit("清政发〔2026〕30号")
    editor.head.valid_from.show_value(JANUARY)
    editor.head.valid_from.edited.emit()
    editor.examine()
    return editor


def choose(editor: MeasuresEditor, key: str) -> None:
    editor.outline.choose(next(one for one in editor.draft.clauses() if one.data.get("key") == key))


def places(editor: MeasuresEditor) -> list[str]:
    editor.examine()
    return [one.place for one in editor.faults]


def pick(box: QComboBox, text: str) -> None:
    number = box.findText(text)
    assert number >= 0, text
    box.setCurrentIndex(number)
    box.activated.emit(number)


def write(line: QWidget, text: str) -> None:
    assert isinstance(line, QLineEdit)
    line.setText(text)
    line.textEdited.emit(text)


def known(context: AppContext) -> list[str]:
    return sorted(one.version for one in versions(context.connection))


def test_a_revision_begins_with_the_text_and_asks_for_paper_and_day(section: MeasuresPage) -> None:
    section.begin_revision()
    editor = section.editor
    assert editor is not None
    assert section.is_editing
    assert [one.place for one in editor.faults] == ["paper", "valid_from"]
    assert editor.faults_list.list.item(0).text() == "文件头 文号：写明文号，以后查得到依据"
    assert not editor.save_button.isEnabled()
    assert editor.draft.stored()["changes"] == []


@pytest.mark.parametrize("raw", shipped_raws(), ids=lambda raw: str(raw["valid_from"]))
def test_a_shipped_version_shown_clause_by_clause_is_not_changed(
    section: MeasuresPage, editor: MeasuresEditor, raw: dict
) -> None:
    others = [one for one in shipped_raws() if one["valid_from"] != raw["valid_from"]]
    draft = draft_of_version(raw, others)
    editor.begin(draft)
    for clause in draft.clauses():
        editor.outline.choose(clause)
        for number in range(4):
            editor.clause.segments.choose(number)
    assert not editor.unsaved
    found = read_document(draft.stored(), others)
    assert found == next(one for one in shipped() if one.valid_from == raw["valid_from"])


def test_a_revision_is_saved_undone_and_granted_stays(
    qtbot: QtBot, section: MeasuresPage, editor: MeasuresEditor, context: AppContext
) -> None:
    choose(editor, "equipment")
    editor.clause.text.setPlainText("按设备发票金额的百分之六给予补助。")
    editor.clause.segments.choose(BENEFIT)
    write(editor.clause.forms["subsidy"].fields["rate"], "6%")
    assert places(editor) == []
    assert "按设备投资的6%补助" in editor.clause.sentence.text()
    editor.keep()
    editor.ask_save()
    dialog = editor.findChild(SaveDialog)
    assert dialog is not None
    assert "修改 1 条" in dialog.told.text()
    dialog.save.click()
    assert "理由" in dialog.strip.text()
    dialog.reason.setText("财力所限")
    dialog.save.click()
    assert known(context)[-1] == "2027-01-01"
    assert not section.is_editing
    assert kept_draft(context.office) is None
    assert section.clauses.measures is not None
    assert section.clauses.measures.version == "2027-01-01"
    act = last_act(context.connection)
    assert act is not None
    undo(context.office, act.id)
    assert known(context)[-1] == "2026-10-01"


def test_a_day_that_does_not_fit_among_the_versions_is_told_at_once(section: MeasuresPage) -> None:
    section.clauses.choose_version("2026-06-01")
    section.begin_revision()
    editor = section.editor
    assert editor is not None
    editor.draft.paper, editor.draft.valid_from = "号", dt.date(2027, 3, 1)
    assert places(editor) == ["valid_from"]
    assert "还有2026-10-01版" in editor.faults[0].reason
    editor.ask_save()
    assert editor.findChild(SaveDialog) is None
    assert editor.head.valid_from.isVisible()


def test_a_version_saved_by_somebody_else_meanwhile_is_told_in_the_dialog(
    editor: MeasuresEditor, context: AppContext
) -> None:
    editor.ask_save()
    dialog = editor.findChild(SaveDialog)
    assert dialog is not None
    save_draft(context.office, editor.draft, reason="抢先")
    dialog.reason.setText("试")
    dialog.save.click()
    assert "两个版本都自2027-01-01起施行" in dialog.strip.text()
    assert dialog.isVisible()


def test_conditions_are_built_three_deep_with_the_keyboard(qtbot: QtBot, editor: MeasuresEditor) -> None:
    choose(editor, "land")
    editor.clause.segments.choose(CONDITIONS)
    conditions = editor.clause.conditions
    tree, bar = conditions.tree, conditions.bar
    conditions.go_to("when")
    qtbot.keyClick(tree, Qt.Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(tree, Qt.Key.Key_Insert)
    pick(bar.fact, "县区")
    pick(bar.operator, "属于")
    assert isinstance(bar.value, ListValue)
    bar.value.add("定国县")
    bar.value.add("定国县")
    qtbot.keyClick(tree, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(tree, Qt.Key.Key_Insert)
    pick(bar.fact, "认定投资额")
    assert isinstance(bar.value, MoneyValue)
    write(bar.value.amount, "2")
    pick(bar.value.unit, "亿元")
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    node = conditions.chosen()
    assert node is not None
    assert node.place() == "when.all[6].any[2].all[2].not"
    assert node.plain() == {"not": {"fact": "认定投资额", "at_least": "2亿元"}}
    qtbot.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert node.parent is not None
    assert node.parent.parts[0] is node
    assert places(editor) == ["第十六条 when.all[6].any[1]"]
    editor.go_to(editor.faults[0])
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert places(editor) == []
    assert "县区属于定国县" in editor.clause.sentence.text()


@pytest.mark.parametrize("name", list(FACTS))
def test_every_fact_has_a_fitting_editor_for_each_of_its_comparisons(editor: MeasuresEditor, name: str) -> None:
    choose(editor, "duties")
    editor.clause.segments.choose(CONDITIONS)
    conditions = editor.clause.conditions
    conditions.go_to("when")
    pick(conditions.bar.fact, name)
    for operator in FITTING[FACTS[name].kind]:
        number = conditions.bar.operator.findData(operator)
        conditions.bar.operator.setCurrentIndex(number)
        conditions.bar.operator.activated.emit(number)
        assert conditions.bar.value is not None
        before = conditions.plain()
        conditions.bar.value.edited.emit()
        assert conditions.plain() == before


@pytest.mark.parametrize(
    ("key", "spoil", "part"),
    [
        ("leading_tax", lambda clause: clause.rule.pop("review"), BOUNDS),
        ("other_tax", lambda clause: clause.rule["benefit"].update(full=0, half=0), BENEFIT),
        ("equipment", lambda clause: clause.rule.update(overlap={"matter": "税收扶持", "rule": "叠加"}), BOUNDS),
        ("land", lambda clause: clause.data.update(key="equipment"), TEXT),
        ("plant", lambda clause: clause.rule["when"]["all"].append({"fact": "天气", "is": "晴"}), CONDITIONS),
        ("bonus", lambda clause: clause.rule["bonus"]["tiers"][0].update(up_to="2亿元"), BENEFIT),
    ],
)
def test_a_click_on_a_fault_leads_to_its_part(
    editor: MeasuresEditor, key: str, spoil: Callable[[Any], None], part: int
) -> None:
    spoil(next(one for one in editor.draft.clauses() if one.data.get("key") == key))
    assert len(places(editor)) == 1
    assert not editor.save_button.isEnabled()
    editor.faults_list.list.itemClicked.emit(editor.faults_list.list.item(0))
    chosen = editor.outline.part()
    assert chosen is editor.draft.clauses()[editor.faults[0].clause or 0]
    assert editor.clause.segments.current() == part


def test_a_fault_deep_in_the_tree_is_chosen_and_red(editor: MeasuresEditor) -> None:
    clause = next(one for one in editor.draft.clauses() if one.data.get("key") == "duties")
    clause.put_rule(
        "when",
        {
            "all": [
                {"fact": "主导产业", "is": True},
                {"any": [{"fact": "天气", "is": "晴"}, {"fact": "县区", "is": "甲"}]},
            ]
        },
    )
    assert places(editor) == ["第十八条 when.all[2].any[1]"]
    editor.faults_list.next()
    node = editor.clause.conditions.chosen()
    assert node is not None
    assert node.fact == "天气"
    item = editor.clause.conditions.tree.currentItem()
    assert item is not None
    assert "没有“天气”这项事实" in item.toolTip(0)


def test_chapters_and_clauses_are_added_moved_and_taken_out(
    editor: MeasuresEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(outline, "ask", lambda *args: asked.append(args[2]) or "删去")
    tree, clauses = editor.outline, editor.draft.clauses()
    tree.choose(clauses[8])
    tree.add_clause()
    assert editor.clause.number.text() == "第十条"
    write(editor.clause.title, "附加的一条")
    editor.clause.text.setPlainText("附加的正文。")
    tree.shift(1)
    assert editor.draft.chapters[1].clauses[0].data["title"] == "附加的一条"
    tree.shift(-1)
    assert editor.draft.chapters[0].clauses[-1].data["title"] == "附加的一条"
    tree.choose(editor.draft.chapters[1])
    tree.add_chapter()
    assert editor.draft.chapters[2].title == ""
    assert any(place == "第三章 title" for place in places(editor))
    write(editor.chapter.title, "新的一章")
    tree.remove()
    tree.choose(clauses[0])
    tree.remove()
    assert asked == ["“新的一章”连同其中 1 条都会删去。", "删去“责任主体”？"]
    assert places(editor) == []
    found = editor.difference()
    assert found is not None
    assert found.summary == "新增 1 条，删去 1 条"


def test_a_clause_gets_a_rule_of_each_kind_and_loses_it_again(editor: MeasuresEditor) -> None:
    clause = editor.draft.clauses()[0]
    editor.outline.choose(clause)
    write(editor.clause.key, "first")
    for kind, called in KINDS.items():
        pick(editor.clause.kind, called)
        if not kind:
            assert clause.rule is None
            continue
        rule = clause.rule
        assert rule is not None
        assert ("bonus" in rule) is (kind == "bonus")
        assert kind == "bonus" or rule["benefit"]["kind"] == kind
    pick(editor.clause.kind, KINDS[""])
    assert places(editor) == []


def test_the_map_of_referrals_is_edited_line_by_line(editor: MeasuresEditor) -> None:
    choose(editor, "referral")
    form = editor.clause.forms["referral"]
    assert isinstance(form, ReferralForm)
    form.table.add_button.click()
    assert len(form.table.lines) == 2
    years = form.table.lines[1][2]
    assert isinstance(years, QSpinBox)
    years.setValue(3)
    assert places(editor) == ["第二十二条 benefit.map[2]"]
    form.table.removed.emit(1)
    assert places(editor) == []


def test_the_bonus_adds_up_and_its_tiers_must_rise(editor: MeasuresEditor) -> None:
    choose(editor, "bonus")
    form = editor.clause.forms["bonus"]
    assert isinstance(form, BonusForm)
    form.parts["见效"].setValue(10)
    assert form.total.text() == "合计 90%，应为 100%"
    assert places(editor) == ["第二十四条 bonus"]
    form.parts["见效"].setValue(20)
    assert form.total.text() == "合计 100%"
    form.tiers.add_button.click()
    assert places(editor) == ["第二十四条 bonus.tiers[4].rate"]
    form.tiers.removed.emit(3)
    assert places(editor) == []


def test_codes_are_named_and_found_by_their_names(editor: MeasuresEditor) -> None:
    choose(editor, "other_tax")
    editor.clause.conditions.go_to("when.all[2]")
    value = editor.clause.conditions.bar.value
    assert isinstance(value, ListValue)
    assert "30 非金属矿物制品业" in value.names.text()
    value.add("4420　热力生产")
    assert value.value()[-1] == "4420"
    write(value.items, "30、水泥")
    assert places(editor) == ["第十四条 when.all[2].not"]


def test_the_outcome_of_the_review_is_stated_for_all_clauses_at_once(editor: MeasuresEditor) -> None:
    editor.outline.choose(editor.draft)
    assert editor.head.reviews.text().startswith("现在：有效 5 条，审查中 1 条")
    pick(editor.head.outcome, "有效")
    editor.head.review_all.click()
    assert len(places(editor)) == 6
    assert set(places(editor)) >= {"第十三条 review", "第二十二条 review"}
    write(editor.head.review_paper, "清市监竞审〔2026〕40号")
    editor.head.review_all.click()
    assert places(editor) == []
    assert "有效 6 条" in editor.head.reviews.text()
    duties = next(one for one in editor.draft.clauses() if one.data.get("key") == "duties")
    assert "review" not in (duties.rule or {})


def test_trying_a_clause_counts_the_projects(qtbot: QtBot, editor: MeasuresEditor, context: AppContext) -> None:
    signed_project(context.office, "饼干项目", 6000, dt.date(2026, 6, 10))
    choose(editor, "duties")
    editor.clause.try_button.click()
    settle(qtbot)
    dialog = editor.findChild(TrialDialog)
    assert dialog is not None
    assert dialog.head.text() == "第十八条　享受扶持的义务：可享受 1，可争取 0，不适用 0"
    assert dialog.rows.index(0, 1).data() == "饼干项目"
    dialog.segments.choose(2)
    assert dialog.rows.rowCount() == 0


@pytest.mark.parametrize(
    ("answer", "may", "kept"), [("留着草稿离开", True, True), ("放弃改动", True, False), ("继续编辑", False, True)]
)
def test_leaving_asks_what_becomes_of_the_draft(
    editor: MeasuresEditor, context: AppContext, monkeypatch: pytest.MonkeyPatch, answer: str, may: bool, kept: bool
) -> None:
    editor.keep()
    write(editor.head.title, "改到一半的办法")
    monkeypatch.setattr(page, "ask", lambda *_: answer)
    assert editor.may_leave() is may
    found = kept_draft(context.office)
    assert (found is not None) is kept
    if answer == "留着草稿离开":
        assert found is not None
        assert found.draft.title == "改到一半的办法"


def test_closing_the_window_asks_through_the_tab(
    qtbot: QtBot, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = PolicyTab(context)
    qtbot.addWidget(tab)
    assert tab.may_leave()
    tab.measures.begin_revision()
    assert tab.measures.editor is not None
    write(tab.measures.editor.head.paper, "号")
    monkeypatch.setattr(page, "ask", lambda *_: "继续编辑")
    assert not tab.may_leave()
    monkeypatch.setattr(page, "ask", lambda *_: "放弃改动")
    assert tab.may_leave()


def test_a_draft_left_behind_by_a_crash_is_gone_on_with(
    qtbot: QtBot, editor: MeasuresEditor, context: AppContext
) -> None:
    choose(editor, "equipment")
    editor.clause.text.setPlainText("改到一半")
    editor.keep()
    section = MeasuresPage(context)
    qtbot.addWidget(section)
    section.show()
    assert "没有保存的办法草稿" in section.left_over.text()
    section.resume.click()
    assert section.editor is not None
    assert section.editor.unsaved
    assert section.editor.draft.to_plain() == editor.draft.to_plain()


def test_beginning_anew_asks_about_the_draft_left_behind(
    section: MeasuresPage, editor: MeasuresEditor, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.keep()
    section._show_reading()
    monkeypatch.setattr(measures, "ask", lambda *_: "留着")
    section.begin_empty()
    assert not section.is_editing
    assert kept_draft(context.office) is not None
    monkeypatch.setattr(measures, "ask", lambda *_: "丢掉草稿")
    section.begin_empty()
    assert section.is_editing
    assert kept_draft(context.office) is None


def test_a_file_goes_out_and_comes_in(
    section: MeasuresPage, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "办法"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    section.export_button.click()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path.with_name("办法.yaml")), ""))
    section.import_button.click()
    assert section.editor is not None
    assert section.editor.unsaved
    assert [one.place for one in section.editor.faults] == ["paper"]
    assert len(section.editor.draft.clauses()) == len(shipped()[0].clauses)


def test_a_version_is_voided_with_a_reason_and_shipped_ones_are_not(
    qtbot: QtBot, section: MeasuresPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measures, "ask_text", lambda *_: "录错")
    assert not section.void.isEnabled()
    assert "示范文本，不能作废" in section.void.toolTip()
    section.begin_copy()
    assert section.editor is not None
    section.editor.draft.paper, section.editor.draft.valid_from = "号", JANUARY
    section.editor.ask_save()
    dialog = section.editor.findChild(SaveDialog)
    assert dialog is not None
    dialog.reason.setText("重订")
    dialog.save.click()
    section.clauses.choose_version("2027-01-01")
    assert "录错了" in section.void.toolTip()
    section.void.click()
    assert known(context)[0] == "2019-01-01"


def test_two_versions_are_shown_beside_each_other(section: MeasuresPage) -> None:
    section.compare.click()
    dialog = section.findChild(VersionsDialog)
    assert dialog is not None
    assert dialog.old.currentText() == "2026-06-01 起"
    rows = dialog.view.rows
    assert [rows.index(row, 3).data() for row in range(rows.rowCount())] == [
        "文件头",
        "其他产业项目的扶持",
        "设备补助",
        "奖励对象与标准",
    ]
    dialog.view.table.select_row(2)
    assert "八百万元" in dialog.view.text.toPlainText()
    dialog.old.setCurrentIndex(2)
    dialog.compare()
    assert dialog.view.summary.text() == "没有变化"


def test_the_rule_is_read_aloud_beside_the_text(section: MeasuresPage) -> None:
    clauses = section.clauses
    clauses.search.setText("标准厂房")
    assert clauses.rule.text().startswith("规则：凡属于主导产业，认定投资额低于1亿元")
    clauses.search.setText("责任主体承担")
    assert clauses.rule.isHidden()


def test_nothing_can_be_revised_in_an_office_that_is_only_read(
    section: MeasuresPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(context), "writable", property(lambda _: False))
    section.clauses.refresh()
    assert not any(made.isEnabled() for made in (section.revise, section.new, section.import_button, section.void))
    assert section.export_button.isEnabled()
