"""A program that is killed loses nothing it acknowledged and leaves nothing half done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.models.office import open_office
from tests.support import TODAY, reading, small_office

WRITER = """
import datetime as dt, sys
from pathlib import Path
from app.models.office import open_office
from app.services.dossiers.keeping import ProjectDraft, add_project
with open_office(Path(sys.argv[1]), who="张三", today=dt.date(2026, 10, 8)) as office:
    number = 0
    while True:
        number += 1
        draft = ProjectDraft(f"{sys.argv[2]}项目{number}", f"{sys.argv[2]}企业{number}", county_id=1)
        project = add_project(office, draft, today=dt.date(2026, 10, 8))
        print(project, flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 4, 9, 15])
def test_killed_while_saving(tmp_path: Path, acknowledged: int) -> None:
    folder = tmp_path / "office"
    small_office(folder).close()
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder), "甲"], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    told = [int(writer.stdout.readline()) for _ in range(acknowledged)]
    writer.kill()
    told += [int(line) for line in writer.stdout.read().split()]
    writer.wait()
    writer.stdout.close()
    with open_office(folder, who="李四", today=TODAY) as office, reading(office) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        kept = {project for (project,) in connection.execute("SELECT id FROM project")}
        assert set(told) <= kept
        whole = connection.execute(
            "SELECT p.id FROM project p WHERE EXISTS (SELECT 1 FROM credit c WHERE c.project_id = p.id)"
            " AND EXISTS (SELECT 1 FROM enterprise e WHERE e.id = p.enterprise_id)"
            " AND EXISTS (SELECT 1 FROM change_item i WHERE i.table_name = 'project' AND i.row_id = p.id)"
        ).fetchall()
        assert {project for (project,) in whole} == kept
