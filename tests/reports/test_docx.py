"""Papers as DOCX: the numbers of the standard in the file's XML, and the traps of other tools avoided."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from app.reports.docx.writing import write_docx
from app.reports.gongwen.paper import Attachment, Chart, Column, Paper, Paragraph, Series, Table
from app.rules.errors import OfficeError, Refused
from tests.paper.papers import BULLETIN, LETTER, OFFICE, RANKING, TEXT

MM = 1440 / 25.4
"""Twentieths of a point in a millimetre."""
WIDE = Table(
    (Column("县区"), *(Column(f"指标{n}（万元）", "right") for n in range(14))),
    (("定国县", *(f"{n * 7919 + 12345:,}.{n:02d}" for n in range(14))),),
)


class Written:
    """The parts of a DOCX file as XML."""

    def __init__(self, paper: Paper) -> None:
        target = io.BytesIO()
        write_docx(paper, target)
        self.data = target.getvalue()
        with zipfile.ZipFile(io.BytesIO(self.data)) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}

    def xml(self, name: str) -> Any:
        return parse_xml(self.parts[f"word/{name}.xml"])

    @property
    def body(self) -> Any:
        return self.xml("document").find(qn("w:body"))

    def paragraph(self, text: str) -> Any:
        """The first paragraph of the body whose text begins so."""
        found = [p for p in self.body.iter(qn("w:p")) if text_of(p).startswith(text)]
        assert found, text
        return found[0]

    def footers(self) -> list[Any]:
        return [self.xml(name[5:-4]) for name in sorted(self.parts) if name.startswith("word/footer")]


def text_of(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(qn("w:t")))


def value(element: Any, path: str, name: str = "val") -> str | None:
    found = element.find("/".join(qn(f"w:{step}") for step in path.split("/")))
    return None if found is None else found.get(qn(f"w:{name}"))


def faces(paragraph: Any) -> set[str]:
    return {value(run, "rPr/rFonts", "eastAsia") or "" for run in paragraph.findall(qn("w:r")) if text_of(run)}


@pytest.fixture(scope="module")
def bulletin() -> Written:
    return Written(BULLETIN)


@pytest.fixture(scope="module")
def letter() -> Written:
    return Written(replace(LETTER, urgency="特急"))


def test_the_page_has_the_margins_and_the_grid_of_28_by_22(bulletin: Written) -> None:
    section = bulletin.body.find(qn("w:sectPr"))
    size = section.find(qn("w:pgSz"))
    assert (size.get(qn("w:w")), size.get(qn("w:h"))) == ("11906", "16838")
    margins = {side: int(value(section, "pgMar", side) or 0) / MM for side in ("top", "left", "right", "bottom")}
    assert margins["top"] == pytest.approx(34.58, abs=0.05)
    assert margins["left"] == pytest.approx(28, abs=0.05)
    assert margins["right"] == pytest.approx(26, abs=0.05)
    grid = section.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    pitch = int(grid.get(qn("w:linePitch"))) / 20
    assert pitch == pytest.approx(29.6)
    room = 297 - margins["top"] - margins["bottom"]
    assert 22 <= room / (pitch / 72 * 25.4) < 23
    cell = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert cell == pytest.approx(156 / 25.4 * 72 / 28, abs=0.01)


def test_even_pages_are_mirrored_and_have_footers_of_their_own(bulletin: Written) -> None:
    settings = bulletin.xml("settings")
    assert settings.find(qn("w:mirrorMargins")) is not None
    assert value(settings, "evenAndOddHeaders") == "1"
    sides = {value(f, "p/pPr/jc"): f for f in bulletin.footers()}
    assert set(sides) >= {"right", "left"}
    for side in ("right", "left"):
        footer = sides[side]
        assert text_of(footer) == "— 1 —"
        assert [code.text.strip() for code in footer.iter(qn("w:instrText"))] == ["PAGE"]
        assert int(value(footer, "p/pPr/ind", side) or 0) == pytest.approx(156 / 28 * MM, abs=2)
        for run in footer.iter(qn("w:r")):
            assert value(run, "rPr/sz") == "28"
            assert value(run, "rPr/rFonts", "eastAsia") == "宋体"


@pytest.mark.parametrize(
    "beginning, face, half_points",
    [
        ("2026年6月，全市", "仿宋_GB2312", "32"),
        ("一、总体情况", "黑体", "32"),
        ("（一）主导", "楷体_GB2312", "32"),
        ("1.企业", "仿宋_GB2312", "32"),
        ("关于2026年6月", "方正小标宋简体", "44"),
        ("清招办〔2026〕5号", "仿宋_GB2312", "32"),
    ],
)
def test_each_part_has_its_face_and_size(bulletin: Written, beginning: str, face: str, half_points: str) -> None:
    paragraph = bulletin.paragraph(beginning)
    assert faces(paragraph) == {face}
    assert {value(run, "rPr/sz") for run in paragraph.findall(qn("w:r")) if text_of(run)} == {half_points}


def test_every_run_names_one_face_for_all_characters_and_hints_the_chinese_one(bulletin: Written) -> None:
    runs = list(bulletin.body.iter(qn("w:r")))
    assert any(mark in text_of(run) for run in runs for mark in "“”—…")
    for run in runs:
        fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if fonts is None:
            assert not text_of(run)
            continue
        named = {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert len(named) == 1
        assert fonts.get(qn("w:hint")) == "eastAsia"


def test_no_font_of_the_theme_is_left(bulletin: Written) -> None:
    for name in ("styles", "document", "settings"):
        for fonts in bulletin.xml(name).iter(qn("w:rFonts")):
            assert not [key for key in dict(fonts.attrib) if "Theme" in key]
    table = bulletin.parts["word/fontTable.xml"].decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="FangSong"/>' in table


def test_paragraphs_stand_on_the_grid_two_characters_in(bulletin: Written) -> None:
    properties = bulletin.paragraph("2026年6月，全市").find(qn("w:pPr"))
    assert value(properties, "snapToGrid") == "1"
    assert value(properties, "ind", "firstLineChars") == "200"
    assert value(properties, "spacing", "lineRule") == "auto"
    assert value(properties, "autoSpaceDE") == value(properties, "autoSpaceDN") == "0"
    assert value(properties, "overflowPunct") == "0"
    assert value(bulletin.paragraph("一、总体").find(qn("w:pPr")), "outlineLvl") == "1"
    assert bulletin.paragraph("一、总体").find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


def test_the_red_name_and_the_rule_below_the_number(bulletin: Written) -> None:
    name = bulletin.paragraph(OFFICE + "文件")
    (run,) = name.findall(qn("w:r"))
    assert value(run, "rPr/color") == "FF3333"
    assert value(run, "rPr/rFonts", "eastAsia") == "方正小标宋简体"
    size, scale = int(value(run, "rPr/sz") or 0) / 2, int(value(run, "rPr/w") or 100) / 100
    assert size * scale * 17 <= 156 / 25.4 * 72
    above = int(value(name, "pPr/spacing", "before") or 0) / MM
    assert 34.58 + above == pytest.approx(72, abs=1.2)
    number = bulletin.paragraph("清招办〔").find(qn("w:pPr"))
    assert value(number, "pBdr/bottom", "sz") == "16"
    assert value(number, "pBdr/bottom", "color") == "FF3333"
    assert int(value(number, "pBdr/bottom", "space") or 0) == pytest.approx(4 / 25.4 * 72, abs=0.7)
    assert int(value(number, "spacing", "before") or 0) == pytest.approx(20.78 * MM, abs=2)
    assert value(number, "jc") == "center"


def test_the_title_keeps_the_lines_of_the_printed_one(bulletin: Written) -> None:
    title = bulletin.paragraph("关于2026年6月")
    assert len(title.findall(f"{qn('w:r')}/{qn('w:br')}")) == 1
    assert text_of(title) == BULLETIN.title
    spacing = title.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    above_ink = int(spacing.get(qn("w:before"))) + int(spacing.get(qn("w:line"))) - 22 * 20
    assert above_ink == pytest.approx(20.78 * MM, abs=2)


def test_tables_are_real_and_their_rows_may_grow(bulletin: Written) -> None:
    table = next(t for t in bulletin.body.iter(qn("w:tbl")) if "东岭县" in text_of(t))
    rows = table.findall(qn("w:tr"))
    assert len(rows) == len(RANKING.rows) + 1
    assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    for row in rows:
        assert value(row, "trPr/trHeight", "hRule") == "atLeast"
        assert row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
        for spacing in row.iter(qn("w:spacing")):
            assert spacing.get(qn("w:lineRule")) == "auto"
        assert {snap.get(qn("w:val")) for snap in row.iter(qn("w:snapToGrid"))} == {"0"}
    widths = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
    assert sum(widths) == pytest.approx(156 * MM, abs=10)
    assert [text_of(cell) for cell in rows[1].findall(qn("w:tc"))] == list(RANKING.rows[0])


def test_the_imprint_is_a_table_with_its_rules_on_the_foot_of_the_type_area(bulletin: Written) -> None:
    table = next(t for t in bulletin.body.iter(qn("w:tbl")) if "抄送：" in text_of(t))
    place = table.find(f"{qn('w:tblPr')}/{qn('w:tblpPr')}")
    assert place.get(qn("w:vertAnchor")) == "page"
    rows = table.findall(qn("w:tr"))
    heights = sum(int(value(row, "trPr/trHeight") or 0) for row in rows)
    assert (int(place.get(qn("w:tblpY"))) + heights) / MM == pytest.approx(262, abs=0.1)
    edges = [row.find(f"{qn('w:tc')}/{qn('w:tcPr')}/{qn('w:tcBorders')}") for row in rows]
    assert [value(edge, "top", "sz") for edge in edges] == ["8", "6"]
    assert [value(edge, "bottom", "sz") for edge in edges] == ["6", "8"]
    assert {value(run, "rPr/sz") for run in table.iter(qn("w:r")) if text_of(run)} == {"28"}
    assert text_of(table).endswith(f"{OFFICE}2026年7月3日印发")


def test_the_signature_is_kept_with_the_text(bulletin: Written) -> None:
    rows = [p for p in bulletin.body.findall(qn("w:p")) if text_of(p)]
    texts = [text_of(p) for p in rows]
    at = texts.index(OFFICE)
    for paragraph in rows[at - 1 : at + 1]:
        assert paragraph.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None
    name, day = (int(value(p, "pPr/ind", "left") or 0) / MM for p in rows[at : at + 2])
    one = 156 / 28
    assert name == pytest.approx(156 - 2 * one - 16 * one, abs=0.3)
    assert day - name == pytest.approx(2 * one, abs=0.1)


def test_a_letter_has_its_rules_in_the_first_pages_header_and_footer_and_no_number_there(letter: Written) -> None:
    section = letter.body.find(qn("w:sectPr"))
    assert section.find(qn("w:titlePg")) is not None
    headers = [letter.xml(name[5:-4]) for name in letter.parts if name.startswith("word/header")]
    head = next(h for h in headers if OFFICE in text_of(h))
    assert "文件" not in text_of(head)
    rule = next(iter(head.iter(qn("w:pBdr")))).find(qn("w:bottom"))
    assert (rule.get(qn("w:val")), rule.get(qn("w:sz"))) == ("thickThinSmallGap", "18")
    frame = next(iter(head.iter(qn("w:framePr"))))
    assert int(frame.get(qn("w:w"))) / MM == pytest.approx(170, abs=0.1)
    assert int(frame.get(qn("w:x"))) / MM == pytest.approx(20, abs=0.1)
    assert int(frame.get(qn("w:y"))) / MM == pytest.approx(30, abs=1.5)
    foot = next(f for f in letter.footers() if f.find(f".//{qn('w:framePr')}") is not None)
    assert not list(foot.iter(qn("w:instrText")))
    assert next(iter(foot.iter(qn("w:bottom")))).get(qn("w:val")) == "thinThickSmallGap"
    number = letter.paragraph("特急")
    assert text_of(number) == f"特急{LETTER.number}"
    assert value(number, "pPr/tabs/tab") == "right"
    assert "印发" not in text_of(letter.body)


def test_marks_and_signers_of_an_upward_paper() -> None:
    written = Written(
        replace(
            BULLETIN, copy_number="000012", security="机密★1年", urgency="特急", signers=("周明远", "贺建国", "林淑敏")
        )
    )
    texts = [text_of(p) for p in written.body.findall(qn("w:p"))]
    assert texts[:3] == ["000012", "机密★1年", "特急"]
    assert faces(written.paragraph("机密")) == {"黑体"}
    assert text_of(written.paragraph("签发人")) == "签发人：周明远　贺建国"
    last = written.paragraph("清招办〔2026〕5号林淑敏")
    assert faces(last) == {"仿宋_GB2312", "楷体_GB2312"}
    assert last.find(f"{qn('w:pPr')}/{qn('w:pBdr')}") is not None


def test_attachments_begin_new_pages_and_are_listed_below_themselves() -> None:
    attachments = (Attachment("各县区排名说明", TEXT[:1]), Attachment("项目明细", (RANKING,)))
    written = Written(replace(BULLETIN, attachments=attachments, note="此件公开发布"))
    first, second = written.paragraph("附件：1."), written.paragraph("2.项目明细")
    lefts = [int(value(p, "pPr/ind", "left") or 0) for p in (first, second)]
    assert lefts[0] == lefts[1]
    label = written.paragraph("附件1")
    assert faces(label) == {"黑体"}
    assert label.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None
    assert text_of(written.paragraph("（此件公开发布）"))


def test_a_wide_table_lies_in_a_landscape_section() -> None:
    written = Written(replace(BULLETIN, blocks=(*TEXT[:2], WIDE, *TEXT[2:])))
    orients = [size.get(qn("w:orient")) for size in written.body.iter(qn("w:pgSz"))]
    assert orients == [None, "landscape", None]
    ending = Written(
        replace(BULLETIN, copies_to="", printed_by="", printed_on=None, attachments=(Attachment("表", (WIDE,)),))
    )
    assert [size.get(qn("w:orient")) for size in ending.body.iter(qn("w:pgSz"))] == [None, "landscape"]


def test_a_chart_becomes_the_table_of_its_figures() -> None:
    chart = Chart("bars", ("定国县", "云河县"), (Series("签约", (12.5, 8)),), "各县区签约", "亿元")
    written = Written(replace(BULLETIN, blocks=(TEXT[0], chart)))
    table = next(t for t in written.body.iter(qn("w:tbl")) if "定国县" in text_of(t))
    assert text_of(table) == "项目签约定国县12.5云河县8"


def test_the_same_paper_gives_the_same_bytes_and_opens(tmp_path: Path) -> None:
    write_docx(BULLETIN, tmp_path / "甲.docx")
    assert (tmp_path / "甲.docx").read_bytes() == Written(BULLETIN).data
    document = Document(str(tmp_path / "甲.docx"))
    assert document.core_properties.title == BULLETIN.title
    assert document.core_properties.author == OFFICE
    assert document.core_properties.created is not None
    assert document.core_properties.created.date() == BULLETIN.day


def test_control_characters_vanish_and_broken_ones_are_refused_by_field() -> None:
    written = Written(replace(BULLETIN, blocks=(Paragraph("全市\x00\x07招商"),)))
    assert "全市招商" in text_of(written.body)
    with pytest.raises(Refused, match=r"“正文第1段”.*U\+D800"):
        Written(replace(BULLETIN, blocks=(Paragraph("全市\ud800"),)))


def test_a_title_of_5000_characters_is_refused() -> None:
    with pytest.raises(Refused, match="标题有5000个字"):
        Written(replace(BULLETIN, title="招" * 5000))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="写不进去"):
        write_docx(BULLETIN, tmp_path / "没有" / "甲.docx")
