"""The office folder: creating, opening and guarding it.

Everything here runs on plain sqlite3, so that the window shows its first table before SQLAlchemy is loaded
(docs/decisions/0004); the engine and Alembic are imported when something is written or migrated.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.faults import in_chinese
from app.models.holder import FolderLock, OfficeHeld
from app.rules.errors import OfficeError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.models.change import Change

APPLICATION_ID = 0x5A535431
"""'ZST1' in the header of office.db."""

SCHEMA_VERSION = 11
"""The number of the newest migration, kept in `user_version` too, where it can be read in half a millisecond."""

DATABASE = "office.db"
FOLDERS = ("attachments", "backups", "papers")


@dataclass(frozen=True)
class OfficeNames:
    """What the office is called: its city, its name on papers, the words of its numbers and project codes."""

    city: str
    authority: str
    number_word: str
    project_word: str = "ZS"


class Office:
    """An open office folder. Made by `create_office` or `open_office`; close it when done."""

    def __init__(self, folder: Path, *, who: str, lock: FolderLock | None) -> None:
        self.folder = folder
        self.who = who
        self._lock = lock
        self._engine: Engine | None = None

    @property
    def read_only(self) -> bool:
        """True where another program holds the folder or the folder cannot be written."""
        return self._lock is None

    @property
    def database(self) -> Path:
        """The path of office.db."""
        return self.folder / DATABASE

    def read(self) -> sqlite3.Connection:
        """Open a connection for reading, for the calling thread; it cannot write."""
        connection = _connect(self.database, "ro" if self.read_only else "rw")
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA cache_size = -65536")
        return connection

    @contextmanager
    def change(
        self, act: str, *, reason: str = "", operation_id: str | None = None, undoes: int | None = None
    ) -> Iterator[Change]:
        """Run one act in one transaction, with its history; all of it holds, or nothing.

        `act` and `reason` are for people (“新增项目 …”). `operation_id` marks a command that may be repeated after
        a crash: the second time raises `Refused`. Faults of disk and lock come out as `OfficeError`.
        """
        from app.models.change import transaction

        if self.read_only:
            raise OfficeError(
                f"办公文件夹“{self.folder}”是以只读方式打开的，不能改动。请先关闭占用它的程序，再重新打开。"
            )
        with transaction(self.engine, self.who, act, reason, operation_id, undoes) as change:
            yield change

    @property
    def engine(self) -> Engine:
        """The SQLAlchemy engine on office.db, made at first use."""
        if self._engine is None:
            from app.models.change import make_engine

            self._engine = make_engine(self.database)
        return self._engine

    def close(self) -> None:
        """Give the folder free."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create_office(folder: Path, names: OfficeNames, *, who: str, today: dt.date) -> Office:
    """Make a new office in `folder` (which must be empty or absent) and open it.

    Raises `OfficeError` where the folder holds something already or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OfficeError(f"“{folder}”已有内容，不能在里面新建。请换一个空文件夹，或用“打开”打开已有的办公文件夹。")
    try:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True)
    except OSError as error:
        raise in_chinese(error, f"新建办公文件夹“{folder}”") from error
    lock = FolderLock.take(folder, who)
    try:
        from app.models.migrating import build
        from app.models.tables import OfficeFacts

        build(folder / DATABASE)
        office = Office(folder, who=who, lock=lock)
        with office.change("新建办公文件夹", reason=f"{today}") as change:
            change.session.add(OfficeFacts(id=1, **names.__dict__))
    except BaseException:
        lock.release()
        raise
    return office


def open_office(folder: Path, *, who: str, today: dt.date, read_only: bool = False) -> Office:
    """Open the office in `folder`; bring an older one up to date after a copy into `backups/`.

    Raises `OfficeError` where there is none, where it is damaged, from a newer version, or held by another
    program (`OfficeHeld`, which may be opened with `read_only=True`). An older one is brought up to date for
    reading too; that needs a folder which nobody holds.
    """
    database = folder / DATABASE
    version = _check_header(database)
    if read_only:
        if version < SCHEMA_VERSION:
            _upgrade_first(folder, who, today)
        return Office(folder, who=who, lock=None)
    lock = FolderLock.take(folder, who)
    try:
        if version < SCHEMA_VERSION:
            from app.models.migrating import upgrade

            upgrade(database, folder / "backups", today)
    except BaseException:
        lock.release()
        raise
    return Office(folder, who=who, lock=lock)


def _upgrade_first(folder: Path, who: str, today: dt.date) -> None:
    """Bring an older office up to date before it is only read; raise `OfficeError` where somebody holds it."""
    try:
        open_office(folder, who=who, today=today).close()
    except OfficeHeld as held:
        raise OfficeError(
            f"“{folder}”是旧版本的数据，升级后才能读取，而它正被另一个程序占用，现在不能升级。"
            "请关闭占用它的程序，在窗口里打开一次这个文件夹，再试。"
        ) from held


def read_names(connection: sqlite3.Connection) -> OfficeNames:
    """Return what the open office is called."""
    row = connection.execute("SELECT city, authority, number_word, project_word FROM office_facts").fetchone()
    return OfficeNames(*row)


def _check_header(database: Path) -> int:
    """Return the schema version of `database`; raise `OfficeError` unless it is one of ours, and known.

    The first row of every table is read too, so that most damage shows before anything depends on the file.
    """
    if not database.is_file():
        raise OfficeError(
            f"“{database.parent}”里没有办公数据（{DATABASE}）。请选择正确的文件夹，或用“新建”（init）建立一个。"
        )
    damaged = (
        f"“{database}”不是招商台的数据，或已损坏；文件未作任何改动。"
        f"请保留原文件，从“{database.parent / 'backups'}”里的备份恢复。"
    )
    try:
        if database.stat().st_size == 0:
            raise OfficeError(damaged)
        connection = _connect(database, "ro")
        try:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            tables = [
                name
                for (name,) in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
                )
            ]
            for name in tables:
                connection.execute(f'SELECT * FROM "{name}" LIMIT 1').fetchone()
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        if _is_world(error):
            raise in_chinese(error, f"打开“{database}”") from error
        raise OfficeError(damaged) from error
    if application != APPLICATION_ID or version < 1 or not tables:
        raise OfficeError(damaged)
    if version > SCHEMA_VERSION:
        raise OfficeError(
            f"“{database.parent}”是更新版本的招商台写的（数据版本 {version}，本程序只认到 {SCHEMA_VERSION}）。"
            "请换用新版程序打开；文件未作任何改动。"
        )
    return version


def _is_world(error: sqlite3.Error) -> bool:
    """Tell a file that cannot be reached from one that is no database."""
    return isinstance(error, sqlite3.OperationalError) and getattr(error, "sqlite_errorcode", 0) & 0xFF in (
        5,
        8,
        14,
    )


def _connect(database: Path, mode: str) -> sqlite3.Connection:
    uri = f"{database.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5)
