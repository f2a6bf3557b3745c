"""The city in its province: months by hand or from a table, and the gap to the next place."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from app.models.office import Office
from app.rules.errors import OfficeError, Refused
from app.rules.money import YI
from app.services.ranking.province import (
    Standing,
    gap,
    import_standings,
    months,
    set_standing,
    set_standings,
    standings,
    trend,
    void_standing,
)
from tests.support import TODAY, reading

CITIES = [
    Standing("2026-06", "东陵市", 2, Decimal("93.5"), 109, 13, 151 * YI),
    Standing("2026-06", "清沅市", 3, Decimal("92.1"), 112, 9, 79 * YI),
    Standing("2026-06", "江宁市", 1, Decimal("95.2")),
]


def test_the_cities_of_a_month_stand_in_order(office: Office) -> None:
    set_standings(office, CITIES, today=TODAY)
    with reading(office) as connection:
        assert [one.city for one in standings(connection, "2026-06")] == ["江宁市", "东陵市", "清沅市"]
        assert months(connection) == ("2026-06",)


def test_the_gap_to_the_next_place_is_told(office: Office) -> None:
    set_standings(office, CITIES, today=TODAY)
    with reading(office) as connection:
        found = gap(connection, "2026-06")
    assert (found.score, found.signed, found.over, found.amount_fen) == (Decimal("1.4"), -3, 4, 72 * YI)
    assert found.sentence == (
        "清沅市2026年6月居全省第3位，与前一位东陵市（第2位）相比：得分少1.4分，签约项目多3个，"
        "亿元以上项目少4个，签约额少72亿元。"
    )


def test_the_first_has_nobody_before_it_and_an_unknown_rank_is_said(office: Office) -> None:
    with reading(office) as connection, pytest.raises(Refused, match="还没有录入清沅市2026-06"):
        gap(connection, "2026-06")
    set_standing(office, Standing("2026-06", "清沅市", 1), today=TODAY)
    with reading(office) as connection:
        assert gap(connection, "2026-06").next is None


def test_a_month_entered_again_replaces_what_was_known(office: Office) -> None:
    set_standings(office, CITIES, today=TODAY)
    set_standing(office, Standing("2026年6月", "清沅市", 4, source="更正通报"), today=TODAY)
    set_standing(office, Standing("2026-05", "清沅市", 9), today=TODAY)
    with reading(office) as connection:
        assert [(one.month, one.rank) for one in trend(connection)] == [("2026-05", 9), ("2026-06", 4)]


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (Standing("2026.1", "清沅市", 1), "看不懂月份"),
        (Standing("2026-13", "清沅市", 1), "看不懂月份"),
        (Standing("2026-06", " ", 1), "城市名称"),
        (Standing("2026-06", "清沅市", 0), "从 1 起"),
        (Standing("2026-06", "清沅市", 1, signed=-1), "不能是负数"),
        (Standing("2026-06", "全省合计", signed=900), "不是一个市"),
        (Standing("2026-06", "东陵市", 5), "东陵市2026-06写了两次"),
        (Standing("2026-11", "清沅市", 1), "2026-11 还没有到"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, standing: Standing, told: str) -> None:
    with pytest.raises(Refused, match=told):
        set_standings(office, [*CITIES, standing], today=TODAY)
    with reading(office) as connection:
        assert months(connection) == ()


def table(path: Path, rows: list[list[object]]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def test_a_table_is_taken_over(office: Office, tmp_path: Path) -> None:
    head = ["名次", "城市", "得分", "签约项目", "亿元以上项目", "签约额（亿元）"]
    rows = [["全省招商引资情况"], head, [1, "江宁市", 95.2, 121, 15, 168.3], [3, "清沅市", 92.1, 112, 9, "-"]]
    assert import_standings(office, table(tmp_path / "全省.xlsx", rows), "2026-06", today=TODAY) == 2
    with reading(office) as connection:
        first, ours = standings(connection, "2026-06")
    assert (first.city, first.amount_fen, first.source) == ("江宁市", 16_830_000_000 * 100, "全省.xlsx")
    assert (ours.rank, ours.signed, ours.amount_fen) == (3, 112, None)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["甲", "乙"], [1, 2]], "没有找到"),
        ([["名次", "城市"], ["第一", "江宁市"]], "第2行有看不懂的数字"),
        ([["名次", "城市", "签约项目"], [1, "江宁市", 1.5]], "第2行有看不懂的数字"),
        ([["名次", "城市"], [0, "江宁市"]], "第2行：江宁市的名次"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_whole(
    office: Office, tmp_path: Path, rows: list[list[object]], told: str
) -> None:
    with pytest.raises(OfficeError, match=told):
        import_standings(office, table(tmp_path / "全省.xlsx", rows), "2026-06", today=TODAY)
    with reading(office) as connection:
        assert months(connection) == ()


def test_a_row_of_totals_is_no_city(office: Office, tmp_path: Path) -> None:
    rows = [["名次", "城市", "签约项目"], [1, "江宁市", 121], ["", "合计", 900], ["", "全省平均", 80], ["", "全 省", 9]]
    assert import_standings(office, table(tmp_path / "全省.xlsx", rows), "2026-06", today=TODAY) == 1


def test_what_is_not_told_again_stays_where_it_is_kept(office: Office, tmp_path: Path) -> None:
    set_standings(office, CITIES, today=TODAY)
    set_standing(office, Standing("2026-06", "清沅市", 2), today=TODAY, keep=True)
    import_standings(office, table(tmp_path / "全省.xlsx", [["城市", "名次"], ["东陵市", 3]]), "2026-06", today=TODAY)
    with reading(office) as connection:
        found = {one.city: (one.rank, one.score, one.signed) for one in standings(connection, "2026-06")}
    assert found["清沅市"] == (2, Decimal("92.1"), 112)
    assert found["东陵市"] == (3, Decimal("93.5"), 109)


def test_a_wrong_city_is_voided_with_its_reason(office: Office) -> None:
    set_standings(office, CITIES, today=TODAY)
    with pytest.raises(Refused, match="理由"):
        void_standing(office, "2026-06", "东陵市", " ")
    void_standing(office, "2026年6月", "东陵市", "录成了外省的市")
    with pytest.raises(Refused, match="没有录入过东陵市2026-06"):
        void_standing(office, "2026-06", "东陵市", "再作废")
    with reading(office) as connection:
        assert [one.city for one in standings(connection, "2026-06")] == ["江宁市", "清沅市"]


def test_the_month_under_way_may_be_entered(office: Office) -> None:
    set_standing(office, Standing("2026-10", "清沅市", 2), today=dt.date(2026, 10, 1))
    with reading(office) as connection:
        assert months(connection) == ("2026-10",)
