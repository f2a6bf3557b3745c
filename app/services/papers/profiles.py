"""公文版式: the office's own measures of papers, from which day they hold, and which holds for a paper."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.models.office import Office
from app.reports.gongwen.measures import MEASURES, Measure
from app.reports.gongwen.own import (
    STANDARD_PROFILE,
    OwnProfile,
    Value,
    own_profile,
    pitch_for,
    standard_value,
    value_in,
)
from app.rules.errors import OfficeError, Refused
from app.rules.os_faults import in_words

if TYPE_CHECKING:
    from app.services.papers.content import PaperContent

__all__ = [
    "CARRIED",
    "MEASURES",
    "STANDARD_PROFILE",
    "Measure",
    "OwnProfile",
    "Value",
    "find_profile",
    "full_values",
    "in_profile",
    "own_profile",
    "pitch_for",
    "profile_as_yaml",
    "profile_from_file",
    "profile_on",
    "profiles",
    "reset_profile",
    "set_profile",
    "standard_value",
]

CARRIED = "自带"
"""Asks a check for the profile that the PDF itself says it was set by."""
_MOST_BYTES = 64 * 1024


def profiles(connection: sqlite3.Connection) -> tuple[OwnProfile, ...]:
    """Return the office's profiles, the latest first; empty where it never had one of its own."""
    return tuple(
        OwnProfile(name, dt.date.fromisoformat(day), tuple(json.loads(numbers).items()))
        for name, day, numbers in connection.execute(
            "SELECT name, from_day, numbers FROM paper_profile WHERE void_reason IS NULL ORDER BY from_day DESC"
        )
    )


def profile_on(connection: sqlite3.Connection, day: dt.date) -> OwnProfile:
    """Return the profile that holds on a day; the standard's where the office has none of its own by then."""
    return next((one for one in profiles(connection) if one.since <= day), STANDARD_PROFILE)


def in_profile(connection: sqlite3.Connection, content: PaperContent) -> PaperContent:
    """Return a paper in the profile of its day, unless it was signed in one already."""
    if content.profile is not None:
        return content
    return replace(content, profile=profile_on(connection, content.day))


def set_profile(office: Office, values: Mapping[str, Any], reason: str = "") -> OwnProfile:
    """Keep a profile (name, since, numbers that differ) from its day on, over one of the same day; return it.

    Papers dated earlier, and those that are signed, stay as they are. Raises `Refused` as `own_profile` does, and
    where nothing changes.
    """
    from app.models.tables import PaperProfile
    from app.services.dossiers.records import valid

    profile = own_profile(values)
    with closing(office.read()) as connection:
        held = profile_on(connection, profile.since)
    if profile.same_as(held):
        raise Refused(f"公文版式“{profile.name}”和那天起用的完全一样，没有更改。")
    act = f"公文版式恢复国标（{profile.since} 起）" if profile.is_standard else f"公文版式：{profile.told}"
    with office.change(act, reason=reason) as change:
        known = valid(change.session, PaperProfile, from_day=profile.since)
        row = known[0] if known else PaperProfile(from_day=profile.since)
        row.name, row.numbers = profile.name, json.dumps(dict(profile.numbers), ensure_ascii=False)
        change.session.add(row)
    return profile


def reset_profile(office: Office, since: dt.date) -> OwnProfile:
    """Let the national standard hold from a day on; raises `Refused` where it does already."""
    return set_profile(office, {"name": STANDARD_PROFILE.name, "since": since})


def full_values(profile: OwnProfile) -> dict[str, Value]:
    """Return every number of a profile by its key, the standard's where it says nothing else."""
    whole = profile.profile()
    return {one.key: value_in(whole, one.key) for one in MEASURES}


def profile_from_file(path: Path) -> OwnProfile:
    """Read a profile from a YAML file (docs/papers.md); raises `OfficeError` where it cannot be read, `Refused` where
    something in it is wrong."""
    import yaml

    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Refused(f"“{path}”太大，不是公文版式文件。请换一个文件。")
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OfficeError(f"“{path}”读不出来：{in_words(error)}") from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise Refused(f"“{path}”不是 UTF-8 的 YAML 文件，读不出来。请按说明书的例子改正。") from error
    if not isinstance(values, dict):
        raise Refused(f"“{path}”里没有版式。请写成一行一项，如 line_pitch: 28。")
    return own_profile({str(key): value for key, value in values.items()}, f"“{path.name}”")


def profile_as_yaml(profile: OwnProfile) -> str:
    """Return a profile as a file says it, each number with what it is called."""
    labels = {one.key: f"{one.label}{f'（{one.unit}）' if one.unit else ''}" for one in MEASURES}
    lines = ["# 公文版式：只写与 GB/T 9704—2012 不同的项", f"name: {json.dumps(profile.name, ensure_ascii=False)}"]
    lines.append(f"since: {profile.since.isoformat()}")
    lines += [f"{key}: {json.dumps(value, ensure_ascii=False)}  # {labels[key]}" for key, value in profile.numbers]
    return "\n".join(lines) + "\n"


def find_profile(connection: sqlite3.Connection | None, wanted: str) -> OwnProfile:
    """Return a profile by the name of one of the office's (the latest of that name), 国标, or a file's path.

    Raises `Refused` where there is none, naming those there are.
    """
    if wanted in ("国标", STANDARD_PROFILE.name):
        return STANDARD_PROFILE
    known = profiles(connection) if connection is not None else ()
    found = next((one for one in known if one.name == wanted), None)
    if found is not None:
        return found
    if wanted.endswith((".yaml", ".yml")) or Path(wanted).is_file():
        return profile_from_file(Path(wanted))
    names = "、".join(dict.fromkeys(("国标", CARRIED, *(one.name for one in known))))
    raise Refused(f"没有叫“{wanted}”的公文版式。可写：{names}，或者一个 .yaml 文件的路径。")
