"""From idea to project: task, letter, answer, lead, signing; and the yield of it per unit and month."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.industry.knowledge import Verdict
from app.rules.money import WAN
from app.rules.periods import Period
from app.services.chain.extending import Candidate, candidates, judge_target
from app.services.chain.extension_tasks import (
    accept_candidate,
    link_lead,
    record_answer,
    record_letter,
    record_outcome,
    record_override,
    tasks_of,
    void_task,
    yields,
)
from app.services.chain.knowledge import rule_records
from app.services.dossiers.keeping import ProjectDraft, add_project
from tests.services.chain_office import settled
from tests.support import TODAY, reading, unit_id

JULY = Period.parse("2026-07")
SENT, DUE = dt.date(2026, 7, 1), dt.date(2026, 7, 20)


@pytest.fixture
def boxes(office: Office) -> Candidate:
    """The candidate that a food factory draws: boxes."""
    settled(office, "白塔方便食品项目", "食品", enterprise="白塔食品有限公司")
    return candidate(office, "2231")


def candidate(office: Office, code: str) -> Candidate:
    with reading(office) as connection:
        found = candidates(connection, on=TODAY, include_rejected=True)
    return next(one for one in found if one.judgement.candidate == code)


def test_an_accepted_candidate_is_the_units_task_once(office: Office, boxes: Candidate) -> None:
    unit = unit_id(office, "定国县")
    accept_candidate(office, unit, boxes, on=SENT, by="李主任")
    with pytest.raises(Refused, match="已有这项延伸任务"):
        accept_candidate(office, unit, boxes, on=SENT, by="李主任")
    with reading(office) as connection:
        (task,) = tasks_of(connection, unit)
        assert tasks_of(connection, unit_id(office, "云河县")) == []
    assert (task.candidate, task.origin_project, task.rule, task.reason) == (
        "纸箱包装",
        "白塔方便食品项目",
        "L37",
        boxes.reason,
    )


def test_what_was_rejected_is_no_task(office: Office, boxes: Candidate) -> None:
    with pytest.raises(Refused, match="不能作为延伸任务"):
        accept_candidate(office, unit_id(office, "定国县"), candidate(office, "3531"), on=SENT, by="")


def test_a_task_taken_back_can_be_given_again(office: Office, boxes: Candidate) -> None:
    unit = unit_id(office, "定国县")
    void_task(office, accept_candidate(office, unit, boxes, on=SENT, by=""), 1, "重复")
    accept_candidate(office, unit, boxes, on=SENT, by="")
    with reading(office) as connection:
        assert len(tasks_of(connection)) == 1


def test_the_whole_way_is_counted_in_the_month_of_the_letter(office: Office, boxes: Candidate) -> None:
    unit = unit_id(office, "定国县")
    task = accept_candidate(office, unit, boxes, on=dt.date(2026, 6, 30), by="李主任")
    letter = record_letter(office, unit, Period.parse("2026-06"), sent_on=SENT, due_on=DUE, paper_id=None)
    record_answer(office, letter, on=dt.date(2026, 7, 15), answer="已与三家纸箱企业联系。")
    later = dt.date(2026, 9, 1)
    lead = settled(office, "新来纸箱项目", "包装", "2231", wan=8000, day=later, verified_on=later)
    link_lead(office, lead, task, on=dt.date(2026, 8, 2))

    def figures(on: dt.date) -> list[tuple[str, str, int, int, int, int, int]]:
        with reading(office) as connection:
            return [
                (one.unit, one.month, one.letters, one.answers, one.leads, one.signed, one.invested_fen)
                for one in yields(connection, JULY, on)
            ]

    assert figures(dt.date(2026, 7, 10)) == [("定国县", "2026-07", 1, 0, 0, 0, 0)]
    assert figures(dt.date(2026, 8, 10)) == [("定国县", "2026-07", 1, 1, 1, 0, 0)]
    assert figures(TODAY) == [("定国县", "2026-07", 1, 1, 1, 1, 8000 * WAN)]
    with reading(office) as connection:
        assert yields(connection, Period.parse("2026-08"), TODAY) == []
        assert tasks_of(connection)[0].leads == 1


def test_a_unit_gets_one_letter_for_a_period(office: Office) -> None:
    unit = unit_id(office, "定国县")
    record_letter(office, unit, JULY, sent_on=SENT, due_on=None, paper_id=None)
    with pytest.raises(Refused, match="已经发过"):
        record_letter(office, unit, JULY, sent_on=DUE, due_on=None, paper_id=None)


def test_a_letter_holds_the_tasks_accepted_by_its_day(office: Office, boxes: Candidate) -> None:
    unit = unit_id(office, "定国县")
    accept_candidate(office, unit, boxes, on=DUE, by="")
    early = record_letter(office, unit, Period.parse("2026-05"), sent_on=SENT, due_on=None, paper_id=None)
    late = record_letter(office, unit, Period.parse("2026-06"), sent_on=DUE, due_on=None, paper_id=None)
    with reading(office) as connection:
        (task,) = tasks_of(connection, unit)
    assert task.letter_id == late != early


def test_days_that_run_backwards_and_empty_answers_are_refused(office: Office) -> None:
    unit = unit_id(office, "定国县")
    with pytest.raises(Refused, match="早于"):
        record_letter(office, unit, JULY, sent_on=DUE, due_on=SENT, paper_id=None)
    letter = record_letter(office, unit, JULY, sent_on=SENT, due_on=DUE, paper_id=None)
    with pytest.raises(Refused, match="早于"):
        record_answer(office, letter, on=SENT - dt.timedelta(days=1), answer="好")
    with pytest.raises(Refused, match="写明"):
        record_answer(office, letter, on=SENT, answer=" ")


def test_a_lead_has_one_origin_and_never_itself(office: Office, boxes: Candidate) -> None:
    task = accept_candidate(office, unit_id(office, "定国县"), boxes, on=SENT, by="")
    lead = settled(office, "新来纸箱项目", "包装", "2231")
    link_lead(office, lead, task, on=SENT)
    with pytest.raises(Refused, match="已经登记过"):
        link_lead(office, lead, task, on=SENT)
    with pytest.raises(Refused, match="它自己"):
        link_lead(office, boxes.origin.project_id, task, on=SENT)


def test_a_rule_learns_from_what_became_of_its_task(office: Office, boxes: Candidate) -> None:
    task = accept_candidate(office, unit_id(office, "定国县"), boxes, on=SENT, by="")
    record_outcome(office, task, worked=True, on=TODAY, note="纸箱厂已签约")
    with reading(office) as connection:
        assert rule_records(connection)["L37"].worked == 1


def test_a_rejected_target_goes_on_only_with_a_recorded_reason(office: Office) -> None:
    settled(office, "沅江包装纸项目", "造纸", "22", enterprise="沅江纸业有限公司")
    draft = ProjectDraft("新纸箱厂项目", "新来有限公司")
    with reading(office) as connection:
        told = judge_target(connection, draft, TODAY)
    assert told.verdict is Verdict.REJECT
    project = add_project(office, draft, today=TODAY)
    with pytest.raises(Refused, match="请写明理由"):
        record_override(office, project, told, " ", by="李主任", on=TODAY)
    record_override(office, project, told, "客户自带用箱订单", by="李主任", on=TODAY)
    with reading(office) as connection:
        row = connection.execute("SELECT rule, rejection, reason FROM target_override").fetchone()
    assert row == ("N01", told.reason, "客户自带用箱订单")
