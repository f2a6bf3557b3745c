"""The page 成效: a day is chosen, months before and after stand beside earlier years, nothing is called proof."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.services.policy.effects import CAUTION
from app.services.ranking.province import Standing, set_standing
from app.ui.context import AppContext
from app.ui.policy.effects import EffectsPage
from app.ui.policy.effects_chart import line_place
from tests.gui.conftest import settle
from tests.support import TODAY, signed_project


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> EffectsPage:
    """One project signed before, two after the first day of the measures, one in the June before."""
    for number, (day, wan) in enumerate(
        [
            (dt.date(2026, 5, 31), 500),
            (dt.date(2026, 6, 1), 10_000),
            (dt.date(2026, 6, 30), 9_999),
            (dt.date(2025, 6, 15), 20_000),
        ]
    ):
        signed_project(context.office, f"项目{number}", wan, day)
    set_standing(context.office, Standing("2026-06", "清沅市", rank=3), today=TODAY)
    made = EffectsPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.show()
    settle(qtbot)
    made.as_of.setText("2026-06-30")
    made.as_of.changed.emit()
    settle(qtbot)
    return made


def test_the_measures_with_the_bonus_are_chosen_first_and_the_first_month_is_told(page: EffectsPage) -> None:
    assert page.version.currentText() == "2026-06-01 起的办法"
    assert page.told.text() == (
        "2026-06-01起施行。第一个月（2026-06）签约 2 个，其中超亿元 1 个，全省第3。"
        "前 1 个月签约 1 个，后 1 个月 2 个；上年同月 1 个。"
    )
    assert page.caution.text() == CAUTION
    assert "不证明" in CAUTION


def test_the_line_stands_at_the_day_and_a_day_inside_a_month_is_told(qtbot: QtBot, page: EffectsPage) -> None:
    assert page.found is not None
    assert line_place(page.found) == 0.5
    page.first.setText("2026-06-16")
    page.first.changed.emit()
    settle(qtbot)
    assert page.version.currentText() == "其他日期"
    assert line_place(page.found) == 1.0
    assert page.told.text().endswith("2026-06含施行以前的 15 天。")


def test_another_version_is_chosen_and_a_day_to_come_is_refused(qtbot: QtBot, page: EffectsPage) -> None:
    page.version.setCurrentIndex(page.version.findText("2019-01-01 起的办法"))
    page.version.activated.emit(page.version.currentIndex())
    settle(qtbot)
    assert page.found is not None
    assert page.found.first_day == dt.date(2019, 1, 1)
    page.first.setText("2027-01-01")
    page.first.changed.emit()
    settle(qtbot)
    assert "还没有到" in page.strip.text()
    assert page.found is None
    assert page.models[0].rowCount() == 0


def test_groups_and_industries_are_split_and_a_table_goes_to_excel(page: EffectsPage) -> None:
    page.tables.choose(2)
    page.copy_button.click()
    heads = "分组\t施行前（个）\t施行后（个）\t施行前（亿元）\t施行后（亿元）\n"
    assert QGuiApplication.clipboard().text().endswith(heads + "县区\t1\t2\t0.05\t2\n")
    assert page.models[3].index(0, 0).data() == "未归类"
    assert page.models[1].index(0, 0).data() == "2025年"


@pytest.mark.parametrize(("name", "begins"), [("图.png", b"\x89PNG"), ("图.svg", b"<?xml")])
def test_the_chart_is_saved_with_its_caution(page: EffectsPage, tmp_path: Path, name: str, begins: bytes) -> None:
    page.measure.choose(2)
    page.save_chart_to(tmp_path / name)
    data = (tmp_path / name).read_bytes()
    assert data.startswith(begins)
    if name.endswith("svg"):
        assert "不证明变化由办法引起" in data.decode("utf-8")


def test_the_figures_follow_what_is_written(qtbot: QtBot, page: EffectsPage, context: AppContext) -> None:
    signed_project(context.office, "又一个", 500, dt.date(2026, 6, 20))
    context.data_changed.emit()
    settle(qtbot)
    assert page.found is not None
    assert page.found.first_month.signed == 3
