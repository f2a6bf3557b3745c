"""The page 以商招商: who brought whom, why one gets nothing, and what is recorded there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.models.tables import Industry
from app.ui.context import AppContext
from app.ui.policy import PolicyTab
from app.ui.policy.referrals import ReferralsPage
from app.ui.policy.tab import REFERRALS
from tests.gui.conftest import settle
from tests.gui.policy_office import brought_by, fill, in_industry, texts
from tests.support import signed_project

JUNE = dt.date(2026, 6, 10)


@pytest.fixture
def tab(qtbot: QtBot, context: AppContext) -> PolicyTab:
    made = PolicyTab(context)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def page(qtbot: QtBot, tab: PolicyTab, context: AppContext) -> ReferralsPage:
    """利民牙膏 brought one that is not yet related, 连山水泥 brought one too."""
    office = context.office
    with office.change("产业") as change:
        change.session.add(Industry(name="水泥建材", codes="30"))
    perfume = in_industry(office, signed_project(office, "洗衣液项目", 2000, JUNE))
    brought_by(office, perfume, "利民牙膏")
    other = in_industry(office, signed_project(office, "香皂项目", 2000, JUNE))
    brought_by(office, other, "连山水泥", 3)
    found = tab.show_section(REFERRALS)
    assert isinstance(found, ReferralsPage)
    settle(qtbot)
    return found


def row_of(page: ReferralsPage, project: str) -> list[str]:
    for number, row in enumerate(texts(page.rows)):
        if row[1] == project:
            page.table.select_row(number)
            return row
    raise AssertionError(project)


def test_the_years_stand_in_view_beside_the_picture_on_a_small_screen(
    qtbot: QtBot, tab: PolicyTab, page: ReferralsPage
) -> None:
    tab.resize(1366, 700)
    settle(qtbot)
    header = page.table.horizontalHeader()
    right = header.sectionViewportPosition(5) + header.sectionSize(5)
    assert page.rows.headerData(5, Qt.Orientation.Horizontal) == "分年安排"
    assert right <= page.table.viewport().width()
    words = "2027年100%、2028年100%"
    assert page.table.fontMetrics().horizontalAdvance(words) < header.sectionSize(5)


def test_cement_refers_gets_nothing_and_is_told_why(page: ReferralsPage) -> None:
    row = row_of(page, "香皂项目")
    assert row[4] == "不适用"
    assert "引荐企业产业" in page.reason.text()
    assert not page.grant_button.isEnabled()


def test_a_justified_tie_opens_the_grant_and_its_end(qtbot: QtBot, page: ReferralsPage) -> None:
    assert row_of(page, "洗衣液项目")[4] == "不适用"
    assert "产业关联" in page.reason.text()
    page.tie_button.click()
    assert "写明理由" in fill(page.dialog).fault.text()
    fill(page.dialog, 论证人="市工信局", 理由="共用检测中心")
    settle(qtbot)
    row = row_of(page, "洗衣液项目")
    assert (row[4], row[5]) == ("适用", "2027年100%、2028年50%")
    page.grant_button.click()
    fill(page.dialog, 文号="函1号")
    settle(qtbot)
    assert row_of(page, "洗衣液项目")[6] == "函1号"
    assert not page.grant_button.isEnabled()
    page.end_button.click()
    fill(page.dialog, 原因="被引荐项目终止")
    settle(qtbot)
    assert row_of(page, "洗衣液项目")[6] == "函1号（2026-10-08止）"


def test_the_picture_and_the_table_choose_each_other(page: ReferralsPage) -> None:
    scene = page.view.picture
    assert scene is not None
    assert set(scene.said) == {"利民牙膏有限公司", "洗衣液项目", "连山水泥有限公司", "香皂项目"}
    (key,) = (key for key, box in scene.boxes.items() if "洗衣液项目" in box.toolTip())
    page.view.chosen.emit(*key)
    assert page.title.text() == "利民牙膏有限公司 → 洗衣液项目"
    assert scene.boxes[key].pen().width() == 3
    assert page.view.item_key(scene.boxes[key].childItems()[0]) == key


def test_the_picture_is_saved_as_vectors_with_its_audience(
    page: ReferralsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "图.svg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.picture_button.click()
    text = target.read_text("utf-8")
    assert "印发范围：全市领导干部大会" in text
    assert "<path" in text
