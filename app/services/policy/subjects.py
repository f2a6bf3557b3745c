"""Whom a question is about: finding one enterprise or project by what somebody typed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from app.rules.errors import Refused
from app.rules.names import name_key

SHOWN = 5


@dataclass(frozen=True)
class Subject:
    """An enterprise or a project; `projects` are the ids of those that belong to it, the newest first."""

    kind: str
    id: int
    name: str
    code: str
    projects: tuple[int, ...]

    def to_json(self) -> dict[str, object]:
        """Return the subject as the command line prints it for programs."""
        return {"kind": self.kind, "name": self.name, "code": self.code}


def find_project(connection: sqlite3.Connection, text: str) -> Subject:
    """Return the project of that code or name, or the only one whose name holds it; raise `Refused` otherwise."""
    row = connection.execute(
        "SELECT id, name, code FROM project WHERE code = ? AND void_reason IS NULL", (text.strip(),)
    )
    if found := row.fetchone():
        return _project(*found)
    rows = connection.execute(
        "SELECT id, name, code FROM project WHERE void_reason IS NULL AND (name = ? OR instr(name, ?) > 0) ORDER BY id",
        (text.strip(), text.strip()),
    ).fetchall()
    return _project(*_only(rows, text, "项目"))


def project_subject(connection: sqlite3.Connection, project_id: int) -> Subject:
    """Return the project of an id; raise `Refused` where it was voided or never was."""
    row = connection.execute(
        "SELECT id, name, code FROM project WHERE id = ? AND void_reason IS NULL", (project_id,)
    ).fetchone()
    if row is None:
        raise Refused("这个项目已经作废。")
    return _project(*row)


def find_enterprise(connection: sqlite3.Connection, text: str) -> Subject:
    """Return the enterprise of that name or code, or the only one whose name holds it; raise `Refused` otherwise."""
    wanted = text.strip()
    rows = (
        connection.execute(
            "SELECT id, name, uscc FROM enterprise WHERE void_reason IS NULL"
            " AND (name = ? OR (uscc = ? AND uscc <> ''))",
            (wanted, wanted.upper()),
        ).fetchall()
        or connection.execute(
            "SELECT id, name, uscc FROM enterprise WHERE void_reason IS NULL AND instr(name, ?) > 0 ORDER BY id",
            (wanted,),
        ).fetchall()
    )
    key, name, uscc = _only(rows, text, "企业")
    return enterprise_subject(connection, key, name, uscc)


def enterprise_subject(connection: sqlite3.Connection, key: int, name: str, uscc: str) -> Subject:
    """Return an enterprise with its projects, the newest first."""
    projects = connection.execute(
        "SELECT id FROM project WHERE enterprise_id = ? AND void_reason IS NULL ORDER BY signed_day DESC, id DESC",
        (key,),
    )
    return Subject("enterprise", key, name, uscc, tuple(project for (project,) in projects))


def _project(key: int, name: str, code: str) -> Subject:
    return Subject("project", key, name, code, (key,))


def _only(rows: list[tuple[int, str, str]], text: str, what: str) -> tuple[int, str, str]:
    if not rows or not text.strip():
        raise Refused(f"没有找到{what}“{text}”。请核对名称，或只写其中几个字。")
    exact = [row for row in rows if name_key(row[1]) == name_key(text)]
    chosen = exact or rows
    if len(chosen) > 1:
        shown = "、".join(f"{name}（{code}）" if code else name for _, name, code in chosen[:SHOWN])
        more = f"等{len(chosen)}个" if len(chosen) > SHOWN else ""
        raise Refused(f"“{text}”对得上的{what}不止一个：{shown}{more}。请写全名或编号。")
    return chosen[0]
