"""The city's measures (管理办法) in their versions: the shipped ones, and those that the office has entered."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from app.models.office import Office
from app.rules.errors import OfficeError, Refused
from app.rules.policy.document import Clause, Measures, check_versions, in_force, read_document
from app.services.office.places import RESOURCES
from app.services.yaml_files import plain_data

__all__ = ["Clause", "Measures", "clauses", "measures", "read_measures", "versions"]

_FOLDER = RESOURCES / "policy"
_SOURCE = _FOLDER / "measures.yaml"

Raw: TypeAlias = dict[str, Any]
"""A version as YAML holds it."""

SAMPLE_PAPER = "示范文本"
"""What stands for the number of a version that came with the program."""


class _Plainly(yaml.SafeDumper):
    """Writes what stands twice twice, instead of pointing from one place to the other."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the dumper calls it so
        return True


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
    raws = shipped_raws()
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
    found = _measures_of(tuple(body for _, body, _ in rows))
    return tuple(Kept(row[0], one, row[2]) for row, one in zip(rows, found, strict=True))


@lru_cache(maxsize=4)
def _measures_of(bodies: tuple[str, ...]) -> tuple[Measures, ...]:
    """Read the versions of an office once as long as none is entered or voided: parsing YAML takes its time."""
    raws = [yaml.safe_load(body) for body in bodies]
    return tuple(_read(raw, raws, "已录入的管理办法") for raw in raws)


def enter_version(office: Office, source: Path, *, paper: str, reason: str) -> Measures:
    """Enter a version of the measures from a YAML file and return it; raises as `save_version` does."""
    return save_version(office, raw_of(source), paper=paper, reason=reason, what=f"管理办法文件“{source}”")


def save_version(office: Office, raw: Raw, *, paper: str, reason: str, what: str = "管理办法") -> Measures:
    """Enter a version of the measures from plain data and return it; `paper` is the number under which it was issued.

    The first one entered is joined by the shipped ones where it amends them. Raises `Refused` or `OfficeError` with
    each place that is wrong: an unknown fact, a contradiction, a day on which another version begins.
    """
    from app.models.tables import PolicyVersion

    if not paper.strip():
        raise Refused("录入管理办法要写明文号，以后查得到依据。")
    with closing(office.read()) as connection:
        own = own_raws(connection)
    base = [] if own or "amends" not in raw else [one for one in shipped_raws() if _day(one) != _day(raw)]
    others = [*own, *base]
    entered = _read(raw, others, what)
    check_versions([entered, *(_read(one, others, "已录入的管理办法") for one in others)])
    with office.change(f"录入{entered.title}", reason=reason) as change:
        for one in [*base, raw]:
            change.session.add(
                PolicyVersion(
                    valid_from=one["valid_from"],
                    title=str(one.get("title", entered.title)),
                    body=as_yaml(one),
                    paper=paper.strip() if one is raw else SAMPLE_PAPER,
                )
            )
    return entered


def own_raws(connection: sqlite3.Connection) -> list[Raw]:
    """Return the versions that the office entered as plain data, in the order of their first days."""
    rows = connection.execute("SELECT body FROM policy_version WHERE void_reason IS NULL ORDER BY valid_from")
    return [yaml.safe_load(body) for (body,) in rows]


def shipped_raws() -> list[Raw]:
    """Return the shipped versions as plain data."""
    return [raw_of(source) for source in sorted(_FOLDER.glob("*.yaml"), key=lambda one: (len(one.name), one.name))]


def as_yaml(raw: Raw) -> str:
    """Return plain data as the text of a YAML file, every part written out where it stands."""
    return yaml.dump(raw, Dumper=_Plainly, allow_unicode=True, sort_keys=False, width=110)


def read_measures(source: Path, earlier: Sequence[Raw] = ()) -> Measures:
    """Read measures from a YAML file; raise `OfficeError` where it is missing or not in the form expected."""
    return _read(raw_of(source), earlier, f"管理办法文件“{source}”")


def raw_of(source: Path) -> Raw:
    """Return the plain data of a YAML file; raise `OfficeError` where it is missing or no YAML."""
    raw = plain_data(source, "管理办法")
    if not isinstance(raw, dict):
        raise OfficeError(f"管理办法文件“{source}”里没有办法：应写 title、valid_from、chapters 等项。请改正后重试。")
    return raw


def _read(raw: Raw, earlier: Sequence[Raw], what: str) -> Measures:
    try:
        return read_document(raw, earlier)
    except Refused as error:
        raise OfficeError(f"{what}的内容有误：{error.message}。请改正后重试。") from error


def _day(raw: Raw) -> object:
    return raw.get("valid_from")
