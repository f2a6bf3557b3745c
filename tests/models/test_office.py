"""Opening and guarding the office folder."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect

from app.models import migrating
from app.models.change import make_engine
from app.models.holder import FolderLock, OfficeHeld
from app.models.office import SCHEMA_VERSION, OfficeNames, create_office, open_office, read_names
from app.models.tables import Base, Unit
from app.rules.errors import Conflict, OfficeError, Refused

TODAY = dt.date(2026, 10, 8)
NAMES = OfficeNames("清沅市", "清沅市招商办", "清招办")


def make(folder: Path) -> Path:
    create_office(folder, NAMES, who="张三", today=TODAY).close()
    return folder


def bytes_of(folder: Path) -> bytes:
    return (folder / "office.db").read_bytes()


def test_a_new_office_holds_its_names_and_folders(tmp_path: Path) -> None:
    folder = make(tmp_path / "office")
    with open_office(folder, who="李四", today=TODAY) as office:
        connection = office.read()
        assert read_names(connection) == NAMES
        connection.close()
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {"attachments", "backups", "papers"}


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(OfficeError, match="已有内容"):
        create_office(tmp_path, NAMES, who="张三", today=TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "没有办公数据"), (b"", "不是招商台的数据"), ("一封信".encode() * 900, "不是招商台的数据")],
)
def test_what_is_no_office_is_refused(tmp_path: Path, content: bytes | None, told: str) -> None:
    if content is not None:
        (tmp_path / "office.db").write_bytes(content)
    with pytest.raises(OfficeError, match=told):
        open_office(tmp_path, who="张三", today=TODAY)
    assert content is None or bytes_of(tmp_path) == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "office.db")
    connection.execute("CREATE TABLE note (text)")
    connection.commit()
    connection.close()
    before = bytes_of(tmp_path)
    with pytest.raises(OfficeError, match="不是招商台的数据"):
        open_office(tmp_path, who="张三", today=TODAY)
    assert bytes_of(tmp_path) == before


def test_a_truncated_database_is_refused(tmp_path: Path) -> None:
    folder = make(tmp_path / "office")
    (folder / "office.db").write_bytes(bytes_of(folder)[:1000])
    with pytest.raises(OfficeError, match="已损坏"):
        open_office(folder, who="张三", today=TODAY)


def test_a_newer_office_is_refused_with_its_version(tmp_path: Path) -> None:
    folder = make(tmp_path / "office")
    connection = sqlite3.connect(folder / "office.db")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(OfficeError, match=f"数据版本 {SCHEMA_VERSION + 1}"):
        open_office(folder, who="张三", today=TODAY)


def older_office(folder: Path) -> Path:
    folder.mkdir()
    database = folder / "office.db"
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA application_id = 0x5A535431")
    connection.close()
    migrating.migrate(database, "1")
    connection = sqlite3.connect(database)
    connection.execute("INSERT INTO unit (group_key, name) VALUES ('county', '定国县')")
    connection.commit()
    connection.close()
    return folder


def test_an_older_office_is_brought_up_to_date_after_a_copy(tmp_path: Path) -> None:
    folder = older_office(tmp_path / "office")
    with open_office(folder, who="张三", today=TODAY) as office:
        connection = office.read()
        assert connection.execute("SELECT name FROM unit").fetchall() == [("定国县",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        connection.close()
    (copy,) = (folder / "backups").iterdir()
    old = sqlite3.connect(copy)
    assert old.execute("PRAGMA user_version").fetchone() == (1,)
    assert old.execute("SELECT name FROM unit").fetchall() == [("定国县",)]
    old.close()


def test_an_older_office_is_brought_up_to_date_for_reading_too(tmp_path: Path) -> None:
    folder = older_office(tmp_path / "office")
    with open_office(folder, who="张三", today=TODAY, read_only=True) as office:
        assert office.read_only
        connection = office.read()
        assert connection.execute("SELECT name FROM unit").fetchall() == [("定国县",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        connection.close()
    open_office(folder, who="李四", today=TODAY).close()


def test_an_older_office_that_is_held_is_not_upgraded_for_reading(tmp_path: Path) -> None:
    folder = older_office(tmp_path / "office")
    before = bytes_of(folder)
    lock = FolderLock.take(folder, "王五")
    with pytest.raises(OfficeError, match="在窗口里打开一次") as caught:
        open_office(folder, who="李四", today=TODAY, read_only=True)
    lock.release()
    assert not isinstance(caught.value, OfficeHeld)
    assert bytes_of(folder) == before


def test_a_failed_migration_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    folder = older_office(tmp_path / "office")
    original = op.create_table

    def failing(name: str, *columns: object, **options: object) -> object:
        if name == "heading_memory":
            raise RuntimeError("power cut")
        return original(name, *columns, **options)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(op, "create_table", failing)
    with pytest.raises(OfficeError, match="升级没有成功"):
        open_office(folder, who="张三", today=TODAY)
    monkeypatch.undo()
    connection = sqlite3.connect(folder / "office.db")
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert "alias" not in tables
    connection.close()
    open_office(folder, who="张三", today=TODAY).close()


def test_the_migrations_arrive_at_the_models(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    folder = make(tmp_path / "office")
    engine = make_engine(folder / "office.db")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        indexes = {index["name"] for index in inspect(connection).get_indexes("stage_event")}
    engine.dispose()
    assert {"ix_stage_event_day", "ix_stage_event_project", "ux_stage_event_main"} <= indexes


def test_a_second_program_is_told_who_holds_the_folder_and_may_read(tmp_path: Path) -> None:
    folder = make(tmp_path / "office")
    script = (
        "import datetime as dt, sys; from pathlib import Path; from app.models.office import open_office\n"
        "office = open_office(Path(sys.argv[1]), who='张三', today=dt.date(2026, 10, 8))\n"
        "print('open', flush=True); sys.stdin.readline()"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", script, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdin is not None
    assert first.stdout is not None
    try:
        assert first.stdout.readline() == "open\n"
        with pytest.raises(OfficeHeld, match=f"张三.*进程 {first.pid}"):
            open_office(folder, who="李四", today=TODAY)
        with open_office(folder, who="李四", today=TODAY, read_only=True) as office:
            connection = office.read()
            assert read_names(connection) == NAMES
            connection.close()
            with pytest.raises(OfficeError, match="只读"), office.change("写"):
                pass
        first.kill()
        first.wait()
        open_office(folder, who="李四", today=TODAY).close()
    finally:
        first.kill()
        first.wait()
        first.stdin.close()
        first.stdout.close()


def test_reading_connections_cannot_write(tmp_path: Path) -> None:
    with open_office(make(tmp_path / "office"), who="张三", today=TODAY) as office:
        connection = office.read()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM change")
        connection.close()


def test_a_change_holds_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    with open_office(make(tmp_path / "office"), who="张三", today=TODAY) as office:
        with pytest.raises(ZeroDivisionError), office.change("新增") as change:
            change.session.add(Unit(group_key="county", name="定国县"))
            change.session.flush()
            raise ZeroDivisionError
        connection = office.read()
        assert connection.execute("SELECT count(*) FROM unit").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM change").fetchone() == (1,)
        connection.close()


def test_a_change_writes_its_history_before_and_after(tmp_path: Path) -> None:
    with open_office(make(tmp_path / "office"), who="张三", today=TODAY) as office:
        with office.change("新增", reason="文件一") as change:
            change.session.add(Unit(group_key="county", name="定国县"))
        with office.change("改名") as change:
            change.get(Unit, 1, 1).name = "定国区"
        connection = office.read()
        told = connection.execute(
            "SELECT c.who, c.act, c.reason, i.table_name, i.row_id, i.before, i.after FROM change_item i"
            " JOIN change c ON c.id = i.change_id WHERE i.table_name = 'unit' ORDER BY i.id"
        ).fetchall()
        connection.close()
    assert told[0][:5] == ("张三", "新增", "文件一", "unit", 1)
    assert told[0][5] is None
    assert '"name":"定国县"' in told[0][6]
    assert told[1][5:] == ('{"name":"定国县"}', '{"name":"定国区"}')


def test_a_record_that_moved_on_is_a_conflict(tmp_path: Path) -> None:
    with open_office(make(tmp_path / "office"), who="张三", today=TODAY) as office:
        with office.change("新增") as change:
            change.session.add(Unit(group_key="county", name="定国县"))
        with office.change("改名") as change:
            change.get(Unit, 1, 1).name = "定国区"
        with pytest.raises(Conflict), office.change("又改") as change:
            change.get(Unit, 1, 1).name = "定国市"


def test_a_repeated_operation_does_not_act_twice(tmp_path: Path) -> None:
    with open_office(make(tmp_path / "office"), who="张三", today=TODAY) as office:
        with office.change("新增", operation_id="a1") as change:
            change.session.add(Unit(group_key="county", name="定国县"))
        with pytest.raises(Refused, match="已经做过"), office.change("新增", operation_id="a1"):
            pass


def test_commits_survive_a_power_cut_by_their_settings(tmp_path: Path) -> None:
    with (
        open_office(make(tmp_path / "office"), who="张三", today=TODAY) as office,
        office.engine.connect() as connection,
    ):
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert settings == ["delete", 3, 1]


def test_a_missing_database_is_never_made_anew(tmp_path: Path) -> None:
    folder = make(tmp_path / "office")
    with open_office(folder, who="张三", today=TODAY) as office:
        (folder / "office.db").unlink()
        with pytest.raises(OfficeError, match="打不开"), office.change("新增"):
            pass
    assert not (folder / "office.db").exists()
