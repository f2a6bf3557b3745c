"""The city's measures (管理办法) in their versions: the shipped ones, and those that the office has entered."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.models.office import Office
from app.rules.errors import OfficeError, Refused
from app.rules.policy.document import Clause, Measures, check_versions, in_force, read_document
from app.services.places import RESOURCES

__all__ = ["Clause", "Measures", "clauses", "measures", "read_measures", "versions"]

_FOLDER = RESOURCES / "policy"
_SOURCE = _FOLDER / "measures.yaml"


@dataclass(frozen=True)
class Kept:
    """A version that the office entered, with its id and who approved it, on which paper."""

    id: int
    measures: Measures
    paper: str


def clauses() -> tuple[Clause, ...]:
    """Return the clauses of the first shipped version, in order (domain.md §3 to §6)."""
    return measures().clauses


@cache
def measures() -> Measures:
    """Return the first shipped version, read once; raise `OfficeError` as `read_measures` does."""
    return read_measures(_SOURCE)


@cache
def shipped() -> tuple[Measures, ...]:
    """Return the shipped versions in order, read once."""
    raws = [_raw(source) for source in sorted(_FOLDER.glob("*.yaml"), key=lambda one: (len(one.name), one.name))]
    return tuple(_read(raw, raws, f"管理办法“{raw.get('title', '')}”") for raw in raws)


def versions(connection: sqlite3.Connection) -> tuple[Measures, ...]:
    """Return the versions that hold for the office: its own where it has entered any, else the shipped ones."""
    return tuple(one.measures for one in kept(connection)) or shipped()


def version_on(connection: sqlite3.Connection, day: dt.date) -> Measures:
    """Return the version in force on a day; raise `Refused` where there is none, saying when the first began."""
    known = versions(connection)
    found = in_force(known, day)
    if found is None:
        first = min(one.valid_from for one in known)
        raise Refused(f"{day}没有施行中的管理办法（第一个版本自{first}起施行）。请换一个日期，或先录入当时的办法。")
    return found


def kept(connection: sqlite3.Connection) -> tuple[Kept, ...]:
    """Return the versions that the office entered, in the order of their first days."""
    rows = connection.execute(
        "SELECT id, body, paper FROM policy_version WHERE void_reason IS NULL ORDER BY valid_from"
    ).fetchall()
    raws = [yaml.safe_load(body) for _, body, _ in rows]
    return tuple(
        Kept(row[0], _read(raw, raws, "已录入的管理办法"), row[2]) for row, raw in zip(rows, raws, strict=True)
    )


def enter_version(office: Office, source: Path, *, paper: str, reason: str) -> Measures:
    """Enter a version of the measures from a YAML file and return it; `paper` is the number under which it was issued.

    The first one entered is joined by the shipped ones where it amends them. Raises `Refused` or `OfficeError` with
    each place that is wrong: an unknown fact, a contradiction, a day on which another version begins.
    """
    from app.models.tables import PolicyVersion

    if not paper.strip():
        raise Refused("录入管理办法要写明文号，以后查得到依据。")
    raw = _raw(source)
    connection = office.read()
    try:
        own = [
            yaml.safe_load(body)
            for (body,) in connection.execute("SELECT body FROM policy_version WHERE void_reason IS NULL")
        ]
    finally:
        connection.close()
    base = [] if own or "amends" not in raw else [_raw(one) for one in sorted(_FOLDER.glob("*.yaml"))]
    base = [one for one in base if one["valid_from"] != raw["valid_from"]]
    entered = _read(raw, [*own, *base], f"管理办法文件“{source}”")
    check_versions([entered, *(_read(one, [*own, *base], "已录入的管理办法") for one in [*own, *base])])
    with office.change(f"录入{entered.title}", reason=reason) as change:
        for one in [*base, raw]:
            change.session.add(
                PolicyVersion(
                    valid_from=one["valid_from"],
                    title=str(one["title"]),
                    body=yaml.safe_dump(one, allow_unicode=True, sort_keys=False),
                    paper=paper.strip() if one is raw else "示范文本",
                )
            )
    return entered


def read_measures(source: Path, earlier: Sequence[dict[str, Any]] = ()) -> Measures:
    """Read measures from a YAML file; raise `OfficeError` where it is missing or not in the form expected."""
    return _read(_raw(source), earlier, f"管理办法文件“{source}”")


def _raw(source: Path) -> dict[str, Any]:
    try:
        return yaml.safe_load(source.read_text(encoding="utf-8"))
    except OSError as error:
        raise OfficeError(f"读不到管理办法文件“{source}”。请重新安装本程序，或把该文件放回原处。") from error
    except (ValueError, yaml.YAMLError) as error:
        raise OfficeError(f"管理办法文件“{source}”的格式不对：{_where(error)}。请改正该文件后重试。") from error


def _read(raw: dict[str, Any], earlier: Sequence[dict[str, Any]], what: str) -> Measures:
    try:
        return read_document(raw, earlier)
    except Refused as error:
        raise OfficeError(f"{what}的内容有误：{error.message}。请改正后重试。") from error


def _where(error: Exception) -> str:
    """Name the place that is wrong, as far as the reader of the file told it."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"第 {error.problem_mark.line + 1} 行"
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 的文本"
    return "有不在日历上的日期，或不是 YAML 文本"
