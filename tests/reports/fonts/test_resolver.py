"""Which font is taken for which role, and for a single character."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from app.reports.fonts import folders
from app.reports.fonts.resolver import FontSet, resolve
from app.reports.fonts.roles import CANDIDATES, Role
from app.rules.errors import OfficeError


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return resolve()


def shelf(folder: Path, fonts: FontSet, names: dict[Role, str]) -> Path:
    """A folder that holds the fonts of this PC under other names."""
    folder.mkdir(exist_ok=True)
    for role, name in names.items():
        (folder / name).write_bytes(fonts.face(role).path.read_bytes())
    return folder


WINDOWS = {Role.FANGSONG: "simfang.ttf", Role.TITLE: "STZHONGS.TTF", Role.KAI: "simkai.ttf"}
WINDOWS |= {Role.HEI: "simhei.ttf", Role.SONG: "simsun.ttc"}


def test_every_role_has_a_font_and_the_choice_is_told(fonts: FontSet) -> None:
    assert [choice.role for choice in fonts.choices] == list(CANDIDATES)
    for choice in fonts.choices:
        assert choice.family
        assert choice.file == fonts.face(choice.role).path


def test_the_fonts_of_windows_go_before_the_free_ones(fonts: FontSet, tmp_path: Path) -> None:
    windows = shelf(tmp_path / "windows", fonts, WINDOWS)
    found = resolve([*folders.font_folders(), windows])
    assert {choice.role: choice.file.name for choice in found.choices} == WINDOWS


def test_the_face_that_offices_use_goes_before_the_one_of_windows(fonts: FontSet, tmp_path: Path) -> None:
    folder = shelf(tmp_path / "f", fonts, WINDOWS)
    shelf(folder, fonts, {Role.FANGSONG: "仿宋_GB2312.ttf", Role.TITLE: "方正小标宋简体.ttf"})
    found = resolve([folder])
    assert found.face(Role.FANGSONG).path.name == "仿宋_GB2312.ttf"
    assert found.face(Role.TITLE).path.name == "方正小标宋简体.ttf"


def test_a_role_without_font_is_named_with_what_to_do(fonts: FontSet, tmp_path: Path) -> None:
    without = {role: name for role, name in WINDOWS.items() if role is not Role.FANGSONG}
    with pytest.raises(OfficeError, match=r"没有可用于公文的“仿宋”字体.*请安装"):
        resolve([shelf(tmp_path / "f", fonts, without)])


def test_songti_stands_in_for_the_title_face_and_is_told(fonts: FontSet, tmp_path: Path) -> None:
    without = {role: name for role, name in WINDOWS.items() if role is not Role.TITLE}
    found = resolve([shelf(tmp_path / "f", fonts, without)])
    assert [choice.role for choice in found.choices if choice.stand_in] == [Role.TITLE]


def test_a_font_whose_maker_forbids_embedding_is_passed_over(fonts: FontSet, tmp_path: Path) -> None:
    folder = shelf(tmp_path / "f", fonts, WINDOWS)
    data = bytearray(fonts.face(Role.FANGSONG).path.read_bytes())
    at = data.index(b"OS/2")
    struct.pack_into(">H", data, struct.unpack_from(">I", data, at + 8)[0] + 8, 0x0002)
    (folder / "仿宋_GB2312.ttf").write_bytes(data)
    found = resolve([folder])
    assert found.face(Role.FANGSONG).path.name == "simfang.ttf"
    assert [path.name for path in found.refused] == ["仿宋_GB2312.ttf"]


def test_a_broken_font_is_passed_over(fonts: FontSet, tmp_path: Path) -> None:
    folder = shelf(tmp_path / "f", fonts, WINDOWS)
    (folder / "楷体_GB2312.ttf").write_bytes(b"not a font")
    assert resolve([folder]).face(Role.KAI).path.name == "simkai.ttf"


def test_the_folder_of_the_environment_variable_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(folders.EXTRA_FOLDER, str(tmp_path))
    assert folders.font_folders()[0] == tmp_path
    monkeypatch.setenv(folders.EXTRA_FOLDER, str(tmp_path / "missing"))
    assert tmp_path / "missing" not in folders.font_folders()


def test_a_character_comes_from_its_roles_font_or_the_next_that_has_it(fonts: FontSet) -> None:
    assert fonts.face_for(Role.FANGSONG, "中") is fonts.face(Role.FANGSONG)
    for char in "喆堃垚䶮𣲗𠮷":
        face = fonts.face_for(Role.TITLE, char)
        assert face.has(char)


def test_a_character_that_none_has_is_refused_with_field_and_code(fonts: FontSet) -> None:
    fonts.check([("标题", "关于喆堃垚䶮𣲗的通报")])
    with pytest.raises(OfficeError, match=r"“主送机关”里的.*U\+F0001"):
        fonts.check([("标题", "好"), ("主送机关", "坏\U000f0001")])
