"""Figures and Latin letters of 仿宋 text in another face: 宋体 of the same set, or Times New Roman where there is."""

from __future__ import annotations

import pytest

from app.reports.fonts import resolver
from app.reports.fonts.roles import CANDIDATES, Role
from app.rules.errors import OfficeError


@pytest.fixture
def fonts() -> resolver.FontSet:
    """Fonts of this PC that remember no other set yet."""
    return resolver.resolve(resolver.font_folders())


def test_figures_come_from_the_other_face_and_all_else_stays(fonts: resolver.FontSet) -> None:
    other = fonts.with_figures(Role.SONG)
    assert {other.face_for(Role.FANGSONG, char) for char in "0a%"} == {fonts.face(Role.SONG)}
    assert other.face_for(Role.FANGSONG, "市") is fonts.face(Role.FANGSONG)
    assert other.face_for(Role.HEI, "0") is fonts.face(Role.HEI)
    assert fonts.face_for(Role.FANGSONG, "0") is fonts.face(Role.FANGSONG)
    assert fonts.with_figures(Role.SONG) is other, "what was set before is remembered by it"
    assert fonts.with_figures(Role.FANGSONG) is fonts


def test_times_is_looked_for_where_it_is_asked_for(fonts: resolver.FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolver, "ROMAN_CANDIDATES", CANDIDATES[Role.KAI])
    face = fonts.with_figures(Role.ROMAN).face_for(Role.FANGSONG, "7")
    assert face.path == fonts.face(Role.KAI).path
    assert Role.ROMAN not in fonts.faces


def test_a_pc_without_times_is_told_what_to_do(fonts: resolver.FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolver, "ROMAN_CANDIDATES", ())
    with pytest.raises(OfficeError, match="没有“Times New Roman”字体，文件没有生成。请安装它"):
        fonts.with_figures(Role.ROMAN)
