"""The section 全省位次, and the segmented control that all sections use."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.rules.money import YI
from app.services.importing.workbook import read_workbook
from app.services.ranking.province import Standing, set_standings, standings
from app.ui.context import AppContext
from app.ui.ranking.province import ProvincePage
from app.ui.widgets.segments import Segments
from tests.gui.conftest import settle


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> ProvincePage:
    """May and June: 清沅市 came from the fourth place to the third."""
    set_standings(
        context.office,
        [
            Standing("2026-05", "清沅市", 4),
            Standing("2026-06", "东陵市", 2, signed=109, amount_fen=150 * YI),
            Standing("2026-06", "清沅市", 3, signed=112, amount_fen=79 * YI),
        ],
        today=context.today(),
    )
    page = ProvincePage(context)
    qtbot.addWidget(page)
    page.resize(1366, 560)
    page.show()
    settle(qtbot)
    return page


def fill(page: ProvincePage, **texts: str) -> None:
    for name, text in texts.items():
        page.form.lines[name].setText(text)


def test_the_latest_month_is_shown_with_the_gap_to_the_next_place(page: ProvincePage) -> None:
    assert page.month.currentText() == "2026-06"
    assert [page.rows.index(row, 1).data() for row in range(2)] == ["东陵市", "清沅市"]
    assert "与前一位东陵市（第2位）相比：签约项目多3个，签约额少71亿元" in page.strip.text()
    assert [one.rank for one in page.trend] == [4, 3]


def test_a_city_is_entered_in_one_line(page: ProvincePage, context: AppContext) -> None:
    fill(page, month="2026-06", city="江宁市", rank="1", score="95.2", signed="121", amount="168.3", source="省通报")
    page.form.save.click()
    first = standings(context.connection, "2026-06")[0]
    assert (first.city, first.rank, first.signed, first.amount_fen) == ("江宁市", 1, 121, 1683 * YI // 10)
    assert first.over is None, "what the province did not tell is not 0"
    assert page.rows.index(0, 1).data() == "江宁市"


def test_a_chosen_city_is_corrected(page: ProvincePage, context: AppContext) -> None:
    page.table.select_row(1)
    assert page.form.lines["city"].text() == "清沅市"
    fill(page, rank="2")
    page.form.save.click()
    assert [(one.city, one.rank) for one in standings(context.connection, "2026-06")] == [("东陵市", 2), ("清沅市", 2)]


def test_a_wrong_city_is_voided_with_a_reason(
    page: ProvincePage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([None, " ", "录成了外省的市"])
    monkeypatch.setattr("app.ui.ranking.standing_form.ask_text", lambda *_: next(answers))
    assert not page.form.void.isEnabled(), "no city is chosen"
    page.table.select_row(0)
    assert page.form.void.isEnabled()
    fill(page, city="清沅市")
    page.form.void.click()
    assert page.rows.rowCount() == 2, "thought better of it"
    page.form.void.click()
    assert "理由" in page.form.fault.text()
    page.form.void.click()
    assert [one.city for one in standings(context.connection, "2026-06")] == ["清沅市"], "the one chosen, not typed"
    assert page.rows.index(0, 1).data() == "清沅市"
    assert not page.form.void.isEnabled()


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"rank": "第一"}, "整数"),
        ({"score": "高"}, "得分"),
        ({"amount": "约100"}, "签约额"),
        ({"month": "2026.1"}, "看不懂月份"),
        ({"city": ""}, "城市名称"),
        ({"rank": "0"}, "从 1 起"),
    ],
)
def test_what_cannot_be_read_is_told_and_not_written(
    page: ProvincePage, context: AppContext, texts: dict[str, str], said: str
) -> None:
    fill(page, month="2026-06", city="江宁市", rank="1")
    fill(page, **texts)
    page.form.save.click()
    assert said in page.form.fault.text()
    assert len(standings(context.connection, "2026-06")) == 2


def test_a_table_of_the_province_is_imported(
    qtbot: QtBot, page: ProvincePage, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "2026年7月全省排名.csv"
    file.write_text("名次,城市,得分\n1,江宁市,95\n2,清沅市,93.5\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    page.import_button.click()
    settle(qtbot)
    assert [(one.city, one.rank) for one in standings(context.connection, "2026-07")] == [("江宁市", 1), ("清沅市", 2)]
    assert [page.month.itemText(n) for n in range(page.month.count())] == ["2026-07", "2026-06", "2026-05"]


def test_segments_are_chosen_by_arrow_keys_and_go_round(qtbot: QtBot) -> None:
    segments = Segments(("甲", "乙", "丙"))
    qtbot.addWidget(segments)
    told: list[int] = []
    segments.chosen.connect(told.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(segments, key)
    assert told == [1, 2, 0, 2]
    segments.choose(2)
    assert told == [1, 2, 0, 2], "the same again is no change"


def test_the_cities_and_the_chart_go_into_excel_and_onto_paper(
    page: ProvincePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [tmp_path / "位次.xlsx", tmp_path / "位次.pdf"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(asked.pop(0)), ""))
    page.export()
    page.papers.pdf.click()
    sheet = read_workbook(tmp_path / "位次.xlsx").sheets[0]
    cells = [sheet.text(row, column) for row in range(len(sheet.rows)) for column in range(len(sheet.rows[row]))]
    assert {"东陵市", "清沅市", "109"} <= set(cells)
    with pdfplumber.open(tmp_path / "位次.pdf") as pdf:
        assert len(pdf.pages) == 2
        assert "东陵市" in pdf.pages[0].extract_text()
        assert pdf.pages[1].curves or pdf.pages[1].lines, "the chart is drawn, not a picture"
