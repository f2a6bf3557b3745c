"""The city's measures (管理办法) as numbered clauses, read from resources/policy/measures.yaml."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.rules.errors import OfficeError
from app.services.places import RESOURCES

_SOURCE = RESOURCES / "policy" / "measures.yaml"
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Clause:
    """One clause: its number as printed (第三条), its title and its text, under the title of its chapter."""

    number: str
    title: str
    text: str
    chapter: str


@dataclass(frozen=True)
class Measures:
    """A 管理办法: its title, the day from which it holds, a note on its standing, and its clauses in order."""

    title: str
    valid_from: dt.date
    note: str
    clauses: tuple[Clause, ...]


class _ClauseData(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1)
    text: str = Field(min_length=1)


class _ChapterData(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1)
    clauses: list[_ClauseData] = Field(min_length=1)


class _MeasuresData(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1)
    valid_from: dt.date
    note: str
    chapters: list[_ChapterData] = Field(min_length=1)


def clauses() -> tuple[Clause, ...]:
    """Return the clauses of the measures in force in the demo city, in order (domain.md §3 to §6)."""
    return measures().clauses


@cache
def measures() -> Measures:
    """Return the shipped measures, read once; raise `OfficeError` as `read_measures` does."""
    return read_measures(_SOURCE)


def read_measures(source: Path) -> Measures:
    """Read measures from a YAML file; raise `OfficeError` where it is missing or not in the form expected."""
    try:
        data = _MeasuresData.model_validate(yaml.safe_load(source.read_text(encoding="utf-8")))
    except OSError as error:
        raise OfficeError(f"读不到管理办法文件“{source}”。请重新安装本程序，或把该文件放回原处。") from error
    except (ValueError, yaml.YAMLError) as error:
        raise OfficeError(f"管理办法文件“{source}”的格式不对：{_where(error)}。请改正该文件后重试。") from error
    found = [
        (chapter.title, clause.title, clause.text.strip()) for chapter in data.chapters for clause in chapter.clauses
    ]
    numbered = tuple(
        Clause(f"第{_chinese(number)}条", title, text, chapter)
        for number, (chapter, title, text) in enumerate(found, start=1)
    )
    return Measures(data.title, data.valid_from, data.note.strip(), numbered)


def _where(error: Exception) -> str:
    """Name the place that is wrong, as far as the reader of the file told it."""
    if isinstance(error, ValidationError):
        return "、".join(".".join(map(str, fault["loc"])) or "全文" for fault in error.errors()[:3])
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"第 {error.problem_mark.line + 1} 行"
    return "不是 UTF-8 的 YAML 文本"


def _chinese(number: int) -> str:
    """Write 1 to 99 in Chinese figures: 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")
