"""The page 主导产业: live ranking, firmness, chart and table together, a choice tried and made, membership by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from app.models.tables import Industry, LeadingIndustry, Project
from app.rules.leading import ASPECTS
from app.services.policy.leading import leading_on
from app.ui.context import AppContext
from app.ui.policy.act_dialog import ActDialog
from app.ui.policy.leading import EFFECT, MEMBERS, LeadingPage
from tests.gui.conftest import settle
from tests.gui.finding import the
from tests.support import TODAY, reading, signed_project

JUNE = dt.date(2026, 6, 1)
TICKED, UNTICKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> LeadingPage:
    """Food leads; household chemicals are here too, and cement, which is strong but deaf to policy."""
    office = context.office
    with office.change("水泥") as change:
        change.session.add(Industry(name="水泥建材", codes="301"))
        change.session.add(LeadingIndustry(industry_id=2, from_day=JUNE, reason="有基础"))
    for name, wan, industry in (("洗涤", 2000, 1), ("牙膏", 6000, 1), ("饮料", 8000, 2), ("水泥", 50_000, 3)):
        project = signed_project(office, f"{name}项目", wan, dt.date(2026, 6, 10))
        with office.change("归类") as change:
            change.get(Project, project).industry_id = industry
    made = LeadingPage(context)
    qtbot.addWidget(made)
    made.resize(1300, 660)
    made.show()
    settle(qtbot)
    return made


def names(page: LeadingPage) -> list[str]:
    return [one.figures.name for one in page.model.scored]


def tick(page: LeadingPage, *wanted: str) -> None:
    for row, name in enumerate(names(page)):
        state = TICKED if name in wanted else UNTICKED
        page.model.setData(page.model.index(row, 0), state, Qt.ItemDataRole.CheckStateRole.value)


def test_every_part_of_the_score_and_the_figures_behind_it_are_shown(page: LeadingPage) -> None:
    heads = [page.model.headerData(n, Qt.Orientation.Horizontal) for n in range(page.model.columnCount())]
    assert set(ASPECTS.values()) < set(heads)
    row = page.model.row_of("食品")
    assert row is not None
    shown = {head: page.model.index(row, n).data() for n, head in enumerate(heads)}
    assert (shown["产业"], shown["企业"], shown["投资（亿元）"], shown["近12月"]) == ("食品（现行）", "1", "0.8", "1")
    assert page.weights.count.value() == 1
    assert "水泥建材不列入建议：对优惠政策不敏感" in page.told.text()
    cement = page.model.row_of("水泥建材")
    assert cement is not None
    assert page.model.index(cement, len(heads) - 1).data() == "对优惠政策不敏感"


def test_a_moved_weight_ranks_anew_at_once_and_can_be_taken_back(page: LeadingPage) -> None:
    before = [page.model.index(row, 1).data() for row in range(3)]
    for key, box in page.weights.boxes.items():
        box.setValue(100 if key == "sensitivity" else 0)
    assert "合计 100" in page.weights.sum.text()
    column = 2 + list(ASPECTS).index("sensitivity")
    assert all(page.model.index(row, 1).data() == page.model.index(row, column).data() for row in range(3))
    page.weights.reset.click()
    assert [page.model.index(row, 1).data() for row in range(3)] == before


def test_weights_that_are_all_0_are_refused_and_the_ranking_stays(page: LeadingPage) -> None:
    for box in page.weights.boxes.values():
        box.setValue(0)
    assert "不能全是0" in page.fault.text()
    assert page.model.rowCount() == 3


def test_each_weight_says_whether_the_choice_holds(page: LeadingPage) -> None:
    rows = page.swings.rows
    assert [rows.index(row, 0).data() for row in range(5)] == list(ASPECTS.values())
    assert page.compared is not None
    for row, key in enumerate(ASPECTS):
        holds = all(one.holds for one in page.compared.swings if one.aspect == key)
        assert rows.index(row, 3).data() == ("稳" if holds else "不稳")
    assert ("不稳：" in page.told.text()) is not page.compared.holds


@pytest.mark.parametrize("shape", [0, 1])
def test_table_and_chart_choose_each_other(page: LeadingPage, shape: int) -> None:
    page.shape.choose(shape)
    row = page.model.row_of("水泥建材")
    assert row is not None
    page.table.select_row(row)
    assert page.chart.selected == "水泥建材"
    assert page.chart.lines["水泥建材"].opts["pen"].width() == 4
    other = next(one for one in page.model.scored if one.figures.name == "食品")
    x, y = page.chart._points(other)[2]
    page.chart.choose_at(QPointF(x, y))
    assert page.chart.selected != "水泥建材"
    assert page.table.currentIndex().row() == page.model.row_of(page.chart.selected)


def test_trying_a_choice_tells_who_gains_and_who_loses_and_writes_nothing(
    qtbot: QtBot, page: LeadingPage, context: AppContext
) -> None:
    tick(page, "日用化工")
    page.suppose_button.click()
    settle(qtbot)
    assert page.parts.current() == EFFECT
    assert page.effect.told.text().startswith(f"若{TODAY}以日用化工为主导产业")
    changes = {
        (page.effect.name_rows.index(row, 0).data(), page.effect.name_rows.index(row, 1).data())
        for row in range(page.effect.name_rows.rowCount())
    }
    assert {("新增", "牙膏项目"), ("失去", "饮料项目")} <= changes
    assert all(page.effect.name_rows.index(row, 2).data() for row in range(page.effect.name_rows.rowCount()))
    with reading(context.office) as connection:
        assert leading_on(connection, TODAY) == ("食品",)


def test_trying_nothing_is_told(page: LeadingPage) -> None:
    tick(page)
    page.suppose_button.click()
    assert "请先在表里勾选产业" in page.fault.text()


def test_a_choice_is_refused_without_a_reason_then_made_and_listed(
    qtbot: QtBot, page: LeadingPage, context: AppContext
) -> None:
    tick(page, "日用化工", "水泥建材")
    form = page.form()
    assert form is not None
    assert set(form.ticked()) == {"日用化工", "水泥建材"}
    assert form.warning.text() == "水泥建材：对优惠政策不敏感"
    form.by.setText("市委常委会")
    form.save()
    assert "决定人（会议）和理由" in form.fault.text()
    form.reason.setText("集中力量")
    form.save()
    settle(qtbot)
    with reading(context.office) as connection:
        assert set(leading_on(connection, TODAY)) == {"日用化工", "水泥建材"}
    assert page.choices.rows.index(0, 2).data() == "市委常委会"
    assert page.choices.rows.index(1, 1).data() == "食品"


def test_a_project_is_judged_by_hand_from_the_list(qtbot: QtBot, page: LeadingPage) -> None:
    page.parts.choose(MEMBERS)
    settle(qtbot)
    page.members.search.setText("牙膏")
    page.members.refresh()
    settle(qtbot)
    assert [one.belongs for one in page.members.members] == [False]
    page.members.table.select_row(0)
    page.members.judge.click()
    form = the(ActDialog, page)
    for line in form.findChildren(type(page.members.search)):
        if line.accessibleName() in ("认定人", "理由"):
            line.setText("王主任")
    form.save()
    settle(qtbot)
    assert [(one.by_code, one.belongs) for one in page.members.members] == [(False, True)]


def test_the_report_is_asked_for_with_what_is_ticked(page: LeadingPage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("app.ui.papers.paper_window.show_paper", lambda _parent, _context, make: asked.append(make))
    monkeypatch.setattr(
        "app.services.policy.papers.leading.leading_report",
        lambda _connection, found, *, today, suppose: asked.append((found, today, suppose)),
    )
    tick(page, "日用化工")
    page.print_button.click()
    make = asked[0]
    assert callable(make)
    make(None)
    assert asked[1] == (page.compared, TODAY, ["日用化工"])
