"""What goes to Excel: the same figures, and text that stays text."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest

from app.models.office import Office
from app.rules.errors import Cancelled, OfficeError
from app.rules.money import YI
from app.rules.periods import Period
from app.services.dossiers.projects import ProjectFilter, project_ids
from app.services.exporting import export_projects, export_ranking
from app.services.papers.door import named_units
from app.services.ranking.ranking import rank
from tests.support import TODAY, reading, set_target, signed_project


def rows(path: Path) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in openpyxl.load_workbook(path).active]  # pyright: ignore[reportOptionalIterable]


def test_a_ranking_goes_out_with_tasks_completion_and_the_city_below(office: Office, tmp_path: Path) -> None:
    signed_project(office, "牙膏项目", 12_000, dt.date(2026, 6, 3))
    set_target(office, "定国县", "amount", 2 * YI)
    with reading(office) as connection:
        table = rank(connection, Period.parse("2026-06"), "county", TODAY)
        units = named_units(connection)
    export_ranking(table, tmp_path / "排名.xlsx", units=units)
    title, _, head, *lines = rows(tmp_path / "排名.xlsx")
    assert title[0] == "县区2026年6月招商引资排名表"
    figures = [dict(zip(head, line, strict=True)) for line in lines]
    assert [line["单位"] for line in figures] == ["定国县", "云河县", "全市"]
    assert figures[0]["签约额（亿元）"] == pytest.approx(1.2)
    assert figures[0]["签约额完成率"] == pytest.approx(0.6)
    assert figures[0]["签约项目年度任务"] is None
    assert figures[2]["签约额（亿元）"] == pytest.approx(1.2)
    assert figures[2]["得分"] is None


def test_what_looks_like_a_formula_stays_what_somebody_wrote(office: Office, tmp_path: Path) -> None:
    hostile = ["=1+1", '+cmd|"/c calc"!A0', "@SUM(A1)", "-2", "{=1}", "https://example.com", "007", "\ta\x07b"]
    for number, name in enumerate(hostile):
        signed_project(office, name, 500, dt.date(2026, 6, 1 + number))
    with reading(office) as connection:
        export_projects(connection, project_ids(connection, ProjectFilter()), tmp_path / "台账.xlsx")
    _, _, head, *lines = rows(tmp_path / "台账.xlsx")
    names = {line[head.index("项目名称")] for line in lines}
    assert names == {"a\x07b".replace("\x07", "") if "\x07" in name else name for name in hostile}
    sheet = zipfile.ZipFile(tmp_path / "台账.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet


def test_cancelling_leaves_no_file(office: Office, tmp_path: Path) -> None:
    signed_project(office, "牙膏项目", 500, dt.date(2026, 6, 1))
    with reading(office) as connection, pytest.raises(Cancelled):
        ids = project_ids(connection, ProjectFilter()) * 500
        export_projects(connection, ids, tmp_path / "台账.xlsx", cancelled=lambda: True)
    assert list(tmp_path.glob("台账*")) == []


def test_a_file_that_cannot_be_written_is_told(office: Office, tmp_path: Path) -> None:
    with reading(office) as connection, pytest.raises(OfficeError, match="Excel 或 WPS"):
        export_projects(connection, [], tmp_path / "没有这个文件夹" / "台账.xlsx")
