"""Files: every format by its content; what is damaged, hostile or no table ends in a message, and the program lives."""

from __future__ import annotations

import csv
import datetime as dt
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from app.models.office import Office
from app.rules.errors import Cancelled, OfficeError
from app.rules.money import WAN
from app.services.importing.limits import DEFAULT_LIMITS, MIB
from app.services.importing.workbook import read_workbook
from tests.services.importing.ledgers import SAMPLES, SIGNED, counts, projects, record, signed_ledger, take_in

SIGNED_SAMPLE = SAMPLES / "签约项目台账.xlsx"
HEAD = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_tables_in_any_encoding_and_separator(
    office: Office, tmp_path: Path, encoding: str, separator: str
) -> None:
    path = tmp_path / "台账.txt"
    with path.open("w", encoding=encoding, newline="") as file:
        lines = csv.writer(file, delimiter=separator)
        lines.writerow(["签约台账", "", "", "", ""])
        lines.writerow(["项目名称", "投资方", "总投资(万元)", "签约时间", "落地\n县区"])
        lines.writerow(["甲项目", "甲有限公司", "1,200", "2026-06-03", "定国县"])
        lines.writerow([])
        lines.writerow(["乙\n项目", "乙，有限公司", "1200.5", "2026/6/3", "定国县"])
        lines.writerow(["丙项目", "丙有限公司", "面议", "2026/6/3", "定国县"])
    result = take_in(office, path)
    assert counts(result) == (2, 0, 0, 1)
    assert result["refused"][0]["row"] == 6
    assert projects(office)["乙项目"].investment_fen == 1200 * WAN + WAN // 2


