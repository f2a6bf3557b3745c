"""The file itself: what it says of itself, fonts, copying, sameness, and what happens when it cannot be made."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.paper import Paper, Paragraph
from app.reports.gongwen.writing import write_batch, write_pdf
from app.rules.errors import Cancelled, OfficeError
from tests.paper.papers import BULLETIN, LETTER, TEXT
from tests.paper.reading import Sheet, pdf_bytes, printed

NOWHERE = "\U000f0000"
"""A character for private use beyond the first plane: no font has it."""


@pytest.fixture(scope="module")
def data(fonts: FontSet) -> bytes:
    return pdf_bytes(BULLETIN, fonts)


def letters(count: int) -> list[Paper]:
    return [replace(LETTER, number=f"清招办函〔2026〕{n}号", addressees=f"第{n}县") for n in range(1, count + 1)]


def test_it_says_what_it_is(data: bytes) -> None:
    document = pypdfium2.PdfDocument(data)
    told = document.get_metadata_dict()
    assert (told["Title"], told["Author"]) == (BULLETIN.title, BULLETIN.authority)
    assert told["CreationDate"] == told["ModDate"] == "D:20260703000000+08'00'"
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        assert pdf.doc.catalog["Lang"] == b"zh-CN"


def test_its_headings_are_bookmarks(data: bytes) -> None:
    document = pypdfium2.PdfDocument(data)
    found = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    assert found[0] == (0, BULLETIN.title)
    assert [title for level, title in found if level == 1] == [
        "一、总体情况",
        "二、主要特点",
        "三、各县区排名情况",
        "四、存在问题和下一步要求",
    ]
    assert (2, "（二）以商招商成效明显。") in found


def test_all_its_fonts_are_embedded_as_subsets(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            fonts: Any = page.page_obj.resources["Font"]
            fonts = fonts.resolve()
            assert fonts
            for reference in fonts.values():
                font: Any = reference.resolve()
                descendant = font["DescendantFonts"][0].resolve()
                assert str(font["BaseFont"].name)[6] == "+"
                assert "FontFile2" in descendant["FontDescriptor"].resolve()


@pytest.mark.parametrize("block", [b for b in TEXT if isinstance(b, Paragraph)], ids=lambda b: (b.lead or b.text)[:6])
def test_every_sentence_copies_out_as_it_was_written(bulletin: list[Sheet], block: Paragraph) -> None:
    assert block.lead + block.text in "".join(sheet.text.split("— ")[0] for sheet in bulletin)


def test_the_same_paper_gives_the_same_bytes(data: bytes, fonts: FontSet) -> None:
    assert pdf_bytes(BULLETIN, fonts) == data
    assert pdf_bytes(replace(BULLETIN, day=date(2026, 7, 4)), fonts) != data


def test_it_is_small(data: bytes) -> None:
    assert len(data) < 150_000


@pytest.mark.parametrize(
    "change, field",
    [
        ({"title": f"关于{NOWHERE}的通报"}, "标题"),
        ({"blocks": (Paragraph("好"), Paragraph(f"坏{NOWHERE}"))}, "正文第2段"),
        ({"copies_to": NOWHERE}, "抄送机关"),
    ],
)
def test_a_character_that_no_font_has_is_named_with_its_field_before_anything_is_written(
    fonts: FontSet, tmp_path: Path, change: dict[str, object], field: str
) -> None:
    with pytest.raises(OfficeError, match=f"“{field}”里的“{NOWHERE}”（U\\+F0000）"):
        write_pdf(replace(BULLETIN, **change), fonts, tmp_path / "通报.pdf")
    assert list(tmp_path.iterdir()) == []


def test_rare_characters_are_printed_and_copied_from_another_font(fonts: FontSet) -> None:
    rare = "喆堃垚䶮𣲗𠮷㎡"
    sheet = printed(replace(LETTER, blocks=(Paragraph(f"负责人{rare}同志。"),)), fonts)[0]
    assert f"负责人{rare}同志。" in sheet.text
    ink = sheet.ink("喆堃垚䶮")
    assert ink.right - ink.left > 15


def test_a_folder_that_cannot_be_written_is_told(fonts: FontSet, tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="写不进去"):
        write_pdf(BULLETIN, fonts, tmp_path / "没有" / "通报.pdf")


def test_colleagues_may_read_what_was_written(fonts: FontSet, tmp_path: Path) -> None:
    path, other = tmp_path / "通报.pdf", tmp_path / "other"
    write_pdf(BULLETIN, fonts, path)
    other.touch()
    assert path.stat().st_mode == other.stat().st_mode


def test_a_batch_writes_each_paper_to_its_file_and_tells_how_far_it_is(fonts: FontSet, tmp_path: Path) -> None:
    papers = letters(5)
    paths = [tmp_path / f"{n}.pdf" for n in range(5)]
    told: list[tuple[int, int]] = []
    write_batch(papers, fonts, paths, progress=lambda done, all_: told.append((done, all_)))
    assert told == [(n, 5) for n in range(1, 6)]
    for n, path in enumerate(paths, 1):
        assert f"第{n}县：" in Sheet(path.read_bytes(), 0).text
    assert sorted(tmp_path.iterdir()) == paths


def test_papers_of_a_batch_that_share_little_stay_small(fonts: FontSet, tmp_path: Path) -> None:
    common = [chr(code) for code in range(0x4E00, 0x9FA5) if fonts.face(Role.FANGSONG).has(chr(code))]
    papers = [
        replace(LETTER, blocks=(Paragraph("".join(common[n * 300 : n * 300 + 250])),), copies_to="") for n in range(4)
    ]
    paths = [tmp_path / f"{n}.pdf" for n in range(4)]
    write_batch(papers, fonts, paths)
    assert max(path.stat().st_size for path in paths) < 250_000


def test_a_cancelled_batch_leaves_nothing_behind(fonts: FontSet, tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.pdf" for n in range(5)]
    asked = iter([False] * 8 + [True] * 9)
    with pytest.raises(Cancelled):
        write_batch(letters(5), fonts, paths, cancelled=lambda: next(asked))
    assert list(tmp_path.iterdir()) == []
