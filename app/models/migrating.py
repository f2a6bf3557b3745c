"""Building the database of a new office, and bringing an older one up to date after a copy."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from app.models.change import make_engine
from app.models.faults import in_chinese
from app.models.office import APPLICATION_ID, SCHEMA_VERSION
from app.rules.errors import OfficeError

MIGRATIONS = Path(__file__).parent / "migrations"


def build(database: Path) -> None:
    """Make a new database with the newest schema; raise `OfficeError` where the disk does not let us."""
    try:
        with sqlite3.connect(database) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.close()
    except sqlite3.Error as error:
        raise in_chinese(error, f"建立“{database}”") from error
    migrate(database)


def upgrade(database: Path, backups: Path, today: dt.date) -> Path:
    """Copy `database` into `backups`, then migrate it; return the copy. On failure the database is as before."""
    (version,) = sqlite3.connect(database).execute("PRAGMA user_version").fetchone()
    copy = backups / f"升级前-版本{version}-{today:%Y%m%d}.db"
    number = 1
    while copy.exists():
        number += 1
        copy = backups / f"升级前-版本{version}-{today:%Y%m%d}-{number}.db"
    try:
        backups.mkdir(exist_ok=True)
        part = copy.with_suffix(".part")
        source, target = sqlite3.connect(database), sqlite3.connect(part)
        try:
            source.backup(target)
        finally:
            target.close()
            source.close()
        part.replace(copy)
    except (OSError, sqlite3.Error) as error:
        raise in_chinese(error, "升级前备份数据") from error
    try:
        migrate(database)
    except OfficeError:
        raise
    except Exception as error:
        raise OfficeError(
            f"数据升级没有成功，数据仍是升级前的样子（备份在“{copy}”）。请把日志发给维护人员。"
        ) from error
    return copy


def migrate(database: Path, revision: str = "head") -> None:
    """Run the migrations up to `revision`, each inside one transaction that also moves `user_version`."""
    engine = make_engine(database)
    try:
        _run(engine, revision)
    finally:
        engine.dispose()


def _run(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        current = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        connection.exec_driver_sql(f"PRAGMA user_version = {int(current)}")
    if revision == "head" and int(current) != SCHEMA_VERSION:
        raise AssertionError(f"the newest migration is {current}, SCHEMA_VERSION says {SCHEMA_VERSION}")