def test_old_excel_with_formatted_days_under_any_name(office: Office, tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    sheet.write_merge(0, 0, 0, 6, "签约台账")
    days = (dt.date(2026, 6, 3), dt.datetime.combine(dt.date(2026, 6, 4), dt.time(8, 30)))
    rows = (SIGNED, record("甲项目", 1500.0, days[0]), record("乙项目", "2,500.5", days[1]))
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            sheet.write(number, column, value, *([style] if isinstance(value, dt.date) else []))
    book.save(str(tmp_path / "a.xls"))
    take_in(office, tmp_path / "a.xls")
    assert [str(project.signed_day) for project in projects(office).values()] == ["2026-06-04", "2026-06-03"]
    for name in ("a.et", "a.xlsx", "a.csv"):
        shutil.copy(tmp_path / "a.xls", tmp_path / name)
        assert counts(take_in(office, tmp_path / name)) == (0, 0, 2, 0)


def test_opendocument_with_covered_cells(office: Office, tmp_path: Path) -> None:
    table = Table(name="台账")

    def add(*cells: Any) -> None:
        row = TableRow()
        for cell in cells:
            text, spans = cell if isinstance(cell, tuple) else (cell, {})
            if text is None:
                row.addElement(CoveredTableCell())
            elif isinstance(text, dt.date):
                row.addElement(TableCell(valuetype="date", datevalue=text.isoformat(), **spans))
            elif isinstance(text, float):
                row.addElement(TableCell(valuetype="float", value=text, **spans))
            else:
                element = TableCell(valuetype="string", **spans)
                element.addElement(P(text=text))
                row.addElement(element)
        table.addElement(row)

    down, across = {"numberrowsspanned": 2}, {"numbercolumnsspanned": 2}
    add(("签约项目台账", {"numbercolumnsspanned": 5}), None, None, None, None)
    add(("项目名称", down), ("投资方", across), None, ("总投资（亿元）", down), ("签约时间", down))
    add(None, "企业名称", "统一社会信用代码", None, None)
    add("甲项目", "甲有限公司", "91145140UC1P8AP48E", 1.2, dt.date(2026, 6, 3))
    add("乙项目", "乙有限公司", "", 0.35, "2026.6.4")
    document = OpenDocumentSpreadsheet()
    document.spreadsheet.addElement(table)  # pyright: ignore[reportAttributeAccessIssue]  # made by the call above
    document.save(str(tmp_path / "a.ods"))
    take_in(office, tmp_path / "a.ods")
    found = projects(office)
    assert (found["甲项目"].uscc, found["甲项目"].investment_fen) == ("91145140UC1P8AP48E", 12000 * WAN)
    assert str(found["乙项目"].signed_day) == "2026-06-04"


def test_a_workbook_with_the_date_system_of_1904(office: Office, tmp_path: Path) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active.append(list(SIGNED))
    book.active.append(list(record("甲项目", 1200, dt.date(2026, 6, 3))))
    book.save(tmp_path / "a.xlsx")
    take_in(office, tmp_path / "a.xlsx")
    assert str(projects(office)["甲项目"].signed_day) == "2026-06-03"


def test_cells_that_look_like_formulas_stay_text(office: Office, tmp_path: Path) -> None:
    names = ["+甲项目", "-乙项目", "@丙项目", "'丁项目", "戊\t项目\x7f"]
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(SIGNED)
        lines.writerows(record(name, firm=f"第{number}有限公司") for number, name in enumerate(names))
        lines.writerow(['="0012项目"', "第9有限公司", "300", "2026-6-3"])
    take_in(office, path)
    assert set(projects(office)) == {"+甲项目", "-乙项目", "@丙项目", "'丁项目", "戊项目", "0012项目"}


def test_hidden_and_empty_sheets_are_passed_over(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SIGNED_SAMPLE)
    book.create_sheet("空表")
    hidden = book.create_sheet("旧数据")
    hidden.append(["项目名称"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    found = read_workbook(tmp_path / "a.xlsx")
    assert [sheet.name for sheet in found.sheets] == ["签约项目"]
    assert found.passed == [("空表", "空的工作表"), ("旧数据", "隐藏的工作表")]


def test_a_table_that_begins_in_the_middle_keeps_its_row_numbers(office: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for number, row in enumerate((SIGNED, record("甲项目"), record("乙项目", "面议"))):
        for column, value in enumerate(row):
            book.active.cell(number + 5, column + 3, value)
    book.save(tmp_path / "a.xlsx")
    result = take_in(office, tmp_path / "a.xlsx")
    assert [line["row"] for line in result["refused"]] == [7]
    assert result["mapping"][0]["column"] == 3


def with_sheet(path: Path, xml: str) -> None:
    """Write a workbook whose only sheet is `xml`."""
    book = openpyxl.Workbook()
    book.save(path.with_suffix(".plain"))
    with zipfile.ZipFile(path.with_suffix(".plain")) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            out.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else source.read(name))


def cell(reference: str, text: str = "甲") -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def corner_cells(path: Path) -> None:
    with_sheet(path, f'{HEAD}<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>{TAIL}')


def huge_cell(path: Path) -> None:
    with_sheet(path, f'{HEAD}<row r="1">{cell("A1", "a" * 600_000_000)}</row>{TAIL}')


def long_cell(path: Path) -> None:
    with_sheet(path, f'{HEAD}<row r="1">{cell("A1", "甲" * 200_000)}</row>{TAIL}')


def entities(path: Path) -> None:
    bomb = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with_sheet(path, HEAD.replace("<worksheet", f"{bomb}<worksheet") + f'<row r="1">{cell("A1", "&b;")}</row>{TAIL}')


def truncated(path: Path) -> None:
    path.write_bytes(SIGNED_SAMPLE.read_bytes()[:9000])


def truncated_old(path: Path) -> None:
    path.write_bytes((SAMPLES / "项目进展月报.xls").read_bytes()[:5000])


def encrypted(path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le") + bytes(900))


def macros(path: Path) -> None:
    shutil.copy(SIGNED_SAMPLE, path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf")


def word(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")


def archive_of_files(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("台账.txt", "x")


def written(data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


@pytest.mark.parametrize(
    "make, told",
    [
        (corner_cells, "异常|列"),
        (huge_cell, "展开后"),
        (long_cell, "超过100000字"),
        (entities, "损坏"),
        (truncated, "损坏"),
        (truncated_old, "损坏"),
        (encrypted, "加了密码"),
        (macros, "宏"),
        (word, "Word"),
        (archive_of_files, "没有表格"),
        (written(b""), "0 字节"),
        (written(bytes(range(256)) * 20), "不是表格"),
        (written(b"\xff\xfe\x00"), "不是表格"),
        (written("<html><table><tr><td>甲".encode()), "网页格式"),
        (written(b"%PDF-1.7"), "PDF"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_is_hostile_or_damaged_ends_in_a_message(tmp_path: Path, make: Callable[[Path], None], told: str) -> None:
    path = tmp_path / "台账.xlsx"
    make(path)
    with pytest.raises(OfficeError, match=told) as caught:
        read_workbook(path)
    assert "台账.xlsx" in caught.value.message


def test_four_million_cells_without_places_are_read_or_refused(tmp_path: Path) -> None:
    with_sheet(tmp_path / "a.xlsx", HEAD + ("<row>" + "<c/>" * 1000 + "</row>") * 4000 + TAIL)
    assert read_workbook(tmp_path / "a.xlsx").sheets == []


def test_a_sheet_of_more_than_200_columns_is_passed_over(tmp_path: Path) -> None:
    with_sheet(tmp_path / "a.xlsx", f'{HEAD}<row r="1">{cell("A1")}{cell("ZZ1")}</row>{TAIL}')
    ((_, reason),) = read_workbook(tmp_path / "a.xlsx").passed
    assert "702列" in reason


def test_limits_of_size_rows_and_time(tmp_path: Path) -> None:
    path = signed_ledger(tmp_path / "a.xlsx", *[record(f"{number}项目") for number in range(50)])
    with pytest.raises(OfficeError, match="MB"):
        read_workbook(path, limits=replace(DEFAULT_LIMITS, file_bytes=1000))
    with pytest.raises(OfficeError, match="超过10行"):
        read_workbook(path, limits=replace(DEFAULT_LIMITS, rows=10))
    with pytest.raises(OfficeError, match="0 秒"):
        read_workbook(path, limits=replace(DEFAULT_LIMITS, seconds=0))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit; the parent watches there")
def test_memory_is_limited(tmp_path: Path) -> None:
    with_sheet(tmp_path / "a.xlsx", f'{HEAD}<row r="1">{cell("A1", "a" * 60_000_000)}</row>{TAIL}')
    with pytest.raises(OfficeError, match=r"异常|内存|100000字"):
        read_workbook(tmp_path / "a.xlsx", limits=replace(DEFAULT_LIMITS, memory_bytes=128 * MIB))


def test_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="找不到"):
        read_workbook(tmp_path / "没有.xlsx")
    with pytest.raises(OfficeError, match="不是文件"):
        read_workbook(tmp_path)


def test_reading_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        read_workbook(SIGNED_SAMPLE, cancelled=lambda: True)
