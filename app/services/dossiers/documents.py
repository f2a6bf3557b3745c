"""Documents of a project (§1): files kept in `attachments/` under their SHA-256, shown under a cleaned name."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sqlite3
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.models.faults import in_chinese
from app.models.office import Office
from app.rules.errors import Cancelled, OfficeError, Refused
from app.rules.filenames import apart, clean_file_name, runs

ATTACHMENTS = "attachments"
LARGEST = 500 * 1024 * 1024
"""Bytes that one document may have: the office folder is copied whole for backups."""

_CHUNK = 1024 * 1024
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class DocumentLine:
    """A document; `trouble` says in Chinese where its file is missing or of another size, and is empty otherwise."""

    id: int
    version: int
    name: str
    size: int
    added_on: dt.date
    note: str
    sha256: str
    trouble: str


def documents_of(connection: sqlite3.Connection, folder: Path, project_id: int) -> tuple[DocumentLine, ...]:
    """Return the documents of a project in the office folder, with what is wrong at first sight."""
    rows = connection.execute(
        "SELECT id, version, name, size, added_on, note, sha256 FROM document"
        " WHERE project_id = ? AND void_reason IS NULL ORDER BY id",
        (project_id,),
    )
    return tuple(
        DocumentLine(
            key, version, name, size, dt.date.fromisoformat(day), note, sha, _at_first_sight(folder, sha, size)
        )
        for key, version, name, size, day, note, sha in rows
    )


def add_document(
    office: Office,
    project_id: int,
    path: Path,
    *,
    today: dt.date,
    note: str = "",
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Copy a file into the office and return the document's id; the file itself stays where it was.

    Raises `Refused` for a link, a folder or anything but a file, one that is empty, too large, or there already.
    """
    from app.models.tables import Document, Project
    from app.services.dossiers.records import valid

    sha, size, is_new = _store(office.folder, path, cancelled)
    try:
        with office.change(f"添加资料：{clean_file_name(path.name)}") as change:
            change.get(Project, project_id)
            known = valid(change.session, Document, project_id=project_id)
            if twin := next((one for one in known if one.sha256 == sha), None):
                raise Refused(f"这份文件已经在资料里了（“{twin.name}”），没有重复添加。")
            document = Document(
                project_id=project_id,
                name=apart(clean_file_name(path.name), {one.name for one in known}),
                sha256=sha,
                size=size,
                added_on=today,
                note=note.strip(),
            )
            change.session.add(document)
            change.session.flush()
            return document.id
    except BaseException:
        if is_new:
            _place(office.folder, sha).unlink(missing_ok=True)
        raise


def void_document(office: Office, document_id: int, version: int, reason: str) -> None:
    """Take a document out of the dossier with the reason; its file is kept."""
    from app.models.tables import Document
    from app.services.dossiers.records import voiding_reason

    with office.change("作废资料", reason=reason) as change:
        change.get(Document, document_id, version).void_reason = voiding_reason(reason)


def copy_to_open(folder: Path, line: DocumentLine, target: Path) -> Path:
    """Put a true copy of a document into the folder `target`, for the system's program to open, and return it.

    The copy is checked against its SHA-256 and read-only: what is changed in it would not come back. Raises
    `Refused` for files that would run rather than show, `OfficeError` where the file is missing or was changed.
    """
    if runs(line.name):
        raise Refused(f"“{line.name}”是程序或脚本，为安全起见不从这里打开。确需使用，请用“另存”存到别处。")
    place = target / line.sha256[:12] / line.name
    if place.is_file():
        place.chmod(stat.S_IWRITE | stat.S_IREAD)
    save_copy(folder, line, place)
    place.chmod(stat.S_IREAD)
    return place


