"""Letters on extending the chain: to those who brought projects, with directions, reasons, and what not to chase."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models.office import Office
from app.reports.reading_back import text_of
from app.rules.periods import Period
from app.services.extend_letters import extend_letters
from app.services.letters import LetterBatch, issue_letters, write_letters
from tests.services.chain_office import settled
from tests.support import TODAY, UNITS, reading, unit_id

YEAR = Period.parse("2026")


@pytest.fixture
def chain(office: Office) -> Office:
    """定国县 and 周明远 brought a food factory together."""
    project = settled(office, "白塔方便食品项目", "食品", enterprise="白塔食品有限公司")
    with office.change("引荐") as change:
        change.connection.exec_driver_sql("DELETE FROM credit WHERE project_id = ?", (project,))
        change.connection.exec_driver_sql(
            "INSERT INTO credit (project_id, unit_id, share_bp, paper) VALUES (?, ?, 5000, ''), (?, ?, 5000, '')",
            (project, unit_id(office, "定国县"), project, unit_id(office, "周明远")),
        )
    return office


def batch(office: Office) -> LetterBatch:
    with reading(office) as connection:
        return extend_letters(office, connection, YEAR, as_of=TODAY, today=TODAY)


def test_the_letter_tells_what_to_look_for_and_what_not_to_chase(chain: Office, tmp_path: Path) -> None:
    made = batch(chain)
    assert made.leaders == ("周明远",)
    (written,) = write_letters(chain, made, tmp_path, today=TODAY).letters
    said = "".join("".join(text_of(written.file)).split())
    assert written.recipient == "定国县"
    for piece in ("你县", "白塔方便食品项目（白塔食品有限公司", "可招", "请勿走的弯路：不宜以该项目为由招引", "反馈表"):
        assert piece in said
    assert [name for name in UNITS if name in said and name != "定国县"] == []
    assert "。。" not in said


def test_issuing_records_the_letter_with_its_unit(chain: Office, tmp_path: Path) -> None:
    made = batch(chain)
    written = write_letters(chain, made, tmp_path, today=TODAY)
    assert issue_letters(chain, made, written, TODAY) == 1
    with reading(chain) as connection:
        rows = connection.execute("SELECT unit_id, period, sent_on, due_on, paper_id FROM extension_letter").fetchall()
    assert rows == [(unit_id(chain, "定国县"), "2026", "2026-10-08", "2026-11-04", written.letters[0].paper_id)]
