"""The faces of an official paper, and the files that may stand for each, best first (GB/T 9704-2012)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A face by the use that the standard makes of it."""

    FANGSONG = "仿宋"
    TITLE = "小标宋"
    KAI = "楷体"
    HEI = "黑体"
    SONG = "宋体"
    ROMAN = "Times New Roman"
    """Of figures and Latin letters, where an office wants it; the standard has no use for it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may serve for a role; `index` is its place in a collection."""

    file: str
    index: int = 0
    stand_in: bool = False
    """Another kind of type, taken only so that a paper can be made at all; the application says so."""


CANDIDATES: dict[Role, tuple[Candidate, ...]] = {
    Role.FANGSONG: (
        Candidate("仿宋_GB2312.ttf"),
        Candidate("FangSong_GB2312.ttf"),
        Candidate("simfang_GB2312.ttf"),
        Candidate("simfang.ttf"),
        Candidate("STFANGSO.TTF"),
        Candidate("FandolFang-Regular.ttf"),
    ),
    Role.TITLE: (
        Candidate("方正小标宋简体.ttf"),
        Candidate("FZXBSJW.TTF"),
        Candidate("FZXBSJW--GB1-0.ttf"),
        Candidate("方正小标宋_GBK.ttf"),
        Candidate("FZXBSK.TTF"),
        Candidate("FZXBSK--GBK1-0.ttf"),
        Candidate("STZHONGS.TTF"),
        Candidate("NotoSerifSC-Bold.ttf"),
        Candidate("FandolSong-Bold.ttf"),
        Candidate("simsun.ttc", stand_in=True),
        Candidate("uming.ttc", stand_in=True),
    ),
    Role.KAI: (
        Candidate("楷体_GB2312.ttf"),
        Candidate("KaiTi_GB2312.ttf"),
        Candidate("simkai.ttf"),
        Candidate("STKAITI.TTF"),
        Candidate("LXGWWenKai-Regular.ttf"),
        Candidate("ukai.ttc"),
    ),
    Role.HEI: (
        Candidate("simhei.ttf"),
        Candidate("STXIHEI.TTF"),
        Candidate("NotoSansSC-Medium.ttf"),
        Candidate("wqy-zenhei.ttc"),
    ),
    Role.SONG: (
        Candidate("simsun.ttc"),
        Candidate("STSONG.TTF"),
        Candidate("NotoSerifSC-Regular.ttf"),
        Candidate("uming.ttc"),
    ),
}

ROMAN_CANDIDATES: tuple[Candidate, ...] = (
    Candidate("times.ttf"),
    Candidate("LiberationSerif-Regular.ttf"),
    Candidate("Tinos-Regular.ttf"),
    Candidate("DejaVuSerif.ttf", stand_in=True),
)
"""Looked for only where a paper asks for it."""

RARE: tuple[Candidate, ...] = (
    Candidate("LXGWWenKai-Regular.ttf"),
    Candidate("simsunb.ttf"),
    Candidate("uming.ttc"),
    Candidate("ukai.ttc"),
    Candidate("wqy-zenhei.ttc"),
    Candidate("DroidSansFallbackFull.ttf"),
)
"""Where a character comes from that none of the five faces has."""

NEXT_ROLES: dict[Role, tuple[Role, ...]] = {
    Role.FANGSONG: (Role.KAI, Role.SONG, Role.HEI),
    Role.TITLE: (Role.SONG, Role.FANGSONG, Role.KAI, Role.HEI),
    Role.KAI: (Role.FANGSONG, Role.SONG, Role.HEI),
    Role.HEI: (Role.SONG, Role.KAI, Role.FANGSONG),
    Role.SONG: (Role.FANGSONG, Role.KAI, Role.HEI),
    Role.ROMAN: (Role.SONG, Role.FANGSONG, Role.KAI, Role.HEI),
}
"""The nearest looking roles, asked in this order for a character that a role's own face lacks."""
