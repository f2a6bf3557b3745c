"""Letters on extending the chain: to those who brought projects, with directions, reasons, and what not to chase."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from app.models.office import Office
from app.reports.reading_back import text_of
from app.rules.errors import Refused
from app.rules.periods import Period
from app.services.chain import extension_tasks
from app.services.chain.extend_letters import extend_letters
from app.services.chain.extension_letters import letters_sent
from app.services.chain.extension_tasks import yields
from app.services.papers import dispatch
from app.services.papers.dispatch import recipients_of, waiting
from app.services.papers.letters import LetterBatch, issue_letters, write_letters
from app.services.papers.register import paper_view
from app.services.papers.way import issue
from tests.services.chain_office import settled
from tests.support import TODAY, UNITS, reading, unit_id

YEAR = Period.parse("2026")
DAY = dt.timedelta(days=1)


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


def test_the_measures_are_promised_only_where_they_hold(chain: Office) -> None:
    (letter,) = batch(chain).contents
    assert "请围绕该项目延伸" in letter.text, "one project is not several"
    assert "可依照以商招商条款享受支持" in letter.text
    with reading(chain) as connection:
        before = dt.date(2018, 12, 31)
        (letter,) = extend_letters(chain, connection, YEAR, as_of=TODAY, today=before).contents
    assert "以商招商" not in letter.text


def test_a_picture_that_names_a_leader_stops_the_letters(chain: Office, tmp_path: Path) -> None:
    made = batch(chain)
    (picture,) = made.pictures
    named = replace(picture, nodes=(replace(picture.nodes[0], name="周 明远食品"), *picture.nodes[1:]))
    with pytest.raises(Refused, match="“周明远”（附图）"):
        write_letters(chain, replace(made, pictures=(named,)), tmp_path / "函", today=TODAY)
    assert not (tmp_path / "函").exists() or list((tmp_path / "函").iterdir()) == []
    (written,) = write_letters(chain, made, tmp_path / "函", today=TODAY).letters
    assert not written.again, "nothing was numbered before"


def test_each_letter_has_its_picture_beside_it_and_in_print(chain: Office, tmp_path: Path) -> None:
    written = write_letters(chain, batch(chain), tmp_path, today=TODAY)
    letter = written.letters[0].file
    picture = letter.with_name(f"{letter.stem}（附图）.pdf")
    (said,) = text_of(picture)
    for piece in ("方便食品", "纸箱包装", "可招", "不宜"):
        assert piece in said
    assert [name for name in UNITS if name in said] == [], "industries alone"
    assert written.joined is not None
    assert said in text_of(written.joined)


def test_a_picture_has_suppliers_left_and_buyers_right_of_what_was_brought(chain: Office) -> None:
    (picture,) = batch(chain).pictures
    layers = {node.name: (node.layer, node.kind) for node in picture.nodes}
    assert layers["纸箱包装"] == (0, "drawable")
    assert [name for name, (_, kind) in layers.items() if kind == "present"] == ["休闲方便食品"]
    assert {layers[name][0] for name, (_, kind) in layers.items() if kind == "present"} == {1}
    assert all(edge.points[0][0] < edge.points[1][0] for edge in picture.edges)
    assert len({(node.layer, node.row) for node in picture.nodes}) == len(picture.nodes), "none over another"


def test_issuing_records_the_letter_with_its_unit(chain: Office, tmp_path: Path) -> None:
    made = batch(chain)
    written = write_letters(chain, made, tmp_path, today=TODAY)
    assert issue_letters(chain, written, TODAY) == 1
    with reading(chain) as connection:
        rows = connection.execute("SELECT unit_id, period, sent_on, due_on, paper_id FROM extension_letter").fetchall()
    assert rows == [(unit_id(chain, "定国县"), "2026", "2026-10-08", "2026-11-04", written.letters[0].paper_id)]


def test_a_letter_issued_by_itself_is_recorded_too(chain: Office, tmp_path: Path) -> None:
    made = batch(chain)
    written = write_letters(chain, made, tmp_path, today=TODAY)
    with reading(chain) as connection:
        row = paper_view(connection, written.letters[0].paper_id).row
    issue(chain, row.id, row.version, today=TODAY)
    with reading(chain) as connection:
        rows = connection.execute("SELECT unit_id, paper_id FROM extension_letter").fetchall()
    assert rows == [(unit_id(chain, "定国县"), row.id)]


def answers(office: Office) -> tuple[int, list[tuple[str, str]], list[tuple[str, str]]]:
    """How many answers the yield counts, and what the list of letters and the dispatch list say."""
    with reading(office) as connection:
        counted = sum(one.answers for one in yields(connection, YEAR, TODAY + 30 * DAY))
        letters = [(str(one.answered_on), one.answer) for one in letters_sent(connection)]
        dispatched = connection.execute("SELECT answered_on, answer FROM dispatch").fetchall()
    return counted, letters, dispatched


def issued(office: Office, folder: Path) -> int:
    """Sign and issue the letters, and return the paper of the one."""
    made = batch(office)
    written = write_letters(office, made, folder, today=TODAY)
    issue_letters(office, written, TODAY)
    return written.letters[0].paper_id


def test_an_answer_in_the_dispatch_list_is_the_letters_answer(chain: Office, tmp_path: Path) -> None:
    paper = issued(chain, tmp_path)
    assert answers(chain)[0] == 0
    with reading(chain) as connection:
        (row,) = recipients_of(connection, paper)
    dispatch.record_answer(chain, row.id, row.version, TODAY + DAY, "已联系两家纸箱厂。")
    told = [("2026-10-09", "已联系两家纸箱厂。")]
    assert answers(chain) == (1, told, told)


def test_an_answer_at_the_letter_is_in_the_dispatch_list_and_counts_once(chain: Office, tmp_path: Path) -> None:
    paper = issued(chain, tmp_path)
    with reading(chain) as connection:
        (letter,) = letters_sent(connection)
    extension_tasks.record_answer(chain, letter.id, on=TODAY + DAY, answer="正在联系。")
    assert answers(chain) == (1, [("2026-10-09", "正在联系。")], [("2026-10-09", "正在联系。")])
    with reading(chain) as connection:
        (row,) = recipients_of(connection, paper)
        assert waiting(connection, TODAY) == ()
    dispatch.record_answer(chain, row.id, row.version, TODAY + 2 * DAY, "已签约一家。")
    assert answers(chain) == (1, [("2026-10-10", "已签约一家。")], [("2026-10-10", "已签约一家。")])
    extension_tasks.record_answer(chain, letter.id, on=TODAY + 3 * DAY, answer="已签约两家。")
    assert answers(chain) == (1, [("2026-10-11", "已签约两家。")], [("2026-10-11", "已签约两家。")])
