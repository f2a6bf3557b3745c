"""Ranks are told with the class inside which they hold, and scores with the points by hand that are in them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.models.office import Office
from app.services.exporting import export_ranking
from app.services.papers.bulletin_text import details_table, ranking_table, year_to_date
from app.services.papers.bulletins import bulletin_pdf, draft_bulletin
from app.services.papers.door import named_units
from app.services.ranking.ranking import RankingTable, rank
from app.services.ranking.schemes import save_scheme, scheme_for
from tests.classed_office import JUNE, by_hand, classed
from tests.support import TODAY, reading, set_target, unit_id


def ranked(office: Office) -> RankingTable:
    with reading(office) as connection:
        return rank(connection, JUNE, "county", TODAY)


def exported(office: Office, path: Path) -> tuple[list[Any], list[list[Any]]]:
    with reading(office) as connection:
        units = named_units(connection)
    export_ranking(ranked(office), path, units=units)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    _, _, head, *lines = ([cell.value for cell in row] for row in sheet)
    return head, lines


def test_each_rank_is_exported_with_its_class(office: Office, tmp_path: Path) -> None:
    head, lines = exported(classed(office), tmp_path / "排名.xlsx")
    assert head[:3] == ["类别", "名次", "单位"]
    assert [line[:3] for line in lines] == [
        ["A类", 1, "定国县"],
        ["A类", 2, "云河县"],
        ["B类", 1, "东湖区"],
        ["B类", 2, "临沅区"],
        [None, None, "全市"],
    ]


def test_a_ranking_of_all_together_has_no_column_of_classes(office: Office, tmp_path: Path) -> None:
    classed(office)
    with reading(office) as connection:
        _, scheme = scheme_for(connection, "county", JUNE.last)
    save_scheme(office, scheme.model_copy(update={"by_class": False, "from_day": dt.date(2026, 1, 1)}), reason="不分类")
    head, lines = exported(office, tmp_path / "排名.xlsx")
    assert head[:3] == ["名次", "单位", "得分"]
    assert [line[0] for line in lines[:4]] == [1, 2, 3, 4]
    with reading(office) as connection:
        text = draft_bulletin(office, connection, JUNE, "county", TODAY, TODAY).content.text
    assert "A类" not in text


def test_a_unit_without_a_class_beside_others_is_called_so(office: Office) -> None:
    set_target(classed(office), "市工信局", "signed", 1)
    with office.change("另设") as change:
        change.connection.exec_driver_sql("UPDATE unit SET group_key = 'county' WHERE name = '市工信局'")
    table = ranked(office)
    assert {row.name: table.class_of(row) for row in table.rows}["市工信局"] == "未分类"


def test_the_parts_of_an_exported_score_add_up(office: Office, tmp_path: Path) -> None:
    by_hand(classed(office), {"东湖区": "3", "临沅区": "-1.5"})
    head, lines = exported(office, tmp_path / "排名.xlsx")
    parts = [n for n, one in enumerate(head) if (str(one).endswith("得分") and one != "得分") or one == "手工加减分"]
    for line in lines[:4]:
        points = [line[n] for n in parts]
        assert sum(one for one in points if isinstance(one, int | float)) == pytest.approx(line[head.index("得分")])
    assert [line[head.index("手工加减分")] for line in lines] == [None, None, 3, -1.5, None]


def test_a_bulletin_praises_class_by_class(office: Office) -> None:
    classed(office)
    with reading(office) as connection:
        text = draft_bulletin(office, connection, JUNE, "county", TODAY, TODAY).content.text
    told = text.partition("得分居前的是：")[2].partition("。")[0]
    first, second = told.split("；")
    assert first.startswith("A类为定国县（")
    assert second.startswith("B类为东湖区（")


def test_a_class_whose_first_did_nothing_takes_no_praise_from_another(office: Office) -> None:
    classed(office)
    with office.change("作废") as change:
        change.connection.exec_driver_sql(
            "UPDATE project SET void_reason = '试' WHERE county_id IN (?, ?)",
            (unit_id(office, "东湖区"), unit_id(office, "临沅区")),
        )
    with reading(office) as connection:
        text = draft_bulletin(office, connection, JUNE, "county", TODAY, TODAY).content.text
    assert text.partition("得分居前的是：")[2].startswith("A类为定国县（")
    assert "B类" not in text.partition("得分居前的是：")[2].partition("。")[0]


def test_the_tables_of_a_bulletin_tell_class_and_points_by_hand(office: Office) -> None:
    by_hand(classed(office), {"东湖区": "3", "临沅区": "-1.5"})
    table = ranked(office)
    shown = ranking_table(table)
    assert (shown.heads[:3], shown.heads[-2:]) == (("类别", "名次", "单位"), ("手工加减分", "得分"))
    assert [row[:3] for row in shown.rows][2] == ("B类", "1", "东湖区")
    assert [row[-2] for row in shown.rows] == ["—", "—", "+3.00", "−1.50", ""]
    with reading(office) as connection:
        details = details_table(year_to_date(connection, table))
    assert details.heads[:3] == ("类别", "名次", "单位")
    assert {len(row) for row in details.rows} == {len(details.heads)}


def test_a_reason_that_names_a_leader_stays_out_of_a_bulletin_for_all(office: Office) -> None:
    classed(office)
    with office.change("加分") as change:
        change.connection.exec_driver_sql(
            "INSERT INTO manual_points (unit_id, day, points, reason, evidence, version)"
            " VALUES (?, '2026-06-09', '3', '周明远副市长批示', '', 1)",
            (unit_id(office, "东湖区"),),
        )
    with reading(office) as connection:
        draft = draft_bulletin(office, connection, JUNE, "county", TODAY, TODAY)
        assert bulletin_pdf(connection, draft).startswith(b"%PDF")
    assert "周明远" not in draft.content.text
    assert all("周明远" not in cell for _, table in draft.content.tables for row in table.rows for cell in row)
