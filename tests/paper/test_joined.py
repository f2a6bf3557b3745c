"""Many papers in one file for printing: all of them, in order, each on sheets of its own, found by bookmarks."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from app.reports.fonts.resolver import FontSet
from app.reports.gongwen.paper import Paper
from app.reports.gongwen.writing import write_joined
from app.rules.errors import Cancelled, OfficeError
from tests.paper.papers import LETTER, TEXT

COUNTIES = ("定国县", "云河县", "白塔县")
LETTERS = [
    replace(LETTER, number=f"清招办函〔2026〕{number}号", addressees=f"{name}人民政府")
    for number, name in enumerate(COUNTIES, 1)
]
LONG = replace(LETTER, number="清招办函〔2026〕4号", blocks=TEXT[:9])


def joined(papers: list[Paper], fonts: FontSet, new_sheets: bool = True) -> pypdfium2.PdfDocument:
    target = io.BytesIO()
    write_joined(papers, fonts, target, "提醒函", new_sheets)
    return pypdfium2.PdfDocument(target.getvalue())


def texts(document: pypdfium2.PdfDocument) -> list[str]:
    return [page.get_textpage().get_text_range() for page in document]


def test_each_paper_begins_on_a_sheet_of_its_own(fonts: FontSet) -> None:
    found = texts(joined([*LETTERS, LONG, LETTERS[0]], fonts))
    assert [f"{name}人民政府" in text for name, text in zip(COUNTIES, found[::2], strict=False)] == [True] * 3
    assert found[1].strip() == found[3].strip() == found[5].strip() == ""
    assert "〔2026〕4号" in found[6]
    assert found[7].strip()
    assert "定国县" in found[8]


def test_printed_on_one_side_they_follow_without_blank_pages(fonts: FontSet) -> None:
    assert len(joined(LETTERS, fonts, new_sheets=False)) == 3


def test_bookmarks_tell_number_and_addressees(fonts: FontSet) -> None:
    document = joined([*LETTERS, LONG], fonts)
    marks = [(mark.get_title(), mark.get_dest()) for mark in document.get_toc()]
    found = [(title, goal.get_index()) for title, goal in marks if goal is not None]
    assert found == [
        ("清招办函〔2026〕1号 定国县人民政府", 0),
        ("清招办函〔2026〕2号 云河县人民政府", 2),
        ("清招办函〔2026〕3号 白塔县人民政府", 4),
        ("清招办函〔2026〕4号 东岭县人民政府", 6),
    ]


def test_the_same_papers_give_the_same_bytes(fonts: FontSet) -> None:
    one, other = io.BytesIO(), io.BytesIO()
    write_joined(LETTERS, fonts, one, "提醒函")
    write_joined(LETTERS, fonts, other, "提醒函")
    assert one.getvalue() == other.getvalue()


def test_progress_is_told_and_cancelling_writes_nothing(fonts: FontSet, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    target = tmp_path / "合订.pdf"
    write_joined(LETTERS, fonts, target, "提醒函", progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    target.unlink()
    with pytest.raises(Cancelled):
        write_joined(LETTERS, fonts, target, "提醒函", cancelled=lambda: True)
    assert not list(tmp_path.iterdir())


def test_one_bad_paper_stops_the_file(fonts: FontSet, tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="标题"):
        write_joined([*LETTERS, replace(LETTER, title="招" * 5000)], fonts, tmp_path / "合订.pdf", "提醒函")
    assert not list(tmp_path.iterdir())
    with pytest.raises(ValueError, match="no papers"):
        write_joined([], fonts, tmp_path / "合订.pdf", "提醒函")