def save_copy(folder: Path, line: DocumentLine, path: Path) -> None:
    """Write a true copy of a document to `path`; raises `OfficeError` where it is missing or was changed."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _open(folder, line) as source, part.open("wb") as copy:
            if _hashed(source, copy, None)[0] != line.sha256:
                raise OfficeError(f"“{line.name}”的文件被人改动过，与登记时不同，没有打开。请从备份恢复。")
        part.replace(path)
    except OSError as error:
        raise in_chinese(error, f"复制“{line.name}”") from error
    finally:
        part.unlink(missing_ok=True)


def check_documents(
    connection: sqlite3.Connection,
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[tuple[int, str, str]]:
    """Read every document of valid projects again; return (project id, name, what is wrong) where one changed."""
    rows = connection.execute(
        "SELECT d.project_id, d.name, d.sha256, d.size FROM document d JOIN project p ON p.id = d.project_id"
        " WHERE d.void_reason IS NULL AND p.void_reason IS NULL ORDER BY d.id"
    ).fetchall()
    found = []
    for number, (project, name, sha, size) in enumerate(rows):
        if cancelled is not None and cancelled():
            raise Cancelled
        if progress is not None:
            progress(number, len(rows))
        trouble = _at_first_sight(folder, sha, size)
        if not trouble:
            with _place(folder, sha).open("rb") as source:
                trouble = "" if _hashed(source, None, cancelled)[0] == sha else "内容被改动过"
        if trouble:
            found.append((project, name, trouble))
    return found


def _place(folder: Path, sha: str) -> Path:
    return folder / ATTACHMENTS / sha


def _at_first_sight(folder: Path, sha: str, size: int) -> str:
    try:
        facts = _place(folder, sha).lstat()
    except OSError:
        return "文件不见了"
    if not stat.S_ISREG(facts.st_mode):
        return "文件被换成了别的东西"
    return "" if facts.st_size == size else "内容被改动过"


def _open(folder: Path, line: DocumentLine) -> BinaryIO:
    trouble = _at_first_sight(folder, line.sha256, line.size)
    if trouble:
        raise OfficeError(f"“{line.name}”打不开：{trouble}。请从备份里恢复 {ATTACHMENTS} 文件夹。")
    return os.fdopen(os.open(_place(folder, line.sha256), os.O_RDONLY | _NO_FOLLOW), "rb")


def _store(folder: Path, path: Path, cancelled: Callable[[], bool] | None) -> tuple[str, int, bool]:
    """Copy a file under its SHA-256; return it, the size, and whether the copy is new."""
    shown = clean_file_name(path.name)
    part = folder / ATTACHMENTS / f".{os.getpid()}-{id(path):x}.part"
    try:
        facts = path.lstat()
        if stat.S_ISLNK(facts.st_mode) or path.suffix.lower() == ".lnk":
            raise Refused(f"“{shown}”是链接（快捷方式），里面没有内容。请添加它指向的文件。")
        if not stat.S_ISREG(facts.st_mode):
            raise Refused(f"“{shown}”不是文件（可能是文件夹）。请一个一个添加文件。")
        if not facts.st_size:
            raise Refused(f"“{shown}”是空文件，没有添加。")
        if facts.st_size > LARGEST:
            raise Refused(f"“{shown}”超过 {LARGEST // 1024 // 1024} MB，没有添加。")
        part.parent.mkdir(exist_ok=True)
        with os.fdopen(os.open(path, os.O_RDONLY | _NO_FOLLOW), "rb") as source, part.open("wb") as copy:
            sha, size = _hashed(source, copy, cancelled)
            copy.flush()
            os.fsync(copy.fileno())
        place = _place(folder, sha)
        is_new = bool(_at_first_sight(folder, sha, size))
        if is_new:
            part.replace(place)
        return sha, size, is_new
    except OSError as error:
        raise in_chinese(error, f"添加资料“{shown}”") from error
    finally:
        part.unlink(missing_ok=True)


def _hashed(source: BinaryIO, copy: BinaryIO | None, cancelled: Callable[[], bool] | None) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while block := source.read(_CHUNK):
        if cancelled is not None and cancelled():
            raise Cancelled
        digest.update(block)
        size += len(block)
        if copy is not None:
            copy.write(block)
    return digest.hexdigest(), size
