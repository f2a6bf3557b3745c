"""The page 邻市: conflicts as of a day, records entered, corrected, ended and voided, and the mark in a dossier."""

from __future__ import annotations

import datetime as dt

import pytest
from pytestqt.qtbot import QtBot

from app.models.tables import LeadingIndustry
from app.services.policy.neighbour_records import (
    CopyDraft,
    CourtedDraft,
    IndustryDraft,
    Kind,
    save_copy,
    save_courted,
    save_industry,
)
from app.ui.context import AppContext
from app.ui.dossiers.view import DossierView
from app.ui.policy import neighbour_tables
from app.ui.policy.neighbours import NeighboursPage
from tests.gui.conftest import settle
from tests.support import signed_project

JUNE = dt.date(2026, 6, 1)


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> NeighboursPage:
    """The page on an office whose leading industry a neighbour pursues since June."""
    with context.office.change("主导产业") as change:
        change.session.add(LeadingIndustry(industry_id=1, from_day=JUNE))
    save_industry(context.office, Kind.PURSUIT, IndustryDraft("春来市", "洗涤用品", "2681", JUNE))
    save_copy(context.office, CopyDraft("春来市", JUNE, JUNE, "不做日用化工"))
    made = NeighboursPage(context)
    qtbot.addWidget(made)
    made.show()
    settle(qtbot)
    return made


def test_conflicts_and_the_broken_condition_are_told(page: NeighboursPage) -> None:
    assert [page.rows.index(row, 0).data() for row in range(page.rows.rowCount())] == ["重叠", "照抄"]
    assert "违反照抄办法的条件" in page.strip.text()
    assert page.copies.model.index(0, 4).data() == "已违反（现做日用化工）"


def test_another_day_is_asked_for(qtbot: QtBot, page: NeighboursPage) -> None:
    page.day.setText("2026-05-31")
    page.day.changed.emit()
    settle(qtbot)
    assert page.rows.rowCount() == 0
    assert page.strip.text() == ""


def test_a_record_is_entered_and_what_is_wrong_is_told_in_the_card(qtbot: QtBot, page: NeighboursPage) -> None:
    page.sections.choose(2)
    page.agreements.add_button.click()
    fields = page.agreements.card.fields
    for key, text in (("city", "南浦市"), ("industry", "食品"), ("codes", "食")):
        fields[key].setText(text)  # pyright: ignore[reportAttributeAccessIssue]
    page.agreements.card.save_button.click()
    assert "行业代码“食”不对" in page.agreements.card.trouble.text()
    fields["codes"].setText("14")  # pyright: ignore[reportAttributeAccessIssue]
    page.agreements.card.save_button.click()
    settle(qtbot)
    assert [line.city for line in page.agreements.lines] == ["南浦市"]
    assert page.city_rows.rowCount() == 2


def test_a_record_is_ended_and_voided(qtbot: QtBot, page: NeighboursPage, monkeypatch: pytest.MonkeyPatch) -> None:
    page.pursuits.table.select_row(0)
    monkeypatch.setattr(neighbour_tables, "ask_text", lambda *_: "2026-8-31")
    next(made for made, _ in page.pursuits._acts).click()
    settle(qtbot)
    assert page.pursuits.lines[0].to_day == dt.date(2026, 8, 31)
    assert page.rows.rowCount() == 0
    monkeypatch.setattr("app.ui.dossiers.record_table.ask_text", lambda *_: "记错")
    page.pursuits.void_button.click()
    settle(qtbot)
    assert page.pursuits.lines == ()


def test_a_courted_project_is_found_by_its_name_and_marked_in_its_dossier(
    qtbot: QtBot, page: NeighboursPage, context: AppContext
) -> None:
    project = signed_project(context.office, "洗涤用品项目", 680, dt.date(2026, 6, 10))
    page.courted.add_button.click()
    for key, text in (("project", "洗涤用品项目"), ("city", "春来市"), ("note", "对方给地")):
        page.courted.card.fields[key].setText(text)  # pyright: ignore[reportAttributeAccessIssue]
    page.courted.card.save_button.click()
    settle(qtbot)
    assert [line.project_id for line in page.courted.lines] == [project]
    view = DossierView(context)
    qtbot.addWidget(view)
    view.show_project(project)
    assert "春来市也在争取（2026-10-08，对方给地）" in view.contradictions.text()


def test_nothing_is_offered_to_be_changed_in_an_office_that_is_only_read(
    qtbot: QtBot, page: NeighboursPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_courted(context.office, CourtedDraft(signed_project(context.office, "甲", 9, JUNE), "春来市", JUNE))
    monkeypatch.setattr(AppContext, "writable", property(lambda _: False))
    context.data_changed.emit()
    settle(qtbot)
    assert not page.courted.add_button.isEnabled()
    page.courted.table.select_row(0)
    assert not page.courted.void_button.isEnabled()
