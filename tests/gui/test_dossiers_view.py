"""The dossier: edited in place, undone, kept from two people at once, and left alone where it is read-only."""

from __future__ import annotations

import datetime as dt

import pytest
from pytestqt.qtbot import QtBot

from app.rules.money import WAN
from app.rules.stages import Stage
from app.services.dossiers.dossier_view import Dossier, load_dossier
from app.services.dossiers.keeping import ProjectDraft, edit_project
from app.services.office.offices import open_office
from app.ui.context import AppContext
from app.ui.dossiers import credit, funds, overview, stages
from app.ui.dossiers.tab import DossiersTab
from app.ui.dossiers.view import DossierView
from tests.gui.conftest import settle
from tests.gui.finding import the
from tests.support import TODAY, signed_project, unit_id


@pytest.fixture
def project(context: AppContext) -> int:
    return signed_project(context.office, "欣达轴承", 30_000, dt.date(2026, 3, 5))


@pytest.fixture
def tab(qtbot: QtBot, context: AppContext, project: int) -> DossiersTab:
    made = DossiersTab(context)
    qtbot.addWidget(made)
    made.resize(1300, 700)
    made.show()
    made.show_project(project)
    return made


@pytest.fixture
def view(tab: DossiersTab) -> DossierView:
    return tab.view


def kept(context: AppContext, project: int) -> Dossier:
    return load_dossier(context.connection, project)


def answer(monkeypatch: pytest.MonkeyPatch, module: object, said: str) -> list[str]:
    """Let the window's question be answered by `said`; return what was asked."""
    asked: list[str] = []
    monkeypatch.setattr(module, "ask", lambda _parent, _title, text, _answers: (asked.append(text), said)[1])
    return asked


def test_the_head_says_what_the_project_is(view: DossierView) -> None:
    assert view.name.text() == "欣达轴承"
    assert "3亿元" in view.facts.text()
    assert "签约" in view.facts.text()
    assert "签约 2026-03-05" in view.timeline.accessibleName()


def test_an_edit_is_saved_to_the_fen_and_listed(context: AppContext, tab: DossiersTab, project: int) -> None:
    form = tab.view.overview.form
    form.name.setText("欣达精密轴承")
    form.investment.setText("3.5亿")
    tab.view.overview.save_button.click()
    assert kept(context, project).name == "欣达精密轴承"
    assert kept(context, project).investment_fen == 35_000 * WAN
    assert tab.list.model.index(0, 1).data() == "欣达精密轴承"
    assert not tab.view.overview.save_button.isEnabled()
    assert any(line.what == "项目·名称" for line in kept(context, project).history)


def test_an_unreadable_amount_is_refused_with_the_field_and_nothing_is_lost(
    context: AppContext, view: DossierView, project: int
) -> None:
    form = view.overview.form
    form.name.setText("改了一半")
    form.investment.setText("约3亿")
    view.overview.save_button.click()
    assert "总投资" in view.overview.trouble.text()
    assert form.investment.property("invalid") is True
    assert form.name.text() == "改了一半"
    assert kept(context, project).name == "欣达轴承"


def test_a_wrong_uscc_turns_red_while_it_is_typed(qtbot: QtBot, view: DossierView) -> None:
    qtbot.keyClicks(view.overview.form.uscc, "91110000")
    assert "8位" in view.overview.form.uscc.reason


def test_discarding_shows_what_is_kept(view: DossierView) -> None:
    view.overview.form.name.setText("不要了")
    view.overview.discard_button.click()
    assert view.overview.form.name.text() == "欣达轴承"


def test_a_conflict_keeps_the_typed_and_takes_over_the_others(
    context: AppContext, view: DossierView, project: int
) -> None:
    view.overview.form.name.setText("我改的名字")
    seen = kept(context, project)
    other = ProjectDraft("欣达轴承", seen.enterprise, county_id=seen.county_id, investment_fen=40_000 * WAN)
    edit_project(context.office, project, seen.version, other)
    view.overview.save_button.click()
    assert "别人也改了" in view.overview.trouble.text()
    assert "总投资改成“40,000”" in view.overview.trouble.text()
    assert view.overview.form.name.text() == "我改的名字"
    assert view.overview.form.investment.text() == "40,000"
    assert kept(context, project).name == "欣达轴承"
    view.overview.save_button.click()
    assert kept(context, project).name == "我改的名字"
    assert kept(context, project).investment_fen == 40_000 * WAN


