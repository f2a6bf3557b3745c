"""Who has not claimed, over all projects: the columns say the same as one by one, it can be cancelled and exported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.models.office import Office
from app.models.tables import LeadingIndustry, Project
from app.rules.errors import Cancelled, Refused
from app.rules.policy.matching import match
from app.services.office.demo import build_demo
from app.services.papers.door import named_units
from app.services.policy import unclaimed as service
from app.services.policy.grants import end_grant, grant, grant_version
from app.services.policy.policies import version_on
from app.services.policy.policy_facts import facts_of
from app.services.policy.unclaimed import unclaimed, write_unclaimed
from tests.support import reading, signed_project

OCTOBER = dt.date(2026, 10, 8)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with build_demo(tmp_path_factory.mktemp("demo") / "office") as office:
        yield office


@pytest.mark.parametrize("on", [dt.date(2026, 6, 30), OCTOBER])
def test_columns_say_what_one_by_one_does(demo: Office, on: dt.date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 37)
    with reading(demo) as connection:
        measures = version_on(connection, on)
        ids = [key for (key,) in connection.execute("SELECT id FROM project WHERE void_reason IS NULL ORDER BY id")]
        granted = set(
            connection.execute(
                "SELECT project_id, clause FROM policy_grant WHERE granted_on <= ?", (on.isoformat(),)
            ).fetchall()
        )
        one_by_one = [
            (project, found.clause.key)
            for project, known in facts_of(connection, ids, on).items()
            for found in match(measures, known, on)
            if found.entitled and (project, found.clause.key) not in granted
        ]
        assert [(one.project_id, one.match.clause.key) for one in unclaimed(connection, on)] == one_by_one
    assert len(one_by_one) > 50


def test_it_tells_its_progress_and_stops_when_asked(demo: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 100)
    told: list[tuple[int, int]] = []
    with reading(demo) as connection, pytest.raises(Cancelled):
        unclaimed(
            connection, OCTOBER, progress=lambda done, all_: told.append((done, all_)), cancelled=lambda: len(told) > 1
        )
    assert [done for done, _ in told] == [0, 100]


def test_a_day_without_measures_is_refused(office: Office) -> None:
    with reading(office) as connection, pytest.raises(Refused, match="没有施行中的管理办法"):
        unclaimed(connection, dt.date(2018, 1, 1))


def test_the_list_is_written_with_estimates_called_so(demo: Office, tmp_path: Path) -> None:
    with reading(demo) as connection:
        found, units = unclaimed(connection, OCTOBER), named_units(connection)
    write_unclaimed(tmp_path / "清单.xlsx", found, OCTOBER, units=units)
    rows = [[cell.value for cell in row] for row in load_workbook(tmp_path / "清单.xlsx").worksheets[0].rows]
    assert len(rows) >= len(found) + 2
    text = "".join(str(value) for row in rows[:3] for value in row)
    assert "不作承诺" in text
    assert "印发范围" in text
    assert "估算下限（元）" in text


def test_a_grant_is_ended_by_its_number_once(demo: Office, office: Office) -> None:
    signed_project(office, "空项目", 1, dt.date(2026, 6, 10))
    with reading(office) as connection, pytest.raises(Refused, match="没有第9号兑现"):
        grant_version(connection, 9)
    with reading(demo) as connection:
        assert grant_version(connection, 1) == 1


def test_a_grant_that_was_ended_frees_its_clause_and_is_told(office: Office, tmp_path: Path) -> None:
    june, july, august = dt.date(2026, 6, 10), dt.date(2026, 7, 1), dt.date(2026, 8, 1)
    project = signed_project(office, "洗涤用品项目", 12_000, june)
    with office.change("归类") as change:
        change.get(Project, project).industry_id = 1
        change.session.add(LeadingIndustry(industry_id=1, from_day=dt.date(2026, 6, 1)))
    with reading(office) as connection:
        first = unclaimed(connection, july)[0]
    assert first.note == ""
    key = first.match.clause.key
    number = grant(office, project, key, paper="批复1号", on=july, today=july)
    end_grant(office, number, 1, on=august, reason="材料不实")

    def lines(on: dt.date) -> list[str]:
        with reading(office) as connection:
            return [one.told for one in unclaimed(connection, on) if one.match.clause.key == key]

    assert lines(dt.date(2026, 7, 31)) == []
    note = "此前兑现已于2026-08-01终止：材料不实"
    assert lines(august) == [f"{first.match.benefit}（{note}）"]
    with reading(office) as connection:
        found = unclaimed(connection, OCTOBER)
    assert [one.to_json()["note"] for one in found if one.match.clause.key == key] == [note]
    write_unclaimed(tmp_path / "清单.xlsx", found, OCTOBER, units=())
    rows = [[cell.value for cell in row] for row in load_workbook(tmp_path / "清单.xlsx").worksheets[0].rows]
    assert any(row[-1] == note for row in rows)
    grant(office, project, key, paper="批复2号", on=OCTOBER, today=OCTOBER)
    assert lines(OCTOBER) == []
