"""Finds the fonts of this PC for the five roles, and the face for every single character."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from app.reports.fonts.face import Face, FaceError
from app.reports.fonts.folders import font_folders
from app.reports.fonts.roles import CANDIDATES, NEXT_ROLES, RARE, ROMAN_CANDIDATES, Candidate, Role
from app.rules.errors import OfficeError

_ADVICE = {
    Role.FANGSONG: "请安装“仿宋_GB2312”或“仿宋”（simfang.ttf）",
    Role.TITLE: "请安装“方正小标宋简体”或“华文中宋”",
    Role.KAI: "请安装“楷体_GB2312”或“楷体”（simkai.ttf）",
    Role.HEI: "请安装“黑体”（simhei.ttf）",
    Role.SONG: "请安装“宋体”（simsun.ttc）",
}
_ADVICE_LINUX = "在 Debian 上运行一次 python3 dev.py run 会自动装好"


@dataclass(frozen=True, slots=True)
class Choice:
    """The file that was taken for a role, to be shown to the user."""

    role: Role
    family: str
    file: Path
    stand_in: bool


@dataclass(frozen=True, eq=False)
class FontSet:
    """The faces of one run: one per role, and those that help out for rare characters."""

    faces: dict[Role, Face]
    choices: tuple[Choice, ...]
    rare: tuple[Face, ...] = ()
    refused: tuple[Path, ...] = ()
    """Fonts that were found but whose makers forbid embedding (OS/2.fsType)."""
    figures: Role = Role.FANGSONG
    """The face of figures and Latin letters in text that is 仿宋."""
    _sound: set[str] = field(default_factory=set, repr=False)
    _found: dict[tuple[Role, str], Face | None] = field(default_factory=dict, repr=False)
    _others: dict[Role, FontSet] = field(default_factory=dict, repr=False)

    def with_figures(self, role: Role) -> FontSet:
        """The same fonts, figures and Latin letters of 仿宋 text taken from another face; one set for each face.

        Raises `OfficeError` where this PC has no such face.
        """
        if role is self.figures:
            return self
        if role not in self._others:
            faces = self.faces if role in self.faces else {**self.faces, role: _roman()}
            self._others[role] = replace(self, faces=faces, figures=role, _found={}, _others={})
        return self._others[role]

    def face(self, role: Role) -> Face:
        return self.faces[role]

    def face_for(self, role: Role, char: str) -> Face:
        """The face to print `char` with: the role's own, else the next that has it; OfficeError when none has."""
        face = self._lookup(role, char)
        if face is None:
            raise OfficeError(_missing(char, "正文"))
        return face

    def check(self, fields: Iterable[tuple[str, str]]) -> None:
        """Raise `OfficeError` naming the first character, and its field, that no font has; to be asked before printing.

        `fields` are pairs (name of the field as the user knows it, text).
        """
        for name, text in fields:
            if self._sound.issuperset(text):
                continue
            for char in dict.fromkeys(text):
                if self._lookup(Role.FANGSONG, char) is None:
                    raise OfficeError(_missing(char, name))
            self._sound.update(text)

    def _lookup(self, role: Role, char: str) -> Face | None:
        key = (role, char)
        if key not in self._found:
            if role is Role.FANGSONG and "!" <= char <= "~":
                role = self.figures
            order = [self.faces[role], *(self.faces[other] for other in NEXT_ROLES[role]), *self.rare]
            self._found[key] = next((face for face in order if face.has(char)), None)
        return self._found[key]


def _missing(char: str, name: str) -> str:
    shown = f"“{char}”（U+{ord(char):04X}）" if not "\ud800" <= char <= "\udfff" else f"残缺字符（U+{ord(char):04X}）"
    return (
        f"“{name}”里的{shown}在本机所有字体中都没有，文件没有生成。"
        "请换一个字，或者安装含有这个字的字体（如霞鹜文楷）后再试。"
    )


def resolve(folders: Iterable[Path] | None = None) -> FontSet:
    """Take for each role the first candidate that this PC has and that may be embedded.

    The fonts of the PC itself are looked for once: opening them takes as long as setting a letter, and what was set
    before is remembered by them. Raises `OfficeError` naming the role for which there is none, and what to do about it.
    """
    return _of_this_pc(tuple(font_folders())) if folders is None else _taken(folders)


@lru_cache(maxsize=4)
def _of_this_pc(folders: tuple[Path, ...]) -> FontSet:
    return _taken(folders)


def _taken(folders: Iterable[Path]) -> FontSet:
    files = _files(folders)
    shelf: dict[tuple[Path, int], Face | None] = {}
    faces: dict[Role, Face] = {}
    choices: list[Choice] = []
    for role, candidates in CANDIDATES.items():
        for candidate in candidates:
            face = _open(candidate, files, shelf)
            if face is not None:
                faces[role] = face
                choices.append(Choice(role, face.family, face.path, candidate.stand_in))
                break
        else:
            raise OfficeError(
                f"本机没有可用于公文的“{role}”字体，文件没有生成。{_ADVICE[role]}；{_ADVICE_LINUX}；"
                "也可以把字体文件放进一个文件夹，用环境变量 ZST_FONTS 指出它。"
            )
    rare = (_open(candidate, files, shelf) for candidate in RARE)
    refused = tuple(path for (path, _), face in shelf.items() if face is None)
    return FontSet(faces, tuple(choices), tuple(face for face in rare if face is not None), refused)


def _roman() -> Face:
    """Times New Roman, or what stands for it on this PC; raises `OfficeError` where nothing does."""
    files = _files(font_folders())
    found = next(filter(None, (_open(one, files, {}) for one in ROMAN_CANDIDATES)), None)
    if found is None:
        raise OfficeError(
            "本机没有“Times New Roman”字体，文件没有生成。请安装它（times.ttf），"
            "或在“文件—公文版式…”里把数字的字体改为仿宋或宋体后再试。"
        )
    return found


def _files(folders: Iterable[Path]) -> dict[str, Path]:
    """File name in lower case → path; the earlier folder wins."""
    files: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.iterdir()):
            files.setdefault(path.name.lower(), path)
    return files


def _open(candidate: Candidate, files: dict[str, Path], shelf: dict[tuple[Path, int], Face | None]) -> Face | None:
    path = files.get(candidate.file.lower())
    if path is None:
        return None
    key = (path, candidate.index)
    if key not in shelf:
        try:
            face = Face(path, candidate.index)
            shelf[key] = face if face.embeddable and face.glyphs else None
        except (FaceError, OSError):
            shelf[key] = None
    return shelf[key]