def test_a_stage_entered_meanwhile_does_not_disturb_typing(
    context: AppContext, view: DossierView, project: int
) -> None:
    view.overview.form.name.setText("还在改")
    view.stages.add_button.click()
    view.stages.editor.day.setText("2026.6.1")
    view.stages.editor.save_button.click()
    assert kept(context, project).stage is Stage.STARTED
    assert view.overview.form.name.text() == "还在改"
    assert view.overview.trouble.isHidden()
    view.overview.save_button.click()
    assert kept(context, project).name == "还在改"


def test_leaving_unsaved_work_is_asked_and_may_be_refused(
    context: AppContext, tab: DossiersTab, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = signed_project(context.office, "金泰包装", 800, dt.date(2026, 9, 1))
    context.data_changed.emit()
    tab.view.overview.form.name.setText("没保存")
    asked = answer(monkeypatch, overview, "继续编辑")
    tab.show_project(other)
    assert asked
    assert tab.view.project_id == project
    answer(monkeypatch, overview, "保存")
    tab.show_project(other)
    assert tab.view.project_id == other
    assert kept(context, project).name == "没保存"


def test_stages_are_entered_corrected_verified_and_voided(
    context: AppContext, view: DossierView, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = view.stages
    panel.add_button.click()
    assert panel.editor.stage.currentData() is Stage.STARTED
    panel.editor.day.setText("2026年1月2日")
    panel.editor.save_button.click()
    assert "早于" in panel.editor.trouble.text()
    panel.editor.day.setText("2026-05-01")
    panel.editor.save_button.click()
    started = next(line for line in kept(context, project).stages if line.stage is Stage.STARTED)
    assert (started.day, started.verified_on) == (dt.date(2026, 5, 1), None)
    panel.table.select_row(1)
    panel.verify_button.click()
    panel.editor.by.setText("李主任")
    panel.editor.evidence.setText("施工许可证 12 号")
    panel.editor.save_button.click()
    assert kept(context, project).stages[1].verified_on == TODAY
    panel.table.select_row(1)
    assert not panel.verify_button.isEnabled()
    monkeypatch.setattr(stages, "ask_text", lambda *_: "填错了项目")
    panel.void_button.click()
    assert [line.stage for line in kept(context, project).stages] == [Stage.SIGNED]


def test_funds_run_up_to_a_total(
    context: AppContext, view: DossierView, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = view.funds
    for typed in ("1200", "0.3亿元"):
        panel.add_button.click()
        panel.amount.setText(typed)
        panel.save()
    assert [panel.model.index(row, 2).data() for row in range(2)] == ["1,200", "4,200"]
    assert "4,200万元" in panel.total.text()
    assert "14.0%" in panel.total.text()
    panel.add_button.click()
    panel.amount.setText("面议")
    panel.save()
    assert "不是确定的金额" in panel.trouble.text()
    panel.table.select_row(0)
    monkeypatch.setattr(funds, "ask_text", lambda *_: "重复登记")
    panel.void_button.click()
    assert kept(context, project).funds_fen == 3_000 * WAN


def test_shares_must_add_up_before_they_can_be_saved(context: AppContext, view: DossierView, project: int) -> None:
    editor = view.credit.groups["leader"]
    editor.add_button.click()
    editor.add_button.click()
    assert editor.shares() == [
        (unit_id(context.office, "周明远"), 10_000),
        (unit_id(context.office, "沈国栋"), 0),
    ]
    first, second = editor.rows
    first.share.setValue(60)
    assert not editor.save_button.isEnabled()
    second.share.setValue(40)
    editor.save_button.click()
    leaders = {line.unit: line.share_bp for line in kept(context, project).credits if line.group_key == "leader"}
    assert leaders == {"周明远": 6000, "沈国栋": 4000}
    assert not editor.is_dirty


def test_a_project_passes_to_another_county_from_a_day_on(view: DossierView, context: AppContext, project: int) -> None:
    editor = view.credit.groups["county"]
    other = next(one for one in editor.units if one.id != editor.shares()[0][0])
    before = editor.rows[0].unit.currentText()
    editor.rows[0].unit.setCurrentText(other.name)
    view.credit.since.setText("2026-13-01")
    view.credit.save("county")
    assert [line.to_day for line in kept(context, project).credits if line.group_key == "county"] == [None]
    view.credit.since.set_day(dt.date(2026, 7, 1))
    assert view.credit.save("county")
    counties = [line for line in kept(context, project).credits if line.group_key == "county"]
    assert {line.unit: (line.from_day, line.to_day) for line in counties} == {
        before: (None, dt.date(2026, 6, 30)),
        other.name: (dt.date(2026, 7, 1), None),
    }
    assert f"此前：{before}100%到2026-06-30为止" in view.credit.papers.text()
    assert view.credit.since.text() == ""


def test_introducers_are_taken_apart(context: AppContext, view: DossierView, project: int) -> None:
    view.credit.referrals.setText("石大山、清沅商会")
    view.credit.save_referrals_button.click()
    assert [(r.name, r.is_enterprise) for r in kept(context, project).referrals] == [
        ("石大山", False),
        ("清沅商会", True),
    ]


def test_unsaved_shares_are_asked_about(view: DossierView, monkeypatch: pytest.MonkeyPatch) -> None:
    view.credit.groups["leader"].add_button.click()
    asked = answer(monkeypatch, credit, "继续编辑")
    assert not view.may_leave()
    assert "招商责任" in asked[0]
    answer(monkeypatch, credit, "放弃修改")
    assert view.may_leave()


def test_contradictions_show_as_a_strip(context: AppContext, view: DossierView) -> None:
    assert view.contradictions.isHidden()
    view.stages.add_button.click()
    view.stages.editor.stage.setCurrentIndex(view.stages.editor.stage.findData(Stage.COMPLETED))
    view.stages.editor.day.setText("2026-06-01")
    view.stages.editor.save_button.click()
    assert "没有开工时间" in view.contradictions.text()
    assert view.contradictions.isVisible()


def test_history_tells_before_and_after(context: AppContext, view: DossierView) -> None:
    view.overview.form.investment.setText("4亿")
    view.overview.save()
    model = view.history.model
    rows = [tuple(model.index(row, column).data() for column in range(5)) for row in range(model.rowCount())]
    assert any(what == "项目·总投资" and "4" in after and who == "测试" for _, what, _, after, who in rows)


def test_voiding_takes_the_project_off_the_list(
    context: AppContext, tab: DossiersTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "ask_text", lambda *_: "重复建档")
    tab.view.overview.void_button.click()
    assert tab.list.model.rowCount() == 0
    assert "已作废：重复建档" in tab.view.contradictions.text()
    assert not tab.view.overview.void_button.isEnabled()


def test_a_new_project_is_added_and_shown(context: AppContext, tab: DossiersTab) -> None:
    from app.ui.dossiers.new_project import NewProjectDialog

    tab.list.add_button.click()
    dialog = the(NewProjectDialog, tab)
    dialog.accept()
    assert "请填写项目名称" in dialog.trouble.text()
    dialog.form.name.setText("永昌铸件")
    dialog.form.enterprise.setText("永昌机械有限公司")
    dialog.form.investment.setText("1.2亿元")
    dialog.save_button.click()
    assert tab.view.name.text() == "永昌铸件"
    dossier = kept(context, tab.view.project_id or 0)
    assert (dossier.investment_fen, dossier.stage) == (12_000 * WAN, Stage.LEAD)


def test_a_hidden_project_is_shown_by_dropping_the_filters(context: AppContext, tab: DossiersTab, project: int) -> None:
    tab.list.search.setText("没有的")
    tab.list.filters.county.setCurrentText("云河县")
    tab.show_project(project)
    assert tab.list.search.text() == ""
    assert tab.list.table.selected_rows() == [0]


def test_read_only_lets_read_and_nothing_else(qtbot: QtBot, context: AppContext, project: int) -> None:
    folder = context.office.folder
    context.set_office(open_office(folder, who="另一人", today=TODAY, read_only=True))
    tab = DossiersTab(context)
    qtbot.addWidget(tab)
    tab.show()
    tab.show_project(project)
    view = tab.view
    assert not tab.list.add_button.isEnabled()
    assert not tab.list.import_button.isEnabled()
    assert tab.list.export_button.isEnabled()
    view.stages.table.select_row(0)
    for pushed in (
        view.overview.save_button,
        view.overview.void_button,
        view.stages.add_button,
        view.stages.edit_button,
        view.stages.verify_button,
        view.stages.void_button,
        view.funds.add_button,
    ):
        assert not pushed.isEnabled(), pushed.text()
    assert view.overview.form.name.isReadOnly()
    assert not view.credit.groups["leader"].add_button.isVisible()
    settle(qtbot)


def test_a_narrow_window_shows_list_and_dossier_in_turns(qtbot: QtBot, tab: DossiersTab, project: int) -> None:
    tab.resize(683, 353)
    qtbot.waitUntil(tab.side.isHidden)
    tab.list.opened.emit(project)
    assert tab.list.isHidden()
    assert tab.view.back.isVisible()
    tab.view.back.click()
    assert tab.side.isHidden()
    assert tab.list.isVisible()
