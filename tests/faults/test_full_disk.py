"""A full disk is told plainly, and what was there stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models.office import Office
from app.rules.errors import OfficeError
from app.services.dossiers.keeping import ProjectDraft, add_project
from app.services.dossiers.projects import ProjectFilter, project_ids
from tests.support import TODAY, reading, small_office


def fill(office: Office) -> None:
    """Let the database grow no further, as a full disk does: SQLite answers SQLITE_FULL."""
    from sqlalchemy import event

    def limit(connection: object, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]  # pyright: ignore[reportAttributeAccessIssue]
        connection.execute(f"PRAGMA max_page_count = {pages}")  # pyright: ignore[reportAttributeAccessIssue]

    event.listen(office.engine, "connect", limit)


def test_saving_on_a_full_disk_keeps_what_was_saved_and_works_again_after(tmp_path: Path) -> None:
    with small_office(tmp_path / "office") as office:
        first = add_project(office, ProjectDraft("甲项目", "甲有限公司"), today=TODAY)
        engine = office.engine
        fill(office)
        with pytest.raises(OfficeError, match="磁盘已满"):
            add_project(office, ProjectDraft("乙项目", "乙有限公司", content="长" * 200_000), today=TODAY)
        with reading(office) as connection:
            assert project_ids(connection, ProjectFilter()) == [first]
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        engine.dispose()
        office._engine = None
        add_project(office, ProjectDraft("乙项目", "乙有限公司"), today=TODAY)
        with reading(office) as connection:
            assert len(project_ids(connection, ProjectFilter())) == 2
