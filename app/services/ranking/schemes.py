"""The scoring schemes of the office: which one holds for a period, checking, saving, trying, YAML in and out.

For screens: `schemes` lists the versions; `check` says what is wrong or doubtful before `save_scheme` writes it;
`try_scheme` (services.comparing) ranks past months by it beside the present one; `scheme_yaml` and `scheme_from_file`
are export and import.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.rules.errors import Refused
from app.rules.scheme import Measure, Scheme, plain_scheme, read_scheme
from app.rules.scheme_checks import Finding, check_scheme
from app.services.office.places import RESOURCES
from app.services.yaml_files import plain_data

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.models.office import Office

DEFAULT = RESOURCES / "schemes" / "default.yaml"

_HEAD = "# 招商台考核办法；每个字段的含义见说明文档 docs/schemes.md。\n"


@dataclass(frozen=True)
class SchemeVersion:
    """A scheme as it is kept: `id` names it in rankings; it holds from `from_day` until a later one takes over."""

    id: int
    version: int
    scheme: Scheme
    to_day: dt.date | None


def scheme_from_file(path: Path) -> Scheme:
    """Read a scheme from a YAML or JSON file; raise `OfficeError` where it cannot be read or is wrong."""
    return read_scheme(plain_data(path, "考核办法"), path.name)


def scheme_yaml(scheme: Scheme) -> str:
    """Return a scheme as the text of a YAML file, which `scheme_from_file` reads back to the same scheme."""
    import yaml

    return _HEAD + yaml.safe_dump(plain_scheme(scheme), allow_unicode=True, sort_keys=False, width=120)


def export_scheme(scheme: Scheme, path: Path) -> None:
    """Write a scheme to a YAML file; raise `OfficeError` where the file cannot be written."""
    from app.models.faults import in_chinese

    try:
        path.write_text(scheme_yaml(scheme), encoding="utf-8")
    except OSError as error:
        raise in_chinese(error, f"写入“{path}”") from error


def add_scheme(session: Session, scheme: Scheme) -> int:
    """Put a scheme into force from its day on, in the caller's transaction; return its id."""
    from app.models.tables import ScoringScheme

    row = ScoringScheme(name=scheme.name, from_day=scheme.from_day, body=scheme.model_dump_json())
    session.add(row)
    session.flush()
    return row.id


def check(connection: sqlite3.Connection, scheme: Scheme) -> tuple[Finding, ...]:
    """Return what is wrong or doubtful in a scheme, indicators that no unit has a task for among it."""
    findings = list(check_scheme(scheme))
    years = (scheme.from_day.year, 9999)
    tasked = {
        (group, indicator, level)
        for group, indicator, level in connection.execute(
            "SELECT DISTINCT u.group_key, t.indicator, t.level FROM target t JOIN unit u ON u.id = t.unit_id"
            " WHERE t.year BETWEEN ? AND ? AND t.void_reason IS NULL",
            years,
        )
    }
    asked_by = {key: (task, level) for key, task, level in scheme.tasks_asked}
    for one in scheme.indicators:
        asked = {asked_by[key] for key in getattr(one.rule, "mix", {})} or {asked_by[one.key]}
        level = scheme.level_of(one.key)
        if one.needs_target and not any((group, *task) in tasked for group in scheme.groups for task in asked):
            text = f"“{one.label}”要有任务才计分，而 {scheme.from_day.year} 年起还没有单位有“{level}”的这项任务"
            findings.append(Finding(False, one.key, text))
    if not _has_leading(connection):
        findings += [
            Finding(False, one.key, f"“{one.label}”要有主导产业，现在一个也没有登记")
            for one in scheme.indicators
            if one.measure is Measure.LEADING_SHARE or one.leading_only
        ]
    return tuple(findings)


def save_scheme(office: Office, scheme: Scheme, *, reason: str = "") -> int:
    """Save a new version of a scheme, in force from its day on; return its id.

    Raises `Refused` with every finding that makes it wrong, and where a version with the same name and day exists.
    """
    wrong = [finding.text for finding in check_scheme(scheme) if finding.wrong]
    if wrong:
        raise Refused(f"考核办法“{scheme.name}”没有保存：{'；'.join(wrong)}。")
    from app.models.tables import ScoringScheme
    from app.services.dossiers.records import valid

    with office.change(f"考核办法：{scheme.name}", reason=reason.strip()) as change:
        for known in valid(change.session, ScoringScheme, from_day=scheme.from_day):
            if set(read_scheme(json.loads(known.body), known.name).groups) & set(scheme.groups):
                raise Refused(
                    f"已有从 {scheme.from_day} 起生效的办法“{known.name}”。请先作废它，或给新办法另定生效日期。"
                )
        return add_scheme(change.session, scheme)


def void_scheme(office: Office, scheme_id: int, version: int, reason: str) -> None:
    """Take back a scheme that should not have been in force; published rankings keep theirs."""
    from app.models.tables import ScoringScheme

    if not reason.strip():
        raise Refused("请写明作废考核办法的理由。")
    with office.change("作废考核办法", reason=reason.strip()) as change:
        change.get(ScoringScheme, scheme_id, version).void_reason = reason.strip()


def schemes(connection: sqlite3.Connection) -> tuple[SchemeVersion, ...]:
    """Return the schemes of the office, the latest first."""
    return tuple(
        SchemeVersion(key, version, read_scheme(json.loads(body), name), dt.date.fromisoformat(to) if to else None)
        for key, version, name, body, to in connection.execute(
            "SELECT id, version, name, body, to_day FROM scoring_scheme WHERE void_reason IS NULL"
            " ORDER BY from_day DESC, id DESC"
        )
    )


def find_scheme(connection: sqlite3.Connection, text: str) -> SchemeVersion:
    """Return the scheme with that id or name (the latest of several); raise `Refused` with those there are."""
    known = schemes(connection)
    for one in known:
        if text in (str(one.id), one.scheme.name):
            return one
    names = "、".join(f"{one.id}“{one.scheme.name}”" for one in known) or "（无）"
    raise Refused(f"没有考核办法“{text}”；现有：{names}。")


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


def _has_leading(connection: sqlite3.Connection) -> bool:
    query = "SELECT EXISTS (SELECT 1 FROM leading_industry WHERE void_reason IS NULL)"
    return bool(connection.execute(query).fetchone()[0])
