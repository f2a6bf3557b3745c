"""CFF outlines become TrueType once, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen

from app.reports.fonts.convert import convert, main
from app.reports.fonts.face import Face
from app.reports.fonts.resolver import resolve
from app.reports.fonts.roles import Role
from app.rules.errors import OfficeError


@pytest.fixture
def otf(tmp_path: Path) -> Path:
    """A CFF font of two characters: 国, a round one, and 一."""
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "guo", "yi"])
    builder.setupCharacterMap({ord("国"): "guo", ord("一"): "yi"})
    round_one, bar, empty = (T2CharStringPen(1000, None) for _ in range(3))
    round_one.moveTo((100, 400))
    round_one.curveTo((100, 600), (300, 800), (500, 800))
    round_one.curveTo((700, 800), (900, 600), (900, 400))
    round_one.closePath()
    bar.moveTo((50, 350))
    for point in ((950, 350), (950, 400), (50, 400)):
        bar.lineTo(point)
    bar.closePath()
    strings = {".notdef": empty, "guo": round_one, "yi": bar}
    builder.setupCFF("Test", {}, {name: pen.getCharString() for name, pen in strings.items()}, {})
    builder.setupHorizontalMetrics(dict.fromkeys(strings, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "试验仿宋", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    path = tmp_path / "Test-Regular.otf"
    builder.save(path)
    return path


def test_outlines_and_widths_are_kept(otf: Path, tmp_path: Path) -> None:
    face = Face(convert(otf, tmp_path / "cache"))
    assert face.family == "试验仿宋"
    assert [face.advance(char) for char in "国一"] == [1, 1]
    assert face.ink("一") == pytest.approx((0.05, 0.35, 0.95, 0.4), abs=0.002)
    assert face.ink("国") == pytest.approx((0.1, 0.4, 0.9, 0.8), abs=0.002)


def test_what_is_there_already_is_not_made_again(otf: Path, tmp_path: Path) -> None:
    first = convert(otf, tmp_path / "cache")
    stamp = first.stat().st_mtime_ns
    assert convert(otf, tmp_path / "cache") == first
    assert first.stat().st_mtime_ns == stamp


def test_a_file_that_is_no_font_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "坏.otf"
    path.write_bytes(b"nothing")
    with pytest.raises(OfficeError, match="不是可用的字体文件"):
        convert(path, tmp_path / "cache")
    with pytest.raises(OfficeError, match="无法转换"):
        convert(tmp_path / "没有.otf", tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_truetype_font_needs_no_conversion(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="不需要转换"):
        convert(resolve().face(Role.FANGSONG).path, tmp_path / "cache")


def test_the_command_names_what_it_made_or_why_not(
    otf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.reports.fonts.convert.cache_folder", lambda: tmp_path / "cache")
    assert main([str(otf)]) == 0
    assert "Test-Regular.ttf" in capsys.readouterr().out
    assert main([str(tmp_path / "没有.otf")]) == 1
    assert "没有.otf" in capsys.readouterr().err
    assert main([]) == 2
