"""The scoring schemes of the office: which one holds for a period, and where a new office gets its first."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from app.rules.errors import OfficeError, Refused
from app.rules.scheme import Scheme, read_scheme
from app.services.places import RESOURCES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

DEFAULT = RESOURCES / "schemes" / "default.yaml"


def scheme_from_file(path: Path) -> Scheme:
    """Read a scheme from a YAML or JSON file; raise `OfficeError` where it cannot be read or is wrong."""
    import yaml

    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise OfficeError(f"考核办法文件“{path}”读不出来：{error}。请检查文件是否为 UTF-8 的 YAML 或 JSON。") from error
    return read_scheme(data, path.name)


def add_scheme(session: Session, scheme: Scheme) -> None:
    """Put a scheme into force from its day on, in the caller's transaction."""
    from app.models.tables import ScoringScheme

    session.add(ScoringScheme(name=scheme.name, from_day=scheme.from_day, body=scheme.model_dump_json()))


def scheme_for(connection: sqlite3.Connection, group: str, day: dt.date) -> tuple[int, Scheme]:
    """Return the scheme in force for a group on a day, with its id: the latest version that has begun.

    Raises `Refused` where none has.
    """
    rows = connection.execute(
        "SELECT id, name, body FROM scoring_scheme WHERE void_reason IS NULL AND from_day <= ?"
        " AND (to_day IS NULL OR to_day >= ?) ORDER BY from_day DESC, id DESC",
        (day.isoformat(), day.isoformat()),
    )
    for scheme_id, name, body in rows:
        scheme = read_scheme(json.loads(body), name)
        if group in scheme.groups:
            return scheme_id, scheme
    raise Refused(f"{day:%Y年%m月%d日}没有适用的考核办法，不能排名。请先录入一份从那时起生效的办法。")
