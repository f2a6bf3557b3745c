"""Several tables on one sheet, and what a person does not see of a sheet: nothing is left out without a word."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from app.models.office import Office
from app.services.importing import examine
from app.services.importing.marks import xlsx_marks
from app.services.importing.marks_xls import xls_marks
from tests.services.importing.ledgers import (
    SIGNED,
    assumptions,
    projects,
    reasons,
    record,
    signed_ledger,
    take_in,
    workbook,
)
from tests.support import TODAY

LEADS = ("项目名称", "投资方", "意向投资（万元）", "意向落地")


def changed(path: Path, how: Any) -> Path:
    """Let `how` change the first sheet of a workbook."""
    book = openpyxl.load_workbook(path)
    how(book.worksheets[0])
    book.save(path)
    return path


def test_a_table_of_another_kind_below_is_told_and_can_be_imported_by_itself(office: Office, tmp_path: Path) -> None:
    rows = [
        ["2026年6月签约项目台账"], SIGNED, record("甲项目"), record("乙项目"), [],
        ["2026年6月在谈项目表"], LEADS, ("丙项目", "丙公司", 400, "云河县"),
    ]  # fmt: skip
    path = workbook(tmp_path / "a.xlsx", ("六月", rows))
    plan = examine(office, path, today=TODAY)
    assert (plan.kind, [row.name for row in plan.rows]) == ("signed", ["甲项目", "乙项目"])
    assert plan.passed_sheets == [("六月", "第7行起是在谈项目表，请另外导入（指明种类）")]
    leads = examine(office, path, today=TODAY, kind="leads")
    assert [(row.record.row, row.name) for row in leads.rows] == [(8, "丙项目")]


def test_a_second_table_of_the_same_kind_with_other_columns_is_read_too(office: Office, tmp_path: Path) -> None:
    other = ("序号", "签约时间", "项目名称", "投资方", "总投资（亿元）")
    rows = [
        ["一、工业项目"],
        SIGNED,
        record("甲项目"),
        ["二、服务业项目"],
        other,
        (1, "2026.6.9", "乙项目", "乙公司", 1.5),
    ]
    take_in(office, workbook(tmp_path / "a.xlsx", ("台账", rows)))
    found = projects(office)
    assert {name: row.investment_fen for name, row in found.items()} == {
        "甲项目": 1200_000_000,
        "乙项目": 15000_000_000,
    }


def test_headings_repeated_on_each_page_begin_no_table(office: Office, tmp_path: Path) -> None:
    rows = [["签约台账"], SIGNED, record("甲项目"), SIGNED, record("乙项目")]
    plan = examine(office, workbook(tmp_path / "a.xlsx", ("台账", rows)), today=TODAY)
    assert (len(plan.readings), [row.record.row for row in plan.rows]) == (1, [3, 5])


def test_a_table_at_the_right_of_another_is_read_too(office: Office, tmp_path: Path) -> None:
    heads = ("序号", "项目名称", "投资方", "总投资（万元）", "签约时间")
    left, right = (1, "甲项目", "甲公司", 300, "6月3日"), (2, "乙项目", "乙公司", 400, "6月4日")
    path = workbook(tmp_path / "a.xlsx", ("台账", [["2026年签约台账"], (*heads, "", *heads), (*left, "", *right)]))
    result = take_in(office, path)
    assert {name: str(row.signed_day) for name, row in projects(office).items()} == {
        "甲项目": "2026-06-03",
        "乙项目": "2026-06-04",
    }
    assert {line.get("sheet") for line in result["assumed"]} == {"台账", "台账（右表）"}


def test_hidden_rows_and_columns_are_read_and_told(office: Office, tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["C"].hidden = True

    path = changed(signed_ledger(tmp_path / "a.xlsx", *(record(f"{one}项目") for one in "甲乙丙")), hide)
    result = take_in(office, path)
    assert result["added"] == 3
    told = [(line["row"], line["field"]) for line in result["assumed"] if "隐藏" in line["reason"]]
    assert told == [(2, "总投资"), (4, "整行")]


@pytest.mark.parametrize(
    ("cell", "reason"), [("=1+1", "文件里没有它的结果"), ("#REF!", "错误值#REF!"), ("#DIV/0!", "错误值#DIV/0!")]
)
@pytest.mark.parametrize("column", ["A", "C", "D", "E"])
def test_a_formula_without_a_value_is_not_taken_for_an_empty_cell(
    office: Office, tmp_path: Path, cell: str, reason: str, column: str
) -> None:
    def break_it(sheet: Any) -> None:
        sheet[f"{column}3"] = cell

    path = changed(signed_ledger(tmp_path / "a.xlsx", record("甲项目"), record("乙项目")), break_it)
    result = take_in(office, path)
    assert reason in reasons(result)[3]
    assert result["added"] == 1


def test_formulas_below_the_last_record_are_no_records(office: Office, tmp_path: Path) -> None:
    rows = [record("甲项目"), ("合计", "", "=SUM(C3:C3)"), ("", "", "=C9*2"), ("", "", "=C10*2", "=A1")]
    result = take_in(office, signed_ledger(tmp_path / "a.xlsx", *rows))
    assert (result["rows"], result["refused"]) == (1, [])


def test_a_formula_that_gives_an_empty_text_is_empty(office: Office, tmp_path: Path) -> None:
    path = signed_ledger(tmp_path / "a.xlsx", record("甲项目", leader="=IF(1,2)"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(b'<c r="E3"><f>', b'<c r="E3" t="str"><f>'))
    result = take_in(office, path)
    assert (result["added"], result["refused"]) == (1, [])


def test_lines_that_begin_with_a_star_are_notes(office: Office, tmp_path: Path) -> None:
    result = take_in(
        office, signed_ledger(tmp_path / "a.xlsx", record("甲项目"), ("*数据截至6月30日",), ("※以合同为准",))
    )
    assert [line["field"] for line in result["skipped"]] == ["说明行", "说明行"]
    assert assumptions(result) == ""


def old_workbook(path: Path) -> Path:
    """Write an .xls with a hidden row, a hidden column and a cell that shows an error."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    for number, row in enumerate((("签约台账",), SIGNED, record("甲项目"), record("乙项目"))):
        for column, value in enumerate(row):
            if (number, column) != (3, 4):
                sheet.write(number, column, value)
    sheet.row(3).set_cell_error(4, 0x2A)
    sheet.row(2).hidden = True
    sheet.col(2).hidden = True
    book.save(str(path))
    return path


def test_old_workbooks_tell_what_is_hidden_and_what_shows_an_error(office: Office, tmp_path: Path) -> None:
    result = take_in(office, old_workbook(tmp_path / "a.et"))
    assert "错误值#N/A" in reasons(result)[4]
    told = [(line["row"], line["field"]) for line in result["assumed"] if "隐藏" in line["reason"]]
    assert told == [(2, "总投资"), (3, "整行")]


@pytest.mark.parametrize("make", [old_workbook, lambda path: signed_ledger(path, record("甲项目", leader="=A1"))])
def test_marks_of_a_damaged_file_are_none_or_some_and_never_a_fault(tmp_path: Path, make: Any) -> None:
    whole = make(tmp_path / "a.xls").read_bytes()
    chance = random.Random(1)
    path = tmp_path / "b.xls"
    for _ in range(400):
        data = bytearray(whole[: chance.choice((len(whole), chance.randrange(len(whole))))])
        for _ in range(chance.randrange(20)):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        assert isinstance(xlsx_marks(path) or xls_marks(path), dict)
