"""Names of files from anywhere are shown harmless."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.filenames import LONGEST_BYTES, NAMELESS, apart, clean_file_name, ending, runs


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("/root/合同.pdf", "合同.pdf"),
        ("C:\\Users\\x\\合同.pdf", "合同.pdf"),
        ("..", NAMELESS),
        ("", NAMELESS),
        ("   ", NAMELESS),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.tar.gz", "_com1.tar.gz"),
        ("console.txt", "console.txt"),
        ("a. ", "a"),
        ("a:b", "a_b"),
        ('备案<证>?*|".pdf', "备案_证_____.pdf"),
        ("发票\u202egpj.exe", "发票gpj.exe"),
        ("坏\udce5名.txt", "坏_名.txt"),
        ("一\n二\t三.txt", "一_二_三.txt"),
    ],
)
def test_a_name_is_cleaned(name: str, clean: str) -> None:
    assert clean_file_name(name) == clean


def test_a_long_name_keeps_its_ending() -> None:
    clean = clean_file_name("合" * 300 + ".pdf")
    assert clean.endswith("….pdf")
    assert len(clean.encode()) <= LONGEST_BYTES


@given(st.text(max_size=400))
def test_no_name_leaves_its_folder(name: str) -> None:
    clean = clean_file_name(name)
    assert clean not in ("", ".", "..")
    assert not set(clean) & set('<>:"/\\|?*\x00')
    assert clean == clean.rstrip(". ")
    assert len(clean.encode()) <= LONGEST_BYTES


def test_the_same_name_in_other_case_is_told_apart() -> None:
    assert apart("合同A.PDF", {"合同a.pdf"}) == "合同A（2）.PDF"
    assert apart("合同A.PDF", {"合同a.pdf", "合同A（2）.pdf"}) == "合同A（3）.PDF"
    assert apart("说明", {"说明"}) == "说明（2）"


@pytest.mark.parametrize("name", ["x.exe", "x.BAT", "x.lnk", "合同.pdf.js", "a.ps1", "b.msi"])
def test_programs_are_known_by_their_ending(name: str) -> None:
    assert runs(name)


@pytest.mark.parametrize("name", ["合同.pdf", "exe", "照片.jpg", "表.xlsx", ".bat"])
def test_papers_are_no_programs(name: str) -> None:
    assert not runs(name)
    assert ending("表.XLSX") == "xlsx"
